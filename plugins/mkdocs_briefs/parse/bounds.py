"""Bodies that Markdown would take minutes over, or fail on, found before it sees them.

Python-Markdown looks from every opening bracket to its end, cuts a block anew at each heading in
it, and descends into nested lists by calling itself. What a body may ask of it is bounded here;
each bound is far beyond what anybody writes. One pass, in time linear in the length of the body.
"""

from __future__ import annotations

import re

from mkdocs_briefs.problems import Location, Problem

BRACKET_STEPS = 4_000_000
"""Characters between the brackets of a body and their ends, summed up."""
TAG_STEPS = 60_000_000
"""Characters from each `<` that opens a tag without end to the end of the body, summed up."""
MARKS = 30_000
"""Signs of emphasis, code and links in one block, which is what stands between empty lines."""
CUT_STEPS = 50_000_000
"""Lines of a block that begin something of their own (headings, rules, definitions, notes), times
the length of the block, summed up."""
NESTING = 60
"""Lists and quotations opened on one line."""
OPEN_ELEMENTS = 1_000
"""Elements of HTML inside each other; Material's search looks at all of them for each word."""
INDENT = 400
"""Spaces before a line."""

_BLOCK = re.compile(r"\n[ \t]*\n")
_BRACKET = re.compile(r"\]\(|[\[\])]")
_UNCLOSED = re.compile(r"<[A-Za-z/!?](?=[^<>]*(?:<|\Z))")
_ELEMENT = re.compile(r"<(/?)(?!(?:area|br|col|hr|img|input|link|meta|source|wbr)\b)[a-zA-Z]")
_MARK = re.compile(r"[*_`\[\]<\\]")
_CUT = re.compile(
    r"^ {0,3}(?:#|=+[ \t]*$|([-*_])(?:[ \t]*\1)*[ \t]*$|:[ \t]|!!!|\?\?\?)", re.MULTILINE
)
_NESTED = re.compile(rf"\n[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+|>[ \t]*){{{NESTING + 1}}}")
_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1)*[ \t]*$", re.MULTILINE)
_INDENTED = re.compile(rf"\n[ \t]{{{INDENT + 1},}}\S")
_SMALL = 1_000
_SPACE = re.compile(r"\s*")
_ADVICE = "Take such signs away, or divide the text by empty lines and into several briefs."


def overload(body: str, file: str, first_line: int) -> Problem | None:
    """B106 at the place in `body` that asks too much of a Markdown reader, else None.

    `body` begins on line `first_line` of `file`.
    """
    found = _nesting(body)
    if not _harmless(body):
        found = found or _tags(body) or _elements(body) or _blocks(body)
    if found is None:
        return None
    offset, message = found
    offset = min(len(body.rstrip()), _SPACE.match(body, offset).end())  # type: ignore[union-attr]
    line = body.count("\n", 0, offset)
    column = offset - body.rfind("\n", 0, offset)
    place = Location(file, first_line + line, column)
    said = f"{message}, so the text below the front matter is left out"
    return Problem("B106", place, said, _ADVICE)


def _harmless(body: str) -> bool:
    """Whether the signs are so few that, wherever they stood, no sum of steps could be too large.

    True for what people write, which then need not be looked through sign by sign.
    """
    length, tags = len(body), body.count("<")
    return (
        length <= MARKS
        and tags <= OPEN_ELEMENTS
        and tags * length <= TAG_STEPS
        and 2 * body.count("[") * length <= BRACKET_STEPS
        and (body.count("\n") + 1) * length <= CUT_STEPS
    )


def _nesting(body: str) -> tuple[int, str] | None:
    # `re` runs over all but line breaks when a pattern begins with one, so the first line gets one.
    lines = f"\n{body}"
    for line in _NESTED.finditer(lines):
        if not _RULE.match(body, line.start()):
            return line.start(), f"More than {NESTING} lists or quotations open on one line"
    if found := _INDENTED.search(lines):
        return found.start(), f"A line is indented by more than {INDENT} spaces"
    return None


def _tags(body: str) -> tuple[int, str] | None:
    steps = 0
    for found in _UNCLOSED.finditer(body):
        steps += len(body) - found.start()
        if steps > TAG_STEPS:
            return found.start(), "Too many signs < open a tag that has no end"
    return None


def _elements(body: str) -> tuple[int, str] | None:
    depth = 0
    for found in _ELEMENT.finditer(body):
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > OPEN_ELEMENTS:
            return found.start(), f"More than {OPEN_ELEMENTS:,} elements of HTML are open at once"
    return None


def _blocks(body: str) -> tuple[int, str] | None:
    start = brackets = cuts = 0
    for end in (*(found.start() for found in _BLOCK.finditer(body)), len(body)):
        if end - start > _SMALL:
            if sum(1 for _ in _MARK.finditer(body, start, end)) > MARKS:
                return start, f"There are more than {MARKS:,} signs of Markdown in one paragraph"
            cuts += (end - start) * sum(1 for _ in _CUT.finditer(body, start, end))
            if cuts > CUT_STEPS:
                return start, "Too many headings or rules stand in one paragraph"
        brackets += _bracket_steps(body, start, end)
        if brackets > BRACKET_STEPS:
            return start, "Too many brackets [ or ]( do not close again"
        start = end
    return None


def _bracket_steps(body: str, start: int, end: int) -> int:
    """How many characters lie between brackets, also those of addresses, and their ends.

    A bracket that does not close reaches to the end of the block.
    """
    if body.find("[", start, end) < 0:
        return 0
    steps = 0
    texts: list[int] = []
    addresses: list[int] = []
    for found in _BRACKET.finditer(body, start, end):
        sign, at = found[0], found.start()
        if sign == "[":
            texts.append(at)
        elif sign == ")":
            steps += at - addresses.pop() if addresses else 0
        elif texts:
            steps += at - texts.pop()
            if sign == "](":
                addresses.append(at)
    return steps + sum(end - one for one in (*texts, *addresses))
