"""The graph of relations in a browser: by keyboard, by pointer, by address, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from support.sites import TODAY, config, site_from

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ACTORS = """
harbour: {name: Harbour Authority, description: Runs the quays., part_of: ministry}
ministry: {name: Ministry of Transport, relations: [{actor: union, relation: negotiates with}]}
union: {name: Dock Workers’ Union, kind: group}
mira: {name: Mira Okafor, kind: person, part_of: union}
élise: {name: Élise Dubois-Lefebvre de la Fontaine, kind: person}
noor: {name: نور الدين, kind: person}
port: {name: Republic of Port, kind: state}
idle: {name: Nobody Names It}
"""
BRIEFS = {
    "strike": "harbour, union, mira, ministry",
    "talks": "harbour, union, ministry, élise",
    "accord": "union, ministry, port, noor",
    "vote": "union, mira",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> str:
    files = {
        "mkdocs.yml": config(briefs=f"today: {TODAY}"),
        "briefs/actors.yml": ACTORS,
    }
    for day, (slug, actors) in enumerate(BRIEFS.items(), 1):
        topic = "work" if "union" in actors and day < 3 else "sea"
        files[f"briefs/{slug}.md"] = (
            f"---\ntitle: The {slug}\ndate: 2024-05-0{day}\nsummary: What happened.\n"
            f"actors: [{actors}]\ndates: [2024-05-0{day}: A day]\nimplications: [It goes on.]\n"
            f"topics: [{topic}]\nstoryline: quays\n---\n\nText.\n"
        )
    built = site_from(files, tmp_path_factory.mktemp("explore"))
    assert built.status == 0, built.output
    return served(built.folder)


class Heard:
    """What a page says and asks for."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda said: said.type != "info" and self.errors.append(said.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda asked: self.asked.append(asked.url))


@pytest.fixture
def page(browser_page: Page) -> Iterator[Page]:
    heard = Heard(browser_page)
    yield browser_page
    assert heard.errors == []


def settled(page: Page) -> None:
    page.locator("canvas[data-settled]").wait_for()


def status(page: Page) -> str:
    return page.locator("[data-explore-status]").inner_text()


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def picture(page: Page) -> str:
    """The canvas once a few frames in a row have left it as it was."""
    return page.evaluate("""new Promise((done) => {
      const canvas = document.querySelector("canvas");
      let last, frames = 0;
      const look = () => {
        const now = canvas.toDataURL();
        frames = now === last ? frames + 1 : 0;
        last = now;
        if (frames < 20) requestAnimationFrame(look);
        else done(now);
      };
      look();
    })""")


def test_an_actor_is_found_and_read_by_keyboard_alone(page: Page, root: str) -> None:
    page.goto(f"{root}explore/")
    settled(page)
    assert status(page) == "8 actors · 14 ties"
    page.get_by_label("Find an actor").focus()
    page.keyboard.type("elise")
    assert page.locator("[data-explore-found] button").all_inner_texts() == [
        "Élise Dubois-Lefebvre de la Fontaine"
    ]
    page.keyboard.press("Enter")
    card = page.get_by_role("region", name="Élise Dubois-Lefebvre de la Fontaine")
    assert card.is_visible()
    assert (
        card.get_by_role("link", name="Open the dossier")
        .get_attribute("href")
        .endswith("/explainers/actors/%C3%A9lise/")
    )
    assert query(page) == {"actor": ["élise"], "q": ["elise"]}

    # On to a neighbour, all by keyboard.
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Harbour Authority":
            break
    page.keyboard.press("Enter")
    card = page.get_by_role("region", name="Harbour Authority")
    expect(card.get_by_text("Runs the quays.")).to_be_visible()
    assert card.get_by_text("Harbour Authority: part of Ministry of Transport").is_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-labelledby')")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "explore-find"


def test_the_number_of_shared_briefs_leads_to_these_briefs(page: Page, root: str) -> None:
    page.goto(f"{root}explore/?actor=harbour")
    settled(page)
    card = page.get_by_role("region", name="Harbour Authority")
    card.get_by_role("link", name="2 shared briefs with Dock Workers’ Union").click()
    page.wait_for_url(re.compile("/actors/.*#with-"))
    shared = page.locator(":target")
    assert shared.get_by_role("link").all_inner_texts() == ["The talks", "The strike"]
    assert shared.is_visible()


