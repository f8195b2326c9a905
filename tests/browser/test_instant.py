"""Pages that Material's `navigation.instant` brings into the window of another one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.patience import wait_for
from support.sites import SITE_URL, TODAY, build, config, write
from support.story import STORY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Route

FEATURES = "navigation.instant, navigation.instant.prefetch, navigation.instant.progress"
LONG = "\n".join(
    [
        "---\ntitle: Sixty tides\ndate: 2024-05-20\nsummary: What the sea did.\ntopics: [law, labour]",
        "actors: [mayor, pilots, council, port]\ndates:",
        *(
            f"  - {{date: 20{10 + n // 5}-0{n % 5 + 1}-0{n % 9 + 1}, event: Tide {n}, actors: [{who}]}}"
            for n in range(60)
            for who in [("mayor", "pilots, council", "port, mayor")[n % 3]]
        ),
        "implications:",
        *(
            f"  - {{label: Wave {n}, text: Follows., actors: [{('mayor', 'port')[n % 2]}], horizon: short}}"
            for n in range(12)
        ),
        "developments:",
        *(
            f"  - {{label: Storm {n}, text: Comes., actors: [{('mayor', 'port')[n % 2]}],"
            " likelihood: 60%, by: 2024-12-31, resolves_if: It is told.}"
            for n in range(12)
        ),
        "sources: [{title: The log, url: 'https://docs.example/log'}]\n---\n",
        "See [the talks](2024-03-06-talks-begin.md), [us](../about.md) and [the sea](https://sea.example/).\n",
        '<svg viewBox="0 0 9 9" width="90"><circle id="dot" r="4"/><use href="#dot"/>',
        '<a href="https://sea.example/map"><text y="9" font-size="9">Sea</text></a></svg>\n',
    ]
)
ARABIC = """\
---
title: محادثات
date: 2024-03-06
summary: اجتماع.
lang: ar
translation_of: talks-begin
actors: [{id: mayor, role: تقود}]
dates: [2024-03-05: اجتمع المجلس]
implications: [أثر.]
---

