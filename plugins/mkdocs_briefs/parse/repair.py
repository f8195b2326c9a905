"""Lines that are nearly YAML -> the YAML that was meant, and a problem that shows it.

People who are new to YAML paste bullets of a word processor, forget a hyphen, or leave out the
space behind it. libyaml then finds another fault, further down, or none. So such lines are repaired
before it reads them: one problem shows the lines to write, and nothing follows from the slip.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from mkdocs_briefs.model.brief import FrontMatter
from mkdocs_briefs.model.fields import Field, Item, Record, fields_of
from mkdocs_briefs.model.registry import ActorEntry, TermEntry
from mkdocs_briefs.model.texts import is_web_address
from mkdocs_briefs.parse.entry_text import dates_of, scalar
from mkdocs_briefs.parse.yaml_errors import quoted
from mkdocs_briefs.problems import Location, Problem

_BLANKS = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks that YAML takes for letters."""
_WIDTHLESS = "\xad\u200b-\u200f\u2060\ufeff"
_ODD = f"\t{_BLANKS}{_WIDTHLESS}"
_OTHER_DASHES = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_DASHES = rf"\-{_OTHER_DASHES}"
_OTHER_BULLETS = "+\xb7\u2022\u2023\u2043\u204c\u204d\u2219\u25aa\u25ab\u25cb\u25cf\u25e6\u2192"
_BULLETS = f"*>{_OTHER_BULLETS}"
_MARK = (
    rf"(?:[{_DASHES}]{{1,2}}(?![{_DASHES}])[ {_ODD}]*|[{_BULLETS}](?!\*|\w[^*\n]*\*)[ {_ODD}]*"
    rf"|\d{{1,3}}[.)][ {_ODD}]+)(?=\S)"
)
"""What people put before an entry of a list."""
_MARKED = re.compile(
    r"\n *(?! )(?:- +(?! ))?"
    rf"(?:-(?![ \n-])|[>*] *\w|[{_OTHER_DASHES}{_OTHER_BULLETS}]|\d{{1,3}}[.)] )"
)
_TEXT_OF_LIST = re.compile(r"\n[a-z_]+: +[|>][-+0-9]* *\n+ *- ")
_UNMARKED = re.compile(r":[ ]*(?:[|>][-+0-9]*[ ]*)?\n+[ ]*(?![\s#\[{\"'&!]|- |-\n)")
_FIRST_BESIDE = re.compile(r"\n[a-z_]+: +[^\s|>&!#\[{\"'][^\n]*\n +- ")
_NAME = re.compile(r"\w+$")
_NAMED = re.compile(r" *- [^\s:#\[{\"'&*!|>][^:#\n]*")
"""An entry that is a name or an id alone."""
_MORE_INDENTED = re.compile(r"\n( *)- [^\s:#\[{\"'][^:#\n]*\n\1 +- ")
_ODD_SIGN = re.compile(rf"[{_ODD}\uff1a]")
_ODDLY_PLACED = re.compile(
    r"\n *(?! )(?:- *(?! ))?"
    rf"(?:[{_ODD}]|[A-Za-z][\w -]{{0,40}}(?:\uff1a|:[ \t]*[{_BLANKS}{_WIDTHLESS}]))"
)
_LEADING = re.compile(rf"[ ]*[{_ODD}][ {_ODD}]*(?=\S)")
_AFTER_COLON = re.compile(
    rf"(?P<key>[ ]*(?:- +)?[^\s:#'\"\[{{][^:\n]{{0,60}}):[ \t]*[{_BLANKS}{_WIDTHLESS}][ {_ODD}]*"
)
_STRUCTURE = re.compile(rf"(?:- |-$|{_MARK}|[^\s:#][^:\n]{{0,60}}[:\uff1a](?:\s|$))")
_WIDE_COLON = re.compile("(?P<key>[ ]*(?:- +)?(?P<name>[A-Za-z][A-Za-z_ -]{0,40}?) *)\uff1a *")
_KEY = re.compile(r"(?P<lead>[ ]*(?:-[ ]+)*)(?P<key>[A-Za-z_]\w*):[ ]*(?:#.*)?$")
_BESIDE = re.compile(r"(?P<lead>[ ]*)(?P<key>[A-Za-z_]\w*):[ ]+(?P<value>[^\s|>&!#].*)$")
_TEXT_OPENS = re.compile(r"(?P<lead> *)(?P<key>[a-z_]+): +(?P<sign>[|>][-+0-9]*) *")
_FIELD = re.compile(r"(?P<key>[A-Za-z_]\w*):(?:\s|$)")
_PAIR = re.compile(r"[^\s:][^:]*:(?:\s|$)")
_BLOCK_TEXT = re.compile(r"(?:^|[:\-]) *[|>][-+0-9]*[ ]*(?:#.*)?$")
_CLOSING = {'"': '"', "'": "'", "[": "]", "{": "}"}
_FLOW = re.compile(r"""[\[{"'&!#]|[|>][-+0-9]*\s*$""")
_MAX_SHOWN = 5
"""Repaired lines that a problem shows."""
_DELIMITERS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "vertical bars"}