def test_filters_narrow_the_graph_and_the_address_brings_them_back(page: Page, root: str) -> None:
    page.goto(f"{root}explore/")
    settled(page)
    page.get_by_label("States").uncheck()
    assert status(page).startswith("7 actors")
    page.get_by_label("Topic").select_option("Work")
    assert status(page).startswith("5 actors")
    page.get_by_label("Shared briefs, at least").fill("2")
    assert status(page) == "4 actors · 4 ties"
    page.get_by_role("button", name="Mira Okafor").click()
    assert query(page) == {
        "kind": ["person,group,other"],
        "topic": ["work"],
        "min": ["2"],
        "actor": ["mira"],
    }
    page.reload()
    settled(page)
    assert status(page) == "4 actors · 4 ties"
    assert not page.get_by_label("States").is_checked()
    assert page.get_by_role("region", name="Mira Okafor").is_visible()

    page.get_by_role("button", name="Show everything").click()
    expect(page.locator("[data-explore-status]")).to_have_text("8 actors · 14 ties")
    assert query(page) == {}


def test_back_leads_to_the_actor_before(page: Page, root: str) -> None:
    page.goto(f"{root}explore/")
    settled(page)
    for name in ("Mira Okafor", "Republic of Port"):
        page.locator("[data-explore-found]").get_by_role("button", name=name).click()
        page.get_by_role("region", name=name).wait_for()
    page.go_back()
    page.get_by_role("region", name="Mira Okafor").wait_for()
    page.go_back()
    expect(page.locator("[data-explore-card]")).to_be_hidden()


@pytest.mark.parametrize(
    "address", ["?actor=nobody&min=x&topic=none&kind=", "?min=-3&q=%00", "?min=99999"]
)
def test_an_address_that_nobody_wrote_does_no_harm(page: Page, root: str, address: str) -> None:
    page.goto(f"{root}explore/{address}")
    settled(page)
    assert status(page)


def test_keys_and_pointer_move_the_picture(page: Page, root: str) -> None:
    page.goto(f"{root}explore/")
    settled(page)
    canvas = page.locator("canvas")
    seen = [picture(page)]
    canvas.focus()
    for key in ("ArrowRight", "ArrowUp", "+", "-", "+"):
        page.keyboard.press(key)
        seen.append(picture(page))
    page.keyboard.press("0")
    assert picture(page) == seen[0]
    assert len({*seen}) == 4
    assert seen[4:] == [seen[2], seen[3]]
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 130, box["y"] + 60, steps=4)
    page.mouse.up()
    assert picture(page) not in seen
    page.get_by_role("button", name="Show the whole").click()
    assert picture(page) == seen[0]


