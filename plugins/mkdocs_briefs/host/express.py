"""A live preview's shortest way from a saved brief to its fresh page."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from mkdocs_briefs.build.memory import Notes
from mkdocs_briefs.build.output import Output
from mkdocs_briefs.build.pipeline import Reader
from mkdocs_briefs.build.site import Site
from mkdocs_briefs.host.log import log, recorded
from mkdocs_briefs.host.options import project_of
from mkdocs_briefs.host.reprint import Reprinted, Reprinting
from mkdocs_briefs.library.prose_references import body_references
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.fingerprint import fingerprint
from mkdocs_briefs.render.linking import LinkContext

MOST = 5
"""Briefs saved at once up to which each is looked at by itself."""
Stamps = dict[str, tuple[int, int]]


@dataclass
class Standing:
    """What the last whole build of a preview left."""

    site: Site
    files: Files
    config: MkDocsConfig
    notes: Notes
    reader: Reader
    listen: Callable[[LinkContext | None], None]
    stamps: Stamps
    """Of all that it read, taken before it did."""


class Express:
    """Builds a preview: only the saved briefs where no other page shows what changed, else all.

    `heard` gives the files of which something was heard since it was asked before.
    """

    def __init__(
        self,
        build: Callable[[], None],
        standing: Callable[[], Standing | None],
        heard: Callable[[], Collection[str]],
    ) -> None:
        self._build, self._standing, self._heard = build, standing, heard

    def __call__(self) -> None:
        """What the host calls when a file was saved."""
        start = time.perf_counter()
        standing, heard = self._standing(), self._heard()
        made = _saved(standing, heard) if standing else None
        if made is None:
            self._build()
        elif made:
            names = ", ".join(sorted(one.brief.uri for one in made))
            log.info(f"Printed {names} in {time.perf_counter() - start:.2f} s")


def _saved(standing: Standing, heard: Collection[str]) -> list[Reprinted] | None:
    """The pages that are all there is to print, written; None where there is more to do.

    Files that were touched and are as they were leave nothing to print.
    """
    config, briefs_dir = standing.config, standing.site.settings.briefs_dir
    now = stamps_of(config, briefs_dir)
    known = tuple(f"{place}{os.sep}" for place in _folders(config, briefs_dir))
    if any(path not in now and not path.startswith(known) for path in heard):
        return None
    if now.keys() != standing.stamps.keys():
        return None
    changed = [path for path, stamp in now.items() if standing.stamps[path] != stamp]
    if len(changed) > MOST or not (changed or heard):
        return None
    made = []
    with recorded() as said:
        for path in changed:
            brief = _as_before(path, standing)
            one = _printed(brief, standing) if brief else None
            if one is None:
                return None
            made.append(one)
    if said:
        return None
    output = Output(standing.config.site_dir)
    for one in made:
        standing.notes.places[one.file] = one.place
        for name, text in one.files.items():
            output.write(name, text)
    standing.stamps.update({path: now[path] for path in changed})
    return made


def _as_before(path: str, standing: Standing) -> Brief | None:
    """The brief in a file, if it is to all other pages what it was."""
    loaded, project = standing.site.loaded, project_of(standing.config)
    sources = loaded.workspace.sources
    file = os.path.relpath(path, project).replace(os.sep, "/")
    source = next((each for each in sources if each.file == file), None)
    if source is None or source.kind != "brief":
        return None
    if any(problem.location.path == file for problem in loaded.problems):
        return None
    library = loaded.library
    brief = standing.reader.reread(source, Path(path).read_bytes(), library.settings)
    old = library.catalogue.briefs.get(brief.slug) if brief else None
    if brief is None or old is None or old.file != file:
        return None
    if any(body_references(brief, library)):
        return None
    return brief if fingerprint(brief, library) == fingerprint(old, library) else None


def _printed(brief: Brief, standing: Standing) -> Reprinted | None:
    file = standing.files.get_file_from_path(brief.uri)
    place = standing.notes.places.get(file.dest_uri) if file else None
    if place is None:
        return None
    folder = Path(standing.config.site_dir)
    reprinting = Reprinting(
        standing.site.bodies, standing.files, standing.config, standing.listen, folder
    )
    return reprinting.reprinted(brief, place)


def stamps_of(config: MkDocsConfig, briefs_dir: str) -> Stamps:
    """Time and size of every file that a preview is made from, by its path."""
    briefs = str(project_of(config) / briefs_dir)
    found: Stamps = {}
    for path in [*filter(None, [config.config_file_path]), *_below(_folders(config, briefs_dir))]:
        # Editors put hidden files beside a brief while it is open; no build reads any.
        if path.startswith(briefs) and f"{os.sep}." in path[len(briefs) :].replace("/", os.sep):
            continue
        try:
            status = os.stat(path)  # noqa: PTH116 - of thousands
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _folders(config: MkDocsConfig, briefs_dir: str) -> list[str]:
    custom = config.theme.custom_dir
    briefs = str(project_of(config) / briefs_dir)
    return [config.docs_dir, briefs, *([str(custom)] if custom else [])]


def _below(folders: Iterable[str]) -> Iterable[str]:
    for folder in folders:
        for root, _, names in os.walk(folder, followlinks=True):
            for name in names:
                yield f"{root}/{name}"