@dataclass(slots=True)
class Repaired:
    """A text as YAML, what was wrong with it, and how many characters each line gained.

    `dropped` names the top-level fields whose values are left out.
    """

    lines: list[str]
    problems: list[Problem] = field(default_factory=list)
    gained: dict[int, int] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        """The text as YAML."""
        return "\n".join(self.lines)

    def place(self, place: Location, first_line: int) -> Location:
        """Return where the author wrote what stands at `place` of the repaired text."""
        gained = self.gained.get(place.line - first_line, 0)
        return place._replace(column=max(1, place.column - gained)) if gained else place


@cache
def _lists() -> dict[str, Field]:
    """Return the fields that hold lists, by their names, of briefs first and then of entries."""
    found: dict[str, Field] = {}
    todo: list[type[Record]] = [FrontMatter, ActorEntry, TermEntry]
    for record in todo:
        for name, one in fields_of(record).items():
            if one.many:
                found.setdefault(name, one)
            if one.record and one.record not in todo:
                todo.append(one.record)
    return found


@cache
def _entry_fields() -> frozenset[str]:
    """Return the names of the fields that entries of lists have."""
    records = {one.record for one in _lists().values() if one.record}
    return frozenset(name for record in records for name in fields_of(record))


def repair(
    text: str, file: str, first_line: int, *, is_registry: bool, is_broken: bool = False
) -> Repaired | None:
    """Return `text` as the YAML that was meant; None if no line of it looks like a slip.

    `text` begins on line `first_line` of `file`. With `is_broken`, for a text that YAML cannot
    read, lines are looked at that might be right. In a registry the names on the left are ids.
    """
    if not (is_broken or _is_suspicious(f"\n{text}")):
        return None
    found = Repaired(text.split("\n"))
    repairer = _Repairer(found, file, first_line, is_broken=is_broken)
    repairer.blanks()
    repairer.wide_colons()
    repairer.lists(least=1 if is_registry else 0)
    return found if found.problems or found.gained else None


@dataclass(slots=True)
class _FixedEntries:
    """The entries of one list that were repaired, and what the one above holds."""

    lines: list[int] = field(default_factory=list)
    message: str = ""
    names: set[str] = field(default_factory=set)
    """Fields of the entry above."""
    is_open: bool = False
    """Whether a field can belong to an entry above."""

    def add(self, line: int, message: str) -> None:
        """Note a repaired line; the first says what is wrong."""
        self.lines.append(line)
        self.message = self.message or message


