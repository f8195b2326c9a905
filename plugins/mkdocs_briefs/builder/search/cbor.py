"""The part of CBOR (RFC 8949) in which Pagefind writes its files: arrays, texts, whole numbers.

A file is one value behind a mark, in gzip.
"""

from __future__ import annotations

import gzip
from functools import cache
from typing import Any

MARK = b"pagefind_dcd"
NUMBER, TEXT, ARRAY = 0, 3, 4
"""Kinds of values: the first three bits. A negative number has a kind of its own, 1."""


def unpacked(packed: bytes) -> bytes:
    """What is in a file, without the mark. Raises ValueError for the file of another program."""
    try:
        data = gzip.decompress(packed)
    except (OSError, EOFError) as error:
        raise ValueError(str(error)) from error
    if not data.startswith(MARK):
        raise ValueError("not a file of Pagefind")
    return data[len(MARK) :]


def packed(data: bytes, level: int = 9) -> bytes:
    """The file that holds `data`."""
    return gzip.compress(MARK + data, level, mtime=0)


def read(file: bytes) -> Any:
    """The value in a file. Raises ValueError when it is not one value of the kinds above."""
    data = unpacked(file)
    try:
        value, end = decoded(data, 0)
    except IndexError as error:
        raise ValueError("it ends too early") from error
    if end != len(data):
        raise ValueError("more than one value")
    return value


def written(value: Any) -> bytes:
    """The file with a value of lists, strings and whole numbers from 0."""
    out = bytearray()
    encode(value, out)
    return packed(bytes(out))


def head_at(data: bytes, at: int) -> tuple[int, int, int]:
    """Kind and count of the value that begins at `at`, and where that head ends."""
    kind, count = data[at] >> 5, data[at] & 31
    at += 1
    if count >= 24:
        if count > 27:
            raise ValueError(count)
        size = 1 << (count - 24)
        count, at = int.from_bytes(data[at : at + size], "big"), at + size
    return kind, count, at


def decoded(data: bytes, at: int) -> tuple[Any, int]:
    """The value that begins at `at`, and where it ends. Raises ValueError for another kind."""
    kind, count, at = head_at(data, at)
    if kind == NUMBER:
        return count, at
    if kind == TEXT:
        return data[at : at + count].decode(), at + count
    if kind != ARRAY:
        raise ValueError(kind)
    values = []
    for _ in range(count):
        value, at = decoded(data, at)
        values.append(value)
    return values, at


def encode(value: Any, out: bytearray) -> None:
    """Writes a value to the end of `out`."""
    if isinstance(value, list):
        out += head(ARRAY, len(value))
        for one in value:
            encode(one, out)
    elif isinstance(value, str):
        out += text(value)
    else:
        out += head(NUMBER, value)


@cache
def head(kind: int, count: int) -> bytes:
    """How a value of that kind begins; of a number it is all."""
    if count < 24:
        return bytes((kind << 5 | count,))
    power = next(power for power in range(4) if count < 1 << (8 << power))
    return bytes((kind << 5 | 24 + power,)) + count.to_bytes(1 << power, "big")


def text(value: str) -> bytes:
    """How a text is written."""
    data = value.encode()
    return head(TEXT, len(data)) + data
