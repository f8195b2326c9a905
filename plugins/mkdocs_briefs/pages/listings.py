"""The listings: front page and indexes of briefs, actors, topics and storylines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from mkdocs_briefs.library.entities import Actor, Term
from mkdocs_briefs.model.brief import KINDS, Kind
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.chronology import anniversaries, on_this_day
from mkdocs_briefs.pages.facts import first_letter, letter_anchor, name_key, plain, text, years_of
from mkdocs_briefs.pages.paging import about, crumbs, cut, hub_head, pager
from mkdocs_briefs.pages.parts import (
    ActorGroup,
    ActorLetter,
    Companion,
    DevelopmentView,
    Group,
    Link,
    TermRow,
    Text,
)
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import (
    ActorIndexView,
    BriefIndexView,
    FrontView,
    NotFoundView,
    SearchView,
    TermIndexView,
)

STREAM = 12
"""Briefs on the front page below the lead."""
POINTS = 3
"""Key points of the lead."""
RAIL = 5
"""Rows in each list beside the lead."""
FACETS = 12
"""Topics and storylines beside the index of briefs."""


def groups_of(registry: str, factory: ViewFactory) -> tuple[Group, ...]:
    """Topics or storylines with their number of briefs, most first."""
    rows = [
        Group(
            term.name,
            factory.term(term).path,
            len(factory.where.briefs_of_term.get((registry, term.id), ())),
        )
        for term in _terms(registry, factory)
    ]
    lang = factory.settings.language
    return tuple(sorted(rows, key=lambda row: (-row.count, name_key(row.label, lang))))


def _terms(registry: str, factory: ViewFactory) -> Iterable[Term]:
    return factory.library.catalogue.terms[registry].values()


def developments_by_deadline(factory: ViewFactory) -> dict[str, list[DevelopmentView]]:
    """Every development by status; open and overdue by deadline, the rest newest first."""
    found: dict[str, list[DevelopmentView]] = {
        s: [] for s in ("overdue", "open", "yes", "no", "void", "watch")
    }
    for brief in factory.library.briefs:
        for item in brief.fields.developments:
            view = factory.development(brief, item)
            found[view.status].append(view)
    for status in ("overdue", "open"):
        found[status].sort(
            key=lambda view: view.by.latest.toordinal() if view.by and view.by.latest else 10**7
        )
    return found


def not_found_view(factory: ViewFactory, root: str) -> NotFoundView:
    """The page for unknown addresses; `root` is the site's path on its host."""
    return NotFoundView(
        template="not_found",
        path="",
        title="",
        description="",
        lang=factory.settings.language,
        root=root,
        hubs=tuple((name, urls.hub_path(name)) for name in urls.HUBS if name != "search"),
        search=urls.hub_path("search"),
        latest=tuple(factory.card(brief) for brief in factory.library.briefs[:RAIL]),
    )


def front_view(factory: ViewFactory) -> FrontView:
    """The front page."""
    library, today = factory.library, factory.settings.today
    by_status = developments_by_deadline(factory)
    events = [event for event in library.events if event.date]
    ahead = [event for event in events if event.date and event.date.is_after(today)]
    days = anniversaries(library)
    that_day = map(factory.event, days.get((today.month, today.day), ()))
    briefs = library.briefs
    return FrontView(
        template="front",
        path="",
        title=factory.settings.site_name,
        description=factory.settings.site_description
        or (plain(briefs[0].fields.title) if briefs else factory.settings.site_name),
        lang=factory.settings.language,
        modified=factory.newest(briefs),
        lead=factory.card(briefs[0]) if briefs else None,
        points=tuple(Text(p, b.slug) for b in briefs[:1] for p in b.fields.key_points[:POINTS]),
        why=text(briefs[0].fields.why_it_matters, briefs[0].slug) if briefs else None,
        stream=tuple(factory.card(brief) for brief in briefs[1 : STREAM + 1]),
        watch=tuple((by_status["open"] + by_status["overdue"] + by_status["watch"])[:RAIL]),
        upcoming=tuple(factory.event(event) for event in ahead[:RAIL]),
        on_this_day=on_this_day(today, that_day),
        today=today,
        days=bool(days),
        topics=groups_of("topics", factory)[: RAIL * 2],
        search=urls.hub_path("search"),
        more=Link("briefs", urls.hub_path("briefs")) if len(briefs) > STREAM + 1 else None,
    )


def brief_index_views(factory: ViewFactory) -> list[BriefIndexView]:
    """The index of briefs, newest first."""
    path, briefs, size = urls.hub_path("briefs"), factory.library.briefs, factory.settings.per_page
    newest = factory.newest(briefs)
    topics = groups_of("topics", factory)[:FACETS]
    storylines = groups_of("storylines", factory)[:FACETS]
    return [
        BriefIndexView(
            **hub_head(factory, "brief_index", "briefs", page),
            modified=newest,
            cards=tuple(factory.card(brief) for brief in cut(briefs, page, size)),
            topics=topics,
            storylines=storylines,
        )
        for page in pager(path, size, briefs)
    ]


