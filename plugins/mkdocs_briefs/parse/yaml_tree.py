"""YAML text -> plain text, lists and mappings, with the place of every value and every key.

It reads libyaml's events and not its nodes, so that anchors, aliases, tags and bounds are seen
before they can do anything. Scalars stay text. An empty value, `~` and `null` are None, and such
entries of lists are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import yaml

from mkdocs_briefs.model.brief import Path, Places
from mkdocs_briefs.parse.repair import Repaired, repair
from mkdocs_briefs.parse.yaml_errors import BLOCK_START, explain, unspaced_key
from mkdocs_briefs.problems import Location, Problem, shortened
from mkdocs_briefs.settings import Limits

Node = Any
"""str, None, list[Node] or dict[str, Node]."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SWALLOWED = re.compile(r"[ \t]+(#\w)")
_UNUSUAL = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_MAX_SYNTAX_ERRORS = 50
_NOTHING = frozenset(("", "~", "null"))
"""What stands for no value; `Null` can be somebody's name."""
_QUOTE = "Put the whole value in quotes."


@dataclass(slots=True)
class Tree:
    """What stands in one piece of YAML whose top is a mapping.

    `keys` has the places of the keys. `broken` names the top-level keys whose values could not be
    read: they are in `problems` and missing from `data`, so nobody should report them as missing.
    """

    file: str
    data: dict[str, Node] = field(default_factory=dict)
    places: Places = field(default_factory=dict)
    keys: Places = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)


Origin = Literal["page", "registry", "foreign"]
"""Front matter of ours, a registry, or front matter of another generator."""


def compose(text: str, file: str, first_line: int, limits: Limits, origin: Origin = "page") -> Tree:
    """Return the tree of `text`, which begins on line `first_line` of `file`. Never raises.

    A syntax error costs only the top-level field in which it stands: the fields are then read one
    by one, so that one run reports the errors of all of them.
    """
    invisible: list[Problem] = []
    if _UNUSUAL.search(text):
        text, invisible = _without_unusual(text, file, first_line)
    is_registry = origin == "registry"
    may_repair = origin != "foreign"
    repaired = repair(text, file, first_line, is_registry=is_registry) if may_repair else None
    tree, is_yaml = _read(repaired.text if repaired else text, file, first_line, limits)
    if not is_yaml and may_repair:
        more = repair(text, file, first_line, is_registry=is_registry, is_broken=True)
        if more:
            repaired = more
            tree, _ = _read(more.text, file, first_line, limits)
    if repaired:
        _move_back(tree, repaired, first_line)
        tree.broken |= repaired.dropped
    tree.problems += invisible
    return tree


def _read(text: str, file: str, first_line: int, limits: Limits) -> tuple[Tree, bool]:
    """Return the tree of `text`, and whether it could be read as one piece of YAML."""
    reader = _Reader(file, text.split("\n"), first_line, limits)
    try:
        reader.read(text, 0)
    except BoundError as bound:
        if bound.is_final:
            reader.drop_last_field()
            reader.tree.problems.append(bound.problem)
        else:
            reader = _read_by_field(text, reader, bound.problem)
    except yaml.YAMLError as error:
        problem = explain(error, reader.lines, file, first_line)
        return _read_by_field(text, reader, problem).tree, False
    return reader.tree, True


def _move_back(tree: Tree, repaired: Repaired, first_line: int) -> None:
    """Give all places of a repaired text as they are in what was written; add its problems.

    What YAML still finds wrong on a repaired line is left out: one message a line is enough.
    """
    for places in (tree.places, tree.keys):
        for path, place in places.items():
            places[path] = repaired.place(place, first_line)
    moved = (
        replace(problem, location=repaired.place(problem.location, first_line))
        for problem in tree.problems
        if problem.code != "B103" or problem.location.line - first_line not in repaired.gained
    )
    tree.problems = [*repaired.problems, *moved]


def _without_unusual(text: str, file: str, first_line: int) -> tuple[str, list[Problem]]:
    """Return `text` with a space for each character YAML cannot take, and a B103 for most of them.

    U+0085, U+2028 and U+2029 go silently: word processors leave them behind, and YAML 1.1 would see
    a line break where editors show none.
    """
    problems: list[Problem] = []
    for match in _UNUSUAL.finditer(text):
        if match.group() not in "\x85\u2028\u2029" and len(problems) < _MAX_SYNTAX_ERRORS:
            before = text[: match.start()]
            line, column = first_line + before.count("\n"), len(before) - before.rfind("\n")
            message = f"An invisible character stands here, U+{ord(match.group()):04X}"
            problems.append(Problem("B103", Location(file, line, column), message, "Delete it."))
    return _UNUSUAL.sub(" ", text), problems


