"""Files of a built site as lines that a person can compare.

What does not matter is left out: the frame of the theme, white space between blocks, digests in the
names of files. Everything else stays, tags and attributes too.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from support.sites import VOID, Node, parse

WIDTH = 120
_BLOCKS = (
    "address|article|aside|blockquote|body|button|caption|dd|details|dialog|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h1|h2|h3|h4|h5|h6|header|hr|li|main|nav|ol|option|p|pre|script|"
    "section|select|style|summary|svg|table|tbody|td|template|tfoot|th|thead|tr|ul"
)
BLOCKS = frozenset(_BLOCKS.split("|"))
"""Elements that begin a line."""
_AROUND_BLOCKS = re.compile(rf"\s*(</?(?:{_BLOCKS})\b[^>]*>)\s*")
_NAME_DIGEST = re.compile(r"(?<=[./])[0-9a-f]{8,}(?=\.\w)")
_POLICY = re.compile(r"(?<=<meta http-equiv=\"Content-Security-Policy\" content=\")([^\"]*)")
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
_HEAD = re.compile(
    r"<title>.*?</title>|<(?:meta|link)\b[^>]*>|<script type=\"?application/ld\+json.*?</script>",
    re.DOTALL,
)
_THEME = re.compile(
    r"<meta (?:charset|name=\"?(?:viewport|generator))|<link rel=\"?icon"
    r"|<link rel=\"?stylesheet\"? href=\"?[^\" ]*assets/(?:stylesheets|_mkdocstrings)"
)
"""What the theme puts into a head."""
_CONTENTS = re.compile(r"<a href=\"?(#[^\" >]+)\"? class=\"?md-nav__link")
_ROOT = re.compile(r"<(html|body)\b([^>]*)>")
_ID = re.compile(r"<[a-z][^>]*?\sid=(?:\"([^\"]*)\"|([^\s\">]+))")
_TARGET = re.compile(r"http-equiv=\"?refresh\"?[^>]*?url=([^\"> ]+)", re.IGNORECASE)


def plain_names(text: str) -> str:
    """`text` with a star for each digest in the name of a file."""
    return _NAME_DIGEST.sub("*", text)


def digest(text: str) -> str:
    """Ten digits that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def squeezed(text: str) -> str:
    """HTML with single spaces, and none around blocks."""
    return _AROUND_BLOCKS.sub(r"\1", " ".join(plain_names(text).split()))


def target_of(text: str) -> str:
    """Where a page leads on to, or nothing."""
    found = _TARGET.search(text)
    return found[1] if found else ""


def anchors_of(text: str) -> list[str]:
    """The ids in the content of a page, sorted."""
    found = _ARTICLE.search(text)
    ids = {html.unescape(one or other) for one, other in _ID.findall(found[0] if found else "")}
    return sorted(ids - {"__content"})


def head_of(text: str) -> list[str]:
    """What the head of a page says, as HTML, and the links of its table of contents."""
    head, _, body = text.partition("</head>")
    rows = [f"<{tag}{attributes}>" for tag, attributes in _ROOT.findall(text)]
    rows += [" ".join(one.split()) for one in _HEAD.findall(head) if not _THEME.match(one)]
    rows.append(" ".join(["contents:", *dict.fromkeys(_CONTENTS.findall(body))]))
    return [_POLICY.sub(_policy, plain_names(row)) for row in rows]


def _policy(found: re.Match[str]) -> str:
    """A digest of what pages may load, without the scripts of the theme."""
    return digest(re.sub(r"'sha256-[^']*' ?", "", found[0]))


def content_of(text: str) -> str:
    """The content of a page: its article, squeezed; the whole of a page without one."""
    found = _ARTICLE.search(text)
    return squeezed(found[0] if found else text)


def page_lines(text: str) -> Iterator[str]:
    """A whole page."""
    for row in head_of(text):
        if row.startswith("<script"):
            yield from _json(row.partition(">")[2].removesuffix("</script>"))
        else:
            yield row
    yield from _node_lines(parse(content_of(text)), 0)


def lines_of(name: str, text: str) -> list[str]:
    """A file by the ending of its name."""
    if name.endswith(".html"):
        return [*page_lines(text)]
    if name.endswith(".json"):
        return _json(plain_names(text))
    if name.endswith(".xml"):
        return [*_xml_lines(ET.fromstring(plain_names(text)), 0)]
    if name.endswith(".ics"):
        text = text.replace("\r\n ", "")
    return plain_names(text).splitlines()


def digest_of(name: str, text: str) -> str:
    """What stands for a file. That of a page has two parts: its head and its content."""
    if name.endswith(".html"):
        return f"{digest(chr(10).join(head_of(text)))} {digest(content_of(text))}"
    return digest("\n".join(lines_of(name, text)))


def _json(text: str) -> list[str]:
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True).split("\n")


def _xml_lines(node: ET.Element, depth: int) -> Iterator[str]:
    attributes = "".join(f' {_local(name)}="{text}"' for name, text in sorted(node.items()))
    text = " ".join((node.text or "").split())
    yield from _folded(f"{_local(node.tag)}{attributes}: {text}".removesuffix(": "), depth)
    for child in node:
        yield from _xml_lines(child, depth + 1)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _node_lines(node: Node, depth: int) -> Iterator[str]:
    """The lines below an element: each block begins one, and its text stands behind it."""
    words: list[str] = []
    for child in node.children:
        if isinstance(child, str) or not any(one.tag in BLOCKS for one in child):
            words.append(_inline(child))
            continue
        yield from _text(words, depth)
        words = []
        start = _opening(child)
        if child.tag in ("svg", "script", "style"):
            drawn = "".join(map(_inline, child.children))
            shown = (one.text for one in child if one.tag in ("title", "desc", "text"))
            yield from _folded(" ".join([start, digest(drawn), *shown]), depth)
        elif child.tag == "pre":
            yield from f"{start}{_inner(child)}".splitlines()
        elif any(one.tag in BLOCKS for one in child if one is not child):
            yield from _folded(start, depth)
            yield from _node_lines(child, depth + 1)
        else:
            yield from _folded(f"{start} {_inner(child)}", depth)
    yield from _text(words, depth)


def _text(words: list[str], depth: int) -> Iterator[str]:
    text = "".join(words).strip()
    if text:
        yield from _folded(text, depth)


def _inner(node: Node) -> str:
    return "".join(map(_inline, node.children))


def _inline(part: Node | str) -> str:
    if isinstance(part, str):
        return html.escape(part, quote=False)
    end = "" if part.tag in VOID else f"</{part.tag}>"
    return f"{_opening(part)}{_inner(part)}{end}"


def _opening(node: Node) -> str:
    rows = (f' {name}="{html.escape(text)}"' for name, text in sorted(node.attrs.items()))
    return f"<{node.tag}{''.join(rows)}>"


def _folded(text: str, depth: int) -> list[str]:
    indent = " " * depth
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
