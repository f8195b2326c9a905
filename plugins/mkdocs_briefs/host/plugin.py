"""The MkDocs plugin: the hooks, which call other modules.

Hooks of a higher priority run first; most plugins have 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

import jinja2
from markdown.extensions import Extension
from markupsafe import Markup
from mkdocs.config.base import ConfigErrors, ConfigWarnings, LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from mkdocs_briefs.builder.data_files import SCRIPT, STYLESHEET, THEME
from mkdocs_briefs.builder.parallel import leave_to_exit
from mkdocs_briefs.builder.pipeline import UnreadError
from mkdocs_briefs.host.build import Build, Session
from mkdocs_briefs.host.files import ViewPage, module_script
from mkdocs_briefs.host.log import disk_failure, log, silence_commands
from mkdocs_briefs.host.nav import (
    add_hubs,
    log_unlisted_hubs,
    name_hubs,
    nav_titles,
    replace_hubs,
    show_hubs,
)
from mkdocs_briefs.host.options import (
    SCHEME,
    as_written,
    checked,
    project_of,
    refuse_unreadable_clock,
)
from mkdocs_briefs.host.other_plugins import (
    add_to_sitemap,
    escape_jinja,
    named_unsafe_extensions,
    remove_dates,
    rewrites_links,
    unescape_jinja,
)
from mkdocs_briefs.host.page_frame import add_description, add_head, use_page_language
from mkdocs_briefs.host.preview import PreviewBuilder, observe
from mkdocs_briefs.model.options import Options
from mkdocs_briefs.parse.mkdocs_yml import TWICE, has_own_heading_ids
from mkdocs_briefs.render.finished_html import HeadingIds, ParserSafeHtml, SafeAddresses
from mkdocs_briefs.render.links import LinkingExtension

if TYPE_CHECKING:
    from mkdocs.utils.templates import TemplateContext


class BriefsPlugin(BasePlugin[LegacyConfig]):
    """Builds the pages of a site from a folder of briefs."""

    config_scheme = SCHEME

    def __init__(self) -> None:
        self._options = Options()
        self._session = Session()
        self._current: Build | None = None

    @property
    def _build(self) -> Build:
        if self._current is None:
            raise RuntimeError("MkDocs called a hook before `on_config`")
        return self._current

    @property
    def _is_inner(self) -> bool:
        """Whether this build runs within another, as builds of further languages do."""
        return self._session.nested.inner

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Check the options as the command does. Return all errors and warnings."""
        self._options, errors, warnings = checked(options)
        super().load_config(as_written(self._options), config_file_path)
        return errors, warnings

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Begin a command. Defining this hook makes `mkdocs serve` keep the plugin object.

        https://www.mkdocs.org/dev-guide/plugins/#on_startup
        """
        self._session = Session(command, dirty)

    @event_priority(100)
    def _begin(self, config: MkDocsConfig) -> None:
        """Begin a build, and turn Material's search off if ours replaces it.

        Priority 100: before the search plugin reads its own settings.
        """
        refuse_unreadable_clock()
        silence_commands()
        if sum(isinstance(each, BriefsPlugin) for each in config.plugins.values()) > 1:
            raise PluginError(TWICE)  # each would wait for the other to end its build
        self._session.nested.configure()
        if not self._is_inner:
            self._current = None
            self._current = Build(self._session, self._options, config, self)

    def _add_assets(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add templates, styles, scripts and Markdown extensions."""
        if self._is_inner:
            return config
        config.theme.dirs.append(str(THEME))
        config.extra_css.insert(0, STYLESHEET)
        config.extra_javascript.append(module_script(SCRIPT))
        build = self._build
        ours: list[Extension] = [
            LinkingExtension(lambda: build.links),
            SafeAddresses(lambda: bool(build.links and build.links.strict)),
            ParserSafeHtml(),
        ]
        if not has_own_heading_ids(config.mdx_configs):
            ours.append(HeadingIds(lambda: build.is_ours))
        config.markdown_extensions.extend(ours)  # type: ignore[arg-type] # instances are allowed
        if self._options.untrusted and (left := named_unsafe_extensions(config)):
            log.info(f"Not run in briefs and profiles, as they may read files: {', '.join(left)}.")
        return config

    on_config = CombinedEvent(_begin, _add_assets)
    """https://www.mkdocs.org/dev-guide/plugins/#on_config"""

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and check all briefs. MkDocs empties the output folder after this event.

        https://www.mkdocs.org/dev-guide/plugins/#on_pre_build
        """
        if not self._is_inner:
            self._build.load()

    @event_priority(50)
    def _add_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add our pages. Priority 50: before other plugins look at the files."""
        return self._build.add_files(files)

    @event_priority(-99)
    def _remove_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Remove our pages. Priority -99: before plugins that run last and read the disk."""
        self._build.remove_files(files)
        return files

    @event_priority(-101)
    def _add_files_again(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add our pages and data to the final files. Priority -101: after all other plugins."""
        self._build.add_files_again(files)
        return files

    on_files = CombinedEvent(_add_files, _remove_files, _add_files_again)
    """https://www.mkdocs.org/dev-guide/plugins/#on_files"""

    @event_priority(150)
    def _show_hubs(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Show our index pages to plugins that make a navigation. Priority 150: before them."""
        build = self._build
        build.nav = nav
        if self._is_inner and build.site:
            theme: Any = config.theme
            name_hubs(build.pages, str(theme.get("language") or build.site.settings.language))
        show_hubs(build.pages, files)
        return nav

    @event_priority(-150)
    def _add_hubs(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Add our index pages to the navigation, and give each page its section and neighbours.

        Priority -150: after plugins that make a navigation.
        """
        build = self._build
        pages = {path: page for path, page in build.pages.items() if path or not self._is_inner}
        titles = nav_titles(config)
        replace_hubs(nav, pages, files)
        # A navigation that another plugin has made is as its author wants it.
        ours = nav is build.nav
        build.nav = add_hubs(nav, pages, titles, add=titles is None and ours)
        if titles is not None and ours and not self._is_inner:
            log_unlisted_hubs(build.nav, pages, config)
        return build.nav

    on_nav = CombinedEvent(_show_hubs, _add_hubs)
    """https://www.mkdocs.org/dev-guide/plugins/#on_nav"""

    @event_priority(200)
    def _escape_jinja(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Escape template syntax in a body, or hide the whole body from other plugins.

        Priority 200: before plugins that would run what is in it.
        """
        if not isinstance(page, ViewPage):
            return None
        if self._hides_bodies(config):
            return escape_jinja("", page)
        return None if self._options.templates else escape_jinja(markdown, page)

    @event_priority(-200)
    def _set_links(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Unescape a body, and give the Markdown extension the links of its page.

        Priority -200: after plugins that run templates.
        """
        site = self._build.site
        if site is None:
            return None
        source = page.source if isinstance(page, ViewPage) else None
        if isinstance(page, ViewPage) and page.file.generated_by:
            remove_dates(page.meta)
        self._build.set_links(
            site.bodies.links_on(page.url, source, page.file.src_uri), ours=source is not None
        )
        if source and self._hides_bodies(config):
            return source.body
        return unescape_jinja(markdown) if source else None

    def _hides_bodies(self, config: MkDocsConfig) -> bool:
        """Return whether other plugins do not get the bodies of briefs and profiles."""
        options = self._options
        return options.untrusted or (rewrites_links(config) and not options.templates)

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
        self._build.set_links(None)
        site = self._build.site
        if isinstance(page, ViewPage) or site is None:
            return None
        filled, problems = site.embeds(html, page.url, site.settings.language)
        for problem in problems:
            log.warning(f"{page.file.src_uri}: warning[B311] {problem}")
        return filled

    def _prepare_theme(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Set the days in the sitemap, and prepare the fixes of the theme's HTML."""
        self._build.prepare_theme(files, config)
        return env

    @event_priority(-100)
    def _write_pages(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Write our pages, if no other plugin changes pages.

        Priority -100: after plugins have changed the Jinja environment.
        """
        self._build.write_pages(env, files, config)
        return env

    on_env = CombinedEvent(_prepare_theme, _write_pages)
    """https://www.mkdocs.org/dev-guide/plugins/#on_env"""

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the template the head of a page, and the search its text.

        https://www.mkdocs.org/dev-guide/plugins/#on_page_context
        """
        build, head = self._build, Markup()
        if isinstance(page, ViewPage):
            head = page.site.head(page.view)
            build.cards.append(page.site.card(page.view))
        else:
            add_description(page)
        cast("dict[str, Any]", context)["briefs_head"] = head
        use_page_language(context, page, config)
        if build.site is not None:
            self._session.search.add(page, build.site)
        return context

    @event_priority(100)
    def _fix_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Fix the theme's HTML. Priority 100: while it is as the theme wrote it."""
        output, build = self._session.search.add_link(output, page.url), self._build
        if build.site is not None and not isinstance(page, ViewPage):
            output = add_head(output, page, build.site)
        return build.fixes.fix(output, page) if build.fixes else output

    @event_priority(-200)
    def _add_policy(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Add the Content-Security-Policy. Priority -200: it has hashes of the final scripts."""
        fixes = self._build.fixes
        return fixes.add_policy(output, page) if fixes else output

    on_post_page = CombinedEvent(_fix_page, _add_policy)
    """https://www.mkdocs.org/dev-guide/plugins/#on_post_page"""

    @event_priority(100)
    def _fix_error_page(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Fix the HTML of 404.html. Priority 100, as for pages."""
        fixes = self._build.fixes if template_name == "404.html" else None
        if fixes is None:
            return output
        output = self._session.search.add_link(output, None, config.site_url or "")
        return fixes.fix_error_page(output)

    @event_priority(-200)
    def _add_policy_to_error_page(
        self, output: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Add the policy to 404.html. Priority -200, as for pages."""
        fixes = self._build.fixes if template_name == "404.html" else None
        return fixes.add_policy_to_error_page(output) if fixes else output

    on_post_template = CombinedEvent(_fix_error_page, _add_policy_to_error_page)
    """https://www.mkdocs.org/dev-guide/plugins/#on_post_template"""

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Keep our pages in a sitemap that lists pages by language.

        https://www.mkdocs.org/dev-guide/plugins/#on_template_context
        """
        if template_name == "sitemap.xml":
            add_to_sitemap(context, [page.file for page in self._build.pages.values()])
        return context

    @event_priority(-200)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Publish the new site. Priority -200: after every other plugin has written to it.

        https://www.mkdocs.org/dev-guide/plugins/#on_post_build
        """
        if self._session.nested.end():
            self._build.finish(config)
            if not self._session.serving:
                leave_to_exit(self._build)

    @event_priority(-200)
    def on_build_error(self, *, error: Exception) -> None:
        """Keep the old site. Raise Abort if one line says what failed.

        Priority -200: after other plugins have cleaned up.

        https://www.mkdocs.org/dev-guide/plugins/#on_build_error
        """
        self._session.nested.fail()
        folders = self._current.fail() if self._current else []
        if cause := error.__cause__ if isinstance(error, PluginError) else error:
            log.debug("Where it happened:", exc_info=cause)
        unread = str(error) if isinstance(error, UnreadError) else ""
        if reason := unread or disk_failure(error, folders):
            log.error(reason)
            raise Abort("The site was not built.") from error

    @event_priority(100)
    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        """Rebuild when a brief changes. Priority 100: before plugins that wrap the builder.

        https://www.mkdocs.org/dev-guide/plugins/#on_serve
        """
        session, briefs = self._session, project_of(config) / self._options.briefs_dir
        observer = observe(server, config, briefs)
        server.builder = PreviewBuilder(server.builder, lambda: session.last_preview, observer)
        return server
