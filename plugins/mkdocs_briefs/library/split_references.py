"""Several references in one text -> a list of them, and a problem that shows the list.

`topics: trade, shipping` is one text to YAML. Read as it stands it makes a topic `trade-shipping`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mkdocs_briefs.library.catalogue import fold
from mkdocs_briefs.model.brief import LISTS_WITH_ACTORS, Brief, FrontMatter, Path
from mkdocs_briefs.model.ids import FIELD_OF
from mkdocs_briefs.model.registry import ActorEntry, Entry, TermEntry
from mkdocs_briefs.parse.entry_text import scalar
from mkdocs_briefs.parse.yaml_errors import quoted
from mkdocs_briefs.problems import Problem, Severity, shortened

_COMMAS = re.compile(r"\s*[,;|\u060c\u061b\u3001\uff0c\uff1b]\s*")
_AND = re.compile(
    r"\s+(?:and|und|et|y|e|en|och|og|\u0438|&|\+)\s+|\s*[/\u548c\u8207\u4e0e\u53ca]\s*|\s+\u0648\s*",
    re.IGNORECASE,
)
_LEADING_AND = re.compile(r"^(?:and|und|et|y|e|&)\s+", re.IGNORECASE)
_LIKE_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_SEMICOLON = re.compile(r"\s*[;\uff1b]\s+(?=\S)")
_ROLE = re.compile(r"(?!and\b)[a-z]+ ")
_NAME = re.compile(r"[A-Z][^\W\d]*(?: [A-Z][^\W\d]*){0,3}")
_MAY_JOIN = re.compile("[\\s,;|/\u060c\u061b\u3001\uff0c\uff1b\u548c\u8207\u4e0e\u53ca]")
_MAX_LENGTH = 1_000


def split_references(
    briefs: Sequence[Brief], entries: Sequence[Entry], sources: Iterable[str]
) -> tuple[list[Brief], list[Problem]]:
    """Return the briefs with lists where one text holds several references, and a B204 for each.

    `sources` are the ids of shared sources. What is split and not known is left out, so that
    nothing else is said about it.
    """
    splitter = Splitter(briefs, entries, sources)
    found: list[Brief] = []
    problems = [*_joined_aliases(entries)]
    for brief in briefs:
        split, faults = splitter.split(brief)
        found.append(split)
        problems += faults
    return found, problems


def _joined_aliases(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Yield a problem for each text that stands alone in `aliases` and has commas."""
    for entry in entries:
        aliases, path = entry.fields.aliases, (*entry.prefix, "aliases")
        parts = [part for part in _COMMAS.split(aliases[0]) if part] if len(aliases) == 1 else []
        if len(parts) > 1 and entry.positions.at(*path) == entry.positions.at(*path, 0):
            message = f"“{shortened(aliases[0])}” is one alias; it looks like {len(parts)}"
            lines = ", ".join(map(scalar, parts))
            advice = f"Write a list (or [{quoted(aliases[0])}], if this is one): aliases: [{lines}]"
            at = entry.positions.at(*path)
            yield Problem("B204", at, message, advice, Severity.WARNING)


class Splitter:
    """Splits texts that hold several references to what a site has."""

    def __init__(
        self, briefs: Iterable[Brief], entries: Iterable[Entry], sources: Iterable[str]
    ) -> None:
        self._known: dict[str, set[str]] = {"actors": set(), **{name: set() for name in FIELD_OF}}
        for entry in entries:
            self._known[entry.registry] |= {fold(name) for name in _names(entry)}
        self._known["briefs"] = {
            fold(name) for one in briefs for name in (one.slug, one.name, one.fields.title)
        }
        self._sources = {fold(ident) for ident in sources}

    def split(self, brief: Brief) -> tuple[Brief, list[Problem]]:
        """Return one brief as `split_references` does."""
        splitting = _Splitting(brief, self._known, self._sources)
        fields = splitting.fields()
        return (replace(brief, fields=fields) if fields else brief), splitting.problems


def _names(entry: Entry) -> Iterator[str]:
    yield entry.id
    if isinstance(entry.fields, ActorEntry | TermEntry):
        yield from (text for _, text in entry.fields.name.texts) if entry.fields.name else ()
        yield from entry.fields.aliases


