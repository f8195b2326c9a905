"""What is new since the last visit, and what changed since a brief was read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from support.patience import wait_for
from support.sites import TODAY, config, site_from

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BRIEF = """---
title: {title}
date: {date}
summary: What there is to say.
actors: [Iran]
dates:
  - {{date: {day}, event: "{event}", actors: [iran]}}
  - {{date: 2023-10-07, event: An attack, actors: [iran]}}
{more}---

Words.
"""
UPDATES = """updates:
  - {date: 2024-05-03, text: The rank is added.}
  - {date: 2024-05-20, kind: correction, text: It was night.}
"""
FILES = {
    "mkdocs.yml": config(briefs=f"today: {TODAY}, ignore: [B202]"),
    "briefs/actors.yml": "iran: {name: Iran, kind: state}\n",
    "briefs/old.md": BRIEF.format(
        title="Old", date="2024-04-01", day="2024-03-30", event="A strike", more=UPDATES
    ),
    "briefs/quiet.md": BRIEF.format(
        title="Quiet", date="2024-04-02", day="2024-04-01", event="A talk", more=""
    ),
    "briefs/fresh.md": BRIEF.format(
        title="Fresh", date="2024-05-28", day="2024-05-27", event="A vote", more=""
    ),
}
OLD = "2024-05-20.2"
"""Version of the changed brief: its newest update, and how many it has."""
HOUR = 3_600_000


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> str:
    built = site_from(FILES, tmp_path_factory.mktemp("news"))
    assert built.status == 0, built.output
    return served(built.folder)


@pytest.fixture
def page(browser_page: Page) -> Iterator[Page]:
    errors: list[str] = []
    browser_page.on("pageerror", lambda error: errors.append(error.stack or ""))
    yield browser_page
    # The theme has trouble of its own where storage is closed.
    assert not [error for error in errors if "assets/briefs/" in error]


def moment(page: Page, day: str) -> int:
    return int(page.evaluate("day => Date.parse(`${day}T12:00`)", day))


def key(root: str) -> str:
    return f"briefs:news:1:{urlsplit(root).path}"


def remember(page: Page, root: str, day: str, **read: list[object]) -> None:
    """Be somebody whose last visit was on `day`, and who read these briefs then."""
    page.goto(f"{root}assets/briefs/words/en.json")
    seen = moment(page, day)
    rows = {f"briefs/{slug}/": [version, seen] for slug, (version,) in read.items()}
    memory = {"seen": seen, "begun": seen, "read": rows, "met": {}, "known": {}}
    page.evaluate("([k, v]) => localStorage.setItem(k, v)", [key(root), json.dumps(memory)])


def memory(page: Page, root: str) -> Any:
    return json.loads(page.evaluate("k => localStorage.getItem(k)", key(root)) or "null")


def marks(page: Page, path: str, row: str = ".b-stream > li") -> dict[str, str]:
    """The title of each row of the page, and the mark at its date."""
    page.goto(path)
    page.keyboard.press("ArrowDown")
    # The button that forgets comes last; other pages are read where something is new.
    page.locator(".b-remember" if path.endswith("/briefs/") else ".b-new").first.wait_for()
    return rows(page, row)


def rows(page: Page, row: str = ".b-stream > li") -> dict[str, str]:
    return {
        item.locator("a, .b-event").first.inner_text().strip(" #\n\xa0"): (
            item.locator(".b-new").inner_text() if item.locator(".b-new").count() else ""
        )
        for item in page.locator(row).all()
    }


def open_brief(page: Page, root: str) -> None:
    """Open the brief that changed and move in it; a first visit is noted only then."""
    now = page.evaluate("Date.now()")
    page.goto(f"{root}briefs/old/")
    page.keyboard.press("ArrowDown")
    seen = "([key, now]) => JSON.parse(localStorage.getItem(key))?.seen >= now"
    wait_for(lambda: page.evaluate(seen, [key(root), now]))


def test_a_first_visit_marks_nothing_and_notes_what_is_read(page: Page, root: str) -> None:
    assert marks(page, f"{root}briefs/") == {"Fresh": "", "Quiet": "", "Old": ""}
    open_brief(page, root)
    assert memory(page, root)["read"]["briefs/old/"][0] == OLD
    assert marks(page, f"{root}briefs/") == {"Fresh": "", "Quiet": "", "Old": ""}
    assert page.locator(".b-changed").count() == 0


def test_what_came_and_what_changed_since_the_last_visit_is_marked(page: Page, root: str) -> None:
    remember(page, root, "2024-05-10")
    assert marks(page, f"{root}briefs/") == {"Fresh": "New", "Quiet": "", "Old": "Changed"}
    # For as long as the visit goes on.
    page.goto(root)
    assert page.locator(".b-lead-brief .b-new").inner_text() == "New"
    remember(page, root, "2024-05-29")
    assert marks(page, f"{root}briefs/") == {"Fresh": "", "Quiet": "", "Old": ""}


def test_what_was_read_is_marked_when_it_changes_and_only_then(page: Page, root: str) -> None:
    remember(page, root, "2024-05-10", fresh=["2024-05-28.0"], old=["2024-05-03.1"])
    assert marks(page, f"{root}briefs/") == {"Fresh": "", "Quiet": "", "Old": "Changed"}
    open_brief(page, root)
    assert marks(page, f"{root}briefs/") == {"Fresh": "", "Quiet": "", "Old": ""}


def test_an_event_is_new_when_a_brief_first_tells_it(page: Page, root: str) -> None:
    remember(page, root, "2024-05-10")
    found = marks(page, f"{root}actors/iran/", ".b-timeline > li")
    assert found == {"A vote": "New", "A talk": "", "A strike": "", "An attack": "Changed"}
    found = rows(page, ".b-roles > li")
    assert found == {"Fresh": "New", "Quiet": "", "Old": ""}
    page.goto(f"{root}corrections/")
    page.locator(".b-new").first.wait_for()
    assert page.locator(".b-updates .b-new").count() == 1


def test_a_brief_that_changed_says_so_and_shows_what(page: Page, root: str) -> None:
    remember(page, root, "2024-05-10", old=["2024-05-03.1"])
    page.goto(f"{root}briefs/old/")
    notice = page.get_by_role("region", name="Changed since you read this on 10 May 2024")
    notice.wait_for()
    assert notice.get_by_role("listitem").all_inner_texts() == [
        "20 May 2024 Correction: It was night."
    ]
    rows = page.locator("[aria-labelledby=updates] .b-updates > li")
    assert ["New" in row.inner_text() for row in rows.all()] == [True, False]
    notice.get_by_role("link", name="All changes").click()
    assert page.evaluate("location.hash") == "#updates"

    page.reload()
    notice.wait_for()
    notice.get_by_role("button", name="Close").click()
    assert notice.count() == 0
    page.emulate_media(media="print")
    assert not page.locator(".b-new").first.is_visible()


def test_the_notice_is_gone_at_the_next_visit(page: Page, root: str) -> None:
    remember(page, root, "2024-05-10", old=["2024-05-03.1"])
    open_brief(page, root)
    page.locator(".b-changed").wait_for()
    page.evaluate(
        """([key, pause]) => {
          const kept = JSON.parse(localStorage.getItem(key));
          kept.seen -= pause; kept.begun -= pause; kept.read["briefs/old/"][1] -= pause;
          localStorage.setItem(key, JSON.stringify(kept));
        }""",
        [key(root), HOUR],
    )
    open_brief(page, root)
    page.wait_for_timeout(300)
    assert page.locator(".b-changed").count() == 0


def test_the_reader_can_have_it_forgotten(page: Page, root: str) -> None:
    remember(page, root, "2024-05-10", old=["2024-05-03.1"])
    marks(page, f"{root}briefs/")
    assert page.locator(".b-new").count() == 2
    page.get_by_role("button", name="Forget what I read").click()
    assert page.locator(".b-new").count() == 0
    assert memory(page, root) is None
    assert "Forgotten" in page.evaluate("document.activeElement.textContent")
    assert marks(page, f"{root}briefs/") == {"Fresh": "", "Quiet": "", "Old": ""}


def test_what_came_later_on_the_day_of_the_last_visit_is_new(page: Page, root: str) -> None:
    remember(page, root, "2024-05-28")
    assert marks(page, f"{root}briefs/")["Fresh"] == "New"
    remember(page, root, "2024-05-28")
    page.evaluate(
        """key => {
          const kept = JSON.parse(localStorage.getItem(key));
          kept.met["briefs/fresh/"] = 1;
          localStorage.setItem(key, JSON.stringify(kept));
        }""",
        key(root),
    )
    assert marks(page, f"{root}briefs/")["Fresh"] == ""


def test_a_broken_memory_is_begun_anew(page: Page, root: str) -> None:
    page.goto(f"{root}assets/briefs/words/en.json")
    for kept in ("{", "5", '{"read": null, "met": 1}', '{"read": {"briefs/old/": 7}}'):
        page.evaluate("([k, v]) => localStorage.setItem(k, v)", [key(root), kept])
        assert marks(page, f"{root}briefs/") == {"Fresh": "", "Quiet": "", "Old": ""}
        assert memory(page, root)["seen"] > 0


def test_at_most_five_hundred_briefs_are_remembered(page: Page, root: str) -> None:
    remember(page, root, "2024-05-10", **{f"b{n}": ["x"] for n in range(600)})
    open_brief(page, root)
    read = memory(page, root)["read"]
    assert len(read) == 500
    assert "briefs/old/" in read


def test_two_sites_on_one_host_keep_apart(page: Page, root: str) -> None:
    open_brief(page, root)
    assert page.evaluate("Object.keys(localStorage).filter(it => it.includes('news'))") == [
        "briefs:news:1:/explainers/"
    ]


@pytest.mark.parametrize(
    "closed",
    [
        "Object.defineProperty(window, 'localStorage', {get() {throw new DOMException('no')}})",
        "Storage.prototype.setItem = () => {throw new DOMException('full')}",
    ],
)
def test_without_storage_a_page_is_what_it_was(page: Page, root: str, closed: str) -> None:
    page.add_init_script(closed)
    for path in ("briefs/", "briefs/old/"):
        page.goto(root + path)
        page.wait_for_timeout(300)
        assert page.locator("h1").is_visible()
        assert page.locator(".b-new, .b-changed, .b-remember").count() == 0


SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) sum += shift.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 400);
})"""


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_for_a_mark(browser: Browser, root: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700}, locale="en-GB")
    page = context.new_page()
    for path in ("", "briefs/", "actors/iran/", "briefs/old/"):
        remember(page, root, "2024-03-01", old=["2024-05-03.1"])
        page.goto(root + path)
        page.locator(".b-new").first.wait_for()
        shift = page.evaluate(SHIFT)
        assert shift < 0.02, path
    context.close()
