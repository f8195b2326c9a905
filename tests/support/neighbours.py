"""Sites with other people's plugins: what each is set up with, and what it is there for."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from support.crawl import crawl
from support.sites import SITE_URL, TODAY, Built

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
)
DAY = "2024-03-03"
"""The day of the only commit, where there is one."""


def brief(title: str, date: str, body: str) -> str:
    """A brief that nothing is missing from, with template syntax in every part."""
    return f"""---
title: {title}
date: {date}
summary: "About {title}, {{{{ 6 * 7 }}}}."
topics: [sea]
actors: [{{name: Ann Other, kind: person, role: Wrote it}}]
dates: [{date}: Ann writes]
implications: [Nothing.]
sources: [A letter]
---

{body}
"""


FILES: dict[str, str | bytes] = {
    "docs/index.md": "# Own front page\n\nSee [[now]].\n\n<!-- briefs:list -->\n",
    "docs/about.md": "# About us\n\n[Home](index.md) and [[now]].\n\n![Boat](boat.png)\n",
    "docs/boat.png": PICTURE,
    "briefs/now.md": brief(
        "Now",
        "2024-02-03",
        "See [[then]]. A sum: {{ 6 * 7 }}{{{ 6 * 7 }}}{% raw %}{# no #}.\n\n![Map](map.png)",
    ),
    "briefs/then.md": brief("Then", "2023-01-01", "See [[now]]."),
    "briefs/actors/bo.md": "---\nname: Bo Tide\nkind: person\n---\n\nBorn in {{ 1900 + 3 }}.\n",
    "briefs/map.png": PICTURE,
    "briefs/topics.yml": "sea: {name: The sea}\n",
}
OURS = (
    "briefs/",
    "briefs/now/",
    "actors/bo/",
    "actors/ann-other/",
    "topics/sea/",
    "timeline/2023/",
)
Check = Callable[[Built], None]


@dataclass(frozen=True)
class Neighbour:
    """A plugin in a site: how it is switched on, what it needs, and the test of what it does."""

    plugins: tuple[str, ...]
    """Lines of `plugins`."""
    check: Check
    files: Mapping[str, str | bytes | None] = field(default_factory=dict)
    """Besides `FILES`, or instead; None takes one away."""
    more: str = ""
    """Other lines of mkdocs.yml."""
    in_git: bool = False


def settings(neighbours: Iterable[Neighbour], *, briefs_last: bool = False) -> str:
    """A mkdocs.yml with these plugins, and briefs before or behind them."""
    rows = [
        f"site_name: The Harbour\nsite_url: {SITE_URL}\ntheme: {{name: material, font: false}}",
        *(one.more for one in neighbours if one.more),
        "plugins:",
        "  - search",
    ]
    ours = f"  - briefs: {{today: {TODAY}}}"
    theirs = [f"  - {plugin}" for one in neighbours for plugin in one.plugins]
    return "\n".join([*rows, *([*theirs, ours] if briefs_last else [ours, *theirs]), ""])


def files_of(neighbours: Iterable[Neighbour]) -> dict[str, str | bytes]:
    """All files of such a site but mkdocs.yml."""
    found: dict[str, str | bytes | None] = {**FILES}
    for one in neighbours:
        for name, text in one.files.items():
            old = found.get(name)
            # What two want on one page stands there twice.
            found[name] = old + text if isinstance(old, str) and isinstance(text, str) else text
    return {name: text for name, text in found.items() if text is not None}


def check_whole(site: Built) -> None:
    """Nothing is lost, broken or fetched from elsewhere, whatever stands beside briefs."""
    assert site.status == 0, site.output
    assert "Traceback" not in site.output
    assert "WARNING -" not in site.output
    seen = crawl(site.folder)
    assert seen.broken == []
    assert seen.foreign == []
    assert seen.followed > 300
    files = site.files()
    assert {f"{path}index.html" for path in OURS} <= files.keys()
    assert {"feed.xml", "calendar.ics", "api/v1/index.json", "briefs/now/index.md"} <= files.keys()
    front = site.page("").article
    assert front.one("h1").text.startswith("Own front page")
    assert front.href("Now") == "briefs/now/"
    locations = re.findall(r"<loc>(.*?)</loc>", site.read("sitemap.xml"))
    assert len(locations) == len(set(locations))
    assert {SITE_URL + path for path in OURS} <= set(locations)


def check_brief(site: Built) -> None:
    """A brief says what its author wrote, to readers and to machines, under a policy that holds."""
    html, page = site.read("briefs/now/"), site.page("briefs/now/")
    assert "A sum: {{ 6 * 7 }}{{{ 6 * 7 }}}{% raw %}{# no #}." in page.article.text
    assert "About Now, {{ 6 * 7 }}." in page.article.text
    assert "Born in {{ 1900 + 3 }}." in site.page("actors/bo/").article.text
    assert page.article.href("Then") == "../then/"
    data = re.findall(r'<script type="?application/ld\+json"?>(.*?)</script>', html, re.DOTALL)
    assert "Now" in [json.loads(each).get("headline") for each in data]
    policy = page.one("meta", http_equiv="Content-Security-Policy").attrs["content"]
    for kind, text in re.findall(r"<script(?![^>]*\ssrc=)([^>]*)>(.*?)</script>", html, re.DOTALL):
        if "json" not in kind:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, text


def _blog(site: Built) -> None:
    post = site.page("blog/2024/01/01/a-post/").article
    assert post.href("a brief") == "../../../../../briefs/now/"
    assert post.href("Now") == "../../../../../briefs/now/"


def _tags(site: Built) -> None:
    listed = {name for name, _ in site.page("tags/").article.links}
    assert "On tides" in listed
    assert "Now" not in listed


def _meta(site: Built) -> None:
    for path in ("about/", "briefs/now/"):
        assert "hidden" in site.page(path).one(data_md_type="toc").attrs, path
    assert site.page("guide/").meta("description") == "From the folder"
    assert site.page("briefs/now/").meta("description").startswith("About Now")
    assert ".meta.yml" not in "".join(site.files())


def _redirects(site: Built) -> None:
    for old, new in (
        ("old/", "../about/"),
        ("older/", "../briefs/now/"),
        ("oldest/", "../actors/"),
    ):
        assert site.page(old).one("meta", http_equiv="refresh").attrs["content"].endswith(new)


def _dates(site: Built) -> None:
    shown = {path: "git-revision-date" in site.read(path) for path in ("about/", *OURS)}
    assert {path for path, is_dated in shown.items() if is_dated} == {
        "about/",
        "briefs/now/",
        "actors/bo/",
    }
    for path in ("about/", "briefs/now/", "actors/bo/"):
        assert DAY in site.page(path).article.text


def _macros(site: Built) -> None:
    assert "The sum is 42." in site.page("about/").article.text


def _minify(site: Built) -> None:
    for path in ("about/", *OURS):
        assert re.search(r"<body [^>]*dir=ltr", site.read(path)), path
        assert "own.min.js" in site.read(path), path
    assert "/*" not in site.read("own.min.css")


def _glightbox(site: Built) -> None:
    for path, picture in (("about/", "../boat.png"), ("briefs/now/", "../map.png")):
        boxes = [a for a in site.page(path).all("a") if a.attrs.get("class") == "glightbox"]
        assert picture in [a.one("img").attrs["src"] for a in boxes], path
        # Beside privacy the script sets the address, when the page is read.
        assert {a.attrs.get("href") for a in boxes} <= {picture, None}
        assert "GLightbox(" in site.read(path)


def _awesome_nav(site: Built) -> None:
    for path in ("about/", "briefs/now/"):
        nav = site.page(path).one(class_="md-nav md-nav--primary", data_md_level="0")
        names = [name for name, _ in nav.links]
        assert names.index("About us") < names.index("Latest") < names.index("Timeline")
        assert "Actors" not in names
        assert nav.href("Latest").endswith("../briefs/" if path == "about/" else "../")


def _offline(site: Built) -> None:
    files = site.files()
    for name in files:
        if name.endswith(".html") and name != "404.html":
            folder = (site.folder / name).parent
            for text, href in site.page(name).links:
                path = href.partition("#")[0].partition("?")[0]
                if ":" not in href and path:
                    assert (folder / path).is_file(), (name, text, href)
    index = json.loads(site.read("search/search_index.js").removeprefix("var __index = "))
    assert "briefs/now/index.html" in {each["location"] for each in index["docs"]}
    assert b"Content-Security-Policy" not in files["briefs/now/index.html"]


def _languages(site: Built) -> None:
    files = site.files()
    assert {"about/index.html", "de/about/index.html", "de/index.html"} <= files.keys()
    assert not [name for name in files if name.startswith(("de/briefs", "de/actors", "en/"))]
    german = site.page("de/about/")
    assert german.one("html").attrs["lang"] == "de"
    assert german.article.href("Now") == "../../briefs/now/"
    assert german.article.href("ein Brief") == "../../briefs/now/"
    nav = german.one(class_="md-nav md-nav--primary", data_md_level="0")
    assert nav.href("Zeitleiste") == "../../timeline/"
    # The theme leads to the same page in the other language; a brief has none, so to its front page.
    for path, other in (("about/", "de/about/"), ("briefs/now/", "de/")):
        (link,) = site.page(path).all("link", rel="alternate", hreflang="de")
        assert link.attrs["href"].strip().endswith(f"{other}"), path
    listed = site.read("sitemap.xml")
    assert f"<loc>{SITE_URL}de/about/</loc>" in listed
    dated = f"<loc>{SITE_URL}briefs/now/</loc>\n        <lastmod>2024-02-03</lastmod>"
    assert dated in listed
    index = json.loads(site.read("search/search_index.json"))
    assert {"briefs/now/", "de/about/"} <= {each["location"] for each in index["docs"]}


LANGUAGES = (
    "i18n: {docs_structure: %s, languages: [{locale: en, name: English, default: true}, "
    "{locale: de, name: Deutsch}]}"
)
MINIFY = (
    "minify: {minify_html: true, minify_js: true, minify_css: true, "
    "js_files: [own.js], css_files: [own.css]}"
)
REDIRECTS = (
    "redirects: {redirect_maps: {old.md: about.md, older.md: briefs/now.md, "
    "oldest.md: actors/index.md}}"
)
GERMAN = "# Über uns\n\n[Anfang](index.md), [[now]] und [ein Brief](%s).\n"
NEIGHBOURS = {
    "blog": Neighbour(
        ("blog",),
        _blog,
        {
            "docs/blog/index.md": "# Blog\n",
            "docs/blog/posts/post.md": "---\ndate: 2024-01-01\n---\n\n# A post\n\n"
            "[[now]] and [a brief](../../briefs/now.md).\n",
        },
    ),
    "tags": Neighbour(
        ("tags",),
        _tags,
        {
            "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
            "docs/tides.md": "---\ntags: [Sea]\n---\n\n# On tides\n",
        },
    ),
    "meta": Neighbour(
        ("meta",),
        _meta,
        {
            "docs/.meta.yml": "hide: [toc]\n",
            "docs/guide/.meta.yml": "description: From the folder\n",
            "docs/guide/index.md": "# Guide\n",
        },
    ),
    "redirects": Neighbour(
        (REDIRECTS,),
        _redirects,
    ),
    "git-revision-date-localized": Neighbour(
        ("git-revision-date-localized: {type: iso_date}",), _dates, in_git=True
    ),
    "macros": Neighbour(("macros",), _macros, {"docs/about.md": "\nThe sum is {{ 6 * 7 }}.\n"}),
    "glightbox": Neighbour(("glightbox",), _glightbox),
    "minify": Neighbour(
        (MINIFY,),
        _minify,
        {"docs/own.js": "// ours\nvar a  =  1;\n", "docs/own.css": "/* ours */\nb { top: 0; }\n"},
        "extra_css: [own.css]\nextra_javascript: [own.js]",
    ),
    "awesome-nav": Neighbour(
        ("awesome-nav",),
        _awesome_nav,
        {
            "docs/.nav.yml": "nav:\n  - index.md\n  - about.md\n"
            "  - Explained:\n    - Latest: briefs/index.md\n    - timeline/index.md\n"
        },
    ),
    "offline": Neighbour(("offline",), _offline),
    "i18n in folders": Neighbour(
        (LANGUAGES % "folder",),
        _languages,
        {
            **{name: None for name in FILES if name.startswith("docs/")},
            "docs/en/index.md": "# Own front page\n\n[[now]]\n",
            "docs/en/about.md": "# About us\n\n[A brief](../briefs/now.md)\n",
            "docs/de/index.md": "# Anfang\n\n[[now]]\n",
            "docs/de/about.md": GERMAN % "../briefs/now.md",
        },
    ),
    "i18n by suffix": Neighbour(
        (LANGUAGES % "suffix",),
        _languages,
        {"docs/index.de.md": "# Anfang\n\n[[now]]\n", "docs/about.de.md": GERMAN % "briefs/now.md"},
    ),
}
ALONE = ("offline", "i18n in folders", "i18n by suffix")
"""Those that change addresses, so that they keep no company here."""
