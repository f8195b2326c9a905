"""One brief printed anew while all other pages stay, because none of them shows what changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from mkdocs_briefs.build.memory import Place
from mkdocs_briefs.build.site import Site
from mkdocs_briefs.host.files import ViewPage, open_anchors
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.render.linking import LinkContext
from mkdocs_briefs.render.outline import headings, ids

RUNS = re.compile("<(?:script|style)", re.IGNORECASE)
"""What the policy of a page has to know of its content."""


_THEMES = ("material", "mkdocs", "readthedocs")
"""Themes that show the content of a page in one place and tell of it nowhere else."""


@dataclass(frozen=True, slots=True)
class Reprinted:
    """The files of one brief as they are now."""

    page: ViewPage
    files: Mapping[str, str]
    place: Place
    """Of the content in the page."""


def reprinted(
    brief: Brief,
    site: Site,
    files: Files,
    config: MkDocsConfig,
    listen: Callable[[LinkContext | None], None],
    folder: Path,
    place: Place,
) -> Reprinted | None:
    """The files of `brief`, with its new content in the frame of the page in `folder`.

    None where the frame tells of the content, and so has to be made anew: other headings or
    anchors, scripts of its own, templates that nobody knows. Raises OSError when the old page
    cannot be read.
    """
    if config.theme.name not in _THEMES or own_templates(config):
        return None
    file = files.get_file_from_path(brief.uri)
    if file is None:
        return None
    page = ViewPage(site.brief_view(brief), site, file, config, brief)
    page.read_source(config)
    listen(site.body_links(page.url, brief))
    page.render(config, files)
    listen(None)
    with (folder / file.dest_uri).open(encoding="utf-8", newline="") as stream:
        old = stream.read()
    start, end = place
    before, now = old[start:end], page.content or ""
    if RUNS.search(before) or RUNS.search(now) or ids(before) != ids(now):
        return None
    if headings(before) != headings(now):
        return None
    # Links to anchors elsewhere are judged against pages that are not at hand.
    if any(open_anchors(page)):
        return None
    made = {file.dest_uri: f"{old[:start]}{now}{old[end:]}", **site.twin_of(brief)}
    return Reprinted(page, made, (start, start + len(now)))


def own_templates(config: MkDocsConfig) -> bool:
    """Whether a folder of the site's own has templates, which may show anything of a page."""
    folder = config.theme.custom_dir
    return bool(folder) and any(Path(str(folder)).rglob("*.html"))
