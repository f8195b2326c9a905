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

_DISTANCES = ((25, "near"), (50, "off"), (100, "far"))
"""Percentage points between a likelihood and the outcome, up to which a colour stands for them."""
_ENDS = {"yes": 100, "no": 0}
"""Where the tick of an outcome stands on the line from 0 to 100."""


def yardstick(value: Likelihood, outcome: str = "") -> str:
    """Return a line from 0 to 100 with the range of `value`; one number is two units wide.

    Of an `outcome` of yes or no, a tick marks the end of the line, and a line below it the distance
    from the middle of the range. Its colour shows how far that is, and not what happened.
    """
    low, high = value.low, value.high
    if high - low < 2:
        middle = min(max((low + high) / 2, 1), 99)
        low, high = middle - 1, middle + 1
    return (
        '<svg class="b-yard" viewBox="-2 0 104 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="b-yard__all" y="1" width="100" height="6" rx="1.5"/>'
        f'<rect class="b-yard__range" x="{low:g}" y="1" width="{high - low:g}" height="6"/>'
        f'<path class="b-yard__ticks" d="M25 1V7M50 1V7M75 1V7"/>{_outcome(value, outcome)}</svg>'
    )


def _outcome(value: Likelihood, outcome: str) -> str:
    if outcome not in _ENDS:
        return ""
    end, middle = _ENDS[outcome], value.probability * 100
    distance = next(name for limit, name in _DISTANCES if abs(end - middle) <= limit)
    return (
        f'<path class="b-yard__distance is-{distance}" d="M{_short(middle)} 9H{end}"/>'
        f'<rect class="b-yard__outcome" x="{end - 1}" width="2" height="10"/>'
    )


