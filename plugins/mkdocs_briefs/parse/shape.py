"""The tree an author wrote -> the long form of a record, with the place of every value.

Resolves the short forms that records declare (`Item.scalar`, `.scalar_url`, `.pair`), turns single
values into lists where lists are expected, and reports fields nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mkdocs_briefs.model.brief import FrontMatter, Path, Places, Source
from mkdocs_briefs.model.fields import Field, Item, Record, fields_of, required_of
from mkdocs_briefs.model.texts import TAG, Localised, is_web_address
from mkdocs_briefs.parse.entry_text import Meant, meant_by, scalar, source_of
from mkdocs_briefs.parse.yaml_tree import Node, Tree
from mkdocs_briefs.problems import Location, Problem, nearest, shortened

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,15})(?:\.\d{1,15})?")
_FILE = {
    "icon": re.compile(r"[\w-]+(?:/[\w-]+)*"),
    "template": re.compile(r"[\w-]+(?:/[\w-]+)*\.html"),
}
_MAX_LENGTH = 300


def page_value(key: str, value: Node) -> tuple[object, str]:
    """Return the value of a page key in its type and an empty text, or None and what is wrong."""
    if key == "hide":
        names = value if isinstance(value, list) else [value]
        if all(isinstance(name, str) and len(name) <= _MAX_LENGTH for name in names):
            return names, ""
        return None, "expected a list of names, as in [navigation, toc]"
    if key in {"search", "social"}:
        made = typed(value)
        if not isinstance(made, dict):
            return None, "expected fields, as in {exclude: true}"
        if not isinstance(made.get("boost", 1), (int, float)):
            return None, "expected a number for boost"
        return made, ""
    if not isinstance(value, str) or len(value) > _MAX_LENGTH:
        return None, "expected one short value"
    if key in _FILE and not _FILE[key].fullmatch(value):
        return None, f"expected the name of one of the theme's {key}s"
    return typed(value) if key in {"boost", "comments"} else value, ""


def typed(value: Node) -> object:
    """Return a value as the host expects it: booleans and plain numbers get their type."""
    if isinstance(value, dict):
        return {key: typed(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [typed(one) for one in value]
    if value in {"true", "True", "false", "False"}:
        return value in {"true", "True"}
    if _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return str(value)


PAGE_KEYS = frozenset(
    {"boost", "comments", "hide", "icon", "search", "social", "status", "subtitle", "template"}
)
"""Page keys of MkDocs and Material that pass through to them.

