"""From a project on disk to a plan of its pages: find, read, parse, link, check."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from mkdocs_briefs.builder.data_files import machine_files
from mkdocs_briefs.builder.misplaced import MARKDOWN, wrong_folder
from mkdocs_briefs.builder.parallel import parallel_map, processes
from mkdocs_briefs.builder.store import ParsedBriefs
from mkdocs_briefs.builder.workspace import SourceFile, Workspace, read_workspace
from mkdocs_briefs.library.editorial import (
    advice_on_readable,
    check_editorial,
    check_rules,
    without_ignored,
)
from mkdocs_briefs.library.library import Library, build_library
from mkdocs_briefs.library.references import (
    check_references,
    dead_links,
    files_held_back,
    without_references,
)
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.ids import FIELD_OF, day_of_stem
from mkdocs_briefs.model.options import Options, read_options, settings_with
from mkdocs_briefs.model.registry import REGISTRIES, Entry, SharedEntry
from mkdocs_briefs.pages.kinds import INDEX_NAMES
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.redirects import (
    RedirectView,
    TakenFiles,
    address_taken,
    redirect_claims,
)
from mkdocs_briefs.pages.urls import file_of
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.parse.mkdocs_yml import (
    PLUGIN,
    TWICE,
    has_own_heading_ids,
    merged,
    named,
    plugin_options,
    plugins_fault,
    read_site,
)
from mkdocs_briefs.parse.picture_size import HEAD, Size, picture_size
from mkdocs_briefs.parse.registry import parse_profile, parse_registry
from mkdocs_briefs.problems import (
    Location,
    Problem,
    Severity,
    folded,
    format_problem,
    nearest_of,
    sorted_problems,
)
from mkdocs_briefs.settings import Settings

_WRITTEN = frozenset((".html", ".json", ".xml", ".ics", ".csv", ".txt"))
"""Endings of files that a build writes."""
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
    dead_links: frozenset[tuple[str, str]] = frozenset()
    """Paths that lead nowhere, each behind the path of the file with the link."""

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
_Parsed = tuple[tuple[Brief | Entry | SharedEntry, ...], tuple[Problem, ...]]
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
        values: list[Brief | Entry | SharedEntry] = []
        for found, faults in parsed.values():
            values += found
            problems += faults
        briefs = [value for value in values if isinstance(value, Brief)]
        entries = [value for value in values if not isinstance(value, Brief)]
        library, faults_between = build_library(briefs, entries, settings)
        between, dead = _check(library, workspace)
        problems += faults_between + between
        whole = library
        if library.catalogue.unpublished:
            whole, faults_between = build_library(briefs, entries, replace(settings, drafts=True))
            problems += _others(faults_between + _check(whole, workspace)[0], problems)
        if editorial:
            problems += advice_on_readable(check_editorial(whole), problems, briefs)
        if library.catalogue.unpublished:
            if told := without_references(briefs, entries, library):
                library, _ = build_library(*told, settings)
            workspace = workspace.without(_held_back(library, workspace))
        library = replace(library, picture_sizes=_picture_sizes(library, workspace))
        problems = _without_consequences(problems, workspace)
        shown = sorted_problems(without_ignored(problems, briefs, settings))
        data = {source.file: source.data for source in workspace.sources}
        return Loaded(library, workspace, tuple(shown), data, dead)

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


_UNKNOWN = {"actors": "B301", "sources": "B303", "events": "B314"} | dict.fromkeys(FIELD_OF, "B304")
"""Registry -> the problem of a reference to what is not in it."""


def _without_consequences(problems: Iterable[Problem], workspace: Workspace) -> list[Problem]:
    """Leave out unknown references where the registry that could have them cannot be read."""
    problems = [*problems]
    unread = {one.location.path for one in problems if one.code in _UNREADABLE}
    codes = {
        _UNKNOWN[source.registry]
        for source in workspace.sources
        if source.file in unread and source.registry in _UNKNOWN
    }
    return [one for one in problems if one.code not in codes] if codes else problems


_UNREADABLE = frozenset(("B101", "B103", "B106"))


def _parsed(source: SourceFile, settings: Settings) -> _Parsed:
    """Return what a file holds. Raises UnreadError, which names it, for a fault of ours."""
    try:
        return _parse(source, settings)
    except RecursionError:
        place = Location(source.file)
        return (), (
            Problem("B106", place, "The file is nested too deep to be read", "Flatten it."),
        )
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise UnreadError(f"{source.file}: it cannot be read: {reason}") from error


def _parse(source: SourceFile, settings: Settings) -> _Parsed:
    if source.kind == "registry":
        entries = parse_registry(source.data, source.file, source.registry, settings)
        return entries.value or (), entries.problems
    if fault := wrong_folder(source.file, source.data, source.registry, settings):
        return (), (fault,)
    if source.kind == "profile":
        entry = parse_profile(source.data, source.file, source.uri, source.registry, settings)
        return (entry.value,) if entry.value else (), entry.problems
    brief = parse_brief(source.data, source.file, source.uri, settings)
    return (brief.value,) if brief.value else (), brief.problems


def _held_back(library: Library, workspace: Workspace) -> set[str]:
    """Return the files that unpublished briefs show, and no other brief, registry or page."""
    held = files_held_back(library)
    if not held:
        return held
    ours = (source.data for source in workspace.sources if source.kind != "brief")
    texts = [unquote(data.decode("utf-8", "replace")) for data in (*ours, *workspace.other_pages())]
    return {uri for uri in held if not any(uri.partition("/")[2] in text for text in texts)}


def _picture_sizes(library: Library, workspace: Workspace) -> dict[str, Size]:
    """Return the sizes of the pictures that fields name, by their paths."""
    images = ((brief.fields.image, brief.uri) for brief in library.briefs)
    paths = {image.path_from(uri) for image, uri in images if image}
    paths.update(entry.image_path for entry in library.catalogue.entries())
    files = {asset.uri: asset.path for asset in workspace.assets if asset.uri in paths}
    for uri in paths - files.keys() - {""}:
        if workspace.holds(uri):
            files[uri] = workspace.pages / uri
    found = {}
    for uri, path in files.items():
        with suppress(OSError), path.open("rb") as stream:
            if size := picture_size(stream.read(HEAD)):
                found[uri] = size
    return found


class SiteFiles:
    """The pages and files of a site, as far as the briefs and the folders tell."""

    def __init__(self, library: Library, workspace: Workspace) -> None:
        self._library, self._workspace = library, workspace

    @cached_property
    def _assets(self) -> frozenset[str]:
        return frozenset(asset.uri for asset in self._workspace.assets)

    @cached_property
    def written(self) -> frozenset[str]:
        """The files that a build writes and that are no pages."""
        factory = ViewFactory(self._library)
        named = (unquote(path) for path, _ in machine_files(factory, lambda _: None))
        return frozenset((*named, "sitemap.xml"))

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """All paths by the names of their files."""
        found: dict[str, list[str]] = {}
        for uri in self._all:
            found.setdefault(posixpath.basename(uri), []).append(uri)
        return found

    @cached_property
    def _all(self) -> tuple[str, ...]:
        return (*self._library.catalogue.by_uri, *self._workspace.files())

    def exists(self, uri: str) -> bool:
        """Return whether a page or a file is there."""
        pages = self._library.catalogue.by_uri
        if uri in pages or uri in _INDEX_FILES or uri in self._assets or self._is_list(uri):
            return True
        if self._workspace.holds(uri):
            return True
        return not uri.endswith(".md") and uri in self.written

    def _is_list(self, uri: str) -> bool:
        """Return whether a path can be a further page of an index or a subject; the host knows."""
        first, _, rest = uri.removesuffix(".md").partition("/")
        if first not in INDEX_NAMES or first == "briefs" or not uri.endswith(".md"):
            return False
        subject, _, more = rest.partition("/")
        if "." in (more if first in REGISTRIES else rest):
            return False  # a picture or the like
        return first not in REGISTRIES or bool(
            more and f"{first}/{subject}.md" in self._library.catalogue.by_uri
        )

    def is_address(self, path: str) -> bool:
        """Return whether a page or file of the built site has this address."""
        bare = path.strip("/").removesuffix("index.html").rstrip("/")
        first, _, rest = bare.partition("/")
        if bare in {"", "."} or (first == "briefs" and rest in self._library.catalogue.briefs):
            return True
        # Files of briefs and profiles are named otherwise than their pages.
        ends = ("",) if first == "briefs" and rest else ("", ".md", "/index.md")
        return any(self.exists(f"{bare}{end}") for end in ends)

    def nearest(self, uri: str) -> str | None:
        """Return the page or file that is most likely meant by a path where none is."""
        name = posixpath.basename(uri)
        slug = self._library.catalogue.brief_index.find(name.removesuffix(".md"))
        if slug and slug in self._library.catalogue.briefs:
            return self._library.catalogue.briefs[slug].uri
        if "." not in name:
            name += ".md"
        if same := self._by_name.get(name):
            return min(same, key=lambda one: _distance(one, uri))
        # Of names that only look alike, one of the same folder can be meant.
        folder = posixpath.dirname(uri)
        names: dict[str, str] = {}
        for one in self._all:
            if posixpath.dirname(one) == folder:
                base = posixpath.basename(one)
                names[base] = names[base.removeprefix(day_of_stem(base))] = one
        found = nearest_of(name, folded(names))
        return names[found] if found else None


def _assets_at_addresses_of_pages(
    library: Library, workspace: Workspace, files: SiteFiles
) -> Iterator[Problem]:
    """Yield the files beside briefs that would replace a page or a data file of the site."""
    pages: frozenset[str] | None = None
    for asset in workspace.assets:
        suffix = PurePosixPath(asset.uri).suffix
        if suffix not in _WRITTEN:
            continue
        if suffix == ".html" and pages is None:
            pages = frozenset(file_of(spec.head.path) for spec in Plan(library).specs())
        if asset.uri in ((pages or ()) if suffix == ".html" else files.written):
            yield Problem(
                "B306",
                Location(asset.file),
                f"the file would replace {asset.uri} of the site",
                "Give it another name.",
            )


def _check_redirects(library: Library, workspace: Workspace, files: SiteFiles) -> Iterator[Problem]:
    """Yield old addresses that are none, or that another page or file of the site has."""
    claimed: list[RedirectView] = []
    for claim in redirect_claims(library):
        if isinstance(claim, Problem):
            yield claim
        elif not claim.former:
            claimed.append(claim)
    if not claimed:
        return
    taken = TakenFiles()
    for uri in (*workspace.files(), *files.written, "404.html"):
        folder, name = posixpath.split(uri)
        stem, suffix = posixpath.splitext(name)
        if suffix.lower() in MARKDOWN:
            parts = (folder, "" if stem in ("index", "README") else stem, "index.html")
            taken.add(posixpath.join(*parts), uri)
        else:
            taken.add(uri, uri)
    for view in claimed:
        if whose := taken.by(file_of(view.path)):
            yield address_taken(view.path, whose, view.at)


def _distance(one: str, other: str) -> tuple[int, str]:
    """Return how many folders lie between two paths, and the first for the order of equal ones."""
    return posixpath.relpath(one, posixpath.dirname(other) or ".").count("/"), one


def _check(
    library: Library, workspace: Workspace
) -> tuple[list[Problem], frozenset[tuple[str, str]]]:
    """Return what is wrong between the parts of a library, and its links that lead nowhere."""
    files = SiteFiles(library, workspace)
    dead = [*dead_links(library, files)]
    checks = (
        check_references(library),
        check_rules(library),
        _assets_at_addresses_of_pages(library, workspace, files),
        _check_redirects(library, workspace, files),
    )
    problems = [*chain(*checks), *(problem for _, _, problem in dead)]
    return problems, frozenset((file, path) for file, path, _ in dead)


def _others(more: Iterable[Problem], known: Iterable[Problem]) -> list[Problem]:
    """Return those of `more` that `known` does not tell of, though perhaps in other words."""
    told = {(problem.location, problem.code) for problem in known}
    return [problem for problem in more if (problem.location, problem.code) not in told]


def today(environment: Mapping[str, str] = os.environ) -> dt.date:
    """Return the day of a build, in UTC: that of SOURCE_DATE_EPOCH if it is set, else today.

    Source: https://reproducible-builds.org/specs/source-date-epoch/.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) <= 11:  # later ones have no date
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.datetime.now(dt.UTC).date()


