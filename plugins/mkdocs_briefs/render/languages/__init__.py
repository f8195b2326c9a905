"""Interface words, one module a language. A new language is a module and its line in `TABLES`."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_briefs.render.languages.ar import WORDS as AR
from mkdocs_briefs.render.languages.de import WORDS as DE
from mkdocs_briefs.render.languages.en import WORDS as EN
from mkdocs_briefs.render.languages.es import WORDS as ES
from mkdocs_briefs.render.languages.fr import WORDS as FR
from mkdocs_briefs.render.languages.he import WORDS as HE
from mkdocs_briefs.render.languages.ru import WORDS as RU
from mkdocs_briefs.render.languages.zh import WORDS as ZH

Table = Mapping[str, str | Mapping[str, str]]
"""Key to text; to a text per plural category of CLDR where a number decides."""

TABLES: Mapping[str, Table] = {
    "en": EN,
    "ar": AR,
    "de": DE,
    "es": ES,
    "fr": FR,
    "he": HE,
    "ru": RU,
    "zh": ZH,
}
