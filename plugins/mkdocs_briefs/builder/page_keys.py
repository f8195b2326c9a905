"""Keys of pages: a page is made again only if its key has changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from types import NoneType
from typing import Any, NamedTuple

from mkdocs_briefs.builder.site import Site
from mkdocs_briefs.builder.store import digest_of, digest_of_value
from mkdocs_briefs.library.backlinks import Backlink
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.pages.facts import first_paragraph, minutes
from mkdocs_briefs.pages.parts import (
    ActorSummary,
    AdviceView,
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
    """Digests of what one brief shows. They are kept as JSON."""

    source: str
    """Of its file."""
    fields: str
    """Of its fields, and of what other pages show of its body without a link."""
    places: str
    """Of the places in its body that name other pages."""
    sentences: str
    """Of the sentences around these places, which those pages quote."""


Known = Mapping[str, SharedFacts]
"""By file."""


def facts_of(brief: Brief, source: str, links: Collection[Backlink], known: Known) -> SharedFacts:
    """Return the facts of a brief.

    `source` is the digest of its file and `links` are the pages that its body names. What is
    `known` of the same file is not worked out again.
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
        links = library.links_of(brief)
        facts = facts_of(brief, sources[brief.file], links, {})
        if facts.sentences != known[brief.file].sentences:
            return None
    return frozenset(brief.file for brief in changed)


def _fields(brief: Brief) -> str:
    fields = brief.fields
    stand_in = "" if fields.summary else first_paragraph(brief.body)
    # Events and forecasts have the ids that their author gave, or made ones, which match otherwise.
    has_ids = [
        brief.gives_id(name, n)
        for name, items in (("dates", fields.dates), ("developments", fields.developments))
        for n in range(len(items))
    ]
    rest = (brief.slug, brief.uri, minutes(brief), stand_in, has_ids, brief.page_meta, brief.extra)
    return digest_of(f"{fields.model_dump_json()}\0{rest!r}".encode("utf-8", "surrogatepass"))


_SHARED = frozenset(
    (
        *(AdviceView, DevelopmentView, EventView, ImplicationView),
        *(ActorSummary, BriefSummary, Link, SmallGraph),
    )
)
"""Parts that many pages show: the digest of each is made once."""
_PLAIN = frozenset((int, bool, float, NoneType, dt.date))
_WIKILINK = re.compile(WIKILINK)


class PageKeys:
    """Makes the keys of one build's pages.

    A key covers the view, the Markdown on the page, what the links in both lead to, and the actors
    that the Markdown mentions. What is the same for all pages of a build, such as the
    theme and its navigation, is not in it.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._inline = site.renderer.inline
        self._langs = site.renderer.langs
        self._known: dict[int, tuple[object, str]] = {}

    def key(self, view: PageView, source: Brief | Entry | None, beside: object) -> str:
        """Return the key of the page of `view` with the Markdown of `source`.

        `beside` is what else decides how the page comes out, as JSON can hold it.
        """
        text = source.body if source else ""
        lines = [self._digest(view), beside]
        if text.strip():
            lines += [text, [*self._links(view, source, text)], [*self._lists(text, view.lang)]]
        links = self._site.bodies.links_on(view.path, source)
        if links.mentions:
            lines += [links.first, [*links.mentions(text)]]
        return digest_of_value(lines)

    def _links(
        self, view: PageView, source: Brief | Entry | None, text: str
    ) -> Iterator[tuple[str, str] | None]:
        """Yield what the wikilinks of a text lead to, those in code too."""
        brief = source if isinstance(source, Brief) else None
        for found in _WIKILINK.finditer(text):
            if parts := wikilink_parts(found[1]):
                yield self._site.bodies.links.resolve(brief, view.path, *parts[:3])

    def _lists(self, text: str, lang: str) -> Iterator[str]:
        """Yield a digest of what each marker in a text lists."""
        for items in markers_in(text, self._site.plan, lang):
            yield self._digest(tuple(items))

    def _digest(self, value: object) -> str:
        words: list[str] = []
        self._add(value, words)
        return digest_of("\0".join(words).encode("utf-8", "surrogatepass"))

    def _add(self, value: Any, words: list[str]) -> None:
        """Add text to `words` that differs for different values."""
        kind = type(value)
        if kind is str:
            words += (str(len(value)), value)
        elif kind in _PLAIN:
            words.append(repr(value))
        elif kind in _SHARED:
            self._add_shared(value, words)
        elif kind is tuple or kind is list:
            self._add_all(value, words)
        elif kind is Text:
            self._add_text(value, words)
        elif kind is Edtf or kind is Moment:
            words.append(value.text)
        elif _FIELD_NAMES[kind]:
            self._add_fields(value, words)
        elif isinstance(value, (tuple, list)):
            self._add_all(value, words)
        elif isinstance(value, Mapping):
            self._add_all([*value.items()], words)
        elif isinstance(value, (set, frozenset)):
            self._add_all(sorted(map(self._digest, value)), words)
        else:
            words.append(repr(value))

    def _add_all(self, values: Sequence[Any], words: list[str]) -> None:
        words.append(f"[{len(values)}")
        for value in values:
            self._add(value, words)

    def _add_text(self, text: Text, words: list[str]) -> None:
        # With what its links lead to.
        links = self._inline.html(text, ROOT_MARK) if "[" in text.source else ""
        self._add_all((text.source, text.brief, links, text.mentions), words)

    def _add_shared(self, value: Any, words: list[str]) -> None:
        known = self._known.get(id(value))
        if known is None:
            own: list[str] = []
            self._add_fields(value, own)
            digest = digest_of("\0".join(own).encode("utf-8", "surrogatepass"))
            # Beside the part itself: an id is its own only as long as it lives.
            known = self._known[id(value)] = value, digest
        words.append(known[1])

    def _add_fields(self, value: Any, words: list[str]) -> None:
        kind = type(value)
        words.append(kind.__name__)
        for name in _FIELD_NAMES[kind]:
            inner = getattr(value, name)
            # Most fields are texts or empty.
            if type(inner) is str:
                words += (str(len(inner)), inner)
            elif inner is None:
                words.append("None")
            else:
                self._add(inner, words)
        if self._langs and (path := getattr(value, "path", None)):
            words.append(self._langs.get(path.partition("#")[0], ""))


class _FieldNames(dict[type, tuple[str, ...]]):
    """The fields of dataclasses, and nothing of other classes."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        names = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
        self[kind] = names
        return names


_FIELD_NAMES = _FieldNames()
