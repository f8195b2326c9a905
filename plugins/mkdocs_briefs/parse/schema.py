"""The declared fields for editors (JSON Schema 2020-12) and for people (rows of a table)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_briefs.model.brief import DatedEvent, FrontMatter, Source
from mkdocs_briefs.model.fields import Item, Record, fields_of
from mkdocs_briefs.model.registry import ActorEntry, AuthorEntry, TermEntry
from mkdocs_briefs.parse.shape import PAGE_KEYS
from mkdocs_briefs.parse.validate import ENTRIES

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_KINDS: Mapping[str, tuple[type[Record], str, str]] = {
    "brief": (FrontMatter, "Brief", "Front matter of a brief."),
    "actor": (
        ActorEntry,
        "Actor",
        "An actor: an entry of actors.yml, or a profile's front matter.",
    ),
    "topic": (TermEntry, "Topic", "A topic or storyline: an entry of its registry file."),
    "author": (AuthorEntry, "Author", "An author: an entry of authors.yml."),
    "event": (DatedEvent, "Event", "An event that briefs share: an entry of events.yml."),
    "source": (Source, "Source", "A source that briefs share: an entry of sources.yml."),
}
_REGISTRY_FILES: Mapping[str, str] = {
    "actors": "actor",
    "topics": "topic",
    "authors": "author",
    "events": "event",
    "sources": "source",
}
_SHARED = ("event", "source")
_NAME = "the entry's name"
_BARE: Mapping[str, str] = {"events": "what happened", "sources": "its title or address"}
"""What a bare text is in a registry of other things than names."""
RecordType = type[Record]
KINDS = (*_KINDS, *_REGISTRY_FILES)
"""What `json_schema` can describe: single records, and registry files as a whole."""


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one of `KINDS`.

    It describes what authors may write: short forms, one value in place of a list, empty optional
    fields, and numbers where text is meant (`value: 34000`). Raises KeyError for another kind.
    """
    if kind in _REGISTRY_FILES:
        return _registry_schema(kind)
    record, title, description = _KINDS[kind]
    schema = _as_written(_long_form(record))
    schema |= {
        "$schema": _DIALECT,
        "$id": f"urn:mkdocs-briefs:schema:{kind}",
        "title": title,
        "description": description,
        "patternProperties": {"^x_": True},
        "additionalProperties": False,
    }
    for key in sorted(PAGE_KEYS - schema["properties"].keys() if kind not in _SHARED else ()):
        schema["properties"][key] = {"description": "Passed on to MkDocs and its theme."}
    return dict(
        sorted(schema.items(), key=lambda item: (not item[0].startswith("$"), item[0] == "$defs"))
    )


def _long_form(record: type[Record]) -> dict[str, Any]:
    """Return the schema of a record, without the short forms and the id, which is the key."""
    schema = record.model_json_schema(by_alias=True)
    if not issubclass(record, Item):
        return schema
    own = schema.get("$defs", {}).get(record.__name__, schema)
    long = {**own["anyOf"][-1]}
    long["properties"] = {key: rule for key, rule in long["properties"].items() if key != "id"}
    long["anyOf"] = [{"required": [name]} for name in record.needs if name != "id"]
    return {**long, "$defs": schema.get("$defs", {})}


def _registry_schema(kind: str) -> dict[str, Any]:
    entry = json_schema(_REGISTRY_FILES[kind])
    definitions = entry.pop("$defs", {})
    del entry["$schema"], entry["$id"]
    name = _REGISTRY_FILES[kind].capitalize()
    # An event or a source needs more than its id.
    bare = "string" if _REGISTRY_FILES[kind] in _SHARED else ["string", "null"]
    return {
        "$schema": _DIALECT,
        "$id": f"urn:mkdocs-briefs:schema:{kind}",
        "title": f"Registry {kind}.yml",
        "description": f"Entries by id; a bare text is {_BARE.get(kind, _NAME)}.",
        "type": "object",
        "patternProperties": {"^x_": True},
        "additionalProperties": {"anyOf": [{"type": bare}, {"$ref": f"#/$defs/{name}"}]},
        "$defs": {**definitions, name: entry},
    }


