"""The frame of a page under its policy: drawer, tabs, search, palette, by keyboard and by mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.patience import wait_for
from support.sites import Built, site_from

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CONFIG = """
site_name: The Harbour
site_url: https://news.example/explainers/
theme:
  name: material
  font: false
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default, toggle: {icon: material/weather-night, name: Dark}}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, toggle: {icon: material/weather-sunny, name: Light}}
  features: [navigation.tabs, navigation.top, content.code.copy, search.suggest]
plugins:
  - search
  - briefs: {today: 2024-06-01, content_security_policy: site, search: SEARCH}
markdown_extensions: [tables, pymdownx.superfences]
nav:
  - index.md
  - Harbour: [piers.md, Ships: [tugs.md, ferries.md]]
"""
WIDE = (
    "| " + " | ".join(f"quite a long heading {n}" for n in range(9)) + " |\n" + "|:--" * 9 + "|\n"
)
TEXT = f"# NAME\n\n## Table of tugs\n\n{WIDE}\n## Code\n\n```py\nprint('tug')  # comment\n```\n"
BRIEF = """---
title: Pilots walk out
date: 2024-03-04
summary: Short.
actors: [{name: Ann Other, kind: person}]
dates: [2024-03-04: They walk]
implications: [None.]
---

Words of the brief.
"""


def built(folder: Path, search: str) -> Built:
    pages = {
        f"docs/{name.lower()}.md": TEXT.replace("NAME", name)
        for name in ("Piers", "Tugs", "Ferries")
    }
    texts = {"mkdocs.yml": CONFIG.replace("SEARCH", search), "briefs/pilots.md": BRIEF, **pages}
    site = site_from(texts, folder)
    assert site.status == 0, site.output
    return site


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> str:
    return served(built(tmp_path_factory.mktemp("frame"), "auto").folder)


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> str:
    """Give the address of the same site with the theme's own search."""
    return served(built(tmp_path_factory.mktemp("themed"), "material").folder)


@pytest.fixture
def faults() -> list[str]:
    return []


@pytest.fixture
def open_page(browser: Browser, faults: list[str]) -> Iterator[Callable[..., Page]]:
    """Give `open_page(address, width, scripts)`; whatever a console reports lands in `faults`."""
    contexts = []

    def opened(address: str, width: int = 1280, *, scripts: bool = True, **more: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            locale="en-GB",
            java_script_enabled=scripts,
            reduced_motion="reduce",
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: said.type == "error" and faults.append(said.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const labels = [...(at.labels ?? []), at.nextElementSibling].filter((it) => it?.matches?.("label"));
  const seen = (it) => {
    const box = it.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > 0 && box.left < innerWidth
      && box.bottom > 0 && box.top < innerHeight && it.checkVisibility({ visibilityProperty: true });
  };
  const ring = (it) => getComputedStyle(it).outlineStyle !== "none";
  const near = [at, ...labels];
  const named = (at.getAttribute("aria-label") ?? at.title) + at.textContent
    + (document.getElementById(at.getAttribute("aria-labelledby"))?.textContent ?? "")
    + labels.map((it) => it.textContent).join("");
  return { what: at.id || at.className || at.localName, tag: at.localName, href: at.getAttribute("href"),
    name: named.trim(), seen: near.some(seen), ring: near.some((it) => seen(it) && ring(it)),
    drawer: !!at.closest(".md-sidebar--primary") };
}"""


def stops(page: Page, limit: int = 80) -> list[dict[str, object]]:
    """Every stop of the tab key, until it leaves the page."""
    found = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if here is None:
            break
        if not here["seen"]:
            # What a focus opens may take a moment.
            wait_for(lambda: page.evaluate(FOCUS)["seen"], page)
            here = page.evaluate(FOCUS)
        found.append(here)
    assert 1 < len(found) < limit
    return found


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    ("search", "path"),
    [("root", "tugs/"), ("root", "briefs/pilots/"), ("root", "404.html"), ("themed", "tugs/")],
)
def test_every_stop_of_the_keyboard_is_seen_and_named(
    open_page: Callable[..., Page],
    request: pytest.FixtureRequest,
    faults: list[str],
    search: str,
    path: str,
    width: int,
) -> None:
    page = open_page(request.getfixturevalue(search) + path, width)
    walked = stops(page)
    assert walked[0]["href"] == "#__content"
    assert [it for it in walked if not (it["seen"] and it["name"])] == []
    if width == 320:
        assert not any(it["drawer"] for it in walked)
        assert "Navigation" in [it["name"] for it in walked]
    assert faults == []


def becomes(page: Page, expression: str) -> None:
    """Wait until `expression` is true. Playwright's own way of waiting is eval, which is refused."""
    wait_for(lambda: page.evaluate(expression), page)


def level(page: Page) -> list[str]:
    """The entries of the drawer that a reader sees."""
    links = page.locator(".md-sidebar--primary :is(a, label).md-nav__link").all()
    return [link.inner_text().strip() for link in links if link.is_visible()]


def focused(page: Page) -> str:
    here = page.evaluate(FOCUS)
    assert here
    return str(here["name"])


def test_the_drawer_opens_by_keyboard_and_gives_the_focus_back(
    open_page: Callable[..., Page], root: str, faults: list[str]
) -> None:
    page = open_page(f"{root}tugs/", 360)
    menu = page.get_by_role("button", name="Navigation")
    assert menu.get_attribute("aria-expanded") == "false"
    menu.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS)["drawer"]
    assert level(page) == ["Tugs", "Ferries"]
    walked = stops(page)
    assert all(it["drawer"] and it["seen"] and it["name"] and it["ring"] for it in walked)

    page.keyboard.press("Escape")
    wait_for(lambda: focused(page) == "Navigation", page)
    assert menu.get_attribute("aria-expanded") == "false"
    assert level(page) == []
    page.keyboard.press("Tab")
    assert not page.evaluate(FOCUS)["drawer"]
    assert faults == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_levels_of_the_drawer_open_and_close_by_keyboard(
    open_page: Callable[..., Page], root: str, *, scripts: bool
) -> None:
    page = open_page(f"{root}tugs/", 360, scripts=scripts)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    back = page.locator("#__nav_2_2")
    wait_for(lambda: level(page), page)
    assert "Ships" not in level(page)
    back.focus()
    assert page.evaluate(FOCUS)["ring"]
    page.keyboard.press("Space")
    wait_for(lambda: "Ships" in level(page), page)
    assert page.evaluate("document.activeElement.id") == "__nav_2_2"
    page.keyboard.press("Space")
    wait_for(lambda: "Ships" not in level(page), page)


