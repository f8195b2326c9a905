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
    """A kind of problem: its stable number, its usual weight, its title, and why it is one."""

    number: str
    severity: Severity
    title: str
    why: str


def _codes(*rows: tuple[str, Severity, str, str]) -> dict[str, Code]:
    return {row[0]: Code(*row) for row in rows}


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: dict[str, Code] = _codes(
    # B1: the file and its YAML
    (
        "B101",
        _E,
        "The file cannot be read as UTF-8 text",
        "A program can read letters only if it knows their encoding, and a site has one for all.",
    ),
    (
        "B102",
        _E,
        "There is no front matter",
        "The front matter is where a page takes its title, date and all other fields from.",
    ),
    (
        "B103",
        _E,
        "The YAML cannot be read",
        "YAML that cannot be read has no fields, so nothing of it can be shown.",
    ),
    (
        "B104",
        _E,
        "A key stands twice",
        "YAML would keep one of the two values and drop the other silently.",
    ),
    (
        "B105",
        _E,
        "Anchors, aliases, tags and merge keys are not allowed",
        "They let one line stand for something far away, which reviewers of a change do not see.",
    ),
    (
        "B106",
        _E,
        "A bound on size or depth is passed",
        "A file without bounds could keep a build busy for hours.",
    ),
    (
        "B107",
        _W,
        "A comment swallows part of a value",
        "Words after the # are lost, and no page shows that they are missing.",
    ),
    (
        "B108",
        _E,
        "The path is not allowed",
        "Such a name or link breaks on some systems, or leads out of the folder.",
    ),
    (
        "B109",
        _W,
        "A file is in the wrong place",
        "A brief that nothing reads there is missing from the site, and nobody is told.",
    ),
    # B2: one field
    (
        "B201",
        _E,
        "A required field is missing",
        "Pages, lists and feeds cannot be made without it.",
    ),
    (
        "B202",
        _W,
        "An expected field is missing",
        "A reader of a brief expects to find it, and lists and timelines are made of it.",
    ),
    ("B203", _W, "An unknown field", "What is under a name that nobody knows is shown nowhere."),
    (
        "B204",
        _E,
        "The value has the wrong shape",
        "Text, lists and entries are shown in different ways, so one cannot stand for another.",
    ),
    (
        "B205",
        _E,
        "The value is not one of the choices",
        "Labels, filters and translations exist only for these words.",
    ),
    (
        "B206",
        _E,
        "The date cannot be read",
        "Timelines sort by dates, and a wrong guess would be published as a fact.",
    ),
    (
        "B207",
        _E,
        "The text cannot be used",
        "An empty text, or one with control characters, would leave a hole in the page.",
    ),
    (
        "B208",
        _E,
        "The address cannot be used",
        "A link that is not complete leads nowhere, and some schemes run code.",
    ),
    (
        "B209",
        _E,
        "The id or slug cannot be used",
        "An id is part of an address and the name of a file on every system.",
    ),
    (
        "B210",
        _E,
        "The likelihood cannot be read",
        "A forecast is scored by its number, so its words need one meaning.",
    ),
    (
        "B211",
        _E,
        "A scored development lacks its deadline or criterion",
        "Nobody can say later whether a forecast came true without a day and a test.",
    ),
    # B3: references between things
    (
        "B301",
        _E,
        "An unknown actor",
        "A name with a slip would get a page of its own, apart from the actor that was meant.",
    ),
    ("B302", _E, "An unknown brief", "Readers would have no page to go to."),
    ("B303", _E, "An unknown source", "A statement would refer to evidence that is not there."),
    (
        "B304",
        _W,
        "A topic, storyline or author that is in no registry",
        "A slip would make a page of its own, with this brief alone on it.",
    ),
    (
        "B305",
        _E,
        "An id is used twice",
        "An address or a reference with this id could mean either.",
    ),
    (
        "B306",
        _E,
        "Two pages want the same address",
        "One of the two pages would replace the other.",
    ),
    ("B307", _W, "A name belongs to several actors", "A link could lead to the wrong person."),
    ("B308", _E, "A wikilink leads nowhere", "Readers would see brackets or a dead link."),
    (
        "B309",
        _W,
        "A name disagrees with the registry",
        "Readers would meet one actor under two names without being told.",
    ),
    ("B310", _E, "An unknown item of this brief", "The advice would answer nothing on this page."),
    (
        "B311",
        _W,
        "A section or list marker cannot be used",
        "The marker would be printed nowhere, and its section or list would be missing.",
    ),
    (
        "B312",
        _W,
        "A link names a place that its page does not have",
        "The link opens the page at its top, far from what was meant.",
    ),
    (
        "B313",
        _W,
        "A link leads to no page and no file",
        "Readers would meet an error page or a missing picture.",
    ),
    ("B314", _E, "An unknown event", "The timeline would lack the event."),
    (
        "B315",
        _E,
        "An id means two things in other briefs",
        "The text of one brief must not depend on which other brief is read first.",
    ),
    (
        "B316",
        _E,
        "A forecast is attributed to nobody that is known",
        "The score would be credited to somebody who does not exist.",
    ),
    ("B317", _E, "A picture is not there", "Pages and cards would show a broken picture."),
    (
        "B320",
        _W,
        "Translations lead round in a circle",
        "A family of translations needs one original, and a circle has none.",
    ),
    (
        "B321",
        _W,
        "Two briefs of a family are in one language",
        "Readers of one language would see the same brief twice, or the wrong one.",
    ),
    # B4: what the fields say together
    (
        "B401",
        _E,
        "A date in the future is told as happened",
        "Nobody can report what has not happened yet.",
    ),
    (
        "B402",
        _W,
        "The dates of an event differ",
        "One event cannot have two dates, so one of the briefs is wrong.",
    ),
    (
        "B403",
        _N,
        "A brief is scheduled or a draft and left out",
        "An author who expects the page on the site should know why it is not there.",
    ),
    (
        "B404",
        _W,
        "A resolution or revision that is dated out of order",
        "A forecast that was made or changed after its outcome was known proves nothing.",
    ),
    # B5: advice of an editor, in `briefs check` and editors alone; no exit status knows it
    (
        "B501",
        _N,
        "A figure that nobody is credited with",
        "Readers judge a number by who gives it.",
    ),
    (
        "B502",
        _N,
        "A figure is given differently in two briefs",
        "One of two different numbers for the same thing is out of date or wrong.",
    ),
    (
        "B503",
        _N,
        "Events without a date",
        "An event without a date has no place on timelines and in calendars.",
    ),
    (
        "B504",
        _N,
        "A development that only may happen",
        "“May” is true whatever happens, so readers learn nothing from it.",
    ),
    (
        "B505",
        _N,
        "A brief without sources",
        "Readers cannot check a brief that does not say what it rests on.",
    ),
    (
        "B506",
        _N,
        "The day to review a brief has passed",
        "The author wanted to look again, as the facts could have changed.",
    ),
    (
        "B507",
        _N,
        "An actor of the text is not listed",
        "Only a listed actor shows the brief on its page.",
    ),
    (
        "B508",
        _N,
        "A name that could be an actor's",
        "A name that comes up often is probably somebody readers want to look up.",
    ),
    (
        "B509",
        _N,
        "Two registry entries look like one",
        "Two entries for one actor split its briefs over two pages.",
    ),
    (
        "B510",
        _N,
        "A development that lacks its likelihood alone",
        "A forecast with a deadline and a test is one number away from a score.",
    ),
    (
        "B511",
        _N,
        "An actor without a kind",
        "Lists group actors by what they are, and machines need to know it too.",
    ),
    (
        "B512",
        _N,
        "Two events look like one",
        "One event that is told twice stands on the timeline twice.",
    ),
    (
        "B513",
        _N,
        "A shared event or source that no brief refers to",
        "An entry that nobody refers to may be a slip in its id.",
    ),
    (
        "B514",
        _N,
        "A picture without words for those who do not see it",
        "Screen readers and search engines read the words in place of the picture.",
    ),
    (
        "B520",
        _N,
        "A translation and its original differ about a forecast",
        "The original counts, so readers of the translation would see another forecast.",
    ),
    # B6: what was published, against another state of the repository; given by `briefs guard`
    (
        "B601",
        _E,
        "A published forecast was edited",
        "A forecast that can be changed afterwards is no forecast; revisions keep the old one.",
    ),
    (
        "B602",
        _E,
        "A published forecast is gone",
        "A score counts only if forecasts that failed stay too.",
    ),
    (
        "B603",
        _E,
        "A published page is gone and nothing leads on from its address",
        "Links from other sites and search engines would break.",
    ),
    (
        "B604",
        _W,
        "The page of a name that is in no registry is gone",
        "Links to the page would break, and no registry says what it is called now.",
    ),
    (
        "B605",
        _W,
        "The id of a published event is gone",
        "Links to the event and entries in calendars would break.",
    ),
)

IGNORABLE = tuple(number for number, code in CODES.items() if code.severity is not Severity.ERROR)
"""Codes that a site or a brief may switch off; an error never is."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at one place.

    `message` says what was found and what is expected; `help` what to do, with the nearest valid
    choice where there is one. Lines of `help` after the first are lines to paste.
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
        """Order of files, lines and columns, then codes."""
        return (self.location, self.code, self.message)


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return all problems once each, in the order of files, lines and columns."""
    return sorted(set(problems), key=lambda problem: problem.sort_key)


def errors_first(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems as people read them: errors, warnings, notes."""
    weights = list(Severity)
    return sorted(problems, key=lambda problem: weights.index(problem.severity))


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


def shortened(text: str, most: int = 80) -> str:
    """Return `text` as a message quotes it: at most `most` characters, with an ellipsis if cut."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


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
        first, *lines = problem.help.split("\n")
        rows.append(f"  help: {printable(first)}")
        rows += [f"    {printable(line)}" for line in lines]
    return "\n".join(rows)
