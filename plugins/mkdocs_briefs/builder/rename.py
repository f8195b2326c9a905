"""Renaming a brief, actor, topic, storyline or author: everywhere, or not at all."""

from __future__ import annotations

import dataclasses
import difflib
import json
import posixpath
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from mkdocs_briefs.builder.pipeline import NAMES, Loaded, Reader
from mkdocs_briefs.builder.workspace import Workspace
from mkdocs_briefs.editor.parsed_document import (
    KINDS_OF_FORECASTERS,
    Field,
    find_field,
    value_at,
)
from mkdocs_briefs.library.catalogue import Target
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief, Positions, Prose
from mkdocs_briefs.model.brief import Path as FieldPath
from mkdocs_briefs.model.fields import Record
from mkdocs_briefs.model.ids import (
    KIND_OF,
    PAGES_OF,
    REGISTRY_OF,
    address_of,
    day_of_stem,
    id_fault,
    is_id,
    old_address,
    slug_of_stem,
    slugify,
)
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.parse.inline import KIND, OPTION
from mkdocs_briefs.problems import Location, Problem, Severity


class UneditableError(Exception):
    """A place cannot be changed by a program; the text says where and why."""


class Document:
    r"""A file's text as the parser sees it (no byte order mark, `\n` as its only line break).

    Changes are collected with offsets of that text; `result` applies them to the bytes.
    Raises UneditableError for bytes that are not UTF-8.
    """

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self._mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        try:
            self._raw = data.removeprefix(self._mark).decode()
        except UnicodeDecodeError:
            raise UneditableError(f"{path} is not saved as UTF-8.") from None
        self.text = self._raw.replace("\r\n", "\n").replace("\r", "\n")
        self._wide: list[int] = []
        for number, match in enumerate(re.finditer("\r\n", self._raw)):
            self._wide.append(match.start() - number)
        self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self._changes: dict[tuple[int, int], str] = {}

    @property
    def changed(self) -> bool:
        """Whether there are changes."""
        return bool(self._changes)

    def offset(self, place: Location) -> int:
        """Return the offset of a place in the text."""
        return self._starts[place.line - 1] + place.column - 1

    def line_at(self, offset: int) -> tuple[int, int]:
        """Return start and end of the line at `offset`, without its break."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return start, len(self.text) if end < 0 else end

    def replace(self, start: int, end: int, text: str) -> None:
        """Replace the characters from `start` to `end` by `text`; add it where nothing stands."""
        before = self._changes.get((start, end), "") if start == end else ""
        self._changes[start, end] = before + text

    def replace_value(self, place: Location, old: str, new: str) -> None:
        """Replace the scalar `old` at `place`, in quotes or not, by `new`.

        Raises UneditableError if another text is there.
        """
        start = self.offset(place)
        token = self.text[start : start + place.length]
        quote = token[:1] if token[:1] in {"'", '"'} and token[-1:] == token[:1] else ""
        bare = token[1:-1] if quote else token
        if unicodedata.normalize("NFC", bare.strip()) != old:
            raise UneditableError(f"{place} cannot be changed by itself; write {new} there first.")
        self.replace(start, start + place.length, f"{quote}{new}{quote}")

    def result(self) -> bytes:
        """Return the bytes of the file with all changes. Raises UneditableError if two overlap."""
        pieces, done = [], 0
        wide = "\r\n" if self._wide else "\n"
        for (start, end), text in sorted(self._changes.items()):
            first, last = self._raw_offset(start), self._raw_offset(end)
            if first < done:
                raise UneditableError(f"{self.path}: two changes meet at one place.")
            pieces += [self._raw[done:first], text.replace("\n", wide)]
            done = last
        return self._mark + "".join((*pieces, self._raw[done:])).encode()

    def _raw_offset(self, offset: int) -> int:
        return offset + bisect_left(self._wide, offset)


KINDS = tuple(KIND_OF.values())
_PLURALS = PAGES_OF | REGISTRY_OF


class RenameError(Exception):
    """A renaming that cannot be done; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class RenameTarget:
    """What gets another id. `words` maps each text that refers to it to the new one."""

    kind: str
    old: str
    new: str
    """Its ids; that of a brief is its address behind `briefs/`."""
    words: dict[str, str]
    """The id, and for a brief its slug and the stem of its file too."""
    slug: str
    """The last word of its new address."""
    brief: Brief | None = None
    entry: Entry | None = None

    @property
    def registry(self) -> str:
        """What fields that name it refer to: `briefs` or a registry."""
        return _PLURALS[self.kind]

    @property
    def file(self) -> str | None:
        """The file of a brief or of a profile."""
        if self.brief is not None:
            return self.brief.file
        return self.entry.positions.file if self.entry and not self.entry.prefix else None

    @property
    def new_file(self) -> str | None:
        """The new path of that file, which may be the old one."""
        if self.file is None:
            return None
        path = PurePosixPath(self.file)
        return str(path.with_name(f"{self.words.get(path.stem, path.stem)}{path.suffix}"))


