"""Where the sources of a brief are cited, so that their list can lead back there."""

from __future__ import annotations

import re

from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.parts import Link, SourceView

_CITATION = re.compile(r'<sup class="cite">.*?</sup>', re.DOTALL)
_MARK = re.compile(r'<a ([^>]*?href="#(source-[^"]+)")')


def with_returns(body: str) -> tuple[str, dict[str, str]]:
    """The HTML of a body with an id on the first mark of each source, and those ids.

    The ids are given by the anchor of the source, as `{"source-un": "cited-source-un"}`.
    """
    returns: dict[str, str] = {}

    def first(mark: re.Match[str]) -> str:
        anchor = mark[2]
        if anchor in returns or f' id="cited-{anchor}"' in body:
            return mark[0]
        returns[anchor] = f"cited-{anchor}"
        return f'<a id="cited-{anchor}" {mark[1]}'

    return _CITATION.sub(lambda found: _MARK.sub(first, found[0]), body), returns


def cited_in(view: BriefView, source: SourceView, returns: dict[str, str]) -> list[Link]:
    """The first place in each part of a brief that cites `source`.

    Each `text` is a word of the interface's family `cited`, each path a fragment of the page.
    """
    found = [Link("text", f"#{returns[source.anchor]}")] if source.anchor in returns else []
    for part in ("figures", "events", "implications"):
        for item in getattr(view, part):
            if any(mark.number == source.number for mark in item.sources):
                found.append(Link(part, f"#{item.anchor}"))
                break
    return found
