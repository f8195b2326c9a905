"""Pagefind's files made the same for the same records, and lighter.

Pagefind writes the values of a filter, and the list of filters, in the order of a table that is
shuffled anew in each run, and names files by what is in them. Here both are sorted, and pages get
shorter names: these stand in the one file that every search loads, and random letters do not
compress.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from mkdocs_briefs.builder.search.cbor import read, written
from mkdocs_briefs.builder.search.pagefind_program import ENTRY

DIGITS = 5
"""Hexadecimal digits in the name of a page's file; more where two would share one."""


def renamed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of an index by their paths, without what our own search does not load.

    An index in a form that we do not know keeps its order: it works too.
    """
    entry = json.loads(files[ENTRY])
    rows = entry["languages"].values()
    wasm = [row.get("wasm") or "unknown" for row in rows] or ["unknown"]
    loaded = {ENTRY, "pagefind.js", *(f"wasm.{name}.pagefind" for name in wasm)}
    kept = {
        path: data
        for path, data in files.items()
        if path in loaded or "/" in path or path.endswith(".pf_meta")
    }
    for row in rows:
        with suppress(ValueError, TypeError, KeyError, IndexError, OSError):
            kept = _renamed(kept, row)
    return sorted_files(kept, entry)


def sorted_files(files: Mapping[str, bytes], entry: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files of an index in their order, with the file that is loaded first."""
    first = json.dumps(entry, sort_keys=True).encode()
    return dict(sorted({**files, ENTRY: first}.items()))


def _renamed(files: Mapping[str, bytes], row: dict[str, Any]) -> dict[str, bytes]:
    """Rename the files of one language's index; `row` names the first of them."""
    path = f"pagefind.{row['hash']}.pf_meta"
    meta = read(files[path])
    _, pages, _, filters, *_ = meta
    if not all(isinstance(count, int) for _, count in pages):
        raise TypeError("a count of words of another form")
    fragments = [f"fragment/{name}.pf_fragment" for name, _ in pages]
    chunks = [f"filter/{name}.pf_filter" for _, name in filters]
    named = named_files(
        row,
        meta,
        [(files[name], words) for name, (_, words) in zip(fragments, pages, strict=True)],
        [read(files[name]) for name in chunks],
    )
    gone = {path, *fragments, *chunks}
    return {name: data for name, data in files.items() if name not in gone} | named


def named_files(
    row: dict[str, Any],
    meta: list[Any],
    fragments: Iterable[tuple[bytes, int]],
    filters: Iterable[tuple[str, Iterable[Any]]],
) -> dict[str, bytes]:
    """Return the files of pages and filters, and the one that lists them, named by what they hold.

    A page comes with the number of its words. Their names are noted in `meta`, the list, and the
    name of its file in `row`.
    """
    files: dict[str, bytes] = {}
    meta[1], meta[3] = [], []
    for name, values in filters:
        data = written([name, sorted(values)])
        digest = digest_of(data)[:10]
        meta[3].append([name, digest])
        files[f"filter/{digest}.pf_filter"] = data
    meta[3].sort()
    for data, words in fragments:
        digest = digest_of(data)
        names = (digest[:size] for size in range(DIGITS, len(digest)))
        name = next(name for name in names if f"fragment/{name}.pf_fragment" not in files)
        # Two digits are enough for what it is for: a long page counts less.
        meta[1].append([name, round(words, 2 - len(str(words)))])
        files[f"fragment/{name}.pf_fragment"] = data
    data = written(meta)
    row["hash"] = digest_of(data)[:10]
    return files | {f"pagefind.{row['hash']}.pf_meta": data}


def digest_of(data: bytes) -> str:
    """Return all digits of which names are made."""
    return hashlib.sha256(data).hexdigest()
