"""What a build knows of the last one, and how it publishes a site completely or not at all."""

from __future__ import annotations

import logging
import os
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from mkdocs_briefs.builder.output import Lock, Staging, move_into, tidy
from mkdocs_briefs.builder.page_keys import edited_alone
from mkdocs_briefs.builder.parallel import Phases
from mkdocs_briefs.builder.pipeline import Loaded, Reader
from mkdocs_briefs.builder.store import ParsedBriefs, Store, digest_of, digest_of_value
from mkdocs_briefs.host.files import (
    Inclusion,
    SelfWrittenFile,
    ViewPage,
    is_inside,
    self_written_file,
)
from mkdocs_briefs.host.inputs import (
    UnknownInputsError,
    as_json,
    configured,
    digests,
    files_of,
    own_templates,
    settings_digest,
    stamps,
)
from mkdocs_briefs.host.log import (
    PROBLEMS,
    counted,
    host_logger,
    log,
    log_problems,
    one_line,
    stop_on_errors,
)
from mkdocs_briefs.host.options import project_of
from mkdocs_briefs.host.other_plugins import plugins_with_page_hooks
from mkdocs_briefs.host.page_writer import LastBuild, Message, Target, Written
from mkdocs_briefs.pages.facts import Committed
from mkdocs_briefs.settings import Settings

Commits = Mapping[str, Committed]
"""The days on which each file was committed."""
_SITE = "site"
"""Name in the store of what is remembered of the whole site."""
MAX_WAIT = 900
"""Seconds that a build waits for another one of the same site."""


