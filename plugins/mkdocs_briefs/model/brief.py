"""A brief: the one declaration of every field.

Parser, messages, schema, reference and skeletons come from it; order here is order in all of them.
"""

from __future__ import annotations

import datetime as dt
import json
import posixpath
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar, Literal, TypeVar, get_args

from pydantic import Field

from mkdocs_briefs.model.fields import (
    Chance,
    Confidence,
    Date,
    Day,
    DayOrMoment,
    Flag,
    Horizon,
    Id,
    Inline,
    Inlines,
    Item,
    Language,
    Many,
    Plain,
    Plains,
    Record,
    Ref,
    Refs,
    SitePath,
    Url,
    WarningCode,
)
from mkdocs_briefs.model.texts import is_web_address
from mkdocs_briefs.problems import Location

Cover = tuple[int, int, str]
"""A part of a text, from one offset to another, and the character that stands all over it."""


@dataclass(frozen=True, slots=True)
class WikiLink:
    """`[[target]]`, `[[target|label]]` or `[[target#anchor]]` at an offset of the text.

    `target` may be empty (`[[#anchor]]`, this page); `kind` is the part before a colon when it is
    one of actor, brief, topic or storyline, else empty.
    """

    start: int
    end: int
    kind: str
    target: str
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Citation:
    """`[@id]` or `[@id, p. 4]` at an offset of the text; several ids may stand in one bracket."""

    start: int
    end: int
    ids: tuple[str, ...]
    locator: str


@dataclass(frozen=True, slots=True)
class MarkdownLink:
    """A Markdown link or image to a path of this site, without its fragment and query.

    The path is empty in a link to an anchor of its own page.
    """

    start: int
    end: int
    path: str
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class HtmlLink:
    """A path of this site in raw HTML, as in `<img src="map.png">`, from `start` to `end`.

    `attribute` is where its attribute begins and ends, with the space before it.
    """

    start: int
    end: int
    path: str
    anchor: str
    attribute: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marker:
    """`<!-- briefs:name key=value … -->` alone in its paragraph."""

    start: int
    end: int
    name: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """One text as its reader meets it."""

    source: str = field(repr=False)
    layers: tuple[bytes, ...] = ()
    """What hides parts of the source, each a `layer`; a later one lies over those before it."""
    wikilinks: tuple[WikiLink, ...] = ()
    citations: tuple[Citation, ...] = ()
    links: tuple[MarkdownLink, ...] = ()
    markers: tuple[Marker, ...] = ()
    heading_ids: tuple[str, ...] = ()
    """Ids that headings will get, as far as the source tells (explicit `{#id}` and slugs)."""
    words: int = 0
    """Number of words a reader reads, code left out; for scripts without spaces, characters / 2."""

    html_links: tuple[HtmlLink, ...] = ()

    @property
    def paths(self) -> tuple[MarkdownLink | HtmlLink, ...]:
        """All links and images that name a path or an anchor, of Markdown and of raw HTML."""
        return (*self.links, *self.html_links)

    @property
    def text(self) -> str:
        """The source with everything hidden that is not running prose.

        It has the length of the source; code, links, headings, HTML, markers and link targets are
        U+0000 there, so offsets stay true and names cannot match across. Made anew for each reader,
        as to keep it would be to keep every body twice.
        """
        text = self.source
        for packed in self.layers:
            numbers = iter(array("I", packed))
            pieces, done = [], 0
            for start, end, fill in zip(numbers, numbers, numbers, strict=True):
                if end > done:
                    first = max(start, done)
                    pieces += [text[done:first], chr(fill) * (end - first)]
                    done = end
            text = "".join((*pieces, text[done:]))
        return text


def layer(covers: Iterable[Cover]) -> bytes:
    """Return covers in a few bytes; where two overlap, the one that begins first lies above."""
    rows = ((start, end, ord(fill)) for start, end, fill in sorted(covers))
    return array("I", (number for row in rows for number in row)).tobytes()


