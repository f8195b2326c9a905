"""Our pages and files, and how they are registered among those of MkDocs."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from html import escape
from pathlib import Path, PurePath
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
from mkdocs.utils import get_build_date

from mkdocs_briefs.builder.data_files import STYLE_PARTS
from mkdocs_briefs.builder.output import SourceFiles
from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.builder.plugin_compat import JOINS_LANGUAGES
from mkdocs_briefs.builder.site import Site, file_of
from mkdocs_briefs.host.log import log, log_problems, named_failures, stop_on_errors
from mkdocs_briefs.host.options import project_of, repository_of
from mkdocs_briefs.host.other_plugins import (
    are_on,
    hide_from_authors,
    set_language,
    warn_of_conflicts,
    with_safe_extensions,
)
from mkdocs_briefs.library.references import lacks_anchor
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.texts import tagless
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import Committed
from mkdocs_briefs.pages.redirects import TakenFiles, address_taken
from mkdocs_briefs.pages.views import PageSpec, PageView, place_of
from mkdocs_briefs.problems import Location, Problem, printable
from mkdocs_briefs.render.finished_html import headings, ids
from mkdocs_briefs.render.html_helpers import problem_box
from mkdocs_briefs.render.words import words

TEMPLATE = "briefs/page.html"
_WRITTEN_LAST = ("sitemap.xml.gz", "search/search_index.json")
"""Files that MkDocs and its search write after everything else."""
DATA = frozenset((".json", ".xml", ".ics", ".csv", ".txt", ".css", ".js"))
"""Endings of our files that are no pages."""
OLDEST, NEWEST = dt.date(1970, 1, 2), dt.date(2106, 2, 6)
"""Days that MkDocs can write into its compressed sitemap: RFC 1952 has 32 bits of seconds."""
Inclusion = Callable[[InclusionLevel], bool]
DataFiles = Iterator[tuple[str, Callable[[], str]]]
"""The path of each of our files that is no page, and what makes its text."""


class ViewPage(Page):
    """A page of MkDocs that shows a view. MkDocs renders the Markdown that goes with it."""

    def __init__(
        self,
        spec: PageSpec,
        site: Site,
        file: File,
        config: MkDocsConfig,
    ) -> None:
        # Themes write titles as HTML, and escape them in attributes.
        super().__init__(Markup.escape(tagless(nav_title(spec))), file, config)
        head = self.head = spec.head
        self.site = site
        source = self.source = spec.source
        self.own_html = ""
        self._make: Callable[[], PageView] | None = spec.view
        self._config = config
        self._view: PageView | None = None
        self._anchors: set[str] | None = None
        if head.modified:
            self.update_date = head.modified.day.isoformat()
        self.edit_url: str | None = site.edit_url(source)

    @property
    def name(self) -> str:
        """Its source file, or its address if it has none."""
        return file_of(self.source) if self.source else f"/{self.head.path}"

    @property
    def view(self) -> PageView:
        """The view, made when first needed."""
        if self._view is None:
            self._view = self._make() if self._make else self.head
        return self._view

    def updated(self, spec: PageSpec, site: Site) -> ViewPage:
        """Return a page of newer content in the place of this one."""
        page = ViewPage(spec, site, self.file, self._config)
        page.parent = self.parent
        page.previous_page, page.next_page = self.previous_page, self.next_page
        return page

    def free(self) -> None:
        """Free what is only needed to write the page. Thousands of views would fill the memory."""
        self.content = self.markdown = self._anchors = None
        self._view, self.own_html, self.toc = None, "", TableOfContents([])

    def read_source(self, config: MkDocsConfig) -> None:
        """Set the Markdown and the page keys, without MkDocs' reading of front matter.

        Raise PluginError if the page cannot be made.
        """
        with named_failures(self.name):
            self._read_source(config)

    def _read_source(self, config: MkDocsConfig) -> None:
        self.markdown = self.source.body if self.source else ""
        extra = self.source.page_meta if isinstance(self.source, Brief) else {}
        self.meta: dict[str, Any] = {
            "template": TEMPLATE,
            "hide": [*self.view.hide],
            "description": escape(self.view.description),  # themes write it as HTML
            **page_meta(extra, config),
        }
        if not self.view.search_kind:
            # A search should find the pages that a listing repeats.
            self.meta["search"] = {"exclude": True}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Render the Markdown, and the view around it.

        Raise PluginError if the page cannot be made; a preview shows the error instead.
        """
        try:
            with named_failures(self.name):
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
            untrusted = self.site.settings.untrusted
            super().render(with_safe_extensions(config) if untrusted else config, files)
            self.links_to_anchors = {
                file: {
                    anchor: link for anchor, link in links.items() if not self._told(file, anchor)
                }
                for file, links in (self.links_to_anchors or {}).items()
            }
        else:
            self.content = ""
        body = self.content or ""
        self.content, self.own_html = self.site.page_html(self.view, body, self.source)
        self.toc = _table_of_contents(headings(self.content, self.view.toc_depth))

    def _told(self, file: File, anchor: str) -> bool:
        """Return whether B312 tells of this anchor, which MkDocs need not tell again."""
        page = file.page
        return (
            isinstance(page, ViewPage)
            and isinstance(self.source, Brief)
            and isinstance(page.source, Brief)
            and not self.site.settings.own_heading_ids
            and lacks_anchor(page.source, anchor)
        )

    @property
    def present_anchor_ids(self) -> set[str] | None:
        """The anchors of the page, found when the first link leads to one."""
        if self._anchors is None and self.content is not None:
            self._anchors = ids(self.content)
        return self._anchors

    @present_anchor_ids.setter
    def present_anchor_ids(self, anchors: set[str] | None) -> None:
        self._anchors = anchors


