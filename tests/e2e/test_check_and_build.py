"""What `briefs check` and a build say of links, and what a site tells of unpublished briefs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_briefs.builder.open_documents import OpenDocuments
from support.hostile_sites import CATALOGUE
from support.sites import BRIEFS, ROOT, Built, build, config, problems_in, run, site_from, write

Make = Callable[..., Built]

FRONT = """---
title: {title}
date: {date}
summary: Short.
actors: [{{name: Harbour Board, kind: organization}}]
dates: [2024-01-02: The board meets]
implications: [Ships wait.]
sources: [The minutes]
{more}---

"""


def brief(title: str, body: str, more: str = "", date: str = "2024-02-03") -> str:
    return FRONT.format(title=title, date=date, more=more) + body


def check(project: Path, *words: str) -> tuple[int, str]:
    return run([*BRIEFS, "check", *words], project)


def warnings(output: str) -> list[tuple[str, int, int, str]]:
    return [
        (path, line, column, code)
        for path, line, column, kind, code in problems_in(output)
        if kind != "note"
    ]


QUAY = brief(
    "Quay", 'A <a id="bollard"></a>bollard[^1].\n{: #para }\n\n## Deep water\n\n[^1]: Of iron.\n'
)
BESIDE = {
    "briefs/2024-02-03-quay.md": QUAY,
    "briefs/pics/map.png": b"P",
    "docs/index.md": "# Home\n",
    "docs/about.md": "# About\n",
    "docs/guide/index.md": "# Guide\n",
    "docs/tide.csv": "a\n",
}
DEAD = """![Map](pics/mp.png) and [x](2024-02-03-quey.md) and [y](quay), [z][z] and
<img src="pics/gone.png"> with <video poster="pics/still.png"></video>.

<div><img srcset="pics/map.png 1x, pics/map2.png 2x" src="pics/map.png"></div>