class _Splitting:
    """One brief, its references that have to be split, and the problems about them."""

    def __init__(self, brief: Brief, known: Mapping[str, set[str]], sources: set[str]) -> None:
        self._brief, self._known = brief, known
        self._sources = sources | {fold(one.id) for one in brief.fields.sources if one.id}
        self.problems: list[Problem] = []

    def fields(self) -> FrontMatter | None:
        """Return the fields with lists, or None if nothing has to be split."""
        fields = self._brief.fields
        changed: dict[str, Any] = {
            "actors": self._entries("actors", "id"),
            "related": self._entries("related", "brief"),
        }
        for registry, key in FIELD_OF.items():
            changed[key] = self._refs(getattr(fields, key), (key,), self._known[registry])
        for key in (*LISTS_WITH_ACTORS, "figures"):
            items = enumerate(getattr(fields, key))
            changed[key] = tuple(self._item(item, (key, number)) for number, item in items)
        self._check_texts()
        return fields.revised(**changed) if self.problems else None

    def _entries(self, key: str, name: str) -> tuple[Any, ...]:
        """Return the actors or related briefs with an entry for each that is referred to."""
        known = self._known["briefs" if key == "related" else key]
        rows, more = [], []
        for number, row in enumerate(getattr(self._brief.fields, key)):
            role = f": {scalar(row.role)}" if key == "actors" and row.role else ""
            parts = self._split(getattr(row, name) or "", (key, number), known, role, eager=True)
            split = [row.revised(**{name: one}) for one in parts if _is_kept(one, known)]
            rows += split[:1] if parts else [row]
            more += split[1:]
        # Entries that are added stand last, so that the others keep their places.
        return (*rows, *more)

    def _refs(self, refs: tuple[str, ...], path: Path, known: set[str]) -> tuple[str, ...]:
        """Return `refs` with those that are several split."""
        rows, more = list[str](), list[str]()
        for number, ref in enumerate(refs):
            parts = self._split(ref, (*path, number), known)
            kept = [part for part in parts if _is_kept(part, known)]
            rows += kept[:1] if parts else [ref]
            more += kept[1:]
        return (*rows, *more)

    def _item(self, item: Any, path: Path) -> Any:
        """Return an entry of a list with its references split."""
        values = {}
        known = {"actors": self._known["actors"], "sources": self._sources}
        for key, names in known.items():
            refs = getattr(item, key, ())
            if refs and (new := self._refs(refs, (*path, key), names)) != refs:
                values[key] = new
        return item.revised(**values) if values else item

    def _split(
        self, ref: str, path: Path, known: set[str], role: str = "", *, eager: bool = False
    ) -> list[str]:
        """Return the references that a text holds, and report it; nothing if it is one."""
        if len(ref) > _MAX_LENGTH or not _MAY_JOIN.search(ref) or fold(ref) in known:
            return []
        is_alone = self._brief.at(*path) == self._brief.at(*path[:-1])
        parts = parts_of(ref, lambda part: fold(part) in known, is_alone=is_alone, eager=eager)
        if parts:
            may_be_name = is_alone and not all(map(_LIKE_ID.fullmatch, parts))
            may_be_name = may_be_name and not any(fold(part) in known for part in parts)
            lines = [f"{scalar(part)}{role}" for part in parts]
            advice = self._advice(ref, path, lines, is_alone=is_alone, may_be_one=may_be_name)
            self._report(ref, path, advice, len(parts))
        return parts

    def _advice(
        self, text: str, path: Path, lines: list[str], *, is_alone: bool, may_be_one: bool
    ) -> str:
        key = path[-2]
        one = f" (or {key}: [{quoted(text)}], if this is one)" if may_be_one else ""
        if len(path) > 2:
            return f"Write a list{one}: {key}: [{', '.join(lines)}]"
        head = [f"{key}:"] if is_alone else []
        return "\n".join([f"Write a list{one}:", *head, *(f"  - {line}" for line in lines)])

    def _report(
        self, text: str, path: Path, advice: str, number: int, weight: Severity | None = None
    ) -> None:
        message = f"“{shortened(text)}” is one text; “{path[-2]}” needs a list of {number} entries"
        self.problems.append(Problem("B204", self._brief.at(*path), message, advice, weight))

    def _check_texts(self) -> None:
        """Report a text that stands alone in a list of texts, and probably holds several."""
        fields = self._brief.fields
        for key in ("key_points", "unknowns", "alternatives"):
            self._check_text(key, getattr(fields, key), _SEMICOLON)
        for key in ("implications", "developments", "advice"):
            texts = [one.text for one in getattr(fields, key) if not one.label]
            self._check_text(key, texts, _SEMICOLON)
        titles = [one.title or "" for one in fields.sources if one.url is None]
        if all(map(_NAME.fullmatch, _COMMAS.split("".join(titles[:1])))):
            self._check_text("sources", titles, _COMMAS)

    def _check_text(self, key: str, texts: Sequence[str], separator: re.Pattern[str]) -> None:
        parts = [part for part in separator.split(texts[0]) if part] if len(texts) == 1 else []
        is_sentence = len(parts) == 2 and separator is _SEMICOLON and parts[1][0].islower()
        if len(parts) > 1 and not is_sentence and self._brief.at(key, 0) == self._brief.at(key):
            path, lines = (key, 0), [scalar(part) for part in parts]
            advice = self._advice(texts[0], path, lines, is_alone=True, may_be_one=True)
            self._report(texts[0], path, advice, len(parts), Severity.WARNING)


def _is_kept(part: str, known: set[str]) -> bool:
    """Return whether a part becomes an entry; of those unknown nothing more is said for now."""
    return not known or fold(part) in known


def parts_of(
    text: str, is_known: Callable[[str], bool], *, is_alone: bool, eager: bool
) -> list[str]:
    """Return the references that `text` holds; nothing if it is probably one.

    Commas in a text that stands alone in the place of a list part it; elsewhere its parts have to
    look like ids, or be known. If `eager`, one that is known is enough for other signs too, as the
    whole is an error in any case.
    """
    if text[:1] + text[-1:] in {"()", "[]", "{}"}:
        text = text[1:-1]
    parts = [part for part in _COMMAS.split(text) if part]
    if len(parts) == 2 and not is_alone and is_known(parts[0]) and _ROLE.match(parts[1]):
        return []
    if len(parts) > 1:
        last = _LEADING_AND.sub("", parts.pop())
        tail = [part for part in _AND.split(last) if part]
        parts += tail if len(tail) > 1 and any(map(is_known, tail)) else [last]
        sure = is_alone or any(map(is_known, parts)) or all(map(_LIKE_ID.fullmatch, parts))
        return parts if sure or (eager and all(" " in part for part in parts)) else []
    enough = any if eager else all
    parts = [part for part in _AND.split(text) if part]
    if len(parts) > 1 and enough(map(is_known, parts)):
        return parts
    # `gaza war` is a topic of its own where `gaza` and `war` are topics too.
    parts = text.split() if is_alone or eager else []
    return parts if len(parts) > 1 and all(map(is_known, parts)) else []
