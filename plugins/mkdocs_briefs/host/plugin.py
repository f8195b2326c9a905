"""The MkDocs plugin. Each hook calls another module at once.

Events: https://www.mkdocs.org/dev-guide/plugins/#events. Hooks of a higher priority run first; most
plugins have 0.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import jinja2
from markupsafe import Markup
from mkdocs.config.base import ConfigErrors, ConfigWarnings, LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from mkdocs_briefs.builder.assets import SCRIPT, STYLESHEET, THEME
from mkdocs_briefs.builder.output import Output
from mkdocs_briefs.builder.parallel import abandon, cleared, parallel_map, processes
from mkdocs_briefs.builder.pipeline import Loaded, Reader, UnreadError
from mkdocs_briefs.builder.site import Site
from mkdocs_briefs.builder.store import MemoryStore
from mkdocs_briefs.host.failures import of_disk
from mkdocs_briefs.host.files import ViewPage, module_script
from mkdocs_briefs.host.git_days import GitDays
from mkdocs_briefs.host.i18n_builds import NestedBuilds, list_with_languages
from mkdocs_briefs.host.jinja_escaping import jinja_escaped, jinja_unescaped
from mkdocs_briefs.host.language import speak_as_page
from mkdocs_briefs.host.log import log, log_problems
from mkdocs_briefs.host.nav import name_hubs, nav_titles, offer_hubs, place_hubs, take_back_hubs
from mkdocs_briefs.host.options import (
    SCHEME,
    as_written,
    checked,
    project_of,
    refuse_unreadable_clock,
    settings_of,
)
from mkdocs_briefs.host.other_plugins import without_dates
from mkdocs_briefs.host.page_frame import PageFrame
from mkdocs_briefs.host.page_registration import PageRegistration
from mkdocs_briefs.host.page_writer import PageWriter, Target, Written
from mkdocs_briefs.host.preview import Preview, Shown
from mkdocs_briefs.host.preview_watcher import watch_closely
from mkdocs_briefs.host.self_written_files import SelfWrittenFile
from mkdocs_briefs.host.site_search import SiteSearch
from mkdocs_briefs.host.site_state import PreviewState, SiteState
from mkdocs_briefs.host.theme_fixes import Frame
from mkdocs_briefs.host.user_pages import describe, with_head
from mkdocs_briefs.model.options import Options
from mkdocs_briefs.parse.mkdocs_yml import TWICE
from mkdocs_briefs.render.finished_html import ParserSafeHtml, SafeAddresses
from mkdocs_briefs.render.links import LinkContext, LinkingExtension

if TYPE_CHECKING:
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_briefs.builder.cards.social_cards import SocialCard


class BriefsPlugin(BasePlugin[LegacyConfig]):
    """Builds the pages of a site from a folder of briefs."""

    config_scheme = SCHEME

    def __init__(self) -> None:
        self._options = Options()
        self._reader = Reader(lean=True)
        self._serving = False
        self._in_place = False
        self._previews = False
        self._nesting = NestedBuilds()
        self._state: SiteState | None = None
        self._memory = MemoryStore()
        self._shown: Shown | None = None
        self._loaded: Loaded | None = None
        self._site: Site | None = None
        self._pages: dict[str, ViewPage] = {}
        self._placing: PageRegistration | None = None
        self._dating: GitDays | None = None
        self._links: LinkContext | None = None
        self._nav: Navigation | None = None
        self._written = Written()
        self._cards: list[SocialCard | None] = []
        self._frame: Frame | None = None
        self._search = SiteSearch()

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Check the options as the command does. Return all errors and warnings."""
        self._options, errors, warnings = checked(options)
        super().load_config(as_written(self._options), config_file_path)
        return errors, warnings

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Prepare for the command. Defining this hook makes `mkdocs serve` keep the plugin object.

        https://www.mkdocs.org/dev-guide/plugins/#on_startup
        """
        self._search = SiteSearch()
        self._serving = command == "serve"
        self._in_place = dirty or self._serving
        self._previews = self._serving and not dirty and self._options.engine

    @event_priority(100)
    def _begin(self, config: MkDocsConfig) -> None:
        """Begin a build, and turn Material's search off if ours replaces it.

        Priority 100: before the search plugin reads its own settings.
        """
        refuse_unreadable_clock()
        if sum(isinstance(each, BriefsPlugin) for each in config.plugins.values()) > 1:
            raise PluginError(TWICE)  # each would wait for the other to end its build
        self._nesting.begin()
        if self._nesting.inner:
            return
        self._search.begin(self._options.search, config)
        self._written, self._shown, self._state = Written(), None, None
        self._cards = []
        if self._previews:
            self._state = PreviewState(config, self, on=True, store=self._memory)
        elif not self._in_place:
            self._state = SiteState(config, self, on=self._options.engine)

    def _add_term(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add templates, styles, scripts and Markdown extensions."""
        if self._nesting.inner:
            return config
        config.theme.dirs.append(str(THEME))
        config.extra_css.insert(0, STYLESHEET)
        config.extra_javascript.append(module_script(SCRIPT))
        ours = [
            LinkingExtension(lambda: self._links),
            SafeAddresses(lambda: bool(self._links and self._links.strict)),
            ParserSafeHtml(),
        ]
        config.markdown_extensions.extend(ours)  # type: ignore[arg-type] # the host's type leaves instances out
        return config

    on_config = CombinedEvent(_begin, _add_term)
    """https://www.mkdocs.org/dev-guide/plugins/#on_config"""

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and check all briefs. MkDocs empties the output folder after this event.

        https://www.mkdocs.org/dev-guide/plugins/#on_pre_build
        """
        if self._nesting.inner:
            return
        self._nesting.run()
        if self._state:
            self._state.begin()
        self._search.warn()
        settings = settings_of(self._options, config, serving=self._serving)
        settings = replace(settings, own_search=self._search.on)
        self._dating = GitDays.of(config, settings)
        if self._state:
            self._loaded = self._state.load(self._reader, settings, self._dating)
        else:
            self._loaded = self._reader.load(project_of(config), settings)
            log_problems(self._loaded)

    @event_priority(50)
    def _add_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add our pages. Priority 50: before other plugins look at the files."""
        if self._state and self._state.unchanged:
            self._placing, self._site, self._pages = None, None, {}
            return self._state.files(files)
        if self._loaded is None or self._dating is None:
            raise RuntimeError("the host asked for files before it began a build")
        if not self._nesting.inner:
            quick = self._state is not None and not self._state.why
            self._placing = PageRegistration(
                self._loaded, config, self._dating, self._phase, quick=quick, preview=self._serving
            )
        placing = cast("PageRegistration", self._placing)
        files = placing.add(files, inner=self._nesting.inner)
        self._site, self._pages = placing.site, placing.pages
        return files

    @event_priority(-99)
    def _withdraw_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take our pages out. Priority -99: before plugins that run last and read the disk."""
        if self._placing:
            self._placing.withdraw(files, inner=self._nesting.inner)
        return files

    @event_priority(-101)
    def _settle_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add our pages and data to the final files. Priority -101: after all other plugins."""
        if self._placing:
            self._placing.settle(files, inner=self._nesting.inner)
            self._pages = self._placing.pages
        return files

    on_files = CombinedEvent(_add_files, _withdraw_files, _settle_files)
    """https://www.mkdocs.org/dev-guide/plugins/#on_files"""

    @event_priority(150)
    def _offer_hubs(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Show our index pages to plugins that make a navigation. Priority 150: before them."""
        self._nav = nav
        if self._nesting.inner and self._site:
            theme: Any = config.theme
            name_hubs(self._pages, str(theme.get("language") or self._site.settings.language))
        offer_hubs(self._pages, files)
        return nav

    @event_priority(-150)
    def _place_hubs(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Add our index pages to the navigation, and give each page its section and neighbours.

        Priority -150: after plugins that make a navigation.
        """
        pages = {
            path: page for path, page in self._pages.items() if path or not self._nesting.inner
        }
        titles = nav_titles(config)
        take_back_hubs(nav, pages, files)
        # A navigation that another plugin has made is as its author wants it.
        self._nav = place_hubs(nav, pages, titles, add=titles is None and nav is self._nav)
        return self._nav

    on_nav = CombinedEvent(_offer_hubs, _place_hubs)
    """https://www.mkdocs.org/dev-guide/plugins/#on_nav"""

    @event_priority(200)
    def _escape_jinja(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Escape template syntax in a body. Priority 200: before plugins that would run it."""
        if isinstance(page, ViewPage) and not self._options.templates:
            return jinja_escaped(markdown, page)
        return None

    @event_priority(-200)
    def _set_links(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Unescape a body, and give the Markdown extension the links of its page.

        Priority -200: after plugins that run templates.
        """
        if self._site is None:
            return None
        source = page.source if isinstance(page, ViewPage) else None
        if isinstance(page, ViewPage) and page.file.generated_by:
            without_dates(page.meta)
        self._links = self._site.bodies.links_on(page.url, source)
        return jinja_unescaped(markdown) if source else None

    on_page_markdown = CombinedEvent(_escape_jinja, _set_links)
    """https://www.mkdocs.org/dev-guide/plugins/#on_page_markdown"""

    @event_priority(100)
    def on_page_content(
        self, html: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Fill the markers on the owner's own pages.

        Priority 100: before plugins that read the HTML.

        https://www.mkdocs.org/dev-guide/plugins/#on_page_content
        """
        self._links = None
        if isinstance(page, ViewPage) or self._site is None:
            return None
        filled, problems = self._site.embeds(html, page.url, self._site.settings.language)
        for problem in problems:
            log.warning(f"{page.file.src_uri}: warning[B311] {problem}")
        return filled

    def _set_days(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Set the days of all pages in the sitemap, and prepare the fixes of the theme's HTML."""
        if self._dating is not None:
            self._dating.set_days(files, self._pages)
        if self._site is not None:
            # The script of a live preview comes into a page after its last hook.
            policy = "off" if self._serving else self._options.content_security_policy
            self._frame = Frame(self._site, files, config, policy)
        return env

    @event_priority(-100)
    def _write_pages(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Write our pages, if no other plugin changes pages.

        Priority -100: after plugins have changed the Jinja environment.
        """
        quiet = [page for page in self._pages.values() if isinstance(page.file, SelfWrittenFile)]
        if quiet and self._placing and self._dating and self._frame and self._nav:
            self._phase("reading the host's pages")
            site = self._placing.site
            casting = PageFrame(site, env, self._nav, files, config, self._frame, self._search)
            self._write(quiet, casting, self._placing, self._dating)
            self._phase("printing pages")
        return env

    on_env = CombinedEvent(_set_days, _write_pages)
    """https://www.mkdocs.org/dev-guide/plugins/#on_env"""

    def _write(
        self, pages: list[ViewPage], casting: PageFrame, placing: PageRegistration, dating: GitDays
    ) -> None:
        state, site = self._state, Path(casting.config.site_dir)
        target = Target(site, site)
        if state:
            target = state.target(
                casting.nav, casting.around, placing.loaded, dating, placing.files
            )
        writer = PageWriter(pages, casting, self._listen, placing.data, dating, target)
        self._written = written = writer.write()
        if self._previews:
            self._shown = Shown(placing, writer, self._reader)
        store = state.store if state else MemoryStore()
        self._search.add_all(written.record_entries(), written.load_from(store))

    def _phase(self, name: str) -> None:
        """End a part of the build, for the line at its end."""
        if self._state:
            took = self._state.phases.done(name)
            log.debug(f"{name}: {took:.2f} s")

    def _listen(self, links: LinkContext | None) -> None:
        self._links = links

    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: Page,
        config: MkDocsConfig,
        nav: Navigation,
    ) -> TemplateContext:
        """Give the template the head of a page, and the search its text.

        https://www.mkdocs.org/dev-guide/plugins/#on_page_context
        """
        head = Markup()
        if isinstance(page, ViewPage):
            head = page.site.head(page.view)
            self._cards.append(page.site.card(page.view))
        else:
            describe(page)
        cast("dict[str, Any]", context)["briefs_head"] = head
        speak_as_page(context, page, config)
        if self._site is not None:
            self._search.add(page, self._site)
        return context

    @event_priority(100)
    def _fix_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Fix the theme's HTML. Priority 100: while it is as the theme wrote it."""
        output = self._search.control(output, page.url)
        if self._site is not None and not isinstance(page, ViewPage):
            output = with_head(output, page, self._site)
        output = self._frame.fixed(output, page) if self._frame else output
        return self._dating.page_of(output, page) if self._dating else output

    @event_priority(-200)
    def _add_policy(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Add the Content-Security-Policy. Priority -200: it has hashes of the final scripts."""
        return self._frame.sealed(output, page) if self._frame else output

    on_post_page = CombinedEvent(_fix_page, _add_policy)
    """https://www.mkdocs.org/dev-guide/plugins/#on_post_page"""

    @event_priority(100)
    def _fix_error_page(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Fix the HTML of 404.html. Priority 100, as for pages."""
        frame = self._frame if template_name == "404.html" else None
        if frame:
            output = self._search.control(output, None, config.site_url or "")
        return frame.fixed_error(output) if frame else output

    @event_priority(-200)
    def _add_policy_to_error_page(
        self, output: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Add the policy to 404.html. Priority -200, as for pages."""
        frame = self._frame if template_name == "404.html" else None
        return frame.sealed_error(output) if frame else output

    on_post_template = CombinedEvent(_fix_error_page, _add_policy_to_error_page)
    """https://www.mkdocs.org/dev-guide/plugins/#on_post_template"""

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Keep our pages in a sitemap that lists pages by language.

        https://www.mkdocs.org/dev-guide/plugins/#on_template_context
        """
        if template_name == "sitemap.xml":
            list_with_languages(context, self._pages)
        return context

    @event_priority(-200)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Publish the new site. Priority -200: after every other plugin has written to it.

        https://www.mkdocs.org/dev-guide/plugins/#on_post_build
        """
        if not self._nesting.end():
            return
        files = self._placing.files if self._placing else Files([])
        if self._site is not None:
            if self._state:
                self._state.gather(self._written, self._search.folders)
            folder, project = Path(config.site_dir), project_of(config)
            settings = self._site.settings
            self._phase("writing the host's pages")
            cards = self._written.cards + self._write_cards(self._site, folder)
            if cards:
                log.info(f"Drew {cards} social card{'s' * (cards > 1)}")
            self._phase("drawing the rest")
            self._free_memory()
            has_search = self._search.finish(folder, settings, project, preview=self._serving)
            if self._state:
                self._state.is_complete = has_search
            self._phase("indexing for the search")
        if self._state and self._state.unchanged:
            self._state.finish_unchanged()
        elif self._state:
            briefs = project_of(config) / self._options.briefs_dir
            self._state.finish(self._written, files, briefs)
        if self._serving:
            cleared()
        elif self._state:
            abandon(self._loaded, self._pages, files, self._reader)

    def _write_cards(self, site: Site, folder: Path) -> int:
        """Write the social cards of pages that MkDocs built, and the site's; return how many."""
        output = Output(folder, folder)
        cards = {card.file: card for card in (*self._cards, site.site_card) if card}
        left = [card for file, card in cards.items() if file not in self._written.data]

        def work(number: int) -> None:
            output.write(left[number].file, site.draw(left[number]))

        parallel_map(len(left), work, processes())
        return len(left)

    def _free_memory(self) -> None:
        """Free the library before the search index is made: no page needs it any more."""
        if self._state and self._site and not self._serving:
            for page in self._pages.values():
                page.leave()
            if self._placing:
                self._placing.leave()
            self._placing, self._reader = None, Reader(lean=True)
            site, self._site, self._loaded = self._site, None, None
            self._frame = self._links = None
            site.let_go()

    @event_priority(-200)
    def on_build_error(self, *, error: Exception) -> None:
        """Keep the old site. Raise Abort if one line says what failed.

        Priority -200: after other plugins have cleaned up.

        https://www.mkdocs.org/dev-guide/plugins/#on_build_error
        """
        self._nesting.give_up()
        folders = self._state.folders if self._state else []
        if self._state:
            self._state.give_up()
        if self._serving:
            cleared()
        if told := error.__cause__ if isinstance(error, PluginError) else error:
            log.debug("Where it happened:", exc_info=told)
        if said := str(error) if isinstance(error, UnreadError) else of_disk(error, folders):
            log.error(said)
            raise Abort("The site was not built.") from error

    @event_priority(100)
    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        """Rebuild when a brief changes. Priority 100: before plugins that wrap the builder.

        https://www.mkdocs.org/dev-guide/plugins/#on_serve
        """
        watching = watch_closely(server, config, project_of(config) / self._options.briefs_dir)
        server.builder = Preview(server.builder, lambda: self._shown, watching)
        return server
