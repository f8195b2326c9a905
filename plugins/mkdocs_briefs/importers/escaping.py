r"""Plain text -> Markdown that shows the same text: every sign that would do something is escaped.

Two dialects: the inline Markdown of front matter (CommonMark's escapes), and the body, which
Python-Markdown reads (it knows `\` only before a few signs, so the others become entities:
https://python-markdown.github.io/).
"""

from __future__ import annotations

import re
import string

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
_UNESCAPE = re.compile(rf"\\([{_PUNCTUATION}])")


def inline(text: str) -> str:
    """`text` for a field of front matter that holds inline Markdown."""
    return _INLINE.sub(lambda found: "".join("\\" + sign for sign in found[0]), text)


def paragraph(text: str) -> str:
    """`text`, which is on one line, as a paragraph of a body."""
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
    """`text` as the words of a heading."""
    return _body(text).replace("#", "\\#")


def read_inline(text: str) -> str:
    """What `inline` was given, from what it gave."""
    return _UNESCAPE.sub(r"\1", text)