def find_target(library: Library, old: str, new: str) -> RenameTarget:
    """Return what `old` names, to be called `new`. Raises RenameError."""
    kinds, ident = _read(library, old)
    if not kinds:
        near = library.catalogue.suggestion(ident)
        hint = f" Did you mean {near}?" if near else " Write its id: the last part of its address."
        raise RenameError(f"“{old}” is not a brief, actor, topic, storyline or author.{hint}")
    if len(kinds) > 1:
        choices = " or ".join(f"{kind}:{ident}" for kind in kinds)
        raise RenameError(f"“{old}” is the id of {' and of '.join(kinds)}. Write {choices}.")
    kind = kinds[0]
    new = new.removeprefix(f"{kind}:")
    brief = library.catalogue.briefs[ident] if kind == "brief" else None
    if new == (brief.name if brief else ident):
        raise RenameError("The old and the new id are the same.")
    if not is_id(new):
        better = slugify(new)
        hint = f"Write {better}." if is_id(better) else "Choose another word."
        raise RenameError(f"“{new}” cannot be an id: {id_fault(new)}. {hint}")
    target = _brief(library, brief, new) if brief else _entry(library, kind, ident, new)
    taken = {one.casefold() for one in _ids(library, kind)} - {ident.casefold()}
    if target.new.casefold() in taken:
        message = f"{target.new} is the id of another {kind}. Two things cannot become one."
        raise RenameError(message)
    return target


def _read(library: Library, old: str) -> tuple[list[str], str]:
    """Return the kinds that `old` may name, and its id."""
    kind, colon, rest = old.partition(":")
    if colon and kind in KINDS:
        return ([kind] if rest in _ids(library, kind) else []), rest
    for brief in library.briefs:
        path = PurePosixPath(brief.file)
        if old in {brief.file, path.name} or (old == path.stem and old != brief.slug):
            return ["brief"], brief.slug
    if (short := library.catalogue.brief_index.exact(old)) and short != old:
        return ["brief"], short
    return [kind for kind in KINDS if old in _ids(library, kind)], old


def _ids(library: Library, kind: str) -> frozenset[str]:
    return library.catalogue.index_of(_PLURALS[kind]).ids


def _brief(library: Library, brief: Brief, slug: str) -> RenameTarget:
    address = address_of(library.settings.address, slug, brief.fields.date)
    words = {brief.slug: address}
    stem = PurePosixPath(brief.file).stem
    if slug_of_stem(stem) == brief.name:
        words[stem] = day_of_stem(stem) + slug
    if library.catalogue.brief_index.exact(brief.name) == brief.slug:
        words[brief.name] = slug
    return RenameTarget("brief", brief.slug, address, words, slug, brief=brief)


def _entry(library: Library, kind: str, old: str, new: str) -> RenameTarget:
    catalogue = library.catalogue
    things = catalogue.actors if kind == "actor" else catalogue.terms[REGISTRY_OF[kind]]
    return RenameTarget(kind, old, new, {old: new}, new, entry=things[old].entry)


def _registries(field: Field) -> Collection[str]:
    return KINDS_OF_FORECASTERS if field.refers == "forecasters" else (field.refers,)


