"""What the JSON API consists of: one declaration of each record, from which its schema is made.

Every address is a path relative to the root of the site, unless it leads elsewhere. Dates are EDTF
as written by the author; `first` and `last` are the days between which they lie, where known.
Fields that are empty are left out of the JSON.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

from mkdocs_briefs.model.brief import KINDS


def told(text: str, default: Any = None, **more: Any) -> Any:
    """A field that may be empty, with what it holds for the schema."""
    return field(default=default, metadata={"description": text, **more})


def given(text: str, **more: Any) -> Any:
    """A field that is always there, with what it holds for the schema."""
    return field(metadata={"description": text, **more})


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something with a page of its own."""

    id: str = given("Its id; of a brief, the slug.")
    name: str = given("Its name; of a brief, the title.")
    path: str = told("Its page.", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRecord:
    """A date as precise as it is known."""

    edtf: str = given("As written, in EDTF (ISO 8601-2).", examples=["2024-04", "2023-10-07/.."])
    first: dt.date | None = told("First day that it may mean.")
    last: dt.date | None = told("Last day that it may mean.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodRecord:
    """A likelihood: the word and the numbers it stands for."""

    term: str = given("Term of the site's scale.")
    low: float = given("Lower bound in percent.", minimum=0, maximum=100)
    high: float = given("Upper bound in percent.", minimum=0, maximum=100)
    date: dt.date | None = told("Day it was given.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRecord:
    """An actor's part in a brief."""

    actor: Named = given("The actor.")
    kind: str = given("What the actor is.", enum=[*KINDS])
    role: str = told("What the actor did or is in this brief, inline Markdown.", "")
    capacity: str = told("How the brief concerns the actor.", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event as listed."""

    id: str = given("Its id, the same in every brief.")
    path: str = given("Its lasting place on the site's timeline.")
    text: str = given("What happened, inline Markdown.")
    date: DateRecord | None = told("When; absent for an undated event.")
    status: str = given("How sure it is.", enum=["happened", "scheduled", "cancelled"])


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord(EventRow):
    """Something that happened, is scheduled or was cancelled, merged from all briefs."""

    place: str = told("Where.", "")
    actors: tuple[Named, ...] = told("Who took part.", ())
    briefs: tuple[Named, ...] = told("Briefs that tell of it.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionRecord:
    """How a development came out."""

    outcome: str = given("What became of it.", enum=["yes", "no", "void"])
    date: dt.date = given("Day it was decided.")
    note: str = told("What decided it, inline Markdown.", "")
    brief: Named | None = told("The brief that tells of it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentRow:
    """A development as listed."""

    id: str = given("Its id within its brief.")
    path: str = given("Its place on the page of its brief.")
    brief: Named = given("The brief that says so.")
    label: str = told("A few words.", "")
    text: str = given("What could happen, inline Markdown.")
    status: str = given(
        "How it stands on the day of the build; `watch` has no likelihood.",
        enum=["watch", "open", "overdue", "yes", "no", "void"],
    )
    likelihood: LikelihoodRecord | None = told("The first likelihood.")
    by: DateRecord | None = told("The deadline.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DevelopmentRecord(DevelopmentRow):
    """What could happen next; a forecast where it has a likelihood."""

    published: dt.date = given("Day of its brief, on which the first likelihood was given.")
    revisions: tuple[LikelihoodRecord, ...] = told("Later likelihoods, by date.", ())
    resolves_if: str = told("The test, inline Markdown.", "")
    confidence: str = told("How sure the analysis is.", "", enum=["low", "moderate", "high"])
    resolution: ResolutionRecord | None = told("How it came out.")
    scored: bool = given("Whether it counts for the site's score.")
    actors: tuple[Named, ...] = told("Whom it concerns.", ())
    topics: tuple[Named, ...] = told("Topics of its brief.", ())
    authors: tuple[Named, ...] = told("Authors of its brief.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefRow:
    """A brief as listed."""

    id: str = given("Its slug.")
    title: str = given("Its headline.")
    path: str = given("Its page.")
    json: str = given("The file with all of it.")
    date: dt.date = given("Day of publication.")
    modified: dt.date = given("Day of the newest change.")
    type: str = given("What sort of piece it is.", enum=["analysis", "background", "report"])
    lang: str = given("Its language (BCP 47).")
    summary: str = told("The brief in a sentence or two, plain text.", "")
    topics: tuple[Named, ...] = told("Its topics.", ())
    storylines: tuple[Named, ...] = told("Its storylines.", ())
    authors: tuple[Named, ...] = told("Who wrote it.", ())
    actors: tuple[Named, ...] = told("Who is involved.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A brief that speaks of this one."""

    brief: Named = given("The brief.")
    sentence: str = told("The sentence, plain text.", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRecord:
    """A change of a brief after its publication."""

    id: str = given("Its id within its brief.")
    path: str = given("Its place on the page of its brief.")
    date: dt.date = given("Day of the change.")
    kind: str = given(
        "What sort of change.", enum=["update", "correction", "clarification", "retraction"]
    )
    text: str = given("What changed, inline Markdown.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommittedRecord:
    """When the file of a brief was committed, by its author's clock, in UTC."""

    first: dt.date | None = told("Day of the first commit; absent where that is not known.")
    last: dt.date = given("Day of the last commit.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefRecord:
    """All of one brief."""

    version: Literal[1] = given("Version of this form.")
    committed: CommittedRecord | None = told(
        "What the history of the site's repository says; absent where the site does not ask it, or "
        "its author has not committed the file."
    )
    brief: BriefRow = given("The brief as listed.")
    markdown: str = given("The file with its clean Markdown.")
    roles: tuple[RoleRecord, ...] = told("Who is involved, with roles.", ())
    events: tuple[EventRow, ...] = told("Its events, in order of time.", ())
    developments: tuple[DevelopmentRow, ...] = told("What it says could happen.", ())
    updates: tuple[UpdateRecord, ...] = told("What changed since, as written.", ())
    related: tuple[Named, ...] = told("What to read next.", ())
    translations: tuple[Named, ...] = told("The brief in other languages.", ())
    mentioned_in: tuple[Mention, ...] = told("Briefs that speak of it.", ())
    front_matter: dict[str, Any] = given(
        "Every field as an author may write it, in long form, ids filled in; described by "
        "`schemas/front-matter-brief.json`."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """An actor as listed."""

    id: str = given("Its id.")
    name: str = given("Its name.")
    path: str = given("Its dossier.")
    json: str = given("The file with all of it.")
    kind: str = given("What it is.", enum=[*KINDS])
    description: str = told("Who this is, plain text.", "")
    aliases: tuple[str, ...] = told("Other names.", ())
    same_as: tuple[str, ...] = told("Addresses of the same actor elsewhere.", ())
    briefs: int = given("Number of briefs that list it.", minimum=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorInBrief:
    """What the actor is in one brief."""

    brief: Named = given("The brief.")
    date: dt.date = given("Its day.")
    role: str = told("The role, inline Markdown.", "")
    capacity: str = told("How the brief concerns the actor.", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """An actor that appears with this one."""

    actor: Named = given("The other actor.")
    briefs: int = given("Number of briefs that list both.", minimum=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRecord:
    """All that is known of one actor."""

    version: Literal[1] = given("Version of this form.")
    actor: ActorRow = given("The actor as listed.")
    roles: tuple[ActorInBrief, ...] = told("What it is in each brief, newest first.", ())
    events: tuple[EventRow, ...] = told("Its events, in order of time.", ())
    developments: tuple[DevelopmentRow, ...] = told("Developments that concern it.", ())
    companions: tuple[Companion, ...] = told("Who it appears with most.", ())
    entry: dict[str, Any] = given(
        "Its entry in the registry, in long form; described by `schemas/front-matter-actor.json`."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefsFile:
    """Every brief, newest first."""

    version: Literal[1] = given("Version of this form.")
    briefs: tuple[BriefRow, ...] = given("The briefs.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorsFile:
    """Every actor, by name."""

    version: Literal[1] = given("Version of this form.")
    actors: tuple[ActorRow, ...] = given("The actors.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsFile:
    """Every event, in order of time."""

    version: Literal[1] = given("Version of this form.")
    events: tuple[EventRecord, ...] = given("The events.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRecord:
    """One band of the scale: how often it was used, and how often what it spoke of happened."""

    term: str = given("Its term.")
    low: float = given("Lower bound in percent.", minimum=0, maximum=100)
    high: float = given("Upper bound in percent.", minimum=0, maximum=100)
    n: int = given("Scored forecasts in it.", minimum=1)
    mean: float = given("Mean likelihood given, from 0 to 1.", minimum=0, maximum=1)
    share: float = given("Share that happened, from 0 to 1.", minimum=0, maximum=1)
    share_low: float = given("Lower end of its 95 % Wilson interval.", minimum=0, maximum=1)
    share_high: float = given("Upper end of its 95 % Wilson interval.", minimum=0, maximum=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRecord:
    """How well forecasts fit what came of them."""

    n: int = given("Forecasts that are scored.", minimum=0)
    brier_first: float | None = told("Brier score of the first likelihoods; 0 is perfect.")
    brier_last: float | None = told("Brier score of the last likelihoods before the outcome.")
    enough: bool = given("Whether there are enough to judge by.")
    bands: tuple[BandRecord, ...] = told("Calibration of the last likelihoods.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookFile:
    """Every development, and how well the site's forecasts did."""

    version: Literal[1] = given("Version of this form.")
    scale: str = given("The site's scale of likelihoods.", enum=["icd203", "phia"])
    score: ScoreRecord = given("The score of the whole site.")
    developments: tuple[DevelopmentRecord, ...] = given("The developments.")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFile:
    """Where everything is. Begin here."""

    version: Literal[1] = given("Version of the API; within it fields are added, never changed.")
    site: str = given("Name of the site.")
    url: str = told("Address of the root of the site, to which paths are relative.", "")
    description: str = told("What the site is.", "")
    lang: str = given("Language of the site (BCP 47).")
    briefs: int = given("Number of briefs.", minimum=0)
    actors: int = given("Number of actors.", minimum=0)
    events: int = given("Number of events.", minimum=0)
    developments: int = given("Number of developments.", minimum=0)
    files: dict[str, str] = given("Path of each file; {id} stands for the id of a thing.")
    schemas: dict[str, str] = given("Path of the JSON Schema of each file.")
    others: dict[str, str] = given("Path of what else the whole site has for machines.")
