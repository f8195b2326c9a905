"""The list of all developments, with the score of the forecasts among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from mkdocs_briefs.library.forecasts import Decided, status_of
from mkdocs_briefs.pages.parts import DevelopmentView, WholeList
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
    template = "outlook"
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
