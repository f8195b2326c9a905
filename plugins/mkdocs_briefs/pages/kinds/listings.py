"""Lists of what all briefs say: implications, advice, forecasts, corrections; links to lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import unquote

from mkdocs_briefs.library.catalogue import fold
from mkdocs_briefs.library.forecasts import Decided, status_of
from mkdocs_briefs.model.brief import Advice, Brief
from mkdocs_briefs.model.ids import slugify, unique_id
from mkdocs_briefs.pages import kinds, urls
from mkdocs_briefs.pages.facts import name_key
from mkdocs_briefs.pages.feeds import Feed, Journal
from mkdocs_briefs.pages.lists import paths_of_rows
from mkdocs_briefs.pages.parts import (
    AdviceGroup,
    AdviceView,
    DevelopmentView,
    Group,
    ImplicationGroup,
    ImplicationView,
    Link,
    UpdateView,
    WholeList,
)
from mkdocs_briefs.pages.score import ScoreView, score_view
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import (
    BriefRow,
    IndexView,
    ListView,
    PageSpec,
    PageView,
    Part,
    Section,
    itself,
)


@dataclass(frozen=True, slots=True)
class HubLink:
    """A link to a list of the site."""

    title: str
    """Key of the interface's word that is its title."""
    path: str
    lede: str
    """Key of the sentence that says what it holds; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreView(IndexView):
    """Links to all lists that are not in the navigation by themselves and have something."""

    name = "more"
    order = 105
    template = "more"
    lede = "more_lede"
    nav_order = 5
    empty = ""

    hubs: tuple[HubLink, ...]

    @classmethod
    def has_rows(cls, factory: ViewFactory) -> bool:
        """Return True: the search is always there."""
        return True

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[MoreView]:
        """Yield the page."""
        yield cls(
            **cls.head(factory),
            hubs=tuple(
                HubLink(it.title_key_on(factory.settings), it.address(), it.lede)
                for it in kinds.INDEXES
                if not it.nav_order and it.has_rows(factory)
            ),
        )


ACTORS = 24
"""Most actors offered as a filter; the others have theirs in their dossiers."""
HORIZONS = ("short", "medium", "long")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplicationsView(IndexView):
    """Every implication: those of the newest briefs first, those whose time is over last.

    On each page they stand under the first topic of their brief, the nearest horizon first.
    """

    name = "implications"
    order = 40
    template = "implications"
    lede = "implications_lede"
    items = "filtered"
    empty = "implications"

    groups: tuple[ImplicationGroup, ...]
    topics: tuple[Group, ...]
    """On the newest page, each topic with the page and anchor where its implications begin."""
    actors: tuple[Group, ...]
    """On the newest page, actors touched, leading to the implications in their dossiers."""

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[ImplicationsView]:
        """Yield its pages."""
        rows = [
            factory.implication(brief, item)
            for brief in factory.library.leads
            for item in brief.fields.implications
        ]
        pages = cls.pages(factory, rows)
        topics, begins = Counter(map(_topic, rows)), dict[Link, str]()
        for path, view in paths_of_rows(pages):
            begins.setdefault(_topic(view), path)
        lang = factory.settings.language
        order = sorted(topics, key=lambda topic: (not topic.text, name_key(topic.text, lang)))
        facets = tuple(
            Group(topic.text, urls.anchored(begins[topic], _anchor(topic)), topics[topic])
            for topic in order
        )
        touched = Counter(link for view in rows for link in view.actors)
        actors = sorted(touched.items(), key=lambda row: (-row[1], name_key(row[0].text, lang)))
        for page, shown in pages:
            groups: dict[Link, list[ImplicationView]] = defaultdict(list)
            for view in shown:
                groups[_topic(view)].append(view)
            yield cls(
                **cls.head(factory, page),
                groups=tuple(
                    ImplicationGroup(
                        topic.text,
                        topic.path,
                        _anchor(topic),
                        tuple(sorted(groups[topic], key=_order)),
                    )
                    for topic in order
                    if topic in groups
                ),
                topics=() if page.label else facets,
                actors=()
                if page.label
                else tuple(
                    Group(link.text, urls.anchored(link.path, "implications"), count)
                    for link, count in actors[:ACTORS]
                ),
            )

    @classmethod
    def export(cls, factory: ViewFactory) -> Iterator[Section]:
        """Yield the implications of each brief."""
        for brief in factory.library.leads:
            if brief.fields.implications:
                yield Section(brief)


def _topic(view: ImplicationView) -> Link:
    return view.topics[0] if view.topics else Link("", "")


def _anchor(topic: Link) -> str:
    return f"topic-{unquote(topic.path.split('/')[1])}" if topic.path else "topic"


def _order(view: ImplicationView) -> tuple[bool, int, int, tuple[int, ...]]:
    day = view.published.toordinal() if view.published else 0
    horizon, date = 4, tuple[int, ...]()
    if view.horizon:
        horizon = HORIZONS.index(view.horizon)
    elif view.horizon_date:
        horizon, date = 3, view.horizon_date.sort_key
    return view.past, -day, horizon, date


ADVICE_ACTORS = 24
"""Most actors offered as a filter; the others have theirs in their dossiers."""
NOBODY = Link("", "")
"""The audience of advice that names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceIndexView(IndexView):
    """All advice, that of the newest brief first, on each page by audience.

    What is for several audiences is listed for each of them.
    """

    name = "advice"
    order = 55
    template = "advice_index"
    lede = "advice_lede"
    items = "filtered"
    api = "advice"
    empty = "advice"

    groups: tuple[AdviceGroup, ...]
    audiences: tuple[Group, ...]
    """On the newest page, each audience with the page and anchor where its advice begins."""
    actors: tuple[Group, ...]
    """On the newest page, actors concerned, leading to the advice in their dossiers."""

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[AdviceIndexView]:
        """Yield its pages."""
        filed = _by_audience(factory)
        taken: dict[str, int] = {}
        anchors = {audience: unique_id(_advice_anchor(audience), taken) for audience in filed}
        audiences_of: dict[AdviceView, list[Link]] = defaultdict(list)
        for audience, views in filed.items():
            for view in views:
                audiences_of[view].append(audience)
        pages = cls.pages(factory, [factory.advice(*row) for row in _every(factory)])
        begins: dict[Link, str] = {}
        for path, view in paths_of_rows(pages):
            for audience in audiences_of[view]:
                begins.setdefault(audience, path)
        facets = tuple(
            Group(audience.text, urls.anchored(begins[audience], anchors[audience]), len(views))
            for audience, views in filed.items()
        )
        for page, shown in pages:
            groups: dict[Link, list[AdviceView]] = defaultdict(list)
            for view in shown:
                for number, audience in enumerate(audiences_of[view]):
                    # An id stands once on a page.
                    anchor = f"{view.anchor}/{anchors[audience]}" if number else view.anchor
                    groups[audience].append(replace(view, anchor=anchor))
            yield cls(
                **cls.head(factory, page),
                groups=tuple(
                    AdviceGroup(audience, anchors[audience], tuple(groups[audience]))
                    for audience in filed
                    if audience in groups
                ),
                audiences=() if page.label else facets,
                actors=() if page.label else _concerned(factory),
            )

    @classmethod
    def export(cls, factory: ViewFactory) -> Iterator[Section]:
        """Yield the advice for each audience."""
        rows = {factory.advice(*row): BriefRow(*row) for row in _every(factory)}
        for audience, views in _by_audience(factory).items():
            title = audience.text or ("no_audience", "")
            yield Section(title, [rows[view] for view in views])


