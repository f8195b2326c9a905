"""The records of a site's data, each declared once for the API, CSV and SQLite.

Addresses within the site are paths from its root. Dates are EDTF as the author wrote them; `first`
and `last` are the days between which they lie, if known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter
from typing import Any, Literal

from mkdocs_briefs.formats.record_fields import (
    FILES,
    ROOT,
    Attributed,
    Estimate,
    Field,
    Get,
    Getter,
    InBrief,
    InLanguage,
    Record,
    RecordContext,
    api_path,
    column,
    items,
    optional,
    required,
    schema_path,
    updates,
)
from mkdocs_briefs.library.backlinks import Backlink
from mkdocs_briefs.library.catalogue import Actor, Term, by_language
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.forecasts import Calibrated, Score, score, status_of
from mkdocs_briefs.library.library import Part
from mkdocs_briefs.model import brief as model
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.fields import Confidence, fields_of
from mkdocs_briefs.model.fields import Record as WrittenRecord
from mkdocs_briefs.model.likelihood import SCALES, Likelihood
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.model.registry import ActorRelation, Position
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import modified, plain, same_as, summary
from mkdocs_briefs.pages.parts import Picture
from mkdocs_briefs.pages.score import ForecasterScore

_Status = Literal["watch", "open", "overdue", "yes", "no", "void"]
_Scale = Literal["icd203", "phia"]
_VERSION: Field[Any] = required("version", "Version of this form.", lambda *_: 1, Literal[1])
_PERCENT: dict[str, Any] = {"minimum": 0, "maximum": 100}
_SHARE: dict[str, Any] = {"minimum": 0, "maximum": 1}


def _count(name: str, text: str, get: Get[Any] = "") -> Field[Any]:
    return required(name, text, get, int, minimum=0)


def _page(kind: str, ident: str = "id") -> Getter[Any]:
    of = attrgetter(ident)
    return lambda it, _: urls.page_path(kind, of(it))


def _file(kind: str, ident: str = "id") -> Getter[Any]:
    of = attrgetter(ident)
    return lambda it, _: api_path(kind, of(it))


def _terms(registry: str, slug: str = "slug") -> Getter[Any]:
    of = attrgetter(slug)
    return lambda it, at: at.library.terms_of[of(it)][registry]


def _computed(compute: Callable[[Any], object]) -> Getter[Any]:
    """Return a getter that needs no context."""
    return lambda it, _: compute(it)


def _from_site(method: str, path: str = "") -> Getter[Any]:
    """Return a getter of the result of a method of the context, or of an attribute of it."""
    if not path:
        return lambda it, at: getattr(at, method)(it)
    of = attrgetter(path)
    return lambda it, at: (found := getattr(at, method)(it)) and of(found)


def _of_actor(what: str) -> Getter[Any]:
    """Return a getter of what a list of the reverse index has for an actor."""
    return lambda actor, at: at.of_actor(what, actor)


def _path_in_brief(it: InBrief[Any], _: RecordContext) -> str:
    return urls.anchored(urls.page_path("brief", it.brief.slug), it.ident or it.item.id)


def _joined_names(it: ForecasterScore, _: RecordContext) -> str:
    return ", ".join(link.text for link in it.links)


def _with_status(status: str, it: ForecasterScore, _: RecordContext) -> int:
    return dict(it.statuses)[status]


# values


def _named(refers: str, ident: str, name: str, path: Getter[Any]) -> Record[Any]:
    return Record(
        "Named",
        "Something with a page of its own.",
        (
            required("id", "Its id; of a brief, the slug.", ident),
            required("name", "Its name; of a brief, the title.", name),
            optional("path", "Its page.", path),
        ),
        refers=refers,
    )


NAMED_BRIEF = _named("briefs", "slug", "fields.title", _page("brief", "slug"))
NAMED_ACTOR = _named("actors", "id", "name", _page("actor"))
NAMED_TOPIC = _named("topics", "id", "name", _page("topic"))
NAMED_STORYLINE = _named("storylines", "id", "name", _page("storyline"))
NAMED_AUTHOR = _named("authors", "id", "name", lambda *_: "")
TRANSLATION = Record[InLanguage](
    "Translation",
    "A brief in another language.",
    (
        required("lang", "Its language (BCP 47)."),
        required("id", "Its slug.", "brief.slug"),
        required("name", "Its title.", "brief.fields.title"),
        required("path", "Its page.", _page("brief", "brief.slug")),
    ),
)
DATE = Record[Edtf](
    "DateRecord",
    "A date as precise as it is known.",
    (
        required(
            "edtf",
            "As written, in EDTF (ISO 8601-2).",
            "text",
            examples=["2024-04", "2023-10-07/.."],
        ),
        optional("first", "First day that it may mean.", "earliest", dt.date),
        optional("last", "Last day that it may mean.", "latest", dt.date),
    ),
    columns="{0}=edtf {0}_first=first {0}_last=last",
)
LIKELIHOOD = Record[Estimate](
    "LikelihoodRecord",
    "A likelihood: the word and the numbers it stands for.",
    (
        required("term", "Term of the site's scale, or `between` two of them.", "likelihood.term"),
        required("low", "Lower bound in percent.", "likelihood.low", float, **_PERCENT),
        required("high", "Upper bound in percent.", "likelihood.high", float, **_PERCENT),
        optional("date", "Day it was given.", kind=dt.date),
    ),
    columns="{0}=term low=low high=high",
)

# what briefs list

_KINDS: dict[object, Any] = {str: str, dt.date: dt.date, Edtf: DATE, Likelihood: LIKELIHOOD}
"""Types of the model's values -> kinds of fields."""
_BRIEF: Field[Any] = column("brief", kind=NAMED_BRIEF)


