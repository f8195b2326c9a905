"""What one build knows of the last one: if anything has changed, and what to leave as it is."""

from __future__ import annotations

import logging
import os
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from mkdocs_briefs.builder.output import move_into, tidy
from mkdocs_briefs.builder.page_keys import edited_alone
from mkdocs_briefs.builder.pipeline import Loaded, Reader
from mkdocs_briefs.builder.progress import Phases
from mkdocs_briefs.builder.store import ParsedBriefs, Store, digest_of, digest_of_value
from mkdocs_briefs.host.files import is_inside
from mkdocs_briefs.host.git_days import GitDays
from mkdocs_briefs.host.inputs import (
    UnknownInputsError,
    configured,
    digests,
    files_of,
    own_templates,
    plain,
    software,
    stamps,
)
from mkdocs_briefs.host.log import counted, host_logger, log, log_problems, stop_on_errors
from mkdocs_briefs.host.options import project_of
from mkdocs_briefs.host.other_plugins import plugins_with_page_hooks
from mkdocs_briefs.host.page_writer import Before, Target, Written, page_row, record_row
from mkdocs_briefs.host.publishing import Publishing
from mkdocs_briefs.host.self_written_files import Inclusion, SelfWrittenFile, self_written_file
from mkdocs_briefs.settings import Settings

_SITE = "site"
"""Name in the store of what is remembered of the site as a whole."""


