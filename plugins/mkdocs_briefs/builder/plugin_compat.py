"""Settings of a site with which other plugins and this one do not work together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs_briefs.pages.kinds import INDEX_NAMES

READ_FROM_DISK = ("material/offline", "offline")
"""Plugins that make a site to be read from a disk. There only Material's search can read its index,
and it runs in a frame that a content security policy refuses."""
JOINS_LANGUAGES = ("i18n",)
"""Plugins that build the site once for each language, and join the indexes of Material's search."""
OUR_ASSETS = "assets/briefs/"
_FROM_GIT = ("git-revision-date-localized", "git-revision-date", "git-authors", "git-committers")
_RUN_TEMPLATES = ("macros", "markdownextradata", "jinja")


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is known of a site and the plugins in it."""

    project: Path
    plugins: Mapping[str, Mapping[str, Any]]
    """The options of the plugins that are on, by their names without `material/`."""
    features: Collection[str]
    """`theme.features`."""
    polyfills: Collection[str]
    """`extra.polyfills`."""
    has_nav: bool
    directory_urls: bool
    files: Callable[[], Collection[str]]
    """Returns the files of our pages in the site."""

    def option(self, plugin: str, name: str) -> Any:
        """Return an option of a plugin, or None."""
        return self.plugins.get(plugin, {}).get(name)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A setting that does not work: how it is found, why it matters, and what to write instead."""

    find: Callable[[SiteFacts], Iterable[str]]
    """Yields what the settings say, once for each conflict."""
    why: str
    cure: str
    severe: bool = False
    """Whether the site is wrong with it, so that a build reports it too."""


@dataclass(frozen=True, slots=True)
class FoundConflict:
    """A conflict that a site has."""

    found: str
    conflict: Conflict

    @property
    def text(self) -> str:
        """What was found, and why it matters."""
        return f"{self.found}: {self.conflict.why}"


def find_conflicts(site: SiteFacts) -> list[FoundConflict]:
    """Return the conflicts of a site."""
    return [FoundConflict(found, each) for each in CONFLICTS for found in each.find(site)]


def site_facts(
    project: Path,
    site: Mapping[str, Any],
    plugins: Iterable[tuple[str, Any]],
    files: Callable[[], Collection[str]],
) -> SiteFacts:
    """Return what is known of a site from its settings, as written or as MkDocs has them."""
    theme, extra = site.get("theme"), site.get("extra")
    return SiteFacts(
        project,
        plugins_of(plugins),
        _listed(theme, "features"),
        _listed(extra, "polyfills"),
        has_nav=bool(site.get("nav")),
        directory_urls=site.get("use_directory_urls") is not False,
        files=files,
    )


def _listed(options: Any, name: str) -> Collection[str]:
    found = options.get(name) if isinstance(options, Mapping) else None
    return found if isinstance(found, list) else ()


