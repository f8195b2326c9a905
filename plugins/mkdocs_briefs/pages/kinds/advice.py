"""The list of all advice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from mkdocs_briefs.library.catalogue import fold
from mkdocs_briefs.model.brief import Advice, Brief
from mkdocs_briefs.model.ids import slugify, unique_id
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import name_key
from mkdocs_briefs.pages.lists import paths_of_rows
from mkdocs_briefs.pages.parts import AdviceGroup, AdviceView, Group, Link
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import BriefRow, IndexView, Section

ACTORS = 24
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
        anchors = {audience: unique_id(_anchor(audience), taken) for audience in filed}
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
        for link, count in order[:ACTORS]
    )


def _anchor(audience: Link) -> str:
    """Return the id of the heading of an audience."""
    name = unquote(audience.path.split("/")[1]) if audience.path else slugify(audience.text)
    return f"audience-{name}" if name else "audience"