def page_meta(keys: Mapping[str, object], config: MkDocsConfig) -> dict[str, Any]:
    """Return the page keys of a brief, escaped, without files that the theme does not have."""
    meta = {key: _escaped(value) for key, value in keys.items()}
    for key, name in {"template": "{}", "icon": ".icons/{}.svg"}.items():
        file = name.format(keys.get(key))
        if key in meta and not any(Path(folder, file).is_file() for folder in config.theme.dirs):
            del meta[key]
            log.warning(f"the theme has no {key} “{printable(str(keys[key]))}”; it is ignored")
    return meta


def _escaped(value: object) -> object:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, list):
        return [_escaped(one) for one in value]
    return {k: _escaped(one) for k, one in value.items()} if isinstance(value, dict) else value


def nav_title(spec: PageSpec) -> str:
    """Return what a navigation calls the page; a front page has the site's name only on itself."""
    key = spec.kind.nav_key
    return words(spec.head.lang).of("hub", key) if key else spec.head.title


def _table_of_contents(outline: list[tuple[int, str, str]]) -> TableOfContents:
    top: list[AnchorLink] = []
    for level, ident, title in outline:
        link = AnchorLink(
            escape(tagless(title), quote=False), ident, level
        )  # themes write it as HTML
        (top[-1].children if top and level > top[-1].level else top).append(link)
    return TableOfContents(top)


class SelfWrittenFile(File):
    """A file that this plugin writes: links find it, and MkDocs' loops over files pass it by."""

    listed = False
    """Whether it counts as a page just now, while other plugins make the navigation."""

    def is_documentation_page(self) -> bool:
        """Return False, so that MkDocs neither renders nor writes the page."""
        return self.listed

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - MkDocs' signature
        """Do nothing: the page writer writes the file."""


def self_written_file(path: str, addresses: Mapping[str, str], config: MkDocsConfig) -> File | None:
    """Return the file by this path with its address, if it has one."""
    if path not in addresses:
        return None
    file = SelfWrittenFile.generated(config, path, content="")
    file.dest_uri = addresses[path]
    return file


