"""Fixes of the HTML that Material writes around a page.

Each fix has its reason: `FIXES` are plain replacements, and the functions below explain theirs.
`fix_page` does all of them in one pass over the finished page. No template of Material is copied,
because its `base.html` names files of one release (docs/decisions/0013-frame.md).

Text between the tags of the article is the author's and stays as it is. HTML that a theme or
another plugin writes in another way stays too. `tests/e2e/test_shell.py` fails if the installed
Material no longer writes what is fixed here.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from urllib.parse import urlsplit

from mkdocs_briefs.render.words import direction, words

FEATURE = "navigation.instant"
"""With it Material puts the next page into the window of the last. Its script writes every relative
address anew, and stops at an element of SVG, whose `href` cannot be set. It takes every
`rel=alternate` for another language, and fetches a sitemap beside it. And it leaves the language
and the direction of the first page.
"""
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
_PAGE_LANGUAGE = re.compile(r'<html\b[^>]*\slang="([^"]*)"')
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
    lang, direction = _PAGE_LANGUAGE.search(html), _DIRECTION.search(html)
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


_CHARSET = re.compile(r"<head>\s*<meta charset=[^>]*>|<head>")
_OWN_POLICY = re.compile(r"<meta\s[^>]*http-equiv=[\"']?content-security-policy", re.IGNORECASE)
_INLINE = re.compile(
    r"<(script|style)\b([^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*)>(.*?)</\1",
    re.IGNORECASE | re.DOTALL,
)
_TYPE = re.compile(r"(?:^|\s)type\s*=\s*[\"']?([^\"'\s>]*)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?:^|\s)src\s*=", re.IGNORECASE)
_RUNS = frozenset(
    ("", "module", "importmap", "speculationrules", "text/javascript", "application/javascript")
)
"""Types of a script that a policy judges; any other type makes it a block of data, such as JSON-LD.
HTML, 4.12.1."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """Origins of other hosts that a site's configuration names, by what they serve."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()