class SiteState:
    """A build of a site, and what the store knows of the last one.

    With `on` false nothing is remembered. `page_hooks` names what keeps this plugin from writing
    pages itself.
    """

    def __init__(self, config: MkDocsConfig, own: object, *, on: bool) -> None:
        self._config, self._on = config, on
        self._configured = ""
        self.page_hooks = plugins_with_page_hooks(config, own) if on else ["`engine: false`"]
        if not self.page_hooks:
            try:
                self._configured = configured(config, own)
            except UnknownInputsError as reason:
                log.debug(f"nothing is remembered: {reason}")
        self._publishing = Publishing(config)
        project, name = project_of(config), str(config.config_file_path)
        self.store: Store = Store.of(project, config.site_dir, name)
        self._key = self._inputs = self._rest = ""
        self._stamps: Mapping[str, Sequence[int]] = {}
        self._last: Mapping[str, Any] = {}
        self._parsed: ParsedBriefs | None = None
        self._old_site: Path | None = None
        self.phases = Phases()
        self.unchanged = False
        """Whether no input has changed, so that the site stays as it is."""
        self.is_complete = True
        """Whether a second build of the same inputs would add nothing."""

    def begin(self) -> None:
        """Turn the output away from the published site. Log what makes the build slow."""
        if self.page_hooks and self._on:
            names = ", ".join(self.page_hooks)
            log.info(f"Pages are built one by one, as these may change them: {names}.")
        self._publishing.begin()

    @property
    def site(self) -> Path:
        """The folder of the published site."""
        return self._publishing.site

    @property
    def folder(self) -> Path:
        """The folder to which our pages are written.

        If the build remembers, it is the site before the published one, most of whose files are
        right. MkDocs empties its own folder first, and writes its pages there.
        """
        return self._old_site or Path(self._config.site_dir)

    def load(self, reader: Reader, settings: Settings, committed: Commits) -> Loaded | None:
        """Return the briefs, or None if no input has changed.

        Raise PluginError if the briefs have errors.
        """
        project = project_of(self._config)
        if self._configured:
            self._compare(settings, committed, project)
        self.phases.done("looking for changes")
        if self.unchanged:
            return None
        self._parsed = ParsedBriefs(self.store, self._key) if self._key else None
        loaded = reader.load(project, settings, known=self._parsed)
        log_problems(loaded)
        stop_on_errors(loaded.problems)
        self.phases.done("reading briefs")
        return loaded

    def _set_key(self, settings: Settings) -> None:
        level = host_logger().getEffectiveLevel()  # a quiet build gets no warnings
        if self._configured:
            self._key = settings_digest(self._configured, settings, level)

    def _compare(self, settings: Settings, committed: Commits, project: Path) -> None:
        """Compare all inputs, and the files of the site, with those of the last build."""
        self._set_key(settings)
        if isinstance(self.store, Store):
            self._old_site = _folder_beside(self.store.path.with_suffix(".site"), self.site)
        files = files_of(self._config, project / settings.briefs_dir)
        self._stamps = stamps(files)
        day = [str(settings.today), get_build_date(), os.environ.get("SOURCE_DATE_EPOCH", "")]
        self._inputs = digest_of_value([self._key, day, as_json(committed), digests(files)])
        last = self.store.get(_SITE)
        if isinstance(last, dict) and last.get("key") == self._key:
            self._last = last
            same = last["inputs"] == self._inputs
            self.unchanged = same and last["outputs"] == outputs(self.site)

    def target(
        self, nav: Navigation, fixes: str, loaded: Loaded, committed: Commits, files: Files
    ) -> Target:
        """Return where our pages are written, and what is known of those of the last build.

        `fixes` is what decides the fixes of the theme.
        """
        frame = self._frame(nav, fixes)
        if not frame:
            return Target(self.folder, self.site)
        source_digests = {file: digest_of(data) for file, data in loaded.data.items()}
        days = as_json(committed)
        sources = {
            brief.file: digest_of_value([source_digests.pop(brief.file), days.get(brief.file)])
            for brief in loaded.library.briefs
        }
        settings, problems = loaded.library.settings, loaded.problems
        shown = [loaded.report(problem) for problem in problems] if settings.drafts else []
        addresses = [[file.src_uri, file.url, file.inclusion.name] for file in files]
        sizes = sorted(loaded.library.picture_sizes.items())
        texts = sorted(sources), source_digests
        rest = [frame, str(settings.today), *texts, addresses, shown, sizes]
        last, self._rest = LastBuild.read(self.store), digest_of_value(rest)
        edited = None
        if last.rest == self._rest:
            edited = edited_alone(loaded.library, sources, last.briefs)
        return Target(self.folder, self.site, self.store, frame, sources, last, edited)

    def _frame(self, nav: Navigation, fixes: str) -> str:
        """Return a digest of what all pages share: the theme, its settings and its navigation."""
        if not self._key:
            return ""
        all_inputs = ""
        if own_templates(self._config):  # such a template may show anything that MkDocs knows
            if not self._inputs:
                return ""
            all_inputs = self._inputs
        return digest_of_value([self._key, all_inputs, fixes, *_nav_items(nav.items)])

    def files(self, files: Files) -> Files:
        """Return the files of a build that renders and writes none."""
        return UnchangedFiles(files, self._last["addresses"], self._config)

    def finish_unchanged(self) -> None:
        """Log the messages of the last build again, and leave the site as it is."""
        logged = Counter(map(tuple, self._publishing.messages))
        for name, level, text in self._last["messages"]:
            if logged[name, level, text]:
                logged[name, level, text] -= 1
            else:
                logging.getLogger(name).log(level, "%s", text)
        self._publishing.discard()
        log.info("Nothing has changed; the site stays as it is.")
        self._log_summary(0, 0)
        self._publishing.end()

    def gather(self, written: Written, untouched: Collection[str]) -> None:
        """Move all files of the site into one folder, after MkDocs has written its own.

        Files below the folders `untouched` stay where they are.
        """
        if self._old_site:
            staging = Path(self._config.site_dir)
            tidy(self._old_site, written.files, untouched)
            move_into(staging, self._old_site)
            self._config.site_dir = str(self._old_site)

    def finish(self, written: Written, files: Files, briefs: Path) -> None:
        """Publish the site and remember it. Raise PluginError if the disk refuses."""
        by_host = bool(self.page_hooks)
        if self._publishing.finish(self._old_site, strays=by_host) and self._key:
            # A file that changed while it was read may not count as unchanged.
            unchanged = stamps(self._stamps) == self._stamps
            row = self._row(files, briefs) if unchanged and self.is_complete else {}
            self._remember(written, row)
        made = (
            sum(isinstance(file.page, ViewPage) for file in files) if by_host else len(written.made)
        )
        self._log_summary(made, len(written.pages) - len(written.made))
        self._publishing.end()

    def _row(self, files: Files, briefs: Path) -> dict[str, object]:
        site = {
            "key": self._key,
            "inputs": self._inputs,
            "outputs": outputs(self.site),
            "addresses": _addresses(files, briefs),
            "messages": self._publishing.messages,
        }
        return {_SITE: site}

    def _remember(self, written: Written, site: Mapping[str, object]) -> None:
        rows = written.rows() | LastBuild(self._rest, written.facts, written.data).row()
        keep = [*written.row_names(), *(self._parsed.names if self._parsed else ())]
        self.store.put_all(rows | dict(site), keep=keep)

    def _log_summary(self, made: int, left: int) -> None:
        """Log how many pages were made and left, and what took longest."""
        self.phases.done("publishing")
        stay = f", {counted(left, 'page')} left as they are" if left else ""
        slow = ", ".join(f"{name} {took:.1f}" for name, took in self.phases.slowest)
        took = f" ({slow})" if slow else ""
        log.info(f"{counted(made, 'page')} made{stay}, in {self.phases.seconds:.1f} s{took}")

    @property
    def folders(self) -> list[Path]:
        """The folders to which the build writes."""
        return [self.folder, Path(self._config.site_dir), self.site]

    def fail(self) -> None:
        """Keep the old site after a failure."""
        self._publishing.discard()
        self._publishing.end()


