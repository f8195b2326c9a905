"""Our pages in the theme's: each shape of page is filled by the theme once, then cast."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, cast

import jinja2
from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import normalize_url

from mkdocs_briefs.builder.site import Site
from mkdocs_briefs.host.files import ViewPage
from mkdocs_briefs.host.inputs import own_templates
from mkdocs_briefs.host.language import speak_as_page
from mkdocs_briefs.host.site_search import SiteSearch
from mkdocs_briefs.host.theme_fixes import Frame
from mkdocs_briefs.render.page_slots import AWKWARD, Entry, PageTemplate, Slots, proven, sign

_RUNS = re.compile("<(?:script|style)", re.IGNORECASE)
"""What the policy of a page has to know of its content."""
WORTH = 3
"""Pages of one shape that are filled one by one before a mould is made, which costs two."""
_PADDING = "/zqd"
_HEADED = f"<h1>{sign('content')}"
"""The theme writes a heading of its own above content that has none; ours has one."""
Shape = tuple[object, ...]


class PageFrame:
    """Writes the whole page around what each of our pages holds."""

    def __init__(
        self,
        site: Site,
        env: jinja2.Environment,
        nav: Navigation,
        files: Files,
        config: MkDocsConfig,
        frame: Frame,
        searching: SiteSearch,
    ) -> None:
        self.site, self.files, self.config, self.searching = site, files, config, searching
        self._env, self.nav, self._frame = env, nav, frame
        self._list = files.documentation_pages()
        self._in_nav = {id(page) for page in nav.pages}
        self._moulds: dict[Shape, PageTemplate | None] = {}
        self._seen: Counter[Shape] = Counter()
        self._plain = own_templates(config)

    @property
    def around(self) -> str:
        """What the plugin itself puts around each page, for a digest."""
        return self._frame.around

    def is_in_nav(self, page: ViewPage) -> bool:
        """Whether the page stands in the navigation itself."""
        return id(page) in self._in_nav

    def html(self, page: ViewPage) -> str:
        """The page as it is published."""
        head = str(self.site.head(page.view))
        # A policy holds the hashes of all that a page runs; what an author wrote is in no mould.
        mould = None if _RUNS.search(page.content or "") else self._mould(page)
        return mould.cast(_filling(page, head)) if mould else self._written(page, head)

    def _mould(self, page: ViewPage) -> PageTemplate | None:
        """The mould for pages like this one, if there are enough of them."""
        shape = _shape(page)
        if self._plain or shape is None or self.is_in_nav(page):
            return None
        if shape not in self._moulds:
            self._seen[shape] += 1
            if self._seen[shape] <= WORTH:
                return None
            self._moulds[shape] = self._made(page)
        return self._moulds[shape]

    def _made(self, page: ViewPage) -> PageTemplate | None:
        depth = page.url.count("/")
        root, padding = "../" * depth, _PADDING * (depth - 2)
        values = _filling(page, "").slots
        awkward = {
            **{slot: AWKWARD[slot] for slot in values if slot in AWKWARD},
            "path": f"a%20edit{padding}/",
            **({"previous_path": f"{root}awkward/edit-1/"} if "previous_path" in values else {}),
            **({"next_path": f"{root}awkward/blob-2/"} if "next_path" in values else {}),
        }

        def write(filling: Slots) -> str:
            html = self._written(_stand_in(page, filling, root, padding), filling.slots["head"])
            html = html.replace(f"{sign('path')}{padding}/", sign("path"))
            html = html.replace(_HEADED, sign("content"))
            for slot in ("previous_path", "next_path"):
                html = html.replace(f"{root}{sign(slot)}/", sign(slot))
            return html

        return proven(write, awkward, toc=bool(_entries(page.toc)))

    def _written(self, page: Page, head: str) -> str:
        """The page as the theme fills it, fixed and sealed."""
        page.active = True
        try:
            context = get_context(self.nav, self._list, self.config, page)
            cast("dict[str, Any]", context)["briefs_head"] = Markup(head)  # noqa: S704 - our own
            speak_as_page(context, page, self.config)
            template = self._env.get_template(page.meta.get("template", "main.html"))
            html = self.searching.control(template.render(cast("Any", context)), page.url)
        finally:
            page.active = False
        return self._frame.sealed(self._frame.fixed(html, page), page)


def _shape(page: ViewPage) -> Shape | None:
    """What all pages of one mould share; None for a page that is alone in its shape."""
    depth = page.url.count("/")
    if depth < 2 or not page.url.endswith("/") or not isinstance(page.title, Markup):
        return None
    meta = {key: value for key, value in page.meta.items() if key != "description"}
    return (
        page.url.partition("/")[0],
        depth,
        page.head.lang,
        repr(meta),
        bool(page.meta.get("description")),
        id(page.parent),
        bool(_entries(page.toc)),
        page.previous_page is not None,
        page.next_page is not None,
        bool(page.edit_url),
    )


def _filling(page: ViewPage, head: str) -> Slots:
    slots = {
        "title": str(page.title),
        "path": page.url.partition("/")[2],
        "description": str(page.meta.get("description") or ""),
        "head": head,
        "content": page.content or "",
    }
    if not slots["description"]:
        del slots["description"]
    if page.edit_url:
        slots["edit"] = page.edit_url.removeprefix(page.site.repository.edit_base)
    for name, other in (("previous", page.previous_page), ("next", page.next_page)):
        if other is not None:
            slots[f"{name}_path"] = normalize_url(other.url, page)
            slots[f"{name}_title"] = str(other.title)
    return Slots(slots, _entries(page.toc))


def _entries(toc: Iterable[AnchorLink]) -> tuple[Entry, ...]:
    return tuple(Entry(link.title, link.id, _entries(link.children)) for link in toc)


def _links(entries: Iterable[Entry], level: int = 2) -> list[AnchorLink]:
    links = []
    for entry in entries:
        link = AnchorLink(entry.title, entry.id, level)
        link.children = _links(entry.children, level + 1)
        links.append(link)
    return links


def _stand_in(page: ViewPage, filling: Slots, root: str, padding: str) -> ViewPage:
    """A page like this one with other values; a sign for a path stands for all of it."""
    slots = filling.slots
    tail = slots["path"] if slots["path"] != sign("path") else f"{sign('path')}{padding}/"
    other: ViewPage = _moved(page, f"{page.url.partition('/')[0]}/{tail}")
    other.title = Markup(slots["title"])  # noqa: S704 - escaped by contract
    other.content = _HEADED if slots["content"] == sign("content") else slots["content"]
    other.meta = {**page.meta}
    if "description" in slots:
        other.meta["description"] = slots["description"]
    if "edit" in slots:
        other.edit_url = page.site.repository.edit_base + slots["edit"]
    other.toc = TableOfContents(_links(filling.toc))
    other.previous_page = _neighbour(page.previous_page, "previous", slots, root)
    other.next_page = _neighbour(page.next_page, "next", slots, root)
    return other


def _neighbour(page: Page | None, name: str, slots: Mapping[str, str], root: str) -> Page | None:
    if page is None:
        return None
    path = slots[f"{name}_path"]
    moved: Page = _moved(
        page, f"{path}/" if path == sign(f"{name}_path") else path.removeprefix(root)
    )
    moved.title = Markup(slots[f"{name}_title"])  # noqa: S704 - escaped by contract
    return moved


def _moved(page: Any, url: str) -> Any:
    """A copy of a page at another address."""
    moved, file = copy.copy(page), copy.copy(page.file)
    _move(file, url)
    moved.file = file
    if page.canonical_url:
        moved.canonical_url = page.canonical_url.removesuffix(page.url) + url
        moved.abs_url = page.abs_url.removesuffix(page.url) + url
    return moved


def _move(file: File, url: str) -> None:
    file.url = url
    file.dest_uri = f"{url}index.html"