def _references(
    subject: RenameTarget, positions: Positions, records: Mapping[FieldPath, Record]
) -> Iterator[tuple[Location, str]]:
    """Yield the place and the text of every field of a file that refers to the subject by id.

    `records` are those of the file, by the path of each.
    """
    for path, place in positions.places.items():
        prefix = () if () in records else path[:1]
        inner = path[len(prefix) :]
        if prefix not in records or not inner or inner[-1] == "name":
            continue
        field = find_field(type(records[prefix]), inner)
        if field and subject.registry in _registries(field):
            ref = value_at(records[prefix], inner)
            if isinstance(ref, str) and ref in subject.words:
                yield place, ref


KEY = "redirect_from"
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


def add_redirect(subject: RenameTarget, open_document: Callable[[str], Document]) -> bool:
    """Add a redirect from the old address; return False if no file can have it.

    Raises UneditableError if the file is written in a way that cannot be extended.
    """
    if subject.brief is not None:
        brief = subject.brief
        given = brief.fields.redirect_from
        old = brief.name if brief.lasting_id == brief.name else old_address(brief.slug)
        _grow(open_document(brief.file), brief.positions, (), len(given), old)
        return True
    entry = subject.entry
    if entry is None or subject.kind == "author":
        return False
    document, given = open_document(entry.positions.file), entry.fields.redirect_from
    if given or not entry.prefix:
        _grow(document, entry.positions, entry.prefix, len(given), subject.old)
    else:
        add_to_entry(document, entry, f"{KEY}: {subject.old}")
    return True


def _grow(
    document: Document, positions: Positions, prefix: FieldPath, count: int, old: str
) -> None:
    """Add `old` to the list, or the field to the front matter."""
    if not count:
        add_to_front(document, KEY, old)
        return
    place = positions.at(*prefix, KEY, count - 1)
    start = document.offset(place)
    end = start + place.length
    line, stop = document.line_at(start)
    before = document.text[line:start].rstrip()
    if before.endswith("-"):
        document.replace(stop, stop, f"\n{document.text[line:start]}{old}")
    elif before.endswith(("[", ",")) or before == "":
        document.replace(end, end, f", {old}")
    else:
        document.replace(start, end, f"[{document.text[start:end]}, {old}]")


def add_to_front(document: Document, key: str, value: str) -> None:
    """Add a field to the front matter. Raises UneditableError if there is none that ends."""
    text = document.text
    opening = text.find("\n") + 1
    closing = _CLOSING.search(text, opening) if text.startswith("---") else None
    if closing is None:
        raise UneditableError(f"{document.path} has no front matter that ends with ---.")
    empty = re.compile(rf"^{key}:(?=[ \t]*(?:\n|[ \t]#))", re.MULTILINE)
    if found := empty.search(text, opening, closing.start()):
        document.replace(found.end(), found.end(), f" {value}")
    else:
        document.replace(closing.start(), closing.start(), f"{key}: {value}\n")


