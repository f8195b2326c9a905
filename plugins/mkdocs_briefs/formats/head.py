"""What other sites and machines read of a page: metadata in its head, and how to cite it."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from html import escape, unescape
from mimetypes import guess_type
from typing import Any, cast

from mkdocs_briefs.formats.feeds import ATOM, FILE, JSON
from mkdocs_briefs.formats.jsonld import absolute, json_ld, page_json_ld
from mkdocs_briefs.formats.record_fields import api_path
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.parts import Picture
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.settings import Settings

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_STOPS = (".", "?", "!", "…", "。", "？", "！", "؟")


def citation_text(view: BriefView, settings: Settings, issued: str, updated: str = "") -> str:
    """Return a suggested citation on one line, in plain text.

    `issued` is the day of the brief and `updated` a phrase on its last change, both in words.
    """
    names = ", ".join(name for name, _ in _authors(view))
    place = ", ".join(filter(None, (settings.site_name, issued)))
    parts = [_with_stop(_line(part)) for part in (names, view.title, place, updated) if part]
    return " ".join([*parts, _url(view, settings)]).strip()


def bibtex(view: BriefView, settings: Settings) -> str:
    """Return the brief as an entry for BibTeX and BibLaTeX.

    BibTeX has `@misc` with `howpublished` for web pages; styles that know `url` show it. Both days
    are in the note, since BibTeX has no field for a day. Braces are written as commands, because
    BibTeX counts those after a backslash too.

    Source: O. Patashnik, BibTeXing (https://ctan.org/pkg/bibtex), sections 3 and 4.
    """
    day, changed = view.card.date.day, view.card.modified.day
    note = f"Published {day.isoformat()}"
    if changed > day:
        note += f", updated {changed.isoformat()}"
    authors = [_bibtex_name(name, person=person) for name, person in _authors(view)]
    rows = [
        ("author", f"{{{' and '.join(authors or ['{' + _tex(settings.site_name) + '}'])}}}"),
        ("title", f"{{{{{_tex(view.title)}}}}}"),  # two pairs keep the capitals
        ("howpublished", f"{{{_tex(settings.site_name)}}}"),
        ("year", f"{{{day.year:04d}}}"),
        ("month", _MONTHS[day.month - 1]),
        ("note", f"{{{note}}}"),
        ("url", f"{{{url}}}" if (url := _url(view, settings)) else ""),
        ("language", f"{{{_tex(view.lang)}}}"),
    ]
    width = max(len(name) for name, _ in rows)
    lines = [f"  {name:<{width}} = {value}," for name, value in rows if value]
    return "\n".join([f"@misc{{{citation_key(view)},", *lines, "}"])


def csl_json(view: BriefView, settings: Settings) -> str:
    """Return the brief as CSL-JSON, a list of one item.

    Names are literal, since no rule finds the family name in all languages.

    Source: https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables and
    the schema csl-data.json of the same project.
    """
    day, changed = view.card.date.day, view.card.modified.day
    authors = [{"literal": _line(name)} for name, _ in _authors(view)]
    item: dict[str, Any] = {
        "id": citation_key(view),
        "type": "article-newspaper",
        "title": _line(view.title),
        "author": authors or [{"literal": _line(settings.site_name)}],
        "container-title": _line(settings.site_name),
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "abstract": _line(view.description) if view.description != view.title else "",
        "URL": _url(view, settings),
        "language": view.lang,
        "note": f"Updated {changed.isoformat()}" if changed > day else "",
    }
    rows = [f"    {_json(key)}: {_json(value)}" for key, value in item.items() if value]
    return "\n".join(["[", "  {", ",\n".join(rows), "  }", "]"])


def citation_tags(view: BriefView, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield names and contents of `citation_*` meta elements; some contents are empty.

    Sources: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing (names, form of the
    days), https://www.zotero.org/support/dev/exposing_metadata.
    """
    day = f"{view.card.date.day:%Y/%m/%d}"
    yield "citation_title", view.title
    names = [name for name, _ in _authors(view)]
    for name in names or [settings.site_name]:
        yield "citation_author", name
    yield "citation_publication_date", day
    yield "citation_online_date", day
    yield "citation_publisher", settings.site_name
    yield "citation_language", view.lang
    yield "citation_public_url", _url(view, settings)
    for topic in view.card.topics:
        yield "citation_keywords", topic.text


def citation_key(view: BriefView) -> str:
    """Return the slug as a key, or a digest of a slug that is no key."""
    slug = view.card.slug.replace("/", "-")
    if _KEY.fullmatch(slug):
        return slug
    return f"brief-{hashlib.sha256(slug.encode()).hexdigest()[:10]}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _authors(view: BriefView) -> list[tuple[str, bool]]:
    """Return each author, and whether it is a person."""
    return [(author.text, getattr(author, "kind", "") == "person") for author in view.authors]


def _url(view: BriefView, settings: Settings) -> str:
    return absolute(view.path, settings) or ""


def _bibtex_name(name: str, *, person: bool) -> str:
    """Return a name for a list of authors, in braces if BibTeX would split it wrongly."""
    escaped = _tex(name)
    simple = person and "," not in name and "and" not in name.lower().split() and " " in name
    return escaped if simple else f"{{{escaped}}}"


def _tex(text: str) -> str:
    """Return `text` with the special characters of TeX as commands."""
    return "".join(_TEX.get(char, char) for char in _line(text))


def _line(text: str) -> str:
    """Return `text` on one line, without control characters."""
    if text.isprintable():
        return " ".join(text.split())
    spaced = (" " if char.isspace() else char for char in text)
    plain = "".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cs"))
    return " ".join(plain.split())


def _with_stop(text: str) -> str:
    return text if text.endswith(_STOPS) else f"{text}."


TWIN = "index.md"
"""File of the Markdown of a brief, beside its page."""


def site_files(settings: Settings) -> dict[str, str]:
    """Paths of what the whole site has for machines beside the API, by name."""
    files: dict[str, str] = {}
    if "feeds" in settings.machine_files:
        files |= {"atom": ATOM, "json_feed": JSON}
    if "calendars" in settings.machine_files:
        files["calendar"] = FILE
    if "markdown" in settings.machine_files:
        files["llms"] = "llms.txt"
    return files


def alternate_links(path: str, settings: Settings, view: PageView | None = None) -> Iterator[str]:
    """The elements for the page at `path`, its own files before the site's.

    `view` is what it shows, None for a page that is none of ours. Addresses are whole where the
    site knows its own, else they lead from the page.
    """
    root = settings.site_url or "../" * path.count("/")
    for kind, file, title in _files(settings, view):
        named = f' title="{escape(title)}"' if title else ""
        yield f'<link rel="alternate" type="{kind}" href="{escape(root + file)}"{named}>'


def _files(settings: Settings, view: PageView | None) -> Iterator[tuple[str, str, str]]:
    """Media type, path and title of each file."""
    folder = view.first_path if view and view.feed else ""
    has_feed = bool(folder and view and view.has_entries)
    name, wanted = settings.site_name, settings.machine_files
    if "feeds" in wanted:
        own = [(folder, f"{view.title} - {name}")] if view and has_feed else []
        for where, title in (*own, ("", name)):
            yield "application/atom+xml", where + ATOM, title
            yield "application/feed+json", where + JSON, title
    if "calendars" in wanted and view and view.calendar and view.has_appointments:
        yield "text/calendar", folder + FILE, ""
    if "api" in wanted and view and view.api_file[0]:
        yield "application/json", api_path(*view.api_file), ""
    if "markdown" in wanted and view and view.markdown:
        yield "text/markdown", view.path + TWIN, ""


_META = re.compile(r"<meta\s[^<>]*?(?:property|name)=[\"']?([\w:.-]+)")
_JSON_LD = '<script type="application/ld+json">'
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
_escaped = lru_cache(256)(escape)
"""A page says most things to several readers, in the same words."""


def head_html(view: PageView, settings: Settings, card: Picture | None = None) -> str:
    """The elements that a page adds to its head, as HTML; `card` is its picture, if there is one.

    Canonical address, title and description are the theme's. The picture that an author gave a
    brief wins over `card`.

    Sources: https://ogp.me, https://developer.x.com/en/docs/x-for-websites/cards.
    """
    article = view.open_graph == "article"
    picture = view.picture
    if picture and not picture.alt:
        picture = replace(picture, alt=view.title)
    picture = (picture or card) if article else (card or picture)
    site = settings.site_url
    rows = [*_rows(_tags(view, settings, picture))]
    if site:
        base = escape(site)
        rows += (f'<link rel="{rel}" href="{base}{escape(path)}">' for rel, path in _siblings(view))
        rows += (
            f'<link rel="alternate" hreflang="{escape(lang)}" href="{base}{escape(path)}">'
            for lang, path in _versions(view, settings)
        )
    rows += alternate_links(view.path, settings, view)
    facts = json_ld(view, settings, picture.path if article and picture else "")
    return "\n".join([*rows, *map(_script, facts)])


def _script(text: str) -> str:
    return f"{_JSON_LD}{text}</script>"


def with_ordinary_head(
    html: str, path: str, title: str, settings: Settings, card: Picture | None = None
) -> str:
    """A whole page that is none of ours, its head completed; what it says already stays alone."""
    head, end, body = html.partition("</head>")
    if not end:
        return html
    told = _DESCRIPTION.search(head)
    description = unescape(told[1]) if told else ""
    present = frozenset(_META.findall(head))
    url = settings.site_url + path if settings.site_url else ""
    rows = ordinary_head(title, description, url, settings, card, present)
    links = "\n".join(alternate_links(path, settings))
    facts = "" if _JSON_LD in head else _script(page_json_ld(title, description, url, settings))
    more = "\n".join(filter(None, (rows, links, facts)))
    return f"{head}{more}\n{end}{body}" if more else html


def ordinary_head(
    title: str,
    description: str,
    url: str,
    settings: Settings,
    card: Picture | None = None,
    present: frozenset[str] = frozenset(),
) -> str:
    """The elements that networks want in the head of any page, as HTML.

    `url` is its absolute address, or empty; names in `present` are left out, and a page with a
    picture gets no second one.
    """
    if present & {"og:image", "twitter:image"}:
        card = None
    words = description or settings.site_description
    tags = [
        ("description", words),
        ("og:type", "website"),
        ("og:title", title),
        ("og:description", words),
        ("og:url", url),
        ("og:site_name", settings.site_name),
        ("og:locale", settings.language.replace("-", "_")),
        *_picture(card, settings),
    ]
    return "\n".join(_rows(tag for tag in tags if tag[0] not in present))


def _rows(tags: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, value in tags:
        if value:
            yield f'<meta {_attribute(name)}="{name}" content="{_escaped(value)}">'


def _picture(picture: Picture | None, settings: Settings) -> Iterator[tuple[str, str]]:
    """The picture of a page, for OpenGraph and for X; a size of 0 is not known."""
    address = absolute(picture.path, settings) if picture else None
    if not picture or not address:
        yield "twitter:card", "summary"
        return
    yield "og:image", address
    if picture.width and picture.height:
        yield "og:image:type", guess_type(picture.path)[0] or ""
        yield "og:image:width", str(picture.width)
        yield "og:image:height", str(picture.height)
    yield "og:image:alt", picture.alt
    yield "twitter:card", "summary_large_image"
    yield "twitter:image", address
    yield "twitter:image:alt", picture.alt


def _attribute(name: str) -> str:
    """OpenGraph names its tags by `property`, everybody else by `name`."""
    return "property" if name.startswith(("og:", "article:", "profile:")) else "name"


def _tags(view: PageView, settings: Settings, picture: Picture | None) -> Iterator[tuple[str, str]]:
    yield "og:type", view.open_graph
    yield "og:title", view.title
    yield "og:description", view.description
    yield "og:url", settings.site_url + view.path if settings.site_url else ""
    yield "og:site_name", settings.site_name
    yield "og:locale", view.lang.replace("-", "_")
    for lang in alternates(view):
        if lang != view.lang:
            yield "og:locale:alternate", lang.replace("-", "_")
    if view.open_graph == "article":
        yield from _article(cast("BriefView", view), settings)
    yield from _picture(picture, settings)


def _article(view: BriefView, settings: Settings) -> Iterator[tuple[str, str]]:
    yield "article:published_time", view.card.date.text
    yield "article:modified_time", str(view.modified or "")
    for topic in view.card.topics:
        yield "article:tag", topic.text
    for author in view.authors:
        yield "author", author.text
    yield from citation_tags(view, settings)


def alternates(view: PageView) -> dict[str, str]:
    """Language tag -> path of a brief and its translations, itself first; empty without any.

    Of two in the same language the first counts, so that all of them name the same set.
    """
    if not view.translations:
        return {}
    family = [(view.lang, view.path), *((link.text, link.path) for link in view.translations)]
    found: dict[str, str] = {}
    for lang, path in sorted(family, key=lambda row: (row[1] != view.original, row[1])):
        found.setdefault(lang, path)
    return found if len(found) > 1 and view.path in found.values() else {}


def _versions(view: PageView, settings: Settings) -> Iterator[tuple[str, str]]:
    """The page in each of its languages, itself included, and the one for everybody else.

    Source: https://developers.google.com/search/docs/specialty/international/localized-versions.
    """
    found = alternates(view)
    yield from sorted(found.items())
    if found:
        paths = [*found.values()]
        rest = view.original if view.original in paths else found.get(settings.language, paths[0])
        yield "x-default", rest


def _siblings(view: PageView) -> Iterator[tuple[str, str]]:
    """Pages before and after this one of the same listing."""
    if view.pager and view.pager.newer:
        yield "prev", view.pager.newer
    if view.pager and view.pager.older:
        yield "next", view.pager.older
