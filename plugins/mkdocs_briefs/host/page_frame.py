"""The HTML of the theme around the content of a page.

The theme writes one page of a kind, and the others are filled into it (`render/finished_html.py`).
Faults of the theme's HTML are fixed in the finished page (`render/theme_fixes.py`).
"""

from __future__ import annotations

import copy
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import normalize_url

from mkdocs_briefs.builder.plugin_compat import READ_FROM_DISK
from mkdocs_briefs.builder.site import Site
from mkdocs_briefs.formats.head import site_files
from mkdocs_briefs.host.files import ViewPage
from mkdocs_briefs.host.inputs import own_templates
from mkdocs_briefs.host.other_plugins import DOWNLOADS_FONTS, are_on
from mkdocs_briefs.host.site_search import SiteSearch
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.kinds.listings import HubLink
from mkdocs_briefs.render.finished_html import (
    TEST_VALUES,
    Entry,
    PageTemplate,
    Slots,
    placeholder,
    verified_template,
)
from mkdocs_briefs.render.links import with_files
from mkdocs_briefs.render.theme_fixes import (
    FEATURE,
    FixOptions,
    Hosts,
    add_policy,
    fill_error_page,
    fix_page,
    instant_content,
    instant_head,
    instant_page,
    is_same_language,
    origins,
)
from mkdocs_briefs.render.words import direction, words

if TYPE_CHECKING:
    from mkdocs.utils.templates import TemplateContext

_RUNS = re.compile("<(?:script|style)", re.IGNORECASE)
"""Content whose hashes the policy of its page needs."""
MIN_PAGES = 1
"""Pages of one shape that the theme writes before a template is made, which costs two pages."""
_PADDING = "/zqd"
_HEADED = f"<h1>{placeholder('content')}"
"""The theme adds a heading to content that has none; ours has one."""
Shape = tuple[object, ...]


class PageFrame:
    """Writes whole pages around the content of ours."""

    def __init__(
        self,
        site: Site,
        env: jinja2.Environment,
        nav: Navigation,
        files: Files,
        config: MkDocsConfig,
        fixes: ThemeFixes,
        search: SiteSearch,
    ) -> None:
        self.site, self.files, self.config, self.search = site, files, config, search
        self.nav, self.fixes = nav, fixes
        self._env = env
        self._list = files.documentation_pages()
        self._in_nav = {id(page) for page in nav.pages}
        self._templates: dict[Shape, PageTemplate | None] = {}
        self._counts: Counter[Shape] = Counter()
        self._own_templates = own_templates(config)

    def is_in_nav(self, page: ViewPage) -> bool:
        """Return whether the page is an entry of the navigation."""
        return id(page) in self._in_nav

    def html(self, page: ViewPage) -> str:
        """Return the page as it is published."""
        head = self.fixes.head(str(self.site.head(page.view)))
        page.content = self.fixes.content(page.content or "")
        runs = _RUNS.search(page.content or "")
        template = None if runs else self._template(page)
        return template.fill(_values(page, head)) if template else self._written(page, head)

    def _template(self, page: ViewPage) -> PageTemplate | None:
        """Return the template for pages like this one, if there are enough of them."""
        shape = _shape(page)
        if self._own_templates or shape is None or self.is_in_nav(page):
            return None
        if shape not in self._templates:
            self._counts[shape] += 1
            if self._counts[shape] <= MIN_PAGES:
                return None
            self._templates[shape] = self._new_template(page)
        return self._templates[shape]

    def _new_template(self, page: ViewPage) -> PageTemplate | None:
        depth = page.url.count("/")
        root, padding = "../" * depth, _PADDING * (depth - 2)
        slots = _values(page, "").slots
        test_values = {
            **{slot: TEST_VALUES[slot] for slot in slots if slot in TEST_VALUES},
            "path": f"a%20edit{padding}/",
            **({"previous_path": f"{root}awkward/edit-1/"} if "previous_path" in slots else {}),
            **({"next_path": f"{root}awkward/blob-2/"} if "next_path" in slots else {}),
        }

        def write(values: Slots) -> str:
            html = self._written(_copy_with(page, values, root, padding), values.slots["head"])
            html = html.replace(f"{placeholder('path')}{padding}/", placeholder("path"))
            html = html.replace(_HEADED, placeholder("content"))
            for slot in ("previous_path", "next_path"):
                html = html.replace(f"{root}{placeholder(slot)}/", placeholder(slot))
            return html

        return verified_template(write, test_values, toc=bool(_entries(page.toc)))

    def _written(self, page: Page, head: str) -> str:
        """Return the page as the theme writes it, with fixes and policy."""
        page.active = True
        try:
            context = get_context(self.nav, self._list, self.config, page)
            cast("dict[str, Any]", context)["briefs_head"] = Markup(head)  # noqa: S704 - our own
            use_page_language(context, page, self.config)
            template = self._env.get_template(page.meta.get("template", "main.html"))
            html = self.search.add_link(template.render(cast("Any", context)), page.url)
        finally:
            page.active = False
        return self.fixes.add_policy(self.fixes.fix(html, page), page)