class PreviewState(SiteState):
    """A build of a live preview, which remembers in memory and writes into the folder it shows.

    MkDocs empties its output folder and fills it again, so it gets a hidden one meanwhile.
    """

    def __init__(self, config: MkDocsConfig, own: object, *, on: bool, store: Store) -> None:
        super().__init__(config, own, on=on)
        self.store = store
        self._folder = Path(config.site_dir)
        self._hidden = self._folder / ".briefs-building"

    @property
    def _is_turned(self) -> bool:
        return self._config.site_dir == str(self._hidden)

    def begin(self) -> None:
        """Turn MkDocs' output away from the pages of the last build."""
        if self._configured and not self.page_hooks:
            self._config.site_dir = str(self._hidden)

    @property
    def site(self) -> Path:
        """The folder of the pages of the last build."""
        return self._folder

    @property
    def folder(self) -> Path:
        """The folder to which our pages are written."""
        return self._folder

    def load(self, reader: Reader, settings: Settings, committed: Commits) -> Loaded:
        """Return the briefs. Their problems are logged, and end nothing."""
        self._set_key(settings)
        loaded = reader.load(project_of(self._config), settings)
        log_problems(loaded)
        return loaded

    def gather(self, written: Written, untouched: Collection[str]) -> None:
        """Move all files of the site into one folder, after MkDocs has written its own.

        Files below the folders `untouched` stay where they are.
        """
        if self._is_turned:
            tidy(self._folder, written.files, {*untouched, self._hidden.name})
            move_into(self._hidden, self._folder)
            self.fail()

    def finish(self, written: Written, files: Files, briefs: Path) -> None:
        """Remember what was written."""
        self._remember(written, {})

    def fail(self) -> None:
        """Turn the output back. The pages of the last build are there."""
        self._config.site_dir = str(self._folder)
        shutil.rmtree(self._hidden, ignore_errors=True)


