"""What a build may leave as it is, by what the last one remembers.

Nothing, where anybody else has a say in the pages or where what decides them cannot be told. All of
it, where no input changed. All but the pages of some briefs, where only their bodies changed and no
other page shows any of that. Everything else is made anew.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files, set_exclusions

from mkdocs_briefs.build.memory import (
    Memory,
    Notes,
    Said,
    file_of,
    forget,
    load,
    save,
    stamps,
)
from mkdocs_briefs.build.pipeline import Loaded
from mkdocs_briefs.build.search import FOLDER
from mkdocs_briefs.build.search_records import KeptRecords
from mkdocs_briefs.build.site import Site
from mkdocs_briefs.host.files import own_files
from mkdocs_briefs.host.inputs import files_of, key_of
from mkdocs_briefs.host.log import PROBLEMS, recorded
from mkdocs_briefs.host.quiet import Inclusion, QuietFile, quiet_file
from mkdocs_briefs.host.reprint import Reprinted, reprinted
from mkdocs_briefs.host.searching import Searching
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.fingerprint import fingerprint
from mkdocs_briefs.pages.records import SearchRecord
from mkdocs_briefs.render.linking import LinkContext
from mkdocs_briefs.settings import Settings

MOST = 20
"""Changed briefs up to which each is looked at by itself."""

_RECORDS = ".records"


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
    inputs: dict[str, str]
    memory: Memory | None
    reprints: list[Reprinted] = field(default_factory=list)
    records: list[SearchRecord] = field(default_factory=list)
    """What the search knows of the pages that were printed again."""
    searched: tuple[Mapping[str, bytes], Iterable[str]] = ({}, ())
    """Its new files by path in the site, and those that go."""

    @classmethod
    def of(cls, config: MkDocsConfig, written: str, settings: Settings, project: Path) -> Warm:
        """The memory of this site as far as it holds. Looks at every input."""
        path = file_of(project, config.site_dir, str(config.config_file_path))
        key = key_of(written, settings)
        inputs = files_of(config, project / settings.briefs_dir)
        return cls(path, key, inputs, load(path, key))

    def changed(self, site: Path) -> set[str] | None:
        """The inputs that changed since the site in this folder was made; None: make it anew."""
        if self.memory is None:
            return None
        changed = self.memory.changed(self.inputs)
        few = changed is not None and len(changed) <= MOST
        return changed if few and self.memory.holds(site) else None

    def repeat(self, heard: Iterable[Said]) -> None:
        """Says what the last build said but for what this one `heard` already.

        What is wrong with the briefs only where none was read.
        """
        again = Counter(heard)
        for one in self.memory.said if self.memory else ():
            name, level, text = one
            if again[one]:
                again[one] -= 1
            elif name != PROBLEMS or not self.reprints:
                logging.getLogger(name).log(level, "%s", text)

    def reprint(
        self, changed: set[str], loaded: Loaded, make: SiteOf, project: Path, folder: Path
    ) -> bool:
        """Prints the changed briefs alone; False where that would leave another page wrong."""
        briefs = {str(project / b.file): b for b in loaded.library.briefs}
        if self.memory is None or not changed <= briefs.keys():
            return False
        chosen = [briefs[path] for path in sorted(changed)]
        if any(self._is_seen(brief, loaded) for brief in chosen):
            return False
        with recorded() as said:
            files = make.files(loaded, self.memory.addresses)
            site = make.site(files, loaded)
            for brief in chosen:
                made = self._reprinted(brief, site, files, make, folder)
                if made is None:
                    return False
                self.reprints.append(made)
        # The host would warn again of what it finds on all pages.
        return not said

    def search(self, searching: Searching, project: Path, folder: Path) -> bool:
        """Makes the search's files anew for what was reprinted; False where it needs all pages."""
        if self.memory is None or not searching.on:
            return self.memory is not None
        pages = [one.page for one in self.reprints]
        self.records = [it for page in pages if (it := searching.record(page, page.site))]
        new = {record.path: record for record in self.records}
        old = self._kept_records.some(self.memory.records, new.keys())
        if old is None or old.keys() != new.keys():
            return False
        lang = pages[0].site.settings.language
        found = searching.patched(folder, [(old[path], new[path]) for path in new], lang)
        if found is None:
            known = self._kept_records.all(self.memory.records)
            if known is None:
                return False
            files = searching.files(({it.path: it for it in known} | new).values(), lang, project)
            there = {path for path in self.memory.outputs if path.startswith(f"{FOLDER}/")}
            made = {path: data for path, data in files.items() if not _is_same(folder / path, data)}
            found = made, there - files.keys()
        self.searched = found
        return True

    @property
    def _kept_records(self) -> KeptRecords:
        return KeptRecords(self.path.with_suffix(_RECORDS))

    def _is_seen(self, brief: Brief, loaded: Loaded) -> bool:
        """Whether other pages, or warnings of the last build, show anything of the change."""
        memory = self.memory
        if memory is None or memory.faces.get(brief.file) != fingerprint(brief, loaded.library):
            return True
        return any(
            brief.uri in text or brief.file in text
            for name, _, text in memory.said
            if name != PROBLEMS
        )

    def _reprinted(
        self, brief: Brief, site: Site, files: Files, make: SiteOf, folder: Path
    ) -> Reprinted | None:
        file = files.get_file_from_path(brief.uri)
        place = self.memory.places.get(file.dest_uri) if self.memory and file else None
        if place is None or "<!--" in brief.body:
            return None
        return reprinted(brief, site, files, make.config, make.listen, folder, place)

    def forget(self) -> None:
        """Before the site is touched."""
        forget(self.path)

    def remember(
        self,
        site: Path,
        notes: Notes,
        files: Iterable[File],
        said: tuple[Said, ...],
        records: Iterable[SearchRecord],
    ) -> None:
        """After a whole site was published from these inputs."""
        addresses = {
            file.src_uri: file.dest_uri
            for file in files
            if file.generated_by or isinstance(file, QuietFile)
        }
        memory = Memory(
            key=self.key,
            inputs=self.inputs,
            faces=notes.faces,
            places=notes.places,
            addresses=addresses,
            outputs=stamps(site),
            said=said,
        )
        # The records first: a memory names those that it goes with.
        save(self.path, replace(memory, records=self._kept_records.save(records)))

    def remember_reprints(self, site: Path, said: tuple[Said, ...]) -> None:
        """After some pages were published again."""
        if self.memory is None:
            return
        places = dict(self.memory.places)
        for one in self.reprints:
            places[one.page.file.dest_uri] = one.place
        records = self.memory.records
        if self.records:
            records = self._kept_records.change(records, self.records)
        memory = replace(
            self.memory,
            inputs=self.inputs,
            places=places,
            outputs=stamps(site),
            said=said,
            records=records,
        )
        save(self.path, memory)


def _is_same(file: Path, data: bytes) -> bool:
    try:
        return file.read_bytes() == data
    except OSError:
        return False


@dataclass(frozen=True)
class SiteOf:
    """How what a reprint needs is made.

    `listen` takes the links of the page in hand; `make` gives the site of a load and its files;
    `searching` is told what a search finds of a page.
    """

    config: MkDocsConfig
    listen: Callable[[LinkContext | None], None]
    make: Callable[[Loaded, Files, MkDocsConfig], Site]
    searching: Searching

    def files(self, loaded: Loaded, addresses: Mapping[str, str]) -> StillFiles:
        """All files of the site, without a page made from any."""
        found = get_files(self.config)
        own_files(found, loaded.workspace, self.config)
        set_exclusions(found, self.config)
        return StillFiles(found, addresses, self.config)

    def site(self, files: Files, loaded: Loaded) -> Site:
        """The site, ready to print a page."""
        return self.make(loaded, files, self.config)
