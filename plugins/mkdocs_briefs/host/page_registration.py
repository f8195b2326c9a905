"""Our pages among the files of a build, before other plugins look at them and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.builder.plugin_compat import JOINS_LANGUAGES
from mkdocs_briefs.builder.site import Site
from mkdocs_briefs.host.files import Added, ViewPage, add_data, add_pages, data_uri, own_files
from mkdocs_briefs.host.git_days import GitDays
from mkdocs_briefs.host.i18n_builds import linkable, speak_one_language, withdraw
from mkdocs_briefs.host.log import log_problems, stop_on_errors
from mkdocs_briefs.host.options import project_of, repository_of
from mkdocs_briefs.host.other_plugins import are_on, say_conflicts
from mkdocs_briefs.host.self_written_files import SelfWrittenFile, SiteFiles, page_path

_NOTHING = Added({}, [], [], lambda: iter(()))


class PageRegistration:
    """Places the pages of a load in three steps, as other plugins move files in between.

    With `quick`, nobody else looks at them, and the first step is all. In a preview errors are told
    and end nothing. `dating` knows when briefs were last changed; `phase` hears what was done.
    """

    def __init__(
        self,
        loaded: Loaded,
        config: MkDocsConfig,
        dating: GitDays,
        phase: Callable[[str], None],
        *,
        quick: bool,
        preview: bool,
    ) -> None:
        self.loaded, self._config, self._phase = loaded, config, phase
        self._dating = dating
        self._quick, self._preview = quick, preview
        self.files = Files([])
        """Those of the build at hand: links are found among them."""
        self.site = self.site_of(loaded)
        self._added = _NOTHING
        self._linkable: list[SelfWrittenFile] = []

    def site_of(self, loaded: Loaded) -> Site:
        """Return the pages of a load, which link among the files of this build."""
        return Site(
            loaded,
            [*self._config.theme.dirs],
            repository_of(self._config),
            lambda uri: page_path(self.files, uri),
            self._dating.files,
        )

    @property
    def pages(self) -> dict[str, ViewPage]:
        """Every page by its path."""
        return self._added.pages

    def data(self) -> Iterator[tuple[str, Callable[[], str]]]:
        """Yield the path of each file that is no page, and what makes its text."""
        return self._added.data()

    def add(self, files: Files, *, inner: bool) -> Files:
        """Adds every page, before other plugins look; `inner` is a build within another."""
        own_files(files, self.loaded.workspace, self._config)
        self.files = files
        if inner:
            self._linkable = linkable(self.pages.values(), self._config)
            for file in self._linkable:
                files.append(file)
            return files
        self._add_pages()
        if self._quick:
            self._judge()
            self.files = SiteFiles(files, self._data_by_source, self._config)
        return self.files

    def _data_by_source(self) -> dict[str, str]:
        return {data_uri(path): path for path, _ in self._added.data()}

    def withdraw(self, files: Files, *, inner: bool) -> None:
        """Takes them away from plugins that run last and know the files of a folder alone."""
        if not self._quick:
            withdraw(files, self._linkable if inner else self._added.files)

    def settle(self, files: Files, *, inner: bool) -> None:
        """Adds them to the files as these are in the end, and all data."""
        if self._quick:
            return
        self.files = files
        if inner:
            for file in self._linkable:
                file.listed = False
                files.append(file)
            return
        self._add_pages()
        self._judge()
        ours = [file.dest_uri for file in self._added.files]
        say_conflicts(project_of(self._config), self._config, ours)
        add_data(files, self.data(), self._config)
        if are_on(self._config, JOINS_LANGUAGES):
            speak_one_language(self._added.files, self.site.settings.language)

    def leave(self) -> None:
        """Lets go of all that pages are made from, once they are written."""
        self._added = _NOTHING
        del self.site, self.loaded

    def _add_pages(self) -> None:
        self._phase("finding files")
        kind = SelfWrittenFile if self._quick else File
        self._added = add_pages(self.files, self.site, self._config, kind)
        self._phase("planning pages")

    def _judge(self) -> None:
        log_problems(self.loaded, self._added.problems)
        if not self._preview:
            stop_on_errors(self._added.problems)