def plugins_of(rows: Iterable[tuple[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the plugins that are on, with their options."""
    found = {
        name.removeprefix("material/"): options if isinstance(options, Mapping) else {}
        for name, options in rows
    }
    return {name: options for name, options in found.items() if options.get("enabled") is not False}


def _redirects(site: SiteFacts) -> Iterator[str]:
    maps = site.option("redirects", "redirect_maps")
    for old in maps if isinstance(maps, Mapping) else ():
        if _written_for(str(old), directory_urls=site.directory_urls) in site.files():
            yield f"redirects leads away from {old}"


def _written_for(source: str, *, directory_urls: bool) -> str:
    """Return the file that MkDocs writes for a Markdown file."""
    path = PurePosixPath(source)
    if path.stem in ("index", "README"):
        return str(path.with_name("index.html"))
    return str(path.with_suffix("") / "index.html" if directory_urls else path.with_suffix(".html"))


def _blog(site: SiteFacts) -> Iterator[str]:
    folder = site.option("blog", "blog_dir") if "blog" in site.plugins else None
    if str(folder).strip("/") in INDEX_NAMES:
        yield f"blog has blog_dir: {folder}"


def _minified(site: SiteFacts) -> Iterator[str]:
    for kind in ("js", "css"):
        files = site.option("minify", f"{kind}_files") or ()
        for pattern in [files] if isinstance(files, str) else files:
            if fnmatchcase(f"{OUR_ASSETS}briefs.{kind}", str(pattern)):
                yield f"minify has {kind}_files: {pattern}"


def _shallow(site: SiteFacts) -> Iterator[str]:
    for name in _FROM_GIT:
        if name in site.plugins and (site.project / ".git" / "shallow").is_file():
            yield f"{name} in a clone without its history"


def _templates(site: SiteFacts) -> Iterator[str]:
    names = [name for name in _RUN_TEMPLATES if name in site.plugins]
    if names and site.option("briefs", "templates") is True:
        yield f"templates: true beside {names[0]}"


def _trusted(site: SiteFacts) -> Iterator[str]:
    if site.option("briefs", "untrusted") is True:
        yield from (f"untrusted: true and {found}" for found in _templates(site))


def _disk(site: SiteFacts) -> Iterator[str]:
    if "offline" in site.plugins and site.option("briefs", "search") == "pagefind":
        yield "search: pagefind beside offline"


def _shim(site: SiteFacts) -> Iterator[str]:
    own = any("iframe-worker" in str(script) for script in site.polyfills)
    if "offline" in site.plugins and "privacy" not in site.plugins and not own:
        yield "offline without privacy"


def _instant(site: SiteFacts) -> Iterator[str]:
    if "i18n" in site.plugins and "navigation.instant" in site.features:
        yield "i18n beside navigation.instant"


def _nav(site: SiteFacts) -> Iterator[str]:
    if "awesome-nav" in site.plugins and site.has_nav:
        yield "awesome-nav beside a nav in mkdocs.yml"


CONFLICTS = (
    Conflict(
        _redirects,
        "there is a page of briefs at that address, and the redirect is written over it.",
        "Take this line away from redirect_maps. An old address of a brief or an actor stands in"
        " its own file:\nredirect_from: [old-name]",
        severe=True,
    ),
    Conflict(
        _blog,
        "both have a page at that address. The blog's is kept, so the list of briefs is missing.",
        "- blog:\n    blog_dir: blog",
    ),
    Conflict(
        _minified,
        "that takes in the files of this plugin and gives them other names, so pages lose them.",
        "Name your own files alone, as in\njs_files: [javascripts/*.js]\n"
        "css_files: [stylesheets/*.css]",
        severe=True,
    ),
    Conflict(
        _shallow,
        "every page bears the date of the last commit.",
        "In the workflow:\n- uses: actions/checkout\n  with:\n    fetch-depth: 0",
    ),
    Conflict(
        _trusted,
        "strangers could run what templates can reach.",
        "- briefs:\n    untrusted: true\n    templates: false",
        severe=True,
    ),
    Conflict(
        _templates,
        "whoever can write a brief can run what templates can reach.",
        "Set templates: false where briefs come from people you do not know.",
    ),
    Conflict(
        _disk,
        "a browser cannot read Pagefind's index from a disk.",
        "- briefs:\n    search: auto",
    ),
    Conflict(
        _shim,
        "every page asks unpkg.com for a script.",
        "Add the plugin that fetches it when the site is built:\n- privacy",
    ),
    Conflict(
        _instant,
        "the two do not go together, i18n warns, and a strict build fails.",
        "Take navigation.instant off the features of the theme.",
    ),
    Conflict(
        _nav,
        "that nav does not count, with what it lists of briefs.",
        "Move it to docs/.nav.yml, as in\nnav:\n  - index.md\n  - Briefs: briefs/index.md",
    ),
)
"""All known conflicts, the gravest first for each plugin."""
