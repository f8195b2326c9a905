"""What can be written at a cursor: fields, allowed values, ids, wikilinks, citations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mkdocs_briefs.editor.cursor import CursorContext, Span
from mkdocs_briefs.editor.lookup import ANCHOR_LISTS, describe, describe_field
from mkdocs_briefs.editor.parsed_document import (
    Field,
    ParsedDocument,
    choices_of,
    items_of,
    root_of,
    rows_of,
)
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import UNATTRIBUTED, Figure
from mkdocs_briefs.model.fields import Item, Record, fields_of
from mkdocs_briefs.model.ids import KIND_OF, PAGES_OF
from mkdocs_briefs.model.likelihood import SCALES
from mkdocs_briefs.parse.inline import KIND
from mkdocs_briefs.problems import CODES, IGNORABLE

MAX_CHOICES = 200
_WIKILINK_START = re.compile(rf"\[\[{KIND}([^\[\]|#]*)$")
_ANCHOR_START = re.compile(r"\[\[(?:brief:)?([^\[\]|#:]*)#([^\[\]|#]*)$")
_CITATION_START = re.compile(r"\[(?:@[^\[\]]*;[ ]*)?@([\w.:-]*)$")


@dataclass(frozen=True, slots=True)
class Choice:
    """A text to write: `insert` replaces `span`."""

    label: str
    insert: str
    span: Span
    kind: str
    """field, choice or anchor; or that of a `Reference`: a registry, briefs, sources, items."""
    detail: str = ""
    names: tuple[str, ...] = ()
    """Other words that find it."""
    rank: int = 0
    """Choices of a lower rank come first."""
    help: str = ""
    """Markdown that explains a field; for other kinds see `explain`."""


@dataclass(frozen=True, slots=True)
class Completions:
    """The choices, best first; `more` if there are too many to list."""

    choices: tuple[Choice, ...] = ()
    more: bool = False


def complete(document: ParsedDocument, library: Library, line: int, column: int) -> Completions:
    """Return what can be written at the cursor. Line and column count from 0."""
    before = document.text.line(line)[:column]
    context = document.context(line, column)
    in_yaml = line in document.yaml
    if not in_yaml or (context and context.kind != "key"):
        linked = _in_link(document, library, line, before)
        if linked is not None:
            return _matching(*linked)
    if context is None or not in_yaml or context.kind == "text":
        return Completions()
    return _matching(_in_front_matter(document, library, context, line, column), context.typed)


def explain(kind: str, ident: str, document: ParsedDocument, library: Library) -> str:
    """Return Markdown about a choice, by its kind and label; empty for fields and values."""
    return describe(kind, ident, library, document.brief)


def _matching(choices: Iterable[Choice], typed: str) -> Completions:
    """Return the choices that begin with, contain, or spell in this order what is typed."""
    wanted = typed.casefold().strip()
    ranked = []
    for place, choice in enumerate(choices):
        words = [choice.label.casefold(), *(name.casefold() for name in choice.names)]
        if any(word.startswith(wanted) for word in words):
            near = 0
        elif any(wanted in word for word in words):
            near = 1
        elif any(_has_in_order(wanted, word) for word in words):
            near = 2
        else:
            continue
        ranked.append((choice.rank, near, place, choice))
    ranked.sort(key=lambda row: row[:3])
    return Completions(tuple(row[3] for row in ranked[:MAX_CHOICES]), len(ranked) > MAX_CHOICES)


def _has_in_order(wanted: str, word: str) -> bool:
    letters = iter(word)
    return all(letter in letters for letter in wanted)


# Links in texts


def _in_link(
    document: ParsedDocument, library: Library, line: int, before: str
) -> tuple[Iterator[Choice], str] | None:
    after = document.text.line(line)[len(before) :]
    if match := _ANCHOR_START.search(before):
        span = Span(line, match.start(2), len(before))
        return _anchors(document, library, match[1], span, _closing("]]", after)), match[2]
    if match := _WIKILINK_START.search(before):
        kind, typed = match[1] or "", match[2]
        span = Span(line, len(before) - len(typed), len(before))
        return _targets(library, kind, span, _closing("]]", after)), typed
    if (match := _CITATION_START.search(before)) and document.brief:
        span = Span(line, match.start(1), len(before))
        close = "" if re.match(r"[^\[\]]*\]", after) else "]"
        return (replace(c, insert=c.insert + close) for c in _sources(document, span)), match[1]
    return None


def _closing(brackets: str, after: str) -> str:
    """Return the closing brackets that are missing."""
    there = len(after) - len(after.lstrip("]"))
    return "" if re.match(r"[^\[\]]*\]\]", after) else brackets[min(there, len(brackets)) :]


def _targets(library: Library, kind: str, span: Span, close: str) -> Iterator[Choice]:
    """Yield all targets of wikilinks, with the kind where two have the same id."""
    pages = [PAGES_OF[kind]] if kind else list(PAGES_OF.values())
    found = [(name, choice) for name in pages for choice in _entities(library, name, span)]
    times = Counter(choice.label for _, choice in found)
    for name, choice in found:
        lead = f"{KIND_OF[name]}:" if times[choice.label] > 1 else ""
        yield replace(choice, insert=f"{lead}{choice.label}{close}")


def _anchors(
    document: ParsedDocument, library: Library, target: str, span: Span, close: str
) -> Iterator[Choice]:
    slug = library.catalogue.brief_index.find(target) if target else None
    brief = library.catalogue.briefs.get(slug) if slug else None if target else document.brief
    if brief is None:
        return
    for name in ANCHOR_LISTS:
        for item in getattr(brief.fields, name):
            yield Choice(
                item.id,
                f"{item.id}{close}",
                span,
                "anchor",
                getattr(item, "event", None) or item.label or item.text,
            )


def _entities(library: Library, kind: str, span: Span) -> Iterator[Choice]:
    """Yield all briefs, actors, or terms of a registry."""
    catalogue = library.catalogue
    if kind == "briefs":
        for brief in library.briefs:
            title = brief.fields.title
            yield Choice(
                brief.slug, brief.slug, span, kind, f"{title} ({brief.fields.date})", (title,)
            )
    elif kind == "actors":
        for actor in catalogue.actors.values():
            shown = f"{actor.name} ({actor.kind})" if actor.kind else actor.name
            yield Choice(actor.id, actor.id, span, kind, shown, actor.names)
    else:
        for term in catalogue.terms[kind].values():
            yield Choice(term.id, term.id, span, kind, term.name, term.names)


def _sources(document: ParsedDocument, span: Span) -> Iterator[Choice]:
    for source in document.brief.fields.sources if document.brief else ():
        if source.id:
            names = tuple(text for text in (source.title, source.url) if text)
            yield Choice(source.id, source.id, span, "sources", names[0] if names else "", names)


def _items(document: ParsedDocument, span: Span) -> Iterator[Choice]:
    for item in items_of(document.brief):
        if item.id:
            yield Choice(item.id, item.id, span, "items", item.label or item.text)


# Front matter


def _in_front_matter(
    document: ParsedDocument, library: Library, context: CursorContext, line: int, column: int
) -> Iterator[Choice]:
    shown, span = document.text.line(line), Span(line, context.start, column)
    field = document.field(context.path)
    depth = len(context.path) - (document.kind == "registry")
    if depth < 0 or (depth and field is None):
        return
    record = field.record if field and depth else root_of(document.registry) if not depth else None
    if record is None and field is not None:
        if context.kind != "key":
            lead = "" if context.dashed or context.kind == "value" else "- "
            yield from _with_lead(_values(document, library, field, span), lead)
        return
    many = bool(field and field.many)
    # A value can stand for a list of one entry: `related: spy-chief-resigns`.
    if record is None or (context.kind == "value" and not many):
        return
    lead = "- " if many and not context.dashed and not context.present else ""
    if context.kind != "key" and field and not context.present:
        yield from _with_lead(_short_forms(document, library, record, span), lead)
    if context.kind != "value":
        colon = context.kind == "key" and bool(re.match(r"[\w-]*[ ]*:", shown[column:]))
        yield from _with_lead(_field_names(record, context, span, colon=colon), lead)


def _with_lead(choices: Iterable[Choice], lead: str) -> Iterator[Choice]:
    return (replace(one, insert=lead + one.insert) for one in choices) if lead else iter(choices)


def _field_names(
    record: type[Record], context: CursorContext, span: Span, *, colon: bool
) -> Iterator[Choice]:
    """Yield the fields that a record does not have, as they are declared; required ones first."""
    taken = set(context.present)
    kinds = fields_of(record)
    if issubclass(record, Item) and record.pair and any(name not in kinds for name in taken):
        taken.update(record.pair)
    for place, (name, row) in enumerate(rows_of(record).items()):
        if name in taken:
            continue
        kind = kinds[name]
        indent = " " * context.indent
        if colon or context.flow:
            opening = "" if colon else ": "
        elif kind.record:
            opening = f":\n{indent}  - " if kind.many else f":\n{indent}  "
        else:
            opening = ": "
        rank = place + (0 if row.required else 100)
        about = describe_field(Field(record, name, kind.record, kind.many))
        yield Choice(name, name + opening, span, "field", row.type, (), rank, about)


def _short_forms(
    document: ParsedDocument, library: Library, record: type[Record], span: Span
) -> Iterator[Choice]:
    """Yield what begins an entry in short form: `- hamas: role`, `- spy-chief-resigns`."""
    if not issubclass(record, Item):
        return
    field = Field(record, record.scalar, None, many=False)
    pair = record.pair or ("", "")
    has_value = pair[0] == record.scalar and not choices_of(record, pair[1])
    for choice in _values(document, library, field, span):
        yield replace(choice, insert=choice.insert + (": " if has_value else ""))


def _values(
    document: ParsedDocument, library: Library, field: Field, span: Span
) -> Iterator[Choice]:
    refers = field.refers
    if field.owner is Figure and field.name == "attributed_to":
        yield Choice(UNATTRIBUTED, UNATTRIBUTED, span, "choice", "Nobody is credited with it")
    if refers == "sources":
        yield from _sources(document, span)
    elif refers == "items":
        yield from _items(document, span)
    elif refers == "codes":
        for code in IGNORABLE:
            yield Choice(code, code, span, "choice", CODES[code].title, (CODES[code].title,))
    elif refers == "likelihoods":
        scale = SCALES.get(library.settings.likelihood_scale, SCALES["icd203"])
        for number, band in enumerate(scale.bands):
            words = f"{band.low:g}–{band.high:g}%"
            yield Choice(band.term, band.term, span, "choice", words, band.synonyms, number)
    elif field.name == "name" and refers:
        return
    elif refers:
        own = document.brief.slug if document.brief else None
        yield from (
            one
            for one in _entities(library, refers, span)
            if refers != "briefs" or one.label != own
        )
    else:
        for number, word in enumerate(field.choices):
            yield Choice(word, word, span, "choice", "", (), number)
