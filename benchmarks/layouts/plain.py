"""Briefs as plain Markdown, for tools that do not know them.

An author would write by hand what our plugin makes of fields: the sections of each brief, a page
for each actor and topic with its briefs, and a timeline.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from layouts.yaml_text import mkdocs_yml, page
from newsroom import Brief, Event, Newsroom

Address = Callable[[str, str], str]
"""Returns the target of a link to a page, by its kind (actor, topic or brief) and id."""
OUT_OF_NAV = "/briefs/*\n/actors/\n/topics/\n!/briefs/index.md\n"
NEWEST = 20


def plain_files(room: Newsroom) -> Iterator[tuple[str, str]]:
    """Yield a site of MkDocs and Material, with three pages in the navigation."""
    nav = ["index.md", "briefs/index.md", "timeline.md"]
    yield "mkdocs.yml", mkdocs_yml(plugins=["search"], nav=nav, not_in_nav=OUT_OF_NAV)
    yield from _pages(room)


def plain_nav_files(room: Newsroom) -> Iterator[tuple[str, str]]:
    """Yield the same site with all pages in the navigation."""
    yield "mkdocs.yml", mkdocs_yml(plugins=["search"])
    yield from _pages(room)


def _pages(room: Newsroom) -> Iterator[tuple[str, str]]:
    below = _Relative("../")
    for brief in room.briefs.values():
        front = {"title": brief.title, "description": brief.summary}
        text = f"# {brief.title}\n\n{sections(brief, room, below)}"
        yield f"docs/briefs/{brief.slug}.md", page(front, text)
    newest = [*reversed(room.briefs.values())]
    home = [_entry(brief, _Relative("")) for brief in newest[:NEWEST]]
    yield "docs/index.md", _listing("Benchmark", home)
    yield "docs/briefs/index.md", _listing("Briefs", [_entry(brief, below) for brief in newest])
    yield "docs/timeline.md", f"# Timeline\n\n{timeline(room, _Relative(''))}"
    yield from _actor_pages(room, newest, below)
    yield from _topic_pages(room, newest, below)


def _actor_pages(
    room: Newsroom, newest: Iterable[Brief], address: Address
) -> Iterator[tuple[str, str]]:
    briefs_of = defaultdict(list)
    for brief in newest:
        for actor, role in brief.roles.items():
            briefs_of[actor].append(f"{_entry(brief, address)}: {role}")
    for one in room.actors.values():
        about = f"{one.kind.capitalize()}."
        if one.part_of:
            about += f" Part of {_linked(room, address, 'actor', one.part_of)}."
        yield f"docs/actors/{one.id}.md", _listing(one.name, briefs_of[one.id], about)
    links = [f"- {_linked(room, address, 'actor', ident)}" for ident in room.actors]
    yield "docs/actors/index.md", _listing("Actors", links)


def _topic_pages(
    room: Newsroom, newest: Iterable[Brief], address: Address
) -> Iterator[tuple[str, str]]:
    briefs_of = defaultdict(list)
    for brief in newest:
        for topic in brief.topics:
            briefs_of[topic].append(_entry(brief, address))
    for topic, name in room.topics.items():
        yield f"docs/topics/{topic}.md", _listing(name, briefs_of[topic])
    links = [f"- {_linked(room, address, 'topic', ident)}" for ident in room.topics]
    yield "docs/topics/index.md", _listing("Topics", links)


def sections(brief: Brief, room: Newsroom, address: Address) -> str:
    """Return a brief without its title."""
    topics = ", ".join(_linked(room, address, "topic", topic) for topic in brief.topics)
    head = [
        f"*{brief.date}*, on {topics}. Storyline: {room.storylines[brief.storyline]}.",
        f"**{brief.summary}**",
    ]
    if brief.follows:
        head.append(f"Follows {_linked(room, address, 'brief', brief.follows)}.")
    lists = {
        "Actors": [
            f"{_linked(room, address, 'actor', actor)}: {role}"
            for actor, role in brief.roles.items()
        ],
        "Timeline": [
            f"{_event(event)} ({_linked_all(room, address, event.actors)})"
            for event in brief.events
        ],
        "What it implies": [
            f"**{each.label}** ({each.horizon} term): {each.text} "
            f"({_linked(room, address, 'actor', each.actor)})"
            for each in brief.implications
        ],
        "What could happen next": [
            f"**{each.label}** ({each.likelihood} by {each.by}): {each.text} "
            f"({_linked(room, address, 'actor', each.actor)}) It came true if: {each.resolves_if}"
            for each in brief.developments
        ],
        "Advice": [brief.advice],
        "Sources": [f"[{source.title}]({source.url})" for source in brief.sources],
    }
    parts = []
    for title, rows in lists.items():
        parts += [f"## {title}", "\n".join(f"- {row}" for row in rows)]
    return "\n\n".join([*head, *parts, brief.text(BodyLinks(room, address))])


def timeline(room: Newsroom, address: Address) -> str:
    """Return the events of all briefs, with a heading for each month."""
    events = [(event, brief) for brief in room.briefs.values() for event in brief.events]
    events.sort(key=lambda each: each[0].day)
    blocks = []
    for month, rows in itertools.groupby(events, lambda each: f"{each[0].day:%Y-%m}"):
        blocks.append(f"## {month}")
        blocks.append(
            "\n".join(
                f"- {_event(event)} ([{brief.title}]({address('brief', brief.slug)}))"
                for event, brief in rows
            )
        )
    return "\n\n".join(blocks) + "\n"


def _event(event: Event) -> str:
    date = f"about {event.date[:-1]}" if event.date.endswith("~") else event.date
    return f"**{date}** {event.text}"


def _entry(brief: Brief, address: Address) -> str:
    return f"- {brief.date} [{brief.title}]({address('brief', brief.slug)})"


def _listing(title: str, rows: Iterable[str], about: str = "") -> str:
    return "\n\n".join(part for part in (f"# {title}", about, "\n".join(rows)) if part) + "\n"


def _linked(room: Newsroom, address: Address, kind: str, ident: str) -> str:
    name = {
        "actor": lambda: room.actors[ident].name,
        "topic": lambda: room.topics[ident],
        "brief": lambda: room.briefs[ident].title,
    }[kind]()
    return f"[{name}]({address(kind, ident)})"


def _linked_all(room: Newsroom, address: Address, actors: Iterable[str]) -> str:
    return ", ".join(_linked(room, address, "actor", actor) for actor in actors)


class _Relative:
    """Paths to Markdown files; `up` leads from the page to the folder of all pages."""

    def __init__(self, up: str) -> None:
        self.up = up

    def __call__(self, kind: str, ident: str) -> str:
        return f"{self.up}{kind}s/{ident}.md"


class BodyLinks:
    """The links of a body. As with our plugin, the first mention of each actor is a link."""

    def __init__(self, room: Newsroom, address: Address) -> None:
        self.room = room
        self.address = address
        self.linked: set[str] = set()

    def __call__(self, kind: str, ident: str) -> str:
        """Return the Markdown of a mark of `kind` with the id `ident`."""
        if kind == "source":
            return f"[[{int(ident[1:]) + 1}]](#sources)"
        if kind == "file":
            return self.address("brief", ident)
        if kind == "actor":
            if ident in self.linked:
                return self.room.actors[ident].name
            self.linked.add(ident)
        return _linked(self.room, self.address, kind, ident)
