"""What decides a site, as digests: configuration, software, files, days of commits."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections import UserString
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

from mkdocs_briefs.builder.doctor import is_pure
from mkdocs_briefs.builder.git_history import git_dates
from mkdocs_briefs.builder.misplaced import beside_settings
from mkdocs_briefs.builder.store import digest_of, digest_of_value
from mkdocs_briefs.host.log import log
from mkdocs_briefs.host.options import project_of
from mkdocs_briefs.host.other_plugins import is_disabled
from mkdocs_briefs.pages.facts import NO_DAYS, Committed
from mkdocs_briefs.settings import Settings

_PACKAGE = Path(__file__).resolve().parents[1]
_VERSIONS = (".dist-info", ".egg-info")
"""Folders whose names hold the name and version of a package."""
_LEFT_OUT = frozenset(("site_dir", "strict", "watch", "dev_addr", "plugins", "hooks"))
"""Keys of the configuration that decide no page, or have a digest of their own."""
_PACKAGES = ("markdown", "pymdownx", "material", "mkdocs", "properdocs")
"""Packages whose functions a configuration may name. They change with their version only."""
_EVENTS = ("config", "pre_build", "post_build")
"""Events at which a plugin that changes no page may still read and write other files."""


class UnknownInputsError(Exception):
    """It is not known what decides the site. The message says why."""


def configured(config: MkDocsConfig, own: object) -> str:
    """Return a digest of the configuration before any plugin has changed it.

    `own` is this plugin. Raise UnknownInputsError if values, Markdown extensions or other plugins
    may read anything.
    """
    for event in _EVENTS:
        for handler in config.plugins.events[event]:
            plugin = getattr(handler, "__self__", None)
            if plugin is not own and not is_disabled(plugin):
                raise UnknownInputsError(f"{_name(handler)} may do anything")
    for name in config.markdown_extensions:
        if not is_pure(str(name)):
            raise UnknownInputsError(f"the Markdown extension {name} may read other files")
    values = {key: value for key, value in config.items() if key not in _LEFT_OUT}
    # A file of hooks is one of the plugins, and has no configuration.
    plugins = {name: dict(getattr(each, "config", {})) for name, each in config.plugins.items()}
    for name, each in config.plugins.items():
        if each is own:  # views have the day where they show it
            plugins[name].pop("today", None)
    try:
        return digest_of_value([plain(values), plain(plugins)])
    except UnknownInputsError:
        raise
    except Exception as error:
        # A setting may be of any class, and contain itself.
        raise UnknownInputsError(f"a setting cannot be read ({type(error).__name__})") from error


def settings_digest(configured: str, settings: Settings, level: int) -> str:
    """Return a digest of the configuration, the settings but for the day, and the software.

    `level` is that of the log.
    """
    always = {name: each for name, each in asdict(settings).items() if name != "today"}
    return digest_of_value([configured, plain(always), software(), level])


def files_of(config: MkDocsConfig, briefs: Path) -> list[str]:
    """Return the path of every file that a build may read."""
    theme: Any = config.theme
    folders = [Path(config.docs_dir), briefs]
    if theme.custom_dir:
        folders.append(Path(theme.custom_dir))
    beside = map(str, beside_settings(project_of(config)))
    return sorted({*beside, *(path for folder in folders for path in _below(folder))})


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
    """Return size, times and inode of each file; they change whenever it is written."""
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

    It covers every file of this package, because its version stays the same during development.
    """
    own = [row for row in digests(_below(_PACKAGE)) if "__pycache__" not in row[0]]
    return digest_of_value([sys.version, _installed(), sorted(own)])


@cache
def _installed() -> list[str]:
    """Return every package that can be imported here, with its version."""
    found: set[str] = set()
    for place in sys.path:
        with suppress(OSError):
            names = (entry.name for entry in Path(place or ".").iterdir())
            found.update(name for name in names if name.endswith(_VERSIONS))
    return sorted(found)


def plain(value: Any) -> Any:
    """Return a value as JSON, equal for equal values. Raise UnknownInputsError."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, ExtraScriptValue):
        return [str(value), plain(vars(value))]
    if isinstance(value, (dt.date, Path, Locale, UserString)):
        return [_name(type(value)), str(value)]
    if isinstance(value, Theme):
        return [value.name, value.custom_dir, sorted(value.static_templates), plain(dict(value))]
    if isinstance(value, BasePlugin):
        return [_name(type(value)), plain(value.config)]
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
        return [_name(type(value)), str(getattr(value, "value", None) or _patterns(value))]
    raise UnknownInputsError(f"the configuration holds a {_name(type(value))}")


def _patterns(value: Any) -> list[str]:
    found = getattr(value, "patterns", ())
    return [f"{each.include} {getattr(each.regex, 'pattern', None)}" for each in found]


def _function(value: Any) -> str:
    """Return the name of a function. Raise UnknownInputsError if its code may be the site's."""
    if getattr(value, "__module__", "").partition(".")[0] not in _PACKAGES:
        raise UnknownInputsError(f"the configuration names {_name(value)}")
    return _name(value)


def _sorted(value: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
    return iter(sorted(value.items(), key=lambda row: str(row[0])))


def _name(thing: Any) -> str:
    return f"{getattr(thing, '__module__', '')}.{getattr(thing, '__qualname__', repr(thing))}"


def committed_files(config: MkDocsConfig, settings: Settings) -> Mapping[str, Committed]:
    """Return the days on which files were committed, by path relative to the project.

    Days after `today` are left out. If Git cannot say, log why and return nothing.
    """
    if not settings.git_dates:
        return NO_DAYS
    project = project_of(config)
    found = git_dates(project, [project / settings.briefs_dir, Path(config.docs_dir).resolve()])
    if found.note:
        log.info(found.note)
    return {file: days for file, days in found.files.items() if days.last <= settings.today}


def as_json(committed: Mapping[str, Committed]) -> dict[str, list[str]]:
    """Return the days of Markdown files as JSON can hold them."""
    return {
        file: [str(days.first or ""), str(days.last)]
        for file, days in committed.items()
        if file.endswith(".md")
    }
