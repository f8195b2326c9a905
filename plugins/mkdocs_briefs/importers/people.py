"""Who a text speaks of: actors the site knows, and names that look like actors it does not know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from babel import Locale
from babel.core import get_global

from mkdocs_briefs.importers.dates import dateline_of
from mkdocs_briefs.importers.draft import Row, quoted
from mkdocs_briefs.importers.headings import ENGLISH
from mkdocs_briefs.importers.texts import excerpt, sentences
from mkdocs_briefs.library.names import Names

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[.'’‑-](?=[^\W_]))*\.?")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_CONTRACTED = re.compile(r"['’](?:m|re|ve|ll|d|t)\Z", re.IGNORECASE)
_FILE = re.compile(r"\.[a-z][a-z0-9]{1,4}\Z")
_ADDRESS = re.compile(r"(?<!\S)[^\s@/]*[@/]\S*|www\.\S+")
_MAX_NEW_ACTORS = 20
_GERMAN = frozenset(["der", "die", "das", "den", "dem", "ein", "und", "ist", "für", "Die", "Der"])
_ENGLISH = frozenset(["the", "of", "and", "to", "is", "for", "with", "The"])
_SHORT_STATES = {
    "US": "United States",
    "U.S.": "United States",
    "UK": "United Kingdom",
    "U.K.": "United Kingdom",
    "UAE": "United Arab Emirates",
}


@dataclass(slots=True)
class _Candidate:
    name: str
    titled: bool
    count: int
    sentence: str
    placed: int = 0
    """How often it stands behind a word such as “in”, as places do."""


def _unknown(texts: Iterable[str], names: Names) -> list[tuple[str, str, str]]:
    """Return name, kind and sentence of those who may be actors and are not in `names`."""
    candidates: dict[str, _Candidate] = {}
    for text in texts:
        lead = dateline_of(text)
        blanked = list(_ADDRESS.sub(lambda found: "," * len(found[0]), text))
        if lead:
            blanked[: lead.end] = " " * lead.end
        for match in names.find(text):
            blanked[match.start : match.end] = "," * (match.end - match.start)
        for source, sentence in _cut(text, "".join(blanked)):
            for name, titled in _names(sentence):
                made = candidates.setdefault(name, _Candidate(name, titled, 0, source))
                made.count += 1
                place = rf"\b(?:in|on|at|to|from|near|across|into) {re.escape(name)}"
                made.placed += bool(re.search(place, sentence))
                made.titled |= titled
    return _likely(candidates.values())


def _capitals_mean_nouns(texts: Iterable[str]) -> bool:
    """Return whether the texts are German, where every noun looks like a name."""
    words = [word for text in texts for word in text.split()]
    german = sum(word in _GERMAN for word in words)
    return german > 2 and german > 2 * sum(word in _ENGLISH for word in words)


def _cut(text: str, blanked: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of `text`, each with what is in its place in `blanked`."""
    at = 0
    for sentence in sentences(text):
        start = text.index(sentence, at)
        at = start + len(sentence)
        yield sentence, blanked[start:at]


def _names(sentence: str) -> Iterator[tuple[str, bool]]:
    """Yield runs of capitalised words without what begins a sentence, titles taken off."""
    if sentence.isupper():
        return
    letters = [word for word in _WORD.findall(sentence) if len(word) > 3]
    if len(letters) > 3 and sum(word[0].islower() for word in letters) <= len(letters) * 0.1:
        return  # a headline in capitals says nothing about names
    run: list[str] = []
    end = -1
    first = True
    for match in _WORD.finditer(sentence):
        word = match[0]
        owner = _POSSESSIVE.search(word)
        plain = word[: owner.start()] if owner else word
        if (
            plain.endswith(".")
            and plain not in ENGLISH["titles"]
            and not re.fullmatch(r"(?:[^\W\d_]\.)+", plain)
        ):
            plain = plain[:-1]
        joined = bool(run) and sentence[end : match.start()] == " "
        if not joined:
            yield from _finished(run)
            run = []
        if _CONTRACTED.search(plain) or _FILE.search(plain):
            yield from _finished(run)
            run = []
        elif plain[:1].isupper():
            if not (first and plain in ENGLISH["starters"]):
                run.append(("\0" if first else "") + plain)
        elif not (run and plain in ENGLISH["inner"]):
            yield from _finished(run)
            run = []
        else:
            run.append(plain)
        end = match.start() + len(plain)
        first = False
    yield from _finished(run)


