"""From a folder to a plan of pages, and everything wrong on the way: read, parse, link, check."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from mkdocs_briefs.builder.data_files import machine_files
from mkdocs_briefs.builder.parallel import kept, parallel_map, processes
from mkdocs_briefs.builder.store import ParsedBriefs
from mkdocs_briefs.builder.workspace import (
    SourceFile,
    Workspace,
    digest_of,
    read_workspace,
    without_data,
)
from mkdocs_briefs.library.editorial import check_editorial, check_rules, without_ignored
from mkdocs_briefs.library.library import Library, build_library
from mkdocs_briefs.library.references import check_references, dead_links
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.pages.kinds import INDEX_NAMES
from mkdocs_briefs.pages.redirects import check_redirects
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.parse.registry import parse_profile, parse_registry
from mkdocs_briefs.problems import Location, Problem, format_problem, sorted_problems
from mkdocs_briefs.settings import Settings

_INDEX_FILES = frozenset(f"{name}/index.md" for name in INDEX_NAMES) | {"index.md"}


class UnreadError(Exception):
    """A file met a fault of ours; the message names it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A folder of briefs as one library, with all problems in order."""

    library: Library
    workspace: Workspace
    problems: tuple[Problem, ...]
    lines: Lines = field(compare=False, repr=False)

    def report(self, problem: Problem) -> str:
        """The problem as authors read it, with the line it stands on."""
        return format_problem(problem, self._line(problem))

    def source_digests(self) -> dict[str, str]:
        """Return the digest of each file as it was read."""
        return {
            source.file: (source.digest or digest_of(source.data)).hex()
            for source in self.workspace.sources
        }

    def _line(self, problem: Problem) -> str | None:
        lines = self.lines.of(problem.location.path)
        number = problem.location.line
        return lines[number - 1] if number <= len(lines) else None


class Lines:
    """The lines of the files, for excerpts; problems come file by file, so one file is kept."""

    def __init__(self, workspace: Workspace, briefs_dir: str) -> None:
        self._sources = {source.file: source for source in workspace.sources}
        self._folder, self._briefs_dir = workspace.folder, briefs_dir
        self._last: tuple[str, list[str]] = ("", [])

    def of(self, file: str) -> list[str]:
        """The lines of a file, without their breaks; none of a file that is not a text of ours."""
        if self._last[0] != file:
            text = self.data(file).decode("utf-8-sig", "replace")
            self._last = (file, text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        return self._last[1]

    def data(self, file: str) -> bytes:
        """What a file held when it was read; nothing where that is lost, as it changed since."""
        source = self._sources.get(file)
        data = source.data if source else b""
        if source and source.digest:
            inside = PurePosixPath(file).relative_to(self._briefs_dir)
            with suppress(OSError):
                data = (self._folder / inside).read_bytes()
            return data if digest_of(data) == source.digest else b""
        return data


_Key = tuple[str, str, str, str, bytes, Settings]
"""What a file is, the digest of its content, and the settings under which it was read."""
_Given = tuple[tuple[Brief | Entry, ...], tuple[Problem, ...]]
_MANY = 200
"""Files to parse from which on it is worth while to start another process for it."""


class Reader:
    """Reads the folder, and keeps what each file gave, so that an unchanged file is parsed once.

    Without `keep_data` it forgets the bytes of a file after parsing them.
    """

    def __init__(self, *, keep_data: bool = True) -> None:
        self._keep_data = keep_data
        self._parsed: dict[_Key, _Given] = {}

    def load(
        self,
        project: Path,
        settings: Settings,
        *,
        editorial: bool = False,
        known: ParsedBriefs | None = None,
    ) -> Loaded:
        """The library of the project's briefs as it stands on disk now.

        With `editorial` its problems hold an editor's advice (B5) too, which no build gives. What
        is `known` of files that have not changed is not parsed again.
        """
        workspace = read_workspace(project, settings)
        with kept():
            return self._read(workspace, settings, known, editorial=editorial)

    def read(self, workspace: Workspace, settings: Settings, *, editorial: bool = False) -> Loaded:
        """The library of `workspace`, as `load` gives it."""
        with kept():
            return self._read(workspace, settings, None, editorial=editorial)

    def _read(
        self,
        workspace: Workspace,
        settings: Settings,
        known: ParsedBriefs | None,
        *,
        editorial: bool,
    ) -> Loaded:
        problems = list(workspace.problems)
        parsed = self._parse_all(workspace.sources, settings, known)
        if not self._keep_data:
            workspace = replace(workspace, sources=tuple(map(without_data, workspace.sources)))
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
        problems += check_redirects(library)
        problems += dead_links(library, _leading_on(library, workspace))
        if library.catalogue.unpublished:
            problems += _check_unpublished(library, briefs, entries)
        if editorial:
            problems += check_editorial(library)
        heard = without_ignored(problems, briefs, settings)
        lines = Lines(workspace, settings.briefs_dir)
        return Loaded(library, workspace, tuple(sorted_problems(heard)), lines)

    def _parse_all(
        self, sources: Sequence[SourceFile], settings: Settings, known: ParsedBriefs | None
    ) -> dict[_Key, _Given]:
        """What each file gave, in their order; many new ones are parsed in several processes."""
        keys = [_key(source, settings) for source in sources]
        if known:
            same = known.find(sources, settings.limits)
            for source, key in zip(sources, keys, strict=True):
                if source.file in same:
                    self._parsed[key] = (same[source.file],), ()
        fresh = [n for n, key in enumerate(keys) if key not in self._parsed]
        workers = processes() if len(fresh) >= _MANY else 1
        made = parallel_map(len(fresh), lambda n: _parsed(sources[fresh[n]], settings), workers)
        found = dict(zip(fresh, made, strict=True))
        if known:
            known.add_all(
                (sources[number], values[0])
                for number, (values, problems) in found.items()
                if values and not problems and isinstance(values[0], Brief)
            )
        return {key: found[n] if n in found else self._parsed[key] for n, key in enumerate(keys)}


def _parsed(source: SourceFile, settings: Settings) -> _Given:
    """What a file gave. Raises UnreadError with its name for a fault of ours."""
    try:
        return _parse(source, settings)
    except RecursionError:
        place = Location(source.file)
        return (), (Problem("B106", place, "The file is nested too deep to be read", "Split it."),)
    except Exception as error:
        words = " ".join(f"{type(error).__name__}: {error}".split())
        raise UnreadError(f"{source.file}: it cannot be read: {words}") from error


def _parse(source: SourceFile, settings: Settings) -> _Given:
    if source.kind == "registry":
        entries = parse_registry(source.data, source.file, source.registry, settings)
        return entries.value or (), entries.problems
    if source.kind == "profile":
        entry = parse_profile(source.data, source.file, source.uri, source.registry, settings)
        return (entry.value,) if entry.value else (), entry.problems
    brief = parse_brief(source.data, source.file, source.uri, settings)
    return (brief.value,) if brief.value else (), brief.problems


def _key(source: SourceFile, settings: Settings) -> _Key:
    return source.kind, source.registry, source.file, source.uri, digest_of(source.data), settings


def _leading_on(library: Library, workspace: Workspace) -> Callable[[str], bool]:
    """Return what tells whether a path, as links see it, is a page or file of the site."""

    @cache
    def own_files() -> frozenset[str]:
        named = (unquote(path) for path, _ in machine_files(ViewFactory(library), lambda _: None))
        return frozenset((*named, "sitemap.xml"))

    def leads_on(uri: str) -> bool:
        if uri in library.catalogue.by_uri or uri in _INDEX_FILES or workspace.holds(uri):
            return True
        return not uri.endswith(".md") and uri in own_files()

    return leads_on


def _check_unpublished(
    library: Library, briefs: list[Brief], entries: list[Entry]
) -> Iterator[Problem]:
    """What is wrong with drafts and scheduled briefs, so that it is known before their day."""
    files = {brief.file for brief in library.catalogue.unpublished.values()}
    whole, found = build_library(briefs, entries, replace(library.settings, drafts=True))
    for problem in (*found, *check_references(whole), *check_rules(whole), *check_redirects(whole)):
        if problem.location.path in files:
            yield problem


def today(environment: Mapping[str, str] = os.environ) -> dt.date:
    """The day a build counts from, in UTC: SOURCE_DATE_EPOCH if set, else now.

    Source: https://reproducible-builds.org/specs/source-date-epoch/.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) <= 11:  # later ones have no date
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()
