"""The options of the plugin in `mkdocs.yml`, and the settings of the site."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urljoin

from mkdocs.config.base import (
    BaseConfigOption,
    ConfigErrors,
    ConfigWarnings,
    PlainConfigSchema,
    ValidationError,
)
from mkdocs.config.config_options import EditURITemplate
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.utils import get_build_date

from mkdocs_briefs.builder.pipeline import CARDS_NEED, has_cards, today
from mkdocs_briefs.builder.search import installed
from mkdocs_briefs.builder.site import Repository
from mkdocs_briefs.host.log import log
from mkdocs_briefs.model.options import OPTIONS, Options, read_options, settings_with
from mkdocs_briefs.parse.mkdocs_yml import has_own_heading_ids
from mkdocs_briefs.settings import Settings

SCHEME: PlainConfigSchema = tuple((name, BaseConfigOption()) for name in OPTIONS)
"""The names of the options, for MkDocs. Their values are checked before MkDocs gets them."""
SEARCH_NEEDS = (
    "The search “pagefind” needs the packages pagefind and pagefind_bin: "
    "pip install 'mkdocs-briefs[search]'"
)


def checked(written: Mapping[str, object]) -> tuple[Options, ConfigErrors, ConfigWarnings]:
    """Return the options, errors for wrong ones, and warnings for unknown ones."""
    options, faults = read_options(written)
    errors: ConfigErrors = [
        (each.option, ValidationError(str(each))) for each in faults if not each.is_unknown
    ]
    if options.search == "pagefind" and not installed():
        errors.append(("search", ValidationError(SEARCH_NEEDS)))
    return options, errors, [(each.option, str(each)) for each in faults if each.is_unknown]


def as_written(options: Options) -> dict[str, object]:
    """Return the options as YAML has them, for plugins that read the configuration."""
    values = {name: getattr(options, name) for name in OPTIONS}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }


def refuse_unreadable_clock() -> None:
    """Raise PluginError if MkDocs cannot read the time in SOURCE_DATE_EPOCH."""
    try:
        get_build_date()
    except (ValueError, OverflowError, OSError):
        raise PluginError(
            f"SOURCE_DATE_EPOCH is {os.environ.get('SOURCE_DATE_EPOCH')!r}; expected are whole "
            "seconds since 1970, as in 1713744000. Without the variable the clock counts."
        ) from None


def settings_of(options: Options, config: MkDocsConfig, *, serving: bool) -> Settings:
    """Return the settings of the site."""
    theme: Any = config.theme
    url = config.site_url or ""
    return settings_with(
        options,
        today=today(),
        site_name=config.site_name,
        site_url=url if not url or url.endswith("/") else f"{url}/",
        site_description=config.site_description or "",
        language=str(theme.get("language") or theme.get("locale") or "en")
        if hasattr(theme, "get")
        else "en",
        docs_dir=Path(config.docs_dir).as_posix(),
        drafts=serving,
        own_heading_ids=has_own_heading_ids(config.mdx_configs),
        social_cards=_draws_cards(options, serving=serving) and bool(url),
    )


def _draws_cards(options: Options, *, serving: bool) -> bool:
    """Return whether this build draws social cards. A live preview does not need them."""
    if serving or options.social_cards is False:
        return False
    if has_cards():
        return True
    say = log.warning if options.social_cards else log.info
    say(f"Social cards are not drawn: they need {CARDS_NEED}.")
    return False


def repository_of(config: MkDocsConfig) -> Repository:
    """Return where files are edited, by `repo_url` and `edit_uri` or `edit_uri_template`."""
    url = (config.repo_url or "").rstrip("/")
    # Both lead to the docs folder; the briefs are beside it.
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


_RESERVED = "/:?#[]@!$&'()+,;=*%~"
"""Characters that have a meaning in an address."""


class _Template:
    """Makes addresses by `edit_uri_template`, without the docs folder before the path."""

    def __init__(self, url: str, template: EditURITemplate.Template, docs: str) -> None:
        folder = "|".join(re.escape(each) for each in {f"{docs}/", quote(f"{docs}/", safe="")})
        before = re.compile(rf"(^|[^\w.~-])(?:{folder})(?={{path)", re.IGNORECASE)
        text = before.sub(r"\1", template.data)
        self._url, self._template = url, type(template)(template.formatter, text)

    def __call__(self, path: str) -> str:
        """Return the address at which a file of the project is edited."""
        edit = quote(self._template.format(path, posixpath.splitext(path)[0]), safe=_RESERVED)
        between = "" if edit.startswith(("?", "#")) or not self._url else "/"
        return urljoin(f"{self._url}{between}", edit)


def project_of(config: MkDocsConfig) -> Path:
    """Return the folder of mkdocs.yml, or the one above the docs folder."""
    if config.config_file_path:
        return Path(config.config_file_path).resolve().parent
    return Path(config.docs_dir).resolve().parent
