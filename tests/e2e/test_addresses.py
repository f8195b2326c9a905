"""An address that was published stays: `briefs rename`, `redirect_from`, and `briefs guard`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from mkdocs_briefs.builder.pipeline import Reader
from mkdocs_briefs.pages.redirects import redirects, removed_addresses
from mkdocs_briefs.problems import Problem, Severity
from mkdocs_briefs.settings import Settings
from support.forks import run_program
from support.repositories import clean, commit, git
from support.sites import TODAY, Built, config, write

SETTINGS = Settings(today=dt.date(2024, 6, 1))
Make = Callable[..., Built]
Edit = Callable[[dict[str, str]], dict[str, str]]


def brief(title: str, more: str = "", date: str = "2024-04-22") -> str:
    return f"---\ntitle: {title}\ndate: {date}\n{more}---\n\nText.\n"


BEFORE = {
    "briefs/2024-04-22-port.md": brief(
        "The port closes",
        "redirect_from: [first-port]\ntopics: [labour]\nstoryline: dispute\n"
        "actors: [mayor, {name: Tide Office, kind: organization}]\n",
    ),
    "briefs/2024-04-23-strike.md": brief("The pilots strike", "actors: [pilots]\n"),
    "briefs/2024-04-24-later.md": brief("Not yet", "draft: true\n"),
    "briefs/actors.yml": "mayor: {name: Mira Okafor, kind: person}\npilots: {name: Harbour pilots}\n",
    "briefs/topics.yml": "labour: {name: Labour}\n",
    "briefs/storylines.yml": "dispute: {name: The dispute}\n",
}
PORT, STRIKE = "briefs/2024-04-22-port.md", "briefs/2024-04-23-strike.md"
ACTORS, TOPICS = "briefs/actors.yml", "briefs/topics.yml"


def load(folder: Path, files: dict[str, str]):
    write(folder, {"mkdocs.yml": "site_name: Test\nplugins: [briefs]\n", **files})
    return Reader().load(folder, SETTINGS)


def replaced(name: str, *pairs: tuple[str, str], to: str = "") -> Edit:
    """An edit of one file, which may also get another name."""

    def edit(files: dict[str, str]) -> dict[str, str]:
        text = files[name]
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        return {**{key: each for key, each in files.items() if key != name}, to or name: text}

    return edit


def without(*names: str) -> Edit:
    return lambda files: {key: text for key, text in files.items() if key not in names}


LAST = ("first-port]", "first-port, port]")
GONE: dict[str, tuple[Edit, str, str, str]] = {
    "a deleted brief": (without(STRIKE), "B603", STRIKE, "Bring it back"),
    "a brief that became a draft": (
        replaced(STRIKE, ("title:", "draft: true\ntitle:")), "B603", f"{STRIKE}:2:8", "Publish it",
    ),
    "a brief that is dated ahead": (
        replaced(STRIKE, ("2024-04-22", "2024-07-01")), "B603", f"{STRIKE}:3:7", "Publish it",
    ),
    "a file with another name": (
        replaced(STRIKE, to="briefs/2024-04-23-the-strike.md"),
        "B603", "briefs/2024-04-23-the-strike.md", "redirect_from: [strike]",
    ),
    "a file with another name and a title that is nearly the same": (
        replaced(STRIKE, ("pilots strike", "pilots are on strike"), to="briefs/walk-out.md"),
        "B603", "briefs/walk-out.md", "redirect_from: [strike]",
    ),
    "another slug": (
        replaced(PORT, ("title:", "slug: harbour\ntitle:")),
        "B603", f"{PORT}:2:7", "redirect_from: [first-port, port]",
    ),
    "a redirect that is left out": (
        replaced(PORT, ("redirect_from: [first-port]\n", "")), "B603", PORT, "briefs/first-port/",
    ),
    "a redirect that is left out as the brief moves again": (
        replaced(PORT, ("[first-port]", "[port]"), to="briefs/harbour.md"),
        "B603", "briefs/harbour.md", "briefs/first-port/",
    ),
    "an actor without an entry any more": (
        replaced(ACTORS, ("mayor: {name: Mira Okafor, kind: person}\n", "")),
        "B603", ACTORS, "redirect_from: [mayor]",
    ),
    "an actor with another id": (
        replaced(ACTORS, ("mayor:", "mira-okafor:")),
        "B603", f"{ACTORS}:1:1", "Add to the actor mira-okafor, if that takes its place: redirect_from: [mayor].",
    ),
    "a topic with another id": (
        replaced(TOPICS, ("labour:", "work:")), "B603", f"{TOPICS}:1:1", "redirect_from: [labour]",
    ),
    "an actor that only a brief named": (
        replaced(PORT, ("Tide Office", "Office of Tides")), "B604", f"{PORT}:7", "tide-office",
    ),
}  # fmt: skip
KEPT: dict[str, Edit] = {
    "nothing": lambda files: files,
    "another slug with a redirect": replaced(PORT, ("title:", "slug: harbour\ntitle:"), LAST),
    "a brief that another takes in": lambda files: without(STRIKE)(
        replaced(PORT, ("[first-port]", "[first-port, briefs/strike/]"))(files)
    ),
    "an actor that another takes in": replaced(
        ACTORS,
        ("mayor: {name: Mira Okafor, kind: person}\n", ""),
        ("{name: Harbour pilots}", "{name: Harbour pilots, redirect_from: mayor}"),
    ),
    "a storyline that only briefs name now": without("briefs/storylines.yml"),
    "an entry in a file of its own": lambda files: {
        **without(TOPICS)(files),
        "briefs/topics/labour.md": "---\nname: Work\n---\n",
    },
    "another title and name": lambda files: replaced(ACTORS, ("Mira Okafor", "Mrs Okafor"))(
        replaced(PORT, ("The port closes", "The harbour is shut"))(files)
    ),
    "a draft that is given up": without("briefs/2024-04-24-later.md"),
    "an entry for an actor that only a brief named": lambda files: {
        **files,
        ACTORS: f"{files[ACTORS]}tide-office: {{name: Tide Office}}\n",
    },
}


def found(tmp_path: Path, edit: Edit) -> list[Problem]:
    before, after = load(tmp_path / "before", BEFORE), load(tmp_path / "after", edit(BEFORE))
    assert not [one for one in before.problems if one.severity is Severity.ERROR]
    return [*removed_addresses(before.library, after.library)]


@pytest.mark.parametrize("name", GONE)
def test_an_address_that_leads_nowhere_is_told_with_what_to_write(
    tmp_path: Path, name: str
) -> None:
    edit, code, place, help_ = GONE[name]
    (problem,) = found(tmp_path, edit)
    assert problem.code == code
    assert f"{problem.location}".startswith(place)
    assert help_ in problem.help


@pytest.mark.parametrize("name", KEPT)
def test_an_address_that_stays_or_leads_on_is_no_problem(tmp_path: Path, name: str) -> None:
    assert found(tmp_path, KEPT[name]) == []


CLAIMS = [
    ("[../up]", "B208", "is not an address of this site"),
    ("[https://elsewhere.example/x]", "B208", "is not an address of this site"),
    ("[timeline/]", "B306", "already belongs to the page timeline/"),
    ("[index.html]", "B306", "the address / already belongs to the front page"),
    ("[port]", "B306", "already belongs to the brief port"),
    ("[briefs/first-port/]", "B306", "already belongs to a redirect to the brief port"),
    ("[actors/mayor/]", "B306", "already belongs to the actor mayor"),
    ("[Briefs/PORT/]", "B306", "already belongs to the brief port"),
    ("[briefs/port/index.html/x]", "B306", "already belongs to the brief port"),
    ("[Strike]", "B306", "already belongs to the brief strike"),
    ("[/about/]", "B306", "already belongs to about.md"),
    ("[/ABOUT]", "B306", "already belongs to about.md"),
    ("[/guide/]", "B306", "already belongs to guide/README.md"),
    ("[/photo.png]", "B306", "already belongs to photo.png"),
    ("[/photo.png/x/]", "B306", "already belongs to photo.png"),
    ("[/feed.xml]", "B306", "already belongs to feed.xml"),
    ("[/404.html]", "B306", "already belongs to 404.html"),
    ("[x, x]", "B306", "already belongs to a redirect to the brief strike"),
]


@pytest.mark.parametrize(("written", "code", "message"), CLAIMS)
def test_an_old_address_that_cannot_be_had_is_a_problem_where_it_stands(
    tmp_path: Path, written: str, code: str, message: str
) -> None:
    text = BEFORE[STRIKE].replace("title:", f"redirect_from: {written}\ntitle:")
    pages = {
        "docs/about.md": "# About\n",
        "docs/guide/README.md": "# Guide\n",
        "docs/photo.png": "",
    }
    loaded = load(tmp_path, {**BEFORE, **pages, STRIKE: text})
    (problem,) = [one for one in loaded.problems if one.severity is Severity.ERROR]
    assert (problem.code, problem.location.path, problem.location.line) == (code, STRIKE, 2)
    assert problem.location.column >= len("redirect_from: [")
    assert message in problem.message


def test_a_folder_without_a_page_can_lead_on(tmp_path: Path) -> None:
    text = BEFORE[STRIKE].replace("title:", "redirect_from: [/api/, /pictures]\ntitle:")
    loaded = load(tmp_path, {**BEFORE, STRIKE: text, "docs/pictures/a.png": ""})
    assert [one for one in loaded.problems if one.severity is Severity.ERROR] == []


def test_a_draft_is_told_of_an_address_that_it_cannot_have(tmp_path: Path) -> None:
    later = "briefs/2024-04-24-later.md"
    text = BEFORE[later].replace("title:", "redirect_from: [port]\ntitle:")
    problems = load(tmp_path, {**BEFORE, later: text}).problems
    assert ("B306", later) in [(one.code, one.location.path) for one in problems]


def test_an_address_that_is_one_s_own_again_is_no_problem(tmp_path: Path) -> None:
    text = BEFORE[STRIKE].replace("title:", "redirect_from: [strike, walk-out]\ntitle:")
    loaded = load(tmp_path, {**BEFORE, STRIKE: text})
    assert [one for one in loaded.problems if one.severity is Severity.ERROR] == []
    paths = {view.path for view in redirects(loaded.library)}
    assert paths == {"briefs/walk-out/", "briefs/first-port/"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Give a repository whose branch main has published a site."""
    write(tmp_path, {"mkdocs.yml": "site_name: Test\nplugins: [briefs]\n", **BEFORE})
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "Publish")
    return tmp_path


