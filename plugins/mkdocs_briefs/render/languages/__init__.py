"""Interface words, one module a language. A new language is a module and its line in `TABLES`."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_briefs.render.languages.en import WORDS as EN

Table = Mapping[str, str | Mapping[str, str]]
"""Key to text; to a text per plural category of CLDR where a number decides."""

TABLES: Mapping[str, Table] = {"en": EN}
