"""Settings of a site with which other plugins and this one do not work together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs_briefs.pages.kinds import INDEX_NAMES

THEMES = {"material": "mkdocs-material", "materialx": "mkdocs-materialx"}
"""Names of the themes for which pages are made, and the packages that bring them."""


def bare_name(plugin: str) -> str:
    """Return the name of a plugin without the theme that brings it, as in `material/search`."""
    theme, _, name = plugin.rpartition("/")
    return name if theme in THEMES else plugin


def full_names(plugin: str) -> tuple[str, ...]:
    """Return the names that a plugin may have in a configuration."""
    return (*(f"{theme}/{plugin}" for theme in THEMES), plugin)


READ_FROM_DISK = full_names("offline")
"""Plugins that make a site to be read from a disk. There only Material's search can read its index,
and it runs in a frame that a content security policy refuses."""
JOINS_LANGUAGES = ("i18n",)
"""Plugins that build the site once for each language, and join the indexes of Material's search."""
OUR_ASSETS = "assets/briefs/"
_FROM_GIT = ("git-revision-date-localized", "git-revision-date", "git-authors", "git-committers")
_RUN_TEMPLATES = ("macros", "markdownextradata", "jinja")
REWRITES_LINKS = ("autolinks", "ezlinked", "ezlinks", "obsidian-bridge", "roamlinks")
"""Plugins that write the links of all pages anew, to files that they find in the docs folder."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is known of a site and the plugins in it."""

    project: Path
    plugins: Mapping[str, Mapping[str, Any]]
    """The options of the plugins that are on, by their bare names."""
    features: Collection[str]
    """`theme.features`."""
    polyfills: Collection[str]
    """`extra.polyfills`."""
    has_nav: bool
    inside_docs: bool
    """Whether the folder of briefs lies in the docs folder."""
    directory_urls: bool
    files: Callable[[], Collection[str]]
    """Returns the files of our pages in the site."""

    def option(self, plugin: str, name: str) -> Any:
        """Return an option of a plugin, or None."""
        return self.plugins.get(plugin, {}).get(name)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A setting that does not work with another plugin, and what to write instead."""

    text: str
    cure: str
    severe: bool = False
    """Whether the site is wrong with it, so that a build reports it too."""


def find_conflicts(site: SiteFacts) -> Iterator[Conflict]:
    """Yield the conflicts of a site, the gravest first for each plugin."""
    yield from _redirects(site)
    yield from _blog(site)
    yield from _minified(site)
    yield from _links(site)
    yield from _print_page(site)
    yield from _shallow(site)
    yield from _templates(site)
    yield from _offline(site)
    yield from _navigation(site)


def site_facts(
    project: Path,
    site: Mapping[str, Any],
    plugins: Iterable[tuple[str, Any]],
    files: Callable[[], Collection[str]],
) -> SiteFacts:
    """Return what is known of a site from its settings, as written or as MkDocs has them."""
    theme, extra, found = site.get("theme"), site.get("extra"), plugins_of(plugins)
    docs = project / str(site.get("docs_dir") or "docs")
    briefs = project / str(found.get("briefs", {}).get("briefs_dir") or "briefs")
    return SiteFacts(
        project,
        found,
        _listed(theme, "features"),
        _listed(extra, "polyfills"),
        has_nav=bool(site.get("nav")),
        inside_docs=briefs.is_relative_to(docs),
        directory_urls=site.get("use_directory_urls") is not False,
        files=files,
    )


def _listed(options: Any, name: str) -> Collection[str]:
    found = options.get(name) if isinstance(options, Mapping) else None
    return found if isinstance(found, list) else ()


def plugins_of(rows: Iterable[tuple[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the plugins that are on, with their options."""
    found = {
        bare_name(name): options if isinstance(options, Mapping) else {} for name, options in rows
    }
    return {name: options for name, options in found.items() if options.get("enabled") is not False}


def _redirects(site: SiteFacts) -> Iterator[Conflict]:
    maps = site.option("redirects", "redirect_maps")
    for old in maps if isinstance(maps, Mapping) else ():
        if _written_for(str(old), directory_urls=site.directory_urls) in site.files():
            yield Conflict(
                f"redirects leads away from {old}: there is a page of briefs at that address, and"
                " the redirect is written over it.",
                "Take this line away from redirect_maps. An old address of a brief or an actor"
                " stands in its own file:\nredirect_from: [old-name]",
                severe=True,
            )


def _written_for(source: str, *, directory_urls: bool) -> str:
    """Return the file that MkDocs writes for a Markdown file."""
    path = PurePosixPath(source)
    if path.stem in ("index", "README"):
        return str(path.with_name("index.html"))
    return str(path.with_suffix("") / "index.html" if directory_urls else path.with_suffix(".html"))