def briefs(folder: Path, *words: str) -> tuple[int, str]:
    done = run_program("briefs", words, folder, clean(), together=True)
    assert "Traceback" not in done.stdout
    return done.returncode, done.stdout


def test_what_is_renamed_by_the_command_leads_on_from_every_name_it_had(site: Path) -> None:
    for kind, *names in (
        ("brief", "port", "harbour", "haven"),
        ("actor", "mayor", "okafor", "mira"),
        ("topic", "labour", "work", "jobs"),
        ("storyline", "dispute", "quarrel", "row"),
    ):
        for old, new in pairwise(names):
            status, said = briefs(site, "rename", f"{kind}:{old}", new)
            assert status == 0, said
    assert briefs(site, "guard", "--base", "main", "--today", "2024-06-01")[0] == 0
    library = Reader().load(site, SETTINGS).library
    assert {view.path: view.target.path for view in redirects(library)} == {
        "briefs/first-port/": "briefs/haven/",
        "briefs/port/": "briefs/haven/",
        "briefs/harbour/": "briefs/haven/",
        "actors/mayor/": "actors/mira/",
        "actors/okafor/": "actors/mira/",
        "topics/labour/": "topics/jobs/",
        "topics/work/": "topics/jobs/",
        "storylines/dispute/": "storylines/row/",
        "storylines/quarrel/": "storylines/row/",
    }


