"""Rules, advice and dates: what is wrong together, what could be better, and what is due."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations, pairwise

from mkdocs_briefs.library.catalogue import Actor, Term
from mkdocs_briefs.library.events import Event, agree, words_of
from mkdocs_briefs.library.families import matched
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.unregistered_names import (
    MAX_GROUP,
    is_similar,
    similar,
    unlisted,
    unregistered_names,
)
from mkdocs_briefs.model.brief import LISTS_WITH_ACTORS, UNATTRIBUTED, Brief, Development, Figure
from mkdocs_briefs.model.ids import slugify
from mkdocs_briefs.model.registry import ActorEntry, Entry
from mkdocs_briefs.parse.registry import YAML
from mkdocs_briefs.problems import Location, Problem, Severity
from mkdocs_briefs.settings import Settings

KINDS = {
    "deadline": "the deadline has passed",
    "review": "to be read again",
    "event": "the scheduled day has gone by",
    "publication": "will appear",
}
"""Kinds of due items, as people read them."""
_ADVICE = {
    "deadline": "Write how it came out: resolution: {outcome: yes, date: …}",
    "review": "Read the brief again, then move review_by to a later day.",
    "event": "Say how it went: drop status, or write status: cancelled.",
    "publication": "Nothing to do: the brief appears in the first build of that day.",
}


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due on a day, and its place."""

    day: dt.date
    kind: str
    """A key of KINDS."""
    brief: Brief
    location: Location
    text: str

    @property
    def advice(self) -> str:
        """Return what to do about it."""
        return _ADVICE[self.kind]


def due_items(library: Library) -> list[Due]:
    """Return what is due by the library's today, and briefs that will appear, by date.

    Drafts are left out: nobody waits for what is not published. An event of a registry is due once.
    """
    found = [item for b in library.briefs if not b.fields.draft for item in _of(b, library)]
    once = {(item.day, item.location, item.kind): item for item in reversed(found)}
    return [once[key] for key in sorted(once)]


def _of(brief: Brief, library: Library) -> Iterator[Due]:
    fields, today = brief.fields, library.settings.today
    if fields.date > today:
        yield Due(fields.date, "publication", brief, brief.at("date"), fields.title)
    if fields.review_by is not None and fields.review_by <= today:
        yield Due(fields.review_by, "review", brief, brief.at("review_by"), fields.title)
    # What a translation tells of its source is due there.
    source = library.family(brief).source
    told = matched(brief, source, "dates") if source is not brief else {}
    for number, item in enumerate(fields.dates):
        last = item.date.latest if item.date else None
        if item.status == "scheduled" and last is not None and last < today and number not in told:
            yield Due(last, "event", brief, brief.at("dates", number, "date"), item.event)
    for number, development in enumerate(fields.developments):
        if library.record_of(brief, development)[1] is not development:
            continue
        last = development.by.latest if development.by else None
        if development.resolution is None and last is not None and last < today:
            text = development.label or development.text
            yield Due(last, "deadline", brief, brief.at("developments", number, "by"), text)


def check_rules(library: Library) -> Iterator[Problem]:
    """Yield a problem for each rule between several fields that is broken."""
    for brief in library.catalogue.unpublished.values():
        yield _unpublished(brief, library.settings.today)
    for brief in library.briefs:
        # A scheduled brief is read on its day at the earliest.
        today = max(library.settings.today, brief.fields.date)
        for number, item in enumerate(brief.fields.dates):
            if item.date and item.status == "happened" and item.date.is_after(today):
                yield Problem(
                    "B401",
                    brief.at("dates", number, "date"),
                    f"{item.date.text} is in the future (today is {today}), but the event is told"
                    " as happened",
                    "Add `status: scheduled`, or correct the date.",
                )
        for number, development in enumerate(brief.fields.developments):
            yield from _forecast_dates(brief, number, development, today)


