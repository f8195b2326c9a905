"""Long listings, and the place of the hubs in the navigation."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from support.crawl import crawl
from support.sites import Built, Node, config

Make = Callable[..., Built]
FIVE = ["Latest", "Topics", "Storylines", "Timeline", "Forecasts"]
OTHERS = [
    *("Briefs", "Actors", "Implications", "Actionable advice"),
    *("Corrections", "Search", "Relations"),
]


def notes(part: Node) -> list[str]:
    """The slugs of the notes that part of a page links to, in its order, each once."""
    found = re.findall(r"\bnote-\d{3}\b", " ".join(href for _, href in part.links))
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    ("hub", "rows"),
    [
        ("briefs/", [30, 30, 30, 30]),
        ("actors/tide-office/briefs/", [60, 60]),
        ("actors/tide-office/timeline/", [60, 60]),
        ("implications/", [60, 60]),
    ],
)
def test_a_long_listing_goes_on_and_shows_everything_once(
    many: Built, hub: str, rows: list[int]
) -> None:
    older = [f"page/{number}/" for number in range(len(rows) - 1, 0, -1)]
    pages = [many.page(f"{hub}{more}").article for more in ("", *older)]
    shown = [notes(page) for page in pages]
    assert [len(row) for row in shown] == rows
    assert {note for row in shown for note in row} == {f"note-{n:03}" for n in range(120)}
    assert not (many.folder / f"{hub}page/{len(rows)}").exists()


def test_an_overview_has_the_newest_and_the_way_to_all(many: Built) -> None:
    page = many.page("actors/tide-office/").article
    briefs, timeline = page.section("in-briefs"), page.section("timeline")
    assert len(notes(briefs)) == 5
    assert briefs.href("All 120 briefs") == "briefs/"
    assert len(notes(timeline)) == 10
    assert timeline.href("All 120 events") == "timeline/"
    assert not page.all("nav", class_="b-pager")
    whole = many.page("actors/tide-office/briefs/").article
    assert notes(whole)[:5] == notes(briefs)
    assert "All 120 briefs" in whole.text
    assert "All 120" not in many.page("actors/tide-office/briefs/page/1/").text


def test_a_year_of_many_events_leads_to_its_months(many: Built) -> None:
    whole = many.page("timeline/").article
    assert whole.href("2023 120") == "2023/"
    year = many.page("timeline/2023/").article
    assert not notes(year)
    shown = [notes(many.page(f"timeline/2023/{month:02}/").article) for month in range(1, 13)]
    assert sorted(note for row in shown for note in row) == [f"note-{n:03}" for n in range(120)]
    assert year.href("March 2023") == "03/"


def test_pages_of_a_listing_lead_to_one_another(many: Built) -> None:
    second = many.page("briefs/page/2/").article
    assert second.one("a", rel="prev").attrs["href"] == "../3/"
    assert second.one("a", rel="next").attrs["href"] == "../1/"
    assert "../../" in {href for _, href in second.links}
    assert second.one(aria_current="page").text == "2"
    assert not many.page("briefs/").article.all("a", rel="prev")
    assert not many.page("briefs/page/1/").article.all("a", rel="next")


def test_permalinks_of_a_long_year_lead_to_the_page_that_has_them(many: Built) -> None:
    seen = crawl(many.folder)
    assert seen.broken == []
    assert seen.followed > 2000


def test_pages_of_a_listing_have_addresses_and_titles_of_their_own(many: Built) -> None:
    addresses = {
        many.page(f"briefs/{more}").one("link", rel="canonical").attrs["href"]
        for more in ("", "page/2/", "page/3/")
    }
    assert len(addresses) == 3


def navigation(site: Built, path: str) -> str:
    """The header's tabs and the primary navigation of a page, as HTML."""
    text = site.read(path)
    start = text.index('<div class="md-container"')
    return text[start : text.index("<article", start)]


def test_the_navigation_does_not_grow_with_the_briefs(many: Built, make: Make) -> None:
    names = ["mkdocs.yml", *(f"briefs/note-{n:03}.md" for n in range(116, 120))]
    few = make({name: (many.project / name).read_text(encoding="utf-8") for name in names})
    for path in ("briefs/note-118/", "actors/tide-office/", "outlook/"):
        assert len(navigation(few, path)) > 500
        assert navigation(few, path) == navigation(many, path)


def primary(page: Node) -> Node:
    return page.one("nav", aria_label="Navigation")


def texts(links: list[tuple[str, str]]) -> list[str]:
    return [name for name, _ in links]


@pytest.mark.parametrize("path", ["", "briefs/talks-begin/", "more/"])
def test_without_nav_five_lists_and_the_way_to_the_others_appear(story: Built, path: str) -> None:
    names = texts(primary(story.page(path)).links)
    assert [name for name in names if name in {*FIVE, *OTHERS, "More"}] == [*FIVE, "More"]


def test_the_page_more_and_every_footer_lead_to_the_other_lists(story: Built) -> None:
    page = story.page("more/").article
    assert texts(page.one("ul", class_="b-hubs").links) == OTHERS
    footer = story.page("briefs/talks-begin/").one("nav", class_="b-foot")
    assert texts(footer.links)[: len(OTHERS)] == OTHERS
    assert footer.href("Actionable advice") == "../../advice/"


def brief_with(fields: str) -> str:
    return f"---\ntitle: A note\ndate: 2024-01-01\n{fields}---\n\nShort.\n"


