"""What templates can do: their filters, and the functions they may call on any page."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from mkdocs_briefs.library.forecasts import Score
from mkdocs_briefs.library.scoring import ENOUGH
from mkdocs_briefs.model.edtf import Edtf, parse_edtf
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.pages.chronology import by_month
from mkdocs_briefs.pages.facts import figure_rows
from mkdocs_briefs.pages.parts import SmallGraph, Text
from mkdocs_briefs.pages.score import Band
from mkdocs_briefs.render.addresses import rooted
from mkdocs_briefs.render.calibration import calibration
from mkdocs_briefs.render.citations import cited_in
from mkdocs_briefs.render.date_rows import choices, shown
from mkdocs_briefs.render.dates import format_day, format_edtf
from mkdocs_briefs.render.numbers import grouped
from mkdocs_briefs.render.words import attributes, direction, language_name


@pass_context
def _inline_filter(context: Context, text: Text) -> Markup:
    html: Markup = context["written"](text)
    return html


@pass_context
def _isolated_filter(context: Context, texts: Sequence[str]) -> Markup:
    """Names or other plain texts in a row, each in a direction of its own."""
    html: Markup = context["isolated"](texts)
    return html


@pass_context
def _network_filter(context: Context, sketch: SmallGraph) -> Markup:
    html: Markup = context["functions"]["network"](sketch)
    return html


@pass_context
def _calibration_filter(context: Context, score: Score, bands: Sequence[Band]) -> Markup:
    said = context["t"]
    return calibration(bands, said, few=not score.enough, rtl=direction(said.lang) == "rtl")


@pass_context
def _edtf_filter(context: Context, value: Edtf, style: str = "long") -> str:
    return format_edtf(value, context["page_lang"], style="short" if style == "short" else "long")


@pass_context
def _day_filter(context: Context, day: dt.date, style: str = "long") -> str:
    return format_day(day, context["page_lang"], style)


@pass_context
def _month_filter(context: Context, day: dt.date) -> str:
    return format_edtf(parse_edtf(f"{day:%Y-%m}"), context["page_lang"])


@pass_context
def _number_filter(context: Context, value: str, *, counted: bool) -> str:
    return grouped(value, context["page_lang"], counted=counted)


@pass_context
def _lang_attributes(context: Context, lang: str, around: str | None = None) -> Markup:
    """The attributes of a text in `lang` on the page, or in `around`."""
    return attributes(lang, context["page_lang"] if around is None else around)


@pass_context
def _term_filter(context: Context, value: Likelihood, *, inside: bool = False) -> str:
    """The term in the reader's words, with a capital unless it stands `inside` a sentence."""
    term = str(context["t"].of("term", value.term))
    return term if inside else term[:1].upper() + term[1:]


@pass_context
def _chances_filter(context: Context, value: Likelihood) -> str:
    """The bounds as the language of the words around them writes percentages."""
    return str(context["t"].percent(value.low, value.high))


def environment(template_dirs: Sequence[str | os.PathLike[str]]) -> Environment:
    """Templates out of these folders, first come first served."""
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
        url=rooted,
        edtf=_edtf_filter,
        network=_network_filter,
        calibration=_calibration_filter,
        day=_day_filter,
        month=_month_filter,
        number=_number_filter,
        figure_rows=figure_rows,
        by_month=by_month,
        choices=choices,
        shown=shown,
        term=_term_filter,
        chances=_chances_filter,
        isolated=_isolated_filter,
        language=language_name,
    )
    env.globals.update(
        lang_attributes=_lang_attributes,
        enough_scored=ENOUGH,
        direction=direction,
    )
    env.globals["cited_in"] = cited_in
    return env
