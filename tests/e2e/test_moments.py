"""Three briefs of one day: their hours put them in order, wherever the site lists or dates them."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_briefs.builder.pipeline import Reader, read_settings
from support.forks import run_program
from support.sites import SITE_URL, Built, config, write

Make = Callable[..., Built]
OPTIONS = "today: 2024-06-01, ignore: [B202]"


def brief(title: str, date: str, more: str = "") -> str:
    return (
        f"---\ntitle: {title}\ndate: {date}\nsummary: It is told.\ntopics: [port]\n"
        f"actors: [{{name: Mira Okafor, kind: person}}]\n{more}---\n\nText.\n"
    )


# Names and titles are in another order than the hours.
BRIEFS = {
    "briefs/2024-05-02-a-morning.md": brief("A morning", "2024-05-02T08:00+02:00"),
    "briefs/2024-05-02-b-evening.md": brief("B evening", "2024-05-02 20:30:15 +02:00"),
    "briefs/2024-05-02-c-noon.md": brief("C noon", "2024-05-02T11:00Z"),
    "briefs/2024-05-02-d-day.md": brief("D day", "2024-05-02"),
    "briefs/2024-05-01-e-far.md": brief("E far", "2024-05-01T23:30-11:00"),
    "briefs/2024-04-01-old.md": brief(
        "Old",
        "2024-04-01",
        "updates:\n"
        "  - {date: 2024-05-02T09:00+02:00, kind: correction, text: First.}\n"
        "  - {date: 2024-05-02T21:00+05:45, kind: retraction, text: Second.}\n",
    ),
}
ORDER = ["b-evening", "c-noon", "e-far", "a-morning", "d-day", "old"]


@pytest.fixture(scope="module")
def site(make: Make) -> Built:
    built = make({"mkdocs.yml": config(briefs=OPTIONS), **BRIEFS})
    assert built.status == 0, built.output
    return built


def slugs(html: str) -> list[str]:
    """The briefs that a page links to, in the order of their first links."""
    return [*dict.fromkeys(re.findall(r'briefs/([\w-]+)/"', html))]


def test_lists_are_in_the_order_of_moments(site: Built) -> None:
    index = re.findall(r'<h3 class="b-title".*?href="([\w-]+)/"', site.read("briefs/"))
    assert index == ORDER
    rows = json.loads(site.read("api/v1/briefs.json"))["briefs"]
    assert [row["id"] for row in rows] == ORDER
    for page in ("topics/port/", "actors/mira-okafor/"):
        assert [one for one in slugs(site.read(page)) if one != "old"][:5] == ORDER[:5]
    assert '<link rel="prev" href="../e-far/">' in site.read("briefs/c-noon/")
    assert '<link rel="next" href="../b-evening/">' in site.read("briefs/c-noon/")


def test_programs_get_the_moment_and_pages_the_day(site: Built) -> None:
    moment = "2024-05-02T20:30:15+02:00"
    page = site.read("briefs/b-evening/")
    assert f'"datePublished": "{moment}"' in page or f'"datePublished":"{moment}"' in page
    assert f'property="article:published_time" content="{moment}"' in page
    assert '<time datetime="2024-05-02">2 May 2024</time>' in page
    assert 'data-mark="2024-05-02.0"' in page  # scripts cut it at the tenth character
    assert "20:30" not in re.sub(r"<script.*?</script>|<[^>]*>", "", page, flags=re.DOTALL)
    (row,) = (
        row
        for row in json.loads(site.read("api/v1/briefs.json"))["briefs"]
        if row["id"] == "b-evening"
    )
    assert (row["date"], row["moment"]) == ("2024-05-02", moment)
    assert moment in site.read("briefs/b-evening/index.md")
    assert json.loads(site.read("api/v1/briefs/b-evening.json"))["front_matter"]["date"] == moment
    lastmod = re.search(
        rf"<loc>{SITE_URL}briefs/b-evening/</loc>\s*<lastmod>(.*?)<", site.read("sitemap.xml")
    )
    assert lastmod
    assert lastmod[1] == "2024-05-02"


def test_feeds_have_moments_newest_first(site: Built) -> None:
    dates = re.findall("<published>(.*?)</published>", site.read("feed.xml"))
    assert dates == [
        "2024-05-02T20:30:15+02:00",
        "2024-05-02T21:00:00+05:45",
        "2024-05-02T11:00:00Z",
        "2024-05-01T23:30:00-11:00",
        "2024-05-02T09:00:00+02:00",
        "2024-05-02T08:00:00+02:00",
        "2024-05-02T00:00:00Z",
        "2024-04-01T00:00:00Z",
    ]
    items = json.loads(site.read("feed.json"))["items"]
    assert [item["date_published"] for item in items] == dates
    assert "<updated>2024-05-02T20:30:15+02:00</updated>" in site.read("feed.xml")


def test_a_change_is_dated_by_its_moment(site: Built) -> None:
    page = site.read("briefs/old/")
    assert re.search('"dateModified": ?"2024-05-02T21:00:00\\+05:45"', page)
    assert 'property="article:modified_time" content="2024-05-02T21:00:00+05:45"' in page
    assert page.index("Second.") < page.index("First.")
    corrections = site.read("corrections/")
    assert corrections.index("Second.") < corrections.index("First.")


def test_show_time_adds_the_hour_where_there_is_one(make: Make) -> None:
    vote = brief("v", "2024-05-01", "dates: [2024-04-30T18:30+02:00: They vote]\n")
    files = {"mkdocs.yml": config(briefs=f"{OPTIONS}, show_time: true"), **BRIEFS}
    built = make({**files, "briefs/v.md": vote})
    assert built.status == 0, built.output
    hour = '<time datetime="2024-04-30T18:30:00+02:00">{}, 18:30 GMT+02:00</time>'
    assert hour.format("30 Apr 2024") in built.read("briefs/v/")
    assert hour.format("Tue 30") in built.read("timeline/2024/")
    when = '<time datetime="2024-05-02T20:30:15+02:00">2 May 2024, 20:30 GMT+02:00</time>'
    assert when in built.read("briefs/b-evening/")
    assert '<time datetime="2024-05-02">2 May 2024</time>' in built.read("briefs/d-day/")


def test_the_order_is_that_of_moments_however_files_are_named(tmp_path: Path) -> None:
    hours = {f"{n}": f"2024-05-02T{23 - n:02}:00Z" for n in range(5)}
    write(tmp_path, {f"briefs/{n}.md": brief(n, hour) for n, hour in hours.items()})
    library = Reader().load(tmp_path, read_settings(tmp_path)).library
    assert [one.fields.moment.text[11:13] for one in library.briefs] == [
        "23",
        "22",
        "21",
        "20",
        "19",
    ]


def test_an_export_keeps_the_hour(site: Built) -> None:
    for form in ("json", "sqlite"):
        done = run_program(
            "briefs", ["export", "--to", f"out-{form}", "--format", form], site.project, os.environ
        )
        assert done.returncode == 0, done.stdout
    (file,) = (site.project / "out-sqlite").rglob("*.db")
    found = sqlite3.connect(file).execute("SELECT slug, moment FROM briefs WHERE moment <> ''")
    assert dict(found)["b-evening"] == "2024-05-02T20:30:15+02:00"
    texts = "".join(one.read_text("utf-8") for one in (site.project / "out-json").rglob("*.json"))
    assert "2024-05-02T20:30:15+02:00" in texts
