"""The one frozen record of everything outside the content that a page may depend on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

MACHINE_FILES = ("api", "calendars", "feeds", "markdown")
"""What a site can have for machines beside its pages."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one file may ask of us; passing one is a problem that names the bound.

    docs/reference/limits.md lists them (scripts/reference.py).
    """

    file_bytes: int = 2_000_000
    front_matter_bytes: int = 1_000_000
    nodes: int = 60_000
    """Values and keys of front matter."""
    registry_bytes: int = 10_000_000
    registry_nodes: int = 400_000
    depth: int = 12
    cure: str = "Divide the brief into several, or move data into other files."

    def of_registry(self, cure: str) -> Limits:
        """Return the bounds on a file that holds many entries, and what to do about one."""
        return replace(self, file_bytes=self.registry_bytes, nodes=self.registry_nodes, cure=cure)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the site says about itself.

    `today` decides what is upcoming, scheduled or passed; it comes from outside so that a build is
    a pure function of its inputs.
    """

    today: dt.date
    site_name: str = "Briefs"
    site_url: str = ""
    """Absolute address of the site with a trailing slash, or empty when unknown."""
    site_description: str = ""
    language: str = "en"
    briefs_dir: str = "briefs"
    """Folder of the briefs, relative to the project, POSIX."""
    docs_dir: str = "docs"
    """Folder of the site's other pages, relative to the project or absolute, POSIX."""
    address: str = "{slug}"
    """The pattern of the addresses of briefs, below `briefs/`."""
    former_addresses: frozenset[str] = frozenset(("{slug}",))
    """Patterns whose addresses lead to the briefs that had them."""
    mentions: str = "first"
    """Which mentions of actors become links: first, all or off."""
    likelihood_scale: str = "icd203"
    require: frozenset[str] = frozenset()
    """Expected fields whose absence this site treats as an error."""
    ignore: frozenset[str] = frozenset()
    """Codes of warnings that this site does not want to hear."""
    untrusted: bool = False
    drafts: bool = False
    """Whether drafts and scheduled briefs are shown (live preview only)."""
    social_cards: bool = False
    """Whether pages name a picture of ours for social networks."""
    show_time: bool = False
    """Whether pages show the hours of dates that have one."""
    git_dates: bool = False
    """Whether the history tells when a page was last changed, where its author does not."""
    machine_files: frozenset[str] = frozenset(MACHINE_FILES)
    """Which of `MACHINE_FILES` the site has."""
    own_search: bool = False
    """Whether the search page searches by itself (Pagefind), and not the theme's box."""
    theme_search: bool = True
    """Whether the theme has a box to search in."""
    own_heading_ids: bool = False
    """Whether the site says itself how the ids of headings are made, with the options of `toc`."""
    per_page: int = 60
    limits: Limits = field(default_factory=Limits)

    @property
    def searchable(self) -> bool:
        """Return whether readers can search."""
        return self.own_search or self.theme_search
