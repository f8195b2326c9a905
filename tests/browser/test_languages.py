"""Right-to-left pages in a browser: mirrored, nothing overflows, no punctuation out of place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.languages import AR_PAGES, AR_SITE, MANY_TONGUES, translated
from support.patience import wait_for
from support.sites import site_from

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ORDER = """([selector, first, second]) => {
  const all = [...document.querySelectorAll(selector)];
  const at = (text) => {
    for (const root of all) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const index = walker.currentNode.data.indexOf(text);
        if (index < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, index);
        range.setEnd(walker.currentNode, index + text.length);
        return range.getBoundingClientRect();
      }
    }
    throw new Error(`no ${text}`);
  };
  return [at(first).left, at(second).left];
}"""


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> str:
    return built(AR_SITE, tmp_path_factory.mktemp("arabic"), served)


@pytest.fixture(scope="module")
def tongues(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> str:
    return built(MANY_TONGUES, tmp_path_factory.mktemp("tongues"), served)


def built(files: dict[str, str], project: Path, served: Callable[[Path], str]) -> str:
    site = site_from({name: text.lstrip("\n") for name, text in files.items()}, project)
    assert site.status == 0, site.output
    return served(site.folder)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="ar")
    yield context.new_page()
    context.close()


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1360, "height": 900}, locale="ar")
    yield context.new_page()
    context.close()


def test_no_arabic_page_scrolls_sideways_on_a_phone(phone: Page, arabic: str) -> None:
    for path in (*AR_PAGES, "briefs/strike-he/", "briefs/strike-en/", "explore/", "404.html"):
        phone.goto(arabic + path)
        width = phone.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth]")
        assert width == [360, 360], path


def test_the_first_column_is_on_the_right(wide: Page, arabic: str) -> None:
    def left(selector: str) -> float:
        box = wide.locator(selector).first.bounding_box()
        assert box is not None
        return box["x"]

    wide.goto(arabic + "briefs/strike/")
    assert left("#timeline ~ .b-timeline .b-when, .b-timeline .b-when") > left(
        ".b-timeline .b-event"
    )
    assert left(".b-mono") > left(".b-face__name")
    assert left(".b-dev__said") > left(".b-dev .b-yard")
    assert left(".md-logo") > left("article")
    wide.goto(arabic + "actors/port/")
    assert left(".b-cols__main") > left(".b-cols__side")
    wide.goto(arabic)
    assert left(".b-headline") > left(".b-rail")


def test_the_pages_of_a_list_go_from_right_to_left(
    wide: Page, tmp_path: Path, served: Callable[[Path], str]
) -> None:
    older = translated("ar", title="قبل ذلك").replace("date: 2024-05-20", "date: 2024-05-10")
    wide.goto(built({**AR_SITE, "briefs/before.md": older}, tmp_path, served) + "briefs/strike/")
    back, on = (
        wide.locator(f".b-neighbours a[rel={rel}]").bounding_box() for rel in ("prev", "next")
    )
    assert back is not None
    assert on is not None
    assert back["x"] > on["x"]


def test_the_yardstick_begins_on_the_right(wide: Page, arabic: str) -> None:
    wide.goto(arabic + "outlook/")
    for text, low_half in (("تحكيم", True), ("اتفاق", False)):
        item = wide.locator(".b-dev", has=wide.locator("h3", has_text=text)).first
        rule, part = (
            item.locator(which).bounding_box() for which in (".b-yard__all", ".b-yard__range")
        )
        assert rule is not None
        assert part is not None
        is_right = part["x"] + part["width"] / 2 > rule["x"] + rule["width"] / 2
        assert is_right is low_half, text


def test_numbers_and_marks_stand_in_reading_order(
    wide: Page, arabic: str, tmp_path: Path, served: Callable[[Path], str]
) -> None:
    wide.goto(arabic + "outlook/")
    low, high = wide.evaluate(ORDER, [".b-numbers", "55", "80%"])
    assert low > high, "من 55 إلى 80% is read from the right"
    alone = {**AR_SITE, "briefs/alone.md": translated("he")}
    wide.goto(built(alone, tmp_path, served) + "briefs/alone/")
    low, high = wide.evaluate(ORDER, [".b-numbers", "55", "80%"])
    assert low < high, "a Hebrew range runs as in English"
    wide.goto(arabic + "briefs/strike/")
    name, mark = wide.evaluate(ORDER, [".b-timeline li:has(.b-cite)", "London", "1"])
    assert name > mark, "the number of a source follows the Latin words before it"
    title, publisher = wide.evaluate(ORDER, ["#source-minutes", "Minutes", "The registry"])
    assert title > publisher


def test_arabic_letters_are_neither_spaced_nor_slanted(wide: Page, arabic: str) -> None:
    wide.goto(arabic + "briefs/strike/")
    odd = wide.evaluate(
        """() => [...document.querySelectorAll(".briefs, .briefs *")].filter((n) => {
          const s = getComputedStyle(n);
          return n.matches(":lang(ar)") && (s.fontStyle !== "normal" || s.textTransform !== "none"
            || !["normal", "0px"].includes(s.letterSpacing));
        }).map((n) => n.className || n.tagName)"""
    )
    assert odd == []


def test_titles_of_another_language_keep_the_side_of_the_page(wide: Page, arabic: str) -> None:
    wide.goto(arabic + "briefs/")
    sides = wide.evaluate(
        """() => [...document.querySelectorAll(".b-stream .b-title")].map((n) => {
          const range = document.createRange();
          range.selectNodeContents(n);
          const text = range.getBoundingClientRect(), box = n.getBoundingClientRect();
          return Math.round(box.right - text.right);
        })"""
    )
    assert sides
    assert max(sides) <= 1


def test_quotation_marks_are_those_of_the_language(wide: Page, tongues: str, arabic: str) -> None:
    marks = "getComputedStyle(document.querySelector('.briefs q')).quotes"
    wide.goto(arabic + "outlook/")
    assert "«" in wide.evaluate(marks)
    probe = """() => { document.querySelector(".briefs").append(document.createElement("q"));
      return getComputedStyle(document.querySelector(".briefs q")).quotes }"""
    wide.goto(tongues + "briefs/note-fr/")
    assert "« " in wide.evaluate(probe).replace("\u202f", " ")
    wide.goto(tongues + "briefs/note-zh-TW/")
    assert "《" in wide.evaluate(probe)


def test_scripts_speak_the_language_of_the_page(wide: Page, tongues: str) -> None:
    lost: list[str] = []
    wide.on("response", lambda got: got.status >= 400 and lost.append(got.url))
    ask = """async () => { const it = await import(new URL("assets/briefs/shared.js", ROOT).href);
      const said = await it.words();
      return [said.lang, it.say({ one: "{n} thing", other: "{n} things" }, { n: 1 }),
              it.say({ one: "{n} thing", other: "{n} things" }, { n: 12345 })] }"""
    for path, wanted in {
        "briefs/note-ja/": ["en", "1 thing", "12,345 things"],
        "briefs/note-de-AT/": ["de", "1 thing", "12.345 things"],
        "briefs/note-ar/": ["ar", "1 thing", "12,345 things"],
    }.items():
        wide.goto(tongues + path)
        assert wide.evaluate(ask.replace("ROOT", f'"{tongues}"')) == wanted
    assert lost == []


def test_the_drawer_comes_from_the_right(phone: Page, arabic: str) -> None:
    phone.goto(arabic + "briefs/strike/")
    phone.locator(
        "header label[for=__drawer], header [aria-controls=__drawer], header button"
    ).first.click()
    drawer = phone.locator(".md-sidebar--primary")
    edge = "it => it.getBoundingClientRect().right"
    wait_for(lambda: drawer.evaluate(edge) == pytest.approx(360, abs=2), phone)
