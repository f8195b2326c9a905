"""What pages say of one thing that no field says outright: texts, names, dates, figures."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from mkdocs_briefs.library.catalogue import Actor
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.forecasts import Forecast, squared_error
from mkdocs_briefs.library.library import Library, Part
from mkdocs_briefs.model.brief import KINDS, Brief
from mkdocs_briefs.model.edtf import Edtf, EdtfError, parse_edtf
from mkdocs_briefs.model.ids import unique_id
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.model.texts import UNSPACED
from mkdocs_briefs.pages.parts import FigureView, Text, Verdict
from mkdocs_briefs.parse.inline import count_words, plain_text

TITLE = 60
"""Characters of a title that stand for its brief."""
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(f"[{UNSPACED}]")


class Subjects:
    """Knows the subject of each brief, and whether a label names it.

    The subject is the main figure, else the first actor, else the storyline, else the title. A
    label names it if it has a word with a capital from a name of the subject, of the storyline, or
    of another actor of the brief that is no person: “Kurtz steps down” leaves open where.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, tuple[str, frozenset[str]]] = {}

    def of(self, brief: Brief, label: str) -> str:
        """Return the subject of a brief in its language; empty where `label` names it."""
        if brief.slug not in self._known:
            self._known[brief.slug] = self._find(brief)
        name, words = self._known[brief.slug]
        named = not words.isdisjoint(_WORD.findall(label)) or any(
            word in label for word in words if _UNSPACED.search(word)
        )
        return "" if named else name

    def _find(self, brief: Brief) -> tuple[str, frozenset[str]]:
        library, parts = self._library, self._library.parts[brief.slug]
        langs = (library.lang_of(brief), library.settings.language)
        main = next((part for part in parts if part.item.capacity == "subject"), None)
        main = main or next(iter(parts), None)
        stories = library.terms_of[brief.slug]["storylines"]
        known = [*_naming(main, parts), *(name for story in stories for name in story.names)]
        if main:
            subject = main.actor.called(*langs).text
        elif stories:
            subject = stories[0].called(*langs).text
        else:
            subject = plain(brief.fields.title, TITLE)
        return subject, frozenset(_proper(known))


def _naming(main: Part | None, parts: Iterable[Part]) -> Iterator[str]:
    """Yield the names of the main figure, and of actors that are known to be no persons."""
    for part in parts:
        if part is main or part.actor.kind not in (None, "person"):
            yield from part.actor.names


def _proper(names: Iterable[str]) -> Iterator[str]:
    """Yield what of these names a text cannot have by chance."""
    for name in names:
        for word in _WORD.findall(name):
            if _UNSPACED.search(word) or _is_proper(word):
                yield word


def _is_proper(word: str) -> bool:
    """Return whether a word has a capital, or is of a script without, and is long enough."""
    letters = 2 if word.isupper() else 4
    return word.isalpha() and not word[0].islower() and len(word) >= letters


def plain(source: str, most: int = 300) -> str:
    """Return `source` without marks, on one line, cut at a word to at most `most` characters.

    HTML is no mark here: in a text of front matter it is shown as written.
    """
    words = plain_text(source, field=True)
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"


_OTHER = "other"
ACTOR_GROUPS = (*KINDS, _OTHER)
"""The groups in which listings show actors: their kinds, and one for those of no known kind."""


def group_of(actor: Actor) -> str:
    """Return the group of `ACTOR_GROUPS` in which listings show the actor."""
    return actor.kind or _OTHER


WORDS_A_MINUTE = 230
"""Silent reading of English non-fiction: M. Brysbaert (2019) finds 238 words a minute."""


@dataclass(frozen=True, slots=True)
class Committed:
    """The days on which a file was first and last committed."""

    first: dt.date | None
    """None if a part of the history is missing that could tell of a move."""
    last: dt.date


NO_DAYS: Mapping[str, Committed] = MappingProxyType({})
"""The days of no file."""


def text(source: str | None, brief: str = "") -> Text | None:
    """Return inline Markdown of a brief, or None when there is none."""
    return Text(source, brief) if source else None


def initials(name: str) -> str:
    """Return one or two letters that stand for a name without a picture."""
    words = [_without_article(word) for word in name.split() if word[:1].isalnum()]
    letters = words[0][0] + words[-1][0] if len(words) > 1 else "".join(words)[:2]
    if len(letters) == 2 and all("\u0620" <= letter <= "\u06ff" for letter in letters):
        letters = f"{letters[0]}\N{ZERO WIDTH NON-JOINER}{letters[1]}"
    return unicodedata.normalize("NFC", letters).upper()


