"""Views to HTML, through the templates in `theme/briefs/`."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from mkdocs_briefs.model.edtf import Edtf, parse_edtf
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.model.sections import SECTIONS
from mkdocs_briefs.pages.parts import Card, DevelopmentView, EventView, Text
from mkdocs_briefs.pages.views import ActorView, BriefView, PageView, ThemeView
from mkdocs_briefs.render.dates import format_edtf
from mkdocs_briefs.render.drawing import star, yardstick
from mkdocs_briefs.render.inline import InlineRenderer, LinksFor, safe_href
from mkdocs_briefs.render.outline import give_way, unique_ids
from mkdocs_briefs.render.words import direction, language_name, words

_COMMENT = r"<!--\s*+briefs:([a-z]++)\s*+-->"
_MARKER = re.compile(rf"<p>\s*+{_COMMENT}\s*+</p>|{_COMMENT}")
_UNSEARCHED = Markup(' data-search-exclude="true"')
"""Stands on what a dossier repeats from briefs, so that a search finds the brief itself. Material's
search leaves such elements out, and takes the attribute off the page:
https://squidfunk.github.io/mkdocs-material/setup/setting-up-site-search/#search-exclusion."""


class Renderer:
    """Fills templates with views.

    `template_dirs` hold a folder `briefs/` with the templates, first come first served; `links_for`
    gives the links of a text (see `inline.LinksFor`); `site_lang` is the site's language tag.
    """

    def __init__(
        self,
        template_dirs: Sequence[str | os.PathLike[str]],
        links_for: LinksFor,
        *,
        site_lang: str = "en",
    ) -> None:
        self.inline = InlineRenderer(links_for)
        self._site_lang = site_lang
        self._env = _environment(template_dirs, self.inline)

    def fragment(self, view: PageView, body: Markup | None = None) -> Markup:
        """The whole content of a page, its h1 included; `body` is HTML that is safe already.

        In a brief, markers such as `<!-- briefs:timeline -->` in the body give way to their
        sections; the other sections follow the body.
        """
        if isinstance(view, BriefView):
            return self.compose(view, body or Markup())
        return self._page(view, body)

    def compose(
        self, view: BriefView, body_html: str, markers: Collection[str] = SECTIONS
    ) -> Markup:
        """A brief with its sections where its author put them; a marker counts once."""
        placed: set[str] = set()

        def place(found: re.Match[str]) -> str:
            name = found[1] or found[2]
            if name not in markers:
                return found[0]
            if name in placed:
                return ""
            placed.add(name)
            return self.section(name, view)

        body_html = give_way(body_html, _anchors(view))
        body = _MARKER.sub(place, body_html) if "<!--" in body_html else body_html
        return self._page(view, Markup(body), frozenset(placed))  # noqa: S704 - HTML by contract

    def section(self, name: str, view: PageView) -> Markup:
        """One section by the name of its marker; empty when there is nothing to show.

        Raises ValueError for a name that is not in `SECTIONS`.
        """
        if name not in SECTIONS:
            raise ValueError(f"there is no section “{name}”")
        return self._macro("briefs/sections.html", name, self._context(view), view)

    def embed_list(self, cards: Sequence[Card], path: str, lang: str) -> Markup:
        """Briefs as a list, for any page of the site."""
        return self._embed("cards", cards, path, lang)

    def embed_timeline(self, events: Sequence[EventView], path: str, lang: str) -> Markup:
        """Events as a timeline, for any page of the site."""
        return self._embed("events", events, path, lang)

    def embed_outlook(
        self, developments: Sequence[DevelopmentView], path: str, lang: str
    ) -> Markup:
        """Developments with their likelihoods, for any page of the site."""
        return self._embed("developments", developments, path, lang)

    def _page(
        self, view: PageView, body: Markup | None, placed: frozenset[str] = frozenset()
    ) -> Markup:
        context = self._context(view)
        star_of = star(view.face, view.companions) if isinstance(view, ActorView) else None
        html = self._template(view.template).render(
            context, body=body or Markup(), placed=placed, star=star_of
        )
        return Markup(unique_ids(html))  # noqa: S704 - from autoescaped templates

    def _embed(self, name: str, items: Sequence[object], path: str, lang: str) -> Markup:
        view = PageView(template="", path=path, title="", description="", lang=lang)
        return self._macro("briefs/embeds.html", name, self._context(view), items)

    def _macro(self, file: str, name: str, context: Mapping[str, Any], *values: object) -> Markup:
        macro: Callable[..., Markup] = getattr(
            self._env.get_template(file).make_module(dict(context)), name
        )
        return Markup(macro(*values).strip())  # noqa: S704 - from autoescaped templates

    def _template(self, name: str) -> Template:
        return self._env.get_template(f"briefs/{name.removesuffix('.html')}.html")

    def _context(self, view: PageView) -> dict[str, Any]:
        lang = view.lang or self._site_lang
        said = words(lang)
        return {
            "view": view,
            "t": said,
            "ui": _attributes(said.lang, lang),
            "page_lang": lang,
            "site_lang": self._site_lang,
            "repeated": _UNSEARCHED if isinstance(view, (ActorView, ThemeView)) else "",
        }


