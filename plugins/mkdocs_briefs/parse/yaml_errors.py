"""Errors of libyaml in the words of somebody who writes briefs: where, why, and what to write."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

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
_CURLY = re.compile(
    "[\u2018-\u201f\xab\u2039\u300c](?P<inner>[^\u2018-\u201f\xab\xbb]+)[\u2018-\u201f\xbb\u203a\u300d]"
)
_TABBED = re.compile(r"^[ ]*\t")
_SEVERAL = re.compile(r"""(?:"[^"]*"|'[^']*')(?:\s*,\s*(?:"[^"]*"|'[^']*'))+\s*""")
_COMMENT = re.compile(r"[ \t]#\w")
_MAX_SHOWN = 120
"""Characters of a value that advice repeats."""
_MISPLACED = (
    "did not find expected key",
    "did not find expected '-'",
    "did not find expected <document",
)
_SIGN_CONTEXTS = {"while scanning an alias", "while scanning an anchor", "while scanning a tag"}
_QUOTE_ALL = "Put the whole value in quotes."
_INDENT = "Give the fields of one entry, and the hyphens of one list, the same number of spaces."
_NO_COLON = "This line has no colon, so it is not a field: expected key: value"

_Verdict = tuple[int, int, str, str]
"""Line and column from 0, message, advice."""


