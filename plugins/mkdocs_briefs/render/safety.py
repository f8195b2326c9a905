"""Keeping what a browser could run out of the bodies of briefs, which come from pull requests."""

from __future__ import annotations

import html
import xml.etree.ElementTree as ET
from collections.abc import Callable

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from mkdocs_briefs.model.addresses import SCHEMES, is_safe_address

_ADDRESSES = ("href", "src", "action", "formaction", "poster", "xlink:href")


def _is_safe(address: str) -> bool:
    """Whether a page may have an address that stands in HTML, entities and all."""
    return is_safe_address(html.unescape(address.replace(AMP_SUBSTITUTE, "&")))


class SafeAddresses(Extension):
    """Takes the address away from links and images of Markdown that no page may have.

    `applies` says whether the Markdown being read is of a kind to be guarded.
    """

    def __init__(self, applies: Callable[[], bool]) -> None:
        super().__init__()
        self._applies = applies

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Registers behind every processor that makes links."""
        md.treeprocessors.register(_Guard(md, self._applies), "briefs-safety", -30)


class _Guard(Treeprocessor):
    def __init__(self, md: Markdown, applies: Callable[[], bool]) -> None:
        super().__init__(md)
        self._applies = applies

    def run(self, root: ET.Element) -> None:
        if not self._applies():
            return
        for element in root.iter():
            for name in _ADDRESSES:
                address = element.get(name)
                if address is not None and not _is_safe(address):
                    del element.attrib[name]


_TAGS = frozenset(
    """
    a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt
    em figcaption figure
    h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p pre q rp rt ruby s
    samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var
    wbr
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_ATTRIBUTES = {
    "*": {"class", "id", "title", "lang", "dir", "role"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height", "loading"},
    "input": {"type", "checked", "disabled"},
    "label": {"for"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers", "align"},
    "th": {"colspan", "rowspan", "headers", "scope", "align"},
    "time": {"datetime"},
    "details": {"open"},
    "q": {"cite"},
    "blockquote": {"cite"},
}


def sanitised(markup: str) -> str:
    """`markup` without what runs, embeds or submits; comments stay, as markers are some."""
    return nh3.clean(
        markup,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        generic_attribute_prefixes={"aria-"},
        url_schemes=set(SCHEMES),
        attribute_filter=lambda _, name, value: (
            value if name not in _ADDRESSES or is_safe_address(value) else None
        ),
        strip_comments=False,
        link_rel=None,
    )
