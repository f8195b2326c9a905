"""Writes our pages on all processors, and leaves those that have not changed.

This works if no other plugin or hook changes pages. Otherwise MkDocs writes our pages one by one,
as it writes its own; the result is the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mkdocs.structure.files import File

from mkdocs_briefs.builder.data_files import files_of
from mkdocs_briefs.builder.output import Output
from mkdocs_briefs.builder.page_keys import Known, PageKeys, SharedFacts, facts_of
from mkdocs_briefs.builder.parallel import Progress, parallel_map, processes
from mkdocs_briefs.builder.search import Load, RecordEntry
from mkdocs_briefs.builder.site import Site, file_of
from mkdocs_briefs.builder.store import Store, digest_of_value
from mkdocs_briefs.host.files import DataFiles, SiteFiles, ViewPage, open_anchors
from mkdocs_briefs.host.log import log, named_failures, recorded
from mkdocs_briefs.host.page_frame import PageFrame
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.records import SearchRecord, record_of
from mkdocs_briefs.render.finished_html import ids
from mkdocs_briefs.render.links import LinkContext

if TYPE_CHECKING:
    from mkdocs_briefs.builder.cards import SocialCard

_REST = "rest"
"""Name in the store of what is remembered beside pages."""
Message = tuple[str, int, str]
"""Name of a logger, level, and text."""


@dataclass(frozen=True)
class WrittenPage:
    """What is remembered of a page beside its files, as a row of JSON."""

    key: str
    files: dict[str, str]
    """Digest of each file in the site: the page, and its social card."""
    card: str
    """Digest of what decides the bytes of that card; empty if the page has none."""
    messages: list[Message]
    """What was logged while the page was made."""
    linked: dict[str, str | None]
    """The files that its links name, with the address of each."""
    anchors: list[tuple[str, str, str]]
    """Links to anchors: file, anchor, link as written."""
    record: str
    """Digest of its search record in the store; empty if it has none."""
    order: tuple[int, int, str] | None
    """The place of that record among all."""

    @classmethod
    def read(cls, row: Any) -> WrittenPage | None:
        """Return the page of a row, or None if another version wrote the row."""
        try:
            page = cls(**row)
        except TypeError:
            return None
        if page.order:
            kind, date, path = page.order
            page = replace(page, order=(kind, date, path))
        return page


@dataclass(slots=True)
class Written:
    """What one build wrote of our pages."""

    pages: dict[str, WrittenPage] = field(default_factory=dict)
    """By file in the site."""
    records: dict[str, SearchRecord] = field(default_factory=dict)
    """Of the pages that were made, by file."""
    made: set[str] = field(default_factory=set)
    """The files of pages that were made. All others stay."""
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
        """Return the entries of the search records of all pages."""
        return [
            RecordEntry(page.order, page.record, name)
            for name, page in self.pages.items()
            if page.order
        ]

    def load_from(self, store: Store) -> Load:
        """Return what gives search records. The store has those of pages that stay."""

        def load(names: Sequence[str]) -> dict[str, SearchRecord]:
            stored = {_record_row(name): name for name in names if name not in self.records}
            rows = store.get_all(stored)
            made = {name: self.records[name] for name in names if name in self.records}
            return made | {stored[row]: record_of(value) for row, value in rows.items()}

        return load

    def rows(self) -> dict[str, object]:
        """Return what to remember of the pages that were made, by name in the store."""
        made = {_page_row(name): vars(self.pages[name]) for name in self.made}
        return made | {_record_row(n): record.written() for n, record in self.records.items()}

    def row_names(self) -> list[str]:
        """Return the names in the store of what is remembered of all pages."""
        return [row(name) for name in self.pages for row in (_page_row, _record_row)]


def _page_row(file: str) -> str:
    return f"page/{file}"


def _record_row(file: str) -> str:
    return f"record/{file}"


@dataclass(frozen=True, slots=True)
class LastBuild:
    """What is remembered of the last build beside its pages."""

    rest: str = ""
    """Digest of what decides pages beside the published briefs."""
    briefs: Known = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    """Digest of each file that is no page."""

    @classmethod
    def read(cls, store: Store) -> LastBuild:
        """Return what the store has, or nothing if another version wrote it."""
        row = store.get(_REST)
        try:
            briefs = {file: SharedFacts(*facts) for file, facts in row["briefs"].items()}
            return cls(row["rest"], briefs, row["data"])
        except (TypeError, KeyError):
            return cls()

    def row(self) -> dict[str, object]:
        """Return what to remember, by name in the store."""
        return {_REST: {"rest": self.rest, "briefs": self.briefs, "data": self.data}}


@dataclass(frozen=True, slots=True)
class Target:
    """Where the pages of a build are written, and what is known of those of the last one."""

    folder: Path
    published: Path
    """The folder of the published site."""
    store: Store | None = None
    frame: str = ""
    """Digest of what all pages share; empty if every page is to be made."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Digest of the file of each published brief, and of its commits."""
    last: LastBuild = field(default_factory=LastBuild)
    edited: frozenset[str] | None = None
    """The files of the changed briefs, if no page but their own shows the change; else None."""


