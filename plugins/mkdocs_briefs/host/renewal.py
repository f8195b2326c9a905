"""The search after an edit of bodies: what of it is new where everything else stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs_briefs.build.memory import Memory
from mkdocs_briefs.build.search import FOLDER
from mkdocs_briefs.build.search_patch import patched
from mkdocs_briefs.build.search_records import KeptRecords
from mkdocs_briefs.host.searching import Searching
from mkdocs_briefs.pages.records import SearchRecord


@dataclass(frozen=True, slots=True)
class Renewed:
    """Records of edited pages, new files by path in the site, and the paths of those that go."""

    records: Sequence[SearchRecord] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    gone: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Renewal:
    """The search of a published site, which lies in the folder `site`, beside its memory."""

    searching: Searching
    kept: KeptRecords
    memory: Memory
    site: Path
    project: Path
    lang: str

    def of(self, texts: Mapping[str, str]) -> Renewed | None:
        """What is new where the Markdown of pages, by path, gives this HTML.

        None where too little is known of the other pages. Raises PluginError.
        """
        if not self.searching.on:
            return Renewed()
        old = self.kept.some(self.memory.records, texts.keys())
        if old is None or any(record.own is None for record in old.values()):
            return None
        new = {path: record.with_body(texts[path]) for path, record in old.items()}
        found = patched(self.site / FOLDER, [(old[path], new[path]) for path in old], self.lang)
        if found is None:
            return self._anew(new)
        files = {f"{FOLDER}/{name}": data for name, data in found[0].items()}
        return Renewed([*new.values()], files, {f"{FOLDER}/{name}" for name in found[1]})

    def _anew(self, new: Mapping[str, SearchRecord]) -> Renewed | None:
        """Where the index cannot be changed in place: of few pages, or of another Pagefind."""
        known = self.kept.all(self.memory.records)
        if known is None:
            return None
        every = {**{record.path: record for record in known}, **new}
        files = self.searching.files(every.values(), self.lang, self.project)
        there = {path for path in self.memory.outputs if path.startswith(f"{FOLDER}/")}
        made = {path: data for path, data in files.items() if not _is_same(self.site / path, data)}
        return Renewed([*new.values()], made, there - files.keys())


def _is_same(file: Path, data: bytes) -> bool:
    try:
        return file.read_bytes() == data
    except OSError:
        return False
