"""The index of the site's own search, made by Pagefind from slim records.

Pagefind reads our records as small HTML pages, which is the one form in which it knows headings:
a passage with a heading is a result of its own.

One index holds all languages: a reader of an English page finds what stands in Arabic.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from html import escape
from pathlib import Path

from mkdocs_briefs.build.search_files import VERSION, settled
from mkdocs_briefs.build.search_join import dealt, joined
from mkdocs_briefs.build.search_kept import FOLDER as CACHE
from mkdocs_briefs.build.search_kept import KeptIndexes
from mkdocs_briefs.build.search_program import Pagefind, edition
from mkdocs_briefs.build.search_shard import (
    VERSIONS,
    Shard,
    UnknownFormError,
    fields_of,
    first_page,
    shard_of,
    taken_apart,
)
from mkdocs_briefs.pages.records import FACETS, SearchRecord

FOLDER = "pagefind"
"""Where the index lies in the site."""
_WEIGHTS = {"page": (0.42, 0.84)}
"""By kind of page, what a word counts in its text and in its headings: a site's manual and the like
come behind what it publishes."""
_WEIGHT = (1.05, 2.1)
WHOLE = 300
"""Records from which on an index is joined from shards. Fewer take Pagefind no second."""
_BRANCHES = 2
"""Of how many builds is kept what they made: of the last, and of the branch before."""
QUICK = 0.3
"""Seconds that an index may take at each rebuild of a preview."""

# What follows is done to questions too, in theme/assets/briefs/search.js: keep them alike.
UNSPACED = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)
"""Letters of Chinese and Japanese, written without spaces. Source: Unicode, Blocks.txt."""
_EDGE = re.compile(rf"(?<=[{UNSPACED}])(?=\S)|(?<=\S)(?=[{UNSPACED}])")
_TATWEEL = "\u0640"
_UNUSUAL = re.compile(f"[{_TATWEEL}{UNSPACED}]")
_RIGHT_TO_LEFT = re.compile("[\u05d0-\u05ea\u0621-\u064a]")
_MARKS = re.compile("[\u0591-\u05c7\u064b-\u065f\u0670]")
"""Hebrew points and Arabic vowel signs. Pagefind ignores them in words by itself."""
_PREFIXED = re.compile(
    r"(?<!\w)(?:"
    r"(?:[وف]?(?:بال|كال|ال|لل)|[وفبكلس])(?P<arabic>[\u0621-\u064a]{3,})"
    r"|(?:ו?(?:כש|לכש|מש)?[הבכלמש]|ו)(?P<hebrew>[\u05d0-\u05ea]{3,})"
    r")(?!\w)"
)
"""Words with a conjunction, preposition or article written onto their front."""


def installed() -> bool:
    """Whether Pagefind and its program are there."""
    return all(importlib.util.find_spec(name) for name in ("pagefind", "pagefind_bin"))


def spaced(text: str) -> str:
    """`text` as it is indexed: a space around each letter of a script that is written without."""
    if text.isascii() or not _UNUSUAL.search(text):
        return text
    return _EDGE.sub(" ", text.replace(_TATWEEL, ""))


def bare_words(text: str) -> list[str]:
    """The Arabic and Hebrew words of `text` that bear prefixes, without them; each once."""
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return []
    found = _PREFIXED.finditer(_MARKS.sub("", text.replace(_TATWEEL, "")))
    return list(dict.fromkeys(match["arabic"] or match["hebrew"] for match in found))


def document(record: SearchRecord, site_lang: str) -> str:
    """The HTML page from which Pagefind indexes a record."""
    meta = {"title": spaced(record.title)}
    if record.date:
        meta["date"] = record.date.isoformat()
    if also := bare_words(" ".join(_texts(record))):
        meta["also"] = " ".join(also)
    facets = [(name, value) for name in FACETS for value in record.facets.get(name, ())]
    if record.lang != site_lang:
        facets.append(("lang", record.lang))
    head = [_meta("meta", name, content) for name, content in meta.items()]
    head += [_meta("filter", name, value) for name, value in facets]
    text, title = _WEIGHTS.get(record.kind, _WEIGHT)
    body = []
    for passage in record.passages:
        if passage.heading:
            ident = f' id="{escape(passage.anchor)}"' if passage.anchor else ""
            weight = f' data-pagefind-weight="{title}"'
            body.append(f"<h2{ident}{weight}>{_text(passage.heading)}</h2>")
        if passage.text:
            body.append(f'<p data-pagefind-weight="{text}">{_text(passage.text)}</p>')
    if not body:  # Pagefind drops a page without text
        body.append(f"<p>{_text(record.title)}</p>")
    return f"<html><head>{''.join(head)}</head><body>{''.join(body)}</body></html>"


def _texts(record: SearchRecord) -> Iterator[str]:
    yield record.title
    for passage in record.passages:
        yield from (passage.heading, passage.text)


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta data-pagefind-{kind}="{name}[content]" content="{escape(content)}">'


def _text(text: str) -> str:
    return escape(spaced(text), quote=False)


def index_files(
    records: Iterable[SearchRecord], language: str, kept: KeptIndexes | None = None
) -> dict[str, bytes]:
    """The files of an index of `records`, by their paths in the folder `pagefind`.

    `language` is the site's, whose stemming the whole index takes where Pagefind knows it. The
    same records give the same bytes, whatever is in `kept`, from where is taken what has not
    changed. Raises SearchError.
    """
    in_order = sorted(records, key=lambda record: record.order)
    documents = [(f"/{record.path}", document(record, language)) for record in in_order]
    stem = stem_of(language)
    if kept is None:
        return _files(documents, stem, None)
    name = f"{_key(documents, stem)}.index"
    files = kept.get(name)
    if files is None:
        files = _files(documents, stem, kept)
        kept.put(name, files)
        kept.tidy(".index", _BRANCHES)
    return files


def stem_of(language: str) -> str:
    """The language by which the words of a site in `language` are stemmed."""
    return language.replace("_", "-").partition("-")[0].lower()


def _files(
    documents: list[tuple[str, str]], stem: str, kept: KeptIndexes | None
) -> dict[str, bytes]:
    """The files of an index of pages, given by their addresses in their order.

    Empties the list when it is done with it, as those of a large site fill much memory.
    """
    urls = {url for url, _ in documents}
    known = edition().partition(" ")[0] in VERSIONS
    if known and WHOLE <= len(documents) == len(urls):
        with suppress(UnknownFormError):
            shards = _shards(documents, stem, kept)
            documents.clear()
            return settled(joined(shards))
    return settled(indexed(documents, stem))


def _shards(
    documents: Sequence[tuple[str, str]], stem: str, kept: KeptIndexes | None
) -> list[Shard]:
    """The pages in shards, of which those that have changed are made; two programs run at a time.

    Raises UnknownFormError.
    """
    fields = fields_of(documents)
    parts = [[first_page(fields), *part] for part in dealt(documents)]

    def shard(part: list[tuple[str, str]]) -> Shard:
        name = f"{_key(part, stem)}.shard"
        files = kept.get(name) if kept else None
        if files:
            return shard_of(files)
        made = taken_apart(indexed(part, stem), fields)
        if kept:
            kept.put(name, made.files())
        return made

    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        shards = list(pool.map(shard, parts))
    if kept:
        kept.tidy(".shard", _BRANCHES * len(parts))
    return shards


def indexed(documents: Iterable[tuple[str, str]], stem: str) -> dict[str, bytes]:
    """What Pagefind makes of pages, given by their addresses. Raises SearchError."""
    with Pagefind() as pagefind:
        index = pagefind.ask("NewIndex", config={"force_language": stem})["index_id"]
        for url, text in documents:
            pagefind.ask("AddFile", index_id=index, url=url, file_path=None, file_contents=text)
        # It can write them by itself too, but answers before all is on the disk.
        found = pagefind.ask("GetFiles", index_id=index)["files"]
    return {file["path"]: base64.b64decode(file["content"]) for file in found}


def _key(documents: Iterable[tuple[str, str]], stem: str) -> str:
    """A digest of all that decides about an index."""
    digest = hashlib.sha256(repr((VERSION, edition(), stem)).encode())
    for url, text in documents:
        for part in (url.encode(), text.encode("utf-8", "surrogatepass")):
            digest.update(len(part).to_bytes(8))
            digest.update(part)
    return digest.hexdigest()[:32]


class SearchIndex:
    """The index through the rebuilds of a preview.

    A preview writes the index anew as long as that is quick. When it has taken longer, the index
    of before stays: what has changed since is found after the next start.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    @property
    def rests(self) -> bool:
        """Whether the kept index serves from now on, so that no records are needed."""
        return bool(self._kept)

    def publish(
        self,
        records: Iterable[SearchRecord],
        site: Path,
        language: str,
        *,
        preview: bool,
        project: Path | None = None,
    ) -> None:
        """Puts the index into the folder `site`, in place of any other. Raises SearchError.

        A build keeps it in the cache of `project`, where the next one finds it if no record has
        changed.
        """
        start = time.perf_counter()
        cache = KeptIndexes(project / CACHE) if project and not preview else None
        files = self._kept or index_files(records, language, cache)
        if preview and time.perf_counter() - start > QUICK:
            self._kept = files
        folder = site / FOLDER
        shutil.rmtree(folder, ignore_errors=True)
        for name in {name.rpartition("/")[0] for name in files}:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
