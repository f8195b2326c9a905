"""What could be written at the cursor: fields, choices, ids, wikilinks, citations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mkdocs_briefs.editor.cursor import Span, Spot
from mkdocs_briefs.editor.lookup import card_of, field_card
from mkdocs_briefs.editor.parsed_document import Field, Sheet, choices_of, root_of, rows_of
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import UNATTRIBUTED, Development, Figure, Implication
from mkdocs_briefs.model.fields import Item, Record
from mkdocs_briefs.model.ids import KIND_OF, PAGES_OF
from mkdocs_briefs.model.likelihood import SCALES
from mkdocs_briefs.parse.inline import KIND
from mkdocs_briefs.parse.shape import fields_of
from mkdocs_briefs.problems import CODES, IGNORABLE

MOST = 200
"""So many choices are offered at once; typing on narrows them down."""
_WIKI = re.compile(rf"\[\[{KIND}([^\[\]|#]*)$")
_ANCHOR = re.compile(r"\[\[(?:brief:)?([^\[\]|#:]*)#([^\[\]|#]*)$")
_CITED = re.compile(r"\[(?:@[^\[\]]*;[ ]*)?@([\w.:-]*)$")
_LISTS = ("dates", "implications", "developments", "advice", "figures")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to write: `insert` takes the place of `span`."""

    label: str
    insert: str
    span: Span
    kind: str
    """What it is: field, choice, anchor; or a thing: a registry, briefs, sources, items."""
    detail: str = ""
    names: tuple[str, ...] = ()
    """Other words under which it is found."""
    rank: int = 0
    """Choices of a lower rank stand first."""
    help: str = ""
    """Markdown that explains it, where that costs nothing; else see `explain`."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What to choose from; `more` says that typing on would bring others."""

    choices: tuple[Choice, ...] = ()
    more: bool = False


def complete(sheet: Sheet, library: Library, line: int, column: int) -> Offer:
    """What could stand at the cursor (line and column from 0), best first."""
    before = sheet.text.line(line)[:column]
    spot = sheet.spot(line, column)
    in_yaml = line in sheet.yaml
    if not in_yaml or (spot and spot.kind != "key"):
        linked = _links(sheet, library, line, before)
        if linked is not None:
            return _narrowed(*linked)
    if spot is None or not in_yaml or spot.kind == "text":
        return Offer()
    return _narrowed(_in_front(sheet, library, spot, line, column), spot.typed)


def explain(kind: str, ident: str, sheet: Sheet, library: Library) -> str:
    """The card of a choice by its kind and label, as Markdown; empty where there is none."""
    known = {*library.catalogue.terms, "actors", "briefs", "sources", "items"}
    return card_of(kind, ident, library, sheet.brief) if kind in known else ""


def _narrowed(choices: Iterable[Choice], typed: str) -> Offer:
    """The choices that begin with, hold, or at least spell out what is typed."""
    wanted = typed.casefold().strip()
    ranked = []
    for place, choice in enumerate(choices):
        words = [choice.label.casefold(), *(name.casefold() for name in choice.names)]
        if any(word.startswith(wanted) for word in words):
            near = 0
        elif any(wanted in word for word in words):
            near = 1
        elif any(_spelled(wanted, word) for word in words):
            near = 2
        else:
            continue
        ranked.append((choice.rank, near, place, choice))
    ranked.sort(key=lambda row: row[:3])
    return Offer(tuple(row[3] for row in ranked[:MOST]), len(ranked) > MOST)


def _spelled(wanted: str, word: str) -> bool:
    letters = iter(word)
    return all(letter in letters for letter in wanted)


# links in running text


def _links(
    sheet: Sheet, library: Library, line: int, before: str
) -> tuple[Iterator[Choice], str] | None:
    after = sheet.text.line(line)[len(before) :]
    if match := _ANCHOR.search(before):
        span = Span(line, match.start(2), len(before))
        return _anchors(sheet, library, match[1], span, _closing("]]", after)), match[2]
    if match := _WIKI.search(before):
        kind, typed = match[1] or "", match[2]
        span = Span(line, len(before) - len(typed), len(before))
        return _targets(library, kind, span, _closing("]]", after)), typed
    if (match := _CITED.search(before)) and sheet.brief:
        span = Span(line, match.start(1), len(before))
        close = "" if re.match(r"[^\[\]]*\]", after) else "]"
        return (replace(c, insert=c.insert + close) for c in _sources(sheet, span)), match[1]
    return None


def _closing(brackets: str, after: str) -> str:
    """What of the closing brackets is not there yet."""
    there = len(after) - len(after.lstrip("]"))
    return "" if re.match(r"[^\[\]]*\]\]", after) else brackets[min(there, len(brackets)) :]


def _targets(library: Library, kind: str, span: Span, close: str) -> Iterator[Choice]:
    """Everything a wikilink can lead to; with its kind where an id is not the only one."""
    sorts = [PAGES_OF[kind]] if kind else list(PAGES_OF.values())
    found = [(name, choice) for name in sorts for choice in _things(library, name, span)]
    times = Counter(choice.label for _, choice in found)
    for name, choice in found:
        lead = f"{KIND_OF[name]}:" if times[choice.label] > 1 else ""
        yield replace(choice, insert=f"{lead}{choice.label}{close}")


