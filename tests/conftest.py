"""Fixtures for tests of every room."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from support.browser import ARGUMENTS, HOW_TO, find_browser
from support.serve import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# A slow machine is no failure, and a run that fails for one person must fail for all: searching for
# new examples is the work of `make fuzz`.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("soak", deadline=None, max_examples=5_000)
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def collector() -> None:
    """Give back to the collector what a command in this process took out of its sight.

    Hypothesis asks it, under Python 3.14, whether its source of chance is held by anything.
    """
    gc.unfreeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in a line of each kind what was left out."""
    reports = terminalreporter.stats.get("skipped", ())
    for reason, number in Counter(report.longrepr[2] for report in reports).items():
        told = reason.removeprefix("Skipped: ")
        terminalreporter.write_line(f"Left out: {number} ({told})", yellow=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give the machine's Chromium; without one the tests that ask for it fail, in one line."""
    from playwright.sync_api import sync_playwright

    program = find_browser()
    if program is None:
        pytest.fail(HOW_TO, pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        try:
            yield chromium
        finally:
            chromium.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """Give an empty page in a context of its own: no cookies, no storage of another test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Path], str]]:
    """Give a function from a built site's folder to its address under /explainers/."""
    addresses: dict[Path, str] = {}
    with ExitStack() as stack:

        def address(folder: Path) -> str:
            if folder not in addresses:
                addresses[folder] = stack.enter_context(serve(folder))
            return addresses[folder]

        yield address
