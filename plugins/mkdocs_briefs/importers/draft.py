"""A draft of a brief: rows of front matter with comments for whoever finishes it, and a body."""

from __future__ import annotations

import datetime as dt
import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, TypeAlias, TypeVar

from mkdocs_briefs.library.catalogue import ident_of
from mkdocs_briefs.model.ids import is_id, slugify
from mkdocs_briefs.model.registry import REGISTRIES, SHARED
from mkdocs_briefs.model.texts import TITLE_LIMIT

Value: TypeAlias = "str | bool | Sequence[Value] | Mapping[str, Value] | None"

_WIDTH = 96
_ONE_LINE = 80
_PLAIN = re.compile(r"[^\W\d_][\w ’“”,.()/%–—-]*[\w.)”’%]|[\dX]{4}(?:-[\dX]{2}){0,2}|[^\W\d_]")
_TYPED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_FOLDABLE = re.compile(r"[^\s](?:[^\n\t\r\x85\u2028\u2029]*[^\s])?")
_ODD = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def quoted(text: str) -> str:
    """Return `text` as a scalar on one line: plain where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _TYPED:
        return text
    safe = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{_ODD.sub(_code, safe)}"'


def _code(found: re.Match[str]) -> str:
    return f"\\U{ord(found[0]):08x}"


def scalar(text: str, indent: int) -> str:
    """Return `text` as it follows a key or a hyphen; a long one folded, indented by `indent`."""
    if len(text) <= _ONE_LINE or "  " in text or _ODD.search(text) or not _FOLDABLE.fullmatch(text):
        return quoted(text)
    wrapped = textwrap.wrap(text, _WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join([">-", *(" " * indent + row for row in wrapped)])


def yaml_field(key: str, value: Value, indent: int = 0) -> str:
    """Return `key: value` in block style, its first line without indentation."""
    return f"{quoted(key)}:" + _value(value, indent, "\n" + " " * (indent + 2))


def entry(value: Value, indent: int = 0) -> str:
    """Return `- value` in block style, its first line without indentation."""
    return f"-{_value(value, indent, ' ')}"


def _value(value: Value, indent: int, before: str) -> str:
    """Return a value as it follows its key or hyphen; `before` stands before the first of many."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return f" {str(value).lower()}"
    if isinstance(value, str):
        return f" {scalar(value, indent + 2)}"
    if not value:
        return " {}" if isinstance(value, Mapping) else " []"
    if isinstance(value, Mapping):
        rows = [yaml_field(key, one, indent + 2) for key, one in value.items()]
    else:
        rows = [entry(one, indent + 2) for one in value]
    return before + ("\n" + " " * (indent + 2)).join(rows)


