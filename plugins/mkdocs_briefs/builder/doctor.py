"""Findings on a site: what is installed, what the settings say, what makes builds slow."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib.metadata import PackageNotFoundError, entry_points, version
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any

from mkdocs_briefs.builder.git_history import git_dates
from mkdocs_briefs.builder.pipeline import (
    Loaded,
    ProjectError,
    Reader,
    config_of,
    option_warnings,
    read_config,
    read_settings,
)
from mkdocs_briefs.builder.plugin_compat import (
    JOINS_LANGUAGES,
    READ_FROM_DISK,
    THEMES,
    bare_name,
    find_conflicts,
    full_names,
    site_facts,
)
from mkdocs_briefs.builder.search import installed
from mkdocs_briefs.builder.version import DISTRIBUTION, full_version
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.parse.mkdocs_yml import named
from mkdocs_briefs.problems import Severity
from mkdocs_briefs.settings import Settings

HARMLESS = frozenset(
    ("startup", "shutdown", "serve", "config", "pre_build", "post_build", "build_error")
)
"""Events of which the handlers cannot change a page of ours before it is written."""
_EVENTS = (
    *("files", "nav", "env", "pre_template", "template_context", "post_template", "pre_page"),
    *("page_read_source", "page_markdown", "page_content", "page_context", "post_page"),
)
_READS_FILES = ("snippets", "b64", "include", "macros")
"""Parts of the names of Markdown extensions that read other files."""
_KEEP = READ_FROM_DISK + JOINS_LANGUAGES
"""Plugins beside which Material's search stays on."""
_KNOWN = ("markdown.extensions.", "pymdownx.", "material.extensions.")


def is_pure(extension: str) -> bool:
    """Return whether a Markdown extension makes its HTML of the text of a page alone.

    Names without a dot are those of Python-Markdown.
    """
    known = extension.startswith(_KNOWN) or (
        "." not in extension and find_spec(f"markdown.extensions.{extension}") is not None
    )
    return known and not any(part in extension for part in _READS_FILES)


def reasons(
    project: Path, site: Mapping[str, Any], *, own_search: bool
) -> Iterator[tuple[str, str]]:
    """Yield sentences on what makes builds of this site slow, each with what to do.

    `site` is mkdocs.yml as it is written; `own_search` says whether Pagefind is installed.
    """
    plugins = dict(named(site.get("plugins", ["search"])))
    disabled = _disabled_search(site, plugins) if own_search else frozenset()
    if (plugins.get("briefs") or {}).get("engine") is False:
        yield "engine: false builds all pages one by one, without a cache.", "Remove it."
    for name in plugins:
        if name not in {"briefs", *disabled} and (found := _page_events(name)):
            events = ", ".join(found)
            text = f"{name} can change every page ({events}), so pages are built one by one."
            yield text, "Disable it if you do not need it."
    if site.get("hooks"):
        text = "hooks can change every page, so pages are built one by one."
        yield text, "Keep only hooks that the site needs."
    for name, _ in named(site.get("markdown_extensions", [])):
        if not is_pure(name):
            yield (
                f"The Markdown extension {name} can read files, so all pages are built each time.",
                "Remove it if no page uses it.",
            )
    custom = _theme(site).get("custom_dir")
    if custom and any((project / str(custom)).rglob("*.html")):
        yield (
            f"{custom}/ has templates, so any change builds all pages.",
            "Use extra_css and theme options where they are enough.",
        )
    if not sys.platform.startswith("linux"):
        yield "On this system a build uses one processor.", "Publish from Linux, as CI does."
    elif (os.cpu_count() or 1) < 2:
        yield "This machine has one processor.", "Two take about half the time."


def _disabled_search(site: Mapping[str, Any], plugins: Mapping[str, Any]) -> frozenset[str]:
    """Return the search plugins that ours disables: Material's, not that of MkDocs."""
    if (plugins.get("briefs") or {}).get("search") == "material":
        return frozenset()
    if any(
        name in _KEEP and (options or {}).get("enabled") is not False
        for name, options in plugins.items()
    ):
        return frozenset()
    names = full_names("search")
    return frozenset(names if _theme(site).get("name") in THEMES else names[:-1])


def _theme(site: Mapping[str, Any]) -> Mapping[str, Any]:
    theme = site.get("theme")
    return theme if isinstance(theme, dict) else {"name": theme}


def _page_events(plugin: str) -> list[str]:
    """Return the events of pages that a plugin handles."""
    # The theme's own plugins come first.
    for name, group in product(full_names(plugin), ("mkdocs.plugins", "properdocs.plugins")):
        for point in entry_points(group=group, name=name):
            try:
                found = point.load()
            except Exception:  # noqa: BLE001 - whatever a plugin does when it is imported
                return ["unknown"]
            return [event for event in _EVENTS if hasattr(found, f"on_{event}")]
    return []