def _declared(record: type[WrittenRecord], **instead: Get[Any]) -> Iterator[Field[Any]]:
    """Yield columns for the fields that the model declares, the id first, no lists and records.

    `instead` has other values for some of them.
    """
    fields = fields_of(record)
    for name in sorted(fields, key=lambda name: name != "id"):
        if name in instead:
            yield column(name, instead[name])
        elif not fields[name].many and (kind := _KINDS.get(fields[name].type)):
            yield column(name, partial(_value, name), kind)


def _value(name: str, it: InBrief[WrittenRecord], _: RecordContext) -> object:
    value = getattr(it.item, name)
    return Estimate(value) if isinstance(value, Likelihood) else value


IMPLICATION = Record[InBrief[model.Implication]](
    "Implication", "What follows from an event.", (_BRIEF, *_declared(model.Implication))
)
AUDIENCE = Record[tuple[str, Actor | None]](
    "AudienceRecord",
    "For whom advice is: an actor, or others in words.",
    (
        required("name", "Who that is.", lambda it, _: it[0]),
        optional("id", "Its id, if it is an actor.", lambda it, _: it[1] and it[1].id),
        optional(
            "path",
            "Its dossier, if it is an actor.",
            lambda it, _: it[1] and urls.page_path("actor", it[1].id),
        ),
    ),
)
ANSWERED = Record[tuple[model.Brief, str]](
    "AnsweredRecord",
    "An implication or development that advice answers.",
    (
        required("id", "Its id within its brief.", lambda it, _: it[1]),
        required(
            "path",
            "Its place on the page of its brief.",
            lambda it, _: urls.anchored(urls.page_path("brief", it[0].slug), it[1]),
        ),
    ),
)
ADVICE = Record[InBrief[model.Advice]](
    "AdviceRecord",
    "What somebody could do.",
    (
        required("brief", "The brief that says so.", kind=NAMED_BRIEF),
        required("id", "Its id within its brief.", "item.id"),
        required("path", "Its place on the page of its brief.", _path_in_brief, column=False),
        optional("label", "A few words.", "item.label"),
        required("text", "The advice, inline Markdown.", "item.text"),
        optional("audience", "For whom it is.", _from_site("audiences"), [AUDIENCE]),
        column("audience", lambda it, at: "; ".join(name for name, _ in at.audiences(it))),
        optional(
            "addresses",
            "What of its brief it answers.",
            lambda it, _: [(it.brief, ref) for ref in it.item.addresses],
            [ANSWERED],
        ),
        column("addresses", lambda it, _: " ".join(it.item.addresses)),
        optional("actors", "Whom it concerns.", _from_site("actors_of_item"), [NAMED_ACTOR]),
        optional("topics", "Topics of its brief.", _terms("topics", "brief.slug"), [NAMED_TOPIC]),
    ),
)
FIGURE = Record[InBrief[model.Figure]](
    "Figure", "A number, with who says so.", (_BRIEF, *_declared(model.Figure))
)
SOURCE = Record[InBrief[model.Source]](
    "Source",
    "What a brief rests on.",
    (_BRIEF, *_declared(model.Source, author=lambda it, _: "; ".join(it.item.author) or None)),
)
REVISION = Record[InBrief[model.Revision]](
    "Revision",
    "A later likelihood of a development.",
    (_BRIEF, column("development", "ident"), *_declared(model.Revision)),
)


