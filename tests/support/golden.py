"""Outputs of some sites, stored in `tests/golden/`, so that a review shows each change of them.

`make golden` writes them again. A few files of a site are stored whole, all others as digests.
"""

from __future__ import annotations

import datetime as dt
import difflib
import gzip
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from mkdocs_briefs.builder.pipeline import Reader
from mkdocs_briefs.settings import Settings
from support import engine
from support.engine import scratch
from support.languages import AR_SITE
from support.newsroom import generator
from support.problem_examples import EXAMPLES
from support.readable import anchors_of, digest, digest_of, lines_of, plain_names, target_of
from support.sites import BRIEFS, ROOT, config, run, write

FOLDER = ROOT / "tests" / "golden"
COMMAND = "make golden"
MAX_LINES = 30
"""Lines of a difference that are printed for each file."""
_FOREIGN = ("assets/javascripts/", "assets/stylesheets/", "assets/images/", "pagefind/")
"""Folders of the theme and of the search, whose records are stored by page."""
_LASTING = ("briefs/", "timeline/")
"""Folders of pages with permanent anchors."""
_TEXT = (".html", ".json", ".xml", ".ics", ".md", ".txt", ".csv", ".tex", ".bib")
_LISTS = tuple(f"api/v1/{name}.json" for name in ("actors", "briefs", "events", "index", "outlook"))
_FORMS = ("json", "csv", "markdown")
_ASSETS = "assets/briefs/"
"""Our files beside pages. Styles and scripts are only named, because they are sources."""
Stored = dict[str, str]
"""Texts by the names of their files."""


@dataclass(frozen=True)
class Golden:
    """A site whose output is stored. `whole` are patterns of files that are stored as they are."""

    sources: Callable[[Path], None]
    whole: tuple[str, ...] = ()
    addresses_only: bool = False
    """Whether only permanent anchors, redirects, problems and digests of the API are stored."""


def newsroom(project: Path) -> None:
    """Write sixty generated briefs."""
    generator().write_site(project, 60)
    settings = project / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("https://example.org/", "https://news.example/deep/"), "utf-8")


def arabic(project: Path) -> None:
    """Write a site in Arabic, with a translation into Hebrew and one into English."""
    strike = AR_SITE["briefs/2024-05-20-strike.md"]
    moved = strike.replace("storyline:", "redirect_from: [old/strike]\nstoryline:", 1)
    files = {**AR_SITE, "briefs/2024-05-20-strike.md": moved}
    write(project, {name: text.lstrip("\n") for name, text in files.items()})


def harbour(project: Path) -> None:
    """Write a site with a warning, a draft, a redirect and markers."""
    marked = (
        "# About\n\n<!-- briefs:timeline actor=council -->\n\n<!-- briefs:list topic=labour -->\n"
    )
    write(project, {**engine.SOURCES, "docs/council.md": marked})


def sample(project: Path) -> None:
    """Copy the briefs of this repository; the day is after all of them."""
    shutil.copytree(ROOT / "briefs", project / "briefs")
    extensions = "markdown_extensions: [admonition, attr_list, def_list, footnotes, tables]"
    write(project, {"mkdocs.yml": config(briefs="today: 2027-01-31", more=extensions)})


def _chosen() -> tuple[str, ...]:
    """Return files of the newsroom: each index, two briefs, two actors, some data."""
    room = generator().Newsroom(60)
    table, first = room.slugs[57], room.slugs[3]
    known, seldom = [*room.actors][8], [*room.actors][90]
    return (
        *("index.html", "briefs/page/1/index.html", "actors/index.html", "topics/index.html"),
        *("storylines/index.html", "corrections/index.html", "search/index.html"),
        *("timeline/index.html", "timeline/2024/05/index.html"),
        *("implications/page/1/index.html", "outlook/index.html", "advice/index.html"),
        *("outlook/overdue/index.html", "topics/*/implications/page/1/index.html"),
        *(f"briefs/{slug}/index.html" for slug in (table, first)),
        *(f"actors/{actor}/index.html" for actor in (known, seldom)),
        *(f"actors/{known}/calendar.ics", "feed.xml", f"briefs/{table}/index.md"),
        *("api/v1/index.json", f"api/v1/briefs/{table}.json", f"api/v1/actors/{known}.json"),
        f"export/markdown/briefs/*{table}*",
    )