def _is_suspicious(text: str) -> bool:
    """Return whether a line of `text` may be a slip. Nearly all texts have none, so it is quick."""
    if any(sign.search(text) for sign in (_MARKED, _FIRST_BESIDE, _MORE_INDENTED, _TEXT_OF_LIST)):
        return True
    for found in _UNMARKED.finditer(text):
        name = _NAME.search(text, max(0, found.start() - 40), found.start())
        if name and name[0] in _lists():
            return True
    if text.isascii() and "\t" not in text:
        return False
    return bool(_ODD_SIGN.search(text) and _ODDLY_PLACED.search(text))


class _Repairer:
    def __init__(self, found: Repaired, file: str, first_line: int, *, is_broken: bool) -> None:
        self._found, self._file, self._first = found, file, first_line
        self._lines = found.lines
        self._is_broken = is_broken

    def _structural(self) -> Iterator[int]:
        """Yield the numbers of the lines that are not in a text of several lines."""
        text_below: int | None = None
        for number, line in enumerate(self._lines):
            if not line.strip():
                continue
            indent = _indent(line)
            if text_below is not None and indent > text_below:
                continue
            text_below = indent if _BLOCK_TEXT.search(line) else None
            yield number

    def _set(self, number: int, line: str) -> None:
        self._found.gained[number] = (
            self._found.gained.get(number, 0) + len(line) - len(self._lines[number])
        )
        self._lines[number] = line

    def _report(
        self,
        code: str,
        numbers: list[int],
        message: str,
        *,
        head: str = "Write",
        column: int = 0,
        length: int = 0,
    ) -> None:
        """Add the problem of these lines, which are repaired; advice is what stands there now."""
        first = numbers[0]
        written = max(1, len(self._lines[first].rstrip()) - self._found.gained.get(first, 0))
        place = Location(
            self._file, self._first + first, column + 1, length or max(1, written - column)
        )
        shown = [self._lines[number].rstrip() for number in numbers[:_MAX_SHOWN]]
        self._found.problems.append(
            Problem(code, place, message, _write(shown, len(numbers), head))
        )

    # Blanks and colons

    def blanks(self) -> None:
        """Put spaces where tabs, no-break spaces and the like indent a line or follow a colon."""
        numbers: list[int] = []
        first: tuple[int, str] | None = None
        above = ""
        for number in [*self._structural()]:
            line = self._lines[number]
            lead = _LEADING.match(line)
            spaced = line
            if lead and (self._is_broken or _STRUCTURE.match(line, lead.end())):
                rest = line[lead.end() :]
                # Below a field that has its value, a field can only be one of its own.
                is_field = _FIELD.match(rest) and above and _FIELD.match(above) and above[-1] != ":"
                spaced = rest if is_field else _as_spaces(lead[0]) + rest
            if after := _AFTER_COLON.match(spaced):
                spaced = f"{after['key']}: {spaced[after.end() :]}".rstrip()
            above = spaced.rstrip()
            if spaced == line:
                continue
            odd = next(at for at, char in enumerate(line) if re.match(f"[{_ODD}]", char))
            first = first or (odd, line[odd])
            self._set(number, spaced)
            numbers.append(number)
        if first:
            column, char = first
            name = "A tab" if char == "\t" else f"{_a(_name(char))} (U+{ord(char):04X})"
            others = f"; {_counted(len(numbers) - 1)} too" if len(numbers) > 1 else ""
            message = f"{name} stands here, where YAML allows only spaces{others}"
            is_indent = not self._lines[numbers[0]][:column].strip()
            head = "Indent with spaces, two for each level" if is_indent else "Write"
            self._report("B103", numbers, message, head=head, column=column, length=1)

    def wide_colons(self) -> None:
        """Put a colon and a space where a full-width colon follows the name of a field."""
        numbers: list[int] = []
        column = 0
        for number in self._structural():
            line = self._lines[number]
            match = _WIDE_COLON.match(line)
            if match is None or _PAIR.match(line.lstrip(" -")):
                continue
            if line[0] in " -" and match["name"] not in _entry_fields():
                continue
            column = column if numbers else len(match["key"])
            self._set(number, f"{match['key'].rstrip()}: {line[match.end() :]}".rstrip())
            numbers.append(number)
        if numbers:
            others = f"; {_counted(len(numbers) - 1)} too" if len(numbers) > 1 else ""
            message = (
                f"A full-width colon (\uff1a) stands here; YAML needs a colon and a space{others}"
            )
            self._report("B103", numbers, message, column=column, length=1)

    # Lists

    def lists(self, *, least: int) -> None:
        """Give each entry of each list, indented by `least` or more, a hyphen and a space."""
        for number in [*self._structural()]:
            indent = _indent(self._lines[number])
            if indent >= least and (self._is_broken or not indent):
                self._beside(number)
            self._block_text(number)
            match = _KEY.match(self._lines[number])
            kind = _lists().get(match["key"]) if match else None
            if match and kind and len(match["lead"]) >= least:
                block = self._block(number, len(match["lead"]))
                if match["key"] == "sources":
                    self._links(block)
                if self._is_broken:
                    self._align(match["key"], block)
                elif _is_of_names(kind):
                    self._outdent(match["key"], block)
                if block and not self._sheet(number, match["key"], kind, block):
                    self._entries(match["key"], kind, block)

    def _block_text(self, number: int) -> None:
        """Take away the sign of a text of several lines where each line is an entry of a list."""
        match = _TEXT_OPENS.fullmatch(self._lines[number])
        kind = _lists().get(match["key"]) if match else None
        if match is None or kind is None:
            return
        lines = [self._lines[one].strip() for one in self._block(number, len(match["lead"]))]
        is_list = len(lines) > 1 and all(line.startswith("- ") for line in lines)
        if is_list or (kind.record and _rows(lines)):
            self._set(number, f"{match['lead']}{match['key']}:")
            if is_list:
                message = f"The sign {match['sign'][0]} makes one text of the entries below it"
                column = match.start("sign")
                self._report("B204", [number], message, column=column, length=1)

    def _align(self, key: str, block: list[int]) -> None:
        """Indent all entries of a list like its first."""
        entries = [below for below in block if self._lines[below].lstrip(" ").startswith("- ")]
        if entries[:1] != block[:1] or not block:
            return
        level, shift = _indent(self._lines[block[0]]), 0
        inner: set[int] = set()
        wrong: list[int] = []
        for above, below in pairwise(block):
            line = self._lines[below]
            indent = _indent(line)
            if below not in entries:
                if shift:
                    self._set(below, " " * max(0, indent + shift) + line.lstrip(" "))
            elif indent == level:
                shift = 0
                inner.clear()
            elif indent > level and (indent in inner or self._lines[above].rstrip().endswith(":")):
                inner.add(indent)  # a list in the entry
            else:
                shift = level - indent
                self._set(below, " " * level + line.lstrip(" "))
                wrong.append(below)
        if wrong:
            message = f"This entry of “{key}” is indented differently from its first"
            column = _indent(self._lines[wrong[0]]) - self._found.gained[wrong[0]]
            self._report("B103", wrong, message, head="Indent it as far", column=column)

    def _outdent(self, key: str, block: list[int]) -> None:
        """Indent like its entry what follows a reference; YAML takes it for more of the name."""
        wrong: list[int] = []
        level: int | None = None
        for below in block:
            line = self._lines[below]
            indent = _indent(line)
            if _NAMED.fullmatch(line):
                if level is not None and indent > level:
                    self._set(below, " " * level + line.lstrip(" "))
                    wrong.append(below)
                else:
                    level = indent
            else:
                level = None
        if wrong:
            message = f"This entry of “{key}” is indented differently from its first"
            column = _indent(self._lines[wrong[0]]) - self._found.gained[wrong[0]]
            self._report("B103", wrong, message, head="Indent it as far", column=column)

    def _beside(self, number: int) -> None:
        """Report a list whose first entry stands beside the name of its field."""
        line, below = self._lines[number], number + 1
        match = _BESIDE.match(line)
        kind = _lists().get(match["key"]) if match else None
        if match is None or kind is None or self._goes_on(match["value"].rstrip()):
            return
        indent = len(match["lead"])
        rest: list[int] = []
        while below < len(self._lines) and re.match(r" *- ", self._lines[below]):
            if _indent(self._lines[below]) < indent:
                break
            rest.append(below)
            below += 1
        value = match["value"]
        is_pair = bool(": " in value and kind.record and value[0] not in "\"'[{")
        if not (rest or value.startswith("- ") or is_pair):
            return
        firsts = value[1:-1].split(",") if value[0] == "[" else [value.removeprefix("- ")]
        entries = [*map(str.strip, firsts), *(self._lines[n].strip()[2:] for n in rest)]
        shown = [
            f"{match['lead']}{match['key']}:",
            *(f"{match['lead']}  - {one}" for one in entries),
        ]
        message = f"The entries of “{match['key']}” begin on the line below it, each with a hyphen"
        place = Location(
            self._file, self._first + number, match.start("value") + 1, len(value.rstrip())
        )
        self._found.problems.append(Problem("B103", place, message, "\n".join(["Write:", *shown])))
        self._set(number, f"{match['lead']}{match['key']}:")
        for one in rest:
            self._lines[one] = ""
        self._drop(number)

    def _goes_on(self, value: str) -> bool:
        """Return whether a value in quotes or brackets may end on a line below."""
        end = _CLOSING.get(value[0])
        return bool(end and not (self._is_broken and value[1:].endswith(end)))

    def _drop(self, number: int) -> None:
        """Note that the field on the left, in which a line is, has no value that could be read."""
        top = max((at for at in range(number + 1) if self._lines[at][:1].strip(" -#")), default=0)
        self._found.dropped.add(self._lines[top].partition(":")[0].strip("\"' "))

    def _links(self, block: list[int]) -> None:
        """Put links of Markdown in quotes; the bracket with which they begin opens a list."""
        for below in block:
            if link := re.fullmatch(r"( *- )(\[[^\]]+\]\([^)]+\)) *", self._lines[below]):
                self._set(below, link[1] + quoted(link[2]))

    def _block(self, number: int, indent: int) -> list[int]:
        """Return the lines of a list, but no empty ones; line `number` opens it at `indent`."""
        found: list[int] = []
        for below in range(number + 1, len(self._lines)):
            line = self._lines[below]
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            inside = _indent(line) > indent or (
                _indent(line) == indent
                and (re.match(_MARK, line[indent:]) or not (indent or _NEXT_FIELD.match(line)))
            )
            if not inside:
                break
            found.append(below)
        return found

    def _sheet(self, number: int, key: str, kind: Field, block: list[int]) -> bool:
        """Report rows of a sheet in the place of a list, and leave them out."""
        rows = _rows([self._lines[below].strip() for below in block])
        if rows is None or kind.record is None:
            return False
        delimiter, cells = rows
        indent = " " * (_indent(self._lines[number]) + 2)
        entry = _entry(cells, kind.record)
        message = (
            f"“{key}” is a list of entries, but rows of a sheet, with {_DELIMITERS[delimiter]},"
            " stand here"
        )
        first = block[0]
        place = Location(
            self._file,
            self._first + first,
            _indent(self._lines[first]) + 1,
            len(self._lines[first].strip()),
        )
        advice = "Write one entry for each row"
        if key == "dates":
            advice += ", or save the rows as events.csv and run `briefs import events.csv`"
        advice += f". The first row is:\n{indent}- {entry}" if entry else "."
        self._found.problems.append(Problem("B204", place, message, advice))
        for below in block:
            self._lines[below] = ""
        self._drop(number)
        return True

    def _entries(self, key: str, kind: Field, block: list[int]) -> None:
        level = min(_indent(self._lines[below]) for below in block)
        tops = [below for below in block if _indent(self._lines[below]) == level]
        texts = [self._lines[below][level:] for below in tops]
        dashed = [bool(re.match(r"-(?: |$)", text)) for text in texts]
        if all(dashed) or _FLOW.match(texts[0]) or (not any(dashed) and self._is_one(kind, texts)):
            return
        fixed = _FixedEntries()
        child_shift = 0
        for at, below in enumerate(block):
            line = self._lines[below]
            if below not in tops:
                if child_shift:
                    self._set(below, " " * max(0, _indent(line) + child_shift) + line.lstrip(" "))
                if named := _FIELD.match(line.lstrip(" ")):
                    fixed.names.add(named["key"])
                continue
            text, child_shift = line[level:], 0
            mark = re.match(_MARK, text)
            is_dashed = bool(re.match(r"-(?: |$)", text))
            named = _FIELD.match(text, mark.end() if mark else 0)
            name = named["key"] if named and named["key"] in _entry_fields() else ""
            if not mark and name and fixed.is_open and name not in fixed.names:
                fixed.names.add(name)
                self._set(below, " " * (level + 2) + text)
                fixed.add(
                    below, f"“{name}” is a field of the entry above, so it is indented as far"
                )
                continue
            fixed.is_open, fixed.names = bool(name) or is_dashed, {name}
            if is_dashed:
                continue
            rest = text[mark.end() :] if mark else text
            self._set(below, f"{' ' * level}- {quoted(rest) if rest[0] in '*&!%@`' else rest}")
            child = block[at + 1] if at + 1 < len(block) else None
            if mark and name and child is not None and child not in tops:
                child_shift = level + 2 - _indent(self._lines[child])
            fixed.add(below, _message(key, mark))
        if fixed.lines:
            more = f"; {_counted(len(fixed.lines) - 1)} too" if len(fixed.lines) > 1 else ""
            self._report("B204", fixed.lines, f"{fixed.message}{more}", column=level)

    def _is_one(self, kind: Field, texts: list[str]) -> bool:
        """Return whether lines without a mark are one value, which may stand for a list."""
        if any(re.match(_MARK, text) for text in texts):
            return False
        pairs = [bool(_PAIR.match(text)) for text in texts]
        if any(pairs):
            # A record of several fields is one entry; `validate` tells of a wrong one.
            names = [text.partition(":")[0] for text in texts]
            return (
                len(texts) == 1
                or not all(pairs)
                or kind.record is None
                or any(name in fields_of(kind.record) for name in names)
            )
        if len(texts) == 1:
            return True
        if not _is_prose(kind):
            return False
        # A text may go on below, but hardly with a capital in each line.
        return not all(text[:1].isupper() or text[:1].isdigit() for text in texts)


