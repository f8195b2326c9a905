"""What went wrong, where, and what to do: the one record that terminal, log and CI all print.

A fault in somebody's content is a `Problem`, a value that is collected; an exception is a bug of
ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a problem weighs: errors stop a build, warnings a strict one, and notes none."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Location(NamedTuple):
    """A place in a file: POSIX path relative to the project, line and column counted from 1.

    `length` is how many characters the caret underlines (at least 1, on that line only).
    """

    path: str
    line: int = 1
    column: int = 1
    length: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem: its stable number, its usual weight, and its title in the reference."""

    number: str
    severity: Severity
    title: str


def _codes(*rows: tuple[str, Severity, str]) -> dict[str, Code]:
    return {number: Code(number, severity, title) for number, severity, title in rows}


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: dict[str, Code] = _codes(
    # B1: the file and its YAML
    ("B101", _E, "The file cannot be read as UTF-8 text"),
    ("B102", _E, "There is no front matter"),
    ("B103", _E, "The YAML cannot be read"),
    ("B104", _E, "A key stands twice"),
    ("B105", _E, "Anchors, aliases, tags and merge keys are not allowed"),
    ("B106", _E, "A bound on size or depth is passed"),
    ("B107", _W, "A comment swallows part of a value"),
    ("B108", _E, "The path is not allowed"),
    ("B109", _W, "A file is in the wrong place"),
    # B2: one field
    ("B201", _E, "A required field is missing"),
    ("B202", _W, "An expected field is missing"),
    ("B203", _W, "An unknown field"),
    ("B204", _E, "The value has the wrong shape"),
    ("B205", _E, "The value is not one of the choices"),
    ("B206", _E, "The date cannot be read"),
    ("B207", _E, "The text cannot be used"),
    ("B208", _E, "The address cannot be used"),
    ("B209", _E, "The id or slug cannot be used"),
    ("B210", _E, "The likelihood cannot be read"),
    ("B211", _E, "A scored development lacks its deadline or criterion"),
    # B3: references between things
    ("B301", _E, "An unknown actor"),
    ("B302", _E, "An unknown brief"),
    ("B303", _E, "An unknown source"),
    ("B304", _W, "A topic, storyline or author that is in no registry"),
    ("B305", _E, "An id is used twice"),
    ("B306", _E, "Two pages want the same address"),
    ("B307", _W, "A name belongs to several actors"),
    ("B308", _E, "A wikilink leads nowhere"),
    ("B309", _W, "A name disagrees with the registry"),
    ("B310", _E, "An unknown item of this brief"),
    ("B311", _W, "A section or list marker cannot be used"),
    ("B312", _W, "A link names a place that its page does not have"),
    ("B313", _W, "A link leads to no page and no file"),
    ("B314", _E, "An unknown event"),
    ("B315", _E, "An id means two things in other briefs"),
    ("B316", _E, "A forecast is attributed to nobody that is known"),
    ("B320", _W, "Translations lead round in a circle"),
    ("B321", _W, "Two briefs of a family are in one language"),
    # B4: what the fields say together
    ("B401", _E, "A date in the future is told as happened"),
    ("B402", _W, "The dates of an event differ"),
    ("B403", _N, "A brief is scheduled or a draft and left out"),
    ("B404", _W, "A resolution or revision that is dated out of order"),
    # B5: advice of an editor, in `briefs check` and editors alone; no exit status knows it
    ("B501", _N, "A figure that nobody is credited with"),
    ("B502", _N, "A figure is given differently in two briefs"),
    ("B503", _N, "Events without a date"),
    ("B504", _N, "A development that only may happen"),
    ("B505", _N, "A brief without sources"),
    ("B506", _N, "The day to review a brief has passed"),
    ("B507", _N, "An actor of the text is not listed"),
    ("B508", _N, "A name that could be an actor's"),
    ("B509", _N, "Two registry entries look like one"),
    ("B510", _N, "A development that lacks its likelihood alone"),
    ("B511", _N, "An actor without a kind"),
    ("B512", _N, "Two events look like one"),
    ("B513", _N, "A shared event or source that no brief refers to"),
    ("B520", _N, "A translation and its original differ about a forecast"),
    # B6: what was published, against another state of the repository; given by `briefs guard`
    ("B601", _E, "A published forecast was edited"),
    ("B602", _E, "A published forecast is gone"),
    ("B603", _E, "A published page is gone and nothing leads on from its address"),
    ("B604", _W, "The page of a name that is in no registry is gone"),
    ("B605", _W, "The id of a published event is gone"),
)

