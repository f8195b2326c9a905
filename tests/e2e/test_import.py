"""`briefs import` as an author meets it."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from mkdocs_briefs.cli.app import main

ARTICLE = """Harbour master leaves his post. Nobody follows him yet.
Jon Roe left on 22 April 2024. Acme Shipping praised Jon Roe.
#harbour #ships
Long-Term Implications:
- Order: Ships may wait longer.
"""
JEKYLL = """---
layout: post
title: Bridge closed
date: 2024-04-22
tags: [bridge]
---
The bridge is {{ page.state }}.
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    (tmp_path / "mkdocs.yml").write_text("site_name: T\nplugins: [briefs]\n")
    (tmp_path / "briefs").mkdir()
    (tmp_path / "briefs" / "actors.yml").write_text("jon-roe: {name: Jon Roe, kind: person}\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1717200000")  # 1 June 2024
    return tmp_path


def briefs(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def drafts(site):
    return sorted(path.name for path in (site / "briefs").rglob("*.md"))


def test_an_article_becomes_a_draft_that_passes_the_check(site):
    (site / "article.txt").write_text(ARTICLE)
    result = briefs("import", "article.txt")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == str(
        Path("briefs") / "2024-06-01-harbour-master-leaves-his-post.md"
    )
    assert "  confirm date: this is today; set the day you publish" in result.stdout
    text = (site / "briefs" / drafts(site)[0]).read_text()
    assert "\n  - jon-roe\n" in text
    assert "# - {name: Acme Shipping, kind: organization, role: }" in text
    assert "draft: true" in text
    path = site / "briefs" / drafts(site)[0]
    path.write_text(text.replace("# - {name", "- {name").replace("role: }", "role: Praised}"))
    checked = briefs("check")
    assert checked.exit_code == 0, checked.output


def test_pages_of_other_generators_are_told_apart(site):
    (site / "2024-04-22-bridge.md").write_text(JEKYLL)
    (site / "hugo.md").write_text(
        '+++\ntitle = "Dam opens"\ndate = 2024-03-02\nweight = 3\n+++\nText.\n'
    )
    result = briefs("import", "2024-04-22-bridge.md", "hugo.md")
    assert result.exit_code == 0, result.output
    assert drafts(site) == ["2024-03-02-dam-opens.md", "2024-04-22-bridge.md"]
    assert "line 7 " in result.stdout
    assert 'x_weight: "3"' in (site / "briefs" / "2024-03-02-dam-opens.md").read_text()
    assert briefs("check").exit_code == 0


def test_nothing_is_ever_overwritten(site):
    (site / "article.txt").write_text(ARTICLE)
    assert briefs("import", "article.txt").exit_code == 0
    path = site / "briefs" / drafts(site)[0]
    path.write_text("mine")
    again = briefs("import", "article.txt")
    assert again.exit_code == 1
    assert "is there already" in again.stderr
    assert path.read_text() == "mine"
    assert drafts(site) == [path.name]


def test_the_address_of_another_brief_is_not_taken(site):
    (site / "article.txt").write_text(ARTICLE)
    other = site / "briefs" / "2020-01-01-harbour-master-leaves-his-post.md"
    other.write_text("---\ntitle: T\ndate: 2020-01-01\n---\n")
    assert briefs("import", "article.txt").exit_code == 0
    assert drafts(site)[1] == "2024-06-01-harbour-master-leaves-his-post-2.md"
    assert briefs("check").exit_code == 0


def test_what_cannot_be_imported_is_told_in_a_line_and_the_rest_goes_on(site):
    (site / "article.txt").write_text(ARTICLE)
    (site / "empty.txt").write_text("\n")
    (site / "latin.txt").write_bytes("Été\n".encode("cp1252"))
    (site / "bad.md").write_text("---\ntitle: &a x\nother: *a\n---\nText.\n")
    (site / "folder").mkdir()
    os.mkfifo(site / "pipe")
    files = ("empty.txt", "latin.txt", "bad.md", "folder", "pipe", "missing.txt")
    result = briefs("import", *files, "article.txt")
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == [*files]
    assert all(": not imported: " in line for line in lines)
    assert len(drafts(site)) == 1


def test_stdout_writes_nothing(site):
    (site / "article.txt").write_text(ARTICLE)
    result = briefs("import", "--stdout", "article.txt")
    assert result.exit_code == 0
    assert result.stdout.startswith("---\n# confirm: taken from the first sentence")
    assert drafts(site) == []


def test_to_names_another_folder(site):
    (site / "article.txt").write_text(ARTICLE)
    assert briefs("import", "--to", "briefs/inbox", "article.txt").exit_code == 0
    assert len([*(site / "briefs" / "inbox").iterdir()]) == 1


@pytest.mark.parametrize("words", [(), ("--from", "word", "a.txt"), ("--nonsense", "a.txt")])
def test_a_wrong_call_is_a_usage_error(site, words):
    assert briefs("import", *words).exit_code == 2


PNG = b"\x89PNG\r\n\x1a\n"


def write(site, files):
    for name, content in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [name for name in files if name.endswith(".md")]


def page(title, body, day="2024-03-02", more=""):
    return f"---\ntitle: {title}\ndate: {day}\n{more}---\n{body}\n"


def body_of(site, stem):
    return (site / "briefs" / f"{stem}.md").read_text().split("---\n", 2)[2].strip()


LINKS = {
    "[a](dam.md)": "[a](2024-03-02-the-dam.md)",
    "[a](./dam.md#gates)": "[a](2024-03-02-the-dam.md#gates)",
    "[a](<dam.md>)": "[a](<2024-03-02-the-dam.md>)",
    "[a]({filename}dam.md)": "[a](2024-03-02-the-dam.md)",
    "[a]({filename}/posts/dam.md)": "[a](2024-03-02-the-dam.md)",
    "[a](@/posts/dam.md)": "[a](2024-03-02-the-dam.md)",
    '[a]({{< ref "dam.md" >}})': "[a](2024-03-02-the-dam.md)",
    '[a]({{% relref "dam#gates" %}})': "[a](2024-03-02-the-dam.md#gates)",
    "[a]({% post_url 2023-05-06-bridge %})": "[a](2023-05-06-bridge.md)",
    "[a]({{ site.baseurl }}/old/dam/)": "[a](2024-03-02-the-dam.md)",
    "[a](../dam/)": "[a](2024-03-02-the-dam.md)",
    "[a](fire/index.md)": "[a](2024-03-02-fire.md)",
    "[a][d]\n\n[d]: dam.md": "[a][d]\n\n[d]: 2024-03-02-the-dam.md",
    '<a href="dam.md">a</a>': '<a href="2024-03-02-the-dam.md">a</a>',
    "[[dam]] and [[The dam|a]]": "[dam](2024-03-02-the-dam.md) and [a](2024-03-02-the-dam.md)",
    "`[a](dam.md)`": "`[a](dam.md)`",
    "[a](dam<b>.md)": "[a](dam<b>.md)",
    "a[^1]\n\n[^1]: dam": "a[^1]\n\n[^1]: dam",
    "[a](https://example.org/dam.md)": "[a](https://example.org/dam.md)",
    "[a](other.md)": "[a](other.md)",
    "![p](map.png)": "![p](map.png)",
    "![p](img/a%20map.png 'T')": "![p](img/a%20map.png 'T')",
    "![p](/pics/sea.png)": "![p](links/sea.png)",
    "![[map.png]]": "![map.png](map.png)",
    '<img alt="p" src="../lake.png">': '<img alt="p" src="links/lake.png">',
}


COPIED = {
    "![p](img/a%20map.png 'T')": "img/a map.png",
    "![p](/pics/sea.png)": "links/sea.png",
    '<img alt="p" src="../lake.png">': "links/lake.png",
}


@pytest.mark.parametrize("link", LINKS)
def test_links_and_pictures_follow_the_files_that_are_imported_together(site, link):
    files = {
        "old/posts/dam.md": page("The dam", "D.", more="aliases: [/old/dam/]\n"),
        "old/posts/2023-05-06-bridge.md": page("A bridge", "B.", "2023-05-06"),
        "old/posts/fire/index.md": page("The fire", "![p](map.png)"),
        "old/posts/fire/map.png": PNG + b"fire",
        "old/posts/links.md": page("Links", link),
        "old/posts/map.png": PNG,
        "old/posts/img/a map.png": PNG,
        "old/lake.png": PNG,
        "old/static/pics/sea.png": PNG,
    }
    result = briefs("import", *write(site, files))
    assert result.exit_code == 0, result.output
    assert body_of(site, "2024-03-02-links") == LINKS[link]
    assert body_of(site, "2024-03-02-fire") == "![p](fire/map.png)"
    assert (site / "briefs/fire/map.png").read_bytes() == PNG + b"fire"
    assert ("other.md" in result.stdout) == ("other.md" in link)
    if "png" in link:
        copied = Path("briefs", COPIED.get(link, "map.png"))
        assert (site / copied).read_bytes() == PNG
        assert f"copied {copied}" in result.stdout
    assert briefs("check").exit_code == 0


def test_pictures_of_one_name_stay_apart_and_a_missing_one_is_told(site):
    files = {
        "a/one.md": page("One", "![x](m.png) ![y](gone.png)", more="image: m.png\n"),
        "a/m.png": PNG + b"1",
        "b/two.md": page("Two", "![x](m.png)"),
        "b/m.png": PNG + b"2",
    }
    result = briefs("import", *write(site, files))
    assert result.exit_code == 0, result.output
    assert (site / "briefs/m.png").read_bytes() == PNG + b"1"
    assert (site / "briefs/two/m.png").read_bytes() == PNG + b"2"
    assert body_of(site, "2024-03-02-two") == "![x](two/m.png)"
    assert "confirm body: copy the picture beside the brief: “gone.png”" in result.stdout
    assert "confirm image" not in result.stdout


def test_no_link_on_the_disk_and_no_program_is_copied(site):
    write(site, {"secret.txt": "mine", "a/run.js": "x"})
    (site / "a" / "map.png").symlink_to(site / "secret.txt")
    write(site, {"a/one.md": page("One", "![x](map.png) [y](run.js)")})
    assert briefs("import", "a/one.md").exit_code == 0
    assert not [*(site / "briefs").rglob("*.png"), *(site / "briefs").rglob("*.js")]


def test_two_files_of_one_headline_have_two_addresses(site):
    words = "A headline of many words that goes on until the address of it has to be cut short"
    files = {
        "a.md": page("Same words", "First."),
        "b.md": page("Same words", "Second."),
        "c.md": page(f"{words} one", "Third."),
        "d.md": page(f"{words} two", "Fourth."),
    }
    result = briefs("import", *write(site, files))
    assert result.exit_code == 0, result.output
    assert len(drafts(site)) == 4
    assert body_of(site, "2024-03-02-same-words-2") == "Second."
    assert result.stdout.count("confirm slug: another brief has the address") == 2
    assert briefs("check").exit_code == 0


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04word/document.xml", "a file of Word or LibreOffice"),
        (b"%PDF-1.7\n", "a PDF"),
        (PNG, "a picture"),
        (b"abc\0\1\2" * 9, "binary"),
        (b"\xd0\xcf\x11\xe0\0", "Word"),
        (b"{\\rtf1 x}", "rich text"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_what_to_do(site, data, why):
    (site / "article.docx").write_bytes(data)
    result = briefs("import", "article.docx")
    assert result.exit_code == 1
    assert result.stderr.startswith("article.docx: not imported: it is ")
    assert why in result.stderr
    assert "save its text" in result.stderr
    assert drafts(site) == []


def test_a_brief_in_a_folder_of_its_own_has_the_name_of_the_folder(site):
    write(site, {"briefs/2024-02-03-lighthouse/index.md": page("Light", "![x](m.png)"), "briefs/2024-02-03-lighthouse/m.png": PNG})  # fmt: skip
    assert briefs("check").exit_code == 0
    assert briefs("rename", "lighthouse", "beacon").exit_code == 0
    text = (site / "briefs/2024-02-03-lighthouse/index.md").read_text()
    assert "slug: beacon" in text
    assert "redirect_from: lighthouse" in text
    assert briefs("check").exit_code == 0


GENERATORS = {
    "hugo": '+++\ntitle = "Story {n}"\ndate = {day}\ntags = ["sea"]\n+++\nWord{n} [next](story-{next}.md).\n',
    "jekyll": "---\nlayout: post\ntitle: Story {n}\ndate: {day} 10:00:00 +0100\ntags: sea\n---\nWord{n} [next](story-{next}.md).\n",
    "material": "---\ndate:\n  created: {day}\ncategories: [sea]\n---\n\n# Story {n}\n\nWord{n} [next](story-{next}.md).\n",
    "pelican": "Title: Story {n}\nDate: {day} 10:20\nTags: sea\n\nWord{n} [next]({{filename}}story-{next}.md).\n",
    "astro": "---\ntitle: Story {n}\npubDate: {day}\ntags: [sea]\n---\nWord{n} [next](story-{next}.md).\n",
    "quartz": "---\ntitle: Story {n}\ncreated: {day}\ntags: [sea]\n---\nWord{n} [[story-{next}|next]].\n",
}


@pytest.mark.parametrize("generator", GENERATORS)
def test_of_many_articles_nothing_is_lost_and_nothing_invented(site, generator):
    count = 40
    files = {
        f"old/story-{n}.md": GENERATORS[generator].format(n=n, next=(n + 1) % count, day=f"2023-{n % 12 + 1:02}-{n % 28 + 1:02}")
        for n in range(count)
    }  # fmt: skip
    result = briefs("import", *write(site, files))
    assert result.exit_code == 0, result.output
    for n in range(count):
        day, after = (f"2023-{m % 12 + 1:02}-{m % 28 + 1:02}" for m in (n, (n + 1) % count))
        text = (site / "briefs" / f"{day}-story-{n}.md").read_text()
        head = f"title: Story {n}\ndate: "  # with the hour where the page has one
        assert f"{head}{day}\n" in text or f'{head}"{day}T' in text
        assert "topics:\n  - sea\n" in text
        assert (
            body_of(site, f"{day}-story-{n}")
            == f"Word{n} [next]({after}-story-{(n + 1) % count}.md)."
        )
