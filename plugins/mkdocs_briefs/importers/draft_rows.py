"""What an article says, field by field -> the rows and the body of a draft."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from mkdocs_briefs.importers import texts
from mkdocs_briefs.importers.blocks import Item
from mkdocs_briefs.importers.dates import dated_line, dates_in, only_date, unclear_in
from mkdocs_briefs.importers.draft import Row, Value, quoted
from mkdocs_briefs.importers.people import actors_in
from mkdocs_briefs.importers.texts import sentences
from mkdocs_briefs.library.catalogue import ident_of
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.model.addresses import is_full_address
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.model.ids import is_id, slugify
from mkdocs_briefs.model.texts import TITLE_LIMIT

_MOST_DATES = 40
_EXCERPT = 100
_URL = re.compile(r"(?P<before>.*?)[\s,;:(<–—-]*(?P<url>https?://[^\s<>()]+?)[>).,;]*\Z")


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
        """Adds something to confirm about the field `key`."""
        self.notes.setdefault(key, []).append(text)

    def heading(self, text: str) -> None:
        """Adds a heading to the body."""
        self.blocks.append(("heading", text))

    def paragraph(self, text: str) -> None:
        """Adds a paragraph to the body."""
        self.blocks.append(("paragraph", text))

    def bullet(self, text: str) -> None:
        """Adds an entry of a list to the body."""
        self.blocks.append(("bullet", text))

    def body(self) -> str:
        """The body as Markdown that shows the words as they are."""
        out: list[str] = []
        before = ""
        for kind, text in self.blocks:
            if out and not (kind == before == "bullet"):
                out.append("")
            out.append(_markdown(kind, text))
            before = kind
        return "\n".join(out)

    def texts(self) -> Iterator[str]:
        """Every text in the order in which its reader meets it, the headline last."""
        yield from (self.summary, self.why_it_matters)
        yield from (text for kind, text in self.blocks if kind != "heading")
        for name, items in self.lists.items():
            if name != "sources":
                yield from (item.text for item in items)
        yield self.title

    def labels(self) -> Iterator[str]:
        """Headings of the body, and labels."""
        yield from (text for kind, text in self.blocks if kind == "heading")
        for items in self.lists.values():
            yield from (item.label for item in items if item.label)


def _markdown(kind: str, text: str) -> str:
    if kind == "heading":
        return f"## {texts.heading(text)}"
    return f"{'- ' if kind == 'bullet' else ''}{texts.paragraph(text)}"


def slug_for(title: str) -> str:
    """The slug of a headline; `brief` where none can be made."""
    slug = slugify(title)
    if is_id(slug):
        return slug
    return f"{slug}-brief" if slug and is_id(f"{slug}-brief") else "brief"


def usable_topic(tag: str) -> bool:
    """Whether a topic or an author of this name can have an address."""
    return len(tag) <= TITLE_LIMIT and is_id(ident_of(tag))


def rows_of(content: Content, today: dt.date, names: Names) -> tuple[Row, ...]:
    """The front matter of the draft of `content`, in the order of the fields of a brief."""
    rows = [
        Row("title", content.title, _note(content, "title")),
        Row("date", (content.published or today).isoformat(), (_day_note(content),)),
        Row("draft", True),
        Row("summary", texts.inline(content.summary) or None, _note(content, "summary")),
        Row("why_it_matters", texts.inline(content.why_it_matters) or None),
        Row("lang", content.lang or None, ("told from the headings",) if content.lang else ()),
        Row("key_points", _texts(content.lists.get("key_points", []))),
        actors_row(chain([content.title], content.texts()), names, content.labels()),
        _dates_row(content, today),
        Row("implications", _items(content, "implications"), _note(content, "implications")),
        Row("developments", _items(content, "developments"), _note(content, "developments")),
        Row(
            "advice_audience",
            content.audience or None,
            ("for whom the advice is",) if content.audience else (),
        ),
        Row("advice", _items(content, "advice"), _note(content, "advice")),
        Row("unknowns", _texts(content.lists.get("unknowns", []))),
        Row("alternatives", _texts(content.lists.get("alternatives", []))),
        Row("sources", _sources(content) or None),
        Row(
            "topics",
            content.topics or None,
            ("drop the words that are no topics",) if content.topics else (),
        ),
        Row(
            "authors",
            content.authors or None,
            _note(content, "authors"),
        ),
    ]
    return tuple(row for row in rows if row.value is not None or row.proposals or row.notes)


def _day_note(content: Content) -> str:
    if content.published:
        return f"from the line “{content.published_line}”; set the day you publish"
    return "date of this brief; set the day you publish"


def _note(content: Content, key: str) -> tuple[str, ...]:
    return tuple(content.notes.get(key, ()))


def _texts(items: list[Item]) -> Value:
    return [texts.inline(item.whole) for item in items] or None


def _items(content: Content, name: str) -> Value:
    out: list[Value] = []
    for item in content.lists.get(name, []):
        entry: dict[str, Value] = {}
        if item.label:
            entry["label"] = item.label
        entry["text"] = texts.inline(item.text)
        if item.horizon:
            entry["horizon"] = item.horizon
        if item.audience:
            entry["audience"] = item.audience
        out.append(entry if len(entry) > 1 else entry["text"])
    return out or None


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
            content.paragraph(item.whole)
    return out


def actors_row(texts: Iterable[str], names: Names, labels: Iterable[str] = ()) -> Row:
    """The field `actors`: known actors by id, the others as proposals in comments."""
    found = actors_in(texts, names, labels)
    notes = ["what each actor did, as in - some-id: Resigned"] if found.ids else []
    if found.new:
        notes.append(
            "the proposals below; delete the # of those who matter, and correct their kind"
        )
    proposals = [f"“{name}” is one of {', '.join(ids)}" for name, ids in found.unsure]
    proposals += [
        f"- {{name: {quoted(name) if ',' not in name else _flow(name)}, kind: {kind}}}  # "
        f"“{_excerpt(sentence)}”"
        for name, kind, sentence in found.new
    ]
    return Row("actors", [*found.ids] or None, tuple(notes), tuple(proposals))


def _flow(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _excerpt(sentence: str) -> str:
    if len(sentence) <= _EXCERPT:
        return sentence
    return sentence[:_EXCERPT].rsplit(" ", 1)[0] + " …"


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
    for date, sentence in _told(content):
        if date in seen or count >= _MOST_DATES:
            continue
        seen.add(date)
        count += 1
        out.append(_event(date, sentence, today))
    for text in content.texts():
        for sentence in sentences(text):
            proposals += [
                f"“{written}” is {' or '.join(readings)}: “{_excerpt(sentence)}”"
                for written, readings in unclear_in(sentence)
            ]
    notes = (
        "each is the sentence that names the date; say what happened, and replace XXXX by the year",
    )
    return Row("dates", out or None, notes if count else (), tuple(proposals[:_MOST_DATES]))


def _told(content: Content) -> Iterator[tuple[str, str]]:
    """Every date of the text with the sentence that names it."""
    for text in content.texts():
        for sentence in sentences(text):
            if not only_date(sentence) and not dated_line(sentence):
                yield from ((date, sentence) for date in dates_in(sentence))
    for name, items in content.lists.items():
        for item in items if name not in {"dates", "sources"} else ():
            if item.label:
                date = only_date(item.label)
                found = [date] if date else [*dates_in(item.label)]
                yield from ((one, item.whole) for one in found)


def _event(date: str | None, sentence: str, today: dt.date) -> Value:
    entry: dict[str, Value] = {"date": date} if date else {}
    entry["event"] = texts.inline(sentence)
    if date and parse_edtf(date).is_after(today):
        entry["status"] = "scheduled"
    return entry
