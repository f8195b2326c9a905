"""Problems to the host's log, so that `--strict` counts them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from mkdocs_briefs.build.pipeline import Loaded
from mkdocs_briefs.problems import Problem, Severity

# The adapter would put its own prefix before the path that editors make clickable.
log = get_plugin_logger(__name__).logger


def log_problems(loaded: Loaded, problems: Sequence[Problem] | None = None) -> None:
    """Writes the problems of a load, or those given, to the log."""
    for problem in loaded.problems if problems is None else problems:
        if problem.severity is Severity.ERROR:
            log.error(loaded.report(problem))
        elif problem.severity is Severity.WARNING:
            log.warning(loaded.report(problem))
        else:
            log.info(loaded.report(problem))


def stop_on_errors(problems: Iterable[Problem]) -> None:
    """Ends the build when there are errors: raises PluginError, which the host prints."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        files = len({problem.location.path for problem in errors})
        counted = f"{_some(len(errors), 'error')} in {_some(files, 'file')}"
        raise PluginError(f"{counted}; the site was not built.")


def _some(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
