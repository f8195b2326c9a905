"""The parts that pages have by the hundred, links to edit a page, and a preview's problems."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Protocol

from markupsafe import Markup, escape

from mkdocs_briefs.model.edtf import Edtf, parse_edtf
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.pages.parts import ActorSummary, BriefSummary, Picture, SourceMark, Text
from mkdocs_briefs.pages.urls import page_path
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.render.inline import InlineRenderer, tooltip_attribute
from mkdocs_briefs.render.links import ROOT_MARK, url_from_root
from mkdocs_briefs.render.words import (
    Words,
    attributes,
    direction,
    format_day,
    format_edtf,
    format_moment,
    language_name,
    with_hour,
    words,
)


class Linked(Protocol):
    """Anything with words and, if it has a page, a path."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def path(self) -> str:
        """The address relative to the site's root; may be empty."""


class Item(Protocol):
    """Anything with an id on its page and perhaps a heading of its own."""

    @property
    def anchor(self) -> str:
        """The id."""

    @property
    def label(self) -> str:
        """The heading; may be empty."""


class EscapedWords(dict[str, str]):
    """The words of the interface that have no values to fill in, as HTML, by their key."""

    def __init__(self, t: Words) -> None:
        super().__init__()
        self._t = t

    def __missing__(self, key: str) -> str:
        self[key] = html = str(escape(self._t(key)))
        return html


_CITATION = re.compile('[ \u202f]*<sup class="b-cite">.*?</sup>', re.DOTALL)
RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc]"
    r"|[\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""What changes the direction of a text that else runs from left to right."""
MAX_REPEATED = 20_000
"""Addresses, links and dates of one language that are remembered."""


