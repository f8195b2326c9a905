"""The host's output folder, staged: it is replaced only by a build that ended well."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from mkdocs_briefs.build.lock import Lock
from mkdocs_briefs.build.memory import Said, Stamp
from mkdocs_briefs.build.spare import Spare
from mkdocs_briefs.build.staging import Staging
from mkdocs_briefs.host.log import PROBLEMS, host_logger, log


class Publishing:
    """One build's way from a staging folder into the site's place.

    A strict build fails when anything warned, and the host says so only after its last hook; so
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
    def staged(self) -> bool:
        """Whether the old site stays until the end."""
        return self._config.site_dir != self._final

    @property
    def said(self) -> tuple[Said, ...]:
        """What warned so far, and all that was said of the briefs."""
        return tuple(self._listener.said)

    @property
    def fails(self) -> bool:
        """Whether what was said makes this build fail."""
        return bool(self._config.strict and self._listener.warnings)

    def begin(self) -> None:
        """Turns the host's output to the staging folder; where none can be, nothing changes."""
        if not self._lock.take(wait=False):
            log.info("Another build of this site is running; this one waits for it.")
            self._lock.take(wait=True)
        host_logger().addHandler(self._listener)
        try:
            self._staging.begin()
        except OSError as error:
            log.debug(f"no staging folder beside the site ({error}); building in place")
            self._staging.discard()
            return
        self._config.site_dir = str(self._staging.folder)

    def finish(self) -> bool:
        """Publishes what was built, unless warnings make this build fail; gives whether it did."""
        staged, fails = self.staged, self.fails
        self._restore()
        if staged and fails:
            self._staging.discard()
            log.info("The site in place stays as it was.")
        elif staged:
            self._staging.publish()
            log.info(f"Published to {self._final}")
        return staged and not fails

    def restore(self, spare: Spare, files: Mapping[str, Stamp]) -> bool:
        """Gives the site back these files of before and no others; gives whether it could."""
        if not spare.holds(files):
            return False
        try:
            self._staging.restore(spare, files)
        except OSError as error:
            log.debug(f"the site cannot be put back from the cache: {error}")
            return False
        log.info("Files of the site were missing or not as they were made; the cache had all.")
        return True

    def update(self, files: Mapping[str, bytes], gone: Iterable[str] = ()) -> bool:
        """Publishes these files of a site whose other files are right; gives whether it did.

        Raises OSError.
        """
        fails = self.fails
        self._restore()
        self._staging.discard()
        if files and not fails:
            self._staging.update(files, gone)
        return not fails

    def give_up(self) -> None:
        """After a failure: the old site stays."""
        staged = self.staged
        self._restore()
        if staged:
            self._staging.discard()
        self._lock.drop()

    def end(self) -> None:
        """Lets another build of this site begin."""
        self._lock.drop()

    def _restore(self) -> None:
        self._config.site_dir = self._final
        host_logger().removeHandler(self._listener)


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.warnings = 0
        self.said: list[Said] = []

    def emit(self, record: logging.LogRecord) -> None:
        warns = record.levelno >= logging.WARNING
        self.warnings += warns
        if warns or record.name == PROBLEMS:
            self.said.append((record.name, record.levelno, record.getMessage()))
