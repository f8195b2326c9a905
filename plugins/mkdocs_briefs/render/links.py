"""What the links of a text lead to, seen from the page that shows it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from mkdocs_briefs.library.backlinks import Target
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.sections import source_anchor
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import source_title
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.render.addresses import relative_url
from mkdocs_briefs.render.inline import InlineLinks
from mkdocs_briefs.render.linking import CitationMark, LinkContext
from mkdocs_briefs.render.linking import Target as Place

PageOf = Callable[[str], str | None]
"""From the path of a source file, as links see it, to the path of its page."""


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """Resolves the links of front-matter texts and of bodies to addresses."""

    factory: ViewFactory
    page_of: PageOf

    def of_text(self, slug: str, page_path: str) -> InlineLinks:
        """The links of a text of the brief `slug`, shown on the page at `page_path`."""
        brief = self.factory.library.catalogue.briefs.get(slug)
        return InlineLinks(
            resolve=partial(self.words, brief, page_path),
            cite=partial(self.citation, brief, page_path),
            md_link=partial(self._file, brief, page_path),
        )

    def of_body(
        self, brief: Brief | None, page_path: str, own: Target | None = None
    ) -> LinkContext:
        """The links of the Markdown on the page at `page_path`: of a brief, else of any other page.

        Names become links in briefs only; `own` is what the page itself is about.
        """
        library = self.factory.library
        mode = (brief.fields.mentions or library.settings.mentions) if brief else "off"
        return BodyLinks(
            names=library.names if mode != "off" else None,
            mode="all" if mode == "all" else "first",
            listed=library.listed(brief.slug) if brief else frozenset(),
            own=frozenset({own[1]}) if own and own[0] == "actor" else frozenset(),
            strict=brief is not None,
            site=self,
            brief=brief,
            page=page_path,
        )

    def _find(
        self, brief: Brief | None, kind: str, target: str, anchor: str
    ) -> tuple[str, str] | None:
        """Path and words of what a wikilink means."""
        library = self.factory.library
        if not target:
            path = self.factory.brief(brief).path if brief else ""
            return (urls.anchored(path, anchor), anchor) if anchor else None
        found = library.catalogue.resolve(kind, target, library.listed(brief.slug) if brief else ())
        link = self.factory.target(found) if found else None
        if link is None:
            return None
        return (urls.anchored(link.path, anchor) if anchor else link.path), link.text

    def words(
        self, brief: Brief | None, page: str, kind: str, target: str, anchor: str
    ) -> tuple[str, str] | None:
        """Address and words of what a wikilink means, or None."""
        found = self._find(brief, kind, target, anchor)
        return (relative_url(page, found[0]), found[1]) if found else None

    def citation(self, brief: Brief | None, page: str, ident: str) -> tuple[int, str, str] | None:
        """Number, address and title of a source of `brief`, or None."""
        if brief is None:
            return None
        for number, source in enumerate(brief.fields.sources, 1):
            if source.id == ident:
                path = urls.anchored(self.factory.brief(brief).path, source_anchor(ident))
                return number, relative_url(page, path), source_title(brief, number)
        return None

    def _file(self, brief: Brief | None, page: str, written: str) -> str | None:
        """The address of a relative path in a text: a page of ours, another, or a file."""
        path, mark, anchor = written.partition("#")
        folder = posixpath.dirname(brief.uri) if brief else ""
        uri = posixpath.normpath(posixpath.join(folder, path))
        if uri.startswith(("../", "/")) or uri == "..":
            return None
        found = self.factory.library.catalogue.by_uri.get(uri)
        link = self.factory.target(found) if found else None
        if link is not None:
            return relative_url(page, link.path) + mark + anchor
        if (other := self.page_of(uri)) is not None:
            return relative_url(page, other) + mark + anchor
        return (
            None if uri.endswith(".md") else relative_url(page, urls.encoded(uri)) + mark + anchor
        )


@dataclass(frozen=True, slots=True)
class BodyLinks:
    """The links of the Markdown of one page, as the Markdown extension asks for them."""

    names: Names | None
    mode: Literal["first", "all"]
    listed: frozenset[str]
    own: frozenset[str]
    strict: bool
    site: SiteLinks
    brief: Brief | None
    page: str

    def actor_url(self, ident: str) -> str:
        """The address of an actor's dossier."""
        return relative_url(self.page, urls.page_path("actor", ident))

    def resolve(self, kind: str, target: str, anchor: str) -> Place | None:
        """What a wikilink leads to."""
        found = self.site.words(self.brief, self.page, kind, target, anchor)
        return Place(*found) if found else None

    def cite(self, ident: str) -> CitationMark | None:
        """How a source is cited."""
        found = self.site.citation(self.brief, self.page, ident)
        return CitationMark(*found) if found else None

    def note(self, ident: str) -> None:
        """Nothing to note: what a brief mentions is known before it is rendered."""
