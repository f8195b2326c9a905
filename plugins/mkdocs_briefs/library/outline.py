"""A library in outline: what the links of one brief need of all the others, and no more.

A whole build makes it from its library. From it comes a library again that knows a few briefs in
full, those that were edited, and of all else what it is called and where it stands. There a
reference means what it means in the whole library.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_briefs.library.backlinks import Target
from mkdocs_briefs.library.catalogue import Spelled, catalogue_of, spelled_in
from mkdocs_briefs.library.library import Library, library_of
from mkdocs_briefs.library.prose_references import anchors_of
from mkdocs_briefs.library.roster import Actor, Theme
from mkdocs_briefs.model.brief import Brief, FrontMatter, Positions
from mkdocs_briefs.model.prose import Prose
from mkdocs_briefs.settings import Settings


@dataclass(frozen=True, slots=True)
class Outline:
    """Of every thing of a site, what links need."""

    spelled: Spelled
    """What everything may be called, held briefs after the others."""
    held: frozenset[str]
    """Slugs of the briefs that are left out for now."""
    uris: Mapping[str, Target]
    """What stands in each file, by its path as Markdown links name it."""
    anchors: Mapping[str, tuple[str, ...]]
    """By slug, those places on the page of a brief that a body links to."""

    def library(self, briefs: Sequence[Brief], settings: Settings) -> Library:
        """The library that knows these briefs, which are in the outline, in full."""
        known = {brief.slug: brief for brief in briefs}
        slugs = self.spelled["briefs"]
        published = _Briefs(known, [s for s in slugs if s not in self.held], self, settings)
        held = _Briefs(known, [s for s in slugs if s in self.held], self, settings)
        catalogue = catalogue_of(
            published,
            held,
            # Of what kind somebody is, no link tells.
            {i: Actor(i, names[0], "group") for i, names in self.spelled["actors"].items()},
            {
                registry: {i: Theme(registry, i, names[0]) for i, names in found.items()}
                for registry, found in self.spelled.items()
                if registry not in ("briefs", "actors")
            },
            self.spelled,
            self.uris,
        )
        return library_of(briefs, catalogue, self.spelled, settings, ())


class _Briefs(Mapping[str, Brief]):
    """Briefs by slug; one that is not `known` in full is made when it is asked for."""

    def __init__(
        self, known: Mapping[str, Brief], slugs: Sequence[str], outline: Outline, settings: Settings
    ) -> None:
        self._known, self._outline, self._settings = known, outline, settings
        self._slugs = dict.fromkeys(slugs)

    def __getitem__(self, slug: str) -> Brief:
        if slug not in self._slugs:
            raise KeyError(slug)
        if slug in self._known:
            return self._known[slug]
        title = self._outline.spelled["briefs"][slug][0]
        return Brief(
            slug=slug,
            file="",
            uri="",
            fields=FrontMatter.model_construct(title=title, date=self._settings.today),
            body="",
            body_line=1,
            positions=Positions(""),
            prose=Prose("", heading_ids=self._outline.anchors.get(slug, ())),
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs)

    def __len__(self) -> int:
        return len(self._slugs)


def outline_of(library: Library) -> Outline:
    """The outline of a whole library."""
    catalogue = library.catalogue
    every = (*library.briefs, *catalogue.held.values())
    return Outline(
        spelled_in(every, catalogue.actors, catalogue.themes),
        frozenset(catalogue.held),
        catalogue.by_uri,
        _anchors(library),
    )


def _anchors(library: Library) -> dict[str, tuple[str, ...]]:
    catalogue = library.catalogue
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for brief in library.briefs:
        for wiki in brief.prose.wikilinks:
            if not (wiki.anchor and wiki.target):
                continue
            target = catalogue.resolve(wiki.kind, wiki.target, library.listed(brief.slug))
            other = catalogue.briefs.get(target[1]) if target and target[0] == "brief" else None
            if other and wiki.anchor in anchors_of(other):
                found[other.slug][wiki.anchor] = None
    return {slug: tuple(anchors) for slug, anchors in found.items()}