def origins(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return the origins of `addresses` on other hosts, in order, each once.

    An address without a scheme, as in `//cdn.example/a.js`, gives the bare host.
    """
    parts = (urlsplit(address) for address in addresses)
    found = (
        f"{part.scheme}://{part.netloc}" if part.scheme else part.netloc
        for part in parts
        if part.netloc and part.scheme in ("", "http", "https")
    )
    return tuple(dict.fromkeys(origin for origin in found if not re.search(r"[\s;,'\"]", origin)))


def add_policy(html: str, hosts: Hosts, *, trusted: bool = True) -> str:
    """Return a page with a policy that allows its inline scripts and styles, and `hosts`.

    Unless its authors are `trusted`, those in its article are not allowed. A page that has a policy
    keeps it. A page without a head stays as it is.
    """
    place = _CHARSET.search(html)
    if place is None or _OWN_POLICY.search(html, place.end(), html.find("</head>")):
        return html
    # Before all that loads or runs, but behind the charset: browsers look for that in 1024 bytes.
    rules = escape(policy_of(html if trusted else _without_article(html), hosts), quote=False)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
    return f"{html[: place.end()]}{meta}{html[place.end() :]}"


def _without_article(html: str) -> str:
    start, end = html.find("<article"), html.rfind("</article>")
    return html[:start] + html[end:] if 0 <= start < end else html


def policy_of(html: str, hosts: Hosts) -> str:
    """Return the policy of a page.

    Pictures may come from any host by https, because authors name them by address. Styles in
    attributes are allowed, because Markdown aligns the cells of tables with them and they run
    nothing. Pagefind's search is WebAssembly.
    """
    scripts, styles = _inline(html)
    rules = {
        "default-src": ("'self'",),
        "script-src": ("'self'", "'wasm-unsafe-eval'", *scripts, *hosts.scripts),
        "style-src": ("'self'", *styles, *hosts.styles),
        "style-src-attr": ("'unsafe-inline'",),
        "img-src": ("'self'", "data:", "https:"),
        "font-src": ("'self'", *dict.fromkeys((*hosts.styles, *hosts.fonts))),
        "connect-src": ("'self'", *hosts.scripts),
        "media-src": ("'self'", "https:"),
        "object-src": ("'none'",),
        "base-uri": ("'self'",),
        "form-action": ("'self'",),
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def _inline(html: str) -> tuple[list[str], list[str]]:
    """Return the hashes of the scripts that run, and of the style elements, each once."""
    scripts: dict[str, None] = {}
    styles: dict[str, None] = {}
    for name, attributes, text in _INLINE.findall(html):
        if name.lower() == "style":
            styles[_hash(text)] = None
        elif not _ELSEWHERE.search(attributes):
            kind = _TYPE.search(attributes)
            if (kind[1].lower() if kind else "") in _RUNS:
                scripts[_hash(text)] = None
    return list(scripts), list(styles)


@lru_cache(maxsize=512)
def _hash(text: str) -> str:
    # A browser turns each end of line into LF before it computes the hash.
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    digest = hashlib.sha256(plain.encode("utf-8", "replace")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


CONTENT = "__content"
"""Id of the article, to which the link past the header leads."""
_INDENT = re.compile(r"\n\s+")
_ARTICLE = '<article class="md-content__inner'
_LANG = re.compile(r'<html lang="([^"]*)"')
_SKIP = re.compile(r'<div data-md-component="skip">.*?</div>', re.DOTALL)
_TOGGLES = re.compile(r'<input class="md-toggle"[^>]* id="__(drawer|search)"[^>]*>')
_NAV_NAME = re.compile(r'<nav class="md-nav md-nav--primary[^"]*" aria-label="([^"]*)"')
_SEARCH = '<div class="md-search" data-md-component="search" role="dialog"'
_SEARCH_NAME = re.compile(r'name="query" aria-label="([^"]*)"')
_TOC_NAME = re.compile(r'<nav class="md-nav md-nav--secondary" aria-label="([^"]*)"')
_TOC_TITLE = re.compile(r'<label class="md-nav__title" for="__toc">(.*?)</label>', re.DOTALL)
_TOC_TOGGLE = '<input class="md-nav__toggle md-toggle" type="checkbox" id="__toc">'
_SIDE_TOC = '<div class="md-sidebar md-sidebar--secondary"'
_GOOGLE_FONTS = re.compile(
    r'<link rel="preconnect" href="https://fonts\.gstatic\.com"[^>]*>\s*'
    r'<link rel="stylesheet" href="https://fonts\.googleapis\.com/[^>]*>\s*'
    r"(?:<style>:root\{--md-text-font:[^<]*</style>)?"
)
_REPOSITORY = ' class="md-source" data-md-component="source"'
_EMPTY_ERROR_PAGE = "<h1>404 - Not found</h1>"
_FOOTER = '<div class="md-footer-meta__inner md-grid">'


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement in the HTML of the theme, with its reason."""

    reason: str
    wrong: re.Pattern[str]
    right: str


def _fix(reason: str, wrong: str, right: str) -> Fix:
    return Fix(reason, re.compile(wrong), right)


FIXES = (
    _fix(
        "tabindex without a number is invalid; and it is the control that takes the focus, so that"
        " the space bar opens a section, with scripts or without",
        r'(id="__nav(?:_\d+)+_label") tabindex="0?"',
        r"\1",
    ),
    _fix(
        "the control of a section is only hidden from the eye, and needs a name of its own: its"
        " label may hold nothing but an icon",
        r'(<input class="md-nav__toggle md-toggle[^"]*" type="checkbox" id="(__nav(?:_\d+)+)")'
        r"(?! aria-)",
        r'\1 aria-labelledby="\2_title"',
    ),
    _fix(
        "nav takes no aria-expanded (ARIA 1.2), and the label that names it may be empty",
        r'aria-labelledby="(__nav(?:_\d+)+)_label" aria-expanded="(?:true|false)"',
        r'aria-labelledby="\1_title"',
    ),
    _fix(
        "the name that the two above refer to",
        r'(<label class="md-nav__title" for="(__nav(?:_\d+)+)")>',
        r'\1 id="\2_title">',
    ),
    _fix(
        "the results of a search are hidden until it is opened, and their links take the focus",
        r'(<div class="md-search__scrollwrap") tabindex="0"',
        r"\1",
    ),
)
"""Replacements in the header and the navigation. Source of the first and third: the W3C's Nu
checker; of the others: WCAG 2.2, 2.1.1, 2.4.3 and 4.1.2."""

WRONG = (
    *(fix.wrong for fix in FIXES),
    re.compile(r'<input class="md-toggle"[^>]* autocomplete'),
    re.compile(r'<div data-md-component="skip">\s*(?:</div>|<a href="(?!#__content"))'),
    re.compile(re.escape(f"{_SEARCH}>")),
    re.compile(re.escape(_TOC_TOGGLE)),
    re.compile(r'md-sidebar--secondary".*?<label class="md-nav__title" for="__toc">', re.DOTALL),
)
"""What Material writes and no fixed page has. Tests read this."""


@dataclass(frozen=True, slots=True)
class FixOptions:
    """What `fix_page` has to know of a site."""

    footer: tuple[tuple[str, str], ...] = ()
    """Links to add to the footer: path from the site's root, and key of an interface word."""
    keep_fonts: bool = False
    """Whether our pages keep links to fonts, because another plugin downloads these."""
    keep_repository_facts: bool = True
    """Whether other pages may ask the repository's host for the number of stars."""


def fix_page(html: str, options: FixOptions, root: str, *, ours: bool) -> str:
    """Return a page with the theme's HTML fixed.

    `root` leads from the page to the site's root, as in `../../`; it is empty on the front page.
    `ours` marks a page of this plugin, which requests nothing from other hosts.
    """
    start = html.find(_ARTICLE)
    if start < 0 or "<body" not in html[:start]:
        return html
    end = html.rfind("</article>")
    before, content, after = html[:start], html[start:end], html[end:]
    lang = _language(before)
    if ours and not options.keep_fonts:
        before = _GOOGLE_FONTS.sub("", before, count=1)
    if ours or not options.keep_repository_facts:
        # Material's script asks the repository's host for facts where it finds this component.
        before = before.replace(_REPOSITORY, ' class="md-source"')
    before = _fix_header(before, lang)
    for fix in FIXES:
        before = fix.wrong.sub(fix.right, before)
    before = _fix_toc(before)
    content = f'<article id="{CONTENT}"{content[len("<article") :]}'
    after = after.replace(_FOOTER, _FOOTER + _footer_links(options, lang, root), 1)
    return f"{_without_indent(before)}{content}{_without_indent(after)}"


def fill_error_page(html: str, content: str, title: str) -> str:
    """Return the theme's page for unknown addresses with `content` and `title`, a plain text.

    Material's page has a heading and nothing else. A page of the site's own stays. Search engines
    are told to leave the page out.
    """
    if _EMPTY_ERROR_PAGE not in html:
        return html
    html = html.replace(_EMPTY_ERROR_PAGE, content, 1)
    html = html.replace("<title>", f"<title>{escape(title)} - ", 1)
    return html.replace("</title>", '</title>\n<meta name="robots" content="noindex">', 1)


def _without_indent(html: str) -> str:
    """Return HTML without indentation and empty lines, which are a tenth of its size."""
    return html if "<pre" in html or "<textarea" in html else _INDENT.sub("\n", html)


def _fix_header(html: str, lang: str) -> str:
    """Return the header with a link past it first, and a name for each control.

    Material writes the link only on pages with a table of contents, behind two controls without
    names. The keyboard could not open its drawer. Its search is a dialog without a name.
    """
    menu, search = _NAV_NAME.search(html), _SEARCH_NAME.search(html)
    toggles: list[str] = []

    def toggle(found: re.Match[str]) -> str:
        label = f' aria-label="{menu[1]}"' if menu and found[1] == "drawer" else ""
        toggles.append(
            f'<input class="md-toggle" data-md-toggle="{found[1]}" type="checkbox"'
            f' id="__{found[1]}"{label}>'
        )
        return ""

    skip = (
        f'<div data-md-component="skip"><a href="#{CONTENT}" class="md-skip"'
        f"{_language_attributes(lang)}>{escape(words(lang)('shell.skip'))}</a></div>"
    )
    place = html.find('<input class="md-toggle"')
    if place < 0 or not _SKIP.search(html, place):
        return html
    head, rest = html[:place], _TOGGLES.sub(toggle, html[place:], count=2)
    rest = _SKIP.sub("", rest, count=1)
    if search:
        rest = rest.replace(f"{_SEARCH}>", f'{_SEARCH} aria-label="{search[1]}">', 1)
    return f"{head}{skip}{''.join(toggles)}{rest}"


def _fix_toc(html: str) -> str:
    """Return the tables of contents with a label only where there is a control for it.

    In the drawer, the label of a table leads back to the navigation. At the side of a page,
    Material writes the same label without its control.
    """
    name = _TOC_NAME.search(html)
    if name:
        html = html.replace(_TOC_TOGGLE, f'{_TOC_TOGGLE[:-1]} aria-label="{name[1]}">', 1)
    side = html.find(_SIDE_TOC)
    if 'id="__toc"' not in html:
        side = 0
    if side < 0:
        return html
    return html[:side] + _TOC_TITLE.sub(r'<div class="md-nav__title">\1</div>', html[side:])


@cache
def _footer_links(options: FixOptions, lang: str, root: str) -> str:
    """Return the links that every page has in its footer, such as the one to corrections."""
    if not options.footer:
        return ""
    t = words(lang)
    items = "".join(
        f'<li><a href="{escape(root + path) or "./"}">{escape(t(key))}</a></li>'
        for path, key in options.footer
    )
    name, attributes = escape(t("shell.footer")), _language_attributes(lang)
    return f'<nav class="b-foot" aria-label="{name}"{attributes}><ul>{items}</ul></nav>'


def _language(html: str) -> str:
    return found[1] if (found := _LANG.search(html)) else "en"


def _language_attributes(lang: str) -> str:
    """Return the attributes of interface words on a page whose language has none."""
    own = words(lang).lang
    if is_same_language(lang, own):
        return ""
    turned = f' dir="{direction(own)}"' if direction(own) != direction(lang) else ""
    return f' lang="{own}"{turned}'


def is_same_language(lang: str, other: str) -> bool:
    """Return whether a tag and the language of some words are the same but for the region."""
    return lang.lower().replace("_", "-").partition("-")[0] == other.partition("-")[0]


# The search of this plugin, in the place of Material's.

_HEADER = re.compile(r'<nav class="md-header__inner\b.*?</nav>', re.DOTALL)
_SOURCE = '<div class="md-header__source">'
_SEARCH_TOGGLE = re.compile(r'<input class="md-toggle"[^>]*\bid="__search"[^>]*>')
_HIDDEN_TOGGLE = '<input hidden data-md-toggle="search" type="checkbox" id="__search">'
"""Material's script reads this checkbox at every key. Nobody else needs it, or may stop at it."""
_EARLY_KEYS = '<script>earlyKeys=[];addEventListener("keydown",e=>self.earlyKeys?.push(e))</script>'
"""Keeps the keys that a reader presses before briefs.js has loaded, which answers them."""
_MAGNIFIER = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="10" cy="10" r="6.5"/>'
    '<path d="m15 15 6 6"/></svg>'
)


def add_search_link(html: str, address: str) -> str:
    """Return a page with a link to the search page `address` at the end of its header.

    Material has no search of its own here, because its plugin is off. A script turns the link into
    a button that opens the search on the page. A page without Material's header stays as it is.
    """
    header = _HEADER.search(html)
    if header is None:
        return html
    source = html.find(_SOURCE, header.start(), header.end())
    place = source if source >= 0 else header.end() - len("</nav>")
    before = _SEARCH_TOGGLE.sub(_HIDDEN_TOGGLE, html[:place], count=1)
    return f"{before}{_search_link(address, _language(html))}\n{html[place:]}"


def _search_link(address: str, lang: str) -> str:
    t = words(lang)
    attributes = ""
    if not is_same_language(lang, t.lang):
        attributes = f' lang="{t.lang}" dir="{direction(t.lang)}"'
    return (
        f'<a class="b-glass" href="{escape(address)}"{attributes}'
        f' data-loading="{escape(t("search_loading"))}">{_MAGNIFIER}'
        f'<span class="b-glass__word">{escape(t.of("hub", "search"))}</span></a>{_EARLY_KEYS}'
    )
