"""What a page makes of its Markdown, whatever else stands on it."""

from __future__ import annotations

import posixpath
import re
from functools import partial
from urllib.parse import unquote

from mkdocs_briefs.build.machine import twin
from mkdocs_briefs.formats.alternates import TWIN
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.prose import MarkdownLink
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import item_anchors
from mkdocs_briefs.pages.shelf import Shelf
from mkdocs_briefs.render.citations import with_returns
from mkdocs_briefs.render.linking import LinkContext
from mkdocs_briefs.render.links import PageOf, SiteLinks
from mkdocs_briefs.render.outline import give_way
from mkdocs_briefs.render.safety import sanitised

_H1 = re.compile(r"(</?)h1(?=[\s>])")
"""A page has one h1, its title: what a body writes as one goes a level down."""


class Bodies:
    """The bodies of the briefs and profiles on a shelf.

    `page_of` gives the path of the page or file that the host knows by its source.
    """

    def __init__(self, shelf: Shelf, page_of: PageOf) -> None:
        self.shelf = shelf
        self.settings = shelf.settings
        self.links = SiteLinks(shelf, page_of)

    def links_on(self, page_path: str, source: Brief | Entry | None) -> LinkContext:
        """The links of the Markdown of a page: a brief's, a profile's, or any other's."""
        own = (
            ("actor", source.id)
            if isinstance(source, Entry) and source.registry == "actors"
            else None
        )
        return self.links.of_body(source if isinstance(source, Brief) else None, page_path, own)

    def fitted(self, html: str) -> str:
        """The HTML of a body as it may stand on a page."""
        return _H1.sub(r"\1h2", sanitised(html) if self.settings.untrusted else html)

    def on_page(self, brief: Brief, html: str) -> str:
        """The HTML of the body of a brief as it stands on its page, if that has no markers."""
        return with_returns(give_way(self.fitted(html), item_anchors(brief)))[0]

    def leads_on(self, brief: Brief) -> bool:
        """Whether every relative link of a body leads to a page or file that is known here."""
        return all(map(partial(self._is_known, brief), brief.prose.links))

    def _is_known(self, brief: Brief, link: MarkdownLink) -> bool:
        page = self.shelf.library.catalogue.page_at(brief, link.path)
        if link.path[:1] == "/" or (page and self.shelf.target(page)):
            return True
        uri = posixpath.normpath(posixpath.join(posixpath.dirname(brief.uri), link.path))
        return self.links.page_of(uri) is not None

    def twin_of(self, brief: Brief, old: str) -> str | None:
        """The brief as plain Markdown with a new body; None where `old` differs in more."""
        return twin(self.shelf, brief, self.links.page_of).renewed(old)


def twin_path(brief: Brief) -> str:
    """Where the brief as plain Markdown lies in the site."""
    return f"{unquote(urls.page_path('brief', brief.slug))}{TWIN}"