DECIDED = frozenset(("yes", "no", "void"))
"""States of a development whose outcome is known."""
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
        subject = getattr(item, "subject", "") if getattr(item, "brief", None) else ""
        label = self._p.t.about(subject, item.label)
        own_id = f' id="{escape(item.anchor)}"' if self._own else ""
        return f'<{heading}{own_id} class="b-label" dir="auto"{lang}>{escape(label)}</{heading}>\n'

    def _item_id(self, item: Item) -> str:
        """Return the id of an item, unless its heading has it or no page needs it."""
        needed = self._filtered or (self._own and not item.label)
        return f' id="{escape(item.anchor)}"' if needed else ""

    def implication_list(
        self, items: Sequence[ImplicationView], heading: str = "h3", own: str = ""
    ) -> str:
        """Return implications in a row, those with a label below headings of this level.

        Those whose time is over are folded below the others. `own` is the path of the actor whose
        list it is, who needs no link to itself.
        """
        now = [it for it in items if not it.past]
        html = self._implications(now, heading, own) if now else ""
        if past := [it for it in items if it.past]:
            words = self._p.say("past_horizon", n=len(past))
            html += (
                f'<details class="b-fold" data-key="past"><summary{self._p.ui}>{words}</summary>\n'
                f"{self._implications(past, heading, own)}</details>\n"
            )
        return html

    def _implications(self, items: Sequence[ImplicationView], heading: str, own: str) -> str:
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
        term, chances = escape(self._p.t.term(likelihood.terms)), self._chances(likelihood)
        return f'<strong>{term}</strong> (<bdi class="b-numbers">{chances}</bdi>)'

    def _implication(self, it: ImplicationView, heading: str, own: str) -> str:
        horizon = it.horizon or ("dated" if it.horizon_date else "none")
        return (
            f'<li class="b-item"{self._item_id(it)}{self._keys(it, "horizon", horizon)}>\n'
            f"{self._text(it, heading, self._p.source_marks(it.sources))}{self._chips(it, own)}"
            f"{self._confidence(it.confidence)}{self._answered(it.answered_by)}</li>"
        )

    def _answered_item(self, item: tuple[Link, str]) -> str:
        p, (link, outcome) = self._p, item
        came_out = f" <span{p.ui}>({p.word('status', outcome)})</span>" if outcome else ""
        return f"{p.link(link)}{came_out}"

    def _advice(self, it: AdviceView, heading: str, audience: Sequence[Link]) -> str:
        p, parts = self._p, []
        if it.audience and it.audience != tuple(audience):
            words = p.fill("for_audience", audience=p.links(it.audience))
            parts.append(f'<p class="b-small"{p.ui}>{words}</p>\n')
        if it.addresses:
            words = f"<span{p.ui}>{p.words['addresses']}</span>"
            answers = p.words["list_comma"].join(map(self._answered_item, it.addresses))
            parts.append(f'<p class="b-small">{words} {answers}</p>\n')
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
        words, kind = "", f" b-chip--{escape(it.horizon)}" if it.horizon else ""
        if it.horizon_date:
            words = p.fill("horizon_by", date=p.when(it.horizon_date))
        elif it.horizon:
            words = p.word("horizon", it.horizon)
        if it.published:
            month = p.month(it.published)
            as_of = p.fill("figure_as_of", date=month)
            words = f"{words}{p.words['comma']}{as_of}" if words else as_of
        horizon = f'<span class="b-chip b-chip--horizon{kind}"{p.ui}>{words}</span>\n'
        names = p.chip_links(actor for actor in it.actors if actor.path != own)
        if not (words or names or it.brief):
            return ""
        shown = horizon if words else ""
        return f'<p class="b-chips">{shown}{names}{self._from(it, dated=False)}</p>\n'

    def _from(
        self, it: ImplicationView | DevelopmentView | AdviceView, *, dated: bool = True
    ) -> str:
        """Return the place of an item in its brief, on other pages than that, and its day."""
        if it.brief is None:
            return ""
        p = self._p
        path = it.brief.path if self._filtered else it.path
        title = p.link_to(it.brief.text, path, it.brief.lang)
        day = f"{p.words['comma']}{p.day(it.published, 'short')}" if dated and it.published else ""
        return f'<span class="b-from">{p.phrase("from_brief")} <q>{title}</q>{day}</span>'

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
        status, p = escape(it.status), self._p
        keys = self._keys(it, "status", it.status)
        yard = f"{yardstick(it.likelihood, it.status)}\n" if it.likelihood else ""
        source = ""
        if it.brief:
            source = f'<p class="b-small">{self._from(it)}</p>\n'
        is_decided = it.status in DECIDED
        if is_decided and it.label:
            perma = p.permalink(it) if self._own or self._filtered else ""
            said = f"{self.label(it, heading)}{perma}\n"
        else:
            said = self._text(it, heading)
        return (
            f'<li class="b-item b-dev is-{status}"{self._item_id(it)}{keys}>\n'
            f'<div class="b-dev__said">\n{said}</div>\n{yard}'
            f'<div class="b-dev__call">\n{self.call(it)}{self._first(it)}{source}</div>\n'
            f"{self._details(it, own, is_decided=is_decided)}</li>"
        )

    def call(self, it: DevelopmentView) -> str:
        """Return in one line what was said, by whom, and what came of it."""
        p, decided = self._p, it.status in DECIDED
        odds = self.likelihood(it.likelihood) if it.likelihood else p.words["no_odds"]
        if it.attributed_to:
            whose = p.fill("forecast_by", who=p.link(it.attributed_to))
            words = f"{p.fill('labelled', label=whose)} {odds}"
        elif it.likelihood:
            words = p.fill("we_say" if it.status == "open" else "we_said", chance=odds)
        else:
            words = p.words["gave_no_odds" if decided else "not_assessed"]
        if decided:
            outcome = f"<strong>{p.word('outcome', it.status)}</strong>"
            day = p.day(it.resolved_on, "short") if it.resolved_on else ""
            came = f"{outcome}{p.words['comma']}{day}" if day else outcome
            words = p.fill("came_out", call=words, outcome=came)
        elif it.by:
            due = "was_due" if it.status == "overdue" else "by_deadline"
            until = p.fill(due, date=p.when(it.by, "short"))
            words = f"{words}{p.words['comma']}{until}"
        return f'<p class="b-call"{p.ui}>{words}</p>\n'

    def _first(self, it: DevelopmentView) -> str:
        now, first = it.likelihood, it.first
        if not (now and first) or (first.low, first.high) == (now.low, now.high):
            return ""
        words = f"{self._p.words['at_first']} {self.likelihood(first)}"
        return f'<p class="b-small"{self._p.ui}>{words}</p>\n'

    def _details(self, it: DevelopmentView, own: str, *, is_decided: bool) -> str:
        """Return the rest, folded: how it is decided, how it changed, whom it concerns.

        Lists of actors and topics leave all but the last to the brief.
        """
        p = self._p
        names = p.chip_links(actor for actor in it.actors if actor.path != own)
        chips = f'<p class="b-chips">{names}</p>\n' if names else ""
        if not (self._own or self._filtered):
            return chips
        text = f"<p>{p.inline(it.text)}</p>\n" if is_decided and it.label else ""
        deadline = ""
        if is_decided and it.by:
            words = p.fill("calendar.deadline", title=p.when(it.by))
            deadline = f'<p class="b-small"{p.ui}>{words}</p>\n'
        rest = (
            f"{text}{self._resolution(it)}{deadline}{self._terms(it)}{self._verdict(it)}"
            f"{self._history(it)}{self._confidence(it.confidence)}"
            f"{self._answered(it.answered_by)}{chips}"
        )
        if not rest:
            return ""
        words = p.words["decided_how" if is_decided else "decided_when"]
        return (
            f'<details class="b-fold b-dev__more"><summary{p.ui}>{words}</summary>\n'
            f"{rest}</details>\n"
        )

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
            words = f"<span{p.ui}>{p.words['from_brief']}</span>"
            parts.append(f" {words} <q>{p.link(it.resolution_brief)}</q>")
        return f'<p class="b-small">{"".join(parts)}</p>\n'

    def _verdict(self, it: DevelopmentView) -> str:
        p, verdict = self._p, it.verdict
        if verdict is None:
            if not it.unscored:
                return ""
            return f'<p class="b-small"{p.ui}>{p.word("unscored", it.unscored)}</p>\n'
        chance = p.t.percent(verdict.chance, verdict.chance)
        words = str(p.count("off", verdict.points, chance=chance))
        if self._filtered:  # The outlook explains this number.
            words += f" {p.say('brier', score=p.t.score(verdict.brier))}"
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
