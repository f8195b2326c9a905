"""What used to end a build: it is built now, or one line says which file or folder is at fault."""

from __future__ import annotations

import errno
import gc
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from mkdocs_briefs.host.files import ViewPage
from support.engine import FAILED, WHOLE, compiled_once, in_child, made, put, replace, scratch, site
from support.sites import BRIEFS, Built, build, config, fetch, preview, run, site_from, wait_for

NOTICE = """---
title: The night ferry
date: 2024-05-02
summary: "{words}"
why_it_matters: "{words}"
actors:
  - {{name: Ferry Office, kind: organization, role: "{words}"}}
dates:
  - 2024-05-01: "{words}"
implications:
  - {{label: Fares, text: "{words}"}}
developments:
  - {{label: Boats, text: "{words}"}}
sources:
  - {{title: The timetable, note: "{words}"}}
updates:
  - {{date: 2024-05-03, text: "{words}"}}
---

{words}
"""
PLAIN = NOTICE.format(words="The ferry sails at night.")
ENDINGS = ("csv", "json", "txt", "xml", "ics", "css", "js", "md", "pdf")


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> Iterator[None]:
    with compiled_once():
        yield


def built(project: Path, **files: str) -> Built:
    """Build a site with the night ferry in this process, as far as it gets."""
    names = {name.replace("__", "/"): text for name, text in files.items()}
    site(project, {"briefs/ferry.md": PLAIN, **names})
    return Built(project, 0, "\n".join(text for _, text in made(project).said))


# Links to files that the site makes late, from all that is read while they are made


@pytest.mark.parametrize("by_folders", [True, False])
def test_a_link_to_a_file_that_is_not_there_is_a_warning(
    tmp_path: Path, *, by_folders: bool
) -> None:
    links = " ".join(f"[{end}](lost.{end})" for end in ENDINGS)
    more = f"use_directory_urls: {str(by_folders).lower()}"
    profile = "---\nname: Ferry Office\nkind: organization\n---\n\n" + links + "\n"
    done = made(
        site(
            tmp_path,
            {
                "mkdocs.yml": config(more=more),
                "docs/index.md": f"# Start\n\n{links}\n",
                "briefs/ferry.md": NOTICE.format(words=links),
                "briefs/actors/ferry-office.md": profile,
            },
        )
    )
    assert done.kind == WHOLE
    said = "\n".join(text for _, text in done.said)
    for end in ENDINGS:
        for file in ("briefs/ferry.md", "briefs/actors/ferry-office.md", "index.md"):
            assert re.search(rf"{file}.*lost\.{end}", said), (file, end)


OWN = ("feed.xml", "calendar.ics", "llms.txt", "api/v1/briefs/ferry.json", "outlook/outlook.csv")


@pytest.mark.parametrize("by_folders", [True, False])
def test_links_to_the_files_of_the_site_lead_there(tmp_path: Path, *, by_folders: bool) -> None:
    links = " ".join(f"[to {name}](../{name})" for name in OWN)
    body = NOTICE.format(words="The ferry sails.").replace(
        "\n\nThe ferry sails.\n", f"\n\n{links}\n"
    )
    reason = 'why_it_matters: "See [our feed](../feed.xml)."'
    done = site_from(
        {
            "mkdocs.yml": config(more=f"use_directory_urls: {str(by_folders).lower()}"),
            "docs/index.md": "# Start\n\n[Feed](feed.xml) and [days](calendar.ics).\n",
            "briefs/ferry.md": body.replace('why_it_matters: "The ferry sails."', reason),
        },
        tmp_path,
    )
    assert done.status == 0, done.output
    place = "briefs/ferry/index.html" if by_folders else "briefs/ferry.html"
    if not (done.folder / place).is_file():
        place = "briefs/ferry/index.html"
    page = done.page(place)
    root = "../" * place.count("/")
    for name in OWN:
        assert page.href(f"to {name}") == f"{root}{name}"
        assert (done.folder / name).is_file()
    assert page.href("our feed") == f"{root}feed.xml"