_NO_COMMENT = re.compile("[\n\r\t\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class ImportRefusedError(ValueError):
    """A text that cannot become a draft; `str()` is one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """A field: what stands in comments above it, the field, and proposals below it.

    A row without a value stands as a comment, unless it has proposals.
    """

    key: str
    value: Value = None
    notes: tuple[str, ...] = ()
    """What a human must confirm, a line each."""
    proposals: tuple[str, ...] = ()
    """Entries to take over by deleting the sign of the comment."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A brief ready to be written: `markdown()` is the file, named after `date` and `slug`."""

    slug: str
    date: dt.date
    rows: tuple[Row, ...]
    body: str

    @property
    def stem(self) -> str:
        """Name of the file without its ending."""
        return f"{self.date.isoformat()}-{self.slug}"

    @property
    def confirm(self) -> tuple[str, ...]:
        """Everything to confirm, as `field: what`."""
        return tuple(f"{row.key}: {note}" for row in self.rows for note in row.notes)

    def markdown(self) -> str:
        """Return the whole file."""
        lines = ["---"]
        for row in self.rows:
            lines += [comment(f"confirm: {note}") for note in row.notes]
            if row.value is not None:
                lines.append(yaml_field(row.key, row.value))
            elif row.proposals:
                lines.append(f"{row.key}:")
            lines += ["  " + comment(proposal) for proposal in row.proposals]
        body = self.body.strip("\n")
        return "\n".join([*lines, "---", "", *([body, ""] if body else [])])


def comment(text: str) -> str:
    """Return `text` as a comment on one line."""
    return "# " + _NO_COMMENT.sub(" ", text).strip()


def slug_for(title: str) -> str:
    """Return the slug of a headline; `brief` where none can be made."""
    slug = slugify(title)
    if is_id(slug):
        return slug
    return f"{slug}-brief" if slug and is_id(f"{slug}-brief") else "brief"


def usable_topic(tag: str) -> bool:
    """Return whether a topic or an author of this name can have an address."""
    return len(tag) <= TITLE_LIMIT and is_id(ident_of(tag))


T = TypeVar("T")
_NAME = re.compile(r"(?![\s.])[^\\/:*?\"<>|\x00-\x1f\x7f-\x9f\u2028\u2029]+(?<![\s.])")
_MAX_DEPTH = 20
"""Folders inside folders, and values inside values, that are taken."""
_KINDS: dict[type, str] = {dict: "an object", list: "a list", str: "a text"}


def archive_files(text: str) -> Iterator[tuple[str, str]]:
    """Yield path, relative to the folder of briefs, and text of every file in the export `text`.

    Raise ImportRefusedError for a text that is no export, or that would write elsewhere.
    """
    try:
        whole = json.loads(text)
        json.dumps(whole, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ImportRefusedError("it holds half a character (a lone surrogate)") from None
    except (ValueError, RecursionError) as error:
        raise ImportRefusedError(f"it is no JSON: {error}") from None
    if not isinstance(whole, dict) or whole.get("format") != "mkdocs-briefs":
        raise ImportRefusedError("it is not an export of briefs: it lacks “format: mkdocs-briefs”")
    if whole.get("version") != 1:
        raise ImportRefusedError(
            f"its version is {whole.get('version')!r}; this release of briefs knows version 1"
        )
    files: set[str] = set()
    folders: set[str] = set()
    for path, content in _files(whole):
        name = PurePosixPath(path.casefold())  # some file systems do not tell capitals apart
        above = {*map(str, name.parents[:-1])}
        if str(name) in files | folders or above & files:
            raise ImportRefusedError(f"it has two files for {path}")
        files.add(str(name))
        folders |= above
        yield path, content


def _files(whole: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for registry, entries in _checked(whole.get("registries", {}), dict, "“registries”").items():
        if registry not in REGISTRIES | SHARED:
            raise ImportRefusedError(f"it has a registry {registry!r}, which is none")
        rows = _rows(_checked(entries, dict, f"registry “{registry}”"))
        yield f"{registry}.yml", "\n".join(rows) + "\n"
    for kind in ("briefs", "profiles"):
        for one in _checked(whole.get(kind, []), list, f"“{kind}”"):
            yield _document(_checked(one, dict, f"“{kind}” has an entry that"))


def _checked(value: Any, kind: type[T], what: str) -> T:
    if not isinstance(value, kind):
        raise ImportRefusedError(f"its {what} is not {_KINDS[kind]}")
    return value


def _document(one: Mapping[str, Any]) -> tuple[str, str]:
    """Return path and text of a file. Raise ImportRefusedError for a path out of the folder."""
    file = one.get("file")
    parts = file.split("/") if isinstance(file, str) else []
    if (
        not isinstance(file, str)
        or len(parts) > _MAX_DEPTH
        or not all(map(_NAME.fullmatch, parts))
        or not file.endswith((".md", ".markdown"))
    ):
        raise ImportRefusedError(f"{file!r} is not a path of a brief")
    fields = _checked(one.get("front_matter"), dict, f"“front_matter” of {file}")
    body = _checked(one.get("body", ""), str, f"“body” of {file}")
    return file, "\n".join(["---", *_rows(fields), "---", ""]) + body


def _rows(fields: Mapping[str, Any]) -> list[str]:
    return [yaml_field(key, _text_of(value)) for key, value in fields.items()]


def _text_of(value: object, depth: int = 0) -> Any:
    """Return a value of JSON as one that YAML text is made of: numbers become their text."""
    if depth > _MAX_DEPTH:
        raise ImportRefusedError("its values lie too deep in one another")
    if isinstance(value, dict):
        return {key: _text_of(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_text_of(one, depth + 1) for one in value]
    return value if value is None or isinstance(value, (bool, str)) else str(value)
