"""How to cite a brief: a line of text, BibTeX, CSL-JSON, and tags that reference managers read."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from mkdocs_briefs.formats.jsonld import absolute
from mkdocs_briefs.pages.kinds.briefs import BriefView
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
    day = view.card.date
    note = f"Published {day.isoformat()}"
    if view.card.modified > day:
        note += f", updated {view.card.modified.isoformat()}"
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
    day = view.card.date
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
        "note": f"Updated {view.card.modified.isoformat()}" if view.card.modified > day else "",
    }
    rows = [f"    {_json(key)}: {_json(value)}" for key, value in item.items() if value]
    return "\n".join(["[", "  {", ",\n".join(rows), "  }", "]"])


def citation_tags(view: BriefView, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield names and contents of `citation_*` meta elements; some contents are empty.

    Sources: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing (names, form of the
    days), https://www.zotero.org/support/dev/exposing_metadata.
    """
    day = f"{view.card.date:%Y/%m/%d}"
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
    slug = view.card.slug
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
    spaced = (" " if char.isspace() else char for char in text)
    plain = "".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cs"))
    return " ".join(plain.split())


def _with_stop(text: str) -> str:
    return text if text.endswith(_STOPS) else f"{text}."
