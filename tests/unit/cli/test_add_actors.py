"""`briefs actors add`: entries for actors that briefs name and no registry has."""

from __future__ import annotations

import pytest

LISTED = """\
---
title: Talks
date: 2024-01-03
summary: S.
actors:
  - hamas: Attacked
  - Jane Roe: Spoke
  - {name: "UN: the council", kind: organization}
dates:
  - {date: 2024-01-01, event: Talks begin, actors: [arab-league]}
implications: [Peace: It may come.]
sources: [A letter]
---
"""


@pytest.fixture
def registry(site):
    (site / "briefs" / "2024-01-03-talks.md").write_text(LISTED, encoding="utf-8")
    return site / "briefs" / "actors.yml"


def test_everybody_without_an_entry_gets_one_below_the_others(registry, briefs) -> None:
    before = registry.read_text("utf-8")
    assert briefs("check").exit_code == 1
    result = briefs("actors", "add")
    assert result.stdout.splitlines() == [
        "briefs/actors.yml: un-the-council (UN: the council)",
        "briefs/actors.yml: jane-roe (Jane Roe)",
        "briefs/actors.yml: arab-league (Arab League)",
    ]
    assert registry.read_text("utf-8") == before + (
        'un-the-council:\n  name: "UN: the council"\n  kind: organization\n\n'
        "jane-roe:\n  name: Jane Roe\n\narab-league:\n  name: Arab League\n"
    )
    assert briefs("check").exit_code == 0
    assert briefs("actors", "add").stdout == "# nobody\n"


def test_the_words_of_a_problem_mend_it(registry, briefs) -> None:
    told = briefs("check").stdout + briefs("check").stderr
    assert "`briefs actors add 'Jane Roe'`" in told
    briefs("actors", "add", "Jane Roe", "--kind", "person")
    briefs("actors", "add", "arab-league", "--name", "League of Arab States")
    text = registry.read_text("utf-8")
    assert "jane-roe:\n  name: Jane Roe\n  kind: person\n" in text
    assert "arab-league:\n  name: League of Arab States\n" in text
    assert briefs("check").exit_code == 0


@pytest.mark.parametrize(
    ("entry", "after"),
    [
        ("x:\n  # who\n  name: Xenia\n", "x:\n  # who\n  kind: person\n  name: Xenia\n"),
        ("x: {name: Xenia}\n", "x: {kind: person, name: Xenia}\n"),
        ("x: Xenia # who\n", 'x: {name: "Xenia", kind: person} # who\n'),
        ("x:\ny: Y\n", "x: {kind: person}\ny: Y\n"),
    ],
)
def test_a_kind_completes_an_entry_and_leaves_the_rest(site, briefs, entry, after) -> None:
    registry = site / "briefs" / "actors.yml"
    head = registry.read_text("utf-8")
    registry.write_text(head + entry, encoding="utf-8")
    assert briefs("actors", "add", "x", "--kind", "person").exit_code == 0
    assert registry.read_text("utf-8") == head + after
    again = briefs("actors", "add", "x", "--kind", "state")
    assert again.exit_code == 1
    assert "registered as person" in again.stderr


def test_a_kind_completes_a_profile(site, briefs) -> None:
    profile = site / "briefs" / "actors" / "xenia.md"
    profile.parent.mkdir()
    profile.write_text("---\nname: Xenia\n---\n\nText.\n", encoding="utf-8")
    assert briefs("actors", "add", "Xenia", "--kind", "person").exit_code == 0
    assert profile.read_text("utf-8") == "---\nname: Xenia\nkind: person\n---\n\nText.\n"


def test_a_suggestion_is_written_without_a_guess_of_its_kind(site, briefs) -> None:
    file = site / "briefs" / "2024-01-02-the-attack.md"
    body = "\nIsrael met Jane Roe. Then Jane Roe left. Jane Roe: no.\n"
    file.write_text(file.read_text("utf-8") + body, encoding="utf-8")
    result = briefs("actors", "suggest", "--write")
    assert result.stdout == "briefs/actors.yml: jane-roe (Jane Roe)\n"
    assert "briefs actors add jane-roe --kind" in result.stderr
    text = (site / "briefs" / "actors.yml").read_text("utf-8")
    assert text.endswith("jane-roe:\n  name: Jane Roe\n")


def test_a_site_without_a_registry_gets_one(site, briefs) -> None:
    (site / "briefs" / "actors.yml").unlink()
    assert briefs("actors", "add").exit_code == 0
    assert (site / "briefs" / "actors.yml").read_text("utf-8") == "hamas:\n  name: Hamas\n"


@pytest.mark.parametrize("registry", ["{hamas: Hamas}\n", "- hamas\n", "hamas: Hamas\n...\n"])
def test_a_registry_that_cannot_be_extended_stays_as_it_is(site, briefs, registry) -> None:
    file = site / "briefs" / "actors.yml"
    file.write_text(registry, encoding="utf-8")
    result = briefs("actors", "add", "Jane Roe")
    assert result.exit_code == 1
    assert "Nothing was changed." in result.stderr
    assert file.read_text("utf-8") == registry


@pytest.mark.parametrize(
    "words",
    [
        ("unused", "jane"),
        ("add", "--kind", "person"),
        ("add", "!!"),
        ("add", "jane", "--write"),
        ("add", "jane", "--kind", "robot"),
    ],
)
def test_words_that_make_no_sense_are_usage_errors(site, briefs, words) -> None:
    assert briefs("actors", *words).exit_code == 2