class HtmlHelpers:
    """Writes the small parts of all pages in one language; each public method returns HTML.

    `lang_of` gives the language of the page at a path. `show_time` says whether the hours of
    moments are shown, `searched` whether a search reads the pages, and so has to be told what to
    leave out.
    """

    def __init__(
        self,
        lang: str,
        lang_of: Callable[[str], str],
        inline: InlineRenderer,
        *,
        show_time: bool = False,
        searched: bool = True,
    ) -> None:
        self.lang, self._lang_of, self._inline = lang, lang_of, inline
        self.t = words(lang)
        self.words = EscapedWords(self.t)
        self.ui = str(attributes(self.t.lang, lang))
        """The attributes of the interface's words, which may be in another language."""
        self._date_dir = _date_dir(lang, self.t)
        self._rtl = direction(lang) == "rtl"
        self._show_time = show_time
        self._unsearched = " data-search-exclude" if searched else ""
        # Many pages show the same links, dates and numbers: a cold build makes a tenth fewer calls.
        self._hrefs = lru_cache(MAX_REPEATED)(_escaped_url)
        self._links = lru_cache(MAX_REPEATED)(self._link)
        self._dates = lru_cache(MAX_REPEATED)(self._when)

    def say(self, key: str, /, **values: object) -> str:
        """Return words of the interface with these values."""
        return escape(self.t(key, **values))

    def fill(self, key: str, /, **html: str) -> str:
        """Return words of the interface around HTML."""
        return escape(self.t(key, **{name: _markup(value) for name, value in html.items()}))

    def count(self, key: str, number: float, /, **values: object) -> str:
        """Return words of the interface for this number."""
        return escape(self.t.n(key, number, **values))

    def word(self, family: str, value: str) -> str:
        """Return the word of the interface for one of a family of values."""
        return escape(self.t.of(family, value))

    def capacity(self, capacity: str) -> str:
        """Return what an actor is to a brief, if that says more than that it is involved."""
        if capacity in ("", "party"):
            return ""
        return f'<span class="b-capacity"{self.ui}>{escape(self.t.of("capacity", capacity))}</span>'

    def inline(self, text: Text) -> str:
        """Return inline Markdown as HTML, with its language where that is not the page's."""
        html = self._inline.html(text, ROOT_MARK)
        if not text.brief:
            return html
        lang = attributes(self._lang_of(page_path("brief", text.brief)), self.lang)
        return f"<span{lang}>{html}</span>" if lang else html

    def uncited(self, text: Text) -> str:
        """Return inline Markdown as HTML without its citations, for pages without its sources."""
        html = self.inline(text)
        return _CITATION.sub("", html) if 'class="b-cite"' in html else html

    def lang_attr(self, path: str) -> str:
        """Return ` lang=…` for the title of a page in another language.

        A title stands in a `<bdi>`, which finds its direction by itself.
        """
        lang = self._lang_of(path)
        return f' lang="{escape(lang)}"' if lang != self.lang else ""

    def href(self, path: str) -> str:
        """Return the address of a path, for an attribute."""
        return self._hrefs(path)

    def link(self, to: Linked) -> str:
        """Return a link to something of the site, or its words where it has no page."""
        return self._links(to.text, to.path, getattr(to, "lang", ""))

    def link_to(self, text: str, path: str, lang: str = "") -> str:
        """Return a link of these words to this path; `lang` is theirs, if not that of its page."""
        return self._links(text, path, lang)

    def _link(self, text: str, path: str, lang: str) -> str:
        attr = self.own_lang(lang) if lang or not path else self.lang_attr(path)
        words: str = escape(text)
        if self._rtl or RIGHT_TO_LEFT.search(text):
            words, attr = f"<bdi{attr}>{words}</bdi>", ""
        if path:
            return f'<a href="{self.href(path)}"{attr}>{words}</a>'
        return f"<span{attr}>{words}</span>" if attr else words

    def phrase(self, key: str) -> str:
        """Return words of the interface among those of the page."""
        words = self.words[key]
        return f"<span{self.ui}>{words}</span>" if self.ui else words

    def own_lang(self, lang: str) -> str:
        """Return ` lang=…` for words in a `<bdi>` whose language is known."""
        return f' lang="{escape(lang)}"' if lang and lang != self.lang else ""

    def translations(self, them: Iterable[Linked]) -> str:
        """Return links to the other languages of a brief, behind the words for them."""
        rows = [
            f'<a href="{self.href(it.path)}" hreflang="{escape(it.text)}" lang="{escape(it.text)}">'
            f"<bdi>{escape(language_name(it.text))}</bdi></a>"
            for it in them
        ]
        return f"{self.words['translations']} {self.words['list_comma'].join(rows)}"

    def links(self, to: Iterable[Linked]) -> str:
        """Return links in a row."""
        return self.words["list_comma"].join(map(self.link, to))

    def quoted_links(self, to: Iterable[Linked]) -> str:
        """Return links to titles, each in quotation marks."""
        return self.words["list_comma"].join([f"<q>{self.link(each)}</q>" for each in to])

    def chip_links(self, to: Iterable[Linked]) -> str:
        """Return links as chips."""
        return "".join([f'<span class="b-chip">{self.link(each)}</span>\n' for each in to])

    def day(self, day: dt.date | Moment, style: str = "long") -> str:
        """Return a day of the calendar, and the hour of a moment if pages show it."""
        if isinstance(day, Moment):
            if self._show_time and day.clock:
                return self._time(day.text, format_moment(day, self.lang, style))
            day = day.day
        return self._time(day.isoformat(), format_day(day, self.lang, style))

    def _time(self, when: str, text: str) -> str:
        return f'<time datetime="{when}"{self._date_dir}>{escape(text)}</time>'

    def day_in_words(self, day: Edtf, text: str) -> str:
        """Return a day of the calendar, written as `text`, and its hour if pages show it."""
        return self._time(day.iso8601() or "", self._with_hour(day, text))

    def _with_hour(self, date: Edtf, text: str) -> str:
        clock = date.start.clock if self._show_time and date.start and not date.is_interval else ""
        return with_hour(text, clock, self.lang) if clock else text

    def month(self, day: dt.date) -> str:
        """Return the month of a day."""
        return self.when(parse_edtf(f"{day:%Y-%m}"))

    def when(self, date: Edtf | None, style: str = "long") -> str:
        """Return a date as far as it is known."""
        return self._dates(date, style)

    def _when(self, date: Edtf | None, style: str) -> str:
        if date is None:
            return f"<span{self.ui}>{self.words['undated']}</span>"
        text = format_edtf(date, self.lang, style="short" if style == "short" else "long")
        text = escape(self._with_hour(date, text))
        if exact := date.iso8601():
            return f'<time datetime="{escape(exact)}"{self._date_dir}>{text}</time>'
        return self.date_text(text)

    def date_text(self, text: str) -> str:
        """Return a date that is written in the language of the page, among other words."""
        return f"<span{self._date_dir}>{escape(text)}</span>"

    def monogram(self, actor: ActorSummary, size: str = "") -> str:
        """Return the initials of an actor, for the eye alone."""
        kind = "person" if actor.kind == "person" else "other"
        sized = f" b-mono--{size}" if size else ""
        return (
            f'<span class="b-mono b-mono--{kind}{sized}" aria-hidden="true"{self._unsearched}>'
            f"{escape(actor.initials)}</span>"
        )

    def picture(self, picture: Picture, kind: str = "", *, lazy: bool = False) -> str:
        """Return a picture; `kind` is the end of its class, if it has one."""
        css = f' class="b-{kind}"' if kind else ""
        size = f' width="{picture.width}" height="{picture.height}"' if picture.width else ""
        loading = ' loading="lazy"' if lazy else ""
        return (
            f'<img{css} src="{self.href(picture.path)}" alt="{escape(picture.alt)}"'
            f'{size}{loading} decoding="async">'
        )

    def thumbnail(self, card: BriefSummary) -> str:
        """Return the picture of a brief beside its title in a list, if it has one."""
        return self.picture(card.picture, "thumb", lazy=True) if card.picture else ""

    def figure(self, picture: Picture | None, kind: str = "picture") -> str:
        """Return a picture with its caption and its credit, if pages show it."""
        if not picture or not picture.is_shown:
            return ""
        credit = f"<small>{escape(picture.credit)}</small>" if picture.credit else ""
        words = " ".join(filter(None, (escape(picture.caption), credit)))
        caption = f"<figcaption>{words}</figcaption>\n" if words else ""
        return f'<figure class="b-{kind}">{self.picture(picture)}\n{caption}</figure>\n'

    def source_marks(self, sources: Iterable[SourceMark]) -> str:
        """Return the numbers of the sources of an item."""
        marks = "; ".join(map(self._source_mark, sources))
        return f'&#8239;<sup class="b-cite">{marks}</sup>' if marks else ""

    def _source_mark(self, source: SourceMark) -> str:
        label = self.say("source_mark", number=source.number, title=source.title)
        title = tooltip_attribute(source.title)
        return f'<a href="{self.href(source.path)}"{title} aria-label="{label}">{source.number}</a>'

    def permalink(self, item: Any) -> str:
        """Return a link to the lasting address of an item: on the page of its brief, else here."""
        href = escape(url_from_root(getattr(item, "path", "") or f"#{item.anchor}"))
        label = self.words["permalink_item"]
        return (
            f'<a class="b-perma b-perma--item" href="{href}" '
            f'aria-label="{label}"{self._unsearched}>#</a>'
        )

    def isolated(self, texts: Iterable[str]) -> str:
        """Return names or other plain texts in a row, each in a direction of its own."""
        return self.words["list_comma"].join([f"<bdi>{escape(text)}</bdi>" for text in texts])