def _forecast_dates(
    brief: Brief, number: int, item: Development, today: dt.date
) -> Iterator[Problem]:
    """Yield B401 for a date in the future, B404 for one that contradicts another."""
    at, published = partial(brief.at, "developments", number), brief.fields.date
    resolution = item.resolution
    if item.likelihood is not None and item.by is not None and item.by.is_before(published):
        yield Problem(
            "B404",
            at("by"),
            f"the deadline {item.by.text} had passed when the brief was published, on {published}",
            "Correct the deadline. What was decided before the brief is no forecast of it.",
        )
    for place, row in enumerate(item.revisions):
        where = at("revisions", place, "date")
        if row.date > today:
            yield _in_future("revision", row.date, today, where)
        elif row.date < published:
            message = f"the revision of {row.date} is dated before its brief, {published}"
            yield Problem("B404", where, message, "Correct one of the two dates.")
        elif resolution is not None and row.date > resolution.date:
            message = f"the revision of {row.date} comes after the resolution, {resolution.date}"
            advice = "Correct one of the two dates. Nobody forecasts what is decided."
            yield Problem("B404", where, message, advice)
    if resolution is not None and resolution.date > today:
        yield _in_future("resolution", resolution.date, today, at("resolution", "date"))
    elif resolution is not None and resolution.date < published:
        message = f"the resolution of {resolution.date} is dated before its brief, {published}"
        advice = "Correct one of the two dates. What was decided before is not scored."
        yield Problem("B404", at("resolution", "date"), message, advice)


def _in_future(what: str, date: dt.date, today: dt.date, where: Location) -> Problem:
    message = f"{date} is in the future (today is {today}), but the {what} is told as made"
    return Problem("B401", where, message, "Correct the date, or add it on its day.")


def _unpublished(brief: Brief, today: dt.date) -> Problem:
    if brief.fields.draft:
        return Problem("B403", brief.at("draft"), "the brief is a draft and left out of the site")
    day = brief.fields.date
    message = f"scheduled for {day}: {_wait(day, today)}"
    advice = "The brief is left out of the site until then. If the date is a slip, correct it."
    return Problem("B403", brief.at("date"), message, advice)


def _wait(day: dt.date, today: dt.date) -> str:
    """Return how long it is from `today` to `day`, as in `in 5 years`."""
    days = (day - today).days
    months = (day.year - today.year) * 12 + day.month - today.month
    number, unit = (days, "day") if days < 60 else (months, "month")
    if months >= 24:
        number, unit = day.year - today.year, "year"
    return f"in {number} {unit}{'s' * (number != 1)}"


def without_ignored(
    problems: Iterable[Problem], briefs: Iterable[Brief], settings: Settings
) -> list[Problem]:
    """Return `problems` without those that the site, or the brief they are in, ignores.

    Errors stay, and so do warnings that the site treats as errors.
    """
    ignored = {brief.file: brief.fields.ignore for brief in briefs if brief.fields.ignore}
    return [
        problem
        for problem in problems
        if problem.severity is Severity.ERROR
        or not (
            problem.code in settings.ignore
            or problem.code in ignored.get(problem.location.path, ())
        )
    ]


def unused(library: Library) -> list[Actor]:
    """Return the registered actors that no brief lists, names or mentions, and no entry names."""
    actors = library.catalogue.actors
    used = set(_used(library))
    return [actor for actor in actors.values() if actor.entry and actor.id not in used]


def _used(library: Library) -> Iterator[str]:
    index = library.catalogue.actor_index
    for brief in library.briefs:
        listed = library.listed(brief.slug)
        yield from listed
        fields = brief.fields
        lists = (getattr(fields, key) for key in LISTS_WITH_ACTORS)
        refs = [ref for items in lists for item in items for ref in item.actors]
        refs += [figure.attributed_to for figure in fields.figures]
        refs += [item.attributed_to for item in fields.developments if item.attributed_to]
        refs += [*fields.advice_audience, *(ref for it in fields.advice for ref in it.audience)]
        yield from (ident for ref in refs if (ident := index.find(ref, listed)))
    mentioned = (link.target for links in library.links_from.values() for link in links)
    yield from (ident for kind, ident in mentioned if kind == "actor")
    yield from (mention.actor.id for mention in unlisted(library))  # a name could mean them
    for actor in library.catalogue.actors.values():
        own = [tie.actor for tie in actor.fields.relations]
        own += [actor.fields.part_of] if actor.fields.part_of else []
        own += [post.organization for post in actor.fields.positions if post.organization]
        yield from (ident for ref in own if (ident := index.find(ref)))


