"""Names that are no fields of ours: the host's page keys, and words people write for a field."""

from __future__ import annotations

from collections.abc import Mapping

PAGE_KEYS = frozenset(
    {"boost", "comments", "hide", "icon", "search", "social", "status", "subtitle", "template"}
)
"""Page keys of MkDocs and Material that pass through to them.

Not among them: `title`, `date` and `authors`, which are fields; `description` and `tags`, for which
a brief has `summary` and `topics`.
"""

_ITEM = {
    "name": "label", "title": "label", "heading": "label", "description": "text", "summary": "text",
    "content": "text", "event": "text", "implication": "text", "development": "text",
    "advice": "text",
}  # fmt: skip

SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "FrontMatter": {
        "headline": "title", "heading": "title", "subject": "title", "published": "date",
        "pubdate": "date", "publish_date": "date", "created": "date", "description": "summary",
        "abstract": "summary", "excerpt": "summary", "lead": "summary", "teaser": "summary",
        "tldr": "summary", "timeline": "dates", "events": "dates", "chronology": "dates",
        "key_dates": "dates", "people": "actors", "persons": "actors", "players": "actors",
        "who": "actors", "participants": "actors", "stakeholders": "actors",
        "key_actors": "actors", "consequences": "implications", "impact": "implications",
        "impacts": "implications", "effects": "implications", "outlook": "developments",
        "forecasts": "developments", "predictions": "developments", "scenarios": "developments",
        "potential_developments": "developments", "recommendations": "advice",
        "numbers": "figures", "statistics": "figures", "stats": "figures", "data": "figures",
        "references": "sources", "links": "sources", "citations": "sources",
        "corrections": "updates", "correction": "updates", "changelog": "updates",
        "updated": "updates", "modified": "updates", "lastmod": "updates", "tags": "topics",
        "categories": "topics", "category": "topics", "keywords": "topics", "subjects": "topics",
        "series": "storyline", "story": "storyline", "see_also": "related", "author": "authors",
        "byline": "authors", "method": "methodology", "highlights": "key_points",
        "takeaways": "key_points", "key_takeaways": "key_points", "why": "why_it_matters",
        "context": "why_it_matters", "questions": "unknowns", "language": "lang",
        "locale": "lang", "cover": "image", "thumbnail": "image", "banner": "image",
        "permalink": "slug", "url": "slug", "aliases": "redirect_from",
        "redirects": "redirect_from", "published_at": "date",
    },
    "Participation": {
        "actor": "id", "who": "id", "person": "name", "part": "role", "title": "role",
        "description": "role", "type": "kind", "involvement": "capacity",
    },
    "DatedEvent": {
        "when": "date", "day": "date", "what": "event", "text": "event", "title": "event",
        "label": "event", "description": "event", "summary": "event", "actor": "actors",
        "who": "actors", "where": "place", "location": "place", "source": "sources",
    },
    "Implication": {
        **_ITEM, "actor": "actors", "source": "sources", "term": "horizon",
        "certainty": "confidence", "when": "horizon",
    },
    "Development": {
        **_ITEM, "actor": "actors", "probability": "likelihood", "chance": "likelihood",
        "odds": "likelihood",
        "deadline": "by", "horizon": "by", "due": "by", "until": "by", "criterion": "resolves_if",
        "condition": "resolves_if", "indicators": "signposts", "signs": "signposts",
        "watch": "signposts", "certainty": "confidence", "outcome": "resolution",
    },
    "Advice": {**_ITEM, "for": "audience", "who": "audience", "actors": "audience"},
    "Figure": {
        "name": "label", "title": "label", "number": "value", "amount": "value", "count": "value",
        "units": "unit", "date": "as_of", "by": "attributed_to", "attribution": "attributed_to",
        "source": "sources",
    },
    "Source": {
        "name": "title", "label": "title", "link": "url", "href": "url", "date": "issued",
        "published": "issued", "retrieved": "accessed", "authors": "author", "type": "kind",
        "archive": "archive_url", "outlet": "publisher", "publication": "publisher",
    },
    "Update": {"type": "kind", "description": "text", "note": "text", "when": "date"},
    "RelatedBrief": {"id": "brief", "slug": "brief", "title": "brief", "type": "relation"},
    "Revision": {"reason": "why", "note": "why", "probability": "likelihood", "day": "date"},
    "Resolution": {"result": "outcome", "source": "sources", "why": "note", "day": "date"},
    "ActorEntry": {
        "title": "name", "type": "kind", "summary": "description", "bio": "description",
        "alias": "aliases", "aka": "aliases", "website": "url", "homepage": "url",
        "picture": "image", "photo": "image", "parent": "part_of", "member_of": "part_of",
        "qid": "wikidata",
    },
    "TermEntry": {
        "title": "name", "summary": "description", "alias": "aliases", "website": "url",
        "bio": "description",
    },
    "Position": {
        "role": "title", "name": "title", "post": "title", "org": "organization",
        "organisation": "organization", "start": "from", "since": "from", "end": "to",
        "until": "to",
    },
    "ActorRelation": {
        "id": "actor", "type": "relation", "start": "from", "end": "to", "since": "from",
    },
}  # fmt: skip
"""For each record, words in lower case and the field they stand for; told, never applied."""
