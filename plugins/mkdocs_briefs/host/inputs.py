"""All that decides what a build writes, as digests: configuration, software, files."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from babel import Locale
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.theme import Theme
from mkdocs.utils import get_build_date

from mkdocs_briefs.build.memory import digests, software
from mkdocs_briefs.build.slowness import is_pure
from mkdocs_briefs.host.log import host_logger
from mkdocs_briefs.settings import Settings

_PACKAGES = (
    *("mkdocs", "properdocs", "mkdocs-material", "markdown", "pymdown-extensions", "pygments"),
    *("jinja2", "markupsafe", "babel", "pydantic", "pyyaml", "lxml", "nh3", "tinycss2"),
    *("pagefind", "pagefind_bin", "pillow", "uharfbuzz"),
)
"""Packages whose version shows in what is built; what is not installed counts as such."""
_LEFT_OUT = frozenset(("site_dir", "strict", "watch", "dev_addr", "plugins", "hooks"))
"""Keys of the configuration that decide no byte of a page, or are looked at by themselves."""


class UnknownInputsError(Exception):
    """What decides the site cannot be told; the message says why."""


def configured(config: MkDocsConfig) -> str:
    """A digest of the configuration as it was written, before any plugin has changed it.

    Raises UnknownInputsError for one with values or extensions whose meaning only they know.
    """
    for name in config.markdown_extensions:
        if not is_pure(str(name)):
            raise UnknownInputsError(f"the Markdown extension {name} may read other files")
    values = {key: value for key, value in config.items() if key not in _LEFT_OUT}
    plugins = {name: plugin.config for name, plugin in config.plugins.items()}
    return _digest([_plain(values), _plain(plugins)])


def key_of(written: str, settings: Settings) -> str:
    """The key of a memory: what was `configured`, the day, and all software.

    A quiet build hears no warnings, so how much is said is part of it.
    """
    versions = {name: _version(name) for name in _PACKAGES}
    level = host_logger().getEffectiveLevel()
    return _digest(
        [
            written,
            _plain(asdict(settings)),
            get_build_date(),
            versions,
            sys.version,
            software(),
            level,
        ]
    )


def files_of(config: MkDocsConfig, briefs: Path) -> dict[str, str]:
    """The digest of every file that a build may read, by its path."""
    theme: Any = config.theme
    folders = [Path(config.docs_dir), briefs]
    if theme.custom_dir:
        folders.append(Path(theme.custom_dir))
    return digests(folders)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _plain(value: Any) -> Any:
    """A value as JSON that is the same whenever the value is. Raises UnknownInputsError."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, ExtraScriptValue):
        return [str(value), _plain(vars(value))]
    if isinstance(value, (dt.date, Path, Locale)):
        return str(value)
    if isinstance(value, Theme):
        return [value.name, value.custom_dir, sorted(value.static_templates), _plain(dict(value))]
    if isinstance(value, BasePlugin):
        return [_named(type(value)), _plain(value.config)]
    if isinstance(value, Mapping):
        return [[str(key), _plain(each)] for key, each in _sorted(value)]
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, Sequence):
        return [_plain(each) for each in value]
    if callable(value):
        return _named(value)
    if hasattr(value, "items"):
        return [[str(key), _plain(each)] for key, each in _sorted(dict(value.items()))]
    if type(value).__module__.startswith(("mkdocs.", "properdocs.", "pathspec.")):
        return [_named(type(value)), str(getattr(value, "value", None) or _patterns(value))]
    raise UnknownInputsError(f"the configuration holds a {_named(type(value))}")


def _patterns(value: Any) -> list[str]:
    return [str(getattr(each, "pattern", each)) for each in getattr(value, "patterns", ())]


def _sorted(value: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
    return iter(sorted(value.items(), key=lambda row: str(row[0])))


def _named(thing: Any) -> str:
    return f"{getattr(thing, '__module__', '')}.{getattr(thing, '__qualname__', repr(thing))}"


def _digest(value: Any) -> str:
    return hashlib.blake2b(json.dumps(value).encode(), digest_size=16).hexdigest()
