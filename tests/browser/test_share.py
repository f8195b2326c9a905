"""Copying in a browser: citations, and the addresses of parts of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.patience import wait_for
from support.sites import Built

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = "briefs/talks-begin/"


@pytest.fixture(scope="module")
def root(story: Built, served: Callable[[Path], str]) -> str:
    return served(story.folder)


@pytest.fixture
def page(browser: Browser, root: str) -> Iterator[Page]:
    """Give the page of a brief whose reader lets it copy."""
    context = browser.new_context(
        locale="en-GB", permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(root + PAGE)
    yield page
    context.close()


def clipboard(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def said(page: Page, words: str) -> None:
    page.get_by_role("status").filter(has_text=words).wait_for()


def test_the_link_at_the_head_opens_the_box(page: Page) -> None:
    box = page.locator("details.b-citation")
    assert box.get_attribute("open") is None
    page.get_by_role("link", name="Cite", exact=True).click()
    box.locator("pre").first.wait_for()
    wait_for(lambda: box.evaluate("it => it.getBoundingClientRect().top < 500"))


@pytest.mark.parametrize(
    ("form", "start"), [("Text", "Ada Writer"), ("BibTeX", "@misc{"), ("CSL-JSON", "[")]
)
def test_a_button_copies_a_form_and_says_so(page: Page, form: str, start: str) -> None:
    page.locator("details.b-citation summary").focus()
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name=f"Copy: {form}")
    button.focus()
    page.keyboard.press("Enter")
    said(page, "Copied")
    assert clipboard(page).startswith(start)
    assert clipboard(page) in page.locator(".b-citation pre").all_text_contents()


def test_the_mark_of_an_item_shows_for_the_keyboard_copies_and_leads_there(page: Page) -> None:
    mark = page.locator("#precedent + .b-perma")
    assert mark.evaluate("it => getComputedStyle(it).opacity") == "0"
    page.locator("#precedent").hover()
    wait_for(lambda: mark.evaluate("it => getComputedStyle(it).opacity") == "1")
    mark.focus()
    page.keyboard.press("Enter")
    said(page, "Link copied")
    assert clipboard(page) == page.url
    assert page.url.endswith(f"{PAGE}#precedent")


def test_marks_are_there_to_tap(browser: Browser, root: str) -> None:
    context = browser.new_context(
        has_touch=True, is_mobile=True, viewport={"width": 360, "height": 640}
    )
    page = context.new_page()
    page.goto(root + PAGE)
    marks = page.locator(".b-item .b-perma")
    assert marks.count() > 2
    for mark in marks.all()[:3]:
        assert mark.evaluate("it => getComputedStyle(it).opacity") == "1"
        box = mark.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
    context.close()


def test_where_copying_is_refused_the_text_is_selected(browser: Browser, root: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto(root + PAGE)
    page.locator("details.b-citation summary").click()
    page.get_by_role("button", name="Copy: BibTeX").click()
    said(page, "does not allow copying")
    assert page.evaluate("getSelection().toString()").startswith("@misc{")
    context.close()


def test_without_scripts_the_box_opens_and_has_no_dead_button(browser: Browser, root: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(root + PAGE)
    page.get_by_role("link", name="Cite", exact=True).click()
    assert page.locator(".b-citation pre").count() == 3
    assert page.locator(".b-citation pre").first.is_visible()
    assert page.locator(".b-citation button").count() == 0
    context.close()


def test_only_the_line_of_text_is_printed(page: Page) -> None:
    line = page.locator(".b-citation-printed")
    assert not line.is_visible()
    page.emulate_media(media="print")
    assert line.is_visible()
    assert not page.locator("details.b-citation").is_visible()
