"""A site whose briefs come from strangers, and the way out of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.reading_extension import SECRET
from support.sites import BRIEFS, TODAY, Built, config, parse, run, site_from, write

Make = Callable[..., Built]
EXTENSIONS = """markdown_extensions:
  - attr_list
  - abbr
  - admonition
  - pymdownx.snippets: {base_path: ["."], check_paths: false}
  - pymdownx.b64: {base_path: docs}
  - support.reading_extension
  - pymdownx.superfences:
      custom_fences:
        - {name: run, class: run, format: !!python/name:support.reading_extension.fence ""}
        - {name: plain, class: plain, format: !!python/name:pymdownx.superfences.fence_code_format ""}
hooks: [hook.py]
"""
HOOK = f"""
def on_page_markdown(markdown, page, config, files):
    return markdown.replace("INSERT", "{SECRET}")
"""
BODY = """
--8<-- "docs/secret.txt"

;--8<--
docs/secret.txt
;--8<--

READ and INSERT, {% include "secret.txt" %}.

![](secret.png)

~~~run
x
~~~

~~~plain
kept code
~~~

!!! note "A box"
    Kept *box*.

*[NATO]: The <img src=x onerror=y()> alliance

NATO. <span title="&lt;img src=x onerror=y()>" class="md-search b-seek mine">Words</span>

## __config

## __search {: #__search }

[There](#__config)
"""


def brief(title: str, body: str) -> str:
    return f"""---
title: {title}
date: 2024-02-03
summary: "It says [so](https://example.org 'a <b>')."
actors: [port]
dates: [2024-02-03: It says it]
implications: [None.]
sources: [{{id: s, title: "<img src=x onerror=y()>"}}]
---
{body}
"""


@pytest.fixture(scope="module")
def site(make: Make) -> Built:
    files = {
        "mkdocs.yml": config(
            theme="name: material, features: [content.tooltips]",
            briefs=f"today: {TODAY}, untrusted: true, templates: true",
            more=EXTENSIONS,
        ),
        "hook.py": HOOK,
        "docs/index.md": '# Home\n\n--8<-- "docs/secret.txt"\n\nREAD\n',
        "docs/secret.txt": SECRET,
        "docs/secret.png": SECRET,
        "briefs/secret.png": "a picture",
        "briefs/actors/secret.png": "a picture",
        "briefs/actors.yml": "port: {name: Port, kind: organization}\n",
        "briefs/actors/mayor.md": f"---\nname: Mayor\nkind: person\n---\n{BODY}",
        "briefs/a.md": brief("A", BODY + "\n[@s]"),
    }
    built = make(files)
    assert built.status == 0, built.output
    return built


@pytest.mark.parametrize("path", ["briefs/a/", "actors/mayor/"])
def test_nothing_that_reads_files_or_runs_sees_the_text_of_strangers(
    site: Built, path: str
) -> None:
    assert site.read("").count(SECRET) == 2, "the extensions work on pages of the owner"
    page = site.read(path)
    assert SECRET not in page
    assert "data:image" not in page.partition("<article")[2]
    for kept in ("<em>box</em>", "kept code", "READ and INSERT", 'class="mine"'):
        assert kept in page
    assert "pymdownx.snippets, pymdownx.b64, support.reading_extension" in site.output


@pytest.mark.parametrize("path", ["briefs/a/", "actors/mayor/"])
def test_no_title_and_no_name_of_strangers_meets_the_theme(site: Built, path: str) -> None:
    page = site.page(path)
    assert not [node.attrs for node in page if "<" in node.attrs.get("title", "")]
    assert [node.tag for node in page if node.attrs.get("id") == "__config"] == ["script"]
    assert [node.tag for node in page if node.attrs.get("id") == "__search"] == ["input"]
    assert page.href("There") == "#__config_1"
    assert page.article.one("h2", id="__config_1").text.startswith("__config")
    assert not [
        c for node in page.article for c in node.attrs.get("class", "").split() if c == "md-search"
    ]


RUNS = '</title><script>y()</script> `<b onclick=y()>` {: onclick="y()" } &lt;script> \\"><img src=x onerror=y()>'
PLAIN = "site_name: Plain\ntheme: THEME\nmarkdown_extensions: [attr_list, md_in_html]\n"


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "material"])
def test_an_export_that_mkdocs_builds_runs_nothing(theme: str, tmp_path, exported: dict) -> None:
    built = site_from({**exported, "mkdocs.yml": PLAIN.replace("THEME", theme)}, tmp_path)
    assert "y()" in built.read("briefs/x/")
    for name, data in built.files().items():
        if name.endswith(".html") and name != "404.html":
            page = parse(data.decode())
            for node in page:
                assert not [key for key in node.attrs if key.startswith("on")], name
                assert node.attrs.get("src") != "x", name
                assert node.tag != "script" or not node.text.startswith("y()"), name


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    project = tmp_path_factory.mktemp("exported")
    text = RUNS.replace("'", "''")
    front = f"""---
title: '{text}'
date: 2024-02-03
summary: '{text}'
actors: [{{name: '{text}', kind: group, role: '{text}'}}]
dates: [{{date: 2024-02-03, event: '{text}'}}]
implications: [{{label: '{text}', text: '{text}'}}]
sources: [{{title: '{text}', note: '{text}'}}]
topics: ['{text}']
---
Words.
"""
    write(project, {"mkdocs.yml": config(), "docs/index.md": "# Home\n", "briefs/x.md": front})
    status, output = run([*BRIEFS, "export", "--to", "out", "--format", "markdown"], project)
    assert status == 0, output
    out = project / "out"
    return {f"docs/{p.relative_to(out)}": p.read_bytes() for p in out.rglob("*") if p.is_file()}
