"""Foreign files from the disk, and drafts onto it: never over a file, never half a file."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs_briefs.importers.draft import Draft, ImportRefusedError
from mkdocs_briefs.parse.source import read_text
from mkdocs_briefs.settings import Limits

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_foreign(path: Path, limits: Limits) -> str:
    """The text of a file, UTF-8 or UTF-16 with its mark. Raises ImportRefusedError.

    Nothing but a regular file is opened, and at most one byte more than the bound is read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ImportRefusedError("it is not a regular file")
        with path.open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
    except OSError as error:
        raise ImportRefusedError(f"it cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise ImportRefusedError("its name holds a NUL") from None
    if data.startswith(_UTF16) and len(data) <= limits.file_bytes:
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            raise ImportRefusedError("it begins as UTF-16 and does not go on so") from None
    text, problems = read_text(data, path.name, limits)
    if problems:
        first = problems[0]
        where = f"line {first.location.line}: " if first.code == "B101" else ""
        raise ImportRefusedError(f"{where}{first.message}. {first.help}".rstrip())
    return text


def write_draft(draft: Draft, folder: Path, taken: frozenset[str]) -> Path:
    """Writes the draft into `folder`, which is made if need be, and returns the path.

    `taken` holds the slugs of other briefs, in lower case; a draft that wants one of them gets a
    number. A file of the same name is never replaced: that raises ImportRefusedError.
    """
    target = folder / f"{draft.stem}.md"
    if os.path.lexists(target):
        raise ImportRefusedError(
            f"{target} is there already, and is left as it is; rename or delete it first"
        )
    number = 1
    while (slug := draft.slug if number == 1 else f"{draft.slug}-{number}").casefold() in taken:
        number += 1
    target = folder / f"{draft.date.isoformat()}-{slug}.md"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _create(target, draft.markdown().encode())
    except FileExistsError:
        raise ImportRefusedError(
            f"{target} is there already, and is left as it is; rename or delete it first"
        ) from None
    except OSError as error:
        raise ImportRefusedError(f"{target} cannot be written: {error.strerror or error}") from None
    return target


def write_files(files: Iterable[tuple[str, str]], folder: Path) -> Iterator[Path]:
    """Writes texts at their paths below `folder`, one after the other, and gives each path.

    A file that is there already is never replaced, and no link is followed out of `folder`: that
    raises ImportRefusedError before anything is written.
    """
    rows = [(folder / path, text) for path, text in files]
    there = [str(target) for target, _ in rows if os.path.lexists(target)]
    if there:
        more = f" and {len(there) - 1} more" if len(there) > 1 else ""
        raise ImportRefusedError(
            f"{there[0]}{more} is there already, and is left as it is; rename or delete it first"
        )
    home = os.path.realpath(folder)
    for target, _ in rows:
        if os.path.commonpath((home, os.path.realpath(target.parent))) != home:
            raise ImportRefusedError(f"{target} leads out of {folder} by a link")
    for target, text in rows:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _create(target, text.encode())
        except OSError as error:
            reason = error.strerror or error
            raise ImportRefusedError(f"{target} cannot be written: {reason}") from None
        yield target


def _create(target: Path, data: bytes) -> None:
    """A new file with all of `data`. Raises FileExistsError where there is one, and OSError."""
    handle, name = tempfile.mkstemp(prefix=".briefs-", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o666 & ~_umask())
        try:
            os.link(name, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            with target.open("xb") as stream:
                stream.write(data)
    finally:
        Path(name).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
