"""What can be written at a cursor: fields, allowed values, ids, wikilinks, citations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mkdocs_briefs.editor.lookup import ANCHOR_LISTS, describe_field
from mkdocs_briefs.editor.parsed_document import (
    SHARED_LISTS,
    CursorContext,
    Field,
    ParsedDocument,
    Span,
    choices_of,
    items_of,
    root_of,
    rows_of,
)
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import UNATTRIBUTED, DatedEvent, Figure, Source
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
    """A text to write: `insert`, or else `label`, replaces the span of the completion."""

    label: str
    kind: str
    """field, choice or anchor; or that of a `Reference`: a registry, briefs, sources, items."""
    detail: str = ""
    names: tuple[str, ...] = ()
    """Other words that find it."""
    rank: int = 0
    """Choices of a lower rank come first."""
    help: str = ""
    """Markdown that explains a field; for other kinds see `lookup.describe`."""
    insert: str = ""

    def between(self, lead: str, end: str) -> Choice:
        """Return the choice with more to insert before and behind it."""
        return replace(self, insert=f"{lead}{self.insert or self.label}{end}")


@dataclass(frozen=True, slots=True)
class Completions:
    """The choices, best first; `more` if there are too many to list."""

    span: Span
    choices: tuple[Choice, ...] = ()
    more: bool = False


def complete(document: ParsedDocument, library: Library, line: int, column: int) -> Completions:
    """Return what can be written at the cursor. Line and column count from 0."""
    before = document.text.line(line)[:column]
    context = document.context(line, column)
    choices: Iterable[Choice] = ()
    start, in_yaml = column, line in document.yaml
    linked = None
    if not in_yaml or (context and context.kind != "key"):
        linked = _in_link(document, library, line, before)
    if linked:
        choices, start = linked
    elif context and in_yaml and context.kind != "text":
        choices = _in_front_matter(document, library, context, document.text.line(line)[column:])
        start = context.start
    return _matching(choices, before[start:], Span(line, start, column))


def _matching(choices: Iterable[Choice], typed: str, span: Span) -> Completions:
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
    found = tuple(row[3] for row in ranked[:MAX_CHOICES])
    return Completions(span, found, len(ranked) > MAX_CHOICES)


def _has_in_order(wanted: str, word: str) -> bool:
    letters = iter(word)
    return all(letter in letters for letter in wanted)


# Links in texts


def _in_link(
    document: ParsedDocument, library: Library, line: int, before: str
) -> tuple[Iterable[Choice], int] | None:
    """Return what an open link can name, and where that begins."""
    after = document.text.line(line)[len(before) :]
    if match := _ANCHOR_START.search(before):
        end = _closing("]]", after)
        return (one.between("", end) for one in _anchors(document, library, match[1])), match.start(
            2
        )
    if match := _WIKILINK_START.search(before):
        return _targets(library, match[1] or "", _closing("]]", after)), match.start(2)
    if (match := _CITATION_START.search(before)) and document.brief:
        end = "" if re.match(r"[^\[\]]*\]", after) else "]"
        found = _shared(document, library, "sources", others=False)
        return (one.between("", end) for one in found), match.start(1)
    return None


def _closing(brackets: str, after: str) -> str:
    """Return the closing brackets that are missing."""
    there = len(after) - len(after.lstrip("]"))
    return "" if re.match(r"[^\[\]]*\]\]", after) else brackets[min(there, len(brackets)) :]


def _targets(library: Library, kind: str, end: str) -> Iterator[Choice]:
    """Yield all targets of wikilinks, with the kind where two have the same id."""
    pages = [PAGES_OF[kind]] if kind else list(PAGES_OF.values())
    found = [choice for name in pages for choice in _entities(library, name)]
    times = Counter(choice.label for choice in found)
    for choice in found:
        lead = f"{KIND_OF[choice.kind]}:" if times[choice.label] > 1 else ""
        yield choice.between(lead, end)


def _anchors(document: ParsedDocument, library: Library, target: str) -> Iterator[Choice]:
    slug = library.catalogue.brief_index.find(target) if target else None
    brief = library.catalogue.briefs.get(slug) if slug else None if target else document.brief
    for name in ANCHOR_LISTS:
        for item in getattr(brief.fields, name) if brief else ():
            text = getattr(item, "event", None) or item.label or item.text
            yield Choice(item.id, "anchor", text)


def _entities(library: Library, kind: str) -> Iterator[Choice]:
    """Yield all briefs, actors, or terms of a registry."""
    catalogue = library.catalogue
    if kind == "briefs":
        for brief in library.briefs:
            title = brief.fields.title
            yield Choice(brief.slug, kind, f"{title} ({brief.fields.date})", (title,))
    elif kind == "actors":
        for actor in catalogue.actors.values():
            shown = f"{actor.name} ({actor.kind})" if actor.kind else actor.name
            yield Choice(actor.id, kind, shown, actor.names)
    else:
        for term in catalogue.terms[kind].values():
            yield Choice(term.id, kind, term.name, term.names)


def _shared(
    document: ParsedDocument, library: Library, kind: str, *, others: bool
) -> Iterator[Choice]:
    """Yield the events or sources of the brief and of the registry; with `others` of all briefs."""
    index, name, brief = library.shared_index, SHARED_LISTS[kind], document.brief
    own = brief.fields.sources if brief and kind == "sources" else ()
    found: dict[str, DatedEvent | Source]
    found = {one.id: one for one in own if one.id and (one.title or one.url)}
    for ident, item in index.known(name):
        if others or index.registered(name, ident):
            found.setdefault(ident, item)
    for ident, item in found.items():
        texts = (item.event,) if isinstance(item, DatedEvent) else (item.title, item.url)
        names = tuple(filter(None, texts))
        yield Choice(ident, kind, names[0] if names else "", names)


# Front matter


def _in_front_matter(
    document: ParsedDocument, library: Library, context: CursorContext, after: str
) -> Iterator[Choice]:
    field = document.field(context.path)
    depth = len(context.path) - (document.kind == "registry")
    if depth < 0 or (depth and field is None):
        return
    record = field.record if field and depth else root_of(document.registry) if not depth else None
    if record is None and field is not None:
        if context.kind != "key":
            lead = "" if context.dashed or context.kind == "value" else "- "
            yield from (one.between(lead, "") for one in _values(document, library, field))
        return
    many = bool(field and field.many)
    # A value can stand for a list of one entry: `related: spy-chief-resigns`.
    if record is None or (context.kind == "value" and not many):
        return
    lead = "- " if many and not context.dashed and not context.present else ""
    if context.kind != "key" and field and not context.present and issubclass(record, Item):
        yield from (one.between(lead, "") for one in _short_forms(document, library, record))
    if context.kind != "value":
        colon = context.kind == "key" and bool(re.match(r"[\w-]*[ ]*:", after))
        fields = _field_names(record, context, colon=colon)
        yield from (one.between(lead, "") for one in fields)


def _field_names(record: type[Record], context: CursorContext, *, colon: bool) -> Iterator[Choice]:
    """Yield the fields that a record does not have, as they are declared; required ones first."""
    taken = set(context.present)
    kinds = fields_of(record)
    if issubclass(record, Item) and record.pair and any(name not in kinds for name in taken):
        taken.update(record.pair)
    for place, (name, row) in enumerate(rows_of(record).items()):
        if name in taken:
            continue
        kind = kinds[name]
        end = "" if colon else ": "
        if kind.record and not (colon or context.flow):
            indent = " " * context.indent
            end = f":\n{indent}  - " if kind.many else f":\n{indent}  "
        rank = place + (0 if row.required else 100)
        about = describe_field(Field(record, name, kind.record, kind.many))
        yield Choice(name, "field", row.type, (), rank, about, name + end)


def _short_forms(
    document: ParsedDocument, library: Library, record: type[Item]
) -> Iterator[Choice]:
    """Yield what begins an entry in short form: `- hamas: role`, `- spy-chief-resigns`."""
    field = Field(record, record.scalar, None, many=False)
    if not field.refers and field.may_refer:
        yield from _shared(document, library, field.may_refer, others=True)
        return
    pair = record.pair or ("", "")
    has_value = pair[0] == record.scalar and not choices_of(record, pair[1])
    for choice in _values(document, library, field):
        yield choice.between("", ": " if has_value else "")


def _values(document: ParsedDocument, library: Library, field: Field) -> Iterator[Choice]:
    if field.refers == "forecasters":
        for registry in ("actors", "authors"):
            yield from _entities(library, registry)
        yield from _shared(document, library, "sources", others=False)
    else:
        yield from _referred(document, library, field)


def _referred(document: ParsedDocument, library: Library, field: Field) -> Iterator[Choice]:
    refers = field.refers
    if field.owner is Figure and field.name == "attributed_to":
        yield Choice(UNATTRIBUTED, "choice", "Nobody is credited with it")
    if refers in SHARED_LISTS:
        yield from _shared(document, library, refers, others=field.name == "id")
    elif refers == "items":
        for item in items_of(document.brief):
            if item.id:
                yield Choice(item.id, "items", item.label or item.text)
    elif refers == "codes":
        for code in IGNORABLE:
            yield Choice(code, "choice", CODES[code].title, (CODES[code].title,))
    elif refers == "likelihoods":
        scale = SCALES.get(library.settings.likelihood_scale, SCALES["icd203"])
        for number, band in enumerate(scale.bands):
            words = f"{band.low:g}–{band.high:g}%"
            yield Choice(band.term, "choice", words, band.synonyms, number)
    elif refers and field.name != "name":
        own = document.brief.slug if document.brief and refers == "briefs" else None
        yield from (one for one in _entities(library, refers) if one.label != own)
    elif not refers:
        for number, word in enumerate(field.choices):
            yield Choice(word, "choice", "", (), number)
