"""From a folder to a plan of pages, and everything wrong on the way: read, parse, link, check."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdocs_briefs.build.workspace import SourceFile, Workspace, read_workspace
from mkdocs_briefs.library.library import Library, build_library
from mkdocs_briefs.library.references import check_references
from mkdocs_briefs.library.rules import check_rules
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.parse.registry import parse_profile, parse_registry
from mkdocs_briefs.problems import Problem, format_problem, sorted_problems
from mkdocs_briefs.settings import Settings


@dataclass(frozen=True, slots=True)
class Loaded:
    """A folder of briefs as one library, with all problems in order."""

    library: Library
    workspace: Workspace
    problems: tuple[Problem, ...]

    def report(self, problem: Problem) -> str:
        """The problem as authors read it, with the line it stands on."""
        return format_problem(problem, self._line(problem))

    def _line(self, problem: Problem) -> str | None:
        for source in self.workspace.sources:
            if source.file == problem.location.path:
                text = (
                    source.data.decode("utf-8-sig", "replace")
                    .replace("\r\n", "\n")
                    .replace("\r", "\n")
                )
                lines = text.split("\n")
                number = problem.location.line
                return lines[number - 1] if number <= len(lines) else None
        return None


class Reader:
    """Reads the folder, and keeps what each file gave, so that an unchanged file is parsed once."""

    def __init__(self) -> None:
        self._parsed: dict[
            tuple[SourceFile, Settings], tuple[tuple[Brief | Entry, ...], tuple[Problem, ...]]
        ] = {}

    def load(self, project: Path, settings: Settings) -> Loaded:
        """The library of the project's briefs as it stands on disk now."""
        workspace = read_workspace(project, settings)
        problems = list(workspace.problems)
        parsed = {(source, settings): self._parse(source, settings) for source in workspace.sources}
        self._parsed = parsed
        values: list[Brief | Entry] = []
        for found, faults in parsed.values():
            values += found
            problems += faults
        briefs = [value for value in values if isinstance(value, Brief)]
        entries = [value for value in values if isinstance(value, Entry)]
        library, faults_between = build_library(briefs, entries, settings)
        problems += faults_between
        problems += check_references(library)
        problems += check_rules(library)
        return Loaded(library, workspace, tuple(sorted_problems(problems)))

    def _parse(
        self, source: SourceFile, settings: Settings
    ) -> tuple[tuple[Brief | Entry, ...], tuple[Problem, ...]]:
        if kept := self._parsed.get((source, settings)):
            return kept
        if source.kind == "registry":
            entries = parse_registry(source.data, source.file, source.registry, settings)
            return entries.value or (), entries.problems
        if source.kind == "profile":
            entry = parse_profile(source.data, source.file, source.uri, source.registry, settings)
            return (entry.value,) if entry.value else (), entry.problems
        brief = parse_brief(source.data, source.file, source.uri, settings)
        return (brief.value,) if brief.value else (), brief.problems


def today(environment: Mapping[str, str] = os.environ) -> dt.date:
    """The day a build counts from: SOURCE_DATE_EPOCH (reproducible-builds.org) if set, else now, in UTC."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()
