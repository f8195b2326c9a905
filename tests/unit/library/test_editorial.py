"""The advice of an editor: each rule speaks up, keeps quiet, and can be switched off."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.library.editorial import check_editorial, without_ignored
from mkdocs_briefs.library.library import build_library
from mkdocs_briefs.library.unregistered_names import similar, unregistered_names
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.parse.registry import parse_registry
from mkdocs_briefs.problems import CODES, Location, Problem, Severity
from mkdocs_briefs.settings import Settings
from support.briefs import WORLD, brief, library

SETTINGS = Settings(today=dt.date(2024, 6, 1), drafts=True)
ACTORS = "hamas: {name: Hamas, kind: group}\nisrael: {name: Israel, kind: state}\n"


def library_of(*briefs, actors=ACTORS, topics="", **options):
    """A library of briefs, given as (front matter, body)."""
    chosen = dataclasses.replace(SETTINGS, **options)
    parsed = []
    for number, (front, body) in enumerate(briefs, 1):
        file = f"briefs/2024-01-{number:02d}-brief-{number}.md"
        text = f"---\ntitle: Brief {number}\ndate: 2024-01-{number:02d}\n{front}---\n{body}"
        parsed.append(parse_brief(text.encode(), file, file, chosen).value)
    entries = []
    for registry, text in (("actors", actors), ("topics", topics)):
        file = f"briefs/{registry}.yml"
        entries += parse_registry(text.encode(), file, registry, chosen).value
    return build_library(parsed, entries, chosen)[0]


def advice(code, *briefs, **options):
    found = check_editorial(library_of(*briefs, **options))
    return [problem for problem in found if problem.code == code]


def test_every_piece_of_advice_is_a_note():
    assert {code.severity for number, code in CODES.items() if number.startswith("B5")} == {
        Severity.NOTE
    }


def test_an_unattributed_figure_is_asked_about_where_it_stands():
    front = "figures:\n  - label: Deaths\n    value: 12\n    attributed_to: unattributed\n"
    (problem,) = advice("B501", (front, ""))
    assert (problem.location.line, problem.location.column) == (7, 20)
    assert "“Deaths”" in problem.message
    assert not advice("B501", (front.replace("unattributed", "hamas"), ""))


FIGURE = "figures:\n  - {{label: Deaths, unit: {unit}, value: '{value}', attributed_to: x{more}}}\n"


def figure(value, unit="people", more=""):
    return FIGURE.format(value=value, unit=unit, more=more), ""


def test_a_figure_told_differently_points_at_the_newer_brief_and_names_the_older():
    (problem,) = advice("B502", figure("35,000"), figure("34,000"))
    assert problem.location.path.endswith("brief-2.md")
    assert "brief-1.md:5:" in problem.message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (figure("34,000"), figure("34000")),
        (figure("34 000"), figure("34,000")),
        (figure("34"), figure("35", unit="children")),
        (figure("34", more=", as_of: 2024-01"), figure("35", more=", as_of: 2024-02")),
    ],
)
def test_figures_that_do_not_contradict_each_other(one, other):
    assert not advice("B502", one, other)


def test_figures_of_one_id_are_one_figure_whatever_their_labels():
    one = "figures:\n  - {id: dead, label: Dead, value: 1, attributed_to: x}\n"
    other = "figures:\n  - {id: dead, label: Losses, value: 2, attributed_to: x}\n"
    assert len(advice("B502", (one, ""), (other, ""))) == 1


def test_undated_events_of_a_brief_are_one_question():
    front = "dates:\n  - 2024-01-01: One\n  - Two\n  - Three\n"
    (problem,) = advice("B503", (front, ""))
    assert problem.location.line == 6
    assert problem.message.startswith("2 of 3 events have no date")
    assert not advice("B503", ("dates:\n  - 2024~: One\n", ""))


@pytest.mark.parametrize(
    ("text", "lang", "asked"),
    [
        ("Elections may be held.", "en", True),
        ("Elections are held in May.", "en", False),
        ("The dismay grows.", "en", False),
        ("Es könnte Wahlen geben.", "de", True),
        ("Des élections pourraient avoir lieu.", "fr", True),
        ("Elections may be held.", "ar", False),
    ],
)
def test_vague_words_are_those_of_the_language(text, lang, asked):
    found = advice("B504", (f"lang: {lang}\ndevelopments:\n  - Vote: {text}\n", ""))
    assert bool(found) is asked


def test_a_development_with_a_likelihood_may_be_worded_as_one_likes():
    front = (
        "developments:\n  - text: A vote may be held.\n    likelihood: 70%\n"
        "    by: 2024-12-31\n    resolves_if: Votes are counted.\n"
    )
    assert not advice("B504", (front, ""))


def test_a_brief_without_sources():
    assert len(advice("B505", ("", ""))) == 1
    assert not advice("B505", ("sources: [A letter]\n", ""))


@pytest.mark.parametrize(
    ("day", "late"), [("2024-05-31", "1 day ago"), ("2024-05-30", "2 days ago")]
)
def test_a_brief_past_its_review(day, late):
    (problem,) = advice("B506", (f"review_by: {day}\n", ""))
    assert problem.message.endswith(late)


def test_the_day_of_the_review_itself_is_not_late():
    assert not advice("B506", ("review_by: 2024-06-01\n", ""))


def test_an_actor_of_the_text_is_missed_once_at_the_first_mention():
    body = "\nIsrael and\nHamas and Hamas.\n"
    (problem,) = advice("B507", ("actors: [israel]\n", body))
    assert (problem.location.line, problem.location.column, problem.location.length) == (8, 1, 5)
    assert "- hamas:" in problem.help


def test_a_wikilink_to_an_actor_is_a_mention_too():
    assert len(advice("B507", ("actors: [israel]\n", "\nSee [[hamas]].\n"))) == 1


def test_actors_that_only_briefs_name_are_not_missed():
    body = "\nIsrael met Jane Roe.\n"
    briefs = (
        ("actors: [{name: Jane Roe, kind: person}, israel]\n", ""),
        ("actors: [israel]\n", body),
    )
    assert not advice("B507", *briefs)


NEW = "\nJane van Roe met UNRWA. Later Jane van Roe left. The Jane van Roe file.\n"


def test_a_frequent_unknown_name_is_asked_about_where_it_first_stands():
    problems = advice("B508", ("", NEW))
    assert [(p.location.line, p.location.column) for p in problems] == [(6, 1)]
    assert "“Jane van Roe” stands 3 times in 1 brief " in problems[0].message


@pytest.mark.parametrize(
    "body",
    [
        "The Prime Minister spoke. The Prime Minister left. The Prime Minister slept.",
        "The October War. The October War. The October War.",
        "On Monday Morning. On Monday Morning. On Monday Morning.",
        "He said No. He said No. He said No.",
        "Jane Roe spoke of Hamas. Hamas Party, Hamas Party, Hamas Party.",
        "`Jane Roe` and `Jane Roe` and `Jane Roe`.",
    ],
)
def test_what_is_no_new_actor(body):
    assert not advice("B508", ("", f"\n{body}\n"))


def test_topics_places_and_german_nouns_are_no_actors():
    assert not advice("B508", ("", NEW), topics="x: Jane van Roe\n")
    assert not advice("B508", ("dates: [{event: E, place: Jane van Roe}]\n", NEW))
    assert not advice("B508", ("lang: de-AT\n", NEW))


def test_a_month_or_day_before_a_name_is_not_part_of_it():
    (found,) = unregistered_names(
        library_of(("", "\nIn May Jane Roe. On Monday Jane Roe. Jane Roe.\n"))
    )
    assert (found.name, found.count) == ("Jane Roe", 3)


def test_possessives_count_for_the_name():
    (found,) = unregistered_names(library_of(("", "\nJane Roe's. Jane Roe’s. Jane Roe.\n")))
    assert (found.name, found.count) == ("Jane Roe", 3)


def test_look_alikes_stand_at_the_second_entry():
    text = "haliva: Aharon Haliva\nx: Somebody Else\nhaliwa: Aharon Haliwa\n"
    (problem,) = advice("B509", actors=text)
    assert problem.location == Location("briefs/actors.yml", 3, 1, 6)
    assert "briefs/actors.yml:1:1" in problem.message


def test_entries_that_the_registry_tells_apart_are_no_look_alikes():
    text = "a: Example Council\nb: {name: Example Councils, part_of: a}\n"
    assert not advice("B509", actors=text)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Hamas", "hamas", True),
        ("Aharon Haliva", "Haliva, Aharon", True),
        ("José Núñez", "Jose Nunez", True),
        ("Revolutionary Guard Corps", "Revolutionary Guards Corps", True),
        ("Iran", "Iraq", False),
        ("Gambia", "Zambia", False),
        ("Austria", "Australia", False),
        ("North Korea", "South Korea", False),
        ("Brigade 11", "Brigade 12", False),
    ],
)
def test_likeness(one, other, alike):
    assert bool(similar({"a": one, "b": other})) is alike


@given(st.lists(st.text("abc de", min_size=1, max_size=12), max_size=8))
def test_likeness_is_about_pairs_in_order_each_once(names):
    named = {f"n{number}": name for number, name in enumerate(names)}
    pairs = similar(named)
    assert len(pairs) == len(set(pairs))
    assert all(list(named).index(one) < list(named).index(other) for one, other in pairs)


def test_warnings_can_be_ignored_by_the_site_and_by_the_brief():
    library = library_of(("ignore: [b505]\n", ""), ("", ""))
    problems = list(check_editorial(library))
    heard = without_ignored(problems, library.briefs, SETTINGS)
    assert [p.location.path[-4] for p in heard if p.code == "B505"] == ["2"]
    quiet = dataclasses.replace(SETTINGS, ignore=frozenset({"B505"}))
    assert not without_ignored(problems, library.briefs, quiet)


def test_an_error_is_never_ignored():
    wrong = Problem("B202", Location("briefs/a.md"), "m", severity_override=Severity.ERROR)
    quiet = dataclasses.replace(SETTINGS, ignore=frozenset({"B202"}))
    assert without_ignored([wrong], (), quiet) == [wrong]


@pytest.mark.parametrize(("code", "words"), [("B201", "is an error"), ("B999", "not the code")])
def test_only_warnings_can_be_named_in_ignore(code, words):
    text = f"---\ntitle: T\ndate: 2024-01-01\nignore: [{code}]\n---\n"
    problems = parse_brief(text.encode(), "briefs/a.md", "briefs/a.md", SETTINGS).problems
    (problem,) = (p for p in problems if p.code == "B205")
    assert words in problem.message


@pytest.mark.parametrize(
    ("item", "wrong"),
    [
        ("{text: It opens., by: 2025}", True),
        ("{text: It opens., resolves_if: It is open.}", True),
        ("{text: It opens.}", False),
        ("{text: It opens., by: 2025, likelihood: 60%, resolves_if: It is open.}", False),
        ("{text: It opens., by: 2025, likelihood: perhaps}", False),  # an error, told as such
        ("{text: It opens., by: 2025, resolution: {outcome: yes, date: 2024-05-01}}", False),
    ],
)
def test_what_lacks_its_likelihood_alone(item: str, *, wrong: bool) -> None:
    found = advice("B510", (f"developments:\n  - {item}\n", ""))
    assert len(found) == wrong


# B511


def test_an_actor_without_a_kind_is_asked_about_once_at_its_entry():
    briefs = ("actors: [hamas]\n", ""), ("actors: [hamas, israel]\n", "")
    (found,) = advice("B511", *briefs, actors="hamas: Hamas\nisrael: {kind: state}\n")
    assert str(found.location) == "briefs/actors.yml:1:1"
    assert "Hamas" in found.message
    assert "kind: person" in found.help


def test_without_a_registry_it_is_asked_about_in_the_oldest_brief():
    briefs = ("actors: [Israel, Ada Lovelace: Wrote]\n", ""), ("actors: [Ada Lovelace]\n", "")
    ada, israel = advice("B511", *briefs, actors="")
    assert israel.location.path == ada.location.path == "briefs/2024-01-01-brief-1.md"
    assert "Ada Lovelace" in ada.message
    assert "- {name: Ada Lovelace, kind: person}" in ada.help


def test_a_kind_that_one_brief_states_is_known_in_all():
    stated = "actors: [{name: Ada Lovelace, kind: person}]\n"
    assert advice("B511", ("actors: [Ada Lovelace]\n", ""), (stated, ""), actors="") == []


def test_a_kind_that_cannot_be_read_is_an_error_and_no_advice():
    assert advice("B511", ("", ""), actors="ada: {name: Ada, kind: persn}\n") == []
    assert advice("B511", ("actors: [{name: Ada, kind: persn}]\n", ""), actors="") == []


def test_events_that_look_like_one_are_named_where_no_author_told_them_apart() -> None:
    def pair(one: str, other: str, listed: str = "iran"):
        briefs = [
            brief("old", f"actors: [un]\ndates: [{one}]", day="2024-01-01"),
            brief("new", f"actors: [{listed}]\ndates: [{other}]", day="2024-02-01"),
        ]
        found = check_editorial(library(briefs, **WORLD))
        return [p.location.path for p in found if p.code == "B512"]

    same = "event: A court hears the case"
    assert pair("2024-01-01: A court hears the case", f"{{{same}}}") == ["briefs/new.md"]
    assert pair("2024-01: The court hears this case", "2024-01-02: The court hears the case") == [
        "briefs/new.md"
    ]
    assert pair("2023-01: A court hears the case", f"{{date: 2024, {same}}}") == []
    assert pair(f"{{id: x, {same}}}", f"{{id: y, {same}}}") == []
    assert pair(f"{{id: x, {same}}}", f"{{id: x, {same}}}") == []
    both = "date: 2024-01-01, actors: [iran, hamas]"
    assert pair(f"{{{both}, event: Talks}}", f"{{{both}, event: They meet}}") == ["briefs/new.md"]
    assert pair("2024-01-01: Talks begin", "2024-01-01: Talks end") == []


# B514


def test_a_picture_without_words_is_named_where_it_stands():
    registry = (
        "ada: {kind: person, image: ada.png}\nbob: {kind: person, image: {src: b.png, alt: Bob}}\n"
    )
    briefs = (
        ("image: a.png\n", ""),
        ("image: {src: a.png, alt: A quay}\n", ""),
        ("image: a.png\n", "\n![A quay](a.svg)\n"),
        ("image: a.png\n", "\n[A quay](a.png)\n"),
    )
    found = advice("B514", *briefs, actors=registry)
    assert sorted(str(one.location) for one in found) == [
        "briefs/2024-01-01-brief-1.md:4:8",
        "briefs/2024-01-04-brief-4.md:4:8",
        "briefs/actors.yml:1:28",
    ]