def _anchors(
    sheet: Sheet, library: Library, target: str, span: Span, close: str
) -> Iterator[Choice]:
    slug = library.catalogue.brief_index.find(target) if target else None
    brief = library.catalogue.briefs.get(slug) if slug else None if target else sheet.brief
    if brief is None:
        return
    for name in _LISTS:
        for item in getattr(brief.fields, name):
            yield Choice(
                item.id,
                f"{item.id}{close}",
                span,
                "anchor",
                getattr(item, "event", None) or item.label or item.text,
            )


def _things(library: Library, kind: str, span: Span) -> Iterator[Choice]:
    """All actors, briefs, or terms of a registry."""
    catalogue = library.catalogue
    if kind == "briefs":
        for brief in library.briefs:
            title = brief.fields.title
            yield Choice(
                brief.slug, brief.slug, span, kind, f"{title} ({brief.fields.date})", (title,)
            )
    elif kind == "actors":
        for actor in catalogue.actors.values():
            names = (actor.name, *actor.fields.aliases)
            yield Choice(actor.id, actor.id, span, kind, f"{actor.name} ({actor.kind})", names)
    else:
        for term in catalogue.terms[kind].values():
            names = (term.name, *term.fields.aliases)
            yield Choice(term.id, term.id, span, kind, term.name, names)


def _sources(sheet: Sheet, span: Span) -> Iterator[Choice]:
    for source in sheet.brief.fields.sources if sheet.brief else ():
        if source.id:
            names = tuple(text for text in (source.title, source.url) if text)
            yield Choice(source.id, source.id, span, "sources", names[0] if names else "", names)


def _items(sheet: Sheet, span: Span) -> Iterator[Choice]:
    fields = sheet.brief.fields if sheet.brief else None
    items: list[Implication | Development] = []
    if fields:
        items += [*fields.implications, *fields.developments]
    for item in items:
        if item.id:
            yield Choice(item.id, item.id, span, "items", item.label or item.text)


# front matter


def _in_front(
    sheet: Sheet, library: Library, spot: Spot, line: int, column: int
) -> Iterator[Choice]:
    shown, span = sheet.text.line(line), Span(line, spot.start, column)
    field = sheet.field(spot.path)
    depth = len(spot.path) - (sheet.kind == "registry")
    if depth < 0 or (depth and field is None):
        return
    record = field.record if field and depth else root_of(sheet.registry) if not depth else None
    if record is None and field is not None:
        if spot.kind != "key":
            lead = "" if spot.dashed or spot.kind == "value" else "- "
            yield from _led(_values(sheet, library, field, span), lead)
        return
    if record is None or (spot.kind == "value" and not _bare(field)):
        return
    lead = "- " if field and field.many and not spot.dashed and not spot.present else ""
    if spot.kind != "key" and field and not spot.present:
        yield from _led(_short(sheet, library, record, span), lead)
    if spot.kind != "value":
        colon = spot.kind == "key" and bool(re.match(r"[\w-]*[ ]*:", shown[column:]))
        yield from _led(_names(record, spot, span, colon=colon), lead)


def _bare(field: Field | None) -> bool:
    """Whether one bare value stands for a list of entries: `related: spy-chief-resigns`."""
    return bool(field and field.many)


def _led(choices: Iterable[Choice], lead: str) -> Iterator[Choice]:
    return (replace(one, insert=lead + one.insert) for one in choices) if lead else iter(choices)


def _names(record: type[Record], spot: Spot, span: Span, *, colon: bool) -> Iterator[Choice]:
    """The fields of a record that are not there yet, in the order of their declaration."""
    taken = set(spot.present)
    kinds = fields_of(record)
    if issubclass(record, Item) and record.pair and any(name not in kinds for name in taken):
        taken.update(record.pair)
    for place, (name, row) in enumerate(rows_of(record).items()):
        if name in taken:
            continue
        kind = kinds[name]
        indent = " " * spot.indent
        if colon or spot.flow:
            opening = "" if colon else ": "
        elif kind.record:
            opening = f":\n{indent}  - " if kind.many else f":\n{indent}  "
        else:
            opening = ": "
        needed = 1 if row.required else 2
        rank = needed * 100 + place
        card = field_card(Field(record, name, kind.record, kind.many))
        yield Choice(name, name + opening, span, "field", row.type, (), rank, card)


def _short(sheet: Sheet, library: Library, record: type[Record], span: Span) -> Iterator[Choice]:
    """Ids with which an entry in short form begins: `- hamas: role`, `- spy-chief-resigns`."""
    if not issubclass(record, Item):
        return
    field = Field(record, record.scalar, None, many=False)
    pair = record.pair or ("", "")
    opened = pair[0] == record.scalar and not choices_of(record, pair[1])
    for choice in _values(sheet, library, field, span):
        yield replace(choice, insert=choice.insert + (": " if opened else ""))


def _values(sheet: Sheet, library: Library, field: Field, span: Span) -> Iterator[Choice]:
    refers = field.refers
    if field.owner is Figure and field.name == "attributed_to":
        yield Choice(UNATTRIBUTED, UNATTRIBUTED, span, "choice", "Nobody is credited with it")
    if refers == "sources":
        yield from _sources(sheet, span)
    elif refers == "items":
        yield from _items(sheet, span)
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
        own = sheet.brief.slug if sheet.brief else None
        yield from (
            one for one in _things(library, refers, span) if refers != "briefs" or one.label != own
        )
    else:
        for number, word in enumerate(field.choices):
            yield Choice(word, word, span, "choice", "", (), number)