VAGUE = {
    "en": "may|might|could|possibly|perhaps|maybe|potentially|conceivably",
    "de": "könnte|könnten|möglicherweise|vielleicht|eventuell|womöglich|dürfte|dürften",
    "fr": "pourrait|pourraient|peut-être|éventuellement|possiblement",
    "es": "podría|podrían|quizás|quizá|posiblemente",
    "it": "potrebbe|potrebbero|forse|possibilmente",
    "pt": "poderia|poderiam|talvez|possivelmente",
    "nl": "misschien|mogelijk|wellicht|eventueel",
}
"""By language, words that say that something is possible and not how likely it is."""


FEWEST_WORDS = 4
"""Shorter texts that differ in a word tell of different events."""


def check_editorial(library: Library) -> Iterator[Problem]:
    """Yield everything that an editor would ask about the briefs and registries of `library`."""
    for brief in library.briefs:
        yield from _unattributed(brief)
        yield from _undated(brief)
        yield from _vague(brief, library.settings.language)
        yield from _unassessed(brief)
        yield from _unsourced(brief)
        yield from _overdue(brief, library)
    yield from _differing_figures(library)
    yield from _unlisted_actors(library)
    yield from _unregistered(library)
    yield from _similar_entries(library)
    yield from _actors_of_unknown_kind(library)
    yield from _similar_events(library)
    yield from _translated_forecasts(library)
    yield from _unused_shared(library)
    yield from _undescribed_pictures(library)


_ABOUT = {
    "B501": "figures",
    "B502": "figures",
    "B503": "dates",
    "B504": "developments",
    "B505": "sources",
    "B506": "review_by",
    "B507": "actors",
    "B508": "actors",
    "B510": "developments",
    "B511": "actors",
    "B512": "dates",
    "B514": "image",
}
"""Advice, and the field that it is about."""


def advice_on_readable(
    advice: Iterable[Problem], problems: Iterable[Problem], briefs: Iterable[Brief]
) -> Iterator[Problem]:
    """Yield the advice that is not about a file or a field that could not be read.

    `problems` are all that were found.
    """
    by_file = {brief.file: brief for brief in briefs}
    unread: set[tuple[str, str]] = set()
    for problem in problems:
        if problem.severity is Severity.ERROR and problem.code < "B3":
            path, brief = problem.location.path, by_file.get(problem.location.path)
            is_whole = brief is None or problem.code.startswith("B1")
            unread.add((path, "" if is_whole or brief is None else _field_at(brief, problem)))
    for one in advice:
        path = one.location.path
        if (path, "") not in unread and (path, _ABOUT.get(one.code, "-")) not in unread:
            yield one


def _field_at(brief: Brief, problem: Problem) -> str:
    """Return the field in whose lines a problem lies, or `-` for none."""
    line, field = 0, "-"
    for path, place in brief.positions.places.items():
        if len(path) == 1 and line <= place.line <= problem.location.line < brief.body_line:
            line, field = place.line, str(path[0])
    return field


def _translated_forecasts(library: Library) -> Iterator[Problem]:
    """Yield each development of a translation that its original has not, or has otherwise."""
    for brief in library.briefs:
        source = library.family(brief).source
        if source is brief or not source.fields.developments:
            continue
        for number, item in enumerate(brief.fields.developments):
            record, at = library.record_of(brief, item)[1], brief.at("developments", number)
            if record is item:
                yield Problem(
                    "B520",
                    at,
                    f"“{_short(item.label or item.text)}” is no development of {source.file}: it is"
                    " on this page alone, and not scored",
                    "Give it the `id` of the development that it translates.",
                )
            elif known := _differing(item, record):
                yield Problem(
                    "B520",
                    at,
                    f"the {known} of “{_short(item.label or item.text)}” is another one in the "
                    f"original, {source.file}, which counts",
                    f"Write the {known} as it is there, in the words of this language.",
                )


