"""README, CONTRIBUTING and the guide say what is true: commands, links, options, fields, examples."""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mkdocs_briefs.builder.pipeline import Reader
from mkdocs_briefs.cli.app import main
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.model.ids import LISTS as OPTIONS
from mkdocs_briefs.model.ids import SECTIONS
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.parse.registry import parse_registry
from mkdocs_briefs.problems import CODES, Problem, Severity
from mkdocs_briefs.render.words import format_edtf
from mkdocs_briefs.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    ROOT / "CHANGELOG.md",
    ROOT / "changelog.d" / "README.md",
    *sorted(DOCS.glob("**/*.md")),
]
NAMES = [str(path.relative_to(ROOT)) for path in PAGES]
GUIDE = DOCS / "reference" / "writing-a-brief.md"
CONFIGURATION = DOCS / "reference" / "configuration.md"
SETTINGS = Settings(today=dt.date(2024, 4, 25))
BLOCK = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REGISTRY = re.compile(r"# briefs/(\w+)\.yml\n")
DOWNLOADS = re.compile(r"pip install|-m venv|^pip ")


def blocks(path: Path, *languages: str) -> list[str]:
    return [text for kind, text in BLOCK.findall(path.read_text("utf-8")) if kind in languages]


def commands(path: Path) -> Iterator[str]:
    """Commands in blocks of a shell and in code within a line."""
    text = path.read_text("utf-8")
    for block in blocks(path, "sh"):
        yield from (line.partition(" #")[0].strip() for line in block.splitlines())
    found = re.findall(r"`([^`\n]+)`|^ {4}(\S.*)$", BLOCK.sub("", text), re.MULTILINE)
    for inline, indented in found:
        words = inline or indented
        if re.match(r"(make|briefs|mkdocs|\.venv/bin/\w+|PYTHONPATH=tests) ", words):
            yield words


COMMANDS = [
    (name, command)
    for name, path in zip(NAMES, PAGES, strict=True)
    if not name.startswith(("docs/decisions", "docs/reference"))
    for command in dict.fromkeys(commands(path))
]


def test_the_search_for_commands_finds_them() -> None:
    found = {command for name, command in COMMANDS if name == "README.md"}
    assert {"make site", "make serve", ".venv/bin/briefs check"} <= found


