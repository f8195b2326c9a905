"""What an address is: a path of the site, or one with a scheme, and whether a page may have it.

An address is read as browsers read it (https://url.spec.whatwg.org/#concept-basic-url-parser): tabs
and line breaks, and controls and spaces at its front, do not count, and a backslash is a slash.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""Schemes that run nothing in a browser and read no file."""
_IGNORED = r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]"
_SKIPPED = re.compile(f"{_IGNORED}+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OTHER_HOST = re.compile(rf"{_IGNORED}*[/\\]{_IGNORED}*[/\\]")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_UNUSUAL = re.compile(r'[\x00-\x20<>"\\^`{}|]')


def scheme_of(address: str) -> str:
    """Return the scheme of an address in lower case; empty for one without."""
    found = _SCHEME.match(_SKIPPED.sub("", address)) if ":" in address else None
    return found[1].lower() if found else ""


def is_path(address: str) -> bool:
    """Whether an address leads to a place of the site itself: `//host` leads to another."""
    return not scheme_of(address) and not _OTHER_HOST.match(address)


def is_safe_address(address: str) -> bool:
    """Whether a page may have a link or image with this address."""
    scheme = scheme_of(address)
    return scheme in SCHEMES if scheme else not _OTHER_HOST.match(address)


def is_web_address(address: str) -> bool:
    """Whether an address begins with `http://` or `https://`."""
    return bool(_WEB.match(address))


def is_full_address(text: str) -> bool:
    """Whether `text` is a whole web or mail address, with no sign that one cannot have."""
    if _UNUSUAL.search(text):
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return (parts.scheme in {"http", "https"} and bool(host)) or (
        parts.scheme == "mailto" and "@" in parts.path
    )
