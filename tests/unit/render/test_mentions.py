"""Where a brief cites a source, and the way back."""

from __future__ import annotations

import dataclasses
import re

from mkdocs_briefs.pages.parts import SourceMark
from mkdocs_briefs.render.inline import cited_in, with_returns
from support.views import MARK, full_brief

BODY = (
    '<p>One<sup class="cite"><a aria-label="Source 1" href="#source-un" title="UN">1</a></sup> '
    'two<sup class="cite"><a aria-label="Source 1" href="#source-un">1</a>; '
    '<a href="#source-ap">2</a></sup> <a href="#source-un">no mark</a></p>'
)


def test_the_first_mark_of_each_source_gets_an_id() -> None:
    html, returns = with_returns(BODY)
    assert returns == {"source-un": "cited-source-un", "source-ap": "cited-source-ap"}
    assert re.findall(r' id="([^"]+)"', html) == [*returns.values()]
    assert re.sub(r'id="[^"]+" ', "", html) == BODY


def test_a_body_without_citations_stays() -> None:
    assert with_returns('<p><a href="#source-un">x</a></p>') == (
        '<p><a href="#source-un">x</a></p>',
        {},
    )


def test_an_authors_id_is_not_taken() -> None:
    body = f'<i id="cited-source-un"></i>{BODY}'
    html, returns = with_returns(body)
    assert "source-un" not in returns
    assert html.count('id="cited-source-un"') == 1


def test_a_source_leads_to_the_first_item_of_each_part_that_cites_it() -> None:
    view = full_brief()
    source = next(one for one in view.sources if one.number == MARK.number)
    found = cited_in(view, source, {source.anchor: "cited-here"})
    assert (found[0].text, found[0].path) == ("text", "#cited-here")
    parts = {link.text: link.path for link in found[1:]}
    assert parts["events"] == f"#{next(e.anchor for e in view.events if e.sources)}"
    other = dataclasses.replace(source, number=99, anchor="source-other")
    assert cited_in(view, other, {}) == []
    figure = dataclasses.replace(view.figures[0], sources=(SourceMark(99, "", ""),))
    view = dataclasses.replace(view, figures=(figure,))
    assert [link.text for link in cited_in(view, other, {})] == ["figures"]
