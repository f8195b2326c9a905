"""A warm build gives what a cold one gives, whatever was edited, and makes no more than it must."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkdocs_briefs.builder import search as index
from support.engine import (
    KEPT,
    QUIET,
    SOURCES,
    WHOLE,
    Made,
    changed,
    cold,
    compiled_once,
    kind_of,
    made,
    put,
    replace,
    scratch,
    site,
)
from support.sites import QUIET as QUIET_HOSTS
from support.soak import SOAK

Edit = Callable[[Path], None]
STRIKE, TALKS, VERDICT = (
    f"briefs/{name}.md"
    for name in ("2024-03-04-harbour-pilots-walk-out", "2024-03-06-talks", "2024-05-02-verdict")
)
LEDGER, TIDE = "briefs/2024-05-09-ledger.md", "briefs/2024-05-20-quiet.md"
GERMAN, FRENCH = "briefs/2024-05-26-lotsen.md", "briefs/2024-05-27-pilotes.md"
CONFIG = "mkdocs.yml"
TRANSLATION = """---
title: Lotsen streiken
date: 2024-05-26
lang: de
translation_of: harbour-pilots-walk-out
summary: Die Lotsen gehen.
actors: [pilots, council]
dates: [2024-03-04: Die Lotsen gehen]
implications: [Schiffe warten.]
---

Die Lotsen gehen. Siehe [[talks]].
"""
TRANSLATION_OF_IT = TRANSLATION.replace("lang: de", "lang: fr").replace(
    "harbour-pilots-walk-out", "lotsen"
)


@dataclass(frozen=True)
class Case:
    """An edit, what the build after it has to do, and which briefs it prints again."""

    name: str
    edit: Edit
    kind: str = WHOLE
    pages: tuple[str, ...] = ()
    """The briefs whose pages are made; all others stay."""
    made: int | None = None
    """How many pages are made."""
    mute: bool = False
    """Whether it changes no word that a search could find."""


def steps(*edits: Edit) -> Edit:
    def edit(project: Path) -> None:
        for one in edits:
            one(project)

    return edit


def nothing(project: Path) -> None:
    """Leaves all as it is."""


def remove(name: str) -> Edit:
    return lambda project: (project / name).unlink()


def move(name: str, new: str) -> Edit:
    return lambda project: (project / name).rename(project / new) and None


HOOK = """
def on_page_markdown(markdown, page, config, files):
    return markdown.replace("harbour", "haven")
"""
AFTER = """
def on_post_build(config):
    from pathlib import Path

    pages = list(Path(config.site_dir).rglob("index.html"))
    assert pages, "a hook reads the built site"
    Path(config.site_dir, "count.txt").write_text(f"{len(pages)} pages")
