"""The site for language models: https://llmstxt.org, a Markdown list of what is worth reading."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_briefs.formats.api_paths import api_path
from mkdocs_briefs.formats.commonmark import plain_words
from mkdocs_briefs.formats.feeds import ATOM
from mkdocs_briefs.formats.icalendar import FILE
from mkdocs_briefs.formats.markdown import Said
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import plain, summary
from mkdocs_briefs.pages.view_factory import ViewFactory


def llms_text(factory: ViewFactory, said: Said, twin: str) -> str:
    """The file: the site's name, what it is, every brief as Markdown, and the data.

    `twin` is the name of the Markdown file beside each brief's page.
    """
    settings = factory.settings
    rows = [f"# {plain_words(settings.site_name)}"]
    if settings.site_description:
        rows.append(f"> {plain_words(settings.site_description)}")
    rows.append("\n".join([f"## {said.of('hub', 'briefs')}", "", *_briefs(factory, twin)]))
    if listed := [*_data(factory, said)]:
        rows.append("\n".join(["## API", "", *listed]))
    return "\n\n".join(rows) + "\n"


def _briefs(factory: ViewFactory, twin: str) -> Iterator[str]:
    for brief in factory.library.briefs:
        text = summary(brief)
        words = f": {plain_words(plain(text.source, 200))}" if text else ""
        path = f"{urls.page_path('brief', brief.slug)}{twin}"
        title = plain_words(brief.fields.title)
        yield f"- [{title}]({factory.settings.site_url}{path}) ({brief.fields.date}){words}"


def _data(factory: ViewFactory, said: Said) -> Iterator[str]:
    settings = factory.settings
    rows = [
        ("api", api_path("index"), "JSON"),
        ("api", api_path("briefs"), said.of("hub", "briefs")),
        ("api", api_path("actors"), said.of("hub", "actors")),
        ("api", api_path("events"), said.of("hub", "timeline")),
        ("api", api_path("outlook"), said.of("hub", "outlook")),
        ("feeds", ATOM, "Atom"),
        ("calendars", FILE, "iCalendar"),
    ]
    for kind, path, words in rows:
        if kind in settings.machine_files:
            yield f"- [{plain_words(words)}]({settings.site_url}{path})"
