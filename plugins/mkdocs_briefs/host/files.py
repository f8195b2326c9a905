"""Our pages as the host's files and pages."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from traceback import format_exception
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from mkdocs_briefs.builder.data_files import STYLE_PARTS
from mkdocs_briefs.builder.site import Site, file_of, place_of
from mkdocs_briefs.builder.workspace import Workspace
from mkdocs_briefs.host.failures import working_on
from mkdocs_briefs.host.log import log
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.plan import Sheet
from mkdocs_briefs.pages.views import ActorView, BriefView, FrontView, PageView, TermView
from mkdocs_briefs.problems import Location, Problem, printable
from mkdocs_briefs.render.finished_html import headings, ids
from mkdocs_briefs.render.pagetools import problem_box
from mkdocs_briefs.render.words import words

TEMPLATE = "briefs/page.html"


_LATE = ("sitemap.xml.gz", "search/search_index.json")
"""What the host and its search write after everything else."""


class ViewPage(Page):
    """A page made from a view. The host renders the Markdown that goes with it, links and all."""

    def __init__(
        self,
        head: PageView,
        site: Site,
        file: File,
        config: MkDocsConfig,
        source: Brief | Entry | None,
        make: Callable[[], PageView] | None = None,
    ) -> None:
        """`make` gives the view; without it `head` is all of it."""
        # The theme writes titles as they are, and escapes them where it wants an attribute.
        super().__init__(Markup.escape(nav_title(head)), file, config)
        self.head = head
        self.site = site
        self.source = source
        self.own_html = ""
        self._make, self._config = make, config
        self._view: PageView | None = None if make else head
        self._anchors: set[str] | None = None
        if head.modified:
            self.update_date = head.modified.isoformat()
        self.edit_url: str | None = site.edit_url(source)

    @property
    def name(self) -> str:
        """Return what its author knows it by: its file, or its address where it has none."""
        return file_of(self.source) if self.source else f"/{self.head.path}"

    @property
    def view(self) -> PageView:
        """All that the page shows: made when first asked for."""
        if self._view is None:
            self._view = self._make() if self._make else self.head
        return self._view

    def renewed(self, sheet: Sheet, site: Site) -> ViewPage:
        """Return the page of a newer sheet in the place of this one."""
        page = ViewPage(sheet.head, site, self.file, self._config, sheet.source, sheet.view)
        page.parent = self.parent
        page.previous_page, page.next_page = self.previous_page, self.next_page
        return page

    def let_go(self) -> None:
        """Forgets what only a page needs that is still to be written."""
        self.content = self.markdown = self._anchors = None
        self._view, self.own_html, self.toc = None, "", TableOfContents([])

    def leave(self) -> None:
        """Lets go of all that the page was made from, once it is written and nobody asks again."""
        self.let_go()
        self._make = None
        del self.site, self.source

    def read_source(self, config: MkDocsConfig) -> None:
        """Takes the Markdown from the record: front matter never reaches the host's parser.

        Raises PluginError where the page cannot be made.
        """
        with working_on(self.name):
            self._read_source(config)

    def _read_source(self, config: MkDocsConfig) -> None:
        self.markdown = self.source.body if self.source else ""
        extra = self.source.page_meta if isinstance(self.source, Brief) else {}
        subject = isinstance(self.view, (BriefView, ActorView, TermView))
        self.meta: dict[str, Any] = {
            "template": TEMPLATE,
            "hide": ["navigation"] if isinstance(self.view, BriefView) else ["navigation", "toc"],
            "description": escape(self.view.description),  # the theme writes it as it is
            **page_meta(extra, config),
        }
        if not subject or (self.view.pager and self.view.pager.number > 1):
            # A listing repeats what the pages it lists say: a search should find those.
            self.meta["search"] = {"exclude": True}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """The host's rendering of the Markdown, then everything of the view around it.

        Raises PluginError where the page cannot be made; a preview shows why instead.
        """
        try:
            with working_on(self.name):
                self._render(config, files)
        except PluginError as error:
            if not self.site.settings.drafts:
                raise
            log.debug("".join(format_exception(error)))
            log.error(error.message)
            self.content = str(problem_box(self.head, [("error", error.message)]))
        self._anchors = None

    def _render(self, config: MkDocsConfig, files: Files) -> None:
        if self.markdown and self.markdown.strip():
            super().render(config, files)
        else:
            self.content = ""
        self.own_html = self.content or ""
        self.content = self.site.page_html(self.view, self.content or "", self.source)
        # A dossier's items are many and no chapters.
        deepest = 3 if isinstance(self.view, BriefView) else 2
        self.toc = _table_of_contents(headings(self.content, deepest))

    @property
    def present_anchor_ids(self) -> set[str] | None:
        """All that links can lead to on the page; found out when one does."""
        if self._anchors is None and self.content is not None:
            self._anchors = ids(self.content)
        return self._anchors

    @present_anchor_ids.setter
    def present_anchor_ids(self, anchors: set[str] | None) -> None:
        self._anchors = anchors


def page_meta(keys: Mapping[str, object], config: MkDocsConfig) -> dict[str, Any]:
    """The page keys of a brief as the theme may have them, without files that it does not have."""
    made = {key: _escaped(value) for key, value in keys.items()}
    for key, name in {"template": "{}", "icon": ".icons/{}.svg"}.items():
        file = name.format(keys.get(key))
        if key in made and not any(Path(folder, file).is_file() for folder in config.theme.dirs):
            del made[key]
            log.warning(f"the theme has no {key} “{printable(str(keys[key]))}”; it is ignored")
    return made


def _escaped(value: object) -> object:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, list):
        return [_escaped(one) for one in value]
    return {k: _escaped(one) for k, one in value.items()} if isinstance(value, dict) else value


def nav_title(view: PageView) -> str:
    """What a navigation calls the page; a front page bears the site's name only on itself."""
    return words(view.lang).of("hub", "home") if isinstance(view, FrontView) else view.title


