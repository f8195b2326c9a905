"""How a brief may be cited."""

from __future__ import annotations

import dataclasses
import json
from itertools import accumulate
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.formats.head import (
    bibtex,
    citation_key,
    citation_tags,
    citation_text,
    csl_json,
)
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.plan import Plan
from support.briefs import SETTINGS, brief, library

HOMELESS = dataclasses.replace(SETTINGS, site_url="")
AUTHORS = (
    "ada: {name: Ada Writer, kind: person}\nwire: {name: Harbour and Wire, kind: organization}"
)
FRONT = """
    summary: Pilots & crews stopped work.
    authors: [ada, wire]
    topics: [Labour]
    updates: [{date: 2024-05-01, kind: correction, text: The rank was wrong.}]
"""


def view(front: str = FRONT, title: str = "Pilots walk out", slug: str = "walk-out") -> BriefView:
    plan = Plan(library([brief(slug, front, title=f"'{title}'")], authors=AUTHORS))
    (found,) = [page for page in plan.pages() if isinstance(page, BriefView)]
    return found


PLAIN = view("")


def test_the_text_names_authors_title_site_days_and_address() -> None:
    told = citation_text(view(), SETTINGS, "22 April 2024", "Updated 1 May 2024")
    assert told == (
        "Ada Writer, Harbour and Wire. Pilots walk out. Explainers, 22 April 2024. "
        "Updated 1 May 2024. https://example.org/site/briefs/walk-out/"
    )


def test_the_text_of_a_brief_by_nobody_at_no_address_has_no_gaps() -> None:
    asked = dataclasses.replace(PLAIN, title="Who pays?")
    assert citation_text(asked, HOMELESS, "1 May 2024") == "Who pays? Explainers, 1 May 2024."


def test_bibtex_as_it_is_pasted() -> None:
    assert bibtex(view(), SETTINGS) == (
        "@misc{walk-out,\n"
        "  author       = {Ada Writer and {Harbour and Wire}},\n"
        "  title        = {{Pilots walk out}},\n"
        "  howpublished = {Explainers},\n"
        "  year         = {2024},\n"
        "  month        = apr,\n"
        "  note         = {Published 2024-04-22, updated 2024-05-01},\n"
        "  url          = {https://example.org/site/briefs/walk-out/},\n"
        "  language     = {en},\n"
        "}"
    )


def test_a_brief_by_nobody_is_the_sites() -> None:
    assert "author       = {{Explainers}}" in bibtex(PLAIN, SETTINGS)
    assert json.loads(csl_json(PLAIN, SETTINGS))[0]["author"] == [{"literal": "Explainers"}]
    assert ("citation_author", "Explainers") in list(citation_tags(PLAIN, SETTINGS))


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("50% & more_or $5 #1", r"50\% \& more\_or \$5 \#1"),
        ("a\\b {c}", r"a\textbackslash{}b \textbraceleft{}c\textbraceright{}"),
        ("~d^e", r"\textasciitilde{}d\textasciicircum{}e"),
        ("two\nlines\u2028and\ttabs\x00", "two lines and tabs"),
        ("استقالة رئيس", "استقالة رئيس"),
    ],
)
def test_signs_that_tex_takes_for_orders(title: str, wanted: str) -> None:
    assert f"{{{{{wanted}}}}}" in bibtex(dataclasses.replace(PLAIN, title=title), SETTINGS)


@given(title=st.text(min_size=1, max_size=80), site=st.text(max_size=30))
def test_the_braces_of_any_title_balance_as_bibtex_counts_them(title: str, site: str) -> None:
    told = bibtex(
        dataclasses.replace(PLAIN, title=title), dataclasses.replace(SETTINGS, site_name=site)
    )
    steps = accumulate({"{": 1, "}": -1}.get(char, 0) for char in told.removeprefix("@misc"))
    assert [place for place, depth in enumerate(steps) if depth < 1] == [len(told) - 6]
    assert len(told.splitlines()) == 10


@given(title=st.text(min_size=1, max_size=80).filter(lambda text: text.strip()))
def test_csl_json_comes_back_as_it_was(title: str) -> None:
    (item,) = json.loads(csl_json(dataclasses.replace(PLAIN, title=title), SETTINGS))
    kept = (char for char in title if not char.isspace() and category(char) not in ("Cc", "Cs"))
    assert item.get("title", "").replace(" ", "") == "".join(kept)
    assert item["issued"] == {"date-parts": [[2024, 4, 22]]}
    assert item["type"] == "article-newspaper"


def test_csl_json_has_what_a_reference_manager_asks_for() -> None:
    assert json.loads(csl_json(view(), SETTINGS)) == [
        {
            "id": "walk-out",
            "type": "article-newspaper",
            "title": "Pilots walk out",
            "author": [{"literal": "Ada Writer"}, {"literal": "Harbour and Wire"}],
            "container-title": "Explainers",
            "issued": {"date-parts": [[2024, 4, 22]]},
            "abstract": "Pilots & crews stopped work.",
            "URL": "https://example.org/site/briefs/walk-out/",
            "language": "en",
            "note": "Updated 2024-05-01",
        }
    ]


def test_a_key_is_a_word_that_tex_reads_and_stays_with_the_slug() -> None:
    assert citation_key(PLAIN) == "walk-out"
    arabic = view("", "حرب", "حرب-غزة")
    key = citation_key(arabic)
    assert key.isascii()
    assert key.startswith("brief-")
    assert citation_key(dataclasses.replace(arabic, title="Another title")) == key


def test_tags_for_reference_managers() -> None:
    assert list(citation_tags(view(), SETTINGS)) == [
        ("citation_title", "Pilots walk out"),
        ("citation_author", "Ada Writer"),
        ("citation_author", "Harbour and Wire"),
        ("citation_publication_date", "2024/04/22"),
        ("citation_online_date", "2024/04/22"),
        ("citation_publisher", "Explainers"),
        ("citation_language", "en"),
        ("citation_public_url", "https://example.org/site/briefs/walk-out/"),
        ("citation_keywords", "Labour"),
    ]
