"""What a page is, as JSON-LD in the vocabulary of https://schema.org.

Types and properties follow schema.org and, for articles, the properties that Google documents for
`NewsArticle`. Dates are given only as precisely as the brief gives them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mkdocs_briefs.model.texts import is_web_address
from mkdocs_briefs.pages.facts import plain
from mkdocs_briefs.pages.kinds.actors import ActorView
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.parts import ActorSummary, EventView, SourceView
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.settings import Settings

Node = dict[str, Any]
ARTICLE = {
    "analysis": "AnalysisNewsArticle",
    "background": "BackgroundNewsArticle",
    "report": "ReportageNewsArticle",
}
ACTOR = {
    "person": "Person",
    "organization": "Organization",
    "state": "Country",
    "group": "Organization",
}
UNKNOWN = "Thing"
"""The type of an actor or author of whom nobody says what it is."""
EVENT_STATUS = {
    "scheduled": "https://schema.org/EventScheduled",
    "cancelled": "https://schema.org/EventCancelled",
}
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_NOTHING: tuple[object, ...] = (None, "", [], ())


def json_ld(view: PageView, settings: Settings, image: str = "") -> list[str]:
    """The JSON-LD of a page: one text a thing, the page's own first, each safe in a `<script>`.

    Separate texts and no `@graph`, since simple readers look at the top level only. `image` is the
    path of a brief's picture, in the place of its own.
    """
    things = [_WRITERS.get(view.schema, _thing)(view, settings, image)]
    if crumbs := _breadcrumbs(view, settings):
        things.append(crumbs)
    return [_text(thing) for thing in things]


def page_json_ld(title: str, description: str, url: str, settings: Settings) -> str:
    """The JSON-LD of a page that is none of ours, safe in a `<script>`."""
    site = {"@type": "WebSite", "name": settings.site_name, "url": settings.site_url}
    thing = {
        "@type": "WebPage",
        "name": title,
        "description": description,
        "url": url,
        "inLanguage": settings.language,
        "isPartOf": _clean(site),
    }
    return _text(_clean(thing))


def _text(thing: Node) -> str:
    whole = {"@context": "https://schema.org", **thing}
    text = _encoded(whole)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _site(view: PageView, settings: Settings, _: str) -> Node:
    return _clean(
        {
            "@type": view.schema,
            "name": settings.site_name,
            "url": settings.site_url,
            "description": settings.site_description,
            "inLanguage": view.lang,
        }
    )


def _thing(view: PageView, settings: Settings, _: str) -> Node:
    """Return what any subject is."""
    return _clean(
        {
            "@type": view.schema,
            "name": view.title,
            "description": view.description,
            "url": absolute(view.path, settings),
        }
    )


def _listing(view: PageView, settings: Settings, _: str) -> Node:
    return _clean(
        {
            "@type": view.schema,
            "name": view.title,
            "url": absolute(view.path, settings),
            "inLanguage": view.lang,
            "dateModified": str(view.modified or ""),
        }
    )


def _article(view: BriefView, settings: Settings, image: str) -> Node:
    about = [actor for actor in view.actors if actor.capacity == "subject"]
    mentions = [actor for actor in view.actors if actor.capacity != "subject"]
    corrections = [update for update in view.updates if update.kind != "update"]
    url = absolute(view.path, settings)
    image = image or (view.picture.path if view.picture else "")
    return _clean(
        {
            "@type": [view.schema, ARTICLE[view.card.type]] if view.card.type else view.schema,
            "@id": url,
            "headline": view.title,
            "abstract": plain(view.why_it_matters.source, 5000) if view.why_it_matters else None,
            "datePublished": view.card.date.text,
            "dateModified": str(view.modified or ""),
            "inLanguage": view.lang,
            "url": url,
            "mainEntityOfPage": url,
            **_translations(view, settings),
            "image": absolute(image, settings) if image else None,
            "author": [
                _clean(
                    {
                        "@type": ACTOR.get(author.kind, UNKNOWN),
                        "name": author.text,
                        "url": author.path,
                    }
                )
                for author in view.authors
            ]
            or [_publisher(settings)],
            "publisher": _publisher(settings),
            "about": [_actor(actor, settings) for actor in about],
            "mentions": [
                *(_actor(actor, settings) for actor in mentions),
                *_events(view.events, settings),
            ],
            "keywords": [topic.text for topic in view.card.topics],
            "isPartOf": [
                _clean(
                    {
                        "@type": "CreativeWorkSeries",
                        "name": place.story.text,
                        "url": absolute(place.story.path, settings),
                    }
                )
                for place in view.storylines
            ],
            "citation": [_citation(source) for source in view.sources],
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": plain(update.text.source, 5000),
                    "datePublished": update.date.text,
                }
                for update in corrections
            ],
            "backstory": plain(view.methodology.source, 5000) if view.methodology else None,
            "temporalCoverage": f"../{view.as_of.text}"
            if view.as_of and view.as_of.iso8601()
            else None,
        }
    )


def _translations(view: BriefView, settings: Settings) -> Node:
    """What it is translated from, or into: https://schema.org/translationOfWork."""
    versions = {
        link.path: _clean(
            {
                "@type": "NewsArticle",
                "@id": absolute(link.path, settings),
                "inLanguage": link.text,
                "url": absolute(link.path, settings),
            }
        )
        for link in view.translations
    }
    if view.original == view.path:
        return {"workTranslation": [*versions.values()]}
    return {"translationOfWork": versions.get(view.original)}