CARDS_NEED = "Pillow, python-bidi and uharfbuzz (pip install 'mkdocs-briefs[cards]')"


def has_cards() -> bool:
    """Return whether social cards can be drawn: the packages of the extra `cards` are there."""
    if not all(map(find_spec, ("PIL", "bidi", "uharfbuzz"))):
        return False
    import uharfbuzz  # noqa: PLC0415 - an extra

    return hasattr(uharfbuzz, "RasterDraw")  # earlier versions shape, but do not draw


NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
_MAX_INHERITED = 20
"""The longest chain of files that inherit from each other."""


class ProjectError(Exception):
    """The settings of a project cannot be read; `problems` say why.

    `data` is what the settings' file holds, as far as it is known.
    """

    def __init__(self, *problems: Problem, data: bytes = b"") -> None:
        super().__init__(problems[0].message)
        self.problems = problems
        self._lines = data.decode("utf-8-sig", "replace").splitlines()

    def report(self, problem: Problem) -> str:
        """Return the problem as authors read it, with its line of the file."""
        number = problem.location.line
        return format_problem(
            problem, self._lines[number - 1] if number <= len(self._lines) else None
        )

    @property
    def text(self) -> str:
        """All problems as authors read them."""
        return "\n".join(map(self.report, self.problems))