def test_a_preview_lives_on_beside_a_link_to_nothing(tmp_path: Path) -> None:
    site(tmp_path, {"briefs/ferry.md": PLAIN, "docs/index.md": "# Start\n"})
    brief = tmp_path / "briefs/ferry.md"
    with preview(tmp_path) as address:
        brief.write_text(
            PLAIN.replace("\n\nThe", "\n\n[Fares](fares.csv) <![y. The"), encoding="utf-8"
        )
        wait_for(lambda: "fares.csv" in fetch(f"{address}briefs/ferry/")[1])
        log = tmp_path / "serve.log"
        wait_for(lambda: "fares.csv" in log.read_text(encoding="utf-8"))
    assert "Traceback" not in log.read_text(encoding="utf-8")


# Settings


def test_a_template_for_editing_builds_and_leads_to_the_brief(tmp_path: Path) -> None:
    more = 'repo_url: https://forge.example/ferry\nedit_uri_template: "blob/main/docs/{path}"'
    files = {"mkdocs.yml": config(more=more), "docs/index.md": "# Start\n"}
    done = site_from({**files, "briefs/the ferry.md": PLAIN}, tmp_path)
    assert done.status == 0, done.output
    page = done.page("briefs/the-ferry/")
    edit = page.one("a", class_="b-tool b-tool--edit").attrs["href"]
    assert edit == "https://forge.example/ferry/blob/main/briefs/the%20ferry.md"


def test_a_setting_that_holds_itself_stops_no_build(tmp_path: Path) -> None:
    more = "extra:\n  ferry: &ferry\n    boats: [*ferry]"
    assert built(tmp_path, **{"mkdocs.yml": config(more=more)}).folder.is_dir()


# Programs that read the settings alone


def test_a_program_that_only_reads_the_settings_keeps_no_build_waiting(tmp_path: Path) -> None:
    site(tmp_path, {"mkdocs.yml": config(), "briefs/ferry.md": PLAIN, "docs/index.md": "# Start\n"})
    loaded = load_config(str(tmp_path / "mkdocs.yml"))
    loaded.plugins.on_startup(command="build", dirty=False)
    loaded.plugins.on_config(loaded)
    try:
        # The program itself may build after that, or start another one that does.
        done = build(tmp_path)
        child = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build"],
            cwd=tmp_path,
            check=False,
            capture_output=True,
            text=True,
        )
    finally:
        loaded.plugins.on_shutdown()
    assert done.status == 0, done.output
    assert child.returncode == 0, child.stderr
    assert "waits" not in done.output + child.stderr
    assert "Published to" in child.stderr


def test_commands_that_read_the_settings_do_not_wait_for_a_build(tmp_path: Path) -> None:
    site(tmp_path, {"mkdocs.yml": config(), "briefs/ferry.md": PLAIN, "docs/index.md": "# Start\n"})
    loaded = load_config(str(tmp_path / "mkdocs.yml"))
    loaded.plugins.on_startup(command="build", dirty=False)
    loaded.plugins.on_config(loaded)
    loaded.plugins.on_pre_build(config=loaded)
    try:
        for words in (["check"], ["due"]):
            status, output = run([*BRIEFS, *words], tmp_path)
            assert status == 0, output
            assert "waits" not in output
    finally:
        loaded.plugins.on_build_error(error=RuntimeError("enough"))


# Text that parsers of HTML, of addresses and of Markdown raise at

ODD = """Compare `fare <![night` and fare <![day now.

<![first in a line > still read

| Boat | Rule |
| --- | --- |
| `a <![b` | c <![d |

## When fare <![late

> quoted <![e

- listed <![f

<div>
raw <![g
</div>

    indented <![h

```
fenced <![i
```

<script type="text/plain">fare <![j</script>

[k](http://[) and ![l](//[x) and <http://a℀b> and [m](http://[z]/).
"""
SHOWN = (
    "fare <![night",
    "fare <![day now.",
    "<![first in a line > still read",
    "a <![b",
    "c <![d",
    "When fare <![late",
    "quoted <![e",
    "listed <![f",
    "raw <![g",
    "indented <![h",
    "fenced <![i",
)


