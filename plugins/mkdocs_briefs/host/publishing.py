"""The host's output folder, staged: it is replaced only by a build that ended well."""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from mkdocs_briefs.build.staging import Staging
from mkdocs_briefs.host.log import host_logger, log


class Publishing:
    """One build's way from a staging folder into the site's place.

    A strict build fails when anything warned, and the host says so only after its last hook; so
    warnings are counted here too.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        self._staging = Staging(Path(config.site_dir))
        self._config = config
        self._final = config.site_dir
        self._counter = _Counter()

    def begin(self) -> None:
        """Turns the host's output to the staging folder; where none can be, nothing changes."""
        try:
            self._staging.begin()
        except OSError as error:
            log.debug(f"no staging folder beside the site ({error}); building in place")
            self._staging.discard()
            return
        self._config.site_dir = str(self._staging.folder)
        host_logger().addHandler(self._counter)

    def finish(self) -> None:
        """Publishes what was built, unless warnings make this build fail."""
        if self._config.site_dir == self._final:
            return
        self._restore()
        if self._config.strict and self._counter.warnings:
            self._staging.discard()
            log.info("The site in place stays as it was.")
        else:
            self._staging.publish()
            log.info(f"Published to {self._final}")

    def give_up(self) -> None:
        """After a failure: the old site stays."""
        if self._config.site_dir != self._final:
            self._restore()
            self._staging.discard()

    def _restore(self) -> None:
        self._config.site_dir = self._final
        host_logger().removeHandler(self._counter)


class _Counter(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.warnings += 1