@pytest.mark.parametrize(("page", "command"), COMMANDS)
def test_a_command_exists(page: str, command: str) -> None:
    if DOWNLOADS.search(command):
        place, _, extras = shlex.split(command)[-1].partition("[")
        assert place in {".", ".venv"}
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        assert {*filter(None, extras.rstrip("]").split(","))} <= project[
            "optional-dependencies"
        ].keys()
        return
    words = shlex.split(command)
    if words[0] == "PYTHONPATH=tests":
        assert words[1] == ".venv/bin/python"
        assert (ROOT / words[2]).is_file()
        return
    if words[:3] == [".venv/bin/python", "-m", "pytest"]:
        assert words[3:]
        assert all((ROOT / name).is_file() for name in words[3:])
        return
    program, *rest = words
    program = program.removeprefix(".venv/bin/")
    if program == "make":
        targets = [word for word in rest if "=" not in word]
        makefile = (ROOT / "Makefile").read_text("utf-8")
        assert targets
        assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
    elif program == "briefs":
        assert rest[0] in main.commands
        told = CliRunner().invoke(main, [rest[0], "--help"]).output
        assert all(word in told for word in rest[1:] if word.startswith("-"))
    else:
        assert program == "mkdocs"
        told = subprocess.run(
            [sys.executable, "-m", "mkdocs", rest[0], "--help"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert all(word in told.stdout for word in rest[1:] if word.startswith("-"))


def links(path: Path) -> Iterator[str]:
    text = re.sub(r"`[^`\n]*`", "", BLOCK.sub("", path.read_text("utf-8")))
    for target in re.findall(r"\]\(([^()\s]+)\)", text):
        if not re.match(r"[a-z]+:|#", target):
            yield target


@pytest.mark.parametrize("name", NAMES)
def test_every_relative_link_leads_to_a_file(name: str) -> None:
    path = ROOT / name
    missing = [
        target for target in links(path) if not (path.parent / target.partition("#")[0]).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_every_named_path_of_the_repository_exists(name: str) -> None:
    text = BLOCK.sub("", (ROOT / name).read_text("utf-8"))
    package = ROOT / "plugins" / "mkdocs_briefs"
    folders = "docs|tests|scripts|plugins|benchmarks|requirements|changelog\\.d"
    packages = "|".join(path.parent.name for path in package.glob("*/__init__.py"))
    for path in re.findall(rf"`((?:{folders})/[\w./-]*)`", text):
        assert (ROOT / path).exists(), path
    for path in re.findall(rf"`((?:{packages}|theme|locale)/[\w./-]+)`", text):
        assert (package / path).exists(), path


MODULE = re.compile(r"`(\w+\.py)`")


@pytest.mark.parametrize(
    "name", [name for name in NAMES if "decisions/" in name or "contributing/" in name]
)
def test_every_module_that_contributors_read_of_exists(name: str) -> None:
    modules = {path.name for path in (ROOT / "plugins" / "mkdocs_briefs").rglob("*.py")}
    assert {*MODULE.findall((ROOT / name).read_text("utf-8"))} <= modules


def test_the_code_map_names_every_package() -> None:
    text = (DOCS / "contributing" / "code-map.md").read_text("utf-8")
    for path in (ROOT / "plugins" / "mkdocs_briefs").glob("*/__init__.py"):
        assert f"| `{path.parent.name}` |" in text


def faults(text: str) -> list[Problem]:
    """What an author should not be shown: errors, and fields that do not exist."""
    if match := REGISTRY.match(text):
        found = parse_registry(text.encode(), "briefs/x.yml", match[1], SETTINGS).problems
    else:
        whole = text
        if not text.startswith("---"):
            head = "title: T\ndate: 2024-04-22\n"
            whole = f"---\n{head}{text}---\n"
        found = parse_brief(whole.encode(), "briefs/a.md", "briefs/a.md", SETTINGS).problems
    return [p for p in found if p.severity is Severity.ERROR or p.code == "B203"]


EXAMPLES = [
    (str(path.relative_to(ROOT)), text)
    for path in (ROOT / "README.md", GUIDE)
    for text in blocks(path, "yaml")
    if not text.startswith("# mkdocs.yml")
]


@pytest.mark.parametrize(("page", "text"), EXAMPLES[:-1])
def test_an_example_of_fields_can_be_read(page: str, text: str) -> None:
    assert faults(text) == []


def test_the_smallest_brief_has_no_problem_at_all() -> None:
    smallest = blocks(GUIDE, "yaml")[0]
    assert parse_brief(smallest.encode(), "briefs/a.md", "briefs/a.md", SETTINGS).problems == ()


def test_the_brief_of_the_readme_fits_the_sample_site() -> None:
    known = Reader().load(ROOT, SETTINGS).library.catalogue.actors
    brief = parse_brief(
        blocks(ROOT / "README.md", "yaml")[0].encode(), "briefs/a.md", "briefs/a.md", SETTINGS
    ).value
    assert brief
    assert {part.id for part in brief.fields.actors} <= known.keys()


def test_the_printed_report_is_the_real_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, report = blocks(GUIDE, "yaml")[-1], blocks(GUIDE, "text")[-1]
    file = tmp_path / "briefs" / "2024-04-22-haliva-resigns.md"
    file.parent.mkdir()
    file.write_text(wrong, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Test\nplugins: [briefs]\n")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert result.stdout == report


def test_the_table_of_dates_is_true() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert len(rows) >= 9
    for written, shown in rows:
        assert format_edtf(parse_edtf(written), "en").replace("\u2009", " ") == shown


def test_every_marker_of_the_guide_exists() -> None:
    text = GUIDE.read_text("utf-8")
    told = text.split("The markers are", 1)[1].split("In any page", 1)[0]
    assert re.findall(r"`(\w+)`", told) == list(SECTIONS)
    for name, options in re.findall(r"<!-- briefs:(\w+)((?: \w+=\S+)*) -->", text):
        keys = set(re.findall(r"(\w+)=", options))
        assert keys <= OPTIONS[name] if keys else name in SECTIONS
    narrowed = text.split("They can be narrowed with", 1)[1].split(";", 1)[0]
    assert set(re.findall(r"`(\w+)`", narrowed)) == OPTIONS["list"] == OPTIONS["timeline"]


def test_the_readme_names_the_commands_there_are() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    told = text.split("`briefs` has the commands ", 1)[1].split(". ", 1)[0]
    assert set(re.findall(r"`([\w-]+)`", told)) == set(main.commands)


def test_every_code_in_the_documents_exists() -> None:
    for path in PAGES:
        assert set(re.findall(r"\bB[1-9]\d\d\b", path.read_text("utf-8"))) <= CODES.keys()


def test_every_runtime_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[<>=!~ \[]", line, maxsplit=1)[0] for line in project["dependencies"]}
    text = (DOCS / "decisions" / "0005-dependencies.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE)) == wanted


def test_every_decision_is_listed_and_has_its_four_parts() -> None:
    folder = DOCS / "decisions"
    pages = sorted(folder.glob("0*.md"))
    index = (folder / "index.md").read_text("utf-8")
    assert re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", index) == [page.name for page in pages]
    for page in pages:
        text = page.read_text("utf-8")
        parts = ("**Context.**", "**Choice.**", "**Consequences.**", "**Look again**")
        places = [text.find(part) for part in parts]
        assert -1 not in places, page.name
        assert places == sorted(places), page.name


def test_the_guide_builds_an_existing_site(tmp_path: Path) -> None:
    """The nav of the guide, its smallest brief and its links, in a site of one's own."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "briefs").mkdir()
    nav = next(block for block in blocks(CONFIGURATION, "yaml") if "nav:" in block)
    config = "site_name: Test\ntheme: {name: material, font: false}\nplugins: [briefs]\n"
    (tmp_path / "mkdocs.yml").write_text(config + nav, encoding="utf-8")
    home = blocks(CONFIGURATION, "markdown")[0]
    (tmp_path / "docs" / "index.md").write_text(f"# Home\n\n{home}", encoding="utf-8")
    (tmp_path / "docs" / "about.md").write_text("# About\n")
    brief = tmp_path / "briefs" / "2024-04-22-haliva-resigns.md"
    brief.write_text(blocks(GUIDE, "yaml")[0], encoding="utf-8")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=tmp_path,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    page = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert 'href="briefs/haliva-resigns/"' in page
    assert 'href="actors/aharon-haliva/"' in page
    assert "Who is who" in page
