"""Leaving a redirect: the field `redirect_from` grows by the old id, however it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from mkdocs_briefs.builder.document import Document, UneditableError
from mkdocs_briefs.builder.rename_target import RenameTarget
from mkdocs_briefs.model.brief import Path as FieldPath
from mkdocs_briefs.model.brief import Positions
from mkdocs_briefs.model.registry import Entry

KEY = "redirect_from"
_EMPTY = re.compile(rf"^{KEY}:(?=[ \t]*(?:\n|[ \t]#))", re.MULTILINE)
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


def add_redirect(subject: RenameTarget, open_document: Callable[[str], Document]) -> bool:
    """Notes that the old address leads to the new one; False where there is no place to say so.

    Raises UneditableError when the file is written in a way that cannot be extended.
    """
    if subject.brief is not None:
        brief = subject.brief
        given = brief.fields.redirect_from
        _grow(open_document(brief.file), brief.positions, (), len(given), subject.old)
        return True
    entry = subject.entry
    if entry is None or subject.kind == "author":
        return False
    document, given = open_document(entry.positions.file), entry.fields.redirect_from
    if given or not entry.prefix:
        _grow(document, entry.positions, entry.prefix, len(given), subject.old)
    else:
        _into_entry(document, entry, subject.old)
    return True


def _grow(
    document: Document, positions: Positions, prefix: FieldPath, count: int, old: str
) -> None:
    """Adds `old` to the list, or the field to the front matter."""
    if not count:
        _into_front(document, old)
        return
    place = positions.at(*prefix, KEY, count - 1)
    start = document.offset(place)
    end = start + place.length
    line, stop = document.line_at(start)
    before = document.text[line:start].rstrip()
    if before.endswith("-"):
        document.replace(stop, stop, f"\n{document.text[line:start]}{old}")
    elif before.endswith(("[", ",")) or before == "":
        document.replace(end, end, f", {old}")
    else:
        document.replace(start, end, f"[{document.text[start:end]}, {old}]")


def _into_front(document: Document, old: str) -> None:
    text = document.text
    opening = text.find("\n") + 1
    closing = _CLOSING.search(text, opening) if text.startswith("---") else None
    if closing is None:
        raise UneditableError(f"{document.path} has no front matter that ends with ---.")
    if empty := _EMPTY.search(text, opening, closing.start()):
        document.replace(empty.end(), empty.end(), f" {old}")
    else:
        document.replace(closing.start(), closing.start(), f"{KEY}: {old}\n")


def _into_entry(document: Document, entry: Entry, old: str) -> None:
    """Adds the field to an entry of a registry file: block, flow, bare name or nothing."""
    place = entry.positions.at(*entry.prefix)
    _, stop = document.line_at(document.offset(place))
    after = document.text.index(":", document.offset(place) + place.length) + 1
    rest = document.text[after:stop]
    written = rest.strip()
    if written.startswith("{"):
        at = after + rest.index("{") + 1
        document.replace(
            at, at, f"{KEY}: {old}, " if written[1:].strip() != "}" else f"{KEY}: {old}"
        )
    elif not written or written.startswith("#"):
        following = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*([ \t]+)(?=[^\s#])").match(
            document.text, stop + 1
        )
        if following:
            line, _ = document.line_at(following.end())
            document.replace(line, line, f"{following[1]}{KEY}: {old}\n")
        else:
            document.replace(after, after, f" {{{KEY}: {old}}}")
    else:
        name = entry.positions.at(*entry.prefix, "name")
        start = document.offset(name)
        value = json.dumps(entry.fields.name, ensure_ascii=False)
        document.replace(start, start + name.length, f"{{name: {value}, {KEY}: {old}}}")
