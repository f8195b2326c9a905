"""The list of all implications."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import name_key
from mkdocs_briefs.pages.lists import paths_of_rows
from mkdocs_briefs.pages.parts import Group, ImplicationGroup, ImplicationView, Link
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import IndexView, Section

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
