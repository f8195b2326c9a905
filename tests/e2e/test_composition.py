"""Briefs beside the plugins that sites have: Material's own and the common ones of others.

Under MkDocs each stands alone with briefs. ProperDocs builds one site, of those that can stand together;
the check of each is the same.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from tempfile import gettempdir

import pytest

from support.crawl import crawl
from support.neighbours import (
    ALONE,
    DAY,
    FILES,
    NEIGHBOURS,
    PICTURE,
    Neighbour,
    brief,
    check_brief,
    check_whole,
    files_of,
    settings,
)
from support.repositories import commit, git
from support.sites import ROOT, SITE_URL, Built, build, config, write

Place = Callable[[], Path]
Site = Callable[[str, str], Built]
SHIM = "https://unpkg.com/iframe-worker/shim"
"""What Material's offline plugin has every page ask for, where privacy does not bring it along."""


def project_of(folder: Path, neighbours: Iterable[Neighbour], *, briefs_last: bool = False) -> Path:
    """A project in the empty `folder`, in git where a plugin needs that."""
    chosen = list(neighbours)
    own = {"mkdocs.yml": settings(chosen, briefs_last=briefs_last)}
    write(folder, {**files_of(chosen), **own})
    if any(one.in_git for one in chosen):
        git(folder, "init", "-q")
        commit(folder, when=f"{DAY}T12:00:00Z")
    return folder


