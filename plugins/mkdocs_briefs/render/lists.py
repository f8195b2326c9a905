"""The HTML of lists: of actors, of briefs and what they say, and of events.

The public methods are functions of the templates; `briefs/parts.html` names them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, repeat

from markupsafe import escape

from mkdocs_briefs.pages.chronology import Gap, steps
from mkdocs_briefs.pages.parts import (
    ActorSummary,
    BacklinkView,
    BriefSummary,
    Companion,
    Edge,
    EventView,
    Link,
    RoleRow,
    SmallGraph,
    StatedRelation,
    UpdateView,
)
from mkdocs_briefs.render.drawings import network_svg
from mkdocs_briefs.render.html_helpers import HtmlHelpers, filter_keys
from mkdocs_briefs.render.links import url_from_root
from mkdocs_briefs.render.words import (
    attributes,
    date_classes,
    day_of_month,
    event_state,
    unknown_part,
)


class ActorLists:
    """Writes lists of actors, for pages of one language."""

    def __init__(self, helpers: HtmlHelpers) -> None:
        self._p = helpers

    def actor_initials(self, them: Sequence[ActorSummary]) -> str:
        """Return the first actors of a brief: initials to the eye, names to everybody else."""
        if not them:
            return ""
        p = self._p
        rows = "".join([f"<li>{self._initials(actor)}</li>\n" for actor in them])
        return f'<ul class="b-faces" aria-label="{p.words["involved"]}"{p.ui}>\n{rows}</ul>\n'

    def _initials(self, actor: ActorSummary) -> str:
        lang = self._p.own_lang(actor.lang)
        name = f'<bdi class="b-faces__name"{lang}>{escape(actor.name)}</bdi>'
        shown = f"{self._p.monogram(actor, 'small')}{name}"
        return f'<a href="{self._p.href(actor.path)}">{shown}</a>' if actor.path else shown

    def actor_card(self, actor: ActorSummary, note: str = "") -> str:
        """Return one actor with its role; `note` is plain text."""
        p, text = self._p, actor.role or actor.description
        role = f'<p class="b-small">{p.inline(text)}</p>\n' if text else ""
        noted = " · ".join(filter(None, (escape(note), p.capacity(actor.capacity))))
        notes = f'<p class="b-small"{p.ui}>{noted}</p>\n' if noted else ""
        return (
            f'<div class="b-face">{p.monogram(actor)}<div>\n'
            f'<p class="b-face__name">{self._name(actor)}</p>\n{role}{notes}</div></div>\n'
        )

    def _name(self, actor: ActorSummary) -> str:
        return self._p.link_to(actor.name, actor.path, actor.lang)

    def companion_list(self, them: Sequence[Companion]) -> str:
        """Return actors as cards, each with the number of its briefs."""
        rows = "".join(
            [
                f"<li>{self.actor_card(it.actor, self._p.t.n('briefs', it.briefs))}</li>\n"
                for it in them
            ]
        )
        return f'<ul class="b-grid">\n{rows}</ul>\n'

    def company(self, them: Sequence[Companion]) -> str:
        """Return actors in few words, for narrow columns."""
        return f'<ul class="b-company">\n{"".join(map(self._counted, them))}</ul>\n'

    def _counted(self, it: Companion) -> str:
        p = self._p
        number = f'<span class="b-count"{p.ui}>{p.count("briefs", it.briefs)}</span>'
        shown = f"{self._name(it.actor)} {number}"
        return f"<li>{p.monogram(it.actor, 'small')}<span>{shown}</span></li>\n"

    def stated(self, them: Sequence[StatedRelation], one: str, other: str) -> str:
        """Return what the registry says of two actors of these names."""
        return "".join([self._stated(it, one, other) for it in them])

    def _stated(self, it: StatedRelation, one: str, other: str) -> str:
        p = self._p
        first, second = (one, other) if it.outward else (other, one)
        words = p.fill(
            "stated",
            one=_isolated(first),
            word=_isolated(it.label or p.t("tie_part_of")),
            other=_isolated(second),
        )
        return f'<p class="b-small">{words}</p>\n'

    def companions(self, them: Sequence[Companion], own: ActorSummary) -> str:
        """Return those an actor appears with, why, and what the registry says of the two."""
        rows = "".join([self._companion(it, own) for it in them])
        return f'<ul class="b-ties">\n{rows}</ul>\n'

    def _companion(self, it: Companion, own: ActorSummary) -> str:
        p, actor = self._p, it.actor
        return (
            f"<li>{p.monogram(actor, 'small')}<div>\n"
            f'<p class="b-face__name">{p.link_to(actor.name, actor.path, actor.lang)}</p>\n'
            f"{self.stated(it.stated, own.name, actor.name)}\n{self._shared(it)}</div></li>\n"
        )

    def _shared(self, it: Companion) -> str:
        if not it.shared:
            return ""
        p, more = self._p, it.briefs - len(it.shared)
        rows = "".join([f"<li>{p.link(brief)}</li>\n" for brief in it.shared])
        if more > 0:
            rows += f"<li{p.ui}>{p.count('shared_more', more)}</li>\n"
        return (
            f'<details class="b-small"><summary{p.ui}>{p.count("briefs", it.briefs)}</summary>\n'
            f'<ul id="with-{escape(it.actor.id)}">\n{rows}</ul></details>\n'
        )

    def network(self, small_graph: SmallGraph) -> str:
        """Return the drawing of who is tied to whom."""
        return network_svg(small_graph, url_from_root, self._p.t)

    def edges(self, small_graph: SmallGraph) -> str:
        """Return the ties that a drawing shows between others than the actor in its middle."""
        p = self._p
        rows = [
            self._edge(it, small_graph) for it in small_graph.edges if it.one >= small_graph.centred
        ]
        if not rows:
            return ""
        words = p.words["ties_around" if small_graph.centred else "ties_between"]
        return (
            f'<details class="b-small b-bonds"><summary{p.ui}>{words}</summary>\n<ul>\n'
            f"{''.join(rows)}</ul></details>\n"
        )

    def _edge(self, it: Edge, small_graph: SmallGraph) -> str:
        p, one, other = self._p, small_graph.actors[it.one], small_graph.actors[it.other]
        number = f": <span{p.ui}>{p.count('briefs', it.briefs)}</span>" if it.briefs else ""
        ends = ", ".join(p.link_to(actor.name, actor.path, actor.lang) for actor in (one, other))
        return f"<li>{ends}{number}{self.stated(it.stated, one.name, other.name)}</li>\n"


def _isolated(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"


class BriefLists:
    """Writes lists of briefs, for pages of one language."""

    def __init__(self, helpers: HtmlHelpers, actors: ActorLists) -> None:
        self._p, self._actor_initials = helpers, actors.actor_initials

    def news(self, card: BriefSummary) -> str:
        """Return what scripts need to tell what is new to a reader: page, day and version."""
        version = f"{card.modified.day}.{card.updates}"
        since, path = card.date.day, escape(card.path)
        return f' data-since="{since}" data-mark="{version}" data-path="{path}"'

    def card_list(
        self, cards: Sequence[BriefSummary], heading: str = "h3", first: int = 0, faced: int = 1000
    ) -> str:
        """Return briefs in a row, numbered down from `first`; the first `faced` show actors."""
        numbers = count(first, -1) if first else repeat(0)
        rows = [
            f"{self.card_row(card, heading, number, faced=place < faced)}\n"
            for place, (card, number) in enumerate(zip(cards, numbers, strict=False))
        ]
        return f'<ol class="b-stream">\n{"".join(rows)}</ol>\n'

    def card_row(
        self,
        card: BriefSummary,
        heading: str = "h3",
        number: int = 0,
        *,
        faced: bool = True,
    ) -> str:
        """Return one brief; `number` is its place in a storyline."""
        p, lang = self._p, attributes(card.lang, self._p.lang)
        part = ""
        if number:
            words = p.say("part_number", number=number)
            part = f'<span class="b-part"{p.ui}>{words}</span> '
        title = f'<a href="{p.href(card.path)}">{escape(card.title)}</a>'
        if card.draft:
            title += f' <span class="b-chip"{p.ui}>{p.words["draft"]}</span>'
        if card.retracted:
            title += f' <span class="b-chip b-chip--bad"{p.ui}>{p.words["retracted"]}</span>'
        summary = f"<p{lang}>{p.uncited(card.summary)}</p>\n" if card.summary else ""
        return (
            f'<li>\n<p class="b-stream__day"{self.news(card)}>'
            f'{part}{p.day(card.date, "short")}</p>\n<div class="b-stream__main">\n'
            f"{p.thumbnail(card)}"
            f'<{heading} class="b-title"{lang}>{title}</{heading}>\n'
            f"{summary}{self.card_meta(card)}\n</div>\n"
            f"{self._actor_initials(card.first_actors) if faced else ''}\n</li>\n\n"
        )

    def card_meta(self, card: BriefSummary) -> str:
        """Return how long a brief is, what it holds, and when it changed."""
        p = self._p
        parts = [self.reading_time(card), self.forecast_counts(card), self.changes(card, "short")]
        if card.implications:
            parts.insert(1, p.count("implications_count", card.implications))
        if card.translations:
            parts.append(p.translations(card.translations))
        return f'<p class="b-small"{p.ui}>{" · ".join(filter(None, parts))}</p>\n'

    def reading_time(self, card: BriefSummary) -> str:
        """Return how long it takes to read the story, and the whole page."""
        story, whole = card.minutes, card.all_minutes
        if story == whole:
            return self._p.count("minutes", story)
        return self._p.say("story_minutes", n=whole, story=story)

    def forecast_counts(self, card: BriefSummary) -> str:
        """Return how many forecasts of a brief are open, and how many decided; or nothing."""
        p, parts = self._p, []
        if card.open:
            parts.append(p.count("forecasts_open", card.open))
        if card.decided:
            key = "also_decided" if card.open else "forecasts_decided"
            parts.append(p.count(key, card.decided))
        return " · ".join(parts)

    def changes(self, card: BriefSummary, style: str = "long") -> str:
        """Return when the words of a brief changed, and when an outcome came after that."""
        p, known, parts = self._p, card.date, []
        if card.reworded and p.day(card.reworded, style) != p.day(known, style):
            known = max(known, card.reworded, key=lambda moment: moment.order)
            parts.append(p.fill("updated", date=p.day(card.reworded, style)))
        if card.resolved and card.resolved > known.day:
            key = "resolved" if card.decided else "outcome_known"
            parts.append(p.fill(key, date=p.day(card.resolved, style)))
        return " · ".join(parts)

    def update_list(
        self, updates: Sequence[UpdateView], *, ids: bool = False, grouped: bool = False
    ) -> str:
        """Return updates in a row, each brief named once in a run of its updates.

        `ids` where they have their lasting place; `grouped` brings those of one brief together.
        """
        if grouped:
            groups: dict[Link | None, list[UpdateView]] = {}
            for it in updates:
                groups.setdefault(it.brief, []).append(it)
            updates = [it for group in groups.values() for it in group]
        rows, above = [], None
        for it in updates:
            rows.append(self._update(it, ids=ids, titled=it.brief != above))
            above = it.brief
        return f'<ol class="b-updates">\n{"".join(rows)}</ol>\n'

    def _update(self, it: UpdateView, *, ids: bool, titled: bool) -> str:
        p, kind = self._p, self._p.t.of("update_kind", it.kind)
        own_id, perma = "", ""
        if ids and it.anchor:
            own_id, perma = f' id="{escape(it.anchor)}"', f"&nbsp;{p.permalink(it)}"
        since, title = "", ""
        if it.brief:
            since = f' data-since="{it.date.day}"'
            title = f'<p class="b-title">{p.link(it.brief)}</p>' if titled else ""
        about = f" {p.link(it.about)}." if it.about else ""
        return (
            f'<li{own_id}><p class="b-when"{since}>{p.day(it.date, "short")}</p>\n<div>{title}'
            f'<p><strong class="b-update b-update--{escape(it.kind)}"{p.ui}>'
            f"{p.say('labelled', label=kind)}</strong>{about} {p.inline(it.text)}{perma}</p>\n"
            "</div></li>\n"
        )

    def role_list(self, rows: Sequence[RoleRow], heading: str = "h3") -> str:
        """Return what an actor is in each brief."""
        html = "".join([self._role(row, heading) for row in rows])
        return f'<ol class="b-roles">\n{html}</ol>\n'

    def _role(self, row: RoleRow, heading: str) -> str:
        p = self._p
        said = " · ".join(
            filter(None, (p.inline(row.role) if row.role else "", p.capacity(row.capacity)))
        )
        role = f"<p>{said}</p>\n" if said else ""
        since, path = row.date.day, escape(row.brief.path)
        return (
            f'<li><p class="b-when" data-since="{since}" data-path="{path}">'
            f"{p.day(row.date, 'short')}</p>\n<div>"
            f'<{heading} class="b-title">{p.link(row.brief)}</{heading}>\n{role}</div></li>\n'
        )

    def mention_list(self, backlinks: Sequence[BacklinkView]) -> str:
        """Return the places that speak of a page."""
        return f'<ul class="b-mentions">\n{"".join(map(self._mention, backlinks))}</ul>\n'

    def _mention(self, it: BacklinkView) -> str:
        p, quote = self._p, ""
        if it.sentence:
            parts = it.sentence.partition(it.phrase) if it.phrase else (it.sentence, "", "")
            before, phrase, after = map(escape, parts)
            marked = f"<mark>{phrase}</mark>" if phrase else ""
            quote = f'<blockquote><p dir="auto">{before}{marked}{after}</p></blockquote>\n'
        day = f'<span class="b-small">{p.day(it.date, "short")}</span>'
        return f'<li><p class="b-label">{p.link(it.link)} {day}</p>\n{quote}</li>\n'


class EventLists:
    """Writes lists of events, for pages of one language and kind.

    `filtered` says whether scripts narrow the lists.
    """

    def __init__(self, helpers: HtmlHelpers, *, filtered: bool) -> None:
        self._p, self._filtered = helpers, filtered

    def event_list(
        self,
        events: Sequence[EventView],
        where: str = "told_in",
        current: str | None = None,
        *,
        ids: bool = True,
        inside: bool = False,
        newest_first: bool = False,
        own: str = "",
    ) -> str:
        """Return events in a row.

        `where` is "also_in" on the page of a brief, "told_in" elsewhere; `current` is a day that
        stands out; `inside` the list of one month, whose name stands above it; `own` the path of
        the actor or topic whose list it is.
        """
        rows, above = [], tuple[Link, ...]()
        for step in steps(events):
            it, day = step.event, step.event.date
            now = bool(current and day and day.text == current)
            gap = None if inside or newest_first else step.gap
            # A run of events names its briefs once; where a script may hide the first of them, the
            # others name them too, and styles hide that.
            again = bool(it.briefs) and it.briefs == above
            above = it.briefs
            told = "" if again and not self._filtered else self._briefs(it, where)
            states = (
                "is-now" if now else "",
                "is-same" if step.repeated else "",
                "is-told" if again and told else "",
                "" if gap is None else "has-gap",
            )
            rows.append(self._start(it, *states, ids=ids))
            if gap:
                rows.append(self._gap(gap))
            rows.append(self._day(it, where, now=now, inside=inside))
            around = self._around(it, told, own, hides=again)
            rows.append(f"<div>\n{self._text(it)}{around}</div>\n</li>\n")
        return f'<ol class="b-timeline">\n{"".join(rows)}</ol>\n'

    def _start(self, it: EventView, *states: str, ids: bool) -> str:
        how = event_state(it)
        classes = (date_classes(it.date), "" if how == "happened" else f"is-{how}", *states)
        names = " ".join(filter(None, classes))
        own_id = f' id="{escape(it.anchor)}"' if ids else ""
        named = f' class="{names}"' if names else ""
        keys = filter_keys(it.actors, it.topics, "kind", how) if self._filtered else ""
        return f"<li{own_id}{named}{keys}>\n"

    def _gap(self, gap: Gap) -> str:
        return f'<p class="b-gap"{self._p.ui}>{self._p.count(f"gap.{gap.unit}", gap.count)}</p>\n'

    def _day(self, it: EventView, where: str, *, now: bool, inside: bool) -> str:
        p, since, day = self._p, "", ""
        if where == "told_in" and it.first_told:
            since = f' data-since="{it.first_told}" data-mark="{it.last_told}"'
        if inside and it.date and (words := day_of_month(it.date, p.lang)):
            day = p.day_in_words(it.date, words)
        notes = [key for key in (unknown_part(it.date), "own_day" if now else "") if key]
        more = "".join([f" <small{p.ui}>{p.words[key]}</small>" for key in notes])
        return f'<p class="b-when"{since}>{day or p.when(it.date, "short")}{more}</p>\n'

    def _text(self, it: EventView) -> str:
        p, how = self._p, event_state(it)
        if how == "lapsed":
            words = p.fill("was_due", date=p.when(it.date, "short"))
        else:
            words = "" if how == "happened" else p.words[how]
        chip = f'<span class="b-chip"{p.ui}>{words}</span> ' if words else ""
        text = p.inline(it.text)
        if it.status == "cancelled":
            text = f"<s>{text}</s>"
        link = ""
        if it.permalink:
            href, label = p.href(it.permalink), p.words["permalink"]
            link = f'&nbsp;<a class="b-perma" href="{href}" aria-label="{label}">#</a>'
        return f'<p class="b-event">{chip}{text}{p.source_marks(it.sources)}{link}</p>\n'

    def _briefs(self, it: EventView, where: str) -> str:
        p = self._p
        return f"{p.phrase(where)} {p.quoted_links(it.briefs)}" if it.briefs else ""

    def _around(self, it: EventView, told: str, own: str, *, hides: bool) -> str:
        """Return place, actors and briefs; `hides` marks the briefs for styles."""
        p, parts = self._p, []
        if it.place:
            place = p.fill("place", place=p.isolated([it.place]))
            parts.append(f"<span{p.ui}>{place}</span>")
        said = {own, *(actor.path for actor in it.linked)}
        if others := [actor for actor in it.actors if actor.path not in said]:
            parts.append(p.links(others))
        if told and not hides:
            parts.append(told)
        around = " · ".join(parts)
        if told and hides:
            around += f'<span class="b-told">{" · " if parts else ""}{told}</span>'
        return f'<p class="b-small">{around}</p>\n' if around else ""
