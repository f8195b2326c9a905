"""Edits of a site between two builds, and the page that shows each of them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from newsroom import ROLES, TODAY

LISTED = re.compile(rf"(?m)^- ([\w-]+): (?:{'|'.join(ROLES)})$")
"""An actor and its role, as our front matter has them."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The page that shows an edit: it contains `words`, or is `gone`."""

    page: str
    words: str = ""
    gone: bool = False

    def fault(self, site: Path) -> str:
        """Return what is wrong with the built site; empty if it shows the edit."""
        file = site / self.page / "index.html"
        if self.gone:
            return f"/{self.page} is still there" if file.exists() else ""
        fresh = file.exists() and self.words in file.read_text("utf-8")
        return "" if fresh else f"/{self.page} is missing or old"


class Site:
    """The site of one tool. The edited brief is the same for all tools."""

    def __init__(self, folder: Path, briefs: str) -> None:
        self.folder = folder
        found = (folder / briefs).glob("*.md")
        self.briefs = sorted(file for file in found if file.stem not in {"index", "_index"})
        self.brief = self.briefs[len(self.briefs) // 2]
        self.newest = max(self.briefs, key=lambda file: int(file.stem.rpartition("-")[2]))
        self.added = self.newest
        """The brief that the last edit added."""
        self.day = TODAY
        """The day of the next build."""
        self._edits = 0

    def remove_today(self) -> None:
        """Remove `today` from the settings, so that the clock counts as on most sites."""
        _replace(self.folder / "mkdocs.yml", r"briefs:\n +today: .*", "briefs")

    def edit(self, case: str) -> Expected:
        """Make the edit of a case, if it has one."""
        if case not in EDITS:
            return Expected(_address(self.brief))
        self._edits += 1
        return EDITS[case](self, f"Edit {self._edits}")


def _body(site: Site, words: str) -> Expected:
    _replace(site.brief, r"\s*\Z", f"\n\n{words}.\n")
    return Expected(_address(site.brief), words)


def _title(site: Site, words: str) -> Expected:
    _replace(site.brief, r"(?mi)^(?:title:|#) ", rf"\g<0>{words} ")
    return Expected(_address(site.brief), words)


def _summary(site: Site, words: str) -> Expected:
    _replace(site.brief, r"(?m)^summary: ", rf"\g<0>{words} ")
    return Expected(_address(site.brief), words)


def _actor(site: Site, words: str) -> Expected:
    text = site.brief.read_text("utf-8")
    known = re.findall(r"(?m)^([\w-]+):$", _registry(site).read_text("utf-8"))
    another = next(actor for actor in known if actor not in text)
    _replace(site.brief, r"(?m)^actors:\n", rf"\g<0>- {another}: {words}\n")
    return Expected(_address(site.brief), words)


def _new(site: Site, words: str) -> Expected:
    slug = words.lower().replace(" ", "-")
    site.added = site.newest.with_name(f"{slug}.md")
    # Pelican has the slug in the file too.
    text = site.newest.read_text("utf-8").replace(site.newest.stem, slug)
    site.added.write_text(text, "utf-8")
    return Expected(_address(site.added))


def _deleted(site: Site, _: str) -> Expected:
    site.added.unlink()
    return Expected(_address(site.added), gone=True)


def _name(site: Site, words: str) -> Expected:
    named: Counter[str] = Counter()
    for brief in site.briefs:
        named.update(LISTED.findall(brief.read_text("utf-8")))
    actor = named.most_common(1)[0][0]
    _replace(_registry(site), rf"(?m)^{actor}:\n  name: ", rf"\g<0>{words} ")
    return Expected(f"actors/{actor}/", words)


def _day(site: Site, _: str) -> Expected:
    site.day += dt.timedelta(days=1)
    return Expected(_address(site.brief))


def _registry(site: Site) -> Path:
    return site.folder / "briefs" / "actors.yml"


def _replace(file: Path, pattern: str, by: str) -> None:
    """Replace every match. Raises ValueError if there is none."""
    text, count = re.subn(pattern, by, file.read_text("utf-8"))
    if not count:
        raise ValueError(f"{file.name} has nothing like {pattern}")
    file.write_text(text, "utf-8")


def _address(brief: Path) -> str:
    return f"briefs/{brief.stem}/"


BODY, TITLE, NEW = "a body", "a title", "a new brief"
EDITS: dict[str, Callable[[Site, str], Expected]] = {
    BODY: _body,
    TITLE: _title,
    "a summary": _summary,
    "an actor added to a brief": _actor,
    NEW: _new,
    "a brief deleted": _deleted,
    "a registry name": _name,
    "the next day": _day,
}
"""The edits. Each gets new words to add, and returns the page to look at."""
