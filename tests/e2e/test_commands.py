"""The commands in processes of their own, from nothing to a site that builds strictly."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from support.forks import run_program
from support.patience import PATIENCE

BIN = Path(sys.executable).parent


def run(folder: Path, *words: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    result = run_program(words[0], words[1:], folder, environment)
    assert "Traceback" not in result.stderr
    if ok:
        assert result.returncode == 0, result.stdout + result.stderr
    return result


def briefs(folder: Path, *words: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
    return run(folder, "briefs", *words, ok=ok)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    briefs(tmp_path, "init", "new site", "--name", "A new site")
    return tmp_path / "new site"


def test_a_new_site_is_clean_builds_strictly_and_is_healthy(site: Path) -> None:
    assert "0 errors, 0 warnings" in briefs(site, "check", "--strict").stderr
    run(site, "mkdocs", "build", "--strict")
    page = site / "site" / "briefs" / "this-site-is-set-up" / "index.html"
    assert "This site is set up" in page.read_text("utf-8")
    assert (site / "site" / "actors" / "site-team" / "index.html").is_file()
    assert "A new site" in (site / "site" / "index.html").read_text("utf-8")
    assert "0 problems" in briefs(site, "doctor").stderr


def test_from_a_title_to_a_renamed_actor_with_a_redirect(site: Path) -> None:
    made = briefs(site, "new", "A second brief", "--actor", "site-team").stdout.strip()
    file = site / made
    text = file.read_text("utf-8").replace("Write the brief here.", "The site team, [[site-team]].")
    file.write_text(text, encoding="utf-8")
    assert briefs(site, "check", made, "--strict", ok=False).returncode == 1
    assert briefs(site, "check", made).returncode == 0

    before = file.read_text("utf-8")
    shown = briefs(site, "rename", "site-team", "editors", "--dry-run").stdout
    assert "+editors:" in shown
    assert file.read_text("utf-8") == before

    briefs(site, "rename", "site-team", "editors")
    assert file.read_text("utf-8") == before.replace("- site-team:", "- editors:").replace(
        "[[site-team]]", "[[editors]]"
    )
    run(site, "mkdocs", "build")
    old = (site / "site" / "actors" / "site-team" / "index.html").read_text("utf-8")
    assert "../editors/" in old
    assert (site / "site" / "actors" / "editors" / "index.html").is_file()


def test_a_renamed_brief_is_found_at_its_old_address(site: Path) -> None:
    briefs(site, "rename", "this-site-is-set-up", "hello")
    run(site, "mkdocs", "build", "--strict")
    assert (site / "site" / "briefs" / "hello" / "index.html").is_file()
    old = (site / "site" / "briefs" / "this-site-is-set-up" / "index.html").read_text("utf-8")
    assert "../hello/" in old


def test_editorial_advice_is_not_part_of_a_build(site: Path) -> None:
    example = next((site / "briefs").glob("*.md"))
    text = example.read_text("utf-8")
    head, _, rest = text.partition("sources:\n")
    example.write_text(head + "---\n" + rest.partition("\n---\n")[2].replace("[@settings]", ""))
    assert "B505" in briefs(site, "check").stdout
    run(site, "mkdocs", "build", "--strict")


def test_ignore_is_an_option_of_the_plugin(site: Path) -> None:
    config = site / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(text.replace("  - briefs\n", "  - briefs:\n      ignore: [B505, B202]\n"))
    (site / "briefs" / "short.md").write_text("---\ntitle: Short\ndate: 2024-01-01\n---\n\nText.\n")
    run(site, "mkdocs", "build", "--strict")
    assert "0 errors, 0 warnings" in briefs(site, "check").stderr
    config.write_text(text.replace("  - briefs\n", "  - briefs:\n      ignore: [B201]\n"))
    assert run(site, "mkdocs", "build", ok=False).returncode != 0
    assert briefs(site, "check", ok=False).returncode == 1


def test_a_reader_that_goes_away_is_no_fault(site: Path) -> None:
    (site / "briefs" / "wrong.md").write_text("---\n" + "x: y\n" * 3000 + "---\n")
    command = f"{shlex.quote(str(BIN / 'briefs'))} check | head -n 1"
    result = subprocess.run(
        command, shell=True, cwd=site, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert "Traceback" not in result.stderr
    assert result.stdout.count("\n") == 1