def test_the_drawer_works_with_a_mouse_and_shuts_behind_it(
    open_page: Callable[..., Page], root: str
) -> None:
    page = open_page(f"{root}tugs/", 360)
    page.locator(".md-header__button[for=__drawer]").click()
    becomes(page, "document.querySelector('header').inert")
    page.locator(".md-overlay").click(position={"x": 340, "y": 400})
    becomes(page, "!document.querySelector('header').inert")
    page.locator(".md-header__button[for=__drawer]").click()
    page.set_viewport_size({"width": 1400, "height": 800})
    becomes(page, "!document.querySelector('header').inert")


def test_a_section_opens_by_keyboard_on_a_wide_screen(
    open_page: Callable[..., Page], root: str
) -> None:
    page = open_page(f"{root}piers/", scripts=False)
    assert "Ferries" not in " ".join(level(page))
    toggle = page.locator("#__nav_2_2")
    toggle.focus()
    page.keyboard.press("Space")
    wait_for(lambda: len(level(page)) > 3, page)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["seen"]


def test_the_themes_search_opens_by_keyboard_on_a_narrow_screen(
    open_page: Callable[..., Page], themed: str, faults: list[str]
) -> None:
    page = open_page(f"{themed}tugs/", 360)
    page.get_by_role("button", name="Search").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("ferries")
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("Escape")
    wait_for(lambda: focused(page) == "Search", page)
    assert faults == []


def test_the_palette_the_tabs_and_copying_work_under_the_policy(
    open_page: Callable[..., Page], root: str, faults: list[str]
) -> None:
    page = open_page(f"{root}tugs/", permissions=["clipboard-read", "clipboard-write"])
    assert page.evaluate("document.body.dataset.mdColorScheme") == "default"
    page.locator("#__palette_0").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.reload()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.locator(".highlight").hover()
    page.get_by_role("button", name="Copy to clipboard").click()
    becomes(page, "navigator.clipboard.readText().then((text) => text.includes('tug'))")
    page.locator(".md-tabs__link").first.click()
    page.wait_for_url(root)
    assert faults == []


def test_a_script_that_came_later_does_not_run(
    open_page: Callable[..., Page], root: str, faults: list[str]
) -> None:
    page = open_page(f"{root}briefs/pilots/")
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.smuggled = true";
      document.body.append(script);
      const image = document.createElement("img");
      image.setAttribute("onerror", "window.smuggled = true");
      image.src = "missing.png";
      document.body.append(image);
    }""")
    wait_for(lambda: any("Content Security Policy" in fault for fault in faults), page)
    assert page.evaluate("window.smuggled") is None


def test_what_scrolls_sideways_takes_the_focus_and_has_a_name(
    open_page: Callable[..., Page], root: str
) -> None:
    page = open_page(f"{root}tugs/", 360)
    table = page.get_by_role("group", name="Table of tugs")
    table.focus()
    page.keyboard.press("ArrowRight")
    becomes(page, "document.querySelector('.md-typeset__scrollwrap').scrollLeft > 0")


CONTRAST = """(query) => {
  const light = (colour) => {
    const [r, g, b] = colour.map((v) => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const parse = (css) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = css;
    pen.fillRect(0, 0, 1, 1);
    const n = [...pen.getImageData(0, 0, 1, 1).data];
    return [n.slice(0, 3), n[3] / 255];
  };
  const over = ([top, alpha], under) => top.map((v, i) => v * alpha + under[i] * (1 - alpha));
  const ground = (el) => el ? over(parse(getComputedStyle(el).backgroundColor), ground(el.parentElement)) : [255, 255, 255];
  return [...document.querySelectorAll(query)].filter((el) => el.checkVisibility()).map((el) => {
    const under = ground(el);
    const [colour, alpha] = parse(getComputedStyle(el).color);
    const ink = over([colour, alpha * Number(getComputedStyle(el).opacity)], under);
    const [a, b] = [light(ink), light(under)].sort((x, y) => y - x);
    return (a + .05) / (b + .05);
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "query",
    [".md-tabs__link", ".md-copyright, .b-foot a", ".highlight span", "article :is(a, label, p)"],
)
def test_words_of_the_frame_stand_out(
    open_page: Callable[..., Page], root: str, scheme: str, query: str
) -> None:
    path = "404.html" if query.startswith("article") else "tugs/"
    page = open_page(root + path, color_scheme=scheme)
    found = page.evaluate(CONTRAST, query)
    assert found
    assert min(found) >= 4.5


def test_a_reader_without_scripts_meets_no_dead_control(
    open_page: Callable[..., Page], root: str
) -> None:
    page = open_page(f"{root}tugs/", scripts=False)
    for query in ("[data-md-component=palette]", ".md-top"):
        assert page.locator(query).count() == 1
        assert not page.locator(query).is_visible()
