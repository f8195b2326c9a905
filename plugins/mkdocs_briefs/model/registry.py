"""What briefs refer to: actors, topics, storylines, authors; each declared once, as briefs are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field

from mkdocs_briefs.model.brief import DatedEvent, Image, Kind, Positions, Source
from mkdocs_briefs.model.fields import (
    Date,
    Inline,
    Item,
    Many,
    Plain,
    Plains,
    Record,
    Ref,
    Refs,
    Url,
    Wikidata,
)
from mkdocs_briefs.model.texts import Localised


class Position(Record):
    """A post somebody held."""

    title: Plain = Field(description="Name of the post.")
    organization: Ref | None = Field(None, description="Where; an actor's id or name, or any text.")
    start: Date | None = Field(None, alias="from", description="Since when.")
    end: Date | None = Field(None, alias="to", description="Until when.")


class ActorRelation(Item):
    """A dated tie between two actors."""

    scalar: ClassVar[str] = "actor"
    pair: ClassVar[tuple[str, str] | None] = ("actor", "relation")

    actor: Ref = Field(description="The other actor.")
    relation: Plain | None = Field(None, description="What the tie is, as in `allied with`.")
    start: Date | None = Field(None, alias="from", description="Since when.")
    end: Date | None = Field(None, alias="to", description="Until when.")


class ActorEntry(Record):
    """The registry's entry for one actor."""

    name: Localised | None = Field(
        None,
        description="Name as readers know it, or one for each language; else made from the id.",
    )
    kind: Kind | None = Field(None, description="What the actor is.")
    description: Inline | None = Field(None, description="Who this is, in a sentence.")
    aliases: Plains = Field((), description="Other names, in any script.")
    wikidata: Wikidata | None = Field(None, description="Wikidata item, as in `Q42`.")
    url: Url | None = Field(None, description="The actor's own site.")
    image: Image | None = Field(None, description="A picture.")
    part_of: Ref | None = Field(None, description="The actor this one belongs to.")
    positions: Many[Position] = Field((), description="Posts held.")
    relations: Many[ActorRelation] = Field((), description="Ties to other actors.")
    redirect_from: Refs = Field((), description="Old ids, whose addresses lead here.")


class TermEntry(Record):
    """The registry's entry for a topic or storyline."""

    name: Localised | None = Field(
        None,
        description="Name as readers know it, or one for each language; else made from the id.",
    )
    description: Inline | None = Field(None, description="What it is, in a sentence or two.")
    aliases: Plains = Field((), description="Other names.")
    url: Url | None = Field(None, description="An address that says more.")
    redirect_from: Refs = Field((), description="Old ids, whose addresses lead here.")


class AuthorEntry(TermEntry):
    """The registry's entry for an author."""

    kind: Literal["person", "organization"] | None = Field(None, description="What the author is.")


REGISTRIES: dict[str, type[ActorEntry | TermEntry]] = {
    "actors": ActorEntry,
    "topics": TermEntry,
    "storylines": TermEntry,
    "authors": AuthorEntry,
}
"""Registry files and folders of `briefs/`, and what their entries are."""

SHARED: dict[str, type[DatedEvent | Source]] = {"events": DatedEvent, "sources": Source}
"""Registry files of what several briefs share; the key of an entry is its `id`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One registry entry as read."""

    registry: str
    """`actors`, `topics`, `storylines` or `authors`."""
    id: str
    fields: ActorEntry | TermEntry
    positions: Positions
    prefix: tuple[str | int, ...] = ()
    """Where its fields begin in `positions`: its id in a registry file, nothing in a profile."""
    body: str = ""
    """Markdown of a profile file, else empty."""
    body_line: int = 1
    """Line of the file on which the body begins, from 1."""
    uri: str | None = None
    """Path of the profile file as links see it, else None."""

    @property
    def image_path(self) -> str:
        """The path, as links see it, of an actor's picture, or its web address; else empty."""
        image = self.fields.image if isinstance(self.fields, ActorEntry) else None
        if image is None:
            return ""
        below = image.revised(src=image.src.lstrip("/"))
        return below.path_from(self.uri or f"briefs/{self.registry}.yml")


@dataclass(frozen=True, slots=True)
class SharedEntry:
    """An event or a source that several briefs share, as read."""

    registry: str
    """`events` or `sources`."""
    id: str
    fields: DatedEvent | Source
    positions: Positions
    prefix: tuple[str | int, ...]
    """Where its fields begin in `positions`."""
