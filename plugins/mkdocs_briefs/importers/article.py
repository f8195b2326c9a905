"""A plain article -> a draft, in which each of its sentences stands in one place, word for word."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mkdocs_briefs.importers import escaping
from mkdocs_briefs.importers.blocks import BARE, Block, blocks_of
from mkdocs_briefs.importers.dates import only_date
from mkdocs_briefs.importers.draft import Draft, ImportRefusedError
from mkdocs_briefs.importers.headings import BODY_WORDS, Section
from mkdocs_briefs.importers.items import Item, Listed, audience_of, take_apart
from mkdocs_briefs.importers.rows import Content, rows_of, slug_for, usable_topic
from mkdocs_briefs.importers.wording import clean, folded, sentences, without_stop
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.model.texts import TEXT_LIMIT, TITLE_LIMIT

LISTS = frozenset(
    {
        "implications",
        "developments",
        "advice",
        "key_points",
        "unknowns",
        "alternatives",
        "sources",
        "dates",
    }
)
_LONGEST_STANDFIRST = 300
_MOST_ITEMS = 2_000
_BYLINE = re.compile(r"(?:By|by|BY)\s+(?P<who>[^\W\d_][^.:!?]{2,80}(?:[A-Z]\.[^.:!?]{2,60})?)")
_HEAD = re.compile(r"(?:headline|title)\s*:\s+(?=\S)", re.IGNORECASE)


@dataclass(slots=True)
class _Group:
    """A heading, or none for the lead, and what stands below it."""

    heading: Block | None
    content: list[Block] = field(default_factory=list)

    @property
    def section(self) -> Section | None:
        return self.heading.section if self.heading else None


def import_article(text: str, today: dt.date, names: Names) -> Draft:
    """The draft of the article `text`, dated `today`; `names` finds the actors the site knows.

    Raises ImportRefusedError for a text without a headline, or with more than a brief can hold.
    """
    content = read_article(text)
    return Draft(slug_for(content.title), today, rows_of(content, today, names), content.body())


def read_article(text: str) -> Content:
    """What the article says, field by field. Raises ImportRefusedError as `import_article` does."""
    blocks = blocks_of(clean(text))
    if not any(any(map(str.isalnum, block.text)) for block in blocks if block.kind == "para"):
        raise ImportRefusedError(
            "it holds no text; expected an article with a headline on its first line"
        )
    return _Article(blocks).read()


class _Article:
    def __init__(self, blocks: list[Block]) -> None:
        self.content = Content()
        self.tags = [tag for block in blocks if block.kind == "tags" for tag in block.tags]
        rest = [block for block in blocks if block.kind != "tags"]
        self.head, self.blocks = rest[0], rest[1:]

    def read(self) -> Content:
        self._head()
        self._byline()
        self._standfirst()
        for group in _groups(self.blocks):
            self._group(group)
        self._topics(self.tags)
        if sum(map(len, self.content.lists.values())) + len(self.content.topics) > _MOST_ITEMS:
            raise ImportRefusedError(
                f"it lists more than {_MOST_ITEMS:,} points; split it into several articles"
            )
        return self.content

    def _head(self) -> None:
        """The headline, and what stands behind it on its line as the summary."""
        line = folded(self.head.text)
        if prefix := _HEAD.match(line):
            line = line[prefix.end() :]
        first = next(sentences(line), line)
        rest = line[len(first) :].strip()
        title = " ".join(without_stop(first).split())
        if len(title) > TITLE_LIMIT or not any(map(str.isalnum, title)):
            self.content.title = _shortened(title, TITLE_LIMIT)
            self.content.notes["title"] = "shortened; the whole line stands in the body"
            self.content.paragraph(line)
            return
        self.content.title = title
        if rest:
            self.content.notes["title"] = "taken from the first sentence of the text"
            self._summary(rest)

    def _summary(self, text: str) -> None:
        if self.content.summary or len(escaping.inline(text)) > TEXT_LIMIT:
            self.content.paragraph(text)
        else:
            self.content.summary = text

    def _byline(self) -> None:
        if not self.blocks:
            return
        text = folded(self.blocks[0].text)
        found = _BYLINE.fullmatch(text) if self.blocks[0].kind in {"para", "heading"} else None
        if found is None or len(text.split()) > 12 or self.blocks[0].rank < BARE:
            return
        people = [part.strip() for part in re.split(r",\s+|\s+and\s+|\s+&\s+", found["who"])]
        if all(usable_topic(one) and one[:1].isupper() for one in people):
            self.content.authors = people
            self.blocks = self.blocks[1:]

    def _standfirst(self) -> None:
        """A short second paragraph between headline and article, where the first line held none."""
        lead = self.blocks[:4]
        if self.content.summary or len(lead) < 2 or self.content.blocks:
            return
        first, second = lead[0], lead[1]
        text = folded(first.text)
        if first.kind == "heading" and first.section is None and first.rank == BARE:
            fits = len(text.split()) >= 5 and second.kind == "para" and only_date(text) is None
            text = first.source
        else:
            followers = [block.kind for block in lead[1:3]] == ["para", "para"]
            fits = first.kind == "para" and followers and len([*sentences(text)]) <= 2
        if fits and len(text) <= _LONGEST_STANDFIRST:
            self.content.summary = folded(text)
            self.content.notes["summary"] = "taken from the paragraph below the headline"
            self.blocks = self.blocks[1:]

    def _group(self, group: _Group) -> None:
        section = group.section
        if section is None:
            self._body(group)
        elif section.field in LISTS:
            self._list(group, section)
        elif section.field == "topics":
            self._topics([tag for block in group.content for tag in re.split(r"[,;]", block.text)])
        elif [block.kind for block in group.content] == ["para"] and not self._held(section.field):
            text = folded(group.content[0].text)
            if section.field == "summary":
                self._summary(text)
            else:
                self.content.why_it_matters = text
        else:
            self._body(group)

    def _held(self, name: str) -> bool:
        text = self.content.summary if name == "summary" else self.content.why_it_matters
        return bool(text)

    def _body(self, group: _Group) -> None:
        if group.heading:
            self.content.heading(folded(group.heading.text))
        for block in group.content:
            if block.kind == "bullet":
                self.content.bullet(folded(block.text))
                for sub in block.subs:
                    self.content.bullet(folded(sub))
            elif block.kind == "heading":
                self.content.heading(folded(block.text))
            else:
                self.content.paragraph(folded(block.text))

    def _list(self, group: _Group, section: Section) -> None:
        listed = take_apart(group.content)
        if not listed.items or any(self._too_long(item) for item in listed.items):
            self._body(group)
            return
        for item in listed.items:
            item.horizon = (
                (item.horizon or section.horizon) if section.field == "implications" else None
            )
        self.content.lists.setdefault(section.field, []).extend(listed.items)
        self._audience(section, listed)
        if section.mixed:
            heading = folded(section.heading)
            note = f"“{heading}” names two fields; some may belong under {section.mixed}"
            self.content.notes[section.field] = note
        for text in listed.around:
            self.content.paragraph(text)

    def _audience(self, section: Section, listed: Listed) -> None:
        who = section.audience or audience_of(listed) if section.field == "advice" else None
        if who and not self.content.audience:
            self.content.audience = who

    def _too_long(self, item: Item) -> bool:
        return len(escaping.inline(item.whole)) > TEXT_LIMIT or len(item.label or "") > TITLE_LIMIT

    def _topics(self, tags: list[str]) -> None:
        known = {topic.casefold() for topic in self.content.topics}
        for raw in tags:
            tag = folded(raw).strip(".,;:!")
            if not usable_topic(tag):
                if tag:
                    self.content.paragraph(f"#{tag}")
            elif tag.casefold() not in known:
                known.add(tag.casefold())
                self.content.topics.append(tag)


def _shortened(title: str, limit: int) -> str:
    if not any(map(str.isalnum, title)):
        return "Untitled"
    cut = title[: limit - 2]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + " …"


def _groups(blocks: list[Block]) -> Iterator[_Group]:
    """The blocks by the headings that open sections; headings inside a section stay with it."""
    group = _Group(None)
    for number, block in enumerate(blocks):
        if block.kind != "heading" or _inside(group, block, blocks[number + 1 : number + 2]):
            group.content.append(block)
            continue
        if group.heading or group.content:
            yield group
        group = _Group(block)
    if group.heading or group.content:
        yield group


def _inside(group: _Group, block: Block, following: list[Block]) -> bool:
    """Whether a heading belongs to an item of the section above it and opens none of its own."""
    section, heading = group.section, group.heading
    if section is None or heading is None or section.field not in LISTS:
        return False
    if BODY_WORDS.fullmatch(block.text):
        return False
    if block.section:
        plain = block.section.horizon or block.section.audience or block.text == heading.text
        if block.section.field != section.field or plain or block.rank < heading.rank:
            return False
        if block.rank > heading.rank:
            return True
    if block.rank != heading.rank:
        return block.rank > heading.rank
    if block.rank < BARE - 1:
        return False
    own = [one for one in group.content if one.kind != "heading"]
    under = [one for one in group.content if one.kind == "heading"]
    return bool(under) or not own or not (following and following[0].kind == "para")