def _shape(page: ViewPage) -> Shape | None:
    """Return what all pages of one template share, or None for a page that needs its own."""
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


def _values(page: ViewPage, head: str) -> Slots:
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


def _copy_with(page: ViewPage, values: Slots, root: str, padding: str) -> ViewPage:
    """Return a copy of a page with other values; the placeholder of a path stands for all of it."""
    slots = values.slots
    path = placeholder("path")
    tail = slots["path"] if slots["path"] != path else f"{path}{padding}/"
    other: ViewPage = _copy_at(page, f"{page.url.partition('/')[0]}/{tail}")
    other.title = Markup(slots["title"])  # noqa: S704 - escaped by contract
    other.content = _HEADED if slots["content"] == placeholder("content") else slots["content"]
    other.meta = {**page.meta}
    if "description" in slots:
        other.meta["description"] = slots["description"]
    if "edit" in slots:
        other.edit_url = page.site.repository.edit_base + slots["edit"]
    other.toc = TableOfContents(_links(values.toc))
    other.previous_page = _neighbour(page.previous_page, "previous", slots, root)
    other.next_page = _neighbour(page.next_page, "next", slots, root)
    return other


def _neighbour(page: Page | None, name: str, slots: Mapping[str, str], root: str) -> Page | None:
    if page is None:
        return None
    path = slots[f"{name}_path"]
    is_placeholder = path == placeholder(f"{name}_path")
    other: Page = _copy_at(page, f"{path}/" if is_placeholder else path.removeprefix(root))
    other.title = Markup(slots[f"{name}_title"])  # noqa: S704 - escaped by contract
    return other


def _copy_at(page: Any, url: str) -> Any:
    """Return a copy of a page at another address."""
    other, other.file = copy.copy(page), copy.copy(page.file)
    other.file.url, other.file.dest_uri = url, f"{url}index.html"
    if page.canonical_url:
        other.canonical_url = page.canonical_url.removesuffix(page.url) + url
        other.abs_url = page.abs_url.removesuffix(page.url) + url
    return other


# Fixes

STATEMENT = "accessibility"
"""Name of a page, in any folder, to which the footer of every page links."""


class ThemeFixes:
    """Fixes the theme's HTML in the pages of one build.

    `policy` says which pages get a Content-Security-Policy: `pages` for those of this plugin,
    `site` for all, or `off`. `hubs` are links for the footer, to what the navigation leaves out.
    """

    def __init__(
        self,
        site: Site,
        files: Files,
        config: MkDocsConfig,
        policy: str,
        hubs: Iterable[HubLink] = (),
    ) -> None:
        there = site_files(site.settings)
        links = [(hub.path, hub.title) for hub in hubs]
        links = links or [(urls.index_path("corrections"), "hub.corrections")]
        links += _statement(files)
        links += [
            (there[name], key)
            for name, key in (("atom", "follow_feed"), ("calendar", "follow_calendar"))
            if name in there
        ]
        fonts = are_on(config, DOWNLOADS_FONTS)
        self._site = site
        self._options = FixOptions(
            tuple(links), keep_fonts=fonts, keep_repository_facts=policy != "site"
        )
        self._policy = "off" if are_on(config, READ_FROM_DISK) else policy
        self._names_files = not config.use_directory_urls
        self._our_hosts = _hosts(config, fonts=fonts)
        self._other_hosts = _hosts(config, fonts=True)
        self._root = urlsplit(config.site_url or "/").path or "/"
        theme: Any = config.theme
        self._is_instant = FEATURE in (theme.get("features") or ())

    @property
    def digestible(self) -> str:
        """What decides the fixes, as text for a digest."""
        hosts = (self._our_hosts, self._other_hosts)
        return repr((self._options, self._policy, self._names_files, hosts, self._root))

    def fix(self, html: str, page: Page) -> str:
        """Return a page with the theme's HTML fixed."""
        root = "../" * page.url.count("/")
        html = fix_page(html, self._options, root, ours=isinstance(page, ViewPage))
        if self._is_instant:
            html = instant_page(html, ours=isinstance(page, ViewPage))
        return with_files(html) if self._names_files else html

    def head(self, html: str) -> str:
        """Return what one of our pages adds to its head, as the theme's scripts need it."""
        return instant_head(html, ours=True) if self._is_instant else html

    def content(self, html: str) -> str:
        """Return the content of one of our pages as the theme's scripts need it."""
        return instant_content(html) if self._is_instant else html

    def add_policy(self, html: str, page: Page) -> str:
        """Return a page with its policy. Nothing may be added to the page after that."""
        ours = isinstance(page, ViewPage)
        if self._policy == "site" or (self._policy == "pages" and ours):
            hosts = self._our_hosts if ours else self._other_hosts
            return add_policy(html, hosts, trusted=not (ours and self._site.settings.untrusted))
        return html

    def fix_error_page(self, html: str) -> str:
        """Return the page for unknown addresses with our content; its links begin with `/`."""
        content, title = self._site.not_found(self._root)
        return fix_page(fill_error_page(html, content, title), self._options, self._root, ours=True)

    def add_policy_to_error_page(self, html: str) -> str:
        """Return that page with its policy."""
        return html if self._policy == "off" else add_policy(html, self._our_hosts)


