"""The size of a picture is read from the first bytes of its file."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.parse.picture_size import picture_size


def png(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + header
        + struct.pack(">I", zlib.crc32(header))
    )


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0"


def jpeg(width: int, height: int, *, before: bytes = b"", frame: int = 0xC0) -> bytes:
    size = struct.pack(">BBHBHHB", 0xFF, frame, 11, 8, height, width, 1)
    return b"\xff\xd8" + before + b"\xff\xdb\x00\x04ab\xff" + size + b"\x01\x11\x00"


def exif(order: str, orientation: int) -> bytes:
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    data = b"Exif\0\0" + mark + struct.pack(f"{order}IH", 8, 1) + entry
    return struct.pack(">BBH", 0xFF, 0xE1, len(data) + 2) + data


def webp(kind: bytes, data: bytes) -> bytes:
    return b"RIFF\0\0\0\0WEBP" + kind + struct.pack("<I", len(data)) + data


def extended(width: int, height: int) -> bytes:
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp(b"VP8X", b"\0\0\0\0" + sizes)


def lossless(width: int, height: int) -> bytes:
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14))


def lossy(width: int, height: int) -> bytes:
    return webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height))


FORMS = [png, gif, jpeg, extended, lossless, lossy]


@pytest.mark.parametrize("made", FORMS)
@given(width=st.integers(1, 9999), height=st.integers(1, 9999))
def test_the_size_is_read(made, width, height):
    assert picture_size(made(width, height)) == (width, height)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_on_its_side_is_as_high_as_it_is_shown(order):
    assert picture_size(jpeg(40, 30, before=exif(order, 6))) == (30, 40)
    assert picture_size(jpeg(40, 30, before=exif(order, 1))) == (40, 30)


def test_a_progressive_jpeg_has_its_size_in_another_frame():
    assert picture_size(jpeg(40, 30, frame=0xC2)) == (40, 30)


@given(st.sampled_from(FORMS), st.integers(0, 40), st.binary(max_size=40))
def test_a_broken_file_has_no_size_and_no_fault(made, length, more):
    size = picture_size(made(7, 8)[:length] + more)
    assert size is None or min(size) > 0


@pytest.mark.parametrize("text", [b"", b"(a picture)\n", b"<svg width='3' height='4'/>", png(0, 5)])
def test_what_is_no_picture_has_no_size(text):
    assert picture_size(text) is None