"""

BODY = [
    Case(
        "a word of a body",
        replace(TIDE, "wrote down the height", "noted the height"),
        pages=("quiet",),
    ),
    Case(
        "a paragraph of a body",
        replace(STRIKE, "A shift lasts nine", "It is hard work.\n\nA shift lasts nine"),
        pages=("strike",),
    ),
    Case(
        "two bodies",
        steps(replace(TIDE, "at noon", "at midnight"), replace(VERDICT, "is thick", "is thin")),
        pages=(
            "quiet",
            "verdict",
        ),
    ),
    Case("the first paragraph that is a standfirst", replace(TIDE, "It was", "It had been")),
    Case("a heading of a body", replace(STRIKE, "## The night shift", "## The long night shift")),
    Case(
        "a link of a body",
        replace(TALKS, "It rained", "It [rained](https://rain.example) here"),
        pages=("talks",),
    ),
    Case(
        "a link to an ordinary page",
        replace(TALKS, "The room", "The [room](../about.md)"),
        pages=("talks",),
        mute=True,
    ),
    Case("a link to nowhere", replace(TIDE, "Boats went", "[Boats](boats.pdf) went")),
    Case(
        "a link to an anchor elsewhere",
        replace(
            TALKS, "window", "[window](2024-03-04-harbour-pilots-walk-out.md#the-long-night-shift)"
        ),
    ),
    Case("a mention in a body", replace(TIDE, "nobody counted them", "Mira Okafor counted them")),
    Case("a wikilink in a body", replace(TIDE, "boats came in", "[[mayor]] came in")),
    Case("a citation in a body", replace(TALKS, "was open.", "was open [@minutes].")),
    Case("a marker in a body", replace(TALKS, "They met", "<!-- briefs:dates -->\n\nThey met")),
    Case("text beside a marker", replace(TALKS, "was cold", "was warm")),
    Case(
        "a footnote of a body",
        replace(STRIKE, "Count of the", "A count of the"),
        pages=("strike",),
    ),
    Case(
        "a new footnote",
        replace(STRIKE, "for what came next.", "for what came next.[^2]\n\n[^2]: Much."),
    ),
    Case(
        "raw HTML in a body",
        replace(VERDICT, "The file is", 'The <b class="x">file</b> is'),
        pages=("verdict",),
        mute=True,
    ),
    Case("an anchor in a body", replace(VERDICT, "nobody", '<span id="who">nobody</span>')),
    Case(
        "a script in a body", replace(VERDICT, "The judge", "<script>1 + 1</script>\n\nThe judge")
    ),
    Case("text beside a script", replace(VERDICT, "quoted", "cited")),
    Case("a long body", replace(TIDE, "The office noted", "Tide. " * 300 + "\n\nThe office noted")),
    Case("a body that warns", replace(LEDGER, "in a drawer", "in a cupboard")),
    Case("a draft", replace("briefs/2024-05-21-draft.md", "Not finished", "Almost finished")),
    Case("nothing", nothing, KEPT),
]
FIELDS = [
    Case("title", replace(TIDE, "title: A quiet", "title: One quiet")),
    Case("date", replace(TIDE, "date: 2024-05-20", "date: 2024-05-18")),
    Case("slug", replace(VERDICT, "slug: verdict", "slug: the-verdict")),
    Case("summary", replace(STRIKE, "over night shifts", "over long nights")),
    Case("topics", replace(LEDGER, "[money]", "[law]")),
    Case("storyline", replace(LEDGER, "topics:", "storyline: pilots-dispute\ntopics:")),
    Case("actors", replace(LEDGER, "council: Owns", "mayor: Owns")),
    Case("dates", replace(LEDGER, "2024-05-08: The ledger", "2024-05-07: The ledger")),
    Case("implications", replace(STRIKE, "Ships wait", "Boats wait")),
    Case("developments", replace(TALKS, "likelihood: 70%", "likelihood: 60%")),
    Case(
        "resolution",
        replace(
            TALKS,
            "The paper is signed.}",
            "The paper is signed., resolution: {outcome: yes, date: 2024-05-30}}",
        ),
    ),
    Case("advice", replace(TALKS, "every week", "every day")),
    Case("audience", replace(TALKS, "addresses: [precedent]", "audience: [mayor, Both sides]")),
    Case(
        "attributed_to", replace(TALKS, "by: 2024-06-30", "attributed_to: council, by: 2024-06-30")
    ),
    Case("figures", replace(TALKS, "value: 12", "value: 13")),
    Case("sources", replace(TALKS, "Minutes of the", "All minutes of the")),
    Case("updates", replace(TALKS, "2024-03-09, kind", "2024-03-10, kind")),
    Case("related", replace(VERDICT, "talks: follows", "talks: updates")),
    Case("redirect_from", replace(STRIKE, "[old/strike]", "[old/strike, older/strike]")),
    Case("lang", replace(LEDGER, "date: 2024-05-09", "date: 2024-05-09\nlang: de")),
    Case("a key of the author", replace(TALKS, "x_desk: harbour", "x_desk: pier")),
    Case("a key of the page", replace(TALKS, "x_desk", "hide: [toc]\nx_desk")),
    Case("a page key that the theme lacks", replace(STRIKE, "topics:", "icon: no/such\ntopics:")),
    Case(
        "a body below fields that warn",
        replace(STRIKE, "A shift lasts", "Each shift lasts"),
        pages=("strike",),
    ),
    Case("review_by", replace(VERDICT, "2024-06-10", "2024-05-30")),
    Case("draft", replace("briefs/2024-05-21-draft.md", "draft: true", "draft: false")),
]
FILES = [
    Case(
        "a brief is added",
        put("briefs/2024-05-25-new.md", QUIET.replace("A quiet week", "A new week")),
    ),
    Case("a brief is renamed", move("briefs/2024-05-25-new.md", "briefs/2024-05-25-newer.md")),
    Case("a brief is deleted", remove("briefs/2024-05-25-newer.md")),
    Case("a translation is added", put(GERMAN, TRANSLATION)),
    Case(
        "names in two languages",
        steps(
            replace("briefs/actors.yml", "name: Town Council", "name: {en: Town Council, de: Rat}"),
            replace("briefs/topics.yml", "The law", "{en: The law, de: Recht}"),
        ),
    ),
    Case("a title of a translation", replace(GERMAN, "Lotsen streiken", "Die Lotsen streiken")),
    Case(
        "one name again",
        steps(
            replace("briefs/actors.yml", "{en: Town Council, de: Rat}", "Town Council"),
            replace("briefs/topics.yml", "{en: The law, de: Recht}", "The law"),
        ),
    ),
    Case("a translation of a translation", put(FRENCH, TRANSLATION_OF_IT)),
    Case("both are deleted", steps(remove(GERMAN), remove(FRENCH))),
    Case(
        "a name of the registry",
        replace("briefs/actors.yml", "name: Town Council", "name: City Council"),
    ),
    Case("an alias", replace("briefs/actors.yml", "[Okafor]", "[Okafor, the judge]")),
    Case(
        "an alias that fields have",
        replace("briefs/actors.yml", "council:\n", "council:\n  aliases: [the court, Leases]\n"),
    ),
    Case(
        "a new entry",
        replace(
            "briefs/actors.yml",
            "pilots:",
            "tide-office: {name: Tide Office, kind: organization}\npilots:",
        ),
    ),
    Case("a profile", replace("briefs/actors/port.md", "long ago", "in 1880")),
    Case("a topic", replace("briefs/topics.yml", "The law", "Law and order")),
    Case(
        "an asset beside a brief",
        put("briefs/pier.png", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ),
    Case("a new asset", put("briefs/boat.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")),
    Case("the body of an ordinary page", replace("docs/about.md", "We watch", "We look at")),
    Case("the title of an ordinary page", replace("docs/about.md", "# About", "# About us")),
    Case("a new ordinary page", put("docs/more.md", "# More\n\n<!-- briefs:latest -->\n")),
    Case(
        "a marker that cannot be used", replace("docs/more.md", "briefs:latest", "briefs:lattest")
    ),
    Case("a style sheet", put("docs/extra.css", "body { color: teal }\n")),
    Case("a file in the cache of the docs", put("docs/.hidden", "not published")),
    Case("nothing", nothing, KEPT),
]
SETTINGS = [
    Case("the next day", replace(CONFIG, "today: 2024-06-01", "today: 2024-06-02"), made=0),
    Case("a day behind a deadline", replace(CONFIG, "today: 2024-06-02", "today: 2024-07-02")),
    Case("the first day", replace(CONFIG, "today: 2024-07-02", "today: 2024-06-01")),
    Case("the name of the site", replace(CONFIG, "The Harbour", "The Haven")),
    Case(
        "a navigation",
        replace(
            CONFIG,
            "plugins:",
            "nav:\n  - index.md\n  - Talks: briefs/2024-03-06-talks.md\n  - briefs/index.md\n  - gone.md\nplugins:",
        ),
    ),
    Case("nothing, with a navigation", nothing, KEPT),
    Case("a body, with a navigation", replace(TALKS, "was cold", "was warm"), pages=("talks",)),
    Case(
        "a body that is in no navigation",
        replace(TIDE, "on every day", "on each day"),
        pages=("quiet",),
    ),
    Case("nothing, with warnings of the host", nothing, KEPT),
    Case("extra_css", replace(CONFIG, "[extra.css]", "[extra.css, more.css]")),
    Case("an option", replace(CONFIG, "today:", "mentions: all, today:")),
    Case("the cards", replace(CONFIG, "today:", "social_cards: false, today:")),
    Case("a Markdown extension", replace(CONFIG, "[footnotes,", "[def_list, footnotes,")),
    Case(
        "an option of an extension",
        replace(
            CONFIG,
            "[def_list,",
            "[toc: {permalink: true, slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}, def_list,",
        ),
    ),
    Case("nothing, with such an option", nothing, KEPT),
    Case(
        "excluded files",
        replace(CONFIG, "plugins:", "exclude_docs: |\n  about.md\n  *.svg\nplugins:"),
    ),
    Case(
        "a field with a link to an excluded file",
        replace(TIDE, "Nothing follows", "Nothing [follows](pier.png)"),
    ),
    Case(
        "a body beside such a field",
        replace(TIDE, "The office", "An office"),
        pages=("quiet",),
    ),
    Case("a link to an excluded file", replace(TIDE, "An office", "An [office](../about.md)")),
    Case("other excluded files", replace(CONFIG, "  about.md", "  !about.md")),
    Case("nothing, with excluded files", nothing, KEPT),
    Case(
        "a feature of the theme",
        replace(CONFIG, "font: false", "font: false, features: [navigation.tabs]"),
    ),
    Case("the language of the theme", replace(CONFIG, "font: false", "font: false, language: fr")),
    Case(
        "a template",
        steps(
            replace(CONFIG, "font: false", "font: false, custom_dir: own"),
            put("own/partials/copyright.html", "<i>Ours</i> {{ page.content | length }}"),
        ),
    ),
    Case("a body, with a template", replace(VERDICT, "is thick", "is thin")),
    Case("another template", put("own/partials/copyright.html", "<i>Theirs</i>")),
    Case("the day, with a template", replace(CONFIG, "today: 2024-06-01", "today: 2024-07-02")),
    Case(
        "a hook on pages",
        steps(put("hook.py", HOOK), replace(CONFIG, "plugins:", "hooks: [hook.py]\nplugins:")),
    ),
    Case("nothing, with a hook on pages", nothing),
    Case(
        "a hook after the build",
        steps(put("after.py", AFTER), replace(CONFIG, "hook.py", "after.py")),
    ),
    Case("nothing, with a hook after the build", nothing),
    Case("no hook", replace(CONFIG, "hooks: [after.py]\n", ""), made=0),
    Case("nothing, with no hook", nothing, KEPT),
    Case("no quick ways", replace(CONFIG, "today:", "engine: false, today:")),
    Case("nothing, without quick ways", nothing),
    Case("quick ways", replace(CONFIG, "engine: false, ", ""), made=0),
]
LINKED = """

