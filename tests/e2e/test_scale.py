"""A site five times as large costs five times as much, and its pages stay as they are.

No clock is asked: sizes and numbers of things are counted, as they are the same on every machine.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mkdocs_briefs.builder.pipeline import Loaded, Reader
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.settings import Settings
from support.newsroom import generator
from support.sites import build

SIZES = (25, 125)
GROWTH = SIZES[1] / SIZES[0]


CORPUS = generator()


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> list[Path]:
    made = []
    for size in SIZES:
        made.append(tmp_path_factory.mktemp(f"of-{size}"))
        CORPUS.write_site(made[-1], size)
    return made


@pytest.fixture(scope="module")
def loaded(sites) -> list[Loaded]:
    return [Reader().load(site, Settings(today=CORPUS.TODAY)) for site in sites]


def steps(work) -> int:
    """How many calls of functions `work` makes."""
    count = 0

    def seen(frame, event, arg) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_the_corpus_is_clean_and_the_same_for_the_same_seed(sites, loaded, tmp_path) -> None:
    assert all(not each.problems for each in loaded)
    CORPUS.write_site(tmp_path, SIZES[0])
    for file in (tmp_path / "briefs").iterdir():
        assert file.read_bytes() == (sites[0] / "briefs" / file.name).read_bytes()


def test_the_steps_of_loading_grow_with_the_number_of_briefs(sites) -> None:
    settings = Settings(today=CORPUS.TODAY)
    small, large = (steps(lambda site=site: Reader().load(site, settings)) for site in sites)
    assert large < 1.3 * GROWTH * small


def test_the_steps_of_planning_grow_with_the_number_of_briefs(loaded) -> None:
    small, large = (steps(lambda each=each: [*Plan(each.library).pages()]) for each in loaded)
    assert large < 1.3 * GROWTH * small


def test_what_a_brief_is_related_to_and_mentioned_in_does_not_grow(loaded) -> None:
    small, large = (
        sum(len(links) for links in each.library.links_from.values()) / len(each.library.briefs)
        for each in loaded
    )
    assert large < 1.3 * small
    for each in loaded:
        assert all(
            len(rows) <= 4
            for rows in (each.library.related(one.slug) for one in each.library.leads)
        )


def test_views_of_briefs_do_not_grow_with_the_site(loaded) -> None:
    small, large = (
        [len(repr(v)) for v in Plan(each.library).pages() if isinstance(v, BriefView)]
        for each in loaded
    )
    assert sum(large) / len(large) < 1.3 * sum(small) / len(small)


def test_the_pages_of_the_built_site_do_not_grow_with_it(sites, tmp_path) -> None:
    means, largest = [], []
    for site in (sites[0], sites[0].parent / "of-50"):
        if not site.exists():
            CORPUS.write_site(site, 2 * SIZES[0])
        out = tmp_path / site.name
        built = build(site, "mkdocs", "--site-dir", str(out))
        assert built.status == 0, built.output
        sizes = [page.stat().st_size for page in (out / "briefs").glob("*/index.html")]
        means.append(sum(sizes) / len(sizes))
        largest.append(max(page.stat().st_size for page in out.rglob("*.html")))
    assert means[1] < 1.1 * means[0]
    assert largest[1] < 1.5 * largest[0]
