"""Bytes of a content file -> its text, its front matter and its body, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from mkdocs_briefs.parse.body import overload
from mkdocs_briefs.problems import Location, Problem
from mkdocs_briefs.settings import Limits

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """A value, or None when nothing could be saved of it, and the problems found on the way."""

    value: T | None
    problems: tuple[Problem, ...] = ()


_FENCE = re.compile(r"\n(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_OPENING = re.compile(r"---[ \t]*(?:\n|\Z)")
_YAML_LINE = re.compile(r"[ \t#-]|$|[^\s:][^:]*:(?:\s|$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""What HTML and XML may not hold, and what Python-Markdown keeps for its own use (U+0002)."""
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAVE = "Save the file as UTF-8; every editor offers it beside “Save as” or in its status bar."


@dataclass(frozen=True, slots=True)
class Source:
    r"""A file taken apart. Line breaks are `\\n`; lines count from 1.

    `front` is None where there is no front matter, and then the whole text is the body.
    """

    file: str
    front: str | None
    front_line: int
    """Line of the first line below the opening `---`."""
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()


def read_text(data: bytes, file: str, limits: Limits) -> tuple[str, list[Problem]]:
    r"""Return the text of `data` with `\\n` as its only line break and without a byte order mark.

    Bytes that are no UTF-8, and NUL, are B101 and become U+FFFD. Data above `limits.file_bytes`
    is B106 and gives an empty text. Never raises.
    """
    if len(data) > limits.file_bytes:
        bound = f"The file has {len(data):,} bytes; at most {limits.file_bytes:,} are allowed"
        return "", [Problem("B106", Location(file), bound, limits.cure)]
    problems: list[Problem] = []
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            message = f"The file is written in {encoding.upper()}; expected UTF-8"
            problems.append(Problem("B101", Location(file), message, _SAVE))
            text = _with_line_feeds(data.decode(encoding, "replace"))
            break
    else:
        text = _utf8(data.removeprefix(b"\xef\xbb\xbf"), file, problems)
    if "\0" in text:
        if not problems:
            help_text = (
                "Delete it. If the file is full of them, it is UTF-16 or no text: save it as UTF-8."
            )
            place = _place(file, text[: text.index("\0")])
            problems.append(Problem("B101", place, "The file holds a NUL character", help_text))
        text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    # A broken UTF-16 file can bring lone surrogates, which no output could encode.
    return text.encode("utf-8", "replace").decode() if problems else text, problems


def _utf8(data: bytes, file: str, problems: list[Problem]) -> str:
    try:
        return _with_line_feeds(data.decode())
    except UnicodeDecodeError as error:
        before = _with_line_feeds(data[: error.start].decode())
        byte = data[error.start : error.start + 1]
        guess = byte.decode("cp1252", "ignore")
        meant = f" (“{guess}” in Windows-1252)" if guess else ""
        message = f"The byte 0x{byte.hex()}{meant} is no UTF-8"
        problems.append(Problem("B101", _place(file, before), message, _SAVE))
        return _with_line_feeds(data.decode(errors="replace"))


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _place(file: str, before: str) -> Location:
    """Return the place after `before`, which is the beginning of a file."""
    return Location(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


def split(data: bytes, file: str, limits: Limits) -> Source:
    """Return the front matter and the body of `data`, as far as they can be told apart.

    Front matter opens with `---` on line 1 and closes with `---` or `...` on a line of its own.
    Without it, or without its end, there is a B102. A body that would take Markdown minutes is a
    B106 and empty. Never raises.
    """
    source = _split(data, file, limits)
    if _CONTROL.search(source.body):
        source = replace(source, body=_CONTROL.sub(_without_control, source.body))
    if problem := overload(source.body, file, source.body_line):
        return replace(source, body="", problems=(*source.problems, problem))
    return source


def _without_control(control: re.Match[str]) -> str:
    """Return a space for a break as PDFs leave it, and U+FFFD for other control characters."""
    return " " if control[0] in "\v\f\x85" else "\N{REPLACEMENT CHARACTER}"


_KEY = re.compile(r"^([A-Za-z_]+):[ \t]*(.*)$", re.MULTILINE)


def front_keys(data: bytes) -> dict[str, str]:
    """Return the keys of front matter that begin a line, each with the text behind it.

    `data` may be the beginning of a file. Without front matter there are no keys. Never raises.
    """
    text = _with_line_feeds(data.decode("utf-8-sig", "replace"))
    opening = _OPENING.match(text)
    if opening is None:
        return {}
    closing = _FENCE.search(text, opening.end() - 1)
    front = text[opening.end() : closing.start() + 1 if closing else len(text)]
    return {found[1]: found[2].strip() for found in _KEY.finditer(front)}


def _split(data: bytes, file: str, limits: Limits) -> Source:
    text, problems = read_text(data, file, limits)
    if problems and problems[-1].code == "B106":
        return Source(file, None, 1, "", 1, tuple(problems))
    opening = _OPENING.match(text)
    if opening is None:
        problems.append(_missing(text, file))
        return Source(file, None, 1, text, 1, tuple(problems))
    start = opening.end()
    closing = _FENCE.search(text, start - 1)
    if closing:
        end, after = closing.start() + 1, min(closing.end() + 1, len(text))
        body_line = text.count("\n", 0, end) + 2
    else:
        end = after = _guessed_end(text, start)
        line = body_line = text.count("\n", 0, end) + 1
        message = "The front matter is opened here and never closed"
        advice = (
            f"Put a line with only --- after its last field (it seems to end before line {line})."
        )
        problems.append(Problem("B102", Location(file, 1, 1, 3), message, advice))
    front = text[start:end]
    if len(front) > limits.front_matter_bytes or (
        not front.isascii() and len(front.encode()) > limits.front_matter_bytes
    ):
        bound = f"The front matter is larger than {limits.front_matter_bytes:,} bytes"
        problems.append(Problem("B106", Location(file), bound, limits.cure))
        return Source(file, None, 2, text[after:], body_line, tuple(problems))
    return Source(file, front, 2, text[after:], body_line, tuple(problems))


def _guessed_end(text: str, start: int) -> int:
    """Return where unclosed front matter seems to end: at the first line that is not YAML."""
    while start < len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if not _YAML_LINE.match(text, start, stop):
            return start
        start = stop + 1
    return len(text)


def _missing(text: str, file: str) -> Problem:
    """Return the B102 for a text that does not open with `---`."""
    first = text.split("\n", 1)[0]
    help_text = "Begin the file with a line ---, then title: and date:, then a line ---."
    if not text.strip():
        message = "The file is empty"
    elif first.startswith("+++"):
        message = "The front matter is TOML (+++); expected YAML between two lines ---"
        help_text = "Write the fields as `title: …` between two lines ---, or use `briefs import`."
    elif first.strip() and not first.strip(" \t-\N{EN DASH}\N{EM DASH}"):
        message = "Line 1 is not exactly three hyphens, so there is no front matter"
        help_text = "Write --- and nothing else on line 1; some editors turn hyphens into dashes."
    elif later := re.match(r"\s*\n(?=---[ \t]*\n)", text):
        line = later.group().count("\n") + 1
        message = f"The front matter must open on line 1; it opens on line {line}"
        help_text = "Delete the empty lines above it."
    else:
        message = "The file does not open with front matter (a line --- on line 1)"
    return Problem("B102", Location(file, 1, 1, max(1, len(first))), message, help_text)