def _differing(item: Development, record: Development) -> str:
    """Return what a forecast and its record do not agree about; empty where they do."""
    if item.likelihood != record.likelihood:
        return "likelihood"
    if item.by != record.by:
        return "deadline"
    outcomes = [one.resolution.outcome if one.resolution else "" for one in (item, record)]
    return "outcome" if len(set(outcomes)) > 1 else ""


def _unattributed(brief: Brief) -> Iterator[Problem]:
    for number, figure in enumerate(brief.fields.figures):
        if figure.attributed_to == UNATTRIBUTED:
            yield Problem(
                "B501",
                brief.at("figures", number, "attributed_to"),
                f"nobody is credited with the figure “{figure.label}”",
                "If you can find out who says so, write it in `attributed_to`; else leave it: "
                "readers are told.",
            )


def _undated(brief: Brief) -> Iterator[Problem]:
    """Yield one problem for all events of a brief without a date; often none of them has one."""
    items = brief.fields.dates
    bare = [number for number, item in enumerate(items) if item.date is None]
    if bare:
        first = items[bare[0]].event
        verb = "has" if len(bare) == 1 else "have"
        count = f"{len(bare)} of {len(items)} events" if len(items) > 1 else "the event"
        yield Problem(
            "B503",
            brief.at("dates", bare[0]),
            f"{count} {verb} no date; the first is “{_short(first)}”",
            "A rough date helps too: 2024, 2024-04, 2024~ (about), ../2024-04 (by April 2024). "
            "If nobody knows, leave it.",
        )


def _vague(brief: Brief, site_language: str) -> Iterator[Problem]:
    language = (brief.fields.lang or site_language).partition("-")[0].casefold()
    words = VAGUE.get(language)
    if words is None:
        return
    # Only the month is written May, unless a sentence begins with the word.
    pattern = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")
    for number, item in enumerate(brief.fields.developments):
        if item.likelihood is not None or item.resolution is not None:
            continue
        if found := pattern.search(item.text):
            yield Problem(
                "B504",
                brief.at("developments", number, "text"),
                f"“{found[0]}” does not say how likely “{_short(item.label or item.text)}” is",
                "Add a `likelihood`, a deadline (`by`) and a test (`resolves_if`); readers can "
                "then see later who was right.",
            )


def _unassessed(brief: Brief) -> Iterator[Problem]:
    """Yield a problem for each development that lacks only its likelihood to be scored."""
    for number, item in enumerate(brief.fields.developments):
        # A likelihood that could not be read is an error already.
        has_likelihood = brief.positions.has("developments", number, "likelihood")
        if has_likelihood or item.resolution is not None or not (item.by or item.resolves_if):
            continue
        key, word = ("by", "deadline") if item.by else ("resolves_if", "test")
        yield Problem(
            "B510",
            brief.at("developments", number, key),
            f"“{_short(item.label or item.text)}” has a {word} but no likelihood: it is shown as "
            "something to watch, and not scored",
            "Add `likelihood`: a term of the scale, a number such as 70%, or a range.",
        )


def _unsourced(brief: Brief) -> Iterator[Problem]:
    # A file without any field has an error already, and so have sources that cannot be read.
    if brief.positions.places and not (brief.fields.sources or brief.positions.has("sources")):
        yield Problem(
            "B505",
            brief.at("sources"),
            "the brief names no sources",
            "List what it rests on under `sources`, as in - https://example.org/report",
        )


def _overdue(brief: Brief, library: Library) -> Iterator[Problem]:
    day, today = brief.fields.review_by, library.settings.today
    if day is not None and day < today:
        late = (today - day).days
        yield Problem(
            "B506",
            brief.at("review_by"),
            f"this brief was to be read again by {day}, {late} day{'s' * (late != 1)} ago",
            "Read it again, then move `review_by` to a later day. Tell of changes under `updates`.",
        )


