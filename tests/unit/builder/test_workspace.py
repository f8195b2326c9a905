"""Reading a folder in which anything may lie."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path

import pytest

from mkdocs_briefs.builder.workspace import MAX_FOLDER_DEPTH, classify, read_workspace
from mkdocs_briefs.settings import Limits
from support.briefs import SETTINGS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "site" / "briefs"
    made.mkdir(parents=True)
    return made


def read(folder: Path, **settings):
    return read_workspace(folder.parent, dataclasses.replace(SETTINGS, **settings))


def told(workspace) -> list[tuple[str, str]]:
    return [(problem.code, problem.location.path) for problem in workspace.problems]


def test_a_missing_folder_is_an_empty_one(tmp_path: Path) -> None:
    found = read_workspace(tmp_path, SETTINGS)
    assert (found.sources, found.assets, found.problems) == ((), (), ())


def test_texts_and_assets_come_in_the_order_of_names(folder: Path) -> None:
    for name in ("b.md", "a.markdown", "actors.yml", "actors/iran.md", "2024/c.md", "2024/p.jpg"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name)
    found = read(folder)
    assert [(s.kind, s.registry, s.file, s.uri) for s in found.sources] == [
        ("brief", "", "briefs/2024/c.md", "briefs/2024/c.md"),
        ("profile", "actors", "briefs/actors/iran.md", "briefs/actors/iran.md"),
        ("registry", "actors", "briefs/actors.yml", "briefs/actors.yml"),
        ("brief", "", "briefs/b.md", "briefs/b.md"),
    ]
    assert [a.uri for a in found.assets] == ["briefs/2024/p.jpg"]
    assert told(found) == [("B109", "briefs/a.markdown")]


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        (("actors.yaml",), ("registry", "actors")),
        (("other.yml",), ("asset", "")),
        (("2024", "actors.yml"), ("asset", "")),
        (("actors", "deep", "x.md"), ("brief", "")),
        (("X.MD",), ("misplaced", "")),
        (("md",), ("asset", "")),
    ],
)
def test_what_a_file_is(parts: tuple[str, ...], kind: tuple[str, str]) -> None:
    assert classify(parts) == kind


def test_hidden_files_and_folders_are_passed_over(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "a.md").write_text("x")
    (folder / ".draft.md").write_text("x")
    found = read(folder)
    assert (found.sources, found.assets, found.problems) == ((), (), ())


def test_a_link_out_of_the_folder_is_refused_and_one_inside_read(folder: Path) -> None:
    (folder.parent / "secret.md").write_text("secret")
    (folder / "out.md").symlink_to(folder.parent / "secret.md")
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    (folder / "real.md").write_text("real")
    (folder / "in.md").symlink_to("real.md")
    found = read(folder)
    assert told(found) == [("B108", "briefs/out.md"), ("B108", "briefs/passwd.txt")]
    assert [s.file for s in found.sources] == ["briefs/in.md", "briefs/real.md"]
    assert not found.assets


def test_links_to_folders_circles_and_nothing_are_refused(folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "again").symlink_to("inner")
    (folder / "up").symlink_to("..")
    (folder / "self.md").symlink_to("self.md")
    (folder / "gone.md").symlink_to("nowhere.md")
    found = read(folder)
    assert {path for _, path in told(found)} == {
        "briefs/again", "briefs/up", "briefs/self.md", "briefs/gone.md"
    }  # fmt: skip
    assert not found.sources


def test_the_folder_itself_may_be_a_link_and_nested(folder: Path) -> None:
    (folder / "a.md").write_text("x")
    (folder / "bad:name.md").write_text("x")
    (folder.parent / "content").mkdir()
    (folder.parent / "content" / "news").symlink_to(folder)
    found = read(folder, briefs_dir="content/news")
    assert [(s.file, s.uri) for s in found.sources] == [("content/news/a.md", "news/a.md")]
    assert told(found) == [("B108", "content/news/bad:name.md")]


RUNS = [
    "a.html",
    "a.HTM",
    "a.xhtml",
    "a.svg",
    "a.svgz",
    "a.xml",
    "a.js",
    "a.mjs",
    "a.css",
    "a.wasm",
    "a.swf",
    "a.php",
    "a",
]
SHOWN = ["p.png", "p.JPG", "t.csv", "d.json", "r.pdf", "s.mp3", "all.zip"]


def test_only_files_that_run_nothing_are_published_for_strangers(folder: Path) -> None:
    for name in (*RUNS, *SHOWN, "b.md", "actors.yml"):
        (folder / name).write_text("x")
    found = read(folder, untrusted=True)
    assert sorted(told(found)) == sorted(("B108", f"briefs/{name}") for name in RUNS)
    assert sorted(each.file for each in found.assets) == sorted(f"briefs/{n}" for n in SHOWN)
    assert len(found.sources) == 2
    trusted = read(folder)
    assert not trusted.problems
    assert len(trusted.assets) == len(RUNS) + len(SHOWN)


@pytest.mark.parametrize("sign", ["\u202e", "\u202a", "\u2066", "\u2068"])
def test_a_name_that_reads_in_another_direction_is_refused(folder: Path, sign: str) -> None:
    (folder / f"photo{sign}gnp.exe").write_text("x")
    (folder / "سلام\u200cها.png").write_text("x")
    found = read(folder)
    assert [code for code, _ in told(found)] == ["B108"]
    assert len(found.assets) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_fifo_is_never_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    found = read(folder)
    assert told(found) == [("B108", "briefs/pipe.md")]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
def test_a_name_that_is_not_utf8_is_refused_and_can_be_printed(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.md")).write_text("x")
    found = read(folder)
    assert [code for code, _ in told(found)] == ["B108"]
    found.problems[0].location.path.encode("utf-8")


@pytest.mark.parametrize("name", ["a\nb.md", "a\\b.md", "a:b.md", "a*b.jpg", 'a"b.md', "a\x1bb.md"])
def test_names_that_some_systems_refuse(folder: Path, name: str) -> None:
    (folder / name).write_text("x")
    found = read(folder)
    assert [code for code, _ in told(found)] == ["B108"]
    assert "\n" not in found.problems[0].location.path
    assert "\x1b" not in found.problems[0].location.path


@pytest.mark.parametrize(
    "name", ["حرب.md", "联合国.md", "with space.md", "émile.md", "#x.md", "%41.md"]
)
def test_names_in_any_script_are_read(folder: Path, name: str) -> None:
    (folder / name).write_text("x")
    assert [s.file for s in read(folder).sources] == [f"briefs/{name}"]


@pytest.mark.parametrize(
    ("name", "kind"), [("a.md", "text"), ("a.jpg", "asset"), ("actors.yml", "text")]
)
def test_a_file_that_cannot_be_opened_is_told_and_the_rest_read(
    folder, name, kind, monkeypatch
) -> None:
    (folder / name).write_text("x")
    (folder / "z.md").write_text("z")
    real = Path.open

    def refusing(self, *args, **kwargs):
        if self.name == name:
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refusing)
    found = read(folder)
    assert told(found) == [("B101", f"briefs/{name}")]
    assert [s.file for s in found.sources] == ["briefs/z.md"]
    assert not found.assets


def test_a_folder_that_cannot_be_read_is_told(folder: Path, monkeypatch) -> None:
    (folder / "locked").mkdir()
    (folder / "z.md").write_text("z")
    real = os.scandir

    def refusing(path):
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = read(folder)
    assert told(found) == [("B108", "briefs/locked")]
    assert len(found.sources) == 1


def test_folders_end_somewhere(folder: Path) -> None:
    deep = folder
    for _ in range(MAX_FOLDER_DEPTH + 1):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "a.md").write_text("x")
    (deep.parent / "b.md").write_text("x")
    found = read(folder)
    assert len(found.sources) == 1
    assert [code for code, _ in told(found)] == ["B108"]


def test_of_a_large_file_one_byte_more_than_the_bound_is_read(folder: Path) -> None:
    (folder / "a.md").write_bytes(b"x" * 100)
    (folder / "big.jpg").write_bytes(b"x" * 100)
    found = read(folder, limits=Limits(file_bytes=10))
    assert [len(s.data) for s in found.sources] == [11]
    assert len(found.assets) == 1
