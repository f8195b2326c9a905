"""The texts an author has open, over the site on disk: checked at each change, read whole at rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from mkdocs_briefs.build.pipeline import Reader, today
from mkdocs_briefs.build.project import ProjectError, read_settings
from mkdocs_briefs.build.workspace import SourceFile, Workspace, classify, read_workspace
from mkdocs_briefs.editor.sheet import Sheet, carried, problems_alone, read_sheet
from mkdocs_briefs.library.library import Library, build_library
from mkdocs_briefs.problems import Problem, sorted_problems
from mkdocs_briefs.settings import Settings


@dataclass(frozen=True, slots=True)
class Checked:
    """The whole site as it was read, with what was open then, and all problems by file."""

    settings: Settings
    library: Library
    texts: Mapping[str, str]
    problems: Mapping[str, tuple[Problem, ...]]
    files: frozenset[str]
    """Every text there was to read."""


class Desk:
    """The open texts of one project. Files are POSIX paths relative to the project.

    `check` may run in a thread of its own, one at a time; everything else is for one thread.
    """

    def __init__(self, project: Path) -> None:
        self.project = project
        self.checked: Checked | None = None
        self._reader = Reader()
        self._texts: dict[str, str] = {}
        self._sheets: dict[str, Sheet] = {}
        self._held: dict[str, tuple[Sheet, list[Problem]]] = {}
        try:
            self._settings = read_settings(project)
        except ProjectError:
            self._settings = Settings(today=today(), drafts=True)
        self._empty = build_library((), (), self._settings)[0]

    @property
    def library(self) -> Library:
        """The site as last read; empty before."""
        return self.checked.library if self.checked else self._empty

    @property
    def texts(self) -> Mapping[str, str]:
        """A copy of the open texts, to be handed to `check`."""
        return MappingProxyType(dict(self._texts))

    def owns(self, file: str) -> bool:
        """Whether a file is a brief, a registry or a profile of this project."""
        parts = self._inner(file)
        return bool(parts) and classify(parts)[0] != "asset"

    def _inner(self, file: str) -> tuple[str, ...]:
        folder = tuple(part for part in self._settings.briefs_dir.split("/") if part != ".")
        parts = tuple(file.split("/"))
        return parts[len(folder) :] if parts[: len(folder)] == folder else ()

    def write(self, file: str, text: str) -> Sheet:
        """Takes `text` as what `file` holds from now on, saved or not."""
        if self._texts.get(file) != text or file not in self._sheets:
            self._texts[file] = text
            inner = self._inner(file)
            kind, registry = classify(inner)
            uri = self._uri(file)
            self._sheets[file] = read_sheet(kind, registry, file, uri, text, self._settings)
        return self._sheets[file]

    def _uri(self, file: str) -> str:
        folder = (self.project / self._settings.briefs_dir).name
        return "/".join((folder, *self._inner(file)))

    def close(self, file: str) -> None:
        """Lets go of an open text; from now on the file on disk counts."""
        for kept in (self._texts, self._sheets, self._held):
            kept.pop(file, None)

    def sheet(self, file: str) -> Sheet | None:
        """An open text as read; None for one that is not open."""
        return self._sheets.get(file)

    def problems(self, file: str) -> list[Problem]:
        """What is known to be wrong with an open text now.

        After a change these are the faults of the text by itself, and of those that only a full
        check finds, the ones on lines that did not change.
        """
        sheet = self._sheets[file]
        if self.checked and self.checked.texts.get(file) == sheet.text.source:
            return list(self.checked.problems.get(file, ()))
        library = self.checked.library if self.checked else None
        found = problems_alone(sheet, library, self._settings)
        if file in self._held:
            before, others = self._held[file]
            found += carried(others, before.text, sheet.text)
        return sorted_problems(found)

    def check(self, texts: Mapping[str, str]) -> Checked:
        """The whole site, with `texts` in place of what the disk holds. Raises ProjectError."""
        settings = read_settings(self.project)
        workspace = self._overlaid(read_workspace(self.project, settings), texts, settings)
        loaded = self._reader.read(workspace, settings, editorial=True)
        problems: dict[str, list[Problem]] = {}
        for problem in loaded.problems:
            problems.setdefault(problem.location.path, []).append(problem)
        files = frozenset(source.file for source in workspace.sources)
        by_file = MappingProxyType({file: tuple(found) for file, found in problems.items()})
        return Checked(settings, loaded.library, texts, by_file, files)

    def take(self, checked: Checked) -> None:
        """Makes the outcome of a check the site that everything else is asked of."""
        anew = checked.settings != self._settings
        self.checked, self._settings = checked, checked.settings
        for file, text in [*self._texts.items()]:
            if anew:
                self._sheets.pop(file, None)
                self.write(file, text)
            if (then := checked.texts.get(file)) is None:
                continue
            kind, registry = classify(self._inner(file))
            sheet = self._sheets[file]
            if then != text:
                uri = self._uri(file)
                sheet = read_sheet(kind, registry, file, uri, then, self._settings)
            alone = set(problems_alone(sheet, checked.library, self._settings))
            others = [one for one in checked.problems.get(file, ()) if one not in alone]
            self._held[file] = (sheet, others)

    def _overlaid(
        self, workspace: Workspace, texts: Mapping[str, str], settings: Settings
    ) -> Workspace:
        sources = {source.file: source for source in workspace.sources}
        for file, text in texts.items():
            kind, registry = classify(self._inner(file))
            data = text.encode("utf-8", "replace")
            if file in sources or settings.briefs_dir == self._settings.briefs_dir:
                sources[file] = SourceFile(kind, registry, file, self._uri(file), data)
        ordered = tuple(sources[file] for file in sorted(sources, key=lambda one: one.split("/")))
        return replace(workspace, sources=ordered)