def _without_article(word: str) -> str:
    """Return an Arabic word without its article, with which half of all names begin."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def first_letter(name: str) -> str:
    """Return the letter under which a name is filed, without its accents; `#` where it has none."""
    for char in unicodedata.normalize("NFKD", name):
        if char.isalpha():
            return char.upper()[0]
    return "#"


def letter_anchor(kind: str, letter: str) -> str:
    """Return the id at which actors of this kind and letter begin in their index."""
    return f"{kind}-{letter.casefold() if letter != '#' else 'other'}"


def same_as(actor: Actor) -> tuple[str, ...]:
    """Return addresses of the same actor elsewhere."""
    fields = actor.fields
    item = (f"https://www.wikidata.org/wiki/{fields.wikidata}",) if fields.wikidata else ()
    return (*item, fields.url) if fields.url else item


def modified(brief: Brief) -> Moment:
    """Return when it last changed: the brief's date, its newest update or resolution."""
    fields = brief.fields
    decided = (Moment(item.resolution.date) for item in fields.developments if item.resolution)
    moments = (fields.moment, *(update.moment for update in fields.updates), *decided)
    return max(moments, key=lambda moment: moment.order)


def last_changed(brief: Brief, committed: Committed | None) -> Moment:
    """Return when the page of a brief last changed, as it shows.

    It is the day of its last commit, unless the author lists updates or resolutions: then it is the
    newest of those, because a commit may only move a comma.
    """
    known, published = modified(brief), brief.fields.moment
    if committed and known == published and published.day < committed.last:
        return Moment(committed.last)
    return known


def minutes(brief: Brief) -> tuple[int, int]:
    """Return how long it takes to read the story of a brief, and its whole page.

    The story is the summary and the body. The list of sources is not read through.
    """
    story = brief.prose.words + _words((brief.fields.summary,))
    return _minutes(story), _minutes(story + _words(_printed(brief)))


def _minutes(words: int) -> int:
    return max(1, round(words / WORDS_A_MINUTE))


_CITED = re.compile(r"\[@[^\]]*\]")


def _words(texts: Iterable[str | None]) -> int:
    return count_words(_CITED.sub("", " ".join(filter(None, texts))))


def _printed(brief: Brief) -> Iterator[str | None]:
    """Yield what the page of a brief prints beside its story."""
    fields = brief.fields
    yield from (fields.why_it_matters, fields.methodology)
    yield from (*fields.key_points, *fields.unknowns, *fields.alternatives)
    for figure in fields.figures:
        yield from (figure.label, figure.value, figure.unit, figure.attributed_to)
    for part in fields.actors:
        yield from (part.name or part.id, part.role)
    for event in fields.dates:
        yield from (event.event, event.place)
    for items in (fields.implications, fields.advice, fields.developments):
        for it in items:
            yield from (it.label, it.text)
    for item in fields.developments:
        yield from (item.resolves_if, item.resolves_by, *item.signposts)
        yield from (revision.why for revision in item.revisions)
        yield item.resolution.note if item.resolution else None
    yield from (update.text for update in fields.updates)


def reworded(brief: Brief) -> Moment | None:
    """Return when its words last changed: its newest update."""
    moments = (update.moment for update in brief.fields.updates)
    return max(moments, key=lambda moment: moment.order, default=None)


def summary(brief: Brief) -> Text | None:
    """Return the summary, else the first paragraph of the body."""
    if brief.fields.summary:
        return Text(brief.fields.summary, brief.slug)
    return text(first_paragraph(brief.body), brief.slug)


def first_paragraph(body: str) -> str:
    """Return the first paragraph of running text in Markdown, or nothing."""
    for block in body.split("\n\n"):
        lines = block.strip()
        if lines and not lines.startswith(
            ("#", "<", "!", "`", "~", "|", ">", "-", "*", "+", "[", "=", ":::", "$$")
        ):
            return " ".join(lines.split())[:600]
    return ""


def update_anchors(brief: Brief) -> tuple[str, ...]:
    """Return the lasting ids of a brief's updates in their order: by day, counted."""
    taken: dict[str, int] = {}
    return tuple(unique_id(f"update-{row.date}", taken) for row in brief.fields.updates)


def source_title(brief: Brief, number: int) -> str:
    """Return what a source is called: its title, else its address."""
    source = brief.fields.sources[number - 1]
    return source.title or source.url or ""


def month_of(event: Event) -> int | None:
    """Return the month under which an event stands in its own year, if its date tells one."""
    date = event.date
    side = (date.start or date.end) if date else None
    return side.month if side else None


def years_of(event: Event) -> tuple[int | None, ...]:
    """Return the years under which an event is listed, its own first; None where it is unknown."""
    return _years_of(event.date)


@lru_cache(maxsize=8192)
def _years_of(date: Edtf | None) -> tuple[int | None, ...]:
    if date is None or date.year is None:
        return (None,)
    return tuple(dict.fromkeys((date.year, *date.years())))


_MONTHS = {"short": 6, "medium": 24}
"""How far a horizon in words reaches, counted from the day of the brief; a long one has no end."""


def is_past(written: str | None, published: dt.date, today: dt.date) -> bool:
    """Return whether the time of an implication is over."""
    horizon, date = horizon_of(written)
    if date:
        return date.is_before(today)
    months = _MONTHS.get(horizon)
    if months is None:
        return False
    years, month = divmod(published.month - 1 + months, 12)
    end = (published.year + years, month + 1, published.day)
    return (today.year, today.month, today.day) > end


