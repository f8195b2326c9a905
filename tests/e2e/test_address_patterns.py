"""Addresses with the date in them: headlines recur, links hold, and old addresses lead on."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.builder.data_files import machine_files
from mkdocs_briefs.builder.pipeline import Loaded, Reader, read_settings
from mkdocs_briefs.model.ids import address_of, is_id, pattern_fault
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.render.links import relative_url
from support.crawl import crawl
from support.engine import changed, cold, made, scratch
from support.forks import run_program
from support.repositories import clean, commit, git
from support.sites import SITE_URL, Built, config, write

Make = Callable[..., Built]
OPTIONS = "today: 2026-06-01, ignore: [B202]"
FORECAST = (
    "developments:\n"
    "  - {label: A cut, text: The rate falls., actors: [mira-okafor], likelihood: likely, by: 2025-12-31,\n"
    "     resolves_if: It is announced., resolution: {outcome: yes, date: 2025-12-01}}\n"
)


def options(address: str = "", *former: str) -> str:
    pattern = f', address: "{address}"' if address else ""
    before = f", former_addresses: {json.dumps(former)}" if former else ""
    return f"{OPTIONS}{pattern}{before}"


def brief(title: str, date: str, more: str = "", body: str = "Text.") -> str:
    return (
        f"---\ntitle: {title}\ndate: {date}\nsummary: It is told.\ntopics: [rates]\n"
        f"actors: [{{name: Mira Okafor, kind: person}}]\n{more}---\n\n{body}\n"
    )


DECISIONS = {
    f"briefs/{year}-04-22-rate-decision.md": brief(
        f"Rates in {year}",
        f"{year}-04-22",
        f"dates: [{{date: {year}-04-22, event: Court hearing, actors: [mira-okafor]}}]\n{FORECAST}",
    )
    for year in (2024, 2025)
}
LINKS = """\
By id [[2024/rate-decision#a-cut]], by file [[2025-04-22-rate-decision|last]], by title
[[Rates in 2024]], by [the file](2025-04-22-rate-decision.md), by slug [[other]]."""
OTHER = {
    "briefs/2025-05-01-other.md": brief("Other", "2025-05-01"),
    "briefs/2025-05-02-links.md": brief(
        "Links",
        "2025-05-02",
        "redirect_from: [links-of-old]\nrelated: [2025-04-22-rate-decision]\n"
        "translation_of: other\nlang: de\n",
        LINKS,
    ),
}
WHOLE = DECISIONS | OTHER
ABOUT = {
    "docs/about.md": "# About\n\n[One](briefs/2024-04-22-rate-decision.md) [[other]]\n\n"
    "<!-- briefs:list -->\n",
    "docs/briefs/links.md": "# A page of the owner\n",
}


def load(folder: Path, files: dict[str, str], written: str) -> Loaded:
    write(folder, {"mkdocs.yml": config(briefs=written), **files})
    return Reader().load(folder, read_settings(folder))


def errors(loaded: Loaded) -> list[str]:
    return [str(p.message) for p in loaded.problems if str(p.severity) == "error"]


def redirects(loaded: Loaded) -> dict[str, str]:
    return {one.path: one.target.path for one in Plan(loaded.library).redirects()}


@pytest.fixture(scope="module")
def site(make: Make) -> Built:
    built = make({"mkdocs.yml": config(briefs=options("{year}/{slug}")), **WHOLE, **ABOUT})
    assert built.status == 0, built.output
    return built


def test_recurring_headlines_are_pages_files_and_records_of_their_own(site: Built) -> None:
    rows = json.loads(site.read("api/v1/briefs.json"))["briefs"]
    assert {row["id"]: row["path"] for row in rows} == {
        ident: f"briefs/{ident}/"
        for ident in ("2024/rate-decision", "2025/rate-decision", "2025/other", "2025/links")
    }
    for row in rows:
        record = json.loads(site.read(row["json"]))
        assert record["brief"]["id"] == row["id"]
        assert record["markdown"] == f"{row['path']}index.md"
        assert site.read(record["markdown"]).startswith(f"# {row['title']}")
        assert f"<h1>{row['title']}</h1>" in site.read(row["path"])
        assert f"{SITE_URL}{row['path']}" in site.read("sitemap.xml")
        assert f"edit/main/{row['id']}" not in site.read(row["path"])


def test_every_link_of_the_site_leads_somewhere(site: Built) -> None:
    report = crawl(site.folder)
    assert report.broken == report.foreign == []
    page = site.read("briefs/2025/links/")
    for target in (
        "../../2024/rate-decision/#a-cut", "../rate-decision/", "../../2024/rate-decision/", "../other/",
    ):  # fmt: skip
        assert f'href="{target}"' in page


def test_old_addresses_lead_on_and_a_shared_one_to_the_oldest(site: Built) -> None:
    for old, new in {
        "briefs/rate-decision/": "briefs/2024/rate-decision/",
        "briefs/other/": "briefs/2025/other/",
        "briefs/links-of-old/": "briefs/2025/links/",
        "briefs/2025/links-of-old/": "briefs/2025/links/",
    }.items():
        assert (
            f'<meta http-equiv="refresh" content="0; url={relative_url(old, new)}">'
            in site.read(old)
        )


def test_a_page_of_the_owner_at_an_old_address_stays(site: Built) -> None:
    assert "A page of the owner" in site.read("briefs/links/")


def test_feeds_calendars_and_events_keep_their_ids_when_addresses_change() -> None:
    def ids(files: dict[str, str], written: str) -> tuple[set[str], set[str], set[str]]:
        with scratch() as folder:
            loaded = load(folder, files, written)
        factory = ViewFactory(loaded.library)
        made = dict(machine_files(factory, lambda _: None))
        calendar = made["actors/mira-okafor/calendar.ics"]()
        uids = re.findall("(?m)^UID:((?:.*\r?\n )*.*)", calendar)
        feed = re.findall("<id>(.*?)</id>", made["feed.xml"]())
        return {*feed}, {*uids}, {event.id for event in loaded.library.events}

    one = {name: text for name, text in WHOLE.items() if "2025-04" not in name}
    one = {
        name: text.replace("2025-04-22-rate-decision", "rate-decision")
        for name, text in one.items()
    }
    hearing = (
        "  - {date: 2099-0%d-01, event: Court hearing, actors: [mira-okafor], status: scheduled}\n"
    )
    ahead = f"dates:\n{hearing % 6}"
    one["briefs/2025-05-02-links.md"] = brief("Links", "2025-05-02", ahead)
    plain = ids(one, options())
    assert plain[1]
    assert ids(one, options("{year}/{slug}")) == plain
    assert ids(one, options("{date}-{slug}")) == plain
    later = f"{ahead}{hearing % 7}"
    two = WHOLE | {"briefs/2025-05-02-links.md": brief("Links", "2025-05-02", later)}
    whole = ids(two, options("{year}/{slug}"))
    assert ids(two, options("{date}-{slug}")) == whole
    assert all(fewer < more for fewer, more in zip(plain, whole, strict=True))


def test_events_of_one_moment_that_are_told_alike_keep_their_ids(tmp_path: Path) -> None:
    def ids(written: str) -> dict[str, str]:
        told = "dates: [{date: 2024-03-01, event: A vote is held}]"
        files = {
            f"briefs/2024-04-22-{name}.md": f"---\ntitle: {name}\ndate: 2024-04-22\n{told}\n---\n"
            for name in ("vote", "vote-again")
        }
        library = load(tmp_path, files, written).library
        return {event.lead.brief.name: event.id for event in library.events}

    plain = ids(options())
    assert len({*plain.values()}) == 2
    assert ids(options("{slug}/{year}")) == plain  # where a slash comes after a hyphen


def test_a_slug_that_several_have_is_a_problem_where_it_is_written(tmp_path: Path) -> None:
    more = {
        "briefs/a.md": brief(
            "A", "2025-01-01", "related: [rate-decision]\n", "See [[rate-decision]]."
        )
    }
    loaded = load(tmp_path, WHOLE | more, options("{year}/{slug}"))
    found = [
        (p.code, p.location.line, p.message) for p in loaded.problems if p.code in {"B302", "B308"}
    ]
    names = "“rate-decision” names 2024/rate-decision, 2025/rate-decision"
    assert found == [("B302", 7, names), ("B308", 10, names)]


def test_only_equal_addresses_clash(tmp_path: Path) -> None:
    plain = load(tmp_path / "a", WHOLE, options())
    (clash,) = [p for p in plain.problems if p.code == "B306"]
    assert "address:" in clash.help
    same = DECISIONS | {"briefs/more/2024-05-01-rate-decision.md": brief("Again", "2024-05-01")}
    assert (
        len(
            [
                p
                for p in load(tmp_path / "b", same, options("{year}/{slug}")).problems
                if p.code == "B306"
            ]
        )
        == 1
    )
    assert errors(load(tmp_path / "c", same, options("{date}-{slug}"))) == []


def test_former_patterns_redirect_and_their_ids_still_link(tmp_path: Path) -> None:
    loaded = load(tmp_path / "a", WHOLE, options("{date}-{slug}", "{slug}", "{year}/{slug}"))
    assert errors(loaded) == []
    found = redirects(loaded)
    assert found["briefs/2025/rate-decision/"] == "briefs/2025-04-22-rate-decision/"
    assert found["briefs/rate-decision/"] == "briefs/2024-04-22-rate-decision/"
    assert len({*found}) == len(found)
    alone = load(tmp_path / "b", DECISIONS, options("{year}/{slug}") + ", former_addresses: []")
    assert redirects(alone) == {}
    back = load(tmp_path / "c", OTHER, options("", "{year}/{slug}"))
    assert redirects(back)["briefs/2025/other/"] == "briefs/other/"


def test_a_warm_build_is_as_a_cold_one_when_the_option_changes(tmp_path: Path) -> None:
    project = tmp_path / "project"
    write(project, {"mkdocs.yml": config(briefs=options("{year}/{slug}")), **WHOLE, **ABOUT})
    made(project)
    pattern = options("{date}-{slug}", "{slug}", "{year}/{slug}")
    flat = "use_directory_urls: false"
    for text in (config(briefs=pattern), config(briefs=f"{pattern}, engine: false", more=flat)):
        (project / "mkdocs.yml").write_text(text, "utf-8")
        warm = made(project)
        assert changed(warm.files, cold(project, tmp_path / "cold").files) == set()
        assert crawl(project / "site").broken == []


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("{sug}", "Did you mean {slug}?"),
        ("{year}", "{slug} is missing"),
        ("/{slug}", "slash between"),
        ("../{slug}", "“..” cannot be"),
        ("page/{slug}", "“page” cannot be"),
        ("{slug}{", "cannot be"),
        ("{year}//{slug}", "slash between"),
    ],
)
def test_a_fault_of_a_pattern_is_told_with_the_options(
    tmp_path: Path, pattern: str, says: str
) -> None:
    write(tmp_path, {"mkdocs.yml": config(briefs=options(pattern)), **OTHER})
    done = run_program("briefs", ["check"], tmp_path, os.environ, together=True)
    assert done.returncode == 1
    assert "mkdocs.yml:1:1: error[B205] Plugin 'briefs' option 'address'" in done.stdout
    assert says in done.stdout


@given(
    st.lists(
        st.sampled_from(["{slug}", "{year}", "{month}", "{day}", "{date}", "/", "-", "..", "a", "{", "page", " "]),
        max_size=8,
    ).map("".join),
    st.from_regex(r"[a-z][a-z0-9-]{0,20}[a-z0-9]", fullmatch=True).filter(is_id),
    st.dates(),
)  # fmt: skip
def test_a_pattern_without_a_fault_gives_safe_addresses(pattern, slug, day) -> None:
    if not pattern_fault(pattern):
        address = address_of(pattern, slug, day)
        assert slug in address
        assert all(part and part != ".." for part in address.split("/"))


def test_the_guard_compares_addresses_of_both_patterns(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": config(briefs=options("{year}/{slug}")), **WHOLE})
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path)

    def guard(written: str) -> tuple[int, str]:
        (tmp_path / "mkdocs.yml").write_text(config(briefs=written), "utf-8")
        done = run_program("briefs", ["guard", "--base", "main"], tmp_path, clean(), together=True)
        return done.returncode, done.stdout

    assert guard(options("{date}-{slug}", "{slug}", "{year}/{slug}"))[0] == 0
    status, said = guard(options("{date}-{slug}"))
    assert status == 1
    assert said.count("error[B603]") == 4
    assert 'former_addresses: ["{year}/{slug}"]' in said
    assert "B602" not in said


def test_renaming_goes_by_the_address_and_leaves_all_redirects(tmp_path: Path) -> None:
    loaded = load(tmp_path, WHOLE, options("{year}/{slug}"))
    before = redirects(loaded)
    for old, new in (("2025/rate-decision", "spring"), ("other", "another")):
        done = run_program("briefs", ["rename", old, new], tmp_path, os.environ, together=True)
        assert done.returncode == 0, done.stdout
    after = Reader().load(tmp_path, read_settings(tmp_path))
    assert errors(after) == []
    assert {*after.library.catalogue.briefs} == {
        "2024/rate-decision", "2025/spring", "2025/another", "2025/links",
    }  # fmt: skip
    found = redirects(after)
    assert found["briefs/2025/rate-decision/"] == "briefs/2025/spring/"
    assert found["briefs/2025/other/"] == found["briefs/other/"] == "briefs/2025/another/"
    assert {*before} <= {*found}
    body = (tmp_path / "briefs/2025-05-02-links.md").read_text("utf-8")
    assert "[[2025-04-22-spring|last]]" in body
    assert "[[another]]" in body
    assert "(2025-04-22-spring.md)" in body
