"""What briefs conclude and expect, across the site: implications, outlook, corrections."""

from __future__ import annotations

from collections import Counter, defaultdict
from urllib.parse import unquote

from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import name_key
from mkdocs_briefs.pages.listings import developments_by_deadline
from mkdocs_briefs.pages.paging import cut, hub_head, pager
from mkdocs_briefs.pages.parts import Group, ImplicationGroup, ImplicationView, Link
from mkdocs_briefs.pages.score import score_view
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import CorrectionsView, ImplicationsView, OutlookView

ACTORS = 24
"""Most actors offered as a filter; the others have theirs in their dossiers."""
HORIZONS = ("short", "medium", "long")


def _order(view: ImplicationView) -> tuple[int, tuple[int, ...]]:
    if view.horizon:
        return HORIZONS.index(view.horizon), ()
    return (3, view.horizon_date.sort_key) if view.horizon_date else (4, ())


def implications_views(factory: ViewFactory) -> list[ImplicationsView]:
    """Every implication under the first topic of its brief, nearest horizon first."""
    path, size = urls.hub_path("implications"), factory.settings.per_page
    filed: dict[Link, list[ImplicationView]] = defaultdict(list)
    touched: Counter[Link] = Counter()
    for brief in factory.library.briefs:
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
        for link, count in sorted(touched.items(), key=lambda r: (-r[1], name_key(r[0].text, lang)))
    )
    views = []
    for page in pager(path, size, rows):
        groups: dict[Link, list[ImplicationView]] = {}
        for topic, view in cut(rows, page, size):
            groups.setdefault(topic, []).append(view)
        views.append(
            ImplicationsView(
                **hub_head(factory, "implications", "implications", page),
                groups=tuple(
                    ImplicationGroup(topic.text, topic.path, anchors[topic], tuple(items))
                    for topic, items in groups.items()
                ),
                topics=facets,
                actors=actors[:ACTORS],
            )
        )
    return views


def outlook_views(factory: ViewFactory) -> list[OutlookView]:
    """What could happen next: overdue first, then open by deadline, resolved, not assessed."""
    path, size = urls.hub_path("outlook"), factory.settings.per_page
    found = developments_by_deadline(factory)
    score = score_view(factory)
    resolved = sorted(
        found["yes"] + found["no"] + found["void"],
        key=lambda view: -(view.resolved_on.toordinal() if view.resolved_on else 0),
    )
    lists = (found["overdue"], found["open"], resolved, found["watch"])
    return [
        OutlookView(
            **hub_head(factory, "outlook", "outlook", page),
            overdue=cut(found["overdue"], page, size),
            open=cut(found["open"], page, size),
            resolved=cut(resolved, page, size),
            watch=cut(found["watch"], page, size),
            counts=tuple((status, len(views)) for status, views in found.items()),
            scale=factory.settings.likelihood_scale,
            score=score if page.number == 1 else None,
            data="api" in factory.settings.machine_files,
        )
        for page in pager(path, size, *lists)
    ]


def corrections_views(factory: ViewFactory) -> list[CorrectionsView]:
    """Every correction, clarification and retraction, newest first."""
    path, size = urls.hub_path("corrections"), factory.settings.per_page
    rows = sorted(
        (
            row
            for brief in factory.library.briefs
            for row in factory.updates(brief)
            if row.kind != "update"
        ),
        key=lambda row: -row.date.toordinal(),
    )
    return [
        CorrectionsView(
            **hub_head(factory, "corrections", "corrections", page),
            modified=rows[0].date if rows else None,
            rows=cut(rows, page, size),
        )
        for page in pager(path, size, rows)
    ]
