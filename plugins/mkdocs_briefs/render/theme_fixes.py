"""The theme's frame around a page, fixed: what Material's templates write wrong or leave out.

One pass over the finished HTML, by plain replacements, because it runs on every page of a site and
because the theme's templates then stay the theme's: nothing here copies one. What an author wrote,
between the tags of the article, is not touched. Where a theme or another plugin writes a place
otherwise, that place stays as it was; `tests/e2e/test_shell.py` holds the list against the Material
that is installed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape

from mkdocs_briefs.render.words import direction, words

CONTENT = "__content"
"""The id of the article, where the link to skip the header leads."""
_INDENT = re.compile(r"\n\s+")
_ARTICLE = '<article class="md-content__inner'
_LANG = re.compile(r'<html lang="([^"]*)"')
_SKIP = re.compile(r'<div data-md-component="skip">.*?</div>', re.DOTALL)
_TOGGLES = re.compile(r'<input class="md-toggle"[^>]* id="__(drawer|search)"[^>]*>')
_NAV_NAME = re.compile(r'<nav class="md-nav md-nav--primary[^"]*" aria-label="([^"]*)"')
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
_FACTS = ' class="md-source" data-md-component="source"'
_BARE = "<h1>404 - Not found</h1>"
_FOOT = '<div class="md-footer-meta__inner md-grid">'


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing that the theme writes: as it is, as it should be, and the reason."""

    reason: str
    wrong: re.Pattern[str]
    right: str


def _mend(reason: str, wrong: str, right: str) -> Fix:
    return Fix(reason, re.compile(wrong), right)


FIXES = (
    _mend(
        "tabindex without a number is invalid; and it is the control that takes the focus, so that"
        " the space bar opens a section, with scripts or without",
        r'(id="__nav(?:_\d+)+_label") tabindex="0?"',
        r"\1",
    ),
    _mend(
        "a section's control is hidden from the eye only, and needs a name of its own: its label"
        " may hold nothing but an icon",
        r'(<input class="md-nav__toggle md-toggle[^"]*" type="checkbox" id="(__nav(?:_\d+)+)")'
        r"(?! aria-)",
        r'\1 aria-labelledby="\2_title"',
    ),
    _mend(
        "nav takes no aria-expanded (ARIA 1.2), and the label it is named by may be empty",
        r'aria-labelledby="(__nav(?:_\d+)+)_label" aria-expanded="(?:true|false)"',
        r'aria-labelledby="\1_title"',
    ),
    _mend(
        "the name that the two above refer to",
        r'(<label class="md-nav__title" for="(__nav(?:_\d+)+)")>',
        r'\1 id="\2_title">',
    ),
    _mend(
        "hidden until a search is opened, and no place to stop at: its results take the focus",
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
    re.compile(r'<div class="md-search" data-md-component="search" role="dialog">'),
    re.compile(re.escape(_TOC_TOGGLE)),
    re.compile(r'md-sidebar--secondary".*?<label class="md-nav__title" for="__toc">', re.DOTALL),
)
"""All that must not stand in the frame of a page when the pass is through."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What the pass knows of a site."""

    footer: tuple[tuple[str, str], ...] = ()
    """Path from the site's root, and key of the interface's words, of each link in the footer."""
    keep_fonts: bool = False
    """Whether fonts named in our pages stay: another plugin fetches them when the site is built."""
    keep_facts: bool = True
    """Whether ordinary pages may ask a forge for facts about the repository."""


def finished(html: str, shell: Shell, root: str, *, ours: bool) -> str:
    """The page `html` with a sound frame around it.

    `root` leads from the page to the site's root, as in `../../`; it is empty on the front page.
    `ours` are the pages that this plugin makes: they ask no other host for fonts or facts.
    """
    start = html.find(_ARTICLE)
    if start < 0 or "<body" not in html[:start]:
        return html
    end = html.rfind("</article>")
    before, content, after = html[:start], html[start:end], html[end:]
    lang = found[1] if (found := _LANG.search(before)) else "en"
    if ours and not shell.keep_fonts:
        before = _GOOGLE_FONTS.sub("", before, count=1)
    if ours or not shell.keep_facts:
        # The theme's script asks the forge for the number of stars behind links marked like this.
        before = before.replace(_FACTS, ' class="md-source"')
    before = _head_start(before, lang)
    for fix in FIXES:
        before = fix.wrong.sub(fix.right, before)
    before = _toc(before)
    content = f'<article id="{CONTENT}"{content[len("<article") :]}'
    after = after.replace(_FOOT, _FOOT + _footer(shell, lang, root), 1)
    return f"{_dense(before)}{content}{_dense(after)}"


def _dense(html: str) -> str:
    """A part of the frame without indentation and empty lines, a tenth of what is sent of it."""
    return html if "<pre" in html or "<textarea" in html else _INDENT.sub("\n", html)


def not_found(html: str, content: str, title: str) -> str:
    """The theme's bare page for unknown addresses with `content` in it; a site's own page stays.

    `title` is plain text. The page is not for search engines.
    """
    if _BARE not in html:
        return html
    html = html.replace(_BARE, content, 1)
    named = html.replace("<title>", f"<title>{escape(title)} - ", 1)
    return named.replace("</title>", '</title>\n<meta name="robots" content="noindex">', 1)


def _head_start(html: str, lang: str) -> str:
    """The link past the header first, on every page; then controls with names."""
    menu, search = _NAV_NAME.search(html), _SEARCH_NAME.search(html)
    toggles: list[str] = []

    def control(found: re.Match[str]) -> str:
        label = f' aria-label="{menu[1]}"' if menu and found[1] == "drawer" else ""
        toggles.append(
            f'<input class="md-toggle" data-md-toggle="{found[1]}" type="checkbox"'
            f' id="__{found[1]}"{label}>'
        )
        return ""

    skip = (
        f'<div data-md-component="skip"><a href="#{CONTENT}" class="md-skip"'
        f"{_lang(lang)}>{escape(words(lang)('shell.skip'))}</a></div>"
    )
    place = html.find('<input class="md-toggle"')
    if place < 0 or not _SKIP.search(html, place):
        return html
    head, rest = html[:place], _TOGGLES.sub(control, html[place:], count=2)
    rest = _SKIP.sub("", rest, count=1)
    if search:
        rest = rest.replace(
            '<div class="md-search" data-md-component="search" role="dialog">',
            '<div class="md-search" data-md-component="search" role="dialog"'
            f' aria-label="{search[1]}">',
            1,
        )
    return f"{head}{skip}{''.join(toggles)}{rest}"


def _toc(html: str) -> str:
    """Titles of a table of contents: a label only in the drawer, where it leads back."""
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
def _footer(shell: Shell, lang: str, root: str) -> str:
    if not shell.footer:
        return ""
    t = words(lang)
    items = "".join(
        f'<li><a href="{escape(root + path) or "./"}">{escape(t(key))}</a></li>'
        for path, key in shell.footer
    )
    name = escape(t("shell.footer"))
    return f'<nav class="b-foot" aria-label="{name}"{_lang(lang)}><ul>{items}</ul></nav>'


def _lang(lang: str) -> str:
    """The attributes of words that are not in the language of the page."""
    said = words(lang).lang
    if lang.lower().replace("_", "-").split("-")[0] == said.split("-")[0]:
        return ""
    sense = f' dir="{direction(said)}"' if direction(said) != direction(lang) else ""
    return f' lang="{said}"{sense}'