def _hosts(config: MkDocsConfig, *, fonts: bool) -> Hosts:
    """Return the hosts that the configuration names; with `fonts`, the theme's too."""
    scripts = origins([str(script) for script in config.extra_javascript])
    styles = origins(config.extra_css)
    theme: Any = config.theme
    downloaded = are_on(config, DOWNLOADS_FONTS)
    if not fonts or downloaded or "font" not in theme or theme["font"] is False:
        return Hosts(scripts, styles)
    google = ("https://fonts.googleapis.com", "https://fonts.gstatic.com")
    return Hosts(scripts, (*styles, google[0]), google[1:])


def _statement(files: Files) -> Iterator[tuple[str, str]]:
    """Yield the link to the site's statement on accessibility, if it has one."""
    for file in sorted(files.documentation_pages(), key=lambda file: file.src_uri.count("/")):
        if file.name == STATEMENT:
            yield file.url, "shell.accessibility"
            return


# The language of a page

_LANGUAGES = "partials/languages"
_OTHER_NAMES = {
    "ckb": "ku-iq",
    "fil": "tl",
    "in": "id",
    "iw": "he",
    "no": "nb",
    "sr-latn": "sh",
    "zh-hk": "zh-hant",
    "zh-mo": "zh-hant",
}
"""Language tags for which the theme has another name: old tags (registry of BCP 47), or the script
or macrolanguage that the theme means."""


class ThemeWith(Mapping[str, Any]):
    """A theme with other options. The theme itself stays as it is."""

    def __init__(self, theme: Any, options: Mapping[str, object]) -> None:
        self._theme, self._options = theme, options

    def __getattr__(self, name: str) -> Any:
        return getattr(self._theme, name)

    def __getitem__(self, key: str) -> Any:
        return self._options[key] if key in self._options else self._theme[key]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._theme, **self._options})

    def __len__(self) -> int:
        return len({**self._theme, **self._options})


def use_page_language(context: TemplateContext, page: Page, config: MkDocsConfig) -> None:
    """Set the theme's language to that of one of our pages, and what its contents are called.

    Material reads `config.theme.language`, if it has that language, and `config.mdx_configs`. So
    the context of the page gets a copy of the configuration.
    """
    if not isinstance(page, ViewPage) or "language" not in config.theme:
        return
    lang, own = page.head.lang or page.site.settings.language, dict[str, Any]()
    chosen = _theme_language(lang, tuple(config.theme.dirs))
    if chosen is not None and chosen != config.theme["language"]:
        options = {"language": chosen, "direction": direction(lang)}
        own["theme"] = ThemeWith(config.theme, options)
    toc, key = config.mdx_configs.get("toc") or {}, page.view.toc_title_key
    if key and "title" not in toc and is_same_language(lang, words(lang).lang_of(key)):
        own["mdx_configs"] = {**config.mdx_configs, "toc": {**toc, "title": words(lang)(key)}}
    if own:
        copied = copy.copy(config)
        copied.update(own)
        cast("dict[str, Any]", context)["config"] = copied


@cache
def _theme_language(lang: str, folders: Sequence[str]) -> str | None:
    """Return the theme's name for the language of a BCP 47 tag, or None if it does not have it.

    The whole tag is tried first, then the tag without its last part: `zh-Hant-TW`, `zh-Hant`, `zh`.
    """
    files = (file for folder in folders for file in Path(folder, _LANGUAGES).glob("*.html"))
    known = {file.stem.lower(): file.stem for file in files}
    parts = lang.lower().replace("_", "-").split("-")
    while parts:
        tag = "-".join(parts)
        for name in (tag, _OTHER_NAMES.get(tag, "")):
            if name in known:
                return known[name]
        parts.pop()
    return None


# Pages that the site's owner wrote

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_HEADERLINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_MIN_DESCRIPTION, _MAX_DESCRIPTION = 50, 160
"""Characters of a description that search engines show, and show whole."""


def add_description(page: Page) -> None:
    """Give a page of the owner its first paragraph as description, if it has none.

    The front page keeps the description of the site.
    """
    if page.is_homepage or page.meta.get("description"):
        return
    text = ""
    for found in _PARAGRAPH.finditer(page.content or ""):
        paragraph = unescape(_TAG.sub("", _HEADERLINK.sub("", found[1])))
        text = " ".join([*text.split(), *paragraph.split()])
        if len(text) >= _MIN_DESCRIPTION:
            break
    if text:
        page.meta["description"] = escape(
            textwrap.shorten(text, _MAX_DESCRIPTION, placeholder=" …")
        )


def add_head(html: str, page: Page, site: Site) -> str:
    """Return a page of the owner with the tags in its head that the theme did not write."""
    path = "" if page.url in (".", "./") else page.url
    return site.ordinary_page(html, path, unescape(str(page.title or "")))
