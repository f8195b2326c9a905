"""Pages in another language than the site's: the theme around them speaks it too."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from mkdocs_briefs.host.files import ViewPage
from mkdocs_briefs.render.words import direction

if TYPE_CHECKING:
    from mkdocs.utils.templates import TemplateContext

_TABLES = "partials/languages"
_OTHER_NAMES = {
    "ckb": "ku-iq",
    "fil": "tl",
    "in": "id",
    "iw": "he",
    "no": "nb",
    "sr-latn": "sh",
    "zh-hk": "zh-hant",
    "zh-mo": "zh-hant",
}
"""Tags that mean a table of the theme by another name: old ones (BCP 47's registry), the script or
the macrolanguage that the theme means."""


class ThemeIn(Mapping[str, Any]):
    """A theme as it is, but for the options given here; the theme itself stays untouched."""

    def __init__(self, theme: Any, options: Mapping[str, object]) -> None:
        self._theme = theme
        self._options = options

    def __getattr__(self, name: str) -> Any:
        return getattr(self._theme, name)

    def __getitem__(self, key: str) -> Any:
        return self._options[key] if key in self._options else self._theme[key]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._theme, **self._options})

    def __len__(self) -> int:
        return len({**self._theme, **self._options})


def speak_as_page(context: TemplateContext, page: Page, config: MkDocsConfig) -> None:
    """Has the theme speak the language of one of our pages, where it has that language.

    Its templates read `config.theme.language`, so the page's context gets a copy of the
    configuration. A page in a language that the theme does not have keeps the site's around it.
    """
    if not isinstance(page, ViewPage) or "language" not in config.theme:
        return
    lang = page.head.lang or page.site.settings.language
    chosen = theme_language(lang, tuple(config.theme.dirs))
    if chosen is None or chosen == config.theme["language"]:
        return
    copied = copy.copy(config)
    copied["theme"] = ThemeIn(config.theme, {"language": chosen, "direction": direction(lang)})
    cast("dict[str, Any]", context)["config"] = copied


@cache
def theme_language(lang: str, folders: Sequence[str]) -> str | None:
    """The theme's own name for the language of a BCP 47 tag, or None where it has no such table.

    `folders` are the theme's, first come first served. The whole tag is looked for first, then
    what is left of it without its last part: `zh-Hant-TW`, `zh-Hant`, `zh`.
    """
    known = _known(folders)
    parts = lang.lower().replace("_", "-").split("-")
    while parts:
        tag = "-".join(parts)
        for name in (tag, _OTHER_NAMES.get(tag, "")):
            if name in known:
                return known[name]
        parts.pop()
    return None


@cache
def _known(folders: Sequence[str]) -> dict[str, str]:
    names = (file.stem for folder in folders for file in Path(folder, _TABLES).glob("*.html"))
    return {name.lower(): name for name in names}
