"""Which optional packages are there."""

from __future__ import annotations

from importlib.util import find_spec

CARDS_NEED = "Pillow, python-bidi and uharfbuzz (pip install 'mkdocs-briefs[cards]')"


def has_cards() -> bool:
    """Whether social cards can be drawn: the packages of the extra `cards`."""
    if not all(map(find_spec, ("PIL", "bidi", "uharfbuzz"))):
        return False
    import uharfbuzz  # noqa: PLC0415 - an extra

    return hasattr(uharfbuzz, "RasterDraw")  # earlier versions shape, but do not draw
