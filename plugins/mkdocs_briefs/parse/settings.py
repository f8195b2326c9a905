"""What mkdocs.yml says to us, read without the host and without running anything it names."""

from __future__ import annotations

from typing import Any

import yaml


class _Loader(yaml.SafeLoader):
    """Reads the host's own tags (`!ENV`, `!!python/name`, `!relative`) as nothing."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)  # type: ignore[no-untyped-call]


def site_options(text: str) -> dict[str, Any]:
    """The settings of a site; empty where the text is no mapping or no YAML (the host says why)."""
    try:
        # A subclass of the safe loader: it builds plain values only.
        value = yaml.load(text, Loader=_Loader)  # noqa: S506
    except yaml.YAMLError:
        return {}
    return value if isinstance(value, dict) else {}


def plugin_options(site: dict[str, Any]) -> dict[str, Any]:
    """The options of the plugin `briefs` in a site's settings."""
    plugins = site.get("plugins")
    rows = plugins.items() if isinstance(plugins, dict) else ()
    if isinstance(plugins, list):
        rows = [pair for row in plugins if isinstance(row, dict) for pair in row.items()]
    for name, options in rows:
        if name == "briefs" and isinstance(options, dict):
            return options
    return {}
