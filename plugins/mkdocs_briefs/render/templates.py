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

from mkdocs_briefs.library.forecasts import Score
from mkdocs_briefs.library.scoring import ENOUGH
from mkdocs_briefs.model.edtf import Edtf, parse_edtf
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.model.sections import SECTIONS
from mkdocs_briefs.pages.chronology import by_month, steps
from mkdocs_briefs.pages.figures import figure_rows
from mkdocs_briefs.pages.parts import Card, DevelopmentView, EventView, Sketch, Text
from mkdocs_briefs.pages.score import Band
from mkdocs_briefs.pages.strip import Strip
from mkdocs_briefs.pages.urls import page_path
from mkdocs_briefs.pages.views import ActorView, BriefView, PageView, ThemeView
from mkdocs_briefs.render.calibration import calibration
from mkdocs_briefs.render.citations import cited_in, with_returns
from mkdocs_briefs.render.dates import format_edtf
from mkdocs_briefs.render.drawing import yardstick
from mkdocs_briefs.render.inline import InlineRenderer, LinksFor, safe_href
from mkdocs_briefs.render.network import network_svg
from mkdocs_briefs.render.numbers import grouped
from mkdocs_briefs.render.outline import give_way, unique_ids
from mkdocs_briefs.render.rows import choices, day_of_month, shape, state, unsaid
from mkdocs_briefs.render.strip import DrawnStrip, drawn
from mkdocs_briefs.render.words import direction, language_name, words
from mkdocs_briefs.settings import MACHINE_FILES

_COMMENT = r"<!--\s*+briefs:([a-z]++)\s*+-->"
_MARKER = re.compile(rf"<p>\s*+{_COMMENT}\s*+</p>|{_COMMENT}")
_UNSEARCHED = Markup(' data-search-exclude="true"')
"""Stands on what a dossier repeats from briefs, so that a search finds the brief itself. Material's
search leaves such elements out, and takes the attribute off the page:
https://squidfunk.github.io/mkdocs-material/setup/setting-up-site-search/#search-exclusion."""


