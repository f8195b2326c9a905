"""A site in a browser: walked by mouse, by keyboard, on a small screen, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

import mkdocs_briefs
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.render.inline import InlineLinks
from mkdocs_briefs.render.templates import Renderer
from support.sample import KINDS
from support.sites import Built
from support.views import VIEWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

THEME = Path(mkdocs_briefs.__file__).parent / "theme"
NO_LINKS = InlineLinks(resolve=lambda *_: None, cite=lambda _: None, md_link=lambda _: None)
BRIEF = "briefs/talks-begin/"
SECTIONS = {
    BRIEF: (
        *("involved", "timeline", "implications", "outlook", "advice", "unknowns", "sources"),
        *("methodology", "related"),
    ),
    "briefs/harbour-pilots-walk-out/": ("mentioned-in",),
}


@pytest.fixture(scope="module")
def root(story: Built, served: Callable[[Path], str]) -> str:
    return served(story.folder)


class Watch:
    """Notes what a page says and asks for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.begin()
        page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda asked: self.hosts.add(urlsplit(asked.url).netloc))
        page.on("requestfailed", lambda asked: self.failed.append(asked.url))
        page.on("response", lambda got: got.status >= 400 and self.failed.append(got.url))

    def begin(self) -> None:
        """Forget what was noted."""
        self.errors: list[str] = []
        self.hosts: set[str] = set()
        self.failed: list[str] = []


# One tab for all tests that only look at pages: a new one takes longer than they do.


WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def seen(browser: Browser) -> Iterator[Watch]:
    context = browser.new_context(locale="en-GB")
    yield Watch(context.new_page())
    context.close()


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    """Give a page in which no script runs."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


def heading(page: Page) -> str:
    return page.locator("article h1").inner_text()


def test_a_reader_walks_from_brief_to_actor_to_timeline_and_back(
    browser_page: Page, root: str
) -> None:
    page = browser_page
    page.goto(root)
    page.locator("article").get_by_role("link", name=re.compile("Talks begin")).first.click()
    page.wait_for_url(f"{root}{BRIEF}")
    title = heading(page)

    involved = page.get_by_role("region", name="Who is involved")
    involved.get_by_role("link", name="Harbour pilots", exact=True).click()
    page.wait_for_url(f"{root}actors/pilots/")
    assert heading(page) == "Harbour pilots"

    events = page.get_by_role("region", name="Timeline").get_by_role("listitem")
    event = events.filter(has_text="The walk-out begins")
    event.get_by_role("link", name="Permanent link").click()
    page.wait_for_url(re.compile(r"/timeline/.*#"))
    target = page.locator(":target")
    assert target.count() == 1
    assert target.is_visible()

    target.get_by_role("link", name=title).click()
    page.wait_for_url(f"{root}{BRIEF}")
    assert heading(page) == title


def test_breadcrumbs_and_neighbours_lead_on(browser_page: Page, root: str) -> None:
    page = browser_page
    page.goto(f"{root}{BRIEF}")
    page.get_by_role("navigation", name="Previous and next").get_by_role("link").first.click()
    page.wait_for_url(lambda url: "/briefs/" in url and BRIEF not in url)
    page.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name="Briefs").click()
    page.wait_for_url(f"{root}briefs/")


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.getAttribute('href') || ''")


def test_the_keyboard_alone_reaches_the_content(browser_page: Page, root: str) -> None:
    page = browser_page
    page.goto(f"{root}{BRIEF}")
    page.keyboard.press("Tab")
    skip = focused(page)
    assert skip.startswith("#")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == skip
    target = page.locator(f"[id='{skip[1:]}']")
    assert target.is_visible()
    page.keyboard.press("Tab")
    # What has the focus now stands in the article, past header and navigation.
    assert page.evaluate("!!document.activeElement.closest('article')")


def test_the_keyboard_alone_follows_a_link(browser_page: Page, root: str) -> None:
    page = browser_page
    page.goto(f"{root}{BRIEF}")
    for _ in range(80):
        page.keyboard.press("Tab")
        if focused(page).endswith("actors/mayor/"):
            break
    else:
        pytest.fail("no link to the actor gets the focus")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{root}actors/mayor/")
    assert heading(page) == "Mira Okafor"


@pytest.mark.parametrize("path", SECTIONS)
def test_a_brief_reads_whole_without_scripts(plain: Page, root: str, path: str) -> None:
    plain.goto(root + path)
    assert plain.locator("article h1").is_visible()
    for name in SECTIONS[path]:
        section = plain.locator(f"article [aria-labelledby='{name}']")
        assert section.is_visible(), name
        assert len(section.inner_text()) > 20, name
    hidden = plain.locator("article details:not([open]):not(.b-citation):not(.b-fold)")
    assert hidden.count() == 0
    for fold in plain.locator("article .b-fold").all():
        title = fold.locator("> summary").text_content()
        assert title
        assert len((fold.text_content() or "").strip()) > len(title.strip())


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_scrolls_sideways_on_the_smallest_screen_without_scripts(
    plain: Page, addresses: Callable[[str], list[str]], kind: str
) -> None:
    plain.set_viewport_size(NARROW)
    for address in addresses(kind):
        plain.goto(address)
        assert scroll_width(plain) <= NARROW["width"], address


def scroll_width(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_nobody_else_reports_no_error_and_fits_the_smallest_screen(
    seen: Watch, addresses: Callable[[str], list[str]], kind: str
) -> None:
    for address in addresses(kind):
        seen.begin()
        seen.page.set_viewport_size(WIDE)
        answer = seen.page.goto(address, wait_until="networkidle")
        assert answer
        assert answer.status == 200
        seen.page.set_viewport_size(NARROW)
        assert scroll_width(seen.page) <= NARROW["width"], address
        assert seen.errors == []
        assert seen.failed == []
        assert seen.hosts == {urlsplit(address).netloc}


def test_the_search_finds_a_brief(browser_page: Page, root: str) -> None:
    page = browser_page
    seen = Watch(page)
    page.goto(root)
    page.keyboard.press("/")
    page.get_by_role("dialog", name="Search").wait_for()
    page.keyboard.type("Talks begin in Lowhaven")
    result = page.locator("dialog .b-hit__title[href*='briefs/talks-begin']")
    result.wait_for()
    result.click()
    page.wait_for_url(re.compile(f"/{BRIEF}"))
    assert seen.errors == []
    assert seen.hosts == {urlsplit(root).netloc}


def test_an_old_address_leads_to_the_same_part_of_the_page(browser_page: Page, root: str) -> None:
    moved = replace(VIEWS["redirect"][0](), path="old/talks/", target=Link("Talks", BRIEF))
    html = str(Renderer([THEME], lambda _slug, _page: NO_LINKS).fragment(moved))
    browser_page.route(
        "**/old/talks/", lambda route: route.fulfill(body=html, content_type="text/html")
    )
    browser_page.goto(f"{root}old/talks/#timeline")
    browser_page.wait_for_url(f"{root}{BRIEF}#timeline")
