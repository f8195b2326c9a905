"""Pages of other generators as drafts of briefs."""

from __future__ import annotations

import datetime as dt
import json
import posixpath
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from mkdocs_briefs.importers.draft import (
    Draft,
    ImportRefusedError,
    Row,
    Value,
    slug_for,
    usable_topic,
)
from mkdocs_briefs.importers.people import actors_row
from mkdocs_briefs.importers.texts import clean, folded
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.model.brief import BriefType
from mkdocs_briefs.model.ids import is_id, name_of_id, slug_of_stem, slugify
from mkdocs_briefs.model.prose import Prose
from mkdocs_briefs.model.texts import TEXT_LIMIT, TITLE_LIMIT, is_full_address, is_web_address
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.parse.inline import scan_inline
from mkdocs_briefs.parse.yaml_tree import compose
from mkdocs_briefs.problems import Severity
from mkdocs_briefs.settings import Limits

_DAY = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")


def day_of(text: str) -> dt.date | None:
    """Return the day with which `text` begins, as it is written and in no other time zone."""
    found = _DAY.match(text)
    if found is None:
        return None
    try:
        return dt.date(*map(int, found.groups()))
    except ValueError:
        return None


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
    text = text.strip()
    plain = bool(text) and len(text) <= TITLE_LIMIT and not re.search(r"[\s:{}\\?#<>\"]|//", text)
    return plain and ".." not in text.split("/") and posixpath.normpath(text) not in {"/", "."}


