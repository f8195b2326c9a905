"""The search as readers use it: by keyboard, in every script, by facets, and shared as an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from support.patience import wait_for
from support.sites import TODAY, config, site_from

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route


def brief(title: str, day: str, summary: str, body: str, more: str = "") -> str:
    head = f"title: {title}\ndate: {day}\nsummary: {summary}\nimplications: [{summary}]\n{more}"
    return f"---\n{head}---\n\n{body}\n"


FILES = {
    "briefs/actors.yml": "iran: {name: Iran, kind: state, aliases: [إيران]}\n",
    "briefs/topics.yml": "gulf: The Gulf\nsea: The sea\n",
    "briefs/storylines.yml": "quarantine: {name: Quarantine}\n",
    "docs/rules.md": "# Rules of quarantine\n\nQuarantine is quarantine. Quarantine ends.\n",
    "briefs/chief-resigns.md": brief(
        "The chief resigns", "2024-04-22", "He <b>was</b> the first.", "A letter & a <script>alert(1)</script> sign.",
        "actors: [iran]\ntopics: [gulf]\ntype: background\n"
        "dates: [{date: 2024-04-20, event: The harbour burned, id: fire}]\n",
    ),
    "briefs/arabic.md": brief(
        "استقالة رئيس الاستخبارات", "2023-05-02", "استقال اللواء.", "أدّى الهجوم إلى حرب والقرار صدر بالقاهرة.",
        "lang: ar\nactors: [iran]\ntopics: [sea]\n",
    ),
    "briefs/hebrew.md": brief("ראש המודיעין התפטר", "2023-05-03", "הוא הראשון.", "המלחמה בעזה. שָׁלוֹם.", "lang: he\n"),
    "briefs/russian.md": brief("Глава ушёл", "2023-05-04", "Он первый.", "Переговоры продолжаются.", "lang: ru\n"),
    "briefs/chinese.md": brief("情报局长辞职", "2023-05-05", "他是第一个。", "加沙停火谈判仍在继续。", "lang: zh\n"),
    "briefs/japanese.md": brief("部長が辞任", "2023-05-06", "最初である。", "ガザでの停戦交渉。", "lang: ja\n"),
    **{
        f"briefs/note-{n:02}.md": brief(f"Note {n:02}", f"2022-01-{n + 1:02}", "A harbour note.", f"Ship {n}.", "topics: [sea]\ntype: analysis\n" + "storyline: quarantine\n" * (n < 2))
        for n in range(24)
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> str:
    settings = config(briefs=f"today: {TODAY}, ignore: [B202], content_security_policy: site")
    built = site_from({**FILES, "mkdocs.yml": settings}, tmp_path_factory.mktemp("searched"))
    assert built.status == 0, built.output
    return served(built.folder)


class Seen:
    """What a page asked for and complained about."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.wrong: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on(
            "console",
            lambda said: said.type in {"error", "warning"} and self.wrong.append(said.text),
        )
        page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def searched(self) -> list[str]:
        return [url for url in self.asked if re.search(r"/pagefind/|/search(_page)?\.js", url)]


@pytest.fixture
def page(browser_page: Page) -> Page:
    return browser_page


def opened(page: Page) -> None:
    page.keyboard.press("/")
    page.get_by_role("dialog", name="Search").wait_for()


def ask(page: Page, words: str, number: str | re.Pattern[str]) -> None:
    page.get_by_role("dialog").get_by_role("searchbox").fill(words)
    page.get_by_role("dialog").get_by_role("status").get_by_text(number).wait_for()


def query(page: Page) -> str:
    return unquote(page.url.partition("?")[2])


def count(page: Page, number: str) -> None:
    page.get_by_role("status").filter(has_text=re.compile(rf"^{number} results?$")).wait_for()


def test_nothing_is_loaded_before_the_search_is_opened(page: Page, root: str) -> None:
    seen = Seen(page)
    page.goto(f"{root}briefs/chief-resigns/")
    assert seen.searched() == []
    opened(page)
    ask(page, "letter", "1 result")
    assert any(url.endswith("/pagefind/pagefind.js") for url in seen.searched())
    assert not [url for url in seen.asked if "worker" in url or "names.json" in url]
    assert len([url for url in seen.asked if ".pf_filter" in url]) == 1  # by kind
    assert seen.wrong == []
    assert {url.split("/")[2] for url in seen.asked} == {root.split("/")[2]}


def hold(page: Page, file: str) -> list[Route]:
    """Let a file of the site wait; the list gets what asked for it."""
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        waiting.append(route)

    page.route(f"**/assets/briefs/{file}", keep)
    return waiting


def asked(page: Page, waiting: list[Route]) -> Route:
    wait_for(lambda: waiting, page)
    return waiting.pop()


