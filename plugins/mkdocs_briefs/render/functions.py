"""The functions that templates call for parts that stand on pages by the hundred."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from mkdocs_briefs.render.analysis import Analysis
from mkdocs_briefs.render.brief_rows import BriefRows
from mkdocs_briefs.render.event_rows import EventRows
from mkdocs_briefs.render.manner import Manner
from mkdocs_briefs.render.overview import Overview
from mkdocs_briefs.render.people import People
from mkdocs_briefs.render.pieces import Pieces, for_templates


def functions(pieces: Pieces, manner: Manner) -> Mapping[str, Callable[..., Markup]]:
    """Those for pages of one language and kind, by name; `parts.html` passes them on."""
    people = People(pieces)
    writers = (
        people,
        BriefRows(pieces, people),
        EventRows(pieces, manner),
        Analysis(pieces, manner),
        Overview(pieces),
    )
    return for_templates({name: write for each in writers for name, write in each.names().items()})
