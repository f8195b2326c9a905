"""Fixtures for tests of every room."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from support.browser import ARGUMENTS, HOW_TO, find_browser
from support.engine import memory
from support.patience import PATIENCE
from support.sample import sample_of
from support.serve import serve
from support.sites import Built, site_from
from support.soak import EXAMPLES, SOAK, THOROUGH
from support.story import BARE, STORY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Tests start some hundred programs. Each would compile the package anew where nothing compiled is kept.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A slow machine is no failure, and a run that fails for one person must fail for all: searching for
# new examples is the work of `make soak` and `make fuzz`.
slow = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("suite", **slow, derandomize=True, max_examples=EXAMPLES)
settings.register_profile("thorough", **slow, max_examples=THOROUGH)
settings.load_profile("thorough" if SOAK else "suite")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let tests write into memory where there is room: the hundreds of files of a site cost a disk more than their making.

    `--basetemp` names a folder that stays.
    """
    folder = memory()
    if folder and config.option.basetemp is None and not hasattr(config, "workerinput"):
        config.option.basetemp = tempfile.mkdtemp(prefix="briefs-tests-", dir=folder)
        config.add_cleanup(partial(shutil.rmtree, config.option.basetemp, ignore_errors=True))


FOLDERS = ("e2e", "contract", "browser", "packaging", "unit")
"""Those with the longest files come first, so that all workers end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put tests in the order of `FOLDERS`."""
    here = Path(__file__).parent
    items.sort(key=lambda item: FOLDERS.index(item.path.relative_to(here).parts[0]))


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
    from playwright.sync_api import expect, sync_playwright

    from support.tabs import Tabs

    program = find_browser()
    if program is None:
        pytest.fail(HOW_TO, pytrace=False)
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, args=list(ARGUMENTS), timeout=PATIENCE * 1000
        )
        tabs = Tabs(chromium)
        chromium.new_context = tabs.context  # type: ignore[method-assign]
        chromium.new_page = lambda **options: tabs.context(**options).new_page()  # type: ignore[method-assign]
        try:
            yield chromium
        finally:
            chromium.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """Give an empty page: no cookies, no storage, no listeners of another test."""
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


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Built]:
    """Give `make(files, host)`, which builds a new site of these texts. Texts may be indented."""

    def built(files: Mapping[str, str | bytes], host: str = "mkdocs") -> Built:
        plain = {
            name: textwrap.dedent(text).lstrip("\n") if isinstance(text, str) else text
            for name, text in files.items()
        }
        return site_from(plain, tmp_path_factory.mktemp("site"), host)

    return built


@pytest.fixture(scope="session")
def story(make: Callable[..., Built]) -> Built:
    """Give a site of three briefs that have actors, events, a storyline and topics between them."""
    site = make(STORY)
    assert site.status == 0, site.output
    return site


@pytest.fixture(scope="session")
def bare(make: Callable[..., Built]) -> Built:
    """Give a site of one brief, with an event that has no date and nothing to list elsewhere."""
    site = make(BARE)
    assert site.status == 0, site.output
    return site


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """Give `samples(host)`, this repository's own site. Each host builds it once for all workers."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    return cache(lambda host: sample_of(shared, host))


@pytest.fixture(scope="session")
def sample(samples: Callable[[str], Built]) -> Built:
    """Give this repository's own site, as MkDocs builds it."""
    site = samples("mkdocs")
    assert site.status == 0, site.output
    return site
