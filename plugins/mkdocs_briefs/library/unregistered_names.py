"""Names in the texts and registries that need an editor: similar, unlisted, unregistered ones."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from mkdocs_briefs.library.catalogue import Actor, fold, ident_of
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.mentions import names_by_themselves
from mkdocs_briefs.library.names import Match
from mkdocs_briefs.library.references import body_places
from mkdocs_briefs.model.brief import UNLINKED_FIELDS, Brief, Kind
from mkdocs_briefs.model.fields import inline_texts
from mkdocs_briefs.model.ids import is_id, name_of_id
from mkdocs_briefs.parse.inline import scan_inline
from mkdocs_briefs.problems import Location

# Similar names

MIN_RATIO = 0.9
"""Share of common characters of similar names (Ratcliff and Obershelp's measure, see `difflib`)."""
MIN_CHARACTERS = 6
"""Shorter names differ by a letter and mean different things: Iran, Iraq; Mali, Malta."""
MAX_GROUP = 20
"""A larger group of names is a pattern (`Brigade 1`, `Brigade 2`) and no mistake."""


def similar(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return pairs of ids whose names are equal or nearly so, in the order of `names` (id -> name).

    Two names are compared when they are equal without case, accents and punctuation, have the same
    words in another order, or differ by one letter. The cost grows with the number of names times
    their length.
    """
    order = {ident: number for number, ident in enumerate(names)}
    plain = {ident: _plain(name) for ident, name in names.items()}
    groups: dict[str, list[str]] = defaultdict(list)
    for ident, text in plain.items():
        for key in _keys(text):
            groups[key].append(ident)
    found: dict[tuple[str, str], None] = {}
    for members in groups.values():
        for pair in combinations(members, 2) if len(members) <= MAX_GROUP else ():
            if pair not in found and is_similar(plain[pair[0]], plain[pair[1]]):
                found[pair] = None
    return sorted(found, key=lambda pair: (order[pair[1]], order[pair[0]]))


def _plain(name: str) -> str:
    """Return `name` without case, accents and punctuation."""
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)
    )
    return " ".join(re.findall(r"[^\W_]+", bare.casefold()))


def _keys(text: str) -> Iterator[str]:
    if not text:
        return
    yield f"words {' '.join(sorted(text.split()))}"
    if len(text) >= MIN_CHARACTERS:
        yield text
        yield from {text[:at] + text[at + 1 :] for at in range(len(text))}


def is_similar(one: str, other: str) -> bool:
    """Return whether two plain texts have the same words, or nearly the same letters."""
    if sorted(one.split()) == sorted(other.split()):
        return True
    # Years and numbers tell names apart that are otherwise equal.
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= MIN_RATIO and matcher.ratio() >= MIN_RATIO


# Actors that a brief mentions and does not list


@dataclass(frozen=True, slots=True)
class Unlisted:
    """The first name of a registered actor in a brief that does not list it."""

    actor: Actor
    brief: Brief
    location: Location
    name: str
    """As the text has it."""
    is_linked: bool
    """Whether it links all the same: it is a full name, or a link that the author wrote."""


def unlisted(library: Library) -> Iterator[Unlisted]:
    """Yield each registered actor whose name stands in a brief that does not list it, once."""
    actors = library.catalogue.actors
    for brief in library.briefs:
        seen = {*library.meant_by[brief.slug]}
        for place, name, idents, is_linked in _named(brief, library):
            if library.meant_by[brief.slug].isdisjoint(idents):
                for ident in idents:
                    if actors[ident].entry and ident not in seen:
                        seen.add(ident)
                        yield Unlisted(actors[ident], brief, place, name, is_linked)


def _named(brief: Brief, library: Library) -> Iterator[tuple[Location, str, tuple[str, ...], bool]]:
    """Yield each place that links to an actor or has a name of one, and whom it could mean."""
    for link in library.links_from[brief.slug]:
        if link.target[0] == "actor":
            in_body = _in_body(brief, link.start, link.end)
            place = brief.at(*link.path) if link.path else in_body
            yield place, link.phrase, (link.target[1],), True
    lang, names = library.lang_of(brief), library.names
    for match in names_by_themselves(brief.prose.text, names, lang):
        yield _in_body(brief, match.start, match.end), match.text, match.ids, False
    for path, source in inline_texts(brief.fields):
        if path[0] not in UNLINKED_FIELDS:
            for match in names_by_themselves(scan_inline(source).text, names, lang):
                yield brief.at(*path), match.text, match.ids, False


def _in_body(brief: Brief, start: int, end: int) -> Location:
    return body_places(brief.file, brief.body, brief.body_line)(start, end)


# Actors that briefs name and no registry has


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor that a brief names, without an entry; its kind if a brief gives it."""

    id: str
    name: str
    kind: Kind | None = None


def actors_without_entry(library: Library) -> list[NamedActor]:
    """Return the actors that briefs name in fields and that no registry has, each once."""
    catalogue = library.catalogue
    found = {
        actor.id: NamedActor(actor.id, actor.name, actor.kind)
        for actor in catalogue.actors.values()
        if not actor.entry
    }
    for brief in library.briefs:
        fields = brief.fields
        refs = [part.name or part.id or "" for part in fields.actors]
        for items in (fields.dates, fields.implications, fields.developments):
            refs += [ref for item in items for ref in item.actors]
        for ref in refs:
            ident = ident_of(ref)
            if not catalogue.actor_index.candidates(ref) and ident not in catalogue.actors:
                name = ref if ref != ident else name_of_id(ident)
                found.setdefault(ident, NamedActor(ident, name))
    return [actor for ident, actor in found.items() if is_id(ident)]


# Names that no registry has

MIN_MENTIONS = 3
"""Mentions of an unknown name from which on it is reported."""

_PARTICLE = (
    r"(?:al|el|bin|ibn|ben|abu|de|del|della|der|di|da|do|dos|du|la|le|van|von|zu|of|for|and|the)"
)
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я]"
_REST = r"\w*(?:['’.-]\w+)*"
# It begins with a plain set of characters, which lets `re` skip the rest of a text quickly.
_NAME = re.compile(
    rf"{_CAPITAL}(?<![\w-].){_REST}"
    rf"(?:[ \n]+(?:{_PARTICLE}[ \n]+){{0,2}}{_CAPITAL}{_REST})*(?![\w-])"
)
_SOLID = re.compile(r"\S+")
_ACRONYM = re.compile(r"[A-Z]{3,8}\Z")
_POSSESSIVE = re.compile(r"['’]s\Z")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FIRST_WORDS = _words(
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
_NO_NAMES = _FIRST_WORDS | _COMMON
_TITLES = _words(
    "president prime minister foreign defence defense finance interior chief general major "
    "lieutenant colonel captain admiral brigadier major-general lieutenant-general secretary "
    "chancellor senator governor mayor king queen prince princess sheikh pope chairman "
    "chairwoman chair director deputy vice mr mrs ms dr sir professor middle east west north "
    "south western eastern northern southern"
)
"""Posts and points of the compass: no name is made of these alone."""


@dataclass(frozen=True, slots=True)
class UnregisteredName:
    """A name that no registry has, its number of mentions and briefs, and its first place."""

    name: str
    count: int
    briefs: int
    brief: Brief
    location: Location


def unregistered_names(
    library: Library, min_mentions: int = MIN_MENTIONS
) -> list[UnregisteredName]:
    """Return the capitalised names in the texts with so many mentions that no registry has.

    A name has two words or more, or is an acronym. The most frequent come first. Texts in German,
    where every noun has a capital, and in scripts without capitals give none.
    """
    spelled: dict[str, str] = {}
    places: dict[str, list[tuple[Brief, int, int]]] = defaultdict(list)
    for brief in sorted(library.briefs, key=lambda b: (b.fields.date, b.slug)):
        if not (brief.fields.lang or library.settings.language).casefold().startswith("de"):
            for start, end, name in _names(brief.prose.text):
                places[fold(name)].append((brief, start, end))
                spelled.setdefault(fold(name), name)

    @cache
    def known_actors(slug: str) -> list[Match]:
        return [*library.names.find(library.catalogue.briefs[slug].prose.text)]

    def is_part_of_actor(brief: Brief, start: int, end: int) -> bool:
        return any(start < actor.end and actor.start < end for actor in known_actors(brief.slug))

    known = _known(library)
    rows = []
    for key, found in places.items():
        if len(found) < min_mentions or key in known or any(library.names.find(spelled[key])):
            continue
        free = [place for place in found if not is_part_of_actor(*place)]
        if len(free) >= min_mentions:
            briefs = len({library.lead(brief.slug) for brief, _, _ in free})
            first, start, end = free[0]
            at = _in_body(first, start, end)
            rows.append(UnregisteredName(spelled[key], len(free), briefs, first, at))
    return sorted(rows, key=lambda row: (-row.count, -row.briefs, row.name))


def _known(library: Library) -> set[str]:
    """Return every name that means something on this site; topics and places are no actors."""
    terms = (term for terms in library.catalogue.terms.values() for term in terms.values())
    names = {fold(name) for term in terms for name in term.names}
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
