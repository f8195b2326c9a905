"""The HTML of implications, developments and their likelihoods, drawings included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.pages.parts import (
    AdviceView,
    DevelopmentView,
    ImplicationView,
    Link,
    RevisionView,
    Text,
)
from mkdocs_briefs.pages.score import Band
from mkdocs_briefs.render.html_helpers import HtmlHelpers, Item, filter_keys
from mkdocs_briefs.render.words import Words


def yardstick(value: Likelihood) -> str:
    """Return a line from 0 to 100 with the range of `value`; one number is two units wide."""
    low, high = value.low, value.high
    if high - low < 2:
        middle = min(max((low + high) / 2, 1), 99)
        low, high = middle - 1, middle + 1
    return (
        '<svg class="b-yard" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect x="{low:g}" width="{high - low:g}" height="6"/></svg>'
    )


WIDTH, HEIGHT = 220, 150
"""Lengths of the axes, in the units of the drawing."""
SIDE, BELOW, SPARE = 40, 32, 10
"""Room for the words beside and below the axes, and around the rest."""
_SMALLEST, _LARGEST = 3.0, 9.0
"""Radius of the point of one forecast, and of the fullest band."""
_TICKS = (0, 50, 100)


def calibration(bands: Sequence[Band], t: Words, *, few: bool, rtl: bool) -> Markup:
    """Return points around the diagonal with their Wilson intervals, or nothing without bands.

    Each leads to the forecasts of its band. `few` marks what is too little to judge by, `rtl` turns
    the drawing round. The table on the same page says the same, so it is hidden from screen readers
    and left out of the order of the keyboard.
    """
    if not bands:
        return Markup()
    frame = _Frame(rtl)
    most = max(band.row.n for band in bands)
    # The anchors of texts below mean left and right, whatever the page around does.
    return Markup(
        '<svg class="b-calibration{few}" viewBox="0 0 {w} {h}" direction="ltr" aria-hidden="true" '
        'focusable="false"><path class="b-calibration__even" d="M{x0} {y0}L{x1} {y1}"/>'
        '<path class="b-calibration__axes" d="M{x0} {y1}V{y0}H{x1}"/>{ticks}'
        '<text x="{xm}" y="{below}" text-anchor="middle"{text_dir}>{called}</text>'
        '<text transform="translate({beside} {ym}) rotate({turn})" text-anchor="middle"{text_dir}>'
        "{happened}</text>{marks}</svg>"
    ).format(
        few=" is-few" if few else "",
        text_dir=Markup(' direction="rtl"') if rtl else "",
        w=SIDE + WIDTH + SPARE,
        h=SPARE + HEIGHT + BELOW,
        x0=frame.x(0),
        x1=frame.x(1),
        xm=frame.x(0.5),
        y0=frame.y(0),
        y1=frame.y(1),
        ym=frame.y(0.5),
        below=_short(SPARE + HEIGHT + BELOW - 4),
        beside=_short(SPARE + WIDTH + SIDE - 11 if rtl else 11),
        turn=90 if rtl else -90,
        ticks=Markup().join(frame.tick(percent) for percent in _TICKS),
        marks=Markup().join(_band(band, most, frame, t) for band in bands),
        called=t("calibration_called"),
        happened=t("calibration_happened"),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where shares from 0 to 1 lie; where the page reads from the right, so does the drawing."""

    rtl: bool

    def x(self, share: float) -> str:
        """Return the place across of a likelihood."""
        return _short(SPARE + WIDTH * (1 - share) if self.rtl else SIDE + WIDTH * share)

    def y(self, share: float) -> str:
        """Return the height of a share that happened."""
        return _short(SPARE + HEIGHT * (1 - share))

    def tick(self, percent: int) -> Markup:
        """Return the number at both axes."""
        beside = SPARE + WIDTH + 5 if self.rtl else SIDE - 5
        return Markup(
            '<text x="{x}" y="{below}" text-anchor="middle">{n}</text>'
            '<text x="{beside}" y="{y}" text-anchor="{end}" dy=".35em">{n}</text>'
        ).format(
            x=self.x(percent / 100),
            y=self.y(percent / 100),
            below=SPARE + HEIGHT + 13,
            beside=beside,
            end="start" if self.rtl else "end",
            n=percent,
        )


