"""The look in a browser: measure, fact and analysis apart, palettes, small screens, paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from support.sites import SITE_URL, Built, config, site_from

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

PROSE = (
    "The pilots of the harbour have stayed ashore since the first of March, and the ships that "
    "would have carried flour and oil to the island wait in the roads. Nobody can say how many "
    "there are, for the council counts those over a certain size and the pilots count them all. "
)
BLOCKED = f"""
---
title: Pilots block the harbour for a third week and nobody agrees how many ships wait
date: 2024-03-20
summary: Four of six berths are closed. The council says that a deal is near.
why_it_matters: Most of the island's food comes through these berths.
key_points: [Four of six berths are closed.]
topics: [Labour]
actors: [{{name: Harbour pilots, kind: group, role: Walked out}}, {{name: Ann Other, kind: person}}]
dates: [2024-03-01: Pilots walk out]
figures:
  - {{label: Ships at anchor, value: 12, unit: ships, attributed_to: Council, as_of: 2024-03-19}}
  - {{label: Ships at anchor, value: 31000, unit: ships, attributed_to: Harbour pilots}}
  - {{label: Berths, value: 6, attributed_to: unattributed}}
implications: [{{label: Other ports watch, text: They would ask for the same., horizon: long}}]
developments: [{{label: A deal, text: It may be signed.}}]
unknowns: [How many ships wait.]
sources:
  - {{id: council, title: A statement, url: "https://council.example/a/rather/long/address/of/a/page"}}
updates: [{{date: 2024-03-25, kind: correction, text: It is four berths and not five.}}]
---
{PROSE * 3} [@council]

