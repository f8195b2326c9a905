"""A page of Jekyll or Hugo -> a draft: known keys mapped, others kept as `x_…`, body as it is.

The keys are those of https://jekyllrb.com/docs/front-matter/ (with the plugins jekyll-seo-tag and
jekyll-redirect-from) and https://gohugo.io/content-management/front-matter/.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from typing import get_args

from mkdocs_briefs.importers.draft import Draft, Row
from mkdocs_briefs.importers.draft_rows import actors_row, slug_for, usable_topic
from mkdocs_briefs.importers.foreign import Page, read_page
from mkdocs_briefs.importers.values import day_of, is_old_address, is_safe_path, name_of
from mkdocs_briefs.importers.wording import folded
from mkdocs_briefs.importers.yamltext import Value
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.model.brief import BriefType
from mkdocs_briefs.model.ids import is_id, name_of_id, slug_of_stem, slugify
from mkdocs_briefs.model.prose import Prose
from mkdocs_briefs.model.texts import TEXT_LIMIT, TITLE_LIMIT
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.parse.inline import scan_inline
from mkdocs_briefs.settings import Limits

_TEMPLATE = re.compile(r"\{%|\{\{")
_LISTS = {
    "tags": "topics",
    "tag": "topics",
    "categories": "topics",
    "category": "topics",
    "keywords": "topics",
}
_REDIRECTS = ("redirect_from", "aliases", "permalink", "url")
_MOST_LINES = 12


def import_page(
    text: str, stem: str, origin: str, today: dt.date, names: Names, limits: Limits
) -> Draft:
    """The draft of a page. `stem` is its file's name without ending, `origin` jekyll or hugo.

    `today` dates a page without a date. Raises ImportRefusedError where there is no front matter,
    or none that can be read.
    """
    page = read_page(text, limits)
    return _Mapper(page, stem, origin, today, names).draft()


class _Mapper:
    def __init__(self, page: Page, stem: str, origin: str, today: dt.date, names: Names) -> None:
        self.page, self.stem, self.origin, self.today, self.names = page, stem, origin, today, names
        self.left = dict(page.data)
        self.rows: list[Row] = []

    def draft(self) -> Draft:
        title = self._title()
        day = self._date()
        self._draft()
        summary = self._first(("description", "summary", "excerpt", "abstract"), TEXT_LIMIT)
        self._row("summary", _unlinked(summary, scan_inline(summary)) if summary else None)
        self._actors(title, summary or "")
        self._list("topics", _LISTS, self._words)
        self._list("storyline", ("series",), self._one)
        self._list("authors", ("authors", "author"), self._one)
        self._type()
        self._lang()
        self._image()
        slug = self._slug(title)
        self._redirects()
        self._kept()
        self._templates()
        order = ("title", "date", "draft", "summary", "actors")
        rows = sorted(
            self.rows, key=lambda row: order.index(row.key) if row.key in order else len(order)
        )
        return Draft(slug, day, tuple(rows), _unlinked(self.page.body, scan_body(self.page.body)))

    def _row(self, key: str, value: Value, *notes: str) -> None:
        if value is not None and value != []:
            self.rows.append(Row(key, value, notes))

    def _text(self, key: str, limit: int) -> str | None:
        """The text under `key`, where it is one that a field of ours can hold."""
        value = self.left.get(key)
        if not isinstance(value, str) or not value.strip() or len(value) > limit:
            return None
        return value.strip()

    def _first(self, keys: Iterable[str], limit: int) -> str | None:
        """The first usable text among `keys`, taken; the others are left."""
        for key in keys:
            if text := self._text(key, limit):
                del self.left[key]
                return folded(text)
        return None

    def _title(self) -> str:
        title = self._first(("title", "linkTitle", "headline"), TITLE_LIMIT)
        if title:
            self._row("title", " ".join(title.split()))
            return title
        made = name_of_id(slug_of_stem(self.stem))[:TITLE_LIMIT].strip() or "Untitled"
        self._row(
            "title", made, "the page has no title; this one is made from the name of the file"
        )
        return made

    def _date(self) -> dt.date:
        note = ""
        for key in ("date", "publishDate", "pubDate", "created", "lastmod"):
            text = self._text(key, TITLE_LIMIT)
            if text and (day := day_of(text)):
                if key != "lastmod":
                    if text == day.isoformat():
                        del self.left[key]
                else:
                    note = "the page tells no date of its own; this is when it was last changed"
                self._row("date", day.isoformat(), *([note] if note else []))
                return day
        day = day_of(self.stem) or self.today
        note = (
            "from the name of the file"
            if day_of(self.stem)
            else "date of this brief; set the day you publish"
        )
        if written := self._text("date", TITLE_LIMIT):
            note = f"the page says “{folded(written)}”, which is not a valid day; {note}"
        self._row("date", day.isoformat(), note)
        return day

    def _draft(self) -> None:
        """Every import is a draft, whatever the page said of itself."""
        for key in ("draft", "published"):
            if self.left.get(key) in {"true", "false", "yes", "no", "on", "off"}:
                del self.left[key]
        self.rows.append(Row("draft", True, ("delete this line to publish",)))

    def _actors(self, title: str, summary: str) -> None:
        plain = re.sub(
            r"```.*?```|`[^`\n]*`|<[^<>]*>|\]\([^()\s]*\)", " ", self.page.body, flags=re.DOTALL
        )
        row = actors_row(iter([title, summary, *re.split(r"\n\s*\n", plain)]), self.names)
        if row.value or row.proposals:
            self.rows.append(row)

    def _words(self, key: str, text: str) -> list[str]:
        """The words of a list written as one text: with commas, else for Jekyll with blanks."""
        if "," in text:
            return text.split(",")
        return text.split() if self.origin == "jekyll" and key in {"tags", "categories"} else [text]

    def _one(self, _key: str, text: str) -> list[str]:
        return [text]

    def _list(
        self, field: str, keys: Iterable[str], parts: Callable[[str, str], list[str]]
    ) -> None:
        found: dict[str, str] = {}
        for key in keys:
            value = self.left.get(key)
            held = name_of(value) if isinstance(value, dict) else None
            texts = parts(key, value) if isinstance(value, str) else [held] if held else value
            if not isinstance(texts, list) or not texts:
                continue
            names = [name_of(one) for one in texts]
            if not all(name and usable_topic(name) for name in names):
                continue
            if not held:
                del self.left[key]
            for name in names:
                found.setdefault(str(name).casefold(), str(name))
        self._row(field, [*found.values()])

    def _type(self) -> None:
        if (kind := self._text("type", 20)) in get_args(BriefType):
            del self.left["type"]
            self._row("type", kind)

    def _lang(self) -> None:
        for key in ("lang", "language"):
            text = self._text(key, 35)
            if text and re.fullmatch(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*", text):
                del self.left[key]
                self._row("lang", text.replace("_", "-"))
                return

    def _image(self) -> None:
        for key in ("image", "cover", "featured_image", "images", "thumbnail", "header_image"):
            value = self.left.get(key)
            more = isinstance(value, dict) and len(value) > 1
            if isinstance(value, dict):
                names = ("path", "src", "image", "url")
                value = next((value[one] for one in names if one in value), None)
            if isinstance(value, list) and len(value) == 1:
                value = value[0]
            if isinstance(value, str) and is_safe_path(value.strip()):
                if not more:
                    del self.left[key]
                self._row("image", value.strip(), "copy the picture beside the brief")
                return

    def _slug(self, title: str) -> str:
        slug = self._text("slug", TITLE_LIMIT)
        if slug and is_id(slug):
            del self.left["slug"]
            return slug
        if slug and is_id(slugify(slug)):
            return slugify(slug)
        from_stem = slug_of_stem(self.stem)
        return from_stem if is_id(from_stem) and day_of(self.stem) else slug_for(title)

    def _redirects(self) -> None:
        found: dict[str, None] = {}
        for key in _REDIRECTS:
            value = self.left.get(key)
            texts = [value] if isinstance(value, str) else value
            if (
                isinstance(texts, list)
                and texts
                and all(isinstance(one, str) and is_old_address(one) for one in texts)
            ):
                del self.left[key]
                found |= dict.fromkeys(str(one).strip() for one in texts)
        self._row("redirect_from", [*found])

    def _kept(self) -> None:
        taken: set[str] = set()
        for key, value in self.left.items():
            name = "x_" + (re.sub(r"[^\w-]+", "_", key).strip("_") or "key")
            while name in taken:
                name += "_"
            taken.add(name)
            self.rows.append(Row(name, "" if value is None else value))

    def _templates(self) -> None:
        lines = [str(number) for number, line in self._lines() if _TEMPLATE.search(line)]
        if not lines:
            return
        more = f" and {len(lines) - _MOST_LINES} more" if len(lines) > _MOST_LINES else ""
        where = ("lines " if len(lines) > 1 else "line ") + ", ".join(lines[:_MOST_LINES]) + more
        origin = self.origin.title()
        note = f"template tags of {origin} stand as text, on {where} of the page; replace them"
        self.rows = [
            Row(row.key, row.value, (*row.notes, note), row.proposals)
            if row.key == "draft"
            else row
            for row in self.rows
        ]

    def _lines(self) -> Iterator[tuple[int, str]]:
        yield from enumerate(self.page.body.split("\n"), self.page.body_line)


def _unlinked(text: str, prose: Prose) -> str:
    """`text` with what would be our links and citations escaped: the page meant none of them."""
    starts = {found.start for found in prose.wikilinks} | {found.start for found in prose.citations}
    for start in sorted(starts, reverse=True):
        text = f"{text[:start]}\\{text[start:]}"
    return text
