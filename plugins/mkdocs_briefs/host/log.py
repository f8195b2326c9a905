"""Problems to the host's log, so that `--strict` counts them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.problems import Problem, Severity

# The adapter would put its own prefix before the path that editors make clickable.
log = get_plugin_logger(__name__).logger
PROBLEMS = f"{log.name}.problems"
"""Name of the logger of what is wrong with the briefs; the rest comes from the host and others."""


def log_problems(loaded: Loaded, problems: Sequence[Problem] | None = None) -> None:
    """Writes the problems of a load, or those given, to the log."""
    say = logging.getLogger(PROBLEMS)
    for problem in loaded.problems if problems is None else problems:
        if problem.severity is Severity.ERROR:
            say.error(loaded.report(problem))
        elif problem.severity is Severity.WARNING:
            say.warning(loaded.report(problem))
        else:
            say.info(loaded.report(problem))


def stop_on_errors(problems: Iterable[Problem]) -> None:
    """Ends the build when there are errors: raises PluginError, which the host prints."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        files = len({problem.location.path for problem in errors})
        found = f"{counted(len(errors), 'error')} in {counted(files, 'file')}"
        raise PluginError(f"{found}; the site was not built.")


def counted(number: int, noun: str) -> str:
    """A number of things, as in `1 page` and `1,200 pages`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@contextmanager
def recorded() -> Iterator[list[logging.LogRecord]]:
    """What the host and its plugins would log meanwhile, kept instead of said."""
    logger = host_logger()
    kept = _Kept()
    handlers, logger.handlers = logger.handlers, [kept]
    passed_on, logger.propagate = logger.propagate, False
    try:
        yield kept.records
    finally:
        logger.handlers, logger.propagate = handlers, passed_on


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        record.msg, record.args = record.getMessage(), ()  # what it names may have no other copy
        record.exc_info = None
        self.records.append(record)


def host_logger() -> logging.Logger:
    """The logger whose warnings the host counts: `mkdocs`, or `properdocs`."""
    return logging.getLogger(log.name.partition(".")[0])