def _moment(what: str, get: str) -> Field[Any]:
    """Return the field for the hour of a day; `get` is the path of the moment."""
    moment = attrgetter(get)
    return optional(
        "moment",
        f"{what}, with hour and zone; absent where its author gives only the day.",
        lambda source, _: found if (found := moment(source)).clock else None,
        Moment,
    )


UPDATE = Record[InBrief[model.Update]](
    "UpdateRecord",
    "A change of a brief after its publication.",
    (
        _BRIEF,
        required("id", "Its id within its brief.", "ident"),
        required("path", "Its place on the page of its brief.", _path_in_brief, column=False),
        required("date", "Day of the change.", "item.date", dt.date),
        required("kind", "What sort of change.", "item.kind", kind=model.UpdateKind),
        required("text", "What changed, inline Markdown.", "item.text"),
        _moment("When it changed", "item.moment"),
    ),
)
ROLE = Record[InBrief[Part]](
    "RoleRecord",
    "An actor's part in a brief.",
    (
        _BRIEF,
        required("actor", "The actor.", "item.actor", NAMED_ACTOR),
        column("position", "number", int),
        optional(
            "kind",
            "What the actor is; absent where nobody says so.",
            "item.actor.kind",
            column=False,
            kind=model.Kind,
        ),
        optional(
            "role", "What the actor did or is in this brief, inline Markdown.", "item.item.role"
        ),
        optional("capacity", "How the brief concerns the actor.", "item.item.capacity"),
    ),
)
ROLE_OF_ACTOR = Record[InBrief[Part]](
    "ActorInBrief",
    "What the actor is in one brief.",
    (
        required("brief", "The brief.", kind=NAMED_BRIEF),
        required("date", "Its day.", "brief.fields.date", dt.date),
        optional("role", "The role, inline Markdown.", "item.item.role"),
        optional("capacity", "How the brief concerns the actor.", "item.item.capacity"),
    ),
)

# pictures

PICTURE = Record[Picture](
    "PictureRecord",
    "A picture.",
    (
        required("path", "Where it is; a web address if it is elsewhere."),
        optional("alt", "What it shows."),
        optional("caption", "What a reader should know of it."),
        optional("credit", "Who made it, and under which licence."),
        optional(
            "width", "Its width in pixels, where it is known.", lambda it, _: it.width or None, int
        ),
        optional("height", "Its height in pixels.", lambda it, _: it.height or None, int),
    ),
)

# events

_EVENT: tuple[Field[Event], ...] = (
    required("id", "Its id, the same in every brief."),
    required(
        "path",
        "Its lasting place on the site's timeline.",
        lambda e, at: at.factory.event_paths[e.id],
    ),
    required("text", "What happened, inline Markdown.", "lead.item.event"),
    optional("date", "When; absent for an undated event.", kind=DATE),
    required("status", "How sure it is.", "lead.item.status", kind=model.EventStatus),
)
EVENT_ROW = Record[Event]("EventRow", "An event as listed.", _EVENT, refers="events")
EVENT = Record[Event](
    "EventRecord",
    "Something that happened, is scheduled or was cancelled, merged from all briefs.",
    (
        *_EVENT,
        optional("place", "Where."),
        optional("actors", "Who took part.", _from_site("actors_of_event"), [NAMED_ACTOR]),
        optional(
            "briefs",
            "Briefs that tell of it; of one in several languages, that in the site's.",
            _from_site("briefs_of_event"),
            [NAMED_BRIEF],
        ),
        column("position", lambda e, at: at.event_numbers[e.id], int),
    ),
)