def add_to_entry(document: Document, entry: Entry, field: str) -> None:
    """Add `key: value` to an entry of a registry file: block, flow, bare name or nothing."""
    place = entry.positions.at(*entry.prefix)
    _, stop = document.line_at(document.offset(place))
    after = document.text.index(":", document.offset(place) + place.length) + 1
    rest = document.text[after:stop]
    written = rest.strip()
    if written.startswith("{"):
        at = after + rest.index("{") + 1
        document.replace(at, at, f"{field}, " if written[1:].strip() != "}" else field)
    elif not written or written.startswith("#"):
        following = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*([ \t]+)(?=[^\s#])").match(
            document.text, stop + 1
        )
        if following:
            line, _ = document.line_at(following.end())
            document.replace(line, line, f"{following[1]}{field}\n")
        else:
            document.replace(after, after, f" {{{field}}}")
    else:
        name = entry.positions.at(*entry.prefix, "name")
        start = document.offset(name)
        # An entry that is one text is its name.
        value = json.dumps(entry.fields.name and entry.fields.name.written(), ensure_ascii=False)
        document.replace(start, start + name.length, f"{{name: {value}, {field}}}")


_REFERENCE = re.compile(r"^[ ]{0,3}\[[^\[\]]+\]:[ \t]*<?([^\s<>]+)", re.MULTILINE)
_INLINE_LINK = re.compile(r"\]\(\s*<?([^\s()<>]+)")
_FRONT = re.compile(r"---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_MAX_BYTES_OF_PAGE = 2_000_000


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after. `path` and `new_path` differ if it moves."""

    path: str
    new_path: str
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Renaming:
    """All changes of one renaming, checked, and notes on it."""

    subject: RenameTarget
    changes: tuple[Change, ...]
    notes: tuple[str, ...]

    def diff(self) -> str:
        """Return the changes as a unified diff."""
        rows: list[str] = []
        for change in self.changes:
            if change.path != change.new_path:
                rows += [f"rename from {change.path}", f"rename to {change.new_path}"]
            old, new = (one.decode().splitlines() for one in (change.before, change.after))
            rows += difflib.unified_diff(old, new, change.path, change.new_path, lineterm="", n=1)
        return "\n".join(rows)


def plan_renaming(project: Path, loaded: Loaded, old: str, new: str) -> Renaming:
    """Return what has to change for `old` to have the id `new`. Write nothing.

    Raises RenameError if it cannot be done, or if it would break something.
    """
    subject = find_target(loaded.library, old, new)
    documents = _Documents(project, loaded)
    try:
        _edit(subject, documents, loaded.library)
        redirected = add_redirect(subject, documents.open)
        changes = tuple(documents.changes(subject))
    except UneditableError as error:
        raise RenameError(f"{error} Nothing was changed.") from None
    if subject.new_file and subject.new_file != subject.file:
        _refuse_taken(project, subject)
    _verify(subject, loaded, changes)
    return Renaming(subject, changes, tuple(_notes(project, subject, redirected=redirected)))


class _Documents:
    """The files of a site, which are opened when they are asked for."""

    def __init__(self, project: Path, loaded: Loaded) -> None:
        self._sources = {source.file: source.data for source in loaded.workspace.sources}
        self._open: dict[str, Document] = {}
        self.pages = dict(_pages(project, loaded.library.settings.docs_dir))
        """Ordinary pages: path relative to the project -> path as links see it."""
        self._data = {path: (project / path).read_bytes() for path in self.pages} | self._sources

    def open(self, path: str) -> Document:
        """Return the file `path`, relative to the project."""
        if path not in self._open:
            self._open[path] = Document(path, self._data[path])
        return self._open[path]

    def paths(self) -> Iterable[str]:
        """Return every file, those of the briefs first."""
        return [*self._sources, *(path for path in self.pages if path not in self._sources)]

    def might_hold(self, path: str, words: Iterable[str]) -> bool:
        """Return whether a file has one of `words` anywhere."""
        data = self._data[path]
        return any(word.encode() in data or quote(word).encode() in data for word in words)

    def changes(self, subject: RenameTarget) -> Iterator[Change]:
        """Yield the changes, in the order of paths."""
        moved = {subject.file: subject.new_file} if subject.file else {}
        for path in sorted({*self._open, *(one for one in moved if one)}):
            document = self.open(path)
            target = moved.get(path) or path
            if document.changed or target != path:
                yield Change(path, target, self._data[path], document.result())


def _pages(project: Path, docs_dir: str) -> Iterator[tuple[str, str]]:
    folder = project / docs_dir
    for path in sorted(folder.rglob("*.md")):
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= _MAX_BYTES_OF_PAGE:
            yield path.relative_to(project).as_posix(), path.relative_to(folder).as_posix()


def _edit(subject: RenameTarget, documents: _Documents, library: Library) -> None:
    """Collect every change but the redirect."""
    uris: dict[str, str] = dict(documents.pages)
    bodies: dict[str, int] = {}
    scans: dict[str, Prose] = {}
    listed: dict[str, frozenset[str]] = {}
    records: dict[str, tuple[Positions, dict[FieldPath, Record]]] = {}
    for brief in library.briefs:
        uris[brief.file], listed[brief.file] = brief.uri, library.listed(brief.slug)
        bodies[brief.file], scans[brief.file] = len(brief.body), brief.prose
        records[brief.file] = brief.positions, {(): brief.fields}
    for shared in (*library.shared.events.values(), *library.shared.sources.values()):
        file = shared.positions.file
        records.setdefault(file, (shared.positions, {}))[1][shared.prefix] = shared.fields
    for entry in library.catalogue.entries():
        file = entry.positions.file
        if not entry.prefix:
            bodies[file] = len(entry.body)
        uris[file] = entry.uri or file
        records.setdefault(file, (entry.positions, {}))[1][entry.prefix] = entry.fields
    for file, (positions, fields) in records.items():
        if documents.might_hold(file, subject.words):
            for place, ref in _references(subject, positions, fields):
                documents.open(file).replace_value(place, ref, subject.words[ref])
    _edit_key(subject, documents)
    for file in documents.paths():
        if documents.might_hold(file, subject.words):
            text = _Text(subject, library, uris.get(file, file), listed.get(file, frozenset()))
            text.edit(documents.open(file), bodies.get(file), scans.get(file))


def _edit_key(subject: RenameTarget, documents: _Documents) -> None:
    """Change the id where it is declared: a brief's field `slug`, an entry's key."""
    brief, entry = subject.brief, subject.entry
    if brief is not None and brief.positions.has("slug"):
        documents.open(brief.file).replace_value(brief.at("slug"), brief.name, subject.slug)
    elif brief is not None and subject.new_file == brief.file:  # a folder names it
        add_to_front(documents.open(brief.file), "slug", subject.slug)
    if entry is not None and entry.prefix:
        place = entry.positions.at(*entry.prefix)
        documents.open(entry.positions.file).replace_value(place, subject.old, subject.new)


class _Text:
    """Changes wikilinks, Markdown links and markers of one file."""

    def __init__(
        self, subject: RenameTarget, library: Library, uri: str, listed: frozenset[str]
    ) -> None:
        self.subject = subject
        self.library = library
        self.target: Target = (subject.kind, subject.old)
        self.folder = posixpath.dirname(uri)
        self.listed = listed
        longest_first = sorted(subject.words, key=len, reverse=True)
        words = "|".join(re.escape(word) for word in longest_first)
        self.wikilink = re.compile(rf"\[\[\s*{KIND}\s*({words})(?=\s*(?:\\?\||#|\]))")

    def edit(self, document: Document, body: int | None, prose: Prose | None) -> None:
        """Collect the changes. `body` is the length of the Markdown at the end, None if unknown."""
        text = document.text
        if body is None and not document.path.endswith((".md", ".markdown")):
            self._front(document, len(text))
            return
        if body is None:
            front = _FRONT.match(text)
            start = front.end() if front else 0
        else:
            start = len(text) - body
        self._front(document, start)
        self._body(document, start, prose or scan_body(text[start:]))

    def _front(self, document: Document, end: int) -> None:
        for match in self.wikilink.finditer(document.text, 0, end):
            self._wiki(document, match)
        for match in _INLINE_LINK.finditer(document.text, 0, end):
            self._link(document, match[1], match.start(1), match.end(1))

    def _body(self, document: Document, start: int, prose: Prose) -> None:
        for wiki in prose.wikilinks:
            if match := self.wikilink.match(document.text, start + wiki.start):
                self._wiki(document, match)
        for link in prose.links:
            self._link(document, link.path, start + link.start, start + link.end)
        for match in _REFERENCE.finditer(document.text, start):
            self._link(document, match[1].partition("#")[0], match.start(1), match.end(1))
        for marker in prose.markers:
            for option in OPTION.finditer(
                document.text, start + marker.start, start + marker.end - len("-->")
            ):
                if option["key"] == self.subject.kind and option["value"] in self.subject.words:
                    document.replace(*option.span("value"), self.subject.words[option["value"]])

    def _wiki(self, document: Document, match: re.Match[str]) -> None:
        found = self.library.catalogue.resolve(match[1] or "", match[2], self.listed)
        if found == self.target:
            document.replace(match.start(2), match.end(2), self.subject.words[match[2]])

    def _link(self, document: Document, path: str, start: int, end: int) -> None:
        """Change a Markdown link of which the address is between `start` and `end`."""
        where = posixpath.normpath(posixpath.join(self.folder, path.partition("#")[0]))
        if self.library.catalogue.by_uri.get(where) != self.target:
            return
        stem = PurePosixPath(where).stem
        if stem not in self.subject.words:  # a file whose name stays
            return
        new = self.subject.words[stem]
        for word, text in ((stem, new), (quote(stem), quote(new))):
            at = document.text.rfind(f"{word}.", start, end)
            if at >= 0:
                document.replace(at, at + len(word), text)
                return
        if "(" in document.text[start:end]:  # else its address stands in a definition
            raise UneditableError(
                f"{document.path} has a link to {stem} that cannot be changed safely. "
                "Write it as [[id]] or [text](file.md)."
            )


def _refuse_taken(project: Path, subject: RenameTarget) -> None:
    old, new = project / str(subject.file), project / str(subject.new_file)
    if (new.exists() or new.is_symlink()) and not (old.exists() and new.samefile(old)):
        raise RenameError(f"{subject.new_file} is there already. Nothing was changed.")


def _verify(subject: RenameTarget, before: Loaded, changes: Iterable[Change]) -> None:
    """Check the site as it would be. Raises RenameError for what the changes break."""
    after = Reader().read(_changed(before.workspace, changes, subject), before.library.settings)
    was = Counter(problem.code for problem in before.problems if _matters(problem))
    now = Counter(problem.code for problem in after.problems if _matters(problem))
    if worse := now - was:
        known = {(problem.code, problem.message) for problem in before.problems}
        rows = [
            after.report(problem)
            for problem in after.problems
            if problem.code in worse and (problem.code, problem.message) not in known
        ]
        raise RenameError("\n".join(["It would break this, so nothing was changed:", *rows]))


def _matters(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR or problem.code.startswith("B3")


def _changed(workspace: Workspace, changes: Iterable[Change], subject: RenameTarget) -> Workspace:
    by_path = {change.path: change for change in changes}
    sources = []
    for source in workspace.sources:
        if change := by_path.get(source.file):
            name = posixpath.basename(change.new_path)
            uri = posixpath.join(posixpath.dirname(source.uri), name)
            moved = uri if source.file == subject.file else source.uri
            source = dataclasses.replace(  # noqa: PLW2901 - the same file, changed
                source, data=change.after, file=change.new_path, uri=moved
            )
        sources.append(source)
    return dataclasses.replace(workspace, sources=tuple(sources))


def _notes(project: Path, subject: RenameTarget, *, redirected: bool) -> Iterator[str]:
    if subject.kind == "author":
        yield "Authors have no page, so no address has changed."
    elif not redirected:
        yield (
            f"{subject.old} has no entry in a registry, so its old address leads nowhere now. "
            f"To leave a redirect, register {subject.new} with redirect_from: {subject.old}"
        )
    entry = subject.entry
    if entry is not None and entry.fields.name is None:
        yield f"The entry has no name, so readers see one made from the new id, {subject.new}."
    for name in NAMES:
        file = project / name
        wanted = PurePosixPath(subject.file or f"{subject.old}.md").name.encode()
        if file.is_file() and wanted in file.read_bytes():
            yield f"{name} names {wanted.decode()}; change it there by hand."


def write_renaming(project: Path, renaming: Renaming) -> None:
    """Write all changes. Raises OSError; then every file is as it was before."""
    done: list[Change] = []
    staged: dict[str, Path] = {}
    try:
        for change in renaming.changes:
            target = project / change.new_path
            temporary = target.with_name(f".{target.name}.renaming")
            temporary.write_bytes(change.after)
            staged[change.path] = temporary
            temporary.chmod((project / change.path).stat().st_mode & 0o7777)
        for change in renaming.changes:
            done.append(change)
            staged[change.path].replace(project / change.new_path)
            if change.path != change.new_path:
                _drop(project / change.path, project / change.new_path)
    except OSError:
        for change in done:
            (project / change.path).write_bytes(change.before)
            if change.path != change.new_path:
                _drop(project / change.new_path, project / change.path)
        raise
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)


def _drop(old: Path, new: Path) -> None:
    """Delete `old`, unless both names are of one file, which then gets the new one."""
    if old.exists() and new.exists() and old.samefile(new):
        old.rename(new)
    else:
        old.unlink(missing_ok=True)
