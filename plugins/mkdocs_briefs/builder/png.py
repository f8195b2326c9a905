"""Drawings in few colours on much empty ground as PNG files, packed with little work.

An empty row costs as much to pack as a full one, and a card has more of them. So the packed form of
nothing is kept, and put in wherever the drawing has none.

Source: https://www.w3.org/TR/png-3/; DEFLATE, RFC 1951; zlib's frame, RFC 1950.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from PIL import Image, ImageChops

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ZLIB = b"\x78\x5e"
_UP = 2
_MODULUS = 65521


def png(
    image: Image.Image, palette: Sequence[tuple[int, int, int]], drawn: Iterable[tuple[int, int]]
) -> bytes:
    """The file of `image`, whose pixels are places in `palette`; the same bytes each time.

    `drawn` names the rows (from, to) that may hold anything but the first colour. Up to 16 colours
    take four bits a pixel, more of them eight.
    """
    bits = 4 if len(palette) <= 16 else 8
    colours = b"".join(map(bytes, palette))
    image.putpalette(colours)
    head = struct.pack(">IIBBBBB", image.width, image.height, bits, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", _data(image, bits, drawn)))
    return _SIGNATURE + b"".join(_chunk(*one) for one in (*chunks, (b"IEND", b"")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return len(data).to_bytes(4) + checked + zlib.crc32(checked).to_bytes(4)


def _data(image: Image.Image, bits: int, drawn: Iterable[tuple[int, int]]) -> bytes:
    """The rows, packed band by band. Each band stands alone, so that empty ones can come between.

    Runs are all that is looked for: letters repeat little, and the filter turns stems into runs.
    """
    press = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS, strategy=zlib.Z_RLE)
    packed = [_ZLIB]
    check = zlib.adler32(b"")
    stride = 1 + -(-image.width * bits // 8)
    bands = [*_bands(drawn, image.height)]
    rows = memoryview(_filtered(image, [band[:2] for band in bands if not band[2]], bits, stride))
    place = stride
    for top, bottom, empty in bands:
        size = (bottom - top) * stride
        if empty:
            low, high = check & 0xFFFF, check >> 16
            check = (high + size * low) % _MODULUS << 16 | low
            packed.append(_nothing(size))
        else:
            data = rows[place : place + size]
            place += size + stride
            check = zlib.adler32(data, check)
            packed += press.compress(data), press.flush(zlib.Z_FULL_FLUSH)
    return b"".join((*packed, press.flush(), check.to_bytes(4)))


def _filtered(
    image: Image.Image, bands: Sequence[tuple[int, int]], bits: int, stride: int
) -> bytes:
    """Some rows, of each byte what it adds to the one above, behind the number of that filter.

    Before each band comes a row that means nothing: above a band stands an empty one.
    """
    mode = "P;4" if bits == 4 else "P"
    rows, empty = 1, bytes(stride)
    parts = [empty]
    for top, bottom in bands:
        parts += empty, image.crop((-8 // bits, top, image.width, bottom)).tobytes("raw", mode)
        rows += bottom - top + 1
    plain = Image.frombytes("L", (stride, rows), b"".join(parts))
    added = ImageChops.subtract_modulo(
        plain.crop((0, 1, stride, rows)), plain.crop((0, 0, stride, rows - 1))
    )
    added.paste(_UP, (0, 0, 1, rows - 1))
    return added.tobytes()


def _bands(drawn: Iterable[tuple[int, int]], height: int) -> Iterator[tuple[int, int, bool]]:
    """The rows from the top to the bottom as (from, to, is empty)."""
    place = 0
    bands: list[list[int]] = []
    for top, bottom in sorted((max(top, 0), min(bottom, height)) for top, bottom in drawn):
        if bands and top <= bands[-1][1]:
            bands[-1][1] = max(bands[-1][1], bottom)
        elif top < bottom:
            bands.append([top, bottom])
    for top, bottom in bands:
        if top > place:
            yield place, top, True
        yield top, bottom, False
        place = bottom
    if place < height:
        yield place, height, True


@cache
def _nothing(count: int) -> bytes:
    """So many zeros as packed blocks, on which others may follow."""
    press = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return press.compress(bytes(count)) + press.flush(zlib.Z_FULL_FLUSH)
