"""What changes between two builds: edits of the files of a site, and where each shows."""

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
class Shown:
    """The page on which an edit shows: it holds `words`, or, where `gone`, is there no more."""

    page: str
    words: str = ""
    gone: bool = False

    def wrong(self, site: Path) -> str:
        """What is wrong with the built site; nothing where it shows the edit."""
        file = site / self.page / "index.html"
        if self.gone:
            return f"/{self.page} is still there" if file.exists() else ""
        fresh = file.exists() and self.words in file.read_text("utf-8")
        return "" if fresh else f"/{self.page} is missing or old"


class Site:
    """The files of one tool's site. The edited brief is the same for all tools."""

    def __init__(self, folder: Path, briefs: str) -> None:
        self.folder = folder
        found = (folder / briefs).glob("*.md")
        self.briefs = sorted(file for file in found if file.stem not in {"index", "_index"})
        self.brief = self.briefs[len(self.briefs) // 2]
        self.newest = max(self.briefs, key=lambda file: int(file.stem.rpartition("-")[2]))
        self.added = self.newest
        """The brief that was added last."""
        self.day = TODAY
        """The day on which the site is built."""
        self._edits = 0

    def forget_the_day(self) -> None:
        """Takes the day out of our settings, so that the clock decides, as on most sites."""
        _replace(self.folder / "mkdocs.yml", r"briefs:\n +today: .*", "briefs")

    def edit(self, case: str) -> Shown:
        """Edits the files as `case` asks, which may be not at all."""
        if case not in EDITS:
            return Shown(_address(self.brief))
        self._edits += 1
        return EDITS[case](self, f"Edit {self._edits}")


def _body(site: Site, words: str) -> Shown:
    _replace(site.brief, r"\s*\Z", f"\n\n{words}.\n")
    return Shown(_address(site.brief), words)


def _title(site: Site, words: str) -> Shown:
    _replace(site.brief, r"(?mi)^(?:title:|#) ", rf"\g<0>{words} ")
    return Shown(_address(site.brief), words)


def _summary(site: Site, words: str) -> Shown:
    _replace(site.brief, r"(?m)^summary: ", rf"\g<0>{words} ")
    return Shown(_address(site.brief), words)


def _actor(site: Site, words: str) -> Shown:
    text = site.brief.read_text("utf-8")
    known = re.findall(r"(?m)^([\w-]+):$", _registry(site).read_text("utf-8"))
    another = next(actor for actor in known if actor not in text)
    _replace(site.brief, r"(?m)^actors:\n", rf"\g<0>- {another}: {words}\n")
    return Shown(_address(site.brief), words)


def _new(site: Site, words: str) -> Shown:
    slug = words.lower().replace(" ", "-")
    site.added = site.newest.with_name(f"{slug}.md")
    # Pelican has the slug in the file too.
    text = site.newest.read_text("utf-8").replace(site.newest.stem, slug)
    site.added.write_text(text, "utf-8")
    return Shown(_address(site.added))


def _deleted(site: Site, _: str) -> Shown:
    site.added.unlink()
    return Shown(_address(site.added), gone=True)


def _name(site: Site, words: str) -> Shown:
    named: Counter[str] = Counter()
    for brief in site.briefs:
        named.update(LISTED.findall(brief.read_text("utf-8")))
    actor = named.most_common(1)[0][0]
    _replace(_registry(site), rf"(?m)^{actor}:\n  name: ", rf"\g<0>{words} ")
    return Shown(f"actors/{actor}/", words)


def _day(site: Site, _: str) -> Shown:
    site.day += dt.timedelta(days=1)
    return Shown(_address(site.brief))


def _registry(site: Site) -> Path:
    return site.folder / "briefs" / "actors.yml"


def _replace(file: Path, pattern: str, by: str) -> None:
    """Replaces every match. Raises ValueError where there is none."""
    text, count = re.subn(pattern, by, file.read_text("utf-8"))
    if not count:
        raise ValueError(f"{file.name} has nothing like {pattern}")
    file.write_text(text, "utf-8")


def _address(brief: Path) -> str:
    return f"briefs/{brief.stem}/"


BODY, TITLE, NEW = "a body", "a title", "a new brief"
EDITS: dict[str, Callable[[Site, str], Shown]] = {
    BODY: _body,
    TITLE: _title,
    "a summary": _summary,
    "an actor added to a brief": _actor,
    NEW: _new,
    "a brief deleted": _deleted,
    "a registry name": _name,
    "the next day": _day,
}
"""What is edited -> the edit; it gets words to add, which are new each time."""
