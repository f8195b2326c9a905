"""The export: what comes back in is what went out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_briefs.formats.dossiers import archive
from mkdocs_briefs.importers.draft import archive_files
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.registry import REGISTRIES
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.parse.registry import parse_profile, parse_registry
from support.briefs import SETTINGS, WORLD, brief, built, library, world_briefs
from support.machine import TRICKS, hostile_briefs, texts

BRIEFS = Path(__file__).resolve().parents[3] / "briefs"
SAMPLE = [
    path
    for path in sorted(BRIEFS.rglob("*.md"))
    if path.relative_to(BRIEFS).parts[0] not in REGISTRIES
]


def parsed(text: str, file: str = "briefs/a.md") -> Brief:
    value = parse_brief(text.encode(), file, file, SETTINGS).value
    assert value is not None
    return value


def again(found: Library) -> Library:
    """The library of the files that the export of `found` comes back as."""
    from mkdocs_briefs.library.library import build_library

    briefs, entries = [], []
    for path, text in archive_files(json.dumps(archive(found))):
        file, data = f"briefs/{path}", text.encode()
        if path.endswith(".yml"):
            name = path.removesuffix(".yml")
            entries += parse_registry(data, file, name, SETTINGS).value or ()
        elif "/" in path:
            entry = parse_profile(data, file, file, path.partition("/")[0], SETTINGS).value
            assert entry
            entries.append(entry)
        else:
            briefs.append(parsed(text, file))
    return build_library(briefs, entries, SETTINGS)[0]


def same(one: Library, other: Library) -> None:
    assert [b.slug for b in one.briefs] == [b.slug for b in other.briefs]
    for before, after in zip(one.briefs, other.briefs, strict=True):
        assert after.fields == before.fields
        assert after.body == before.body
        assert (after.extra, after.page_meta) == (before.extra, before.page_meta)
    assert json.dumps(archive(one)) == json.dumps(archive(other))


@pytest.mark.parametrize("source", ["world", "hostile", "empty"])
def test_a_site_comes_back_as_it_was(source: str) -> None:
    found = {
        "world": lambda: library(world_briefs(), **WORLD),
        "hostile": lambda: library(hostile_briefs()),
        "empty": lambda: library([]),
    }[source]()
    same(found, again(found))


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_a_brief_of_the_sample_comes_back(path: Path) -> None:
    found = library([parsed(path.read_text("utf-8"))])
    same(found, again(found))


def test_what_nobody_wrote_is_not_in_it() -> None:
    front = """
    dates: [2024-04-22: Talks, {id: own, date: 2024-04-23, event: More}]
    implications: [Pressure: It presses.]
    x_own: {a: [b, 'no']}
    hide: [toc]
    """
    (row,) = archive(library([brief("a", front, "Body.\n")]))["briefs"]
    assert row["file"] == "a.md"
    assert row["front_matter"] == {
        "title": "A",
        "date": "2024-04-22",
        "dates": [
            {"date": "2024-04-22", "event": "Talks"},
            {"date": "2024-04-23", "event": "More", "id": "own"},
        ],
        "implications": [{"label": "Pressure", "text": "It presses."}],
        "hide": ["toc"],
        "x_own": {"a": ["b", "no"]},
    }


def test_what_briefs_share_comes_back_as_it_was_written() -> None:
    front = """
    dates: [talks, {id: walks, actors: [iran]}, strike]
    sources: [gazette, {id: own, title: Own}]
    """
    shared = {
        "events": "talks: {date: 2024-04-01, event: Talks, actors: [iran]}\nwalks: They walk",
        "sources": "gazette: The Gazette\nunused: Never",
    }
    found = library([brief("a", front, "[@gazette]")], actors="iran: Iran", **shared)
    whole = archive(found)
    assert whole["registries"]["events"]["talks"] == {
        "date": "2024-04-01",
        "event": "Talks",
        "actors": ["iran"],
    }
    assert set(whole["registries"]["sources"]) == {"gazette", "unused"}
    (row,) = whole["briefs"]
    assert row["front_matter"]["dates"] == [
        {"id": "talks"},
        {"id": "walks", "actors": ["iran"]},
        {"event": "strike"},
    ]
    assert row["front_matter"]["sources"] == [{"id": "gazette"}, {"id": "own", "title": "Own"}]
    same(found, again(found))


def test_drafts_and_later_briefs_stay_at_home() -> None:
    files = {row["file"] for row in archive(library(world_briefs(), **WORLD))["briefs"]}
    assert "resigns.md" in files
    assert not files & {"secret.md", "later.md"}
    assert built([])[1] == []


names = st.text("abc -:#'\"\\é新\u2028=", min_size=1, max_size=12)
values = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=2),
    max_leaves=5,
)  # fmt: skip
items = st.fixed_dictionaries({"label": texts, "text": texts})
fronts = st.fixed_dictionaries(
    {"title": texts, "date": st.just("2024-04-22")},
    optional={
        "summary": texts,
        "key_points": st.lists(texts, max_size=2),
        "implications": st.lists(items, max_size=2),
        "dates": st.lists(
            st.fixed_dictionaries(
                {"event": texts}, optional={"date": st.sampled_from(["2024", "XXXX-10-07", "2024-04~"])}
            ),
            max_size=3,
        ),
        "updates": st.lists(
            st.fixed_dictionaries({"date": st.just("2024-04-23"), "text": texts}), max_size=2
        ),
        "x_own": values,
        "hide": st.just(["toc"]),
    },
)  # fmt: skip


@given(fronts, texts)
@example({"title": "no", "date": "2024-04-22", "x_own": ["~", "null", "1e3", "", " a "]}, "---\n")
@example({"title": "T", "date": "2024-04-22", "summary": TRICKS[0]}, "\n\n  a\n")
def test_any_front_matter_comes_back(front: dict, body: str) -> None:
    written = json.dumps(front, ensure_ascii=False)
    text, file = f"---\n{written}\n---\n{body}", "briefs/a.md"
    value = parse_brief(text.encode(), file, file, SETTINGS).value
    if value is None:
        return
    found = library([value])
    same(found, again(found))
