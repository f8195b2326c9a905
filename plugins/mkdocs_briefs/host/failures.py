"""A build that fails says so in one line that names the file or the folder, and no traceback."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.exceptions import MkDocsException, PluginError

_DISK = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG))
"""What only a disk says."""


@contextmanager
def working_on(file: str) -> Iterator[None]:
    """Name the file in hand in whatever goes wrong meanwhile. Raises PluginError.

    An error of the disk is none of the file's and passes.
    """
    try:
        yield
    except (MkDocsException, OSError):
        raise
    except Exception as error:
        raise PluginError(
            f"{file}: its page cannot be made: {said(error)}. `--verbose` tells where it happened."
        ) from error


def said(error: Exception) -> str:
    """Return an exception in one line."""
    if isinstance(error, shutil.Error):  # a list of all files that could not be copied
        return str(error.args[0][0][2])
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:200]}" if words else type(error).__name__


def of_disk(error: Exception, folders: list[Path]) -> str:
    """Return in one line what the disk refused; nothing for an error of another kind.

    `folders` are those that a build writes.
    """
    if not isinstance(error, OSError):
        return ""
    names = [str(name) for name in (error.filename, error.filename2) if isinstance(name, str)]
    ours = [name for name in names if any(Path(name).is_relative_to(each) for each in folders)]
    if not ours and error.errno not in _DISK:
        return ""
    place = Path([*ours, *names][0]).parent if names else next(iter(folders), "the site")
    return f"The disk refuses what is written to {place}: {error.strerror or said(error)}."