class SiteState:
    """One build of a site into its own folder, beside what the store knows of the last one.

    With `on` false it remembers nothing. `why` names the plugins that keep it from writing pages
    by itself.
    """

    def __init__(self, config: MkDocsConfig, own: object, *, on: bool) -> None:
        self._config, self._on = config, on
        self._configured = ""
        self.why: list[str] = plugins_with_page_hooks(config, own) if on else ["`engine: false`"]
        if not self.why:
            try:
                self._configured = configured(config, own)
            except UnknownInputsError as reason:
                log.debug(f"nothing is remembered: {reason}")
        self._publishing = Publishing(config)
        project, name = project_of(config), str(config.config_file_path)
        self.store: Store = Store.of(project, config.site_dir, name)
        self._key = self._inputs = self._around = ""
        self._seen: Mapping[str, Sequence[int]] = {}
        self._last: Mapping[str, Any] = {}
        self._parsed: ParsedBriefs | None = None
        self._spare: Path | None = None
        self.phases = Phases()
        self.unchanged = False
        """Whether no input has changed, so that the site stays as it is."""
        self.is_complete = True
        """Whether nothing is missing that another build of the same inputs may bring."""

    def begin(self) -> None:
        """Turn the output away from the published site; say what makes the build slow."""
        if self.why and self._on:
            who = ", ".join(self.why)
            log.info(f"Pages are built one by one, as these may change them: {who}.")
        self._publishing.begin()

    @property
    def site(self) -> Path:
        """The folder of the published site."""
        return self._publishing.site

    @property
    def folder(self) -> Path:
        """The folder in which our pages are written.

        Where the build remembers, it holds the site before the published one, most of whose files
        are right; MkDocs, which empties its folder first, then writes its own pages beside it.
        """
        return self._spare or Path(self._config.site_dir)

    def load(self, reader: Reader, settings: Settings, dating: GitDays) -> Loaded | None:
        """Return what the site is made from, or None where nothing has changed.

        Raises PluginError where the briefs have errors.
        """
        project = project_of(self._config)
        if self._configured:
            self._look(settings, dating, project)
        self.phases.done("looking for changes")
        if self.unchanged:
            return None
        self._parsed = self._parsed_briefs()
        loaded = reader.load(project, settings, known=self._parsed)
        log_problems(loaded)
        stop_on_errors(loaded.problems)
        self.phases.done("reading briefs")
        return loaded

    def _parsed_briefs(self) -> ParsedBriefs | None:
        """Return the briefs that are known of the last build."""
        return ParsedBriefs(self.store, self._key) if self._key else None

    def _know(self, settings: Settings) -> None:
        always = plain({name: each for name, each in asdict(settings).items() if name != "today"})
        level = host_logger().getEffectiveLevel()  # a quiet build hears no warnings
        if self._configured:
            self._key = digest_of_value([self._configured, always, software(), level])

    def _look(self, settings: Settings, dating: GitDays, project: Path) -> None:
        self._know(settings)
        if isinstance(self.store, Store):
            self._spare = _spare_beside(self.store.path.with_suffix(".site"), self.site)
        files = files_of(self._config, project / settings.briefs_dir)
        self._seen = stamps(files)
        day = [str(settings.today), get_build_date(), os.environ.get("SOURCE_DATE_EPOCH", "")]
        self._inputs = digest_of_value([self._key, day, dating.written(), digests(files)])
        last = self.store.get(_SITE)
        if not isinstance(last, dict) or last.get("key") != self._key:
            return
        self._last = last
        self.unchanged = last["inputs"] == self._inputs and last["outputs"] == outputs(self.site)

    def target(
        self, nav: Navigation, around: str, loaded: Loaded, dating: GitDays, files: Files
    ) -> Target:
        """Return where our pages are written, and what is known of those of the last build.

        `around` is what the plugin itself puts around each page.
        """
        frame = self._frame(nav, around)
        if not frame:
            return Target(self.folder, self.site)
        digests = {file: digest_of(data) for file, data in loaded.data.items()}
        sources = {
            brief.file: digest_of_value([digests.pop(brief.file), dating.days_of(brief)])
            for brief in loaded.library.briefs
        }
        settings, problems = loaded.library.settings, loaded.problems
        shown = [loaded.report(problem) for problem in problems] if settings.drafts else []
        addresses = [[file.src_uri, file.url, file.inclusion.name] for file in files]
        rest = [frame, str(settings.today), sorted(sources), digests, addresses, shown]
        before, self._around = Before.read(self.store), digest_of_value(rest)
        edited = None
        if before.around == self._around:
            edited = edited_alone(loaded.library, sources, before.briefs)
        return Target(self.folder, self.site, self.store, frame, sources, before, edited)

    def _frame(self, nav: Navigation, around: str) -> str:
        """A digest of what all pages share: the theme, its settings and its navigation."""
        if not self._key:
            return ""
        # A template of the site's own may show anything that MkDocs knows.
        anything = ""
        if own_templates(self._config):
            if not self._inputs:
                return ""
            anything = self._inputs
        return digest_of_value([self._key, anything, around, *_places(nav.items)])

    def files(self, files: Files) -> Files:
        """Return MkDocs' files for a build in which nothing is made from any."""
        return StillFiles(files, self._last["addresses"], self._config)

    def finish_unchanged(self) -> None:
        """Say again what the last build said, and leave the site as it is."""
        again = Counter(map(tuple, self._publishing.said))
        for name, level, text in self._last["said"]:
            if again[name, level, text]:
                again[name, level, text] -= 1
            else:
                logging.getLogger(name).log(level, "%s", text)
        self._publishing.leave()
        log.info("Nothing has changed; the site stays as it is.")
        self._sum_up(0, 0)
        self._publishing.end()

    def gather(self, written: Written, untouched: Collection[str]) -> None:
        """Bring all files of the site together, now that MkDocs has written its own.

        What is below the folders `untouched` is not its concern.
        """
        if self._spare:
            staging = Path(self._config.site_dir)
            tidy(self._spare, written.files, untouched)
            move_into(staging, self._spare)
            self._config.site_dir = str(self._spare)

    def finish(self, written: Written, files: Files, briefs: Path) -> None:
        """Publish the site and remember it. Raises PluginError where the disk refuses."""
        if self._publishing.finish(self._spare) and self._key:
            # A file that changed while it was read must not count as one that has not changed.
            unchanged = stamps(self._seen) == self._seen
            known = unchanged and self.is_complete
            self._remember(written, self._row(files, briefs) if known else {})
        self._sum_up(len(written.made), len(written.pages) - len(written.made))
        self._publishing.end()

    def _row(self, files: Files, briefs: Path) -> dict[str, object]:
        site = {
            "key": self._key,
            "inputs": self._inputs,
            "outputs": outputs(self.site),
            "addresses": _addresses(files, briefs),
            "said": self._publishing.said,
        }
        return {_SITE: site}

    def _remember(self, written: Written, site: Mapping[str, object]) -> None:
        kept = [row(name) for name in written.pages for row in (page_row, record_row)]
        rows = written.rows() | Before(self._around, written.facts, written.data).row()
        if self._parsed:
            kept += self._parsed.names
        self.store.put_all(rows | dict(site), keep=kept)

    def _sum_up(self, made: int, left: int) -> None:
        """One line for all: pages made and left, seconds, what took longest."""
        self.phases.done("publishing")
        stay = f", {counted(left, 'page')} left as they are" if left else ""
        slow = ", ".join(f"{name} {took:.1f}" for name, took in self.phases.slowest)
        took = f" ({slow})" if slow else ""
        log.info(f"{counted(made, 'page')} made{stay}, in {self.phases.seconds:.1f} s{took}")

    @property
    def folders(self) -> list[Path]:
        """The folders that the build writes."""
        return [self.folder, Path(self._config.site_dir), self.site]

    def give_up(self) -> None:
        """After a failure: the old site stays."""
        self._publishing.give_up()