class SiteFiles(Files):
    """The files of a site, with self-written files among them.

    MkDocs names an inclusion where it renders and writes pages, and names none for the list that
    templates get, such as the sitemap. `data` returns the addresses of our files that are no pages;
    few links name one, so it is called late.
    """

    def __init__(
        self, files: Iterable[File], data: Callable[[], Mapping[str, str]], config: MkDocsConfig
    ) -> None:
        super().__init__(files)
        self._data, self._config = data, config
        self._addresses: Mapping[str, str] | None = None
        self._requested: set[str] = set()

    @contextmanager
    def collecting(self, paths: set[str]) -> Iterator[None]:
        """Meanwhile add each requested path to `paths`: the files that links of a page name."""
        before, self._requested = self._requested, paths
        try:
            yield
        finally:
            self._requested = before

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file by this path."""
        self._requested.add(path)
        found = super().get_file_from_path(path)
        if found is not None or PurePath(path).suffix not in DATA:
            return found
        if self._addresses is None:
            self._addresses = self._data()
        return self_written_file(path, self._addresses, self._config)

    def documentation_pages(self, *, inclusion: Inclusion | None = None) -> Sequence[File]:
        """Return the pages of this inclusion; without one, the self-written pages too."""
        if inclusion is not None:
            return super().documentation_pages(inclusion=inclusion)
        return [
            file
            for file in self
            if (isinstance(file, SelfWrittenFile) or file.is_documentation_page())
            and file.inclusion.is_included()
        ]


class PageRegistration:
    """Registers the pages of a load among the files of a build.

    Other plugins move files. So pages are added before these look, removed before some read the
    disk, and added again at the end. With `alone` no other plugin changes pages, and they are added
    once. `phase` takes the name of each finished part of the work. In a preview, errors do not end
    the build.
    """

    def __init__(
        self,
        loaded: Loaded,
        config: MkDocsConfig,
        committed: Mapping[str, Committed],
        phase: Callable[[str], None],
        *,
        alone: bool,
        preview: bool,
    ) -> None:
        self.loaded, self.committed = loaded, committed
        self._config, self._phase = config, phase
        self._alone, self._preview = alone, preview
        self.files = Files([])
        """The files of the build at hand, among which links are resolved."""
        self.site = self.site_of(loaded)
        self.pages: dict[str, ViewPage] = {}
        """Our pages by path."""
        self._problems: list[Problem] = []
        self._own_files: list[File] = []
        self._linkable: list[SelfWrittenFile] = []
        self._taken = _Taken(())
        self._sources = SourceFiles()
        self._data_files: list[File] = []
        self._made: dict[str, File] = {}

    def site_of(self, loaded: Loaded) -> Site:
        """Return the pages of a load, which link among the files of this build."""
        return Site(
            loaded,
            [*self._config.theme.dirs],
            repository_of(self._config),
            lambda uri: _address_of(self.files, uri),
            self.committed,
        )

    def data(self) -> DataFiles:
        """Yield our files that are no pages. A file of the site's own at the same address wins."""
        for address, text in self.site.data_files():
            path = unquote(address)
            if not self._taken.at(path):
                yield path, text

    def add(self, files: Files, *, inner: bool) -> Files:
        """Add our pages to `files` before other plugins look. Return all files.

        `inner` is a build within another, in which our pages can be linked and are not written.
        """
        self._take_over_briefs(files)
        self.files = files
        if inner:
            self._linkable = [self._linkable_file(page) for page in self.pages.values()]
            _append_all(files, self._linkable)
            return files
        self._add_pages()
        if self._alone:
            self._report()
            self.files = SiteFiles(files, self._data_addresses, self._config)
        else:
            self._add_data()
        return self.files

    def remove(self, files: Files, *, inner: bool) -> None:
        """Remove our pages before plugins that run last and read the disk."""
        if self._alone:
            return
        for file in self._linkable if inner else (*self._own_files, *self._data_files):
            if files.get_file_from_path(file.src_uri) is file:
                files.remove(file)

    def add_again(self, files: Files, *, inner: bool) -> None:
        """Add our pages and data to the final files."""
        if self._alone:
            return
        self.files = files
        if inner:
            for file in self._linkable:
                file.listed = False
            _append_all(files, self._linkable)
            return
        self._add_pages()
        self._report()
        ours = [file.dest_uri for file in self._own_files]
        warn_of_conflicts(project_of(self._config), self._config, ours)
        hide_from_authors(self._config, self._own_files)
        self._add_data()
        if are_on(self._config, JOINS_LANGUAGES):
            set_language(self._own_files, self.site.settings.language)

    def _data_addresses(self) -> dict[str, str]:
        return {_data_uri(path): path for path, _ in self.data()}

    def _report(self) -> None:
        log_problems(self.loaded, self._problems)
        if not self._preview:
            stop_on_errors(self._problems)

    def _take_over_briefs(self, files: Files) -> None:
        """Remove from `files` what MkDocs found among the briefs, and add their assets."""
        workspace, config = self.loaded.workspace, self._config
        remove_sources(files, workspace.folder)
        for asset in workspace.assets:
            folder = str(workspace.folder.parent)
            files.append(File(asset.uri, folder, config.site_dir, config.use_directory_urls))

    def _linkable_file(self, page: ViewPage) -> SelfWrittenFile:
        """Return a file for a page of the outer build, which counts as a page in this one."""
        made: Any = SelfWrittenFile.generated(
            self._config, page.file.src_uri, content="", inclusion=InclusionLevel.NOT_IN_NAV
        )
        file: SelfWrittenFile = made
        file.dest_uri, file.page, file.listed = page.file.dest_uri, page, True
        file.abs_src_path = page.file.abs_src_path
        return file

    def _add_pages(self) -> None:
        """Add a file for every view and redirect.

        A page of the site's own at the address of a listing wins over ours. At the address of a
        brief, a dossier or a redirect it is a problem.
        """
        self._phase("finding files")
        self._taken = _Taken(file for file in self.files if not file.inclusion.is_excluded())
        for name in (*sorted(self._config.theme.static_templates), *_WRITTEN_LAST):
            self._taken.add(File.generated(self._config, name, content=""))
        self.pages, self._problems, self._own_files = {}, [], []
        for spec in self.site.specs():
            self._add_page(spec)
        taken = TakenFiles()
        for file in self._taken:
            taken.add(file.dest_uri, file.src_uri)
        for redirect in self.site.plan.redirects():
            destination = urls.file_of(redirect.path)
            if whose := taken.by(destination):
                if not redirect.former:
                    self._problems.append(address_taken(redirect.path, whose, redirect.at))
            else:
                html = partial(self.site.redirect_html, redirect)
                self._own(self._file(destination, partial(self._text_file, destination, html)))
        _append_all(self.files, self._own_files)
        self._phase("planning pages")

    def _add_page(self, spec: PageSpec) -> None:
        head, source = spec.head, spec.source
        destination = urls.file_of(head.path)
        if holder := self._taken.at(destination):
            if source is not None:
                self._problems.append(_clash(head.path, holder, at=place_of(source)))
            elif not is_inside(holder, Path(self._config.docs_dir)):
                log.info(f"{holder.src_uri} has the address {head.path}; our page is left out.")
            return
        file = self._file(destination, partial(self._page_file, spec))
        file.inclusion = InclusionLevel.NOT_IN_NAV
        self.pages[head.path] = ViewPage(spec, self.site, file, self._config)
        self._own(file)

    def _add_data(self) -> None:
        """Add our files that are no pages."""
        self._data_files = [
            self._file(path, partial(self._text_file, _data_uri(path), make))
            for path, make in self.data()
        ]
        _append_all(self.files, self._data_files)

    def _file(self, destination: str, make: Callable[[], File]) -> File:
        """Return the file at an address, made once: plugins may keep what they saw first."""
        file = self._made.get(destination)
        if file is None or file.dest_uri != destination:
            file = self._made[destination] = make()
            file.dest_uri = destination
        return file

    def _page_file(self, spec: PageSpec) -> File:
        uri, source = source_uri(spec), spec.source
        if self._alone:
            return SelfWrittenFile.generated(self._config, uri, content="")
        if source is None or not source.uri:
            title = tagless(spec.head.title)
            return self._text_file(uri, lambda: f"# {title}\n\n{spec.head.description}\n")
        file = File.generated(self._config, uri, content=source.body)
        # Plugins that ask Git about the file get the author's.
        folder = self.loaded.workspace.folder.parent
        file.abs_src_path, file.generated_by = str(folder / source.uri), None
        return file

    def _text_file(self, uri: str, make: Callable[[], str]) -> File:
        """Return a file with a text, which is on the disk if other plugins may open it."""
        if self._alone:
            return File.generated(self._config, uri, content=make())
        return File.generated(self._config, uri, abs_src_path=self._sources.write(uri, make()))

    def close(self) -> None:
        """Remove what only the build needed."""
        self._sources.remove()

    def _own(self, file: File) -> None:
        self._own_files.append(file)
        self._taken.add(file)


