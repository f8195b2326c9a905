"""A text in one language or in several, such as the name of an actor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from mkdocs_briefs.model.texts import (
    LANGUAGE,
    TITLE_LIMIT,
    base_language,
    read_language,
    read_plain,
    refuse,
)

TAG = "[key]"
"""What Pydantic adds to the path of a text by language where its tag is at fault."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and the tag of its language; empty where its author does not say it."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Localised:
    """A text in one language or in several, in the order of its author."""

    texts: tuple[tuple[str, str], ...]
    """Language tag and text. A text that stands alone has an empty tag."""

    def in_language(self, *langs: str) -> Said:
        """Return the text in the first of `langs` that it is in, else the first text.

        A language matches its variants too: `zh` is as good as `zh-Hant` where that is not there.
        """
        for lang in langs:
            for tag, text in self.texts:
                if tag.casefold() == lang.replace("_", "-").casefold():
                    return Said(text, tag)
            for tag, text in self.texts:
                if tag and base_language(tag) == base_language(lang):
                    return Said(text, tag)
        tag, text = self.texts[0]
        return Said(text, tag)

    @property
    def by_language(self) -> dict[str, str]:
        """Return language tag -> text; empty where the author does not say the language."""
        return {tag: text for tag, text in self.texts if tag}

    def written(self) -> str | dict[str, str]:
        """Return it as an author may write it."""
        return self.by_language or self.texts[0][1]

    @classmethod
    def read(cls, value: Any) -> Self:
        """Return what `written` gave."""
        return cls(tuple(value.items()) if isinstance(value, Mapping) else (("", value),))

    @classmethod
    def _validated(cls, value: Any, validate: Callable[[Any], dict[str, str]]) -> Self:
        if not isinstance(value, Mapping):
            return cls((("", read_plain(value)),))
        if not value:
            raise refuse("B207", "the map by language is empty", "Write it as in {en: …, ar: …}.")
        texts = validate(value)
        if len(texts) < len(value):
            raise refuse("B205", "the map by language names a language twice", "Keep one of both.")
        return cls(tuple(texts.items()))

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return how Pydantic reads it, with the place of each fault."""
        keys = core_schema.no_info_plain_validator_function(read_language)
        values = core_schema.no_info_plain_validator_function(read_plain)
        by_language = core_schema.dict_schema(keys, values)
        return core_schema.no_info_wrap_validator_function(cls._validated, by_language)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return its schema: text, or a map of texts by language."""
        text = {"type": "string", "minLength": 1, "maxLength": TITLE_LIMIT}
        return {
            "x-format": "by-language",
            "anyOf": [
                text,
                {
                    "type": "object",
                    "description": "By language tag (BCP 47), as in {en: …, ar: …}.",
                    "propertyNames": {"pattern": LANGUAGE},
                    "additionalProperties": text,
                    "minProperties": 1,
                },
            ],
        }