def config_of(project: Path) -> Path | None:
    """Return the settings file of a project, or None."""
    return next((file for name in NAMES if (file := project / name).is_file()), None)


def find_project(start: Path) -> Path:
    """Return the folder of the nearest mkdocs.yml at or above `start`, or `start`."""
    return next((folder for folder in (start, *start.parents) if config_of(folder)), start)


def read_config(project: Path) -> dict[str, Any]:
    """Return the settings in a project's mkdocs.yml, with those that it inherits.

    Raises ProjectError.
    """
    file = config_of(project)
    return _read(file, file.name, _MAX_INHERITED) if file else {}


def _read(file: Path, name: str, more: int) -> dict[str, Any]:
    """Return the settings in `file`, which messages call `name`. Raises ProjectError."""
    try:
        data = file.read_bytes()
    except OSError as error:
        message = f"the file cannot be opened: {error.strerror}"
        raise ProjectError(Problem("B101", Location(name), message)) from None
    site, problem = read_site(data, name, os.environ)
    if problem is not None:
        raise ProjectError(problem, data=data)
    if "INHERIT" not in site:
        return site
    inherited = str(site.pop("INHERIT"))
    parent = Path(os.path.normpath(file.parent / inherited))
    if not parent.exists():
        message = f"Inherited config file '{inherited}' does not exist at '{parent}'."
        raise ProjectError(Problem("B101", Location(name), message))
    if not more:
        message = f"more than {_MAX_INHERITED} files inherit from each other"
        raise ProjectError(Problem("B106", Location(name), message))
    return merged(_read(parent, inherited, more - 1), site)