def _every(factory: ViewFactory) -> Iterator[tuple[Brief, Advice]]:
    for brief in factory.library.leads:
        for item in brief.fields.advice:
            yield brief, item


def _by_audience(factory: ViewFactory) -> dict[Link, list[AdviceView]]:
    """Return all advice by audience: by name, with what is for nobody in particular at the end.

    Spellings that differ in case or spaces are one audience, called as in the newest brief.
    """
    called: dict[str, Link] = {}
    filed: dict[Link, list[AdviceView]] = defaultdict(list)
    for view in (factory.advice(*row) for row in _every(factory)):
        written = view.audience or (NOBODY,)
        audiences = [called.setdefault(it.path or fold(it.text), it) for it in written]
        for audience in dict.fromkeys(audiences):
            filed[audience].append(view)
    lang = factory.settings.language
    order = sorted(filed, key=lambda it: (not it.text, name_key(it.text, lang)))
    return {audience: filed[audience] for audience in order}


def _concerned(factory: ViewFactory) -> tuple[Group, ...]:
    """Return the actors that most advice concerns, leading to it in their dossiers."""
    lang = factory.settings.language
    counts = Counter(link for row in _every(factory) for link in factory.advice(*row).actors)
    order = sorted(counts.items(), key=lambda row: (-row[1], name_key(row[0].text, lang)))
    return tuple(
        Group(link.text, urls.anchored(link.path, "advice"), count)
        for link, count in order[:ADVICE_ACTORS]
    )


def _advice_anchor(audience: Link) -> str:
    """Return the id of the heading of an audience."""
    name = unquote(audience.path.split("/")[1]) if audience.path else slugify(audience.text)
    return f"audience-{name}" if name else "audience"


def _development(row: Decided, factory: ViewFactory) -> DevelopmentView:
    return factory.development(*row)


