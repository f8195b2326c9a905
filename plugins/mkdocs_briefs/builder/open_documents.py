"""The texts that an author has open in an editor, in place of those on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from mkdocs_briefs.builder.pipeline import ProjectError, Reader, read_settings, today
from mkdocs_briefs.builder.workspace import SourceFile, Workspace, classify, read_workspace
from mkdocs_briefs.editor.parsed_document import (
    ParsedDocument,
    moved_problems,
    own_problems,
    parse_document,
)
from mkdocs_briefs.library.library import Library, build_library
from mkdocs_briefs.problems import Problem, sorted_problems
from mkdocs_briefs.settings import Settings


@dataclass(frozen=True, slots=True)
class Checked:
    """The whole site as it was read, with the texts open at that time, and all problems by file."""

    settings: Settings
    library: Library
    texts: Mapping[str, str]
    problems: Mapping[str, tuple[Problem, ...]]


class OpenDocuments:
    """The open texts of one project. Files are POSIX paths relative to the project.

    `check` may run in another thread, one at a time; everything else is for one thread.
    """

    def __init__(self, project: Path) -> None:
        self.project = project
        self.checked: Checked | None = None
        self._reader = Reader()
        self._texts: dict[str, str] = {}
        self._documents: dict[str, ParsedDocument] = {}
        self._other_problems: dict[str, tuple[ParsedDocument, list[Problem]]] = {}
        try:
            self._settings = read_settings(project)
        except ProjectError:
            self._settings = Settings(today=today(), drafts=True)
        self._empty = build_library((), (), self._settings)[0]

    @property
    def library(self) -> Library:
        """The site as it was last read, or an empty one."""
        return self.checked.library if self.checked else self._empty

    @property
    def texts(self) -> Mapping[str, str]:
        """A copy of the open texts, for `check`."""
        return MappingProxyType(dict(self._texts))

    def owns(self, file: str) -> bool:
        """Return whether a file is a brief, a registry or a profile of this project."""
        return _source(file, "", self._settings) is not None

    def write(self, file: str, text: str) -> ParsedDocument:
        """Take `text` as the text of `file` from now on, and return it parsed.

        Raises KeyError for a file that is not a brief, a registry or a profile.
        """
        if self._texts.get(file) != text or file not in self._documents:
            self._documents[file] = self._read(file, text)
            self._texts[file] = text
        return self._documents[file]

    def _read(self, file: str, text: str) -> ParsedDocument:
        source = _source(file, text, self._settings)
        if source is None:
            raise KeyError(file)
        return parse_document(source.kind, source.registry, file, source.uri, text, self._settings)

    def close(self, file: str) -> None:
        """Close a text; from now on the file on disk counts."""
        for values in (self._texts, self._documents, self._other_problems):
            values.pop(file, None)

    def document(self, file: str) -> ParsedDocument | None:
        """Return an open text as it was parsed, or None."""
        return self._documents.get(file)

    def problems(self, file: str) -> list[Problem]:
        """What is known to be wrong with an open text now.

        After a change these are the faults of the text by itself, and of those that only a full
        check finds, the ones on lines that did not change.
        """
        document = self._documents[file]
        if self.checked and self.checked.texts.get(file) == document.text.source:
            return list(self.checked.problems.get(file, ()))
        library = self.checked.library if self.checked else None
        found = own_problems(document, library, self._settings)
        if file in self._other_problems:
            before, others = self._other_problems[file]
            found += moved_problems(others, before.text, document.text)
        return sorted_problems(found)

    def check(self, texts: Mapping[str, str]) -> Checked:
        """Return the whole site, with `texts` in place of the files. Raises ProjectError."""
        settings = read_settings(self.project)
        workspace = _overlaid(read_workspace(self.project, settings), texts, settings)
        loaded = self._reader.read(workspace, settings, editorial=True)
        problems: dict[str, list[Problem]] = {}
        for problem in loaded.problems:
            problems.setdefault(problem.location.path, []).append(problem)
        by_file = {file: tuple(found) for file, found in problems.items()}
        return Checked(settings, loaded.library, texts, MappingProxyType(by_file))

    def take(self, checked: Checked) -> None:
        """Use the outcome of a check from now on."""
        is_changed = checked.settings != self._settings
        self.checked, self._settings = checked, checked.settings
        for file, text in self.texts.items():
            if not self.owns(file):
                self.close(file)
                continue
            if is_changed:
                self._documents[file] = self._read(file, text)
            if (then := checked.texts.get(file)) is not None:
                document = self._documents[file] if then == text else self._read(file, then)
                alone = set(own_problems(document, checked.library, self._settings))
                others = [one for one in checked.problems.get(file, ()) if one not in alone]
                self._other_problems[file] = (document, others)


def _source(file: str, text: str, settings: Settings) -> SourceFile | None:
    """Return a text as a file of the workspace, or None if it belongs to none of its kinds."""
    folder, parts = tuple(settings.briefs_dir.split("/")), tuple(file.split("/"))
    inner = parts[len(folder) :]
    if not inner or parts[: len(folder)] != folder:
        return None
    kind, registry = classify(inner)
    uri = "/".join((folder[-1], *inner))
    return (
        None
        if kind in {"asset", "misplaced"}
        else SourceFile(kind, registry, file, uri, text.encode("utf-8", "replace"))
    )


def _overlaid(workspace: Workspace, texts: Mapping[str, str], settings: Settings) -> Workspace:
    sources = {source.file: source for source in workspace.sources}
    for file, text in texts.items():
        if source := _source(file, text, settings):
            sources[file] = source
    ordered = tuple(sources[file] for file in sorted(sources, key=lambda one: one.split("/")))
    return replace(workspace, sources=ordered)
