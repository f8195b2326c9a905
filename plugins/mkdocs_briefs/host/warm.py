"""What a build may leave as it is, by what the last one remembers.

Nothing, where anybody else has a say in the pages or where what decides them cannot be told. All of
it, where no input changed. All but the pages of some briefs, where only their bodies changed and no
other page shows any of that. Everything else is made anew.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files

from mkdocs_briefs.build.bodies import Bodies
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
from mkdocs_briefs.host.files import is_inside, leave_out
from mkdocs_briefs.host.inputs import files_of, key_of
from mkdocs_briefs.host.log import PROBLEMS, recorded
from mkdocs_briefs.host.options import project_of
from mkdocs_briefs.host.quiet import Inclusion, QuietFile, page_path, quiet_file
from mkdocs_briefs.host.renewal import Renewal, Renewed
from mkdocs_briefs.host.reprint import Reprinted, Reprinting
from mkdocs_briefs.host.searching import Searching
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.fingerprint import fingerprint
from mkdocs_briefs.pages.records import SearchRecord
from mkdocs_briefs.pages.shelf import Shelf
from mkdocs_briefs.problems import printable
from mkdocs_briefs.render.linking import LinkContext
from mkdocs_briefs.settings import Settings

MOST = 20
"""Changed briefs up to which each is looked at by itself."""
_RECORDS, _DIRECTORY = ".records", ".briefs"
_PLACE = re.compile(r":(\d+):\d+: \w+\[(B\d+)\] ")
"""Line and code of a problem behind the name of its file: see `problems.format_problem`."""


class StillFiles(Files):
    """Files of a site that stands already: links and the navigation find them, nothing is made."""

    def __init__(
        self, files: Iterable[File], addresses: Mapping[str, str], config: MkDocsConfig
    ) -> None:
        super().__init__(files)
        self._addresses, self._config = addresses, config

    def get_file_from_path(self, path: str) -> File | None:
        """The file by this path, one of the plugin's own among them."""
        found = super().get_file_from_path(path)
        if found is None and (found := quiet_file(path, self._addresses, self._config)):
            self.append(found)
        return found

    def documentation_pages(self, *, inclusion: Inclusion | None = None) -> Sequence[File]:
        """None: no page is filled or written."""
        return []

    def copy_static_files(self, *_: object, **__: object) -> None:
        """Nothing: they are in their places."""


@dataclass
class Warm:
    """One build beside its memory."""

    path: Path
    key: str
    briefs: Path
    inputs: dict[str, str]
    memory: Memory | None
    reprints: list[Reprinted] = field(default_factory=list)
    renewed: Renewed = field(default_factory=Renewed)
    """What the search has to know of these."""

    @classmethod
    def of(cls, config: MkDocsConfig, written: str, settings: Settings, project: Path) -> Warm:
        """The memory of this site as far as it holds. Looks at every input."""
        path = file_of(project, config.site_dir, str(config.config_file_path))
        key = key_of(written, settings)
        briefs = project / settings.briefs_dir
        return cls(path, key, briefs, files_of(config, briefs), load(path, key))

    @property
    def changed(self) -> set[str] | None:
        """The few inputs that changed since the last site was made; None: make it anew."""
        changed = self.memory.changed(self.inputs) if self.memory else None
        return changed if changed is not None and len(changed) <= MOST else None

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
        if not changed:
            return True
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

    def _library(self, changed: set[str], desk: Desk) -> Library | None:
        """The library with the changed briefs; None where any of them is no affair of its own."""
        wanted = self.memory.directory if self.memory else ""
        directory = directory_from(kept_at(self.path.with_suffix(_DIRECTORY), wanted))
        if directory is None:
            return None
        briefs = []
        for path in sorted(changed):
            file, data = desk.read(path)
            brief = directory.edited(file, data, desk.settings)
            if brief is None:
                return None
            briefs.append(brief)
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
        )
        save(self.path, memory)


@dataclass(frozen=True)
class Desk:
    """Where the briefs lie and how they are printed.

    `listen` takes the links of the page in hand, for the Markdown extension to ask; `searching`
    knows what a search finds of a page.
    """

    config: MkDocsConfig
    settings: Settings
    listen: Callable[[LinkContext | None], None]
    searching: Searching

    def read(self, path: str) -> tuple[str, bytes]:
        """The path of a file below the project, if it is there, and what it holds."""
        project = project_of(self.config)
        file = Path(path)
        name = file.relative_to(project).as_posix() if file.is_relative_to(project) else ""
        try:
            return name, file.read_bytes()
        except OSError:
            return name, b""

    def reprinting(
        self, library: Library, addresses: Mapping[str, str], folder: Path
    ) -> Reprinting:
        """What prints briefs of a library into the site in `folder`."""
        found = get_files(self.config)
        leave_out(found, project_of(self.config) / self.settings.briefs_dir)
        files = StillFiles(found, addresses, self.config)
        bodies = Bodies(Shelf(library), partial(page_path, files))
        return Reprinting(bodies, files, self.config, self.listen, folder)


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
