"""Pages of other generators as drafts of briefs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import get_args

from babel.localedata import exists

from mkdocs_briefs.importers.dates import dateline_of, day_of, unclear_in
from mkdocs_briefs.importers.draft import (
    Draft,
    ImportRefusedError,
    Row,
    Value,
    slug_for,
    usable_topic,
)
from mkdocs_briefs.importers.front_matter import Page, read_page
from mkdocs_briefs.importers.people import actors_row
from mkdocs_briefs.importers.texts import folded
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.model.brief import BriefType, Prose
from mkdocs_briefs.model.ids import OldAddressError, is_id, name_of_id, old_path, slugify
from mkdocs_briefs.model.moment import Moment, MomentError, split_hour, with_clock
from mkdocs_briefs.model.texts import TEXT_LIMIT, TITLE_LIMIT, is_full_address, is_web_address
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.parse.inline import plain_text, scan_inline
from mkdocs_briefs.settings import Limits

_ENDING = re.compile(r"\.(?:md|markdown|mdown|mkd|mdx|qmd|rmd|txt|text|html?|lr)\Z", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?P<rest>.+)\.(?P<lang>[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)\Z")
_DAY = re.compile(r"\d{4}[-_.]\d{1,2}[-_.]\d{1,2}(?!\d)[-_. ]*|\d{8}[-_]+")
_FOLDER_DAY = re.compile(r"(?:\A|/)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?=[/-]|\Z)")
_INDEXES = frozenset(["index", "_index", "contents", "readme"])
"""Names of the page in a folder that holds one article with its pictures."""


@dataclass(frozen=True, slots=True)
class FileName:
    """A file's name taken apart."""

    stem: str
    """Without day, language and endings; of `name/index.md`, the folder's."""
    suffix: str = ""
    day: dt.date | None = None
    lang: str | None = None
    bundle: bool = False
    """Whether the folder names it."""

    @property
    def slug(self) -> str | None:
        """The slug that the name gives, where it was chosen with care: by day, folder, language."""
        slug = slugify(self.stem)
        chosen = self.day or self.bundle or self.lang
        return slug if chosen and is_id(slug) else None


def name_of_file(file: str) -> FileName:
    """Return what the path of a file says, which has slashes."""
    path = PurePosixPath(file)
    stem, suffix, lang = path.name, path.suffix.lower(), None
    while (found := _ENDING.search(stem)) and found.start():
        stem = stem[: found.start()]
    if stem == path.name and suffix:
        stem = path.stem
    if (found := _LANGUAGE.match(stem)) and exists(found["lang"].replace("-", "_")):
        stem, lang = found["rest"], found["lang"].replace("_", "-")
    folder = path.parent
    bundle = stem.casefold() in _INDEXES and bool(folder.name.strip("."))
    if bundle:
        stem, folder = folder.name, folder.parent
    day = day_of(found[0].rstrip("-_. ")) if (found := _DAY.match(stem)) else None
    if day and found:
        stem = stem[found.end() :] or stem
    return FileName(stem, suffix, day or day_of_path(f"{folder}/"), lang, bundle)


def day_of_path(path: str) -> dt.date | None:
    """Return the day in the folders of a path or an address, as in `2014/12/12/old-story`."""
    found = _FOLDER_DAY.search(path)
    return day_of("-".join(found.groups())) if found else None


