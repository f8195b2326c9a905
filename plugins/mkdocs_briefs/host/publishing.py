"""The output folder, staged: a build that fails leaves the published site as it was."""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from mkdocs_briefs.builder.staging import Lock, Staging
from mkdocs_briefs.host.failures import said
from mkdocs_briefs.host.log import PROBLEMS, host_logger, log

LONGEST_WAIT = 900
"""Seconds that a build waits for another one of the same site."""


class Publishing:
    """One build's way from a staging folder into the site's place.

    A strict build fails when anything warned, and MkDocs says so only after its last hook; so
    warnings are counted here too.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        self._lock = Lock(Path(config.site_dir))
        self._staging = Staging(Path(config.site_dir))
        self._config = config
        self._final = config.site_dir
        self._listener = _Listener()

    @property
    def site(self) -> Path:
        """The folder in which the published site lies."""
        return self._staging.site

    @property
    def said(self) -> list[tuple[str, int, str]]:
        """What warned so far, and all that was said of the briefs."""
        return self._listener.said

    def begin(self) -> None:
        """Turn the output to the staging folder.

        Raises PluginError when another build of the site does not end, or the disk refuses.
        """
        if not self._lock.take(seconds=0):
            minutes = LONGEST_WAIT // 60
            log.info(
                f"Another build of {self._final} is running. This build waits until that one ends, "
                f"{minutes} minutes at most."
            )
            if not self._lock.take(seconds=LONGEST_WAIT):
                raise PluginError(
                    f"Another build of {self._final} has been running for {minutes} "
                    "minutes. End it, or build into another folder."
                )
        host_logger().addHandler(self._listener)
        try:
            self._staging.begin()
        except OSError as error:
            self._staging.discard()
            raise PluginError(self._refused("written", error)) from error
        self._config.site_dir = str(self._staging.folder)

    def finish(self, spare: Path | None) -> bool:
        """Publish what was built, unless warnings make this build fail; return whether it did.

        It lies in `spare`, if there is one, which then holds the site for the next build. Raises
        PluginError where the disk refuses.
        """
        fails = bool(self._config.strict and self._listener.warnings)
        self._restore()
        if fails:
            self._staging.discard()
            log.info("The site in place stays as it was.")
            return False
        try:
            self._staging.publish(spare or self._staging.folder, keep=spare is not None)
        except OSError as error:
            self._staging.discard()
            raise PluginError(self._refused("published", error)) from error
        log.info(f"Published to {self._final}")
        return True

    def _refused(self, done: str, error: OSError) -> str:
        return f"The site could not be {done} to {self._final}: {error.strerror or said(error)}."

    def leave(self) -> None:
        """Leave the site as it is: nothing was built."""
        self._restore()
        self._staging.discard()

    def give_up(self) -> None:
        """After a failure: the old site stays."""
        self._restore()
        self._staging.discard()
        self._lock.drop()

    def end(self) -> None:
        """Let another build of this site begin."""
        self._lock.drop()

    def _restore(self) -> None:
        self._config.site_dir = self._final
        host_logger().removeHandler(self._listener)


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.warnings = 0
        self.said: list[tuple[str, int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        warns = record.levelno >= logging.WARNING
        self.warnings += warns
        if warns or record.name == PROBLEMS:
            self.said.append((record.name, record.levelno, record.getMessage()))
