"""Pagefind's files made the same for the same records, and lighter.

Pagefind writes the values of a filter, and the list of filters, in the order of a table that is
shuffled anew in each run, and names files by what is in them. Here both are sorted, and pages get
shorter names: these stand in the one file that every search loads, and random letters do not
compress. The files are CBOR (RFC 8949) of arrays, texts and whole numbers, in gzip, behind a mark.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

VERSION = 1
"""Counts up with each change of the files made of the same answer."""
_ENTRY = "pagefind-entry.json"
_MARK = b"pagefind_dcd"
_NAME = 5
"""Hexadecimal digits in the name of a page's file; more where two would share one."""


def settled(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an index by their paths, without what our own search does not load.

    An index in a form that we do not know keeps its order: it works too.
    """
    entry = json.loads(files[_ENTRY])
    rows = entry["languages"].values()
    wasm = [row["wasm"] or "unknown" for row in rows] or ["unknown"]
    loaded = {_ENTRY, "pagefind.js", *(f"wasm.{name}.pagefind" for name in wasm)}
    kept = {
        path: data
        for path, data in files.items()
        if path in loaded or "/" in path or path.endswith(".pf_meta")
    }
    for row in rows:
        _settle(kept, row)
    kept[_ENTRY] = json.dumps(entry, sort_keys=True).encode()
    return dict(sorted(kept.items()))


def _settle(files: dict[str, bytes], row: dict[str, Any]) -> None:
    """Settles the index of one language; `row` names its first file."""
    path = f"pagefind.{row['hash']}.pf_meta"
    try:
        meta = _read(files[path])
        _, pages, _, filters, *_ = meta
        chunks = [_read(files[f"filter/{name}.pf_filter"]) for _, name in filters]
        if not all(isinstance(count, int) for _, count in pages):
            return
        for chunk in chunks:
            chunk[1].sort()
    except (ValueError, TypeError, KeyError, IndexError, OSError):
        return
    for one, chunk in zip(filters, chunks, strict=True):
        del files[f"filter/{one[1]}.pf_filter"]
        data = _packed(chunk)
        one[1] = _digest(data)[:10]
        files[f"filter/{one[1]}.pf_filter"] = data
    filters.sort()
    _shorten(pages, files)
    del files[path]
    data = _packed(meta)
    row["hash"] = _digest(data)[:10]
    files[f"pagefind.{row['hash']}.pf_meta"] = data


def _shorten(pages: Iterable[list[Any]], files: dict[str, bytes]) -> None:
    """Gives each page's file a name as short as can be, made of what is in it.

    The number of its words, by which a long page counts less, keeps two digits: enough for that.
    """
    for page in pages:
        data = files.pop(f"fragment/{page[0]}.pf_fragment")
        digest = _digest(data)
        names = (digest[:size] for size in range(_NAME, len(digest)))
        page[0] = next(name for name in names if f"fragment/{name}.pf_fragment" not in files)
        page[1] = round(page[1], 2 - len(str(page[1])))
        files[f"fragment/{page[0]}.pf_fragment"] = data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read(packed: bytes) -> Any:
    data = gzip.decompress(packed)
    if not data.startswith(_MARK):
        raise ValueError("not a file of Pagefind")
    value, end = _decoded(data, len(_MARK))
    if end != len(data):
        raise ValueError("more than one value")
    return value


def _packed(value: Any) -> bytes:
    out = bytearray(_MARK)
    _encode(value, out)
    return gzip.compress(bytes(out), 9, mtime=0)


def _decoded(data: bytes, at: int) -> tuple[Any, int]:
    """The value that begins at `at`, and where it ends. Raises ValueError for another kind."""
    kind, count = data[at] >> 5, data[at] & 31
    at += 1
    if count >= 24:
        if count > 27:
            raise ValueError(count)
        size = 1 << (count - 24)
        count, at = int.from_bytes(data[at : at + size], "big"), at + size
    if kind == 0:
        return count, at
    if kind == 3:
        return data[at : at + count].decode(), at + count
    if kind != 4:
        raise ValueError(kind)
    values = []
    for _ in range(count):
        value, at = _decoded(data, at)
        values.append(value)
    return values, at


def _encode(value: Any, out: bytearray) -> None:
    if isinstance(value, list):
        _head(4, len(value), out)
        for one in value:
            _encode(one, out)
    elif isinstance(value, str):
        text = value.encode()
        _head(3, len(text), out)
        out += text
    else:
        _head(0, value, out)


def _head(kind: int, count: int, out: bytearray) -> None:
    if count < 24:
        out.append(kind << 5 | count)
        return
    power = next(power for power in range(4) if count < 1 << (8 << power))
    out.append(kind << 5 | 24 + power)
    out += count.to_bytes(1 << power, "big")
