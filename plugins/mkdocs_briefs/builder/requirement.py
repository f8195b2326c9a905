"""The line of requirements.txt that installs this program again, as it was installed here."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from importlib import metadata
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from mkdocs_briefs.builder.version import (
    DISTRIBUTION,
    PACKAGE,
    full_version,
    is_checkout,
    package_files,
)

FOLDER = "vendor"
_INFO = ("METADATA", "WHEEL", "entry_points.txt", "licenses/LICENSE")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time of a file in a ZIP archive."""


def requirement() -> tuple[str, dict[str, bytes]]:
    """Return the line, and the files that it names, by path: a wheel if nobody else has this one.

    It is the commit of a repository, the address of an archive, or the version, as pip has noted
    (PEP 610). What was installed from a folder or a file of this computer is packed as a wheel, and
    so is a version with a commit, because no package index has it.
    """
    origin = _origin()
    address = str(origin.get("url", ""))
    if not is_checkout():
        if not address and "+" not in full_version():
            return f"{DISTRIBUTION}=={full_version()}", {}
        if urlsplit(address).scheme in {"https", "ssh", "http"}:
            return f"{DISTRIBUTION} @ {_remote(origin, _without_password(address))}", {}
    name, data = wheel()
    return f"./{FOLDER}/{name}", {f"{FOLDER}/{name}": data}


def _origin() -> dict[str, Any]:
    try:
        text = metadata.distribution(DISTRIBUTION).read_text("direct_url.json")
        found = json.loads(text or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remote(origin: dict[str, Any], address: str) -> str:
    """Return the address of a repository with its commit, or of an archive with its digest."""
    folder = origin.get("subdirectory")
    parts = [f"subdirectory={folder}"] if folder else []
    if vcs := origin.get("vcs_info"):
        address = f"{vcs['vcs']}+{address}@{vcs['commit_id']}"
    elif digest := origin.get("archive_info", {}).get("hashes", {}).get("sha256"):
        parts.append(f"sha256={digest}")
    return "#".join(filter(None, (address, "&".join(parts))))


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    kept = f"{user}{at}" if user == "git" else ""
    return urlunsplit(parts._replace(netloc=kept + host))


def wheel() -> tuple[str, bytes]:
    """Return the name and the content of a wheel of this very code.

    It is made of the installed files, so it needs no tool to build, and no file of the
    installation. https://packaging.python.org/specifications/binary-distribution-format/
    """
    version = full_version()
    stem = f"{DISTRIBUTION.replace('-', '_')}-{version}"
    rows = []
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in (*_package(), *_info(f"{stem}.dist-info", version)):
            archive.writestr(_entry(path), data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
            rows.append(f"{path},sha256={digest.decode()},{len(data)}\n")
        record = f"{stem}.dist-info/RECORD"
        archive.writestr(_entry(record), "".join([*rows, f"{record},,\n"]))
    return f"{stem}-py3-none-any.whl", packed.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _FIRST_DAY)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
    return entry


def _package() -> Iterator[tuple[str, bytes]]:
    for path in package_files():
        yield path.relative_to(PACKAGE.parent).as_posix(), path.read_bytes()


def _info(folder: str, version: str) -> Iterator[tuple[str, bytes]]:
    """Yield the metadata. That of an editable install may have an earlier version."""
    installed = metadata.distribution(DISTRIBUTION)
    for name in _INFO:
        text = installed.read_text(name)
        if text is None:
            continue
        if name == "METADATA":
            text = re.sub(
                r"^Version: .*$", f"Version: {version}", text, count=1, flags=re.MULTILINE
            )
        yield f"{folder}/{name}", text.encode()
