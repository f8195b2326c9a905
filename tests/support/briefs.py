"""Briefs, registries and libraries out of short front-matter texts, read by our own parser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from textwrap import dedent

from mkdocs_briefs.library.catalogue import Actor, Term
from mkdocs_briefs.library.library import Library, build_library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.registry import Entry, SharedEntry
from mkdocs_briefs.pages.kinds.actors import ActorView
from mkdocs_briefs.pages.kinds.terms import StorylineView, TermView, TopicView
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import SubjectView
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.parse.registry import parse_registry
from mkdocs_briefs.problems import Problem
from mkdocs_briefs.settings import Settings

TODAY = dt.date(2024, 6, 1)
SETTINGS = Settings(today=TODAY, site_name="Explainers", site_url="https://example.org/site/")


def brief(
    slug: str,
    front: str = "",
    body: str = "",
    *,
    day: str = "2024-04-22",
    title: str = "",
    settings: Settings = SETTINGS,
) -> Brief:
    """The brief in briefs/SLUG.md with this front matter below its title and date."""
    head = f"title: {title or slug.replace('-', ' ').capitalize()}\ndate: {day}\n"
    text = f"---\n{head}{dedent(front).strip()}\n---\n\n{dedent(body)}"
    file = f"briefs/{slug}.md"
    value = parse_brief(text.encode(), file, file, settings).value
    assert value is not None
    return value


def entries(settings: Settings = SETTINGS, **registries: str) -> list[Entry | SharedEntry]:
    """The entries of registries given as YAML: `actors="iran: Iran"`."""
    found: list[Entry | SharedEntry] = []
    for name, text in registries.items():
        data = dedent(text).encode()
        found += parse_registry(data, f"briefs/{name}.yml", name, settings).value or ()
    return found


def built(
    briefs: Iterable[Brief], settings: Settings = SETTINGS, **registries: str
) -> tuple[Library, list[Problem]]:
    """The library of `briefs` and the problems between them."""
    return build_library(list(briefs), entries(settings, **registries), settings)


def library(briefs: Iterable[Brief], settings: Settings = SETTINGS, **registries: str) -> Library:
    """The library of `briefs`."""
    return built(briefs, settings, **registries)[0]


def codes(problems: Iterable[Problem]) -> list[str]:
    """The codes of problems, in order."""
    return [problem.code for problem in problems]


WORLD: Mapping[str, str] = {
    "actors": """
        iran: {name: Iran, kind: state, aliases: [إيران, איראן]}
        hamas: {name: Hamas, kind: group, part_of: fatah, relations: [{actor: iran, relation: ally}]}
        fatah: {name: Fatah, kind: group, part_of: hamas}
        un: {name: United Nations, aliases: [UN, 联合国]}
        """,
    "topics": "gaza: Gaza war\nحرب: حرب غزة\n",
    "storylines": "haliva: The resignation\n",
}
"""A small registry with three scripts and a circle in `part_of`."""


def world_briefs(settings: Settings = SETTINGS) -> list[Brief]:
    """Briefs that use every kind of reference, in several scripts."""
    return [
        brief(
            "resigns",
            """
            type: analysis
            actors:
              - iran: Struck back
              - {id: haliva, name: Aharon Haliva, kind: person, role: Resigned, capacity: subject}
            dates:
              - 2023-10-07: Hamas attacks
              - 2024-04-22: Haliva resigns
              - {event: A hearing is called}
              - {date: 199X, event: An older war}
              - {date: 2025-01-01, event: The report is due, status: scheduled}
              - {date: 2022-11/2024-02, event: A long inquiry}
            implications:
              - {label: Pressure, text: It presses others., actors: [haliva], horizon: short}
            developments:
              - label: Others follow
                text: More leave.
                actors: [un]
                likelihood: 60%
                by: 2024-12-31
                resolves_if: Two leave.
              - Elections come early
            advice:
              - {label: Wait, text: Do not hurry., addresses: [pressure]}
            figures:
              - {label: Dead, value: "34,000", attributed_to: un, sources: [s1]}
            sources:
              - {id: s1, title: A source, url: "https://example.org/a"}
            updates:
              - {date: 2024-05-01, kind: correction, text: The rank was wrong.}
            topics: [gaza, حرب]
            storyline: haliva
            related: [attack]
            """,
            "[[attack]] and Hamas and [[topic:gaza]] and إيران [@s1]. See [it](attack.md).",
        ),
        brief(
            "attack",
            """
            actors: [{id: hamas, role: Attacked}, 联合国]
            dates: [{date: 2023-10-07, event: Hamas attacks!, actors: [hamas]}]
            topics: gaza
            storyline: haliva
            redirect_from: [the-attack, old/attack.html]
            """,
            "Iran is named. [[resigns]].",
            day="2023-10-09",
        ),
        brief("هجوم", "lang: ar\ntranslation_of: attack\nactors: [hamas]\ntopics: [حرب]",
              "إيران وحماس", day="2023-10-10"),
        brief("新聞", "topics: [新聞學]\nactors: [un]\ndates: [2024-03: 联合国開會]", day="2024-03-05"),
        brief("bare", day="2024-01-01"),
        brief("secret", "draft: true\nactors: [{name: A Ghost, kind: person}]\ntopics: [hidden]"),
        brief("later", "topics: [not-yet]\nrelated: [resigns]", day="2024-12-01"),
    ]  # fmt: skip


EVERY_FIELD = """
    slug: talk
    summary: A talk is held.
    why_it_matters: It is the first.
    key_points: [They talk.]
    actors: [{id: sea-board, name: The sea board, kind: organization, role: Invites, capacity: mediator}]
    dates:
      - date: 2024-02-02
        event: A talk is held
        id: talk
        actors: [sea-board]
        place: Haifa
        status: cancelled
        sources: [report]
    implications:
      - label: Trade
        text: Ships sail again.
        id: trade
        actors: [sea-board]
        horizon: long
        confidence: low
        sources: [report]
    developments:
      - label: Another talk
        text: They meet again.
        id: again
        actors: [sea-board]
        likelihood: 40%
        by: 2024-05-01
        resolves_if: They meet in public.
        resolves_by: The board says so.
        signposts: [A room is booked.]
        confidence: high
        attributed_to: sea-board
        revisions: [{date: 2024-03-01, likelihood: 60%, why: A date is set.}]
        resolution: {outcome: "yes", date: 2024-04-20, note: They met., brief: bare, sources: [report]}
    advice_audience: [Shippers]
    advice:
      - label: Book
        text: Book now.
        id: book
        actors: [sea-board]
        audience: [Captains]
        addresses: [trade]
    figures:
      - label: Ships
        value: "12"
        unit: vessels
        qualifier: about
        as_of: 2024-02
        attributed_to: sea-board
        sources: [report]
        id: ships
    unknowns: [Who pays.]
    alternatives: [Nobody pays.]
    sources:
      - id: report
        title: A report
        url: https://example.org/report
        publisher: The registry
        author: [Ann Other]
        issued: 2024-01
        accessed: 2024-02-01
        archive_url: https://example.org/kept
        kind: official
        reliability: B
        note: In two parts.
    updates: [{date: 2024-02-03, kind: clarification, text: The room is named.}]
    topics: [gaza]
    storyline: haliva
    related: [{brief: attack, relation: follows}]
    authors: [Ann Other]
    methodology: Two calls.
    as_of: 2024-02-02
    review_by: 2024-12-01
    type: report
    lang: fr
    translation_of: bare
    image: {src: room.png, alt: A room., caption: The room., credit: A. Photographer}
    redirect_from: [the-talk]
    mentions: all
    ignore: [B504]
    """
"""Front matter with each field of a brief, but `draft`, with a value that is not its default."""


def actor_views(actor: Actor, factory: ViewFactory) -> list[ActorView]:
    """The page of a dossier, in a list."""
    return _views(ActorView, actor.id, factory)


def term_views(term: Term, factory: ViewFactory) -> list[TermView]:
    """The page of a topic or storyline, in a list."""
    kind = TopicView if term.registry == "topics" else StorylineView
    return _views(kind, term.id, factory)


def _views(kind: type[SubjectView], ident: str, factory: ViewFactory) -> list:
    (subject,) = [one for one in kind.subjects(factory.library) if one.id == ident]
    return [kind.view(subject, factory)]
