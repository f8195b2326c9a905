"""What a page makes of its Markdown, whatever else stands on it."""

from __future__ import annotations

import re

from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.render.linking import LinkContext
from mkdocs_briefs.render.links import PageOf, SiteLinks
from mkdocs_briefs.render.safety import sanitised

_H1 = re.compile(r"(</?)h1(?=[\s>])")
"""A page has one h1, its title: what a body writes as one goes a level down."""


class BodyRenderer:
    """The bodies of the briefs and profiles on a factory.

    `page_of` gives the path of the page or file that the host knows by its source.
    """

    def __init__(self, factory: ViewFactory, page_of: PageOf) -> None:
        self.factory = factory
        self.settings = factory.settings
        self.links = SiteLinks(factory, page_of)

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
