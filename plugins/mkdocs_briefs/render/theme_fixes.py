"""Fixes of the HTML that Material writes around a page.

Each fix has its reason: `FIXES` are plain replacements, and the functions below explain theirs.
`fix_page` does all of them in one pass over the finished page. No template of Material is copied,
because its `base.html` names files of one release (docs/decisions/0013-frame.md).

Text between the tags of the article is the author's and stays as it is. HTML that a theme or
another plugin writes in another way stays too. `tests/e2e/test_shell.py` fails if the installed
Material no longer writes what is fixed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape

from mkdocs_briefs.render.words import direction, words

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