def _differing_figures(library: Library) -> Iterator[Problem]:
    """Yield figures of one id, or of one label and unit, whose values differ for the same time."""
    groups: dict[tuple[str, str], list[tuple[Brief, int]]] = defaultdict(list)
    for brief in sorted(library.briefs, key=lambda b: (b.fields.date, b.slug)):
        for number, figure in enumerate(brief.fields.figures):
            for key in _figure_keys(brief, number, figure):
                groups[key].append((brief, number))
    reported: set[tuple[str, int]] = set()
    for rows in groups.values():
        for (old, m), (new, n) in pairwise(rows):
            one, other = old.fields.figures[m], new.fields.figures[n]
            if (new.slug, n) in reported or old is new or not _differ(one, other):
                continue
            reported.add((new.slug, n))
            yield Problem(
                "B502",
                new.at("figures", n, "value"),
                f"“{other.label}” is {other.value} here and {one.value} in "
                f"{old.at('figures', m, 'value')}",
                "Correct one of the two; or, if the number has changed, give both an `as_of`.",
            )


def _figure_keys(brief: Brief, number: int, figure: Figure) -> Iterator[tuple[str, str]]:
    if brief.positions.has("figures", number, "id") and figure.id:
        yield "id", figure.id
    yield f"label {slugify(figure.label)}", (figure.unit or "").casefold()


def _differ(one: Figure, other: Figure) -> bool:
    if one.as_of and other.as_of and one.as_of != other.as_of:
        return False
    return _value(one.value) != _value(other.value)


def _value(text: str) -> str:
    """Return a number without what groups its digits: 34,000 and 34 000 are one value."""
    return re.sub(
        r"(?<=\d)[\s,'\N{RIGHT SINGLE QUOTATION MARK}](?=\d{3}(?!\d))", "", text
    ).casefold()


def _unlisted_actors(library: Library) -> Iterator[Problem]:
    for mention in unlisted(library):
        name, line = mention.actor.name, f"a line - {mention.actor.id}: with the part played"
        if mention.is_linked:
            message = f"the text speaks of {name}, but the brief's `actors` do not list it"
            advice = f"Add {line}. If the name only comes up in passing, leave it."
        else:
            known = "" if mention.name == name else f" ({name})"
            message = f"“{mention.name}” could mean {mention.actor.id}{known}, which is not listed"
            advice = f"If it does, add {line} to `actors`: then it links. If not, leave it."
        yield Problem("B507", mention.location, message, advice)


def _unregistered(library: Library) -> Iterator[Problem]:
    for found in unregistered_names(library):
        briefs = "1 brief" if found.briefs == 1 else f"{found.briefs} briefs"
        yield Problem(
            "B508",
            found.location,
            f"“{found.name}” stands {found.count} times in {briefs} and is in no registry",
            "If this is an actor, add it to actors.yml: "
            f"`briefs actors add {shlex.quote(found.name)}`.",
        )


def _similar_entries(library: Library) -> Iterator[Problem]:
    catalogue = library.catalogue
    registries: list[Mapping[str, Actor] | Mapping[str, Term]]
    registries = [catalogue.actors, *catalogue.terms.values()]
    for things in registries:
        entries = {ident: thing.entry for ident, thing in things.items() if thing.entry}
        for one, other in similar({ident: things[ident].name for ident in entries}):
            if _refers_to(entries[one], other) or _refers_to(entries[other], one):
                continue
            yield Problem(
                "B509",
                _place(entries[other]),
                f"{other} ({things[other].name}) looks like {one} ({things[one].name}), "
                f"{_place(entries[one])}",
                "If they are one, keep one entry, with the other name in its `aliases`. If not, "
                "leave it.",
            )


def _actors_of_unknown_kind(library: Library) -> Iterator[Problem]:
    """Yield one problem for each actor, at its entry or in the oldest brief that introduces it."""
    unknown = {ident: it for ident, it in library.catalogue.actors.items() if it.kind is None}
    places = {
        ident: (it.entry.positions, it.entry.prefix) for ident, it in unknown.items() if it.entry
    }
    for brief in library.briefs:
        numbers = {id(item): number for number, item in enumerate(brief.fields.actors)}
        for part in library.parts[brief.slug]:
            if part.actor.id in unknown and not part.actor.entry:
                places[part.actor.id] = brief.positions, ("actors", numbers[id(part.item)])
    for ident, (positions, path) in places.items():
        actor = unknown[ident]
        # A kind that could not be read is an error already.
        if not positions.has(*path, "kind"):
            row = "" if actor.entry else f" In a brief: - {{name: {actor.name}, kind: person}}."
            command = f"`briefs actors add {shlex.quote(ident)} --kind person`"
            yield Problem(
                "B511",
                _place(actor.entry) if actor.entry else positions.at(*path),
                f"nothing says what {actor.name} is: a person, an organization, a state or a group",
                f"Add `kind: person` (or organization, state, group): {command}.{row}",
            )