# developments

RESOLUTION = Record[model.Resolution](
    "ResolutionRecord",
    "How a development came out.",
    (
        required("outcome", "What became of it.", kind=model.Outcome),
        required("date", "Day it was decided.", kind=dt.date),
        optional("note", "What decided it, inline Markdown."),
        optional(
            "brief", "The brief that tells of it.", lambda it, at: at.brief(it.brief), NAMED_BRIEF
        ),
    ),
    columns="outcome=outcome resolved=date resolved_in=brief note=note",
)


def _first(it: InBrief[model.Development]) -> Estimate | None:
    return Estimate(it.item.likelihood) if it.item.likelihood else None


ATTRIBUTED = Record[Attributed](
    "AttributedRecord",
    "Whose forecast a development is.",
    (
        required("kind", "What that is.", kind=Literal["actor", "author", "source"]),
        required("name", "Who that is.", "link.text"),
        optional("id", "Its id; of a source, that in its brief."),
        optional("path", "Its page, or its place on the page of the brief.", "link.path"),
    ),
    columns="{0}=name {0}_kind=kind {0}_id=id",
)
_ATTRIBUTED_TO: Field[InBrief[model.Development]] = optional(
    "attributed_to",
    "Whose forecast it is; absent where it is that of the brief.",
    _from_site("attributed"),
    ATTRIBUTED,
)
_DEVELOPMENT: tuple[Field[InBrief[model.Development]], ...] = (
    required("id", "Its id within its brief.", "item.id"),
    required("path", "Its place on the page of its brief.", _path_in_brief, column=False),
    required("brief", "The brief that says so.", kind=NAMED_BRIEF),
    optional("label", "A few words.", "item.label"),
    optional(
        "subject",
        "What it is about; absent where its label says so, or where it has none.",
        lambda it, at: at.factory.subject(it.brief, it.item) or None,
        column=False,
    ),
    required("text", "What could happen, inline Markdown.", "item.text"),
    required(
        "status",
        "How it stands on the day of the build; `watch` has no likelihood.",
        lambda it, at: status_of(it.item, at.settings.today),
        kind=_Status,
    ),
    optional("likelihood", "The first likelihood.", _computed(_first), LIKELIHOOD),
    optional("by", "The deadline.", "item.by", DATE),
)
DEVELOPMENT_ROW = Record[InBrief[model.Development]](
    "DevelopmentRow",
    "A development as listed.",
    (*_DEVELOPMENT, _ATTRIBUTED_TO),
)
DEVELOPMENT = Record[InBrief[model.Development]](
    "DevelopmentRecord",
    "What could happen next; a forecast where it has a likelihood.",
    (
        *_DEVELOPMENT,
        required(
            "published",
            "Day of its brief, on which the first likelihood was given.",
            "brief.fields.date",
            dt.date,
            column=False,
        ),
        optional(
            "revisions",
            "Later likelihoods, by date.",
            lambda it, _: sorted(it.item.revisions, key=lambda row: row.date),
            [LIKELIHOOD],
        ),
        optional("resolves_if", "The test, inline Markdown.", "item.resolves_if"),
        column("resolves_by", "item.resolves_by"),
        optional("confidence", "How sure the analysis is.", "item.confidence", kind=Confidence),
        optional("resolution", "How it came out.", "item.resolution", RESOLUTION),
        required(
            "scored",
            "Whether it counts for the site's score.",
            lambda it, at: at.scored(it) is not None,
            bool,
        ),
        optional("actors", "Whom it concerns.", _from_site("actors_of_item"), [NAMED_ACTOR]),
        optional("topics", "Topics of its brief.", _terms("topics", "brief.slug"), [NAMED_TOPIC]),
        optional(
            "authors", "Authors of its brief.", _terms("authors", "brief.slug"), [NAMED_AUTHOR]
        ),
        column("first_probability", _from_site("scored", "first.probability"), float),
        column("last_probability", _from_site("scored", "last.probability"), float),
        column(
            "first",
            lambda it, at: (found := at.forecast(it)) and Estimate(found.first),
            LIKELIHOOD,
            everywhere=False,
        ),
        column(
            "last",
            lambda it, at: (found := at.forecast(it)) and Estimate(found.last),
            LIKELIHOOD,
            everywhere=False,
        ),
        column("revised", lambda it, _: len(it.item.revisions), int, everywhere=False),
        column("brier_first", _from_site("scored", "brier_first"), float, everywhere=False),
        column("brier_last", _from_site("scored", "brier_last"), float, everywhere=False),
        _ATTRIBUTED_TO,
        optional(
            "translation_of",
            "The original, if its brief is a translation. The original alone is scored.",
            lambda it, at: at.original(it.brief),
            NAMED_BRIEF,
        ),
    ),
)