def _read_by_field(text: str, failed: _Reader, problem: Problem) -> _Reader:
    """Read each top-level field alone; report `problem` if none of them shows a fault."""
    reader = _Reader(failed.file, failed.lines, failed.first_line, failed.limits)
    tree = reader.tree
    starts = [0, *(match.start() for match in BLOCK_START.finditer(text) if match.start())]
    faults: list[Problem] = []
    line = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        block = text[start:end]
        before = len(tree.keys)
        try:
            reader.read(block, line)
        except (BoundError, yaml.YAMLError) as error:
            for path in [*tree.keys][before:]:
                if len(path) == 1:
                    tree.data.pop(str(path[0]), None)
                    tree.broken.add(str(path[0]))
            tree.broken.add(block.partition(":")[0].strip("\"' "))
            if isinstance(error, BoundError):
                faults.append(error.problem)
                if error.is_final:
                    break
            else:
                first = reader.first_line + line
                faults.append(explain(error, block.split("\n"), reader.file, first))
        line += block.count("\n")
        if len(faults) >= _MAX_SYNTAX_ERRORS:
            break
    if not faults and not reader.is_top_faulty:
        faults.append(problem)
    reported = {fault.location for fault in faults}
    tree.problems = [p for p in tree.problems if p.code != "B107" or p.location not in reported]
    tree.problems += faults
    return reader


class BoundError(Exception):
    """A bound is passed; `is_final` if going on would pass it again."""

    def __init__(self, problem: Problem, *, is_final: bool) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.is_final = is_final


