"""Views made by hand, from the sample story, for tests of templates: a full and a bare one of each."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

from mkdocs_briefs.library.forecasts import Outcome, Score, calibration
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.model.likelihood import SCALES
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.model.texts import Said
from mkdocs_briefs.pages.chronology import histogram_of_years
from mkdocs_briefs.pages.kinds.actors import ActorIndexView, ActorView
from mkdocs_briefs.pages.kinds.briefs import BriefIndexView, BriefView, FrontView
from mkdocs_briefs.pages.kinds.listings import (
    AdviceIndexView,
    CorrectionsView,
    ImplicationsView,
    OutlookView,
)
from mkdocs_briefs.pages.kinds.search import ExploreView, SearchView
from mkdocs_briefs.pages.kinds.terms import StorylineView, TermView, TopicIndexView, TopicView
from mkdocs_briefs.pages.kinds.timeline import TimelineView
from mkdocs_briefs.pages.parts import (
    ActorGroup,
    ActorLetter,
    ActorSummary,
    AdviceGroup,
    AdviceView,
    Anniversary,
    BacklinkView,
    BriefSummary,
    Companion,
    Dated,
    DevelopmentView,
    Edge,
    EventGroup,
    EventView,
    ExploreRow,
    FigureView,
    Group,
    ImplicationGroup,
    ImplicationView,
    Link,
    Pager,
    Reason,
    RelatedView,
    RelationView,
    RevisionView,
    RoleRow,
    SmallGraph,
    SourceMark,
    SourceView,
    StatedRelation,
    StoryPlace,
    TermRow,
    Text,
    UpdateView,
    Verdict,
)
from mkdocs_briefs.pages.redirects import RedirectView
from mkdocs_briefs.pages.score import Band, Called, ForecasterScore, ScoreView, Slice
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.problems import Location

SLUG = "spy-chief-resigns"
HERE = f"briefs/{SLUG}/"
DAY = dt.date(2024, 4, 22)
WHEN = Moment(DAY)
BRIEF = Link("Spy chief resigns over the October 7 failures", HERE)
OTHER = Link("What happened on October 7", "briefs/october-7/")
TOPICS = (Link("Gaza war", "topics/gaza-war/"), Link("Intelligence", "topics/intelligence/"))
HALIVA = Link("Aharon Haliva", "actors/aharon-haliva/")
HAMAS = Link("Hamas", "actors/hamas/")
MARK = SourceMark(1, "News text on the resignation", f"{HERE}#source-news")


def text(source: str) -> Text:
    return Text(source, SLUG)


def actor(name: str, kind: str = "person", role: str = "", capacity: str = "") -> ActorSummary:
    words = name.split()
    return ActorSummary(
        id=name.lower().replace(" ", "-"),
        name=name,
        path=f"actors/{name.lower().replace(' ', '-')}/",
        kind=kind,
        initials="".join(word[0] for word in words[:2]).upper(),
        role=text(role) if role else None,
        capacity=capacity,
        description=text(f"About *{name}*."),
    )


ACTORS = (
    actor("Aharon Haliva", "person", "Resigned as head of military intelligence", "subject"),
    actor(
        "Benjamin Netanyahu", "person", "Prime minister; has **not** acknowledged responsibility"
    ),
    actor("Hamas", "organization", "Carried out the attack", "party"),
    actor("Iran", "state", "Answered the strike on its consular building"),
    actor("Israel Defense Forces", "organization"),
    actor("Yossi Mekelberg", "person", "Calls the pressure “immense”", "commentator"),
)


def card(
    title: str = BRIEF.text, path: str = HERE, day: dt.date = DAY, lang: str = "en"
) -> BriefSummary:
    return BriefSummary(
        slug=path.split("/")[1],
        title=title,
        path=path,
        date=Moment(day),
        modified=Moment(day + dt.timedelta(days=2)),
        type="analysis",
        lang=lang,
        summary=text(
            "No Israeli official before Major-General Aharon Haliva is said to have answered for "
            "failing to prevent the [[hamas|Hamas]] attack. [@news]"
        ),
        topics=TOPICS,
        first_actors=ACTORS[:4],
        actors=6,
        implications=3,
        open=1,
        decided=1,
        minutes=4,
        all_minutes=9,
        reworded=Moment(day + dt.timedelta(days=2)),
        draft=False,
    )


def event(anchor: str, date: str | None, words: str, **more: object) -> EventView:
    values: dict[str, object] = {
        "status": "happened",
        "upcoming": False,
        "place": "",
        "actors": (),
        "briefs": (),
    }
    return EventView(
        anchor=anchor,
        permalink=f"timeline/#{anchor}",
        date=parse_edtf(date) if date else None,
        text=text(words),
        **(values | more),
    )


EVENTS = (
    event(
        "hamas-attack", "2023-10-07", "[[hamas|Hamas]] attacks southern Israel",
        place="Southern Israel", actors=(HAMAS,), briefs=(OTHER,), sources=(MARK,),
    ),
    event("war", "2023-10/..", "Israel launches a war on Gaza"),
    event("damascus", "2024-04~", "Strike on Iran’s consular building in Damascus"),
    event("anniversary", "XXXX-10-07", "The day is marked every year"),
    event("haliva-resigns", "2024-04-22", "**Haliva resigns**", actors=(HALIVA,)),
    event("pressure", None, "Pressure for the release of the captives grows"),
    event("hearing", "2031-06", "A hearing of the commission", status="scheduled", upcoming=True),
    event("visit", "2024-05-02", "A visit to Washington", status="cancelled"),
)  # fmt: skip


def implication(anchor: str, label: str, words: str, **more: object) -> ImplicationView:
    values: dict[str, object] = {
        "actors": (HALIVA,),
        "horizon": "long",
        "horizon_date": None,
        "confidence": "moderate",
        "sources": (MARK,),
        "answered_by": (Link("Promote accountability", f"{HERE}#promote-accountability"),),
    }
    return ImplicationView(anchor=anchor, label=label, text=text(words), **(values | more))


IMPLICATIONS = (
    implication(
        "leadership-accountability", "Leadership accountability",
        "Sets a precedent for senior officials taking responsibility for security failures, and "
        "could lead to a culture of greater accountability.",
    ),
    implication(
        "political-fallout", "Political fallout",
        "Netanyahu’s handling of the crisis will come under more scrutiny.",
        horizon="", horizon_date=parse_edtf("2026"), confidence="",
    ),
    implication(
        "regional-security", "", "Israel *may* actor heightened threats.", horizon="short", actors=(),
        sources=(), answered_by=(),
    ),
)  # fmt: skip


def development(
    anchor: str, status: str, likelihood: str | None, **more: object
) -> DevelopmentView:
    values: dict[str, object] = {
        "label": anchor.replace("-", " ").capitalize(),
        "text": text("Israel may implement reforms in its intelligence and security apparatus."),
        "actors": (HALIVA, HAMAS),
        "by": parse_edtf("2025") if likelihood else None,
        "resolves_if": text("The Knesset passes a law on it.") if likelihood else None,
        "resolves_by": text("The official gazette") if likelihood else None,
        "signposts": (text("Changes in *leadership*"), text("New coordination with allies")),
        "confidence": "low",
        "revisions": (),
        "resolved_on": None,
        "resolution_note": None,
        "resolution_brief": None,
    }
    return DevelopmentView(
        anchor=anchor,
        status=status,
        likelihood=SCALES["icd203"].read(likelihood) if likelihood else None,
        **(values | more),
    )


REVISION = RevisionView(
    dt.date(2024, 6, 1), SCALES["icd203"].read("70%"), text("A bill was tabled. [@news]")
)
DEVELOPMENTS = (
    development(
        "security-reforms", "open", "likely", revisions=(REVISION,), published=DAY,
        first=SCALES["icd203"].read("unlikely"),
    ),
    development("early-election", "overdue", "roughly even chance"),
    development(
        "diplomatic-engagement", "yes", "90%", resolved_on=dt.date(2024, 11, 27),
        resolution_note=text("A ceasefire was signed."), resolution_brief=OTHER,
        verdict=Verdict(90, 10, 0.01, 0.04),
    ),
    development("netanyahu-follows-suit", "no", "20-45%", resolved_on=dt.date(2025, 1, 1)),
    development("commission", "void", "unlikely", label="", unscored="void"),
    development("public-opinion", "watch", None),
)  # fmt: skip
_RESOLVED = [
    Outcome(SCALES["icd203"].read("likely"), happened=True),
    Outcome(SCALES["icd203"].read("20%"), happened=False),
]
SCORE = Score(2, 0.1, 0.07, calibration(_RESOLVED, SCALES["icd203"]))
SCORED = ScoreView(
    whole=SCORE,
    called=5,
    unassessed=1,
    statuses=(("open", 1), ("overdue", 1), ("yes", 1), ("no", 1), ("void", 1)),
    bands=tuple(
        Band(
            row,
            f"band-{number}",
            (Called(Link("A ceasefire", f"{HERE}#a-ceasefire"), "yes", row_likelihood, DAY),),
            number,
        )
        for number, (row, row_likelihood) in enumerate(
            zip(SCORE.bands, (each.likelihood for each in _RESOLVED), strict=True)
        )
    ),
    slices=(
        ("topics", (Slice(TOPICS[0], SCORE),)),
        ("actors", (Slice(OTHER, SCORE),)),
    ),
    forecasters=(
        ForecasterScore(
            (Link("A. Writer", ""),),
            "author",
            ("a-writer",),
            5,
            (("open", 1), ("overdue", 1), ("yes", 1), ("no", 1), ("void", 1)),
            SCORE,
        ),
    ),
    more_forecasters=2,
)
ADVICE = (
    AdviceView(
        "promote-accountability", "Promote accountability",
        text("Encourage a culture of accountability within the security establishment."),
        (Link("Israeli policymakers", ""),),
        (
            (Link("Leadership accountability", f"{HERE}#leadership-accountability"), ""),
            (Link("Early election", f"{HERE}#early-election"), "no"),
        ),
    ),
    AdviceView("engage-in-diplomacy", "", text("Seek peaceful resolutions."), (Link("Diplomats", ""),), ()),
)  # fmt: skip
FIGURES = (
    FigureView(
        "deaths-in-gaza", "deaths in Gaza", "34,000", "people", "more_than", parse_edtf("2024-04"),
        "Gaza health officials",
        (Link("Gaza health officials", "actors/gaza-health-officials/"),), (MARK,),
    ),
    FigureView("captives", "people taken captive", "240", "", "about", None, "", (), ()),
    FigureView(
        "casualties", "casualties in the attack", "1,100", "", "exact", None, "The army",
        (Link("The army", ""),), (),
    ),
)  # fmt: skip
SOURCES = (
    SourceView(
        1, "source-news", "News text on the resignation", "https://example.org/news?a=1&b=2",
        "Example News", ("A. Writer", "B. Editor"), parse_edtf("2024-04-22"),
        dt.date(2024, 4, 23), "https://example.org/archive/1", "secondary", "B",
        text("With a *follow-up* analysis."),
    ),
    SourceView(2, "source-letter", "The letter", "", "", (), None, None, "", "", "", None),
)  # fmt: skip
UPDATES = (
    UpdateView(
        Moment(dt.date(2024, 4, 24)), "correction", text("An earlier version gave a wrong rank.")
    ),
    UpdateView(Moment(dt.date(2024, 4, 23)), "update", text("Added the *letter*.")),
)
BACKLINKS = (
    BacklinkView(OTHER, Moment(dt.date(2023, 10, 8)), "Later, Haliva resigned over it.", "Haliva"),
    BacklinkView(OTHER, Moment(dt.date(2023, 10, 9)), "", ""),
)
COMPANIONS = tuple(
    Companion(
        each, 5 - index, (BRIEF, OTHER)[: 5 - index], (StatedRelation("ally", outward=not index),)
    )
    for index, each in enumerate(ACTORS[1:])
)
SMALL_GRAPH = SmallGraph(
    ACTORS,
    (
        *(
            Edge(0, n, 5 - n, (StatedRelation("", outward=True),) if n == 1 else ())
            for n in range(1, len(ACTORS))
        ),
        Edge(1, 2, 1, (StatedRelation("ally", outward=False),)),
    ),
    centred=True,
)
GROUPS = (
    Group("Gaza war", "implications/#topic-gaza-war", 4),
    Group("2024", "timeline/2024/", 11),
)
CRUMBS = (Link("Front page", ""), Link("Briefs", "briefs/"))


def pages(number: int, total: int) -> Pager:
    """The page that is this many from the newest of so many pages."""
    paths = ["briefs/", *(f"briefs/page/{n}/" for n in range(total - 1, 0, -1))]
    here = paths[number - 1]
    return Pager(
        first=paths[0],
        path=here,
        label="" if number == 1 else str(total + 1 - number),
        newer=paths[number - 2] if number > 1 else "",
        older=paths[number] if number < total else "",
        others=tuple(Link(path.split("/")[2], path) for path in paths[1:]) if number == 1 else (),
        total=total * 60 if number == 1 else 0,
    )


def head(path: str, title: str, **more: object) -> dict[str, object]:
    return {
        "path": path,
        "title": title,
        "description": "A description.",
        "lang": "en",
        "breadcrumbs": CRUMBS,
        **more,
    }


def full_brief() -> BriefView:
    related = card("What happened on October 7", "briefs/october-7/", dt.date(2023, 10, 8))
    return BriefView(
        **head(HERE, BRIEF.text, modified=WHEN, previous=OTHER, next=OTHER),
        card=card(),
        authors=(Link("A. Writer", "authors/a-writer/"), Link("B. Editor", "")),
        storylines=(
            StoryPlace(Link("Accountability", "storylines/accountability/"), 2, 3, OTHER, OTHER),
        ),
        summary=card().summary,
        why_it_matters=text("It puts *pressure* on the prime minister."),
        key_points=(
            text("Haliva, 38 years in the military, acknowledged the failure in his letter."),
            text("He is the first official to take responsibility. [@news]"),
        ),
        figures=FIGURES,
        actors=ACTORS,
        events=EVENTS,
        implications=IMPLICATIONS,
        developments=DEVELOPMENTS,
        advice=ADVICE,
        advice_audience=(Link("Israeli policymakers", ""),),
        unknowns=(text("Whether the prime minister will follow."),),
        alternatives=(text("The resignation may be *personal*."),),
        sources=SOURCES,
        updates=UPDATES,
        decided=(UpdateView(WHEN, "yes", text("It was signed."), None, about=OTHER),),
        decides=tuple(dataclasses.replace(it, brief=OTHER) for it in DEVELOPMENTS[2:5]),
        methodology=text("Written from **one** text."),
        as_of=parse_edtf("2024-04-22"),
        review_by=dt.date(2024, 10, 1),
        review_due=True,
        related=(
            RelatedView(
                related,
                (Reason("actors", ("Hamas", "Iran")), Reason("background"), Reason("events")),
            ),
        ),
        mentioned_in=BACKLINKS,
        translations=(Link("he", "briefs/spy-chief-resigns-he/"),),
        scale="icd203",
        draft=True,
        scheduled=True,
    )


def bare_brief() -> BriefView:
    return BriefView(
        path=HERE, title="A title", description="", lang="en",
        card=BriefSummary(
            SLUG, "A title", HERE, WHEN, WHEN, "report", "en", None, (), (), 0, 0, 0, 0, 1, 1
        ),
        authors=(), storylines=(), summary=None, why_it_matters=None, key_points=(), figures=(),
        actors=(), events=(), implications=(), developments=(), advice=(), advice_audience=(),
        unknowns=(), alternatives=(), sources=(), updates=(), methodology=None, as_of=None,
        review_by=None, review_due=False, related=(), mentioned_in=(), translations=(), scale="",
        draft=False, scheduled=False,
    )  # fmt: skip


def full_actor() -> ActorView:
    place = Dated("Head of military intelligence", Link("IDF", "actors/idf/"), None, None)
    return ActorView(
        **head("actors/aharon-haliva/", "Aharon Haliva"),
        actor=ACTORS[0],
        link=HALIVA,
        description_text=text("Israeli major-general; head of *military intelligence*."),
        aliases=("Aharon Haliwa",),
        names=(Said("אהרון חליוה", "he"),),
        url="https://example.org/haliva",
        wikidata="Q1",
        part_of=Link("Israel Defense Forces", "actors/israel-defense-forces/"),
        members=(HAMAS,),
        positions=(
            place,
            Dated("Officer", None, parse_edtf("1986~"), parse_edtf("2024-04-22")),
            Dated("Adviser", None, parse_edtf("2025"), None),
        ),
        relations=(
            RelationView(
                Link("Aharon Haliva", "actors/aharon-haliva/"),
                "reports to",
                HAMAS,
                None,
                parse_edtf("2024"),
            ),
        ),
        briefs=2,
        roles=(
            RoleRow(BRIEF, WHEN, text("*Resigned* as head"), "subject"),
            RoleRow(OTHER, Moment(dt.date(2023, 10, 8)), None, ""),
        ),
        events=EVENTS,
        implications=tuple(
            implication(f"i-{n}", "Accountability", "Sets a precedent.", brief=BRIEF, topics=TOPICS)
            for n in range(2)
        ),
        score=SCORE,
        developments=(development("reforms", "open", "likely", brief=BRIEF),),
        forecasts=(
            dataclasses.replace(
                development("talks", "yes", "70%", brief=BRIEF), attributed_to=HAMAS
            ),
        ),
        made=SCORE,
        advice_to=(dataclasses.replace(ADVICE[0], brief=BRIEF, audience=(HAMAS,)),),
        advice_about=(dataclasses.replace(ADVICE[1], brief=BRIEF, actors=(HAMAS,)),),
        companions=COMPANIONS,
        mentioned_in=BACKLINKS,
        topics=GROUPS,
        small_graph=SMALL_GRAPH,
    )


def bare_actor() -> ActorView:
    return ActorView(
        path="actors/iran/", title="Iran", description="", lang="en",
        actor=ActorSummary("iran", "Iran", "actors/iran/", "state", "I"),
        link=Link("Iran", "actors/iran/"), description_text=None,
        aliases=(), names=(), url="", wikidata="", part_of=None, members=(), positions=(), relations=(),
        briefs=0, roles=(), events=(), implications=(), developments=(), forecasts=(), advice_to=(),
        advice_about=(), companions=(), mentioned_in=(), topics=(),
    )  # fmt: skip


def _term(*, full: bool) -> TermView:
    view = full_actor()
    return (StorylineView if full else TopicView)(
        **head("topics/gaza-war/", "Gaza war", pager=pages(2, 9) if full else None),
        id="gaza-war",
        description_text=text("The war *since* 2023.") if full else None,
        names=(Said("حرب غزة", "ar"),) if full else (),
        title_lang="",
        cards=(card(), card("An Arabic brief", "briefs/arabic/", lang="ar")) if full else (),
        companions=COMPANIONS if full else (),
        events=EVENTS if full else (),
        implications=view.implications if full else (),
        score=SCORE if full else None,
        developments=view.developments if full else (),
        advice=view.advice_to if full else (),
        changes=(UpdateView(WHEN, "update", text("More."), BRIEF),) if full else (),
        mentioned_in=BACKLINKS if full else (),
        small_graph=dataclasses.replace(SMALL_GRAPH, centred=False) if full else None,
    )


def _front(*, full: bool) -> FrontView:
    return FrontView(
        **head("", "Briefs", breadcrumbs=()),
        lead=card() if full else None,
        stream=(
            card("Iran’s counterstrike, explained", "briefs/b/", dt.date(2024, 4, 14)),
            card("الضربة على القنصلية في دمشق", "briefs/c/", dt.date(2024, 4, 1), lang="ar"),
            card(OTHER.text, OTHER.path, dt.date(2023, 10, 8)),
        )
        if full
        else (),
        watch=(
            development("reforms", "open", "likely", brief=BRIEF),
            development("election", "overdue", "70%", brief=BRIEF, label=""),
            development("opinion", "watch", None),
        )
        if full
        else (),
        upcoming=EVENTS[6:7] if full else (),
        on_this_day=(Anniversary(EVENTS[0], 1),) if full else (),
        today=DAY,
        days=full,
        topics=GROUPS if full else (),
        search="search/",
        more=Link("All briefs", "briefs/") if full else None,
    )


def _timeline(*, full: bool) -> TimelineView:
    return TimelineView(
        **head("timeline/", "Timeline"),
        year=None,
        groups=(
            EventGroup("", "", EVENTS[6:7], "coming"),
            EventGroup("2024", "timeline/2024/", EVENTS[2:4]),
            EventGroup("2023", "timeline/2023/", EVENTS[:2]),
            EventGroup("", "", EVENTS[5:6]),
        )
        if full
        else (),
        years=(Group("2024", "timeline/2024/", 2), Group("", "timeline/undated/", 1))
        if full
        else (),
        histogram=histogram_of_years(
            [(2023,), (2023, 2024)], {y: f"timeline/{y}/" for y in (2023, 2024)}
        )
        if full
        else None,
        actors=GROUPS if full else (),
        topics=GROUPS if full else (),
    )


def _implications(*, full: bool) -> ImplicationsView:
    return ImplicationsView(
        **head("implications/", "Implications"),
        groups=(
            ImplicationGroup(
                "Gaza war", "topics/gaza-war/", "topic-gaza-war", full_actor().implications
            ),
            ImplicationGroup("", "", "no-topic", IMPLICATIONS),
        )
        if full
        else (),
        topics=GROUPS if full else (),
        actors=GROUPS if full else (),
    )


def _advice(*, full: bool) -> AdviceIndexView:
    to, about = full_actor().advice_to, full_actor().advice_about
    return AdviceIndexView(
        **head("advice/", "Actionable advice"),
        groups=(
            AdviceGroup(HAMAS, "audience-hamas", to),
            AdviceGroup(Link("Diplomats", ""), "audience-diplomats", about),
            AdviceGroup(Link("", ""), "audience", ADVICE[:1]),
        )
        if full
        else (),
        audiences=GROUPS if full else (),
        actors=GROUPS if full else (),
    )


def _outlook(*, full: bool) -> OutlookView:
    some = {each.status: (each,) for each in DEVELOPMENTS} if full else {}
    return OutlookView(
        **head("outlook/", "Forecasts"),
        overdue=some.get("overdue", ()),
        open=some.get("open", ()),
        resolved=some.get("yes", ()) + some.get("no", ()) + some.get("void", ()),
        watch=some.get("watch", ()),
        counts=tuple((status, 2) for status in some),
        scale="icd203",
        score=SCORED if full else None,
    )


VIEWS: dict[str, tuple[Callable[[], PageView], Callable[[], PageView]]] = {
    "brief": (full_brief, bare_brief),
    "actor": (full_actor, bare_actor),
    "term": (lambda: _term(full=True), lambda: _term(full=False)),
    "front": (lambda: _front(full=True), lambda: _front(full=False)),
    "timeline": (lambda: _timeline(full=True), lambda: _timeline(full=False)),
    "implications": (lambda: _implications(full=True), lambda: _implications(full=False)),
    "advice_index": (lambda: _advice(full=True), lambda: _advice(full=False)),
    "outlook": (lambda: _outlook(full=True), lambda: _outlook(full=False)),
    "brief_index": (
        lambda: BriefIndexView(
            **head("briefs/", "Briefs", pager=pages(1, 9)),
            cards=(card(), card("B", "briefs/b/")), topics=GROUPS, storylines=GROUPS,
        ),
        lambda: BriefIndexView(
            **head("briefs/", "Briefs"), cards=(), topics=(), storylines=()
        ),
    ),
    "actor_index": (
        lambda: ActorIndexView(
            **head("actors/", "Actors", pager=pages(9, 9)),
            groups=(
                ActorGroup(
                    "person",
                    20,
                    (
                        ActorLetter("A", "person-a", COMPANIONS[:1]),
                        ActorLetter("B", "person-b", COMPANIONS[1:2]),
                    ),
                    (
                        Group("A", "actors/#person-a", 1),
                        Group("Z", "actors/page/2/#person-z", 1),
                    ),
                    "kind-person",
                ),
                ActorGroup(
                    "state",
                    1,
                    (ActorLetter("I", "state-i", COMPANIONS[2:]),),
                    anchor="kind-state",
                ),
            ),
            kinds=(
                Group("person", "actors/#kind-person", 20),
                Group("state", "actors/#kind-state", 1),
            ),
        ),
        lambda: ActorIndexView(**head("actors/", "Actors"), groups=()),
    ),
    "term_index": (
        lambda: TopicIndexView(
            **head("topics/", "Topics", pager=pages(5, 9)),
            terms=(TermRow(TOPICS[0], text("About *it*."), 3, card()), TermRow(TOPICS[1], None, 1, None)),
        ),
        lambda: TopicIndexView(**head("topics/", "Topics"), terms=()),
    ),
    "corrections": (
        lambda: CorrectionsView(
            **head("corrections/", "Corrections"),
            rows=(
                UpdateView(WHEN, "retraction", text("Withdrawn."), BRIEF),
                UpdateView(WHEN, "clarification", text("Clearer."), BRIEF),
            ),
        ),
        lambda: CorrectionsView(**head("corrections/", "Corrections"), rows=()),
    ),
    "search": (
        lambda: SearchView(
            **head("search/", "Search"),
            topics=GROUPS, years=GROUPS, kinds=GROUPS, types=GROUPS, own_search=True,
        ),
        lambda: SearchView(
            **head("search/", "Search"), topics=(), years=(), kinds=(), types=()
        ),
    ),
    "explore": (
        lambda: ExploreView(
            **head("explore/", "Relations"),
            rows=(ExploreRow(ACTORS[0], 5, COMPANIONS, 3), ExploreRow(ACTORS[1], 1, (), 0)),
            actors=4_000, drawn=3_000, kinds=("person", "state"), topics=(("gaza", "Gaza war"),), most=7,
        ),
        lambda: ExploreView(
            **head("explore/", "Relations"),
            rows=(), actors=0, drawn=0, kinds=(), topics=(), most=0,
        ),
    ),
    "redirect": (
        lambda: RedirectView(**head("briefs/old/", "Moved"), target=BRIEF, at=Location("briefs/a.md")),
        lambda: RedirectView(**head("old/", "Moved"), target=Link("Home", ""), at=Location("briefs/a.md")),
    ),
}  # fmt: skip
"""Each template's full and bare view."""
