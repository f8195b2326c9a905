"""Markers such as `<!-- briefs:list topic=gaza-war limit=5 -->`: how they are written."""

from __future__ import annotations

import re

MARKER_NAME = r"<!--\s*briefs:([\w-]+)"
"""What a marker begins with, its name in the first group."""
MARKER = rf"{MARKER_NAME}(?=\s|-->)((?s:.){{0,1000}}?)-->"
"""A whole marker: its name in the first group, its options in the second."""
OPTION = re.compile(r"""(?P<key>[^\s="']+)(?:=(["']?)(?P<value>(?<=")[^"]*|(?<=')[^']*|\S*)\2)?""")
"""One option of a marker, its value with or without quotation marks."""


def marker_options(text: str) -> tuple[tuple[str, str], ...]:
    """Return the names and values of the options that `text` holds, in their order."""
    return tuple((found["key"], found["value"] or "") for found in OPTION.finditer(text))