def _escaped_url(path: str) -> str:
    return str(escape(url_from_root(path)))


def template_functions(*writers: object) -> dict[str, Callable[..., Markup]]:
    """Return the public methods of `writers` by name; templates do not escape what they return."""
    return {
        name: _safe(getattr(writer, name))
        for writer in writers
        for name in vars(type(writer))
        if not name.startswith("_")
    }


def _safe(write: Callable[..., str]) -> Callable[..., Markup]:
    def safe(*values: object, **named: object) -> Markup:
        return _markup(write(*values, **named))

    return safe


def filter_keys(
    actors: Iterable[Linked], topics: Iterable[Linked], what: str = "", value: str = ""
) -> str:
    """Return the attributes by which scripts narrow a listing."""
    more = f' data-{what}="{escape(value)}"' if what else ""
    return f' data-actors="{_idents(actors)}" data-topics="{_idents(topics)}"{more}'


def _idents(links: Iterable[Linked]) -> str:
    """Return the ids of actors or topics, as a script compares them."""
    return escape(" ".join([link.path.split("/")[1] for link in links]))


def _markup(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - each value in it is escaped


def _date_dir(lang: str, t: Words) -> str:
    """Return ` dir=…` for dates of a page, where the interface's words run the other way."""
    return f' dir="{direction(lang)}"' if direction(lang) != direction(t.lang) else ""


def page_tools(view: PageView, edit_url: str | None, report_url: str | None) -> Markup:
    """Return links to edit the source of a page and to report an error, if they are known."""
    t = words(view.lang)
    rows = [(edit_url, t("edit_page"), "edit"), (report_url, t("report_error"), "report")]
    items = [
        Markup('<li><a class="b-tool b-tool--{}" href="{}">{}</a></li>').format(kind, url, label)
        for url, label, kind in rows
        if url
    ]
    if not items:
        return Markup()
    return Markup('<nav class="b-tools" aria-label="{}"><ul>{}</ul></nav>').format(
        t("page_tools"), Markup().join(items)
    )


def problem_box(view: PageView, problems: Sequence[tuple[str, str]]) -> Markup:
    """Return a box with the problems of a page's source, each a severity and its report."""
    if not problems:
        return Markup()
    rows = [
        Markup('<li class="b-problem b-problem--{}"><pre>{}</pre></li>').format(severity, report)
        for severity, report in problems
    ]
    return Markup(
        '<aside class="b-problems" aria-label="{0}"><p><strong>{0}</strong></p><ul>{1}</ul></aside>'
    ).format(words(view.lang)("problems"), Markup().join(rows))
