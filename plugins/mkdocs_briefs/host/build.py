"""One build of a site: what is read, registered, written and published, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from mkdocs_briefs.builder.output import Output
from mkdocs_briefs.builder.parallel import parallel_map, processes, rare_collection
from mkdocs_briefs.builder.pipeline import Loaded, Reader
from mkdocs_briefs.builder.site import Site
from mkdocs_briefs.builder.store import Store
from mkdocs_briefs.host.files import PageRegistration, SelfWrittenFile, ViewPage, set_sitemap_days
from mkdocs_briefs.host.inputs import committed_files
from mkdocs_briefs.host.log import counted, log, log_problems
from mkdocs_briefs.host.nav import links_of_more
from mkdocs_briefs.host.options import project_of, settings_of
from mkdocs_briefs.host.other_plugins import NestedBuilds
from mkdocs_briefs.host.page_frame import PageFrame, ThemeFixes
from mkdocs_briefs.host.page_writer import PageWriter, Target, Written
from mkdocs_briefs.host.preview import HostPages, LastPreview
from mkdocs_briefs.host.site_search import THEME_SEARCHES, SiteSearch
from mkdocs_briefs.host.site_state import PreviewState, SiteState
from mkdocs_briefs.model.options import Options
from mkdocs_briefs.pages.facts import NO_DAYS, Committed
from mkdocs_briefs.render.links import LinkContext

if TYPE_CHECKING:
    from mkdocs_briefs.builder.cards import SocialCard


@dataclass
class Session:
    """What lasts over all builds of one command: `mkdocs serve` builds many times."""

    command: Literal["build", "gh-deploy", "serve"] = "build"
    dirty: bool = False
    nested: NestedBuilds = field(default_factory=NestedBuilds)
    search: SiteSearch = field(default_factory=SiteSearch)
    reader: Reader = field(default_factory=Reader)
    store: Store = field(default_factory=Store)
    last_preview: LastPreview | None = None

    @property
    def serving(self) -> bool:
        """Whether the command is `serve`."""
        return self.command == "serve"


class Build:
    """One build. `plugin` is the plugin itself among those of the site."""

    def __init__(
        self, session: Session, options: Options, config: MkDocsConfig, plugin: object
    ) -> None:
        self.session, self._options, self._config = session, options, config
        session.search.begin(options.search, config)
        session.last_preview = None
        self._state: SiteState | None = None
        self._is_preview = session.serving and not session.dirty and options.engine
        if self._is_preview:
            self._state = PreviewState(config, plugin, on=True, store=session.store)
        elif not session.dirty and not session.serving:
            self._state = SiteState(config, plugin, on=options.engine)
        self._committed: Mapping[str, Committed] = NO_DAYS
        self._loaded: Loaded | None = None
        self._registration: PageRegistration | None = None
        self.fixes: ThemeFixes | None = None
        self.nav: Navigation | None = None
        self.links: LinkContext | None = None
        """The links of the page at hand, for the Markdown extension."""
        self.is_ours = False
        """Whether the page at hand is a brief or profile."""
        self.cards: list[SocialCard | None] = []
        """The social cards of pages that MkDocs wrote."""
        self._written = Written()

    @property
    def site(self) -> Site | None:
        """The content of our pages, or None before they are registered and if nothing changed."""
        return self._registration.site if self._registration else None

    @property
    def pages(self) -> dict[str, ViewPage]:
        """Our pages by path."""
        return self._registration.pages if self._registration else {}

    def set_links(self, links: LinkContext | None, *, ours: bool = True) -> None:
        """Set the links of the page at hand. `ours` says that it is a brief or profile."""
        self.links, self.is_ours = links, ours and links is not None

    @rare_collection()
    def load(self) -> None:
        """Read and check all briefs."""
        session, config = self.session, self._config
        session.nested.begin()
        if self._state:
            self._state.begin()
        session.search.warn()
        settings = settings_of(self._options, config, serving=session.serving)
        searches = session.search
        settings = replace(settings, own_search=searches.on, theme_search=searches.theirs)
        self._committed = committed_files(config, settings)
        if self._state:
            self._loaded = self._state.load(session.reader, settings, self._committed)
        else:
            self._loaded = session.reader.load(project_of(config), settings)
            log_problems(self._loaded)

    @rare_collection()
    def add_files(self, files: Files) -> Files:
        """Add our pages to the files before other plugins look at them."""
        inner = self.session.nested.inner
        if self._state and self._state.unchanged:
            return self._state.files(files)
        if self._loaded is None:
            raise RuntimeError("MkDocs asked for files before it began a build")
        if self._registration is None or not inner:
            self._registration = PageRegistration(
                self._loaded,
                self._config,
                self._committed,
                self._end_phase,
                alone=self._state is not None and not self._state.page_hooks,
                preview=self.session.serving,
            )
        return self._registration.add(files, inner=inner)

    def remove_files(self, files: Files) -> None:
        """Remove our pages before plugins that run last and read the disk."""
        if self._registration:
            self._registration.remove(files, inner=self.session.nested.inner)

    def add_files_again(self, files: Files) -> None:
        """Add our pages and data to the final files."""
        if self._registration:
            self._registration.add_again(files, inner=self.session.nested.inner)

    def prepare_theme(self, files: Files, config: MkDocsConfig) -> None:
        """Set the days in the sitemap, and prepare the fixes of the theme's HTML."""
        set_sitemap_days(files, self._committed, config)
        if self.site is not None:
            # The script of a live preview comes into a page after the last hook.
            policy = "off" if self.session.serving else self._options.content_security_policy
            hubs = links_of_more(self.nav, self.pages) if self.nav else ()
            self.fixes = ThemeFixes(self.site, files, config, policy, hubs)

    @rare_collection()
    def write_pages(self, env: jinja2.Environment, files: Files, config: MkDocsConfig) -> None:
        """Write our pages, if no other plugin changes pages."""
        pages = [page for page in self.pages.values() if isinstance(page.file, SelfWrittenFile)]
        registration, fixes, nav = self._registration, self.fixes, self.nav
        if registration is None or fixes is None or nav is None:
            return
        session, project = self.session, project_of(config)
        if not pages:
            if self._is_preview and self._state and {*self._state.page_hooks} <= THEME_SEARCHES:
                host = HostPages(config, files, nav, env)
                session.last_preview = LastPreview(registration, host, session.reader, project)
            return
        self._end_phase("reading the host's pages")
        search, state = self.session.search, self._state
        frame = PageFrame(registration.site, env, nav, files, config, fixes, search)
        target = Target(Path(config.site_dir), Path(config.site_dir))
        if state:
            target = state.target(
                nav, fixes.digestible, registration.loaded, self._committed, registration.files
            )
        writer = PageWriter(pages, frame, self.set_links, registration.data, target)
        self._written = writer.write()
        if self._is_preview:
            session.last_preview = LastPreview(registration, writer, session.reader, project)
        store = state.store if state else Store()
        search.add_all(self._written.record_entries(), self._written.load_from(store))
        self._end_phase("printing pages")

    def _end_phase(self, name: str) -> None:
        """End a part of the build, for the line at its end."""
        if self._state:
            log.debug(f"{name}: {self._state.phases.done(name):.2f} s")

    @rare_collection()
    def finish(self, config: MkDocsConfig) -> None:
        """Write cards and search, and publish the site."""
        site, state = self.site, self._state
        if site is not None:
            if state:
                state.gather(self._written, self.session.search.folders)
            self._end_phase("writing the host's pages")
            folder = Path(config.site_dir)
            drawn = self._written.cards + self._write_cards(site, folder)
            if drawn:
                log.info(f"Drew {counted(drawn, 'social card')}")
            self._end_phase("drawing the rest")
            has_search = self.session.search.finish(
                folder, site.settings, project_of(config), preview=self.session.serving
            )
            if state:
                state.is_complete = has_search
            self._end_phase("indexing for the search")
        if state and state.unchanged:
            state.finish_unchanged()
        elif state:
            files = self._registration.files if self._registration else Files([])
            state.finish(self._written, files, project_of(config) / self._options.briefs_dir)
        self._close()

    def _close(self) -> None:
        if self._registration:
            self._registration.close()

    def _write_cards(self, site: Site, folder: Path) -> int:
        """Write the social cards of pages that MkDocs wrote, and the site's. Return how many."""
        output = Output(folder, folder)
        cards = {card.file: card for card in (*self.cards, site.site_card) if card}
        left = [card for file, card in cards.items() if file not in self._written.data]

        def work(number: int) -> None:
            output.write(left[number].file, site.draw(left[number]))

        parallel_map(len(left), work, processes())
        return len(left)

    def fail(self) -> list[Path]:
        """Keep the old site after a failure. Return the folders to which the build writes."""
        self._close()
        folders = self._state.folders if self._state else []
        if self._state:
            self._state.fail()
        return folders
