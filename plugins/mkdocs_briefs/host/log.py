"""Messages: problems of briefs in MkDocs' log, and failures in one line that names the file."""

from __future__ import annotations

import errno
import logging
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.plugins import get_plugin_logger

from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.problems import Problem, Severity, errors_first, without_commands

# The adapter would put its own prefix before the path that editors make clickable.
log = get_plugin_logger(__name__).logger
PROBLEMS = f"{log.name}.problems"
"""Name of the logger of problems in the briefs."""
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING}
_DISK = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG))
"""Errors that only a disk gives."""


def log_problems(loaded: Loaded, problems: Sequence[Problem] | None = None) -> None:
    """Log these problems, or all of a load, errors first. `--strict` counts the warnings."""
    logger = logging.getLogger(PROBLEMS)
    for problem in errors_first(loaded.problems if problems is None else problems):
        logger.log(_LEVELS.get(problem.severity, logging.INFO), loaded.report(problem))


def stop_on_errors(problems: Iterable[Problem]) -> None:
    """Raise PluginError if there are errors, which ends the build."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        files = len({problem.location.path for problem in errors})
        found = f"{counted(len(errors), 'error')} in {counted(files, 'file')}"
        raise PluginError(f"{found}; the site was not built.")


def counted(number: int, noun: str) -> str:
    """Return a number of things, as in `1 page` and `1,200 pages`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@contextmanager
def recorded() -> Iterator[list[logging.LogRecord]]:
    """Collect what MkDocs and its plugins log meanwhile, in the place of logging it."""
    logger = host_logger()
    recorder = _Recorder()
    handlers, logger.handlers = logger.handlers, [recorder]
    propagate, logger.propagate = logger.propagate, False
    try:
        yield recorder.records
    finally:
        logger.handlers, logger.propagate = handlers, propagate


class _Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        record.msg, record.args = record.getMessage(), ()  # other processes lack the arguments
        record.exc_info = None
        self.records.append(record)


class _WithoutCommands(logging.Filter):
    """Removes what a runner of workflows would obey from the messages of all plugins."""

    def filter(self, record: logging.LogRecord) -> bool:
        lines = record.getMessage().split("\n")
        record.msg, record.args = "\n".join(map(without_commands, lines)), ()
        return True


_WITHOUT_COMMANDS = _WithoutCommands()


def silence_commands() -> None:
    """Let no message of this build speak to a runner of workflows."""
    for handler in host_logger().handlers:
        handler.addFilter(_WITHOUT_COMMANDS)  # once: a handler has each filter once


def host_logger() -> logging.Logger:
    """Return the logger whose warnings the host counts: `mkdocs`, or `properdocs`."""
    return logging.getLogger(log.name.partition(".")[0])


@contextmanager
def named_failures(file: str) -> Iterator[None]:
    """Name this file in whatever goes wrong meanwhile. Raise PluginError.

    Errors of the disk and of MkDocs pass as they are.
    """
    try:
        yield
    except (MkDocsException, OSError):
        raise
    except Exception as error:
        raise PluginError(
            f"{file}: its page cannot be made: {one_line(error)}. `--verbose` tells where it "
            "happened."
        ) from error


def one_line(error: Exception) -> str:
    """Return an exception in one line."""
    if isinstance(error, shutil.Error):  # a list of all files that could not be copied
        return str(error.args[0][0][2])
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:200]}" if words else type(error).__name__


def disk_failure(error: Exception, folders: list[Path]) -> str:
    """Return in one line what the disk refused, or nothing for an error of another kind.

    `folders` are those to which a build writes.
    """
    if not isinstance(error, OSError):
        return ""
    names = [str(name) for name in (error.filename, error.filename2) if isinstance(name, str)]
    ours = [name for name in names if any(Path(name).is_relative_to(each) for each in folders)]
    if not ours and error.errno not in _DISK:
        return ""
    place = Path([*ours, *names][0]).parent if names else next(iter(folders), "the site")
    return f"The disk refuses what is written to {place}: {error.strerror or one_line(error)}."
