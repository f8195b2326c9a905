"""Files that the plugin prints by itself, in a collection that shows them where they count."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mkdocs.structure.files import File, Files, InclusionLevel

Inclusion = Callable[[InclusionLevel], bool]


class QuietFile(File):
    """A file of ours: links find it, and the host's loops over pages and files pass it by."""

    def is_documentation_page(self) -> bool:
        """Not for the host: nobody else fills or writes this page."""
        return False

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - the host's
        """Nothing: the file is written where its page is printed."""


class SiteFiles(Files):
    """The files of a site with quiet ones among them.

    The host names the inclusion it wants where it fills and writes pages, and asks without it for
    the list that templates get, such as the sitemap's.
    """

    def documentation_pages(self, *, inclusion: Inclusion | None = None) -> Sequence[File]:
        """Files of pages of this inclusion; without one, the quiet pages too."""
        if inclusion is not None:
            return super().documentation_pages(inclusion=inclusion)
        return [
            file
            for file in self
            if (isinstance(file, QuietFile) or file.is_documentation_page())
            and file.inclusion.is_included()
        ]