class UnchangedFiles(Files):
    """Files of a site that stays as it is: links and the navigation find them, none is written."""

    def __init__(
        self, files: Iterable[File], addresses: Mapping[str, str], config: MkDocsConfig
    ) -> None:
        super().__init__(files)
        self._addresses, self._config = addresses, config

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file by this path."""
        found = super().get_file_from_path(path)
        if found is None and (found := self_written_file(path, self._addresses, self._config)):
            self.append(found)
        return found

    def documentation_pages(self, *, inclusion: Inclusion | None = None) -> Sequence[File]:
        """Return none, so that no page is rendered or written."""
        return []

    def copy_static_files(self, *_: object, **__: object) -> None:
        """Do nothing: the files are there."""


def outputs(site: Path) -> dict[str, list[int]]:
    """Return size and time of every file of a site, by its path.

    A Git repository in it is its owner's, and no build writes there.
    """
    found: dict[str, list[int]] = {}
    pending = [(os.fspath(site), "")]
    while pending:
        folder, prefix = pending.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name == ".git" and not prefix:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        pending.append((entry.path, f"{prefix}{entry.name}/"))
                    else:
                        status = entry.stat(follow_symlinks=False)
                        found[prefix + entry.name] = [status.st_size, int(status.st_mtime)]
        except OSError:
            continue
    return found


def _folder_beside(folder: Path, site: Path) -> Path | None:
    """Return this folder, made if necessary, or None if the site is on another disk."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return folder if folder.stat().st_dev == site.parent.stat().st_dev else None
    except OSError:
        return None


def _addresses(files: Iterable[File], briefs: Path) -> dict[str, str]:
    """Return the file in the site of each of our files that links may name."""
    return {
        file.src_uri: file.dest_uri
        for file in files
        if file.generated_by or isinstance(file, SelfWrittenFile) or is_inside(file, briefs)
        if not file.inclusion.is_excluded()
    }


def _nav_items(items: Iterable[Any]) -> list[object]:
    """Return what a navigation shows of its items."""
    found: list[object] = []
    for item in items:
        meta = repr(item.meta) if isinstance(item, Page) else ""
        below = _nav_items(item.children or ())
        found.append([type(item).__name__, str(item.title), getattr(item, "url", ""), meta, below])
    return found


class Publishing:
    """Moves the output of one build from a staging folder to the site's place.

    A strict build fails if anything warned, which MkDocs says only after its last hook. So warnings
    are counted here too.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        self._lock = Lock(Path(config.site_dir))
        self._staging = Staging(Path(config.site_dir))
        self._config = config
        self._final = config.site_dir
        self._listener = _Listener()

    @property
    def site(self) -> Path:
        """The folder of the published site."""
        return self._staging.site

    @property
    def messages(self) -> list[Message]:
        """The warnings so far, and all messages on the briefs."""
        return self._listener.messages

    def begin(self) -> None:
        """Turn the output to the staging folder.

        Raise PluginError if another build of the site does not end, or if the disk refuses.
        """
        if not self._lock.take(seconds=0):
            minutes = MAX_WAIT // 60
            log.info(
                f"Another build of {self._final} is running. This build waits until that one ends, "
                f"{minutes} minutes at most."
            )
            if not self._lock.take(seconds=MAX_WAIT):
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

    def finish(self, folder: Path | None, *, strays: bool) -> bool:
        """Publish the site, unless warnings make this build fail. Return whether it was published.

        It is in `folder`, if that is given, which then holds the old site. `strays` says that other
        plugins may have written beside the output. Raise PluginError if the disk refuses.
        """
        fails = bool(self._config.strict and self._listener.warnings)
        self._restore()
        if fails:
            self._staging.discard()
            log.info("The site in place stays as it was.")
            return False
        try:
            if strays:
                self._staging.gather_strays()
            self._staging.publish(folder or self._staging.folder, keep=folder is not None)
        except OSError as error:
            self._staging.discard()
            raise PluginError(self._refused("published", error)) from error
        log.info(f"Published to {self._final}")
        return True

    def _refused(self, done: str, error: OSError) -> str:
        reason = error.strerror or one_line(error)
        return f"The site could not be {done} to {self._final}: {reason}."

    def discard(self) -> None:
        """Leave the published site as it is."""
        self._restore()
        self._staging.discard()

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
        self.messages: list[Message] = []

    def emit(self, record: logging.LogRecord) -> None:
        warns = record.levelno >= logging.WARNING
        self.warnings += warns
        if warns or record.name == PROBLEMS:
            self.messages.append((record.name, record.levelno, record.getMessage()))
