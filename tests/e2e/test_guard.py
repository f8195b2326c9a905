"""`briefs guard` in real repositories: what was published stays, or says what became of it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from support.forks import run_program
from support.repositories import clean, commit, git

FORECAST = """\
developments:
  - label: The port reopens
    text: The port takes ships again.
    likelihood: likely
    by: 2024-12-31
    resolves_if: The port authority announces it.
"""
REVISION = "    revisions:\n      - {date: 2024-05-02, likelihood: 90%, why: The strike ended.}\n"
CORRECTION = "updates:\n  - {date: 2024-05-02, kind: correction, text: The deadline was wrong.}\n"


def guard(folder: Path, base: str, *words: str) -> subprocess.CompletedProcess[str]:
    done = run_program("briefs", ["guard", "--base", base, *words], folder, clean())
    assert "Traceback" not in done.stderr
    return done


def brief(fields: str, title: str = "The port") -> str:
    return f"---\ntitle: {title}\ndate: 2024-04-22\n{fields}---\n\nText.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Give a site in a subfolder of a repository, with a published forecast on main."""
    repository = tmp_path / "repository"
    site = repository / "web"
    (site / "briefs").mkdir(parents=True)
    (site / "mkdocs.yml").write_text("site_name: Test\nplugins: [briefs]\n")
    (site / "briefs" / "port.md").write_text(brief(FORECAST))
    git(repository, "init", "-q", "-b", "main")
    commit(repository, "Publish")
    git(repository, "switch", "-qc", "work")
    return site


Edit = Callable[[str], str]


def credited(text: str, source: str) -> str:
    """The brief with a source, to which its forecast is attributed."""
    text = text.replace("announces it.\n", f"announces it.\n    attributed_to: {source}\n")
    return text.replace("date: 2024-04-22\n", "date: 2024-04-22\nsources: [A report]\n")