@pytest.mark.parametrize("search", ["auto", "material"])
def test_odd_text_is_shown_as_it_was_written(tmp_path: Path, search: str) -> None:
    more = "markdown_extensions: [tables, fenced_code, attr_list, md_in_html]"
    files = {
        "mkdocs.yml": config(briefs=f"today: 2024-06-01, search: {search}", more=more),
        "docs/index.md": f"# Start\n\n{ODD}",
        "briefs/ferry.md": PLAIN.replace("\n\nThe ferry sails at night.\n", f"\n\n{ODD}"),
    }
    done = made(site(tmp_path, files))
    assert done.kind == WHOLE, done.said
    for page in ("index.html", "briefs/ferry/index.html"):
        html = done.files[page].decode()
        text = Built(tmp_path, 0, "").page(page).article.text
        for words in SHOWN:
            assert words in text, (page, words)
        assert '<script type="text/plain">fare <![j</script>' in html


NASTY = {
    "declarations": "a <! b <!DOCTYPE [ c <? d </ e <![CDATA[ f <![if g <!-- h",
    "beginnings": "<!\n\n<!DOCTYPE [\n\n<?\n\n</\n\n<![CDATA[\n\n<![if\n\n<!ENTITY [\n\n<!--",
    "raw": '<div>\n<![\n</div>\n\n<pre>\n<![x\n\n</pre>\n\n<p markdown="1">\n<![y\n</p>',
    "characters": "a\x01b \x02 \x03 \x1b \x7f \x85 \u2028 \ufeff \uffff \U0010ffff",
    "placeholders": "\x02wzxhzdk:0\x03 \x02klzzwxh:0001\x03 <\x03![x",
    "references": "&#0; &#xD800; &#x110000; &#99999999999999999999; &#x; &bogus;",
    "addresses": "[a](http://[) [b](//[x) [c](<>) [d](%ZZ.md) [e](\\) [f](../../../../x.md)\n\n[g]\n\n[g]: http://[",
    "long address": f"[a]({'b' * 5_000}.md) ![c]({'d/' * 5_000}e.png)",
    "nested lists": "".join(" " * 4 * n + "- a\n" for n in range(60)),
    "nested quotes": "".join("> " * n + "a\n" for n in range(59)),
    "nested links": "[a" * 300 + "](b)" * 300,
    "nested emphasis": "*a **b " * 500,
    "open elements": "<span>" * 900,
    "ampersands": "&#" * 20_000,
    "parentheses": "(" * 50_000,
    "fence": "`" * 3 + "x" * 50_000,
    "a note in itself": "a[^1]\n\n[^1]: b[^1]",
    "template": "{{ x }} {% raw %} {# y #}",
}
TOO_MUCH = {
    "brackets": "[" * 60_000,
    "stars": "*" * 60_000,
    "tags": "<a " * 30_000,
    "quotes": "> " * 20_000,
}


def test_no_body_ends_a_build(tmp_path: Path) -> None:
    head = PLAIN.rpartition("\n\n")[0]
    names = {name: f"briefs/{name.replace(' ', '-')}.md" for name in NASTY}
    texts = {
        names[name]: head.replace("The night ferry", name.capitalize())
        + f"\n\n{body}\n\nThe end.\n"
        for name, body in NASTY.items()
    }
    more = "markdown_extensions: [tables, fenced_code, footnotes, attr_list, md_in_html, def_list]"
    done = made(site(tmp_path, {"mkdocs.yml": config(more=more), **texts}))
    assert done.kind == WHOLE, done.said
    for name in names.values():
        assert f"{name.removesuffix('.md').replace('_', '-')}/index.html" in done.files


def test_a_body_that_is_too_much_is_a_problem_with_a_place(tmp_path: Path) -> None:
    texts = {
        f"briefs/{name}.md": PLAIN.replace("\n\nThe", f"\n\n{body}\n\nThe")
        for name, body in TOO_MUCH.items()
    }
    done = made(site(tmp_path, {"mkdocs.yml": config(), **texts}))
    assert done.kind == FAILED
    said = "\n".join(text for _, text in done.said)
    for name in TOO_MUCH:
        assert re.search(rf"briefs/{name}\.md:\d+:\d+: error\[B106\]", said)


