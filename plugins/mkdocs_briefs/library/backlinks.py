"""Briefs that belong together: what they mention, with the sentence, and what to read next."""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_briefs.library.catalogue import Catalogue, Target
from mkdocs_briefs.library.mentions import Mention, find_mentions
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.model.brief import UNLINKED_FIELDS, Brief, Path, Prose
from mkdocs_briefs.model.fields import inline_texts
from mkdocs_briefs.parse.body import sentence_at
from mkdocs_briefs.parse.inline import MARKUP, scan_inline


@dataclass(frozen=True, slots=True)
class Backlink:
    """A place in a text of `brief`, from character `start` to `end`, that mentions `target`."""

    target: Target
    brief: Brief
    start: int
    end: int
    phrase: str
    path: Path = ()
    """Where the text stands in the front matter; empty for the body."""
    text: str = ""
    """The text, unless it is the body."""

    @property
    def sentence(self) -> str:
        """Return the sentence of the place."""
        if self.path:
            return sentence_at(self.text, self.start, self.end, field=True)
        return sentence_at(self.brief.body, self.start, self.end)


WrittenLink = tuple[int, int, Target, str]
"""Where a text links to a page, from one offset to another, that page, and the words."""


@dataclass(frozen=True, slots=True)
class FieldText:
    """A text of the front matter that mentions something."""

    path: Path
    source: str
    names: tuple[Mention, ...]
    """Names of actors."""
    links: tuple[WrittenLink, ...] = ()
    """What its author linked."""


Named = Mapping[str, FieldText]
"""By their source, the texts in the fields of a brief that mention something."""


def mentions_in_fields(
    brief: Brief, names: Names, catalogue: Catalogue, meant: frozenset[str], lang: str
) -> Named:
    """Return what the fields of `brief` mention; `meant` are the actors of which it tells."""
    found: dict[str, FieldText] = {}
    for path, source in inline_texts(brief.fields):
        if path[0] in UNLINKED_FIELDS or source in found:
            continue
        text, links = source, tuple[WrittenLink, ...]()
        if MARKUP.search(source):
            prose = scan_inline(source)
            text, links = prose.text, tuple(_written_links(brief, prose, catalogue, meant))
        mentions = tuple(find_mentions(text, names, meant, lang))
        if mentions or links:
            found[source] = FieldText(path, source, mentions, links)
    for number, figure in enumerate(brief.fields.figures):
        source = figure.attributed_to
        if source in found or catalogue.actor_index.find(source, meant):
            continue
        if mentions := tuple(find_mentions(source, names, meant, lang)):
            path = ("figures", number, "attributed_to")
            found[source] = FieldText(path, source, mentions)
    return found


def find_backlinks(
    brief: Brief,
    names: Names,
    catalogue: Catalogue,
    meant: frozenset[str],
    in_fields: Named,
    lang: str,
) -> Iterator[Backlink]:
    """Yield the first mention of each other page in `brief`: in its body, else in its fields.

    Mentions are wikilinks, relative Markdown links, and names of actors.
    """
    text = brief.prose.text
    seen: set[Target] = {("brief", brief.slug)}
    mentions = find_mentions(text, names, meant, lang)
    places = [*_written_links(brief, brief.prose, catalogue, meant), *_as_links(mentions, text)]
    for start, end, target, phrase in sorted(places):
        if target not in seen:
            seen.add(target)
            yield Backlink(target, brief, start, end, " ".join(phrase.split()))
    for field in in_fields.values():
        source = field.source
        for start, end, target, phrase in sorted((*field.links, *_as_links(field.names, source))):
            if target not in seen:
                seen.add(target)
                words = " ".join(phrase.split())
                yield Backlink(target, brief, start, end, words, field.path, source)


def _written_links(
    brief: Brief, prose: Prose, catalogue: Catalogue, meant: frozenset[str]
) -> Iterator[WrittenLink]:
    for wiki in prose.wikilinks:
        if target := catalogue.resolve(wiki.kind, wiki.target, meant):
            yield wiki.start, wiki.end, target, wiki.label or wiki.target
    for link in prose.links:
        if target := catalogue.page_at(brief, link.path):
            yield link.start, link.end, target, link.label


def _as_links(mentions: Iterable[Mention], text: str) -> Iterator[WrittenLink]:
    for start, end, ident in mentions:
        yield start, end, ("actor", ident), text[start:end]


Key = tuple[str, str]
"""What two briefs can share: (actors, topics, storylines or events, id), or (links, both slugs)."""
WEIGHTS = {"storylines": 3.0, "events": 2.5, "links": 2.0, "actors": 1.0, "topics": 1.0}
MAX_NEIGHBOURS = 40
"""Briefs on each side in time that are compared for each shared key. It bounds the cost of a brief:
an actor in ten thousand briefs is no reason to compare ten thousand briefs."""
MAX_RELATED = 4
"""Related briefs of a brief, unless its author declares more."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another brief, how closely it is related, and what both share."""

    brief: Brief
    score: float
    shared: tuple[Key, ...]
    declared: str = ""
    """The relation that the author wrote, or `decides` or `decided`, or empty."""


def rank_related(
    briefs: Sequence[Brief],
    keys: Mapping[str, Iterable[Key]],
    declared: Mapping[str, Mapping[str, str]],
) -> dict[str, tuple[Related, ...]]:
    """Return the briefs to read next for each slug: the declared ones first, then the closest.

    `briefs` come newest first, `keys` are what each is about, `declared` is slug -> slug ->
    relation.
    """
    order = {brief.slug: number for number, brief in enumerate(briefs)}
    holders: dict[Key, list[int]] = defaultdict(list)
    for number, brief in enumerate(briefs):
        for key in keys[brief.slug]:
            holders[key].append(number)
    weights = {
        key: WEIGHTS[key[0]] * math.log(1 + len(briefs) / len(numbers))
        for key, numbers in holders.items()
    }
    result = {}
    for own, brief in enumerate(briefs):
        windows = []
        scores: dict[int, float] = defaultdict(float)
        for key in keys[brief.slug]:
            place = bisect_left(holders[key], own)
            window = holders[key][max(0, place - MAX_NEIGHBOURS) : place + MAX_NEIGHBOURS + 1]
            windows.append((key, window))
            for other in window:
                scores[other] += weights[key]
        relations = declared.get(brief.slug, {})
        named = {order[s]: relation for s, relation in relations.items() if s in order}
        others = {*scores, *named} - {own}
        # Of those with equal scores the newest comes first, which has the lowest number.
        rows = ((n not in named, -round(scores[n], 6), n) for n in others)
        result[brief.slug] = tuple(
            Related(
                briefs[n],
                round(scores[n], 6),
                tuple(key for key, window in windows if n in window),
                named.get(n, ""),
            )
            for _, _, n in heapq.nsmallest(max(MAX_RELATED, len(named)), rows)
        )
    return result