@pytest.fixture(scope="module")
def neighbours(
    tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]
) -> dict[str, Neighbour]:
    """Give all plugins by name, with privacy among them, for which another host has a picture."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "far.png").write_bytes(PICTURE)
    picture = f"\n![Far]({served(folder)}far.png)\n"

    def check(site: Built) -> None:
        for path in ("about/", "briefs/then/"):
            sources = [img.attrs["src"] for img in site.page(path).all("img")]
            assert any("assets/external/" in source for source in sources), path

    privacy = Neighbour(
        ("privacy: {assets_exclude: [unpkg.com/mermaid@11/*]}",),
        check,
        {"docs/about.md": picture, "briefs/then.md": picture},
    )
    return {**NEIGHBOURS, "privacy": privacy}


@pytest.fixture(scope="module")
def crowd(neighbours: dict[str, Neighbour]) -> list[Neighbour]:
    """Give those that can stand together."""
    return [one for name, one in neighbours.items() if name not in ALONE]


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    neighbours: dict[str, Neighbour],
    crowd: list[Neighbour],
) -> Site:
    """Give the built site in which a plugin stands, by host and name; "crowd" has many."""

    @cache
    def built(host: str, name: str) -> Built:
        chosen = crowd if name == "crowd" else [neighbours[name]]
        return build(project_of(tmp_path_factory.mktemp("site"), chosen), host)

    return lambda host, name: built(host, "crowd" if host == "properdocs" else name)


NAMES = sorted([*NEIGHBOURS, "privacy"])


@pytest.mark.parametrize(
    ("host", "name"),
    [
        *(("mkdocs", name) for name in NAMES),
        *(("properdocs", name) for name in NAMES if name not in ALONE),
    ],
)
def test_a_plugin_does_its_work_beside_briefs(
    site: Site, neighbours: dict[str, Neighbour], host: str, name: str
) -> None:
    made = site(host, name)
    if name == "offline":
        assert made.status == 0, made.output
        seen = crawl(made.folder)
        assert seen.broken == []
        assert {each.partition(" -> ")[2] for each in seen.foreign} == {f"{SHIM}: another host"}
    else:
        check_whole(made)
        check_brief(made)
    neighbours[name].check(made)
    # As the guide says of the price.
    assert "Pages are built one by one, as these may change them: " in made.output


def test_the_guide_tells_of_every_plugin_that_is_tried_and_of_no_other() -> None:
    guide = (ROOT / "docs/how-to/use-in-an-existing-material-site.md").read_text("utf-8")
    told = set(re.findall(r"^\| `([\w-]+)`", guide, re.MULTILINE))
    assert told == {name.partition(" ")[0] for name in (*NEIGHBOURS, "privacy")}


@pytest.mark.parametrize("name", ["crowd", "i18n in folders"])
def test_plugins_in_any_order_make_the_same_site(
    site: Site, neighbours: dict[str, Neighbour], crowd: list[Neighbour], name: str, tmp_path: Path
) -> None:
    first = site("mkdocs", name)
    check_whole(first)
    check_brief(first)
    chosen = crowd if name == "crowd" else [neighbours[name]]
    last = build(project_of(tmp_path, chosen, briefs_last=True))
    check_whole(last)
    assert same(first, last)


def test_among_many_plugins_a_build_after_another_is_as_the_first(
    site: Site, tmp_path: Path
) -> None:
    before = site("mkdocs", "crowd")
    project = tmp_path / "project"
    shutil.copytree(before.project, project, ignore=shutil.ignore_patterns("site"))
    again = build(project)
    assert same(before, again)
    changed = brief("Now", "2024-02-03", "Another text, about [[then]].")
    (project / "briefs/now.md").write_text(changed, encoding="utf-8")
    warm = build(project)
    assert "Another text" in warm.page("briefs/now/").article.text
    clean = shutil.copytree(
        project, tmp_path / "clean", ignore=shutil.ignore_patterns("site", ".cache")
    )
    assert same(warm, build(clean))


def same(one: Built, other: Built) -> bool:
    """Whether two sites have the same bytes, but for the stamp in a compressed sitemap."""
    assert other.status == 0, other.output
    ours, theirs = one.files(), other.files()
    assert ours.keys() == theirs.keys()
    differing = {name for name in ours if ours[name] != theirs[name]}
    assert differing <= {"sitemap.xml.gz"}, differing
    return True


def test_minified_pages_say_what_the_others_say(site: Site) -> None:
    small, plain = site("mkdocs", "minify"), site("mkdocs", "glightbox")
    for path in ("briefs/now/", "actors/ann-other/", "timeline/2023/", "outlook/"):
        assert small.page(path).article.text == plain.page(path).article.text
        assert len(small.read(path)) < len(plain.read(path))


def test_templates_in_briefs_are_run_where_the_site_says_so(
    make: Callable[..., Built],
) -> None:
    made = make(
        {
            "mkdocs.yml": config(plugins=("macros",), briefs="today: 2024-06-01, templates: true"),
            "briefs/now.md": brief("Now", "2024-02-03", "A sum: {{ 6 * 7 }}."),
        }
    )
    assert made.status == 0, made.output
    assert "A sum: 42." in made.page("briefs/now/").article.text
    assert "About Now, {{ 6 * 7 }}." in made.page("briefs/now/").article.text


def test_signs_of_the_sites_own_choice_are_not_run_in_briefs(make: Callable[..., Built]) -> None:
    signs = "macros: {j2_variable_start_string: '<<', j2_variable_end_string: '>>'}"
    made = make(
        {
            "mkdocs.yml": config(plugins=(signs,)),
            "docs/index.md": "# Home\n\nA sum: << 6 * 7 >>\n",
            "briefs/now.md": brief("Now", "2024-02-03", "A sum: `<< 6 * 7 >>`"),
        }
    )
    assert made.status == 0, made.output
    assert "A sum: 42" in made.page("").article.text
    assert "A sum: << 6 * 7 >>" in made.page("briefs/now/").article.text


def test_a_navigation_made_of_folders_has_each_hub_once_and_no_folder_around_it(
    make: Callable[..., Built],
) -> None:
    made = make(
        {
            "mkdocs.yml": config(plugins=("search", "awesome-nav")),
            "docs/index.md": "# Home\n",
            "briefs/now.md": brief("Now", "2024-02-03", "Words."),
        }
    )
    assert made.status == 0, made.output
    nav = made.page("").one(class_="md-nav md-nav--primary", data_md_level="0")
    names = [name for name, _ in nav.links]
    assert sorted({"Briefs", "Actors", "Timeline", "More"}.intersection(names)) == [
        "More",
        "Timeline",
    ]
    assert len(names) == len(set(names))
    assert not nav.all("label", class_="md-nav__link")


def test_a_hub_gives_way_to_a_page_that_another_plugin_makes(make: Callable[..., Built]) -> None:
    hook = """
    from mkdocs.structure.files import File

    def on_files(files, config):
        files.append(File.generated(config, "timeline/index.md", content="# Made elsewhere"))
    """
    made = make(
        {
            "mkdocs.yml": config(more="hooks: [hook.py]"),
            "hook.py": hook,
            "docs/index.md": "# Home\n",
            "briefs/now.md": brief("Now", "2024-02-03", "Words."),
        }
    )
    assert made.status == 0, made.output
    assert "timeline/index.md has the address timeline/; our page is left out." in made.output
    assert made.page("timeline/").article.one("h1").text.startswith("Made elsewhere")
    assert crawl(made.folder).broken == []


def test_a_redirect_over_a_brief_is_named_when_the_site_is_built(
    make: Callable[..., Built],
) -> None:
    made = make(
        {
            "mkdocs.yml": config(
                plugins=("redirects: {redirect_maps: {briefs/now.md: index.md}}",)
            ),
            "docs/index.md": "# Home\n",
            "briefs/now.md": brief("Now", "2024-02-03", "Words."),
        }
    )
    assert made.status == 1
    assert "redirects leads away from briefs/now.md" in made.output
    assert "redirect_from: [old-name]" in made.output


READER = """
import os

kept = {}
place = []

def on_config(config):
    place.append(config.site_dir)  # as plugins do that make a file of their own so early

def on_files(files, config):
    for file in files:
        with open(file.abs_src_path, "rb") as opened:
            assert opened.read() or file.content_bytes == b""
        kept[file.dest_uri] = file

def on_nav(nav, config, files):
    for page in nav.pages:
        assert page.file.content_string

