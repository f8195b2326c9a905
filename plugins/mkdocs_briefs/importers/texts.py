"""The words of a foreign text: cleaned, cut into sentences, and escaped as Markdown."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator

from mkdocs_briefs.importers.dates import MONTHS

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
