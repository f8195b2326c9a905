"""Lists of events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import escape

from mkdocs_briefs.pages.chronology import Gap, steps
from mkdocs_briefs.pages.parts import EventView
from mkdocs_briefs.render.date_rows import day_of_month, shape, state, unsaid
from mkdocs_briefs.render.manner import Manner
from mkdocs_briefs.render.pieces import Pieces, Write, keys, no_keys


class EventRows:
    """Writes lists of events, for pages of one language and kind."""

    def __init__(self, pieces: Pieces, manner: Manner) -> None:
        self._p = pieces
        self._keys = keys if manner.filtered else no_keys
        self._start = manner.keep(self._tag)
        self._event = manner.keep(self._about)

    def names(self) -> Mapping[str, Write]:
        """What templates call them."""
        return {"event_list": self.event_list}

    def event_list(
        self,
        events: Sequence[EventView],
        where: str = "told_in",
        current: str | None = None,
        *,
        ids: bool = True,
        inside: bool = False,
    ) -> str:
        """Events in a row.

        `where` is "also_in" on the page of a brief, "told_in" elsewhere; `current` is a day that
        stands out; `inside` the list of one month, whose name stands above it.
        """
        rows = []
        for step in steps(events):
            it, day = step.event, step.event.date
            now = bool(current and day and day.text == current)
            gap = None if inside else step.gap
            rows.append(self._start(it, ids, now, step.repeated, gap is not None))
            if gap:
                rows.append(self._gap(gap))
            rows.append(self._event(it, where, now, inside))
        return f'<ol class="b-timeline">\n{"".join(rows)}</ol>\n'

    def _tag(self, it: EventView, *marked: bool) -> str:
        ids, now, same, gap = marked
        how = state(it)
        classes = (
            shape(it.date),
            "" if how == "happened" else f"is-{how}",
            "is-now" if now else "",
            "is-same" if same else "",
            "has-gap" if gap else "",
        )
        dressed = " ".join(filter(None, classes))
        own_id = f' id="{escape(it.anchor)}"' if ids else ""
        dressed = f' class="{dressed}"' if dressed else ""
        return f"<li{own_id}{dressed}{self._keys(it.actors, it.topics, 'kind', how)}>\n"

    def _gap(self, gap: Gap) -> str:
        return f'<p class="b-gap"{self._p.ui}>{self._p.count(f"gap.{gap.unit}", gap.count)}</p>\n'

    def _about(self, it: EventView, where: str, now: bool, inside: bool) -> str:  # noqa: FBT001 - a key of what is kept
        return (
            f"{self._day(it, where, now=now, inside=inside)}<div>\n{self._told(it)}"
            f"{self._around(it, where)}</div>\n</li>\n"
        )

    def _day(self, it: EventView, where: str, *, now: bool, inside: bool) -> str:
        p, since, day = self._p, "", ""
        if where == "told_in" and it.first_told:
            since = f' data-since="{it.first_told}" data-mark="{it.last_told}"'
        if inside and it.date and (words := day_of_month(it.date, p.lang)):
            day = f'<time datetime="{it.date.iso8601()}"{p.sense}>{escape(words)}</time>'
        notes = [key for key in (unsaid(it.date), "own_day" if now else "") if key]
        more = "".join([f" <small{p.ui}>{p.words[key]}</small>" for key in notes])
        return f'<p class="b-when"{since}>{day or p.when(it.date, "short")}{more}</p>\n'

    def _told(self, it: EventView) -> str:
        p, how = self._p, state(it)
        chip = "" if how == "happened" else f'<span class="b-chip"{p.ui}>{p.words[how]}</span> '
        text = p.written(it.text)
        if it.status == "cancelled":
            text = f"<s>{text}</s>"
        link = ""
        if it.permalink:
            href, told = p.href(it.permalink), p.words["permalink"]
            sign = f'title="{told}" aria-label="{told}">#</a>'
            link = f'&nbsp;<a class="b-perma" href="{href}" {sign}'
        return f'<p class="b-event">{chip}{text}{p.marks(it.sources)}{link}</p>\n'

    def _around(self, it: EventView, where: str) -> str:
        p, parts = self._p, []
        if it.place:
            place = p.fill("place", place=p.isolated([it.place]))
            parts.append(f"<span{p.ui}>{place}</span>")
        if it.actors:
            parts.append(p.links(it.actors))
        if it.briefs:
            told = p.words[where]
            parts.append(f"<span{p.ui}>{told}</span> {p.quoted_links(it.briefs)}")
        return f'<p class="b-small">{" · ".join(parts)}</p>\n' if parts else ""
