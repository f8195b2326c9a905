"""Records as compact JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Hashable
from functools import partial
from json.encoder import encode_basestring as _quoted
from typing import Any

from mkdocs_briefs.formats.record_context import RecordContext
from mkdocs_briefs.formats.record_fields import Getter, Record
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.fields import Record as Written
from mkdocs_briefs.model.likelihood import Likelihood

_EMPTY: tuple[object, ...] = (None, "", (), [])


class JsonWriter:
    """Writes records of one site; fields that are empty and may be so are left out.

    Records that have `same` are in many files: the text of each is made once.
    """

    def __init__(self, context: RecordContext) -> None:
        self._context = context
        self._known: dict[Record[Any], dict[Hashable, str]] = defaultdict(dict)
        self._fields: dict[Record[Any], list[_Written]] = {}

    def text(self, record: Record[Any], source: object) -> str:
        """Return the JSON of the record that is made of `source`."""
        if record.same is None:
            return self._text(record, source)
        known, key = self._known[record], record.same(source)
        text = known.get(key)
        if text is None:
            text = known[key] = self._text(record, source)
        return text

    def _text(self, record: Record[Any], source: object) -> str:
        fields = self._fields.get(record)
        if fields is None:
            fields = self._fields[record] = [
                (f"{_quoted(field.name)}:", field.get, self._writer(field.kind), field.required)
                for field in record.fields
                if field.api
            ]
        context, parts = self._context, []
        for key, get, write, required in fields:
            value = get(source, context)
            if required or value not in _EMPTY:
                parts.append(key + write(value))
        return f"{{{','.join(parts)}}}"

    def _writer(self, kind: Any) -> Callable[[Any], str]:
        if isinstance(kind, Record):
            return partial(self.text, kind)
        if isinstance(kind, list) and isinstance(kind[0], Record):
            one = partial(self.text, kind[0])
            return lambda values: f"[{','.join(map(one, values))}]"
        return _quoted if kind is str else json_text


_Written = tuple[str, Getter[Any], Callable[[Any], str], bool]
"""Of a field its key, what gives its value and what writes it, and if it is required."""


def _plain(value: object) -> object:
    if isinstance(value, Written):
        return value.given()
    if isinstance(value, (Edtf, Likelihood)):
        return value.text
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in JSON")


json_text = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_plain
).encode
"""Return the JSON of lists, texts, numbers, dates, and what authors wrote."""