## Precedent

They read [[Harbour pilots walk out]] again and [[Harbour pilots walk out#walk-out]], and Okafor came. The pier is old
[@minutes], and <i onclick="x()">wet</i>.
"""
EVENTS, LIBRARY = "briefs/events.yml", "briefs/sources.yml"
SHARED = [
    Case(
        "an event and a source that briefs share",
        steps(
            put(
                EVENTS,
                "tide-turns:\n  date: 2024-03-02\n  event: The tide turns\n  actors: [mayor]\n"
                "  sources: [almanac]\n",
            ),
            put(LIBRARY, "almanac: {title: The almanac}\n"),
            replace(STRIKE, "The council meets\n", "The council meets\n  - tide-turns\n"),
        ),
    ),
    Case(
        "another brief that refers to it",
        replace(
            VERDICT, "  - 2024-05-02:", "  - {id: tide-turns, actors: [council]}\n  - 2024-05-02:"
        ),
    ),
    Case("its date", replace(EVENTS, "2024-03-02", "2024-03-03")),
    Case("its words", replace(EVENTS, "The tide", "The high tide")),
    Case("the name of a source", replace(LIBRARY, "The almanac", "The tide almanac")),
    Case(
        "a citation of a registry in a body",
        replace(TALKS, "It rained\n", "It rained [@almanac]\n"),
    ),
    Case(
        "a source of BibTeX",
        steps(
            put("briefs/sources.bib", "@book{pilot, title = {The pilot}}"),
            replace(TALKS, "and the window", "[@pilot] and the window"),
        ),
    ),
    Case("its title", replace("briefs/sources.bib", "The pilot", "A pilot")),
    Case(
        "an event of another brief",
        steps(
            replace(TALKS, "event: A second round,", "event: A second round, id: round-two,"),
            replace(VERDICT, "  - {id: tide", "  - id: round-two\n  - {id: tide"),
        ),
    ),
    Case("its words there", replace(TALKS, "A second round,", "Another round,")),
    Case("a body beside it", replace(TALKS, "They met at", "They all met at"), pages=("talks",)),
    Case(
        "an id that moves to the registry",
        steps(
            replace(
                EVENTS,
                "tide-turns:",
                "round-two: {date: 2024-07-03, event: Round two, status: scheduled}\ntide-turns:",
            ),
            replace(
                TALKS,
                "{date: 2024-07-01, event: Another round, id: round-two, status: scheduled}",
                "{id: round-two, status: scheduled}",
            ),
        ),
    ),
]

LINKS = [
    Case(
        "a body with links of every kind",
        steps(
            replace(TALKS, "window was open.", f"window was open.{LINKED}"),
            replace(CONFIG, "today:", "untrusted: true, today:"),
        ),
    ),
    Case(
        "a second link, by title, to what was linked",
        replace(TALKS, "The room", "The room of [[Harbour pilots walk out]]"),
        pages=("talks",),
    ),
    Case(
        "a second mention",
        replace(TALKS, "and <i", "and Mira Okafor is <i"),
        pages=("talks",),
    ),
    Case(
        "another link to a place that is linked",
        replace(
            TALKS, "The pier is", "The pier of [[harbour-pilots-walk-out#walk-out|that day]] is"
        ),
        pages=("talks",),
    ),
    Case(
        "a link to a place of the page itself",
        replace(TALKS, "is old", "is [[#precedent|old]] and [[#sources]]"),
        pages=("talks",),
    ),
    Case("a link to another place", replace(TALKS, "#walk-out|", "#cost|")),
    Case(
        "the second citation of a source",
        replace(TALKS, "It rained\n[@minutes]", "It rained"),
        pages=("talks",),
    ),
    Case(
        "a citation that comes again, and more",
        replace(TALKS, "It rained.", "It rained [@minutes, p. 4]."),
        pages=("talks",),
    ),
    Case(
        "a link to a file",
        replace(TALKS, "wet</i>", "wet, [see](pier.png)</i>"),
        pages=("talks",),
    ),
    Case("a link to a draft", replace(TALKS, "wet,", "wet, as [[Not yet]] says,")),
    Case(
        "a second link to a draft",
        replace(TALKS, "</i>.", "</i>. A [[draft|note]] says so."),
        pages=("talks",),
    ),
    Case(
        "an earlier first mention",
        replace(TALKS, "They met at", "Mira Okafor met them at"),
    ),
    Case(
        "a name that two have",
        replace(
            "briefs/actors.yml", "name: Town Council", "name: Town Council\n  aliases: [Okafor]"
        ),
    ),
    Case(
        "a body with that name",
        replace(TALKS, "says so.", "says so. Okafor is dry."),
        pages=("talks",),
    ),
    Case(
        "a body that is edited back",
        replace(TALKS, " Okafor is dry.", ""),
        pages=("talks",),
    ),
    Case("a comment beside the fields", replace(TALKS, "x_desk", "# Ask again\nx_desk")),
    Case("no text at all", put(TIDE, QUIET.partition("\nIt was")[0])),
    Case("a first text", put(TIDE, QUIET)),
]
PAGES = {
    "strike": "briefs/harbour-pilots-walk-out",
    "talks": "briefs/talks",
    "verdict": "briefs/verdict",
    "quiet": "briefs/quiet",
}


class Chain:
    """One site that is edited again and again, and built after each edit."""

    def __init__(self, folder: Path) -> None:
        self.project = site(folder / "warm")
        self._elsewhere = folder / "cold"
        self._cold: Made | None = None
        self.made = made(self.project)
        assert self.made.kind == WHOLE

    def step(self, edit: Edit, *, compared: bool) -> tuple[Made, Made, Made | None]:
        """The site before the edit, after a warm build, and after a cold one where it is `compared`."""
        before = self.made
        edit(self.project)
        self.made = made(self.project)
        if edit is not nothing:
            self._cold = None
        if compared and self._cold is None:
            self._cold = cold(self.project, self._elsewhere)
        return before, self.made, self._cold


@pytest.fixture(scope="module")
def chains() -> Iterator[Callable[[str], Chain]]:
    """Give the chain of this name, begun when it is first asked for.

    However small, its index for the search is joined.
    """
    with compiled_once(), scratch() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "MIN_JOINED", 1)
        yield cache(lambda name: Chain(folder / name))


def check(chain: Chain, cases: list[Case], case: Case) -> None:
    """Take the step of `case`, and look at what it did.

    Every third site is compared with a cold one: what an edit leaves old stays so at the next ones.
    """
    number = cases.index(case)
    compared = bool(SOAK) or number % 3 == 2 or case is cases[-1]
    before, warm, fresh = chain.step(case.edit, compared=compared)
    if fresh:
        assert fresh.kind == WHOLE, fresh.said
        assert changed(warm.files, fresh.files) == set()
        assert warm.said == fresh.said
    assert warm.kind == case.kind
    if case.kind == KEPT:
        assert warm.files == before.files
    if case.made is not None:
        assert warm.pages == case.made
    if case.pages:
        assert warm.pages == len(case.pages)
        touched = changed(before.files, warm.files)
        pages = {f"{PAGES[name]}/index.{kind}" for name in case.pages for kind in ("html", "md")}
        assert {name for name in touched if not name.startswith("pagefind/")} == pages
        assert (touched != pages) is not case.mute, "the search knows of it"


@pytest.mark.parametrize("case", BODY, ids=lambda case: case.name)
def test_bodies(chains: Callable[[str], Chain], case: Case) -> None:
    check(chains("bodies"), BODY, case)


@pytest.mark.parametrize("case", FIELDS, ids=lambda case: case.name)
def test_fields(chains: Callable[[str], Chain], case: Case) -> None:
    check(chains("fields"), FIELDS, case)


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.name)
def test_files(chains: Callable[[str], Chain], case: Case) -> None:
    check(chains("files"), FILES, case)


@pytest.mark.parametrize("case", LINKS, ids=lambda case: case.name)
def test_links(chains: Callable[[str], Chain], case: Case) -> None:
    check(chains("links"), LINKS, case)


@pytest.mark.parametrize("case", SHARED, ids=lambda case: case.name)
def test_shared_entries(chains: Callable[[str], Chain], case: Case) -> None:
    check(chains("shared"), SHARED, case)


@pytest.mark.parametrize("case", SETTINGS, ids=lambda case: case.name)
def test_settings(chains: Callable[[str], Chain], case: Case) -> None:
    check(chains("settings"), SETTINGS, case)


def test_a_time_of_day_shows_where_a_theme_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = site(tmp_path / "warm")
    replace(CONFIG, "name: material, font: false", "name: mkdocs")(project)
    replace(CONFIG, "  - search\n", "")(project)  # MkDocs' own changes every page
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1717243200")
    made(project)
    assert made(project).kind == KEPT
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1717246800")
    warm = made(project)
    assert warm.kind == WHOLE
    assert warm.files == cold(project, tmp_path / "cold").files


def test_another_process_remembers_what_this_one_did(tmp_path: Path) -> None:
    project = site(tmp_path)
    slugs = "toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}"
    fences = "pymdownx.superfences: {custom_fences: [{name: m, class: m, format: !!python/name:pymdownx.superfences.fence_code_format }]}"
    replace(CONFIG, "[footnotes,", f"[{slugs}, {fences}, footnotes,")(project)
    replace(CONFIG, "plugins:", "exclude_docs: |\n  *.txt\n  !kept.txt\nplugins:")(project)
    kinds = []
    for seed in ("1", "2"):
        words = [sys.executable, "-m", "mkdocs", "build"]
        environ = {**os.environ, **QUIET_HOSTS, "PYTHONHASHSEED": seed}
        environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        done = subprocess.run(
            words, cwd=project, env=environ, check=True, capture_output=True, text=True
        )
        kinds.append(kind_of(done.stderr))
    assert kinds == [WHOLE, KEPT]


OWN = """
from markdown import Extension

class Own(Extension):
    def extendMarkdown(self, md):
        pass

def makeExtension(**options):
    return Own(**options)

def slugs(text, separator):
    return text.lower().replace(" ", separator)
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[footnotes,", "[own_markdown, footnotes,"),
        ("[footnotes,", "[toc: {slugify: !!python/name:own_markdown.slugs }, footnotes,"),
        ("[footnotes,", "[pymdownx.snippets, footnotes,"),
    ],
)
def test_what_has_meanings_of_its_own_is_made_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    put("lib/own_markdown.py", OWN)(tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "lib")
    project = site(tmp_path / "project")
    replace(CONFIG, old, new)(project)
    assert [made(project).kind for _ in range(2)] == [WHOLE, WHOLE]


MANY = SOAK or 2
BRIEFS = ("tide", "storm", "calm", "fog")
LINKED_WORDS = (
    *(
        "",
        "",
        "tide",
        "[[mayor]]",
        "[[mayor|She]]",
        "Mira Okafor",
        "Okafor and Okafor",
        "[[#timeline]]",
    ),
    *("It [came](2024-05-20-tide.md)", "<b>Okafor</b> came", "[Okafor](../about.md) came"),
)
VALUES = {
    **{f"{name} title": st.integers(0, 2) for name in BRIEFS},
    **{f"{name} body": st.integers(0, 5) for name in BRIEFS},
    **{f"{name} there": st.sampled_from((True, True, True, False)) for name in BRIEFS},
    **{f"{name} link": st.sampled_from(LINKED_WORDS) for name in BRIEFS},
    "alias": st.sampled_from(("Okafor", "the office")),
    "page": st.integers(0, 2),
    "css": st.integers(0, 1),
    "mentions": st.sampled_from(("first", "all")),
    "lost": st.sampled_from((False, False, True)),
}
STEP = st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name]))


