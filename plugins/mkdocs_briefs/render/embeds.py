"""Markers in any page of the site that give way to lists of briefs, events or developments."""

from __future__ import annotations

import re
from collections.abc import Callable

from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.problems import nearest
from mkdocs_briefs.render.templates import SECTIONS, Renderer

_MARKER = re.compile(r"(?:<p>\s*+)?<!--\s*+briefs:([\w-]++)([^<>]*?)-->(?:\s*+</p>)?")
_OPTION = re.compile(r"""([\w-]++)=(?:"([^"]*+)"|'([^']*+)'|([^\s"']++))""")
OPTIONS = {
    "list": {"topic", "storyline", "actor", "author", "type", "year", "limit"},
    "timeline": {"topic", "storyline", "actor", "author", "type", "year", "limit"},
    "outlook": {"topic", "storyline", "actor", "author", "type", "year", "limit", "status"},
}
"""Markers that lists answer, and the filters that each knows."""


def fill_embeds(
    html: str, plan: Plan, renderer: Renderer, page_path: str, lang: str
) -> tuple[str, list[str]]:
    """`html` with its markers filled, and a sentence for each marker that could not be.

    A marker without options that names a section of a brief is left for the brief.
    """
    problems: list[str] = []
    if "<!--" not in html:
        return html, problems
    show: dict[str, Callable[[dict[str, str]], str]] = {
        "list": lambda options: renderer.embed_list(plan.listed(options), page_path, lang),
        "timeline": lambda options: renderer.embed_timeline(plan.dated(options), page_path, lang),
        "outlook": lambda options: renderer.embed_outlook(plan.expected(options), page_path, lang),
    }

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        options = {row[1]: row[2] or row[3] or row[4] or "" for row in _OPTION.finditer(found[2])}
        if name in SECTIONS and not options:
            return found[0]
        if name not in show:
            near = nearest(name, [*show, *SECTIONS])
            problems.append(
                f"unknown marker briefs:{name}" + (f"; did you mean briefs:{near}?" if near else "")
            )
            return ""
        for key in options.keys() - OPTIONS[name]:
            near = nearest(key, OPTIONS[name])
            problems.append(
                f"briefs:{name} knows no {key}" + (f"; did you mean {near}?" if near else "")
            )
        problems.extend(_unknown(name, options, plan))
        return show[name](options)

    return _MARKER.sub(fill, html), problems


def _unknown(name: str, options: dict[str, str], plan: Plan) -> list[str]:
    catalogue = plan.library.catalogue
    found = []
    for key, registry in (
        ("topic", "topics"),
        ("storyline", "storylines"),
        ("author", "authors"),
        ("actor", "actors"),
    ):
        if key in options:
            index = catalogue.index_of(registry)
            if index.find(options[key]) is None:
                near = index.suggestion(options[key])
                found.append(
                    f"briefs:{name}: unknown {key} “{options[key]}”"
                    + (f"; did you mean {near}?" if near else "")
                )
    if "limit" in options and not options["limit"].isdigit():
        found.append(f"briefs:{name}: limit must be a number, found “{options['limit']}”")
    return found