def actor_index_views(factory: ViewFactory) -> list[ActorIndexView]:
    """The index of actors by kind and name."""
    lang = factory.settings.language
    path, size = urls.hub_path("actors"), factory.settings.per_page
    told = factory.where.parts_of_actor
    rows = sorted(
        factory.library.catalogue.actors.values(),
        key=lambda a: (
            KINDS.index(a.kind),
            name_key(first_letter(a.name), lang)[:2],
            name_key(a.name, lang),
            a.id,
        ),
    )
    totals = Counter(actor.kind for actor in rows)
    letters = _letters(rows, path, size)
    kinds = _kinds(totals, path, size)
    views = []
    for page in pager(path, size, rows):
        shown: dict[Kind, dict[str, list[Companion]]] = {}
        for actor in cut(rows, page, size):
            row = Companion(factory.face(actor), len(told.get(actor.id, ())))
            by_letter = shown.setdefault(actor.kind, {})
            by_letter.setdefault(first_letter(actor.name), []).append(row)
        groups = (
            ActorGroup(
                kind,
                totals[kind],
                tuple(
                    ActorLetter(letter, letter_anchor(kind, letter), tuple(actors))
                    for letter, actors in by_letter.items()
                ),
                letters[kind],
                f"kind-{kind}",
            )
            for kind, by_letter in shown.items()
        )
        views.append(
            ActorIndexView(
                **hub_head(factory, "actor_index", "actors", page),
                groups=tuple(groups),
                kinds=kinds if len(kinds) > 1 else (),
            )
        )
    return views


def _kinds(totals: Counter[Kind], path: str, size: int) -> tuple[Group, ...]:
    """The kinds that there are, in their order, with the page where each begins."""
    groups, place = [], 0
    for kind in KINDS:
        if totals[kind]:
            page = urls.numbered(path, place // size + 1)
            groups.append(Group(kind, urls.anchored(page, f"kind-{kind}"), totals[kind]))
        place += totals[kind]
    return tuple(groups)


def _letters(actors: Sequence[Actor], path: str, size: int) -> dict[Kind, tuple[Group, ...]]:
    """The first letters of `actors`, sorted by kind and name, with the page where each begins."""
    places: dict[tuple[Kind, str], list[int]] = {}
    for place, actor in enumerate(actors):
        places.setdefault((actor.kind, first_letter(actor.name)), []).append(place)
    found: dict[Kind, tuple[Group, ...]] = {}
    for (kind, letter), begins in places.items():
        page = urls.numbered(path, begins[0] // size + 1)
        group = Group(letter, urls.anchored(page, letter_anchor(kind, letter)), len(begins))
        found[kind] = (*found.get(kind, ()), group)
    return found


def term_index_views(registry: str, factory: ViewFactory) -> list[TermIndexView]:
    """The index of topics or storylines, the liveliest first."""
    path, size = urls.hub_path(registry), factory.settings.per_page
    rows = []
    for term in _terms(registry, factory):
        told = factory.where.briefs_of_term.get((registry, term.id), ())
        latest = factory.card(told[0]) if told else None
        rows.append(TermRow(factory.term(term), text(term.fields.description), len(told), latest))
    rows.sort(key=lambda row: (-row.briefs, name_key(row.link.text, factory.settings.language)))
    return [
        TermIndexView(
            **hub_head(factory, "term_index", registry, page),
            registry=registry,
            terms=cut(rows, page, size),
        )
        for page in pager(path, size, rows)
    ]


def search_view(factory: ViewFactory) -> SearchView:
    """The search page, whose facets are lists of links that work without a script."""
    actors = Counter(actor.kind for actor in factory.library.catalogue.actors.values())
    years = Counter(
        year for event in factory.library.events for year in years_of(event) if year is not None
    )
    types = Counter(brief.fields.type for brief in factory.library.briefs)
    return SearchView(
        template="search",
        path=urls.hub_path("search"),
        title="",
        title_key="search",
        description=about(factory),
        lang=factory.settings.language,
        breadcrumbs=crumbs(),
        topics=groups_of("topics", factory),
        years=tuple(
            Group(str(year), urls.year_path(year), count)
            for year, count in sorted(years.items(), reverse=True)
        ),
        kinds=tuple(
            Group(kind, urls.hub_path("actors"), actors[kind]) for kind in KINDS if actors[kind]
        ),
        types=tuple(
            Group(kind, urls.hub_path("briefs"), count) for kind, count in sorted(types.items())
        ),
        own_search=factory.settings.own_search,
    )