def quoted(value: str) -> str:
    """Return `value` as a YAML scalar in quotes."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def in_curly_quotes(value: str) -> str | None:
    """Return what stands between curly quotes that are around a whole value, else None."""
    match = _CURLY.fullmatch(value)
    return match["inner"].strip() if match else None


def unspaced_key(text: str) -> str | None:
    """Return the key of a `key:value` that lacks its space, else None."""
    match = _NO_SPACE.match(text)
    return match[1] if match else None


def explain(error: yaml.YAMLError, lines: list[str], file: str, first_line: int) -> Problem:
    """Return the B103 for an error in `lines`, which begin on line `first_line` of `file`."""
    verdict = 0, 0, "The YAML cannot be read", "Look for unusual characters."
    if isinstance(error, yaml.MarkedYAMLError) and (mark := error.problem_mark):
        start, last = error.context_mark or mark, len(lines) - 1
        fault = _Fault(
            str(error.problem),
            str(error.context or ""),
            (min(start.line, last), start.column),
            (min(mark.line, last), mark.column),
            lines,
        )
        verdict = (*fault.at, f"The YAML cannot be read here ({error.problem})", _INDENT)
        verdict = next(filter(None, (check(fault) for check in _CHECKS)), verdict)
    line, column, message, advice = verdict
    line = max(line, 0)
    column = min(max(column, 0), len(lines[line]))
    length = max(1, len(lines[line].rstrip()) - column)
    return Problem("B103", Location(file, first_line + line, column + 1, length), message, advice)


class _Fault(NamedTuple):
    """An error of libyaml: its two texts, where their causes are (from 0), and all lines."""

    problem: str
    context: str
    start: tuple[int, int]
    """Where that begins which could not be read to its end."""
    at: tuple[int, int]
    lines: list[str]


def _tab(fault: _Fault) -> _Verdict | None:
    line, column = fault.at
    text = fault.lines[line]
    if _TABBED.match(text) or text[column : column + 1] == "\t" or "tab" in fault.problem.split():
        column = text.find("\t")
        if column >= 0:
            message = "A tab stands where YAML allows only spaces"
            return line, column, message, "Indent with two spaces."
    return None


def _colon(fault: _Fault) -> _Verdict | None:
    if not fault.problem.startswith("mapping values are not allowed"):
        return None
    line, column = fault.at
    text = fault.lines[line]
    field = _FIELD.match(text)
    if field and field.start("value") <= column:
        message = "This value holds a colon and a space, which YAML reads as the name of a field"
        return line, column, message, _write(text, field.start("value"))
    above = next((n for n in range(line - 1, -1, -1) if fault.lines[n].strip()), None)
    if above is None:
        return line, column, "A colon cannot stand here", "Put text that holds a colon in quotes."
    if _NO_SPACE.match(fault.lines[above]):
        return _no_space(above, fault.lines)
    if _indent(text) > _indent(fault.lines[above]):
        message = (
            "This line is indented, so YAML reads it as more of the value above, up to its colon"
        )
        advice = (
            "Move a field of its own to the left, level with the field above; "
            "or put the whole value above in quotes."
        )
        return line, _indent(text), message, advice
    return above, _indent(fault.lines[above]), _NO_COLON, "Write key: value."


def _first_character(fault: _Fault) -> _Verdict | None:
    problem, context = fault.problem, fault.context
    if problem.startswith("found character that cannot start") or (
        context == "while parsing a block node" and problem.endswith("expected node content")
    ):
        line, column = fault.at
    elif (
        context in _SIGN_CONTEXTS
        or (context == "while scanning a block scalar" and "line break" in problem)
        or context == "while scanning a directive"
        or problem.startswith("mapping keys are not allowed")
    ):
        line, column = fault.start
    else:
        return None
    text = fault.lines[line]
    message = f"A value cannot begin with {text[column : column + 1]} unless it stands in quotes"
    return line, column, message, _write(text, column)


def _quote(fault: _Fault) -> _Verdict | None:
    if "quoted scalar" not in fault.context:
        return None
    if "escape" in fault.problem:
        message = "In double quotes a backslash begins a code, and this is none"
        return *fault.at, message, "Use single quotes, or write each backslash twice."
    line, column = fault.start
    sign = fault.lines[line][column : column + 1]
    message = f"The quote that opens here is never closed before the next field: {sign}"
    return line, column, message, f"Close it with {sign} at the end of the value, or delete it."


def _bracket(fault: _Fault) -> _Verdict | None:
    if "flow" not in fault.context:
        return None
    line, column = fault.start
    if fault.context == "while parsing a flow node":
        if fault.lines[line][column : column + 1] == ",":
            message = "A value is missing before this comma"
            return line, column, message, "Write it or delete the comma."
        line, column = _last_bracket(fault.lines, line, column)
    sign = fault.lines[line][column : column + 1]
    message = f"This {sign} is not closed before the next field, or a comma is missing"
    close = "}" if sign == "{" else "]"
    advice = f"Close it with {close}; a text that begins with {sign} must stand in quotes."
    return line, column, message, advice


def _last_bracket(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """Return the last opening bracket before a place, or that place if there is none."""
    for above in range(line, -1, -1):
        text = lines[above][:column] if above == line else lines[above]
        if (found := max(text.rfind("["), text.rfind("{"))) >= 0:
            return above, found
    return line, column


def _after_value(fault: _Fault) -> _Verdict | None:
    """Explain text behind a value that is complete: `"Quoted" and more`, `[list] and more`."""
    if not fault.problem.startswith(_MISPLACED[:2]):
        return None
    line, column = fault.at
    text = fault.lines[line]
    if match := _FIELD.match(text) or _ENTRY.match(text):
        begin = match.start("value")
        if column > begin and text[begin] in "\"'[{":
            what = "quote" if text[begin] in "\"'" else "bracket"
            if _SEVERAL.fullmatch(text, begin):
                advice = (
                    f"Write a list in brackets: {text[:begin].lstrip()}[{text[begin:].strip()}]"
                )
                return line, column, f"Several values stand here after the closing {what}", advice
            message = f"Text goes on after the closing {what}"
            return line, column, message, _write(text, begin)
    comment = _COMMENT.search(fault.lines[line - 1]) if line > 0 and text[:1] == " " else None
    if comment:
        message = "The # begins a comment, so the value ends there and cannot go on below"
        return line - 1, comment.start() + 1, message, _QUOTE_ALL
    return None


def _no_key(fault: _Fault) -> _Verdict | None:
    if "could not find expected ':'" not in fault.problem:
        return None
    line, column = fault.start
    if _NO_SPACE.match(fault.lines[line]):
        return _no_space(line, fault.lines)
    if column > 0 and len(fault.lines[line]) > 1000:
        message = "The name before a colon is longer than 1,024 characters"
        return line, column, message, "Put the text in quotes."
    advice = "Write key: value. If the line goes on from the value above, indent it by two spaces."
    return line, column, _NO_COLON, advice


def _indentation(fault: _Fault) -> _Verdict | None:
    line, column = fault.at
    if fault.problem.startswith("block sequence entries are not allowed"):
        advice = "Begin each entry on a line of its own below the field, with - before it."
        return line, column, "A list cannot begin here", advice
    if not fault.problem.startswith(_MISPLACED):
        return None
    column = _indent(fault.lines[line])
    text = fault.lines[line][column:]
    if text.startswith(":"):
        return line, column, "A colon stands here without a name before it", "Write key: value."
    what = "list entry" if text.startswith("- ") else "line"
    return line, column, f"This {what} is indented differently from those it belongs to", _INDENT


_CHECKS: tuple[Callable[[_Fault], _Verdict | None], ...] = (
    _tab, _colon, _first_character, _quote, _bracket, _after_value, _no_key, _indentation,
)  # fmt: skip
"""The first that knows a fault explains it."""


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _no_space(line: int, lines: list[str]) -> _Verdict:
    text = lines[line]
    column = text.index(":")
    fixed = f"{text[: column + 1]} {text[column + 1 :]}".strip()
    advice = f"Write {fixed}" if len(fixed) <= _MAX_SHOWN else "Put a space after the colon."
    return line, column, "There is no space after this colon, so YAML sees no field", advice


def _write(text: str, column: int) -> str:
    """Return the advice to quote the value at `column` of a line, with its comment left out."""
    lead = text[:column].lstrip()
    value = re.split(r"[ \t]#[ \t]", text[column:], maxsplit=1)[0].rstrip()
    if len(lead) + len(value) > _MAX_SHOWN:
        return _QUOTE_ALL
    if len(value) > 2 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    value = in_curly_quotes(value) or value
    return f"Put the value in quotes: {lead}{quoted(value)}"
