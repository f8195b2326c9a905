"""The outlook in a browser: its drawing, its filters, narrow screens, both directions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.outlook import FILES
from support.sites import TODAY, config, site_from

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

THEME = "name: material, palette: {scheme: %s}, language: %s"


@pytest.fixture(scope="module")
def roots(
    tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]
) -> dict[str, str]:
    """Give the addresses of the site in English, and dark in Arabic."""
    found = {}
    for lang, scheme in (("en", "default"), ("ar", "slate")):
        own = config(theme=THEME % (scheme, lang), briefs=f"today: {TODAY}, ignore: [B202]")
        site = site_from(FILES | {"mkdocs.yml": own}, tmp_path_factory.mktemp(lang))
        assert site.status == 0, site.output
        found[lang] = served(site.folder)
    return found


def test_a_point_leads_to_its_forecasts_and_they_are_shown(
    browser_page: Page, roots: dict[str, str]
) -> None:
    browser_page.goto(f"{roots['en']}outlook/")
    browser_page.locator("svg.b-calibration a[href='#band-unlikely'] circle").click()
    assert browser_page.url.endswith("#band-unlikely")
    band = browser_page.locator("#band-unlikely")
    assert band.evaluate("it => it.getBoundingClientRect().top < innerHeight")
    assert band.get_by_role("link").count() == 4


def test_the_filters_narrow_the_rows_and_leave_the_record_alone(
    browser_page: Page, roots: dict[str, str]
) -> None:
    browser_page.goto(f"{roots['en']}outlook/?status=void")
    browser_page.locator(".b-filters form").wait_for()
    rows = browser_page.locator("[data-rows] li[data-actors]:visible")
    assert rows.count() == 2
    assert browser_page.locator("h2#overdue").is_hidden()
    assert browser_page.locator("svg.b-calibration").is_visible()
    assert browser_page.locator("#calibration").is_visible()


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("width", [320, 360, 1360])
def test_nothing_stands_out_sideways(
    browser: Browser, roots: dict[str, str], lang: str, width: int
) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": 800}, java_script_enabled=width > 320
    )
    try:
        page.goto(f"{roots[lang]}outlook/")
        assert page.locator("html").evaluate("it => it.scrollWidth") <= width
        box = page.locator("svg.b-calibration").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        # Beside the counts on a wide screen, below them on a narrow one.
        counts = page.locator(".b-score .b-counts").first.bounding_box()
        assert counts is not None
        beside = box["y"] < counts["y"] + counts["height"]
        assert beside == (width == 1360)
        if beside:
            assert (box["x"] > counts["x"]) == (lang == "en")
    finally:
        page.close()


def test_the_drawing_has_the_colours_of_the_reader(browser: Browser, roots: dict[str, str]) -> None:
    def colours(root: str, **wishes: str) -> tuple[str, str]:
        page = browser.new_page(**wishes)
        try:
            page.goto(f"{root}outlook/")
            found = page.locator("svg.b-calibration").evaluate(
                "it => [it.querySelector('circle'), it.querySelector('text')]"
                ".map((part) => getComputedStyle(part).fill)"
            )
            return found[0], found[1]
        finally:
            page.close()

    light, dark = colours(roots["en"]), colours(roots["ar"])
    assert light[0] != dark[0]
    assert light[1] != dark[1]
    forced = colours(roots["en"], forced_colors="active", color_scheme="dark")
    assert forced[1] == "rgb(255, 255, 255)"
    assert forced[0] not in {light[0], forced[1]}


def test_the_drawing_is_passed_over_by_the_keyboard_and_the_table_is_not(
    browser_page: Page, roots: dict[str, str]
) -> None:
    browser_page.goto(f"{roots['en']}outlook/")
    assert browser_page.locator("svg.b-calibration a[tabindex='-1']").count() == 7
    region = browser_page.get_by_role("region", name="The same as a table")
    region.focus()
    assert region.evaluate("it => it === document.activeElement")
    assert region.get_by_role("rowheader").count() == 7
