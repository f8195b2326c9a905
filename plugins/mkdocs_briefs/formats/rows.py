"""The rows that several files of the API share: events, developments, and names that lead on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mkdocs_briefs.formats import records as r
from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.forecasts import status_of
from mkdocs_briefs.library.roster import Actor, Theme
from mkdocs_briefs.model.brief import Brief, Development
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.shelf import Shelf


class Rows:
    """Makes each row and each name once, so that its JSON is written once."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._library = shelf.library
        self._events: dict[str, r.EventRow] = {}
        self._developments: dict[tuple[str, str], r.DevelopmentRow] = {}
        self._names: dict[tuple[str, str], r.Named] = {}
        self._dates: dict[str, r.DateRecord] = {}

    def event_row(self, event: Event) -> r.EventRow:
        """An event as listed."""
        if event.id not in self._events:
            self._events[event.id] = r.EventRow(**self._event(event))
        return self._events[event.id]

    def event(self, event: Event) -> r.EventRecord:
        """All of an event."""
        refs = [(t.brief, t.item.actors) for t in event.tellings]
        return r.EventRecord(
            **self._event(event),
            place=next((t.item.place for t in event.tellings if t.item.place), ""),
            actors=named(a for brief, names in refs for a in self.actors(brief, names)),
            briefs=named(self.brief(telling.brief) for telling in event.tellings),
        )

    def _event(self, event: Event) -> dict[str, Any]:
        item = event.lead.item
        return {
            "id": event.id,
            "path": self._shelf.event_paths[event.id],
            "text": item.event,
            "date": self._date(event.date),
            "status": item.status,
        }

    def development_row(self, brief: Brief, item: Development) -> r.DevelopmentRow:
        """A development as listed."""
        key = (brief.slug, item.id or "")
        if key not in self._developments:
            self._developments[key] = r.DevelopmentRow(**self._development(brief, item))
        return self._developments[key]

    def development(self, brief: Brief, item: Development) -> r.DevelopmentRecord:
        """All of a development."""
        forecast = self._shelf.forecasts.get((brief.slug, item.id or ""))
        themes = self._library.themes_of[brief.slug]
        return r.DevelopmentRecord(
            **self._development(brief, item),
            published=brief.fields.date,
            revisions=tuple(
                r.LikelihoodRecord(
                    term=row.likelihood.term,
                    low=row.likelihood.low,
                    high=row.likelihood.high,
                    date=row.date,
                )
                for row in sorted(item.revisions, key=lambda row: row.date)
            ),
            resolves_if=item.resolves_if or "",
            confidence=item.confidence or "",
            resolution=self._resolution(item),
            scored=forecast is not None and forecast.scored,
            actors=named(self.actors(brief, item.actors)),
            topics=named(map(self.theme, themes["topics"])),
            authors=named(map(self.theme, themes["authors"])),
        )

    def _development(self, brief: Brief, item: Development) -> dict[str, Any]:
        return {
            "id": item.id or "",
            "path": urls.anchored(urls.page_path("brief", brief.slug), item.id or ""),
            "brief": self.brief(brief),
            "label": item.label or "",
            "text": item.text,
            "status": status_of(item, self._shelf.settings.today),
            "likelihood": _likelihood(item.likelihood),
            "by": self._date(item.by),
        }

    def _resolution(self, item: Development) -> r.ResolutionRecord | None:
        resolution, catalogue = item.resolution, self._library.catalogue
        if resolution is None:
            return None
        told = catalogue.brief_index.find(resolution.brief or "") or ""
        return r.ResolutionRecord(
            outcome=resolution.outcome,
            date=resolution.date,
            note=resolution.note or "",
            brief=self.brief(catalogue.briefs[told]) if told in catalogue.briefs else None,
        )

    def _date(self, date: Edtf | None) -> r.DateRecord | None:
        if date is None:
            return None
        if date.text not in self._dates:
            self._dates[date.text] = r.DateRecord(
                edtf=date.text, first=date.earliest, last=date.latest
            )
        return self._dates[date.text]

    # what is named

    def brief(self, brief: Brief) -> r.Named:
        """A brief as it is named."""
        return self._name("briefs", brief.slug, brief.fields.title)

    def actor(self, actor: Actor) -> r.Named:
        """An actor as it is named."""
        return self._name("actors", actor.id, actor.name)

    def theme(self, theme: Theme) -> r.Named:
        """A topic, storyline or author as it is named."""
        return self._name(theme.registry, theme.id, theme.name)

    def _name(self, section: str, ident: str, name: str) -> r.Named:
        if (section, ident) not in self._names:
            # Authors have no page of their own.
            path = "" if section == "authors" else f"{section}/{urls.encoded(ident)}/"
            self._names[section, ident] = r.Named(id=ident, name=name, path=path)
        return self._names[section, ident]

    def actors(self, brief: Brief, refs: Iterable[str]) -> Iterator[r.Named]:
        """Those whom `refs` name in `brief`; unknown ones are left out."""
        catalogue, listed = self._library.catalogue, self._library.listed(brief.slug)
        for ref in refs:
            if ident := catalogue.actor_index.find(ref, listed):
                yield self.actor(catalogue.actors[ident])


def named(rows: Iterable[r.Named]) -> tuple[r.Named, ...]:
    """The names, each once."""
    return tuple({id(row): row for row in rows}.values())  # each is made once


def _likelihood(value: Likelihood | None) -> r.LikelihoodRecord | None:
    return r.LikelihoodRecord(term=value.term, low=value.low, high=value.high) if value else None
