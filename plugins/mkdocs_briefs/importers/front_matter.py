"""A page of another program taken apart: its fields, in whatever form, and its body."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import Any

from mkdocs_briefs.importers.blocks import blocks_of
from mkdocs_briefs.importers.draft import ImportRefusedError, Value
from mkdocs_briefs.importers.texts import clean
from mkdocs_briefs.parse.yaml_tree import compose
from mkdocs_briefs.problems import Severity, shortened
from mkdocs_briefs.settings import Limits

_YAML = re.compile(
    r"\s*?^---[ \t]*\n(?P<front>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML = re.compile(
    r"\s*?^\+\+\+[ \t]*\n(?P<front>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_UNCLOSED = re.compile(
    r"\s*^(?P<sign>---[ \t]*\n(?:[ \t]*#.*\n)*[\"']?\w[\w -]*[\"']?[ \t]*:(?:[ \t]|$)"
    r"|\+\+\+[ \t]*\n[\w-]+[ \t]*=)",
    re.MULTILINE,
)
_META = re.compile(
    r" {0,3}(?P<key>[A-Za-z][\w-]*(?: [\w-]+)?)[ \t]*:(?:[ \t]+(?P<value>\S.*)|[ \t]*)"
)
"""A field as MultiMarkdown, Python-Markdown and Pelican have it."""
_META_KEYS = frozenset(
    ["title", "date", "author", "authors", "tags", "category", "categories", "slug", "summary",
     "description", "keywords", "modified", "status", "lang", "template", "subtitle"]
)  # fmt: skip
_PANDOC = re.compile(
    r"%[ \t]*(?P<title>.*\n(?:[ \t]+\S.*\n)*)"
    r"(?:%[ \t]*(?P<author>.*\n(?:[ \t]+\S.*\n)*))?(?:%[ \t]*(?P<date>.*)\n)?"
)
_LEKTOR = re.compile(r"(?P<key>[a-z_][\w-]*):(?:[ \t]*\n|[ \t]+)?(?P<value>.*)", re.DOTALL)
_MARKED = re.compile(
    r"^ {0,3}#{1,6}[ \t]|^(?:={2,}|-{2,})[ \t]*$|\]\(|\]\[|^ {0,3}\[[^\]]+\]:|`|\*\*\S|__\S"
    r"|(?<!\w)[*_]\w[^*_\n]*\w[*_](?!\w)|^ {0,3}(?:>|~~~|\|)|</?[a-zA-Z][^>\n]*>"
    r"|^ {4}\S|^[-*+] \[[ x]\]",
    re.MULTILINE,
)
"""What only Markdown has: headings, links, code, emphasis, quotations, tables, HTML."""
MARKDOWN_SUFFIXES = frozenset([".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"])
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


_DATA = "it is a file of data and no article; import the text itself, as Markdown or plain text"
_OTHER = "it is written in {}; turn it into Markdown first, as with `pandoc -t markdown`"
_REFUSED = {
    **dict.fromkeys([".yml", ".yaml", ".toml", ".xml", ".ini", ".bib", ".ics", ".sql"], _DATA),
    **dict.fromkeys([".rst", ".rest"], _OTHER.format("reStructuredText")),
    **dict.fromkeys([".adoc", ".asciidoc", ".asc"], _OTHER.format("AsciiDoc")),
    **dict.fromkeys([".html", ".htm", ".xhtml"], _OTHER.format("HTML")),
    ".org": _OTHER.format("Org"),
    ".tex": _OTHER.format("LaTeX"),
    ".ipynb": _OTHER.format("a notebook of Jupyter"),
    ".textile": _OTHER.format("Textile"),
}
_FRONTED = frozenset([".html", ".htm"])
"""Pages of Jekyll and Hugo may have these endings, below front matter."""
_HTML = re.compile(r"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)


def guess_format(text: str, suffix: str = "") -> str:
    """Return what `text`, of a file with this ending, seems to be: one of FORMATS.

    Raise ImportRefusedError for what is no article, and for front matter without an end.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    suffix = suffix.lower()
    fronted = _YAML.match(text) or _TOML.match(text)
    if suffix in _REFUSED and not (fronted and suffix in _FRONTED):
        raise ImportRefusedError(_REFUSED[suffix])
    if _HTML.match(text):
        raise ImportRefusedError(_OTHER.format("HTML"))
    if _TOML.match(text) or re.match(r'\{\s*"', text):
        return "hugo"
    if found := _YAML.match(text):
        whole = found["front"] + text[found.end() :]
        hugo = re.search(
            r"^(?:lastmod|draft|aliases|weight|publishDate|expiryDate|linkTitle)[ \t]*:|\{\{[<%]",
            whole,
            re.MULTILINE,
        )
        jekyll = re.search(
            r"^(?:layout|permalink|excerpt|published|redirect_from)[ \t]*:|(?<!\{)\{%",
            whole,
            re.MULTILINE,
        )
        return "hugo" if hugo and not jekyll else "jekyll"
    if unclosed := _UNCLOSED.match(text):
        sign = unclosed["sign"][:3]
        raise ImportRefusedError(f"its front matter is never closed: no second line `{sign}`")
    if (
        suffix == ".lr"
        or _meta_lines(text, suffix)
        or (suffix in MARKDOWN_SUFFIXES and _PANDOC.match(text))
    ):
        return "markdown"
    marked = suffix in MARKDOWN_SUFFIXES and (_MARKED.search(text) or not _is_sectioned(text))
    return "markdown" if marked else "text"