class PageWriter:
    """Writes the pages of one build.

    `set_links` takes the links of the page at hand, for the Markdown extension. `data` returns our
    files that are no pages.
    """

    def __init__(
        self,
        pages: Sequence[ViewPage],
        frame: PageFrame,
        set_links: Callable[[LinkContext | None], None],
        data: Callable[[], DataFiles],
        target: Target,
    ) -> None:
        self._pages, self._frame, self._set_links = pages, frame, set_links
        self._data, self._target = data, target
        self._site, self._files, self._config = frame.site, frame.files, frame.config
        self._keys = PageKeys(self._site)
        self._output = Output(target.folder, target.published)
        self._known: Mapping[str, WrittenPage] = {}

    def write(self) -> Written:
        """Write all data, and every page that has changed."""
        if self._target.edited != frozenset():
            self._site.make_shared_parts()
        for page in self._pages:
            if self._frame.is_in_nav(page):
                # A navigation shows the icons of its pages on every other page.
                page.read_source(self._config)
        self._known = self._remembered()
        # Long pages come first, so that no process still has one when the others are done.
        order = sorted(range(len(self._pages)), key=lambda n: -_length(self._pages[n]))

        first: list[_Result] = []
        if order and not self._known:
            # Templates that are compiled before other processes begin are compiled once.
            self._site.renderer.load_templates()
            first.append(self._result(self._pages[order[0]]))

        def work(number: int) -> _Result | dict[str, str]:
            if not number:
                return self._write_data()
            return (
                first[0] if first and number == 1 else self._result(self._pages[order[number - 1]])
            )

        progress = Progress("Printing pages", len(order) + 1, log.info)
        data, *results = parallel_map(len(order) + 1, work, processes(), progress.seen)
        progress.end()
        written = Written(data=cast("dict[str, str]", data))
        by_page = dict(zip(order, cast("list[_Result]", results), strict=True))
        for number, page in enumerate(self._pages):
            facts, made = by_page[number]
            self._add(page.file.dest_uri, made, written)
            if facts and page.source:
                written.facts[file_of(page.source)] = facts
        for one in written.pages.values():
            for name, level, text in one.messages:
                logging.getLogger(name).log(level, "%s", text)
        self._check_anchors(written)
        return written

    def _add(self, name: str, made: _Made | None, written: Written) -> None:
        """Add the page of this file to what was written."""
        if made is None:
            written.pages[name] = self._known[name]
            return
        written.made.add(name)
        written.pages[name], record, drawn = made
        written.cards += drawn
        if record:
            written.records[name] = record

    def write_saved(self, pages: Iterable[ViewPage], site: Site) -> None:
        """Write these pages of a newer `site` over those that a preview shows."""
        self._site = self._frame.site = site
        self._output = Output(self._config.site_dir, Path(self._config.site_dir))
        for page in pages:
            with named_failures(page.name):
                page.read_source(self._config)
                self._make(page, "", None)

    def _remembered(self) -> dict[str, WrittenPage]:
        """Return the pages of the last build whose search records are still there."""
        store = self._target.store
        if not self._target.frame or store is None:
            return {}
        names = {_page_row(page.file.dest_uri): page.file.dest_uri for page in self._pages}
        rows = store.get_all(names)
        pages = {names[name]: WrittenPage.read(row) for name, row in rows.items()}
        records = store.digests([_record_row(name) for name in pages])
        return {
            name: page
            for name, page in pages.items()
            if page and page.record in ("", records.get(_record_row(name)))
        }

    def _write_data(self) -> dict[str, str]:
        """Write the files that are no pages. Return the digest of each."""
        edited, briefs = self._target.edited, self._site.loaded.library.briefs
        own = {path for brief in briefs if brief.file in (edited or ()) for path in files_of(brief)}
        digests = {}
        for path, make in self._data_files():
            known = None if edited is None or path in own else self._target.last.data.get(path)
            if known is None or not self._output.keep(path, known):
                known = self._output.write(path, make())
            digests[path] = known
        return digests

    def _data_files(self) -> Iterator[tuple[str, Callable[[], str | bytes]]]:
        yield from self._data()
        if card := self._site.site_card:
            yield card.file, partial(self._site.draw, card)

    def _result(self, page: ViewPage) -> _Result:
        """Make a page if it has changed. Raise PluginError if it cannot be made."""
        with named_failures(page.name):
            return self._facts(page), self._make_if_changed(page)

    def _facts(self, page: ViewPage) -> SharedFacts | None:
        """Return what other pages show of the brief on this page."""
        brief, known = page.source, self._target.last.briefs
        if not isinstance(brief, Brief) or not self._target.frame:
            return None
        edited = self._target.edited
        if edited is not None and brief.file not in edited:
            return known[brief.file]
        links = self._site.loaded.library.links_from[brief.slug]
        return facts_of(brief, self._target.sources[brief.file], links, known)

    def _make_if_changed(self, page: ViewPage) -> _Made | None:
        known = self._known.get(page.file.dest_uri)
        if known and self._is_not_edited(page) and self._is_intact(known):
            return None
        if page.markdown is None:
            page.read_source(self._config)
        key = ""
        if self._target.frame:
            key = self._keys.key(page.view, page.source, self._surroundings(page))
        if known and known.key == key and self._is_intact(known):
            page.free()
            return None
        return self._make(page, key, known)

    def _is_not_edited(self, page: ViewPage) -> bool:
        edited = self._target.edited
        return edited is not None and (page.source is None or file_of(page.source) not in edited)

    def _surroundings(self, page: ViewPage) -> list[object]:
        """Return what decides a page beside its view and its text."""
        around = [
            (str(other.title), getattr(other, "url", "")) if other else None
            for other in (page, page.parent, page.previous_page, page.next_page)
        ]
        warnings = self._site.warnings(page.view, page.source)
        return [self._target.frame, around, repr(page.meta), page.edit_url, warnings]

    def _is_intact(self, known: WrittenPage) -> bool:
        """Return whether the files of a page are there, and its links lead where they led."""
        return all(self._address(uri) == at for uri, at in known.linked.items()) and all(
            self._output.keep(name, digest) for name, digest in known.files.items()
        )

    def _address(self, uri: str) -> str | None:
        file = self._files.get_file_from_path(uri)
        return None if file is None or file.inclusion.is_excluded() else file.url

    def _make(self, page: ViewPage, key: str, known: WrittenPage | None) -> _Made:
        """Render and write a page, with its social card."""
        if not isinstance(self._files, SiteFiles):
            raise TypeError("MkDocs' own collection of files does not tell what links name")
        linked: set[str] = set()
        with recorded() as messages, self._files.collecting(linked):
            self._set_links(self._site.bodies.links_on(page.url, page.source))
            page.render(self._config, self._files)
            self._set_links(None)
            html = self._frame.html(page)
        name = page.file.dest_uri
        files = {name: self._output.write(name, html)}
        record = self._frame.search.record(page, self._site)
        card, drawn = self._site.card(page.view), False
        if card:
            files[card.file], drawn = self._write_card(card, known)
        written = WrittenPage(
            key,
            files,
            card.key if card else "",
            [(one.name, one.levelno, one.getMessage()) for one in messages],
            {uri: self._address(uri) for uri in linked},
            [*open_anchors(page)],
            digest_of_value(record.written()) if record else "",
            record.order if record else None,
        )
        page.free()
        return written, record, drawn

    def _write_card(self, card: SocialCard, known: WrittenPage | None) -> tuple[str, bool]:
        """Return the digest of the file of a card, and whether it was drawn."""
        if known and known.card == card.key:
            digest = known.files.get(card.file)
            if digest and self._output.keep(card.file, digest):
                return digest, False
        return self._output.write(card.file, self._site.draw(card)), True

    def _check_anchors(self, written: Written) -> None:
        """Check links to anchors as MkDocs does, with our pages among the others."""
        for page in self._pages:
            page.links_to_anchors = None
            for uri, anchor, link in written.pages[page.file.dest_uri].anchors:
                if file := self._files.get_file_from_path(uri):
                    page.links_to_anchors = page.links_to_anchors or {}
                    page.links_to_anchors.setdefault(file, {})[anchor] = link
        linking = [file.page for file in self._files if file.page and file.page.links_to_anchors]
        for target in {file for page in linking for file in page.links_to_anchors or ()}:
            self._read_anchors(target)
        level = self._config.validation.links.anchors
        for page in self._pages:
            page.validate_anchor_links(files=self._files, log_level=level)

    def _read_anchors(self, file: File) -> None:
        if isinstance(file.page, ViewPage):
            file.page.present_anchor_ids = ids(self._output.read(file.dest_uri))


_Made = tuple[WrittenPage, SearchRecord | None, bool]
"""A page, its search record, and whether its social card was drawn."""
_Result = tuple["SharedFacts | None", "_Made | None"]
"""What other pages show of the brief on a page, and the page if it was made."""


def _length(page: ViewPage) -> int:
    return len(page.source.body) if page.source else 0
