"""A live preview's shortest way from a saved brief to its fresh page."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
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
    """Builds a preview: only the saved briefs where no other page shows what changed, else all."""

    def __init__(self, build: Callable[[], None], standing: Callable[[], Standing | None]) -> None:
        self._build, self._standing = build, standing

    def __call__(self) -> None:
        """What the host calls when a file was saved."""
        start = time.perf_counter()
        standing = self._standing()
        made = _saved(standing) if standing else None
        if not made:
            self._build()
            return
        names = ", ".join(sorted(one.brief.uri for one in made))
        log.info(f"Printed {names} in {time.perf_counter() - start:.2f} s")


def _saved(standing: Standing) -> list[Reprinted] | None:
    """The pages that are all there is to print, written; None where there is more to do."""
    now = stamps_of(standing.config, standing.site.settings.briefs_dir)
    if now.keys() != standing.stamps.keys():
        return None
    changed = [path for path, stamp in now.items() if standing.stamps[path] != stamp]
    if not 0 < len(changed) <= MOST:
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
    file = Path(path).relative_to(project).as_posix() if path.startswith(str(project)) else ""
    source = next((each for each in loaded.workspace.sources if each.file == file), None)
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
    folders = [config.docs_dir, briefs]
    custom = config.theme.custom_dir
    folders += [str(custom)] if custom else []
    found: Stamps = {}
    for path in [*filter(None, [config.config_file_path]), *_below(folders)]:
        # Editors put hidden files beside a brief while it is open; no build reads any.
        if path.startswith(briefs) and f"{os.sep}." in path[len(briefs) :].replace("/", os.sep):
            continue
        try:
            status = os.stat(path)  # noqa: PTH116 - of thousands
        except OSError:
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _below(folders: Iterable[str]) -> Iterable[str]:
    for folder in folders:
        for root, _, names in os.walk(folder, followlinks=True):
            for name in names:
                yield f"{root}/{name}"
