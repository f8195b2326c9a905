"""Renaming: everything by id and nothing else, all or nothing, every other byte as it was."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mkdocs_briefs.builder.pipeline import Reader
from mkdocs_briefs.builder.rename import (
    Change,
    RenameError,
    Renaming,
    plan_renaming,
    write_renaming,
)
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.problems import Severity
from mkdocs_briefs.settings import Settings

SETTINGS = Settings(today=dt.date(2024, 6, 1), drafts=True)
ATTACK = """\
---
title: The attack
date: 2024-01-02
summary: Of [[hamas]] and [Hamas](../actors/hamas.md).   # two blanks, kept
actors:
  - hamas:   Attacked  # hamas, as a comment
  - id: 'israel'
dates:
  - {date: 2024-01-01, event: Attack by hamas, actors: [ "hamas" , israel]}
figures:
  - {label: Dead, value: 1, attributed_to: hamas}
related: war
topics: [gaza]
storyline: long-war
authors: jo
---

[[hamas]], [[actor:hamas|hamas]] and [[Hamas]]; `[[hamas]]`, hamas.
See [the war](2024-01-03-war.md#x), [[war]] and [this][ref].

[ref]: 2024-01-03-war.md "War"

<!-- briefs:timeline actor=hamas -->
"""
WAR = """\
---
title: The war
date: 2024-01-03
related:
  - brief: the-attack
    relation: background
  - 2024-01-02-the-attack: follows
translation_of: The attack
---

After [[the-attack]] and [[The attack]].
"""
ACTORS = """\
# hamas stands here
hamas:   # and here
  # and here
  name: Hamas
  relations: [{actor: israel, relation: opposes}]
israel: {name: Israel, kind: state}
iran: Iran
wing:
  name: A wing
  part_of: hamas
  positions: [{title: Part, organization: hamas}]
empty:
"""
FILES = {
    "briefs/2024-01-02-the-attack.md": ATTACK,
    "briefs/2024-01-03-war.md": WAR,
    "briefs/actors.yml": ACTORS,
    "briefs/actors/profile.md": "---\nname: A profile\n---\n\nOf [[the-attack]] and [[hamas]].\n",
    "briefs/topics.yml": "gaza: Gaza\n",
    "briefs/storylines.yml": "long-war:\n  name: The long war\n",
    "briefs/authors.yml": "jo: Jo\n",
    "docs/page.md": (
        "# Page\n\n[[the-attack]] and [it](../briefs/2024-01-02-the-attack.md)? "
        "No: [it](briefs/2024-01-02-the-attack.md).\n\n"
        "<!-- briefs:list actor='hamas' topic=\"gaza\" -->\n"
    ),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text.encode())
    return tmp_path


def load(project):
    return Reader().load(project, SETTINGS)


def rename(project, old, new) -> Renaming:
    renaming = plan_renaming(project, load(project), old, new)
    write_renaming(project, renaming)
    return renaming


def read(project):
    files = (path for path in project.rglob("*") if path.is_file())
    return {path.relative_to(project).as_posix(): path.read_bytes().decode() for path in files}


def redirects(project):
    return {view.path: view.target.path for view in Plan(load(project).library).redirects()}


def errors(project):
    return [p for p in load(project).problems if p.severity is Severity.ERROR]


def test_the_site_of_these_tests_is_sound(project):
    assert errors(project) == []


def test_an_actor_is_renamed_by_id_everywhere_and_nowhere_else(project):
    rename(project, "hamas", "the-movement")
    after = read(project)
    attack = (
        ATTACK.replace(
            "[[hamas]] and [Hamas](../actors/hamas.md)",
            "[[the-movement]] and [Hamas](../actors/the-movement.md)",
        )
        .replace("  - hamas:   Attacked", "  - the-movement:   Attacked")
        .replace('[ "hamas" , israel]', '[ "the-movement" , israel]')
        .replace("attributed_to: hamas", "attributed_to: the-movement")
        .replace(
            "[[hamas]], [[actor:hamas|hamas]]", "[[the-movement]], [[actor:the-movement|hamas]]"
        )
        .replace("timeline actor=hamas", "timeline actor=the-movement")
    )
    assert after["briefs/2024-01-02-the-attack.md"] == attack
    assert after["briefs/actors.yml"] == (
        ACTORS.replace(
            "hamas:   # and here\n  # and here\n",
            "the-movement:   # and here\n  # and here\n  redirect_from: hamas\n",
        )
        .replace("part_of: hamas", "part_of: the-movement")
        .replace("organization: hamas", "organization: the-movement")
    )
    assert "[[the-movement]]" in after["briefs/actors/profile.md"]
    assert "<!-- briefs:list actor='the-movement' topic=\"gaza\" -->" in after["docs/page.md"]
    assert after["briefs/2024-01-03-war.md"] == WAR
    assert errors(project) == []
    assert redirects(project) == {"actors/hamas/": "actors/the-movement/"}


def test_a_brief_is_renamed_with_its_file_and_keeps_its_date(project):
    rename(project, "the-attack", "october")
    after = read(project)
    assert "briefs/2024-01-02-the-attack.md" not in after
    assert after["briefs/2024-01-02-october.md"] == ATTACK.replace(
        "authors: jo\n", "authors: jo\nredirect_from: the-attack\n"
    )
    assert after["briefs/2024-01-03-war.md"] == (
        WAR.replace("brief: the-attack", "brief: october")
        .replace("- 2024-01-02-the-attack:", "- 2024-01-02-october:")
        .replace("[[the-attack]]", "[[october]]")
    )
    assert "Of [[october]]" in after["briefs/actors/profile.md"]
    assert after["docs/page.md"].startswith(
        "# Page\n\n[[october]] and [it](../briefs/2024-01-02-the-attack.md)? "
        "No: [it](briefs/2024-01-02-october.md)."
    )
    assert errors(project) == []
    assert redirects(project) == {"briefs/the-attack/": "briefs/october/"}


def test_links_to_the_file_of_a_brief_follow_it(project):
    rename(project, "2024-01-03-war.md", "the-war")
    text = read(project)["briefs/2024-01-02-the-attack.md"]
    assert "(2024-01-03-the-war.md#x), [[the-war]]" in text
    assert '[ref]: 2024-01-03-the-war.md "War"' in text
    assert "related: the-war\n" in text


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ("gaza", "strip", "briefs/topics.yml", 'strip: {name: "Gaza", redirect_from: gaza}\n'),
        ("topic:gaza", "topic:strip", "briefs/2024-01-02-the-attack.md", "topics: [strip]\n"),
        ("long-war", "war-2", "briefs/storylines.yml", "war-2:\n  redirect_from: long-war\n  name"),
        ("jo", "joanna", "briefs/authors.yml", "joanna: Jo\n"),
        ("iran", "persia", "briefs/actors.yml", '\npersia: {name: "Iran", redirect_from: iran}\n'),
        ("empty", "full", "briefs/actors.yml", "\nfull: {redirect_from: empty}\n"),
        (
            "israel",
            "il",
            "briefs/actors.yml",
            "\nil: {redirect_from: israel, name: Israel, kind: state}\n",
        ),
        ("israel", "il", "briefs/2024-01-02-the-attack.md", "  - id: 'il'\n"),
        (
            "profile",
            "p2",
            "briefs/actors/p2.md",
            "---\nname: A profile\nredirect_from: profile\n---\n",
        ),
    ],
)
def test_other_things_and_other_ways_to_write_an_entry(project, old, new, path, words):
    rename(project, old, new)
    assert words in read(project)[path]
    assert errors(project) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("redirect_from: old\n", "redirect_from: [old, war]\n"),
        ("redirect_from: [old, 'older']  # x\n", "redirect_from: [old, 'older', war]  # x\n"),
        ("redirect_from:\n  - old  # x\n", "redirect_from:\n  - old  # x\n  - war\n"),
        ("redirect_from:  # x\n", "redirect_from: war  # x\n"),
    ],
)
def test_redirects_are_added_to_those_there_are(project, before, after):
    file = project / "briefs" / "2024-01-03-war.md"
    file.write_text(WAR.replace("related:", f"{before}related:", 1))
    rename(project, "war", "peace")
    text = (project / "briefs" / "2024-01-03-peace.md").read_text()
    assert f"{after}related:" in text
    assert "briefs/war/" in redirects(project)
    assert errors(project) == []


def test_a_link_that_cannot_be_changed_safely_stops_it(project):
    file = project / "briefs" / "2024-01-02-the-attack.md"
    file.write_text(ATTACK.replace("(2024-01-03-war.md#x)", "(2024-01-03-w%61r.md#x)"))
    before = read(project)
    with pytest.raises(RenameError, match="cannot be changed safely"):
        rename(project, "war", "peace")
    assert read(project) == before


def test_a_second_renaming_keeps_the_first_redirect(project):
    rename(project, "hamas", "b")
    rename(project, "b", "c")
    assert redirects(project) == {"actors/hamas/": "actors/c/", "actors/b/": "actors/c/"}


def test_a_slug_field_is_changed_and_the_file_stays(project):
    file = project / "briefs" / "2024-01-03-war.md"
    file.write_text(WAR.replace("title:", "slug: the-war\ntitle:", 1))
    attack = project / "briefs" / "2024-01-02-the-attack.md"
    attack.write_text(
        ATTACK.replace("[[war]]", "[[the-war]]").replace("related: war", "related: the-war")
    )
    rename(project, "the-war", "peace")
    assert "slug: peace\n" in file.read_text()
    assert "[[peace]]" in attack.read_text()
    assert "(2024-01-03-war.md#x)" in attack.read_text()


def test_line_breaks_and_byte_order_marks_stay(project):
    path = project / "briefs" / "2024-01-02-the-attack.md"
    path.write_bytes(b"\xef\xbb\xbf" + ATTACK.replace("\n", "\r\n").encode())
    rename(project, "the-attack", "october")
    data = (project / "briefs" / "2024-01-02-october.md").read_bytes()
    wanted = ATTACK.replace("authors: jo\n", "authors: jo\nredirect_from: the-attack\n")
    assert data == b"\xef\xbb\xbf" + wanted.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("hammas", "x", "Did you mean hamas?"),
        ("hamas", "israel", "israel is the id of another actor"),
        ("hamas", "hamas", "the same"),
        ("hamas", "a b!", "Write a-b."),
        ("hamas", "../x", "cannot be an id"),
        ("the-attack", "war", "war is the id of another brief"),
        ("topic:hamas", "x", "is not a brief"),
        ("nobody:x", "x", "is not a brief"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_written(project, old, new, words):
    before = read(project)
    with pytest.raises(RenameError, match=words.replace("?", r"\?").replace("!", r"\!")):
        rename(project, old, new)
    assert read(project) == before


def test_an_id_of_two_things_must_be_told_apart(project):
    (project / "briefs" / "topics.yml").write_text("gaza: Gaza\nhamas: Hamas, the topic\n")
    with pytest.raises(RenameError, match="Write actor:hamas or topic:hamas"):
        rename(project, "hamas", "x")
    rename(project, "actor:hamas", "x")
    assert "hamas: Hamas, the topic" in read(project)["briefs/topics.yml"]


def test_a_renaming_that_would_break_something_changes_nothing(project):
    # Without a name the actor is called after its id, so names in references die with the id.
    (project / "briefs" / "actors.yml").write_text(ACTORS + "the-army:\n")
    file = project / "briefs" / "2024-01-03-war.md"
    file.write_text(WAR.replace("translation_of", "actors: [The Army]\ntranslation_of"))
    before = read(project)
    with pytest.raises(RenameError, match=r"error\[B301\]"):
        rename(project, "the-army", "forces")
    assert read(project) == before


def test_errors_that_were_there_before_do_not_stand_in_the_way(project):
    (project / "briefs" / "broken.md").write_text("---\ntitle: [\n")
    rename(project, "hamas", "x")
    assert "\nx:   # and here" in read(project)["briefs/actors.yml"]


def test_a_file_in_the_way_stops_it(project):
    (project / "briefs" / "2024-01-02-october.md").write_text(
        "---\ntitle: T\ndate: 2024-01-02\nslug: o\n---\n"
    )
    before = read(project)
    with pytest.raises(RenameError, match="is there already"):
        rename(project, "the-attack", "october")
    assert read(project) == before


def test_an_actor_without_an_entry_leaves_a_note(project):
    file = project / "briefs" / "2024-01-03-war.md"
    file.write_text(
        WAR.replace(
            "translation_of", "actors: [{id: jane, name: Jane, kind: person}]\ntranslation_of"
        )
    )
    notes = rename(project, "jane", "jane-roe").notes
    assert "{id: jane-roe, name: Jane" in read(project)["briefs/2024-01-03-war.md"]
    assert "redirect_from: jane" in notes[0]


def test_a_write_that_fails_leaves_everything_as_it_was(project, monkeypatch):
    renaming = plan_renaming(project, load(project), "the-attack", "october")
    assert len(renaming.changes) > 2
    before = read(project)
    real, count = Path.replace, []

    def fail_later(self, target):
        count.append(target)
        if len(count) == len(renaming.changes):
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail_later)
    with pytest.raises(OSError, match="No space"):
        write_renaming(project, renaming)
    assert read(project) == before


def test_the_diff_shows_moves_and_lines(project):
    renaming = plan_renaming(project, load(project), "the-attack", "october")
    rows = renaming.diff().split("\n")
    assert "rename from briefs/2024-01-02-the-attack.md" in rows
    assert "rename to briefs/2024-01-02-october.md" in rows
    assert "+  - brief: october" in rows
    assert all(isinstance(change, Change) for change in renaming.changes)
    assert read(project).keys() == FILES.keys()


def test_an_actor_is_renamed_in_events_that_briefs_share(project):
    events = "# shared\nsiege: {date: 2024-01-05, event: A siege, actors: [hamas, israel]}\n"
    file, brief = project / "briefs/events.yml", project / "briefs/2024-01-02-the-attack.md"
    added = "  - {id: siege, actors: [israel]}\n"
    for use in ("", "  - siege\n", added):  # also where no brief refers to it
        file.write_text(events, encoding="utf-8")
        brief.write_bytes(ATTACK.replace("figures:", f"{use}figures:").encode())
        renaming = plan_renaming(project, load(project), "hamas", "the-movement")
        change = next(one for one in renaming.changes if one.path == "briefs/events.yml")
        assert change.after.decode() == events.replace("[hamas,", "[the-movement,")
