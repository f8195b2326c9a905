"""Where a brief is edited, by `edit_uri` and by `edit_uri_template`."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_briefs.builder.site import Repository
from mkdocs_briefs.host.options import repository_of

BRIEF = "briefs/2024-05-02 the pier.md"
FORGE = "https://forge.example/harbour/news"


def repository(project: Path, **settings: str) -> Repository:
    (project / "mkdocs.yml").write_text("site_name: Harbour\n", encoding="utf-8")
    (project / settings.get("docs_dir", "docs")).mkdir(parents=True)
    loaded: MkDocsConfig = load_config(str(project / "mkdocs.yml"), **settings)
    return repository_of(loaded)


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("edit/main/docs/{path}", f"{FORGE}/edit/main/briefs/2024-05-02%20the%20pier.md"),
        ("docs/{path_noext}", f"{FORGE}/briefs/2024-05-02%20the%20pier"),
        ("_edit?file=docs/{path!q}", f"{FORGE}/_edit?file=briefs%2F2024-05-02%20the%20pier.md"),
        ("?file=docs%2F{path!q}", f"{FORGE}?file=briefs%2F2024-05-02%20the%20pier.md"),
        ("wiki/{path}#docs", f"{FORGE}/wiki/briefs/2024-05-02%20the%20pier.md#docs"),
        ("handdocs/{path}", f"{FORGE}/handdocs/briefs/2024-05-02%20the%20pier.md"),
        (
            "https://edit.example/docs/{path}",
            "https://edit.example/briefs/2024-05-02%20the%20pier.md",
        ),
        ("plain", f"{FORGE}/plain"),
    ],
)
def test_a_template_leads_to_the_file_of_the_brief(
    tmp_path: Path, template: str, address: str
) -> None:
    found = repository(tmp_path, repo_url=FORGE, edit_uri_template=template)
    assert found.edit_address is not None
    assert found.edit_address(BRIEF) == address
    assert found.url == FORGE


def test_docs_deep_in_a_project_are_left_out_too(tmp_path: Path) -> None:
    template = "blob/main/text/pages/{path}"
    found = repository(tmp_path, repo_url=FORGE, edit_uri_template=template, docs_dir="text/pages")
    assert found.edit_address is not None
    assert found.edit_address("briefs/a.md") == f"{FORGE}/blob/main/briefs/a.md"


def test_a_template_needs_no_repository(tmp_path: Path) -> None:
    found = repository(tmp_path, edit_uri_template="https://edit.example/?f=docs/{path!q}")
    assert found.edit_address is not None
    assert found.edit_address("briefs/a.md") == "https://edit.example/?f=briefs%2Fa.md"
