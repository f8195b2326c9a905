"""Files of a published site with other days of commits, where all else in them stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from mkdocs.structure.files import Files

from mkdocs_briefs.build.memory import Memory, Place
from mkdocs_briefs.host.dating import Dating, record_path, renewed_sitemap
from mkdocs_briefs.host.reprint import Reprinted
from mkdocs_briefs.model.brief import Brief


@dataclass(frozen=True, slots=True)
class Redated:
    """What is to be written, by path in the site, and where bodies stand in its pages then."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Redating:
    """A site in `folder` as its memory has it; `files` are those that links may name."""

    dating: Dating
    memory: Memory
    files: Files
    site_url: str
    folder: Path

    def of(
        self, briefs: Iterable[Brief], ordinary: Collection[str], made: Iterable[Reprinted]
    ) -> Redated | None:
        """The days of these briefs and of the host's pages `ordinary`, by path in the project.

        What was `made` of them anew is dated in the place of what is published. None where the
        sitemap has to be made anew. Raises OSError.
        """
        fresh = {one.file: one for one in made}
        files: dict[str, bytes] = {}
        places: dict[str, Place] = {}
        lastmods: dict[str, str] = {}
        for brief in briefs:
            file = self.files.get_file_from_path(brief.uri)
            if file is None:
                return None
            name = file.dest_uri
            one = fresh.get(name)
            old = one.files[name] if one else self._text(name)
            place = one.place if one else self.memory.places.get(name)
            html = self.dating.page(old, brief)
            files[name] = html.encode()
            if place is not None:  # what tells of days stands above the body
                moved = len(html) - len(old)
                places[name] = (place[0] + moved, place[1] + moved)
            record = record_path(brief)
            if record in self.memory.outputs:
                files[record] = self.dating.record(self._text(record), brief).encode()
            lastmods[urljoin(self.site_url, file.url)] = self.dating.lastmod(brief)
        lastmods |= self._ordinary(ordinary)
        sitemap = renewed_sitemap(self.folder, lastmods if self.site_url else {})
        return None if sitemap is None else Redated(files | sitemap, places)

    def _ordinary(self, paths: Collection[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        folder = f"{self.dating.docs}/"
        for path in paths:
            if not path.startswith(folder):
                continue
            file = self.files.get_file_from_path(path.removeprefix(folder))
            if file is not None and file.is_documentation_page():
                url = "" if file.url in (".", "./") else file.url
                found[urljoin(self.site_url, url)] = self.dating.of_ordinary(file)
        return found

    def _text(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode()