def read_settings(project: Path) -> Settings:
    """Return the settings for a check, from the project's mkdocs.yml if there is one.

    Drafts and scheduled briefs count as published, so that they are checked. Raises ProjectError.
    """
    site = read_config(project)
    options, problems = _options(site, project)
    if errors := [each for each in problems if each.severity is Severity.ERROR]:
        raise ProjectError(*errors)
    known = Settings(today=today())
    theme = site.get("theme")
    language = theme.get("language") if isinstance(theme, dict) else None
    return settings_with(
        options,
        today=known.today,
        site_name=str(site.get("site_name") or known.site_name),
        language=str(language or known.language),
        docs_dir=str(site.get("docs_dir") or known.docs_dir),
        social_cards=False,
        drafts=True,
        own_heading_ids=has_own_heading_ids(dict(named(site.get("markdown_extensions")))),
    )


def option_warnings(project: Path) -> list[Problem]:
    """Return the warnings about the options of the plugin. Raises ProjectError."""
    problems = _options(read_config(project), project)[1]
    return [each for each in problems if each.severity is Severity.WARNING]


def _options(site: dict[str, Any], project: Path) -> tuple[Options, list[Problem]]:
    """Return the options of the first `briefs`, and what is wrong with those of each.

    One that is switched off counts only if there is no other.
    """
    file = config_of(project)
    place = Location(file.name if file else NAMES[0])
    if fault := plugins_fault(site):
        return Options(), [Problem("B204", place, fault)]
    written = [options or {} for options in plugin_options(site)]
    problems = [each for options in written for each in _problems(options, place)]
    on = [options for options in written if options.get("enabled") is not False]
    if len(on) > 1 and not problems:
        problems.append(Problem("B104", place, TWICE))
    chosen = next(iter([*on, *written]), {})
    return read_options(_without_enabled(chosen))[0], problems


def _problems(options: dict[str, Any], place: Location) -> Iterator[Problem]:
    """Yield what is wrong with the options of one `briefs`, as a build says it."""
    _, faults = read_options(_without_enabled(options))
    for fault in faults:
        code = "B203" if fault.is_unknown else "B205"
        yield Problem(code, place, _message(fault.option, fault.message), fault.advice)
    if not isinstance(enabled := options.get("enabled", True), bool):
        message = f"Expected boolean but received: {type(enabled)}"  # as the host says it
        yield Problem("B205", place, _message("enabled", message), "Write true or false.")


def _message(option: str, message: str) -> str:
    return f"Plugin '{PLUGIN}' option '{option}': {message}"


def _without_enabled(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options without `enabled`, which is an option of MkDocs."""
    return {name: value for name, value in options.items() if name != "enabled"}