def _blog(site: SiteFacts) -> Iterator[Conflict]:
    folder = site.option("blog", "blog_dir")
    if "blog" in site.plugins and str(folder).strip("/") in INDEX_NAMES:
        yield Conflict(
            f"blog has blog_dir: {folder}: both have a page at that address. The blog's is kept, so"
            " the list of briefs is missing.",
            "- blog:\n    blog_dir: blog",
        )


def _minified(site: SiteFacts) -> Iterator[Conflict]:
    for kind in ("js", "css"):
        files = site.option("minify", f"{kind}_files") or ()
        for pattern in [files] if isinstance(files, str) else files:
            if fnmatchcase(f"{OUR_ASSETS}briefs.{kind}", str(pattern)):
                yield Conflict(
                    f"minify has {kind}_files: {pattern}: that takes in the files of this plugin"
                    " and gives them other names, so pages lose them.",
                    "Name your own files alone, as in\njs_files: [javascripts/*.js]\n"
                    "css_files: [stylesheets/*.css]",
                    severe=True,
                )


def _links(site: SiteFacts) -> Iterator[Conflict]:
    if site.inside_docs:
        return
    for name in REWRITES_LINKS:
        if name in site.plugins:
            yield Conflict(
                f"{name} looks for files in the docs folder alone, so on your own pages it makes"
                " wrong links to briefs.",
                "Move the folder of briefs into the docs folder:\n- briefs:\n"
                "    briefs_dir: docs/briefs",
            )


def _print_page(site: SiteFacts) -> Iterator[Conflict]:
    if "print-site" in site.plugins:
        yield Conflict(
            "print-site: its page has the pages of the navigation, where briefs are not, so links"
            " to briefs lead nowhere on it.",
            "Print a brief from its own page, and leave listings out:\n- print-site:\n"
            "    exclude: [briefs/*, actors/*, timeline/*]",
        )


def _shallow(site: SiteFacts) -> Iterator[Conflict]:
    for name in _FROM_GIT:
        if name in site.plugins and (site.project / ".git" / "shallow").is_file():
            yield Conflict(
                f"{name} in a clone without its history: every page bears the date of the last"
                " commit.",
                "In the workflow:\n- uses: actions/checkout\n  with:\n    fetch-depth: 0",
            )


def _templates(site: SiteFacts) -> Iterator[Conflict]:
    names = [name for name in _RUN_TEMPLATES if name in site.plugins]
    if not names or site.option("briefs", "templates") is not True:
        return
    if site.option("briefs", "untrusted") is True:
        yield Conflict(
            f"untrusted: true and templates: true beside {names[0]}: no plugin sees the text of"
            " strangers, so templates do not run.",
            "- briefs:\n    untrusted: true\n    templates: false",
        )
        return
    yield Conflict(
        f"templates: true beside {names[0]}: whoever can write a brief can run what templates can"
        " reach.",
        "Set templates: false where briefs come from people you do not know.",
    )


def _offline(site: SiteFacts) -> Iterator[Conflict]:
    if "offline" not in site.plugins:
        return
    if site.option("briefs", "search") == "pagefind":
        yield Conflict(
            "search: pagefind beside offline: a browser cannot read Pagefind's index from a disk.",
            "- briefs:\n    search: auto",
        )
    if "privacy" not in site.plugins and not any(
        "iframe-worker" in str(script) for script in site.polyfills
    ):
        yield Conflict(
            "offline without privacy: every page asks unpkg.com for a script.",
            "Add the plugin that fetches it when the site is built:\n- privacy",
        )


def _navigation(site: SiteFacts) -> Iterator[Conflict]:
    if "i18n" in site.plugins and "navigation.instant" in site.features:
        yield Conflict(
            "i18n beside navigation.instant: the two do not go together, i18n warns, and a strict"
            " build fails.",
            "Take navigation.instant off the features of the theme.",
        )
    if "navigation.instant" in site.features and "offline" not in site.plugins:
        policy = site.option("briefs", "content_security_policy")
        if policy not in ("off", False):  # YAML reads `off` as False
            yield Conflict(
                f"navigation.instant beside content_security_policy: {policy or 'pages'}: a browser"
                " keeps the policy of a page, so pages with one are loaded whole.",
                "Where all authors are known:\n- briefs:\n    content_security_policy: off",
            )
    if "awesome-nav" in site.plugins and site.has_nav:
        yield Conflict(
            "awesome-nav beside a nav in mkdocs.yml: that nav does not count, with what it lists of"
            " briefs.",
            "Move it to docs/.nav.yml, as in\nnav:\n  - index.md\n  - Briefs: briefs/index.md",
        )
