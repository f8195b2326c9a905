"""The list of all implications."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import name_key
from mkdocs_briefs.pages.parts import Group, ImplicationGroup, ImplicationView, Link
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import IndexView, Section, cut

ACTORS = 24
"""Most actors offered as a filter; the others have theirs in their dossiers."""
HORIZONS = ("short", "medium", "long")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplicationsView(IndexView):
    """Every implication under the first topic of its brief.

    Those of the newest brief come first, and those whose time is over come last.
    """

    name = "implications"
    order = 40
    template = "implications"
    items = "filtered"
    empty = "implications"

    groups: tuple[ImplicationGroup, ...]
    topics: tuple[Group, ...]
    """Each topic with the page and anchor where its implications begin."""
    actors: tuple[Group, ...]
    """Actors touched, leading to the implications in their dossiers."""

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[ImplicationsView]:
        """Yield its pages."""
        path, size = cls.address(), factory.settings.per_page
        filed: dict[Link, list[ImplicationView]] = defaultdict(list)
        touched: Counter[Link] = Counter()
        for brief in factory.library.leads:
            for item in brief.fields.implications:
                view = factory.implication(brief, item)
                filed[view.topics[0] if view.topics else Link("", "")].append(view)
                touched.update(view.actors)
        lang = factory.settings.language
        topics = sorted(filed, key=lambda topic: (not topic.text, name_key(topic.text, lang)))
        rows = [(topic, view) for topic in topics for view in sorted(filed[topic], key=_order)]
        starts: dict[Link, int] = {}
        for number, (topic, _) in enumerate(rows):
            starts.setdefault(topic, number)
        anchors = {
            topic: f"topic-{unquote(topic.path.split('/')[1])}" if topic.path else "topic"
            for topic in topics
        }
        facets = tuple(
            Group(
                topic.text,
                urls.anchored(urls.numbered(path, starts[topic] // size + 1), anchors[topic]),
                len(filed[topic]),
            )
            for topic in topics
        )
        actors = tuple(
            Group(link.text, urls.anchored(link.path, "implications"), count)
            for link, count in sorted(
                touched.items(), key=lambda r: (-r[1], name_key(r[0].text, lang))
            )
        )
        for page in cls.pages(factory, rows):
            groups: dict[Link, list[ImplicationView]] = {}
            for topic, view in cut(rows, page, size):
                groups.setdefault(topic, []).append(view)
            yield cls(
                **cls.head(factory, page),
                groups=tuple(
                    ImplicationGroup(topic.text, topic.path, anchors[topic], tuple(items))
                    for topic, items in groups.items()
                ),
                topics=facets,
                actors=actors[:ACTORS],
            )

    @classmethod
    def export(cls, factory: ViewFactory) -> Iterator[Section]:
        """Yield the implications of each brief."""
        for brief in factory.library.leads:
            if brief.fields.implications:
                yield Section(brief)


def _order(view: ImplicationView) -> tuple[bool, int, int, tuple[int, ...]]:
    day = view.published.toordinal() if view.published else 0
    horizon, date = 4, tuple[int, ...]()
    if view.horizon:
        horizon = HORIZONS.index(view.horizon)
    elif view.horizon_date:
        horizon, date = 3, view.horizon_date.sort_key
    return view.past, -day, horizon, date
