"""The site of this repository, built strictly by both hosts."""

from __future__ import annotations

import itertools
import re

import pytest

from support.crawl import crawl
from support.sites import HOSTS, ROOT, Built

SAMPLE_URL = "https://example.org/explainers/"
HUBS = (
    *("briefs", "actors", "timeline", "implications", "outlook"),
    *("topics", "storylines", "corrections", "search"),
)


@pytest.mark.parametrize("host", HOSTS)
def test_it_builds_strictly(samples: dict[str, Built], host: str) -> None:
    assert samples[host].status == 0, samples[host].output
    assert "WARNING" not in samples[host].output
    assert "Traceback" not in samples[host].output


def test_both_hosts_write_the_same_site(samples: dict[str, Built]) -> None:
    one, other = (samples[host].files() for host in HOSTS)
    assert one.keys() == other.keys()
    # Each host signs its pages; the compressed sitemap carries the second of its making.
    generator = re.compile(rb'<meta name="generator" content="[^"]*">')
    differ = {
        name
        for name in one.keys() - {"sitemap.xml.gz"}
        if generator.sub(b"", one[name]) != generator.sub(b"", other[name])
    }
    assert differ == set()


@pytest.mark.parametrize("host", HOSTS)
def test_every_link_leads_somewhere(samples: dict[str, Built], host: str) -> None:
    seen = crawl(samples[host].folder, SAMPLE_URL)
    assert seen.pages > 25
    assert seen.followed > 1000
    assert seen.broken == []


@pytest.mark.parametrize("host", HOSTS)
def test_no_page_asks_another_host(samples: dict[str, Built], host: str) -> None:
    assert crawl(samples[host].folder, SAMPLE_URL).foreign == []


def test_the_promised_addresses_exist(samples: dict[str, Built]) -> None:
    files = samples["mkdocs"].files()
    assert "index.html" in files
    for hub in HUBS:
        assert f"{hub}/index.html" in files
    for brief in (ROOT / "briefs").glob("*.md"):
        slug = re.sub(r"^\d{4}-\d{2}-\d{2}-", "", brief.stem)
        assert f"briefs/{slug}/index.html" in files
    assert "actors/aharon-haliva/index.html" in files
    assert "actors/yossi-mekelberg/index.html" in files
    assert "topics/regional-security/index.html" in files
    assert "storylines/war-on-gaza/index.html" in files
    assert "sitemap.xml" in files


def test_no_page_shows_its_source(samples: dict[str, Built]) -> None:
    site = samples["mkdocs"]
    for name in site.files():
        if name.endswith(".html") and name.partition("/")[0] in (*HUBS, "index.html"):
            # BibTeX has braces of its own, and CSL's dates have brackets.
            text = re.sub(
                r"@misc\{.*?\},\s*\}|\[\[[\d, ]+\]\]", "", site.page(name).text, flags=re.DOTALL
            )
            for trace in ("title:", "capacity:", "---", "{{", "{%", "[[", "<!--", "briefs-link:"):
                assert trace not in text, name


def test_every_page_has_one_heading_a_language_and_no_id_twice(samples: dict[str, Built]) -> None:
    site = samples["mkdocs"]
    for name in site.files():
        if not name.endswith(".html") or name == "404.html":
            continue
        page = site.page(name)
        assert len(page.all("h1")) == 1, name
        assert page.one("html").attrs["lang"] == "en"
        assert page.meta("description")
        ids = [node.attrs["id"] for node in page if "id" in node.attrs]
        assert len(ids) == len(set(ids)), (name, sorted(i for i in ids if ids.count(i) > 1))


def test_headings_never_skip_a_level(samples: dict[str, Built]) -> None:
    site = samples["mkdocs"]
    for name in site.files():
        if name.endswith(".html") and name != "404.html":
            article = site.page(name).article
            levels = [int(n.tag[1]) for n in article if re.fullmatch("h[1-6]", n.tag)]
            steps = itertools.pairwise(levels)
            assert all(low - high <= 1 for high, low in steps), (name, levels)
            assert levels[0] == 1, name


def test_every_file_of_the_site_is_told_in_the_reference(samples: dict[str, Built]) -> None:
    """And each address told is there, but for those that the sample gives no reason for."""
    page = (ROOT / "docs" / "reference" / "addresses.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.+?) \|", page, re.MULTILINE)
    told = [one for row in rows for one in re.findall(r"`([^`]+)`", row)]
    assert len(told) > 30
    forms = {"<slug>": r"[^/]+", "<id>": r"[^/]+", "<year>": r"\d{4}|undated", "<month>": r"\d\d"}
    whole = ("api/v1/", "pagefind/", "assets/")
    patterns = {}
    for address in told:
        text = re.escape(address).replace(r"\.html", ".html")
        for sign, form in forms.items():
            text = text.replace(re.escape(sign), f"(?:{form})")
        end = ".+" if address in whole else "index.html" if address.endswith("/") else ""
        patterns[address] = re.compile(text + end)
    own = {
        path.relative_to(ROOT / "docs").with_suffix("").as_posix()
        for path in ROOT.glob("docs/**/*.md")
    }
    files = [
        name
        for name in samples["mkdocs"].files()
        if name.removesuffix("/index.html") not in {*own, *(o.removesuffix("/index") for o in own)}
    ]
    untold = [name for name in files if not any(p.fullmatch(name) for p in patterns.values())]
    assert untold == []
    unused = {one for one, p in patterns.items() if not any(map(p.fullmatch, files))}
    assert unused <= {"timeline/<year>/<month>/", "outlook/outlook.csv"}
