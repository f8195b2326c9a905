"""Values -> YAML text that our own parser, and any other, reads back as the same values.

No YAML library: drafts need comments beside the fields, and texts folded as people fold them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = "str | bool | Sequence[Value] | Mapping[str, Value] | None"

_WIDTH = 96
_ONE_LINE = 80
_PLAIN = re.compile(r"[^\W\d_][\w ’“”,.()/%–—-]*[\w.)”’%]|[\dX]{4}(?:-[\dX]{2}){0,2}|[^\W\d_]")
_TYPED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_FOLDABLE = re.compile(r"[^\s](?:[^\n\t\r\x85\u2028\u2029]*[^\s])?")
_ODD = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def quoted(text: str) -> str:
    """`text` as a scalar on one line: plain where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _TYPED:
        return text
    safe = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{_ODD.sub(_code, safe)}"'


def _code(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def scalar(text: str, indent: int) -> str:
    """`text` as it follows a key or a hyphen; a long one folded, indented by `indent`."""
    if len(text) <= _ONE_LINE or "  " in text or _ODD.search(text) or not _FOLDABLE.fullmatch(text):
        return quoted(text)
    pad = " " * indent
    return "\n".join([">-", *(pad + row for row in _rows(text, _WIDTH - indent))])


def _rows(text: str, width: int) -> Iterator[str]:
    row = ""
    for word in text.split(" "):
        if row and len(row) + 1 + len(word) > width:
            yield row
            row = word
        else:
            row = f"{row} {word}" if row else word
    yield row


def field(key: str, value: Value, indent: int = 0) -> str:
    """`key: value` in block style, its first line without indentation."""
    name = quoted(key)
    if value is None:
        return f"{name}:"
    if isinstance(value, bool):
        return f"{name}: {str(value).lower()}"
    if isinstance(value, str):
        return f"{name}: {scalar(value, indent + 2)}"
    if not value:
        return f"{name}: {'{}' if isinstance(value, Mapping) else '[]'}"
    pad = "\n" + " " * (indent + 2)
    return f"{name}:{pad}{pad.join(_children(value, indent + 2))}"


def _children(value: Sequence[Value] | Mapping[str, Value], indent: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from (field(key, one, indent) for key, one in value.items())
    else:
        yield from (entry(one, indent) for one in value)


def entry(value: Value, indent: int = 0) -> str:
    """`- value` in block style, its first line without indentation."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return f"- {str(value).lower()}"
    if isinstance(value, str):
        return f"- {scalar(value, indent + 2)}"
    if not value:
        return "- {}" if isinstance(value, Mapping) else "- []"
    pad = "\n" + " " * (indent + 2)
    return f"- {pad.join(_children(value, indent + 2))}"
