"""Keys of pages: a page with the key that it had last time is the page that it was last time."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, cast

from mkdocs_briefs.builder.site import Site
from mkdocs_briefs.builder.store import digest_of, digest_of_value
from mkdocs_briefs.library.backlinks import Backlink
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.model.texts import UNSPACED
from mkdocs_briefs.pages.facts import first_paragraph, minutes
from mkdocs_briefs.pages.parts import (
    ActorSummary,
    BriefSummary,
    DevelopmentView,
    EventView,
    ImplicationView,
    Link,
    SmallGraph,
    Text,
)
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.parse.inline import WIKILINK, wikilink_parts
from mkdocs_briefs.render.links import ROOT_MARK
from mkdocs_briefs.render.templates import markers_in


class SharedFacts(NamedTuple):
    """Digests of what is known of one brief. Rows of JSON hold it."""

    source: str
    """Of its file."""
    fields: str
    """Of its fields, and of what pages show of its body without a link."""
    places: str
    """Of the places in its body that speak of other pages."""
    sentences: str
    """Of the sentences around these places, which the other pages quote."""


Known = Mapping[str, SharedFacts]
"""By file."""


def facts_of(brief: Brief, source: str, links: Collection[Backlink], known: Known) -> SharedFacts:
    """Return the facts of a brief.

    `source` is the digest of its file and `links` is what its body speaks of. What is `known` of
    the same file spares work.
    """
    before = known.get(brief.file)
    same = before if before and before.source == source else None
    places = digest_of_value([[*link.target, link.start, link.end, link.phrase] for link in links])
    if same and same.places == places:
        return same
    sentences = digest_of_value([[*link.target, link.phrase, link.sentence] for link in links])
    fields = same.fields if same else _fields(brief)
    return SharedFacts(source, fields, places, sentences)


def edited_alone(
    library: Library, sources: Mapping[str, str], known: Known
) -> frozenset[str] | None:
    """Return the files of the briefs that changed, if no page but their own shows it.

    Return None where another page may show a change. `sources` has the digest of each file. The
    caller knows that the same files are there, and that no registry has changed.
    """
    changed = []
    for brief in library.briefs:
        before = known.get(brief.file)
        if before is None:
            return None
        if before.source != sources[brief.file]:
            if before.fields != _fields(brief):
                return None
            changed.append(brief)
    for brief in changed:
        links = library.links_of([brief])
        facts = facts_of(brief, sources[brief.file], links, {})
        if facts.sentences != known[brief.file].sentences:
            return None
    return frozenset(brief.file for brief in changed)


def _fields(brief: Brief) -> str:
    fields = brief.fields
    stand_in = "" if fields.summary else first_paragraph(brief.body)
    # An event has the id that its author gave, or one that is made.
    given = [("dates", n, "id") in brief.positions.places for n in range(len(fields.dates))]
    rest = (brief.slug, brief.uri, minutes(brief), stand_in, given, brief.page_meta, brief.extra)
    return digest_of(f"{fields.model_dump_json()}\0{rest!r}".encode("utf-8", "surrogatepass"))


_SHARED = frozenset(
    (BriefSummary, DevelopmentView, EventView, ActorSummary, ImplicationView, Link, SmallGraph)
)
"""Parts that many pages show: the digest of each is made once."""
_WIKILINK = re.compile(WIKILINK)
_WORD = re.compile(f"[{UNSPACED}]|[^\\W_{UNSPACED}]+")


class PageKeys:
    """Makes the keys of one build's pages.

    A key covers the view, the Markdown on the page, what the links in both lead to, and the names
    of actors that may occur in the Markdown. What is the same for all pages of a build, such as the
    theme and its navigation, is not in it.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._inline = site.renderer.inline
        self._langs = site.renderer.langs
        self._known: dict[int, tuple[object, str]] = {}
        self._adders: dict[type, Callable[[Any, list[str]], None]] = {}
        self._names: dict[str, list[tuple[str, str]]] | None = None

    def key(self, view: PageView, source: Brief | Entry | None, beside: object) -> str:
        """Return the key of the page of `view` with the Markdown of `source`.

        `beside` is what else decides how the page comes out, as JSON can hold it.
        """
        text = source.body if source else ""
        lines = [self._digest(view), beside]
        if text.strip():
            lines += [text, [*self._links(view, source, text)], [*self._lists(text)]]
        if isinstance(source, Brief):
            lines += [sorted(self._site.loaded.library.listed(source.slug)), [*self._near(text)]]
        return digest_of_value(lines)

    def _links(
        self, view: PageView, source: Brief | Entry | None, text: str
    ) -> Iterator[tuple[str, str] | None]:
        """What the wikilinks of a text lead to; more than there are, where code shows some."""
        brief = source if isinstance(source, Brief) else None
        for found in _WIKILINK.finditer(text):
            if parts := wikilink_parts(found[1]):
                yield self._site.bodies.links.resolve(brief, view.path, *parts[:3])

    def _lists(self, text: str) -> Iterator[str]:
        """What the markers in a text list."""
        for items in markers_in(text, self._site.plan):
            yield self._digest(tuple(items))

    def _near(self, text: str) -> Iterator[tuple[str, str]]:
        """The names of actors that may occur in a text: its words begin like them."""
        if self._names is None:
            self._names = _by_first_word(self._site.loaded.library.spelled["actors"])
        for word in sorted(_words(text) & self._names.keys()):
            yield from self._names[word]

    def _digest(self, value: object) -> str:
        words: list[str] = []
        self._add(value, words)
        return digest_of("\0".join(words).encode("utf-8", "surrogatepass"))

    def _add(self, value: Any, words: list[str]) -> None:
        """Add to `words` what tells this value from every other one."""
        kind = type(value)
        if kind is str:
            words += (str(len(value)), value)
            return
        adder = self._adders.get(kind)
        if adder is None:
            adder = self._adders[kind] = self._adder_of(kind)
        adder(value, words)

    def _adder_of(self, kind: type) -> Callable[[Any, list[str]], None]:
        """Return what adds values of this kind."""
        if kind in _SHARED:
            return self._add_shared
        if kind is Text:
            return self._add_text
        if is_dataclass(kind):
            return _add_date if kind is Edtf else self._add_parts
        if issubclass(kind, (tuple, list)):
            return self._add_all
        if issubclass(kind, Mapping):
            return lambda value, words: self._add_all([*value.items()], words)
        if issubclass(kind, (set, frozenset)):
            return lambda value, words: self._add_all(sorted(map(self._digest, value)), words)
        return _add_repr

    def _add_all(self, values: Sequence[Any], words: list[str]) -> None:
        words.append(f"[{len(values)}")
        for value in values:
            self._add(value, words)

    def _add_text(self, text: Text, words: list[str]) -> None:
        # With what its links lead to.
        links = self._inline.html(text, ROOT_MARK) if "[" in text.source else ""
        self._add_all((text.source, text.brief, links), words)

    def _add_shared(self, value: Any, words: list[str]) -> None:
        known = self._known.get(id(value))
        if known is None:
            own: list[str] = []
            self._add_parts(value, own)
            digest = digest_of("\0".join(own).encode("utf-8", "surrogatepass"))
            # Beside the part itself: an id is its own only as long as it lives.
            known = self._known[id(value)] = value, digest
        words.append(known[1])

    def _add_parts(self, value: Any, words: list[str]) -> None:
        kind = type(value)
        words.append(kind.__name__)
        for part in _values(cast("Hashable", kind))(value):
            if type(part) is str:
                words += (str(len(part)), part)
            else:
                self._add(part, words)
        if self._langs and (path := getattr(value, "path", None)):
            words.append(self._langs.get(path.partition("#")[0], ""))


def _add_date(date: Edtf, words: list[str]) -> None:
    words.append(date.text)


def _add_repr(value: object, words: list[str]) -> None:
    words.append(repr(value))


@cache
def _values(kind: Hashable) -> Any:
    """Return what gives the values of all fields of a dataclass, as a tuple."""
    names = [field.name for field in fields(cast("Any", kind))]
    if len(names) < 2:
        return lambda value: [getattr(value, name) for name in names]
    return attrgetter(*names)


def _by_first_word(spelled: Mapping[str, Iterable[str]]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for ident, names in spelled.items():
        for name in names:
            if first := _WORD.search(unicodedata.normalize("NFC", name)):
                found[first[0]].append((name, ident))
    return dict(found)


def _words(text: str) -> set[str]:
    text = html.unescape(text) if "&" in text else text
    return {*_WORD.findall(unicodedata.normalize("NFC", text))}
