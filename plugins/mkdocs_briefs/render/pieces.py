"""How the parts of a page are written, by the kind of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from markupsafe import Markup, escape

from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.pages.parts import ActorSummary, SourceMark, Text
from mkdocs_briefs.render.dates import format_day, format_edtf
from mkdocs_briefs.render.links import rooted
from mkdocs_briefs.render.words import Words, direction, words

Write = Callable[..., str]
"""Gives HTML about what it is given."""


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


class Spoken(dict[str, str]):
    """The words of the interface that have no values to fill in, as HTML, by their key."""

    def __init__(self, said: Words) -> None:
        super().__init__()
        self._said = said

    def __missing__(self, key: str) -> str:
        self[key] = made = str(escape(self._said(key)))
        return made


class Pieces:
    """The pieces of all pages in one language; each method gives HTML.

    `said` are the words of the interface, `lang` is the language of the page, `ui` the attributes
    that tell the language of the words where it is another one. `tongue` gives such an attribute
    for the page at a path, `written` the HTML of a text.
    """

    def __init__(
        self,
        said: Words,
        lang: str,
        ui: str,
        tongue: Callable[[str], str],
        written: Callable[[Text], str],
    ) -> None:
        self.said, self.lang, self.ui, self.tongue, self.written = said, lang, ui, tongue, written
        self.words = Spoken(said)
        self.sense = _sense(lang, said)
        """The direction of a date, which is in the language of the page, among words that may
        run the other way."""
        self._links: dict[tuple[str, str], str] = {}
        self._told: dict[tuple[object, ...], str] = {}
        """What was said of numbers, days and values of fields, which are few and come again."""
        self._hrefs: dict[str, str] = {}

    def names(self) -> Mapping[str, Any]:
        """What templates call them."""
        written: dict[str, Write] = {
            "tongue": self.tongue,
            "link": self.link,
            "link_to": self.link_to,
            "links": self.links,
            "quoted_links": self.quoted_links,
            "day": self.day,
            "when": self.when,
            "mono": self.mono,
            "marks": self.marks,
            "perma": self.perma,
            "written": self.written,
            "isolated": self.isolated,
        }
        return {"sense": Markup(self.sense), **for_templates(written)}  # noqa: S704 - made above

    def say(self, key: str, /, **values: object) -> str:
        """Words of the interface with these values."""
        return escape(self.said(key, **values))

    def fill(self, key: str, /, **html: str) -> str:
        """Words of the interface around HTML."""
        return escape(self.said(key, **{name: _markup(value) for name, value in html.items()}))

    def count(self, key: str, number: float, /, **values: object) -> str:
        """Words of the interface for this number."""
        if values:
            return escape(self.said.n(key, number, **values))
        return self._kept((key, number, type(number)), lambda: escape(self.said.n(key, number)))

    def word(self, family: str, value: str) -> str:
        """The word of the interface for one of a family of values."""
        return self._kept((family, value), lambda: escape(self.said.of(family, value)))

    def _kept(self, key: tuple[object, ...], say: Callable[[], str]) -> str:
        if (made := self._told.get(key)) is None:
            made = self._told[key] = say()
        return made

    def href(self, path: str) -> str:
        """The address of a path, for an attribute."""
        if (made := self._hrefs.get(path)) is None:
            made = self._hrefs[path] = str(escape(rooted(path)))
        return made

    def link(self, it: Linked) -> str:
        """A link to a thing of the site, or its words where it has no page."""
        return self.link_to(it.text, it.path)

    def link_to(self, text: str, path: str) -> str:
        """A link of these words to this path."""
        key = (text, path)
        if (made := self._links.get(key)) is None:
            made = self._links[key] = self._link(text, path)
        return made

    def _link(self, text: str, path: str) -> str:
        if not path:
            return f"<bdi>{escape(text)}</bdi>"
        return f'<a href="{self.href(path)}"><bdi{self.tongue(path)}>{escape(text)}</bdi></a>'

    def links(self, them: Iterable[Linked]) -> str:
        """Links in a row."""
        return self.words["list_comma"].join(map(self.link, them))

    def quoted_links(self, them: Iterable[Linked]) -> str:
        """Links to titles, each in quotation marks."""
        return self.words["list_comma"].join([f"<q>{self.link(it)}</q>" for it in them])

    def chip_links(self, them: Iterable[Linked]) -> str:
        """Links as chips."""
        return "".join([f'<span class="b-chip">{self.link(it)}</span> ' for it in them])

    def day(self, day: dt.date, style: str = "long") -> str:
        """A day of the calendar."""
        return self._kept((day, style), lambda: self._day(day, style))

    def _day(self, day: dt.date, style: str) -> str:
        return _time(day, self.lang, self.sense, style)

    def when(self, date: Edtf | None, style: str = "long") -> str:
        """A date as far as it is known."""
        if date is None:
            return f"<span{self.ui}>{self.words['undated']}</span>"
        return self._kept(("when", date.text, style), lambda: self._when(date, style))

    def _when(self, date: Edtf, style: str) -> str:
        words = escape(format_edtf(date, self.lang, style="short" if style == "short" else "long"))
        exact = date.iso8601()
        if not exact:
            return f"<span{self.sense}>{words}</span>"
        return f'<time datetime="{escape(exact)}"{self.sense}>{words}</time>'

    def mono(self, face: ActorSummary, size: str = "") -> str:
        """The initials of an actor, for the eye alone."""
        kind = "person" if face.kind == "person" else "other"
        sized = f" b-mono--{size}" if size else ""
        return (
            f'<span class="b-mono b-mono--{kind}{sized}" aria-hidden="true" data-search-exclude>'
            f"{escape(face.initials)}</span>"
        )

    def marks(self, sources: Iterable[SourceMark]) -> str:
        """The numbers of the sources of an item."""
        made = "; ".join(map(self._mark, sources))
        return f'&#8239;<sup class="b-cite">{made}</sup>' if made else ""

    def _mark(self, it: SourceMark) -> str:
        told = self.say("source_mark", number=it.number, title=it.title)
        href, title = self.href(it.path), escape(it.title)
        return f'<a href="{href}" title="{title}" aria-label="{told}">{it.number}</a>'

    def perma(self, item: Any) -> str:
        """The lasting address of an item: on the page of its brief, else here."""
        href = escape(rooted(getattr(item, "path", "") or f"#{item.anchor}"))
        told = self.words["permalink_item"]
        return (
            f'<a class="b-perma b-perma--item" href="{href}" title="{told}" '
            f'aria-label="{told}" data-search-exclude>#</a>'
        )

    def own_id(self, item: Item) -> str:
        """The id of an item without a heading."""
        return "" if item.label else f' id="{escape(item.anchor)}"'

    def isolated(self, texts: Iterable[str]) -> str:
        """Names or other plain texts in a row, each in a direction of its own."""
        return self.words["list_comma"].join([f"<bdi>{escape(it)}</bdi>" for it in texts])


def for_templates(them: Mapping[str, Write]) -> dict[str, Callable[..., Markup]]:
    """Functions that give HTML as templates may call them: what they write is not escaped again."""
    return {name: _safe(write) for name, write in them.items()}


def _safe(write: Write) -> Callable[..., Markup]:
    def safe(*given: object, **named: object) -> Markup:
        return _markup(write(*given, **named))

    return safe


def keys(actors: Iterable[Linked], topics: Iterable[Linked], what: str, value: str) -> str:
    """What scripts narrow a listing by."""
    return (
        f' data-actors="{_idents(actors)}" data-topics="{_idents(topics)}"'
        f' data-{what}="{escape(value)}"'
    )


def no_keys(*_: object) -> str:
    """On pages that no script narrows down."""
    return ""


def _idents(them: Iterable[Linked]) -> str:
    """The ids of actors or topics, as a script compares them."""
    return escape(" ".join([it.path.split("/")[1] for it in them]))


def _markup(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - each value in it is escaped


def changed_row(day: dt.date, lang: str) -> str:
    """The day of the last change, as the page of a brief in the language `lang` tells it."""
    said = words(lang)
    shown = Markup(_time(day, lang, _sense(lang, said), "long"))  # noqa: S704 - escaped there
    return str(said("last_changed", date=shown))


def _sense(lang: str, said: Words) -> str:
    """The attribute for dates in a language whose words run the other way."""
    return f' dir="{direction(lang)}"' if direction(lang) != direction(said.lang) else ""


def _time(day: dt.date, lang: str, sense: str, style: str) -> str:
    shown = escape(format_day(day, lang, style))
    return f'<time datetime="{day.isoformat()}"{sense}>{shown}</time>'


MOST = 8_000
"""Things about which a function keeps what it wrote before it begins to forget the oldest."""


def kept(write: Write) -> Write:
    """Writes once about a thing that many pages show, and keeps what it wrote of late.

    It keeps up to twice `MOST` texts: all those of a large site would fill much memory.
    """
    made: dict[tuple[object, ...], tuple[object, str]] = {}
    older = made

    def once(it: object, *given: object) -> str:
        nonlocal made, older
        key = (id(it), *given)
        if (found := made.get(key)) is None:
            if len(made) == MOST:
                made, older = {}, made
            # Beside the thing itself, as its id is its own only as long as it lives.
            found = made[key] = older.get(key) or (it, write(it, *given))
        return found[1]

    return once


def made_anew(write: Write) -> Write:
    """On the page of a brief, which shows its own things in its own way."""
    return write


@dataclass(frozen=True, slots=True)
class Manner:
    """What the functions that write parts need to know of the kind of the page."""

    keep: Callable[[Write], Write]
    """Around the function that writes about one thing: `kept` or `made_anew`."""
    filtered: bool
    """Whether scripts narrow the page's lists down."""
    repeated: str
    """Attribute of what the page repeats from briefs."""
