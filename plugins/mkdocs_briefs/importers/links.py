"""Links and pictures of imported pages, as they lead from their drafts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from mkdocs_briefs.model.ids import heading_slug
from mkdocs_briefs.parse.inline import code_spans

_CALL = r"\{\{[<%]?\s*-?\s*(?:rel)?(?:ref|link)\s+\\?[\"“](?P<ref>[^\"”\n]+?)\\?[\"”]\s*-?[%>]?\}\}"
_POST = r"\{%-?\s*(?:post_url|link)\s+(?P<post>[^\s%]+)\s*-?%\}"
_BASE = r"\{\{-?\s*(?:site\.(?:baseurl|url)|base_?url)\s*-?\}\}"
_PLAIN = (
    rf"(?:{_BASE})?(?:\{{(?:filename|static|attach|photo)\}}|\|(?:filename|static)\|)?"
    r"(?:[^\s<>\"'(){}]|\([^\s()]*\))+"
)
_TARGET = re.compile(
    r"(?P<before>\]\([ \t]*<?|^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*<?"
    r"|<[^<>\n]*?\b(?:src|href|poster)[ \t]*=[ \t]*[\"'])"
    rf"(?P<target>(?:{_CALL}|{_POST})[^\s<>\"'(){{}}]*|(?<=<)[^<>\n]+(?=>)|{_PLAIN})(?=[\s)>\"']|\Z)",
    re.MULTILINE | re.IGNORECASE,
)
_WIKI = re.compile(
    r"(?P<embed>!?)\\\[\[(?P<target>[^\[\]|#\n]+)(?P<anchor>#[^\[\]|\n]*)?"
    r"(?:\|(?P<text>[^\[\]\n]*))?\]\]"
)
"""A wikilink as `import_page` escapes it."""
_FENCED = re.compile(
    r"^(?P<sign>[ \t]*(?:`{3,}|~{3,}))[^\n]*\n.*?^(?P=sign)[`~]*[ \t]*$|<!--.*?-->",
    re.DOTALL | re.MULTILINE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|\?|\Z", re.IGNORECASE)
_WRAPPED = re.compile(
    rf"{_BASE}|\{{(?:filename|static|attach|photo)\}}|\|(?:filename|static)\||@(?=/)"
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a link of a foreign page leads to."""

    path: str
    """A path relative to the page, or from the root of its site where it begins with a slash."""
    tail: str = ""
    """Its query and anchor."""
    page: bool = False
    """Whether it surely names a page: by its ending or by the way the link is made."""


def target_of(written: str) -> Target | None:
    """Return what a link says, without the signs of its generator; None for one that leaves."""
    if found := re.match(f"(?:{_CALL}|{_POST})", written):
        name = found["ref"] or found["post"]
        path, sign, anchor = name.partition("#")
        return Target(path, sign + anchor + written[found.end() :], page=True) if path else None
    bare = _WRAPPED.sub("", written)
    if not bare or _SCHEME.match(bare):
        return None
    found = re.search(r"[?#]", bare)
    at = found.start() if found else len(bare)
    path = unquote(bare[:at])
    page = path.casefold().endswith((".md", ".markdown", ".rst")) or "filename" in written[:10]
    return Target(path, bare[at:], page) if "\0" not in path else None


def relinked(body: str, resolve: Callable[[Target], str | None]) -> str:
    """Return `body` with the links that `resolve` knows; code and what it does not know stays."""
    hidden = [*_code(body)]

    def put(found: re.Match[str]) -> str:
        target = None if _inside(hidden, found.start()) else target_of(found["target"])
        new = resolve(target) if target else None
        return found[0] if new is None else found["before"] + new

    def put_wiki(found: re.Match[str]) -> str:
        if _inside(hidden, found.start()):
            return found[0]
        target, anchor = found["target"].strip(), (found["anchor"] or "")[1:]
        tail = f"#{heading_slug(anchor)}" if anchor and not found["embed"] else ""
        new = resolve(Target(target, tail, page=not found["embed"]))
        text = (found["text"] or target).strip()
        return found[0] if new is None else f"{found['embed']}[{text}]({new})"

    body = _WIKI.sub(put_wiki, body)
    hidden = [*_code(body)]
    return _TARGET.sub(put, body)


def _code(body: str) -> Iterator[tuple[int, int]]:
    """Yield where code and comments stand, by their place."""
    blanked = body
    for found in _FENCED.finditer(body):
        yield found.span()
        blanked = blanked[: found.start()] + " " * len(found[0]) + blanked[found.end() :]
    yield from code_spans(blanked)


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in spans)


def address(path: str) -> str:
    """Return the path of a file as the address of a link."""
    return quote(path, safe="/")
