"""What slows a site down is named with its cure, and nothing else is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mkdocs_briefs.builder import doctor
from mkdocs_briefs.builder.doctor import is_pure, reasons


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    monkeypatch.setattr(doctor.os, "cpu_count", lambda: 2)


def told(project: Path, *, own_search: bool = True, **site: Any) -> list[str]:
    site = {"theme": "material", "plugins": ["search", "briefs"], **site}
    return [text for text, _ in reasons(project, site, own_search=own_search)]


def test_a_plain_site_is_quick(tmp_path: Path) -> None:
    site = {"theme": {"name": "material"}, "markdown_extensions": ["tables", {"toc": {}}]}
    assert told(tmp_path, **site) == []


@pytest.mark.parametrize(
    ("site", "named"),
    [
        ({"plugins": ["search", "tags", "briefs"]}, "tags can change every page"),
        ({"plugins": {"search": {}, "tags": None, "briefs": {}}}, "tags can change every page"),
        ({"plugins": [{"briefs": {"engine": False}}]}, "engine: false"),
        ({"hooks": ["hook.py"]}, "hooks can change every page"),
        ({"markdown_extensions": [{"pymdownx.snippets": {}}]}, "pymdownx.snippets"),
        ({"markdown_extensions": ["their.own"]}, "their.own"),
    ],
)
def test_each_reason_is_named_alone(tmp_path: Path, site: dict[str, Any], named: str) -> None:
    (text,) = told(tmp_path, **site)
    assert named in text


def test_material_s_search_counts_where_it_is_used(tmp_path: Path) -> None:
    (text,) = told(tmp_path, own_search=False)
    assert text.startswith("search can change")
    (text,) = told(tmp_path, plugins=["search", "briefs", "offline"])
    assert text.startswith("search can change")
    assert told(tmp_path, plugins=["search", "briefs", {"offline": {"enabled": False}}]) == []


@pytest.mark.parametrize(
    "site",
    [
        {"theme": "readthedocs"},
        {"theme": {"name": "mkdocs"}},
        {"plugins": ["search", {"briefs": {"search": "material"}}]},
    ],
)
def test_a_search_that_ours_does_not_turn_off_counts(tmp_path: Path, site: dict[str, Any]) -> None:
    (text,) = told(tmp_path, **site)
    assert text.startswith("search can change")


def test_templates_of_the_site_s_own_count(tmp_path: Path) -> None:
    theme = {"name": "material", "custom_dir": "overrides"}
    folder = tmp_path / "overrides/partials"
    folder.mkdir(parents=True)
    assert told(tmp_path, theme=theme) == []
    (folder / "footer.html").write_text("mine", "utf-8")
    (text,) = told(tmp_path, theme=theme)
    assert "overrides/ has templates" in text


def test_one_processor_or_no_fork_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.os, "cpu_count", lambda: 1)
    assert len(told(tmp_path)) == 1
    monkeypatch.setattr(doctor.sys, "platform", "darwin")
    assert len(told(tmp_path)) == 1


@pytest.mark.parametrize("name", ["tables", "pymdownx.details", "markdown.extensions.toc"])
def test_extensions_of_a_page_s_own_text_are_pure(name: str) -> None:
    assert is_pure(name)


@pytest.mark.parametrize("name", ["pymdownx.snippets", "pymdownx.b64", "no_such_extension", "a.b"])
def test_others_are_not(name: str) -> None:
    assert not is_pure(name)