def texts(state: dict[str, object]) -> Iterator[tuple[str, str]]:
    """The files of a site in this state; no text where there is none."""
    for number, name in enumerate(BRIEFS):
        linked = str(state[f"{name} link"])
        link = f"A word on {linked}." if linked in BRIEFS else linked
        text = QUIET.replace("A quiet week", f"A {name} of {state[f'{name} title']}")
        words = " and so on" * (40 * int(str(state[f"{name} body"])))
        text += f"\n{link} It was noted{words}.\n"
        yield f"briefs/2024-05-2{number}-{name}.md", text if state[f"{name} there"] else ""
    yield (
        "briefs/actors.yml",
        SOURCES["briefs/actors.yml"].replace("[Okafor]", f"[{state['alias']}]"),
    )
    yield "docs/about.md", f"# About\n\nPage {state['page']}.\n"
    yield "docs/extra.css", f"b {{ top: {state['css']} }}\n"
    yield CONFIG, SOURCES[CONFIG].replace("today:", f"mentions: {state['mentions']}, today:")


def bring(project: Path, state: dict[str, object]) -> None:
    for name, text in texts(state):
        file = project / name
        if text and not (file.exists() and file.read_text(encoding="utf-8") == text):
            put(name, text)(project)
        elif not text:
            file.unlink(missing_ok=True)
    if state["lost"]:
        (project / "site/index.html").unlink(missing_ok=True)


@settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEP, min_size=3, max_size=6))
def test_any_edits_one_after_the_other(edits: list[tuple[str, object]]) -> None:
    state: dict[str, object] = dict.fromkeys(VALUES, 0)
    state |= {f"{name} there": True for name in BRIEFS} | {f"{name} link": "" for name in BRIEFS}
    state |= {"alias": "Okafor", "mentions": "first", "lost": False}
    with compiled_once(), scratch() as folder:
        project = site(folder / "warm")
        bring(project, state)
        warm = made(project)
        for name, value in edits:
            bring(project, {**state, name: value})
            state |= {name: value, "lost": False}
            warm = made(project)
        fresh = cold(project, folder / "cold")
    assert changed(warm.files, fresh.files) == set()
    assert warm.said == fresh.said