def _is_sectioned(text: str) -> bool:
    """Return whether `text` has the tags or the sections of a plain article."""
    return any(block.kind == "tags" or block.section for block in blocks_of(clean(text)))


def read_page(text: str, limits: Limits, suffix: str = "") -> Page:
    """Return fields and body of `text`; all is body where there are no fields.

    Raise ImportRefusedError where its fields cannot be read.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if found := _YAML.match(text):
        first = text.count("\n", 0, found.start("front")) + 1
        data = _of_yaml(found["front"], first, limits)
    elif found := _TOML.match(text):
        above = text.count("\n", 0, found.start("front"))
        data = _of_toml(found["front"], above, limits)
    elif re.match(r'\{\s*"', text):
        return _of_json(text, limits)
    elif suffix == ".lr":
        return _of_lektor(text)
    elif meta := _meta_lines(text, suffix):
        data, end = meta
        return Page(_mapping(data), clean(text[end:]), text.count("\n", 0, end) + 1)
    elif suffix in MARKDOWN_SUFFIXES and (found := _PANDOC.match(text)):
        given = {key: " ".join(value.split()) for key, value in found.groupdict("").items()}
        people = [one.strip() for one in given.pop("author").split(";")]
        data = {"authors": [*filter(None, people)], **given}
        data = _mapping({key: value for key, value in data.items() if value})
    else:
        return Page({}, clean(text), 1)
    body = text[found.end() :]
    return Page(data, clean(body), text.count("\n", 0, found.end()) + 1)


def _meta_lines(text: str, suffix: str) -> tuple[dict[str, Any], int] | None:
    """Return the fields that the first lines of `text` are, and where they end; None for none."""
    data: dict[str, list[str]] = {}
    lines = text.split("\n")
    end, last = 0, ""
    for line in lines:
        found = _META.fullmatch(line)
        if found:
            last = found["key"]
            data.setdefault(last, []).append((found["value"] or "").strip())
        elif last and line.strip() and line.startswith(("    ", "\t")):
            data[last][-1] = f"{data[last][-1]} {line.strip()}".strip()
        else:
            if line.strip():
                return None
            break
        end += len(line) + 1
    keys = {key.casefold() for key in data}
    enough = 1 if suffix in MARKDOWN_SUFFIXES else 2
    if "title" not in keys or len(keys & _META_KEYS) < enough:
        return None
    return {key: rows[0] if len(rows) == 1 else rows for key, rows in data.items()}, min(
        end, len(text)
    )


def _of_lektor(text: str) -> Page:
    data: dict[str, Any] = {}
    body, line, at = "", 1, 1
    for part in re.split(r"^---[ \t]*\n", text, flags=re.MULTILINE):
        if found := _LEKTOR.match(part.lstrip("\n")):
            value = re.sub(r"^-(-{3,})", r"\1", found["value"].strip("\n"), flags=re.MULTILINE)
            if found["key"] in {"body", "text", "content"} and not body:
                skipped = (
                    len(part)
                    - len(part.lstrip("\n"))
                    + part.lstrip("\n").count("\n", 0, found.start("value"))
                )
                body, line = value, at + skipped
            else:
                data[found["key"]] = value.strip()
        elif part.strip():
            raise ImportRefusedError(f"line {at}: expected a field, as in `title: …`")
        at += part.count("\n") + 1
    return Page(_mapping(data), clean(body), line)


def _of_yaml(front: str, first_line: int, limits: Limits) -> dict[str, Value]:
    _bounded(front, limits)
    tree = compose(front, "", first_line, limits, "foreign")
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


def _of_toml(front: str, above: int, limits: Limits) -> dict[str, Value]:
    _bounded(front, limits)
    try:
        return _mapping(tomllib.loads(front))
    except tomllib.TOMLDecodeError as error:
        where = re.sub(r"at line (\d+)", lambda at: f"at line {int(at[1]) + above}", str(error))
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
        raise ImportRefusedError(f"the field “{shortened(twice)}” stands twice")
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
