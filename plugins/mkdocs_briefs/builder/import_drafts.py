"""Drafts that are imported together: their names, their links to each other, their pictures."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path, PurePosixPath

from mkdocs_briefs.builder.import_export import create_file, refuse_existing
from mkdocs_briefs.importers.draft import Draft, ImportRefusedError, Row
from mkdocs_briefs.importers.file_names import name_of_file
from mkdocs_briefs.importers.foreign import COPY_PICTURE
from mkdocs_briefs.importers.links import Target, address, relinked
from mkdocs_briefs.model.address import address_of
from mkdocs_briefs.model.ids import slugify
from mkdocs_briefs.problems import shortened

_PICTURES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".svg"])
_FILES = _PICTURES | {".pdf", ".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".webm", ".vtt", ".csv"}
"""Endings of files that are copied with a page that shows or links them."""
_STATIC = ("", "static", "public", "assets", "source", "content", "docs")
"""Folders in which other generators keep what lies at the root of the site."""
_MAX_LEVELS = 6
_PLAIN_NAME = re.compile(r"\w[\w .+,@=-]*")
_MAX_NAMED = 8


@dataclass(slots=True)
class Written:
    """A draft as it was written: the file, what to confirm, and the files copied for it."""

    path: Path
    draft: Draft
    copied: list[Path] = field(default_factory=list)


@dataclass(slots=True)
class _Plan:
    source: Path
    draft: Draft
    refused: ImportRefusedError | None = None


class Import:
    """The drafts of one import. All names are given before the first is written."""

    def __init__(
        self,
        drafts: Sequence[tuple[Path, Draft]],
        folder: Path,
        taken: frozenset[str],
        pattern: str,
        *,
        untrusted: bool,
    ) -> None:
        """Plan for `folder`; `taken` has the addresses of other briefs, in lower case.

        `pattern` is that of addresses.
        """
        self.folder, self.pattern = folder, pattern
        self.suffixes = _FILES - {".svg"} if untrusted else _FILES
        self.taken = set(taken)
        self.by_path: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        """Path in the folder, in lower case -> the file that is copied there."""
        self.plans = [_Plan(source, draft) for source, draft in drafts]
        for plan in self.plans:
            self._name(plan)

    def _name(self, plan: _Plan) -> None:
        """Give the draft a slug that no other brief has."""
        draft = plan.draft
        try:
            refuse_existing([self.folder / f"{draft.stem}.md"])
        except ImportRefusedError as error:
            plan.refused = error
            return
        numbers = count(2)
        while self._address(draft) in self.taken or (self.folder / f"{draft.stem}.md").exists():
            draft = replace(draft, slug=f"{plan.draft.slug}-{next(numbers)}")
        if draft.slug != plan.draft.slug:
            note = f"another brief has the address “{plan.draft.slug}”; this one has “{draft.slug}”"
            draft = replace(draft, rows=(*draft.rows, Row("slug", None, (note,))))
        self.taken.add(self._address(draft))
        plan.draft = draft
        self.by_path[_absolute(plan.source)] = draft.stem
        name = name_of_file(plan.source.as_posix())
        old = next((row.value for row in draft.rows if row.key == "redirect_from"), ())
        title = next((str(row.value) for row in draft.rows if row.key == "title"), "")
        for one in {plan.source.stem, name.stem, slugify(name.stem), draft.slug, title,
                    *map(str, old if isinstance(old, (list, tuple)) else [])}:  # fmt: skip
            key = one.strip("/").casefold()
            self.by_name[key] = (
                draft.stem if self.by_name.get(key, draft.stem) == draft.stem else ""
            )

    def _address(self, draft: Draft) -> str:
        return address_of(self.pattern, draft.slug, draft.date).casefold()

    def __iter__(self) -> Iterator[tuple[Path, Written | ImportRefusedError]]:
        """Write each draft and yield its source, and what was written or why it was not."""
        for plan in self.plans:
            try:
                yield plan.source, self._write(plan)
            except ImportRefusedError as error:
                yield plan.source, error

    def drafts(self) -> Iterator[Draft]:
        """Yield each draft as it would be written."""
        for plan in self.plans:
            yield _Linker(self, plan).draft()

    def _write(self, plan: _Plan) -> Written:
        if plan.refused:
            raise plan.refused
        linker = _Linker(self, plan)
        written = Written(self.folder / f"{plan.draft.stem}.md", linker.draft())
        create_file(written.path, written.draft.markdown())
        for source, target in linker.copies.items():
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
                written.copied.append(target)
        return written

    def page(self, target: Target, source: Path) -> str | None:
        """Return the stem of the draft to which a link of the page `source` leads."""
        path = target.path
        if path.startswith("/"):
            ends = [f"{os.sep}{one}" for one in _pages(path.strip("/"))]
            found = {stem for file, stem in self.by_path.items() if file.endswith((*ends,))}
            if len(found) == 1:
                return found.pop()
        else:
            for start in (source.parent, source.with_suffix("")):
                for one in _pages(_absolute(start / path)):
                    if one in self.by_path:
                        return self.by_path[one]
        last = PurePosixPath(path)
        name = last.stem if target.page or last.suffix in {".html", ".htm"} else last.name
        whole = self.by_name.get(path.strip("/").casefold())
        return whole or self.by_name.get(name.casefold()) or None

    def file(self, target: Target, source: Path) -> str | None:
        """Return the file on this disk to which a link of the page `source` leads."""
        if PurePosixPath(target.path).suffix.lower() not in self.suffixes:
            return None
        home = Path(os.path.realpath(source.parent))
        starts = [home]
        if target.path.startswith("/"):
            starts = [up / one for up in (home, *home.parents)[:_MAX_LEVELS] for one in _STATIC]
        for start in starts:
            file = os.path.normpath(start / target.path.lstrip("/"))
            # `Path.is_file` fails at long names. A link on the disk could lead to anything.
            if os.path.isfile(file) and os.path.realpath(file) == file:  # noqa: PTH113
                return file
        return None

    def place(self, file: str, target: Target, plan: _Plan) -> str:
        """Return where in the folder a file is copied to: as the page has it, if that is free."""
        name = PurePosixPath(file).name
        if not _PLAIN_NAME.fullmatch(name):
            name = f"{slugify(PurePosixPath(name).stem) or 'file'}{PurePosixPath(name).suffix}"
        own = f"{plan.draft.slug}/{name}"
        parts = PurePosixPath(target.path).parts
        bundle = name_of_file(plan.source.as_posix()).bundle
        as_written = not bundle and all(_PLAIN_NAME.fullmatch(one) for one in parts)
        wanted = [os.path.normpath(target.path)] if as_written else []
        numbered = (f"{plan.draft.slug}/{number}-{name}" for number in count(2))
        for place in (*wanted, own, *(next(numbered) for _ in range(1_000))):
            taken = self.sources.get(place.casefold())
            there = self.folder / place
            if taken is None and there.exists():
                taken = file if filecmp.cmp(file, there, shallow=False) else str(there)
            if taken in {None, file}:
                self.sources[place.casefold()] = file
                return place
        return own


def _absolute(path: Path) -> str:
    return os.path.normpath(path.absolute())


def _pages(path: str) -> tuple[str, ...]:
    """Return the files that may be the page at `path`."""
    bare = re.sub(r"\.html?\Z", "", path)
    return path, *(f"{bare}{end}" for end in (".md", ".markdown", "/index.md", "/_index.md"))


class _Linker:
    """Finds where the links of one draft lead."""

    def __init__(self, batch: Import, plan: _Plan) -> None:
        self.batch, self.plan = batch, plan
        self.copies: dict[str, Path] = {}
        self.lost: dict[str, None] = {}
        self.missing: dict[str, None] = {}

    def draft(self) -> Draft:
        """Return the draft with its links as they lead from it, and notes on those that do not."""
        draft = self.plan.draft
        body = relinked(draft.body, self._new)
        rows = [self._row(row) for row in draft.rows]
        notes = [
            f"{text}: {_named([*found])}"
            for text, found in (
                (COPY_PICTURE, self.missing),
                ("links that lead to no page of this import; correct or delete them", self.lost),
            )
            if found
        ]
        if notes:
            rows.append(Row("body", None, tuple(notes)))
        return replace(draft, body=body, rows=tuple(rows))

    def _row(self, row: Row) -> Row:
        if row.key != "image" or not isinstance(row.value, str):
            return row
        place = self._copied(Target(row.value))
        return replace(row, value=place, notes=()) if place else row

    def _new(self, target: Target) -> str | None:
        """Return the new address of a link; None for one that stays as it is."""
        if stem := self.batch.page(target, self.plan.source):
            return f"{address(stem)}.md{target.tail}"
        if place := self._copied(target):
            same = place == os.path.normpath(target.path) and not target.path.startswith("/")
            return (target.path if same and " " not in place else address(place)) + target.tail
        picture = PurePosixPath(target.path).suffix.lower() in _PICTURES
        (self.missing if picture else self.lost)[target.path] = None
        return None

    def _copied(self, target: Target) -> str | None:
        file = self.batch.file(target, self.plan.source)
        if file is None:
            return None
        place = self.batch.place(file, target, self.plan)
        self.copies[file] = self.batch.folder / place
        return place


def _named(paths: list[str]) -> str:
    more = f" and {len(paths) - _MAX_NAMED} more" if len(paths) > _MAX_NAMED else ""
    return ", ".join(f"“{shortened(path)}”" for path in paths[:_MAX_NAMED]) + more
