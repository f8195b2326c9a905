"""HTML for Material's `navigation.instant`, which puts the next page into the window of the last.

Its script writes every relative address anew, and stops at an element of SVG, whose `href` cannot
be set. It takes every `rel=alternate` for another language, and fetches a sitemap beside it. And it
leaves the language and the direction of the first page.
"""

from __future__ import annotations

import re

FEATURE = "navigation.instant"
_DRAWING = re.compile(r"<svg\b.*?</svg\s*>", re.DOTALL | re.IGNORECASE)
_VALUE_OR_HREF = re.compile(r"""("[^"]*"|'[^']*')|(?<=\s)href(?=\s*=)""", re.IGNORECASE)
_TAG = re.compile(r"""<[a-z](?:"[^"]*"|'[^']*'|[^"'>])*>""", re.IGNORECASE)
_RELATIVE = re.compile(
    r"""(<a)(?!\ data-in)(?=\s(?:"[^"]*"|'[^']*'|[^"'>])*?(?<=\s)href=(?:["']|(?=[^"']))
    (?![a-z][a-z0-9+.-]*:|//))""",
    re.IGNORECASE | re.VERBOSE,
)
_ALTERNATE = re.compile(r'(<link rel="alternate)(?=" (?:type|hreflang)=)')
_TYPED_ALTERNATE = re.compile(r'(<link rel="alternate)(?=" type=)')
_LANG = re.compile(r'<html\b[^>]*\slang="([^"]*)"')
_DIRECTION = re.compile(r'<body\b[^>]*\sdir="([^"]*)"')
_CONTAINER = ' data-md-component="container"'


def instant_content(html: str) -> str:
    """Return content whose drawings have the older name of `href`, which the script leaves alone.

    Links within the site are marked for print, where each address is a whole one by then.
    """
    if "<svg" in html.lower():
        html = _DRAWING.sub(lambda drawing: _with_old_names(drawing[0]), html)
    return _RELATIVE.sub(r"\1 data-in", html)


def _with_old_names(drawing: str) -> str:
    return _TAG.sub(
        lambda tag: _VALUE_OR_HREF.sub(lambda found: found[1] or "xlink:href", tag[0]), drawing
    )


def instant_head(html: str, *, ours: bool) -> str:
    """Return the elements of a head with a space behind `alternate`.

    That is the same relation to all but the script. Of a page that is not `ours`, links to other
    languages stay: the whole site may have them.
    """
    return (_ALTERNATE if ours else _TYPED_ALTERNATE).sub(r"\1 ", html)


def instant_page(html: str, *, ours: bool) -> str:
    """Return a whole page with all of that, which changes nothing that is so already.

    Its language and direction then stand at the part that the script exchanges.
    """
    lang, direction = _LANG.search(html), _DIRECTION.search(html)
    if lang and direction:
        told = f'{_CONTAINER} lang="{lang[1]}" dir="{direction[1]}"'
        html = html.replace(f"{_CONTAINER}>", f"{told}>", 1)
    head, end, body = html.partition("</head>")
    before, article, rest = body.partition("<article")
    content, close, after = rest.rpartition("</article>")
    if not close:
        return html
    made = instant_head(head, ours=ours), instant_content(content)
    return f"{made[0]}{end}{before}{article}{made[1]}{close}{after}"
