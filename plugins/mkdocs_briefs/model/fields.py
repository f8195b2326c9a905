"""The types of fields, and the records that declare them.

`fields_of` says what the fields of a record hold. All that reads or writes records goes by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar, get_args, get_origin

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from mkdocs_briefs.model.edtf import Edtf, parse_edtf
from mkdocs_briefs.model.ids import ID
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.model.moment import PATTERN, Moment
from mkdocs_briefs.model.texts import (
    HORIZONS,
    LANGUAGE,
    TEXT_LIMIT,
    TITLE_LIMIT,
    Localised,
    read_code,
    read_day,
    read_edtf,
    read_flag,
    read_horizon,
    read_id,
    read_inline,
    read_language,
    read_likelihood,
    read_moment,
    read_path,
    read_plain,
    read_url,
    read_wikidata,
)


def _as_list(value: Any) -> Any:
    return value if isinstance(value, (list, tuple)) else [value]


T = TypeVar("T")
Many = Annotated[tuple[T, ...], BeforeValidator(_as_list)]
"""A list, or the one value that stands for it: `topics: gaza` is what people write."""

Plain = Annotated[
    str,
    BeforeValidator(read_plain),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": TITLE_LIMIT}),
]
"""Plain text on one line: titles, labels, names."""
Inline = Annotated[
    str,
    BeforeValidator(read_inline),
    WithJsonSchema(
        {"type": "string", "minLength": 1, "maxLength": TEXT_LIMIT, "x-format": "inline-markdown"}
    ),
]
"""Inline Markdown: emphasis, links, code, [[…]] and [@…]."""
Language = Annotated[
    str,
    BeforeValidator(read_language),
    WithJsonSchema({"type": "string", "pattern": LANGUAGE, "examples": ["ar", "pt-BR"]}),
]
"""A language tag (BCP 47)."""
Id = Annotated[
    str,
    BeforeValidator(read_id),
    WithJsonSchema({"type": "string", "pattern": f"^{ID}$", "maxLength": 100}),
]
Day = Annotated[
    dt.date, BeforeValidator(read_day), WithJsonSchema({"type": "string", "format": "date"})
]
DayOrMoment = Annotated[
    Moment,
    BeforeValidator(read_moment),
    WithJsonSchema({"type": "string", "pattern": f"^{PATTERN}$", "x-format": "moment"}),
]
"""A day, or an hour of it in a zone."""
Date = Annotated[
    Edtf,
    BeforeValidator(read_edtf),
    WithJsonSchema(
        {
            "type": "string",
            "x-format": "edtf",
            "examples": ["2024-04-22", "2024-04~", "XXXX-10-07", "2024/.."],
        }
    ),
]
Url = Annotated[str, BeforeValidator(read_url), WithJsonSchema({"type": "string", "format": "uri"})]
SitePath = Annotated[str, BeforeValidator(read_path), WithJsonSchema({"type": "string"})]
"""A path below the folder of the file, or a web address."""
Wikidata = Annotated[
    str,
    BeforeValidator(read_wikidata),
    WithJsonSchema({"type": "string", "pattern": "^Q[1-9][0-9]*$"}),
]
WarningCode = Annotated[
    str,
    BeforeValidator(read_code),
    WithJsonSchema({"type": "string", "pattern": "^[Bb][1-9][0-9]{2}$"}),
]
"""The code of a warning."""
Flag = Annotated[bool, BeforeValidator(read_flag), WithJsonSchema({"type": "boolean"})]
Chance = Annotated[
    Likelihood,
    BeforeValidator(read_likelihood),
    WithJsonSchema({"type": "string", "examples": ["likely", "70%", "55-80%"]}),
]
Horizon = Annotated[
    str,
    BeforeValidator(read_horizon),
    WithJsonSchema({"type": "string", "examples": [*HORIZONS, "2026-06"]}),
]
"""`short`, `medium`, `long`, or an EDTF date."""
Ref = Plain
"""An id, name or alias of something else; the library finds what it means."""
Refs = Many[Ref]
Inlines = Many[Inline]
Plains = Many[Plain]
Confidence = Literal["low", "moderate", "high"]


_NO_NAMES: set[str] = set()
R = TypeVar("R", bound="Record")


class Record(BaseModel):
    """A frozen record read from front matter. Unknown keys never reach it: `parse` reports them."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", populate_by_name=False, arbitrary_types_allowed=True
    )

    def model_post_init(self, _: object, /) -> None:
        """Drop the set of the names that were given: a quarter of the memory of a brief."""
        object.__setattr__(self, "__pydantic_fields_set__", _NO_NAMES)

    def revised(self, **values: object) -> Self:
        """Return a copy with `values` in place of its own, taken as they are."""
        return _made(type(self), self.__dict__ | values)

    def written(self) -> dict[str, Any]:
        """Return the record as an author may write it, in JSON's types, without defaults.

        Items of lists are in long form; one that stands alone is a scalar where that says all.

        Reading it again gives an equal record.
        """
        return {key: _written(value) for key, value in self.without_defaults().items()}

    def without_defaults(self) -> dict[str, Any]:
        """Return what differs from the defaults, by the names under which authors write it."""
        values = self.__dict__
        return {
            key: _short(value) if isinstance(value, Item) else value
            for key, field in fields_of(type(self)).items()
            if (value := values[field.name]) is not field.default and value != field.default
        }


