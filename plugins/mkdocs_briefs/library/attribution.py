"""Whom a forecast, a figure or advice names: an actor, an author, a source, or other words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from mkdocs_briefs.library.catalogue import Catalogue, fold
from mkdocs_briefs.model.brief import Advice, Brief, Source


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom a statement is attributed to. Equal ones are the same, in whatever words."""

    kind: Literal["actor", "author", "source", "site"]
    ids: tuple[str, ...]
    """The id of an actor, those of the authors of a brief, or the address or title of a source.
    The site, for a brief without authors, has none."""


def find_attribution(
    ref: str, brief: Brief, catalogue: Catalogue, listed: Collection[str]
) -> Attribution | None:
    """Return the actor, else the author, else the source of `brief` that `ref` names.

    `listed` are the actors that the brief lists: they decide between actors of one name.
    """
    if actor := catalogue.actor_index.find(ref, listed):
        return Attribution("actor", (actor,))
    if author := catalogue.term_index["authors"].find(ref):
        return Attribution("author", (author,))
    source = source_named(ref, brief)
    return Attribution("source", (_key_of(source),)) if source else None


def source_named(ref: str, brief: Brief) -> Source | None:
    """Return the source of `brief` with this id, else the one with this title."""
    sources, title = brief.fields.sources, fold(ref)
    by_id = (source for source in sources if source.id == ref)
    by_title = (source for source in sources if source.title and fold(source.title) == title)
    return next(by_id, None) or next(by_title, None)


def _key_of(source: Source) -> str:
    """Return what is the same in all briefs that have the source."""
    return source.url or fold(source.title or "")


def _author_names(catalogue: Catalogue) -> Iterator[str]:
    for author in catalogue.terms["authors"].values():
        yield from (author.id, *author.names)


def names_for_attribution(brief: Brief, catalogue: Catalogue) -> Iterator[str]:
    """Yield what an attribution in `brief` may name beside actors: authors, and its sources."""
    yield from _author_names(catalogue)
    for source in brief.fields.sources:
        yield from filter(None, (source.id, source.title))


def forecasters(catalogue: Catalogue) -> Iterator[str]:
    """Yield the names of all forecasters but actors, some of them twice."""
    yield from _author_names(catalogue)
    for brief in catalogue.briefs.values():
        yield from (it.attributed_to for it in brief.fields.developments if it.attributed_to)


def audiences(catalogue: Catalogue) -> Iterator[str]:
    """Yield for whom the advice of each brief is, in its words."""
    for brief in catalogue.briefs.values():
        for item in brief.fields.advice:
            yield from audience_of(item, brief)


def audience_of(item: Advice, brief: Brief) -> tuple[str, ...]:
    """Return for whom an advice of `brief` is, in its words."""
    return item.audience or brief.fields.advice_audience
