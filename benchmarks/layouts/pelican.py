"""A site of Pelican: actors are authors, topics are tags."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from layouts.plain import sections, timeline
from layouts.yaml_text import EXTENSIONS, SITE
from newsroom import Newsroom


def pelican_files(room: Newsroom) -> Iterator[tuple[str, str]]:
    """Yield a site with Pelican's own theme and its cache."""
    yield "pelicanconf.py", _settings()
    address = _Address(room)
    for brief in room.briefs.values():
        rows = {
            "Title": brief.title,
            "Slug": brief.slug,
            "Date": brief.date,
            "Summary": brief.summary,
            "Authors": "; ".join(room.actors[actor].name for actor in brief.roles),
            "Tags": ", ".join(room.topics[topic] for topic in brief.topics),
        }
        head = "\n".join(f"{name}: {value}" for name, value in rows.items())
        yield f"content/briefs/{brief.slug}.md", f"{head}\n\n{sections(brief, room, address)}"
    yield "content/pages/timeline.md", f"Title: Timeline\n\n{timeline(room, address)}"


def _settings() -> str:
    settings = {
        "SITENAME": SITE["site_name"],
        "SITEURL": SITE["site_url"].rstrip("/"),
        "PATH": "content",
        "OUTPUT_PATH": "site",
        "ARTICLE_PATHS": ["briefs"],
        "ARTICLE_URL": "briefs/{slug}/",
        "ARTICLE_SAVE_AS": "briefs/{slug}/index.html",
        "TIMEZONE": "UTC",
        "CACHE_CONTENT": True,
        "LOAD_CONTENT_CACHE": True,
        "CACHE_PATH": ".cache",
        "MARKDOWN": {
            "extensions": [*EXTENSIONS],
            "extension_configs": EXTENSIONS,
            "output_format": "html5",
        },
    }
    return "".join(f"{name} = {value!r}\n" for name, value in settings.items())


class _Address:
    """Targets of links in the syntax of Pelican."""

    def __init__(self, room: Newsroom) -> None:
        self.room = room

    def __call__(self, kind: str, ident: str) -> str:
        if kind == "brief":
            return f"{{filename}}/briefs/{ident}.md"
        if kind == "actor":
            return f"{{author}}{quote(self.room.actors[ident].name)}"
        return f"{{tag}}{quote(self.room.topics[ident])}"
