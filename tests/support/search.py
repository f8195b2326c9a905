"""Made-up records for the search, and parts of its files as Pagefind would write them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from mkdocs_briefs.build import search
from mkdocs_briefs.build.search_cbor import head
from mkdocs_briefs.pages.records import Passage, SearchRecord

WORDS = [
    "harbour",
    "Harbours",
    "café",
    "cafe",
    "cafè",
    "résumé",
    "resume",
    "résume",
    "x_y",
    "foo.bar",
    "co-op",
    "2024",
    "٢٠٢٤",
    "strike",
    "الحرب",
    "وَالْحَرْب",
    "غزة",
    "لغزة",
    "המלחמה",
    "שָׁלוֹם",
    "Переговоры",
    "ушёл",
    "停火",
    "ガザ",
    "서울에서",
    "Größe",
    "Straße",
    "ﬁne",
    "😀",
    "x",
]
KINDS = ("brief", "actor", "topic", "page")


def record(number: int, words: Sequence[str], **values) -> SearchRecord:
    half = len(words) // 2
    passages = (
        Passage("", "", " ".join(words[:half])),
        Passage("part", " ".join(words[half : half + 3]), " ".join(words[half:])),
    )
    given = {
        "kind": (kind := KINDS[number % 4]),
        "lang": ("en", "ar")[number % 2],
        "date": dt.date(2024, 1, 1) + dt.timedelta(number) if kind == "brief" else None,
        "facets": {"kind": (kind,), "actor": tuple(words[:2])},
    } | values
    title = " ".join(words[-2:]) or "x"
    return SearchRecord(path=f"{kind}/{number}/", title=title, passages=passages, **given)


def records(count: int, length: int) -> list[SearchRecord]:
    rolls = random.Random(count)
    return [
        record(number, [*rolls.choices(WORDS, k=length), f"only{number}"])
        for number in range(count)
    ]


def pages_of(some: Sequence[SearchRecord], language: str = "en") -> list[tuple[str, str]]:
    in_order = sorted(some, key=lambda one: one.order)
    return [(f"/{one.path}", search.document(one, language)) for one in in_order]


def number(value: int) -> bytes:
    return head(0, value) if value >= 0 else head(1, -1 - value)


def array(items: Sequence[bytes]) -> bytes:
    return head(4, len(items)) + b"".join(items)


Pages = dict[int, tuple[list[int], list[int]]]


def page_list(pages: Pages) -> bytes:
    rows, before = [], 0
    for page in sorted(pages):
        columns = [array([number(place) for place in column]) for column in pages[page]]
        rows.append(array([number(page - before), *columns]))
        before = page
    return array(rows)
