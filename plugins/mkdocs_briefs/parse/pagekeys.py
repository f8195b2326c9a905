"""The host's own page keys: their values as the host expects them, or what is wrong with them.

Shapes follow the Material for MkDocs reference (https://squidfunk.github.io/mkdocs-material/),
whose templates fail on any other.
"""

from __future__ import annotations

import re

from mkdocs_briefs.parse.tree import Node

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,15})(?:\.\d{1,15})?")
_FILE = {
    "icon": re.compile(r"[\w-]+(?:/[\w-]+)*"),
    "template": re.compile(r"[\w-]+(?:/[\w-]+)*\.html"),
}
_LONGEST = 300


def page_value(key: str, value: Node) -> tuple[object, str]:
    """The value of the page key `key` in its type, and an empty text; or None and what is wrong."""
    if key == "hide":
        names = value if isinstance(value, list) else [value]
        if all(isinstance(name, str) and len(name) <= _LONGEST for name in names):
            return names, ""
        return None, "expected a list of names, as in [navigation, toc]"
    if key in {"search", "social"}:
        made = typed(value)
        if not isinstance(made, dict):
            return None, "expected fields, as in {exclude: true}"
        if not isinstance(made.get("boost", 1), (int, float)):
            return None, "expected a number for boost"
        return made, ""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None, "expected one short value"
    if key in _FILE and not _FILE[key].fullmatch(value):
        return None, f"expected the name of one of the theme's {key}s"
    return typed(value) if key in {"boost", "comments"} else value, ""


def typed(value: Node) -> object:
    """A value as the host expects it: booleans and plain numbers get their type."""
    if isinstance(value, dict):
        return {key: typed(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [typed(one) for one in value]
    if value in {"true", "True", "false", "False"}:
        return value in {"true", "True"}
    if _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return str(value)