PARTS = tuple(
    Part(name, f"outlook_{name}", shown, lambda view, _: view, 2, unit="outlook", most=40)
    for name, shown in (("overdue", 10), ("open", 10), ("resolved", 10), ("watch", 5))
)
"""By status. The lists have the newest briefs first; the overview has what is due next."""
_STATES = ("overdue", "open", "watch", "yes", "no", "void")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookView(IndexView):
    """What could happen next: overdue first, then open by deadline, resolved, not assessed."""

    name = "outlook"
    order = 50
    nav_order = 4
    template = "outlook"
    lede = "outlook_lede"
    items = "filtered"
    calendar = True
    api = "outlook"
    empty = "developments"

    overdue: tuple[DevelopmentView, ...]
    open: tuple[DevelopmentView, ...]
    resolved: tuple[DevelopmentView, ...]
    watch: tuple[DevelopmentView, ...]
    counts: tuple[tuple[str, int], ...]
    """Status and number over the whole site."""
    scale: str
    lists: tuple[WholeList, ...] = ()
    """The lists of which it does not show all."""
    score: ScoreView | None = None
    """How well the site's forecasts did."""
    data: bool = False
    """Whether the site has all of it as files for machines."""

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[OutlookView]:
        """Yield its pages."""
        found = factory.developments_by_status
        resolved = sorted(
            found["yes"] + found["no"] + found["void"],
            key=lambda view: -(view.resolved_on.toordinal() if view.resolved_on else 0),
        )
        rows = {**found, "resolved": resolved}
        first = {part.name: part.first(rows[part.name], factory) for part in PARTS}
        yield cls(
            **cls.head(factory),
            overdue=first["overdue"],
            open=first["open"],
            resolved=first["resolved"],
            watch=first["watch"],
            lists=tuple(
                part.whole_list(cls.address(), rows[part.name])
                for part in PARTS
                if part.is_cut(rows[part.name])
            ),
            counts=tuple((status, len(views)) for status, views in found.items()),
            scale=factory.settings.likelihood_scale,
            score=score_view(factory),
            data="api" in factory.settings.machine_files,
        )

    @classmethod
    def specs(cls, factory: ViewFactory) -> Iterator[PageSpec]:
        """Yield the overview, and the pages of the lists of which it does not show all."""
        for view in cls.views(factory):
            yield PageSpec(cls, view, None, partial(itself, view))
        library, today = factory.library, factory.settings.today
        told: dict[str, list[Decided]] = {part.name: [] for part in PARTS}
        for row in library.developments:
            status = status_of(library.record_of(*row)[1], today)
            told[status if status in told else "resolved"].append(row)
        lang = factory.settings.language
        page = PageView(path=cls.address(), title="", description="", lang=lang)
        for part in PARTS:
            if part.is_cut(told[part.name]):
                whole = replace(part, view=_development)
                yield from ListView.of(whole, told[part.name], page, None, factory)

    @classmethod
    def export(cls, factory: ViewFactory) -> Iterator[Section]:
        """Yield every development by status."""
        found: dict[str, list[BriefRow]] = {}
        library = factory.library
        for brief, item in library.developments:
            status = status_of(library.record_of(brief, item)[1], factory.settings.today)
            found.setdefault(status, []).append(BriefRow(brief, item))
        for status in _STATES:
            if status in found:
                yield Section(("status", status), found[status])


KINDS = frozenset(("correction", "clarification", "retraction"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsView(IndexView):
    """Every correction, clarification and retraction, newest first."""

    name = "corrections"
    order = 80
    template = "corrections"
    lede = "corrections_lede"
    feed = True
    empty = "corrections"

    rows: tuple[UpdateView, ...]

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[CorrectionsView]:
        """Yield its pages."""
        rows = sorted(
            (
                row
                for brief in factory.library.leads
                for row in factory.updates(brief)
                if row.kind in KINDS
            ),
            key=lambda row: -row.date.order,
        )
        for page, shown in cls.pages(factory, rows):
            modified = shown[0].date if shown else None
            yield cls(**cls.head(factory, page), modified=modified, rows=shown)

    @classmethod
    def export(cls, factory: ViewFactory) -> Iterator[Section]:
        """Yield every one, newest first."""
        rows = [
            (update.moment.order, BriefRow(brief, update))
            for lead in factory.library.leads
            for brief, number in factory.library.updates_of(lead)
            if (update := brief.fields.updates[number]).kind in KINDS
        ]
        if rows:
            rows.sort(key=lambda row: row[0], reverse=True)
            yield Section(None, [row for _, row in rows])

    @classmethod
    def feeds(cls, journal: Journal) -> Iterator[Feed]:
        """Yield the feed of all that was set right."""
        path = cls.address()
        rows = journal.newest(journal.factory.library.leads, KINDS)
        yield Feed(path, "", cls.own_title_key(), path, journal.factory.settings.language, rows)