def _spare_beside(spare: Path, site: Path) -> Path | None:
    """Return the folder `spare`, made if need be; None where the site lies on another disk."""
    try:
        spare.mkdir(parents=True, exist_ok=True)
        return spare if spare.stat().st_dev == site.parent.stat().st_dev else None
    except OSError:
        return None


class PreviewState(SiteState):
    """The same for a live preview, which writes into one folder and is looked at all the time.

    MkDocs empties that folder before each build, but for hidden entries.
    """

    def __init__(self, config: MkDocsConfig, own: object, *, on: bool, store: Store) -> None:
        super().__init__(config, own, on=on)
        self.store = store
        self._hidden = Path(config.site_dir) / ".briefs-kept"

    def begin(self) -> None:
        """Put the pages of before away from MkDocs' broom."""
        site = Path(self._config.site_dir)
        shutil.rmtree(self._hidden, ignore_errors=True)
        if self._configured and not self.why:
            self._hidden.mkdir(parents=True)
            for entry in site.iterdir():
                if entry != self._hidden:
                    entry.rename(self._hidden / entry.name)

    @property
    def site(self) -> Path:
        """The folder of the pages of before."""
        return self.folder

    @property
    def folder(self) -> Path:
        """The folder in which our pages are written."""
        return self._hidden if self._hidden.is_dir() else Path(self._config.site_dir)

    def load(self, reader: Reader, settings: Settings, dating: GitDays) -> Loaded:
        """Return what the site is made from. Its problems are said, and stop nothing."""
        self._know(settings)
        loaded = reader.load(project_of(self._config), settings)
        log_problems(loaded)
        return loaded

    def gather(self, written: Written, untouched: Collection[str]) -> None:
        """Bring all files of the site together, now that MkDocs has written its own.

        What is below the folders `untouched` is not its concern.
        """
        if self._hidden.is_dir():
            site = self._hidden.parent
            tidy(self._hidden, written.files, untouched)
            for entry in [*site.iterdir()]:
                if entry == self._hidden:
                    continue
                if entry.is_dir():
                    move_into(entry, self._hidden / entry.name)
                    shutil.rmtree(entry)
                else:
                    entry.replace(self._hidden / entry.name)
            for entry in [*self._hidden.iterdir()]:
                entry.rename(site / entry.name)
            self._hidden.rmdir()

    def finish(self, written: Written, files: Files, briefs: Path) -> None:
        """Remember what was written."""
        self._remember(written, {})

    def give_up(self) -> None:
        """After a failure: bring the pages of before back."""
        if self._hidden.is_dir():
            site = self._hidden.parent
            for entry in [*site.iterdir()]:
                if entry.is_dir() and entry != self._hidden:
                    shutil.rmtree(entry)
                elif entry != self._hidden:
                    entry.unlink()
            for entry in [*self._hidden.iterdir()]:
                entry.rename(site / entry.name)
            self._hidden.rmdir()


class StillFiles(Files):
    """Files of a site that stays as it is: links and the navigation find them, none is made."""

    def __init__(
        self, files: Iterable[File], addresses: Mapping[str, str], config: MkDocsConfig
    ) -> None:
        super().__init__(files)
        self._addresses, self._config = addresses, config

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file by this path, one of the plugin's own among them."""
        found = super().get_file_from_path(path)
        if found is None and (found := self_written_file(path, self._addresses, self._config)):
            self.append(found)
        return found

    def documentation_pages(self, *, inclusion: Inclusion | None = None) -> Sequence[File]:
        """Return none: no page is filled or written."""
        return []

    def copy_static_files(self, *_: object, **__: object) -> None:
        """Do nothing: they are in their places."""


def outputs(site: Path) -> dict[str, list[int]]:
    """Return size and time of every file of a site, by its path.

    A repository in it is its owner's, and no build writes there.
    """
    found: dict[str, list[int]] = {}
    pending = [(os.fspath(site), "")]
    while pending:
        place, prefix = pending.pop()
        try:
            with os.scandir(place) as entries:
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


def _addresses(files: Iterable[File], briefs: Path) -> dict[str, str]:
    """Return the file in the site of each file of ours that links may name."""
    return {
        file.src_uri: file.dest_uri
        for file in files
        if file.generated_by or isinstance(file, SelfWrittenFile) or is_inside(file, briefs)
        if not file.inclusion.is_excluded()
    }


def _places(items: Iterable[Any]) -> list[object]:
    """Return what a navigation shows of its items."""
    found: list[object] = []
    for item in items:
        meta = repr(item.meta) if isinstance(item, Page) else ""
        below = _places(item.children or ())
        found.append([type(item).__name__, str(item.title), getattr(item, "url", ""), meta, below])
    return found