# scores

BAND = Record[Calibrated](
    "BandRecord",
    "One band of the scale: how often it was used, and how often what it spoke of happened.",
    (
        required("term", "Its term."),
        required("low", "Lower bound in percent.", kind=float, **_PERCENT),
        required("high", "Upper bound in percent.", kind=float, **_PERCENT),
        required("n", "Scored forecasts in it.", kind=int, minimum=1),
        required("mean", "Mean likelihood given, from 0 to 1.", kind=float, **_SHARE),
        required("share", "Share that happened, from 0 to 1.", kind=float, **_SHARE),
        required(
            "share_low",
            "Lower end of its 95 % Wilson interval.",
            lambda band, _: band.interval[0],
            float,
            **_SHARE,
        ),
        required(
            "share_high",
            "Upper end of its 95 % Wilson interval.",
            lambda band, _: band.interval[1],
            float,
            **_SHARE,
        ),
    ),
)
SCORE = Record[Score](
    "ScoreRecord",
    "How well forecasts fit what came of them.",
    (
        _count("n", "Forecasts that are scored."),
        optional(
            "brier_first", "Brier score of the first likelihoods; 0 is perfect.", "first", float
        ),
        optional(
            "brier_last", "Brier score of the last likelihoods before the outcome.", "last", float
        ),
        required("enough", "Whether there are enough to judge by.", kind=bool),
        optional("bands", "Calibration of the last likelihoods.", kind=[BAND]),
    ),
)

# actors and terms

