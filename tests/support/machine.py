"""What a small site gives to machines, made without a build."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from hypothesis import strategies as st

from mkdocs_briefs.builder.data_files import machine_files
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.settings import Settings
from support.briefs import SETTINGS, WORLD, brief, library, world_briefs

TRICKS = (
    "]]>",
    "</script><script>alert(1)</script>",
    "<!-- ",
    "&amp; &lt; & <",
    '" onload="x',
    "=cmd()|' /C calc'!A0",
    "+1+1",
    "@SUM(1)",
    "BEGIN:VEVENT",
    "a;b,c\\d\\n",
    "\u2028\u2029",
    "\u202eright to left",
    "\ufffe\uffff",
    "\U0001f600 e\u0301 \u65b0\u805e",
    "--- # ~~~ ```",
    "[x](javascript:alert(1))",
    "{{ 7*7 }} {% raw %}",
    "http://example.org/?a=1&b=2",
    "'; DROP TABLE briefs; --",
    "| a | b |",
)
"""Texts that mean something in one of the formats."""

texts = st.one_of(
    st.sampled_from(TRICKS),
    st.text(max_size=60),
    st.lists(st.sampled_from((*TRICKS, " ", "\n", "\r\n", "\t", "\0", "\x1b", "\x85")), max_size=6).map(
        "".join
    ),
)  # fmt: skip
"""Any text, those that mean something more often."""


def hostile_briefs(settings: Settings = SETTINGS, *, bodies: bool = True) -> list[Brief]:
    """Briefs that hold every trick in every field in which an author may write it."""
    return [
        brief(
            f"trick-{number}",
            _front(trick),
            trick if bodies else "",
            title=_written(trick),
            settings=settings,
        )
        for number, trick in enumerate(TRICKS)
    ]


def _written(text: str) -> str:
    """The text as a scalar of YAML, which knows no pairs of surrogates."""
    inner = "".join(c if ord(c) > 0xFFFF else json.dumps(c)[1:-1] for c in text)
    return f'"{inner}"'


def _front(trick: str) -> str:
    written = _written(trick)
    return f"""
summary: {written}
topics: [{written}]
storyline: {written}
authors: [{written}]
actors:
  - {{name: {written}, kind: person, role: {written}}}
dates:
  - {{date: 2024-04-22, event: {written}, place: {written}, actors: [{written}]}}
  - {{date: 2025-01-02, event: {written}, status: scheduled}}
implications:
  - {{label: {written}, text: {written}}}
developments:
  - {{label: {written}, text: {written}, likelihood: 60%, by: 2025-01-01, resolves_if: {written}}}
figures:
  - {{label: {written}, value: {written}, unit: {written}, attributed_to: {written}}}
sources:
  - {{id: s1, title: {written}, publisher: {written}, note: {written}}}
updates:
  - {{date: 2024-05-01, kind: correction, text: {written}}}
unknowns: [{written}]
x_own: {written}
"""


def factory(
    briefs: Iterable[Brief] | None = None, settings: Settings = SETTINGS, **registries: str
) -> ViewFactory:
    """The factory of `briefs`; without any, that of the small world."""
    if briefs is None:
        briefs, registries = world_briefs(settings), dict(WORLD)
    return ViewFactory(library(briefs, settings, **registries))


def published(
    briefs: Iterable[Brief] | None = None, settings: Settings = SETTINGS, **registries: str
) -> dict[str, str]:
    """Path, as a file's, and text of everything that the site of `briefs` gives to machines."""
    made = machine_files(factory(briefs, settings, **registries), lambda _: None)
    return {unquote(path): make() for path, make in made}


def ending(files: dict[str, str], name: str) -> Iterator[tuple[str, str]]:
    """Those files whose path ends so."""
    return ((path, text) for path, text in files.items() if path.endswith(name))