See [a](2024-02-03-quay.md#deep-watr), [b](#deep), <a href="2024-02-03-quay.md#nowhere">c</a>.

[z]: nothing.md
"""
ALIVE = """[a](../about.md), [b](../guide/index.md), [c](../tide.csv), ![d](pics/map.png),
[e](../timeline/index.md), [f](index.md), [g](../timeline/2024.md), [h](../actors/harbour-board.md),
[i](#timeline), [j](#own-part), [k](https://e.example/x.md), [l](mailto:a@e.example), [m](tel:1),
[n](2024-02-03-quay.md#deep-water), [o](2024-02-03-quay.md#bollard), [p](2024-02-03-quay.md#para),
[q](2024-02-03-quay.md#fn:1), [r](/anywhere/), [s](../../about/), [t](../quay/), [u](../feed.xml),
<a href="../quay/">v</a> <a href="/x/">w</a> <img src="pics/map.png"> `[x](nope.md)` [y](?z=1)

    [code](nope.md)

```html
![x](nope.png) <img src="nope.png">
```

<!-- [x](nope.md) <img src="nope.png"> -->

## Own part
"""


@pytest.fixture(scope="module")
def dead(make: Make) -> Built:
    return make({**BESIDE, "briefs/a.md": brief("A", DEAD)})


def test_dead_links_of_bodies_are_told_with_their_place_and_the_nearest_file(dead: Built) -> None:
    _, output = check(dead.project)
    rows = DEAD.split("\n")
    told = [
        (0, "![Map]", "B313"),
        (0, "[x]", "B313"),
        (0, "[y]", "B313"),
        (0, "[z]", "B313"),
        (1, "pics/gone.png", "B313"),
        (1, "pics/still.png", "B313"),
        (3, "pics/map2.png", "B313"),
        (5, "[a]", "B312"),
        (5, "[b]", "B312"),
        (5, "2024-02-03-quay.md#nowhere", "B312"),
    ]
    assert warnings(output) == [
        ("briefs/a.md", 11 + row, rows[row].index(words) + 1, code) for row, words, code in told
    ]
    for near in ("pics/map.png?", "2024-02-03-quay.md?", "#deep-water?"):
        assert f"help: Did you mean {near}" in output


def test_a_build_tells_of_dead_links_as_the_check_and_not_again(dead: Built) -> None:
    assert dead.status == 1
    assert warnings(dead.output) == warnings(check(dead.project)[1])
    assert "contains a" not in dead.output  # as MkDocs begins
    again = build(dead.project)
    assert again.output.count("B313") == dead.output.count("B313")


def test_an_editor_shows_the_same(dead: Built) -> None:
    documents = OpenDocuments(dead.project)
    text = (dead.project / "briefs/a.md").read_text()
    documents.write("briefs/a.md", text)
    documents.take(documents.check(documents.texts))
    found = [one for one in documents.problems("briefs/a.md") if one.severity != "note"]
    assert [(*one.location[:3], one.code) for one in found] == warnings(dead.output)


def test_a_dead_link_comes_alive_with_its_file(tmp_path: Path) -> None:
    text = brief("A", 'See [the page](soon.md) and <img src="soon.png">.\n')
    write(tmp_path, {**BESIDE, "briefs/a.md": text})
    loose = [sys.executable, "-m", "mkdocs", "build", "-f", "mkdocs.yml"]
    assert run(loose, tmp_path)[0] == 0
    before = (tmp_path / "site/briefs/a/index.html").read_text()
    assert 'href="soon.md"' in before
    assert 'src="soon.png"' in before
    write(tmp_path, {"briefs/soon.md": brief("Soon", "Here."), "briefs/soon.png": b"P"})
    warm = build(tmp_path)
    assert warm.status == 0, warm.output
    assert 'href="../soon/"' in warm.read("briefs/a/")
    assert 'src="../soon.png"' in warm.read("briefs/a/")


def test_links_that_lead_somewhere_are_no_problem(make: Make) -> None:
    site = make({**BESIDE, "briefs/a.md": brief("A", ALIVE)})
    assert warnings(check(site.project, "--strict")[1]) == []
    assert site.status == 0, site.output
    assert 'src="../pics/map.png"' in site.read("briefs/a/")
    assert 'href="../../actors/harbour-board/"' in site.read("briefs/a/")


NEXT = brief(
    "The next step", "![Chart](pics/chart.png)\n", "image: pics/secret.png\n", "2024-12-24"
)
DRAFT = brief("Not ready", '<img src="pics/draft.png"> ![m](pics/map.png)\n', "draft: true\n")
TELLS = brief(
    "Tells",
    "Soon: [the *next* step](2024-12-24-next.md#timeline), [it][n], [[not-ready|what comes]] and "
    '<a href="not-ready.md">that</a>. See [quay](2024-02-03-quay.md) ![m](pics/map.png).\n\n[n]: 2024-12-24-next.md\n',
    "related: [next: follows, quay]\ntranslation_of: next\nlang: fr\n"
    "key_points: ['More in [[not-ready|a draft]] and [later](2024-12-24-next.md).']\n",
)
HELD = {
    **BESIDE,
    "briefs/2024-12-24-next.md": NEXT,
    "briefs/not-ready.md": DRAFT,
    "briefs/tells.md": TELLS,
    "briefs/pics/chart.png": b"C",
    "briefs/pics/secret.png": b"S",
    "briefs/pics/draft.png": b"D",
    "briefs/pics/page.png": b"A",
    "briefs/2024-12-25-more.md": brief("More", "![p](pics/page.png)\n", "", "2024-12-25"),
    "docs/about.md": "# About\n\nComing: [[not-ready|the *second* part]], [a third]"
    "(briefs/2024-12-24-next.md), [[next]]. ![p](briefs/pics/page.png)\n",
}
LEAKS = ("not-ready", "2024-12-24-next", '"next"', "[[n")


@pytest.fixture(scope="module")
def held(make: Make) -> Built:
    site = make(HELD)
    assert site.status == 0, site.output
    return site


def test_check_passes_where_the_build_does(held: Built) -> None:
    status, output = check(held.project, "--strict")
    assert status == 0, output


def test_a_link_to_an_unpublished_brief_is_words_on_every_page(held: Built) -> None:
    assert "Soon: the <em>next</em> step, it, what comes and <a>that</a>." in held.read(
        "briefs/tells/"
    )
    about = held.read("about/")
    assert "<p>Coming: the <em>second</em> part, a third, next." in about
    assert 'name="description" content="Coming: the second part, a third, next.' in about


def test_no_output_names_an_unpublished_brief(held: Built) -> None:
    for name, data in held.files().items():
        if (
            name.endswith((".md", ".json", ".xml", ".ics", ".csv", ".txt"))
            and "schemas" not in name
        ):
            text = data.decode()
            assert not [leak for leak in LEAKS if leak in text], name
    assert "Soon: the *next* step, it, what comes and" in held.read("briefs/tells/index.md")
    record = json.loads(held.read("api/v1/briefs/tells.json"))
    assert record["front_matter"]["related"] == [{"brief": "quay"}]
    assert "translation_of" not in record["front_matter"]


def test_files_that_only_unpublished_briefs_show_are_not_published(held: Built) -> None:
    pictures = {name for name in held.files() if name.startswith("briefs/pics/")}
    assert pictures == {"briefs/pics/map.png", "briefs/pics/page.png"}


def test_an_export_has_no_reference_that_its_import_cannot_resolve(
    held: Built, tmp_path: Path
) -> None:
    for form in ("json", "markdown"):
        status, output = run(
            [*BRIEFS, "export", "--to", str(tmp_path / form), "--format", form], held.project
        )
        assert status == 0, output
    written = [path for path in tmp_path.rglob("*") if path.suffix in {".md", ".json"}]
    assert written
    for path in written:
        assert not [leak for leak in LEAKS if leak in path.read_text()], path
    again = tmp_path / "again"
    write(again, {"mkdocs.yml": config(), "briefs/.keep": "", "briefs/pics/map.png": b"P"})
    status, output = run([*BRIEFS, "import", str(tmp_path / "json/briefs.json")], again)
    assert status == 0, output
    status, output = check(again, "--strict")
    assert status == 0, output


def test_on_its_day_a_brief_and_its_links_and_files_appear(held: Built, tmp_path: Path) -> None:
    site_from(HELD, tmp_path)
    write(tmp_path, {"mkdocs.yml": config(briefs="today: 2024-12-24")})
    site = build(tmp_path)
    assert site.status == 0, site.output
    assert 'href="../next/#timeline"' in site.read("briefs/tells/")
    assert "briefs/pics/secret.png" in site.files()
    cold = site_from({**HELD, "mkdocs.yml": config(briefs="today: 2024-12-24")}, tmp_path / "cold")
    assert cold.files() == site.files()


SITES = {
    "advice alone": {
        "briefs/a.md": "---\ntitle: T\ndate: 2024-01-02\nsummary: S.\nactors: [Ann]\n"
        "dates: [A vow]\nimplications: [None.]\n---\n"
    },
    "a field is missing": {"briefs/a.md": "---\ntitle: T\ndate: 2024-01-02\n---\n"},
    "an unknown actor": {
        "briefs/actors.yml": "ann: {name: Ann, kind: person}\n",
        "briefs/a.md": brief("A", "Text.").replace(
            "{name: Harbour Board, kind: organization}", "an"
        ),
    },
    "a dead picture": {"briefs/a.md": brief("A", "![x](x.png)\n")},
    "a dead link in HTML": {"briefs/a.md": brief("A", "<a href='x.md'>x</a>\n")},
    "a dead link of a profile": {
        "briefs/actors/ann.md": "---\nname: Ann\nkind: person\n---\n\n[x](x.md)\n",
        "briefs/a.md": brief("A", "Text.\n"),
    },
    "a dead link of a draft": {"briefs/a.md": brief("A", "[x](x.md)\n", "draft: true\n")},
    "a wrong anchor of a scheduled brief": {
        "briefs/a.md": brief("A", "[x](b.md#nope)\n"),
        "briefs/b.md": brief("B", "Text.\n", "", "2024-12-24"),
    },
    "an actor that only a draft introduces": {
        "briefs/actors.yml": "ann: {name: Ann, kind: person}\n",
        "briefs/a.md": brief("A", "Text.\n").replace(
            "{name: Harbour Board, kind: organization}", "bo"
        ),
        "briefs/b.md": brief("B", "Text.\n", "draft: true\n").replace(
            "{name: Harbour", "{id: bo, name: Harbour"
        ),
    },
    "a dead link that is ignored": {"briefs/a.md": brief("A", "[x](x.md)\n", "ignore: [B313]\n")},
    "a dead link in code": {"briefs/a.md": brief("A", "`[x](x.md)`\n")},
    "a hidden file": {"briefs/a.md": brief("A", "![x](.x.png)\n"), "briefs/.x.png": b"P"},
    "a registry is no page": {
        "briefs/a.md": brief("A", "[x](actors.yml)\n"),
        "briefs/actors.yml": "ann: {name: Ann, kind: person}\n",
    },
}


@pytest.mark.parametrize("name", SITES)
def test_a_strict_check_passes_exactly_where_a_strict_build_does(name: str, tmp_path: Path) -> None:
    site = site_from(SITES[name], tmp_path)
    status, output = check(tmp_path, "--strict")
    assert (status == 0) == (site.status == 0), f"{output}\n{site.output}"
    assert warnings(output) == warnings(site.output)
    if "dead" in name and "code" not in name:
        assert (status == 0) == ("ignored" in name)


HOSTILE = ("body-payloads", "markers", "dangling", "self", "all-1", "asset-3", "disk-link-inside")


@pytest.mark.parametrize("name", [name for name in HOSTILE if name in CATALOGUE])
def test_so_it_is_with_hostile_files(name: str, tmp_path: Path) -> None:
    CATALOGUE[name].write(tmp_path)
    site = site_from({"docs/index.md": "# Home\n"}, tmp_path)
    status, output = check(tmp_path, "--strict")
    assert (status == 0) == (site.status == 0), f"{output}\n{site.output}"
    assert "contains a link" not in site.output


def test_so_it_is_with_this_repository(sample: Built) -> None:
    assert sample.status == 0
    status, output = check(ROOT, "--strict")
    assert status == 0, output


def test_misplaced_briefs_are_told_alike_and_a_warm_build_tells_of_a_new_one(make: Make) -> None:
    """One beside mkdocs.yml belongs to no folder that a build reads."""
    lost = brief("Lost", "Here.")
    site = make({**BESIDE, "docs/lost.md": lost, "briefs/lost.txt": lost})
    told = [("briefs/lost.txt", 1, 1, "B109"), ("docs/lost.md", 1, 1, "B109")]
    status, output = check(site.project, "--strict")
    assert (status, warnings(output)) == (1, told)
    assert check(site.project)[0] == 0
    assert (site.status, warnings(site.output)) == (1, told)
    for name in ("docs/lost.md", "briefs/lost.txt"):
        (site.project / name).unlink()
    assert build(site.project).status == 0
    write(site.project, {"lost.md": lost})
    again = build(site.project)
    assert (again.status, warnings(again.output)) == (1, [("lost.md", 1, 1, "B109")])
    write(site.project, {"briefs/lost.MD": lost})
    assert "briefs/lost.MD:1:1: error[B109]" in check(site.project)[1]
    assert "briefs/lost.MD:1:1: error[B109]" in build(site.project).output


def test_titles_of_notes_and_addresses_in_profiles_are_looked_at(tmp_path: Path) -> None:
    body = """!!! note "See [a](gone-note.md) and [[harbour-board]]"
    Text.

??? note "See [b](gone-more.md)"
    Text.

[c](../2024-02-03-quay/) [d](../quay/) [e](../../actors/harbour-board/) [f](../actors/)
"""
    profile = (
        "---\nname: Pilot\nkind: person\n---\n\n<img src='gone.png'> <a href='briefs/'>x</a>\n"
    )
    files = {**BESIDE, "briefs/a.md": brief("A", body), "briefs/actors/pilot.md": profile}
    write(tmp_path, files)
    output = check(tmp_path)[1]
    assert [row for row in warnings(output) if row[3] == "B313"] == [
        ("briefs/a.md", 11, 15, "B313"),
        ("briefs/a.md", 14, 15, "B313"),
        ("briefs/a.md", 17, 1, "B313"),
        ("briefs/a.md", 17, 73, "B313"),
        ("briefs/actors/pilot.md", 6, 11, "B313"),
    ]


def test_a_picture_in_a_field_is_there(tmp_path: Path) -> None:
    registry = """pilot: {name: Pilot, kind: person, image: pics/pilot.png}
mayor: {name: Mayor, kind: person, image: /pics/map.png}
clerk: {name: Clerk, kind: person, image: https://e.example/x.png}
"""
    files = {
        **BESIDE,
        "briefs/a.md": brief("A", "Text.\n", "image: pics/mpa.png\n"),
        "briefs/b.md": brief("B", "Text.\n", "image: /about.png\n"),
        "briefs/deep/c.md": brief("C", "Text.\n", "image: ../pics/map.png\n"),
        "briefs/d.md": brief("D", "Text.\n", "image: /briefs/pics/map.png\n"),
        "briefs/actors.yml": registry,
    }
    write(tmp_path, files)
    status, output = check(tmp_path)
    assert status == 1
    assert [row for row in problems_in(output) if row[4] == "B317"] == [
        ("briefs/a.md", 9, 8, "error", "B317"),
        ("briefs/actors.yml", 1, 43, "error", "B317"),
        ("briefs/b.md", 9, 8, "error", "B317"),
    ]
    assert "Did you mean pics/map.png?" in output