_NEXT_FIELD = re.compile(r"[\"']?[A-Za-z_][\w -]*[\"']?[ ]*[:\uff1a]")


def _is_of_names(kind: Field) -> bool:
    """Return whether entries without fields are ids or names."""
    record = kind.record
    if record is None:
        return not kind.is_inline
    return issubclass(record, Item) and bool(record.pair) and record.scalar == record.pair[0]


def _is_prose(kind: Field) -> bool:
    """Return whether an entry without fields is prose, and no name or id."""
    return kind.is_inline or (kind.record is not None and _is_text(kind.record))


def _is_text(record: type[Record]) -> bool:
    """Return whether a bare text as an entry is prose."""
    return issubclass(record, Item) and fields_of(record)[record.scalar].is_inline


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _as_spaces(blanks: str) -> str:
    """Return as many spaces as these blanks look wide."""
    widths = {"\t": 2, "\u3000": 2}
    return "".join(
        " " * widths.get(char, 1) for char in blanks if not re.match(f"[{_WIDTHLESS}]", char)
    )


def _name(char: str) -> str:
    return unicodedata.name(char, "character").lower()


def _a(noun: str) -> str:
    return f"An {noun}" if noun[0] in "aeio" else f"A {noun}"


def _counted(number: int) -> str:
    return "1 more line" if number == 1 else f"{number} more lines"


