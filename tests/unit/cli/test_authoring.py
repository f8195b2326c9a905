"""`briefs new`, `init`, `due`, `actors`, `doctor` and `schema`, as an author runs them."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from mkdocs_briefs.model.brief import FrontMatter
from mkdocs_briefs.model.fields import fields_of


def test_new_makes_a_brief_without_errors(site, briefs):
    result = briefs("new", 'Is it: a "test"?', "--actor", "Hamas", "--topic", "gaza")
    assert (result.exit_code, result.stdout) == (0, "briefs/2024-06-01-is-it-a-test.md\n")
    text = (site / "briefs" / "2024-06-01-is-it-a-test.md").read_text("utf-8")
    assert 'title: "Is it: a \\"test\\"?"\n' in text
    assert "actors:\n  - hamas:\n" in text
    assert "topics: [gaza]\n" in text
    assert "Known: hamas, israel." in text
    assert briefs("check", "briefs/2024-06-01-is-it-a-test.md").exit_code == 0


def test_new_names_the_values_of_a_field_that_has_few(site, briefs):
    briefs("new", "A title")
    text = (site / "briefs" / "2024-06-01-a-title.md").read_text("utf-8")
    assert "#type: analysis  # What sort of piece it is: analysis, background, report.\n" in text


def test_the_list_of_commands_cuts_no_sentence_and_says_how_to_preview_and_build(briefs):
    text = briefs("--help").stdout
    assert "..." not in text.partition("Commands:")[2]
    assert "mkdocs serve" in text
    assert "mkdocs build" in text


@pytest.mark.parametrize("name", ["build", "serve"])
def test_what_mkdocs_does_is_named(briefs, name):
    result = briefs(name)
    assert (result.exit_code, result.stderr) == (
        2,
        f"Error: MkDocs does that. Run: mkdocs {name}\n",
    )


@pytest.mark.parametrize(
    "words",
    [
        ("new", "A title", "--actor", "nobody-such"),
        ("new", "A title", "--to", ".."),
        ("check", "mkdocs.yml"),
        ("guard", "--base", "nope"),
        ("init", "--name", " "),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line_without_the_usage(site, briefs, words):
    result = briefs(*words)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith("Error: ")


@pytest.mark.parametrize("more", [(), ("--full",)])
def test_new_explains_every_field(site, briefs, more):
    briefs("new", "A title", *more)
    text = (site / "briefs" / "2024-06-01-a-title.md").read_text("utf-8")
    assert set(re.findall(r"^#?(\w+):", text, re.MULTILINE)) == set(fields_of(FrontMatter))
    lines = text.split("\n")
    assert (len(lines) < 70) == (not more)
    assert ("resolves_if" in text) == bool(more)  # a field of entries
    assert lines.index("implications:") < lines.index(
        "#updates:" + "  # Changes since publication." * (not more)
    )


def test_words_of_a_title_are_joined(site, briefs):
    result = briefs("new", "Ferries", "stay", "ashore", "--topic", "sea")
    assert result.stdout == "briefs/2024-06-01-ferries-stay-ashore.md\n"
    text = (site / "briefs" / "2024-06-01-ferries-stay-ashore.md").read_text("utf-8")
    assert 'title: "Ferries stay ashore"\n' in text


@pytest.mark.parametrize("more", [(), ("--full",)])
def test_every_example_in_a_new_brief_can_be_used(site, briefs, more):
    briefs("new", "A title", *more)
    file = site / "briefs" / "2024-06-01-a-title.md"
    front, body = file.read_text("utf-8").split("\n---\n")
    used = re.sub(r"^#(?=\w|  - )", "", front, flags=re.MULTILINE)
    assert used.count("\n") == front.count("\n")
    assert used != front
    file.write_text(f"{used}\n---\n{body}", encoding="utf-8")
    told = json.loads(briefs("check", str(file), "--format", "json").stdout)
    # The examples speak of things that this site does not have.
    assert {p["code"] for p in told["problems"] if p["severity"] == "error"} <= {
        "B301",
        "B302",
        "B303",
        "B317",
    }


def test_new_completes_nothing_it_does_not_know(site, briefs):
    result = briefs("new", "A title", "--actor", "hammas")
    assert result.exit_code == 2
    assert "There is no actor “hammas”. Did you mean hamas?" in result.stderr
    assert len(list((site / "briefs").glob("*.md"))) == 1


def test_new_takes_any_id_where_there_is_no_registry(site, briefs):
    (site / "briefs" / "actors.yml").unlink()
    assert briefs("new", "A title", "--actor", "anybody").exit_code == 0
    assert briefs("check").exit_code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("The attack",), "already belongs to briefs/2024-01-02-the-attack.md"),
        (("???",), "No address can be made"),
        (("A title", "--to", "../elsewhere"), "not inside the folder of briefs"),
        (("A title", "--to", "actors"), "holds profiles"),
        (("A title", "--date", "2024-02-30"), "is not a valid day"),
    ],
)
def test_new_refuses(site, briefs, words, told):
    result = briefs("new", *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert len(list(site.rglob("*.md"))) == 1


@pytest.mark.parametrize("folder", ["2024", "briefs/2024"])
def test_new_goes_into_a_folder(site, briefs, folder):
    result = briefs("new", "A title", "--to", folder, "--date", "2024-05-31")
    assert result.stdout == "briefs/2024/2024-05-31-a-title.md\n"


def test_new_never_overwrites(site, briefs):
    taken = site / "briefs" / "2024-06-01-a-title.md"
    taken.write_text("---\ntitle: Mine\nslug: another\ndate: 2024-01-01\n---\n")
    result = briefs("new", "A title")
    assert (result.exit_code, "is there already" in result.stderr) == (2, True)
    assert "Mine" in taken.read_text()


def test_a_title_that_is_a_reserved_name_gets_another_slug(site, briefs):
    assert briefs("new", "Index").stdout == "briefs/2024-06-01-index-brief.md\n"


def test_init_names_what_is_in_the_way_and_writes_nothing(site, briefs):
    result = briefs("init")
    assert result.exit_code == 1
    assert "  mkdocs.yml\n" in result.stderr
    assert "  briefs/actors.yml\n" in result.stderr
    assert "requirements.txt" not in result.stderr
    assert not (site / "requirements.txt").exists()


def test_init_keeps_what_is_not_in_the_way(tmp_path, briefs, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text("mine")
    result = briefs("init", ".", "--name", 'A "name": yes')
    assert result.exit_code == 0
    assert 'site_name: "A \\"name\\": yes"\n' in (tmp_path / "mkdocs.yml").read_text("utf-8")
    assert (tmp_path / "README.md").read_text() == "mine"
    for path in result.stdout.split():
        assert (tmp_path / path).is_file()
    for path in tmp_path.rglob("*"):
        assert "@TODAY@" not in path.name
        if path.is_file() and path.suffix != ".whl":
            assert not re.search(r"@[A-Z_]+@", path.read_text("utf-8"))


def test_init_prints_commands_that_work_from_here(tmp_path, briefs, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bin_folder = Path(sys.executable).parent
    monkeypatch.setattr(sys, "argv", [str(bin_folder / "briefs")])
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    away = briefs("init", "my site").stderr
    assert "\n  cd 'my site'\n" in away
    assert f"\n  {bin_folder / 'mkdocs'} serve\n" in away
    monkeypatch.setenv("PATH", str(bin_folder))
    assert "Next:\n  cd here\n  mkdocs serve\n  briefs new" in briefs("init", "here").stderr


def test_due_lists_and_never_fails(site, briefs):
    text = (site / "briefs" / "2024-01-02-the-attack.md").read_text("utf-8")
    late = text.replace("sources:", "review_by: 2024-05-01\nsources:")
    (site / "briefs" / "2024-01-02-the-attack.md").write_text(late, encoding="utf-8")
    result = briefs("due")
    assert result.exit_code == 0
    assert (
        "2024-05-01  to be read again: The attack\n  briefs/2024-01-02-the-attack.md:11:12"
        in result.stdout
    )
    told = json.loads(briefs("due", "--format", "json", "--today", "2024-05-02").stdout)
    assert told["today"] == "2024-05-02"
    assert [(i["date"], i["kind"], i["line"]) for i in told["items"]] == [
        ("2024-05-01", "review", 11)
    ]
    assert briefs("due", "--today", "2024-04-01").stderr == "2024-04-01: nothing is due\n"


def test_actors_in_three_lists(site, briefs):
    body = "\nIsrael met Jane Roe. Then Jane Roe left. Jane Roe: no.\n"
    file = site / "briefs" / "2024-01-02-the-attack.md"
    file.write_text(file.read_text("utf-8") + body, encoding="utf-8")
    with (site / "briefs" / "actors.yml").open("a") as stream:
        stream.write("nobody: Nobody Much\n")
    assert "israel (Israel)" in briefs("actors", "unlinked").stdout
    assert briefs("actors", "unused").stdout == "briefs/actors.yml:4:1: nobody (Nobody Much)\n"
    suggested = briefs("actors", "suggest").stdout
    assert suggested.startswith(
        "jane-roe:  # 3× in 1 brief; first briefs/2024-01-02-the-attack.md:16:12"
    )
    assert briefs("actors", "suggest", "--often", "4").stdout == "# nobody\n"
    listed = "actors:\n  - {name: Port Board, kind: organization}\n  - Cy Doe: Spoke\n"
    (site / "briefs" / "2024-01-03-b.md").write_text(
        f"---\ntitle: T\ndate: 2024-01-03\n{listed}---\n\nText.\n", encoding="utf-8"
    )
    first = briefs("actors", "suggest").stdout
    assert re.findall(r"^[\w-]+(?=:  #)", first, re.MULTILINE) == [
        "port-board",
        "cy-doe",
        "jane-roe",
    ]
    assert '"Port Board"\n  kind: organization\n' in first
    assert '"Cy Doe"\n  # kind: ' in first
    (site / "briefs" / "2024-01-03-b.md").unlink()
    with (site / "briefs" / "actors.yml").open("a") as stream:
        stream.write(suggested)
    assert briefs("actors", "suggest").stdout == "# nobody\n"
    assert briefs("check").exit_code == 0
    everything = briefs("actors").stdout
    assert "israel" in everything
    assert "nobody" in everything


def test_doctor_finds_nothing_wrong_with_a_good_site(site, briefs):
    result = briefs("doctor")
    assert result.exit_code == 0
    assert "ok       Python 3." in result.stdout
    assert "site_url is not set" in result.stdout


@pytest.mark.parametrize(
    ("config", "code", "told"),
    [
        ("plugins: [search]", 1, "The plugin is not switched on"),
        ("plugins: [briefs]", 0, "the site has no search"),
        ("plugins: [search, briefs: {templates: true}, macros]", 0, "Set templates: false"),
        ("plugins: [search, briefs]\ntheme: readthedocs", 0, "The theme is readthedocs"),
        (
            "plugins: [search, briefs]\nnav: [{B: [briefs/a.md]}]",
            0,
            "nav lists 1 brief, as in briefs/a.md",
        ),
        ("plugins: [search, briefs]\ndocs_dir: pages", 1, "pages/ is missing"),
        ("plugins: [search, briefs: {briefs_dir: x}]", 1, "x/, is missing"),
        ("plugins: [search, briefs]\nINHERIT: other.yml", 1, "'other.yml' does not exist"),
        ("plugins: [search, briefs: {mention: all}]", 0, "Did you mean mentions?"),
        ("plugins: [search, briefs: {git_dates: false}]", 0, "dates of changes: switched off"),
        ("plugins: [", 1, "the YAML cannot be read"),
    ],
)
def test_doctor_says_what_to_do(site, briefs, config, code, told):
    (site / "mkdocs.yml").write_text(f"site_name: x\n{config}\n")
    result = briefs("doctor")
    assert result.exit_code == code
    assert told in result.stdout


def test_doctor_knows_zensical_and_the_size_of_the_site(site, briefs):
    (site / "zensical.toml").write_text("")
    (site / "site").mkdir()
    with (site / "site" / "big.bin").open("wb") as stream:
        stream.truncate(1_100_000_000)  # a hole: it takes no room on the disk
    result = briefs("doctor")
    assert result.exit_code == 1
    assert "zensical.toml" in result.stdout
    assert "1,100.0 MB in 1 file; GitHub Pages takes at most 1 GB" in result.stdout


def test_doctor_counts_errors(site, briefs):
    (site / "briefs" / "b.md").write_text("no front matter")
    assert "`briefs check` shows them" in briefs("doctor").stdout


@pytest.mark.parametrize("kind", ["brief", "actor", "topic", "actors", "topics"])
def test_schema_prints_a_schema(briefs, kind):
    schema = json.loads(briefs("schema", kind).stdout)
    assert schema["$id"].endswith(kind)


def test_help_of_every_command_is_for_people(briefs):
    listed = briefs("--help").stdout
    for name in ("init", "new", "check", "due", "compare", "actors", "rename", "schema", "doctor"):
        assert f"  {name} " in listed
        assert briefs(name, "--help").exit_code == 0


def test_what_the_disk_refuses_is_told_in_a_line(site, briefs, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied", "briefs/x.md")

    monkeypatch.setattr("mkdocs_briefs.cli.new.write_new", refuse)
    result = briefs("new", "A title")
    assert (result.exit_code, result.stderr) == (1, "Error: briefs/x.md: Permission denied\n")
