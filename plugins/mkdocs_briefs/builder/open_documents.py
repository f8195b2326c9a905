"""The texts an author has open, over the site on disk: checked as they change, read at rest."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from mkdocs_briefs.builder.pipeline import Reader, today
from mkdocs_briefs.builder.project import ProjectError, read_config, read_settings
from mkdocs_briefs.builder.rename import Renaming, plan_renaming
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
    """The whole site as it was read, with what was open then, and all problems by file."""

    settings: Settings
    library: Library
    texts: Mapping[str, str]
    problems: Mapping[str, tuple[Problem, ...]]


class OpenDocuments:
    """The open texts of one project. Files are POSIX paths relative to the project.

    `check` and `rename` may run in other threads; everything else is for one thread.
    """

    def __init__(self, project: Path) -> None:
        self.project = project
        self.checked: Checked | None = None
        self._reader = Reader()
        self._reading = threading.Lock()
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
        """The site as last read; empty before."""
        return self.checked.library if self.checked else self._empty

    @property
    def texts(self) -> Mapping[str, str]:
        """A copy of the open texts, to be handed to `check`."""
        return MappingProxyType(dict(self._texts))

    def owns(self, file: str) -> bool:
        """Whether a file is a brief, a registry or a profile of this project."""
        return _source(file, "", self._settings) is not None

    def write(self, file: str, text: str) -> ParsedDocument:
        """Takes `text` as what `file` holds from now on, saved or not.

        Raises KeyError for a file that is none of ours.
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
        """Lets go of an open text; from now on the file on disk counts."""
        for kept in (self._texts, self._documents, self._other_problems):
            kept.pop(file, None)

    def document(self, file: str) -> ParsedDocument | None:
        """An open text as read; None for one that is not open."""
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
        """The whole site, with `texts` in place of what the disk holds. Raises ProjectError."""
        settings = read_settings(self.project)
        workspace = _overlaid(read_workspace(self.project, settings), texts, settings)
        with self._reading:
            loaded = self._reader.read(workspace, settings, editorial=True)
        problems: dict[str, list[Problem]] = {}
        for problem in loaded.problems:
            problems.setdefault(problem.location.path, []).append(problem)
        by_file = {file: tuple(found) for file, found in problems.items()}
        return Checked(settings, loaded.library, texts, MappingProxyType(by_file))

    def rename(self, texts: Mapping[str, str], thing: str, new: str) -> Renaming:
        """What has to change for `thing` (kind:id) to be called `new`, with `texts` as open now.

        Writes nothing. Raises ProjectError, and RenameError where it cannot be done.
        """
        settings = read_settings(self.project)
        workspace = _overlaid(read_workspace(self.project, settings), texts, settings)
        with self._reading:
            loaded = self._reader.read(workspace, settings)
        docs = read_config(self.project).get("docs_dir")
        docs_dir = docs if isinstance(docs, str) else "docs"
        return plan_renaming(self.project, docs_dir, loaded, thing, new)

    def take(self, checked: Checked) -> None:
        """Makes the outcome of a check the site that everything else is asked of."""
        anew = checked.settings != self._settings
        self.checked, self._settings = checked, checked.settings
        for file, text in self.texts.items():
            if not self.owns(file):
                self.close(file)
                continue
            if anew:
                self._documents[file] = self._read(file, text)
            if (then := checked.texts.get(file)) is not None:
                document = self._documents[file] if then == text else self._read(file, then)
                alone = set(own_problems(document, checked.library, self._settings))
                others = [one for one in checked.problems.get(file, ()) if one not in alone]
                self._other_problems[file] = (document, others)


def _source(file: str, text: str, settings: Settings) -> SourceFile | None:
    """A text as if it had been read from disk; None for a file that is none of ours."""
    folder, parts = tuple(settings.briefs_dir.split("/")), tuple(file.split("/"))
    inner = parts[len(folder) :]
    if not inner or parts[: len(folder)] != folder:
        return None
    kind, registry = classify(inner)
    uri = "/".join((folder[-1], *inner))
    return (
        None
        if kind == "asset"
        else SourceFile(kind, registry, file, uri, text.encode("utf-8", "replace"))
    )


def _overlaid(workspace: Workspace, texts: Mapping[str, str], settings: Settings) -> Workspace:
    sources = {source.file: source for source in workspace.sources}
    for file, text in texts.items():
        if source := _source(file, text, settings):
            sources[file] = source
    ordered = tuple(sources[file] for file in sorted(sources, key=lambda one: one.split("/")))
    return replace(workspace, sources=ordered)