def test_the_dialog_opens_at_once_and_keeps_what_is_typed(page: Page, root: str) -> None:
    waiting = hold(page, "search.js")
    page.goto(root)
    opened(page)
    page.keyboard.type("letter")
    dialog = page.get_by_role("dialog")
    assert dialog.get_by_role("status").inner_text() == "The search is loading…"
    asked(page, waiting).continue_()
    dialog.get_by_role("status").get_by_text("1 result").wait_for()
    assert dialog.get_by_role("searchbox").input_value() == "letter"
    assert dialog.get_by_role("searchbox").evaluate("it => it === document.activeElement")


@pytest.mark.parametrize("path", ["", "search/"])
def test_keys_pressed_before_the_script_is_there_are_kept(page: Page, root: str, path: str) -> None:
    waiting = hold(page, "briefs.js")
    page.goto(root + path, wait_until="commit")
    page.get_by_role("banner").get_by_role("link", name="Search").wait_for()
    script = asked(page, waiting)
    page.keyboard.type("/letter")
    script.continue_()
    page.get_by_role("status").get_by_text("1 result").wait_for()


def test_a_search_that_cannot_be_loaded_leads_to_its_page(page: Page, root: str) -> None:
    waiting = hold(page, "search.js")
    page.goto(root)
    opened(page)
    page.keyboard.type("letter")
    asked(page, waiting).abort()
    page.wait_for_url(f"{root}search/?q=letter")
    asked(page, waiting).continue_()
    count(page, "1")


def test_a_search_by_keyboard_alone(page: Page, root: str) -> None:
    seen = Seen(page)
    page.goto(root)
    opened(page)
    page.keyboard.type("resigns chief")
    title = page.get_by_role("dialog").get_by_role("link", name="The chief resigns")
    title.wait_for()
    page.keyboard.press("ArrowDown")
    assert title.evaluate("it => it === document.activeElement")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{root}briefs/chief-resigns/")
    assert seen.wrong == []


def test_results_that_come_late_leave_the_reader_in_the_list(page: Page, root: str) -> None:
    page.goto(root)
    opened(page)
    ask(page, "harbour", re.compile(r"^\d\d results$"))
    box = page.get_by_role("dialog")
    page.keyboard.press("ArrowDown")
    first = page.evaluate("document.activeElement.href")
    for words, number, kept in (
        ("harbour note", "24 results", True),
        ("letter", "1 result", False),
    ):
        late = "(box, words) => { box.value = words; box.dispatchEvent(new Event('input')) }"
        box.get_by_role("searchbox").evaluate(late, words)
        box.get_by_role("status").get_by_text(number, exact=True).wait_for()
        assert (page.evaluate("document.activeElement.href") == first) is kept
    assert page.evaluate("document.activeElement.type") == "search"


@pytest.mark.parametrize("key", ["/", "s", "Control+k", "click"])
def test_it_opens_and_closes_and_the_focus_returns(page: Page, root: str, key: str) -> None:
    page.goto(f"{root}briefs/chief-resigns/")
    link = page.get_by_role("banner").get_by_role("link", name="Search")
    link.focus()
    if key == "click":
        link.click()
    else:
        page.keyboard.press(key)
    page.get_by_role("dialog", name="Search").wait_for()
    assert page.evaluate("document.activeElement.value") == ""
    for _ in range(8):  # the focus never leaves it for the page behind
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('main, header')")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert link.evaluate("it => it === document.activeElement")


def test_keys_of_one_letter_can_be_switched_off(page: Page, root: str) -> None:
    page.goto(root)
    opened(page)
    page.get_by_role("checkbox", name="Open with the key / or s").uncheck()
    page.keyboard.press("Escape")
    for key in ("/", "s"):
        page.keyboard.press(key)
    page.reload()
    page.keyboard.press("s")
    assert page.get_by_role("dialog").count() == 0  # it would be there at once
    page.keyboard.press("Control+k")
    page.get_by_role("dialog", name="Search").wait_for()


WORDS = {
    "arabic": ("الاستخبارات", "قرار", "قَرَار", "قاهرة"),
    "hebrew": ("המודיעין", "מלחמה", "עזה", "שלום"),
    "russian": ("переговоры",),
    "chinese": ("停火", "加沙停火谈判", "情报局"),
    "japanese": ("停戦", "ガザ"),
}


def test_every_script_is_found_from_an_english_page(page: Page, root: str) -> None:
    seen = Seen(page)
    page.goto(root)
    opened(page)
    link = page.locator("dialog .b-hit__title")
    for path, asked in WORDS.items():
        for words in asked:
            ask(page, "xyzzy", re.compile("Nothing found"))
            ask(page, words, "1 result")
            assert link.get_attribute("href").endswith(f"/briefs/{path}/"), words
    assert seen.wrong == []