def _dossier(view: ActorView, settings: Settings, _: str) -> Node:
    return _actor(view.actor, settings, view)


def _publisher(settings: Settings) -> Node:
    return _clean({"@type": "Organization", "name": settings.site_name, "url": settings.site_url})


def _actor(actor: ActorSummary, settings: Settings, view: ActorView | None = None) -> Node:
    node: Node = {
        "@type": ACTOR.get(actor.kind, UNKNOWN),
        "name": actor.site_name or actor.name,
        "url": absolute(actor.path, settings),
        "sameAs": list(actor.same_as),
    }
    if view:
        node["@id"] = node["url"]
        node["description"] = plain(view.description_text.source) if view.description_text else None
        node["alternateName"] = [
            *view.aliases,
            *({"@language": it.lang, "@value": it.text} for it in view.names),
        ]
        node["image"] = absolute(view.picture.path, settings) if view.picture else None
        if view.part_of and actor.kind == "organization":
            node["parentOrganization"] = {"@type": "Organization", "name": view.part_of.text}
        if actor.kind == "person" and view.positions:
            node["jobTitle"] = [position.label for position in view.positions]
    return _clean(node)


def _events(events: Iterable[EventView], settings: Settings) -> list[Node]:
    """The events with a start or an end that can be told: schema.org's `Event` is one in time."""
    dated = ((event, event.date.schema_dates()) for event in events if event.date)
    return [_event(event, *days, settings) for event, days in dated if any(days)]


def _event(event: EventView, start: str | None, end: str | None, settings: Settings) -> Node:
    return _clean(
        {
            "@type": "Event",
            "name": plain(event.text.source),
            "startDate": start,
            "endDate": end,
            "eventStatus": EVENT_STATUS.get(event.status),
            "location": {"@type": "Place", "name": event.place} if event.place else None,
            "url": absolute(event.permalink, settings),
        }
    )


def _citation(source: SourceView) -> Node:
    return _clean(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": source.url,
            "archivedAt": source.archive_url,
            "author": list(source.authors),
            "publisher": {"@type": "Organization", "name": source.publisher}
            if source.publisher
            else None,
            "datePublished": source.issued.iso8601() if source.issued else None,
        }
    )


def _breadcrumbs(view: PageView, settings: Settings) -> Node | None:
    if not view.breadcrumbs:
        return None
    steps = [*((link.text, link.path) for link in view.breadcrumbs), (view.title, view.path)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            _clean(
                {
                    "@type": "ListItem",
                    "position": n,
                    "name": name,
                    "item": absolute(path, settings),
                }
            )
            for n, (name, path) in enumerate(steps, 1)
        ],
    }


def absolute(path: str, settings: Settings) -> str | None:
    """The full address of `path`, None where the site does not say where it lives."""
    if is_web_address(path):
        return path
    return f"{settings.site_url}{path}" if settings.site_url else None


def _clean(node: Mapping[str, Any]) -> Node:
    """The node without what nobody said."""
    return {key: value for key, value in node.items() if value not in _NOTHING}


_WRITERS: Mapping[str, Callable[[Any, Settings, str], Node]] = {
    "NewsArticle": _article,
    "Person": _dossier,
    "WebSite": _site,
    "CollectionPage": _listing,
}
"""What writes a page of this type; any other is written as a thing with a name."""
