"""A site of Hugo: fields in front matter, and the templates in `hugo/`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from layouts.ours import fields
from layouts.plain import BodyLinks
from layouts.yaml_text import SITE, page
from newsroom import Brief, Newsroom

TEMPLATES = Path(__file__).resolve().parents[1] / "hugo"


def hugo_files(room: Newsroom) -> Iterator[tuple[str, str]]:
    """Yield a site whose actors and topics are taxonomies."""
    for file in sorted(TEMPLATES.rglob("*.*")):
        if file.is_file():
            yield file.relative_to(TEMPLATES).as_posix(), file.read_text("utf-8")
    yield "content/_index.md", page({"title": SITE["site_name"]}, "")
    for title in ("Briefs", "Actors", "Topics"):
        yield f"content/{title.lower()}/_index.md", page({"title": title}, "")
    yield "content/timeline.md", page({"title": "Timeline", "layout": "timeline"}, "")
    for actor in room.actors.values():
        front = {"title": actor.name, "kind_of_actor": actor.kind, "part_of": actor.part_of}
        yield f"content/actors/{actor.id}/_index.md", page(front, "")
    for topic, name in room.topics.items():
        yield f"content/topics/{topic}/_index.md", page({"title": name}, "")
    for brief in room.briefs.values():
        text = brief.text(BodyLinks(room, _address))
        yield f"content/briefs/{brief.slug}.md", page(_front(brief, room), text)


def _front(brief: Brief, room: Newsroom) -> dict[str, Any]:
    """Return our fields, with lists of names for taxonomies and a day for each event."""
    front = fields(brief)
    del front["actors"]
    front["events"] = front.pop("dates")
    for row, event in zip(front["events"], brief.events, strict=True):
        row["day"] = event.day.isoformat()
    for row in front["developments"]:
        row["by"] = row["by"].isoformat()
    return {
        **front,
        "description": brief.summary,
        "storyline": room.storylines[brief.storyline],
        "actors": [*brief.roles],
        "roles": [{"actor": actor, "role": role} for actor, role in brief.roles.items()],
        "related": [brief.follows] if brief.follows else [],
    }


def _address(kind: str, ident: str) -> str:
    return f"/briefs/{ident}.md" if kind == "brief" else f"/actors/{ident}"
