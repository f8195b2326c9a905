"""The order of names in an index, close to the dictionaries of the language they are read in."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SCRIPTS = {
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb", "sd", "ug"), "ARABIC"),
    **dict.fromkeys(("he", "iw", "yi"), "HEBREW"),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn"), "CYRILLIC"),
    **dict.fromkeys(("zh", "ja"), "CJK"),
    "el": "GREEK",
    "ko": "HANGUL",
    "hy": "ARMENIAN",
    "ka": "GEORGIAN",
    "hi": "DEVANAGARI",
}
"""Script of the languages that are not written in Latin letters; the first word of its characters'
names in Unicode."""
_LAST = "z\uffff"
_SWEDISH = {"å": f"{_LAST}1", "ä": f"{_LAST}2", "ö": f"{_LAST}3"}
_DANISH = {"æ": f"{_LAST}1", "ø": f"{_LAST}2", "å": f"{_LAST}3"}
_SHORT_I = {"й": "и\uffff"}
_LETTERS = {
    "es": {"ñ": "n\uffff"},
    "ru": _SHORT_I,
    "uk": {**_SHORT_I, "ї": "і\uffff"},
    "sv": _SWEDISH,
    "fi": _SWEDISH,
    "da": _DANISH,
    "nb": _DANISH,
    "no": _DANISH,
}
"""Letters that a language counts as its own, and where they stand; elsewhere they are accents."""
_WHOLE = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
"""Letters that Unicode does not take apart."""

NameKey = tuple[bool, str, str]


@lru_cache(maxsize=16384)
def name_key(name: str, lang: str) -> NameKey:
    """What to sort a name by, for readers of the language `lang`, a BCP 47 tag.

    Names in the script of the language come first, those in others after them, script by script.
    Case, accents, vowel points and leading punctuation do not count; the name itself breaks ties.
    This is a small part of the Unicode Collation Algorithm (UTS 10), without tables; Chinese is in
    the order of code points, which for common characters follows the radicals.
    """
    base = lang.lower().replace("_", "-").partition("-")[0]
    plain = unicodedata.normalize("NFKC", name).casefold()
    own = _LETTERS.get(base, {})
    letters = "".join(own.get(char) or _WHOLE.get(char) or _bare(char) for char in plain)
    first = next((char for char in letters if char.isalpha()), "")
    foreign = bool(first) and _SCRIPTS.get(base, "LATIN") not in unicodedata.name(first, "")
    start = next((n for n, char in enumerate(letters) if char.isalnum()), 0)
    return foreign, letters[start:], name


def _bare(char: str) -> str:
    """The letter without its marks."""
    parts = unicodedata.normalize("NFKD", char)
    return "".join(part for part in parts if not unicodedata.combining(part))
