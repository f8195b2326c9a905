"""Writes the plugin's own pages on all processors, and leaves those that are what they were.

It works where no other plugin or hook changes pages. Elsewhere MkDocs writes our pages in turn, as
it writes its own; the result is the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mkdocs.structure.files import File

from mkdocs_briefs.builder.output import Output
from mkdocs_briefs.builder.page_keys import Known, PageKeys, SharedFacts, facts_of
from mkdocs_briefs.builder.parallel import parallel_map, processes
from mkdocs_briefs.builder.progress import Progress
from mkdocs_briefs.builder.search import Load, RecordEntry
from mkdocs_briefs.builder.site import Site, file_of
from mkdocs_briefs.builder.store import Store, digest_of_value
from mkdocs_briefs.host.failures import working_on
from mkdocs_briefs.host.files import ViewPage, open_anchors
from mkdocs_briefs.host.git_days import GitDays, files_of
from mkdocs_briefs.host.log import log, recorded
from mkdocs_briefs.host.options import project_of
from mkdocs_briefs.host.page_frame import PageFrame
from mkdocs_briefs.host.self_written_files import SiteFiles
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.records import SearchRecord, record_of
from mkdocs_briefs.render.finished_html import ids
from mkdocs_briefs.render.links import LinkContext

if TYPE_CHECKING:
    from mkdocs_briefs.builder.cards import SocialCard

_REST = "rest"
"""Name in the store of what is remembered beside pages."""
Listener = Callable[[LinkContext | None], None]
Said = tuple[str, int, str]
"""Name of a logger, level, and message."""


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """What is remembered of a page beside its files. Rows of JSON hold it."""

    key: str
    files: dict[str, str]
    """Digest of each file in the site: the page, and its social card."""
    card: str
    """A digest of all that decides the bytes of that card; empty where it has none."""
    said: list[Said]
    """What was logged while it was made."""
    asked: dict[str, str | None]
    """The files that its links name, with the address of each."""
    anchors: list[tuple[str, str, str]]
    """Links to anchors: file, anchor, link as written."""
    record: str
    """Digest of its search record in the store; empty where it has none."""
    order: tuple[int, int, str] | None
    """The place of that record among all."""

    @classmethod
    def read(cls, row: Any) -> WrittenPage | None:
        """Return the page of a row, or None where the row is of another version."""
        try:
            page = cls(**row)
        except TypeError:
            return None
        if page.order:
            kind, days, path = page.order
            page = replace(page, order=(kind, days, path))
        return page


@dataclass(slots=True)
class Written:
    """What one build wrote of our pages."""

    pages: dict[str, WrittenPage] = field(default_factory=dict)
    """By file in the site."""
    records: dict[str, SearchRecord] = field(default_factory=dict)
    """By file, of the pages that were made."""
    made: set[str] = field(default_factory=set)
    """The files of pages that were made; all others stay."""
    data: dict[str, str] = field(default_factory=dict)
    """Digest of each file that is no page."""
    facts: dict[str, SharedFacts] = field(default_factory=dict)
    """What other pages show of each brief, by its file."""
    cards: int = 0
    """How many social cards of pages were drawn."""

    @property
    def files(self) -> set[str]:
        """Every file that belongs to our pages."""
        return {*self.data, *(name for page in self.pages.values() for name in page.files)}

    def record_entries(self) -> list[RecordEntry]:
        """Return what is known of the search records of all pages."""
        return [
            RecordEntry(page.order, page.record, name)
            for name, page in self.pages.items()
            if page.order
        ]

    def load_from(self, store: Store) -> Load:
        """Return what gives the search records of pages; those of pages left are in the store."""

        def load(names: Sequence[str]) -> dict[str, SearchRecord]:
            left = {record_row(name): name for name in names if name not in self.records}
            rows = store.get_all(left)
            made = {name: self.records[name] for name in names if name in self.records}
            return made | {left[row]: record_of(value) for row, value in rows.items()}

        return load

    def rows(self) -> dict[str, object]:
        """Return what to remember of the pages that were made, by name in the store."""
        made = {page_row(name): asdict(self.pages[name]) for name in self.made}
        return made | {record_row(n): record.written() for n, record in self.records.items()}


def page_row(file: str) -> str:
    """Return the name in the store of what is remembered of a page."""
    return f"page/{file}"


def record_row(file: str) -> str:
    """Return the name in the store of a page's search record."""
    return f"record/{file}"


@dataclass(frozen=True, slots=True)
class Before:
    """What is remembered of the last build beside its pages."""

    around: str = ""
    """A digest of all that decides what pages show beside the published briefs."""
    briefs: Known = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    """Digest of each file that is no page."""

    @classmethod
    def read(cls, store: Store) -> Before:
        """Return what the store has; nothing of another version."""
        row = store.get(_REST)
        try:
            briefs = {file: SharedFacts(*facts) for file, facts in row["briefs"].items()}
            return cls(row["around"], briefs, row["data"])
        except (TypeError, KeyError):
            return cls()

    def row(self) -> dict[str, object]:
        """Return what to remember, by name in the store."""
        return {_REST: {"around": self.around, "briefs": self.briefs, "data": self.data}}


