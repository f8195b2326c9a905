"""Links to edit a page and to report an error in it, and the problems that a preview shows."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.render.words import words


def page_tools(view: PageView, edit_url: str | None, report_url: str | None) -> Markup:
    """Return links to edit the source of a page and to report an error, if they are known."""
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
    """Return a box with the problems of a page's source, each a severity and its report."""
    if not problems:
        return Markup()
    rows = [
        Markup('<li class="b-problem b-problem--{}"><pre>{}</pre></li>').format(severity, report)
        for severity, report in problems
    ]
    return Markup(
        '<aside class="b-problems" aria-label="{0}"><p><strong>{0}</strong></p><ul>{1}</ul></aside>'
    ).format(words(view.lang)("problems"), Markup().join(rows))
