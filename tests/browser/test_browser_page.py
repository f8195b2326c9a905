from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def test_a_served_page_opens_and_runs_its_script(
    browser_page: Page, served: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>plain</title><h1>Hello</h1>"
        "<script>document.title = document.querySelector('h1').textContent</script>"
    )
    answer = browser_page.goto(served(tmp_path))
    assert answer is not None
    assert answer.status == 200
    assert browser_page.title() == "Hello"
    assert browser_page.url.endswith("/explainers/")


def test_a_page_knows_nothing_of_the_test_before(
    browser: Browser, served: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<title>Hello</title>", encoding="utf-8")
    heard: list[str] = []
    first = browser.new_context(viewport={"width": 400, "height": 300}, color_scheme="dark")
    page = first.new_page()
    page.on("request", lambda asked: heard.append(asked.url))
    page.goto(served(tmp_path))
    page.evaluate(
        """() => {
          document.cookie = "a=1"; localStorage.a = 1; sessionStorage.a = 1;
          addEventListener("pagehide", () => { localStorage.b = 2; });
        }"""
    )
    page.emulate_media(media="print")
    first.new_page()
    first.close()
    noted = len(heard)

    second = browser.new_context()
    assert second is first
    assert len(second.pages) == 1
    page = second.new_page()
    page.goto(served(tmp_path))
    assert page.evaluate(
        """[document.cookie, localStorage.length, sessionStorage.length, innerWidth,
        matchMedia("print").matches, matchMedia("(prefers-color-scheme: dark)").matches]"""
    ) == ["", 0, 0, 1280, False, False]
    assert len(heard) == noted
    second.close()


@pytest.mark.parametrize("lasting", ["script", "clock", "route"])
def test_a_page_that_cannot_be_emptied_is_used_once(browser: Browser, lasting: str) -> None:
    first = browser.new_context()
    page = first.new_page()
    if lasting == "script":
        page.add_init_script("1")
    elif lasting == "clock":
        page.clock.set_fixed_time(0)
    else:
        page.route("**/x", lambda route: route.abort())
    first.close()
    second = browser.new_context()
    assert second is not first
    second.close()