<details><summary>More</summary><p>What was folded away.</p></details>
"""
FORGED = """
---
title: Pilots refuse night shifts
date: 2024-03-02
summary: They stay ashore.
actors: [{name: Harbour pilots, kind: group}]
dates: [2024-03-01: Pilots walk out]
implications: [Cargo waits.]
updates: [{date: 2024-03-30, kind: retraction, text: The document was forged.}]
---
They stay ashore.
"""
THEME = {
    "with palette": "name: material, palette: {primary: teal}",
    "without palette": "name: material",
}


@pytest.fixture(scope="module")
def sites(
    tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]
) -> dict[str, str]:
    """Give the addresses of the same two briefs in two themes."""
    found = {}
    for name, theme in THEME.items():
        files = {
            "mkdocs.yml": config(theme=theme),
            "briefs/blocked.md": BLOCKED.lstrip(),
            "briefs/forged.md": FORGED.lstrip(),
        }
        built = site_from(files, tmp_path_factory.mktemp("look"))
        assert built.status == 0, built.output
        found[name] = served(built.folder)
    return found


@pytest.fixture
def open_at(browser: Browser, sites: dict[str, str]) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a page in a window of this width."""
    contexts = []

    def opened(path: str, width: int = 1360, theme: str = "with palette", **more: object) -> Page:
        values = {"viewport": {"width": width, "height": 740}, **more}
        contexts.append(browser.new_context(**values))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.goto(sites[theme] + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def style(locator: Locator, name: str) -> str:
    value = locator.first.evaluate("(e, name) => getComputedStyle(e).getPropertyValue(name)", name)
    return str(value)


LINES = """([part, fonts]) => {
    document.querySelector('.briefs').style.setProperty('--b-serif', fonts);
    const first = document.querySelector(part).firstChild;
    const range = document.createRange();
    const lines = [];
    let bottom = 0;
    for (let place = 0; place < first.length; place++) {
        range.setStart(first, place); range.setEnd(first, place + 1);
        const box = range.getBoundingClientRect();
        if (box.bottom > bottom + 5) { lines.push(0); bottom = box.bottom; }
        lines[lines.length - 1]++;
    }
    return lines.slice(0, -1);  // the last one ends where the text does
}"""
PAPER = 178 / 25.4 * 96
"""The width of the text on A4 in pixels."""


def letters(page: Page, fonts: str) -> float:
    lines = page.evaluate(LINES, [".b-body > p", fonts])
    assert len(lines) > 5
    return sum(lines) / len(lines)


FONTS = ("", "serif", "sans-serif")


@pytest.mark.parametrize(
    ("width", "least", "most"), [(2200, 60, 76), (1360, 60, 76), (1000, 60, 76), (360, 28, 50)]
)
def test_running_text_has_the_measure_of_a_column_in_any_font(
    open_at: Callable[..., Page], width: int, least: int, most: int
) -> None:
    page = open_at("briefs/blocked/", width)
    for fonts in FONTS:
        assert least <= letters(page, fonts) <= most, fonts
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_so_it_has_on_paper_and_in_a_larger_type(open_at: Callable[..., Page]) -> None:
    paper = open_at("briefs/blocked/", round(PAPER))
    paper.emulate_media(media="print")
    large = open_at("briefs/blocked/", 2200, bypass_csp=True)
    large.add_style_tag(content="html { font-size: 180%; }")
    for fonts in FONTS:
        assert 60 <= letters(paper, fonts) <= 76, fonts
        assert 60 <= letters(large, fonts) <= 76, fonts


def test_a_column_and_what_stands_in_it_are_as_wide_as_its_text(
    open_at: Callable[..., Page],
) -> None:
    page = open_at("briefs/blocked/")
    widths = [
        page.locator(part).first.evaluate("e => e.getBoundingClientRect().width")
        for part in (".b-body", ".b-glance", ".b-head h1")
    ]
    assert max(widths) - min(widths) <= 1


def test_analysis_stands_apart_by_words_rule_and_ground(open_at: Callable[..., Page]) -> None:
    page = open_at("briefs/blocked/")
    reported = page.locator("section[aria-labelledby=timeline]")
    for name in ("implications", "outlook"):
        section = page.locator(f"section[aria-labelledby={name}]")
        assert ("Analysis, not reporting" in section.inner_text()) == (name == "implications")
        assert style(section, "background-color") != style(reported, "background-color")
    rules = [
        style(page.locator(f"section[aria-labelledby={name}]"), "border-top-width")
        for name in ("timeline", "implications")
    ]
    assert float(rules[1][:-2]) > float(rules[0][:-2])
    assert "Analysis" in page.locator(".b-matters").inner_text()


@pytest.mark.parametrize("width", [1360, 360])
def test_figures_that_differ_share_one_label(open_at: Callable[..., Page], width: int) -> None:
    row = open_at("briefs/blocked/", width).locator(".b-figures .b-row")
    assert row.locator("dt").count() == 1
    assert "Sources differ" in row.locator("dt").inner_text()
    boxes = [box for one in row.locator("dd").all() if (box := one.bounding_box())]
    assert len(boxes) == 2
    if width > 1000:
        assert boxes[0]["y"] == boxes[1]["y"]
    assert "31,000" in row.inner_text()
    assert "as of 19 March 2024" in row.inner_text()


def test_the_first_screen_of_a_phone_says_what_it_is_about(open_at: Callable[..., Page]) -> None:
    page = open_at("briefs/blocked/", 360)
    for part in ("h1", ".b-standfirst", ".b-meta"):
        box = page.locator(part).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 740, part


def test_a_correction_and_a_retraction_stand_above_the_story(open_at: Callable[..., Page]) -> None:
    page = open_at("briefs/blocked/")
    notice = page.get_by_role("complementary", name="Corrections to this brief")
    assert "It is four berths" in notice.inner_text()
    assert notice.get_by_role("link", name="All changes").get_attribute("href") == "#updates"
    above = notice.bounding_box()
    glance = page.locator(".b-glance").bounding_box()
    assert above is not None
    assert glance is not None
    assert above["y"] < glance["y"]
    page = open_at("briefs/forged/")
    notice = page.get_by_role("complementary", name="Corrections to this brief")
    assert "retracted" in notice.inner_text()
    assert float(style(notice, "border-top-width")[:-2]) >= 3
    listed = open_at("briefs/").locator(".b-stream li", has_text="night shifts")
    assert "Retracted" in listed.inner_text()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(
    "path", ["", "briefs/", "briefs/blocked/", "actors/", "outlook/", "topics/labour/"]
)
def test_small_screens_have_room_to_tap_and_no_sideways_scrolling(
    open_at: Callable[..., Page], path: str, *, scripts: bool
) -> None:
    page = open_at(path, 320, java_script_enabled=scripts)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = """all => all.filter(e => e.offsetParent && e.getBoundingClientRect().height < 24)
        .map(e => e.outerHTML)"""
    alone = ".b-crumbs a, .b-chip > a, a.b-chip, .b-face__name a, .b-jump a, .b-pager a"
    assert page.locator(alone).evaluate_all(small) == []


CONTRAST = """e => {
    const light = colour => {
        const canvas = document.createElement('canvas').getContext('2d');
        canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(v => v / 255)
            .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const pair = [light(getComputedStyle(e).color), light(getComputedStyle(document.body).backgroundColor)];
    return (Math.max(...pair) + .05) / (Math.min(...pair) + .05);
}"""
READ = (".b-eyebrow a", ".b-legend", ".b-meta", ".b-standfirst", ".b-update--correction")


def test_words_are_readable_in_every_palette(open_at: Callable[..., Page]) -> None:
    page = open_at("briefs/blocked/", bypass_csp=True)
    page.add_style_tag(content="* { transition: none !important; }")  # colours fade in this theme
    for scheme in ("default", "slate"):
        for primary in ("teal", "yellow", "lime", "deep-purple", "indigo", "white", "black"):
            page.evaluate(
                "([s, p]) => { document.body.dataset.mdColorScheme = s;"
                " document.body.dataset.mdColorPrimary = p; }",
                [scheme, primary],
            )
            for part in READ:
                ratio = page.locator(part).first.evaluate(CONTRAST)
                assert ratio >= 4.5, (scheme, primary, part)


def test_words_are_readable_without_a_palette(open_at: Callable[..., Page]) -> None:
    page = open_at("briefs/blocked/", theme="without palette")
    for part in READ:
        assert page.locator(part).first.evaluate(CONTRAST) >= 4.5, part


def test_links_take_the_colour_of_the_palette(open_at: Callable[..., Page]) -> None:
    found = {
        style(open_at("briefs/blocked/", theme=theme).locator(".b-eyebrow a"), "color")
        for theme in THEME
    }
    assert len(found) == 2


def test_paper_holds_the_text_and_its_sources_and_nothing_to_click(
    open_at: Callable[..., Page],
) -> None:
    page = open_at("briefs/blocked/", 700, color_scheme="dark")
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    for gone in (".md-header", ".md-sidebar", ".b-crumbs", ".b-pager", ".md-footer"):
        assert not page.locator(gone).first.is_visible(), gone
    line = page.locator(".b-printed")
    assert line.is_visible()
    assert line.inner_text().endswith(f"{SITE_URL}briefs/blocked/")
    source = page.locator(".b-sources a.b-source")
    content = source.evaluate("e => getComputedStyle(e, '::after').content")
    assert "attr(href)" in content or "https://council.example/" in content
    assert page.get_by_text("What was folded away.").is_visible()
    # Colours fade in this theme.
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator(".b-body p").first).to_have_css("color", "rgb(0, 0, 0)")
    assert (
        style(page.locator("section[aria-labelledby=implications]"), "border-inline-start-style")
        == "double"
    )
    assert style(page.locator(".b-item"), "break-inside") == "avoid"


def test_the_cheat_sheet_fits_on_one_page_of_paper(
    browser_page: Page, served: Callable[[Path], str], sample: Built
) -> None:
    browser_page.goto(f"{served(sample.folder)}reference/cheat-sheet/")
    for paper in ("A4", "Letter"):
        printed = browser_page.pdf(format=paper, prefer_css_page_size=False)
        assert printed.count(b"/Type /Page") - printed.count(b"/Type /Pages") == 1, paper
