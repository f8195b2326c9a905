"""Patterns of the addresses of briefs, such as `{year}/{slug}`, and addresses that they had."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from urllib.parse import unquote

from mkdocs_briefs.model.ids import DEVICES, is_id
from mkdocs_briefs.problems import nearest

PLAIN = "{slug}"
"""The pattern of a site that says no other."""
PARTS = ("slug", "date", "year", "month", "day")
_PART = re.compile(r"\{([^{}]*)\}")
_SAMPLE = dt.date(2024, 4, 22)
_ELSEWHERE = re.compile(r"//|[A-Za-z][A-Za-z0-9+.-]*:")
_NO_FILE_NAME = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
"""What Windows refuses in the name of a file."""
MAX_NAME_BYTES = 255


class OldAddressError(ValueError):
    """A text that is no former address of a page; `advice` is what to do about it."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.advice = advice


def address_of(pattern: str, slug: str, day: dt.date) -> str:
    """Return what a pattern gives for a brief: its address behind `briefs/`."""
    values = {
        "slug": slug,
        "date": day.isoformat(),
        "year": f"{day.year:04}",
        "month": f"{day.month:02}",
        "day": f"{day.day:02}",
    }
    return _PART.sub(lambda found: values[found[1]], pattern)


def old_address(ident: str) -> str:
    """Return what `redirect_from` has to say for the former id of a page of a brief."""
    return f"/briefs/{ident}/" if "/" in ident else ident


def old_path(written: str, folder: str) -> str:
    """Return the path from the root of the site that `redirect_from` names, not encoded.

    A word without a slash is an id of `folder`, anything else a path; it ends in a slash or
    `.html`, and is empty for the front page. Raises OldAddressError for what cannot be a file of
    the site on every system.
    """
    text = written.strip()
    if not text:
        raise OldAddressError("it is empty", "Leave it out.")
    if _ELSEWHERE.match(text):
        reason = "it is the address of another site, or a whole one of this site"
        raise OldAddressError(reason, "Write the path from the root of this site, as in /old/.")
    for mark, name in (("?", "a query"), ("#", "a fragment")):
        if mark in text:
            reason = f"it has {name}, and a page has its address without one"
            raise OldAddressError(reason, f"Leave it out from {mark} on.")
    if "\\" in text:
        raise OldAddressError("it has a backslash", "Write slashes: / between two parts.")
    try:
        plain = unicodedata.normalize("NFC", unquote(text, errors="strict"))
    except UnicodeDecodeError:
        reason = "its percent-encoding is not that of UTF-8"
        raise OldAddressError(reason, "Write its letters as they are.") from None
    segments = plain.removeprefix("/").removesuffix("/").split("/")
    if segments == [""]:
        return ""
    for segment in segments:
        _check_segment(segment)
    if segments[-1] == "index.html":
        segments.pop()
    elif segments[-1].lower().endswith(".html") and not plain.endswith("/"):
        return "/".join(segments)
    if segments and "/" not in plain:
        segments.insert(0, folder)
    return "".join(f"{segment}/" for segment in segments)


def _check_segment(segment: str) -> None:
    if segment in ("", ".", ".."):
        reason = "it has two slashes in a row" if not segment else f"it has {segment} as a part"
        raise OldAddressError(reason, "Write the path from the root of the site, as in /a/b/.")
    advice = "No file can have this name on Windows: give this address up."
    if bad := _NO_FILE_NAME.search(segment):
        shown = bad[0] if bad[0].isprintable() else "a control character"
        raise OldAddressError(f"it holds {shown}", advice)
    if segment[-1] in ". " or segment[0] == " ":
        raise OldAddressError(
            "a part of it begins with a blank, or ends in one or in a dot", advice
        )
    if segment.partition(".")[0].casefold() in DEVICES:
        raise OldAddressError(f"“{segment}” is a device on Windows", advice)
    if len(segment.encode("utf-8", "replace")) > MAX_NAME_BYTES:
        reason = f"a part of it has more than {MAX_NAME_BYTES} bytes"
        raise OldAddressError(reason, "No file can have a name as long: give this address up.")


def pattern_fault(pattern: str) -> str:
    """Return what is wrong with a pattern and what to write, or nothing."""
    for name in _PART.findall(pattern):
        if name not in PARTS:
            near = nearest(name, PARTS)
            meant = f"Did you mean {{{near}}}?" if near else f"Write {_listed()}."
            return f"{{{name}}} is no part of an address. {meant}"
    if PLAIN not in pattern:
        return "{slug} is missing, which tells the briefs of a day apart. Write it at the end."
    for segment in address_of(pattern, "slug", _SAMPLE).split("/"):
        if not is_id(segment):
            return (
                f"“{segment}” cannot be a part of an address. Write {_listed()}, letters, digits "
                "and hyphens, with a slash between two parts and none around them."
            )
    return ""


def _listed() -> str:
    return ", ".join(f"{{{name}}}" for name in PARTS)
