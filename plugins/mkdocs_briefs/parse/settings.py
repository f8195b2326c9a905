"""What mkdocs.yml says to us, read without the host and without running anything it names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from mkdocs_briefs.problems import Location, Problem


class _Loader(yaml.SafeLoader):
    """Reads the host's own tags (`!ENV`, `!!python/name`, `!relative`) as nothing."""


_Loader.add_multi_constructor("", lambda *_: None)


def read_site(data: bytes, file: str) -> tuple[dict[str, Any], Problem | None]:
    """The settings of a site in `data`, the content of `file`; a problem where they are unreadable.

    Never raises, whatever the bytes. An empty file has no settings.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"the byte 0x{data[error.start]:02x} is no UTF-8"
        return {}, Problem("B101", Location(file, line), message, "Save the file as UTF-8.")
    try:
        # A subclass of the safe loader: it builds plain values only.
        value = yaml.load(text, Loader=_Loader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file)
        message = f"the YAML cannot be read: {error.problem or error.context}"
        return {}, Problem("B103", place, message, "Look at this line and the one above it.")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # ValueError: a number or a day that cannot be, as in 2024-02-30.
        first = str(error).partition("\n")[0]
        return {}, Problem("B103", Location(file), f"the YAML cannot be read: {first}")
    if value is None or isinstance(value, dict):
        return value or {}, None
    message = "expected settings, one a line, as in site_name: My site"
    return {}, Problem("B204", Location(file), message)


def plugin_names(site: dict[str, Any]) -> list[str]:
    """The plugins of a site's settings, in their order."""
    plugins = site.get("plugins")
    if isinstance(plugins, dict):
        return [str(name) for name in plugins]
    rows = plugins if isinstance(plugins, list) else []
    return [str(next(iter(row), "")) if isinstance(row, dict) else str(row) for row in rows]


def plugin_options(site: dict[str, Any]) -> dict[str, Any]:
    """The options of the plugin `briefs` in a site's settings."""
    plugins = site.get("plugins")
    rows: Iterable[tuple[Any, Any]] = ()
    if isinstance(plugins, dict):
        rows = plugins.items()
    elif isinstance(plugins, list):
        rows = [pair for row in plugins if isinstance(row, dict) for pair in row.items()]
    for name, options in rows:
        if name == "briefs" and isinstance(options, dict):
            return options
    return {}