def _append_all(files: Files, more: Iterable[File]) -> None:
    for file in more:
        files.append(file)


def _address_of(files: Files, uri: str) -> str | None:
    """Return the address of the file that MkDocs knows by `uri`."""
    file = files.get_file_from_path(uri)
    if file is None or file.inclusion.is_excluded():
        return None
    return "" if file.url in (".", "./") else file.url


def _data_uri(path: str) -> str:
    """Return a source path for a file of data. MkDocs makes a page of each source with `.md`."""
    return f"{path}.txt" if path.endswith(".md") else path


def open_anchors(page: ViewPage) -> Iterator[tuple[str, str, str]]:
    """Yield the links to anchors of other pages, and to missing ones of this page."""
    for file, links in (page.links_to_anchors or {}).items():
        own = (page.present_anchor_ids or ()) if file is page.file else ()
        for anchor, link in links.items():
            if anchor not in own:
                yield file.src_uri, anchor, link


def module_script(path: str) -> ExtraScriptValue:
    """Return a script as a module: it loads beside the page and runs after it."""
    script = ExtraScriptValue(path)
    script.type = "module"
    return script


class _Taken:
    """Finds the file that has an address, needs it as a folder, or lies on the way to it."""

    def __init__(self, files: Iterable[File]) -> None:
        self._files: dict[str, File] = {}
        self._folders: dict[str, File] = {}
        for file in files:
            self.add(file)

    def add(self, file: File) -> None:
        self._files[file.dest_uri] = file
        for folder in _folders(file.dest_uri):
            self._folders.setdefault(folder, file)

    def __iter__(self) -> Iterator[File]:
        return iter(self._files.values())

    def at(self, destination: str) -> File | None:
        above = (self._files.get(folder) for folder in _folders(destination))
        holder = self._files.get(destination) or self._folders.get(destination)
        return holder or next(filter(None, above), None)


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