SMALL = (
    *("*.html", "api/*.json", "export/*", "*.ics", "*.md", "*.csv", "llms.txt", "sitemap.xml"),
    *("feed.*", "corrections/feed.*", "actors/mayor/feed.*", "topics/labour/feed.xml"),
    *(
        "assets/briefs/cards/*",
        "assets/briefs/network.json",
        "assets/briefs/on-this-day/05.json",
    ),
)
"""Files of small sites that are stored whole."""
SITES: Mapping[str, Golden] = {
    "newsroom": Golden(newsroom, _chosen()),
    "arabic": Golden(arabic, SMALL),
    "harbour": Golden(harbour, SMALL),
    "sample": Golden(sample, addresses_only=True),
}


def made(name: str, project: Path) -> Stored:
    """Build a site in the new folder `project`, and return what would be stored."""
    golden = SITES[name]
    project.mkdir()
    golden.sources(project)
    status, output = run([sys.executable, "-m", "mkdocs", "build", "-f", "mkdocs.yml"], project)
    assert status == 0, output
    status, output = run([*BRIEFS, "check"], project)
    texts = dict(_texts(project / "site"))
    found = {
        "problems.txt": f"{output}exit status {status}\n",
        "anchors.txt": _anchors(texts, golden),
        "redirects.txt": _redirects(texts),
    }
    if golden.addresses_only:
        found["api.txt"] = "".join(
            f"{path}\n{_items(text)}" for path, text in texts.items() if path in _LISTS
        )
        return found
    for form in _FORMS:
        status, output = run([*BRIEFS, "export", "--to", f"out/{form}", "--format", form], project)
        assert status == 0, output
    texts |= {f"export/{path}": text for path, text in _texts(project / "out")}
    found |= _whole(texts, golden.whole)
    found["files.txt"] = _files(project, texts, golden.whole)
    return found


def problems_of_examples(folder: Path) -> str:
    """Return the problems of the wrong examples in the reference."""
    settings = Settings(today=dt.date(2024, 6, 1))
    reports = []
    for code, example in EXAMPLES.items():
        project = folder / code
        for path, data in example.files(right=False).items():
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (project / path).write_bytes(data)
        loaded = Reader().load(project, settings, editorial=True)
        reports += [loaded.report(problem) for problem in loaded.problems if problem.code == code]
    return "\n".join(reports) + "\n"


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name.endswith(_TEXT):
            data = path.read_bytes().decode("utf-8")
            yield path.relative_to(folder).as_posix(), data


def _anchors(texts: Mapping[str, str], golden: Golden) -> str:
    """Return the anchors of each page; for pages that repeat others, their number and a digest."""
    rows = []
    for path, text in texts.items():
        ids = anchors_of(text) if path.endswith(".html") else []
        repeats = not path.startswith(_LASTING) and not _is_whole(path, golden.whole)
        if ids and not (repeats and golden.addresses_only):
            listed = [f"{len(ids)} {digest(' '.join(ids))}"] if repeats else ids
            rows.append("\n  ".join([path, *listed]))
    return "\n".join(rows) + "\n"


def _redirects(texts: Mapping[str, str]) -> str:
    pages = ((path, target_of(text)) for path, text in texts.items() if path.endswith(".html"))
    return "".join(f"{path} -> {target}\n" for path, target in pages if target)


