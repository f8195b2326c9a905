"""The site of this repository, built strictly by both hosts."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_briefs.builder.pipeline import Reader
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.settings import Settings
from support.crawl import crawl
from support.sample import SAMPLE_URL
from support.sites import HOSTS, ROOT, Built, Node

MORE = r"(?:page/\d+/)?index\.html"
"""A page, and what a long listing goes on at."""
Samples = Callable[[str], Built]
HUBS = (
    *("briefs", "actors", "timeline", "implications", "outlook"),
    *("topics", "storylines", "corrections", "search"),
)


@pytest.mark.parametrize("host", HOSTS)
def test_it_builds_strictly(samples: Samples, host: str) -> None:
    site = samples(host)
    assert site.status == 0, site.output
    assert "WARNING" not in site.output
    assert "Traceback" not in site.output


def test_both_hosts_write_the_same_site(samples: Samples) -> None:
    one, other = (samples(host).files() for host in HOSTS)
    assert one.keys() == other.keys()
    # Each host signs its pages; the compressed sitemap carries the second of its making.
    generator = re.compile(rb'<meta name="generator" content="[^"]*">')
    differ = {
        name
        for name in one.keys() - {"sitemap.xml.gz"}
        if generator.sub(b"", one[name]) != generator.sub(b"", other[name])
    }
    assert differ == set()


# Both sites are the same, so what follows asks one of them.


def test_every_link_leads_somewhere_and_no_page_asks_another_host(sample: Built) -> None:
    def page(path: Path) -> Node:
        return sample.page(path.relative_to(sample.folder).as_posix())

    seen = crawl(sample.folder, SAMPLE_URL, page)
    assert seen.pages > 25
    assert seen.followed > 1000
    assert seen.broken == []
    assert seen.foreign == []


@pytest.fixture(scope="module")
def library(sample: Built) -> Library:
    """Give what the briefs of the sample say, as a build reads them."""
    settings = Settings(today=dt.date.today(), site_url=SAMPLE_URL)  # noqa: DTZ011 - as a build does
    found = Reader().load(sample.project, settings).library
    assert found.briefs
    return found


def test_the_promised_addresses_exist(sample: Built, library: Library) -> None:
    promised = {"index.html", "sitemap.xml", *(f"{hub}/index.html" for hub in HUBS)}
    promised |= {f"briefs/{brief.slug}/index.html" for brief in library.briefs}
    promised |= {f"actors/{ident}/index.html" for ident in library.catalogue.actors}
    for registry in ("topics", "storylines"):
        promised |= {
            f"{registry}/{ident}/index.html" for ident in library.catalogue.terms[registry]
        }
    assert promised <= sample.files().keys()


def test_no_page_shows_its_source(sample: Built) -> None:
    for name in sample.files():
        if name.endswith(".html") and name.partition("/")[0] in (*HUBS, "index.html"):
            # BibTeX has braces of its own, and CSL's dates have brackets.
            text = re.sub(
                r"@misc\{.*?\},\s*\}|\[\[[\d, ]+\]\]", "", sample.page(name).text, flags=re.DOTALL
            )
            traces = (
                "title: ",
                "capacity: subject",
                "---",
                "{{",
                "{%",
                "[[",
                "<!--",
                "briefs-link:",
            )
            for trace in traces:
                assert trace not in text, name


def test_every_page_has_one_heading_its_language_and_no_id_twice(
    sample: Built, library: Library
) -> None:
    languages = {f"briefs/{one.slug}/index.html": one.fields.lang for one in library.briefs}
    for name in pages(sample):
        page = sample.page(name)
        assert len(page.all("h1")) == 1, name
        assert page.one("html").attrs["lang"] == (languages.get(name) or "en"), name
        assert page.meta("description"), name
        ids = [node.attrs["id"] for node in page if "id" in node.attrs]
        assert len(ids) == len(set(ids)), (name, sorted(i for i in ids if ids.count(i) > 1))


def test_headings_never_skip_a_level(sample: Built) -> None:
    for name in pages(sample):
        levels = [int(n.tag[1]) for n in sample.page(name).article if re.fullmatch("h[1-6]", n.tag)]
        steps = itertools.pairwise(levels)
        assert all(low - high <= 1 for high, low in steps), (name, levels)
        assert levels[0] == 1, name


def pages(site: Built) -> list[str]:
    """The pages for readers: not the one of errors, nor those that only lead on."""
    found = [name for name in site.files() if name.endswith(".html") and name != "404.html"]
    return [name for name in found if not site.page(name).all("meta", http_equiv="refresh")]


@pytest.fixture(scope="module")
def told() -> dict[str, re.Pattern[str]]:
    """Give the addresses of the reference, each with what it stands for."""
    page = (ROOT / "docs" / "reference" / "addresses.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.+?) \|", page, re.MULTILINE)
    found = [one for row in rows for one in re.findall(r"`([^`]+)`", row)]
    assert len(found) > 30
    forms = {
        "<slug>": r"[^/]+",
        "<id>": r"[^/]+",
        "<year>": r"\d{4}|undated",
        "<month>": r"\d\d",
        "<page>": r"(?:actors|topics|storylines)/[^/]+|outlook",
        "<list>": r"[a-z-]+(?:/\d+-\d+)?",
    }
    whole = ("api/v1/", "pagefind/", "assets/")
    patterns = {}
    for address in found:
        text = re.escape(address).replace(r"\.html", ".html")
        for sign, form in forms.items():
            text = text.replace(re.escape(sign), f"(?:{form})")
        end = ".+" if address in whole else MORE if address.endswith("/") else ""
        patterns[address] = re.compile(text + end)
    return patterns


def test_every_file_of_the_site_is_told_in_the_reference(
    sample: Built, told: dict[str, re.Pattern[str]]
) -> None:
    """But for pages and files that authors put there themselves."""
    docs = sample.project / "docs"
    pages = {path.relative_to(docs).with_suffix("").as_posix() for path in docs.rglob("*.md")}
    beside = [
        *(path.relative_to(docs) for path in docs.rglob("*.*")),
        *(path.relative_to(sample.project) for path in sample.project.glob("briefs/**/*.*")),
    ]
    own = {*pages, *(page.removesuffix("/index") for page in pages), *map(str, beside)}
    files = [name for name in sample.files() if name.removesuffix("/index.html") not in own]
    untold = [name for name in files if not any(p.fullmatch(name) for p in told.values())]
    assert untold == []


def test_every_address_of_the_reference_is_there(
    story: Built, scored: Built, many: Built, told: dict[str, re.Pattern[str]]
) -> None:
    files = {name for site in (story, scored, many) for name in site.files()}
    assert {one for one, form in told.items() if not any(map(form.fullmatch, files))} == set()