def horizon_of(written: str | None) -> tuple[str, Edtf | None]:
    """Return a horizon as a word or as a date; one that is neither counts as not given."""
    if written is None:
        return "", None
    if written.casefold() in {"short", "medium", "long"}:
        return written.casefold(), None
    try:
        return "", parse_edtf(written)
    except EdtfError:
        return "", None


_SCRIPTS = {
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb", "sd", "ug"), "ARABIC"),
    **dict.fromkeys(("he", "iw", "yi"), "HEBREW"),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn"), "CYRILLIC"),
    **dict.fromkeys(("zh", "ja"), "CJK"),
    "el": "GREEK",
    "ko": "HANGUL",
    "hy": "ARMENIAN",
    "ka": "GEORGIAN",
    "hi": "DEVANAGARI",
}
"""Script of the languages that are not written in Latin letters; the first word of its characters'
names in Unicode."""
_LAST = "z\uffff"
_SWEDISH = {"å": f"{_LAST}1", "ä": f"{_LAST}2", "ö": f"{_LAST}3"}
_DANISH = {"æ": f"{_LAST}1", "ø": f"{_LAST}2", "å": f"{_LAST}3"}
_SHORT_I = {"й": "и\uffff"}
_LETTERS = {
    "es": {"ñ": "n\uffff"},
    "ru": _SHORT_I,
    "uk": {**_SHORT_I, "ї": "і\uffff"},
    "sv": _SWEDISH,
    "fi": _SWEDISH,
    "da": _DANISH,
    "nb": _DANISH,
    "no": _DANISH,
}
"""Letters that a language counts as its own, and where they stand; elsewhere they are accents."""
_WHOLE = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
"""Letters that Unicode does not take apart."""

NameKey = tuple[bool, str, str]


@lru_cache(maxsize=16384)
def name_key(name: str, lang: str) -> NameKey:
    """Return what to sort a name by, for readers of the language `lang`, a BCP 47 tag.

    Names in the script of the language come first, those in others after them, script by script.
    Case, accents, vowel points and leading punctuation do not count; the name itself breaks ties.
    This is a small part of the Unicode Collation Algorithm (UTS 10), without tables; Chinese is in
    the order of code points, which for common characters follows the radicals.
    """
    base = lang.lower().replace("_", "-").partition("-")[0]
    plain = unicodedata.normalize("NFKC", name).casefold()
    own = _LETTERS.get(base, {})
    letters = "".join(own.get(char) or _WHOLE.get(char) or _bare(char) for char in plain)
    first = next((char for char in letters if char.isalpha()), "")
    foreign = bool(first) and _SCRIPTS.get(base, "LATIN") not in unicodedata.name(first, "")
    start = next((n for n, char in enumerate(letters) if char.isalnum()), 0)
    return foreign, letters[start:], name


def _bare(char: str) -> str:
    """Return the letter without its marks."""
    parts = unicodedata.normalize("NFKD", char)
    return "".join(part for part in parts if not unicodedata.combining(part))


_SPACING = re.compile(r"(?<=\d)[\s,’'](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Figures under one label, in the order of the brief.

    `sense` says how they stand to each other: empty for a single one, `differ` when sources give
    other values, `over_time` when one source gives other values for other times, else `agree`.
    """

    label: str
    figures: tuple[FigureView, ...]
    sense: str


def figure_rows(figures: Iterable[FigureView]) -> list[FigureRow]:
    """Return a row for each label, in the order of first figures; case and spacing do not count."""
    rows: dict[str, list[FigureView]] = {}
    for figure in figures:
        rows.setdefault(" ".join(figure.label.casefold().split()), []).append(figure)
    return [FigureRow(row[0].label, tuple(row), _sense(row)) for row in rows.values()]


def _sense(row: list[FigureView]) -> str:
    if len(row) == 1:
        return ""
    if len({_said(figure) for figure in row}) == 1:
        return "agree"
    days = [figure.as_of for figure in row]
    told_by = {figure.attributed_to.casefold() for figure in row}
    one_series = len(told_by) == 1 and "" not in told_by
    return "over_time" if one_series and None not in days and len({*days}) > 1 else "differ"


def _said(figure: FigureView) -> tuple[str, str, str]:
    """Return what a figure says, however its number is spaced."""
    value = _SPACING.sub("", figure.value.strip()).casefold()
    return value, figure.unit.strip().casefold(), figure.qualifier or "exact"


def verdict_of(forecast: Forecast) -> Verdict | None:
    """Return how far the forecast was off; None for one that is not scored."""
    if not forecast.scored:
        return None
    chance = forecast.last.probability * 100
    first = squared_error(forecast.first, happened=forecast.happened)
    last = squared_error(forecast.last, happened=forecast.happened)
    return Verdict(
        chance,
        abs(chance - 100 * forecast.happened),
        last,
        None if forecast.first.probability == forecast.last.probability else first,
    )


def unscored_why(forecast: Forecast) -> str:
    """Return why a decided forecast is not scored: void, or known on publication; else empty."""
    if forecast.record.resolution is None or forecast.scored:
        return ""
    return "void" if forecast.status == "void" else "known"
