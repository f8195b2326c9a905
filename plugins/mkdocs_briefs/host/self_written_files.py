"""Files that the plugin prints by itself, in a collection that shows them where they count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

DATA = frozenset((".json", ".xml", ".ics", ".csv", ".txt", ".css", ".js"))
"""Endings of files that the plugin writes beside its pages."""
Inclusion = Callable[[InclusionLevel], bool]


class SelfWrittenFile(File):
    """A file of ours: links find it, and the host's loops over pages and files pass it by."""

    listed = False
    """Whether it counts as a page just now, while others make the navigation."""

    def is_documentation_page(self) -> bool:
        """Not for the host: nobody else fills or writes this page."""
        return self.listed

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - the host's
        """Nothing: the file is written where its page is printed."""


def self_written_file(path: str, addresses: Mapping[str, str], config: MkDocsConfig) -> File | None:
    """The file by this path with its address, if it has one."""
    if path not in addresses:
        return None
    file = SelfWrittenFile.generated(config, path, content="")
    file.dest_uri = addresses[path]
    return file


def page_path(files: Files, uri: str) -> str | None:
    """The path of the page or file that the host knows by `uri`."""
    file = files.get_file_from_path(uri)
    if file is None or file.inclusion.is_excluded():
        return None
    return "" if file.url in (".", "./") else file.url


class SiteFiles(Files):
    """The files of a site with quiet ones among them.

    The host names the inclusion it wants where it fills and writes pages, and asks without it for
    the list that templates get, such as the sitemap's. `data` are the files that the plugin writes
    beside its pages, by source and address; few links name one, so they are asked for late.
    """

    def __init__(
        self, files: Iterable[File], data: Callable[[], Mapping[str, str]], config: MkDocsConfig
    ) -> None:
        super().__init__(files)
        self._data, self._config = data, config
        self._addresses: Mapping[str, str] | None = None
        self._noted: set[str] = set()

    @contextmanager
    def noting(self, paths: set[str]) -> Iterator[None]:
        """Meanwhile note in `paths` what is asked for: the files that links of a page name."""
        before, self._noted = self._noted, paths
        try:
            yield
        finally:
            self._noted = before

    def get_file_from_path(self, path: str) -> File | None:
        """The file by this path, one of data among them."""
        self._noted.add(path)
        found = super().get_file_from_path(path)
        if found is not None or PurePath(path).suffix not in DATA:
            return found
        if self._addresses is None:
            self._addresses = self._data()
        return self_written_file(path, self._addresses, self._config)

    def documentation_pages(self, *, inclusion: Inclusion | None = None) -> Sequence[File]:
        """Files of pages of this inclusion; without one, the quiet pages too."""
        if inclusion is not None:
            return super().documentation_pages(inclusion=inclusion)
        return [
            file
            for file in self
            if (isinstance(file, SelfWrittenFile) or file.is_documentation_page())
            and file.inclusion.is_included()
        ]
