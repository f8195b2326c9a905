"""Builds within a build, which a plugin for several languages makes: one for each of the others.

Our pages are made once, by the outer build. In the inner ones they are there to be linked and to
stand in the navigation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from mkdocs_briefs.host.files import ViewPage
from mkdocs_briefs.host.self_written_files import SelfWrittenFile

if TYPE_CHECKING:
    from mkdocs.utils.templates import TemplateContext

_LISTED = "i18n_alternates"
"""The files of each language from which the sitemap of static-i18n is written."""


class NestedBuilds:
    """Where one plugin stands among builds that may begin before another has ended."""

    def __init__(self) -> None:
        self._running = False
        self.inner = False
        """Whether the build at hand runs within another."""

    def begin(self) -> None:
        """The settings of a build are read, which other programs read too."""
        self.inner = self._running

    def run(self) -> None:
        """The build begins."""
        self._running = True

    def end(self) -> bool:
        """The build at hand ends; gives whether it was the outer one."""
        inner, self.inner = self.inner, False
        self._running = inner
        return not inner

    def give_up(self) -> None:
        """After a failure nothing runs."""
        self.inner = self._running = False


def withdraw(files: Files, ours: Iterable[File]) -> None:
    """Takes these files out, as far as they are still there."""
    for file in ours:
        if files.get_file_from_path(file.src_uri) is file:
            files.remove(file)


def linkable(pages: Iterable[ViewPage], config: MkDocsConfig) -> list[SelfWrittenFile]:
    """A file for each page of the outer build; it counts as a page, but nobody writes it again."""
    made = []
    for page in pages:
        uri, kept_out = page.file.src_uri, InclusionLevel.NOT_IN_NAV
        file = cast(
            "SelfWrittenFile",
            SelfWrittenFile.generated(config, uri, content="", inclusion=kept_out),
        )
        file.dest_uri, file.page = page.file.dest_uri, page
        file.listed = True
        made.append(file)
    return made


def speak_one_language(files: Iterable[File], language: str) -> None:
    """Gives files what static-i18n asks its own for: these are in no other language."""
    for file in files:
        cast("Any", file).__dict__.update(
            locale=language, locale_alternate_of=language, localization=None, alternates={}
        )


def list_with_languages(context: TemplateContext, pages: Mapping[str, ViewPage]) -> None:
    """Has the sitemap of static-i18n, which lists files by language, list our pages too."""
    known = cast("dict[str, Any]", context)
    if _LISTED in known:
        listed = [page.file for page in pages.values() if page.file.inclusion.is_included()]
        known[_LISTED] = {**known[_LISTED], "": listed}
