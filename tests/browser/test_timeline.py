"""The timeline in a browser: narrowing it down, by mouse, keyboard and address; on this day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.sites import TODAY, config, site_from

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

FIRST = dt.date(2022, 1, 3)
COUNT = 120
"""Events six days apart: the overview has fifty, and not the oldest."""


def brief(name: str, topic: str, numbers: range) -> str:
    rows = []
    for number in numbers:
        day = FIRST + dt.timedelta(days=6 * number)
        actors = ["iran" if number % 4 == 0 else "hamas", *(["un"] if number < 3 else [])]
        rows.append(f"  - {{date: {day}, event: Event {number}, actors: [{', '.join(actors)}]}}")
        if number % 10 == 0:
            rows.append(f"  - {{date: {day}, event: Another of day {number}, actors: [hamas]}}")
    return "\n".join(
        [
            f"---\ntitle: The {name} part\ndate: 2024-05-01\nsummary: What happened.",
            f"actors: [iran, hamas, un]\ntopics: [{topic}]\ndates:",
            *rows,
            f"  - {{date: 2024-09-0{len(name)}, event: Ahead {name}, status: scheduled}}",
            "implications:",
            f"  - {{label: Soon {name}, text: Follows., actors: [iran], horizon: short}}",
            f"  - {{label: Late {name}, text: Follows., actors: [hamas], horizon: long}}",
            "developments:",
            f"  - {{label: Watch {name}, text: Could be., actors: [iran]}}",
            f"  - {{label: Bet {name}, text: Could be., actors: [hamas], likelihood: 60%,",
            "     by: 2024-12-31, resolves_if: It is told.}",
            "---\nText.\n",
        ]
    )


SETTINGS = {
    "mkdocs.yml": config(briefs=f"today: {TODAY}, ignore: [B202, B203]"),
    "briefs/actors.yml": "iran: Iran\nhamas: {name: Hamas}\nun: {name: United Nations}\n",
    "briefs/topics.yml": "gulf: The Gulf\ncoast: The coast\n",
}
FILES = {
    **SETTINGS,
    "briefs/old.md": brief("old", "gulf", range(40)),
    "briefs/middle.md": brief("middle", "coast", range(40, 80)),
    "briefs/newest.md": brief("newest", "gulf", range(80, COUNT)),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> str:
    built = site_from(FILES, tmp_path_factory.mktemp("timeline"))
    assert built.status == 0, built.output
    return served(built.folder)


@pytest.fixture
def page(browser_page: Page) -> Iterator[Page]:
    """Give a page on which no script may fail."""
    errors: list[str] = []
    browser_page.on("pageerror", lambda error: errors.append(str(error)))
    yield browser_page
    assert errors == []


def rows(page: Page) -> Locator:
    return page.locator("[data-rows] li[data-actors]:visible")


def actors(page: Page) -> set[str]:
    return set(rows(page).evaluate_all("rows => rows.flatMap(r => r.dataset.actors.split(' '))"))


def status(page: Page) -> Locator:
    return page.locator(".b-filters [role=status]")


def open_listing(page: Page, address: str) -> None:
    """Go there and wait for the controls."""
    page.goto(address)
    page.locator(".b-filters form").wait_for()


def choose(page: Page, label: str, value: str) -> None:
    page.get_by_label(label, exact=True).select_option(value)


def test_an_actor_narrows_the_page_down_and_says_so(page: Page, root: str) -> None:
    open_listing(page, f"{root}timeline/")
    choose(page, "Actor", "iran")
    status(page).filter(has_text=re.compile(r"^Showing \d+ of 50 on this page")).wait_for()
    found = rows(page).count()
    assert 0 < found < 50
    assert f"Showing {found} of 50" in status(page).inner_text()
    assert actors(page) == {"iran"}
    assert page.url == f"{root}timeline/?actor=iran"
    # Months and years in which nothing is left are gone with their names.
    for part in page.locator("[data-rows] [data-key]:visible").all():
        assert part.locator("li[data-actors]:visible").count() > 0
    whole = page.get_by_role("link", name="Every event with Iran")
    assert whole.get_attribute("href") == f"{root}actors/iran/#timeline"


def test_each_day_that_is_left_shows_its_date_once(page: Page, root: str) -> None:
    open_listing(page, f"{root}timeline/")
    twice = "[data-rows] li.is-same:visible"
    assert page.locator(twice).count() > 0
    choose(page, "Actor", "iran")
    # The row above, of another actor, is gone: the date is this row's to show.
    assert page.locator(twice).count() == 0
    page.get_by_role("button", name="Show all again").click()
    assert page.locator(twice).count() > 0


def test_an_address_restores_what_was_chosen_and_back_undoes_it(page: Page, root: str) -> None:
    open_listing(page, f"{root}timeline/?actor=hamas&topic=coast")
    assert page.get_by_label("Actor", exact=True).input_value() == "hamas"
    assert page.get_by_label("Topic", exact=True).input_value() == "coast"
    both = rows(page).count()
    assert actors(page) == {"hamas"}
    choose(page, "Topic", "")
    more = rows(page).count()
    assert more > both
    choose(page, "Actor", "iran")
    assert actors(page) == {"iran"}
    page.go_back()
    assert page.url.endswith("?actor=hamas")
    assert rows(page).count() == more
    page.go_back()
    assert rows(page).count() == both
    page.go_forward()
    assert rows(page).count() == more


def test_options_count_what_they_would_show(page: Page, root: str) -> None:
    open_listing(page, f"{root}timeline/")
    choose(page, "Topic", "gulf")
    options = page.get_by_label("Actor", exact=True).locator("option").all_inner_texts()
    told = {name: int(n) for name, n in re.findall(r"(\w+) \((\d+)\)", " ".join(options))}
    for actor in ("iran", "hamas"):
        choose(page, "Actor", actor)
        assert rows(page).count() == told[actor.capitalize()]


def test_the_keyboard_alone_chooses_and_clears(page: Page, root: str) -> None:
    open_listing(page, f"{root}timeline/")
    page.get_by_label("Actor", exact=True).focus()
    page.keyboard.type("Ira")
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline/?actor=iran")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"{root}timeline/")
    assert rows(page).count() == 50
    assert page.evaluate("document.activeElement.name") == "actor"


@pytest.fixture(scope="module")
def long_list(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> str:
    rows = [
        f"  - {{label: Row {n}, text: Follows., actors: [{'iran' if n % 4 == 0 else 'hamas'}]}}"
        for n in range(100)
    ]
    front = ["title: All", "date: 2024-05-01", "actors: [iran, hamas]", "implications:", *rows]
    text = "\n".join(["---", *front, "---", "Text.", ""])
    built = site_from({**SETTINGS, "briefs/all.md": text}, tmp_path_factory.mktemp("long"))
    assert built.status == 0, built.output
    return served(built.folder)


def test_older_pages_are_looked_through_when_asked(page: Page, long_list: str) -> None:
    open_listing(page, f"{long_list}implications/?actor=iran")
    assert rows(page).count() == 10
    assert "Showing 10 of 40" in status(page).inner_text()
    page.get_by_role("button", name="Look on the pages after it").click()
    status(page).filter(has_text="Showing 25 of 100").wait_for()
    assert actors(page) == {"iran"}
    assert page.get_by_role("button", name="Look on the pages after it").is_hidden()
    for address in rows(page).last.locator("a").evaluate_all("links => links.map(l => l.href)"):
        assert page.request.get(address).ok, address


def test_who_is_not_on_this_page_has_a_list_of_its_own(page: Page, root: str) -> None:
    open_listing(page, f"{root}timeline/?actor=un")
    assert rows(page).count() == 0
    assert "Showing 0 of 50" in status(page).inner_text()
    whole = page.get_by_role("link", name="Every event with United Nations")
    assert whole.get_attribute("href") == f"{root}actors/un/#timeline"


def test_nonsense_in_the_address_does_no_harm(page: Page, root: str) -> None:
    open_listing(page, f"{root}timeline/?actor=<img src=x onerror=alert(1)>&topic=..%2F..")
    assert rows(page).count() == 0
    page.get_by_role("button", name="Show all again").click()
    assert rows(page).count() == 50
    assert page.url == f"{root}timeline/"


def test_what_was_chosen_goes_along_to_a_year(page: Page, root: str) -> None:
    open_listing(page, f"{root}timeline/?actor=iran")
    page.locator(".b-strip svg a").first.click()
    page.wait_for_url(f"{root}timeline/2022/?actor=iran")
    page.locator(".b-filters form").wait_for()
    assert all("iran" in row.get_attribute("data-actors").split() for row in rows(page).all())
    page.locator(".b-strip svg a").first.click()
    page.wait_for_url(f"{root}timeline/2022/01/?actor=iran")
    page.locator(".b-filters form").wait_for()
    assert rows(page).count() == page.locator("li[data-actors~=iran]").count()


def test_a_link_to_a_hidden_row_shows_it(page: Page, root: str) -> None:
    open_listing(page, f"{root}timeline/2022/01/?actor=iran")
    hidden = page.locator("[data-rows] li[hidden]").first.get_attribute("id")
    page.evaluate("id => { location.hash = id }", hidden)
    page.locator(f"[id='{hidden}']").wait_for()
    assert "actor=" not in page.url


@pytest.mark.parametrize(
    ("hub", "label", "value", "key"),
    [
        ("timeline", "Events that", "upcoming", "kind"),
        ("implications", "Horizon", "short", "horizon"),
        ("outlook", "Status", "watch", "status"),
    ],
)
def test_every_listing_narrows_by_its_own_kind(
    page: Page, root: str, hub: str, label: str, value: str, key: str
) -> None:
    open_listing(page, f"{root}{hub}/")
    choose(page, label, value)
    assert page.url == f"{root}{hub}/?{key}={value}"
    assert rows(page).count() == 3
    assert {row.get_attribute(f"data-{key}") for row in rows(page).all()} == {value}
    choose(page, "Topic", "coast")
    assert rows(page).count() == 1
    link = page.get_by_role("link", name=re.compile("of the topic The coast|in the topic"))
    assert page.request.get(link.get_attribute("href") or "").ok


def test_without_scripts_all_is_there_and_nothing_is_dead(browser: Browser, root: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{root}timeline/?actor=iran")
    assert rows(page).count() == 50
    assert page.locator(".b-filters :is(select, button)").count() == 0
    own = page.get_by_role("region", name="Timelines of their own")
    own.get_by_role("link", name=re.compile("^Iran")).click()
    page.wait_for_url(f"{root}actors/iran/#timeline")
    context.close()


@pytest.mark.parametrize("width", [360, 1360])
def test_the_controls_take_their_place_without_moving_the_page(
    browser: Browser, root: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{root}timeline/", wait_until="networkidle")
    shift = page.evaluate(
        """new Promise(done => new PerformanceObserver(list => done(
            list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
        )).observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 300))"""
    )
    assert shift < 0.01
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


@pytest.mark.parametrize(
    ("today", "heading", "words"),
    [
        (TODAY, "This week in earlier years", "2 June 2022 · 2 years ago"),
        ("2026-01-03", "On this day", "3 January 2022 · 4 years ago"),
        ("2026-01-01", "This week in earlier years", "3 January 2022 · 4 years ago"),
    ],
)
def test_on_this_day_means_the_readers_day(
    page: Page, root: str, today: str, heading: str, words: str
) -> None:
    page.clock.set_fixed_time(f"{today}T12:00:00")
    page.goto(root)
    box = page.locator(f"section[data-built='{today}']")
    box.wait_for()
    assert box.get_by_role("heading").inner_text().casefold() == heading.casefold()
    assert words in [row.inner_text() for row in box.locator("li > p:first-child").all()]
    permalink = box.get_by_role("link", name="Permanent link").first
    assert permalink.evaluate("link => link.href").startswith(f"{root}timeline/2")
