"""All that decides what a build writes, as digests: configuration, software, files."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cache, partial
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
from mkdocs_briefs.host.lane import rests
from mkdocs_briefs.host.log import host_logger
from mkdocs_briefs.settings import Settings

_RECORDS = (".dist-info", ".egg-info")
"""Folders that bear the name and version of a package."""
_LEFT_OUT = frozenset(("site_dir", "strict", "watch", "dev_addr", "plugins", "hooks"))
"""Keys of the configuration that decide no byte of a page, or are looked at by themselves."""
_MODULES = ("markdown", "pymdownx", "material", "mkdocs", "properdocs")
"""Packages whose functions a configuration may name; they change with their version only."""


_OUTSIDE = ("config", "pre_build", "post_build")
"""Events at which a plugin that has no say in pages may still read and write what it likes."""


class UnknownInputsError(Exception):
    """What decides the site cannot be told; the message says why."""


def configured(config: MkDocsConfig, own: object) -> str:
    """A digest of the configuration as it was written, before any plugin has changed it.

    `own` is the plugin that asks. Raises UnknownInputsError where values, Markdown extensions or
    other plugins have a meaning that only they know.
    """
    for event in _OUTSIDE:
        for handler in config.plugins.events[event]:
            plugin = getattr(handler, "__self__", None)
            if plugin is not own and not rests(plugin):
                raise UnknownInputsError(f"{_named(handler)} may do anything")
    for name in config.markdown_extensions:
        if not is_pure(str(name)):
            raise UnknownInputsError(f"the Markdown extension {name} may read other files")
    values = {key: value for key, value in config.items() if key not in _LEFT_OUT}
    # A file of hooks stands among the plugins, and has no configuration.
    plugins = {name: getattr(each, "config", None) for name, each in config.plugins.items()}
    return _digest([_plain(values), _plain(plugins)])


def key_of(written: str, settings: Settings) -> str:
    """The key of a memory: what was `configured`, the day, and all software.

    A quiet build hears no warnings, so how much is said is part of it.
    """
    level = host_logger().getEffectiveLevel()
    day = [get_build_date(), os.environ.get("SOURCE_DATE_EPOCH", "")]
    told = _plain(asdict(settings))
    return _digest([written, told, day, _installed(), sys.version, software(), level])


def files_of(config: MkDocsConfig, briefs: Path) -> dict[str, str]:
    """The digest of every file that a build may read, by its path."""
    theme: Any = config.theme
    folders = [Path(config.docs_dir), briefs]
    if theme.custom_dir:
        folders.append(Path(theme.custom_dir))
    return digests(folders)


@cache
def _installed() -> list[str]:
    """Every package that can be imported here, with its version."""
    found: set[str] = set()
    for place in sys.path:
        with suppress(OSError):
            names = (entry.name for entry in Path(place or ".").iterdir())
            found.update(name for name in names if name.endswith(_RECORDS))
    return sorted(found)


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
    if isinstance(value, partial):
        return [_plain(value.func), _plain(value.args), _plain(value.keywords)]
    if callable(value):
        return _function(value)
    if hasattr(value, "items"):
        return [[str(key), _plain(each)] for key, each in _sorted(dict(value.items()))]
    if type(value).__module__.startswith(("mkdocs.", "properdocs.", "pathspec.")):
        return [_named(type(value)), str(getattr(value, "value", None) or _patterns(value))]
    raise UnknownInputsError(f"the configuration holds a {_named(type(value))}")


def _patterns(value: Any) -> list[str]:
    found = getattr(value, "patterns", ())
    return [f"{each.include} {getattr(each.regex, 'pattern', None)}" for each in found]


def _function(value: Any) -> str:
    """The name of a function. Raises UnknownInputsError where its code may be the site's own."""
    if getattr(value, "__module__", "").partition(".")[0] not in _MODULES:
        raise UnknownInputsError(f"the configuration names {_named(value)}")
    return _named(value)


def _sorted(value: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
    return iter(sorted(value.items(), key=lambda row: str(row[0])))


def _named(thing: Any) -> str:
    return f"{getattr(thing, '__module__', '')}.{getattr(thing, '__qualname__', repr(thing))}"


def _digest(value: Any) -> str:
    return hashlib.blake2b(json.dumps(value).encode(), digest_size=16).hexdigest()
