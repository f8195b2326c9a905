"""Finding a project and its settings without the host, for commands that build nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs_briefs.build.pipeline import today
from mkdocs_briefs.parse.settings import plugin_options, site_options
from mkdocs_briefs.settings import Settings

NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml")


def find_project(start: Path) -> Path:
    """The folder of the nearest mkdocs.yml at or above `start`; `start` itself if there is none."""
    for folder in (start, *start.parents):
        if any((folder / name).is_file() for name in NAMES):
            return folder
    return start


def read_settings(project: Path) -> Settings:
    """The settings that a check needs, from the project's mkdocs.yml; defaults where it has none."""
    text = next(
        (file.read_text("utf-8") for name in NAMES if (file := project / name).is_file()), ""
    )
    site: dict[str, Any] = site_options(text)
    options = plugin_options(site)
    known = Settings(today=today())
    return Settings(
        today=options.get("today") or known.today,
        site_name=str(site.get("site_name", known.site_name)),
        briefs_dir=str(options.get("briefs_dir", known.briefs_dir)).strip("/"),
        mentions=str(options.get("mentions", known.mentions)),
        likelihood_scale=str(options.get("likelihood_scale", known.likelihood_scale)),
        require=frozenset(options.get("require", ())),
        untrusted=bool(options.get("untrusted", False)),
        drafts=True,  # what is not published yet is checked all the same
    )