def _similar_events(library: Library) -> Iterator[Problem]:
    """Yield pairs of events that could be one: nearly the same words, or a day and its actors.

    A brief that tells of both tells them apart, and so do two given ids.
    """
    groups: dict[Hashable, list[tuple[Event, str]]] = defaultdict(list)
    for event in library.events:
        words = words_of(event.lead.item.event)
        each = words.split()
        groups["words", *sorted(each)].append((event, words))
        for at in range(len(each) if len(each) >= FEWEST_WORDS else 0):
            groups["but one", *sorted(each[:at] + each[at + 1 :])].append((event, words))
        if event.date and event.date.month_day and len(event.actors) > 1:
            groups["day", event.date.text, *sorted(event.actors)].append((event, ""))
    small = (members for members in groups.values() if len(members) <= MAX_GROUP)
    found: dict[tuple[str, str], tuple[Event, Event]] = {}
    for members in small:
        for (one, text), (other, its) in combinations(members, 2):
            pair = one.id, other.id
            if pair not in found and _may_be_one(one, other) and is_similar(text, its):
                found[pair] = one, other
    for events in found.values():
        old, new = sorted((e.lead for e in events), key=lambda t: (t.brief.fields.date, t.place))
        yield Problem(
            "B512",
            new.brief.at("dates", new.number),
            f"“{_short(new.item.event)}” looks like “{_short(old.item.event)}”, "
            f"{old.brief.at('dates', old.number)}",
            "If they are one event, give both the same `id`. If not, leave it, or give each an `id`"
            " of its own.",
        )


def _unused_shared(library: Library) -> Iterator[Problem]:
    """Yield a problem for each shared event and source that no brief refers to.

    A bibliography of another program may hold more than this site needs.
    """
    used = {(one.positions.file, *one.prefix) for b in library.briefs for one in b.origins.values()}
    for noun, registry in (("event", library.shared.events), ("source", library.shared.sources)):
        for entry in registry.values():
            file = entry.positions.file
            if (file, *entry.prefix) not in used and file.endswith(YAML):
                yield Problem(
                    "B513",
                    entry.positions.at(*entry.prefix),
                    f"no brief refers to the {noun} {entry.id}, so no page shows it",
                    f"Write - {entry.id} in the `{'dates' if noun == 'event' else 'sources'}` of a "
                    "brief. If it waits for one, leave it.",
                )


def _undescribed_pictures(library: Library) -> Iterator[Problem]:
    """Yield a problem for each picture without `alt`."""
    images = [
        (brief.fields.image, brief.at("image"))
        for brief in library.briefs
        if not brief.words_of_image_in_body()
    ]
    images += [
        (entry.fields.image, entry.positions.at(*entry.prefix, "image"))
        for entry in library.catalogue.entries()
        if isinstance(entry.fields, ActorEntry)
    ]
    for image, at in images:
        if image and not image.alt:
            yield Problem(
                "B514",
                at,
                f"nothing says what {image.src} shows to readers who do not see it",
                f"Write image: {{src: {image.src}, alt: …}}, with a few words on what the "
                "picture shows.",
            )


def _may_be_one(one: Event, other: Event) -> bool:
    if one.given and other.given:
        return False
    if {t.brief.slug for t in one.tellings} & {t.brief.slug for t in other.tellings}:
        return False
    return one.date is None or other.date is None or agree(one.date, other.date)


def _refers_to(entry: Entry, other: str) -> bool:
    """Return whether the entry calls `other` another actor: its whole, or one it relates to."""
    fields = entry.fields
    return isinstance(fields, ActorEntry) and (
        fields.part_of == other or any(row.actor == other for row in fields.relations)
    )


def _place(entry: Entry) -> Location:
    return entry.positions.at(*entry.prefix) if entry.prefix else entry.positions.at("name")


def _short(text: str, most: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rstrip()}…"
