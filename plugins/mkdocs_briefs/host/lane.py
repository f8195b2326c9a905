"""The quick lane: pages that the plugin fills, frames and writes by itself, several at a time.

It is open where nobody else has a say in these pages; elsewhere each takes the host's ordinary way,
one after the other. The result is the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from mkdocs_briefs.build.memory import Notes, Place
from mkdocs_briefs.build.output import Output
from mkdocs_briefs.build.press import processes, spread
from mkdocs_briefs.build.progress import Progress
from mkdocs_briefs.build.slowness import HARMLESS
from mkdocs_briefs.host.casting import Casting
from mkdocs_briefs.host.dating import Dating
from mkdocs_briefs.host.files import ViewPage, open_anchors
from mkdocs_briefs.host.log import log, recorded, said_again
from mkdocs_briefs.host.options import project_of
from mkdocs_briefs.host.reprint import place_of
from mkdocs_briefs.pages.records import SearchRecord
from mkdocs_briefs.render.linking import LinkContext
from mkdocs_briefs.render.outline import ids

Listener = Callable[[LinkContext | None], None]


def meddlers(config: MkDocsConfig, own: object) -> list[str]:
    """Names of the plugins and hooks that have a say in pages, and so close the lane."""
    found: dict[str, None] = {}
    for event, handlers in config.plugins.events.items():
        for handler in handlers if event not in HARMLESS else ():
            plugin = getattr(handler, "__self__", None)
            if plugin is not own and not (plugin is not None and rests(plugin)):
                found[_name(plugin, handler, config)] = None
    return list(found)


def rests(plugin: Any) -> bool:
    """Whether a plugin is one of Material's that says of itself that it does nothing."""
    known = type(plugin).__module__.startswith("material.plugins.")
    return known and getattr(plugin.config, "enabled", True) is False


def _name(plugin: object, handler: Any, config: MkDocsConfig) -> str:
    for name, each in config.plugins.items():
        if each is plugin:
            return str(name)
    return str(getattr(handler, "__module__", "") or handler)


@dataclass(frozen=True, slots=True)
class Printed:
    """What is left to do about a page when it is written."""

    record: SearchRecord | None
    said: tuple[logging.LogRecord, ...]
    anchors: tuple[tuple[str, str, str], ...]
    """Links to anchors: uri of the file, the anchor, the link as written."""
    drawn: int
    """Number of social cards drawn."""
    face: tuple[str, str] | None
    """File of a brief, and what other pages show of it."""
    place: Place | None
    """Of the body in the page."""


class Lane:
    """The pages of one build that go down the quick lane.

    `listen` takes the links of the page in hand, for the Markdown extension to ask; `data` gives
    path and text of each file that is no page; `dating` knows when a brief was last changed.
    """

    def __init__(
        self,
        pages: Sequence[ViewPage],
        casting: Casting,
        listen: Listener,
        data: Callable[[], Iterable[tuple[str, str]]],
        dating: Dating,
    ) -> None:
        self._pages, self._casting, self._listen, self._data = pages, casting, listen, data
        self._site, self._files = casting.site, casting.files
        self._searching, self._config = casting.searching, casting.config
        self._dating = dating
        self._output = Output(self._config.site_dir)
        self._project = project_of(self._config)
        self.drawn = 0
        self.notes = Notes()

    def print(self) -> list[SearchRecord]:
        """Fills and writes every page, and all data.

        Gives what the search is to know, in the order of pages.
        """
        self._site.get_ready()
        for page in self._pages:
            if self._casting.is_in_nav(page):
                # A navigation shows icons and the like of its pages on every other one.
                page.read_source(self._config)
        # The longest first, so that no process is left with one when the others are done.
        order = sorted(range(len(self._pages)), key=lambda n: -_weight(self._pages[n]))

        def work(number: int) -> Printed | None:
            return self._printed(self._pages[order[number - 1]]) if number else self._write_data()

        progress = Progress("Printing pages", len(order) + 1, log.info)
        _, *made = spread(len(order) + 1, work, processes(), progress.seen)
        progress.end()
        by_page = dict(zip(order, made, strict=True))
        printed = [one for number in range(len(order)) if (one := by_page[number])]
        for one in printed:
            said_again(one.said)
            self.drawn += one.drawn
        for page, one in zip(self._pages, printed, strict=True):
            if one.face:
                self.notes.faces.update([one.face])
            if one.place:
                self.notes.places[page.file.dest_uri] = one.place
        self._judge_anchors(printed)
        return [one.record for one in printed if one.record]

    def _write_data(self) -> Printed | None:
        """Writes what is no page; of that there is nothing left to do."""
        for path, text in self._data():
            self._output.write(path, text)
        return None

    def _printed(self, page: ViewPage) -> Printed:
        with recorded() as said:
            if page.markdown is None:
                page.read_source(self._config)
            self._listen(self._site.bodies.links_on(page.url, page.source))
            page.render(self._config, self._files)
            self._listen(None)
            html = self._dating.page_of(self._casting.html(page), page)
            self._output.write(page.file.dest_uri, html)
            record = self._searching.record(page, self._site)
            drawn = self._site.write_cards(Path(self._config.site_dir), self._project, [page.view])
        anchors = tuple(open_anchors(page))
        face = self._site.face_of(page.view)
        place = place_of(html, self._site.bodies, page.source, page.own_html) if face else None
        page.let_go()
        return Printed(record, tuple(said), anchors, drawn, face, place)

    def _judge_anchors(self, printed: Sequence[Printed]) -> None:
        """The host's own check of links to anchors, with ours among the pages."""
        for page, one in zip(self._pages, printed, strict=True):
            page.links_to_anchors = None
            for uri, anchor, link in one.anchors:
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


def _weight(page: ViewPage) -> int:
    return len(page.source.body) if page.source else 0
