"""Pictures of briefs and actors: where pages show them, and what a changed file changes."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest

from support.crawl import crawl
from support.engine import changed, cold, made
from support.sites import SITE_URL, Built, config, write

Make = Callable[..., Built]
BRIEF = """
---
title: {title}
date: {day}
summary: It is told.
topics: [tides]
actors: [{{id: pilot, role: Steers}}]
dates: [2024-01-02: The tide turns]
implications: [Cost: It costs.]
{image}
---

Text.
"""
MAP = "{src: pics/a map.png, alt: 'A map of <the> quay', caption: 'The *quay*', credit: '<b>A. Writer</b>'}"


def png(width: int, height: int) -> bytes:
    """The first bytes of a picture of this size."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\0\0\0\0"


def brief(title: str, day: str, image: str = "") -> str:
    return BRIEF.format(title=title, day=day, image=f"image: {image}" if image else "")


FILES: dict[str, str | bytes] = {
    "mkdocs.yml": config(briefs='today: 2024-06-01, address: "{year}/{slug}", untrusted: true'),
    "briefs/2024-03-01-old.md": brief("Old", "2024-03-01", "pics/broken.png"),
    "briefs/2024-03-02-plain.md": brief("Plain", "2024-03-02"),
    "briefs/2024-03-03-away.md": brief("Away", "2024-03-03", "https://e.example/a.png"),
    "briefs/2024-03-04-new.md": brief("New", "2024-03-04", MAP),
    "briefs/2024-01-05-told.md": brief("Told", "2024-01-05", "pics/told.png")
    + "\n![A chart](pics/told.png)\n",
    "briefs/pics/told.png": png(9, 9),
    "briefs/actors.yml": "pilot: {name: Pilot, kind: person, image: {src: /pics/pilot.png, alt: Pilot}}\n",
    "briefs/topics.yml": "tides: Tides\n",
    "briefs/pics/a map.png": png(640, 480),
    "briefs/pics/pilot.png": png(30, 40),
    "briefs/pics/broken.png": b"(a picture)",
}
NEW = "briefs/2024/new/"


@pytest.fixture(scope="module")
def pictured(make: Make) -> Built:
    built = make(FILES)
    assert built.status == 0, built.output
    return built


def pictures(site: Built, path: str) -> list[dict[str, str]]:
    return [node.attrs for node in site.page(path) if node.tag == "img"]


def test_a_brief_shows_its_picture_at_its_size_with_its_words(pictured: Built) -> None:
    (image,) = pictures(pictured, NEW)
    assert image == {
        "src": "../../pics/a%20map.png",
        "alt": "A map of <the> quay",
        "width": "640",
        "height": "480",
        "decoding": "async",
    }
    html = pictured.read(NEW)
    assert "<figcaption>The *quay* <small>&lt;b&gt;A. Writer&lt;/b&gt;</small>" in html
    assert "width" not in pictures(pictured, "briefs/2024/old/")[0]


def test_lists_show_a_picture_beside_the_title(pictured: Built) -> None:
    for path in ("", "briefs/", "topics/tides/", "topics/"):
        first = pictures(pictured, path)[0]
        assert urljoin(path, first["src"]).lstrip("./") == "briefs/pics/a%20map.png"
        assert (first["alt"], first["loading"], first["width"]) == ("", "lazy", "640")
    shown = [image["src"].rpartition("/")[2] for image in pictures(pictured, "briefs/")]
    assert shown == ["a%20map.png", "broken.png", "told.png"]


def test_a_picture_that_the_text_shows_is_not_shown_twice(pictured: Built) -> None:
    (image,) = pictures(pictured, "briefs/2024/told/")
    assert (image["src"], image["alt"]) == ("../../pics/told.png", "A chart")
    assert 'property="og:image:alt" content="A chart"' in pictured.read("briefs/2024/told/")
    assert pictured.read("briefs/2024/told/index.md").count("![") == 1


def test_an_actor_shows_its_picture(pictured: Built) -> None:
    image = pictures(pictured, "actors/pilot/")[0]
    assert (image["src"], image["width"]) == ("../../briefs/pics/pilot.png", "30")


def test_every_picture_is_there_and_none_is_of_another_host(pictured: Built) -> None:
    crawl(pictured.folder, SITE_URL)
    for path in pictured.folder.rglob("*.html"):
        assert "<img" not in (text := path.read_text()) or 'src="https://e.example' not in text
    assert 'property="og:image" content="https://e.example/a.png"' in pictured.read(
        "briefs/2024/away/"
    )


def test_machines_read_of_it(pictured: Built) -> None:
    row = json.loads(pictured.read("api/v1/briefs/2024/new.json"))
    assert row["brief"]["image"] == {
        "path": "briefs/pics/a%20map.png",
        "alt": "A map of <the> quay",
        "caption": "The *quay*",
        "credit": "<b>A. Writer</b>",
        "width": 640,
        "height": 480,
    }
    actor = json.loads(pictured.read("api/v1/actors/pilot.json"))
    assert actor["actor"]["image"]["path"] == "briefs/pics/pilot.png"
    assert "![A map of" in pictured.read(f"{NEW}index.md")
    tags = dict(
        re.findall(r'<meta property="(og:image[:\w]*)" content="([^"]*)"', pictured.read(NEW))
    )
    assert tags["og:image"] == f"{SITE_URL}briefs/pics/a%20map.png"
    assert (tags["og:image:width"], tags["og:image:type"]) == ("640", "image/png")


def test_another_size_renews_the_pages_that_show_it(tmp_path: Path) -> None:
    project = tmp_path / "warm"
    write(
        project,
        {name: text.lstrip() if isinstance(text, str) else text for name, text in FILES.items()},
    )
    made(project)
    (project / "briefs/pics/a map.png").write_bytes(png(64, 48))
    warm = made(project)
    assert b'width="64"' in warm.files[f"{NEW}index.html"]
    assert changed(warm.files, cold(project, tmp_path / "cold").files) == set()