IGNORABLE = tuple(number for number, code in CODES.items() if code.severity is not Severity.ERROR)
"""Codes that a site or a brief may switch off; an error never is."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at one place.

    `message` says what was found and what is expected; `help` what to do, with the nearest valid
    choice where there is one.
    """

    code: str
    location: Location
    message: str
    help: str = ""
    severity_override: Severity | None = None

    @property
    def severity(self) -> Severity:
        """The weight of this problem: its code's, unless the site's options changed it."""
        return self.severity_override or CODES[self.code].severity

    @property
    def sort_key(self) -> tuple[Location, str, str]:
        """Order of print: file, line, column, then code."""
        return (self.location, self.code, self.message)


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return all problems once each, in the order of files, lines and columns."""
    return sorted(set(problems), key=lambda problem: problem.sort_key)


_NEAR = 0.7
"""From this similarity on a word may be meant: one minus the share of letters that are wrong."""


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that `word` was most likely meant to be, or None when nothing is near."""
    return nearest_of(word, folded(choices))


def folded(choices: Iterable[str]) -> dict[str, str]:
    """Return the choices by their form without case, the first of each form."""
    found: dict[str, str] = {}
    for choice in choices:
        found.setdefault(choice.casefold(), choice)
    return found


def nearest_of(word: str, choices: Mapping[str, str]) -> str | None:
    """Return the choice that `word` was most likely meant to be, of those made by `folded`.

    Only the first 100 characters of `word` count, so that hostile input stays cheap.
    """
    key = word[:100].casefold()
    if key in choices:
        return choices[key]
    from rapidfuzz import process  # noqa: PLC0415 - 20 ms, which only a mistake needs
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - the same

    measure = OSA.normalized_similarity
    found = process.extractOne(key, choices.keys(), scorer=measure, score_cutoff=_NEAR)
    return choices[found[0]] if found else None


_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
"""Categories of characters that steer a terminal, or the direction and the lines of a text."""
_COMMAND = re.compile(r"^(\s*):(?=:)|#(?=#(?:vso|teamcity)?\[)", re.IGNORECASE)


def is_unseen(char: str) -> bool:
    """Return whether a character steers a terminal, or the direction or lines of a text."""
    return unicodedata.category(char) in _UNSEEN


def printable(text: str) -> str:
    """Return `text` without anything that could steer a terminal or forge a line of a log."""
    shown = "".join("\N{REPLACEMENT CHARACTER}" if is_unseen(char) else char for char in text)
    return without_commands(shown)


def without_commands(line: str) -> str:
    """Return a line of output without what a runner of workflows obeys.

    GitHub's obeys `::` at the beginning of a line and `##[` anywhere, that of Azure Pipelines
    `##vso[`, and TeamCity `##teamcity[`.
    """
    return _COMMAND.sub(lambda found: f"{found[1] or ''}\N{REPLACEMENT CHARACTER}", line)


_EXCERPT = 160
"""Longest excerpt of a line shown, in characters."""


def excerpt(line: str, column: int, length: int) -> tuple[str, str]:
    """Return the offending line and its caret line, cut to a readable width around the column."""
    start = 0 if column <= _EXCERPT - 40 else column - _EXCERPT // 2
    shown = printable(line[start : start + _EXCERPT].replace("\t", " "))
    indent = max(0, min(column - 1 - start, len(shown)))
    width = sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in shown[:indent])
    carets = max(1, min(length, len(shown) - indent))
    return shown, " " * width + "^" * carets


def format_problem(problem: Problem, line: str | None = None) -> str:
    """Return the problem as authors read it: place, code, message, line with a caret, help.

    `line` is the text of the offending line, without its line break; None leaves the excerpt out.
    """
    head = f"{problem.location}: {problem.severity}[{problem.code}] {problem.message}"
    rows = [printable(head)]
    if line is not None and line.strip():
        shown, carets = excerpt(line, problem.location.column, problem.location.length)
        rows += [f"    {shown}", f"    {carets}"]
    if problem.help:
        rows.append(f"  help: {printable(problem.help)}")
    return "\n".join(rows)
