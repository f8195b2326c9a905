"""The plugin's options in `mkdocs.yml`, and the site's settings made of them."""

from __future__ import annotations

import datetime as dt
import posixpath
from pathlib import Path
from typing import Any

from mkdocs.config import config_options as c
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig

from mkdocs_briefs.build.extras import CARDS_NEED, has_cards
from mkdocs_briefs.build.pipeline import today
from mkdocs_briefs.build.site import Repository
from mkdocs_briefs.host.log import log
from mkdocs_briefs.host.searching import SearchOption
from mkdocs_briefs.model.brief import FrontMatter
from mkdocs_briefs.model.likelihood import SCALES
from mkdocs_briefs.problems import IGNORABLE
from mkdocs_briefs.settings import MACHINE_FILES, Settings


class DayOption(c.OptionallyRequired[dt.date]):
    """A day, as YAML reads it or as text."""

    def run_validation(self, value: object) -> dt.date:
        """The day. Raises ValidationError when `value` is none."""
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            raise ValidationError(f"Expected a day such as 2024-04-22, found {value!r}") from None


class BriefsOptions(Config):
    """What a site may set under `plugins: - briefs:`."""

    briefs_dir = c.Type(str, default="briefs")
    """Folder of the briefs, relative to mkdocs.yml."""
    mentions = c.Choice(("first", "all", "off", False), default="first")
    """Which mentions of actors in a brief become links; YAML reads a bare `off` as false."""
    likelihood_scale = c.Choice(tuple(SCALES), default="icd203")
    require = c.ListOfItems(c.Choice(tuple(FrontMatter.model_fields)), default=[])
    """Fields whose absence is an error on this site."""
    ignore = c.ListOfItems(c.Choice(IGNORABLE), default=[])
    """Codes of warnings that are not given on this site."""
    today = c.Optional(DayOption())
    """The day to build for; else SOURCE_DATE_EPOCH, else the clock."""
    untrusted = c.Type(bool, default=False)
    """Whether the HTML of bodies is sanitised too."""
    social_cards = c.Optional(c.Type(bool))
    """Whether pictures for social networks are drawn; not given: where Pillow is installed."""
    search = SearchOption()
    """Whose search the site has: Pagefind's if it is installed (auto), or one of the two."""
    machine_files = c.ListOfItems(c.Choice(MACHINE_FILES), default=list(MACHINE_FILES))
    """What the site has for machines beside its pages."""
    git_dates = c.Type(bool, default=True)
    """Whether the history tells when a page was last changed, where its author does not."""
    engine = c.Type(bool, default=True)
    """Whether pages are printed several at a time, and what has not changed is left alone."""
    content_security_policy = c.Choice(("pages", "site", "off", False), default="pages")
    """Which pages bear a Content-Security-Policy; YAML reads a bare `off` as false."""


def settings_of(options: BriefsOptions, config: MkDocsConfig, *, serving: bool) -> Settings:
    """The settings of this site."""
    theme: Any = config.theme
    url = config.site_url or ""
    return Settings(
        today=options.today or today(),
        site_name=config.site_name,
        site_url=url if not url or url.endswith("/") else f"{url}/",
        site_description=config.site_description or "",
        language=str(theme.get("language") or theme.get("locale") or "en")
        if hasattr(theme, "get")
        else "en",
        docs_dir=Path(config.docs_dir).as_posix(),
        briefs_dir=options.briefs_dir.strip("/"),
        mentions=str(options.mentions or "off"),
        likelihood_scale=options.likelihood_scale,
        require=frozenset(options.require),
        ignore=frozenset(options.ignore),
        untrusted=options.untrusted,
        drafts=serving,
        machine_files=frozenset(options.machine_files),
        git_dates=options.git_dates,
        social_cards=_draws_cards(options, serving=serving) and bool(url),
    )


def _draws_cards(options: BriefsOptions, *, serving: bool) -> bool:
    """Whether this build draws cards; a live preview has no use for them."""
    if serving or options.social_cards is False:
        return False
    if has_cards():
        return True
    say = log.warning if options.social_cards else log.info
    say(f"Social cards are not drawn: they need {CARDS_NEED}.")
    return False


def repository_of(config: MkDocsConfig) -> Repository:
    """Where the project's files are edited, from `repo_url` and `edit_uri`."""
    url = (config.repo_url or "").rstrip("/")
    edit = config.edit_uri or ""
    if not url or not edit or edit.startswith(("?", "#")):
        return Repository(url)
    base = edit if "://" in edit else f"{url}/{edit.lstrip('/')}"
    # `edit_uri` leads to the docs folder; briefs stand beside it.
    docs = posixpath.relpath(config.docs_dir.replace("\\", "/"), project_of(config).as_posix())
    trimmed = base.rstrip("/")
    return Repository(
        url, f"{trimmed[: -len(docs)]}" if trimmed.endswith(f"/{docs}") else f"{trimmed}/"
    )


def project_of(config: MkDocsConfig) -> Path:
    """The folder of mkdocs.yml, else the one above the host's docs folder."""
    if config.config_file_path:
        return Path(config.config_file_path).resolve().parent
    return Path(config.docs_dir).resolve().parent
