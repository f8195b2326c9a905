"""Made-up records for the search, their index, and parts of its files as Pagefind writes them."""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pagefind_bin

from mkdocs_briefs.builder.search import KeptFiles, RecordEntry, index_files, stem_of
from mkdocs_briefs.builder.search.pagefind_program import Pagefind, document
from mkdocs_briefs.builder.search.shards import head, renamed
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.pages.records import Passage, SearchRecord

PREFIXED = "والحرب"
"""A word that gives a page the field `also`."""
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
        "rank": number % 4,
        "lang": ("en", "ar")[number % 2],
        "date": Moment(dt.date(2024, 1, 1) + dt.timedelta(number)) if kind == "brief" else None,
        "facets": {"kind": (kind,), "actor": tuple(words[:2])},
    } | values
    title = " ".join(words[-2:]) or "x"
    return SearchRecord(path=f"{kind}/{number}/", title=title, passages=passages, **given)


def records(count: int, length: int) -> list[SearchRecord]:
    """Records of random words; the first has every field."""
    rolls = random.Random(count)
    return [
        record(number, [PREFIXED, *rolls.choices(WORDS, k=length), f"only{number}"][number > 0 :])
        for number in range(count)
    ]


class Loader:
    """Gives records by name, and notes which were asked for."""

    def __init__(self, some: Iterable[SearchRecord]) -> None:
        self._records = dict(enumerate(some))
        self.asked: list[str] = []

    @property
    def entries(self) -> list[RecordEntry]:
        return [RecordEntry.of(str(name), one) for name, one in self._records.items()]

    def __call__(self, names: Sequence[str]) -> Mapping[str, SearchRecord]:
        self.asked += names
        return {name: self._records[int(name)] for name in names}


def index_of(
    some: Iterable[SearchRecord], language: str = "en", kept: KeptFiles | None = None
) -> dict[str, bytes]:
    loader, nothing = Loader(some), KeptFiles(Path(os.devnull))
    return index_files(loader.entries, loader, language, kept or nothing)


def pages_of(some: Iterable[SearchRecord], language: str = "en") -> list[tuple[str, str]]:
    return [document(one, language) for one in sorted(some, key=lambda one: one.order)]


def indexed(pages: Iterable[tuple[str, str]], stem: str = "en") -> dict[str, bytes]:
    """What Pagefind makes of these pages."""
    with Pagefind() as pagefind:
        return pagefind.files(pages, stem)


def at_once(some: Iterable[SearchRecord], language: str = "en") -> dict[str, bytes]:
    """The index of all records, as Pagefind makes it."""
    return renamed(indexed(pages_of(some, language), stem_of(language)))


def program(path: Path, commands: str) -> Path:
    """A program in the place of Pagefind's; `$PAGEFIND` is the right one."""
    path.write_text(f"#!/bin/sh\nPAGEFIND='{pagefind_bin.get_executable()}'\n{commands}\n")
    path.chmod(0o755)
    return path


def of_version(path: Path, number: str) -> Path:
    """Pagefind's program, which says that it is of another version."""
    said = f'if [ "$1" = --version ]; then echo pagefind {number}; else exec "$PAGEFIND" "$@"; fi'
    return program(path, said)


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
