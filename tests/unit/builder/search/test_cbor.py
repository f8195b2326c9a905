"""Pagefind's files are read and written as the standard says, and renamed where they are known."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.builder.search import shards
from mkdocs_briefs.builder.search.shards import read, unpacked
from support.search import at_once, records


def values() -> st.SearchStrategy:
    return st.recursive(st.text() | st.integers(0, 2**40), st.lists, max_leaves=20)


@given(values())
def test_what_is_packed_is_read_again(value) -> None:
    out = bytearray()
    shards.encode(value, out)
    assert shards.decoded(bytes(out), 0) == (value, len(out))


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "00"), (23, "17"), (24, "1818"), (255, "18ff"), (256, "190100"), (65536, "1a00010000")],
)
def test_numbers_are_written_as_the_standard_says(number: int, written: str) -> None:
    out = bytearray()
    shards.encode(number, out)
    assert out.hex() == written


@pytest.mark.parametrize(
    "meta",
    [
        b"pagefind_dcd\xf6",
        b"pagefind_dcd\x81\x00",
        b"other",
        b"pagefind_dcd",
        b"pagefind_dcd\x84\x60\x81\x82\x60\x60\x80\x80",
        b"pagefind_dcd\x84\x60\x80\x80\x81\x82\x60\x61x",
    ],
)
def test_an_index_in_a_form_that_we_do_not_know_stays_as_it_is(meta: bytes) -> None:
    entry = json.dumps({"languages": {"en": {"hash": "x", "wasm": "en"}}}).encode()
    files = {"pagefind-entry.json": entry, "pagefind.x.pf_meta": gzip.compress(meta)}
    assert shards.renamed(files) == files


def test_pages_whose_names_would_be_one_get_longer_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "DIGITS", 1)
    files = at_once(records(30, 9))
    (meta,) = (read(file) for name, file in files.items() if name.endswith(".pf_meta"))
    names = [name for name, _ in meta[1]]
    assert len(set(names)) == 30
    assert {len(name) for name in names} >= {1, 2}
    found = [json.loads(unpacked(files[f"fragment/{name}.pf_fragment"])) for name in names]
    assert [one["url"] for one in found] == [f"/{one.path}" for one in sorted_by_order()]


def sorted_by_order() -> list:
    return sorted(records(30, 9), key=lambda one: one.order)
