"""The generated pages say what the code does, and every example of a problem is true."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import re
import sys
from dataclasses import fields, replace
from pathlib import Path
from subprocess import CompletedProcess
from types import ModuleType

import click
import pytest
import yaml

from mkdocs_briefs.builder.pipeline import Reader
from mkdocs_briefs.cli.app import main
from mkdocs_briefs.formats.api import api_schema
from mkdocs_briefs.formats.record_fields import FILES
from mkdocs_briefs.library.forecasts import check_published
from mkdocs_briefs.model.options import OPTIONS, Options
from mkdocs_briefs.pages.redirects import changed_events, removed_addresses
from mkdocs_briefs.problems import CODES, Severity
from mkdocs_briefs.settings import Limits, Settings
from support.forks import run_program
from support.problem_examples import EXAMPLES, Example

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 22)
COMMAND = "PYTHONPATH=tests .venv/bin/python scripts/reference.py"


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts" / "reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(ROOT / "scripts"))  # as Python does for a script; it has neighbours
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    return module


SCRIPT = load_script()
PAGES = SCRIPT.pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / name).read_text("utf-8")
    assert written == PAGES[name], f"docs/{name} is out of date: {COMMAND}"


BOUND = re.compile(r"^(MAX_[A-Z_]+|[A-Z]+_LIMIT) = ", re.MULTILINE)
BOUNDED = (
    "builder/workspace",
    "model/edtf",
    "model/ids",
    "model/texts",
    "parse/body",
)
"""The modules that refuse what authors write, for its size."""


def test_the_page_of_limits_has_all_of_them() -> None:
    package = ROOT / "plugins" / "mkdocs_briefs"
    declared = {
        f"{module.replace('/', '.')}.{name}"
        for module in BOUNDED
        for name in BOUND.findall((package / f"{module}.py").read_text("utf-8"))
    }
    declared |= {f"settings.{one.name}" for one in fields(Limits) if one.name != "cure"}
    listed = {name for rows in SCRIPT.LIMITS.values() for name in rows}
    assert listed == declared - {"model.edtf.MAX_LISTED_YEARS"}


def test_every_module_that_passes_a_bound_on_is_looked_at() -> None:
    """B106 is the problem of a bound; these have it from `Limits`, or bound no text of authors."""
    package = ROOT / "plugins" / "mkdocs_briefs"
    found = {
        path.relative_to(package).with_suffix("").as_posix()
        for path in package.rglob("*.py")
        if '"B106"' in path.read_text("utf-8")
    }
    passed_on = {"parse/registry", "parse/source", "parse/yaml_tree"}
    other = {"problems", "builder/add_actors", "builder/pipeline"}
    assert found - passed_on - other <= set(BOUNDED)


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def codes_of(folder: Path, code: str, *, right: bool) -> tuple[set[str], set[str]]:
    """Numbers of all problems, and of those that are errors; an editor's advice on request."""
    example = EXAMPLES[code]
    write(folder, example.files(right=right))
    settings = Settings(today=TODAY)
    loaded = Reader().load(folder, settings, editorial=code.startswith("B5"))
    problems = list(loaded.problems)
    if example.published:
        write(folder / "before", replace(example, fixed=example.published).files(right=True))
        before = Reader().load(folder / "before", settings).library
        problems += check_published(before.briefs, loaded.library.briefs)
        problems += removed_addresses(before, loaded.library)
        problems += changed_events(before, loaded.library)
    return {p.code for p in problems}, {p.code for p in problems if p.severity is Severity.ERROR}


@pytest.mark.parametrize("code", [c for c, e in EXAMPLES.items() if e.kind != "page"])
def test_the_wrong_example_has_the_problem_and_the_right_one_has_not(
    code: str, tmp_path: Path
) -> None:
    example = EXAMPLES[code]
    if example.kind == "name" and os.name == "nt":
        pytest.skip("the wrong name cannot be written here")
    assert code in codes_of(tmp_path / "wrong", code, right=False)[0]
    found, errors = codes_of(tmp_path / "right", code, right=True)
    assert code not in found
    assert not errors


def build(folder: Path, example: Example, *, right: bool) -> CompletedProcess[str]:
    write(folder, example.files(right=right))
    (folder / "mkdocs.yml").write_text("site_name: Test\ntheme: material\nplugins: [briefs]\n")
    return run_program(
        "mkdocs", ["build", "--strict", "-d", str(folder / "site")], folder, os.environ
    )


@pytest.mark.parametrize("code", [c for c, e in EXAMPLES.items() if e.kind == "page"])
def test_the_example_of_a_page_holds_in_a_build(code: str, tmp_path: Path) -> None:
    example = EXAMPLES[code]
    wrong = build(tmp_path / "wrong", example, right=False)
    assert f"[{code}]" in wrong.stderr
    assert wrong.returncode != 0
    right = build(tmp_path / "right", example, right=True)
    assert f"[{code}]" not in right.stderr
    assert right.returncode == 0


def test_every_code_that_is_raised_has_an_example() -> None:
    package = ROOT / "plugins" / "mkdocs_briefs"
    sources = [p.read_text("utf-8") for p in package.rglob("*.py") if p != package / "problems.py"]
    raised = {code for text in sources for code in re.findall(r"(?:^|[\"\[])(B[1-9]\d\d)\b", text)}
    assert (raised & CODES.keys()) - EXAMPLES.keys() == set()
    assert EXAMPLES.keys() - CODES.keys() == set()


def test_every_field_with_entries_has_a_table_of_its_own() -> None:
    page = PAGES["reference/fields.md"]
    for name in ("actors", "dates", "implications", "developments", "advice", "sources"):
        assert f"### Entries of `{name}`" in page


def test_the_page_of_the_api_tells_every_file_and_field() -> None:
    page = PAGES["reference/api.md"]
    for path in FILES.values():
        assert f"`{path}`" in page
    for record in api_schema()["$defs"].values():
        for name in record["properties"]:
            assert f"\n| `{name}`" in page
    headings = re.findall(r"^### (\w+)$", page, re.MULTILINE)
    assert set(headings) == set(api_schema()["$defs"])
    assert {*re.findall(r"\(#(\w+)\)", page)} <= {heading.lower() for heading in headings}


def test_the_page_of_options_tells_every_option_with_its_default() -> None:
    page = PAGES["reference/options.md"]
    assert re.findall(r"^## `(\w+)`", page, re.MULTILINE) == list(OPTIONS)
    shown = yaml.safe_load(page.split("```yaml\n")[1].split("```")[0])["plugins"][1]["briefs"]
    defaults = {name: getattr(Options(), name) for name in OPTIONS}
    given = {name: value for name, value in defaults.items() if value is not None}
    assert {n: tuple(v) if isinstance(v, list) else v for n, v in shown.items()} == given


def test_the_page_of_commands_tells_every_command_and_option() -> None:
    page = PAGES["reference/commands.md"]
    assert re.findall(r"^## briefs ([\w-]+)", page, re.MULTILINE) == list(main.commands)
    for name, command in main.commands.items():
        part = page.split(f"\n## briefs {name}\n")[1].split("\n## ")[0]
        told = re.findall(r"^\| `(--[\w-]+)", part, re.MULTILINE)
        options = [one for one in command.params if isinstance(one, click.Option)]
        assert told == [one.opts[-1] for one in options], name
        assert all(one.help for one in options), name
