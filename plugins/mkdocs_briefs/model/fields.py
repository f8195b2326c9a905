"""The types a field can have. Each knows how to read an author's text and how to refuse it.

A refusal is a `PydanticCustomError` whose type is the number of the problem and whose message is
already written for authors; `parse` only adds the place.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, get_args
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

from mkdocs_briefs.model.edtf import Edtf, EdtfError, parse_edtf
from mkdocs_briefs.model.ids import is_id, slugify
from mkdocs_briefs.model.likelihood import SCALES, Likelihood, LikelihoodError, Scale
from mkdocs_briefs.problems import nearest

TEXT_LIMIT = 20_000
TITLE_LIMIT = 300


def refuse(code: str, message: str, help_text: str = "") -> PydanticCustomError:
    """The error that `parse` turns into the problem `code` with this message and help."""
    return PydanticCustomError(code, "{message}", {"message": message, "help": help_text})


def _text(value: Any, limit: int) -> str:
    if not isinstance(value, str):
        raise refuse("B204", f"expected text, found {shape_of(value)}")
    text = unicodedata.normalize("NFC", value.strip())
    if not text:
        raise refuse("B207", "the value is empty", "Write it, or leave the field out.")
    if len(text) > limit:
        raise refuse("B106", f"the text has {len(text):,} characters; at most {limit:,} are allowed here")
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t":
            raise refuse("B207", f"the text holds the control character U+{ord(char):04X}")
    return text


def shape_of(value: Any) -> str:
    """What an author would call the shape of `value`: text, a list, a mapping."""
    if isinstance(value, dict):
        return "a mapping (key: value)"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "nothing" if value is None else "text"


def _plain(value: Any) -> str:
    return " ".join(_text(value, TITLE_LIMIT).split())


def _inline(value: Any) -> str:
    return _text(value, TEXT_LIMIT)


def _day(value: Any) -> dt.date:
    edtf = _edtf(value)
    day = edtf.earliest
    if edtf.precision != "day" or edtf.is_interval or day is None or edtf.latest != day:
        raise refuse("B206", f"“{edtf.text}” is no single day", "Write year-month-day, as in 2024-04-22.")
    return day


def _edtf(value: Any) -> Edtf:
    if isinstance(value, Edtf):
        return value
    try:
        return parse_edtf(_plain(value))
    except EdtfError as error:
        advice = f"Write {error.suggestion}." if error.suggestion else ""
        raise refuse("B206", f"“{error.found}” is no date. {error.reason}", advice) from None


_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*$")


def safe_url(text: str) -> bool:
    """Whether `text` is an absolute web or mail address without anything a browser could run."""
    if any(ord(char) <= 32 or char in "<>\"\\^`{}|" for char in text):
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return (parts.scheme in {"http", "https"} and bool(host)) or (parts.scheme == "mailto" and "@" in parts.path)


def _url(value: Any) -> str:
    text = _text(value, 2_000)
    if not safe_url(text):
        raise refuse("B208", f"“{text[:80]}” is no web address", "Write it in full, as in https://example.org/page.")
    return text


def _id(value: Any) -> str:
    text = _text(value, TITLE_LIMIT)
    if not is_id(text):
        better = slugify(text)
        hint = f"Write {better}." if is_id(better) else "Use letters, digits and hyphens."
        raise refuse("B209", f"“{text[:80]}” cannot be an id: letters, digits and hyphens only", hint)
    return text


def _path(value: Any) -> str:
    text = _text(value, 2_000)
    if text.startswith(("http://", "https://")):
        return _url(text)
    if "\\" in text or ":" in text or ".." in text.split("/") or text.startswith("//"):
        raise refuse("B208", f"“{text[:80]}” leaves the site or is no path", "Write a path below this folder.")
    return text


def _flag(value: Any) -> bool:
    text = value.strip().casefold() if isinstance(value, str) else ""
    if text in {"true", "yes", "on"}:
        return True
    if text in {"false", "no", "off"}:
        return False
    found = f"“{text[:40]}”" if isinstance(value, str) else shape_of(value)
    raise refuse("B205", f"expected true or false, found {found}", "Write true or false.")


def _likelihood(value: Any, info: ValidationInfo) -> Likelihood:
    scale: Scale = (info.context or {}).get("scale", SCALES["icd203"])
    try:
        return scale.read(_plain(value))
    except LikelihoodError as error:
        meant = nearest(value, scale.terms)
        raise refuse("B210", str(error), f"Did you mean {meant}?" if meant else "") from None


def _wikidata(value: Any) -> str:
    text = _plain(value).removeprefix("https://www.wikidata.org/wiki/")
    if not re.fullmatch(r"Q[1-9][0-9]{0,11}", text):
        raise refuse("B208", f"“{text[:80]}” is no Wikidata item", "Write the item's number, as in Q42.")
    return text


HORIZONS = ("short", "medium", "long")


def _horizon(value: Any) -> str:
    text = _plain(value)
    if text.casefold() in HORIZONS:
        return text.casefold()
    try:
        return parse_edtf(text).text
    except EdtfError:
        raise refuse("B205", f"“{text[:80]}” is no horizon", "Write short, medium, long, or a date such as 2026-06.") from None


def as_list(value: Any) -> Any:
    """One value stands for a list of one: `topics: gaza` is what people write."""
    return value if isinstance(value, (list, tuple)) else [value]


class Mark:
    """A mark on the type of a field, found again by `texts_of`."""


INLINE = Mark()
"""Marks inline Markdown."""

Plain = Annotated[str, BeforeValidator(_plain), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": TITLE_LIMIT})]
"""Plain text on one line: titles, labels, names."""
Inline = Annotated[str, BeforeValidator(_inline), INLINE, WithJsonSchema({"type": "string", "minLength": 1, "maxLength": TEXT_LIMIT, "x-format": "inline-markdown"})]
"""Inline Markdown: emphasis, links, code, [[…]] and [@…]."""
Id = Annotated[str, BeforeValidator(_id), WithJsonSchema({"type": "string", "pattern": "^[^\\W_]([\\w.-]*\\w)?$", "maxLength": 100})]
Day = Annotated[dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Date = Annotated[Edtf, BeforeValidator(_edtf), WithJsonSchema({"type": "string", "x-format": "edtf", "examples": ["2024-04-22", "2024-04~", "XXXX-10-07", "2024/.."]})]
Url = Annotated[str, BeforeValidator(_url), WithJsonSchema({"type": "string", "format": "uri"})]
SitePath = Annotated[str, BeforeValidator(_path), WithJsonSchema({"type": "string"})]
"""A path below the folder of the file, or a web address."""
Wikidata = Annotated[str, BeforeValidator(_wikidata), WithJsonSchema({"type": "string", "pattern": "^Q[1-9][0-9]*$"})]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
Chance = Annotated[Likelihood, BeforeValidator(_likelihood), WithJsonSchema({"type": "string", "examples": ["likely", "70%", "55-80%"]})]
Horizon = Annotated[str, BeforeValidator(_horizon), WithJsonSchema({"type": "string", "examples": [*HORIZONS, "2026-06"]})]
"""`short`, `medium`, `long`, or an EDTF date."""
Ref = Plain
"""An id, name or alias of something else; the library finds what it means."""
Refs = Annotated[tuple[Ref, ...], BeforeValidator(as_list)]
Inlines = Annotated[tuple[Inline, ...], BeforeValidator(as_list)]
Plains = Annotated[tuple[Plain, ...], BeforeValidator(as_list)]
Confidence = Literal["low", "moderate", "high"]


class Record(BaseModel):
    """A frozen record read from front matter. Unknown keys never reach it: `parse` reports them."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=False, arbitrary_types_allowed=True)


