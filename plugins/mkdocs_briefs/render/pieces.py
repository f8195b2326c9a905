"""The smallest parts of a page, which stand on it by the hundred: links, dates, initials, marks.

They are functions and no macros because a macro costs forty times as much.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from markupsafe import Markup, escape

from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.pages.parts import Face, SourceMark
from mkdocs_briefs.render.addresses import rooted
from mkdocs_briefs.render.dates import format_day, format_edtf
from mkdocs_briefs.render.words import Words, direction


class Linked(Protocol):
    """Anything with words and, if it has a page, a path."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def path(self) -> str:
        """The address relative to the site's root; may be empty."""


class Pieces:
    """The pieces of all pages in one language; each method gives HTML.

    `said` are the words of the interface, `lang` is the language of the page, `tongue` gives the
    attribute that tells the language of the page at a path where it is another one.
    """

    def __init__(self, said: Words, lang: str, ui: Markup, tongue: Callable[[str], str]) -> None:
        self._said, self._lang, self._ui, self.tongue = said, lang, ui, tongue
        other = direction(lang) != direction(said.lang)
        self.sense = Markup(' dir="{}"').format(direction(lang)) if other else Markup()
        """The direction of a date, which is in the language of the page, among words that may
        run the other way."""
        self._comma = escape(said("list_comma"))
        self._permalink = escape(said("permalink_item"))
        self._links: dict[tuple[str, str], Markup] = {}

    def names(self) -> Mapping[str, Any]:
        """What templates call them."""
        return {
            "tongue": self.tongue,
            "link": self.link,
            "link_to": self.link_to,
            "links": self.links,
            "quoted_links": self.quoted_links,
            "day": self.day,
            "when": self.when,
            "sense": self.sense,
            "mono": self.mono,
            "marks": self.marks,
            "perma": self.perma,
            "idents": idents,
        }

    def link(self, it: Linked) -> Markup:
        """A link to a thing of the site, or its words where it has no page."""
        return self.link_to(it.text, it.path)

    def link_to(self, text: str, path: str) -> Markup:
        """A link of these words to this path."""
        key = (text, path)
        if (made := self._links.get(key)) is None:
            made = self._links[key] = self._link(text, path)
        return made

    def _link(self, text: str, path: str) -> Markup:
        if not path:
            return _markup(f"<bdi>{escape(text)}</bdi>")
        href, tongue = escape(rooted(path)), self.tongue(path)
        return _markup(f'<a href="{href}"><bdi{tongue}>{escape(text)}</bdi></a>')

    def links(self, them: Iterable[Linked]) -> Markup:
        """Links in a row."""
        return _markup(self._comma.join(map(self.link, them)))

    def quoted_links(self, them: Iterable[Linked]) -> Markup:
        """Links to titles, each in quotation marks."""
        return _markup(self._comma.join(_markup(f"<q>{self.link(it)}</q>") for it in them))

    def day(self, day: dt.date, style: str = "long") -> Markup:
        """A day of the calendar."""
        words = escape(format_day(day, self._lang, style))
        return _markup(f'<time datetime="{day.isoformat()}"{self.sense}>{words}</time>')

    def when(self, date: Edtf | None, style: str = "long") -> Markup:
        """A date as far as it is known."""
        if date is None:
            return _markup(f"<span{self._ui}>{escape(self._said('undated'))}</span>")
        words = escape(format_edtf(date, self._lang, style="short" if style == "short" else "long"))
        exact = date.iso8601()
        if not exact:
            return _markup(f"<span{self.sense}>{words}</span>")
        return _markup(f'<time datetime="{escape(exact)}"{self.sense}>{words}</time>')

    def mono(self, face: Face, size: str = "") -> Markup:
        """The initials of an actor, for the eye alone."""
        kind = "person" if face.kind == "person" else "other"
        sized = f" b-mono--{size}" if size else ""
        return _markup(
            f'<span class="b-mono b-mono--{kind}{sized}" aria-hidden="true" data-search-exclude>'
            f"{escape(face.initials)}</span>"
        )

    def marks(self, sources: Iterable[SourceMark]) -> Markup:
        """The numbers of the sources of an item."""
        made = "; ".join(map(self._mark, sources))
        return _markup(f'&#8239;<sup class="b-cite">{made}</sup>' if made else "")

    def _mark(self, it: SourceMark) -> str:
        told = escape(self._said("source_mark", number=it.number, title=it.title))
        href, title = escape(rooted(it.path)), escape(it.title)
        return f'<a href="{href}" title="{title}" aria-label="{told}">{it.number}</a>'

    def perma(self, item: Any) -> Markup:
        """The lasting address of an item: on the page of its brief, else here."""
        href = escape(rooted(getattr(item, "path", "") or f"#{item.anchor}"))
        return _markup(
            f'<a class="b-perma b-perma--item" href="{href}" title="{self._permalink}" '
            f'aria-label="{self._permalink}" data-search-exclude>#</a>'
        )


def idents(them: Iterable[Linked]) -> str:
    """The ids of actors or topics, as a script compares them."""
    return " ".join(it.path.split("/")[1] for it in them)


def _markup(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - each value in it is escaped
