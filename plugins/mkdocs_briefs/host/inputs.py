"""All that decides what a build writes, as digests: configuration, software, files."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections import UserString
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from babel import Locale
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.theme import Theme

from mkdocs_briefs.builder.doctor import is_pure
from mkdocs_briefs.builder.store import digest_of, digest_of_value
from mkdocs_briefs.host.other_plugins import is_disabled

_PACKAGE = Path(__file__).resolve().parents[1]
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
            if plugin is not own and not is_disabled(plugin):
                raise UnknownInputsError(f"{_named(handler)} may do anything")
    for name in config.markdown_extensions:
        if not is_pure(str(name)):
            raise UnknownInputsError(f"the Markdown extension {name} may read other files")
    values = {key: value for key, value in config.items() if key not in _LEFT_OUT}
    # A file of hooks stands among the plugins, and has no configuration.
    plugins = {name: dict(getattr(each, "config", {})) for name, each in config.plugins.items()}
    for name, each in config.plugins.items():
        if each is own:  # a page that shows the day has it in its view
            plugins[name].pop("today", None)
    try:
        return digest_of_value([plain(values), plain(plugins)])
    except UnknownInputsError:
        raise
    except Exception as error:
        # A setting may be of any class, and hold itself.
        raise UnknownInputsError(f"a setting cannot be read ({type(error).__name__})") from error


def files_of(config: MkDocsConfig, briefs: Path) -> list[str]:
    """Return the path of every file that a build may read."""
    theme: Any = config.theme
    folders = [Path(config.docs_dir), briefs]
    if theme.custom_dir:
        folders.append(Path(theme.custom_dir))
    return sorted({path for folder in folders for path in _below(folder)})


def _below(folder: Path) -> Iterator[str]:
    for root, _, files in os.walk(folder, followlinks=True):
        for name in files:
            yield f"{root}/{name}"


def digests(files: Iterable[str]) -> list[tuple[str, str]]:
    """Return each path with the digest of its file, which is empty where it cannot be read."""
    found = []
    for path in files:
        digest = ""
        with suppress(OSError), open(path, "rb") as file:  # noqa: PTH123 - of thousands
            digest = digest_of(file.read())
        found.append((path, digest))
    return found


def stamps(files: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return what the disk says of each file; it changes whenever a file is written."""
    found: dict[str, tuple[int, ...]] = {}
    for path in files:
        try:
            status = os.stat(path)  # noqa: PTH116 - of thousands
        except OSError:
            found[path] = ()
        else:
            found[path] = status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
    return found


def own_templates(config: MkDocsConfig) -> bool:
    """Return whether the site has templates of its own, which may show anything of a page."""
    folder = config.theme.custom_dir
    return bool(folder) and any(Path(str(folder)).rglob("*.html"))


@cache
def software() -> str:
    """Return a digest of Python and all that it can import here.

    Of this package it reads every file: a version says little while it is worked on.
    """
    own = [row for row in digests(_below(_PACKAGE)) if "__pycache__" not in row[0]]
    return digest_of_value([sys.version, _installed(), sorted(own)])


@cache
def _installed() -> list[str]:
    """Every package that can be imported here, with its version."""
    found: set[str] = set()
    for place in sys.path:
        with suppress(OSError):
            names = (entry.name for entry in Path(place or ".").iterdir())
            found.update(name for name in names if name.endswith(_RECORDS))
    return sorted(found)


def plain(value: Any) -> Any:
    """Return a value as JSON that is the same whenever the value is. Raises UnknownInputsError."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, ExtraScriptValue):
        return [str(value), plain(vars(value))]
    if isinstance(value, (dt.date, Path, Locale, UserString)):
        return [_named(type(value)), str(value)]
    if isinstance(value, Theme):
        return [value.name, value.custom_dir, sorted(value.static_templates), plain(dict(value))]
    if isinstance(value, BasePlugin):
        return [_named(type(value)), plain(value.config)]
    if isinstance(value, Mapping):
        return [[str(key), plain(each)] for key, each in _sorted(value)]
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, Sequence):
        return [plain(each) for each in value]
    if isinstance(value, partial):
        return [plain(value.func), plain(value.args), plain(value.keywords)]
    if callable(value):
        return _function(value)
    if hasattr(value, "items"):
        return [[str(key), plain(each)] for key, each in _sorted(dict(value.items()))]
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
