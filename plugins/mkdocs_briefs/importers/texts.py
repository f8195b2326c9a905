"""The words of a foreign text, cleaned, cut into sentences and escaped as Markdown; its links."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from mkdocs_briefs.importers.dates import MONTHS
from mkdocs_briefs.model.ids import heading_slug
from mkdocs_briefs.parse.inline import code_spans

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNUSABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_SPACES = re.compile(r"[ \t\n]+")
_END = re.compile(r"""[.!?…؟۔।]+["'”’»)\]*_]*(?=\s)|[。！？｡]+[」』”’）]*""")
_SHORT = re.compile(
    r"""(?:^|[\s("'“‘«\[])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|Adm|Brig|Capt|Cmdr|Co|Col|Corp|Dr|Gen|Gov|Hon
    |Inc|Jr|Lt|Ltd|Maj|Mr|Mrs|Ms|Mt|No|Nos|Pres|Prof|Rep|Rev|Sen|Sgt|Sr|St|approx|ca|cf|vs
    |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.\Z""",
    re.VERBOSE,
)
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.\Z")
_INITIALS = re.compile(r"(?:\b[^\W\d_]\.){2,}\Z")


def clean(text: str) -> str:
    r"""Return `text` in normal form C with `\n` as line break and no control characters."""
    text = _BREAKS.sub("\n", text.removeprefix("\ufeff"))
    return unicodedata.normalize("NFC", _UNUSABLE.sub(" ", text))


def folded(text: str) -> str:
    """Return `text` with one blank for blanks, tabs and line breaks, and none at its ends.

    Other spaces stay: French sets no-break spaces before its colons.
    """
    return _SPACES.sub(" ", text).strip()


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of one paragraph, verbatim; only spaces lie between them."""
    start = 0
    for match in _END.finditer(text):
        if _ends(text, match) and (found := text[start : match.end()].strip()):
            yield found
            start = match.end()
    if rest := text[start:].strip():
        yield rest


def _ends(text: str, match: re.Match[str]) -> bool:
    """Return whether a sign that can end a sentence does."""
    if match[0][0] in "。！？｡":
        return True
    then = text[match.end() : match.end() + 24].lstrip(" \t\n\"'“‘«([")
    dot = match.start() + 1
    if match[0][0] != ".":
        return not then[:1].islower()
    if _ORDINAL.search(text[max(0, dot - 5) : dot]) and re.split(r"\W", then)[0] in MONTHS:
        return False
    return not then[:1].islower() and not _SHORT.search(text[max(0, dot - 20) : dot])


def without_stop(sentence: str) -> str:
    """Return `sentence` without its full stop, as in a headline; that of initials stays."""
    if sentence.endswith(("。", "｡")):
        return sentence[:-1]
    if sentence.endswith(".") and not sentence.endswith("..") and not _INITIALS.search(sentence):
        return sentence[:-1].rstrip()
    return sentence


def ends_sentence(text: str) -> bool:
    """Return whether `text` ends like a sentence."""
    bare = text.rstrip("\"'”’»)] *_")
    return bare.endswith((".", "!", "?", "…", "。", "！", "？", "؟", "۔", "।"))


_PUNCTUATION = re.escape(string.punctuation)
_INLINE = re.compile(
    rf"""\\(?=[{_PUNCTUATION}])|\\\Z|(?<!\s)\*|\*(?!\s)|\A\*|\*\Z|`
    |(?<![^\W_])_+|_+(?![^\W_])|\[(?=[\[@])|\](?=[\[(])|<(?=[A-Za-z/!?])""",
    re.VERBOSE,
)
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_START = re.compile(
    r"(?P<slash>#|>|[-+](?=[\s-]|\Z)|\[(?=.*?\]:))|(?P<number>\d{1,9})\.(?=\s|\Z)"
    r"|(?P<entity>~~~|===|!!!|\?\?\?|///|:::|:(?=\s)|\|)|(?P<rule>-{3,}|={2,})\Z"
)


def inline(text: str) -> str:
    """Return `text` for a field of front matter that holds inline Markdown."""
    return _INLINE.sub(lambda found: "".join("\\" + sign for sign in found[0]), text)


def paragraph(text: str) -> str:
    """Return `text`, which is on one line, as a paragraph of a body."""
    start = _START.match(text)
    escaped = _body(text[start.end() :] if start else text)
    if start is None:
        return escaped
    if start["number"]:
        return f"{start['number']}\\.{escaped}"
    if start["slash"]:
        return f"\\{start['slash']}{escaped}"
    sign, rest = start[0][0], start[0][1:]
    return f"&#{ord(sign)};{rest}{escaped}"


def _body(text: str) -> str:
    text = _ENTITY.sub("&amp;", inline(text))
    return text.replace("\\<", "&lt;").replace("{", "\\{")


def heading(text: str) -> str:
    """Return `text` as the words of a heading."""
    return _body(text).replace("#", "\\#")


_EXCERPT = 100


def excerpt(sentence: str) -> str:
    """Return a sentence, or its first words where it is long."""
    if len(sentence) <= _EXCERPT:
        return sentence
    return sentence[:_EXCERPT].rsplit(" ", 1)[0] + " …"


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