def _whole(texts: Mapping[str, str], patterns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    files: dict[str, list[str]] = {}
    for path, text in texts.items():
        if _is_whole(path, patterns) and not target_of(text):
            rows = files.setdefault(_place(path), [])
            rows += [f"===== {path}", *lines_of(path, text), ""]
    for name, rows in files.items():
        yield name, "\n".join(rows)


def _place(path: str) -> str:
    """Return the name of the file in which another is stored."""
    first, _, rest = path.partition("/")
    if path.endswith(".html"):
        return f"pages-{first if rest else 'front'}.txt"
    if path.endswith(".ics"):
        return "calendar.txt"
    if first in ("api", "export"):
        return f"{first}.txt"
    return "data.txt" if path.startswith(_ASSETS) else "feeds.txt"


def _is_whole(path: str, patterns: tuple[str, ...]) -> bool:
    if path.startswith(_FOREIGN) or path.startswith("api/v1/schemas/") or path == "404.html":
        return False
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def _files(project: Path, texts: Mapping[str, str], patterns: tuple[str, ...]) -> str:
    """Return every file with its digest, and every record of the search."""
    site, out = project / "site", project / "out"
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    names += [f"export/{path.relative_to(out)}" for path in out.rglob("*") if path.is_file()]
    rows, folder = [], ""
    for path in sorted(names, key=lambda path: path.rpartition("/")[::2]):
        if path.startswith(_FOREIGN):
            continue
        if (place := path.rpartition("/")[0]) != folder:
            folder = place
            rows.append(f"{folder}/\n")
        text = texts.get(path) if path != "404.html" else None
        known = (
            "" if text is None else "whole" if _is_whole(path, patterns) else digest_of(path, text)
        )
        rows.append(f"  {plain_names(path.rpartition('/')[2])} {known}".rstrip() + "\n")
        if text is not None and known != "whole" and path in _LISTS:
            rows.append(_items(text))
    records = sorted(_record(path) for path in (site / "pagefind/fragment").glob("*"))
    return "".join([*rows, "records of the search:\n", *records])


def _record(path: Path) -> str:
    """Return the address of a page in the search, and a digest of its words and filters."""
    text = gzip.decompress(path.read_bytes()).decode().removeprefix("pagefind_dcd")
    record = json.loads(text)
    return f"  {record['url']} {digest(json.dumps(record, sort_keys=True))}\n"


def _items(text: str) -> str:
    """Return the members of each list in a file of the API, with their digests."""
    whole = json.loads(text)
    lists = (value for value in whole.values() if isinstance(value, list))
    plain = {key: value for key, value in whole.items() if not isinstance(value, list)}
    rows = [f"  {digest(json.dumps(plain, sort_keys=True))}\n"]
    for item in (item for items in lists for item in items):
        name = " ".join(item[key] for key in ("brief", "id") if isinstance(item.get(key), str))
        rows.append(f"  {name} {digest(json.dumps(item, sort_keys=True))}\n")
    return "".join(rows)


def everything(folder: Path) -> Iterator[tuple[str, Stored]]:
    """Yield the names of folders in `tests/golden/` with their content."""
    for name in SITES:
        yield name, made(name, folder / name)
    yield "examples", {"problems.txt": problems_of_examples(folder / "examples")}


def stored(name: str) -> Stored:
    """Return the stored output of a site."""
    return {path.name: path.read_text("utf-8") for path in (FOLDER / name).glob("*.txt")}


def difference(name: str, now: Stored) -> str:
    """Return the beginning of a unified diff of each file; empty if nothing changed."""
    before = stored(name)
    lines: list[str] = []
    for file in sorted({*before, *now}):
        old, new = (texts.get(file, "").splitlines() for texts in (before, now))
        names = f"stored/{name}/{file}", f"now/{name}/{file}"
        rows = [*difflib.unified_diff(old, new, *names, n=2, lineterm="")]
        more = len(rows) - MAX_LINES
        lines += [*rows[:MAX_LINES], f"... and {more} lines more"] if more > 0 else rows
    return "\n".join(lines)


def renew() -> None:
    """Store the output of all sites."""
    with scratch() as folder:
        for name, texts in everything(folder):
            shutil.rmtree(FOLDER / name, ignore_errors=True)
            (FOLDER / name).mkdir(parents=True)
            for file, text in texts.items():
                (FOLDER / name / file).write_text(text, "utf-8", newline="\n")
            sys.stdout.write(f"{name}: {sum(map(len, texts.values())):,} characters\n")


if __name__ == "__main__":
    renew()
