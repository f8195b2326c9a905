"""What is said of a page elsewhere: search records, social cards and hover cards.

Kinds of pages make them. A search record is slim: a page repeats much of what others say, and its
record holds only what is its own.
"""

from __future__ import annotations

import datetime as dt
import html as entities
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import plain
from mkdocs_briefs.pages.parts import (
    ActorSummary,
    AdviceView,
    DevelopmentView,
    EventView,
    ImplicationView,
    Text,
)
from mkdocs_briefs.parse.inline import FORMATTING_TAGS
from mkdocs_briefs.settings import Settings

if TYPE_CHECKING:
    from mkdocs_briefs.pages.views import PageView

FACETS = ("kind", "type", "year", "topic", "actor")
"""What results can be narrowed by; every record has a `kind`."""
PAGE = "page"
"""The kind of a page that is none of ours, behind all others."""
ROLE = 100
"""Characters of a role, or of a title in its place, on a hover card."""
_WHOLE = 100_000
"""Characters of a text that are searched."""
_LABEL = 90
"""Characters of a text that stand for it where it has no label."""

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?![a-zA-Z0-9-])"
    r"(?P<attrs>[^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*)>",
    re.DOTALL,
)
_ID = re.compile(r"(?<![\w-])id\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LEFT_OUT = re.compile(
    r"data-search-exclude|class=\"(?:[^\"]*\s)?(?:headerlink|cite|footnote-ref|b-embed)\b"
)
"""Material's mark on what no search should find, the sign behind a heading, notes' numbers, and
lists that a marker puts on a page: the pages that they list are found."""
_SILENT = frozenset(("script", "style", "svg", "math", "template"))
_ENDED = re.compile(r"[.!?…。！？]\s?[”»“]?$")
"""The end of a sentence, also in quotation marks."""
_INLINE = FORMATTING_TAGS | {"a", "code", "kbd", "samp", "var", "wbr", ""}
"""Elements that do not end a word, nor does a comment, which has no name."""
_EMPTY = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"))


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a page. One with a heading is a result of its own, at its anchor."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRecord:
    """A page as a search knows it, in plain text."""

    path: str
    title: str
    kind: str
    rank: int
    """Place of its kind among all."""
    lang: str
    date: Moment | None = None
    facets: Mapping[str, tuple[str, ...]]
    """Values by the facets of `FACETS`."""
    passages: tuple[Passage, ...]

    def written(self) -> dict[str, Any]:
        """Return the record as JSON can hold it; `record_of` reads it."""
        return {
            **{name: getattr(self, name) for name in ("path", "title", "kind", "rank", "lang")},
            "date": self.date.text if self.date else None,
            "facets": {name: list(values) for name, values in self.facets.items()},
            "passages": [[one.anchor, one.heading, one.text] for one in self.passages],
        }

    @property
    def order(self) -> tuple[int, int, str]:
        """Place among all records, and so among equals: by kind, then newest first."""
        return self.rank, -(self.date.order if self.date else 0), self.path


def record_of(kept: Mapping[str, Any]) -> SearchRecord:
    """Return the record that was `written` so.

    Raises KeyError, TypeError or ValueError for anything else.
    """
    return SearchRecord(
        path=str(kept["path"]),
        title=str(kept["title"]),
        kind=str(kept["kind"]),
        rank=int(kept["rank"]),
        lang=str(kept["lang"]),
        date=Moment.of(kept["date"]) if kept["date"] else None,
        facets={str(name): tuple(values) for name, values in kept["facets"].items()},
        passages=tuple(Passage(*map(str, passage)) for passage in kept["passages"]),
    )


class Records:
    """Makes the records of one library's pages.

    `word_of` returns the word for a kind of update in a language; by default it is the kind.
    """

    def __init__(
        self, library: Library, word_of: Callable[[str, str], str] = lambda _, kind: kind
    ) -> None:
        self.word_of = word_of
        actors, topics = library.catalogue.actors, library.catalogue.terms["topics"]
        self.actors = distinct({ident: one.name for ident, one in actors.items()})
        """Id -> the name of an actor, which no other has."""
        names = distinct({ident: one.name for ident, one in topics.items()})
        self.topics = {urls.page_path("topic", ident): name for ident, name in names.items()}
        """Path -> the name of a topic, which no other has."""

    def of(self, view: PageView, body: str) -> SearchRecord | None:
        """Return the record of a page whose Markdown gave the HTML `body`.

        Return None for a listing: others say what it says.
        """
        return view.record(body, self) if view.search_kind else None


def page_record(path: str, title: str, html: str, lang: str) -> SearchRecord:
    """Return the record of any other page of the site, whose content is `html`."""
    return SearchRecord(
        path=path,
        title=title,
        kind=PAGE,
        rank=1_000_000,
        lang=lang,
        facets={"kind": (PAGE,)},
        passages=tuple(p for p in passages_of(html) if p.heading != title or p.text),
    )


def distinct(names: Mapping[str, str]) -> dict[str, str]:
    """Return each id's name, with the id behind it where several have that name."""
    shared = Counter(names.values())
    return {
        ident: name if shared[name] == 1 else f"{name} ({ident})" for ident, name in names.items()
    }