class _Reader:
    """Makes one tree of events; several pieces of one text can be read into it.

    Lists and mappings are read by recursion, which the bound on depth keeps shallow.
    """

    def __init__(self, file: str, lines: list[str], first_line: int, limits: Limits) -> None:
        self.file = file
        self.lines = lines
        self.first_line = first_line
        self.limits = limits
        self.tree = Tree(file)
        self.is_top_faulty = False
        self._has_hashes = any("#" in line for line in lines)
        self._nodes = 0
        self._depth = 0
        self._line = 0
        self._next: Any = None

    def drop_last_field(self) -> None:
        """Drop the top-level field that was read last."""
        if self.tree.keys:
            key = str(next(reversed(self.tree.keys))[0])
            self.tree.data.pop(key, None)
            self.tree.broken.add(key)

    def read(self, text: str, line: int) -> None:
        """Add the mapping in `text`, whose first line is line `line` (from 0) of the whole.

        Raises yaml.YAMLError and BoundError.
        """
        loader = _LOADER(text)
        self._line, self._depth, self._next = line, 0, loader.get_event
        try:
            self._next()  # the start of the stream
            if type(self._next()) is yaml.DocumentStartEvent:
                self._top(self._next())
                self._next()  # the end of the document
                event = self._next()
                if type(event) is yaml.DocumentStartEvent:
                    message = "A second YAML document begins here"
                    advice = "Delete the line that starts with ---."
                    self._report("B103", event, message, advice)
        except yaml.MarkedYAMLError as error:
            # libyaml, from 0.2.6 on, looks ahead and has a bound of its own, far above ours.
            if error.problem_mark and "nesting depth" in str(error.problem):
                raise self._too_deep(error.problem_mark, error.problem_mark) from None
            raise
        finally:
            loader.dispose()

    def _top(self, event: Any) -> None:
        """Read the one value of a document, which has to be a mapping."""
        if type(event) is yaml.SequenceStartEvent:
            self.is_top_faulty = True
            advice = "Begin each field with its name and a colon, without a hyphen before it."
            self._report("B204", event, "Expected fields, one a line, found a list", advice)
            self._skip(event)
        elif self._is_allowed(event):
            if type(event) is yaml.MappingStartEvent:
                self._depth = 1
                self._mapping(self.tree.data, ())
            elif event.value or event.style:
                self.is_top_faulty = True
                self._report_plain_text(event)

    def _value(self, event: Any, path: Path) -> Node:
        """Return the value that begins with `event` and note its place; None for an empty one."""
        if type(event) is yaml.ScalarEvent:
            self._report_lost_comment(event)
            if event.value in _NOTHING and not event.style:
                return None
            self.tree.places[path] = self._place(event.start_mark, event.end_mark)
            return event.value
        self._check_depth(event)
        self.tree.places[path] = self._place(event.start_mark, event.start_mark)
        self._depth += 1
        if type(event) is yaml.MappingStartEvent:
            value: Node = self._mapping({}, path)
        else:
            value = self._sequence(path)
        self._depth -= 1
        return value

    def _mapping(self, mapping: dict[str, Node], path: Path) -> dict[str, Node]:
        tree = self.tree
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = self._key(event, path)
            if key is None:
                self._skip(self._next())
                continue
            at = (*path, key)
            tree.places[at] = tree.keys[at] = self._place(event.start_mark, event.end_mark)
            event = self._next()
            if self._is_allowed(event):
                mapping[key] = self._value(event, at)
        return mapping

    def _sequence(self, path: Path) -> list[Node]:
        values: list[Node] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            if self._is_allowed(event):
                value = self._value(event, (*path, len(values)))
                if value is not None:
                    values.append(value)
        return values

    def _skip(self, event: Any) -> None:
        """Read past the value that begins with `event`; only its faults count."""
        outside = self._depth
        while True:
            kind = type(event)
            if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._depth -= 1
            elif self._is_allowed(event):
                if kind is yaml.ScalarEvent:
                    self._report_lost_comment(event)
                else:
                    self._check_depth(event)
                    self._depth += 1
            if self._depth == outside:
                return
            event = self._next()

    def _key(self, event: Any, path: Path) -> str | None:
        """Return the key that begins with `event`, or None if its value cannot be used."""
        if type(event) is not yaml.ScalarEvent:
            if type(event) is not yaml.AliasEvent:
                message = "The name before the colon must be text, but [ or { opens a list there"
                self._report("B204", event, message, "Put the name in quotes.")
            self._skip(event)
            return None
        self._is_allowed(event)
        key: str = event.value
        if key == "<<" and not event.style:
            self._report("B105", event, "A merge key (<<) is not allowed", "Write the fields out.")
        elif not key:
            self._report("B204", event, "A colon stands here without a name before it", _QUOTE)
        elif first := self.tree.keys.get((*path, key)):
            message = f"“{shortened(key)}” stands twice; the first is on line {first.line}"
            advice = "Keep one of the two. Several values go into one list, a line `- …` for each."
            self._report("B104", event, message, advice)
        else:
            return key
        return None

    def _is_allowed(self, event: Any) -> bool:
        """Count a value or key and report what must not be on it; an alias cannot be used at all.

        Raises BoundError.
        """
        kind = type(event)
        if kind is yaml.AliasEvent:
            message = f"An alias (*{shortened(event.anchor, 40)}) is not allowed"
            advice = "Write the value out. A text that begins with * must stand in quotes."
            self._report("B105", event, message, advice)
            return False
        self._nodes += 1
        if self._nodes > self.limits.nodes:
            message = f"There are more than {self.limits.nodes:,} values and keys in this file"
            place = self._place(event.start_mark, event.end_mark)
            raise BoundError(Problem("B106", place, message, self.limits.cure), is_final=True)
        if event.anchor is not None:
            message = f"An anchor (&{shortened(event.anchor, 40)}) is not allowed"
            advice = "Write the value out. A text that begins with & must stand in quotes."
            self._report("B105", event, message, advice)
        if event.tag is not None:
            message = f"A tag ({shortened(event.tag, 40)}) is not allowed"
            advice = "Delete it. A text that begins with ! must stand in quotes."
            self._report("B105", event, message, advice)
        return True

    def _check_depth(self, event: Any) -> None:
        if self._depth >= self.limits.depth:
            raise self._too_deep(event.start_mark, event.end_mark)

    def _too_deep(self, start: Any, end: Any) -> BoundError:
        message = f"Lists and fields are nested more than {self.limits.depth} deep here"
        advice = "Flatten it. A text that begins with [ or { must stand in quotes."
        return BoundError(Problem("B106", self._place(start, end), message, advice), is_final=False)

    def _report(self, code: str, event: Any, message: str, advice: str) -> None:
        place = self._place(event.start_mark, event.end_mark)
        self.tree.problems.append(Problem(code, place, message, advice))

    def _report_plain_text(self, event: Any) -> None:
        if key := unspaced_key(event.value):
            self.tree.broken.add(key)
            message = f"There is no space after the colon of “{key}:”, so YAML sees no field"
            self._report("B103", event, message, f"Write {key}: and a space, then the value.")
        else:
            message = "Expected fields, one a line, found plain text"
            advice = "Write key: value, with a space after the colon."
            self._report("B204", event, message, advice)

    def _report_lost_comment(self, event: Any) -> None:
        """Report a B107 where `#` and a letter or digit follow a plain value.

        A comment is written with a space after its `#`; that one is left alone.
        """
        end = event.end_mark
        line = end.line + self._line
        if not self._has_hashes or event.style or line >= len(self.lines):
            return
        if match := _SWALLOWED.match(self.lines[line], end.column):
            start = match.start(1)
            lost = self.lines[line][start:].rstrip()
            place = Location(self.file, self.first_line + line, start + 1, len(lost))
            message = f"“{shortened(lost, 60)}” is lost: after a space, # begins a comment"
            advice = f"{_QUOTE} If a comment is meant, write a space after the #."
            self.tree.problems.append(Problem("B107", place, message, advice))

    def _place(self, start: Any, end: Any) -> Location:
        """Return the place between two marks; of more than one line, the rest of the first."""
        line, column = start.line + self._line, start.column
        if end.line == start.line and end.column > column:
            length = end.column - column
        elif line < len(self.lines):
            length = max(1, len(self.lines[line].rstrip()) - column)
        else:
            line, column, length = max(0, len(self.lines) - 1), 0, 1
        return Location(self.file, self.first_line + line, column + 1, length)