def _as_written(schema: Any) -> Any:
    """Return `schema` of the long form, widened to what the parser takes from an author."""
    if isinstance(schema, list):
        return [_as_written(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    needed = frozenset(schema.get("required", ()))
    result: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "properties":
            result[key] = {
                name: _property(rule, needed=name in needed) for name, rule in value.items()
            }
        elif key not in {"default", "title"}:
            result[key] = _as_written(value)
    kind = result.get("type")
    if kind == "string" and "enum" not in result and "format" not in result:
        result["type"] = ["string", "number", "boolean"]
    elif kind == "boolean":
        return {"anyOf": [result, {"enum": ["yes", "no", "on", "off"]}]}
    elif kind == "array" and "items" in result:
        return {"anyOf": [result, result["items"]]}
    return result


def _property(rule: dict[str, Any], *, needed: bool) -> dict[str, Any]:
    """Return a field's rule: its description first, and null allowed if it can be empty."""
    written = _as_written(rule)
    described = {name: written.pop(name) for name in ("description", "examples") if name in written}
    if (
        "anyOf" in written
        and isinstance(written["anyOf"], list)
        and "description" in written["anyOf"][0]
    ):
        described.setdefault("description", written["anyOf"][0].pop("description"))
    if not needed and {"type": "null"} not in written.get("anyOf", ()):
        written = {"anyOf": [*written.get("anyOf", [written]), {"type": "null"}]}
    return {**described, **written}


_VALUES: Mapping[str, str] = {
    "summary": "The city council votes for a second bridge after ten years of debate.",
    "why_it_matters": "It is the largest project of the city so far.",
    "key_points": "Building begins next year.",
    "advice_audience": "policymakers",
    "unknowns": "What the bridge will cost.",
    "alternatives": "The vote may only confirm an earlier agreement.",
    "topics": "transport",
    "storyline": "the-new-bridge",
    "authors": "a-writer",
    "methodology": "Written from public reports; nothing was checked elsewhere.",
    "lang": "ar",
    "translation_of": "council-approves-bridge",
    "src": "bridge.png",
    "alt": "The new bridge at dusk",
    "caption": "The bridge joins the harbour and the old town.",
    "credit": "A. Photographer, CC BY 4.0",
    "slug": "council-approves-bridge",
    "redirect_from": "bridge-approved",
    "role": "Votes for the bridge",
    "event": "The council votes for the bridge",
    "text": "Fewer lorries pass through the centre.",
    "label": "Traffic",
    "place": "City hall",
    "horizon": "short",
    "why": "A court has accepted the case.",
    "note": "Announced by the court.",
    "brief": "the-old-bridge-closes",
    "resolves_if": "A court receives a case against the bridge.",
    "resolves_by": "Announcement of the court",
    "signposts": "Talks between the council and residents",
    "audience": "policymakers",
    "addresses": "lawsuit",
    "value": "34,000",
    "unit": "million euros",
    "attributed_to": "city-council",
    "publisher": "Example News",
    "author": "A. Writer",
    "name": "Ada Example",
    "title": "Mayor",
    "description": "Mayor of the city since 2022.",
    "aliases": "Mayor Example",
    "wikidata": "Q42",
    "id": "lawsuit",
    "kind": "official",
    "part_of": "city-council",
    "organization": "city-council",
    "actor": "harbour-board",
    "relation": "works with",
    "sources": "minutes",
    "actors": "city-council",
}
"""Examples of plain values, where neither the type of a field nor its declaration gives one."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field as a reference or a skeleton shows it.

    `record` is the record its values or entries are made of, or None for plain values; `example` is
    a value as an author would write it, never empty.
    """

    name: str
    type: str
    required: bool
    description: str
    example: str
    record: RecordType | None = None


_TYPES: Mapping[str, tuple[str, str]] = {
    "inline": ("text with Markdown", ""),
    "edtf": ("date (EDTF)", "2024-04-22"),
    "date": ("day", "2024-04-22"),
    "moment": ("day or moment", "2024-04-22"),
    "uri": ("web address", "https://example.org/page"),
    "boolean": ("true or false", "true"),
    "id": ("id", ""),
    "text": ("text", ""),
    "by-language": ("text, or a text for each language", ""),
}


def field_rows(record: type[Record]) -> list[FieldRow]:
    """Return a row for each field of `record`, in the order of its declaration."""
    schema = record.model_json_schema(by_alias=True)
    if "$ref" in schema:
        schema = schema["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    if issubclass(record, Item):
        schema = schema["anyOf"][-1]  # the long form stands behind the short ones
    rows = []
    for name, field in fields_of(record).items():
        info = record.model_fields[field.name]
        words, example = _words(schema["properties"][name], field.record)
        if field.many:
            words = f"list of {words}" if field.record else f"list of {words} (or one)"
        if info.examples:
            example = str(info.examples[0])
        elif field.record:
            example = ENTRIES[name]
        example = example or _VALUES.get(name, name)
        required, description = info.is_required(), info.description or ""
        rows.append(FieldRow(name, words, required, description, example, field.record))
    return rows


def _words(rule: dict[str, Any], record: type[Record] | None) -> tuple[str, str]:
    """Return the type of a value in an author's words, and an example of it or an empty text."""
    if record is not None:
        return f"entries ({', '.join(fields_of(record))})", ""
    for inner in () if "x-format" in rule else rule.get("anyOf", ()):
        if inner.get("type") != "null":
            return _words(inner, None)
    if "items" in rule:
        return _words(rule["items"], None)
    if choices := rule.get("enum"):
        return f"one of {', '.join(map(str, choices))}", str(choices[0])
    if "const" in rule:
        return str(rule["const"]), str(rule["const"])
    if "70%" in rule.get("examples", ()):
        return "likelihood", str(rule["examples"][0])
    key = (
        rule.get("format")
        or str(rule.get("x-format", "")).removesuffix("-markdown")
        or rule.get("type")
    )
    if rule.get("pattern", "").startswith("^[^"):
        key = "id"
    return _TYPES.get(str(key), _TYPES["text"])
