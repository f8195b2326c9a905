"""Numbers as their readers write them."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

_PLAIN = re.compile(r"[0-9]{4,18}")


def grouped(value: str, lang: str, *, counted: bool) -> str:
    """A whole number of four digits or more with its digits in groups; all else as it is.

    Four digits stay when nothing is `counted` with them: they may be a year.
    """
    if not _PLAIN.fullmatch(value) or (len(value) == 4 and not counted):
        return value
    return format_decimal(int(value), locale=_locale(lang))


@cache
def _locale(lang: str) -> Locale:
    try:
        return Locale.parse(lang.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")