_YAML = re.compile(
    r"---[ \t]*\n(?P<front>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML = re.compile(r"\+\+\+[ \t]*\n(?P<front>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_MAX_DEPTH = 10
_MAX_VALUES = 20_000
_MAX_KEY_CHARS = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart."""

    data: dict[str, Value]
    body: str
    body_line: int
    """Line of the file on which the body begins, from 1."""


def guess_format(text: str) -> str:
    """Return what `text` seems to be: hugo, jekyll or text.

    Raise ImportRefusedError for front matter without an end.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if _TOML.match(text):
        return "hugo"
    if text.startswith("{") and re.match(r'\{\s*"', text):
        return "hugo"
    if found := _YAML.match(text):
        hugo = re.search(
            r"^(?:lastmod|draft|aliases|weight|publishDate|expiryDate|linkTitle)[ \t]*:|\{\{[<%]",
            found["front"] + text[found.end() :],
            re.MULTILINE,
        )
        jekyll = re.search(
            r"^(?:layout|permalink|excerpt|published|redirect_from)[ \t]*:|(?<!\{)\{%",
            found["front"] + text[found.end() :],
            re.MULTILINE,
        )
        return "hugo" if hugo and not jekyll else "jekyll"
    if re.match(r"---[ \t]*\n[a-z_]+:[ \t]|\+\+\+[ \t]*\n[\w-]+[ \t]*=", text):
        sign = text[:3]
        raise ImportRefusedError(f"its front matter is never closed: no second line `{sign}`")
    return "text"


def read_page(text: str, limits: Limits) -> Page:
    """Return front matter and body of `text`. Raise ImportRefusedError where there is none."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if found := _YAML.match(text):
        data = _of_yaml(found["front"], limits)
    elif found := _TOML.match(text):
        data = _of_toml(found["front"], limits)
    elif text.startswith("{"):
        return _of_json(text, limits)
    else:
        raise ImportRefusedError("it has no front matter; a plain article is read with --from text")
    body = text[found.end() :]
    return Page(data, clean(body), text.count("\n", 0, found.end()) + 1)


def _of_yaml(front: str, limits: Limits) -> dict[str, Value]:
    _bounded(front, limits)
    tree = compose(front, "", 2, limits)
    for problem in tree.problems:
        if problem.severity is Severity.ERROR:
            hint = f" {problem.help}" if problem.help else ""
            raise ImportRefusedError(f"line {problem.location.line}: {problem.message}.{hint}")
    return _mapping(tree.data)


def _bounded(front: str, limits: Limits) -> None:
    if len(front) > limits.front_matter_bytes // 4:
        raise ImportRefusedError(
            f"its front matter is larger than {limits.front_matter_bytes // 4:,} characters"
        )


def _of_toml(front: str, limits: Limits) -> dict[str, Value]:
    _bounded(front, limits)
    try:
        return _mapping(tomllib.loads(front))
    except tomllib.TOMLDecodeError as error:
        where = re.sub(r"at line (\d+)", lambda at: f"at line {int(at[1]) + 1}", str(error))
        raise ImportRefusedError(f"its TOML cannot be read: {where}") from None
    except (RecursionError, ValueError):
        raise ImportRefusedError("its TOML is nested too deep or holds a number too long") from None


def _of_json(text: str, limits: Limits) -> Page:
    decoder = json.JSONDecoder(
        parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_unique
    )
    try:
        value, end = decoder.raw_decode(text[: limits.front_matter_bytes // 4])
    except json.JSONDecodeError as error:
        raise ImportRefusedError(
            f"its JSON cannot be read: line {error.lineno}: {error.msg}"
        ) from None
    except RecursionError:
        raise ImportRefusedError("its JSON is nested too deep") from None
    rest = text[end:].lstrip("\n")
    return Page(_mapping(value), clean(rest), text.count("\n", 0, len(text) - len(rest)) + 1)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ImportRefusedError(f"the field “{twice[:80]}” stands twice")
    return made


def _mapping(value: dict[str, Any]) -> dict[str, Value]:
    counter = [0]
    plain = _plain(value, 0, counter)
    return plain if isinstance(plain, dict) else {}


def _plain(value: Any, depth: int, counter: list[int]) -> Value:
    """Return `value` with text for every scalar, as it was written as far as its format tells."""
    counter[0] += 1
    if depth > _MAX_DEPTH or counter[0] > _MAX_VALUES:
        raise ImportRefusedError(
            f"its front matter is nested more than {_MAX_DEPTH} deep or holds more than "
            f"{_MAX_VALUES:,} values"
        )
    if isinstance(value, dict):
        made: dict[str, Value] = {}
        for key, one in value.items():
            words = clean(str(key)).encode("utf-8", "replace").decode().split()
            name = " ".join(words)[:_MAX_KEY_CHARS] or "unnamed"
            while name in made:
                name += "_"
            made[name] = _plain(one, depth + 1, counter)
        return made
    if isinstance(value, (list, tuple)):
        return [_plain(one, depth + 1, counter) for one in value]
    if value is None:
        return None
    return clean(str(value).lower() if isinstance(value, bool) else str(value))


_TEMPLATE = re.compile(r"\{%|\{\{")
_TOPICS = ("tags", "tag", "categories", "category", "keywords")
_REDIRECTS = ("redirect_from", "aliases", "permalink", "url")
_MAX_LINES = 12


def import_page(
    text: str, stem: str, origin: str, today: dt.date, names: Names, limits: Limits
) -> Draft:
    """Return the draft of a page of `origin`, jekyll or hugo; `stem` is its file's name.

    `today` dates a page without a date. Raise ImportRefusedError where there is no front matter,
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
        self._list("topics", _TOPICS, split=True)
        self._list("storyline", ("series",))
        self._list("authors", ("authors", "author"))
        self._type()
        self._lang()
        self._image()
        slug = self._slug(title)
        self._redirects()
        self._other_fields()
        body = _unlinked(self.page.body, scan_body(self.page.body))
        return Draft(slug, day, tuple(self.rows), body)

    def _row(self, key: str, value: Value, *notes: str) -> None:
        if value is not None and value != []:
            self.rows.append(Row(key, value, notes))

    def _text(self, key: str, limit: int) -> str | None:
        """Return the text under `key`, where it is one that a field of ours can hold."""
        value = self.left.get(key)
        if not isinstance(value, str) or not value.strip() or len(value) > limit:
            return None
        return value.strip()

    def _first(self, keys: Iterable[str], limit: int) -> str | None:
        """Return the first usable text among `keys`, taken; the others are left."""
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
        day, note = day_of(self.stem), "from the name of the file"
        if day is None:
            day, note = self.today, "date of this brief; set the day you publish"
        if written := self._text("date", TITLE_LIMIT):
            note = f"the page says “{folded(written)}”, which is not a valid day; {note}"
        self._row("date", day.isoformat(), note)
        return day

    def _draft(self) -> None:
        """Every import is a draft, whatever the page said of itself."""
        for key in ("draft", "published"):
            if self.left.get(key) in {"true", "false", "yes", "no", "on", "off"}:
                del self.left[key]
        self.rows.append(Row("draft", True, ("delete this line to publish", *self._templates())))

    def _actors(self, title: str, summary: str) -> None:
        plain = re.sub(
            r"```.*?```|`[^`\n]*`|<[^<>]*>|\]\([^()\s]*\)", " ", self.page.body, flags=re.DOTALL
        )
        row = actors_row(iter([title, summary, *re.split(r"\n\s*\n", plain)]), self.names)
        if row.value or row.proposals:
            self.rows.append(row)

    def _words(self, key: str, text: str) -> list[str]:
        """Return the parts of a list written as one text: by commas, else for Jekyll by blanks."""
        if "," in text:
            return text.split(",")
        return text.split() if self.origin == "jekyll" and key in {"tags", "categories"} else [text]

    def _list(self, field: str, keys: Iterable[str], *, split: bool = False) -> None:
        found: dict[str, str] = {}
        for key in keys:
            value = self.left.get(key)
            name = name_of(value) if isinstance(value, dict) else None
            texts: object = [name] if name else value
            if isinstance(value, str):
                texts = self._words(key, value) if split else [value]
            if not isinstance(texts, list) or not texts:
                continue
            names = [name_of(one) for one in texts]
            if not all(each and usable_topic(each) for each in names):
                continue
            if not name:
                del self.left[key]
            for each in names:
                found.setdefault(str(each).casefold(), str(each))
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
            origin = self.origin.title()
            yield f"template tags of {origin} stand as text, on {where} of the page; replace them"


def _unlinked(text: str, prose: Prose) -> str:
    """Return `text` with what would be links and citations of a brief escaped."""
    starts = {found.start for found in prose.wikilinks} | {found.start for found in prose.citations}
    for start in sorted(starts, reverse=True):
        text = f"{text[:start]}\\{text[start:]}"
    return text