Kind = Literal["person", "organization", "state", "group"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Capacity = Literal["subject", "party", "affected", "mediator", "commentator", "source"]
EventStatus = Literal["happened", "scheduled", "cancelled"]
Qualifier = Literal["exact", "about", "more_than", "at_least", "at_most"]
UpdateKind = Literal["update", "correction", "clarification", "retraction"]
BriefType = Literal["analysis", "background", "report"]
Relation = Literal["background", "follows", "updates", "supersedes", "disagrees"]
Outcome = Literal["yes", "no", "void"]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
UNATTRIBUTED = "unattributed"
_NOT_SCANNED = Prose("")


class Participation(Item):
    """An actor's part in one brief."""

    scalar: ClassVar[str] = "id"
    pair: ClassVar[tuple[str, str] | None] = ("id", "role")
    needs: ClassVar[tuple[str, ...]] = ("id", "name")

    id: Ref | None = Field(
        None, description="The actor: id, name or alias.", examples=["city-council"]
    )
    role: Inline | None = Field(None, description="What the actor did or is in this brief.")
    name: Plain | None = Field(
        None, description="Introduces an actor who is in no registry (with `kind`)."
    )
    kind: Kind | None = Field(None, description="What the actor is.")
    capacity: Capacity | None = Field(
        None, description="How the brief concerns the actor; `subject` is who it is about."
    )


class DatedEvent(Item):
    """Something that happened, is scheduled, or was cancelled."""

    scalar: ClassVar[str] = "event"
    pair: ClassVar[tuple[str, str] | None] = ("date", "event")
    needs: ClassVar[tuple[str, ...]] = ("event", "id")

    date: Date | None = Field(
        None,
        description="When, in EDTF; absent keeps its place in the list.",
        examples=["2024-04-22"],
    )
    event: Inline = Field(
        "",
        description="What happened, in one sentence. Only an entry with an `id` can do without.",
        examples=["The council votes for the bridge"],
    )
    id: Id | None = Field(
        None,
        description="Stable id; the same id in two briefs is the same event. Alone it refers to an "
        "event of `events.yml` or of another brief.",
    )
    actors: Refs = Field((), description="Who took part.")
    place: Plain | None = Field(None, description="Where.")
    status: EventStatus = Field(
        "happened", description="Whether it happened, is scheduled, or was cancelled."
    )
    sources: Refs = Field((), description="Ids of the sources that say so.")


class Implication(Item):
    """What follows from the event: analysis, not reporting."""

    scalar: ClassVar[str] = "text"
    pair: ClassVar[tuple[str, str] | None] = ("label", "text")

    label: Plain | None = Field(None, description="A few words.")
    text: Inline = Field(description="The implication in a sentence or two.")
    id: Id | None = Field(None, description="Stable id; else made from the label or text.")
    actors: Refs = Field((), description="Whom it touches.")
    horizon: Horizon | None = Field(None, description="`short`, `medium`, `long`, or an EDTF date.")
    confidence: Confidence | None = Field(None, description="How sure the analysis is.")
    sources: Refs = Field((), description="Ids of the sources it rests on.")


class Revision(Record):
    """A later likelihood; appended, never edited."""

    date: Day = Field(description="Day of the revision.")
    likelihood: Chance = Field(description="The new likelihood.")
    why: Inline | None = Field(None, description="What changed.")


class Resolution(Record):
    """How a development came out."""

    outcome: Outcome = Field(description="`yes`, `no`, or `void` when it cannot be decided.")
    date: Day = Field(description="Day it was decided.")
    note: Inline | None = Field(None, description="What decided it.")
    brief: Ref | None = Field(None, description="The brief that tells of it.")
    sources: Refs = Field((), description="Ids of the sources.")


class Development(Item):
    """What could happen next; with likelihood, deadline and criterion it is scored."""

    scalar: ClassVar[str] = "text"
    pair: ClassVar[tuple[str, str] | None] = ("label", "text")

    label: Plain | None = Field(None, description="A few words.")
    text: Inline = Field(description="What could happen.")
    id: Id | None = Field(None, description="Stable id; else made from the label or text.")
    actors: Refs = Field((), description="Whom it concerns.")
    likelihood: Chance | None = Field(
        None, description="A term of the site's scale, `70%`, or `55-80%`."
    )
    by: Date | None = Field(None, description="Deadline, a date with an end.")
    resolves_if: Inline | None = Field(None, description="One sentence that can be tested.")
    resolves_by: Inline | None = Field(None, description="Who or what decides.")
    signposts: Inlines = Field((), description="What to watch.")
    confidence: Confidence | None = Field(None, description="How sure the analysis is.")
    attributed_to: Ref | None = Field(
        None,
        description="Whose forecast it is: an actor, an author, or a source of this brief; else it "
        "is the brief's own.",
        examples=["noaa"],
    )
    revisions: tuple[Revision, ...] = Field((), description="Later likelihoods, appended.")
    resolution: Resolution | None = Field(None, description="How it came out.")


class Advice(Item):
    """What somebody could do."""

    scalar: ClassVar[str] = "text"
    pair: ClassVar[tuple[str, str] | None] = ("label", "text")

    label: Plain | None = Field(None, description="A few words.")
    text: Inline = Field(description="The advice in a sentence or two.")
    id: Id | None = Field(None, description="Stable id; else made from the label or text.")
    actors: Refs = Field((), description="Whom it concerns.")
    audience: Plains = Field(
        (), description="For whom: actors, or other words; else `advice_audience`."
    )
    addresses: Refs = Field((), description="Ids of the implications and developments it answers.")


class Figure(Record):
    """A number, with who says so."""

    label: Plain = Field(description="What is counted.")
    value: Plain = Field(description="The number as it should be read.", examples=["34,000"])
    unit: Plain | None = Field(None, description="Unit of the value.")
    qualifier: Qualifier = Field("exact", description="How exact the value is.")
    as_of: Date | None = Field(None, description="Day or period it holds for.")
    attributed_to: Ref = Field(
        description="Who says so: an actor, an author, a source of this brief, any text, or the "
        "word `unattributed`."
    )
    sources: Refs = Field((), description="Ids of the sources.")
    id: Id | None = Field(None, description="Stable id; else made from the label.")


class Source(Item):
    """What a brief rests on, in the names of CSL."""

    scalar: ClassVar[str] = "title"
    scalar_url: ClassVar[str | None] = "url"
    needs: ClassVar[tuple[str, ...]] = ("title", "url", "id")

    id: Id | None = Field(
        None,
        description="Id to cite it by, as in `[@id]`. Alone it refers to a source of `sources.yml` "
        "or of another brief.",
    )
    title: Plain | None = Field(None, description="Title of the work.")
    url: Url | None = Field(None, description="Its address.")
    publisher: Plain | None = Field(None, description="Who published it.")
    author: Plains = Field((), description="Who wrote it.")
    issued: Date | None = Field(None, description="When it was published.")
    accessed: Day | None = Field(None, description="When you read it.")
    archive_url: Url | None = Field(None, description="An archived copy.")
    kind: Plain | None = Field(None, description="What sort of source it is, as in `official`.")
    reliability: Reliability | None = Field(
        None, description="Admiralty letter, A (reliable) to F (cannot be judged)."
    )
    note: Inline | None = Field(None, description="Anything a reader should know of it.")


class Update(Record):
    """A dated change to a published brief."""

    moment: DayOrMoment = Field(
        alias="date", description="Day of the change, or its moment with a zone."
    )
    kind: UpdateKind = Field("update", description="What sort of change.")
    text: Inline = Field(description="What changed.")

    @property
    def date(self) -> dt.date:
        """The day of the change."""
        return self.moment.day


class RelatedBrief(Item):
    """Another brief and how it relates to this one."""

    scalar: ClassVar[str] = "brief"
    pair: ClassVar[tuple[str, str] | None] = ("brief", "relation")

    brief: Ref = Field(description="The other brief's slug or title.")
    relation: Relation = Field(
        "background",
        description="It is `background`, or this one `follows`, `updates`, … it.",
    )


class Image(Item):
    """A picture that lies beside the file that names it."""

    scalar: ClassVar[str] = "src"

    src: SitePath = Field(description="Where the picture lies, beside this file.")
    alt: Plain | None = Field(None, description="What it shows, for readers who do not see it.")
    caption: Plain | None = Field(None, description="What a reader should know of it.")
    credit: Plain | None = Field(None, description="Who made it, and under which licence.")

    def path_from(self, file: str) -> str:
        """Return its path as links see it, where `file` names it; a web address stays as it is."""
        if is_web_address(self.src):
            return self.src
        folder = "" if self.src.startswith("/") else posixpath.dirname(file)
        return posixpath.normpath(posixpath.join(folder, self.src.lstrip("/")))


class FrontMatter(Record):
    """Every field of a brief's front matter."""

    title: Plain = Field(description="The headline.", examples=["Council approves a second bridge"])
    moment: DayOrMoment = Field(
        alias="date",
        description="Day of publication, or its moment with a zone; in the future it is scheduled.",
        examples=["2024-04-22", "2026-11-02T10:00+02:00"],
    )
    summary: Inline | None = Field(None, description="The brief in one or two sentences.")
    why_it_matters: Inline | None = Field(None, description="Why a reader should care.")
    key_points: Inlines = Field((), description="The brief at a glance.")
    actors: Many[Participation] = Field((), description="Who is involved, with roles.")
    dates: Many[DatedEvent] = Field((), description="What happened when.")
    implications: Many[Implication] = Field((), description="What follows from it.")
    developments: Many[Development] = Field((), description="What could happen next.")
    advice_audience: Plains = Field(
        (), description="For whom the advice is, unless an item says otherwise."
    )
    advice: Many[Advice] = Field((), description="What to do.")
    figures: Many[Figure] = Field((), description="Numbers, with who says so.")
    unknowns: Inlines = Field((), description="What is not known.")
    alternatives: Inlines = Field((), description="Other readings of the same facts.")
    sources: Many[Source] = Field((), description="What the brief rests on.")
    updates: Many[Update] = Field((), description="Changes since publication.")
    topics: Refs = Field((), description="Subjects, ids or names.")
    storyline: Refs = Field((), description="The running story this brief belongs to.")
    related: Many[RelatedBrief] = Field((), description="Other briefs, with the relation.")
    authors: Refs = Field((), description="Who wrote it, ids or names.")
    methodology: Inline | None = Field(None, description="How the brief was made.")
    as_of: Date | None = Field(None, description="Facts are known up to here.")
    review_by: Day | None = Field(None, description="When to look at it again.")
    type: BriefType | None = Field(None, description="What sort of piece it is.")
    lang: Language | None = Field(None, description="Language tag, as in `ar`; else the site's.")
    translation_of: Ref | None = Field(None, description="The brief this one translates.")
    image: Image | None = Field(
        None,
        description="A picture beside the brief, with `alt` for those who do not see it.",
    )
    slug: Id | None = Field(None, description="Last part of the address; else the file's name.")
    redirect_from: Refs = Field((), description="Old addresses that lead here.")
    mentions: Literal["first", "all", "off"] | None = Field(
        None, description="Which mentions of actors become links."
    )
    draft: Flag = Field(False, description="Shown in the live preview only.")
    ignore: Many[WarningCode] = Field(
        (), description="Codes of warnings and notes not to give for this brief.", examples=["B504"]
    )

    @property
    def date(self) -> dt.date:
        """The day of publication."""
        return self.moment.day


UNLINKED_FIELDS = frozenset(("summary", "actors", "sources"))
"""Fields in whose texts names do not become links: lists repeat a summary, roles stand beside their
actor, and notes beside their source."""

EXPECTED = ("summary", "actors", "dates", "implications")
"""Fields every brief should have; each missing one is a warning unless the site requires it."""

LISTS_WITH_ACTORS = ("dates", "implications", "developments", "advice")
"""Lists whose entries have `actors`."""

Path = tuple[str | int, ...]
"""Where a value stands in the front matter: `("actors", 0, "role")`."""
Places = dict[Path, Location]
"""The places of values."""


@dataclass(frozen=True, slots=True)
class Positions:
    """Where each value of one file stands; what has no place of its own takes its parent's.

    `packed` holds the places as text, in a tenth of the memory: all briefs of a site are open at
    once, and their places are seldom asked for.
    """

    file: str
    packed: str = "[]"

    @classmethod
    def of(cls, file: str, places: Places) -> Positions:
        """Return the positions with these places."""
        rows = [[path, one.line, one.column, one.length] for path, one in places.items()]
        return cls(file, json.dumps(rows, separators=(",", ":")))

    @property
    def places(self) -> Places:
        """The place of each value that has one."""
        return {
            path: Location(self.file, *numbers) for path, numbers in _unpacked(self.packed).items()
        }

    def has(self, *path: str | int) -> bool:
        """Whether the author wrote a value at `path`."""
        return path in _unpacked(self.packed)

    def at(self, *path: str | int) -> Location:
        """Return the location of the value at `path`, or of the nearest thing around it."""
        return Location(self.file, *(nearest_place(_unpacked(self.packed), path) or ()))


@lru_cache(maxsize=32)
def _unpacked(packed: str) -> dict[Path, list[int]]:
    return {tuple(path): numbers for path, *numbers in json.loads(packed)}


T = TypeVar("T")


def nearest_place(places: Mapping[Path, T], path: Path) -> T | None:
    """Return the place of the value at `path` or else of what is around it, if any has one."""
    ends = range(len(path), 0, -1)
    return next((places[path[:end]] for end in ends if path[:end] in places), None)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the fields stand that an entry has by its id alone."""

    positions: Positions
    prefix: Path
    numbers: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    """For each value of a list its number there; None for the entry's own."""
    in_place_of: str = ""
    """The field of the entry that was the id."""

    def at(self, path: Path) -> Location | None:
        """Return where the value at `path`, which begins with a field, stands."""
        there: Path = (*self.prefix, *path)
        if len(path) > 1 and isinstance(path[1], int):
            number = self.numbers.get(str(path[0]), ())[path[1]]
            if number is None:
                return None
            there = (*self.prefix, path[0], number, *path[2:])
        return self.positions.at(*there) if self.positions.has(*there) else None


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief as read: fields with every item's id filled in, body, and where it all stands."""

    slug: str
    """Its id: its address behind `briefs/`."""
    file: str
    """POSIX path relative to the project, as problems name it."""
    uri: str
    """POSIX path relative to the folder above the briefs' folder, as links see it."""
    fields: FrontMatter
    body: str
    """Markdown below the front matter."""
    body_line: int
    """Line of the file on which the body begins, from 1."""
    positions: Positions
    prose: Prose = _NOT_SCANNED
    """What the body refers to and what a reader reads of it."""
    page_meta: Mapping[str, object] = field(default_factory=dict)
    """MkDocs' and Material's own page keys (`hide`, `template`, …), passed on."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """The author's own `x_…` keys."""
    name: str = ""
    """The slug alone, which others can share if addresses have the date in them."""
    lasting: str = ""
    """What tells it from all others whatever the addresses are; empty where its slug does."""
    origins: Mapping[Path, Origin] = field(default_factory=dict)
    """Entries that have fields of a registry's or another brief's: `("dates", 0)`."""
    written: FrontMatter | None = None
    """The fields as their author wrote them, if entries refer to others."""

    unpublished_original: str = ""
    """The slug of what it translates, if that is not published. No output names it."""

    @property
    def lasting_id(self) -> str:
        """What identifies it in feeds, calendars and events, whatever the addresses are."""
        return self.lasting or self.name or self.slug

    def words_of_image_in_body(self) -> str | None:
        """Return what the body says of the `image` if it shows it, in any format; else None."""
        image = self.fields.image
        if image is None:
            return None
        folder = posixpath.dirname(self.uri)
        wanted, _ = posixpath.splitext(image.path_from(self.uri))
        for link in self.prose.links:
            path = posixpath.normpath(posixpath.join(folder, link.path))
            if self.body[link.start] == "!" and posixpath.splitext(path)[0] == wanted:
                return link.label
        return None

    def gives_id(self, name: str, number: int) -> bool:
        """Return whether the author wrote the id of an entry, with its own words or alone."""
        return (name, number) in self.origins or self.positions.has(name, number, "id")

    def at(self, *path: str | int) -> Location:
        """Return where the value at `path` stands, which may be in another file."""
        origin = self.origins.get(path[:2]) if self.origins else None
        if origin is None:
            return self.positions.at(*path)
        if self.positions.has(*path) and path[2:3] != (origin.in_place_of,):
            return self.positions.at(*path)
        if not self.positions.has(*path[:2]):  # the entry itself is from elsewhere
            return origin.positions.at(*origin.prefix, *path[2:])
        return origin.at(path[2:]) or self.positions.at(*path)
