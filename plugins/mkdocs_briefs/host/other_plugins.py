"""What this plugin knows of other plugins, because no event of MkDocs tells it."""

from __future__ import annotations

import copy
import glob
import logging
import re
from collections.abc import Collection, Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from mkdocs_briefs.builder.doctor import HARMLESS
from mkdocs_briefs.builder.plugin_compat import (
    REWRITES_LINKS,
    find_conflicts,
    full_names,
    site_facts,
)
from mkdocs_briefs.host.log import log

if TYPE_CHECKING:
    from mkdocs.utils.templates import TemplateContext

DOWNLOADS_FONTS = full_names("privacy")
"""They download fonts and scripts of other hosts when the site is built."""
_DATES = ("git_revision_date", "git_creation_date", "revision_date")
"""Beginnings of the keys in `page.meta` that hold the dates of a page's file."""
_ALTERNATES = "i18n_alternates"
"""The files of each language, from which static-i18n writes the sitemap."""


def are_on(config: MkDocsConfig, names: tuple[str, ...]) -> bool:
    """Return whether one of the plugins with these names is on."""
    plugins = (config.plugins.get(name) for name in names)
    return any(plugin and getattr(plugin.config, "enabled", True) for plugin in plugins)


def switch_off(config: MkDocsConfig, name: str) -> None:
    """Switch a plugin off for this build, or remove it if it has no option for that.

    Call it before that plugin hears of the configuration.
    """
    plugin: Any = config.plugins[name]
    if hasattr(plugin.config, "enabled"):
        plugin.config.enabled = False
        return
    del config.plugins[name]
    for handlers in config.plugins.events.values():
        handlers[:] = [each for each in handlers if getattr(each, "__self__", None) is not plugin]


def is_disabled(plugin: Any) -> bool:
    """Return whether a plugin is one of Material's that its owner switched off."""
    known = type(plugin).__module__.startswith("material.plugins.")
    return known and getattr(plugin.config, "enabled", True) is False


def plugins_with_page_hooks(config: MkDocsConfig, own: object) -> list[str]:
    """Return the names of the plugins and hooks that may change pages."""
    found: dict[str, None] = {}
    for event, handlers in config.plugins.events.items():
        for handler in handlers if event not in HARMLESS else ():
            plugin = getattr(handler, "__self__", None)
            if plugin is not own and not (plugin is not None and is_disabled(plugin)):
                found[_name(plugin, handler, config)] = None
    return list(found)


def _name(plugin: object, handler: Any, config: MkDocsConfig) -> str:
    for name, each in config.plugins.items():
        if each is plugin:
            return str(name)
    return str(getattr(handler, "__module__", "") or handler)


def warn_of_conflicts(project: Path, config: MkDocsConfig, ours: Collection[str]) -> None:
    """Warn of plugins that make the site wrong, and tell of others that do not work with this one.

    `ours` are the files of our pages in the site.
    """
    plugins = [  # a file of hooks has no options
        (name, dict(getattr(each, "config", None) or {})) for name, each in config.plugins.items()
    ]
    for one in find_conflicts(site_facts(project, config, plugins, lambda: ours)):
        log.log(logging.WARNING if one.severe else logging.INFO, f"{one.text}\n{one.cure}")


def hide_from_authors(config: MkDocsConfig, files: Iterable[File]) -> None:
    """Tell git-authors to leave out files that nobody commits: it warns of each."""
    plugin: Any = config.plugins.get("git-authors")
    if plugin is not None:
        names = [glob.escape(file.src_uri) for file in files if file.generated_by]
        plugin.config["exclude"] = [*(plugin.config["exclude"] or ()), *names]


def remove_dates(meta: MutableMapping[str, Any]) -> None:
    """Remove the dates that plugins gave to a page without a file: they are today's."""
    for key in [key for key in meta if key.startswith(_DATES)]:
        del meta[key]


# Extensions of Markdown that run on the text of strangers

