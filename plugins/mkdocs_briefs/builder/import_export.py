"""Foreign files in, and all data of a site out: never over a file, never half a file."""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from mkdocs_briefs.builder.data_files import csv_files, write_database
from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.formats.dossiers import EXPORTED, Dossiers, archive
from mkdocs_briefs.formats.markdown import Address, MarkdownAlternate, Other
from mkdocs_briefs.formats.tables import Table, tables
from mkdocs_briefs.importers.draft import Draft, ImportRefusedError
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


def read_foreign(path: Path, limits: Limits) -> str:
    """The text of a file, UTF-8 or UTF-16 with its mark. Raises ImportRefusedError.

    Nothing but a regular file is opened, and at most one byte more than the bound is read.
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
    if data.startswith(_UTF16) and len(data) <= limits.file_bytes:
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            raise ImportRefusedError("it begins as UTF-16 and does not go on so") from None
    text, problems = read_text(data, path.name, limits)
    if problems:
        first = problems[0]
        where = f"line {first.location.line}: " if first.code == "B101" else ""
        raise ImportRefusedError(f"{where}{first.message}. {first.help}".rstrip())
    return text


def write_draft(draft: Draft, folder: Path, taken: frozenset[str]) -> Path:
    """Writes the draft into `folder`, which is made if need be, and returns the path.

    `taken` holds the slugs of other briefs, in lower case; a draft that wants one of them gets a
    number. A file of the same name is never replaced: that raises ImportRefusedError.
    """
    target = folder / f"{draft.stem}.md"
    if os.path.lexists(target):
        raise ImportRefusedError(
            f"{target} is there already, and is left as it is; rename or delete it first"
        )
    number = 1
    while (slug := draft.slug if number == 1 else f"{draft.slug}-{number}").casefold() in taken:
        number += 1
    target = folder / f"{draft.date.isoformat()}-{slug}.md"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _create(target, draft.markdown().encode())
    except FileExistsError:
        raise ImportRefusedError(
            f"{target} is there already, and is left as it is; rename or delete it first"
        ) from None
    except OSError as error:
        raise ImportRefusedError(f"{target} cannot be written: {error.strerror or error}") from None
    return target


def write_files(files: Iterable[tuple[str, str]], folder: Path) -> Iterator[Path]:
    """Writes texts at their paths below `folder`, one after the other, and gives each path.

    A file that is there already is never replaced, and no link is followed out of `folder`: that
    raises ImportRefusedError before anything is written.
    """
    rows = [(folder / path, text) for path, text in files]
    there = [str(target) for target, _ in rows if os.path.lexists(target)]
    if there:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise ImportRefusedError(
            f"{there[0]}{more} is there already, and is left as it is; rename or delete it first"
        )
    home = os.path.realpath(folder)
    for target, _ in rows:
        if os.path.commonpath((home, os.path.realpath(target.parent))) != home:
            raise ImportRefusedError(f"{target} leads out of {folder} by a link")
    for target, text in rows:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _create(target, text.encode())
        except OSError as error:
            reason = error.strerror or error
            raise ImportRefusedError(f"{target} cannot be written: {reason}") from None
        yield target


def _create(target: Path, data: bytes) -> None:
    """A new file with all of `data`. Raises FileExistsError where there is one, and OSError."""
    handle, name = tempfile.mkstemp(prefix=".briefs-", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o666 & ~_umask())
        try:
            os.link(name, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            with target.open("xb") as stream:
                stream.write(data)
    finally:
        Path(name).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


ARCHIVE = "briefs.json"
DATABASE = "briefs.db"
Content = str | Path | Iterable[Table]
"""A text, a file to copy, or the tables of a database."""


def export(loaded: Loaded, folder: Path, form: str) -> list[Path]:
    """Writes the data in one of FORMATS into `folder`, which is made if need be.

    Files of the same names are replaced, others stay. Gives the files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in _MADE[form](loaded):
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
    """Path and text of plain Markdown pages that link one another by their files.

    No page needs a plugin, front matter or a theme: any generator can build them. `asset_at` gives
    the path of a file beside the briefs; other pages of the site are not part of this.
    """
    lang, library = factory.settings.language, factory.library
    redirects = [view for view in Plan(library).redirects() if view.path.endswith("/")]
    subjects = [(kind, subject) for kind in SUBJECTS for subject in kind.subjects(library)]
    paths = {"", *(kind.path_of(subject.id) for kind, subject in subjects)}
    pages = {unquote(file_of(path)): path for path in paths}

    def page_of(uri: str) -> str | None:
        return pages[uri] if uri in pages else asset_at(uri)

    def alternate_at(brief: Brief, path: str) -> MarkdownAlternate:
        tongue = brief.fields.lang or lang
        dated = partial(format_edtf, lang=tongue)
        whole = path == factory.brief(brief).path
        return MarkdownAlternate(
            factory, brief, words(tongue), dated, _address(path), page_of, cites=whole
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
    """The Markdown file of a page, as it stands in a link: `briefs/slug/` is `briefs/slug.md`.

    A listing is the `index.md` of its folder, so that its address stays too. Anchors are left out,
    since another generator makes others.
    """
    bare = path.partition("#")[0]
    if not bare or bare.removesuffix("/") in INDEX_NAMES:
        return f"{bare}index.md"
    return f"{bare.removesuffix('/')}.md" if bare.endswith("/") else bare


def _address(page: str) -> Address:
    """How links of a page read."""
    here = file_of(page)
    return lambda path: relative_url(here, file_of(path))


_MADE: Mapping[str, Callable[[Loaded], Iterator[tuple[str, Content]]]] = {
    "json": _json,
    "csv": _csv,
    "sqlite": _sqlite,
    "markdown": _markdown,
}
FORMATS = tuple(_MADE)
