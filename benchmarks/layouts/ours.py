"""A site of this plugin: fields in front matter, registries beside the briefs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from layouts.yaml_text import mkdocs_yml, page, yaml_text
from newsroom import TODAY, Actor, Brief, Newsroom


def briefs_files(room: Newsroom) -> Iterator[tuple[str, str]]:
    """Yield a site of this plugin."""
    yield "mkdocs.yml", mkdocs_yml(plugins=["search", {"briefs": {"today": TODAY}}])
    actors = {actor.id: _entry(actor) for actor in room.actors.values()}
    yield "briefs/actors.yml", yaml_text(actors)
    for registry, names in (("topics", room.topics), ("storylines", room.storylines)):
        rows = {ident: {"name": name} for ident, name in names.items()}
        yield f"briefs/{registry}.yml", yaml_text(rows)
    for brief in room.briefs.values():
        yield f"briefs/{brief.slug}.md", page(fields(brief), brief.text(_BodyLinks(room)))


def fields(brief: Brief) -> dict[str, Any]:
    """Return the front matter of a brief."""
    front: dict[str, Any] = {
        "title": brief.title,
        "date": brief.date,
        "summary": brief.summary,
        "topics": [*brief.topics],
        "storyline": brief.storyline,
        "actors": [{actor: role} for actor, role in brief.roles.items()],
        "dates": [
            {"date": event.date, "event": event.text, "actors": [*event.actors]}
            for event in brief.events
        ],
        "implications": [
            {
                "label": each.label,
                "text": each.text,
                "actors": [each.actor],
                "horizon": each.horizon,
            }
            for each in brief.implications
        ],
        "developments": [
            {
                "label": each.label,
                "text": each.text,
                "actors": [each.actor],
                "likelihood": each.likelihood,
                "by": each.by,
                "resolves_if": each.resolves_if,
            }
            for each in brief.developments
        ],
        "advice": [{"text": brief.advice}],
        "sources": [
            {"id": source.id, "title": source.title, "url": source.url} for source in brief.sources
        ],
    }
    if brief.follows:
        front["related"] = [{brief.follows: "follows"}]
    return front


def _entry(actor: Actor) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": actor.name, "kind": actor.kind}
    if actor.alias:
        entry["aliases"] = [actor.alias]
    if actor.part_of:
        entry["part_of"] = actor.part_of
    return entry


class _BodyLinks:
    """The links of a body. The plugin links names of actors."""

    def __init__(self, room: Newsroom) -> None:
        self.room = room

    def __call__(self, kind: str, ident: str) -> str:
        if kind == "actor":
            return self.room.actors[ident].name
        return {"brief": f"[[{ident}]]", "source": f"[@{ident}]", "file": f"{ident}.md"}[kind]
