"""Tutorials and how-to guides are followed as a reader would, in an empty folder.

What a page shows is what is run:

- ```console: lines after `$ ` are typed, in order, in one shell's folder; each other line must come
  out, in this order, though more may (the log of a build, the rest of a message);
- ```yaml title="PATH" and the like: what the file then holds. For a brief a block without `---` is
  a part: fields that take the place of those of the same name, or, in ```markdown, the text below;
- `<!-- not run: reason -->` before a block leaves it out.

Every other block with front matter or a registry in it must at least be readable.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from mkdocs_briefs.builder.version import full_version
from mkdocs_briefs.cli.app import main
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.parse.registry import parse_registry
from mkdocs_briefs.problems import Severity
from mkdocs_briefs.settings import Settings
from support.forks import PROGRAMS, Running, run_program, start_program
from support.patience import PATIENCE, wait_for
from support.repositories import require_git
from support.sites import fetch

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
TODAY = dt.date(2026, 11, 22)
FIRST, PUBLISH = DOCS / "tutorials" / "first-brief.md", DOCS / "tutorials" / "publish.md"
KEEP = DOCS / "tutorials" / "keep-score.md"
GUIDES = sorted((DOCS / "how-to").glob("*.md"))
SHELL = re.compile(r"[|&;<>$`*?#~()]")
"""What only a shell understands."""
FAILING = ("briefs check", "briefs guard", "mkdocs build")
BRIEF = "briefs/2026-11-22-spy-chief-resigns.md"
BLOCK = re.compile(
    r"(?P<skip><!-- not run: [^>]+ -->\n)?^```(?P<kind>\w*)(?: title=\"(?P<file>[^\"]+)\")?\n"
    r"(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    kind: str
    file: str
    text: str
    skipped: bool


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    found = [
        Block(m["kind"], m["file"] or "", m["text"], bool(m["skip"])) for m in BLOCK.finditer(text)
    ]
    assert len(found) * 2 == len(re.findall(r"^```", text, re.MULTILINE)), "a fence is not closed"
    return found


class Reader:
    """Somebody who follows a page to the letter, beginning in `folder`."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.served: list[str] = []
        self._environment = os.environ | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "SOURCE_DATE_EPOCH": f"{dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC).timestamp():.0f}",
            "NO_MKDOCS_2_WARNING": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "HOME": str(home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A Reader",
            "GIT_AUTHOR_EMAIL": "reader@example.org",
            "GIT_COMMITTER_NAME": "A Reader",
            "GIT_COMMITTER_EMAIL": "reader@example.org",
        }

    def follow(self, page: Path) -> None:
        for block in blocks(page):
            if block.skipped:
                continue
            if block.kind == "console":
                for command, shown in steps(block.text):
                    self.type(command, shown)
            elif block.file:
                self.write(block)

    def type(self, command: str, shown: list[str]) -> None:
        words = shlex.split(command)
        if words[0] == "cd":
            self.folder = (self.folder / words[1]).resolve(strict=True)
            return
        if words[0] == "git":
            require_git()
        if command == "mkdocs serve":
            self._serve()
            return
        if words[:2] == ["pip", "wheel"]:
            command += " --no-build-isolation"  # what it would download is installed here
        # Zensical is here for a test of the export; `briefs doctor` notes it, as it should.
        printed = re.sub(
            r"^0 problems, 1 note$", "0 problems, 0 notes", self.run(command), flags=re.MULTILINE
        )
        rows = iter(row.rstrip() for row in printed.splitlines())
        for line in shown:
            assert any(line in row if line.startswith("INFO") else line == row for row in rows), (
                f"{command} does not print, or not there:\n{line}\nIt prints:\n{printed}"
            )

    def run(self, command: str, **more: str) -> str:
        """What a command prints. It may fail only as a check that found an error fails."""
        name, *words = shlex.split(command)
        if name in PROGRAMS and not SHELL.search(command):
            done = run_program(name, words, self.folder, self._environment | more, together=True)
        else:
            done = self._shell(command, self._environment | more)
        found = command.startswith(FAILING) and "error[B" in done.stdout
        assert done.returncode == 0 or found, f"{command}\n{done.stdout}"
        return done.stdout

    def _shell(self, command: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )

    def write(self, block: Block) -> None:
        file = self.folder / block.file
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.suffix == ".md" and block.file.startswith("briefs/")
        if not partial or block.text.startswith("---"):
            file.write_text(block.text, encoding="utf-8")
            return
        _, head, body = re.split(r"^---\n", file.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE)
        if block.kind == "markdown":
            body = f"\n{block.text}"
        else:
            head = merged(head, block.text)
        file.write_text(f"---\n{head}---\n{body}", encoding="utf-8")

    def _serve(self) -> None:
        """The preview starts and shows the front page."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        words = ["serve", "--dev-addr", f"127.0.0.1:{port}"]
        with Path(os.devnull).open("wb") as nowhere:
            streams = nowhere.fileno(), nowhere.fileno()
            server = Running(
                start_program("mkdocs", words, self.folder, self._environment, streams)
            )
        try:
            self.served.append(page_at(f"http://127.0.0.1:{port}/"))
        finally:
            server.kill()
            server.wait(PATIENCE)


def page_at(address: str) -> str:
    wait_for(lambda: fetch(address)[0] == 200)
    return fetch(address)[1]


def steps(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block, with the lines that the page shows below it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command.strip(), [row.rstrip() for row in shown.splitlines() if row.strip()]


def merged(head: str, part: str) -> str:
    """`head` with the fields of `part`, which may stand in it, switched off by # or not."""
    for field in re.split(r"^(?=\w)", part, flags=re.MULTILINE)[1:]:
        name = re.escape(field.partition(":")[0])
        there = re.compile(rf"^(#?){name}:.*\n(?:\1[ ]+.*\n)*", re.MULTILINE)
        if there.search(head):
            head = there.sub(lambda _, new=field: new, head, count=1)
        else:
            head += field
    return head


