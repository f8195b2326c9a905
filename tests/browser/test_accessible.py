"""axe finds nothing against WCAG 2.2 AA, on any kind of page, in light and in dark, wide and narrow.

What it cannot see is tried elsewhere: keyboards in `test_shell`, reading without scripts in
`test_walk`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.outlook import FILES
from support.sample import KINDS
from support.sites import TODAY, Built, config, site_from

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Serve = Callable[[Path], str]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = """tags => {
  document.querySelectorAll("li:nth-of-type(n+5), tr:nth-of-type(n+5)").forEach(row => row.remove());
  const name = it => `${it.tagName}.${it.getAttribute("class")}`;
  const seen = {};
  for (const row of document.querySelectorAll("li, tr, p")) {
    const around = [];
    for (let it = row; it; it = it.parentElement) around.push(name(it));
    const key = [...around, "|", ...new Set([...row.querySelectorAll("*")].map(name))].join(" ");
    seen[key] = (seen[key] ?? 0) + 1;
    if (seen[key] > 2) row.remove();
  }
  return axe.run({runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], elementRef: false, preload: false});
}"""
"""Of rows and paragraphs of one make the first are judged: axe takes a second for four hundred elements."""
WIDTHS = {"light": 1280, "dark": 360}
"""A scheme and a width at once. The first page of a kind is judged in both, each further one in one."""
OTHERS = ("404.html", "manual/", "reference/commands/", "contributing/code-map/", "accessibility/")
LATE = {"search", "explore", "implications", "outlook", "timeline"}
"""Pages whose scripts add controls once they have fetched their words."""


@pytest.fixture(scope="module")
def tabs(browser: Browser) -> Iterator[dict[str, Page]]:
    """Give a tab for each scheme, for one page after the other: a new one takes longer than axe."""
    with ExitStack() as stack:
        found = {}
        for scheme, width in WIDTHS.items():
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            stack.callback(context.close)
            found[scheme] = context.new_page()
        yield found


def faults(tab: Page, address: str) -> list[str]:
    tab.goto(address)
    if address.rstrip("/").rpartition("/")[2] in LATE:
        tab.wait_for_load_state("networkidle")
    tab.evaluate(AXE)
    found: dict[str, Any] = tab.evaluate(RUN, RULES)
    return [
        f"{one['id']}: {node['target']} {node['html'][:120]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind(
    tabs: dict[str, Page], addresses: Callable[[str], list[str]], kind: str, scheme: str
) -> None:
    first, *others = addresses(kind)
    for address in (first, *others[[*WIDTHS].index(scheme) :: len(WIDTHS)]):
        assert faults(tabs[scheme], address) == [], address


@pytest.mark.parametrize("scheme", WIDTHS)
@pytest.mark.parametrize("path", OTHERS)
def test_a_page_beside_the_briefs(
    tabs: dict[str, Page], sample: Built, served: Serve, path: str, scheme: str
) -> None:
    assert faults(tabs[scheme], served(sample.folder) + path) == []


def test_the_drawing_of_the_data_flow_can_be_read_on_a_small_screen(
    browser: Browser, sample: Built, served: Serve
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    try:
        page = context.new_page()
        page.goto(f"{served(sample.folder)}contributing/code-map/")
        drawing = page.locator("figure svg")
        texts = drawing.locator("text").evaluate_all(
            """texts => texts.map(it => [it.getBBox().x, it.getBBox().x + it.getBBox().width])"""
        )
        width = drawing.evaluate("it => it.viewBox.baseVal.width")
        shown = drawing.evaluate(
            "it => it.getBoundingClientRect().width / it.viewBox.baseVal.width"
        )
    finally:
        context.close()
    assert len(texts) > 20
    assert all(0 <= left < right <= width for left, right in texts)
    assert 12 * shown > 11  # pixels, of the smallest letters


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory, served: Serve) -> str:
    theme = "name: material, language: ar, palette: {scheme: slate}"
    own = config(theme=theme, briefs=f"today: {TODAY}, ignore: [B202]")
    site = site_from(FILES | {"mkdocs.yml": own}, tmp_path_factory.mktemp("scored"))
    assert site.status == 0, site.output
    return served(site.folder)


@pytest.mark.parametrize("path", ["outlook/", "topics/trade/", "timeline/"])
def test_a_page_with_scores_from_right_to_left(
    tabs: dict[str, Page], arabic: str, path: str
) -> None:
    assert faults(tabs["dark"], arabic + path) == []
