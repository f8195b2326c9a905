"""Errors of libyaml in the words of somebody who writes briefs: where, why, and what to write."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from mkdocs_briefs.problems import Location, Problem

BLOCK_START = re.compile(
    r"""^["']?(?:[^\s#\-"'\[\]{},.][^:\n]*:(?=\s|$)|[A-Za-z_]\w*:(?=[^\s:/]))""", re.MULTILINE
)
"""The line that opens a top-level field, also where the space after its colon was forgotten."""

_FIELD = re.compile(
    r"""^(?P<lead>[ ]*(?:-[ ]+)*)"""
    r"""(?P<key>[^\s:#"'\[\]{},&*!|>%@`-][^:]{0,300}?):[ \t]+(?P<value>\S.*)$"""
)
_ENTRY = re.compile(r"^(?P<lead>[ ]*-[ ]+)(?P<value>\S.*)$")
_NO_SPACE = re.compile(r"""^[ ]*(?:-[ ]+)*([A-Za-z_]\w*):[^\s:/]""")
_TABBED = re.compile(r"^[ ]*\t")
_SWALLOWED = re.compile(r"[ \t]#\w")
_SHOWN = 120
_MISPLACED = (
    "did not find expected key",
    "did not find expected '-'",
    "did not find expected <document",
)
_FIRST_SIGNS = {"while scanning an alias", "while scanning an anchor", "while scanning a tag"}

_Verdict = tuple[int, int, str, str]
"""Line and column from 0, message, help."""