class Item(Record):
    """A record that authors may also write short: as a bare scalar or as one `key: value` pair."""

    scalar: ClassVar[str]
    """The field that a bare scalar fills."""
    scalar_url: ClassVar[str | None] = None
    """The field that a bare web address fills instead."""
    pair: ClassVar[tuple[str, str] | None] = None
    """The fields that the key and the value of a short pair fill."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Long form as Pydantic sees it, and beside it the short forms."""
        long = handler.resolve_ref_schema(handler(core_schema))
        forms: list[JsonSchemaValue] = [{"type": "string", "description": f"Short form: fills {cls.scalar}"}]
        if cls.pair:
            forms.append(
                {
                    "type": "object",
                    "description": f"Short form: {cls.pair[0]}: {cls.pair[1]}",
                    "minProperties": 1,
                    "properties": {
                        name: rule
                        for name, rule in long.get("properties", {}).items()
                        if name not in cls.pair
                    },
                    "not": {"anyOf": [{"required": [name]} for name in cls.pair]},
                    "additionalProperties": {"type": "string"},
                }
            )
        return {"anyOf": [*forms, {**long, "additionalProperties": True}]}


@cache
def _marked(record: type[Record], mark: Mark) -> tuple[str, ...]:
    return tuple(name for name, info in record.model_fields.items() if _has(info.annotation, mark) or mark in info.metadata)


def _has(annotation: Any, mark: Mark) -> bool:
    return mark in getattr(annotation, "__metadata__", ()) or any(_has(part, mark) for part in get_args(annotation))


def texts_of(record: Record, mark: Mark, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text of `record` and the records in it whose field carries `mark`, with its path."""
    marked = _marked(type(record), mark)
    for name in type(record).model_fields:
        value = getattr(record, name)
        for number, part in enumerate(value if isinstance(value, tuple) else (value,)):
            where = (*path, name, number) if isinstance(value, tuple) else (*path, name)
            if isinstance(part, Record):
                yield from texts_of(part, mark, where)
            elif name in marked and isinstance(part, str):
                yield where, part
