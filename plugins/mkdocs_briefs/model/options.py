"""The options of the plugin: the one declaration that the plugin and the command read.

A new option is one line in `Options`. What follows from that line: the check and its messages in
`mkdocs build` and in `briefs check`, its section in docs/reference/options.md, and its value in
`Settings`, if a field of that name is there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, Protocol, cast

from mkdocs_briefs.model.brief import FrontMatter
from mkdocs_briefs.model.fields import fields_of
from mkdocs_briefs.model.ids import PLAIN, pattern_fault
from mkdocs_briefs.model.likelihood import SCALES
from mkdocs_briefs.problems import IGNORABLE, nearest
from mkdocs_briefs.settings import MACHINE_FILES, Settings

_MAX_SHOWN = 80
"""Characters of a wrong value that a message shows."""
_MAX_LISTED = 10
"""The most choices that a message and the reference list."""


class OptionError(ValueError):
    """A value that an option cannot have; `expected` says what it can, `advice` what was meant."""

    def __init__(self, expected: str, found: object, advice: str = "") -> None:
        shown = repr(found)
        if len(shown) > _MAX_SHOWN:
            shown = f"{shown[:_MAX_SHOWN]}…"
        super().__init__(f"expected {expected}, found {shown}")
        self.advice = advice


class Kind(Protocol):
    """What values an option can have."""

    @property
    def values(self) -> str:
        """The values, for docs/reference/options.md."""

    def check(self, value: object) -> Any:
        """Return the value of the option for `value` of the YAML. Raises OptionError."""


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    values = "`true` or `false`."

    def check(self, value: object) -> bool:
        """Return the truth value. Raises OptionError."""
        if isinstance(value, bool):
            return value
        raise OptionError("true or false", value)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, as YAML reads it or as text."""

    values = "A day, such as `2024-04-22`."

    def check(self, value: object) -> dt.date:
        """Return the day. Raises OptionError."""
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        # Python reads other forms of ISO 8601 too; one form is enough to explain.
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                pass
        raise OptionError("a day such as 2024-04-22", value)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder below the project."""

    values = "A text."

    def check(self, value: object) -> str:
        """Return the path without slashes around it. Raises OptionError."""
        if isinstance(value, str) and (path := value.strip("/")):
            return path
        raise OptionError("the name of a folder", value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of `choices`; `noun` says what they are, where they are too many to list."""

    choices: Collection[str]
    noun: str = ""

    @property
    def values(self) -> str:
        """The values, for docs/reference/options.md."""
        return f"One of {', '.join(f'`{each}`' for each in self.choices)}."

    def check(self, value: object) -> str:
        """Return the choice. Raises OptionError."""
        if value is False and "off" in self.choices:
            return "off"  # YAML 1.1 reads the bare word as false
        if isinstance(value, str) and value in self.choices:
            return value
        meant = nearest(value, self.choices) if isinstance(value, str) else None
        expected = self.noun or f"one of {', '.join(self.choices)}"
        raise OptionError(expected, value, f"Did you mean {meant}?" if meant else "")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of addresses."""

    values = (
        "A text of `{slug}`, `{date}`, `{year}`, `{month}` and `{day}`, such as `{year}/{slug}`."
    )

    def check(self, value: object) -> str:
        """Return the pattern. Raises OptionError."""
        if isinstance(value, str):
            pattern = value.removeprefix("briefs/").removesuffix("/")
            if not (fault := pattern_fault(pattern)):
                return pattern
            raise OptionError("a pattern such as {year}/{slug}", value, fault)
        shown = "{slug}" if value == {"slug": None} else value  # braces without quotes
        raise OptionError('a pattern in quotes, such as "{year}/{slug}"', shown)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one kind."""

    item: Choice | Pattern

    @property
    def values(self) -> str:
        """The values, for docs/reference/options.md."""
        if isinstance(self.item, Pattern):
            return f"A list of patterns. {self.item.values}"
        if len(self.item.choices) > _MAX_LISTED:
            return "A list."
        return f"A list of {', '.join(f'`{each}`' for each in self.item.choices)}."

    def check(self, value: object) -> tuple[str, ...]:
        """Return the values. Raises OptionError."""
        if not isinstance(value, list):
            raise OptionError("a list such as [a, b]", value)
        return tuple(self.item.check(each) for each in value)


def _option(kind: Kind, default: object, about: str) -> Any:
    return field(default=default, metadata={"kind": kind, "about": about})