@pytest.fixture(scope="session")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A reader at the end of the first tutorial."""
    folder = tmp_path_factory.mktemp("tutorial")
    (folder / "mkdocs-briefs").symlink_to(ROOT)
    reader = Reader(folder, tmp_path_factory.mktemp("home"))
    reader.follow(FIRST)
    return reader


def go_on(followed: Reader, tmp_path: Path) -> Reader:
    """A reader who has the site of the first tutorial, and has not touched it since."""
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "mkdocs-briefs").symlink_to(ROOT)
    shutil.copytree(followed.folder, tmp_path / "my-site")
    return Reader(tmp_path / "my-site", home)


def test_the_first_tutorial_ends_with_a_published_brief(followed: Reader) -> None:
    page = (followed.folder / "site/briefs/spy-chief-resigns/index.html").read_text("utf-8")
    for ident in (
        "aharon-haliva",
        "israel",
        "hamas",
        "benjamin-netanyahu",
        "gaza-health-ministry",
    ):
        assert f'href="../../actors/{ident}/"' in page
        assert (followed.folder / "site" / "actors" / ident / "index.html").is_file()
    assert 'id="timeline"' in page
    assert len(followed.served) == 1
    assert "This site is set up" in followed.served[0]


def test_the_second_tutorial_can_be_followed(followed: Reader, tmp_path: Path) -> None:
    reader = go_on(followed, tmp_path)
    reader.follow(PUBLISH)
    tracked = reader.run("git ls-files").splitlines()
    assert {"mkdocs.yml", "requirements.txt", BRIEF, ".github/workflows/pages.yml"} <= {*tracked}
    assert not any(path.startswith("site/") for path in tracked)
    assert f"vendor/mkdocs_briefs-{full_version()}-py3-none-any.whl" in tracked
    reader.run("pip install --no-index --no-deps --target ../installed -r requirements.txt")
    assert (tmp_path / "installed" / "mkdocs_briefs" / "host" / "plugin.py").is_file()


def test_the_second_tutorial_tells_what_the_action_types() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    typed = "\n".join(step.get("run", "") for step in action["runs"]["steps"])
    words = {
        "$REQUIREMENTS": "requirements.txt",
        "$HOST": "mkdocs",
        "$STRICT": "--strict",
        "$SITE": "site",
    }
    for name, value in words.items():
        typed = typed.replace(f'"{name}"', value)
    told = re.findall(r"^\| `(.+?)` \|", PUBLISH.read_text("utf-8"), re.MULTILINE)
    assert len(told) >= 4
    for command in told:
        assert command in typed or command.startswith("$/")


def test_the_third_tutorial_ends_with_a_score(tmp_path: Path) -> None:
    reader = Reader(tmp_path, tmp_path)
    reader.follow(KEEP)
    site = reader.folder / "site"
    told = (site / "briefs/exampleton-bridge-stays-closed/index.html").read_text("utf-8")
    assert "../exampleton-bridge-closes/#bridge-opens-again" in told
    asked = (site / "briefs/exampleton-bridge-closes/index.html").read_text("utf-8")
    assert 'href="../exampleton-bridge-stays-closed/"' in asked
    outlook = (site / "outlook/index.html").read_text("utf-8")
    assert "bridge-opens-again" in outlook
    for page in (told, asked):
        assert "An invented brief." in page  # nobody shall take it for news


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_a_guide_can_be_followed(page: Path, followed: Reader, tmp_path: Path) -> None:
    reader = go_on(followed, tmp_path)
    reader.follow(page)
    if any(block.kind == "console" or block.file for block in blocks(page)):
        printed = reader.run("briefs check")
        assert "error[B" not in printed, printed


PAGES = [FIRST, PUBLISH, KEEP, *GUIDES]
PARTS = [
    (page.stem, block.text)
    for page in PAGES
    for block in blocks(page)
    if block.kind == "yaml" and not block.file and not block.text.startswith("# mkdocs.yml")
]


@pytest.mark.parametrize(("page", "text"), PARTS)
def test_an_example_of_fields_can_be_read(page: str, text: str) -> None:
    settings = Settings(today=TODAY)
    if registry := re.match(r"# briefs/(\w+)\.yml\n", text):
        read = parse_registry(text.encode(), "briefs/x.yml", registry[1], settings)
        assert read.problems == (), page
        return
    whole = text
    if not text.startswith("---"):
        given = {*re.findall(r"^(\w+):", text, re.MULTILINE)}
        needed = {"title": "T", "date": "2024-04-22"}
        head = "".join(f"{key}: {value}\n" for key, value in needed.items() if key not in given)
        whole = f"---\n{head}{text}---\n"
    found = parse_brief(whole.encode(), "briefs/a.md", "briefs/a.md", settings)
    faults = [p for p in found.problems if p.severity is Severity.ERROR or p.code == "B203"]
    assert faults == [], page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_place_told_in_words_is_one_that_is_shown(page: Path) -> None:
    text = page.read_text("utf-8")
    for line, column in re.findall(r"line (\d+), column (\d+)", text):
        assert f".md:{line}:{column}: " in text


NOT_RUN = re.compile(
    r"python3 -m (venv|http\.server)|\. |pip (un)?install|git (remote|push)|curl -s https://example\.org"
    r"|datasette |sqlite3 |chromium |pre-commit "
)
"""What a test cannot do: new environments, servers, other hosts, programs that are not ours."""


def test_nothing_is_left_out_without_a_good_reason() -> None:
    """What is not run needs the network, and is of few kinds."""
    for page in PAGES:
        for block in blocks(page):
            if block.skipped:
                for command, _ in steps(block.text):
                    assert NOT_RUN.match(command), command


def test_commands_are_shown_where_they_are_run() -> None:
    """In `sh` they would only be looked up; guides for an editor's set-up apart."""
    for page in PAGES:
        if page.stem != "editors":
            assert not [block for block in blocks(page) if block.kind == "sh"], page