def _write(lines: list[str], number: int, head: str) -> str:
    """Return the advice to write these lines, the first of `number`."""
    if number == 1 and head == "Write" and lines[0].lstrip().startswith("- "):
        return f"Write {lines[0].strip()}"
    return "\n".join([f"{head}:", *lines, *(["  …"] if number > len(lines) else [])])


def _message(key: str, mark: re.Match[str] | None) -> str:
    """Return what is wrong with an entry of a list that begins with `mark`."""
    if mark is None:
        return f"“{key}” is a list, and this entry has no hyphen before it"
    sign = re.sub(f"[ {_ODD}]", "", mark[0])
    if sign == "-":
        return f"There is no space after this hyphen, so YAML sees no entry of “{key}”"
    return f"An entry of “{key}” begins with a hyphen and a space, not with {sign}"


# Sheets


def _rows(lines: list[str]) -> tuple[str, list[list[str]]] | None:
    """Return the delimiter and the cells of rows of a sheet, or None for other lines."""
    if len(lines) < 2 or any(line.startswith("- ") for line in lines):
        return None
    for delimiter in _DELIMITERS:
        if not all(delimiter in line.partition(": ")[0] for line in lines):
            continue
        plain = [line.strip("|") for line in lines] if delimiter == "|" else lines
        try:
            cells = [*csv.reader(plain, delimiter=delimiter, skipinitialspace=True)]
        except csv.Error:
            continue
        widths = {len(row) for row in cells}
        if min(widths) > 1 and (len(widths) == 1 or all(dates_of(row[0]) for row in cells[1:])):
            rule = re.compile(r"\s*:?-+:?\s*")
            return delimiter, [
                [cell.strip() for cell in row]
                for row in cells
                if not all(rule.fullmatch(cell) for cell in row)
            ]
    return None


