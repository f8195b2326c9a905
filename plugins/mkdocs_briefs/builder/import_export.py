"""Import of foreign files and export of all data of a site."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from mkdocs_briefs.builder.data_files import csv_files, write_database
from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.formats.dossiers import EXPORTED, Dossiers, archive
from mkdocs_briefs.formats.markdown import Address, MarkdownAlternate, Other
from mkdocs_briefs.formats.tables import Table, tables
from mkdocs_briefs.importers.draft import Draft, ImportRefusedError, Row
from mkdocs_briefs.importers.foreign import COPY_PICTURE, name_of_file
from mkdocs_briefs.importers.texts import Target, address, relinked
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.ids import address_of, slugify
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.kinds import INDEX_NAMES, SUBJECTS
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.parse.source import read_text
from mkdocs_briefs.problems import shortened
from mkdocs_briefs.render.links import relative_url
from mkdocs_briefs.render.words import format_edtf, words
from mkdocs_briefs.settings import Limits

_PICTURES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".svg"])
_FILES = _PICTURES | {".pdf", ".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".webm", ".vtt", ".csv"}
"""Endings of files that are copied with a page that shows or links them."""
_STATIC = ("", "static", "public", "assets", "source", "content", "docs")
"""Folders in which other generators keep what lies at the root of the site."""
_MAX_LEVELS = 6
_PLAIN_NAME = re.compile(r"\w[\w .+,@=-]*")
_MAX_NAMED = 8


@dataclass(slots=True)
class Written:
    """A draft as it was written: the file, what to confirm, and the files copied for it."""

    path: Path
    draft: Draft
    copied: list[Path] = field(default_factory=list)


@dataclass(slots=True)
class _Plan:
    source: Path
    draft: Draft
    refused: ImportRefusedError | None = None


class Import:
    """The drafts of one import. All names are given before the first is written."""

    def __init__(
        self,
        drafts: Sequence[tuple[Path, Draft]],
        folder: Path,
        taken: frozenset[str],
        pattern: str,
        *,
        untrusted: bool,
    ) -> None:
        """Plan for `folder`; `taken` has the addresses of other briefs, in lower case.

        `pattern` is that of addresses.
        """
        self.folder, self.pattern = folder, pattern
        self.suffixes = _FILES - {".svg"} if untrusted else _FILES
        self.taken = set(taken)
        self.by_path: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        """Path in the folder, in lower case -> the file that is copied there."""
        self.plans = [_Plan(source, draft) for source, draft in drafts]
        for plan in self.plans:
            self._name(plan)

    def _name(self, plan: _Plan) -> None:
        """Give the draft a slug that no other brief has."""
        draft = plan.draft
        try:
            refuse_existing([self.folder / f"{draft.stem}.md"])
        except ImportRefusedError as error:
            plan.refused = error
            return
        numbers = count(2)
        while self._address(draft) in self.taken or (self.folder / f"{draft.stem}.md").exists():
            draft = replace(draft, slug=f"{plan.draft.slug}-{next(numbers)}")
        if draft.slug != plan.draft.slug:
            note = f"another brief has the address “{plan.draft.slug}”; this one has “{draft.slug}”"
            draft = replace(draft, rows=(*draft.rows, Row("slug", None, (note,))))
        self.taken.add(self._address(draft))
        plan.draft = draft
        self.by_path[_absolute(plan.source)] = draft.stem
        name = name_of_file(plan.source.as_posix())
        old = next((row.value for row in draft.rows if row.key == "redirect_from"), ())
        title = next((str(row.value) for row in draft.rows if row.key == "title"), "")
        for one in {plan.source.stem, name.stem, slugify(name.stem), draft.slug, title,
                    *map(str, old if isinstance(old, (list, tuple)) else [])}:  # fmt: skip
            key = one.strip("/").casefold()
            self.by_name[key] = (
                draft.stem if self.by_name.get(key, draft.stem) == draft.stem else ""
            )

    def _address(self, draft: Draft) -> str:
        return address_of(self.pattern, draft.slug, draft.date).casefold()

    def __iter__(self) -> Iterator[tuple[Path, Written | ImportRefusedError]]:
        """Write each draft and yield its source, and what was written or why it was not."""
        for plan in self.plans:
            try:
                yield plan.source, self._write(plan)
            except ImportRefusedError as error:
                yield plan.source, error

    def drafts(self) -> Iterator[Draft]:
        """Yield each draft as it would be written."""
        for plan in self.plans:
            yield _Linker(self, plan).draft()

    def _write(self, plan: _Plan) -> Written:
        if plan.refused:
            raise plan.refused
        linker = _Linker(self, plan)
        written = Written(self.folder / f"{plan.draft.stem}.md", linker.draft())
        create_file(written.path, written.draft.markdown())
        for source, target in linker.copies.items():
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
                written.copied.append(target)
        return written

    def page(self, target: Target, source: Path) -> str | None:
        """Return the stem of the draft to which a link of the page `source` leads."""
        path = target.path
        if path.startswith("/"):
            ends = [f"{os.sep}{one}" for one in _pages(path.strip("/"))]
            found = {stem for file, stem in self.by_path.items() if file.endswith((*ends,))}
            if len(found) == 1:
                return found.pop()
        else:
            for start in (source.parent, source.with_suffix("")):
                for one in _pages(_absolute(start / path)):
                    if one in self.by_path:
                        return self.by_path[one]
        last = PurePosixPath(path)
        name = last.stem if target.page or last.suffix in {".html", ".htm"} else last.name
        whole = self.by_name.get(path.strip("/").casefold())
        return whole or self.by_name.get(name.casefold()) or None

    def file(self, target: Target, source: Path) -> str | None:
        """Return the file on this disk to which a link of the page `source` leads."""
        if PurePosixPath(target.path).suffix.lower() not in self.suffixes:
            return None
        home = Path(os.path.realpath(source.parent))
        starts = [home]
        if target.path.startswith("/"):
            starts = [up / one for up in (home, *home.parents)[:_MAX_LEVELS] for one in _STATIC]
        for start in starts:
            file = os.path.normpath(start / target.path.lstrip("/"))
            # `Path.is_file` fails at long names. A link on the disk could lead to anything.
            if os.path.isfile(file) and os.path.realpath(file) == file:  # noqa: PTH113
                return file
        return None

    def place(self, file: str, target: Target, plan: _Plan) -> str:
        """Return where in the folder a file is copied to: as the page has it, if that is free."""
        name = PurePosixPath(file).name
        if not _PLAIN_NAME.fullmatch(name):
            name = f"{slugify(PurePosixPath(name).stem) or 'file'}{PurePosixPath(name).suffix}"
        own = f"{plan.draft.slug}/{name}"
        parts = PurePosixPath(target.path).parts
        bundle = name_of_file(plan.source.as_posix()).bundle
        as_written = not bundle and all(_PLAIN_NAME.fullmatch(one) for one in parts)
        wanted = [os.path.normpath(target.path)] if as_written else []
        numbered = (f"{plan.draft.slug}/{number}-{name}" for number in count(2))
        for place in (*wanted, own, *(next(numbered) for _ in range(1_000))):
            taken = self.sources.get(place.casefold())
            there = self.folder / place
            if taken is None and there.exists():
                taken = file if filecmp.cmp(file, there, shallow=False) else str(there)
            if taken in {None, file}:
                self.sources[place.casefold()] = file
                return place
        return own


def _absolute(path: Path) -> str:
    return os.path.normpath(path.absolute())


def _pages(path: str) -> tuple[str, ...]:
    """Return the files that may be the page at `path`."""
    bare = re.sub(r"\.html?\Z", "", path)
    return path, *(f"{bare}{end}" for end in (".md", ".markdown", "/index.md", "/_index.md"))


class _Linker:
    """Finds where the links of one draft lead."""

    def __init__(self, batch: Import, plan: _Plan) -> None:
        self.batch, self.plan = batch, plan
        self.copies: dict[str, Path] = {}
        self.lost: dict[str, None] = {}
        self.missing: dict[str, None] = {}

    def draft(self) -> Draft:
        """Return the draft with its links as they lead from it, and notes on those that do not."""
        draft = self.plan.draft
        body = relinked(draft.body, self._new)
        rows = [self._row(row) for row in draft.rows]
        notes = [
            f"{text}: {_named([*found])}"
            for text, found in (
                (COPY_PICTURE, self.missing),
                ("links that lead to no page of this import; correct or delete them", self.lost),
            )
            if found
        ]
        if notes:
            rows.append(Row("body", None, tuple(notes)))
        return replace(draft, body=body, rows=tuple(rows))

    def _row(self, row: Row) -> Row:
        if row.key != "image" or not isinstance(row.value, str):
            return row
        place = self._copied(Target(row.value))
        return replace(row, value=place, notes=()) if place else row

    def _new(self, target: Target) -> str | None:
        """Return the new address of a link; None for one that stays as it is."""
        if stem := self.batch.page(target, self.plan.source):
            return f"{address(stem)}.md{target.tail}"
        if place := self._copied(target):
            same = place == os.path.normpath(target.path) and not target.path.startswith("/")
            return (target.path if same and " " not in place else address(place)) + target.tail
        picture = PurePosixPath(target.path).suffix.lower() in _PICTURES
        (self.missing if picture else self.lost)[target.path] = None
        return None

    def _copied(self, target: Target) -> str | None:
        file = self.batch.file(target, self.plan.source)
        if file is None:
            return None
        place = self.batch.place(file, target, self.plan)
        self.copies[file] = self.batch.folder / place
        return place


def _named(paths: list[str]) -> str:
    more = f" and {len(paths) - _MAX_NAMED} more" if len(paths) > _MAX_NAMED else ""
    return ", ".join(f"“{shortened(path)}”" for path in paths[:_MAX_NAMED]) + more


_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BINARY = (
    (b"PK\x03\x04", "a file of Word or LibreOffice, or an archive"),
    (b"\xd0\xcf\x11\xe0", "a file of Word"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "rich text"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
"""How files begin that hold no plain text."""
_MAX_LOOKED_AT = 8_000


def read_foreign(path: Path, limits: Limits) -> str:
    """Return the text of a file in UTF-8, or UTF-16 with its mark. Raises ImportRefusedError.

    Only a regular file is opened, and at most one byte more than its limit is read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ImportRefusedError("it is not a regular file")
        with path.open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
    except OSError as error:
        raise ImportRefusedError(f"it cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise ImportRefusedError("its name holds a NUL") from None
    if what := next((what for sign, what in _BINARY if data.startswith(sign)), None):
        raise ImportRefusedError(
            f"it is {what}, not plain text; save its text as .txt or as Markdown, "
            "as with `pandoc -t markdown`"
        )
    if data.startswith(_UTF16) and len(data) <= limits.file_bytes:
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            raise ImportRefusedError("it begins as UTF-16, but is not UTF-16") from None
    if b"\0" in data[:_MAX_LOOKED_AT]:
        raise ImportRefusedError("it is binary data, not text; save its text in UTF-8")
    text, problems = read_text(data, path.name, limits)
    if problems:
        first = problems[0]
        where = f"line {first.location.line}: " if first.code == "B101" else ""
        raise ImportRefusedError(f"{where}{first.message}. {first.help}".rstrip())
    return text


def write_files(files: Iterable[tuple[str, str]], folder: Path) -> Iterator[Path]:
    """Write texts at their paths below `folder` and yield each path.

    Raises ImportRefusedError before anything is written, if a file exists already or if a link
    leads out of `folder`.
    """
    rows = [(folder / path, text) for path, text in files]
    refuse_existing([target for target, _ in rows])
    home = os.path.realpath(folder)
    for target, _ in rows:
        if os.path.commonpath((home, os.path.realpath(target.parent))) != home:
            raise ImportRefusedError(f"{target} leads out of {folder} by a link")
    for target, text in rows:
        create_file(target, text)
        yield target


def refuse_existing(targets: Sequence[Path]) -> None:
    """Raise ImportRefusedError if one of the files exists."""
    found = [target for target in targets if os.path.lexists(target)]
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise ImportRefusedError(
            f"{found[0]}{more} is there already, and is left as it is; rename or delete it first"
        )


def create_file(target: Path, text: str) -> None:
    """Make a new file with all of `text`, or none. Raises ImportRefusedError."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            try:
                stream.write(text.encode())
                stream.flush()
            except OSError:
                target.unlink()
                raise
    except OSError as error:
        refuse_existing([target])
        raise ImportRefusedError(f"{target} cannot be written: {error.strerror or error}") from None


ARCHIVE = "briefs.json"
DATABASE = "briefs.db"
Content = str | Path | Iterable[Table]
"""A text, a file to copy, or the tables of a database."""


def export(loaded: Loaded, folder: Path, form: str) -> list[Path]:
    """Write the data in one of FORMATS into `folder` and return the files.

    Files of the same names are replaced, others stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in _WRITERS[form](loaded):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            file.write_text(content, encoding="utf-8", newline="")
        elif isinstance(content, Path):
            shutil.copyfile(content, file)
        else:
            write_database(content, file)
        written.append(file)
    return written


def _json(loaded: Loaded) -> Iterator[tuple[str, Content]]:
    yield ARCHIVE, json.dumps(archive(loaded.library), ensure_ascii=False, indent=1) + "\n"


def _csv(loaded: Loaded) -> Iterator[tuple[str, Content]]:
    return csv_files(tables(ViewFactory(loaded.library)))


def _sqlite(loaded: Loaded) -> Iterator[tuple[str, Content]]:
    yield DATABASE, tables(ViewFactory(loaded.library))


def _markdown(loaded: Loaded) -> Iterator[tuple[str, Content]]:
    assets = {asset.uri: asset.path for asset in loaded.workspace.assets}
    yield from markdown_files(
        ViewFactory(loaded.library), lambda uri: urls.encoded(uri) if uri in assets else None
    )
    yield from assets.items()


def markdown_files(factory: ViewFactory, asset_at: Other) -> Iterator[tuple[str, str]]:
    """Yield path and text of plain Markdown pages that link each other by their files.

    They need no plugin, front matter or theme, so any generator can build them. `asset_at` returns
    the path of a file beside the briefs; other pages of the site are not included.
    """
    lang, library = factory.settings.language, factory.library
    redirects = [view for view in Plan(library).redirects() if view.path.endswith("/")]
    subjects = [(kind, subject) for kind in SUBJECTS for subject in kind.subjects(library)]
    paths = {"", *(kind.path_of(subject.id) for kind, subject in subjects)}
    pages = {unquote(file_of(path)): path for path in paths}

    def page_of(uri: str) -> str | None:
        return pages[uri] if uri in pages else asset_at(uri)

    def alternate_at(brief: Brief, path: str) -> MarkdownAlternate:
        own = brief.fields.lang or lang
        dated = partial(format_edtf, lang=own)
        whole = path == factory.brief(brief).path
        return MarkdownAlternate(
            factory, brief, words(own), dated, _address(path), page_of, cites=whole
        )

    dossiers = Dossiers(
        factory,
        words(lang),
        partial(format_edtf, lang=lang),
        address_at=_address,
        alternate_at=alternate_at,
        page_of=page_of,
    )
    listings = {kind.address(): dossiers.index(kind) for kind in EXPORTED}
    pages |= {file_of(path): path for path in listings}
    yield "index.md", dossiers.front()
    for path, text in listings.items():
        yield file_of(path), text
    for kind, subject in subjects:
        path = kind.path_of(subject.id)
        yield (
            unquote(file_of(path)),
            alternate_at(subject.thing, path).text()
            if kind.markdown
            else dossiers.subject(kind, subject),
        )
    for view in redirects:
        if (file := unquote(file_of(view.path))) not in pages:
            yield file, dossiers.moved(view)


def file_of(path: str) -> str:
    """Return the Markdown file of a page as in a link: `briefs/slug.md` for `briefs/slug/`.

    A listing is the `index.md` of its folder, so its address stays the same. Anchors are left out,
    since another generator makes others.
    """
    bare = path.partition("#")[0]
    if not bare or bare.removesuffix("/") in INDEX_NAMES:
        return f"{bare}index.md"
    return f"{bare.removesuffix('/')}.md" if bare.endswith("/") else bare


def _address(page: str) -> Address:
    """Return what turns the path of a page into a link from this page."""
    here = file_of(page)
    return lambda path: relative_url(here, file_of(path))


_WRITERS: Mapping[str, Callable[[Loaded], Iterator[tuple[str, Content]]]] = {
    "json": _json,
    "csv": _csv,
    "sqlite": _sqlite,
    "markdown": _markdown,
}
FORMATS = tuple(_WRITERS)
