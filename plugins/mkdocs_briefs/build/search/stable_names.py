"""Pagefind's files made the same for the same records, and lighter.

Pagefind writes the values of a filter, and the list of filters, in the order of a table that is
shuffled anew in each run, and names files by what is in them. Here both are sorted, and pages get
shorter names: these stand in the one file that every search loads, and random letters do not
compress.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from mkdocs_briefs.build.search.cbor import read, written
from mkdocs_briefs.build.search.pagefind_program import ENTRY

DIGITS = 5
"""Hexadecimal digits in the name of a page's file; more where two would share one."""


def renamed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an index by their paths, without what our own search does not load.

    An index in a form that we do not know keeps its order: it works too.
    """
    entry = json.loads(files[ENTRY])
    rows = entry["languages"].values()
    wasm = [row.get("wasm") or "unknown" for row in rows] or ["unknown"]
    loaded = {ENTRY, "pagefind.js", *(f"wasm.{name}.pagefind" for name in wasm)}
    kept = {
        path: data
        for path, data in files.items()
        if path in loaded or "/" in path or path.endswith(".pf_meta")
    }
    for row in rows:
        _rename(kept, row)
    kept[ENTRY] = json.dumps(entry, sort_keys=True).encode()
    return dict(sorted(kept.items()))


def _rename(files: dict[str, bytes], row: dict[str, Any]) -> None:
    """Rename the files of one language's index; `row` names the first of them."""
    try:
        path = f"pagefind.{row['hash']}.pf_meta"
        meta = read(files[path])
        _, pages, _, filters, *_ = meta
        chunks = [read(files[f"filter/{name}.pf_filter"]) for _, name in filters]
        if not all(isinstance(count, int) for _, count in pages):
            return
        for chunk in chunks:
            chunk[1].sort()
    except (ValueError, TypeError, KeyError, IndexError, OSError):
        return
    for one, chunk in zip(filters, chunks, strict=True):
        del files[f"filter/{one[1]}.pf_filter"]
        data = written(chunk)
        one[1] = digest_of(data)[:10]
        files[f"filter/{one[1]}.pf_filter"] = data
    filters.sort()
    _shorten(pages, files)
    del files[path]
    data = written(meta)
    row["hash"] = digest_of(data)[:10]
    files[f"pagefind.{row['hash']}.pf_meta"] = data


def _shorten(pages: Iterable[list[Any]], files: dict[str, bytes]) -> None:
    """Gives each page's file a name as short as can be, made of what is in it.

    The number of its words, by which a long page counts less, keeps two digits: enough for that.
    """
    taken: set[str] = set()
    for page in pages:
        data = files.pop(f"fragment/{page[0]}.pf_fragment")
        digest, words = digest_of(data), page[1]
        names = (digest[:size] for size in range(DIGITS, len(digest)))
        page[0] = next(name for name in names if name not in taken)
        page[1] = round(words, 2 - len(str(words)))
        taken.add(page[0])
        files[f"fragment/{page[0]}.pf_fragment"] = data


def digest_of(data: bytes) -> str:
    """All digits of which names are made."""
    return hashlib.sha256(data).hexdigest()
