"""The HTML of pages: views filled into the templates, and lists in place of markers."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup

from mkdocs_briefs.library.forecasts import MIN_SCORED, Score
from mkdocs_briefs.library.references import marker_faults
from mkdocs_briefs.model.edtf import Edtf, parse_edtf
from mkdocs_briefs.model.ids import SECTIONS
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.pages.chronology import by_month
from mkdocs_briefs.pages.facts import figure_rows
from mkdocs_briefs.pages.kinds import KINDS
from mkdocs_briefs.pages.parts import Link, Text
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.score import Band, band_anchor
from mkdocs_briefs.pages.views import PageView, SubjectView
from mkdocs_briefs.parse.inline import MARKER, MARKER_NAME, marker_options
from mkdocs_briefs.render.analysis import Analysis, calibration
from mkdocs_briefs.render.drawings import Strips
from mkdocs_briefs.render.finished_html import (
    clashes_with_theme,
    headings,
    ids,
    unique_ids,
    without_reserved_ids,
)
from mkdocs_briefs.render.html_helpers import HtmlHelpers, template_functions
from mkdocs_briefs.render.inline import InlineRenderer, LinksFor, cited_in, with_returns
from mkdocs_briefs.render.links import resolve_root, url_from_root, without_links_to_itself
from mkdocs_briefs.render.lists import ActorLists, BriefLists, EventLists
from mkdocs_briefs.render.words import (
    attributes,
    direction,
    filter_count,
    format_day,
    format_edtf,
    language_name,
    with_digit_groups,
    words,
    year_in_words,
)
from mkdocs_briefs.settings import Settings

V = TypeVar("V", bound=PageView)


def localised(view: V) -> V:
    """Return `view` with its title and breadcrumbs in the words of its language.

    The text of a breadcrumb to a hub is a key of the family `hub`, and the empty one stands for the
    front page. Others are names, or years.
    """
    t = words(view.lang)
    title = " – ".join(filter(None, (view.title_key and t(view.title_key), view.title)))
    if view.title_date:
        title = format_edtf(view.title_date, view.lang)
        view = replace(
            view, previous=_dated(view.previous, view.lang), next=_dated(view.next, view.lang)
        )
    if view.pager and view.pager.label:
        title = f"{title} ({view.pager.label})"
    crumbs = [
        Link(t.of("hub", link.text or "home"), link.path)
        if link.path.count("/") < 2
        else replace(link, text=year_in_words(link.text, view.lang))
        for link in view.breadcrumbs
    ]
    description = view.description
    if view.title_key:
        description = t("hub_description", title=title, site=view.description)
    return replace(view, title=title, breadcrumbs=tuple(crumbs), description=str(description))


def _dated(link: Link | None, lang: str) -> Link | None:
    """Return the link to a neighbour whose title is a date, in words."""
    return link and Link(format_edtf(parse_edtf(link.text), lang), link.path)


@pass_context
def _inline_filter(context: Context, text: Text) -> Markup:
    html: Markup = context["inline"](text)
    return html


@pass_context
def _uncited_filter(context: Context, text: Text) -> Markup:
    html: Markup = context["uncited"](text)
    return html


@pass_context
def _isolated_filter(context: Context, texts: Sequence[str]) -> Markup:
    """Return names or other plain texts in a row, each in a direction of its own."""
    html: Markup = context["isolated"](texts)
    return html


@pass_context
def _calibration_filter(context: Context, score: Score, bands: Sequence[Band]) -> Markup:
    t = context["t"]
    return calibration(bands, t, few=not score.enough, rtl=direction(t.lang) == "rtl")


@pass_context
def _edtf_filter(context: Context, value: Edtf, style: str = "long") -> str:
    return format_edtf(value, context["page_lang"], style="short" if style == "short" else "long")


@pass_context
def _day_filter(context: Context, day: dt.date, style: str = "long") -> str:
    return format_day(day, context["page_lang"], style)


@pass_context
def _year_filter(context: Context, year: str) -> str:
    return year_in_words(year, context["page_lang"])


@pass_context
def _month_filter(context: Context, day: dt.date) -> str:
    return format_edtf(parse_edtf(f"{day:%Y-%m}"), context["page_lang"])


@pass_context
def _month_of_year_filter(context: Context, month: str) -> str:
    return format_edtf(parse_edtf(month), context["page_lang"])


def has_list(view: SubjectView, name: str) -> bool:
    """Return whether an overview does not show all of a list."""
    return any(each.name == name for each in view.lists)


@pass_context
def _number_filter(context: Context, value: str, *, counted: bool) -> str:
    return with_digit_groups(value, context["page_lang"], counted=counted)


@pass_context
def _lang_attributes(context: Context, lang: str, around: str | None = None) -> Markup:
    """Return the attributes of a text in `lang` on the page, or in `around`."""
    return attributes(lang, context["page_lang"] if around is None else around)


@pass_context
def _term_filter(context: Context, value: Likelihood, *, inside: bool = False) -> str:
    """Return the term in the reader's words, with a capital unless `inside` a sentence."""
    term = str(context["t"].term(value.terms))
    return term if inside else term[:1].upper() + term[1:]


