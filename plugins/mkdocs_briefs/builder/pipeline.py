"""From a folder of briefs to a library with all its problems: read, parse, link, check."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import unquote

from mkdocs_briefs.builder.data_files import machine_files
from mkdocs_briefs.builder.parallel import parallel_map, processes
from mkdocs_briefs.builder.store import ParsedBriefs
from mkdocs_briefs.builder.workspace import SourceFile, Workspace, read_workspace
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
    """A file that cannot be parsed because of a fault of ours; the message names it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A folder of briefs as one library, with all problems in order."""

    library: Library
    workspace: Workspace
    problems: tuple[Problem, ...]
    data: Mapping[str, bytes] = field(compare=False, repr=False)
    """What each file held when it was read."""

    def report(self, problem: Problem) -> str:
        """Return the problem as authors read it, with its line of the file."""
        lines = _lines(self.data.get(problem.location.path, b""))
        number = problem.location.line
        return format_problem(problem, lines[number - 1] if number <= len(lines) else None)


@lru_cache(1)  # Problems come file by file.
def _lines(data: bytes) -> list[str]:
    text = data.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


_Key = tuple[SourceFile, Settings]
_Parsed = tuple[tuple[Brief | Entry, ...], tuple[Problem, ...]]
_MIN_FILES = 200
"""Files to parse from which on another process is worth its start."""


class Reader:
    """Reads the folder, and parses a file that has not changed only once."""

    def __init__(self) -> None:
        self._parsed: dict[_Key, _Parsed] = {}

    def load(
        self,
        project: Path,
        settings: Settings,
        *,
        editorial: bool = False,
        known: ParsedBriefs | None = None,
    ) -> Loaded:
        """Return the library of the project's briefs as they are on disk.

        With `editorial` its problems include an editor's advice (B5), which builds do not give. The
        files of `known` briefs that have not changed are not parsed.
        """
        return self.read(
            read_workspace(project, settings), settings, editorial=editorial, known=known
        )

    def read(
        self,
        workspace: Workspace,
        settings: Settings,
        *,
        editorial: bool = False,
        known: ParsedBriefs | None = None,
    ) -> Loaded:
        """Return the library of `workspace`, as `load` does."""
        problems = list(workspace.problems)
        parsed = self._parse_all(workspace.sources, settings, known)
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
        problems += dead_links(library, _page_or_file(library, workspace))
        if library.catalogue.unpublished:
            problems += _check_unpublished(library, briefs, entries)
        if editorial:
            problems += check_editorial(library)
        shown = sorted_problems(without_ignored(problems, briefs, settings))
        data = {source.file: source.data for source in workspace.sources}
        return Loaded(library, workspace, tuple(shown), data)

    def _parse_all(
        self, sources: Sequence[SourceFile], settings: Settings, known: ParsedBriefs | None
    ) -> dict[_Key, _Parsed]:
        """Return what each file holds, in order. Many new files are parsed in several processes."""
        keys = [(source, settings) for source in sources]
        if known:
            same = known.find(sources, settings.limits)
            for source, key in zip(sources, keys, strict=True):
                if source.file in same:
                    self._parsed[key] = (same[source.file],), ()
        fresh = [n for n, key in enumerate(keys) if key not in self._parsed]
        workers = processes() if len(fresh) >= _MIN_FILES else 1
        made = parallel_map(len(fresh), lambda n: _parsed(sources[fresh[n]], settings), workers)
        found = dict(zip(fresh, made, strict=True))
        if known:
            known.add_all(
                (sources[number], values[0])
                for number, (values, problems) in found.items()
                if values and not problems and isinstance(values[0], Brief)
            )
        return {key: found[n] if n in found else self._parsed[key] for n, key in enumerate(keys)}


def _parsed(source: SourceFile, settings: Settings) -> _Parsed:
    """Return what a file holds. Raises UnreadError, which names it, for a fault of ours."""
    try:
        return _parse(source, settings)
    except RecursionError:
        place = Location(source.file)
        return (), (Problem("B106", place, "The file is nested too deep to be read", "Split it."),)
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise UnreadError(f"{source.file}: it cannot be read: {reason}") from error


def _parse(source: SourceFile, settings: Settings) -> _Parsed:
    if source.kind == "registry":
        entries = parse_registry(source.data, source.file, source.registry, settings)
        return entries.value or (), entries.problems
    if source.kind == "profile":
        entry = parse_profile(source.data, source.file, source.uri, source.registry, settings)
        return (entry.value,) if entry.value else (), entry.problems
    brief = parse_brief(source.data, source.file, source.uri, settings)
    return (brief.value,) if brief.value else (), brief.problems


def _page_or_file(library: Library, workspace: Workspace) -> Callable[[str], bool]:
    """Return what says whether a path, as links see it, is a page or file of the site."""

    @cache
    def own_files() -> frozenset[str]:
        named = (unquote(path) for path, _ in machine_files(ViewFactory(library), lambda _: None))
        return frozenset((*named, "sitemap.xml"))

    def exists(uri: str) -> bool:
        if uri in library.catalogue.by_uri or uri in _INDEX_FILES or workspace.holds(uri):
            return True
        return not uri.endswith(".md") and uri in own_files()

    return exists


def _check_unpublished(
    library: Library, briefs: list[Brief], entries: list[Entry]
) -> Iterator[Problem]:
    """Yield what is wrong with drafts and scheduled briefs, before they are published."""
    files = {brief.file for brief in library.catalogue.unpublished.values()}
    whole, found = build_library(briefs, entries, replace(library.settings, drafts=True))
    for problem in (*found, *check_references(whole), *check_rules(whole), *check_redirects(whole)):
        if problem.location.path in files:
            yield problem


def today(environment: Mapping[str, str] = os.environ) -> dt.date:
    """Return the day of a build, in UTC: that of SOURCE_DATE_EPOCH if it is set, else today.

    Source: https://reproducible-builds.org/specs/source-date-epoch/.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) <= 11:  # later ones have no date
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()