def test_the_guard_fails_for_an_address_and_notes_a_name(site: Path) -> None:
    write(site, replaced(PORT, ("Tide Office", "Office of Tides"))(BEFORE))
    status, said = briefs(site, "guard", "--base", "main", "--today", "2024-06-01")
    assert status == 0
    assert "warning[B604]" in said
    (site / STRIKE).unlink()
    status, said = briefs(site, "guard", "--base", "main", "--today", "2024-06-01")
    assert status == 1
    assert f"{STRIKE}:1:1: error[B603]" in said


def test_an_ordinary_page_at_the_old_address_takes_the_place_of_a_brief(site: Path) -> None:
    (site / STRIKE).unlink()
    write(site, {"docs/briefs/strike.md": "# Moved\n"})
    assert briefs(site, "guard", "--base", "main", "--today", "2024-06-01")[0] == 0


def test_a_file_that_cannot_be_read_is_not_told_to_be_gone(site: Path) -> None:
    write(site, {STRIKE: "---\ntitle: [\n---\n", TOPICS: "labour: [\n"})
    assert "B603" not in briefs(site, "guard", "--base", "main", "--today", "2024-06-01")[1]


def test_an_author_has_no_page_to_lead_on_from(site: Path) -> None:
    write(site, {"briefs/authors.yml": "ada: {name: Ada Writer}\n"})
    status, said = briefs(site, "rename", "author:ada", "writer")
    assert status == 0
    assert "Authors have no page" in said
    assert "redirect_from" not in (site / "briefs/authors.yml").read_text()


def test_every_old_address_has_a_page_that_leads_on(make: Make) -> None:
    built = make(
        {
            "mkdocs.yml": config(briefs=f"today: {TODAY}, ignore: [B202]"),
            PORT: BEFORE[PORT],
            STRIKE: BEFORE[STRIKE].replace(
                "title:",
                "redirect_from: [/2019-report, /press.php, /caf%C3%A9/x, /Old Port/]\ntitle:",
            ),
            ACTORS: "mayor: {name: Mira Okafor, redirect_from: [okafor]}\npilots: Harbour pilots\n",
            TOPICS: "labour: {name: Labour, redirect_from: [work, old/work.html]}\n",
            "briefs/storylines.yml": "dispute: {name: The dispute, redirect_from: row}\n",
        }
    )
    assert built.status == 0, built.output
    for old, new in {
        "briefs/first-port/": "../port/",
        "actors/okafor/": "../mayor/",
        "topics/work/": "../labour/",
        "old/work.html": "../topics/labour/",
        "storylines/row/": "../dispute/",
        "2019-report/": "../briefs/strike/",
        "press.php/": "../briefs/strike/",
        "café/x/": "../../briefs/strike/",
        "Old Port/": "../briefs/strike/",
    }.items():
        page = built.page(old)
        assert [href for _, href in page.links] == [new]
        assert page.one("link", rel="canonical").attrs["href"].startswith("https://")
        assert page.one("meta", name="robots").attrs["content"] == "noindex"
        assert page.one("meta", http_equiv="refresh").attrs["content"] == f"0; url={new}"
