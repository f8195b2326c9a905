"""The size of a picture, read from the first bytes of its file."""

from __future__ import annotations

import struct

HEAD = 256 * 1024
"""Bytes from the start of a file that hold its size; a JPEG may have a thumbnail before it."""
Size = tuple[int, int]
"""Width and height in pixels, as the picture is shown."""

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG behind which its size stands."""
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
"""Markers of a JPEG without a length."""
_ORIENTATION = 0x0112
_ON_ITS_SIDE = frozenset((5, 6, 7, 8))
"""Orientations (Exif) that browsers show with width and height exchanged."""


def picture_size(head: bytes) -> Size | None:
    """Return the size of a PNG, JPEG, GIF or WebP that begins so, or None if it cannot be read.

    Sources: https://www.w3.org/TR/png/, https://www.w3.org/Graphics/JPEG/itu-t81.pdf,
    https://www.w3.org/Graphics/GIF/spec-gif89a.txt, RFC 9649.
    """
    try:
        size = _size(head)
    except (struct.error, IndexError):
        return None
    return size if size and min(size) > 0 else None


def _size(head: bytes) -> Size | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        width, height = struct.unpack_from(">II", head, 16)
        return width, height
    if head.startswith((b"GIF87a", b"GIF89a")):
        width, height = struct.unpack_from("<HH", head, 6)
        return width, height
    if head.startswith(b"\xff\xd8\xff"):
        return _of_jpeg(head)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _of_webp(head)
    return None


def _of_jpeg(head: bytes) -> Size | None:
    place, turned = 2, False
    while place < len(head):
        if head[place] != 0xFF:
            return None
        marker = head[place + 1]
        if marker == 0xFF:  # filling
            place += 1
            continue
        if marker in _ALONE:
            place += 2
            continue
        (length,) = struct.unpack_from(">H", head, place + 2)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", head, place + 5)
            return (height, width) if turned else (width, height)
        if marker == 0xE1 and head[place + 4 : place + 10] == b"Exif\0\0":
            turned = _is_on_its_side(head[place + 10 : place + 2 + length])
        place += 2 + length
    return None


def _is_on_its_side(exif: bytes) -> bool:
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return False
    try:
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, start)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, start + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value in _ON_ITS_SIDE
    except struct.error:
        pass
    return False


def _of_webp(head: bytes) -> Size | None:
    kind = head[12:16]
    if kind == b"VP8X":
        return _of_24_bits(head, 24) + 1, _of_24_bits(head, 27) + 1
    if kind == b"VP8L" and head[20] == 0x2F:
        (bits,) = struct.unpack_from("<I", head, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", head, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _of_24_bits(head: bytes, place: int) -> int:
    low, high = struct.unpack_from("<HB", head, place)
    return int(low) | int(high) << 16
