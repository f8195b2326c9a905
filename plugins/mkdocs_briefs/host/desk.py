"""Where the briefs of a site that stands already lie, and how one is printed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files

from mkdocs_briefs.build.bodies import Bodies
from mkdocs_briefs.host.dating import Dating
from mkdocs_briefs.host.files import leave_out
from mkdocs_briefs.host.options import project_of
from mkdocs_briefs.host.quiet import Inclusion, page_path, quiet_file
from mkdocs_briefs.host.reprint import Reprinting
from mkdocs_briefs.host.searching import Searching
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.pages.shelf import Shelf
from mkdocs_briefs.render.linking import LinkContext
from mkdocs_briefs.settings import Settings


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


@dataclass(frozen=True)
class Desk:
    """Where the briefs lie and how they are printed.

    `listen` takes the links of the page in hand, for the Markdown extension to ask; `searching`
    knows what a search finds of a page, `dating` when it was last changed.
    """

    config: MkDocsConfig
    settings: Settings
    listen: Callable[[LinkContext | None], None]
    searching: Searching
    dating: Dating

    def read(self, path: str) -> tuple[str, bytes]:
        """The path of a file below the project, if it is there, and what it holds."""
        project = project_of(self.config)
        file = Path(path)
        name = file.relative_to(project).as_posix() if file.is_relative_to(project) else ""
        try:
            return name, file.read_bytes()
        except OSError:
            return name, b""

    def still_files(self, addresses: Mapping[str, str]) -> StillFiles:
        """The files that links may name, those of ours by these addresses."""
        found = get_files(self.config)
        leave_out(found, project_of(self.config) / self.settings.briefs_dir)
        return StillFiles(found, addresses, self.config)

    def reprinting(
        self, library: Library, addresses: Mapping[str, str], folder: Path
    ) -> Reprinting:
        """What prints briefs of a library into the site in `folder`."""
        files = self.still_files(addresses)
        bodies = Bodies(Shelf(library), partial(page_path, files))
        return Reprinting(bodies, files, self.config, self.listen, folder)
