"""One brief printed anew while all other pages stay, because none of them shows what changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from mkdocs_briefs.build.bodies import Bodies, twin_path
from mkdocs_briefs.build.memory import Place
from mkdocs_briefs.library.prose_references import anchors_of
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.render.linking import LinkContext
from mkdocs_briefs.render.outline import every_id, headings, ids

RUNS = re.compile("<(?:script|style)", re.IGNORECASE)
"""What the policy of a page has to know of its content."""
_THEMES = ("material", "mkdocs", "readthedocs")
"""Themes that show the content of a page in one place and tell of it nowhere else."""
_BEFORE, _AFTER = '<div class="b-body">\n', "\n</div>"
"""What stands around a body in its page: see the template `brief.html`."""
_CITED = "cited-"
"""How the ids begin that citations get, to which the list of sources leads back."""


@dataclass(frozen=True, slots=True)
class Reprinted:
    """The files of one brief as they are now."""

    brief: Brief
    path: str
    """Of the page in the site, as in an address."""
    html: str
    """What the host made of the Markdown."""
    files: Mapping[str, str]
    file: str
    """That of the page."""
    place: Place
    """Of the body in the page."""


def place_of(html: str, bodies: Bodies, source: Brief | Entry | None, own: str) -> Place | None:
    """Where in its finished page the body stands that the host made of a brief's Markdown.

    None where it does not stand there as it is by itself, but with sections among it.
    """
    if not isinstance(source, Brief) or not own.strip() or "<!--" in own or not _is_writable(html):
        return None
    body = bodies.on_page(source, own)
    start = html.find(f"{_BEFORE}{body}{_AFTER}")
    return (start + len(_BEFORE), start + len(_BEFORE) + len(body)) if start >= 0 else None


def _is_writable(html: str) -> bool:
    """Whether a file holds every character of a text as it is."""
    try:
        html.encode()
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Reprinting:
    """Prints the bodies of briefs anew.

    `listen` takes the links of the page in hand, for the Markdown extension to ask; the published
    site lies in `folder`.
    """

    bodies: Bodies
    files: Files
    config: MkDocsConfig
    listen: Callable[[LinkContext | None], None]
    folder: Path

    def reprinted(self, brief: Brief, place: Place) -> Reprinted | None:
        """The files of `brief`, with its new body at this place of the published page.

        None where the rest of the page tells of the body, and so has to be made anew: markers,
        other headings, anchors or cited sources, scripts of its own, templates that nobody knows.
        Raises OSError when the old files cannot be read.
        """
        file = self.files.get_file_from_path(brief.uri)
        if file is None or "<!--" in brief.body or not brief.body.strip() or not self._is_known():
            return None
        page = self._rendered(brief, file)
        own = page.content or ""
        now = self.bodies.on_page(brief, own)
        old = _text(self.folder / file.dest_uri)
        start, end = place
        before, around = old[start:end], old[:start] + old[end:]
        if not _is_alike(brief, self.bodies.fitted(own), before, now, around):
            return None
        if not self.bodies.leads_on(brief) or any(_astray(page, brief, {*ids(now)}, around)):
            return None
        made = {file.dest_uri: f"{old[:start]}{now}{old[end:]}"}
        if "markdown" in self.bodies.settings.machine_files:
            name = twin_path(brief)
            if (twin := self.bodies.twin_of(brief, _text(self.folder / name))) is None:
                return None
            made[name] = twin
        place = (start, start + len(now))
        return Reprinted(brief, page.url, own, made, file.dest_uri, place)

    def _is_known(self) -> bool:
        # Links that name files are written when the page is whole.
        return (
            self.config.theme.name in _THEMES
            and self.config.use_directory_urls
            and not own_templates(self.config)
        )

    def _rendered(self, brief: Brief, file: File) -> Page:
        page = Page(None, file, self.config)
        page.markdown, page.meta = brief.body, {}
        self.listen(self.bodies.links_on(page.url, brief))
        page.render(self.config, self.files)
        self.listen(None)
        return page


def _is_alike(brief: Brief, html: str, before: str, now: str, around: str) -> bool:
    """Whether the rest of a page is to a new body, from `html`, what it was to the one before."""
    if not now.strip() or RUNS.search(before) or RUNS.search(now) or "<!--" in now:
        return False
    given, named = ids(html), every_id(now)
    if any(name.startswith(_CITED) for name in given):
        return False
    # Of two dates that are one event, the page shows the id of one.
    if any(item.id in given for item in brief.fields.dates):
        return False
    if len({*named}) < len(named) or not {*named}.isdisjoint(ids(around)):
        return False
    return {*named} == ids(before) and headings(now) == headings(before)


def _astray(page: Page, brief: Brief, own: set[str], around: str) -> Iterator[str]:
    """Links to anchors that are not known to be there; other pages are not at hand."""
    for file, links in (page.links_to_anchors or {}).items():
        there = own | (anchors_of(brief) & ids(around)) if file is page.file else ()
        yield from (anchor for anchor in links if anchor not in there)


def _text(file: Path) -> str:
    with file.open(encoding="utf-8", newline="") as stream:
        return stream.read()


def own_templates(config: MkDocsConfig) -> bool:
    """Whether a folder of the site's own has templates, which may show anything of a page."""
    folder = config.theme.custom_dir
    return bool(folder) and any(Path(str(folder)).rglob("*.html"))