def _table_of_contents(outline: list[tuple[int, str, str]]) -> TableOfContents:
    top: list[AnchorLink] = []
    for level, ident, title in outline:
        link = AnchorLink(escape(title, quote=False), ident, level)  # the theme takes it for HTML
        (top[-1].children if top and level > top[-1].level else top).append(link)
    return TableOfContents(top)


@dataclass(frozen=True, slots=True)
class Added:
    """What the plugin brings to a site."""

    pages: dict[str, ViewPage]
    """By path."""
    problems: list[Problem]
    """Addresses that two claim."""
    files: list[File]
    """Those of the pages and of redirects."""
    data: Callable[[], Iterator[tuple[str, Callable[[], str]]]]
    """Path of each file that is no page, and what makes it; one of the site's own at its address
    wins."""


def add_pages(files: Files, site: Site, config: MkDocsConfig, kind: type[File] = File) -> Added:
    """Adds a file of this `kind` with a page for every view to `files`, and redirects.

    A page of the site's own at the address of a listing wins over ours. At the address of a brief,
    a dossier or a redirect it is a problem.
    """
    taken = _Taken(file for file in files if not file.inclusion.is_excluded())
    for name in (*sorted(config.theme.static_templates), *_LATE):
        taken.add(File.generated(config, name, content=""))
    pages: dict[str, ViewPage] = {}
    problems: list[Problem] = []
    made: list[File] = []
    for sheet in site.sheets():
        head, source = sheet.head, sheet.source
        destination = urls.file_of(head.path)
        if holder := taken.at(destination):
            if source is not None:
                problems.append(_clash(head.path, holder, at=place_of(source)))
            elif not is_inside(holder, Path(config.docs_dir)):
                log.info(f"{holder.src_uri} has the address {head.path}; our page is left out.")
            continue
        file = kind.generated(
            config,
            source_uri(head, source),
            content=source.body if source and kind is File else "",
            inclusion=InclusionLevel.NOT_IN_NAV,
        )
        file.dest_uri = destination
        if source is not None and source.uri and kind is File:
            # Who asks git about the file is to ask about the author's.
            folder = site.loaded.workspace.folder.parent
            file.abs_src_path, file.generated_by = str(folder / source.uri), None
        made.append(file)
        pages[head.path] = ViewPage(head, site, file, config, source, sheet.view)
        taken.add(file)
    for redirect in site.plan.redirects():
        destination = urls.file_of(redirect.path)
        if holder := taken.at(destination):
            problems.append(_clash(redirect.path, holder, at=redirect.at))
            continue
        file = File.generated(config, destination, content=site.redirect_html(redirect))
        made.append(file)
        taken.add(file)
    for file in made:
        files.append(file)
    return Added(pages, problems, made, partial(_free_data, site, taken))


