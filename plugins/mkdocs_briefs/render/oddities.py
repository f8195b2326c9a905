"""Text that Python's own parsers raise at, kept from them: each such page would end the build.

The parser of HTML raises at `<![` before any word that it does not know, and MkDocs has it look for
anchors in the Markdown of a page, where `x <![y` may be a comparison. Nobody means a section: HTML
has none but CDATA, and what old versions of Word wrote. The parser of addresses raises at a host
that cannot be one, as in `http://[`, and MkDocs has it look at every link.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from urllib.parse import quote, urlsplit

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

_ODD = re.compile(r"<!\[(?!CDATA\[|(?:if|else|endif)\b[^\[\]<>]*\]>)")
_VEIL = "<\x03!["
"""No text holds this sign: Markdown takes it out before."""
_AS_IT_IS = re.compile(
    r"(<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)\s*>)", re.IGNORECASE | re.DOTALL
)
"""What of raw HTML no reader sees."""
_BEFORE, _AFTER = 24, 19
"""Places around those that look for HTML in lines: Markdown's own at 20, MkDocs' at 21. Blocks of
code are put away before, at 25."""


_BEFORE_LINKS = 2
"""Before MkDocs looks at links, at 0."""
_READABLE = "/:?#@!$&'()+,;=*%~"


class Oddities(Extension):
    """Has `<![` stand in a page as it was written, and gives every link an address to be read."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Registers around what looks for HTML."""
        md.preprocessors.register(_Veil(md), "briefs-declarations", _BEFORE)
        md.preprocessors.register(_Unveil(md), "briefs-declarations-end", _AFTER)
        md.treeprocessors.register(_Readable(md), "briefs-readable", _BEFORE_LINKS)


class _Veil(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [_ODD.sub(_VEIL, line) if "<![" in line else line for line in lines]


class _Unveil(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        blocks = self.md.htmlStash.rawHtmlBlocks
        blocks[:] = [_shown(each) if isinstance(each, str) else _plain(each) for each in blocks]
        return [line.replace(_VEIL, "<![") for line in lines]


def _shown(block: str) -> str:
    """Return raw HTML that shows the sign; programs and comments have it as it was written."""
    if _VEIL not in block:
        return block
    parts = enumerate(_AS_IT_IS.split(block))
    return "".join(part.replace(_VEIL, "<![" if at % 2 else "&lt;![") for at, part in parts)


def _plain(element: ET.Element) -> ET.Element:
    """Return an element that is still to be read as Markdown, with the sign as written."""
    for each in element.iter():
        each.text = each.text.replace(_VEIL, "<![") if each.text else each.text
        each.tail = each.tail.replace(_VEIL, "<![") if each.tail else each.tail
        for name, value in each.items():
            each.set(name, value.replace(_VEIL, "<!["))
    return element


class _Readable(Treeprocessor):
    def run(self, root: ET.Element) -> None:
        for element in root.iter():
            for name in ("href", "src"):
                if address := element.get(name):
                    element.set(name, readable(address))


def readable(address: str) -> str:
    """Return an address that the standard library can take apart: the same one, or escaped."""
    try:
        urlsplit(address)
    except ValueError:
        parts = address.split(AMP_SUBSTITUTE)
        return AMP_SUBSTITUTE.join(quote(part, safe=_READABLE) for part in parts)
    return address