# Errors of any kind


def test_an_error_names_the_brief_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _spoil(monkeypatch)
    for engine in ("true", "false"):
        folder = tmp_path / engine
        text = config(briefs=f"today: 2024-06-01, engine: {engine}")
        done = site_from({"mkdocs.yml": text, "briefs/ferry.md": PLAIN}, folder)
        assert done.status == 1
        assert (
            "briefs/ferry.md: its page cannot be made: ZeroDivisionError: by a boat" in done.output
        )
        assert "Traceback" not in done.output
        assert not done.folder.exists()
        loud = build(folder, "mkdocs", "--verbose")
        assert "Traceback" in loud.output


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            ZeroDivisionError("by\na boat"),
            "briefs/ferry.md: it cannot be read: ZeroDivisionError: by a boat",
        ),
        (
            RecursionError(),
            "briefs/ferry.md:1:1: error[B106] The file is nested too deep to be read",
        ),
    ],
)
def test_a_file_that_cannot_be_parsed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("mkdocs_briefs.builder.pipeline.parse_brief", fail)
    done = site_from({"briefs/ferry.md": PLAIN}, tmp_path)
    assert done.status == 1
    assert said in done.output
    assert "Traceback" not in done.output
    assert not done.folder.exists()


def _spoil(monkeypatch: pytest.MonkeyPatch) -> None:
    real = ViewPage._render  # private, as no brief is known that makes it fail

    def fail(self: ViewPage, *words: Any) -> None:
        if self.source and self.head.path == "briefs/ferry/":
            raise ZeroDivisionError("by\na boat")
        real(self, *words)

    monkeypatch.setattr(ViewPage, "_render", fail)


SPOILT = """
import mkdocs_briefs.host.files as files
render = files.ViewPage._render
def fail(self, *words):
    if self.source and "boat" in self.source.body:
        raise ZeroDivisionError("by a boat")
    render(self, *words)
files.ViewPage._render = fail
"""


def test_a_preview_shows_the_error_and_lives_on(tmp_path: Path) -> None:
    hooks = config(more="hooks: [spoil.py]")
    site(tmp_path, {"mkdocs.yml": hooks, "spoil.py": SPOILT, "docs/index.md": "# Start\n"})
    put("briefs/ferry.md", PLAIN)(tmp_path)
    put("briefs/boat.md", PLAIN.replace("\n\nThe", "\n\nA boat. The"))(tmp_path)
    with preview(tmp_path) as address:
        assert "ZeroDivisionError: by a boat" in fetch(f"{address}briefs/boat/")[1]
        assert "The ferry sails at night." in fetch(f"{address}briefs/ferry/")[1]
        put("briefs/boat.md", PLAIN)(tmp_path)
        wait_for(lambda: "ZeroDivisionError" not in fetch(f"{address}briefs/boat/")[1])
    assert "Traceback" not in (tmp_path / "serve.log").read_text(encoding="utf-8")


# A preview that runs for long


def test_rebuilds_of_a_preview_leave_nothing_over(tmp_path: Path) -> None:
    files = {f"briefs/ferry-{n}.md": PLAIN.replace("night", f"{n}th night") for n in range(8)}
    project = site(tmp_path, {"mkdocs.yml": config(), "docs/index.md": "# Start\n", **files})
    loaded = load_config(str(project / "mkdocs.yml"))
    loaded.plugins.on_startup(command="serve", dirty=False)
    counts = []
    try:
        for number in range(7):
            put("briefs/ferry-3.md", PLAIN.replace("sails", f"sails {number} times"))(project)
            again = load_config(str(project / "mkdocs.yml"), site_dir=str(tmp_path / "shown"))
            mkdocs_build(again, serve_url=again.site_url)
            del again
            if number in (3, 6):  # each count looks at all that this process has, tests and all
                gc.collect()
                counts.append(len(gc.get_objects()) + gc.get_freeze_count())
    finally:
        loaded.plugins.on_shutdown()
    # What a rebuild left over was some thousand objects each time.
    assert counts[1] - counts[0] < 1_000, counts


# Disks