def _free_data(site: Site, taken: _Taken) -> Iterator[tuple[str, Callable[[], str]]]:
    for address, text in site.data_files():
        path = unquote(address)
        if not taken.at(path):
            yield path, text


def add_data(
    files: Files, data: Iterable[tuple[str, Callable[[], str]]], config: MkDocsConfig
) -> None:
    """Adds files that are no pages, by path and what makes their text."""
    for path, make in data:
        file = File.generated(config, data_uri(path), content=make())
        file.dest_uri = path
        files.append(file)


def data_uri(path: str) -> str:
    """The file from which the host is to believe that a file of data comes.

    The host makes a page of whatever is called .md; what we give is a file as it is.
    """
    return f"{path}.txt" if path.endswith(".md") else path


def open_anchors(page: ViewPage) -> Iterator[tuple[str, str, str]]:
    """Links to anchors that are not on the page itself."""
    for file, links in (page.links_to_anchors or {}).items():
        own = (page.present_anchor_ids or ()) if file is page.file else ()
        for anchor, link in links.items():
            if anchor not in own:
                yield file.src_uri, anchor, link


def module_script(path: str) -> ExtraScriptValue:
    """A script of the site, as a module: it loads beside the page and runs after it."""
    script = ExtraScriptValue(path)
    script.type = "module"
    return script


class _Taken:
    """Which file has an address, needs it as a folder, or is a file on the way to it."""

    def __init__(self, files: Iterable[File]) -> None:
        self._files: dict[str, File] = {}
        self._folders: dict[str, File] = {}
        for file in files:
            self.add(file)

    def add(self, file: File) -> None:
        self._files[file.dest_uri] = file
        for folder in _folders(file.dest_uri):
            self._folders.setdefault(folder, file)

    def at(self, destination: str) -> File | None:
        ways = (self._files.get(folder) for folder in _folders(destination))
        held = self._files.get(destination) or self._folders.get(destination)
        return held or next(filter(None, ways), None)


def _folders(path: str) -> Iterator[str]:
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)


def _clash(path: str, file: File, at: Location) -> Problem:
    return Problem(
        "B306",
        at,
        f"the address {path} already belongs to {file.src_uri}",
        "Rename one of the two, or give the brief another `slug`.",
    )


def source_uri(view: PageView, source: Brief | Entry | None) -> str:
    """The path by which Markdown links reach the page: its own file, else where one would be."""
    if source is not None and source.uri:
        return source.uri
    file = urls.file_of(view.path)
    if isinstance(view, FrontView) or view.path in map(urls.hub_path, urls.HUBS):
        return file.removesuffix(".html") + ".md"
    return posixpath.dirname(file) + ".md"


def own_files(files: Files, workspace: Workspace, config: MkDocsConfig) -> None:
    """Takes over the folder of briefs: what the host found there goes, its assets come in."""
    leave_out(files, workspace.folder)
    for asset in workspace.assets:
        files.append(
            File(
                asset.uri, str(workspace.folder.parent), config.site_dir, config.use_directory_urls
            )
        )


def leave_out(files: Files, briefs: Path) -> None:
    """Takes out of the host's files what is not published as it is: the briefs' folder."""
    # The parts of the style sheet are published joined, and not by themselves.
    for file in list(files):
        if any(is_inside(file, folder) for folder in (briefs, STYLE_PARTS)):
            files.remove(file)


def is_inside(file: File, folder: Path) -> bool:
    """Whether a file of the host comes from this folder."""
    sign = "\\" if "\\" in str(folder) else "/"
    return (file.abs_src_path or "").startswith(str(folder).rstrip("/\\") + sign)