def on_page_markdown(markdown, page, config, files):
    with open(page.file.abs_src_path, encoding="utf-8") as opened:
        assert opened.read().strip()
    assert kept[page.file.dest_uri] is page.file

def on_post_page(output, page, config):
    assert page.markdown is not None
    assert kept[page.file.dest_uri].page is page
    return output.replace("</body>", "<p>Read by another.</p></body>")

def on_post_build(config):
    for file in kept.values():
        assert os.path.isfile(os.path.join(config.site_dir, file.dest_uri)), file.dest_uri
    os.makedirs(f"{place[-1]}/all", exist_ok=True)
    with open(f"{place[-1]}/all/index.html", "w") as written:
        written.write("All pages: %d" % len(kept))
"""


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_a_plugin_may_open_the_file_of_any_page_and_keep_it(
    make: Callable[..., Built], host: str
) -> None:
    files = {
        **{name: text for name, text in FILES.items() if not name.startswith("docs/index")},
        "mkdocs.yml": config(more="hooks: [hook.py]"),
        "hook.py": READER,
        "briefs/old.md": brief("Old", "2022-01-01", "Words.").replace(
            "topics: [sea]", "topics: [sea]\nredirect_from: [older]"
        ),
    }
    made = make(files, host)
    assert made.status == 0, made.output
    assert "Read by another." in made.read("actors/ann-other/")
    assert made.read("all/").startswith("All pages: ")
    again = build(made.project, host)
    assert again.status == 0, again.output
    assert again.read("all/") == made.read("all/")
    assert crawl(made.folder).broken == []
    assert not [*Path(gettempdir()).glob("mkdocs-briefs-*/api/v1")]


def test_a_version_has_addresses_of_its_own(make: Callable[..., Built]) -> None:
    """As mike deploys one: the address of the site is another one for each, without a slash."""
    hook = """
    def on_config(config):
        config["site_url"] += "2.0"
    """
    own = brief("Now", "2024-02-03", "Words.").replace(
        "[2024-02-03: Ann writes]", "[{date: 2024-07-01, event: Ann reads, status: scheduled}]"
    )
    made = make(
        {"mkdocs.yml": config(more="hooks: [hook.py]"), "hook.py": hook, "briefs/now.md": own}
    )
    assert made.status == 0, made.output
    root = f"{SITE_URL}2.0/"
    page = made.page("briefs/now/")
    assert page.one("link", rel="canonical").attrs["href"] == f"{root}briefs/now/"
    for name in ("briefs/now/index.html", "feed.xml", "feed.json", "calendar.ics", "sitemap.xml"):
        text = made.read(name).replace("\r\n ", "")
        assert f"{root}briefs/now/" in text or name == "calendar.ics", name
        assert not re.search(rf"{re.escape(SITE_URL)}(?!2\.0/)", text), name
    (uid,) = re.findall(r"UID:(.*)", made.read("calendar.ics"))
    assert uid


FAKES = """
import fnmatch
import logging
import re
from mkdocs.config import config_options
from mkdocs.plugins import BasePlugin

class Links(BasePlugin):
    def on_page_markdown(self, markdown, page, config, files):
        return re.sub(r"\\[\\[(.*?)\\]\\]|\\]\\((.*?\\.md)\\)", "[elsewhere](else.md)", markdown)

class Authors(BasePlugin):
    config_scheme = (("exclude", config_options.Type(list, default=[])),)

    def on_page_context(self, context, page, config, nav):
        name = page.file.src_path
        if not any(fnmatch.fnmatchcase(name, each) for each in self.config["exclude"]):
            if not page.file.abs_src_path.startswith(config.config_file_path.removesuffix("mkdocs.yml")):
                logging.getLogger("mkdocs").warning("nobody committed %s", name)
"""


def test_links_of_briefs_are_their_own_and_pages_without_a_file_have_no_authors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "[mkdocs.plugins]\nautolinks = fakes:Links\ngit-authors = fakes:Authors\n"
    write(
        tmp_path / "fakes",
        {
            "fakes.py": FAKES,
            "fakes-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: fakes\nVersion: 1.0\n",
            "fakes-1.0.dist-info/entry_points.txt": rows,
        },
    )
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(tmp_path / "fakes"), os.environ.get("PYTHONPATH", "")])
    )
    site = tmp_path / "site"
    authors = "git-authors: {exclude: [index.md]}"
    write(
        site,
        {
            **FILES,
            "mkdocs.yml": config(plugins=("search", "autolinks", authors)),
            "docs/about.md": "# About\n\n[Home](index.md)\n",
            "docs/else.md": "# Elsewhere\n",
            "briefs/then.md": brief("Then", "2023-01-01", "See [[now]], [it](now.md)."),
        },
    )
    made = build(site, "properdocs")
    assert made.status == 0, made.output
    assert made.page("about/").article.href("elsewhere") == "../else/"
    assert made.page("briefs/then/").article.href("it") == "../now/"
    assert "elsewhere" not in made.read("briefs/then/")