def test_a_click_on_a_sign_chooses_its_actor_and_one_beside_it_nobody(
    page: Page, root: str
) -> None:
    page.goto(f"{root}explore/")
    settled(page)
    for _ in range(8):
        page.get_by_role("button", name="Zoom in").click()
    # Who is out of view is brought to the middle.
    found = page.locator("[data-explore-found]")
    found.get_by_role("button", name="Republic of Port").click()
    picture(page)
    found.get_by_role("button", name="Dock Workers’ Union").click()
    picture(page)
    page.get_by_role("button", name="Close").click()
    box = page.locator("canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_role("region", name="Dock Workers’ Union").wait_for()
    page.mouse.click(box["x"] + 4, box["y"] + 4)
    expect(page.locator("[data-explore-card]")).to_be_hidden()


def test_the_wheel_scrolls_the_page_until_the_graph_is_used(page: Page, root: str) -> None:
    page.goto(f"{root}explore/")
    settled(page)
    page.locator("canvas").hover()
    before = picture(page)
    page.mouse.wheel(0, 120)
    assert picture(page) == before
    assert page.evaluate("scrollY") > 0
    page.locator("canvas").focus()
    page.mouse.wheel(0, -120)
    assert picture(page) != before


def test_the_same_file_gives_the_same_picture(browser: Browser, root: str) -> None:
    pictures = []
    for motion in ("no-preference", "no-preference", "reduce"):
        context = browser.new_context(
            reduced_motion=motion, viewport={"width": 1280, "height": 800}
        )
        page = context.new_page()
        page.goto(f"{root}explore/")
        settled(page)
        pictures.append(picture(page))
        context.close()
    assert pictures[0] == pictures[1] == pictures[2]


def test_without_motion_only_the_end_is_drawn(browser: Browser, root: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(
        """
        window.drawn = [];
        const clear = CanvasRenderingContext2D.prototype.clearRect;
        CanvasRenderingContext2D.prototype.clearRect = function (...box) {
          drawn.push(Boolean(this.canvas.dataset.settled));
          return clear.apply(this, box);
        };
        """
    )
    page.goto(f"{root}explore/")
    settled(page)
    picture(page)
    drawn = page.evaluate("drawn")
    context.close()
    # One picture of the start may come before, never one of the way.
    assert drawn.count(False) <= 1
    assert True in drawn


def test_colours_follow_the_scheme(page: Page, root: str) -> None:
    page.goto(f"{root}explore/")
    settled(page)
    light = picture(page)
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    assert picture(page) != light


def test_the_list_says_it_all_without_scripts(browser: Browser, root: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{root}explore/")
    assert not page.locator("canvas").is_visible()
    assert not page.get_by_label("Find an actor").is_visible()
    rows = page.get_by_role("region", name="Strongest ties, as a list")
    first = rows.get_by_role("listitem").first
    assert first.get_by_role("link").first.inner_text() == "Dock Workers’ Union"
    assert first.get_by_text("4 briefs").is_visible()
    assert first.get_by_role("link", name="Ministry of Transport").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_a_graph_that_does_not_come_leaves_the_list(browser_page: Page, root: str) -> None:
    browser_page.route("**/network.json", lambda route: route.fulfill(status=404))
    browser_page.goto(f"{root}explore/")
    browser_page.get_by_text("The graph could not be loaded.").wait_for()
    assert not browser_page.locator("canvas").is_visible()
    assert browser_page.get_by_role("region", name="Strongest ties, as a list").is_visible()


@pytest.mark.parametrize("path", ["", "actors/", "actors/union/", "storylines/quays/"])
def test_no_other_page_loads_any_of_it(browser_page: Page, root: str, path: str) -> None:
    heard = Heard(browser_page)
    browser_page.goto(root + path, wait_until="networkidle")
    assert not [url for url in heard.asked if re.search(r"explore|vendor|network\.json", url)]
    assert heard.errors == []


def test_a_dossier_leads_to_itself_in_the_graph(page: Page, root: str) -> None:
    page.goto(f"{root}actors/union/")
    page.get_by_role("link", name="See it among all relations").click()
    settled(page)
    assert page.get_by_role("region", name="Dock Workers’ Union").is_visible()


@pytest.mark.parametrize("width", [320, 1360])
@pytest.mark.parametrize("path", ["actors/union/", "actors/ministry/", "storylines/quays/"])
def test_names_in_a_drawing_fit_in_the_fonts_there_are(
    browser_page: Page, root: str, path: str, width: int
) -> None:
    browser_page.set_viewport_size({"width": width, "height": 900})
    browser_page.goto(root + path)
    boxes = browser_page.evaluate(
        """[...document.querySelectorAll(".b-net .b-net__name, .b-net .b-net__word")].map((text) => {
             const { x, y, width, height } = text.getBBox();
             return [x, y, x + width, y + height];
           })"""
    )
    drawn = browser_page.locator("svg.b-net").evaluate(
        "it => [it.viewBox.baseVal.width, it.viewBox.baseVal.height]"
    )
    assert len(boxes) > 4
    for n, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert top >= 0
        assert right <= drawn[0]
        assert bottom <= drawn[1]
        for other in boxes[n + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, (boxes[n], other)
    size = browser_page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.b-net__name')).fontSize)"
        " * document.querySelector('.b-net').getScreenCTM().a"
    )
    assert size >= 9


def test_links_of_a_drawing_are_for_the_pointer_and_the_list_has_them_all(
    page: Page, root: str
) -> None:
    page.goto(f"{root}actors/union/")
    drawn = page.locator(".b-net a").evaluate_all(
        "them => them.map((it) => it.getAttribute('href'))"
    )
    listed = page.locator(".b-ties > li > div > p a").evaluate_all(
        "them => them.map((it) => it.getAttribute('href'))"
    )
    assert drawn
    assert {*drawn} <= {*listed}
    assert page.locator(".b-net a").first.get_attribute("tabindex") == "-1"
    page.locator(".b-net a", has_text="Ministry").locator("circle, rect").click()
    page.wait_for_url(f"{root}actors/ministry/")
