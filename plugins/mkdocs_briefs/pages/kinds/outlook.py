"""The list of all developments, with the score of the forecasts among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_briefs.library.forecasts import status_of
from mkdocs_briefs.pages.parts import DevelopmentView
from mkdocs_briefs.pages.score import ScoreView, score_view
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import BriefRow, IndexView, Section, cut

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
    score: ScoreView | None = None
    """How well the site's forecasts did; on the first page."""
    data: bool = False
    """Whether the site has all of it as files for machines."""

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterator[OutlookView]:
        """Yield its pages."""
        size, found = factory.settings.per_page, factory.developments_by_status
        score = score_view(factory)
        resolved = sorted(
            found["yes"] + found["no"] + found["void"],
            key=lambda view: -(view.resolved_on.toordinal() if view.resolved_on else 0),
        )
        lists = (found["overdue"], found["open"], resolved, found["watch"])
        for page in cls.pages(factory, *lists):
            yield cls(
                **cls.head(factory, page),
                overdue=cut(found["overdue"], page, size),
                open=cut(found["open"], page, size),
                resolved=cut(resolved, page, size),
                watch=cut(found["watch"], page, size),
                counts=tuple((status, len(views)) for status, views in found.items()),
                scale=factory.settings.likelihood_scale,
                score=score if page.number == 1 else None,
                data="api" in factory.settings.machine_files,
            )

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
