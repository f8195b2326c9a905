"""What the references of briefs and registries mean, by id, by name and by file."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mkdocs_briefs.library.backlinks import Target
from mkdocs_briefs.library.entities import Actor, Term
from mkdocs_briefs.library.index import Index
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.kinds import KIND_OF, PAGES_OF, TERMS
from mkdocs_briefs.model.registry import Entry

Spelled = Mapping[str, Mapping[str, tuple[str, ...]]]
"""`briefs` or a registry -> id -> all that it may be called, its name first."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a reference means, whoever makes it."""

    briefs: Mapping[str, Brief]
    """Published briefs by slug."""
    unpublished: Mapping[str, Brief]
    """Briefs left out for now (drafts, scheduled) by slug."""
    actors: Mapping[str, Actor]
    terms: Mapping[str, Mapping[str, Term]]
    """Registry -> id -> term."""
    brief_index: Index
    actor_index: Index
    term_index: Mapping[str, Index]
    by_uri: Mapping[str, Target]
    """Paths of files, as Markdown links name them, to what they show."""

    def resolve(self, kind: str, target: str, listed: Iterable[str] = ()) -> Target | None:
        """What the wikilink target means: by id, then by name, then by slug; None when nothing.

        Without a kind, briefs come before actors, topics and storylines.
        """
        kinds = (kind,) if kind else PAGES_OF
        indexes = [(k, self.index_of(PAGES_OF[k])) for k in kinds]
        for wanted, index in indexes:
            if target in index.ids:
                return (wanted, target)
        actors = frozenset(listed)
        for wanted, index in indexes:
            if found := index.named(target, actors):
                return (wanted, found)
        for wanted, index in indexes:
            if found := index.find(target, actors):
                return (wanted, found)
        return None

    def index_of(self, plural: str) -> Index:
        """Return the index of `briefs` or of a registry."""
        own = {"briefs": self.brief_index, "actors": self.actor_index, **self.term_index}
        return own[plural]

    def page_at(self, brief: Brief, path: str) -> Target | None:
        """What a relative Markdown link of `brief` leads to, if it is a page of ours."""
        return self.by_uri.get(
            posixpath.normpath(posixpath.join(posixpath.dirname(brief.uri), path))
        )

    def suggestion(self, target: str) -> str | None:
        """The nearest id or name of anything a wikilink can mean."""
        for index in (self.brief_index, self.actor_index, *self.term_index.values()):
            if found := index.suggestion(target):
                return found
        return None


def spelled_in(
    briefs: Iterable[Brief],
    actors: Mapping[str, Actor],
    terms: Mapping[str, Mapping[str, Term]],
) -> Spelled:
    """What everything may be called: for a brief its title and file, else name and aliases."""
    return {
        "briefs": {
            b.slug: (b.fields.title, posixpath.basename(b.uri).removesuffix(".md")) for b in briefs
        },
        "actors": {i: (a.name, *a.fields.aliases) for i, a in actors.items()},
        **{
            registry: {i: (t.name, *t.fields.aliases) for i, t in found.items()}
            for registry, found in terms.items()
        },
    }


def uris_of(
    briefs: Iterable[Brief],
    actors: Mapping[str, Actor],
    terms: Mapping[str, Mapping[str, Term]],
    entries: Iterable[Entry],
) -> dict[str, Target]:
    """What stands in each file, by its path as Markdown links name it."""
    by_uri: dict[str, Target] = {b.uri: ("brief", b.slug) for b in briefs}
    with_pages = {"actors": actors, **{registry: terms[registry] for registry in TERMS.values()}}
    for registry, things in with_pages.items():
        for ident in things:
            by_uri[f"{registry}/{ident}.md"] = (KIND_OF[registry], ident)
    for entry in entries:
        if entry.uri and entry.registry in with_pages:
            by_uri[entry.uri] = (KIND_OF[entry.registry], entry.id)
    return by_uri


def catalogue_of(
    briefs: Mapping[str, Brief],
    unpublished: Mapping[str, Brief],
    actors: Mapping[str, Actor],
    terms: Mapping[str, Mapping[str, Term]],
    spelled: Spelled,
    uris: Mapping[str, Target],
) -> Catalogue:
    """The catalogue of these things by what they are called and where they stand."""
    return Catalogue(
        MappingProxyType(briefs),
        MappingProxyType(unpublished),
        MappingProxyType(actors),
        MappingProxyType(terms),
        Index.build(spelled["briefs"]),
        Index.build(spelled["actors"]),
        MappingProxyType({registry: Index.build(spelled[registry]) for registry in terms}),
        MappingProxyType(uris),
    )