def on_small_disk(folder: Path, size: str) -> None:
    """Mount a disk of this size, or skip the test."""
    folder.mkdir()
    mount = shutil.which("mount")
    if os.getuid() != 0 or not mount:
        pytest.skip("only root can mount a small disk")
    command = [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a disk")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder that is a disk of its own with room for a site."""
    folder = tmp_path / "disk"
    on_small_disk(folder, "20m")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path) -> None:
    """Leave no room on the disk of a folder."""
    room = shutil.disk_usage(folder).free
    with suppress(OSError), (folder / ".full").open("wb") as file:
        file.write(b"0" * 2 * room)


@pytest.mark.parametrize("place", ["site", "project"])
def test_a_full_disk_is_said_in_one_line_and_the_old_site_stays(disk: Path, place: str) -> None:
    project = disk.parent / "project" if place == "site" else disk / "project"
    target = disk if place == "site" else project / "site"
    text = config(more=f"site_dir: {target}")
    first = site_from(
        {"mkdocs.yml": text, "briefs/ferry.md": PLAIN, "docs/index.md": "# S\n"}, project
    )
    assert first.status == 0, first.output
    old = {path: path.read_bytes() for path in target.rglob("*.html")}
    assert old
    fill(disk)
    replace("briefs/ferry.md", 'summary: "The', 'summary: "A')(project)
    done = build(project)
    assert done.status == 1
    assert "Traceback" not in done.output
    assert re.search(rf"ERROR.*{re.escape(str(target.parent))}.*No space left", done.output)
    assert {path: path.read_bytes() for path in target.rglob("*.html")} == old
    (disk / ".full").unlink()
    assert build(project).status == 0


def test_a_site_on_a_disk_of_its_own_is_published_whole(disk: Path) -> None:
    project = disk.parent / "project"
    text = config(more=f"site_dir: {disk}")
    files = {"mkdocs.yml": text, "briefs/ferry.md": PLAIN, "docs/index.md": "# S\n"}
    assert site_from(files, project).status == 0
    replace("briefs/ferry.md", 'summary: "The', 'summary: "A')(project)
    assert build(project).status == 0
    assert "A ferry sails at night." in (disk / "briefs/ferry/index.html").read_text(
        encoding="utf-8"
    )
    assert not (disk / ".briefs-new").exists()
    assert "Nothing has changed" in build(project).output


def test_a_folder_that_nobody_may_write_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = site(tmp_path, {"mkdocs.yml": config(), "briefs/ferry.md": PLAIN})
    old = made(project)
    assert old.kind == WHOLE
    replace("briefs/ferry.md", 'summary: "The', 'summary: "A')(project)
    mkdir = Path.mkdir

    def refuse(self: Path, *words: Any, **more: Any) -> None:
        if self.name in (".site.building", ".briefs-new"):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        mkdir(self, *words, **more)

    monkeypatch.setattr(Path, "mkdir", refuse)
    done = build(project)
    assert done.status == 1
    assert f"could not be written to {project / 'site'}: Permission denied" in done.output
    assert "Traceback" not in done.output
    assert done.files() == old.files


# What cannot be read


def test_a_file_that_cannot_be_read_is_an_error_warm_and_cold() -> None:
    with scratch() as folder:
        project = site(folder / "project", {"mkdocs.yml": config(), "briefs/ferry.md": PLAIN})
        assert made(project).kind == WHOLE
        put("briefs/late.md", PLAIN.replace("night ferry", "late ferry"))(project)
        (project / "briefs/late.md").chmod(0)
        if os.getuid() == 0:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, 65534, 65534)
        for name in ("warm", "cold"):
            if name == "cold":
                shutil.rmtree(project / ".cache")
            assert in_child(lambda name=name: _as_nobody(project, name)) == 0
            kind, _, said = (project / name).read_text(encoding="utf-8").partition("\n")
            assert kind == FAILED
            assert "briefs/late.md" in said


def _as_nobody(project: Path, name: str) -> None:
    """Build as an ordinary user, who cannot read everything."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    done = made(project)
    said = "\n".join(text for _, text in done.said)
    (project / name).write_text(f"{done.kind}\n{said}", encoding="utf-8")
