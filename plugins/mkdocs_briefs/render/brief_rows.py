"""Lists of briefs, and of what briefs say: their updates, their roles, their mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count, repeat

from markupsafe import escape

from mkdocs_briefs.pages.parts import BacklinkView, BriefSummary, RoleRow, UpdateView
from mkdocs_briefs.render.people import People
from mkdocs_briefs.render.pieces import Pieces, Write
from mkdocs_briefs.render.words import attributes


class BriefRows:
    """Writes lists of briefs, for pages of one language and kind."""

    def __init__(self, pieces: Pieces, people: People) -> None:
        self._p, self._faces = pieces, people.faces

    def names(self) -> Mapping[str, Write]:
        """What templates call them."""
        return {
            "news": news,
            "card_meta": self.card_meta,
            "card_row": self.card_row,
            "card_list": self.card_list,
            "update_list": self.update_list,
            "role_list": self.role_list,
            "mention_list": self.mention_list,
        }

    def card_list(
        self, cards: Sequence[BriefSummary], heading: str = "h3", first: int = 0, faced: int = 1000
    ) -> str:
        """Briefs in a row, numbered from `first` on if it is given; `faced` have their actors."""
        numbers = count(first) if first else repeat(0)
        rows = [
            f"{self.card_row(card, heading, number, place < faced)}\n"
            for place, (card, number) in enumerate(zip(cards, numbers, strict=False))
        ]
        return f'<ol class="b-stream">\n{"".join(rows)}</ol>\n'

    def card_row(
        self,
        card: BriefSummary,
        heading: str = "h3",
        number: int = 0,
        faced: bool = True,  # noqa: FBT001, FBT002 - a key of what is kept
    ) -> str:
        """One brief; `number` is its place in a storyline."""
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
        summary = f"<p{lang}>{p.written(card.summary)}</p>\n" if card.summary else ""
        return (
            f'<li>\n<p class="b-stream__day"{news(card)}>{part}{p.day(card.date, "short")}</p>\n'
            f'<div class="b-stream__main">\n<{heading} class="b-title"{lang}>{title}</{heading}>\n'
            f"{summary}{self.card_meta(card)}\n</div>\n"
            f"{self._faces(card.faces) if faced else ''}\n</li>\n\n"
        )

    def card_meta(self, card: BriefSummary) -> str:
        """How long a brief is, what it holds, and when it changed."""
        p = self._p
        parts = [p.count("minutes", card.minutes)]
        if card.implications:
            parts.append(p.count("implications_count", card.implications))
        if card.developments:
            parts.append(p.count("developments_count", card.developments))
        if card.modified > card.date:
            parts.append(p.fill("updated", date=p.day(card.modified, "short")))
        return f'<p class="b-small"{p.ui}>{" · ".join(parts)}</p>\n'

    def update_list(self, updates: Sequence[UpdateView], *, ids: bool = False) -> str:
        """Updates in a row; `ids` where they have their lasting place."""
        rows = "".join([self._update(it, ids=ids) for it in updates])
        return f'<ol class="b-updates">\n{rows}</ol>\n'

    def _update(self, it: UpdateView, *, ids: bool) -> str:
        p, kind = self._p, self._p.said.of("update_kind", it.kind)
        own_id, perma = "", ""
        if ids and it.anchor:
            own_id, perma = f' id="{escape(it.anchor)}"', f"&nbsp;{p.perma(it)}"
        since, title = "", ""
        if it.brief:
            since = f' data-since="{it.date}"'
            title = f'<p class="b-title">{p.link(it.brief)}</p>'
        about = f" {p.link(it.about)}." if it.about else ""
        return (
            f'<li{own_id}><p class="b-when"{since}>{p.day(it.date, "short")}</p>\n<div>{title}'
            f'<p><strong class="b-update b-update--{escape(it.kind)}"{p.ui}>'
            f"{p.say('labelled', label=kind)}</strong>{about} {p.written(it.text)}{perma}</p>\n"
            "</div></li>\n"
        )

    def role_list(self, rows: Sequence[RoleRow]) -> str:
        """What an actor is in each brief."""
        return f'<ol class="b-roles">\n{"".join(map(self._role, rows))}</ol>\n'

    def _role(self, row: RoleRow) -> str:
        p, parts = self._p, []
        if row.role:
            parts.append(p.written(row.role))
        if row.capacity:
            words = p.word("capacity", row.capacity)
            parts.append(f'<span class="b-capacity"{p.ui}>{words}</span>')
        said = f"<p>{' · '.join(parts)}</p>\n" if parts else ""
        return (
            f'<li><p class="b-when" data-since="{row.date}" data-path="{escape(row.brief.path)}">'
            f'{p.day(row.date, "short")}</p>\n<div><h3 class="b-title">{p.link(row.brief)}</h3>\n'
            f"{said}</div></li>\n"
        )

    def mention_list(self, backlinks: Sequence[BacklinkView]) -> str:
        """The places that speak of a page."""
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


def news(card: BriefSummary) -> str:
    """What scripts need to tell what is new to a reader: the page, its day, its version."""
    version = f"{card.modified}.{card.updates}"
    return f' data-since="{card.date}" data-mark="{version}" data-path="{escape(card.path)}"'