def _anchors(view: BriefView) -> set[str]:
    """The lasting ids of the items on a brief's page."""
    items = (
        view.events,
        view.implications,
        view.developments,
        view.advice,
        view.figures,
        view.sources,
    )
    return {item.anchor for group in items for item in group}


def relative_url(page_path: str, path: str) -> str:
    """The address of `path` as a link on the page `page_path`, both relative to the site's root.

    Web and mail addresses stay as they are; one that a browser must not follow becomes `#`.
    """
    if path.startswith("#"):
        return path
    if safe_href(path) is None:
        return "#"
    if path.startswith(("http://", "https://", "mailto:")):
        return path
    target, mark, anchor = path.partition("#")
    if target == page_path and anchor:
        return f"#{anchor}"
    here, there = page_path.split("/")[:-1], target.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    relative = "../" * (len(here) - shared) + "/".join(there[shared:])
    if ":" in relative.partition("/")[0]:
        relative = f"./{relative}"
    return (relative or "./") + mark + anchor


@cache
def _day(day: dt.date, lang: str, style: str) -> str:
    return format_edtf(
        parse_edtf(day.isoformat()), lang, style="short" if style == "short" else "long"
    )


@pass_context
def _inline_filter(context: Context, text: Text) -> Markup:
    renderer: InlineRenderer = context["_inline"]
    return renderer.html(text, context["view"].path)


@pass_context
def _url_filter(context: Context, path: str) -> str:
    return relative_url(context["view"].path, path)


@pass_context
def _edtf_filter(context: Context, value: Edtf, style: str = "long") -> str:
    return format_edtf(value, context["page_lang"], style="short" if style == "short" else "long")


@pass_context
def _day_filter(context: Context, day: dt.date, style: str = "long") -> str:
    return _day(day, context["page_lang"], style)


@pass_context
def _lang_attributes(context: Context, lang: str, around: str | None = None) -> Markup:
    """The attributes of a text in `lang` on the page, or in `around`."""
    return _attributes(lang, context["page_lang"] if around is None else around)


def _attributes(lang: str, outer: str) -> Markup:
    """` lang=… dir=…` where a text's language differs from the one around it."""
    if not lang or lang == outer:
        return Markup()
    sense = Markup(' dir="{}"').format(direction(lang))
    return Markup(' lang="{}"').format(lang) + (
        sense if direction(lang) != direction(outer) else Markup()
    )


def _doubt(value: Edtf | None) -> str:
    """Classes for how sure a date is; the words come from `format_edtf`."""
    if value is None:
        return "is-undated"
    sides = [side for side in (value.start, value.end) if side]
    rough = any(side.approximate or side.uncertain or side.unspecified for side in sides)
    is_open = value.open_start or value.open_end
    return " ".join(("is-rough",) * rough + ("is-open",) * is_open)


def _likelihood_words(value: Likelihood) -> str:
    """The term with a capital, for the beginning of a line."""
    return value.term[:1].upper() + value.term[1:]


def _environment(
    template_dirs: Sequence[str | os.PathLike[str]], inline: InlineRenderer
) -> Environment:
    env = Environment(
        loader=FileSystemLoader([os.fspath(each) for each in template_dirs]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    env.filters.update(
        inline=_inline_filter,
        url=_url_filter,
        edtf=_edtf_filter,
        day=_day_filter,
        doubt=_doubt,
        term=_likelihood_words,
        language=language_name,
    )
    env.globals.update(
        _inline=inline, lang_attributes=_lang_attributes, yardstick=yardstick, direction=direction
    )
    return env