def test_an_excerpt_of_chinese_reads_as_written(page: Page, root: str) -> None:
    page.goto(root)
    opened(page)
    ask(page, "停火谈判", "1 result")
    assert page.locator("dialog .b-hit mark").all_inner_texts() == ["停火谈判"]
    assert "加沙停火谈判仍在继续" in page.locator("dialog .b-hit").inner_text()


def test_an_excerpt_is_text_whatever_its_author_wrote(page: Page, root: str) -> None:
    page.goto(root)
    opened(page)
    ask(page, "first", "1 result")
    hit = page.locator("dialog .b-hit").first
    assert "He <b>was</b> the first" in hit.inner_text()
    assert hit.locator("b, script").count() == 0
    assert hit.locator("mark").all_inner_texts()[0].startswith("first")


def test_a_result_leads_to_the_very_event(page: Page, root: str) -> None:
    page.goto(root)
    opened(page)
    ask(page, "burned", "1 result")
    page.get_by_role("dialog").get_by_role("link", name="The harbour burned").click()
    page.wait_for_url(f"{root}briefs/chief-resigns/#fire")
    assert page.locator(":target").is_visible()


def test_what_is_called_just_so_comes_first(page: Page, root: str) -> None:
    page.goto(root)
    opened(page)
    ask(page, "iran", "3 results")
    assert page.locator("dialog .b-hit__title").first.inner_text() == "Iran"


def test_a_storyline_finds_its_briefs_and_other_pages_come_last(page: Page, root: str) -> None:
    page.goto(f"{root}search/?q=quarantine")
    count(page, "4")
    titles = page.locator(".b-hit__title").all_inner_texts()
    assert titles == ["Quarantine", "Note 01", "Note 00", "Rules of quarantine"]
    assert "Similar" not in page.locator(".b-seek").inner_text()
    page.goto(f"{root}search/?q=gulf")
    count(page, "2")
    assert page.locator(".b-hit__title").all_inner_texts() == ["The Gulf", "The chief resigns"]


