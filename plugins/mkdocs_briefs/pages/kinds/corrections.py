"""The list of all that was set right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_briefs.pages.feeds import Feed, Journal
from mkdocs_briefs.pages.parts import UpdateView
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import BriefRow, IndexView, Section

KINDS = frozenset(("correction", "clarification", "retraction"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsView(IndexView):
    """Every correction, clarification and retraction, newest first."""

    name = "corrections"
    order = 80
    template = "corrections"
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