def passages_of(html: str) -> list[Passage]:
    """Return the text of `html`, divided at its headings; the title of a page (h1) begins none."""
    found: list[Passage] = []
    anchor = heading = ident = within = ""
    words: list[str] = []
    title: list[str] = []
    for text, tag, ends, attrs in _shown(html):
        (title if within else words).append(text)
        if tag not in _HEADINGS:
            continue
        if not ends:
            within, ident, title = tag, _id_of(attrs), []
        elif tag == within:
            within = ""
            if tag != "h1" and ident:
                found.append(Passage(anchor, heading, _line(words)))
                anchor, heading, words = ident, _line(title), []
            elif tag != "h1":
                words.append(f"{_line(title)} ")
    found.append(Passage(anchor, heading, _line(words)))
    return [one for one in found if one.heading or one.text]


def _shown(html: str) -> Iterator[tuple[str, str, bool, str]]:
    """Yield text that a search may find, and the tag behind it: name, if it ends, attributes."""
    place, hidden, depth = 0, "", 0
    for token in _TOKEN.finditer(html):
        text = html[place : token.start()]
        place = token.end()
        end, name, attrs = token.groups()
        tag = name.lower() if name else ""
        if hidden:
            depth += 0 if tag != hidden else -1 if end else 1
            hidden = hidden if depth else ""
            continue
        if "&" in text:
            text = entities.unescape(text)
        yield (text if tag in _INLINE else f"{text} "), tag, bool(end), attrs
        if end or tag in _EMPTY:
            continue
        if tag in _SILENT or (attrs and _LEFT_OUT.search(attrs)):
            hidden, depth = tag, 1
    if not hidden:
        yield entities.unescape(html[place:]), "", False, ""


def _id_of(attrs: str) -> str:
    named = _ID.search(attrs)
    return entities.unescape(next(filter(None, named.groups()), "")) if named else ""


def event_passage(it: EventView) -> Passage:
    """Return an event as a part of a page."""
    text = plain_of(it.text)
    return Passage(it.anchor, text, "" if it.place in text else it.place)


def item_passage(it: ImplicationView | DevelopmentView | AdviceView) -> Passage:
    """Return an item as a part of a page."""
    text = plain_of(it.text)
    label = it.label or plain(it.text.source, _LABEL)
    names = [who.text for who in it.audience] if isinstance(it, AdviceView) else []
    if isinstance(it, DevelopmentView) and it.attributed_to:
        names.append(it.attributed_to.text)
    heading = label
    if isinstance(it, DevelopmentView):
        heading = sentence(it.subject, label)
    return Passage(it.anchor, heading, joined(("" if label == text else text, *names)))


def plain_of(text: Text | None) -> str:
    """Return all words of a text, without marks."""
    return plain(text.source, _WHOLE) if text else ""


def sentence(name: str, more: str) -> str:
    """Return a name and what is said of it."""
    return f"{name}: {more}" if name and more else name or more


def joined(texts: Iterable[str]) -> str:
    """Return the texts in one, each ended like a sentence, so that no phrase goes across."""
    return " ".join(text if _ENDED.search(text) else f"{text}." for text in texts if text)


def _line(pieces: Iterable[str]) -> str:
    return " ".join("".join(pieces).split())


# Social cards


@dataclass(frozen=True, slots=True)
class Monogram:
    """An actor as a card shows it."""

    name: str
    initials: str
    person: bool

    @classmethod
    def of(cls, actor: ActorSummary) -> Monogram:
        """Return that of an actor."""
        return cls(actor.name, actor.initials, actor.kind == "person")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardContent:
    """One social card, without words of the interface. All texts are plain."""

    section: str
    """Part of the site that the page belongs to: the folder of its kind, or `site`."""
    id: str
    lang: str
    title: str
    text: str = ""
    """A sentence or two below the title."""
    family: str = ""
    """Family of words that `value` is from: type or registry."""
    value: str = ""
    topics: tuple[str, ...] = ()
    date: dt.date | None = None
    mark: str = ""
    """correction or retraction, when there was one."""
    monograms: tuple[Monogram, ...] = ()
    more: int | None = None
    """Number of actors that are not among `monograms`; None where it is not known."""
    briefs: int | None = None
    """Number of briefs that a topic or storyline has."""


def site_card(settings: Settings) -> CardContent:
    """Return the card of all pages without one of their own."""
    return CardContent(
        section="site",
        id="site",
        lang=settings.language,
        title=settings.site_name,
        text=settings.site_description,
    )


# Hover cards


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest brief in which a subject occurs; `text` is its role there, else its title."""

    text: str
    date: dt.date
    lang: str

    @classmethod
    def of(cls, brief: Brief, language: str, role: str = "") -> Latest:
        """Return it for a brief; `language` is that of the site."""
        fields = brief.fields
        return cls(role or plain(fields.title, ROLE), fields.date, fields.lang or language)


@dataclass(frozen=True, slots=True)
class Mark:
    """The newest change of a brief that sets something right; a retraction outranks the others."""

    kind: str
    date: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class HoverCard:
    """What a small card says of the page at `path`. Every text is plain."""

    path: str
    kind: str
    """A kind of actor (empty where it is not known), or the name of another kind of page."""
    name: str
    text: str = ""
    """Description or summary, cut at a word."""
    lang: str
    """Language of name and text."""
    initials: str = ""
    """Of an actor."""
    aliases: tuple[str, ...] = ()
    briefs: int | None = None
    """How many briefs it is in; None for a brief."""
    latest: Latest | None = None
    date: dt.date | None = None
    """Of a brief."""
    type: str = ""
    """Of a brief: analysis, background or report."""
    topics: tuple[str, ...] = ()
    mark: Mark | None = None
