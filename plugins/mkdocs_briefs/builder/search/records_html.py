"""Search records as the small HTML pages that Pagefind reads.

HTML is the one form in which Pagefind knows headings: a passage with a heading is a result of its
own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from mkdocs_briefs.model.scripts import CHINESE_JAPANESE
from mkdocs_briefs.pages.records import FACETS, SearchRecord

FIELDS = ("also", "date", "title")
"""What a page has beside its text, in Pagefind's order."""
_WEIGHTS = {"page": (0.42, 0.84)}
"""By kind of page, what a word counts in its text and in its headings: a site's manual and the like
come behind what it publishes."""
_WEIGHT = (1.05, 2.1)

# What follows is done to queries too, in theme/assets/briefs/search.js: keep them alike.
_EDGE = re.compile(rf"(?<=[{CHINESE_JAPANESE}])(?=\S)|(?<=\S)(?=[{CHINESE_JAPANESE}])")
_TATWEEL = "\u0640"
_UNUSUAL = re.compile(f"[{_TATWEEL}{CHINESE_JAPANESE}]")
_CONTROL = re.compile("[\0-\x1f]")
"""What Pagefind may leave in a word with letters beyond ASCII; `shards` relies on words without."""
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


def spaced(text: str) -> str:
    """Return `text` with a space around each letter of a script that is written without spaces."""
    if text.isascii() or not _UNUSUAL.search(text):
        return text
    return _EDGE.sub(" ", text.replace(_TATWEEL, ""))


def bare_words(text: str) -> list[str]:
    """Return the Arabic and Hebrew words of `text` that have prefixes, without them; each once."""
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return []
    found = _PREFIXED.finditer(_MARKS.sub("", text.replace(_TATWEEL, "")))
    return list(dict.fromkeys(match["arabic"] or match["hebrew"] for match in found))


def document(record: SearchRecord, site_lang: str) -> tuple[str, str]:
    """Return the address and the HTML page from which Pagefind indexes a record."""
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
    return f"/{record.path}", _page(head, body)


def page_with_all_fields(address: str) -> tuple[str, str]:
    """Return a page, with its address, that has one word and every one of `FIELDS`."""
    return address, _page([_meta("meta", name, "x") for name in FIELDS], ["<p>x</p>"])


def _page(head: list[str], body: list[str]) -> str:
    html = f"<html><head>{''.join(head)}</head><body>{''.join(body)}</body></html>"
    return html if html.isascii() else _CONTROL.sub(" ", html)


def _texts(record: SearchRecord) -> Iterator[str]:
    yield record.title
    for passage in record.passages:
        yield from (passage.heading, passage.text)


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta data-pagefind-{kind}="{name}[content]" content="{escape(content)}">'


def _text(text: str) -> str:
    return escape(spaced(text), quote=False)
