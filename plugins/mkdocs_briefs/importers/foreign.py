"""The front matter of other generators' pages, as plain text, lists and mappings.

Jekyll and Hugo write YAML between lines `---`; Hugo also TOML between `+++`, and JSON
(https://gohugo.io/content-management/front-matter/). Nothing here builds objects, follows aliases
or nests without a bound.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import Any

from mkdocs_briefs.importers.draft import ImportRefusedError
from mkdocs_briefs.importers.wording import clean
from mkdocs_briefs.importers.yamltext import Value
from mkdocs_briefs.parse.nodes import compose
from mkdocs_briefs.problems import Severity
from mkdocs_briefs.settings import Limits

_YAML = re.compile(
    r"---[ \t]*\n(?P<front>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML = re.compile(r"\+\+\+[ \t]*\n(?P<front>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_DEEPEST = 10
_MOST_VALUES = 20_000
_LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart."""

    data: dict[str, Value]
    body: str
    body_line: int
    """Line of the file on which the body begins, from 1."""


def guess_format(text: str) -> str:
    """What `text` seems to be: hugo, jekyll or text.

    Raises ImportRefusedError for front matter without an end.
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
    """The front matter and the body of `text`. Raises ImportRefusedError where there is none."""
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
    """`value` with text for every scalar, as it was written as far as its format tells."""
    counter[0] += 1
    if depth > _DEEPEST or counter[0] > _MOST_VALUES:
        raise ImportRefusedError(
            f"its front matter is nested more than {_DEEPEST} deep or holds more than "
            f"{_MOST_VALUES:,} values"
        )
    if isinstance(value, dict):
        made: dict[str, Value] = {}
        for key, one in value.items():
            name = (
                " ".join(clean(str(key)).encode("utf-8", "replace").decode().split())[:_LONGEST_KEY]
                or "unnamed"
            )
            while name in made:
                name += "_"
            made[name] = _plain(one, depth + 1, counter)
        return made
    if isinstance(value, (list, tuple)):
        return [_plain(one, depth + 1, counter) for one in value]
    if value is None:
        return None
    text = (
        str(value).lower()
        if isinstance(value, bool)
        else value
        if isinstance(value, str)
        else str(value)
    )
    return clean(text)