ACTOR_ROW = Record[Actor](
    "ActorRow",
    "An actor as listed.",
    (
        required("id", "Its id."),
        required("name", "Its name."),
        required("path", "Its dossier.", _page("actor")),
        required("json", "The file with all of it.", _file("actor"), column=False),
        optional("kind", "What it is; absent where nobody says so.", kind=model.Kind),
        optional(
            "description",
            "Who this is, plain text.",
            lambda a, _: plain(a.fields.description or "", 600),
            column=False,
        ),
        column("description", "fields.description"),
        column("wikidata", "fields.wikidata"),
        column("url", "fields.url"),
        column("part_of", lambda a, at: at.actor(a.fields.part_of), NAMED_ACTOR),
        optional("aliases", "Other names.", "fields.aliases", [str]),
        optional(
            "names",
            "Its name by language tag, where its author gives it in several.",
            _computed(by_language),
            dict[str, str],
            column=False,
        ),
        optional("same_as", "Addresses of the same actor elsewhere.", _computed(same_as), [str]),
        optional(
            "image",
            "Its picture.",
            lambda a, at: at.factory.picture(a.entry) if a.entry else None,
            PICTURE,
            column=False,
        ),
        required(
            "briefs",
            "Number of briefs that list it.",
            lambda a, at: len(at.where.parts_of_actor.get(a.id, ())),
            int,
            minimum=0,
        ),
    ),
)
COMPANION = Record[tuple[Actor, int]](
    "Companion",
    "An actor that appears with this one.",
    (
        required("actor", "The other actor.", lambda it, _: it[0], NAMED_ACTOR),
        _count("briefs", "Number of briefs that list both.", lambda it, _: it[1]),
    ),
)
ACTOR = Record[Actor](
    "ActorRecord",
    "All that is known of one actor.",
    (
        _VERSION,
        required("actor", "The actor as listed.", lambda a, _: a, ACTOR_ROW),
        optional(
            "roles",
            "What it is in each brief, newest first.",
            _of_actor("parts_of_actor"),
            [ROLE_OF_ACTOR],
        ),
        optional(
            "events",
            "Its events, in order of time.",
            lambda a, at: at.where.events_of_actor.get(a.id),
            [EVENT_ROW],
        ),
        optional(
            "developments",
            "Developments that concern it and are not its own.",
            _of_actor("developments_of_actor"),
            [DEVELOPMENT_ROW],
        ),
        optional(
            "forecasts",
            "Developments that are attributed to it.",
            _of_actor("developments_by_actor"),
            [DEVELOPMENT_ROW],
        ),
        optional("score", "The score of these forecasts.", _from_site("score_of_actor"), SCORE),
        optional("advice_for", "Advice that is for it.", _of_actor("advice_to_actor"), [ADVICE]),
        optional(
            "advice_about",
            "Other advice that concerns it.",
            _of_actor("advice_about_actor"),
            [ADVICE],
        ),
        optional("companions", "Who it appears with most.", _from_site("companions"), [COMPANION]),
        required(
            "entry",
            "Its entry in the registry, in long form; described by "
            "`schemas/front-matter-actor.json`.",
            lambda a, _: a.fields.without_defaults(),
            dict[str, Any],
        ),
    ),
)
ALIAS = Record[tuple[Actor, str]](
    "Alias",
    "Another name of an actor.",
    (column("actor", lambda it, _: it[0], NAMED_ACTOR), column("name", lambda it, _: it[1])),
)
POSITION = Record[tuple[Actor, Position]](
    "Position",
    "A post that an actor held.",
    (
        column("actor", lambda it, _: it[0], NAMED_ACTOR),
        column("title", lambda it, _: it[1].title),
        column("organization", lambda it, _: it[1].organization),
        column("first", lambda it, _: it[1].start and it[1].start.text),
        column("last", lambda it, _: it[1].end and it[1].end.text),
    ),
)
RELATION = Record[tuple[Actor, ActorRelation]](
    "Relation",
    "A tie between two actors.",
    (
        column("actor", lambda it, _: it[0], NAMED_ACTOR),
        column("other", lambda it, at: at.actor(it[1].actor), NAMED_ACTOR),
        column("relation", lambda it, _: it[1].relation),
        column("first", lambda it, _: it[1].start and it[1].start.text),
        column("last", lambda it, _: it[1].end and it[1].end.text),
    ),
)
TERM = Record[Term](
    "Term",
    "A topic, storyline or author.",
    (column("id"), column("name"), column("description", "fields.description")),
)

# briefs

BRIEF_ROW = Record[model.Brief](
    "BriefRow",
    "A brief as listed.",
    (
        required("id", "Its slug, with the year or date that its address has.", "slug"),
        required("title", "Its headline.", "fields.title"),
        required("path", "Its page.", _page("brief", "slug")),
        required("json", "The file with all of it.", _file("brief", "slug"), column=False),
        required("date", "Day of publication.", "fields.date", dt.date),
        required("modified", "Day of the newest change.", lambda b, _: modified(b).day, dt.date),
        optional(
            "type",
            "What sort of piece it is; absent where its author does not say so.",
            "fields.type",
            kind=model.BriefType,
        ),
        required(
            "lang", "Its language (BCP 47).", lambda b, at: b.fields.lang or at.settings.language
        ),
        optional(
            "translation_of",
            "The original, if it is a translation; counts of briefs leave it out.",
            lambda b, at: at.original(b),
            NAMED_BRIEF,
        ),
        optional("translations", "Its other languages.", _from_site("translations"), [TRANSLATION]),
        optional(
            "summary",
            "The brief in a sentence or two, plain text.",
            lambda b, _: _summary(b, 600),
            column=False,
        ),
        column("summary", lambda b, _: _summary(b, 2000)),
        optional("topics", "Its topics.", _terms("topics"), [NAMED_TOPIC]),
        optional("storylines", "Its storylines.", _terms("storylines"), [NAMED_STORYLINE]),
        optional("authors", "Who wrote it.", _terms("authors"), [NAMED_AUTHOR]),
        optional(
            "actors",
            "Who is involved.",
            lambda b, at: [part.actor for part in at.library.parts[b.slug]],
            [NAMED_ACTOR],
        ),
        optional(
            "image", "Its picture.", lambda b, at: at.factory.picture(b), PICTURE, column=False
        ),
        column("body", lambda b, _: b.body.strip()),
        _moment("When it was published", "fields.moment"),
    ),
)