@pass_context
def _chances_filter(context: Context, value: Likelihood) -> str:
    """Return the bounds as the language of the words around them writes percentages."""
    return str(context["t"].percent(value.low, value.high))


class _CompiledTemplates(BytecodeCache):
    """Keeps compiled templates in memory by their text: compiling takes most of a saved brief."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket the code of this text, if it was compiled before."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember the code of this text."""
        self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _CompiledTemplates()


def environment(template_dirs: Sequence[str | os.PathLike[str]]) -> Environment:
    """Return the templates of these folders; an earlier folder comes first."""
    env = Environment(
        loader=FileSystemLoader([os.fspath(each) for each in template_dirs]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
    )
    env.filters.update(
        inline=_inline_filter,
        uncited=_uncited_filter,
        url=url_from_root,
        edtf=_edtf_filter,
        calibration=_calibration_filter,
        day=_day_filter,
        month=_month_filter,
        year=_year_filter,
        month_of_year=_month_of_year_filter,
        number=_number_filter,
        figure_rows=figure_rows,
        by_month=by_month,
        filter_count=filter_count,
        term=_term_filter,
        chances=_chances_filter,
        isolated=_isolated_filter,
        language=language_name,
        band_anchor=band_anchor,
    )
    env.globals.update(
        lang_attributes=_lang_attributes,
        enough_scored=MIN_SCORED,
        direction=direction,
    )
    env.globals["cited_in"] = cited_in
    env.globals["has_list"] = has_list
    return env


_CONTENTS = "<!-- contents -->\n"
"""Stands where the list of a brief's parts will be, before all that its author wrote."""
MIN_PARTS = 3
"""Parts of a page that need a list."""
_PLACE = rf"{MARKER_NAME}\s*-->"
_MARKER = re.compile(rf"<p>\s*{_PLACE}\s*</p>|{_PLACE}")
_UNSEARCHED = Markup(' data-search-exclude="true"')
"""Stands on what a dossier repeats from briefs, so that a search finds the brief itself. Material's
search leaves such elements out, and takes the attribute off the page:
https://squidfunk.github.io/mkdocs-material/setup/setting-up-site-search/#search-exclusion."""

_NO_SITE = Settings(today=dt.date.min, site_name="")


class Renderer:
    """Fills templates with views.

    `template_dirs` hold a folder `briefs/` with the templates, first come first served; `links_for`
    gives the links of a text (see `inline.LinksFor`). `langs` has the languages of those briefs
    that are in another one than the site, by path.
    """

    def __init__(
        self,
        template_dirs: Sequence[str | os.PathLike[str]],
        links_for: LinksFor,
        settings: Settings = _NO_SITE,
        *,
        langs: Mapping[str, str] | None = None,
    ) -> None:
        self.inline = InlineRenderer(links_for)
        self._settings, self._site_lang = settings, settings.language
        self._site = {
            "site_lang": settings.language,
            "site_name": settings.site_name,
            "site_url": settings.site_url,
            "machine_files": settings.machine_files,
        }
        self._env = environment(template_dirs)
        self.langs = langs or {}
        self._helpers: dict[tuple[str, bool], HtmlHelpers] = {}
        self._kits: dict[tuple[str, str], dict[str, Any]] = {}

    def fragment(
        self,
        view: PageView,
        body: Markup | None = None,
        cite: Mapping[str, str] | None = None,
    ) -> Markup:
        """Return the whole content of a page, its h1 included; `body` is HTML that is safe already.

        `cite` has the forms in which a brief may be cited: text, bibtex and csl. In a brief,
        markers such as `<!-- briefs:timeline -->` in the body give way to their sections; the
        other sections follow the body.
        """
        return self.fragment_and_reserved(view, body, cite)[0]

    def fragment_and_reserved(
        self,
        view: PageView,
        body: Markup | None = None,
        cite: Mapping[str, str] | None = None,
    ) -> tuple[Markup, set[str]]:
        """Return what `fragment` does, and the ids of the rest of the page if the body had any."""
        written, others = str(body or ""), set[str]()
        html = self._assembled(view, written, cite)
        unique = unique_ids(html)
        if written and (unique is not html or clashes_with_theme(written)):
            others = ids(self._assembled(view, "", cite))
            own = without_reserved_ids(written, others)
            unique = unique_ids(self._assembled(view, own, cite))
        whole = self._with_contents(view, unique)
        return Markup(whole), others  # noqa: S704 - from autoescaped templates

    def _with_contents(self, view: PageView, html: str) -> str:
        """Return the page of a brief with a list of its parts, for screens without one beside it.

        Its first part is right below.
        """
        if view.items != "own" or _CONTENTS not in html:
            return html
        parts = [(name, words) for level, name, words in headings(html, 2) if name != "glance"]
        nav = self._kit(view)["m"].contents(parts) if len(parts) >= MIN_PARTS else ""
        return html.replace(_CONTENTS, str(nav), 1)

    def _assembled(self, view: PageView, body: str, cite: Mapping[str, str] | None) -> str:
        """Return a page around `body`, with its sections where its author put them.

        A marker counts once.
        """
        if view.items != "own":
            return self._page(view, Markup(body))  # noqa: S704 - HTML by contract
        placed: set[str] = set()

        def place(found: re.Match[str]) -> str:
            name = found[1] or found[2]
            if name not in SECTIONS:
                return found[0]
            if name in placed:
                return ""
            placed.add(name)
            return self.section(name, view, returns)

        body, returns = with_returns(body)
        body = _MARKER.sub(place, body) if "<!--" in body else body
        markup = Markup(body)  # noqa: S704 - HTML by contract
        return self._page(view, markup, frozenset(placed), returns, cite)

    def section(
        self, name: str, view: PageView, returns: Mapping[str, str] | None = None
    ) -> Markup:
        """Return one section by the name of its marker; empty when there is nothing to show.

        `returns` are the places in the body to which the list of sources leads back.
        """
        arguments = (view, returns or {}) if name == "sources" else (view,)
        return _on_page(getattr(self._kit(view)["s"], name)(*arguments), view.path)

    def embed(self, name: str, items: Sequence[object], path: str, lang: str) -> Markup:
        """Return what a marker of this name lists, for any page of the site."""
        view = PageView(path=path, title="", description="", lang=lang)
        return _on_page(getattr(self._kit(view)["embeds"], name)(items), path)

    def _page(
        self,
        view: PageView,
        body: Markup,
        placed: frozenset[str] = frozenset(),
        returns: Mapping[str, str] | None = None,
        cite: Mapping[str, str] | None = None,
    ) -> str:
        html = self._template(view.template).render(
            self._kit(view),
            view=view,
            body=body,
            placed=placed,
            returns=returns or {},
            cite=cite,
        )
        return resolve_root(without_links_to_itself(html, view.path), view.path)

    def load_templates(self) -> None:
        """Compile the templates of all kinds of pages."""
        for name in {*_MODULES.values(), *(kind.template for kind in KINDS)}:
            self._template(name)

    def _template(self, name: str) -> Template:
        return self._env.get_template(f"briefs/{name.removesuffix('.html')}.html")

    def _kit(self, view: PageView) -> dict[str, Any]:
        """Return all that templates have beside the view.

        Pages of one language that show items alike share it.
        """
        key = (view.lang or self._site_lang, view.items)
        if key not in self._kits:
            self._kits[key] = self._new_kit(*key)
        return self._kits[key]

    def _new_kit(self, lang: str, items: str) -> dict[str, Any]:
        filtered, own = items == "filtered", items == "own"
        if (lang, own) not in self._helpers:
            self._helpers[lang, own] = HtmlHelpers(
                lang, self._lang_of, self.inline, show_time=self._settings.show_time, searched=own
            )
        helpers = self._helpers[lang, own]
        actors = ActorLists(helpers)
        kit: dict[str, Any] = {
            **template_functions(helpers),
            "functions": template_functions(
                actors,
                BriefLists(helpers, actors),
                EventLists(helpers, filtered=filtered),
                Analysis(helpers, filtered=filtered, own=own),
                Strips(helpers),
            ),
            "t": helpers.t,
            "ui": Markup(helpers.ui),  # noqa: S704 - attributes
            "page_lang": lang,
            **self._site,
            "filtered": filtered,
            "repeated": _UNSEARCHED if items == "repeated" else "",
        }
        for name, file in _MODULES.items():
            kit[name] = self._env.get_template(f"briefs/{file}.html").make_module(kit)
        return kit

    def _lang_of(self, path: str) -> str:
        return self.langs.get(path.partition("#")[0], self._site_lang)


def _on_page(html: Markup, path: str) -> Markup:
    """Return what a macro wrote for any page, as it stands on this one."""
    own = without_links_to_itself(str(html).strip(), path)
    return Markup(resolve_root(own, path))  # noqa: S704 - from autoescaped templates


_MODULES = {
    "m": "parts",
    "s": "sections",
    "r": "relations",
    "c": "cite",
    "embeds": "embeds",
}
"""What templates call the files of macros; each may use those before it."""


_LIST_MARKER = re.compile(rf"(<p>\s*)?{MARKER}(\s*</p>)?")


def fill_embeds(
    html: str, plan: Plan, renderer: Renderer, page_path: str, lang: str, *, in_brief: bool
) -> tuple[str, list[str]]:
    """Return `html` with its markers filled, and a sentence for each marker that could not be.

    In a brief, a marker without options that names a section is left for the brief to place.
    """
    problems: list[str] = []
    if "<!--" not in html:
        return html, problems
    listings = _listings(plan)

    def fill(found: re.Match[str]) -> str:
        name, options = found[2], dict(marker_options(found[3]))
        if not _alone(found, html):
            problems.append(f"briefs:{name} stands inside a paragraph; give it a line of its own")
            return found[0]
        if in_brief and name in SECTIONS and not options:
            return found[0]
        problems.extend(marker_faults(name, options, plan.library.catalogue, in_brief=in_brief))
        if name not in listings:
            return ""
        return renderer.embed(name, listings[name](options, lang), page_path, lang)

    return _LIST_MARKER.sub(fill, html), problems


def markers_in(text: str, plan: Plan, lang: str) -> Iterator[Sequence[object]]:
    """Yield what each marker in a text would list on a page in `lang`, wherever it stands."""
    listings = _listings(plan)
    for found in _LIST_MARKER.finditer(text) if "<!--" in text else ():
        if found[2] in listings:
            yield listings[found[2]](dict(marker_options(found[3])), lang)


def _listings(plan: Plan) -> dict[str, Callable[[dict[str, str], str], Sequence[object]]]:
    """Return what markers list, by their names."""
    return {
        "list": plan.listed,
        "timeline": plan.dated,
        "outlook": plan.expected,
        "advice": plan.advised,
    }


def _alone(found: re.Match[str], html: str) -> bool:
    """Return whether a marker is a block by itself, so that blocks may take its place."""
    if bool(found[1]) != bool(found[4]):
        return False
    before, after = html[: found.start()].rstrip(" "), html[found.end() :].lstrip(" ")
    return before[-1:] in ("", "\n", ">") and after[:1] in ("", "\n", "<")
