"""The site of this repository, built once by each host for all workers.

Its briefs are real and change. Tests check what is true of every site; a test that needs a certain
word or state uses a site of its own, such as `support.story`.
"""

from __future__ import annotations

import fcntl
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.sites import ROOT, Built, build

SAMPLE_URL = "https://example.org/explainers/"
PARTS = ("mkdocs.yml", "docs", "briefs")
"""The sources of the site. They are copied without Git, so every build has the same dates."""
RARE = ("timeline/undated/", "timeline/*/*/")
"""Kinds of pages that a site need not have."""
KINDS = (
    *("", "briefs/", "briefs/*/", "actors/", "actors/*/", "timeline/", "timeline/*/", *RARE),
    *("implications/", "outlook/", "topics/", "topics/*/", "storylines/", "storylines/*/"),
    *("corrections/", "search/", "explore/"),
)
"""The kinds of pages; `*` stands for a name."""
_CLASSES = re.compile(r""" class=("[^"]*"|[^ >]*)""")
_LANGUAGE = re.compile(r"<html[^>]* lang=\"?([\w-]+)")


def copy_sample(project: Path) -> Path:
    """Copy the sources of the site into the new folder `project`."""
    project.mkdir()
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, project / name)
    return project


def sample_of(shared: Path, host: str) -> Built:
    """Return the site that `host` builds, in a folder of `shared` that all processes use."""
    project, result = shared / f"sample-{host}", shared / f"sample-{host}.json"
    with _locked(shared / f"sample-{host}.lock"):
        if not result.exists():
            made = build(copy_sample(project), host)
            result.write_text(json.dumps([made.status, made.output]), encoding="utf-8")
    return Built(project, *json.loads(result.read_text("utf-8")))


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """Hold a lock that processes of one session share."""
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def pages_of(site: Built, kind: str) -> list[str]:
    """Return a page of a kind in each language: the one with most CSS classes, then the shortest.

    Redirects are left out.
    """
    best: dict[str, tuple[int, int, str]] = {}
    for file in sorted(site.folder.glob(f"{kind}index.html")):
        text = file.read_text("utf-8")
        language = _LANGUAGE.search(text)
        if language and 'http-equiv="refresh"' not in text:
            path = file.relative_to(site.folder).as_posix().removesuffix("index.html")
            row = (len(set(_CLASSES.findall(text))), -len(text), path)
            best[language[1]] = max(best.get(language[1], row), row)
    return [path for _, _, path in best.values()]