Not among them: `title`, `date` and `authors`, which are fields; `description` and `tags`, for which
a brief has `summary` and `topics`.
"""

_ITEM = {
    "name": "label", "title": "label", "heading": "label", "description": "text", "summary": "text",
    "content": "text", "event": "text", "implication": "text", "development": "text",
    "advice": "text",
}  # fmt: skip

SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "FrontMatter": {
        "headline": "title", "heading": "title", "subject": "title", "published": "date",
        "pubdate": "date", "publish_date": "date", "created": "date", "description": "summary",
        "abstract": "summary", "excerpt": "summary", "lead": "summary", "teaser": "summary",
        "tldr": "summary", "timeline": "dates", "events": "dates", "chronology": "dates",
        "key_dates": "dates", "people": "actors", "persons": "actors", "players": "actors",
        "who": "actors", "participants": "actors", "stakeholders": "actors",
        "key_actors": "actors", "consequences": "implications", "impact": "implications",
        "impacts": "implications", "effects": "implications", "outlook": "developments",
        "forecasts": "developments", "predictions": "developments", "scenarios": "developments",
        "potential_developments": "developments", "recommendations": "advice",
        "numbers": "figures", "statistics": "figures", "stats": "figures", "data": "figures",
        "references": "sources", "links": "sources", "citations": "sources",
        "corrections": "updates", "correction": "updates", "changelog": "updates",
        "updated": "updates", "modified": "updates", "lastmod": "updates", "tags": "topics",
        "categories": "topics", "category": "topics", "keywords": "topics", "subjects": "topics",
        "series": "storyline", "story": "storyline", "see_also": "related", "author": "authors",
        "byline": "authors", "method": "methodology", "highlights": "key_points",
        "takeaways": "key_points", "key_takeaways": "key_points", "why": "why_it_matters",
        "context": "why_it_matters", "questions": "unknowns", "language": "lang",
        "locale": "lang", "cover": "image", "thumbnail": "image", "banner": "image",
        "permalink": "slug", "url": "slug", "aliases": "redirect_from",
        "redirects": "redirect_from", "published_at": "date",
        "titel": "title", "titre": "title", "título": "title", "titolo": "title",
        "datum": "date", "fecha": "date", "zusammenfassung": "summary",
        "résumé": "summary", "resumen": "summary", "akteure": "actors", "acteurs": "actors",
        "actores": "actors", "attori": "actors", "daten": "dates", "fechas": "dates",
        "folgen": "implications", "consecuencias": "implications", "quellen": "sources",
        "fuentes": "sources", "fonti": "sources", "themen": "topics", "thèmes": "topics",
        "temas": "topics", "autor": "authors", "auteur": "authors", "autores": "authors",
    },
    "Participation": {
        "actor": "id", "who": "id", "person": "name", "part": "role", "title": "role",
        "description": "role", "type": "kind", "involvement": "capacity",
    },
    "DatedEvent": {
        "when": "date", "day": "date", "what": "event", "text": "event", "title": "event",
        "label": "event", "description": "event", "summary": "event", "actor": "actors",
        "who": "actors", "where": "place", "location": "place", "source": "sources",
    },
    "Implication": {
        **_ITEM, "actor": "actors", "source": "sources", "term": "horizon",
        "certainty": "confidence", "when": "horizon",
    },
    "Development": {
        **_ITEM, "actor": "actors", "probability": "likelihood", "chance": "likelihood",
        "odds": "likelihood",
        "deadline": "by", "horizon": "by", "due": "by", "until": "by", "criterion": "resolves_if",
        "condition": "resolves_if", "indicators": "signposts", "signs": "signposts",
        "watch": "signposts", "certainty": "confidence", "outcome": "resolution",
        "forecaster": "attributed_to", "attribution": "attributed_to", "source": "attributed_to",
    },
    "Advice": {**_ITEM, "for": "audience", "who": "audience", "actor": "actors"},
    "Figure": {
        "name": "label", "title": "label", "number": "value", "amount": "value", "count": "value",
        "units": "unit", "date": "as_of", "by": "attributed_to", "attribution": "attributed_to",
        "source": "sources",
    },
    "Source": {
        "name": "title", "label": "title", "link": "url", "href": "url", "date": "issued",
        "published": "issued", "retrieved": "accessed", "authors": "author", "type": "kind",
        "archive": "archive_url", "outlet": "publisher", "publication": "publisher",
    },
    "Update": {"type": "kind", "description": "text", "note": "text", "when": "date"},
    "RelatedBrief": {"id": "brief", "slug": "brief", "title": "brief", "type": "relation"},
    "Revision": {"reason": "why", "note": "why", "probability": "likelihood", "day": "date"},
    "Resolution": {"result": "outcome", "source": "sources", "why": "note", "day": "date"},
    "ActorEntry": {
        "title": "name", "type": "kind", "summary": "description", "bio": "description",
        "alias": "aliases", "aka": "aliases", "website": "url", "homepage": "url",
        "picture": "image", "photo": "image", "parent": "part_of", "member_of": "part_of",
        "qid": "wikidata",
    },
    "TermEntry": {
        "title": "name", "summary": "description", "alias": "aliases", "website": "url",
        "bio": "description",
    },
    "Position": {
        "role": "title", "name": "title", "post": "title", "org": "organization",
        "organisation": "organization", "start": "from", "since": "from", "end": "to",
        "until": "to",
    },
    "ActorRelation": {
        "id": "actor", "type": "relation", "start": "from", "end": "to", "since": "from",
    },
}  # fmt: skip
"""For each record, words in lower case and the field they stand for; suggested, never applied."""


@dataclass(slots=True)
class Shaped:
    """Long form of what was written. Empty fields are left out of `data` and stand in `empty`."""

    places: Places = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    empty: dict[Path, Location] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    page_meta: dict[str, object] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)
    unlisted: set[str] = field(default_factory=set)
    """Fields dropped because their entries had no hyphens, and reported as such."""
    meant: set[str] = field(default_factory=set)
    """Fields that unknown keys probably mean, and whose absence is no problem of its own."""


def shape(tree: Tree, record: type[Record], *, page: bool = False) -> Shaped:
    """Return the long form of `tree` for `record`; `page` lets the page keys of MkDocs through."""
    out = Shaped()
    shaper = _Shaper(tree, out)
    raw = dict(tree.data)
    for key in tree.data:
        if key.startswith("x_"):
            out.extra[key] = raw.pop(key)
        elif page and key in PAGE_KEYS and key not in fields_of(record):
            value = raw.pop(key)
            made, fault = page_value(key, value) if value is not None else (None, "")
            if fault:
                message = f"“{key}” cannot be used: {fault}"
                out.problems.append(Problem("B204", tree.places[(key,)], message))
            elif made is not None:
                out.page_meta[key] = made
        else:
            continue
        out.places[(key,)] = tree.places[(key,)]
    out.data = shaper.record(raw, record, (), ())
    return out


def shape_entry(tree: Tree, key: str, record: type[Record], scalar: str, out: Shaped) -> None:
    """Add to `out` the long form of the registry entry under `key`; bare text fills `scalar`."""
    raw = tree.data[key]
    path = (key,)
    places, spots = out.places, tree.places
    places[path] = tree.keys[path]
    if raw is None:
        out.data[key] = {}
    elif isinstance(raw, dict):
        out.data[key] = _Shaper(tree, out).record(raw, record, path, path)
    elif isinstance(raw, str):
        out.data[key] = {scalar: raw}
        places[(key, scalar)] = spots[path]
    else:
        out.data[key] = raw
        places[path] = spots[path]


class _Shaper:
    def __init__(self, tree: Tree, out: Shaped) -> None:
        self.tree = tree
        self.out = out
        self._written, self._places = tree.places, out.places
        self._spelt: dict[Path, str] = {}
        """How the name of a field is written, where it is not as it should be."""

    def record(
        self, raw: dict[str, Node], record: type[Record], src: Path, dst: Path
    ) -> dict[str, Any]:
        """Return long form of one mapping that stands at `src` of the tree and goes to `dst`."""
        fields, written = fields_of(record), self._written
        data: dict[str, Any] = {}
        unknown = [key for key in raw if key not in fields and not key.startswith("x_")]
        if unknown:
            raw, unknown = self._read_as_fields(raw, record, unknown, src)
        pair = _pair(raw, record, unknown) if unknown else None
        meant = _meant_source(raw, record, unknown) if unknown else None
        if meant:
            unknown.clear()
            self._report_meant(meant, written[src])
            for name, value in meant.entries[0].items():
                self._put(data, name, value, written[src], dst)
        elif pair:
            key = unknown.pop()
            self._put(data, pair[0], key, self.tree.keys[(*src, key)], dst)
            self._put(data, pair[1], raw[key], written[(*src, key)], dst)
        for key in unknown:
            self._unknown(key, record, (*src, key))
        for key, value in raw.items():
            if (field := fields.get(key)) is None:
                continue
            at = (*src, self._spelt.get((*src, key), key))
            if value is None:
                self.out.empty[(*dst, key)] = self.tree.keys[at]
            elif field.many:
                data[key] = self._many(value, field, at, (*dst, key))
            elif field.record:
                data[key] = self._one(value, field.record, at, (*dst, key))
            else:
                self._put(data, key, value, written[at], dst)
                if isinstance(value, dict) and field.type is Localised:
                    self._by_language(value, at, (*dst, key))
        return data

    def _one(self, value: Node, record: type[Record], src: Path, dst: Path) -> Any:
        """Return the long form of a record that stands alone."""
        place = self._places[dst] = self._written[src]
        if isinstance(value, dict):
            return self.record(value, record, src, dst)
        if isinstance(value, str) and issubclass(record, Item):
            self._places[(*dst, record.scalar)] = place
            return {record.scalar: value}
        return value

    def _named_above(
        self, name: str, below: dict[str, Node], record: type[Record], src: Path, dst: Path
    ) -> dict[str, Any]:
        """Return the entry whose `name` stands above its fields, with a B204 that shows it."""
        place = self._written[src]
        first = (record.pair or ("",))[0] if issubclass(record, Item) else ""
        fields = ", ".join(below)
        lines = [f"  - {first}: {scalar(name)}"]
        for key, value in below.items():
            lines.append(f"    {key}: {scalar(value) if isinstance(value, str) else '…'}")
        message = f"The fields of “{shortened(name)}” ({fields}) stand below it, not beside it"
        self.out.problems.append(Problem("B204", place, message, "\n".join(["Write:", *lines])))
        data: dict[str, Any] = {}
        self._put(data, first, name, self.tree.keys[(*src, name)], dst)
        return data | self.record(below, record, (*src, name), dst)

    def _read_as_fields(
        self, raw: dict[str, Node], record: type[Record], unknown: list[str], src: Path
    ) -> tuple[dict[str, Node], list[str]]:
        """Read keys such as `Actors` and `key-points` as the fields they are, with a B203 each."""
        fields, result, left = fields_of(record), dict[str, Node](), list[str]()
        for key, value in raw.items():
            name = re.sub(r"[\W_]+", "_", key.strip().casefold()).strip("_")
            if key not in unknown or name not in fields or name in raw or name in result:
                result[key] = value
                left += [key] if key in unknown else []
                continue
            result[name] = value
            self._spelt[(*src, name)] = key
            message = f"The field “{name}” is not written “{shortened(key)}”"
            problem = Problem("B203", self.tree.keys[(*src, key)], message, f"Write {name}:")
            self.out.problems.append(problem)
        return result, left

    def _put(self, data: dict[str, Any], key: str, value: Node, spot: Location, dst: Path) -> None:
        if value is not None:
            data[key] = value
            self._places[(*dst, key)] = spot

    def _by_language(self, value: dict[str, Node], src: Path, dst: Path) -> None:
        """Note where each text of a map by language stands, and its tag."""
        for tag in value:
            self._places[(*dst, tag)] = self._written[(*src, tag)]
            self._places[(*dst, tag, TAG)] = self.tree.keys[(*src, tag)]

    def _many(self, value: Node, kind: Field, src: Path, dst: Path) -> list[Any]:
        written, places = self._written, self._places
        places[dst] = written[src]
        listed = isinstance(value, list)
        if isinstance(value, dict) and self._unlisted(value, kind, src):
            return []
        result: list[Any] = []
        record = kind.record
        for index, one in enumerate(value if listed else [value]):
            at = (*src, index) if listed else src
            to = (*dst, len(result))
            places[to] = written[at]
            if record and isinstance(one, dict) and _is_pair_of_none(one, record):
                ((key, text),) = one.items()
                result.append(f"{key}: {text}")
            elif record and isinstance(one, dict) and (below := _nested(one, record)):
                result.append(self._named_above(next(iter(one)), below, record, at, to))
            elif isinstance(one, str) and record and issubclass(record, Item):
                result += self._entries(one, record, written[at], dst, len(result))
            else:
                result.append(
                    self.record(one, record, at, to) if record and isinstance(one, dict) else one
                )
        return result

    def _entries(
        self, text: str, record: type[Item], place: Location, dst: Path, number: int
    ) -> list[dict[str, str]]:
        """Return the entry that a bare text is, or the entries that it was meant to be."""
        key = record.scalar_url if record.scalar_url and is_web_address(text) else record.scalar
        entries: tuple[dict[str, str], ...] = ({key: text},)
        if meant := meant_by(text, record):
            entries = meant.entries
            self._report_meant(meant, place)
        for index, entry in enumerate(entries, number):
            self._places[(*dst, index)] = place
            for name in entry:
                self._places[(*dst, index, name)] = place
        return [*entries]

    def _report_meant(self, meant: Meant, place: Location) -> None:
        problem = Problem("B204", place, meant.message, meant.advice, meant.severity)
        self.out.problems.append(problem)

    def _unlisted(self, value: dict[str, Node], kind: Field, src: Path) -> bool:
        """Report entries without hyphens (B204); return whether `value` holds such entries."""
        if len(value) < 2 or kind.record is None or not issubclass(kind.record, Item):
            return False
        if kind.record.pair is None or any(key in fields_of(kind.record) for key in value):
            return False
        first = next(iter(value))
        message = f"“{src[-1]}” is a list, and its entries have no hyphens"
        advice = f"Begin each entry with a hyphen and a space: - {first[:60]}: …"
        place = self.tree.places[src]
        self.out.problems.append(Problem("B204", place, message, advice))
        self.out.unlisted.add(str(src[-1]))
        return True

    def _unknown(self, key: str, record: type[Record], src: Path) -> None:
        known = [*fields_of(record), *(PAGE_KEYS if record is FrontMatter else ())]
        meant = SYNONYMS.get(record.__name__, {}).get(key.casefold().replace("-", "_")) or nearest(
            key, known
        )
        message = f"There is no field “{shortened(key)}” here, so it is ignored"
        if meant:
            advice = f"Did you mean {meant}?"
            if len(src) == 1 and meant not in required_of(record):
                # One message is enough: nothing is said about the field that was meant.
                self.out.meant.add(meant)
                self._places.setdefault((meant,), self.tree.keys[src])
        elif len(known) <= 16:
            advice = f"The fields here are {', '.join(known)}."
        else:
            advice = "Delete it. A field of your own begins with x_."
        self.out.problems.append(Problem("B203", self.tree.keys[src], message, advice))


def _meant_source(raw: dict[str, Node], record: type[Record], unknown: list[str]) -> Meant | None:
    """Return the source that `name: value` was meant to be, where a source has no such field."""
    if record is not Source or len(unknown) != 1 or {"title", "url"} & raw.keys():
        return None
    value = raw[unknown[0]]
    if not isinstance(value, str) or nearest(unknown[0], fields_of(record)):
        return None
    return None if unknown[0].casefold() in SYNONYMS["Source"] else source_of(unknown[0], value)


def _is_pair_of_none(raw: dict[str, Node], record: type[Record]) -> bool:
    """Return whether `raw` is a pair, as in `- Ships: 300`, where an entry has no short form."""
    key, value = next(iter(raw.items())) if len(raw) == 1 else ("", None)
    if not isinstance(value, str) or record is Source or key.startswith("x_"):
        return False
    if issubclass(record, Item) and record.pair:
        return False
    synonyms = SYNONYMS.get(record.__name__, {})
    return not (key.casefold() in synonyms or nearest(key.casefold(), fields_of(record)))


def _nested(raw: dict[str, Node], record: type[Record]) -> dict[str, Node] | None:
    """Return the fields that stand below the name of an entry, as in `- egypt: {role: Host}`."""
    if len(raw) != 1 or not issubclass(record, Item) or record.pair is None:
        return None
    name, below = next(iter(raw.items()))
    known = fields_of(record).keys()
    is_entry = name not in known and isinstance(below, dict) and below and below.keys() <= known
    return below if is_entry and record.pair[0] not in below else None


def _pair(raw: dict[str, Node], record: type[Record], unknown: list[str]) -> tuple[str, str] | None:
    """Return the fields of the short pair in `raw`, alone or beside long fields, else None."""
    if len(unknown) != 1 or not issubclass(record, Item) or record.pair is None:
        return None
    key = unknown[0]
    if record.pair[0] in raw or record.pair[1] in raw or isinstance(raw[key], (dict, list)):
        return None
    return None if key in SYNONYMS.get(record.__name__, {}) else record.pair
