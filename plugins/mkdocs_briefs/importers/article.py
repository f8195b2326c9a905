"""A plain article -> a draft, in which each of its sentences stands in one place, word for word."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from mkdocs_briefs.importers import texts
from mkdocs_briefs.importers.blocks import (
    BARE,
    BOLD,
    Block,
    Item,
    Listed,
    audience_of,
    blocks_of,
    take_apart,
)
from mkdocs_briefs.importers.dates import (
    dated_line,
    dateline_of,
    dates_in,
    events_in,
    only_date,
    unclear_in,
)
from mkdocs_briefs.importers.draft import (
    Draft,
    ImportRefusedError,
    Row,
    Value,
    slug_for,
    usable_topic,
)
from mkdocs_briefs.importers.headings import Section, announced, stays_in_body
from mkdocs_briefs.importers.people import actors_row
from mkdocs_briefs.importers.texts import clean, excerpt, folded, sentences, without_stop
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.model.texts import TEXT_LIMIT, TITLE_LIMIT, is_full_address


def import_article(text: str, today: dt.date, names: Names) -> Draft:
    """Return the draft of the article `text`, dated `today`; `names` finds known actors.

    Raise ImportRefusedError for a text without a headline, or with more than a brief can hold.
    """
    content = read_article(text)
    if content.published and content.published > today:
        content.add(content.published_line)
        content.published = None
    lead = next(filter(None, map(dateline_of, content.texts())), None)
    if lead and not content.published:
        content.published, content.published_line = lead.date(today), lead.text
    day = content.published or today
    return Draft(slug_for(content.title), day, rows_of(content, today, names), content.body())


def read_article(text: str) -> Content:
    """Return what the article says, by field. Raise ImportRefusedError as `import_article`."""
    blocks = blocks_of(clean(text))
    if not any(any(map(str.isalnum, block.text)) for block in blocks if block.kind == "para"):
        raise ImportRefusedError(
            "it holds no text; expected an article with a headline on its first line"
        )
    return _Article(blocks).read()


@dataclass(slots=True)
class Content:
    """The parts of an article, as plain text."""

    title: str = ""
    summary: str = ""
    why_it_matters: str = ""
    audience: str = ""
    authors: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    lists: dict[str, list[Item]] = field(default_factory=dict)
    blocks: list[tuple[str, str]] = field(default_factory=list)
    """The body: `(heading, paragraph or bullet, text)`."""
    notes: dict[str, list[str]] = field(default_factory=dict)
    """What to confirm, by field."""
    lang: str = ""
    published: dt.date | None = None
    published_line: str = ""

    def note(self, key: str, text: str) -> None:
        """Add something to confirm about the field `key`."""
        self.notes.setdefault(key, []).append(text)

    def add(self, text: str, kind: str = "paragraph") -> None:
        """Add a heading, a paragraph or a bullet to the body."""
        self.blocks.append((kind, text))

    def put(self, name: str, text: str) -> None:
        """Make `text` the field `name`, or a paragraph where there is one or it is too long."""
        if getattr(self, name) or len(texts.inline(text)) > TEXT_LIMIT:
            self.add(text)
        else:
            setattr(self, name, text)

    def body(self) -> str:
        """Return the body as Markdown that shows the words as they are."""
        out: list[str] = []
        before = ""
        for kind, text in self.blocks:
            if out and not (kind == before == "bullet"):
                out.append("")
            out.append(_markdown(kind, text))
            before = kind
        return "\n".join(out)

    def texts(self) -> Iterator[str]:
        """Yield every text in the order in which its reader meets it, the headline last."""
        yield from (self.summary, self.why_it_matters)
        yield from (text for kind, text in self.blocks if kind != "heading")
        for name, items in self.lists.items():
            if name != "sources":
                yield from (item.text for item in items)
        yield self.title

    def labels(self) -> Iterator[str]:
        """Yield the headings of the body, and labels."""
        yield from (text for kind, text in self.blocks if kind == "heading")
        for items in self.lists.values():
            yield from (item.label for item in items if item.label)


def _markdown(kind: str, text: str) -> str:
    if kind == "heading":
        return f"## {texts.heading(text)}"
    return f"{'- ' if kind == 'bullet' else ''}{texts.paragraph(text)}"


_MAX_STANDFIRST_CHARS = 300
_SHORT_STANDFIRST_CHARS = 140
_PLACED = re.compile(r"[^.!?]{2,60}\s[—–]\s|[A-Z][A-Z .,]+\s?(?:\([^()]{2,30}\)\s)?[-—–]\s")
"""A place or an agency before the first sentence: the article begins, this is no standfirst."""
_BYLINE_STARS = re.compile(r"(?P<stars>[*_]{1,3})(?P<text>[^*_]+)(?P=stars)")
_MAX_LINES = 4
_BYLINE = re.compile(r"(?:By|by|BY)\s+(?P<who>[^\W\d_][^.:!?]{2,80}(?:[A-Z]\.[^.:!?]{2,60})?)")
_HEAD = re.compile(r"(?:headline|title)\s*:\s+(?=\S)", re.IGNORECASE)
_POST = re.compile(
    r"(?:[\w-]+ ){0,3}(?:writer|reporter|correspondent|editor|contributor|columnist|analyst|desk)",
    re.IGNORECASE,
)
"""What stands behind a name in a byline and is no second name."""


def read_opening(content: Content, blocks: list[Block]) -> list[Block]:
    """Put the opening of `blocks` into `content` and return the blocks that follow it."""
    at = next((at for at, one in enumerate(blocks[:3]) if not dated_line(folded(one.text))), 0)
    rest = [*blocks[:at], *blocks[at + 1 :]]
    _headline(content, folded(blocks[at].text), alone=not any(one.kind == "para" for one in rest))
    rest, other_dates = _lines(content, rest)
    rest = _standfirst(content, rest)
    for line in other_dates:
        content.add(line)
    return rest


def _headline(content: Content, line: str, *, alone: bool) -> None:
    """The headline, and what stands behind it on its line as the summary."""
    if prefix := _HEAD.match(line):
        line = line[prefix.end() :]
    first = next(sentences(line), line)
    rest = line[len(first) :].strip()
    starred = _BYLINE_STARS.fullmatch(first)
    title = " ".join(without_stop(starred["text"] if starred else first).split())
    if len(title) > TITLE_LIMIT or not any(map(str.isalnum, title)):
        content.title = _shortened(title, TITLE_LIMIT)
        content.note("title", "shortened; the whole line stands in the body")
        content.add(line)
        return
    content.title = title
    if rest:
        content.note("title", "taken from the first sentence of the text")
        if alone and len(rest) > _MAX_STANDFIRST_CHARS and len([*sentences(rest)]) > 2:
            content.add(rest)
        else:
            content.put("summary", rest)


def _shortened(title: str, limit: int) -> str:
    if not any(map(str.isalnum, title)):
        return "Untitled"
    cut = title[: limit - 2]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + " …"


def _lines(content: Content, blocks: list[Block]) -> tuple[list[Block], list[str]]:
    """Take byline and day of publication; return the other blocks, and other date lines."""
    other_dates: list[str] = []
    for number, block in enumerate(blocks[:_MAX_LINES]):
        text = folded(block.source or block.text)
        if block.kind not in {"para", "heading"} or block.section:
            return blocks[number:], other_dates
        parts = [part.strip() for part in re.split(r"\s*[|•·]\s*", text) if part.strip()]
        found = [(_authors(part), dated_line(part)) for part in parts]
        if block.rank < BARE - 1 or not all(who or when for who, when in found):
            return blocks[number:], other_dates
        for who, when in found:
            if who and not content.authors:
                content.authors = who
                content.note("authors", f"from the line “{text}”")
            elif when and not when.update and not content.published:
                content.published = dt.date.fromisoformat(when.day)
                content.published_line = text
            elif text not in other_dates:
                other_dates.append(text)
    return blocks[_MAX_LINES:], other_dates


def _authors(text: str) -> list[str]:
    """Return the names in a byline; none where the line is no byline."""
    found = _BYLINE.fullmatch(text)
    if found is None or len(text.split()) > 12:
        return []
    people = [part.strip() for part in re.split(r",\s+|\s+and\s+|\s+&\s+", found["who"])]
    people = [one for one in people if not _POST.fullmatch(one)]
    return people if all(usable_topic(one) and one[:1].isupper() for one in people) else []


def _standfirst(content: Content, blocks: list[Block]) -> list[Block]:
    """Take a short first paragraph below the headline as the summary; return the other blocks."""
    lead = blocks[:4]
    if content.summary or len(lead) < 2 or content.blocks:
        return blocks
    first, second = lead[0], lead[1]
    text = folded(first.text)
    if first.kind == "heading" and first.section is None and first.rank == BARE:
        fits = len(text.split()) >= 5 and second.kind == "para" and only_date(text) is None
        text = first.source
    else:
        count = len([*sentences(text)])
        followers = [block.kind for block in lead[1:3]]
        short = count == 1 and len(text) <= _SHORT_STANDFIRST_CHARS
        fits = (
            first.kind == "para"
            and not _PLACED.match(text)
            and (
                (short and followers[:1] == ["para"])
                or (count in {1, 2} and followers == ["para", "para"])
            )
        )
    if not fits or len(text) > _MAX_STANDFIRST_CHARS:
        return blocks
    starred = _BYLINE_STARS.fullmatch(folded(text))
    content.summary = starred["text"] if starred else folded(text)
    content.note("summary", "taken from the paragraph below the headline")
    return blocks[1:]


LISTS = frozenset(
    ["implications", "developments", "advice", "key_points",
     "unknowns", "alternatives", "sources", "dates"]
)  # fmt: skip
_MAX_ITEMS = 2_000
_MAX_LEAD_IN_CHARS = 300


@dataclass(slots=True)
class _Group:
    """A heading, or none for the lead, and what stands below it."""

    heading: Block | None
    content: list[Block] = field(default_factory=list)

    @property
    def section(self) -> Section | None:
        return self.heading.section if self.heading else None


class _Article:
    def __init__(self, blocks: list[Block]) -> None:
        self.content = Content()
        self.tags = [tag for block in blocks if block.kind == "tags" for tag in block.tags]
        self.blocks = [block for block in blocks if block.kind != "tags"]

    def read(self) -> Content:
        groups = [*_merged(_groups(read_opening(self.content, self.blocks)))]
        for group, following in zip(groups, [*groups[1:], None], strict=False):
            if following and following.section and following.section.field in LISTS:
                self._without_lead_in(group, following.section)
            self._group(group)
        self._topics(self.tags)
        if sum(map(len, self.content.lists.values())) + len(self.content.topics) > _MAX_ITEMS:
            raise ImportRefusedError(
                f"it lists more than {_MAX_ITEMS:,} points; split it into several articles"
            )
        return self.content

    def _group(self, group: _Group) -> None:
        section = group.section
        if section is None:
            self._body(group)
        elif section.field in LISTS:
            self._list(group, section)
        elif section.field == "topics":
            self._topics([tag for block in group.content for tag in re.split(r"[,;]", block.text)])
        elif [block.kind for block in group.content] == ["para"] and not getattr(
            self.content, section.field
        ):
            self.content.put(section.field, folded(group.content[0].text))
        else:
            self._body(group)

    def _body(self, group: _Group) -> None:
        if group.heading and group.heading.text:
            self.content.add(folded(group.heading.text), "heading")
        for block in group.content:
            kind = block.kind if block.kind != "para" else "paragraph"
            for text in (block.text, *block.subs):
                self.content.add(folded(text), kind)

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
        heading = folded(section.heading)
        if section.mixed:
            note = f"“{heading}” names two fields; some may belong under {section.mixed}"
            self.content.note(section.field, note)
        elif section.says_more:
            above = listed.items[0].label or " ".join(listed.items[0].text.split()[:5])
            self.content.note(section.field, f"“{heading}” stands above “{above}”")
        self.content.lang = self.content.lang or section.lang or ""
        for text in listed.around:
            self._around(text, section)

    def _without_lead_in(self, group: _Group, section: Section) -> None:
        """Take what only leads in the section below out of the last paragraph of a group."""
        if group.section is None and group.content and group.content[-1].kind == "para":
            text, lead_in = _lead_in(folded(group.content[-1].text))
            if lead_in:
                self.content.note(section.field, f"left out, as it only leads in: “{lead_in}”")
                rest = [replace(group.content[-1], text=text)] if text else []
                group.content[-1:] = rest

    def _around(self, text: str, section: Section) -> None:
        """Keep a paragraph before or behind a list, without what only leads in the list."""
        text, lead_in = _lead_in(text)
        if lead_in:
            self.content.note(section.field, f"left out, as it only leads in: “{lead_in}”")
        if text:
            self.content.add(text)

    def _audience(self, section: Section, listed: Listed) -> None:
        who = section.audience or audience_of(listed) if section.field == "advice" else None
        first = len(self.content.lists[section.field]) == len(listed.items)
        if who and first:
            self.content.audience = who
        elif who and who != self.content.audience:
            for item in listed.items:
                item.audience = who

    def _too_long(self, item: Item) -> bool:
        return len(texts.inline(item.whole)) > TEXT_LIMIT or len(item.label or "") > TITLE_LIMIT

    def _topics(self, tags: list[str]) -> None:
        known = {topic.casefold() for topic in self.content.topics}
        for raw in tags:
            tag = folded(raw).strip(".,;:!")
            if not usable_topic(tag):
                if tag:
                    self.content.add(f"#{tag}")
            elif tag.casefold() not in known:
                known.add(tag.casefold())
                self.content.topics.append(tag)


def _lead_in(text: str) -> tuple[str, str]:
    """Return a paragraph without its last sentence where that leads in a list, and the sentence."""
    told = [*sentences(text)]
    if not told or not told[-1].endswith((":", "：")) or len(told[-1]) > _MAX_LEAD_IN_CHARS:
        return text, ""
    return text[: len(text) - len(told[-1])].rstrip(), told[-1]


def _merged(groups: Iterable[_Group]) -> Iterator[_Group]:
    """Yield the groups without the headings that only stand above parts of their own section."""
    made = [*groups]
    for group, following in zip(made, [*made[1:], None], strict=False):
        own, after = group.section, following.section if following else None
        if group.content or not own or not after or own.field != after.field or own.says_more:
            yield group


def _groups(blocks: list[Block]) -> Iterator[_Group]:
    """Yield the blocks by the headings that open sections; others stay in their section."""
    group = _Group(None)
    for number, block in enumerate(blocks):
        if section := _announced(group, block, blocks[number + 1 : number + 2]):
            if group.heading or group.content:
                yield group
            group = _Group(Block("heading", "", block.rank, section), [block])
            continue
        if block.kind != "heading" or _inside(group, block):
            group.content.append(block)
            continue
        if group.heading or group.content:
            yield group
        group = _Group(block)
    if group.heading or group.content:
        yield group


def _announced(group: _Group, block: Block, following: list[Block]) -> Section | None:
    """Return the section that a paragraph opens by announcing the list below it."""
    if block.kind != "para" or not following or following[0].kind != "bullet":
        return None
    section = announced([*sentences(folded(block.text))][-1])
    open_one = group.section
    if section is None or open_one is None or open_one.field not in LISTS:
        return section
    listed = any(one.kind == "bullet" for one in group.content)
    return section if listed and section.field != open_one.field else None


def _inside(group: _Group, block: Block) -> bool:
    """Return whether a heading belongs to an item of the section above it."""
    section, heading = group.section, group.heading
    if section is None or heading is None or section.field not in LISTS:
        return False
    if stays_in_body(block.text):
        return False
    if block.section:
        plain = block.section.horizon or block.section.audience or block.text == heading.text
        if block.section.field != section.field or plain or block.rank < heading.rank:
            return False
        if block.rank > heading.rank:
            return True
    if block.section is None and min(block.rank, heading.rank) >= BOLD:
        first = next((one for one in group.content if one.kind == "heading"), None)
        if not group.content or (first is group.content[0] and first.rank == block.rank):
            return True
        if not first and any(one.kind == "bullet" for one in group.content):
            return False
    if block.rank != heading.rank:
        return block.rank > heading.rank
    if block.rank < BARE - 1:
        return False
    own = [one for one in group.content if one.kind != "heading"]
    under = [one for one in group.content if one.kind == "heading"]
    return bool(under) or not own


_MAX_DATES = 40
_URL = re.compile(r"(?P<before>.*?)[\s,;:(<–—-]*(?P<url>https?://[^\s<>()]+?)[>).,;]*\Z")


def rows_of(content: Content, today: dt.date, names: Names) -> tuple[Row, ...]:
    """Return the front matter of the draft of `content`, in the order of the fields of a brief."""

    def row(key: str, value: Value, note: str = "") -> Row:
        notes = content.notes.get(key, [])
        return Row(key, value or None, (*notes, note) if note and value else tuple(notes))

    def plain(key: str) -> Row:
        return row(key, [texts.inline(item.whole) for item in content.lists.get(key, [])])

    day = (content.published or today).isoformat()
    line = content.published and f"from the line “{content.published_line}”"
    rows = (
        row("title", content.title),
        row("date", day, f"{line or 'this is today'}; set the day you publish"),
        row("draft", value=True),
        row("summary", texts.inline(content.summary)),
        row("why_it_matters", texts.inline(content.why_it_matters)),
        row("lang", content.lang, "told from the headings"),
        plain("key_points"),
        actors_row(chain([content.title], content.texts()), names, content.labels()),
        _dates_row(content, today),
        row("implications", _items(content, "implications")),
        row("developments", _items(content, "developments")),
        row("advice_audience", content.audience, "for whom the advice is"),
        row("advice", _items(content, "advice")),
        plain("unknowns"),
        plain("alternatives"),
        row("sources", _sources(content)),
        row("topics", content.topics, "drop the words that are no topics"),
        row("authors", content.authors),
    )
    return tuple(row for row in rows if row.value is not None or row.proposals or row.notes)


def _items(content: Content, name: str) -> list[Value]:
    out: list[Value] = []
    for item in content.lists.get(name, []):
        text = texts.inline(item.text)
        more = {"horizon": item.horizon, "audience": item.audience}
        entry: dict[str, Value] = {"label": item.label, "text": text, **more}
        entry = {key: value for key, value in entry.items() if value}
        out.append(entry if len(entry) > 1 else text)
    return out


def _sources(content: Content) -> list[Value]:
    out: list[Value] = []
    for item in content.lists.get("sources", []):
        found = _URL.fullmatch(item.whole)
        if (
            found
            and is_full_address(found["url"])
            and len(found["url"]) < 2_000
            and len(found["before"]) <= TITLE_LIMIT
        ):
            title = " ".join(found["before"].split())
            out.append({"title": title, "url": found["url"]} if title else {"url": found["url"]})
        elif len(item.whole) <= TITLE_LIMIT:
            out.append({"title": item.whole})
        else:
            content.add(item.whole)
    return out


def _dates_row(content: Content, today: dt.date) -> Row:
    out: list[Value] = []
    seen: set[str] = set()
    for item in content.lists.get("dates", []):
        date = only_date(item.label) if item.label else None
        if date:
            out.append(_event(date, item.text, today))
            seen.add(date)
        else:
            dates = [*dates_in(item.whole)]
            seen.update(dates)
            out.append(_event(dates[0] if len(dates) == 1 else None, item.whole, today))
    proposals: list[str] = []
    count = 0
    for date, sentence in _dated_sentences(content, today):
        if date in seen or count >= _MAX_DATES:
            continue
        seen.add(date)
        count += 1
        out.append(_event(date, sentence, today))
    for text in content.texts():
        for sentence in sentences(text):
            proposals += [
                f"“{written}” is {' or '.join(readings)}: “{excerpt(sentence)}”"
                for written, readings in unclear_in(sentence)
            ]
    notes = (
        "each is the sentence that names the date; say what happened, and replace XXXX by the year",
    )
    return Row("dates", out or None, notes if count else (), tuple(proposals[:_MAX_DATES]))


def _dated_sentences(content: Content, today: dt.date) -> Iterator[tuple[str, str]]:
    """Yield every date of the text with the sentence that names it."""
    for text in content.texts():
        for sentence in sentences(text):
            if not only_date(sentence) and not dated_line(sentence):
                lead = dateline_of(sentence)
                yield from events_in(sentence[lead.end :] if lead else sentence, today)
    for name, items in content.lists.items():
        for item in items if name not in {"dates", "sources"} else ():
            if item.label:
                date = only_date(item.label)
                found = [date] if date else [one for one, _ in events_in(item.label, today)]
                yield from ((one, item.whole) for one in found)


def _event(date: str | None, sentence: str, today: dt.date) -> Value:
    entry: dict[str, Value] = {"date": date} if date else {}
    entry["event"] = texts.inline(sentence)
    if date and parse_edtf(date).is_after(today):
        entry["status"] = "scheduled"
    return entry