def _made(kind: type[R], values: dict[str, Any]) -> R:
    """Return a record of values that are right already, in less than half of Pydantic's time."""
    record, put = kind.__new__(kind), object.__setattr__
    put(record, "__dict__", values)
    put(record, "__pydantic_fields_set__", _NO_NAMES)
    put(record, "__pydantic_extra__", None)
    put(record, "__pydantic_private__", None)
    return record


def _written(value: object) -> object:
    match value:
        case Record() | Localised():
            return value.written()
        case tuple():
            return [_written(one) for one in value]
        case Edtf() | Likelihood() | Moment():
            return value.text
        case dt.date():
            return value.isoformat()
        case _:
            return value


class Item(Record):
    """A record that authors may also write short: as a bare scalar or as one `key: value` pair."""

    scalar: ClassVar[str]
    """The field that a bare scalar fills."""
    scalar_url: ClassVar[str | None] = None
    """The field that a bare web address fills instead."""
    pair: ClassVar[tuple[str, str] | None] = None
    """The fields that the key and the value of a short pair fill."""
    needs: ClassVar[tuple[str, ...]] = ()
    """Fields of which an entry needs one at least."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return long form as Pydantic sees it, and beside it the short forms."""
        long = handler.resolve_ref_schema(handler(core_schema))
        forms: list[JsonSchemaValue] = [
            {"type": "string", "description": f"Short form: fills {cls.scalar}"}
        ]
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
        if cls.needs:
            long = {**long, "anyOf": [{"required": [name]} for name in cls.needs]}
        return {"anyOf": [*forms, {**long, "additionalProperties": True}]}


def _short(item: Item) -> object:
    """Return the scalar that says all of `item`, else `item`."""
    given = item.without_defaults()
    return given[item.scalar] if given.keys() == {item.scalar} else item


@dataclass(frozen=True, slots=True)
class Field:
    """What a field of a record holds: values of one type, `many` of them or one."""

    name: str
    type: Any
    many: bool
    default: Any
    is_inline: bool
    """Whether its texts are inline Markdown."""
    record: type[Record] | None
    """The type, if the values are records."""


@cache
def fields_of(record: type[Record]) -> Mapping[str, Field]:
    """Return the fields of `record` by the names that authors write, in their order."""
    return {
        info.alias or name: _field(name, info.get_default(), info.annotation, info.metadata)
        for name, info in record.model_fields.items()
    }


@cache
def required_of(record: type[Record]) -> frozenset[str]:
    """Return the fields that `record` cannot be without, by the names that authors write."""
    infos = record.model_fields.items()
    return frozenset(info.alias or name for name, info in infos if info.is_required())


def _field(name: str, default: Any, annotation: Any, metadata: Iterable[Any]) -> Field:
    many = False
    metadata = [*metadata]
    while parts := get_args(annotation):
        kind = get_origin(annotation)
        many = many or kind is tuple
        metadata += parts[1:] if kind is Annotated else ()
        annotation = type(parts[0]) if kind is Literal else parts[0]
    is_inline = BeforeValidator(read_inline) in metadata
    record = annotation if issubclass(annotation, Record) else None
    return Field(name, annotation, many, default, is_inline, record)


def inline_texts(
    record: Record, sign: str = "", path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the inline Markdown of `record` and of the records in it that holds `sign`.

    Each with its path.
    """
    for key, field in fields_of(type(record)).items():
        if not field.is_inline and not field.record:
            continue
        value = getattr(record, field.name)
        at = (*path, key)
        values = [((*at, n), one) for n, one in enumerate(value)] if field.many else [(at, value)]
        for place, one in values:
            if isinstance(one, Record):
                yield from inline_texts(one, sign, place)
            elif one and sign in one:
                yield place, one


def with_inline_texts(record: R, change: Callable[[str], str]) -> R:
    """Return `record` with what `change` makes of each inline Markdown of it and of its records.

    It is the same record if nothing changes.
    """

    def changed(value: Any) -> Any:
        if isinstance(value, Record):
            return with_inline_texts(value, change)
        return change(value) if value else value

    values: dict[str, object] = {}
    for field in fields_of(type(record)).values():
        if field.is_inline or field.record:
            value = getattr(record, field.name)
            new = tuple(map(changed, value)) if field.many else changed(value)
            if new != value:
                values[field.name] = new
    return record.revised(**values) if values else record


def to_plain(value: object) -> object:
    """Return a value of a record, or a record as a list of its values, as JSON can hold it."""
    match value:
        case Record():
            return [to_plain(one) for one in value.__dict__.values()]
        case tuple():
            return [to_plain(one) for one in value]
        case Edtf() | Moment():
            return value.text
        case Localised():
            return value.written()
        case Likelihood():
            return [value.text, list(value.terms), value.low, value.high]
        case dt.date():
            return value.isoformat()
        case _:
            return value


_READERS: Mapping[type, Callable[[Any], Any]] = {
    Edtf: parse_edtf,
    Likelihood: lambda values: Likelihood(values[0], tuple(values[1]), *values[2:]),
    Localised: Localised.read,
    dt.date: dt.date.fromisoformat,
    Moment: Moment.of,
}


def from_plain(kind: type[Record], values: list[Any]) -> Any:
    """Return the record of this kind that `to_plain` gave these values of.

    They were checked when they were read from an author's file, so this is quick.
    """
    made: dict[str, Any] = {}
    for field, value in zip(fields_of(kind).values(), values, strict=True):
        read = partial(from_plain, field.type) if field.record else _READERS.get(field.type)
        if field.many:
            made[field.name] = tuple(map(read, value)) if read else tuple(value)
        else:
            made[field.name] = read(value) if read and value is not None else value
    return _made(kind, made)
