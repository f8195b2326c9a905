"""Who is in the texts and not where they should be: unlisted actors, and names nobody knows."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mkdocs_briefs.library.catalogue import Actor, fold
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.names import resolve_ids
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.parse.body import line_column
from mkdocs_briefs.problems import Location

ALIKE = 0.9
"""From this share of common characters on (Ratcliff and Obershelp's measure, as in difflib)."""
SHORTEST = 6
"""Shorter names differ by a letter and mean different things: Iran, Iraq; Mali, Malta."""
CROWD = 20
"""A block with more names than this shows a pattern (`Brigade 1`, `Brigade 2`), not a slip."""


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two ids whose names look alike, in the order of the registry."""

    first: str
    second: str
    first_name: str
    second_name: str


def similar(names: Mapping[str, str]) -> list[Pair]:
    """Pairs of ids whose names are equal or nearly so, in the order of `names` (id -> name).

    Two names are compared when they are equal without case, accents and punctuation, hold the same
    words in another order, or are equal but for one letter. The cost grows with the number of
    names times their length.
    """
    order = {ident: number for number, ident in enumerate(names)}
    plain = {ident: _plain(name) for ident, name in names.items()}
    blocks: dict[str, list[str]] = defaultdict(list)
    for ident, text in plain.items():
        for key in _keys(text):
            blocks[key].append(ident)
    found: dict[tuple[str, str], None] = {}
    for members in blocks.values():
        if 1 < len(members) <= CROWD:
            for place, one in enumerate(members):
                for other in members[place + 1 :]:
                    if (one, other) not in found and _alike(plain[one], plain[other]):
                        found[one, other] = None
    pairs = sorted(found, key=lambda pair: (order[pair[1]], order[pair[0]]))
    return [Pair(one, other, names[one], names[other]) for one, other in pairs]


def _plain(name: str) -> str:
    """`name` without case, accents and punctuation."""
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)
    )
    return " ".join(re.findall(r"[^\W_]+", bare.casefold()))


def _keys(text: str) -> Iterator[str]:
    if not text:
        return
    yield f"words {' '.join(sorted(text.split()))}"
    if len(text) >= SHORTEST:
        yield text
        yield from {text[:at] + text[at + 1 :] for at in range(len(text))}


def _alike(one: str, other: str) -> bool:
    if sorted(one.split()) == sorted(other.split()):
        return True
    # Years and numbers tell names apart that are otherwise equal.
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


OFTEN = 3
"""From this many mentions on, an unknown name is worth asking about."""

_PARTICLE = (
    r"(?:al|el|bin|ibn|ben|abu|de|del|della|der|di|da|do|dos|du|la|le|van|von|zu|of|for|and|the)"
)
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я]"
_REST = r"\w*(?:['’.-]\w+)*"
# It begins with a plain set of characters, which lets `re` run over the rest.
_NAME = re.compile(
    rf"{_CAPITAL}(?<![\w-].){_REST}"
    rf"(?:[ \n]+(?:{_PARTICLE}[ \n]+){{0,2}}{_CAPITAL}{_REST})*(?![\w-])"
)
_SOLID = re.compile(r"\S+")
_ACRONYM = re.compile(r"[A-Z]{3,8}\Z")
_POSSESSIVE = re.compile(r"['’]s\Z")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OPENERS = _words(
    "a according after against all also although an and another any as at because before both "
    "but by despite during each either even every few first for former from he her here his "
    "how however if in instead into it its last later many may meanwhile more most my new "
    "next no none not nothing now of officials on once one only or other others our out over "
    "people several she since so some still such than that the their them then there these "
    "they this those though three through to today two under until us was we what when where "
    "whether which while who whose why will with within without yesterday yet you your"
)
"""Words that begin sentences with a capital and belong to no name."""
_COMMON = _words(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter"
)
_NO_NAMES = _OPENERS | _COMMON
_TITLES = _words(
    "president prime minister foreign defence defense finance interior chief general major "
    "lieutenant colonel captain admiral brigadier major-general lieutenant-general secretary "
    "chancellor senator governor mayor king queen prince princess sheikh pope chairman "
    "chairwoman chair director deputy vice mr mrs ms dr sir professor middle east west north "
    "south western eastern northern southern"
)
"""Posts and points of the compass: no name is made of these alone."""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """The first mention of a registered actor in a brief that does not list them."""

    actor: Actor
    brief: Brief
    location: Location


@dataclass(frozen=True, slots=True)
class UnregisteredName:
    """A name that no registry knows: how often it stands in how many briefs, and where first."""

    name: str
    count: int
    briefs: int
    brief: Brief
    location: Location


def unlisted(library: Library) -> Iterator[Unlisted]:
    """Registered actors of whom a brief's text speaks without listing them, each once a brief."""
    actors = library.catalogue.actors
    wanted: dict[str, set[str]] = defaultdict(set)
    for (kind, ident), links in library.backlinks.items():
        if kind == "actor" and actors[ident].entry:
            for link in links:
                if ident not in library.listed(link.brief.slug):
                    wanted[link.brief.slug].add(ident)
    for brief in library.briefs:
        if idents := wanted.get(brief.slug):
            yield from _first_mentions(library, brief, idents)


def _first_mentions(library: Library, brief: Brief, idents: set[str]) -> Iterator[Unlisted]:
    listed, catalogue = library.listed(brief.slug), library.catalogue
    places = [
        (match.start, match.end, resolve_ids(match, listed))
        for match in library.names.find(brief.prose.text)
    ]
    for wiki in brief.prose.wikilinks:
        kind, ident = catalogue.resolve(wiki.kind, wiki.target, listed) or ("", "")
        places.append((wiki.start, wiki.end, ident if kind == "actor" else None))
    told: set[str] = set()
    for start, end, found in sorted(places, key=lambda place: place[:2]):
        if found is not None and found in idents and found not in told:
            told.add(found)
            actor = catalogue.actors[found]
            yield Unlisted(actor, brief, in_body(brief, start, end))


@dataclass(slots=True)
class _Tally:
    name: str
    places: list[tuple[Brief, int, int]] = field(default_factory=list)


def unregistered_names(library: Library, often: int = OFTEN) -> list[UnregisteredName]:
    """Capitalised names in the texts that stand at least `often` times and that nobody knows.

    A name has two words or more, or is an acronym. The most frequent come first. Texts in German,
    where every noun has a capital, and in scripts without capitals give none.
    """
    found: dict[str, _Tally] = {}
    for brief in sorted(library.briefs, key=lambda b: (b.fields.date, b.slug)):
        if not (brief.fields.lang or library.settings.language).casefold().startswith("de"):
            for start, end, name in _names(brief.prose.text):
                tally = found.setdefault(fold(name), _Tally(name))
                tally.places.append((brief, start, end))
    known = _known(library)
    frequent = [
        tally
        for folded, tally in found.items()
        if len(tally.places) >= often
        and folded not in known
        and not _has_actor(library, tally.name)
    ]
    rows = []
    taken: dict[str, list[tuple[int, int]]] = {}
    for tally in frequent:
        places = [place for place in tally.places if not _inside(library, *place, taken)]
        if len(places) >= often:
            brief, start, end = places[0]
            slugs = {place[0].slug for place in places}
            where = in_body(brief, start, end)
            rows.append(UnregisteredName(tally.name, len(places), len(slugs), brief, where))
    return sorted(rows, key=lambda row: (-row.count, -row.briefs, row.name))


def _has_actor(library: Library, name: str) -> bool:
    return any(True for _ in library.names.find(name))


def _inside(
    library: Library, brief: Brief, start: int, end: int, taken: dict[str, list[tuple[int, int]]]
) -> bool:
    """Whether the characters `start` to `end` belong to the longer name of a known actor."""
    if brief.slug not in taken:
        taken[brief.slug] = [(m.start, m.end) for m in library.names.find(brief.prose.text)]
    return any(start < last and first < end for first, last in taken[brief.slug])


def _known(library: Library) -> set[str]:
    """Every name that means something on this site: topics and storylines are no actors."""
    names: set[str] = set()
    for terms in library.catalogue.terms.values():
        for term in terms.values():
            names |= {fold(name) for name in (term.name, *term.fields.aliases)}
    for brief in library.briefs:
        names |= {fold(part.name) for part in brief.fields.actors if part.name}
        names |= {fold(item.place) for item in brief.fields.dates if item.place}
    return names


def _names(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _NAME.finditer(text):
        words = [(m.start(), m[0]) for m in _SOLID.finditer(text, *match.span())]
        while words and words[0][1].casefold() in _NO_NAMES:
            words.pop(0)
        if not words:
            continue
        start = words[0][0]
        name = _POSSESSIVE.sub("", " ".join(word for _, word in words))
        bare = [word.casefold() for word in name.split()]
        if len(bare) == 1 and not _ACRONYM.match(name):
            continue
        if any(word in _COMMON for word in bare) or all(word in _TITLES for word in bare):
            continue
        yield start, match.end(), name


def in_body(brief: Brief, start: int, end: int) -> Location:
    """Where the characters `start` to `end` of the brief's body stand in its file."""
    line, column = line_column(brief.body, start)
    stop = brief.body.find("\n", start, end)
    return Location(
        brief.file, brief.body_line + line - 1, column, max(1, (stop if stop > 0 else end) - start)
    )