class Renderer:
    """Fills templates with views.

    `template_dirs` hold a folder `briefs/` with the templates, first come first served; `links_for`
    gives the links of a text (see `inline.LinksFor`); `site_lang` is the site's language tag, its
    name and absolute address stand at the head of what is printed. `tongues` has the languages of
    those briefs that are in another one, by path; `machine_files` are those that there are to link
    to.
    """

    def __init__(
        self,
        template_dirs: Sequence[str | os.PathLike[str]],
        links_for: LinksFor,
        *,
        site_lang: str = "en",
        site_name: str = "",
        site_url: str = "",
        machine_files: Collection[str] = MACHINE_FILES,
        tongues: Mapping[str, str] | None = None,
    ) -> None:
        self.inline = InlineRenderer(links_for)
        self._site_lang = site_lang
        self._site = {
            "site_lang": site_lang,
            "site_name": site_name,
            "site_url": site_url,
            "machine_files": frozenset(machine_files),
        }
        self._env = _environment(template_dirs, self.inline)
        self._env.globals["_tongues"] = tongues or {}

    def fragment(
        self,
        view: PageView,
        body: Markup | None = None,
        cite: Mapping[str, str] | None = None,
    ) -> Markup:
        """The whole content of a page, its h1 included; `body` is HTML that is safe already.

        `cite` has the forms in which a brief may be cited: text, bibtex and csl. In a brief,
        markers such as `<!-- briefs:timeline -->` in the body give way to their sections; the
        other sections follow the body.
        """
        if isinstance(view, BriefView):
            return self.compose(view, body or Markup(), cite=cite)
        return self._page(view, body)

    def compose(
        self,
        view: BriefView,
        body_html: str,
        markers: Collection[str] = SECTIONS,
        cite: Mapping[str, str] | None = None,
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
            return self.section(name, view, returns)

        body_html, returns = with_returns(give_way(body_html, _anchors(view)))
        body = _MARKER.sub(place, body_html) if "<!--" in body_html else body_html
        markup = Markup(body)  # noqa: S704 - HTML by contract
        return self._page(view, markup, frozenset(placed), returns, cite)

    def section(
        self, name: str, view: PageView, returns: Mapping[str, str] | None = None
    ) -> Markup:
        """One section by the name of its marker; empty when there is nothing to show.

        `returns` are the places in the body to which the list of sources leads back.
        Raises ValueError for a name that is not in `SECTIONS`.
        """
        if name not in SECTIONS:
            raise ValueError(f"there is no section “{name}”")
        return self._macro("briefs/sections.html", name, self._context(view, returns), view)

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
        self,
        view: PageView,
        body: Markup | None,
        placed: frozenset[str] = frozenset(),
        returns: Mapping[str, str] | None = None,
        cite: Mapping[str, str] | None = None,
    ) -> Markup:
        context = self._context(view, returns)
        html = self._template(view.template).render(
            context, body=body or Markup(), placed=placed, cite=cite
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

    def _context(self, view: PageView, returns: Mapping[str, str] | None = None) -> dict[str, Any]:
        lang = view.lang or self._site_lang
        said = words(lang)
        return {
            "view": view,
            "t": said,
            "ui": _attributes(said.lang, lang),
            "page_lang": lang,
            **self._site,
            "returns": dict(returns or {}),
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
        view.updates,
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
    html = renderer.html(text, context["view"].path)
    if not text.brief:
        return html
    attributes = _attributes(_tongue(context, page_path("brief", text.brief)), context["page_lang"])
    return Markup("<span{}>{}</span>").format(attributes, html) if attributes else html


@pass_context
def _isolated_filter(context: Context, texts: Sequence[str]) -> Markup:
    """Names or other plain texts in a row, each in a direction of its own."""
    return Markup(context["t"]("list_comma")).join(  # noqa: S704 - the table is ours
        Markup("<bdi>{}</bdi>").format(text) for text in texts
    )


def _tongue(context: Context, path: str) -> str:
    """The language of the page at `path`."""
    return str(context["_tongues"].get(path.partition("#")[0], context["site_lang"]))


@pass_context
def _tongue_attribute(context: Context, path: str) -> Markup:
    """` lang=…` for a title or name in a `<bdi>`, which finds its direction by itself."""
    lang = _tongue(context, path)
    return Markup(' lang="{}"').format(lang) if lang != context["page_lang"] else Markup()


@pass_context
def _url_filter(context: Context, path: str) -> str:
    return relative_url(context["view"].path, path)


@pass_context
def _network_filter(context: Context, sketch: Sketch) -> Markup:
    return network_svg(sketch, lambda path: _url_filter(context, path), context["t"])


@pass_context
def _calibration_filter(context: Context, score: Score, bands: Sequence[Band]) -> Markup:
    said = context["t"]
    return calibration(bands, said, few=not score.enough, rtl=direction(said.lang) == "rtl")


@pass_context
def _edtf_filter(context: Context, value: Edtf, style: str = "long") -> str:
    return format_edtf(value, context["page_lang"], style="short" if style == "short" else "long")


@pass_context
def _day_filter(context: Context, day: dt.date, style: str = "long") -> str:
    return _day(day, context["page_lang"], style)


@pass_context
def _month_filter(context: Context, day: dt.date) -> str:
    return format_edtf(parse_edtf(f"{day:%Y-%m}"), context["page_lang"])


@pass_context
def _number_filter(context: Context, value: str, *, counted: bool) -> str:
    return grouped(value, context["page_lang"], counted=counted)


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


@pass_context
def _drawn_filter(context: Context, strip: Strip) -> DrawnStrip:
    return drawn(strip, context["page_lang"])


@pass_context
def _day_of_month_filter(context: Context, value: Edtf | None) -> str:
    return day_of_month(value, context["page_lang"])


@pass_context
def _term_filter(context: Context, value: Likelihood, *, inside: bool = False) -> str:
    """The term in the reader's words, with a capital unless it stands `inside` a sentence."""
    term = str(context["t"].of("term", value.term))
    return term if inside else term[:1].upper() + term[1:]


@pass_context
def _chances_filter(context: Context, value: Likelihood) -> str:
    """The bounds as the language of the words around them writes percentages."""
    return str(context["t"].percent(value.low, value.high))


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
        network=_network_filter,
        calibration=_calibration_filter,
        day=_day_filter,
        month=_month_filter,
        number=_number_filter,
        figure_rows=figure_rows,
        drawn=_drawn_filter,
        day_of_month=_day_of_month_filter,
        by_month=by_month,
        choices=choices,
        steps=steps,
        shape=shape,
        state=state,
        unsaid=unsaid,
        term=_term_filter,
        chances=_chances_filter,
        isolated=_isolated_filter,
        language=language_name,
    )
    env.globals.update(
        _inline=inline,
        tongue=_tongue_attribute,
        lang_attributes=_lang_attributes,
        yardstick=yardstick,
        enough_scored=ENOUGH,
        direction=direction,
    )
    env.globals["cited_in"] = cited_in
    return env
