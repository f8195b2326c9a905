"""Markers in any page of the site that give way to lists of briefs, events or developments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from mkdocs_briefs.library.markers import marker_faults
from mkdocs_briefs.model.sections import SECTIONS
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.parse.markers import MARKER, marker_options
from mkdocs_briefs.render.templates import Renderer

_MARKER = re.compile(rf"(<p>\s*)?{MARKER}(\s*</p>)?")


def fill_embeds(
    html: str, plan: Plan, renderer: Renderer, page_path: str, lang: str, *, in_brief: bool
) -> tuple[str, list[str]]:
    """`html` with its markers filled, and a sentence for each marker that could not be.

    In a brief, a marker without options that names a section is left for the brief to place.
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
        name, options = found[2], dict(marker_options(found[3]))
        if not _alone(found, html):
            problems.append(f"briefs:{name} stands inside a paragraph; give it a line of its own")
            return found[0]
        if in_brief and name in SECTIONS and not options:
            return found[0]
        problems.extend(marker_faults(name, options, plan.library.catalogue, in_brief=in_brief))
        return show[name](options) if name in show else ""

    return _MARKER.sub(fill, html), problems


def markers_in(text: str, plan: Plan) -> Iterator[Sequence[object]]:
    """What each marker in a text would list, wherever it stands."""
    show: dict[str, Callable[[dict[str, str]], Sequence[object]]] = {
        "list": plan.listed,
        "timeline": plan.dated,
        "outlook": plan.expected,
    }
    for found in _MARKER.finditer(text) if "<!--" in text else ():
        if found[2] in show:
            yield show[found[2]](dict(marker_options(found[3])))


def _alone(found: re.Match[str], html: str) -> bool:
    """Whether a marker is a block by itself, so that blocks may take its place."""
    if bool(found[1]) != bool(found[4]):
        return False
    before, after = html[: found.start()].rstrip(" "), html[found.end() :].lstrip(" ")
    return before[-1:] in ("", "\n", ">") and after[:1] in ("", "\n", "<")