def test_lists_without_content_are_linked_from_nowhere(make: Make) -> None:
    settings = config(briefs="today: 2024-06-01, ignore: [B202]")
    site = make({"mkdocs.yml": settings, "briefs/a.md": brief_with("topics: [Sea]\n")})
    assert site.status == 0, site.output
    for path in ("", "briefs/a/", "search/"):
        page = site.page(path)
        names = texts(primary(page).links)
        assert [name for name in names if name in {*FIVE, "More"}] == ["Latest", "Topics", "More"]
        footer = texts(page.one("nav", class_="b-foot").links)
        assert footer[:2] == ["Briefs", "Search"]
        assert not {"Corrections", "Relations", "Actors"} & {*footer}
    missing = (site.folder / "404.html").read_text("utf-8")
    assert '/topics/"' in missing
    assert '/storylines/"' not in missing
    assert "Nothing has had to be corrected yet" in site.read("corrections/")


def test_a_nav_with_the_page_more_has_the_footer_and_no_note_of_what_is_behind_it(
    make: Make,
) -> None:
    site = own_nav(make, "  - more/index.md\n")
    assert told_of(site.output) == [
        f"{name}/index.md" for name in ("outlook", "topics", "storylines")
    ]
    assert (
        site.page("about/").one("nav", class_="b-foot").href("Implications") == "../implications/"
    )


def test_a_nav_of_its_own_is_left_alone(placed: Built) -> None:
    page = placed.page("about/")
    assert "More" not in texts(primary(page).links)
    assert texts(page.one("nav", class_="b-foot").links)[0] == "Corrections"


NAV = """
nav:
  - Start: index.md
  - All about: about.md
  - News:
      - briefs/index.md
      - Who is who: actors/index.md
  - When: timeline/index.md
"""


def own_nav(make: Make, more: str = "") -> Built:
    from_nav = {"mkdocs.yml": config(more=NAV + more), "docs/about.md": "# About\n"}
    brief = """
        ---
        title: A note
        date: 2024-01-01
        summary: Short.
        actors: [{name: Ann Other, kind: person}]
        dates: [2024-01-01: It is written]
        implications: [None.]
        ---
        """
    site = make({**from_nav, "briefs/a-note.md": brief})
    assert site.status == 0, site.output
    return site


@pytest.fixture(scope="module")
def placed(make: Make) -> Built:
    return own_nav(make)


def told_of(output: str) -> list[str]:
    """The lines for `nav` that a build prints."""
    _, _, rest = output.partition("INFO    -  nav does not list these pages of briefs. To show")
    return re.findall(r"\n  - (\S+)(?=\n)", rest.partition("\nINFO")[0] + "\n")


def test_the_build_gives_the_lines_for_listings_that_nav_leaves_out(
    placed: Built, make: Make
) -> None:
    left = ("implications", "outlook", "advice", "topics", "storylines", "corrections")
    assert told_of(placed.output) == [f"{name}/index.md" for name in left]
    lines = "".join(f"  - {file}\n" for file in told_of(placed.output))
    whole = own_nav(make, lines)
    assert "nav does not list" not in whole.output
    assert 'href="../outlook/"' in (whole.folder / "about/index.html").read_text("utf-8")


def test_the_build_does_not_name_listings_that_are_left_out_on_purpose(make: Make) -> None:
    some = own_nav(make, "not_in_nav: |\n  /topics/\n  /storylines/\n").output
    left = ("implications", "outlook", "advice", "corrections")
    assert told_of(some) == [f"{name}/index.md" for name in left]
    ignored = own_nav(make, "validation: {nav: {omitted_files: ignore}}\n").output
    assert "nav does not list" not in ignored
    warned = own_nav(make, "validation: {nav: {omitted_files: warn}}\n").output
    assert "INFO    -  nav does not list" in warned


def test_no_description_is_made_of_a_title(placed: Built) -> None:
    """A page without a paragraph, on a site without `site_description`, has none."""
    text = (placed.folder / "about/index.html").read_text("utf-8")
    assert 'property="og:title"' in text
    assert "description" not in text.partition("</head>")[0]


def test_hubs_stand_in_nav_where_the_site_puts_them(placed: Built) -> None:
    links = primary(placed.page("about/")).links
    assert ("Briefs", "../briefs/") in links
    assert ("Who is who", "../actors/") in links
    assert ("When", "../timeline/") in links
    assert "Forecasts" not in texts(links)


def test_a_hub_left_out_of_nav_is_built_all_the_same(placed: Built) -> None:
    assert "Forecasts" in placed.page("outlook/").article.one("h1").text


def test_a_hub_carries_the_title_that_nav_gives_it(placed: Built) -> None:
    assert placed.page("actors/").one("title").text.startswith("Who is who")
    assert placed.page("timeline/").one("title").text.startswith("When")
    assert placed.page("briefs/").one("title").text.startswith("Briefs")


def test_each_row_of_letters_has_a_name_of_its_own(make: Make) -> None:
    rows = [
        f"{kind}-{n}: {{name: {n} {kind}, kind: {kind}}}"
        for kind in ("person", "state")
        for n in range(13)
    ]
    everybody = ", ".join(row.partition(":")[0] for row in rows)
    head = f"title: All\ndate: 2024-03-04\nactors: [{everybody}]\n"
    site = make(
        {
            "mkdocs.yml": config(briefs="today: 2024-06-01, ignore: [B202]"),
            "briefs/actors.yml": "\n".join(rows),
            "briefs/all.md": f"---\n{head}---\n\nThey met.\n",
        }
    )
    assert site.status == 0, site.output
    page = site.page("actors/")
    parts = [row.attrs["aria-labelledby"].split() for row in page.all("nav", class_="b-letters")]
    assert len(parts) == 2
    own, heading = zip(*parts, strict=True)
    assert all(page.one(id=ident).attrs["aria-label"] == "By first letter" for ident in own)
    assert [page.one(id=ident).text.split()[0] for ident in heading] == ["People", "States"]
