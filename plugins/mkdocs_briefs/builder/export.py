"""Writing all data of a site into a folder: the way out, and the way into other tools."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from mkdocs_briefs.builder.database import csv_files, write_database
from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.formats.archive import archive
from mkdocs_briefs.formats.dossiers import EXPORTED, Dossiers
from mkdocs_briefs.formats.markdown import MarkdownAlternate
from mkdocs_briefs.formats.resolving import Address, Other
from mkdocs_briefs.formats.tables import Table, tables
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.kinds import INDEX_NAMES, SUBJECTS
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.render.addresses import relative_url
from mkdocs_briefs.render.dates import format_edtf
from mkdocs_briefs.render.words import words

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
