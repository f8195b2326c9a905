"""YAML text -> plain text, lists and mappings, with the place of every value and every key.

Works on libyaml's events and not on its nodes: nothing recurses, and anchors, aliases and tags show
up before they can do anything. Scalars stay text. An empty value is None, an empty list entry is
left out; `~` and `null` are text like any other.
"""

from __future__ import annotations

import re

import yaml

from mkdocs_briefs.parse.syntax import BLOCK_START, explain
from mkdocs_briefs.parse.tree import BoundError, Builder, Node, Tree
from mkdocs_briefs.problems import Location, Problem
from mkdocs_briefs.settings import Limits

__all__ = ["Node", "Tree", "compose"]

_UNUSUAL = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_MOST_SYNTAX_ERRORS = 50


def compose(text: str, file: str, first_line: int, limits: Limits) -> Tree:
    """The tree of `text`, which begins on line `first_line` of `file`. Never raises.

    A syntax error costs only the top-level field in which it stands: the fields are then read one
    by one, so that one run reports the errors of all of them.
    """
    oddities: list[Problem] = []
    if _UNUSUAL.search(text):
        text, oddities = _plainer(text, file, first_line)
    whole = Builder(file, text.split("\n"), first_line, limits)
    try:
        whole.feed(text, 0)
    except BoundError as bound:
        if bound.final:
            whole.give_up()
            whole.tree.problems.append(bound.problem)
        else:
            whole = _by_field(text, whole, bound.problem)
    except yaml.YAMLError as error:
        whole = _by_field(text, whole, explain(error, whole.lines, file, first_line))
    whole.tree.problems += oddities
    return whole.tree


def _plainer(text: str, file: str, first_line: int) -> tuple[str, list[Problem]]:
    """`text` with a space for each character YAML cannot take, and a B103 for most of these.

    U+0085, U+2028 and U+2029 go silently: word processors leave them behind, and YAML 1.1 would see
    a line break where editors show none.
    """
    problems: list[Problem] = []
    for match in _UNUSUAL.finditer(text):
        if match.group() not in "\x85\u2028\u2029" and len(problems) < _MOST_SYNTAX_ERRORS:
            before = text[: match.start()]
            place = Location(
                file, first_line + before.count("\n"), len(before) - before.rfind("\n")
            )
            message = f"An invisible character stands here, U+{ord(match.group()):04X}"
            problems.append(Problem("B103", place, message, "Delete it."))
    return _UNUSUAL.sub(" ", text), problems


def _by_field(text: str, failed: Builder, problem: Problem) -> Builder:
    """Reads each top-level field alone; `problem` is told when none of them shows a fault."""
    builder = Builder(failed.file, failed.lines, failed.first_line, failed.limits)
    starts = [0, *(match.start() for match in BLOCK_START.finditer(text) if match.start())]
    faults: list[Problem] = []
    line = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        block = text[start:end]
        before = len(builder.tree.data)
        try:
            builder.feed(block, line)
        except (BoundError, yaml.YAMLError) as error:
            for key in list(builder.tree.data)[before:]:
                del builder.tree.data[key]
                builder.tree.broken.add(key)
            builder.tree.broken.add(block.partition(":")[0].strip("\"' "))
            if isinstance(error, BoundError):
                faults.append(error.problem)
                if error.final:
                    break
            else:
                first = builder.first_line + line
                faults.append(explain(error, block.split("\n"), builder.file, first))
        line += block.count("\n")
        if len(faults) >= _MOST_SYNTAX_ERRORS:
            break
    if not faults and not builder.top_faulty:
        faults.append(problem)
    told = {fault.location for fault in faults}
    kept = [one for one in builder.tree.problems if one.code != "B107" or one.location not in told]
    builder.tree.problems = kept + faults
    return builder
