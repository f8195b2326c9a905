"""What stands around the content of a page: edit and report links, problems in a preview."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.render.words import words


def page_tools(view: PageView, edit_url: str | None, report_url: str | None) -> Markup:
    """Links to edit the page's source and to report an error; nothing where neither is known."""
    t = words(view.lang)
    rows = [(edit_url, t("edit_page"), "edit"), (report_url, t("report_error"), "report")]
    items = [
        Markup('<li><a class="b-tool b-tool--{}" href="{}">{}</a></li>').format(kind, url, label)
        for url, label, kind in rows
        if url
    ]
    if not items:
        return Markup()
    return Markup('<nav class="b-tools" aria-label="{}"><ul>{}</ul></nav>').format(
        t("page_tools"), Markup().join(items)
    )


def problem_box(view: PageView, problems: Sequence[tuple[str, str]]) -> Markup:
    """The problems of a page's source, each a severity and its report; nothing without problems."""
    if not problems:
        return Markup()
    rows = [
        Markup('<li class="b-problem b-problem--{}"><pre>{}</pre></li>').format(severity, report)
        for severity, report in problems
    ]
    return Markup(
        '<aside class="b-problems" aria-label="{0}"><p><strong>{0}</strong></p><ul>{1}</ul></aside>'
    ).format(words(view.lang)("problems"), Markup().join(rows))
