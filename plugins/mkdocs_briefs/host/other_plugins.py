"""Plugins that this one heeds by name, because no event tells what they do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from mkdocs_briefs.builder.doctor import HARMLESS
from mkdocs_briefs.builder.plugin_compat import find_conflicts, site_facts
from mkdocs_briefs.host.log import log

BRINGS_FONTS = ("material/privacy", "privacy")
"""They fetch fonts and scripts of other hosts when the site is built."""


def are_on(config: MkDocsConfig, names: tuple[str, ...]) -> bool:
    """Whether one of the plugins by these names is there, and not switched off."""
    there = (config.plugins.get(name) for name in names)
    return any(plugin and getattr(plugin.config, "enabled", True) for plugin in there)


DATES_OF_FILES = ("git_revision_date", "git_creation_date", "revision_date")
"""How the keys begin under which they leave the dates of a page's file."""


def without_dates(meta: MutableMapping[str, Any]) -> None:
    """Takes those dates away from a page that comes from no file: they are the clock's."""
    for key in [key for key in meta if key.startswith(DATES_OF_FILES)]:
        del meta[key]


def say_conflicts(project: Path, config: MkDocsConfig, ours: Collection[str]) -> None:
    """Warns of what makes the site wrong; `ours` are the files of our pages in it."""
    plugins = ((name, _options(each)) for name, each in config.plugins.items())
    for one in find_conflicts(site_facts(project, config, plugins, lambda: ours)):
        if one.conflict.severe:
            log.warning(f"{one.text}\n{one.conflict.cure}")


def _options(plugin: Any) -> Mapping[str, Any]:
    """The options of a plugin; a file of hooks has none."""
    return dict(getattr(plugin, "config", None) or {})


def plugins_with_page_hooks(config: MkDocsConfig, own: object) -> list[str]:
    """Return the names of the plugins and hooks that may change pages."""
    found: dict[str, None] = {}
    for event, handlers in config.plugins.events.items():
        for handler in handlers if event not in HARMLESS else ():
            plugin = getattr(handler, "__self__", None)
            if plugin is not own and not (plugin is not None and is_disabled(plugin)):
                found[_name(plugin, handler, config)] = None
    return list(found)


def is_disabled(plugin: Any) -> bool:
    """Return whether a plugin is one of Material's that its owner switched off."""
    known = type(plugin).__module__.startswith("material.plugins.")
    return known and getattr(plugin.config, "enabled", True) is False


def _name(plugin: object, handler: Any, config: MkDocsConfig) -> str:
    for name, each in config.plugins.items():
        if each is plugin:
            return str(name)
    return str(getattr(handler, "__module__", "") or handler)