_FENCE = re.compile(r" {0,3}(?P<sign>`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}#(?:[ \t]+(?P<text>.*?)|(?P<tight>[^\s#][^#]*\s[^#]*?))[ \t]*#*[ \t]*")
_HTML = re.compile(r"\s*<h1[^<>]*>(?P<text>.*)</h1>\s*", re.IGNORECASE)
_UNDERLINE = re.compile(r" {0,3}=+[ \t]*")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^{}]*\}\s*\Z")
_PICTURES = re.compile(
    r"(?:\s|\[?!\[[^\]]*\](?:\([^()]*\)|\[[^\]]*\])(?:\]\([^()]*\))?(?:\{[^{}]*\})?"
    r"|<!--.*?-->|</?(?:p|div|center|figure|picture|source|a|img|br)\b[^<>]*>)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    """The first heading of the first level."""

    words: str
    first: bool
    """Whether nothing but pictures stands above it."""
    rest: str
    """The body without it."""


def title_of(body: str) -> Title | None:
    """Return the first heading of the first level in `body`; None where there is none."""
    lines = body.split("\n")
    fence = ""
    for at, line in enumerate(lines):
        if found := _FENCE.match(line):
            sign = found["sign"]
            if not fence:
                fence = sign
            elif sign.startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        if fence:
            continue
        alone = not at or not lines[at - 1].strip()
        under = alone and line.strip() and _UNDERLINE.fullmatch("".join(lines[at + 1 : at + 2]))
        heading = _ATX.fullmatch(line) or _HTML.fullmatch(line)
        written = (heading["text"] or heading.groupdict().get("tight") or "") if heading else line
        if not heading and not under:
            continue
        written = re.sub(r"<[^<>]*>", "", written) if "<" in written else written
        words = plain_text(_ATTRIBUTES.sub("", written))
        if not any(map(str.isalnum, words)) or len(words) > TITLE_LIMIT:
            return None
        above, below = "\n".join(lines[:at]), lines[at + (2 if under else 1) :]
        while below and not below[0].strip():
            below = below[1:]
        rest = f"{above}\n" if above.strip() else ""
        return Title(words, bool(_PICTURES.fullmatch(above)), rest + "\n".join(below))
    return None


def moment_of(text: str, day: dt.date) -> Moment:
    """Return the moment that `text` is, or the day alone where it has no hour with a zone."""
    with suppress(MomentError):
        if clock := split_hour(text)[1]:
            return with_clock(day, clock)
    return Moment(day)


def name_of(value: Value) -> str | None:
    """Return the name that `value` is, or holds."""
    if isinstance(value, Mapping):
        value = value.get("name")
    return " ".join(value.split()) if isinstance(value, str) else None


def is_safe_path(text: str) -> bool:
    """Return whether `text` is the address of a picture beside the page, or on the web."""
    if not text or len(text) > TITLE_LIMIT or any(ord(char) < 32 for char in text):
        return False
    if is_web_address(text):
        return is_full_address(text)
    outside = text.startswith("/") or "\\" in text or ":" in text or ".." in text.split("/")
    return not outside and "{" not in text


def is_old_address(text: str) -> bool:
    """Return whether `text` is a path of the old site, with no placeholder in it."""
    try:
        return bool(old_path(text, "")) and len(text) <= TITLE_LIMIT and not re.search("[{}]", text)
    except OldAddressError:
        return False


_TEMPLATE = re.compile(r"\{%|\{\{")
_IMAGES = (
    *("image", "cover", "featuredimage", "featureimage", "images", "thumbnail", "headerimage"),
    *("heroimage", "coverimage", "banner"),
)
COPY_PICTURE = "copy the picture beside the brief"
_TOPICS = ("tags", "tag", "categories", "category", "keywords")
_REDIRECTS = ("redirectfrom", "aliases", "permalink", "url", "path")
_DAYS = (
    *("date", "publishdate", "published", "pubdate", "datepublished", "publisheddate"),
    *("publishedat", "publishedon", "created", "datecreated", "createdat", "creationdate"),
    *("posted", "issued"),
)
_ADDRESSES = ("path", "slug", "permalink", "url")
_CHANGED = ("lastmod", "updated", "modified", "lastmodified", "updateddate", "lastmodifiedat")
_MAX_LINES = 12


def import_page(
    text: str, name: FileName, origin: str, today: dt.date, names: Names, limits: Limits
) -> Draft:
    """Return the draft of a page of `origin`: markdown, jekyll or hugo; `name` is its file's.

    `today` dates a page without a date. Raise ImportRefusedError where its fields cannot be read,
    or where it holds nothing.
    """
    page = read_page(text, limits, name.suffix)
    if not page.data and not any(map(str.isalnum, page.body)):
        raise ImportRefusedError("it holds no text; expected an article with a headline")
    return _Mapper(page, name, origin, today, names).draft()


class _Mapper:
    def __init__(
        self, page: Page, name: FileName, origin: str, today: dt.date, names: Names
    ) -> None:
        self.page, self.name, self.origin = page, name, origin
        self.today, self.names = today, names
        self.left = dict(page.data)
        self.keys: dict[str, str] = {}
        """Name of a field without capitals, hyphens and blanks -> as it is written."""
        for key in page.data:
            self.keys.setdefault(re.sub(r"[\s_-]+", "", key).casefold(), key)
        self.rows: list[Row] = []
        self.body = page.body

    def draft(self) -> Draft:
        title = self._title()
        day = self._date()
        self._draft()
        summary = self._first(("description", "summary", "excerpt", "abstract"), TEXT_LIMIT)
        self._row("summary", _unlinked(summary, scan_inline(summary)) if summary else None)
        self._actors(title, summary or "")
        self._list("topics", _TOPICS, split=True)
        self._list("storyline", ("series",))
        self._list("authors", ("authors", "author"))
        self._type()
        self._lang()
        self._image()
        slug = self._slug(title)
        self._redirects()
        self._other_fields()
        body = _unlinked(self.body, scan_body(self.body))
        return Draft(slug, day, tuple(self.rows), body)

    def _row(self, key: str, value: Value, *notes: str) -> None:
        if value is not None and value != []:
            self.rows.append(Row(key, value, notes))

    def _get(self, name: str) -> Value:
        return self.left.get(self.keys.get(name, ""))

    def _take(self, name: str) -> None:
        del self.left[self.keys[name]]

    def _text(self, name: str, limit: int) -> str | None:
        """Return the text of a field, where it is one that a field of ours can hold."""
        value = self._get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > limit:
            return None
        return value.strip()

    def _first(self, names: Iterable[str], limit: int) -> str | None:
        """Return the first usable text among these fields, taken; the others are left."""
        for name in names:
            if text := self._text(name, limit):
                self._take(name)
                return folded(text)
        return None

    def _title(self) -> str:
        """Return the title, which is a field or the first heading; its heading leaves the body."""
        given = self._first(("title", "linktitle", "headline"), TITLE_LIMIT)
        heading, notes = title_of(self.body), []
        if given:
            title = " ".join(given.split())
        elif heading:
            title = heading.words
            if self._get("title") is not None and not str(self._get("title")).strip():
                self._take("title")
            if not heading.first:
                notes.append("the page has no title; this is a heading further down")
        else:
            title = name_of_id(slugify(self.name.stem))[:TITLE_LIMIT].strip() or "Untitled"
            notes.append("the page has no title; this one is made from the name of the file")
        if heading and heading.first and _same(heading, title):
            self.body = heading.rest
        self._row("title", title, *notes)
        return title

    def _date(self) -> dt.date:
        """Return the day, from the first field that tells one, else from the file or today."""
        for name in _DAYS:
            if day := self._day_in(name):
                return day
        day, note = self.name.day, "from the name of the file"
        if day is None:
            found = (day_of(self._text(name, TITLE_LIMIT) or "") for name in _CHANGED)
            day = next(filter(None, found), None)
            note = "the page tells no date of its own; this is when it was last changed"
        if day is None:
            found = (day_of_path(self._text(name, TITLE_LIMIT) or "") for name in _ADDRESSES)
            day, note = next(filter(None, found), None), "from the address of the page"
        if day is None:
            paragraphs = re.split(r"\n\s*\n", self.body.strip())[:3]
            lead = next(filter(None, map(dateline_of, paragraphs)), None)
            day = lead.date(self.today) if lead else None
            note = f"from the line “{lead.text}”; set the day you publish" if lead else ""
        if day is None:
            day, note = self.today, "this is today; set the day you publish"
        if written := self._text("date", TITLE_LIMIT):
            readings = next((days for _, days in unclear_in(written)), ())
            why = f"is {' or '.join(readings)}" if readings else "is not a valid day"
            note = f"the page says “{folded(written)}”, which {why}; {note}"
        self._row("date", day.isoformat(), note)
        return day

    def _day_in(self, name: str) -> dt.date | None:
        """Return the day of a field, and add the rows that it gives; None where it tells none."""
        value = self._get(name)
        days = value if isinstance(value, Mapping) else {"created": value}
        text = next((days[key] for key in ("created", "published", "updated") if key in days), None)
        day = day_of(text) if isinstance(text, str) and len(text) <= TITLE_LIMIT else None
        if not isinstance(text, str) or day is None:
            return None
        moment = moment_of(text, day)
        self._row("date", moment.text)
        changed = days.get("updated")
        update = day_of(changed) if isinstance(changed, str) else None
        if update and update != day:
            proposal = f"- {{date: {update}, kind: update, text: What changed}}"
            note = "the page was changed; say what changed, and delete the #"
            self.rows.append(Row("updates", None, (note,), (proposal,)))
        kept = {f"{day}", f"{update}", *([text] if moment.clock else [])}
        plain = {key for key, one in days.items() if one in kept}
        if plain == set(days):
            self._take(name)
        return day

    def _draft(self) -> None:
        """Every import is a draft, whatever the page said of itself."""
        for name in ("draft", "published", "publish"):
            if str(self._get(name)).casefold() in {"true", "false", "yes", "no", "on", "off"}:
                self._take(name)
        self.rows.append(Row("draft", True, ("delete this line to publish", *self._templates())))

    def _actors(self, title: str, summary: str) -> None:
        plain = re.sub(
            r"```.*?```|`[^`\n]*`|\{[%{].*?[%}]\}|!\[[^\]\n]*\]\([^()\n]*\)|<[^<>]*>|\]\([^()\s]*\)",
            " ",
            self.body,
            flags=re.DOTALL,
        )
        row = actors_row(iter([title, summary, *re.split(r"\n\s*\n", plain)]), self.names)
        if row.value or row.proposals:
            self.rows.append(row)

    def _words(self, name: str, text: str) -> list[str]:
        """Return the parts of a list written as one text: by commas, else for Jekyll by blanks."""
        if ";" in text or "," in text:
            return [one for one in re.split("[;]" if ";" in text else ",", text) if one.strip()]
        blanks = self.origin == "jekyll" and name in {"tags", "categories"}
        return text.split() if blanks else [text]

    def _list(self, field: str, keys: Iterable[str], *, split: bool = False) -> None:
        found: dict[str, str] = {}
        for key in keys:
            value, inner = self._get(key), self._get("taxonomies")
            nested = value is None and isinstance(inner, dict) and key in inner
            if nested and isinstance(inner, dict):
                value = inner[key]
            name = name_of(value) if isinstance(value, dict) else None
            texts: object = [name] if name else value
            if isinstance(value, str):
                texts = self._words(key, value) if split or key == "authors" else [value]
            if not isinstance(texts, list) or not texts:
                continue
            names = [name_of(one) for one in texts]
            if not all(each and usable_topic(each) for each in names):
                continue
            if nested and isinstance(inner, dict):
                self.left[self.keys["taxonomies"]] = {k: v for k, v in inner.items() if k != key}
                if len(inner) == 1:
                    self._take("taxonomies")
            elif not name:
                self._take(key)
            for each in names:
                found.setdefault(str(each).casefold(), str(each))
        self._row(field, [*found.values()])

    def _type(self) -> None:
        if (kind := self._text("type", 20)) in get_args(BriefType):
            self._take("type")
            self._row("type", kind)

    def _lang(self) -> None:
        for key in ("lang", "language", "locale"):
            text = self._text(key, 35)
            if text and re.fullmatch(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*", text):
                self._take(key)
                self._row("lang", text.replace("_", "-"))
                return
        self._row("lang", self.name.lang)

    def _image(self) -> None:
        for key in _IMAGES:
            value = self._get(key)
            more = isinstance(value, dict) and len(value) > 1
            if isinstance(value, dict):
                names = ("path", "src", "image", "url")
                value = next((value[one] for one in names if one in value), None)
            if isinstance(value, list) and len(value) == 1:
                value = value[0]
            if isinstance(value, str) and is_safe_path(value.strip()):
                if not more:
                    self._take(key)
                self._row("image", value.strip(), COPY_PICTURE)
                return

    def _slug(self, title: str) -> str:
        slug = self._text("slug", TITLE_LIMIT)
        if slug and is_id(slug):
            self._take("slug")
            return slug
        if slug and is_id(slugify(slug)):
            return slugify(slug)
        return self.name.slug or slug_for(title)

    def _redirects(self) -> None:
        found: dict[str, None] = {}
        for key in _REDIRECTS:
            value = self._get(key)
            texts = [value] if isinstance(value, str) else value
            if (
                isinstance(texts, list)
                and texts
                and all(isinstance(one, str) and is_old_address(one) for one in texts)
            ):
                self._take(key)
                root = "/" if key == "path" else ""
                found |= dict.fromkeys(root + str(one).strip().removeprefix(root) for one in texts)
        self._row("redirect_from", [*found])

    def _other_fields(self) -> None:
        taken: set[str] = set()
        for key, value in self.left.items():
            name = "x_" + (re.sub(r"[^\w-]+", "_", key).strip("_") or "key")
            while name in taken:
                name += "_"
            taken.add(name)
            self.rows.append(Row(name, "" if value is None else value))

    def _templates(self) -> Iterator[str]:
        rows = enumerate(self.page.body.split("\n"), self.page.body_line)
        lines = [str(number) for number, line in rows if _TEMPLATE.search(line)]
        if lines:
            more = f" and {len(lines) - _MAX_LINES} more" if len(lines) > _MAX_LINES else ""
            where = ("lines " if len(lines) > 1 else "line ") + ", ".join(lines[:_MAX_LINES]) + more
            origin = "another generator" if self.origin == "markdown" else self.origin.title()
            yield f"template tags of {origin} stand as text, on {where} of the page; replace them"


def _unlinked(text: str, prose: Prose) -> str:
    """Return `text` with what would be links and citations of a brief escaped."""
    starts = {found.start for found in prose.wikilinks} | {found.start for found in prose.citations}
    for start in sorted(starts, reverse=True):
        text = f"{text[:start]}\\{text[start:]}"
    return text


def _same(heading: Title, title: str) -> bool:
    """Return whether a heading says what the title says, signs and capitals apart."""
    words = [re.findall(r"\w+", one.casefold()) for one in (heading.words, plain_text(title))]
    return words[0] == words[1]
