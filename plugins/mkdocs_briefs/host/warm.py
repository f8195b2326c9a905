"""What a build may leave as it is, by what the last one remembers.

Nothing, where anybody else has a say in the pages or where what decides them cannot be told. All of
it, where no input changed. All but the pages of some briefs, where only their bodies changed and no
other page shows any of that. Everything else is made anew.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from mkdocs.structure.files import File

from mkdocs_briefs.build.directory import OF_THE_FILE, Directory, directory_from
from mkdocs_briefs.build.memory import (
    Memory,
    Notes,
    Said,
    file_of,
    forget,
    keep,
    kept_at,
    load,
    save,
    stamp_of,
    stamps,
)
from mkdocs_briefs.build.search_records import KeptRecords
from mkdocs_briefs.build.spare import Spare
from mkdocs_briefs.host.desk import Desk
from mkdocs_briefs.host.files import is_inside
from mkdocs_briefs.host.inputs import files_of, key_of
from mkdocs_briefs.host.log import PROBLEMS, recorded
from mkdocs_briefs.host.options import project_of
from mkdocs_briefs.host.quiet import QuietFile
from mkdocs_briefs.host.redating import Redated, Redating
from mkdocs_briefs.host.renewal import Renewal, Renewed
from mkdocs_briefs.host.reprint import Reprinted
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.fingerprint import fingerprint
from mkdocs_briefs.pages.records import SearchRecord
from mkdocs_briefs.problems import printable

MOST = 20
"""Changed briefs up to which each is looked at by itself."""
_RECORDS, _DIRECTORY = ".records", ".briefs"
_PLACE = re.compile(r":(\d+):\d+: \w+\[(B\d+)\] ")
"""Line and code of a problem behind the name of its file: see `problems.format_problem`."""


@dataclass
class Warm:
    """One build beside its memory."""

    path: Path
    key: str
    briefs: Path
    inputs: dict[str, str]
    memory: Memory | None
    days: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reprints: list[Reprinted] = field(default_factory=list)
    redated: Redated = field(default_factory=Redated)
    """What has other days of commits than it had."""
    renewed: Renewed = field(default_factory=Renewed)
    """What the search has to know of these."""

    @classmethod
    def of(cls, desk: Desk, written: str, project: Path) -> Warm:
        """The memory of this site as far as it holds. Looks at every input."""
        config, settings = desk.config, desk.settings
        path = file_of(project, config.site_dir, str(config.config_file_path))
        key = key_of(written, settings)
        briefs = project / settings.briefs_dir
        inputs, days = files_of(config, briefs), desk.dating.written()
        return cls(path, key, briefs, inputs, load(path, key), days)

    @property
    def changed(self) -> set[str] | None:
        """The few inputs that changed since the last site was made; None: make it anew."""
        changed = self.memory.changed(self.inputs) if self.memory else None
        few = changed is not None and max(len(changed), len(self._other)) <= MOST
        return changed if few else None

    @cached_property
    def _other(self) -> set[str]:
        """Files of which the history says something else than it did."""
        days = self.memory.days if self.memory else {}
        return {
            file
            for file in days.keys() | self.days.keys()
            if [*days.get(file, ())] != [*self.days.get(file, ())]
        }

    @property
    def spare(self) -> Spare:
        """What gives the last site back."""
        return Spare(self.path.with_suffix(".site"))

    def repeat(self, heard: Iterable[Said]) -> None:
        """Says what the last build said but for what this one `heard` already."""
        again = Counter(heard)
        for one in self.memory.said if self.memory else ():
            name, level, text = one
            if again[one]:
                again[one] -= 1
            else:
                logging.getLogger(name).log(level, "%s", text)

    def reprint(self, changed: set[str], desk: Desk, folder: Path) -> bool:
        """Prints the changed briefs alone; False where that would leave another page wrong."""
        if changed and not self._reprint(changed, desk, folder):
            return False
        return self._redate(desk, folder)

    def _reprint(self, changed: set[str], desk: Desk, folder: Path) -> bool:
        library = self._library(changed, desk)
        if library is None or self.memory is None:
            return False
        with recorded() as said:
            reprinting = desk.reprinting(library, self.memory.addresses, folder)
            for brief in library.briefs:
                file = reprinting.files.get_file_from_path(brief.uri)
                place = self.memory.places.get(file.dest_uri) if file else None
                made = reprinting.reprinted(brief, place) if place else None
                if made is None:
                    break
                self.reprints.append(made)
        # The host would warn again of what it finds on all pages.
        if said or len(self.reprints) < len(library.briefs):
            self.reprints = []
        return bool(self.reprints)

    def _redate(self, desk: Desk, folder: Path) -> bool:
        """Writes days of commits anew where they are others; False where that cannot be done."""
        other, memory = self._other, self.memory
        if not other or memory is None:
            return True
        published = [file for file in sorted(other) if file in memory.faces]
        project = project_of(desk.config)
        briefs = self._edited({str(project / file) for file in published}, desk)
        if briefs is None:
            return False
        files = desk.still_files(memory.addresses)
        redating = Redating(desk.dating, memory, files, desk.settings.site_url, folder)
        try:
            made = redating.of(briefs, other.difference(published), self.reprints)
        except (OSError, UnicodeDecodeError):
            made = None
        self.redated = made or Redated()
        return made is not None

    def _edited(self, paths: set[str], desk: Desk) -> list[Brief] | None:
        """The briefs in these files, of which no more than the body changed; None of others."""
        directory = self._directory if paths else None
        if directory is None:
            return None if paths else []
        briefs = []
        for path in sorted(paths):
            file, data = desk.read(path)
            brief = directory.edited(file, data, desk.settings)
            if brief is None:
                return None
            briefs.append(brief)
        return briefs

    @property
    def _directory(self) -> Directory | None:
        wanted = self.memory.directory if self.memory else ""
        return directory_from(kept_at(self.path.with_suffix(_DIRECTORY), wanted))

    def _library(self, changed: set[str], desk: Desk) -> Library | None:
        """The library with the changed briefs; None where any of them is no affair of its own."""
        directory, briefs = self._directory, self._edited(changed, desk)
        if directory is None or briefs is None:
            return None
        library = directory.library(briefs, desk.settings)
        if library is None or any(self._is_seen(brief, library) for brief in briefs):
            return None
        return library

    def search(self, desk: Desk, site: Path) -> bool:
        """Finds what is new of the search in what was reprinted; False where it needs all pages."""
        if self.memory is None or not self.reprints:
            return self.memory is not None
        renewal = Renewal(
            searching=desk.searching,
            kept=self._kept_records,
            memory=self.memory,
            site=site,
            project=project_of(desk.config),
            lang=desk.settings.language,
        )
        renewed = renewal.of({one.path: one.html for one in self.reprints})
        self.renewed = renewed or Renewed()
        return renewed is not None

    @property
    def _kept_records(self) -> KeptRecords:
        return KeptRecords(self.path.with_suffix(_RECORDS))

    def _is_seen(self, brief: Brief, library: Library) -> bool:
        """Whether other pages, or warnings of the last build, show anything of the change."""
        memory = self.memory
        if memory is None or memory.faces.get(brief.file) != fingerprint(brief, library):
            return True
        return any(_is_of_body(text, name, brief) for name, _, text in memory.said)

    def forget(self) -> None:
        """Before the site is touched."""
        forget(self.path)

    def remember(
        self,
        site: Path,
        directory: Directory,
        notes: Notes,
        files: Iterable[File],
        said: tuple[Said, ...],
        records: Iterable[SearchRecord],
    ) -> None:
        """After a whole site was published from these inputs."""
        addresses = {
            file.src_uri: file.dest_uri
            for file in files
            if file.generated_by or isinstance(file, QuietFile) or is_inside(file, self.briefs)
            if not file.inclusion.is_excluded()
        }
        memory = Memory(
            key=self.key,
            inputs=self.inputs,
            faces=notes.faces,
            places=notes.places,
            addresses=addresses,
            outputs=stamps(site),
            said=said,
            days=self.days,
            directory=keep(self.path.with_suffix(_DIRECTORY), directory.written()),
        )
        self.spare.keep(site, memory.outputs)
        # The records first: a memory names those that it goes with.
        save(self.path, replace(memory, records=self._kept_records.save(records)))

    def remember_reprints(
        self, site: Path, made: Collection[str], gone: Collection[str], said: tuple[Said, ...]
    ) -> None:
        """After these files of the site were published again, and those taken away."""
        if self.memory is None:
            return
        places, outputs = dict(self.memory.places), dict(self.memory.outputs)
        for one in self.reprints:
            places[one.file] = one.place
        places |= self.redated.places
        for name in gone:
            outputs.pop(name, None)
        outputs |= {name: stamp_of(site / name) for name in made}
        self.spare.update(site, made, gone)
        records = self.memory.records
        if self.renewed.records:
            records = self._kept_records.change(records, self.renewed.records)
        memory = replace(
            self.memory,
            inputs=self.inputs,
            places=places,
            outputs=outputs,
            said=said,
            records=records,
            days=self.days,
        )
        save(self.path, memory)


def _is_of_body(text: str, name: str, brief: Brief) -> bool:
    """Whether a warning of the last build may be about the body of a brief.

    What is wrong with what stands above it is wrong again, at the same place.
    """
    if name != PROBLEMS:
        return brief.uri in text or brief.file in text
    file = printable(brief.file)
    if not text.startswith(f"{file}:"):
        return False
    found = _PLACE.match(text, len(file))
    return not found or found[2].startswith(OF_THE_FILE) or int(found[1]) >= brief.body_line
