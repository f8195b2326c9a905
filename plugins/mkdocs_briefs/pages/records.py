"""What a search finds: one slim record for each brief, dossier, topic, storyline and other page.

A page repeats much of what others say; its record holds only what is its own.
"""

from __future__ import annotations

import datetime as dt
import html as entities
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.kinds import KIND_OF, PAGES_OF
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import plain
from mkdocs_briefs.pages.parts import (
    AdviceView,
    DevelopmentView,
    EventView,
    ImplicationView,
    Text,
)
from mkdocs_briefs.pages.views import ActorView, BriefView, PageView, TermView
from mkdocs_briefs.parse.marks import FORMATTING_TAGS

FACETS = ("kind", "type", "year", "topic", "actor")
"""What results can be narrowed by."""
KINDS = (*PAGES_OF, "page")
"""Kinds of pages, the facet of which every record has one."""
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
    lang: str
    date: dt.date | None = None
    facets: Mapping[str, tuple[str, ...]]
    """Values by the facets of `FACETS`."""
    passages: tuple[Passage, ...]

    def written(self) -> dict[str, Any]:
        """The record as JSON can hold it; `record_of` reads it."""
        return {
            **{name: getattr(self, name) for name in ("path", "title", "kind", "lang")},
            "date": self.date.isoformat() if self.date else None,
            "facets": {name: list(values) for name, values in self.facets.items()},
            "passages": [[one.anchor, one.heading, one.text] for one in self.passages],
        }

    @property
    def order(self) -> tuple[int, int, str]:
        """Place among all records, and so among equals: by kind, then newest first."""
        return KINDS.index(self.kind), -(self.date.toordinal() if self.date else 0), self.path


def record_of(kept: Mapping[str, Any]) -> SearchRecord:
    """The record that was `written` so. Raises KeyError, TypeError or ValueError for another."""
    return SearchRecord(
        path=str(kept["path"]),
        title=str(kept["title"]),
        kind=str(kept["kind"]),
        lang=str(kept["lang"]),
        date=dt.date.fromisoformat(kept["date"]) if kept["date"] else None,
        facets={str(name): tuple(values) for name, values in kept["facets"].items()},
        passages=tuple(Passage(*map(str, passage)) for passage in kept["passages"]),
    )


class Records:
    """Makes records of the views of one library."""

    def __init__(self, library: Library) -> None:
        actors, topics = library.catalogue.actors, library.catalogue.terms["topics"]
        self._actors = distinct({ident: one.name for ident, one in actors.items()})
        names = distinct({ident: one.name for ident, one in topics.items()})
        self._topics = {urls.page_path("topic", ident): name for ident, name in names.items()}

    def of(self, view: PageView, body: str) -> SearchRecord | None:
        """The record of a page whose Markdown gave the HTML `body`.

        None for a listing, and for the further pages of a dossier: what they say, others say.
        """
        if view.pager is not None and view.pager.number > 1:
            return None
        if isinstance(view, BriefView):
            return self._brief(view, body)
        if isinstance(view, ActorView):
            return self._actor(view, body)
        if isinstance(view, TermView):
            return self._term(view, body)
        return None

    def _brief(self, view: BriefView, body: str) -> SearchRecord:
        card = view.card
        lead = (view.summary, view.why_it_matters, *view.key_points)
        roles = (_sentence(face.name, _plain(face.role)) for face in view.actors)
        figures = (f"{it.label}: {it.value} {it.unit}".strip() for it in view.figures)
        loose = (*view.unknowns, *view.alternatives, *(row.text for row in view.updates))
        return SearchRecord(
            path=view.path,
            title=view.title,
            kind="brief",
            lang=view.lang,
            date=card.date,
            facets={
                "kind": ("brief",),
                "type": (card.type,),
                "year": (str(card.date.year),),
                "topic": tuple(self._topics.get(it.path, it.text) for it in card.topics),
                "actor": tuple(self._actors.get(face.id, face.name) for face in view.actors),
            },
            passages=(
                Passage("", "", _joined((*map(_plain, lead), *roles, *figures))),
                Passage("", "", _joined(map(_plain, loose))),
                *passages_of(body),
                *map(_event, view.events),
                *map(_item, view.implications),
                *map(_item, view.developments),
                *map(_item, view.advice),
            ),
        )

    def _actor(self, view: ActorView, body: str) -> SearchRecord:
        held = (_sentence(it.label, it.other.text if it.other else "") for it in view.positions)
        lead = (_plain(view.description_text), *view.aliases, *held)
        name = self._actors.get(view.face.id, view.title)
        return SearchRecord(
            path=view.path,
            title=view.title,
            kind="actor",
            lang=view.lang,
            facets={"kind": ("actor",), "actor": (name,)},
            passages=(Passage("", "", _joined(lead)), *passages_of(body)),
        )

    def _term(self, view: TermView, body: str) -> SearchRecord:
        kind = KIND_OF[view.registry]
        name = self._topics.get(view.path)
        return SearchRecord(
            path=view.path,
            title=view.title,
            kind=kind,
            lang=view.lang,
            facets={"kind": (kind,), **({"topic": (name,)} if name else {})},
            passages=(Passage("", "", _plain(view.description_text)), *passages_of(body)),
        )


def page_record(path: str, title: str, html: str, lang: str) -> SearchRecord:
    """The record of any other page of the site, whose content is `html`."""
    return SearchRecord(
        path=path,
        title=title,
        kind="page",
        lang=lang,
        facets={"kind": ("page",)},
        passages=tuple(p for p in passages_of(html) if p.heading != title or p.text),
    )


def distinct(names: Mapping[str, str]) -> dict[str, str]:
    """Each id's name, with the id behind it where several have that name."""
    shared = Counter(names.values())
    return {
        ident: name if shared[name] == 1 else f"{name} ({ident})" for ident, name in names.items()
    }


def passages_of(html: str) -> list[Passage]:
    """The text of `html`, divided at its headings; the title of a page (h1) begins none."""
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
    """What a search may find: text, and of the tag behind it the name, if it ends, attributes."""
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


def _event(it: EventView) -> Passage:
    text = _plain(it.text)
    return Passage(it.anchor, text, "" if it.place in text else it.place)


def _item(it: ImplicationView | DevelopmentView | AdviceView) -> Passage:
    text = _plain(it.text)
    label = it.label or plain(it.text.source, _LABEL)
    return Passage(it.anchor, label, "" if label == text else text)


def _plain(text: Text | None) -> str:
    return plain(text.source, _WHOLE) if text else ""


def _sentence(name: str, more: str) -> str:
    return f"{name}: {more}" if name and more else name or more


def _joined(texts: Iterable[str]) -> str:
    """Texts one after the other, each ended like a sentence, so that no phrase goes across."""
    ended = (text if text[-1] in ".!?…。！？" else f"{text}." for text in texts if text)
    return " ".join(ended)


def _line(pieces: Iterable[str]) -> str:
    return " ".join("".join(pieces).split())