def _band(band: Band, most: int, frame: _Frame, t: Words) -> Markup:
    row = band.row
    low, high = row.interval
    return Markup(
        '<a href="#{anchor}" tabindex="-1"><title>{title}</title>'
        '<path class="b-calibration__range" d="M{x} {low}V{high}"/>'
        '<circle cx="{x}" cy="{y}" r="{r}"/></a>'
    ).format(
        anchor=band.anchor,
        title=t(
            "band_told",
            band=f"{t.of('term', row.term)} {t.percent(row.low, row.high)}",
            happened=row.happened,
            n=row.n,
        ),
        x=frame.x(row.mean),
        y=frame.y(row.share),
        low=frame.y(low),
        high=frame.y(high),
        r=_short(max(_SMALLEST, _LARGEST * (row.n / most) ** 0.5)),
    )


def _short(number: float) -> str:
    """Return a length to a tenth of a unit, the same on every machine."""
    return f"{round(number, 1):g}"


class Analysis:
    """Writes what a brief concludes and expects, for pages of one language and kind.

    `filtered` says whether scripts narrow the lists; `own` whether the items are the page's own, so
    that their headings have the anchors.
    """

    def __init__(self, helpers: HtmlHelpers, *, filtered: bool, own: bool) -> None:
        self._p, self._filtered, self._own = helpers, filtered, own

    def label(self, item: Item, heading: str) -> str:
        """Return the heading of an item, if it has one."""
        if not item.label:
            return ""
        path = getattr(item, "path", "")
        lang = self._p.lang_attr(path) if path else ""
        own_id = f' id="{escape(item.anchor)}"' if self._own else ""
        return (
            f'<{heading}{own_id} class="b-label" dir="auto"{lang}>'
            f"{escape(item.label)}</{heading}>\n"
        )

    def _item_id(self, item: Item) -> str:
        """Return the id of an item, unless its heading has it or no page needs it."""
        needed = self._filtered or (self._own and not item.label)
        return f' id="{escape(item.anchor)}"' if needed else ""

    def implication_list(
        self, items: Sequence[ImplicationView], heading: str = "h3", own: str = ""
    ) -> str:
        """Return implications in a row, those with a label below headings of this level.

        `own` is the path of the actor whose list it is, who needs no link to itself.
        """
        rows = "".join([f"{self._implication(it, heading, own)}\n" for it in items])
        return f'<ul class="b-items">\n{rows}</ul>\n'

    def development_list(
        self, items: Sequence[DevelopmentView], heading: str = "h3", own: str = ""
    ) -> str:
        """Return developments in a row, those with a label below headings of this level.

        `own` is the path of the actor whose list it is, who needs no link to itself.
        """
        rows = "".join([f"{self._development(it, heading, own)}\n" for it in items])
        return f'<ol class="b-items b-outlook">\n{rows}</ol>\n'

    def advice_list(
        self, items: Sequence[AdviceView], heading: str = "h3", audience: Sequence[Link] = ()
    ) -> str:
        """Return advice in a row, those with a label below headings of this level.

        `audience` is named above the list; other audiences are named with their advice.
        """
        rows = "".join([f"{self._advice(it, heading, audience)}\n" for it in items])
        return f'<ul class="b-items">\n{rows}</ul>\n'

    def likelihood(self, likelihood: Likelihood) -> str:
        """Return word and number, for a sentence."""
        term, chances = self._p.word("term", likelihood.term), self._chances(likelihood)
        return f"<strong>{term}</strong> (<bdi>{chances}</bdi>)"

    def _implication(self, it: ImplicationView, heading: str, own: str) -> str:
        horizon = it.horizon or ("dated" if it.horizon_date else "none")
        return (
            f'<li class="b-item"{self._item_id(it)}{self._keys(it, "horizon", horizon)}>\n'
            f"{self._text(it, heading, self._p.source_marks(it.sources))}{self._chips(it, own)}"
            f"{self._confidence(it.confidence)}{self._answered(it.answered_by)}</li>"
        )

    def _advice(self, it: AdviceView, heading: str, audience: Sequence[Link]) -> str:
        p, parts = self._p, []
        if it.audience and it.audience != tuple(audience):
            words = p.fill("for_audience", audience=p.links(it.audience))
            parts.append(f'<p class="b-small"{p.ui}>{words}</p>\n')
        if it.addresses:
            words = f"<span{p.ui}>{p.words['addresses']}</span>"
            parts.append(f'<p class="b-small">{words} {p.links(it.addresses)}</p>\n')
        for item, outcome in it.settled:
            link = Markup(p.link(item))  # noqa: S704 - each value in it is escaped
            words = escape(p.t.of("settled", outcome, title=link))
            parts.append(f'<p class="b-small"{p.ui}>{words}</p>\n')
        if it.actors or it.brief:
            names = p.chip_links(it.actors)
            parts.append(f'<p class="b-chips">{names}{self._from(it)}</p>\n')
        # An actor who is the audience is one that the filter finds too.
        named = dict.fromkeys(who for who in (*it.audience, *it.actors) if who.path)
        keys = filter_keys(named, it.topics) if self._filtered else ""
        return (
            f'<li class="b-item"{self._item_id(it)}{keys}>\n'
            f"{self._text(it, heading)}{''.join(parts)}</li>"
        )

    def _keys(self, it: ImplicationView | DevelopmentView, what: str, value: str) -> str:
        if not self._filtered:
            return ""
        whose = it.attributed_to if isinstance(it, DevelopmentView) else None
        own = (whose,) if whose and whose.path.startswith("actors/") else ()
        return filter_keys(dict.fromkeys((*it.actors, *own)), it.topics, what, value)

    def _text(
        self, it: ImplicationView | DevelopmentView | AdviceView, heading: str, marks: str = ""
    ) -> str:
        """Return an item's heading and words, with its lasting address unless `_from` has it."""
        p = self._p
        perma = p.permalink(it) if self._own or self._filtered else ""
        text = f"{p.inline(it.text)}{marks}"
        if it.label:
            return f"{self.label(it, heading)}{perma}<p>{text}</p>\n"
        return f"<p>{text}{f'&nbsp;{perma}' if perma else ''}</p>\n"

    def _chips(self, it: ImplicationView, own: str) -> str:
        p = self._p
        horizon = ""
        if it.horizon_date:
            words = p.fill("horizon_by", date=p.when(it.horizon_date))
            horizon = f'<span class="b-chip b-chip--horizon"{p.ui}>{words}</span>\n'
        elif it.horizon:
            kind, words = escape(it.horizon), p.word("horizon", it.horizon)
            horizon = f'<span class="b-chip b-chip--horizon b-chip--{kind}"{p.ui}>{words}</span>\n'
        names = p.chip_links(actor for actor in it.actors if actor.path != own)
        if not (horizon or names or it.brief):
            return ""
        return f'<p class="b-chips">{horizon}{names}{self._from(it)}</p>\n'

    def _from(self, it: ImplicationView | DevelopmentView | AdviceView) -> str:
        """Return the place of an item in its brief, on other pages than that."""
        if it.brief is None:
            return ""
        p = self._p
        path = it.brief.path if self._filtered else it.path
        title = p.link_to(it.brief.text, path, it.brief.lang)
        return f'<span class="b-from">{p.phrase("from_brief")} <q>{title}</q></span>'

    def _confidence(self, value: str) -> str:
        if not value:
            return ""
        return f'<p class="b-small"{self._p.ui}>{self._p.word("confidence", value)}</p>\n'

    def _answered(self, advice: Sequence[Link]) -> str:
        if not advice:
            return ""
        p = self._p
        words = f"<span{p.ui}>{p.words['answered_by']}</span>"
        return f'<p class="b-small">{words} {p.links(advice)}</p>\n'

    def _development(self, it: DevelopmentView, heading: str, own: str) -> str:
        status = escape(it.status)
        keys = self._keys(it, "status", it.status)
        return (
            f'<li class="b-item b-dev is-{status}"{self._item_id(it)}{keys}>\n'
            f'<div class="b-dev__said">\n{self._text(it, heading)}{self._due(it)}</div>\n'
            f"{self._chance(it)}"
            f'<div class="b-dev__more">\n{self._resolution(it)}{self._verdict(it)}'
            f"{self._details(it)}{self._whose(it, own)}</div>\n</li>"
        )

    def _details(self, it: DevelopmentView) -> str:
        """Return what lists of actors and topics leave to the brief."""
        if not (self._own or self._filtered):
            return ""
        return (
            f"{self._terms(it)}{self._confidence(it.confidence)}{self._history(it)}"
            f"{self._answered(it.answered_by)}"
        )

    def _due(self, it: DevelopmentView) -> str:
        p, by = self._p, ""
        if it.by:
            by = f"{p.fill('by_deadline', date=p.when(it.by))} · "
        kind, words = escape(it.status), p.word("status", it.status)
        status = f'<strong class="b-status b-status--{kind}">{words}</strong>'
        return f'<p class="b-due"{p.ui}>{by}{status}</p>\n'

    def _chance(self, it: DevelopmentView) -> str:
        p, now, first = self._p, it.likelihood, it.first
        whose = ""
        if it.attributed_to:
            words = p.fill("forecast_by", who=p.link(it.attributed_to))
            whose = f'<p class="b-says"{p.ui}>{words}</p>\n'
        if now is None:
            words = f'<p class="b-unassessed"{p.ui}>{p.words["not_assessed"]}</p>\n'
            return f'<div class="b-chance">\n{words}{whose}</div>\n'
        term = self._p.t.of("term", now.term)
        called = f"<strong>{escape(term[:1].upper() + term[1:])}</strong>"
        words = f'<p{p.ui}>{called} <bdi class="b-numbers">{self._chances(now)}</bdi></p>\n'
        if first and (first.low, first.high) != (now.low, now.high):
            words += (
                f'<p class="b-first"{p.ui}>{p.words["at_first"]} {self.likelihood(first)}</p>\n'
            )
        return f'<div class="b-chance">\n{yardstick(now)}\n{words}{whose}</div>\n'

    def _chances(self, value: Likelihood) -> str:
        return escape(self._p.t.percent(value.low, value.high))

    def _resolution(self, it: DevelopmentView) -> str:
        if not (it.resolved_on or it.resolution_note or it.resolution_brief):
            return ""
        p, parts = self._p, []
        if it.resolved_on:
            words = p.fill("resolved_on", date=p.day(it.resolved_on))
            parts.append(f"<span{p.ui}>{words}</span>")
        if it.resolution_note:
            parts.append(f" {p.inline(it.resolution_note)}")
        if it.resolution_brief:
            words = f"<span{p.ui}>{p.words['decided_in']}</span>"
            parts.append(f" {words} <q>{p.link(it.resolution_brief)}</q>")
        return f'<p class="b-small">{"".join(parts)}</p>\n'

    def _verdict(self, it: DevelopmentView) -> str:
        p, verdict = self._p, it.verdict
        if verdict is None:
            if not it.unscored:
                return ""
            return f'<p class="b-small"{p.ui}>{p.word("unscored", it.unscored)}</p>\n'
        chance = p.t.percent(verdict.chance, verdict.chance)
        score = p.t.score(verdict.brier)
        words = str(p.count("off", verdict.points, chance=chance, score=score))
        if verdict.first is not None:
            words += f" {p.say('off_first', score=p.t.score(verdict.first))}"
        return f'<p class="b-small"{p.ui}>{words}</p>\n'

    def _terms(self, it: DevelopmentView) -> str:
        """Return how it will be decided, and what to look out for."""
        p = self._p
        parts = [
            self._term("resolves_if", it.resolves_if),
            self._term("resolves_by", it.resolves_by),
        ]
        if it.signposts:
            rows = "".join([f"<li>{p.inline(sign)}</li>\n" for sign in it.signposts])
            parts.append(f'<p class="b-small b-lead"{p.ui}>{p.words["signposts"]}</p>\n')
            parts.append(f'<ul class="b-small">\n{rows}</ul>\n')
        return "".join(parts)

    def _term(self, key: str, text: Text | None) -> str:
        if not text:
            return ""
        p = self._p
        lead = f'<span class="b-lead"{p.ui}>{p.words[key]}</span>'
        return f'<p class="b-small">{lead} {p.inline(text)}</p>\n'

    def _history(self, it: DevelopmentView) -> str:
        if not it.revisions:
            return ""
        p, rows = self._p, ""
        if it.first and it.published:
            words = p.fill("published_as", date=p.day(it.published))
            rows = f"<li{p.ui}>{words} {self.likelihood(it.first)}</li>\n"
        rows += "".join(map(self._revision, it.revisions))
        lead = f'<p class="b-small b-lead"{p.ui}>{p.words["history"]}</p>\n'
        return f'{lead}<ul class="b-small b-revisions">\n{rows}</ul>\n'

    def _revision(self, change: RevisionView) -> str:
        p = self._p
        words = p.fill("revised", date=p.day(change.date))
        why = f": {p.inline(change.why)}" if change.why else ""
        return f"<li><span{p.ui}>{words} {self.likelihood(change.likelihood)}</span>{why}</li>\n"

    def _whose(self, it: DevelopmentView, own: str) -> str:
        names = self._p.chip_links(actor for actor in it.actors if actor.path != own)
        if not (names or it.brief):
            return ""
        return f'<p class="b-chips">{names}{self._from(it)}</p>\n'