GIGABYTE = 1_000_000_000
PAGES_LIMIT = GIGABYTE
"""Largest site that GitHub Pages publishes ("GitHub Pages limits", docs.github.com)."""
MAX_FILES = 20_000
"""Most files that Cloudflare Pages publishes ("Limits", developers.cloudflare.com/pages)."""
NEARLY = 0.8
MIN_BRIEFS = 5_000
"""Briefs from which on a plugin that costs a little for each page is reported."""
PACKAGES = ("mkdocs", "properdocs", *THEMES.values(), "Markdown")
_SLOW = {
    "git-revision-date-localized": "it asks git about every page",
    "git-revision-date": "it asks git about every page",
    "git-authors": "it asks git about every page",
    "htmlproofer": "it follows every link of every page",
    "social": "it draws a picture for every page",
    "pdf-export": "it prints every page",
    "with-pdf": "it prints every page",
}


class Level(StrEnum):
    """The severity of a finding: only a problem makes the command fail."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding, and what to do about it."""

    level: Level
    text: str
    advice: str = ""


_ok, _note, _problem = (partial(Finding, level) for level in Level)


def examine(project: Path, built: Path | None = None) -> list[Finding]:
    """Return the findings on the site in `project` and the programs that build it.

    `built` is the folder of the built site, by default the one that mkdocs.yml names.
    """
    found = [*_programs(), *_zensical(project)]
    file = config_of(project)
    if file is None:
        advice = "Go to your site's folder, or make a new site with `briefs init`."
        return [*found, _problem(f"There is no mkdocs.yml in {project}.", advice)]
    found.append(_ok(f"settings: {file}"))
    try:
        site, settings = read_config(project), read_settings(project)
    except ProjectError as error:
        return [*found, _problem(error.text)]
    loaded = Reader().load(project, settings)
    return [
        *found,
        *_settings(site),
        *(_note(each.message, each.help) for each in option_warnings(project)),
        *_plugins([name for name, _ in named(site.get("plugins"))], len(loaded.library.briefs)),
        *_conflicts(project, site, loaded),
        *_folders(project, site, settings),
        *_briefs(loaded),
        *_nav(site, settings),
        *_days(project, settings),
        *(_note(*row) for row in reasons(project, site, own_search=installed())),
        *_size(built or project / str(site.get("site_dir") or "site")),
    ]


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _programs() -> Iterator[Finding]:
    yield _ok(f"Python {platform.python_version()}")
    yield _ok(f"{DISTRIBUTION} {full_version()}")
    for package in PACKAGES:
        number = _installed(package)
        if number:
            yield _ok(f"{package} {number}")
    mkdocs = _installed("mkdocs")
    if mkdocs is None and _installed("properdocs") is None:
        yield _problem("MkDocs is not installed.", "pip install 'mkdocs>=1.6.1,<2'")
    elif mkdocs and not mkdocs.startswith("1."):
        text = f"MkDocs {mkdocs} runs no plugins."
        yield _problem(text, "pip install 'mkdocs>=1.6.1,<2'")
    themes = [package for package in THEMES.values() if _installed(package)]
    if not themes:
        yield _problem("Material for MkDocs is not installed.", "pip install mkdocs-material")
    elif len(themes) > 1:
        yield _problem(
            f"{' and '.join(themes)} are both installed, and have files of the same names.",
            "Remove both, and install the one that you want.",
        )


def _zensical(project: Path) -> Iterator[Finding]:
    why = "Zensical does not run this plugin, so a site built with it has no briefs."
    if (project / "zensical.toml").is_file():
        yield _note(f"There is a zensical.toml. {why}", "Build with `mkdocs build`.")
    elif number := _installed("zensical"):
        text = f"zensical {number} is installed. {why}"
        yield _note(text, "Build with `mkdocs build`.")


def _settings(site: dict[str, Any]) -> Iterator[Finding]:
    if "site_url" not in site:
        yield _note(
            "site_url is not set: feeds, the sitemap and shared links need the full address.",
            "Write site_url: https://example.org/briefs/ with your own address.",
        )
    theme = site.get("theme")
    name = theme.get("name") if isinstance(theme, dict) else theme
    if name not in THEMES:
        yield _note(
            f"The theme is {name or 'mkdocs'}; pages of briefs are made for Material.",
            "Write theme: {name: material}.",
        )