_COLUMNS = {
    "date": ("date", "day", "when", "start", "start date", "time"),
    "event": ("event", "headline", "what", "title", "text", "description"),
    "id": ("id", "actor", "name", "who", "person", "organization"),
    "role": ("role", "part", "what", "description", "text"),
    "label": ("label", "title", "name", "heading"),
    "text": ("text", "description", "what"),
    "brief": ("brief", "slug", "title"),
    "relation": ("relation", "type"),
    "title": ("title", "name", "source"),
    "url": ("url", "link", "address"),
}
"""Fields of short pairs, and what the columns of sheets are called."""


def _entry(cells: list[list[str]], record: type[Record]) -> str:
    """Return the first row as an entry in its short form; empty if it cannot be told."""
    pair = record.pair if issubclass(record, Item) else None
    heads = [" ".join(cell.casefold().replace("_", " ").split()) for cell in cells[0]]
    if issubclass(record, Item) and record.scalar_url:
        row = next((row for row in cells if any(map(is_web_address, row))), [])
        return next(filter(is_web_address, row), "")
    if pair is None:
        return ""
    columns = [next((heads.index(n) for n in _COLUMNS[part] if n in heads), None) for part in pair]
    if {"year", "month", "day"} <= set(heads) and pair[0] == "date":
        year, month, day = (heads.index(name) for name in ("year", "month", "day"))
        rows = [
            ["-".join(f"{row[n]:0>2}" for n in (year, month, day) if row[n]), *row]
            for row in cells[1:]
        ]
        columns = [0, None if columns[1] is None else columns[1] + 1]
    elif columns[0] is None and columns[1] is None:
        columns, rows = [0, 1], cells
    else:
        rows = cells[1:]
    if not rows:
        return ""
    first, second = ((rows[0][n] if n is not None else "") for n in columns)
    if pair[0] == "date" and first:
        first = next(iter(dates_of(first)), first)
    return f"{first}: {scalar(second)}" if first and second else first or second