def quoted(value: str) -> str:
    """`value` as a YAML scalar in quotes."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def unspaced_key(text: str) -> str | None:
    """The key of a `key:value` that lacks its space, else None."""
    match = _NO_SPACE.match(text)
    return match[1] if match else None


def explain(error: yaml.YAMLError, lines: list[str], file: str, first_line: int) -> Problem:
    """B103 for an error met in `lines`, the first of which is line `first_line` of `file`."""
    line, column, message, help_text = _verdict(error, lines)
    line = min(max(line, 0), len(lines) - 1)
    text = lines[line]
    column = min(max(column, 0), len(text))
    length = max(1, len(text.rstrip()) - column)
    return Problem(
        "B103", Location(file, first_line + line, column + 1, length), message, help_text
    )


def _verdict(error: yaml.YAMLError, lines: list[str]) -> _Verdict:
    mark: Any = getattr(error, "problem_mark", None)
    if mark is None:
        return 0, 0, "The YAML cannot be read", "Look for unusual characters."
    problem = str(getattr(error, "problem", ""))
    context = str(getattr(error, "context", "") or "")
    start: Any = getattr(error, "context_mark", None) or mark
    line = min(mark.line, len(lines) - 1)
    for check in _CHECKS:
        if found := check(problem, context, (start.line, start.column), (line, mark.column), lines):
            return found
    return line, mark.column, f"The YAML cannot be read here ({problem})", _INDENT


_Place = tuple[int, int]
_Check = Callable[[str, str, _Place, _Place, list[str]], "_Verdict | None"]
_INDENT = "Give the fields of one entry, and the hyphens of one list, the same number of spaces."


def _value_at(text: str, column: int) -> tuple[str, str]:
    """The beginning of a line up to its value at `column`, and that value without a comment."""
    return text[:column].lstrip(), re.split(r"[ \t]#[ \t]", text[column:], maxsplit=1)[0].rstrip()


def _write(text: str, column: int) -> str:
    lead, value = _value_at(text, column)
    if len(lead) + len(value) > _SHOWN:
        return "Put the whole value in quotes."
    if len(value) > 2 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return f"Put the value in quotes: {lead}{quoted(value)}"


def _tab(
    problem: str, _context: str, _start: _Place, at: _Place, lines: list[str]
) -> _Verdict | None:
    line, column = at
    text = lines[line]
    if _TABBED.match(text) or text[column : column + 1] == "\t" or "tab" in problem.split():
        column = text.find("\t")
        if column >= 0:
            return (
                line,
                column,
                "A tab stands where YAML allows only spaces",
                "Indent with two spaces.",
            )
    return None


def _colon(
    problem: str, _context: str, _start: _Place, at: _Place, lines: list[str]
) -> _Verdict | None:
    if not problem.startswith("mapping values are not allowed"):
        return None
    line, column = at
    text = lines[line]
    field = _FIELD.match(text)
    if field and field.start("value") <= column:
        message = (
            "A colon with a space after it stands inside this value, which YAML takes for a field"
        )
        return line, column, message, _write(text, field.start("value"))
    above = next((n for n in range(line - 1, -1, -1) if lines[n].strip()), None)
    if above is not None and _NO_SPACE.match(lines[above]):
        return _no_space(above, lines)
    indent = len(text) - len(text.lstrip(" "))
    if above is not None and indent > len(lines[above]) - len(lines[above].lstrip(" ")):
        message = (
            "This line is indented, so YAML reads it as more of the value above, up to its colon"
        )
        advice = (
            "Move a field of its own to the left, level with the field above; "
            "or put the whole value above in quotes."
        )
        return line, indent, message, advice
    if above is not None:
        message = "This line has no colon, so it is not a field: expected key: value"
        return (
            above,
            len(lines[above]) - len(lines[above].lstrip(" ")),
            message,
            "Write key: value.",
        )
    return line, column, "A colon cannot stand here", "Put text that holds a colon in quotes."


def _no_space(line: int, lines: list[str]) -> _Verdict:
    text = lines[line]
    column = text.index(":")
    fixed = f"{text[: column + 1]} {text[column + 1 :]}".strip()
    advice = f"Write {fixed}" if len(fixed) <= _SHOWN else "Put a space after the colon."
    return line, column, "There is no space after this colon, so YAML sees no field", advice


def _first_character(
    problem: str, context: str, start: _Place, at: _Place, lines: list[str]
) -> _Verdict | None:
    block_sign = context == "while scanning a block scalar" and "line break" in problem
    no_node = context == "while parsing a block node" and problem.endswith("expected node content")
    if problem.startswith("found character that cannot start") or no_node:
        line, column = at
    elif (
        context in _FIRST_SIGNS
        or block_sign
        or context == "while scanning a directive"
        or problem.startswith("mapping keys are not allowed")
    ):
        line, column = start
    else:
        return None
    line = min(line, len(lines) - 1)
    sign = lines[line][column : column + 1]
    message = f"A value cannot begin with {sign} unless it stands in quotes"
    return line, column, message, _write(lines[line], column)


def _quote(
    problem: str, context: str, start: _Place, at: _Place, lines: list[str]
) -> _Verdict | None:
    if "quoted scalar" not in context:
        return None
    if "escape" in problem:
        message = "In double quotes a backslash begins a code, and this is none"
        advice = "Use single quotes, or write each backslash twice."
        return at[0], at[1], message, advice
    line = min(start[0], len(lines) - 1)
    sign = lines[line][start[1] : start[1] + 1]
    message = f"The quote that opens here is never closed before the next field: {sign}"
    return line, start[1], message, f"Close it with {sign} at the end of the value, or delete it."


def _bracket(
    _problem: str, context: str, start: _Place, _at: _Place, lines: list[str]
) -> _Verdict | None:
    if "flow" not in context:
        return None
    line, column = min(start[0], len(lines) - 1), start[1]
    if context == "while parsing a flow node":
        if lines[line][column : column + 1] == ",":
            return (
                line,
                column,
                "A value is missing before this comma",
                "Write it or delete the comma.",
            )
        line, column = _last_bracket(lines, line, column)
    sign = lines[line][column : column + 1]
    close = {"[": "]", "{": "}"}.get(sign, "]")
    message = f"This {sign} is not closed before the next field, or a comma is missing"
    advice = f"Close it with {close}; a text that begins with {sign} must stand in quotes."
    return line, column, message, advice


def _last_bracket(lines: list[str], line: int, column: int) -> _Place:
    """The last opening bracket before a place, or that place when there is none."""
    for above in range(line, -1, -1):
        text = lines[above][:column] if above == line else lines[above]
        if (found := max(text.rfind("["), text.rfind("{"))) >= 0:
            return above, found
    return line, column


def _after_value(
    problem: str, _context: str, _start: _Place, at: _Place, lines: list[str]
) -> _Verdict | None:
    """Text behind a value that was already complete: `"Quoted" and more`, `[list] and more`."""
    if not problem.startswith(_MISPLACED[:2]):
        return None
    line, column = at
    text = lines[line]
    if match := _FIELD.match(text) or _ENTRY.match(text):
        begin = match.start("value")
        if column > begin and text[begin] in "\"'[{":
            what = "quote" if text[begin] in "\"'" else "bracket"
            message = f"Text goes on after the closing {what}"
            return line, column, message, _write(text, begin)
    above = line - 1
    if above >= 0 and (hash_ := _SWALLOWED.search(lines[above])) and text[:1] == " ":
        message = "The # begins a comment, so the value ends there and cannot go on below"
        return above, hash_.start() + 1, message, "Put the whole value in quotes."
    return None


def _indent(
    problem: str, _context: str, _start: _Place, at: _Place, lines: list[str]
) -> _Verdict | None:
    line, column = at
    text = lines[line].lstrip(" ")
    if problem.startswith("block sequence entries are not allowed"):
        advice = "Begin each entry on a line of its own below the field, with - before it."
        return line, column, "A list cannot begin here", advice
    if not problem.startswith(_MISPLACED):
        return None
    column = len(lines[line]) - len(text)
    if text.startswith(":"):
        return line, column, "A colon stands here without a name before it", "Write key: value."
    what = "list entry" if text.startswith("- ") else "line"
    return line, column, f"This {what} is indented differently from those it belongs to", _INDENT


def _keyless(
    problem: str, _context: str, start: _Place, _at: _Place, lines: list[str]
) -> _Verdict | None:
    if "could not find expected ':'" not in problem:
        return None
    line = min(start[0], len(lines) - 1)
    if _NO_SPACE.match(lines[line]):
        return _no_space(line, lines)
    if start[1] > 0 and len(lines[line]) > 1000:
        message = "The name before a colon is longer than 1,024 characters"
        return line, start[1], message, "Put the text in quotes."
    message = "This line has no colon, so it is not a field: expected key: value"
    advice = "Write key: value. If the line goes on from the value above, indent it by two spaces."
    return line, start[1], message, advice


_CHECKS: tuple[_Check, ...] = (
    _tab, _colon, _first_character, _quote, _bracket, _after_value, _keyless, _indent,
)  # fmt: skip