def _summary(brief: model.Brief, most: int) -> str | None:
    found = summary(brief)
    return plain(found.source, most) if found else None


MENTION = Record[Backlink](
    "Mention",
    "A brief that speaks of this one.",
    (
        required("brief", "The brief.", kind=NAMED_BRIEF),
        column("kind", lambda link, _: link.target[0]),
        column("target", lambda link, _: link.target[1]),
        optional("sentence", "The sentence, plain text."),
    ),
)
RELATED = Record[InBrief[model.RelatedBrief]](
    "Related",
    "How a brief relates to another one.",
    (
        _BRIEF,
        column("other", lambda it, at: at.brief(it.item.brief), NAMED_BRIEF),
        column("relation", "item.relation"),
    ),
)
COMMITTED = Record[Any](
    "CommittedRecord",
    "When the file of a brief was committed, by its author's clock, in UTC.",
    (
        optional("first", "Day of the first commit; absent where that is not known.", kind=dt.date),
        required("last", "Day of the last commit.", kind=dt.date),
    ),
)
BRIEF = Record[model.Brief](
    "BriefRecord",
    "All of one brief.",
    (
        _VERSION,
        optional(
            "committed",
            "What the history of the site's repository says; absent where the site does not ask "
            "it, or its author has not committed the file.",
            lambda b, at: at.factory.committed.get(b.file),
            COMMITTED,
        ),
        required("brief", "The brief as listed.", lambda b, _: b, BRIEF_ROW),
        required(
            "markdown",
            "The file with its clean Markdown.",
            lambda b, _: f"{urls.page_path('brief', b.slug)}index.md",
        ),
        optional("roles", "Who is involved, with roles.", _from_site("roles"), [ROLE]),
        optional(
            "events",
            "Its events, in order of time.",
            lambda b, at: at.where.events_of_brief.get(b.slug),
            [EVENT_ROW],
        ),
        optional(
            "developments",
            "What it says could happen.",
            lambda b, _: items(b, "developments"),
            [DEVELOPMENT_ROW],
        ),
        optional("advice", "What it advises.", lambda b, _: items(b, "advice"), [ADVICE]),
        optional("updates", "What changed since, as written.", _computed(updates), [UPDATE]),
        optional(
            "related",
            "What to read next.",
            lambda b, at: [row.brief for row in at.library.related(b.slug)],
            [NAMED_BRIEF],
        ),
        optional(
            "translations",
            "The brief in other languages.",
            lambda b, at: [other.brief for other in at.translations(b)],
            [NAMED_BRIEF],
        ),
        optional(
            "mentioned_in",
            "Briefs that speak of it.",
            lambda b, at: at.library.backlinks(("brief", b.slug)),
            [MENTION],
        ),
        required(
            "front_matter",
            "Every field as an author may write it, in long form, ids filled in; described by "
            "`schemas/front-matter-brief.json`.",
            lambda b, _: b.fields.without_defaults() | dict(b.extra),
            dict[str, Any],
        ),
    ),
)

# whole files