def source_uri(spec: PageSpec) -> str:
    """Return the path by which Markdown links reach the page: its own file, else a likely one."""
    if spec.source is not None and spec.source.uri:
        return spec.source.uri
    file = urls.file_of(spec.head.path)
    if spec.head.path == spec.kind.address():
        return file.removesuffix(".html") + ".md"
    return posixpath.dirname(file) + ".md"


def remove_sources(files: Files, briefs: Path) -> None:
    """Remove the briefs and the parts of our style sheet, which is published whole."""
    for file in list(files):
        if any(is_inside(file, folder) for folder in (briefs, STYLE_PARTS)):
            files.remove(file)


def is_inside(file: File, folder: Path) -> bool:
    """Return whether a file comes from this folder."""
    separator = "\\" if "\\" in str(folder) else "/"
    return (file.abs_src_path or "").startswith(str(folder).rstrip("/\\") + separator)


class HiddenDay(str):
    """A day that MkDocs reads for its compressed sitemap, and that templates leave out."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


def set_sitemap_days(
    files: Files, committed: Mapping[str, Committed], config: MkDocsConfig
) -> None:
    """Set the day of each page in the sitemap.

    MkDocs takes the day of the build for each page, which is no day of a change. It gives the
    compressed sitemap the newest day of all pages, so one of them needs a day.
    """
    today = get_build_date()
    docs = os.path.relpath(config.docs_dir, project_of(config)).replace(os.sep, "/")
    for file in files:
        page = file.page
        if isinstance(page, ViewPage) and (page.head.modified or page.update_date == today):
            page.update_date = _sitemap_day(page.head.modified.day if page.head.modified else None)
        elif page is not None and page.update_date == today:
            days = committed.get(f"{docs}/{file.src_uri}") if file.abs_src_path else None
            page.update_date = _sitemap_day(days.last if days else None)
    listed = [page for file in files.documentation_pages() if (page := file.page)]
    if not any(page.update_date for page in listed):
        for page in listed:
            page.update_date = HiddenDay(today)


def _sitemap_day(day: dt.date | None) -> str:
    return day.isoformat() if day and OLDEST <= day <= NEWEST else ""