_SAFE_EXTENSIONS = frozenset(
    f"{package}.{name}"
    for package, *names in map(
        str.split,
        (
            """markdown.extensions abbr admonition attr_list codehilite def_list extra fenced_code
            footnotes legacy_attrs legacy_em md_in_html meta nl2br sane_lists smarty tables toc
            wikilinks""",
            """pymdownx arithmatex betterem blocks.admonition blocks.caption blocks.definition
            blocks.details blocks.html blocks.tab caret critic details emoji escapeall extra
            extrarawhtml fancylists highlight inlinehilite keys magiclink mark progressbar quotes
            saneheaders smartsymbols striphtml superfences tabbed tasklist tilde""",
        ),
    )
    for name in names
)
"""Extensions that read no file and run nothing. Others may: `pymdownx.snippets` and `pymdownx.b64`
read files, and those of some plugins run programs."""
_FENCES = ("custom_fences", "custom_inline")


def _is_safe_extension(extension: object) -> bool:
    """Return whether an extension, or one given by its name, may run on the text of strangers."""
    if isinstance(extension, str):
        name = extension.partition(":")[0]
        return name in _SAFE_EXTENSIONS or f"markdown.extensions.{name}" in _SAFE_EXTENSIONS
    return type(extension).__module__.startswith("mkdocs_briefs.")


def named_unsafe_extensions(config: MkDocsConfig) -> list[str]:
    """Return the names of the extensions of a site that do not run on the text of strangers."""
    extensions: Iterable[Any] = config.markdown_extensions  # plugins add instances
    unsafe = (each for each in extensions if not _is_safe_extension(each))
    return [each if isinstance(each, str) else type(each).__module__ for each in unsafe]


def with_safe_extensions(config: MkDocsConfig) -> MkDocsConfig:
    """Return a copy of a configuration in which no extension reads files or runs programs."""
    copied = copy.copy(config)
    extensions = [each for each in config.markdown_extensions if _is_safe_extension(each)]
    copied["markdown_extensions"] = extensions
    copied["mdx_configs"] = {
        name: {key: _safe_fences(value) if key in _FENCES else value for key, value in own.items()}
        for name, own in (config.mdx_configs or {}).items()
    }
    return copied


def _safe_fences(fences: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the fences that an extension writes itself; functions of others may do anything."""
    return [
        each
        for each in fences
        if all(
            str(getattr(each.get(name), "__module__", "pymdownx.")).startswith("pymdownx.")
            for name in ("format", "validator")
        )
    ]


# Plugins that change the Markdown of pages


def rewrites_links(config: MkDocsConfig) -> bool:
    """Return whether a plugin writes links anew, of which briefs have their own kinds."""
    return are_on(config, REWRITES_LINKS)


_TEMPLATE_TAG = re.compile(r"\{(?=[{%#])")
"""Where an expression, a statement or a comment of Jinja may begin."""
_ESCAPED = "{\x02"
"""No text holds this control character: Markdown removes it."""


def escape_jinja(markdown: str, page: Page) -> str:
    """Return the Markdown of a page without anything that looks like template syntax."""
    page.meta["render_macros"] = False  # mkdocs-macros, which may have other signs, reads this
    return _TEMPLATE_TAG.sub(_ESCAPED, markdown)


def unescape_jinja(markdown: str) -> str:
    """Return the Markdown as its author wrote it."""
    return markdown.replace(_ESCAPED, "{")


# Plugins for several languages, which build the site again for each further one


class NestedBuilds:
    """Tells builds within a build from the outer one, which alone makes our pages."""

    def __init__(self) -> None:
        self._is_running = False
        self.inner = False
        """Whether the build at hand runs within another."""

    def configure(self) -> None:
        """Note that MkDocs reads the configuration for a build."""
        self.inner = self._is_running

    def begin(self) -> None:
        """Note that the build begins."""
        self._is_running = True

    def end(self) -> bool:
        """Note that the build at hand ends. Return whether it was the outer one."""
        inner, self.inner = self.inner, False
        self._is_running = inner
        return not inner

    def fail(self) -> None:
        """Note that all builds have ended."""
        self.inner = self._is_running = False


def set_language(files: Iterable[File], language: str) -> None:
    """Set what static-i18n reads of a file: ours exist in one language."""
    for file in files:
        cast("Any", file).__dict__.update(
            locale=language, locale_alternate_of=language, localization=None, alternates={}
        )


def add_to_sitemap(context: TemplateContext, files: Iterable[File]) -> None:
    """Add our files to the sitemap of static-i18n, which lists files by language."""
    known = cast("dict[str, Any]", context)
    if _ALTERNATES in known:
        listed = [file for file in files if file.inclusion.is_included()]
        known[_ALTERNATES] = {**cast("Mapping[str, Any]", known[_ALTERNATES]), "": listed}