BRIEFS_FILE = Record[RecordContext](
    "BriefsFile",
    "Every brief and translation, newest first.",
    (_VERSION, required("briefs", "The briefs.", "library.briefs", [BRIEF_ROW])),
)
ACTORS_FILE = Record[RecordContext](
    "ActorsFile",
    "Every actor, by name.",
    (_VERSION, required("actors", "The actors.", kind=[ACTOR_ROW])),
)
EVENTS_FILE = Record[RecordContext](
    "EventsFile",
    "Every event, in order of time.",
    (_VERSION, required("events", "The events.", "library.events", [EVENT])),
)
FORECASTER = Record[ForecasterScore](
    "ForecasterRecord",
    "A forecaster with the forecasts that are theirs alone.",
    (
        required(
            "kind",
            "What it is; a brief without authors speaks for the `site`.",
            kind=Literal["actor", "author", "source", "site"],
        ),
        required("name", "Who it is; several authors together are one.", _joined_names),
        optional("ids", "The id of the actor, or those of the authors.", kind=[str]),
        optional("path", "Its page.", lambda it, _: it.links[0].path if len(it.links) == 1 else ""),
        _count("forecasts", "Forecasts made."),
        *(
            _count(status, text, partial(_with_status, status))
            for status, text in (
                ("open", "Those before their deadline."),
                ("overdue", "Those past it without an outcome."),
                ("yes", "Those that happened."),
                ("no", "Those that did not."),
                ("void", "Those that cannot be decided."),
            )
        ),
        required("score", "How well they fit what came.", kind=SCORE),
    ),
)
ADVICE_FILE = Record[RecordContext](
    "AdviceFile",
    "All advice, that of the newest brief first.",
    (_VERSION, required("advice", "The advice.", kind=[ADVICE])),
)
OUTLOOK_FILE = Record[RecordContext](
    "OutlookFile",
    "Every development, and how well the site's forecasts did.",
    (
        _VERSION,
        required(
            "scale", "The site's scale of likelihoods.", "settings.likelihood_scale", kind=_Scale
        ),
        required(
            "score",
            "The score of the whole site.",
            lambda at, _: score(
                at.factory.forecasts.values(), SCALES[at.settings.likelihood_scale]
            ),
            SCORE,
        ),
        required("developments", "The developments.", kind=[DEVELOPMENT]),
        required(
            "forecasters",
            "Every forecaster, most forecasts first; each forecast counts for one of them.",
            kind=[FORECASTER],
        ),
    ),
)
INDEX_FILE = Record[RecordContext](
    "IndexFile",
    "Where everything is. Begin here.",
    (
        required(
            "version",
            "Version of the API; within it fields are added, never changed.",
            lambda *_: 1,
            Literal[1],
        ),
        required("site", "Name of the site.", "settings.site_name"),
        optional(
            "url",
            "Address of the root of the site, to which paths are relative.",
            lambda at, _: at.settings.site_url,
        ),
        optional("description", "What the site is.", "settings.site_description"),
        required("lang", "Language of the site (BCP 47).", "settings.language"),
        _count(
            "briefs",
            "Number of briefs; one in several languages counts once.",
            lambda at, _: len(at.library.leads),
        ),
        _count(
            "translations",
            "Number of their translations.",
            lambda at, _: len(at.library.briefs) - len(at.library.leads),
        ),
        _count("actors", "Number of actors.", lambda at, _: len(at.library.catalogue.actors)),
        _count("events", "Number of events.", lambda at, _: len(at.library.events)),
        _count(
            "developments",
            "Number of developments; one in several languages counts once.",
            lambda at, _: len(at.library.developments),
        ),
        _count(
            "advice",
            "Number of pieces of advice; of a brief in several languages those of one.",
            lambda at, _: sum(len(brief.fields.advice) for brief in at.library.leads),
        ),
        required(
            "files",
            "Path of each file; {id} stands for the id of a thing.",
            lambda *_: {name: ROOT + path for name, path in FILES.items()},
            dict[str, str],
        ),
        required(
            "schemas",
            "Path of the JSON Schema of each file.",
            lambda *_: {name: schema_path(name) for name in FILES},
            dict[str, str],
        ),
        required(
            "others", "Path of what else the whole site has for machines.", kind=dict[str, str]
        ),
    ),
)