FORBIDDEN: dict[str, tuple[Edit, str, str]] = {
    "likelihood": (lambda text: text.replace("likely", "90%"), "7:17", "B601"),
    "deadline": (lambda text: text.replace("2024-12-31", "2025-12-31"), "8:9", "B601"),
    "criterion": (lambda text: text.replace("announces", "denies"), "9:18", "B601"),
    "likelihood dropped": (lambda text: text.replace("    likelihood: likely\n", ""), "", "B601"),
    "forecaster": (lambda text: credited(text, "A report"), "11:20", "B601"),
    "deleted": (lambda text: text.replace(FORECAST, ""), "", "B602"),
    "draft": (lambda text: text.replace("title:", "draft: true\ntitle:"), "", "B602"),
    "with an update that corrects nothing": (
        lambda text: text.replace("likely", "90%").replace(
            "date:", CORRECTION.replace("correction", "update") + "date:"
        ),
        "",
        "B601",
    ),
}
ALLOWED: dict[str, Edit] = {
    "nothing": lambda text: text,
    "the same in other words": lambda text: text.replace("likely", "55-80%"),
    "a revision": lambda text: text.replace("announces it.\n", "announces it.\n" + REVISION),
    "a resolution": lambda text: text.replace(
        "announces it.\n",
        "announces it.\n    resolution: {outcome: yes, date: 2024-06-01}\n",
    ),
    "a correction": lambda text: text.replace("2024-12-31", "2025-12-31").replace(
        "date: 2024-04-22\n", "date: 2024-04-22\n" + CORRECTION
    ),
    "a forecaster, with a correction": lambda text: credited(text, "A report").replace(
        "sources:", CORRECTION + "sources:"
    ),
    "a new label": lambda text: text.replace("The port reopens", "Reopening"),
    "another development": lambda text: text.replace("---\n\nText", "  - More.\n---\n\nText"),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_published_forecast_is_not_edited(site: Path, name: str) -> None:
    edit, place, code = FORBIDDEN[name]
    file = site / "briefs" / "port.md"
    file.write_text(edit(file.read_text()))
    done = guard(site, "main")
    assert done.returncode == 1, done.stdout
    assert f"[{code}]" in done.stdout
    assert f"briefs/port.md:{place}" in done.stdout


@pytest.mark.parametrize("name", ALLOWED)
def test_a_published_forecast_may_go_on(site: Path, name: str) -> None:
    file = site / "briefs" / "port.md"
    file.write_text(ALLOWED[name](file.read_text()))
    done = guard(site, "main")
    assert done.returncode == 0, done.stdout


def test_a_revision_once_published_stays_and_none_is_dated_before_it(site: Path) -> None:
    file = site / "briefs" / "port.md"
    revised = ALLOWED["a revision"](file.read_text())
    file.write_text(revised)
    commit(site)
    file.write_text(revised.replace("90%", "95%"))
    assert "was published" in guard(site, "HEAD").stdout
    earlier = "      - {date: 2024-05-01, likelihood: 85%}\n"
    file.write_text(revised.replace("    revisions:\n", "    revisions:\n" + earlier))
    assert "comes after the published one" in guard(site, "HEAD").stdout


def test_a_resolution_once_published_stays(site: Path) -> None:
    file = site / "briefs" / "port.md"
    file.write_text(ALLOWED["a resolution"](file.read_text()))
    commit(site)
    file.write_text(file.read_text().replace("outcome: yes", "outcome: no"))
    assert "resolved by yes" in guard(site, "HEAD").stdout


def test_a_brief_may_move_when_its_old_address_leads_on(site: Path) -> None:
    git(site, "mv", "briefs/port.md", "briefs/harbour.md")
    assert "[B602]" in guard(site, "main").stdout
    file = site / "briefs" / "harbour.md"
    file.write_text(file.read_text().replace("date:", "redirect_from: [port]\ndate:", 1))
    assert guard(site, "main").returncode == 0


def test_what_others_published_meanwhile_does_not_count(site: Path) -> None:
    git(site, "switch", "-q", "main")
    (site / "briefs" / "other.md").write_text(brief(FORECAST, "Another"))
    commit(site)
    git(site, "switch", "-q", "work")
    assert guard(site, "main").returncode == 0


def test_a_brief_that_has_not_appeared_may_change(site: Path) -> None:
    file = site / "briefs" / "later.md"
    file.write_text(brief(FORECAST).replace("2024-04-22", "2099-01-01").replace("2024", "2100"))
    commit(site)
    file.write_text(file.read_text().replace("likely", "unlikely"))
    assert guard(site, "HEAD").returncode == 0


def test_a_file_that_cannot_be_read_is_the_check_s_to_tell(site: Path) -> None:
    (site / "briefs" / "port.md").write_text("---\ntitle: [\n---\n")
    done = guard(site, "main")
    assert "[B602]" not in done.stdout


def test_annotations_of_a_pull_request_name_the_file_from_the_repository(site: Path) -> None:
    file = site / "briefs" / "port.md"
    file.write_text(file.read_text().replace("likely", "90%"))
    os.environ["GITHUB_WORKSPACE"] = str(site.parent)
    try:
        done = guard(site, "main", "--format", "github")
    finally:
        del os.environ["GITHUB_WORKSPACE"]
    assert "::error file=web/briefs/port.md,line=7,endLine=7,col=17" in done.stdout


@pytest.mark.parametrize("base", ["nowhere", "--upload-pack=x", ""])
def test_a_base_that_is_not_there_is_a_mistake_of_use(site: Path, base: str) -> None:
    done = guard(site, base)
    assert done.returncode == 2
    assert "Error:" in done.stderr


def test_a_shallow_clone_says_what_it_lacks(site: Path, tmp_path: Path) -> None:
    file = site / "briefs" / "port.md"
    file.write_text(file.read_text() + "\nMore.\n")
    commit(site)
    clone = tmp_path / "clone"
    url = f"file://{site.parent}"
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "work", url, str(clone))
    done = guard(clone / "web", "main")
    assert done.returncode == 2
    assert "fetch-depth: 0" in done.stderr


def test_a_first_brief_has_nothing_before_it(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Test\nplugins: [briefs]\n")
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "Begin")
    (tmp_path / "briefs").mkdir()
    (tmp_path / "briefs" / "port.md").write_text(brief(FORECAST))
    assert guard(tmp_path, "main").returncode == 0


def test_a_forecaster_once_published_stays_in_whatever_words(site: Path) -> None:
    file, registry = site / "briefs" / "port.md", site / "briefs" / "actors.yml"
    registry.write_text("board: {name: Port board, kind: group}\nnavy: {name: Navy, kind: group}\n")
    file.write_text(credited(file.read_text(), "board"))
    commit(site, "Credit the board")
    git(site, "branch", "-f", "main")
    for words, code in (("Port board", 0), ("A report", 1), ("navy", 1)):
        file.write_text(file.read_text().replace("attributed_to: board", f"attributed_to: {words}"))
        assert guard(site, "main").returncode == code, words
        git(site, "checkout", "--", ".")
    done = run_program("briefs", ["rename", "board", "port-board"], site, clean())
    assert done.returncode == 0, done.stderr
    assert "attributed_to: port-board" in file.read_text()
    assert guard(site, "main").returncode == 0
