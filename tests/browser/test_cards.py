"""The small card behind a link: by pointer, by keyboard, by finger, and never before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.sites import TODAY, config, site_from

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

FILES = {
    "mkdocs.yml": config(briefs=f"today: {TODAY}, ignore: [B202]"),
    "briefs/actors.yml": """
iran: {name: Iran, kind: state, aliases: [إيران], description: A state on the Gulf.}
haliva: {name: Aharon Haliva, kind: person, description: Headed military intelligence.}
""",
    "briefs/topics.yml": "gulf: {name: The Gulf, description: What happens there.}\n",
    "briefs/2024-04-22-resigns.md": """---
title: The chief resigns
date: 2024-04-22
summary: He is the first to go.
actors: [{haliva: Resigned}]
dates: [{date: 2024-04-22, event: He resigns, sources: [letter]}]
topics: [gulf]
sources:
  - {id: letter, title: The letter of resignation, url: "https://example.org/letter"}
---

The first to go was Aharon Haliva, after what [[attack|an attack]] had shown [@letter].

Iran had nothing to do with it, says [[gulf|the region]], see [[resigns#sources|below]].
""",
    "briefs/2024-04-20-attack.md": """---
title: The attack
date: 2024-04-20
summary: Hundreds came at night.
actors: [{iran: Denied it}]
updates: [{date: 2024-04-21, kind: correction, text: It was night.}]
---

Nothing more is known of Iran.
""",
    "briefs/2024-04-21-arabic.md": """---
title: الهجوم
date: 2024-04-21
lang: ar
summary: ماذا حدث
actors: [iran]
---

قالت إيران إنها لم تفعل ذلك.
""",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> str:
    built = site_from(FILES, tmp_path_factory.mktemp("cards"))
    assert built.status == 0, built.output
    return served(built.folder)


class Notes:
    """What a page asked for and complained of."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda asked: self.asked.append(asked.url))
        page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def files(self) -> list[str]:
        """The files of cards."""
        return [url for url in self.asked if "/cards/" in url]


@pytest.fixture
def page(browser_page: Page, root: str) -> Iterator[Page]:
    notes = Notes(browser_page)
    browser_page.goto(f"{root}briefs/resigns/")
    assert not [url for url in notes.asked if "cards" in url]
    browser_page.notes = notes  # type: ignore[attr-defined]
    yield browser_page
    assert notes.errors == []


@pytest.fixture
def touched(browser: Browser, root: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give the brief on a screen that is touched, 360 pixels wide unless a test says more."""
    context = browser.new_context(
        viewport={"width": getattr(request, "param", 360), "height": 640},
        has_touch=True,
        locale="en-GB",
    )
    page = context.new_page()
    notes = Notes(page)
    page.goto(f"{root}briefs/resigns/")
    yield page
    assert notes.errors == []
    context.close()


def card(page: Page) -> Locator:
    return page.locator(".b-card")


def mention(page: Page) -> Locator:
    return page.locator(".b-body a.actor").first


def away(page: Page) -> None:
    page.mouse.move(2, 2)


WATCH = """() => {
  window.seen = [];
  const note = (what) => window.seen.push([what, performance.now()]);
  document.addEventListener("pointerover", ({target}) =>
    note(target.closest("a.actor") ? "met" : "left"), true);
  new MutationObserver((changes) => {
    for (const {addedNodes, removedNodes} of changes) {
      if ([...addedNodes].some((it) => it.className === "b-card")) note("shown");
      if ([...removedNodes].some((it) => it.className === "b-card")) note("gone");
    }
  }).observe(document.body, {childList: true, subtree: true});
}"""


def time_of(page: Page, what: str) -> float:
    """When this happened last, in milliseconds."""
    return max(at for name, at in page.evaluate("window.seen") if name == what)


def test_a_pointer_that_rests_on_a_mention_shows_who_it_is(page: Page) -> None:
    page.evaluate(WATCH)
    mention(page).hover()
    card(page).wait_for()
    assert time_of(page, "shown") - time_of(page, "met") >= 240
    assert card(page).get_attribute("role") == "tooltip"
    said = card(page).inner_text()
    for words in (
        "Person · 1 brief",
        "Aharon Haliva",
        "Headed military",
        "22 April 2024: Resigned",
    ):
        assert words in said
    described = mention(page).get_attribute("aria-describedby")
    assert page.locator(f"#{described}").count() == 1
    assert len(page.notes.files()) == 1  # type: ignore[attr-defined]

    away(page)
    card(page).wait_for(state="detached")
    assert time_of(page, "gone") - time_of(page, "left") >= 190
    assert mention(page).get_attribute("aria-describedby") is None

    mention(page).hover()
    card(page).wait_for()
    assert len(page.notes.files()) == 1  # type: ignore[attr-defined]


@pytest.fixture
def stop(page: Page) -> Callable[[], None]:
    """Give a function that stops the page's clock: on a busy machine a hand is too slow for it."""
    page.clock.install(time=0)
    page.reload()
    return lambda: page.clock.pause_at(3600)


def test_a_pointer_that_passes_by_fetches_nothing(page: Page, stop: Callable[[], None]) -> None:
    stop()
    box = mention(page).bounding_box()
    assert box
    with page.expect_request_finished(lambda asked: asked.url.endswith("/cards.js")):
        page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.clock.run_for(200)
    away(page)
    page.clock.run_for(1000)
    assert card(page).count() == 0
    assert page.notes.files() == []  # type: ignore[attr-defined]


def test_the_card_can_be_pointed_at_and_left(page: Page, stop: Callable[[], None]) -> None:
    mention(page).hover()
    card(page).wait_for()
    box = card(page).bounding_box()
    assert box
    stop()
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=4)
    page.clock.run_for(1000)
    assert card(page).is_visible()
    away(page)
    page.clock.run_for(1000)
    card(page).wait_for(state="detached")


def test_escape_closes_what_the_pointer_opened_until_it_comes_back(page: Page) -> None:
    mention(page).hover()
    card(page).wait_for()
    page.keyboard.press("Escape")
    assert card(page).count() == 0
    box = mention(page).bounding_box()
    assert box
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.wait_for_timeout(400)
    assert card(page).count() == 0
    away(page)
    mention(page).hover()
    card(page).wait_for()


def test_the_keyboard_opens_closes_and_goes_on(page: Page) -> None:
    page.locator(".b-body").evaluate(
        "body => { body.tabIndex = -1; body.focus() }",
    )
    page.keyboard.press("Tab")
    assert mention(page).evaluate("link => link === document.activeElement")
    card(page).wait_for()
    assert "Aharon Haliva" in card(page).inner_text()
    page.keyboard.press("Escape")
    assert card(page).count() == 0
    assert mention(page).evaluate("link => link === document.activeElement")
    page.keyboard.press("Tab")
    card(page).wait_for()
    assert "Corrected on 21 April 2024" in card(page).inner_text()
    assert "20 April 2024" in card(page).inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/briefs/attack/"))


def test_a_citation_shows_its_source_without_asking_anybody(page: Page) -> None:
    before = page.evaluate("document.querySelectorAll('[id]').length")
    page.locator(".b-body .cite a, .b-body .b-cite a").first.hover()
    card(page).wait_for()
    assert "Source 1" in card(page).inner_text()
    assert card(page).get_attribute("aria-label") == "Source 1"
    link = card(page).get_by_role("link", name="The letter of resignation")
    assert link.get_attribute("href") == "https://example.org/letter"
    assert page.notes.files() == []  # type: ignore[attr-defined]
    assert page.evaluate("document.querySelectorAll('[id]').length") == before + 1
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(it => it.id)")
    assert len(ids) == len(set(ids))


def test_the_keyboard_goes_from_a_citation_into_its_source(page: Page) -> None:
    mark = page.locator(".b-body .cite a, .b-body .b-cite a").first
    mark.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    card(page).wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.b-card')")
    page.keyboard.press("Tab")
    card(page).wait_for(state="detached")


def test_navigation_and_what_says_the_same_already_has_no_card(page: Page) -> None:
    for where in (".b-crumbs a", ".b-face a", ".b-body a[href$='#sources']", ".b-source"):
        page.locator(where).first.hover()
        page.wait_for_timeout(350)
        assert card(page).count() == 0, where


def test_a_click_of_a_mouse_follows_the_link_at_once(page: Page, root: str) -> None:
    mention(page).hover()
    card(page).wait_for()
    mention(page).click()
    page.wait_for_url(f"{root}actors/haliva/")


@pytest.mark.parametrize("touched", [360, 900], indirect=True)
def test_a_first_tap_shows_and_a_second_follows(touched: Page, root: str) -> None:
    mention(touched).tap()
    card(touched).wait_for()
    touched.wait_for_timeout(300)
    assert touched.url == f"{root}briefs/resigns/"
    assert card(touched).get_attribute("role") == "dialog"
    way = card(touched).get_by_role("link", name="Open the page")
    assert way.get_attribute("href") == f"{root}actors/haliva/"
    box, width = card(touched).bounding_box(), touched.evaluate("innerWidth")
    assert box
    if width < 480:
        assert (box["x"], box["width"]) == (0, width)
        assert box["y"] + box["height"] == pytest.approx(640, abs=1)
    mention(touched).tap()
    touched.wait_for_url(f"{root}actors/haliva/")


def test_a_tap_elsewhere_closes_and_scrolling_does_not(touched: Page) -> None:
    mention(touched).tap()
    card(touched).wait_for()
    touched.mouse.wheel(0, 40)
    touched.wait_for_timeout(100)
    assert card(touched).is_visible()
    touched.locator("h1").tap()
    card(touched).wait_for(state="detached")


def test_the_sheet_leads_on_and_closes(touched: Page, root: str) -> None:
    mention(touched).tap()
    card(touched).get_by_role("button", name="Close").tap()
    card(touched).wait_for(state="detached")
    mention(touched).tap()
    card(touched).get_by_role("link", name="Open the page").tap()
    touched.wait_for_url(f"{root}actors/haliva/")


def test_a_tap_on_a_citation_shows_the_source(touched: Page) -> None:
    touched.locator(".b-body .cite a, .b-body .b-cite a").first.tap()
    card(touched).wait_for()
    assert "The letter of resignation" in card(touched).inner_text()
    card(touched).get_by_role("link", name="Go to the list of sources").tap()
    assert touched.evaluate("location.hash").startswith("#source")


def test_a_tap_on_a_place_of_the_same_page_goes_there(touched: Page) -> None:
    touched.locator(".b-body a[href$='#sources']").tap()
    touched.wait_for_url(re.compile("#sources$"))
    assert card(touched).count() == 0


def test_a_tap_outside_running_text_follows_at_once(touched: Page, root: str) -> None:
    touched.locator(".b-face a").first.tap()
    touched.wait_for_url(f"{root}actors/haliva/")


def test_without_its_file_a_tap_follows_the_link(touched: Page, root: str) -> None:
    touched.route("**/cards/*.json", lambda route: route.fulfill(status=200, body="{}"))
    mention(touched).tap()
    touched.wait_for_url(f"{root}actors/haliva/")


@pytest.mark.parametrize("path", ["briefs/resigns/", "briefs/arabic/"])
def test_the_card_stands_within_the_window(browser_page: Page, root: str, path: str) -> None:
    page = browser_page
    page.goto(root + path)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 480})
        for link in page.locator(".b-body a.actor").all():
            link.hover()
            card(page).wait_for()
            check_place(page, link, width)
            page.keyboard.press("Escape")
            away(page)


def check_place(page: Page, link: Locator, width: int) -> None:
    box, line = card(page).bounding_box(), link.bounding_box()
    assert box
    assert line
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 480
    top, bottom = box["y"], box["y"] + box["height"]
    lines = link.evaluate("it => [...it.getClientRects()].map(({top, bottom}) => [top, bottom])")
    assert any(
        top == pytest.approx(low, abs=2) or bottom == pytest.approx(high, abs=2)
        for high, low in lines
    )
    if "arabic" in page.url:
        assert card(page).evaluate("it => getComputedStyle(it).direction") == "rtl"
        if width > 320:
            assert line["x"] + line["width"] == pytest.approx(box["x"] + box["width"], abs=1)


def test_where_motion_is_unwelcome_nothing_moves(browser: Browser, root: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{root}briefs/resigns/")
    mention(page).hover()
    card(page).wait_for()
    assert card(page).evaluate("it => getComputedStyle(it).animationName") == "none"
    context.close()
