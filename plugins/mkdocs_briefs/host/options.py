"""The plugin's options in `mkdocs.yml`, and the site's settings made of them."""

from __future__ import annotations

import datetime as dt
import os
import posixpath
import re
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urljoin

from mkdocs.config import config_options as c
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.config_options import EditURITemplate
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.utils import get_build_date

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
    """What a site may set under `plugins: - briefs:`.

    The text below an option is for the people who run a site: docs/reference/options.md has it.
    """

    briefs_dir = c.Type(str, default="briefs")
    """The folder of the briefs, relative to `mkdocs.yml`. It can be inside the docs folder."""
    mentions = c.Choice(("first", "all", "off", False), default="first")  # YAML: off is false
    """Which mentions of actors in a brief become links. A brief's own `mentions` wins."""
    likelihood_scale = c.Choice(tuple(SCALES), default="icd203")
    """The words for likelihoods, with their bounds."""
    require = c.ListOfItems(c.Choice(tuple(FrontMatter.model_fields)), default=[])
    """Fields that must not be missing, as in `[summary, sources]`."""
    ignore = c.ListOfItems(c.Choice(IGNORABLE), default=[])
    """Codes of warnings to switch off, as in `[B503]`. A brief has a field of the same name. Errors
    cannot be switched off."""
    today = c.Optional(DayOption())
    """The day of the build, which decides which briefs are still in the future. By default the day
    of the environment variable `SOURCE_DATE_EPOCH`, or else of the clock, in UTC."""
    untrusted = c.Type(bool, default=False)
    """Set this if strangers write content: HTML in bodies is then made safe. Fields of the front
    matter, and the addresses of Markdown links in briefs, are always made safe."""
    templates = c.Type(bool, default=False)
    """Whether plugins such as macros run template syntax in the bodies of briefs and profiles. If
    they do, everybody who can write a brief can run what they offer."""
    social_cards = c.Optional(c.Type(bool))
    """Whether a build draws pictures for social networks. By default it does if the extra `cards`
    is installed."""
    search = SearchOption()
    """`auto`: the search of this plugin if Pagefind is installed and the site has the plugin
    `search` but neither `offline` nor `i18n`; or else Material's. `pagefind`: this plugin's.
    `material`: Material's."""
    machine_files = c.ListOfItems(c.Choice(MACHINE_FILES), default=list(MACHINE_FILES))
    """The files for programs to write. If the site becomes too large, leave some out, as in
    `[feeds]`."""
    git_dates = c.Type(bool, default=True)
    """Whether the date of the last change comes from Git, if the author does not give one."""
    engine = c.Type(bool, default=True)
    """Whether to write pages on all processors and skip unchanged ones. With `false`, MkDocs builds
    every page; the site is the same."""
    content_security_policy = c.Choice(("pages", "site", "off", False), default="pages")  # as above
    """Which pages have a Content-Security-Policy: `pages`, those of the plugin; `site`, all; or
    `off`."""


def refuse_unreadable_clock() -> None:
    """Raises PluginError where the host could not read the time that the environment tells."""
    try:
        get_build_date()
    except (ValueError, OverflowError, OSError):
        raise PluginError(
            f"SOURCE_DATE_EPOCH is {os.environ.get('SOURCE_DATE_EPOCH')!r}; expected are whole "
            "seconds since 1970, as in 1713744000. Without the variable the clock counts."
        ) from None


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
    """Where the project's files are edited, from `repo_url`, and `edit_uri` or its template."""
    url = (config.repo_url or "").rstrip("/")
    # Both lead to the docs folder; briefs stand beside it.
    docs = posixpath.relpath(config.docs_dir.replace("\\", "/"), project_of(config).as_posix())
    if template := config.edit_uri_template:
        return Repository(url, edit_address=_Template(url, cast("Any", template), docs))
    edit = config.edit_uri or ""
    if not url or not edit or edit.startswith(("?", "#")):
        return Repository(url)
    base = edit if "://" in edit else f"{url}/{edit.lstrip('/')}"
    trimmed = base.rstrip("/")
    return Repository(
        url, f"{trimmed[: -len(docs)]}" if trimmed.endswith(f"/{docs}") else f"{trimmed}/"
    )


_AS_WRITTEN = "/:?#[]@!$&'()+,;=*%~"
"""Signs that mean something in an address."""


class _Template:
    """Gives addresses by `edit_uri_template`, without the docs folder that stands before a path."""

    def __init__(self, url: str, template: EditURITemplate.Template, docs: str) -> None:
        folder = "|".join(re.escape(each) for each in {f"{docs}/", quote(f"{docs}/", safe="")})
        before = re.compile(rf"(^|[^\w.~-])(?:{folder})(?={{path)", re.IGNORECASE)
        text = before.sub(r"\1", template.data)
        self._url, self._template = url, type(template)(template.formatter, text)

    def __call__(self, path: str) -> str:
        """Return the address at which a file of the project is edited."""
        edit = quote(self._template.format(path, posixpath.splitext(path)[0]), safe=_AS_WRITTEN)
        between = "" if edit.startswith(("?", "#")) or not self._url else "/"
        return urljoin(f"{self._url}{between}", edit)


def project_of(config: MkDocsConfig) -> Path:
    """The folder of mkdocs.yml, else the one above the host's docs folder."""
    if config.config_file_path:
        return Path(config.config_file_path).resolve().parent
    return Path(config.docs_dir).resolve().parent
