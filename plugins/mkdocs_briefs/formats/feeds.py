"""A feed as Atom (RFC 4287) and as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from mkdocs_briefs.pages.feeds import Entry, Feed
from mkdocs_briefs.settings import Settings

ATOM = "feed.xml"
JSON = "feed.json"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets)."""
Headline = Callable[[Entry], str]
"""From an entry to its title in the reader's language, such as “Correction: …”."""


def feed_title(feed: Feed, settings: Settings, hub: str = "") -> str:
    """The title of a feed: the site's name, with that of the page before it."""
    page = feed.title or hub
    return f"{page} - {settings.site_name}" if page else settings.site_name


def atom(feed: Feed, settings: Settings, title: str, headline: Headline) -> str:
    """The feed as an Atom document.

    Days become midnight in UTC, as Atom has no days. Without `settings.site_url` addresses are
    relative, which Atom resolves against that of the feed, and ids are tag URIs (RFC 4151).
    """
    up = "../" * feed.folder.count("/")
    rows = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(feed.lang)}>',
        _element("title", title),
        _element("id", _identity(feed.page or "", settings)),
        _element("updated", _moment(feed.updated or settings.today)),
        _link("alternate", "text/html", _href(feed.page, settings, up)),
        _link("self", "application/atom+xml", _href(feed.folder + ATOM, settings, up)),
        f"<author>{_element('name', settings.site_name)}</author>",
        _element("generator", "mkdocs-briefs"),
    ]
    for entry in feed.entries:
        rows += _atom_entry(entry, feed, settings, up, headline)
    return "\n".join([*rows, "</feed>", ""])


def _atom_entry(
    entry: Entry, feed: Feed, settings: Settings, up: str, headline: Headline
) -> Iterator[str]:
    lang = f" xml:lang={_quoted(entry.lang)}" if entry.lang != feed.lang else ""
    yield f"<entry{lang}>"
    yield _element("title", headline(entry))
    yield _element("id", _identity(entry.ident, settings))
    yield _element("published", _moment(entry.date))
    yield _element("updated", _moment(entry.date))
    yield _link("alternate", "text/html", _href(entry.path, settings, up))
    for author in entry.authors:
        uri = _element("uri", author.path) if author.path else ""
        yield f"<author>{_element('name', author.text)}{uri}</author>"
    for tag in entry.tags:
        yield f"<category term={_quoted(tag)}/>"
    if entry.text:
        yield _element("summary", entry.text)
    yield "</entry>"


def json_feed(feed: Feed, settings: Settings, title: str, headline: Headline) -> str:
    """The feed as a JSON Feed; what an entry is stands in its extension `_briefs`."""
    up = "../" * feed.folder.count("/")
    whole: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": _href(feed.page, settings, up),
        "feed_url": _href(feed.folder + JSON, settings, up),
        "description": settings.site_description,
        "language": feed.lang,
        "authors": [{"name": settings.site_name}],
        "items": [_item(entry, settings, up, headline) for entry in feed.entries],
    }
    return json.dumps({k: v for k, v in whole.items() if v != ""}, ensure_ascii=False, indent=1)


def _item(entry: Entry, settings: Settings, up: str, headline: Headline) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": _identity(entry.ident, settings),
        "url": _href(entry.path, settings, up),
        "title": headline(entry),
        "content_text": entry.text or headline(entry),  # which must not be empty
        "date_published": _moment(entry.date),
        "language": entry.lang,
    }
    if entry.authors:
        item["authors"] = [
            {"name": author.text, **({"url": author.path} if author.path else {})}
            for author in entry.authors
        ]
    if entry.tags:
        item["tags"] = list(entry.tags)
    outcome = {"outcome": entry.outcome} if entry.outcome else {}
    return item | {"_briefs": {"kind": entry.kind} | outcome}


def _identity(ident: str, settings: Settings) -> str:
    """An IRI that means this and nothing else for ever."""
    return (
        f"{settings.site_url}{ident}" if settings.site_url else f"tag:mkdocs-briefs,2026:/{ident}"
    )


def _href(path: str, settings: Settings, up: str) -> str:
    return f"{settings.site_url}{path}" if settings.site_url else f"{up}{path}" or "./"


def _moment(day: dt.date) -> str:
    """Midnight in UTC, as in RFC 3339."""
    return f"{day.isoformat()}T00:00:00Z"


def _link(rel: str, kind: str, href: str) -> str:
    return f'<link rel="{rel}" type="{kind}" href={_quoted(href)}/>'


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(_xml(text))}</{name}>"


def _quoted(text: str) -> str:
    return quoteattr(_xml(text))


def _xml(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
