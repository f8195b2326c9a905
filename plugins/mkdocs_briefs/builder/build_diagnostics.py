"""What makes builds of a site slow."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any

from mkdocs_briefs.builder.plugin_compat import JOINS_LANGUAGES, READ_FROM_DISK
from mkdocs_briefs.parse.mkdocs_yml import named

HARMLESS = frozenset(
    ("startup", "shutdown", "serve", "config", "pre_build", "post_build", "build_error")
)
"""Events whose handlers cannot touch a single page of ours before it is written."""
_EVENTS = (
    *("files", "nav", "env", "pre_template", "template_context", "post_template", "pre_page"),
    *("page_read_source", "page_markdown", "page_content", "page_context", "post_page"),
)
_READS_FILES = ("snippets", "b64", "include", "macros")
"""Parts of the names of Markdown extensions that read files nobody else knows of."""
_KEEP = READ_FROM_DISK + JOINS_LANGUAGES
"""Plugins beside which Material's search stays on."""
_KNOWN = ("markdown.extensions.", "pymdownx.", "material.extensions.")


def is_pure(extension: str) -> bool:
    """Whether a Markdown extension makes its HTML of a page's own text alone.

    Names without a dot are those of Python-Markdown's own.
    """
    known = extension.startswith(_KNOWN) or (
        "." not in extension and find_spec(f"markdown.extensions.{extension}") is not None
    )
    return known and not any(part in extension for part in _READS_FILES)


def reasons(
    project: Path, site: Mapping[str, Any], *, own_search: bool
) -> Iterator[tuple[str, str]]:
    """Sentences on what slows builds of this site down, each with the cure.

    `site` is mkdocs.yml as it is written; `own_search` says whether Pagefind is there for it.
    """
    plugins = dict(named(site.get("plugins", ["search"])))
    resting = _resting(site, plugins) if own_search else frozenset()
    if (plugins.get("briefs") or {}).get("engine") is False:
        yield "engine: false builds all pages one by one, without a cache.", "Remove it."
    for name in plugins:
        if name not in {"briefs", *resting} and (found := _pages(name)):
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


def _resting(site: Mapping[str, Any], plugins: Mapping[str, Any]) -> frozenset[str]:
    """The search plugins that ours turns off: Material's can be, the host's own cannot."""
    if (plugins.get("briefs") or {}).get("search") == "material":
        return frozenset()
    if any(
        name in _KEEP and (options or {}).get("enabled") is not False
        for name, options in plugins.items()
    ):
        return frozenset()
    ours = _theme(site).get("name") == "material"
    return frozenset(("material/search", "search") if ours else ("material/search",))


def _theme(site: Mapping[str, Any]) -> Mapping[str, Any]:
    theme = site.get("theme")
    return theme if isinstance(theme, dict) else {"name": theme}


def _pages(plugin: str) -> list[str]:
    """The events that concern pages to which a plugin listens."""
    names = (f"material/{plugin}", plugin)  # the theme's own plugins come first
    for name, group in product(names, ("mkdocs.plugins", "properdocs.plugins")):
        for point in entry_points(group=group, name=name):
            try:
                found = point.load()
            except Exception:  # noqa: BLE001 - whatever a plugin does when it is imported
                return ["unknown"]
            return [event for event in _EVENTS if hasattr(found, f"on_{event}")]
    return []