@dataclass(frozen=True, slots=True)
class Target:
    """Where the pages of a build are written, and what is known of those of the last one."""

    folder: Path
    published: Path
    """The folder of the published site."""
    store: Store | None = None
    frame: str = ""
    """A digest of what all pages share; empty where none may be left as it is."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Digest of each published brief's file."""
    before: Before = field(default_factory=Before)
    edited: frozenset[str] | None = None
    """The files of briefs of which no other page shows what changed, where nothing else has.

    None where any page may show a change.
    """


class PageWriter:
    """Writes the pages of one build.

    `listen` takes the links of the page in hand, for the Markdown extension to ask; `data` gives
    the path of each file that is no page, and what makes its text; `dating` knows when a brief was
    last changed.
    """

    def __init__(
        self,
        pages: Sequence[ViewPage],
        casting: PageFrame,
        listen: Listener,
        data: Callable[[], Iterable[tuple[str, Callable[[], str]]]],
        dating: GitDays,
        target: Target,
    ) -> None:
        self._pages, self._casting, self._listen, self._data = pages, casting, listen, data
        self._site, self._files = casting.site, casting.files
        self._searching, self._config = casting.searching, casting.config
        self._dating, self._target = dating, target
        self._keys = PageKeys(self._site)
        self._output = Output(target.folder, target.published)
        self.project = project_of(self._config)
        self._known: Mapping[str, WrittenPage] = {}

    def write(self) -> Written:
        """Write every page that is not what it was, and all data."""
        if self._target.edited != frozenset():
            self._site.get_ready()
        for page in self._pages:
            if self._casting.is_in_nav(page):
                # A navigation shows icons and the like of its pages on every other one.
                page.read_source(self._config)
        self._known = self._remembered()
        # The longest first, so that no process is left with one when the others are done.
        order = sorted(range(len(self._pages)), key=lambda n: -_weight(self._pages[n]))

        written = Written()

        def work(number: int) -> _Result | dict[str, str]:
            return self._page(self._pages[order[number - 1]]) if number else self._write_data()

        progress = Progress("Printing pages", len(order) + 1, log.info)
        data, *made = parallel_map(len(order) + 1, work, processes(), progress.seen)
        progress.end()
        written.data = cast("dict[str, str]", data)
        by_page = dict(zip(order, cast("list[_Result]", made), strict=True))
        for number, page in enumerate(self._pages):
            facts, result = by_page[number]
            self._note(page.file.dest_uri, result, written)
            if facts and page.source:
                written.facts[file_of(page.source)] = facts
        for one in written.pages.values():
            for name, level, text in one.said:
                logging.getLogger(name).log(level, "%s", text)
        self._judge_anchors(written)
        return written

    def _note(self, name: str, made: _Made | None, written: Written) -> None:
        """Note the page in this file, which stays where it was not made."""
        if made is None:
            written.pages[name] = self._known[name]
            return
        written.made.add(name)
        written.pages[name], record, drawn = made
        written.cards += drawn
        if record:
            written.records[name] = record

    def _data_files(self) -> Iterator[tuple[str, Callable[[], str | bytes]]]:
        yield from self._data()
        if card := self._site.site_card:
            yield card.file, partial(self._site.draw, card)

    def write_saved(self, pages: Iterable[ViewPage], site: Site) -> None:
        """Write these pages of a newer `site` over those that a preview shows."""
        self._site = self._casting.site = site
        self._output = Output(self._config.site_dir, Path(self._config.site_dir))
        for page in pages:
            with working_on(page.name):
                page.read_source(self._config)
                self._made(page, "", None)

    def _remembered(self) -> dict[str, WrittenPage]:
        store = self._target.store
        if not self._target.frame or store is None:
            return {}
        names = {page_row(page.file.dest_uri): page.file.dest_uri for page in self._pages}
        rows = store.get_all(names)
        pages = {names[name]: WrittenPage.read(row) for name, row in rows.items()}
        records = store.digests([record_row(name) for name in pages])
        return {
            name: page
            for name, page in pages.items()
            if page and page.record in ("", records.get(record_row(name)))
        }

    def _write_data(self) -> dict[str, str]:
        edited, briefs = self._target.edited, self._site.loaded.library.briefs
        own = {path for brief in briefs if brief.file in (edited or ()) for path in files_of(brief)}
        digests = {}
        for path, make in self._data_files():
            known = None if edited is None or path in own else self._target.before.data.get(path)
            if known is None or not self._output.keep(path, known):
                known = self._output.write(path, make())
            digests[path] = known
        return digests

    def _page(self, page: ViewPage) -> _Result:
        """Make a page, if it is not what it was. Raises PluginError where it cannot be made."""
        with working_on(page.name):
            return self._facts(page), self._made_or_kept(page)

    def _facts(self, page: ViewPage) -> SharedFacts | None:
        """Return what other pages show of the brief on this page."""
        brief, known = page.source, self._target.before.briefs
        if not isinstance(brief, Brief) or not self._target.frame:
            return None
        edited = self._target.edited
        if edited is not None and brief.file not in edited:
            return known[brief.file]
        links = self._site.loaded.library.links_from[brief.slug]
        return facts_of(brief, self._target.sources[brief.file], links, known)

    def _made_or_kept(self, page: ViewPage) -> _Made | None:
        known = self._known.get(page.file.dest_uri)
        if self._shows_nothing_new(page) and known and self._stands(known):
            return None
        if page.markdown is None:
            page.read_source(self._config)
        key = ""
        if self._target.frame:
            key = self._keys.key(page.view, page.source, self._beside(page))
        if known and known.key == key and self._stands(known):
            page.let_go()
            return None
        return self._made(page, key, known)

    def _shows_nothing_new(self, page: ViewPage) -> bool:
        edited = self._target.edited
        if edited is None:
            return False
        return page.source is None or file_of(page.source) not in edited

    def _beside(self, page: ViewPage) -> list[object]:
        """What decides how a page comes out beside its view and its text."""
        around = [
            (str(other.title), getattr(other, "url", "")) if other else None
            for other in (page, page.parent, page.previous_page, page.next_page)
        ]
        return [
            self._target.frame,
            around,
            repr(page.meta),
            page.edit_url,
            self._dating.days_of(page.source),
            self._site.warnings(page.view, page.source),
        ]

    def _stands(self, known: WrittenPage) -> bool:
        """Whether the files of a page are there, and its links lead where they led."""
        return all(self._address(uri) == at for uri, at in known.asked.items()) and all(
            self._output.keep(name, digest) for name, digest in known.files.items()
        )

    def _address(self, uri: str) -> str | None:
        file = self._files.get_file_from_path(uri)
        return None if file is None or file.inclusion.is_excluded() else file.url

    def _made(self, page: ViewPage, key: str, known: WrittenPage | None) -> _Made:
        asked: set[str] = set()
        with recorded() as said, self._asked(asked):
            self._listen(self._site.bodies.links_on(page.url, page.source))
            page.render(self._config, self._files)
            self._listen(None)
            html = self._dating.page_of(self._casting.html(page), page)
        name = page.file.dest_uri
        files = {name: self._output.write(name, html)}
        record = self._searching.record(page, self._site)
        card, drawn = self._site.card(page.view), False
        if card:
            files[card.file], drawn = self._written_card(card, known)
        written = WrittenPage(
            key,
            files,
            card.key if card else "",
            [(one.name, one.levelno, one.getMessage()) for one in said],
            {uri: self._address(uri) for uri in asked},
            [*open_anchors(page)],
            digest_of_value(record.written()) if record else "",
            record.order if record else None,
        )
        page.let_go()
        return written, record, drawn

    def _written_card(self, card: SocialCard, known: WrittenPage | None) -> tuple[str, bool]:
        """Return the digest of the file of a card, and whether it was drawn."""
        if known and known.card == card.key:
            digest = known.files.get(card.file)
            if digest and self._output.keep(card.file, digest):
                return digest, False
        return self._output.write(card.file, self._site.draw(card)), True

    def _asked(self, names: set[str]) -> Any:
        if not isinstance(self._files, SiteFiles):
            raise TypeError("the files of the site must tell which of them links name")
        return self._files.noting(names)

    def _judge_anchors(self, written: Written) -> None:
        """MkDocs' own check of links to anchors, with ours among the pages."""
        for page in self._pages:
            page.links_to_anchors = None
            for uri, anchor, link in written.pages[page.file.dest_uri].anchors:
                if file := self._files.get_file_from_path(uri):
                    page.links_to_anchors = page.links_to_anchors or {}
                    page.links_to_anchors.setdefault(file, {})[anchor] = link
        linking = [file.page for file in self._files if file.page and file.page.links_to_anchors]
        for target in {file for page in linking for file in page.links_to_anchors or ()}:
            self._note_anchors(target)
        level = self._config.validation.links.anchors
        for page in self._pages:
            page.validate_anchor_links(files=self._files, log_level=level)

    def _note_anchors(self, file: File) -> None:
        """Has a page that is linked to know its anchors again."""
        if isinstance(file.page, ViewPage):
            file.page.present_anchor_ids = ids(self._output.read(file.dest_uri))


_Result = tuple["SharedFacts | None", "_Made | None"]
"""What other pages show of the brief on a page, and the page if it was made."""
_Made = tuple[WrittenPage, SearchRecord | None, bool]
"""A page, its search record, and whether its social card was drawn."""


def _weight(page: ViewPage) -> int:
    return len(page.source.body) if page.source else 0