التقوا عند الرصيف.
"""
FILES: Mapping[str, str] = {
    **STORY,
    "docs/about.md": "# About\n\nText.\n",
    "docs/scripted.md": "# With a script\n\n<script>self.ran = (self.ran ?? 0) + 1;</script>\n",
    "briefs/2024-03-06-talks.ar.md": ARABIC,
    "briefs/2024-05-20-tides.md": LONG,
}
KINDS = (
    *("", "briefs/tides/", "briefs/talks-begin/", "about/", "actors/mayor/", "timeline/2015/"),
    *("implications/", "outlook/", "storylines/pilots-dispute/", "search/", "explore/"),
    "briefs/talks.ar/",
)
STATE = """() => {
  const strip = (tree) => {
    for (const it of [tree, ...tree.querySelectorAll("*")]) {
      // What the theme and the canvas measure, and where the reader is.
      for (const name of ["style", "data-md-state", "width", "height", "data-settled"]) it.removeAttribute(name);
      it.classList.remove("md-nav__link--passed", "md-nav__link--active", "focus-visible");
      if (it.matches("[title]:is(.md-ellipsis, a:has(> .md-ellipsis))")) it.removeAttribute("title");
      if (it.matches(".md-top")) it.removeAttribute("tabindex");
      if (it.getAttribute("class") === "") it.removeAttribute("class");
    }
    return tree.outerHTML;
  };
  const head = [...document.head.cloneNode(true).children].map((it) => it.outerHTML).sort();
  return {
    lang: document.documentElement.lang,
    dir: document.body.dir,
    title: document.title,
    head,
    content: strip(document.querySelector(".md-container").cloneNode(true)),
    beside: [...document.body.children].filter((it) => !it.matches("script, link")).map((it) => it.className),
    controls: document.querySelectorAll(".briefs :is(button, select, input, summary)").length,
    sheets: [...document.styleSheets].map((it) => it.href).filter(Boolean).sort(),
  };
}"""


COUNT = """(() => {
  // Counts what of ours listens to the window and the document.
  self.listening = 0;
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (name, work, how) {
    add.call(this, name, work, how);
    if (![self, document, document.body].includes(this) || how?.once || how?.signal?.aborted) return;
    if (!new Error().stack.split("\\n")[2].includes("/assets/briefs/")) return; // the theme ends its own otherwise
    self.listening += 1;
    if (how?.signal) add.call(how.signal, "abort", () => { self.listening -= 1; });
  };
})()"""


class Reader:
    """A reader of one window, who goes from page to page."""

    def __init__(self, context: BrowserContext, root: str) -> None:
        self.page, self.root = context.new_page(), root
        self.said: list[str] = []
        self._under_way = 0
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("request", lambda _: self._ask(1))
        self.page.on("requestfinished", lambda _: self._ask(-1))
        self.page.on("requestfailed", lambda _: self._ask(-1))
        self.page.clock.set_fixed_time(f"{TODAY}T12:00:00Z")
        self.page.add_init_script(COUNT)
        # The theme follows the links that the sitemap has.
        self.page.route(re.compile("sitemap.xml$"), self._sitemap)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def _ask(self, number: int) -> None:
        self._under_way += number

    def _sitemap(self, route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(SITE_URL, self.root))

    def open(self, path: str) -> None:
        with self.page.expect_response(re.compile("sitemap.xml$")):
            self.page.goto(self.root + path)
        self.page.evaluate("window.kept ??= 1")

    def click(self, path: str) -> None:
        """Follow a link of the page at hand, once its scripts are at work."""
        self._settle()
        self.page.evaluate(
            """href => {
              const link = Object.assign(document.createElement("a"), {href});
              document.querySelector(".md-content").append(link);
              link.click();
            }""",
            self.root + path,
        )
        self.arrive(path)

    def back(self, path: str) -> None:
        self._settle()
        self.page.go_back()
        self.arrive(path)

    def _settle(self) -> None:
        """Wait until every file is there and no script has anything left to do."""
        self.page.wait_for_load_state()
        wait_for(lambda: not self._under_way, self.page)
        self.page.evaluate("new Promise((done) => requestIdleCallback(() => done()))")

    def arrive(self, path: str) -> None:
        self.page.wait_for_url(re.compile(f"{re.escape(self.root + path)}($|[?#])"))
        self.page.wait_for_function(
            "href => document.querySelector('link[rel=canonical]')?.href === href",
            arg=SITE_URL + path,
        )

    def state(self) -> dict[str, object]:
        """What the page at hand is, once nothing is under way and nothing changes any more."""
        seen: list[dict[str, object]] = []

        def is_at_rest() -> bool:
            seen.append(self.page.evaluate(STATE))
            return not self._under_way and len(seen) > 2 and seen[-1] == seen[-2] == seen[-3]

        for part, ready in (
            ("[data-explore]", "canvas[data-settled]"),
            (".b-seek", ".b-seek fieldset:not([hidden])"),
        ):
            if self.page.locator(part).count():
                self.page.locator(ready).first.wait_for()
        wait_for(is_at_rest, self.page)
        return seen[-1]

    @property
    def kept(self) -> bool:
        """Whether the window is still that of the page that was opened."""
        return bool(self.page.evaluate("window.kept"))


@pytest.fixture
def reader(browser: Browser) -> Iterator[Callable[[str], Reader]]:
    """Give a function that gives a new reader of a site. No page may say that anything is wrong."""
    contexts: list[BrowserContext] = []
    readers: list[Reader] = []

    def new(root: str) -> Reader:
        contexts.append(browser.new_context(locale="en-GB", reduced_motion="reduce"))
        readers.append(Reader(contexts[-1], root))
        return readers[-1]

    yield new
    for context in contexts:
        context.close()
    assert [each.said for each in readers if each.said] == []


@pytest.fixture(scope="module")
def roots(
    tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]
) -> Callable[[str], str]:
    """Give a function that serves the site with some policy. It is built once."""
    project = tmp_path_factory.mktemp("instant")

    @cache
    def root(policy: str) -> str:
        options = f"today: {TODAY}, ignore: [B202, B203], content_security_policy: '{policy}'"
        text = config(theme=f"name: material, features: [{FEATURES}]", briefs=options)
        write(project, {**FILES, "mkdocs.yml": text})
        site = build(project, "mkdocs", "--site-dir", f"site-{policy}")
        assert site.status == 0, site.output
        return served(project / f"site-{policy}")

    return root


def same(clicked: dict[str, object], opened: dict[str, object]) -> bool:
    """Whether two pages are in the same state. The first may have loaded styles of others."""
    pages = [{**each, "sheets": None} for each in (clicked, opened)]
    assert set(opened["sheets"]) <= set(clicked["sheets"])  # type: ignore[call-overload]
    return pages[0] == pages[1]


def test_a_page_that_is_clicked_to_or_gone_back_to_is_as_one_that_is_opened(
    reader: Callable[[str], Reader], roots: Callable[[str], str]
) -> None:
    direct, clicking = reader(roots("off")), reader(roots("off"))
    clicking.open(KINDS[3])
    opened = {}
    for path in KINDS:
        direct.open(path)
        opened[path] = direct.state()
        clicking.click(path)
        assert same(clicking.state(), opened[path]), path
    for path in reversed(KINDS[len(KINDS) // 2 : -1]):
        clicking.back(path)
        assert same(clicking.state(), opened[path]), path
    assert clicking.kept
    assert {path for path in KINDS if opened[path]["controls"]} >= {
        *("briefs/talks-begin/", "timeline/2015/", "implications/", "search/", "explore/")
    }
    assert (opened["briefs/talks.ar/"]["lang"], opened["briefs/talks.ar/"]["dir"]) == ("ar", "rtl")


def test_what_listens_for_a_page_ends_with_it(
    reader: Callable[[str], Reader], roots: Callable[[str], str]
) -> None:
    one = reader(roots("off"))
    one.open("about/")
    counts = []
    for _ in range(2):
        for path in ("briefs/talks-begin/", "implications/", "search/", "explore/", "about/"):
            one.click(path)
            one.state()
        counts.append(one.page.evaluate("listening"))
    assert 10 < counts[0] == counts[1]


def test_what_is_chosen_on_a_page_that_was_clicked_to_is_one_step_back(
    reader: Callable[[str], Reader], roots: Callable[[str], str]
) -> None:
    one = reader(roots("off"))
    one.open("outlook/")
    one.click("implications/")
    one.page.get_by_label("Actor", exact=True).select_option("port")
    rows = one.page.locator("[data-rows] [data-actors]:visible")
    assert set(rows.evaluate_all("rows => rows.map(it => it.dataset.actors)")) == {"port"}
    number = rows.count()
    one.page.go_back()
    wait_for(lambda: rows.count() > number, one.page)
    one.back("outlook/")
    assert one.kept


def test_links_in_drawings_lead_on(
    reader: Callable[[str], Reader], roots: Callable[[str], str]
) -> None:
    one = reader(roots("off"))
    one.open("about/")
    one.click("actors/mayor/")
    one.page.locator(".b-net a").first.dispatch_event("click")
    one.page.wait_for_url(re.compile("/actors/(?!mayor)[a-z]+/$"))
    one.open("timeline/2015/")
    one.page.get_by_label("Actor", exact=True).select_option("port")
    bars = one.page.locator(".b-strip svg a")
    for at in range(bars.count()):
        assert "?actor=port" in bars.nth(at).evaluate("it => it.href.baseVal")


def test_print_has_the_addresses_of_other_sites_alone(
    reader: Callable[[str], Reader], roots: Callable[[str], str]
) -> None:
    one = reader(roots("off"))
    one.open("about/")
    one.click("briefs/tides/")
    one.page.emulate_media(media="print")
    links = one.page.locator(".b-body a:not(svg a)")
    printed = links.evaluate_all(
        "all => all.map(it => [it.textContent, getComputedStyle(it, '::after').content])"
    )
    assert [text for text, after in printed if after != "none"] == ["the sea"]
    assert "https://sea.example/" in dict(printed)["the sea"]
    one.click("briefs/talks-begin/")
    assert not one.page.locator(".b-perma:visible, a[href$='#cite-this']:visible").count()


def test_marks_of_places_are_copied_on_a_page_that_was_clicked_to(
    reader: Callable[[str], Reader], roots: Callable[[str], str]
) -> None:
    one = reader(roots("off"))
    one.open("about/")
    one.click("briefs/talks-begin/")
    one.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    one.page.locator("a[href$='#cite-this']").click()
    one.page.get_by_role("button", name="Copy: BibTeX").wait_for()
    mark = one.page.locator("a.b-perma").first
    mark.dispatch_event("click")
    wait_for(
        lambda: (
            one.page.evaluate("navigator.clipboard.readText()") == mark.evaluate("it => it.href")
        ),
        one.page,
    )


def test_under_a_policy_every_page_is_loaded_anew(
    reader: Callable[[str], Reader], roots: Callable[[str], str]
) -> None:
    """A window keeps the policy of a page, which would hold what the next one may do."""
    direct, clicking = reader(roots("pages")), reader(roots("pages"))
    path = "briefs/tides/"
    direct.open("scripted/")
    assert direct.page.evaluate("self.ran") == 1
    clicking.open("about/")
    clicking.click(path)  # a page without a policy lets it come into its window
    assert clicking.kept
    clicking.click("scripted/")
    assert not clicking.kept
    assert clicking.page.evaluate("self.ran") == 1
    for path in ("implications/", "search/", "briefs/talks-begin/"):
        direct.open(path)
        clicking.click(path)
        assert same(clicking.state(), direct.state()), path
    clicking.open("scripted/")
    clicking.click("implications/")
    clicking.back("scripted/")
    wait_for(lambda: clicking.page.evaluate("self.ran") == 1, clicking.page)
    # On a slow machine the theme is quicker than the new load, and the policy refuses the script.
    clicking.said = [text for text in clicking.said if "Executing inline script" not in text]