@pytest.mark.parametrize(
    ("misspelt", "meant", "number"),
    [
        ("quarrantine", "Quarantine", "4"),
        ("the glf", "The Gulf", "2"),
        ("إيرنا", "إيران", "1"),
        ("harbour qaurantine", "harbour Quarantine", "2"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_right_one(
    page: Page, root: str, misspelt: str, meant: str, number: str
) -> None:
    seen = Seen(page)
    page.goto(f"{root}search/")
    page.get_by_role("searchbox", name="Search", exact=True).fill(misspelt)
    said = page.locator(".b-mean")
    said.get_by_text("Did you mean").wait_for()
    assert said.inner_text() == f"Did you mean {meant}?"
    assert len([url for url in seen.asked if url.endswith("/names.json")]) == 1
    said.get_by_role("link").click()
    page.wait_for_url("**/search/?q=*")
    count(page, number)
    assert query(page) == f"q={meant.replace(' ', '+')}"
    assert said.inner_text() == ""
    assert seen.wrong == []
    assert {url.split("/")[2] for url in seen.asked} == {root.split("/")[2]}


def test_the_dialog_suggests_names_too(page: Page, root: str) -> None:
    page.goto(root)
    opened(page)
    page.keyboard.type("iarn")
    link = page.get_by_role("dialog").get_by_role("link", name="Iran", exact=True)
    link.wait_for()
    page.keyboard.press("ArrowDown")
    assert link.evaluate("it => it === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{root}search/?q=Iran")
    count(page, "3")


def test_a_result_without_the_word_itself_is_marked(page: Page, root: str) -> None:
    page.goto(f"{root}search/?q=resigning")
    page.get_by_role("status").get_by_text("1 result with similar words").wait_for()
    assert "Similar words: resigns" in page.locator(".b-hit__facts").inner_text()
    assert page.locator(".b-mean").inner_text() == ""


def test_nothing_found_is_said(page: Page, root: str) -> None:
    page.goto(root)
    opened(page)
    ask(page, "xyzzy", re.compile("Nothing found for “xyzzy”"))
    assert page.locator("dialog .b-hit").count() == 0


def test_from_the_dialog_to_all_results(page: Page, root: str) -> None:
    page.goto(root)
    opened(page)
    ask(page, "harbour", "25 results")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{root}search/?q=harbour")
    count(page, "25")


def test_facets_narrow_and_the_address_remembers(page: Page, root: str) -> None:
    seen = Seen(page)
    page.goto(f"{root}search/?q=harbour")
    count(page, "25")
    page.get_by_role("group", name="Topic").get_by_label("The sea").check()
    count(page, "24")
    assert query(page) == "topic=The+sea&q=harbour"
    page.get_by_role("group", name="Topic").get_by_label("The Gulf").check()
    count(page, "25")  # either of the two
    page.get_by_role("group", name="Year").get_by_label("2024").check()
    count(page, "1")  # and of that year
    address = page.url

    page.go_back()
    count(page, "25")
    assert not page.get_by_label("2024").is_checked()
    page.go_forward()
    count(page, "1")

    page.goto(root)
    page.goto(address)
    count(page, "1")
    assert page.get_by_label("2024").is_checked()
    assert page.get_by_role("searchbox", name="Search", exact=True).input_value() == "harbour"
    page.get_by_role("button", name="Clear filters").click()
    count(page, "25")
    assert query(page) == "q=harbour"
    assert seen.wrong == []


def test_facets_alone_list_what_they_leave(page: Page, root: str) -> None:
    page.goto(f"{root}search/")
    lists = page.get_by_role("navigation", name="By topic")
    assert lists.is_visible()
    page.get_by_role("group", name="Type of brief").get_by_label("Background").check()
    count(page, "1")
    assert page.locator(".b-hit__title").inner_text() == "The chief resigns"
    assert not lists.is_visible()
    numbers = page.get_by_role("group", name="Type of brief").get_by_role("listitem")
    assert numbers.all_inner_texts() == ["Analysis\n24", "Background\n1"]


def test_typing_is_one_step_back(page: Page, root: str) -> None:
    page.goto(f"{root}search/")
    page.get_by_role("searchbox", name="Search", exact=True).press_sequentially("letter")
    count(page, "1")
    assert query(page) == "q=letter"
    page.go_back()
    page.wait_for_url(f"{root}search/")
    page.get_by_role("navigation", name="By topic").wait_for()
    assert page.locator(".b-hit").count() == 0


def test_more_results_come_when_asked_for(page: Page, root: str) -> None:
    page.goto(f"{root}search/?q=harbour")
    count(page, "25")
    hits = page.locator(".b-hit")
    assert hits.count() == 10
    more = page.get_by_role("button", name="More results")
    more.click()
    hits.nth(19).wait_for()
    assert hits.nth(10).locator("a").first.evaluate("it => it === document.activeElement")
    more.click()
    hits.nth(24).wait_for()
    assert not more.is_visible()


@pytest.fixture(params=[320, 1280])
def plain(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give a page in which no script runs."""
    size = {"width": request.param, "height": 640}
    context = browser.new_context(viewport=size, java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


def test_without_scripts_the_link_leads_to_lists(plain: Page, root: str) -> None:
    plain.goto(f"{root}briefs/chief-resigns/")
    plain.get_by_role("banner").get_by_role("link", name="Search").click()
    plain.wait_for_url(f"{root}search/")
    note = plain.locator(".b-seek noscript p")
    assert note.is_visible()
    assert note.inner_text().startswith("The search needs JavaScript.")
    assert not plain.locator(".b-seek form").is_visible()
    assert plain.get_by_role("navigation", name="By topic").get_by_role("link").count() == 2
    assert plain.evaluate("document.documentElement.scrollWidth") <= plain.viewport_size["width"]


@pytest.mark.parametrize("path", ["search/?q=harbour&topic=The+sea", ""])
def test_nothing_scrolls_sideways_on_the_smallest_screen(
    browser: Browser, root: str, path: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="en-GB")
    page = context.new_page()
    page.goto(root + path)
    if path:
        count(page, "24")
    else:
        opened(page)
        ask(page, "harbour", "25 results")
        assert page.locator("dialog").evaluate("it => it.scrollWidth <= it.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_the_dialog_runs_the_way_of_the_page(page: Page, root: str) -> None:
    page.goto(f"{root}briefs/arabic/")
    page.keyboard.press("/")
    dialog = page.locator("dialog.b-lookup[open]")
    dialog.wait_for()
    assert dialog.evaluate("it => getComputedStyle(it).direction") == "rtl"
    dialog.locator("input[type=search]").fill("letter")
    hit = dialog.locator(".b-hit__title")
    hit.wait_for()
    assert hit.evaluate("it => getComputedStyle(it).direction") == "ltr"


def test_material_searches_where_a_site_wants_that(
    page: Page, tmp_path: Path, served: Callable[[Path], str]
) -> None:
    settings = config(briefs=f"today: {TODAY}, ignore: [B202], search: material")
    built = site_from({**FILES, "mkdocs.yml": settings}, tmp_path)
    assert built.status == 0, built.output
    seen = Seen(page)
    page.goto(f"{served(built.folder)}briefs/chief-resigns/")
    page.keyboard.press("/")
    page.keyboard.type("burned harbour")
    page.locator(".md-search-result__link[href*='briefs/chief-resigns']").first.wait_for()
    assert page.get_by_role("dialog").locator("input[type=checkbox]").count() == 0
    assert seen.searched() == []
    assert not [said for said in seen.wrong if "Content Security Policy" in said]