_FIELDS = ListOf(Choice(tuple(fields_of(FrontMatter)), "the name of a field"))
_WARNINGS = ListOf(Choice(IGNORABLE, "the code of a warning"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a site may set under `plugins: - briefs:`.

    The text of an option is for the people who run a site; docs/reference/options.md shows it.
    """

    briefs_dir: str = _option(
        Folder(),
        "briefs",
        "The folder of the briefs, relative to `mkdocs.yml`. It can be inside the docs folder.",
    )
    address: str = _option(
        Pattern(),
        PLAIN,
        "The address of a brief below `briefs/`. With the year or the date in it, as in "
        '`"{year}/{slug}"`, several briefs can have the same slug.',
    )
    former_addresses: tuple[str, ...] = _option(
        ListOf(Pattern()),
        (PLAIN,),
        "What `address` was before. The address of a brief by such a pattern redirects to it; of "
        "several with the same address, to the oldest.",
    )
    mentions: str = _option(
        Choice(("first", "all", "off")),
        "first",
        "Which mentions of actors in a brief become links. A brief's own `mentions` wins.",
    )
    likelihood_scale: str = _option(
        Choice(tuple(SCALES)), "icd203", "The words for likelihoods, with their bounds."
    )
    require: tuple[str, ...] = _option(
        _FIELDS, (), "Fields that must not be missing, as in `[summary, sources]`."
    )
    ignore: tuple[str, ...] = _option(
        _WARNINGS,
        (),
        "Codes of warnings and notes to switch off, as in `[B503]`. A brief has a field of the "
        "same name. Errors cannot be switched off.",
    )
    today: dt.date | None = _option(  # noqa: RUF009 - `_option` makes a new field each time
        Day(),
        None,
        "The day of the build, which decides which briefs are still in the future. By default the "
        "day of the environment variable `SOURCE_DATE_EPOCH`, or else of the clock, in UTC.",
    )
    untrusted: bool = _option(
        Flag(),
        False,
        "Set this if strangers write content: HTML in bodies is then made safe, files beside "
        "briefs that run are refused, and other plugins and extensions that may read files do not "
        "see the bodies. Fields of the front matter, and the addresses of Markdown links in "
        "briefs, are always made safe.",
    )
    templates: bool = _option(
        Flag(),
        False,
        "Whether plugins such as macros run template syntax in the bodies of briefs and profiles. "
        "If they do, everybody who can write a brief can run what they offer.",
    )
    social_cards: bool | None = _option(
        Flag(),
        None,
        "Whether a build draws pictures for social networks. By default it does if the extra "
        "`cards` is installed.",
    )
    search: str = _option(
        Choice(("auto", "pagefind", "material")),
        "auto",
        "`auto`: the search of this plugin if Pagefind is installed and the site has the plugin "
        "`search` but neither `offline` nor `i18n`; or else Material's. `pagefind`: this "
        "plugin's. `material`: Material's.",
    )
    machine_files: tuple[str, ...] = _option(
        ListOf(Choice(MACHINE_FILES)),
        MACHINE_FILES,
        "The files for programs to write. If the site becomes too large, leave some out, as in "
        "`[feeds]`.",
    )
    show_time: bool = _option(
        Flag(),
        False,
        "Whether pages show the hour of a `date` that has one. The order of briefs, feeds and "
        "other data for programs always have it.",
    )
    git_dates: bool = _option(
        Flag(),
        True,
        "Whether the date of the last change comes from Git, if the author does not give one.",
    )
    engine: bool = _option(
        Flag(),
        True,
        "Whether to write pages on all processors and skip unchanged ones. With `false`, MkDocs "
        "builds every page; the site is the same.",
    )
    content_security_policy: str = _option(
        Choice(("pages", "site", "off")),
        "pages",
        "Which pages have a Content-Security-Policy: `pages`, those of the plugin; `site`, all; "
        "or `off`.",
    )


OPTIONS: Mapping[str, Field[Any]] = {each.name: each for each in fields(Options)}


def kind_of(name: str) -> Kind:
    """Return what values an option can have."""
    return cast("Kind", OPTIONS[name].metadata["kind"])


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an option; an unknown one is no error."""

    option: str
    message: str
    advice: str = ""
    is_unknown: bool = False

    def __str__(self) -> str:
        return f"{self.message}. {self.advice}" if self.advice else self.message


def read_options(written: Mapping[str, object]) -> tuple[Options, list[Fault]]:
    """Return the options that mkdocs.yml sets, with defaults in place of wrong ones, and faults.

    An option without a value has its default.
    """
    values: dict[str, Any] = {}
    faults = []
    for name, value in written.items():
        if name not in OPTIONS:
            meant = nearest(str(name), OPTIONS)
            advice = f"Did you mean {meant}?" if meant else ""
            faults.append(Fault(str(name), "there is no such option", advice, is_unknown=True))
        elif value is not None:
            try:
                values[name] = kind_of(name).check(value)
            except OptionError as error:
                faults.append(Fault(name, str(error), error.advice))
    return Options(**values), faults


def settings_with(options: Options, *, today: dt.date, **site: Any) -> Settings:
    """Return the settings of a site: its options, and in `site` what else is known of it.

    `today` is the day of the build where no option says it.
    """
    shared = {
        each.name: getattr(options, each.name)
        for each in fields(Settings)
        if each.name in OPTIONS and each.name != "today"
    }
    sets = {name: frozenset(value) for name, value in shared.items() if isinstance(value, tuple)}
    return Settings(today=options.today or today, **{**shared, **sets, **site})
