from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


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