def _finished(run: list[str]) -> Iterator[tuple[str, bool]]:
    while run and run[-1] in ENGLISH["inner"]:
        run = run[:-1]
    starts = bool(run) and run[0].startswith("\0")
    words = [word.removeprefix("\0") for word in run]
    titled = False
    spots = [at for at, word in enumerate(words) if word in ENGLISH["titles"]]
    if spots and not any(word in ENGLISH["organizations"] for word in words):
        last = spots[-1]
        if words[last] not in ENGLISH["before_title"] and words[last + 1 : last + 2] != ["of"]:
            words, titled, starts = words[last + 1 :], True, False
    if words and words[0] in ENGLISH["starters"]:
        words = words[1:]
    if (
        not words
        or any(word in ENGLISH["no_names"] for word in words)
        or all(word in ENGLISH["titles"] for word in words)
    ):
        return
    if _is_place(words):
        return
    sure = len(words[0]) > 2 and words[0].isupper()
    if starts and len(words) == 1 and not sure and words[0] not in _states():
        return
    yield " ".join(words), titled


def _is_place(words: list[str]) -> bool:
    """Return whether a name is that of a place, which acts in no brief."""
    if any(word in ENGLISH["organizations"] for word in words):
        return False
    name = " ".join(words)
    city = name.casefold() in _cities() and name not in _states()
    return city or (len(words) > 1 and not ENGLISH["places"].isdisjoint({words[0], words[-1]}))


@cache
def _cities() -> frozenset[str]:
    """Return the cities that name time zones, in small letters."""
    zones = get_global("zone_territories")
    return frozenset(zone.rpartition("/")[2].replace("_", " ").casefold() for zone in zones)


@cache
def _states() -> frozenset[str]:
    territories = Locale("en").territories
    return (
        frozenset(name for code, name in territories.items() if len(code) == 2)
        | _SHORT_STATES.keys()
    )


def kind_of(name: str, *, titled: bool) -> str:
    """Return what the actor `name` probably is."""
    words = name.split()
    if name in _states():
        return "state"
    if titled:
        return "person"
    if any(word in ENGLISH["organizations"] for word in words) or name.isupper() or "of" in words:
        return "organization"
    return "person" if 2 <= len(words) <= 4 else "organization"


def _likely(candidates: Iterable[_Candidate]) -> list[tuple[str, str, str]]:
    made = [*candidates]
    longer = {word for one in made if " " in one.name for word in one.name.split()}
    out = []
    for one in made:
        kind = kind_of(one.name, titled=one.titled)
        single = " " not in one.name
        if single and (one.name in longer or len(one.name) < 2):
            continue
        acronym = one.name.isupper() and len(one.name) > 2
        if single and not (
            one.titled
            or acronym
            or kind == "state"
            or (one.count > 1 and not one.placed and not _adjective(one.name))
        ):
            continue
        out.append((one.name, kind, one.sentence))
    return out[:_MAX_NEW_ACTORS]


def _adjective(name: str) -> bool:
    return name.endswith(
        ("ian", "ean", "ish", "ese", "eli", "qi", "can", "ans", "aeli", "ench", "man")
    )


def actors_row(texts: Iterable[str], names: Names, labels: Iterable[str] = ()) -> Row:
    """Return the field `actors`: known actors by id, the others as proposals in comments.

    Each has its place by its first mention. In `labels`, which are set like headlines, only known
    actors are looked for.
    """
    texts = [*texts]
    ids: dict[str, None] = {}
    unsure: dict[str, tuple[str, ...]] = {}
    for match in chain.from_iterable(map(names.find, texts)):
        if len(match.ids) == 1:
            ids[match.ids[0]] = None
        else:
            unsure.setdefault(match.text, match.ids)
    for match in chain.from_iterable(map(names.find, labels)):
        if len(match.ids) == 1:
            ids[match.ids[0]] = None
    new = [] if _capitals_mean_nouns(texts) else _unknown(texts, names)
    notes = ["what each actor did, as in - some-id: Resigned"] if ids else []
    if new:
        notes.append(
            "the proposals below; delete the # of those who matter, correct their kind, add a role"
        )
    proposals = [f"“{name}” is one of {', '.join(some)}" for name, some in unsure.items()]
    for name, kind, sentence in new:
        written = quoted(name) if "," not in name else json.dumps(name, ensure_ascii=False)
        proposals.append(f"- {{name: {written}, kind: {kind}, role: }}  # “{excerpt(sentence)}”")
    return Row("actors", [*ids] or None, tuple(notes), tuple(proposals))