def _plugins(names: list[str], briefs: int) -> Iterator[Finding]:
    bare = [bare_name(name) for name in names]
    if "briefs" not in bare:
        yield _problem(
            "The plugin is not switched on.",
            "Add to mkdocs.yml, or to the list that is there:\nplugins:\n  - search\n  - briefs",
        )
        return
    yield _ok(f"plugins: {', '.join(names)}")
    if "search" not in bare:
        yield _note(
            "The plugin search is not listed, so the site has no search.",
            "Add - search above - briefs.",
        )
    for name, why in _SLOW.items():
        if name in bare and briefs >= MIN_BRIEFS:
            yield _note(
                f"With {briefs:,} briefs, {name} makes builds slow: {why}.",
                "Switch it off, or on for publishing only.",
            )


def _conflicts(project: Path, site: dict[str, Any], loaded: Loaded) -> Iterator[Finding]:
    def files() -> frozenset[str]:
        specs = Plan(loaded.library).specs()
        return frozenset(urls.file_of(spec.head.path) for spec in specs)

    plugins = named(site.get("plugins"))
    for one in find_conflicts(site_facts(project, site, plugins, files)):
        yield Finding(Level.PROBLEM if one.severe else Level.NOTE, one.text, one.cure)


def _folders(project: Path, site: dict[str, Any], settings: Settings) -> Iterator[Finding]:
    docs = str(site.get("docs_dir") or "docs")
    if not (project / docs).is_dir():
        yield _problem(
            f"The folder {docs}/ is missing, and MkDocs does not build without it.",
            f"Make the folder {docs}; it may stay empty.",
        )
    if not (project / settings.briefs_dir).is_dir():
        yield _problem(
            f"The folder of briefs, {settings.briefs_dir}/, is missing.",
            "Make it, or set briefs_dir under the plugin briefs.",
        )


def _briefs(loaded: Loaded) -> Iterator[Finding]:
    errors = sum(1 for problem in loaded.problems if problem.severity is Severity.ERROR)
    count = len(loaded.library.briefs)
    yield _ok(f"{count:,} brief{'s' * (count != 1)}")
    if errors:
        text = f"{errors:,} error{'s' * (errors > 1)} in the folder of briefs stop the build."
        yield _problem(text, "`briefs check` shows them.")


def _nav(site: dict[str, Any], settings: Settings) -> Iterator[Finding]:
    folder = Path(settings.briefs_dir).name
    listed = [path for path in _paths(site.get("nav")) if _is_brief(path, folder)]
    if listed:
        count = f"{len(listed):,} brief{'s' * (len(listed) != 1)}"
        yield _note(
            f"nav lists {count}, as in {listed[0]}. The whole navigation is written into "
            " every page, so this grows with the square of their number.",
            f"List {folder}/index.md alone; briefs have their own lists and links.",
        )


def _days(project: Path, settings: Settings) -> Iterator[Finding]:
    if not settings.git_dates:
        yield _ok("dates of changes: switched off")
        return
    found = git_dates(project, [project / settings.briefs_dir, project / settings.docs_dir])
    if found.note:
        text, _, advice = found.note.partition(". ")
        yield _note(f"{text}.", advice)
    elif found.files:
        count = len(found.files)
        yield _ok(f"dates of changes: Git knows {count:,} file{'s' * (count != 1)}")
    else:
        yield _ok("dates of changes: none, as Git knows no file of the site")


def _is_brief(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/") and path.endswith(".md") and path != f"{folder}/index.md"


def _paths(item: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif isinstance(item, (list, dict)) and depth < 50:
        for inner in item.values() if isinstance(item, dict) else item:
            yield from _paths(inner, depth + 1)


def _size(folder: Path) -> Iterator[Finding]:
    if not folder.is_dir():
        return
    sizes = [
        (Path(root) / name).lstat().st_size for root, _, names in os.walk(folder) for name in names
    ]
    size, files = sum(sizes), f"{len(sizes):,} file{'s' * (len(sizes) != 1)}"
    shown = f"the built site in {folder.name}/ has {size / 1_000_000:,.1f} MB in {files}"
    if size > PAGES_LIMIT:
        yield _problem(
            f"{shown}; GitHub Pages takes at most 1 GB.",
            "Make pictures smaller, leave machine_files out, or publish elsewhere.",
        )
    elif size > NEARLY * PAGES_LIMIT:
        yield _note(
            f"{shown}, and GitHub Pages takes at most 1 GB.",
            "Make pictures smaller before it is full.",
        )
    else:
        yield _ok(f"{shown}: {size / PAGES_LIMIT:.1%} of what GitHub Pages takes")
    if len(sizes) > NEARLY * MAX_FILES:
        yield _note(
            f"the built site in {folder.name}/ has {files}; Cloudflare Pages takes at most "
            f"{MAX_FILES:,}.",
            "Leave kinds of machine_files out that nobody uses, or publish elsewhere.",
        )
