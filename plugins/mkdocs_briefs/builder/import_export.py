"""Import of foreign files and export of all data of a site."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from mkdocs_briefs.builder.data_files import csv_files, write_database
from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.formats.dossiers import EXPORTED, Dossiers, archive
from mkdocs_briefs.formats.markdown import Address, MarkdownAlternate, Other
from mkdocs_briefs.formats.tables import Table, tables
from mkdocs_briefs.importers.draft import ImportRefusedError
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.kinds import INDEX_NAMES, SUBJECTS
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.parse.source import read_text
from mkdocs_briefs.render.dates import format_edtf
from mkdocs_briefs.render.links import relative_url
from mkdocs_briefs.render.words import words
from mkdocs_briefs.settings import Limits

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
