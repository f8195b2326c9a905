"""One build from its first look at the inputs to the published site: what it may leave out."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from mkdocs_briefs.build.directory import Directory, directory_of
from mkdocs_briefs.build.memory import Notes
from mkdocs_briefs.build.pipeline import Loaded, Reader
from mkdocs_briefs.build.progress import Phases
from mkdocs_briefs.host.desk import Desk, StillFiles
from mkdocs_briefs.host.inputs import UnknownInputsError, configured
from mkdocs_briefs.host.lane import meddlers
from mkdocs_briefs.host.log import counted, log, log_problems, stop_on_errors
from mkdocs_briefs.host.options import project_of
from mkdocs_briefs.host.publishing import Publishing
from mkdocs_briefs.host.searching import Searching
from mkdocs_briefs.host.warm import Warm


class Engine:
    """What one build of a site into its own folder does, does by memory, or leaves out.

    With `on` false it remembers nothing. `why` says what keeps it from its quick ways.
    """

    def __init__(self, config: MkDocsConfig, own: object, *, on: bool) -> None:
        self._config, self._on = config, on
        self._written = ""
        self.why: list[str] = meddlers(config, own) if on else ["`engine: false`"]
        if not self.why:
            try:
                self._written = configured(config, own)
            except UnknownInputsError as reason:
                log.debug(f"nothing is remembered: {reason}")
        self._publishing = Publishing(config)
        self._warm: Warm | None = None
        self._directory: Directory | None = None
        self.phases = Phases()
        self.still = False
        """Whether the site stands as it is but for what was printed again."""

    def begin(self) -> None:
        """Turns the output away from the published site; says what makes the build slow."""
        if self.why and self._on:
            who = ", ".join(self.why)
            log.info(f"Pages are made the host's ordinary way, as {who} may have a say in them.")
        self._publishing.begin()

    def load(self, reader: Reader, desk: Desk) -> Loaded | None:
        """What the site is made from; None where all that is to be made is made.

        Raises PluginError where the briefs have errors.
        """
        project = project_of(self._config)
        changed = self._look(desk, project)
        self.phases.done("looking for changes")
        if changed is not None and self._warm:
            self.still = self._warm.reprint(changed, desk, self._publishing.site)
            self.phases.done("printing pages")
            self.still = self.still and self._warm.search(desk, self._publishing.site)
            self.phases.done("indexing for the search")
        if self.still:
            return None
        loaded = reader.load(project, desk.settings)
        log_problems(loaded)
        stop_on_errors(loaded.problems)
        self._directory = directory_of(loaded) if self._warm else None
        self.phases.done("reading briefs")
        return loaded

    def _look(self, desk: Desk, project: Path) -> set[str] | None:
        if not self._written or not self._publishing.staged:
            return None
        self._warm = Warm.of(desk, self._written, project)
        memory, changed = self._warm.memory, self._warm.changed
        if memory is None or changed is None or memory.holds(self._publishing.site):
            return changed
        return changed if self._publishing.restore(self._warm.spare, memory.outputs) else None

    def still_files(self, files: Files) -> Files:
        """The host's files where nothing is made from any."""
        memory = self._warm.memory if self._warm else None
        return StillFiles(files, memory.addresses if memory else {}, self._config)

    def finish(self, printed: int, notes: Notes, files: Files, searching: Searching) -> None:
        """Publishes what was made, of it so many pages of ours, and remembers it."""
        if self.still:
            self._finish_still()
        else:
            self._finish_whole(printed, notes, files, searching)
        self._publishing.end()

    def _finish_still(self) -> None:
        warm = self._warm
        if warm is None or warm.memory is None:
            raise RuntimeError("nothing was made, and nothing is remembered")
        warm.repeat(self._publishing.said)
        if not (warm.reprints or warm.redated.files):
            self._publishing.update({})
            log.info("Nothing has changed; the site stays as it is.")
            self._sum_up(0)
            return
        made: dict[str, bytes] = {}
        for one in warm.reprints:
            made |= {path: text.encode("utf-8") for path, text in one.files.items()}
        made |= {**warm.redated.files, **warm.renewed.files}
        gone = warm.renewed.gone
        warm.forget()
        if self._publishing.update(made, gone):
            site, said = self._publishing.site, self._publishing.said
            warm.remember_reprints(site, made, gone, said)
            log.info(f"Printed {_named(warm)}; all else stays as it is.")
        self._sum_up(len(warm.reprints))

    def _finish_whole(self, printed: int, notes: Notes, files: Files, searching: Searching) -> None:
        if self._warm:
            self._warm.forget()
        if self._publishing.finish() and self._warm and self._directory:
            site, said = self._publishing.site, self._publishing.said
            self._warm.remember(site, self._directory, notes, files, said, searching.records)
        self._sum_up(printed)

    def _sum_up(self, printed: int) -> None:
        """One line for all: pages made and left, seconds, what took longest."""
        self.phases.done("publishing")
        memory = self._warm.memory if self._warm and self.still else None
        whole = len(memory.faces) if memory else 0
        left = f", {counted(whole - printed, 'brief')} left as they are" if whole else ""
        slow = ", ".join(f"{name} {took:.1f}" for name, took in self.phases.slowest)
        took = f" ({slow})" if slow else ""
        log.info(f"{counted(printed, 'page')} made{left}, in {self.phases.seconds:.1f} s{took}")

    def give_up(self) -> None:
        """After a failure: the old site stays."""
        self._publishing.give_up()


def _named(warm: Warm) -> str:
    """What a build printed that left the other pages alone."""
    if warm.reprints:
        return f"{counted(len(warm.reprints), 'brief')} with a changed text"
    return f"{counted(len(warm.redated.files), 'file')} with other days of commits"
