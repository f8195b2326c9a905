"""What nobody states is published nowhere: the kind of an actor, the type of a brief."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.sites import BRIEFS, Built, run

from .conftest import Make

BRIEF = """---
title: Haliva resigns
date: 2024-04-22
summary: The head of military intelligence resigns.
{type}actors:
  - {actor}
dates: [2024-04-22: He resigns]
implications: [Others may follow.]
sources: [https://example.org/report]
---

He has led it since 2021.
"""
SITES = {
    "registry": {
        "briefs/actors.yml": "aharon-haliva: Aharon Haliva\n",
        "briefs/resigns.md": BRIEF.format(type="", actor="aharon-haliva: Resigned"),
    },
    "brief": {"briefs/resigns.md": BRIEF.format(type="", actor="Aharon Haliva: Resigned")},
}
STATED = {
    "briefs/resigns.md": BRIEF.format(
        type="type: analysis\n", actor="{name: Aharon Haliva, kind: person, role: Resigned}"
    )
}
# Where an output states one of the two, and how.
CLAIMS = [
    ("site/actors/aharon-haliva/index.html", r'b-kind"[^>]*>\s*Person'),
    ("site/actors/aharon-haliva/index.html", r'"@type":"Person"'),
    ("site/actors/index.html", r"<h2[^>]*>\s*People"),
    ("site/search/index.html", r">People<"),
    ("site/search/index.html", r">Analysis<"),
    ("site/explore/index.html", r'value="person"'),
    ("site/assets/briefs/network.json", r'"kinds":\["person"\]'),
    ("site/assets/briefs/cards/*.json", r'"kind":"person"'),
    ("site/assets/briefs/cards/*.json", r'"type":"analysis"'),
    ("site/briefs/resigns/index.html", r'b-kind"[^>]*>\s*Analysis'),
    ("site/briefs/resigns/index.html", r'"AnalysisNewsArticle"'),
    ("site/briefs/resigns/index.html", r'"@type":"Person"'),
    ("site/briefs/resigns/index.md", r"2024-04-22 · Analysis"),
    ("site/api/v1/actors.json", r'"kind":"person"'),
    ("site/api/v1/actors/aharon-haliva.json", r'"kind":"person"'),
    ("site/api/v1/briefs.json", r'"type":"analysis"'),
    ("site/api/v1/briefs/resigns.json", r'"type":"analysis"'),
    ("site/api/v1/briefs/resigns.json", r'"kind":"person"'),
    ("csv/actors.csv", r"\bperson\b"),
    ("csv/briefs.csv", r"\banalysis\b"),
    ("sqlite/*", r"'person'"),
    ("sqlite/*", r"'analysis'"),
    ("json/*", r'"kind": "person"'),
    ("json/*", r'"type": "analysis"'),
    ("markdown/actors/aharon-haliva.md", r"Person"),
    ("markdown/actors/index.md", r"People"),
    ("markdown/briefs/resigns.md", r"2024-04-22 · Analysis"),
]
EVERYWHERE = re.compile(
    r'"@type": ?"(?:Person|Country)"|(?:Analysis|Background|Reportage)NewsArticle'
    r'|"kind": ?"(?:person|organization|state|group)"|"type": ?"(?:analysis|background|report)"'
    r"|\bNone\b"
)
"""What no file may say, wherever it stands."""

FORMS = (".html", ".json", ".md", ".xml", ".csv", ".ics", ".txt", ".db", ".sqlite")


def published(make: Make, files: dict[str, str]) -> Built:
    """Build a site, and export it in every form beside it."""
    site = make(files)
    assert site.status == 0, site.output
    for form in ("csv", "sqlite", "json", "markdown"):
        status, said = run([*BRIEFS, "export", "--format", form, "--to", form], site.project)
        assert status == 0, said
    return site


@pytest.fixture(scope="module")
def stated(make: Make) -> Built:
    """Give the site that states both."""
    return published(make, STATED)


@pytest.fixture(scope="module", params=SITES)
def unstated(make: Make, request: pytest.FixtureRequest) -> Built:
    """Give a site that states neither, of an actor in a registry or in a brief alone."""
    return published(make, SITES[request.param])


def text_of(path: Path) -> str:
    if path.suffix in (".db", ".sqlite", ".sqlite3"):
        with sqlite3.connect(path) as database:
            return "\n".join(row for row in database.iterdump() if row.startswith("INSERT"))
    return path.read_text("utf-8", "replace")


def texts(site: Built, pattern: str) -> str:
    return "\n".join(map(text_of, sorted(site.project.glob(pattern))))


def written(site: Built) -> Iterator[Path]:
    """Yield what a reader or a machine gets about this site: no scripts, words or schemas."""
    for folder in ("site", "csv", "sqlite", "json", "markdown"):
        for path in (site.project / folder).rglob("*.*"):
            if path.suffix in FORMS and "schemas" not in path.parts:
                yield path


@pytest.mark.parametrize(("pattern", "claim"), CLAIMS)
def test_only_what_is_stated_is_published(
    stated: Built, unstated: Built, pattern: str, claim: str
) -> None:
    assert re.search(claim, texts(stated, pattern)), texts(stated, pattern)
    text = texts(unstated, pattern)
    assert text
    assert not re.search(claim, text), text


def test_no_file_states_it(stated: Built, unstated: Built) -> None:
    def claims(site: Built) -> list[tuple[str, str]]:
        return [
            (path.relative_to(site.project).as_posix(), found[0])
            for path in written(site)
            for found in EVERYWHERE.finditer(text_of(path))
        ]

    assert claims(stated)
    assert claims(unstated) == []


def test_a_listing_of_actors_has_a_group_for_them(unstated: Built) -> None:
    index = unstated.read("actors/")
    assert re.search(r'<h2 id="kind-other"[^>]*>\s*Others', index)
    assert 'href="aharon-haliva/"' in index
    assert '"@type":"Thing"' in unstated.read("actors/aharon-haliva/")
    assert '"@type":"NewsArticle"' in unstated.read("briefs/resigns/")


def test_one_note_an_actor_says_what_to_write(unstated: Built, stated: Built) -> None:
    for site, number in ((unstated, 1), (stated, 0)):
        _, said = run([*BRIEFS, "check"], site.project)
        assert said.count("B511") == number, said
        assert said.count("kind: person` (or organization, state, group)") == number
