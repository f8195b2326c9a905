"""The frame around every page of the site: what the host knows of it, and when it is put right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from mkdocs_briefs.builder.plugin_compat import READ_FROM_DISK
from mkdocs_briefs.builder.site import Site
from mkdocs_briefs.formats.head import site_files
from mkdocs_briefs.host.files import ViewPage
from mkdocs_briefs.host.other_plugins import BRINGS_FONTS, are_on
from mkdocs_briefs.pages import urls
from mkdocs_briefs.render.links import with_files
from mkdocs_briefs.render.policy import Hosts, origins, sealed
from mkdocs_briefs.render.theme_fixes import Shell, finished, not_found

STATEMENT = "accessibility"
"""A page by this name, in any folder, is linked from the footer of every page."""


class Frame:
    """Frames the pages of one build.

    `policy` says which pages bear a Content-Security-Policy: `pages`, those that the plugin makes,
    `site`, all, or `off`.
    """

    def __init__(self, site: Site, files: Files, config: MkDocsConfig, policy: str) -> None:
        links = [(urls.index_path("corrections"), "hub.corrections"), *_statement(files)]
        there = site_files(site.settings)
        links += [
            (there[name], key)
            for name, key in (("atom", "follow_feed"), ("calendar", "follow_calendar"))
            if name in there
        ]
        self._site = site
        fonts = are_on(config, BRINGS_FONTS)
        self._shell = Shell(tuple(links), keep_fonts=fonts, keep_facts=policy != "site")
        self._policy = "off" if are_on(config, READ_FROM_DISK) else policy
        self._by_files = not config.use_directory_urls
        self._ours = hosts_of(config, fonts=fonts)
        self._others = hosts_of(config, fonts=True)
        self._root = urlsplit(config.site_url or "/").path or "/"

    @property
    def around(self) -> str:
        """What is put around each page, for a digest."""
        parts = (self._shell, self._policy, self._by_files, self._ours, self._others, self._root)
        return repr(parts)

    def fixed(self, html: str, page: Page) -> str:
        """A page in a sound frame."""
        root = "../" * page.url.count("/")
        html = finished(html, self._shell, root, ours=isinstance(page, ViewPage))
        return with_files(html) if self._by_files else html

    def sealed(self, html: str, page: Page) -> str:
        """A page with its policy; nothing may be written into it any more."""
        if self._policy == "site" or (self._policy == "pages" and isinstance(page, ViewPage)):
            return sealed(html, self._ours if isinstance(page, ViewPage) else self._others)
        return html

    def fixed_error(self, html: str) -> str:
        """The page for unknown addresses, whose own links begin at the root of the host."""
        content, title = self._site.not_found(self._root)
        return finished(not_found(html, content, title), self._shell, self._root, ours=True)

    def sealed_error(self, html: str) -> str:
        """That page with its policy."""
        return html if self._policy == "off" else sealed(html, self._ours)


def hosts_of(config: MkDocsConfig, *, fonts: bool) -> Hosts:
    """The hosts that the site's configuration names; with `fonts`, those of the theme's too."""
    scripts = origins([str(script) for script in config.extra_javascript])
    styles = origins(config.extra_css)
    theme: Any = config.theme
    if not fonts or are_on(config, BRINGS_FONTS) or "font" not in theme or theme["font"] is False:
        return Hosts(scripts, styles)
    google = ("https://fonts.googleapis.com", "https://fonts.gstatic.com")
    return Hosts(scripts, (*styles, google[0]), google[1:])


def _statement(files: Files) -> Iterator[tuple[str, str]]:
    """The link to the site's statement on accessibility, where it has one."""
    for file in sorted(files.documentation_pages(), key=lambda file: file.src_uri.count("/")):
        if file.name == STATEMENT:
            yield file.url, "shell.accessibility"
            return