@pytest.mark.parametrize("page", [*PAGES, DOCS / "manual.md"], ids=lambda page: page.stem)
def test_every_link_of_a_page_leads_to_a_file_and_a_heading(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", BLOCK.sub("", page.read_text("utf-8")))
    for target in re.findall(r"\]\(([^()\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = page.parent / path if path else page
        assert file.is_file(), target
        if anchor and file.name != "problems.md":
            headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", h).lower()) for h in headings}
            assert anchor in slugs, target


def test_the_manual_leads_to_every_page_and_so_does_the_navigation() -> None:
    manual = (DOCS / "manual.md").read_text("utf-8")
    listed = {*re.findall(r"\]\(([\w/-]+\.md)[)#]", manual)}
    wanted = {
        str(path.relative_to(DOCS))
        for folder in ("tutorials", "how-to", "reference", "explanation", "contributing")
        for path in (DOCS / folder).glob("*.md")
    }
    assert wanted <= listed
    nav = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert [path for path in sorted(wanted | {"manual.md"}) if path not in nav] == []


def test_every_command_has_its_place_in_the_manual() -> None:
    """Each command of `briefs` is shown in a tutorial or a guide."""
    told = "\n".join(page.read_text("utf-8") for page in PAGES)
    missing = [name for name in main.commands if f"briefs {name}" not in told]
    assert missing == []
