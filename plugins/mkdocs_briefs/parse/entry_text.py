"""One text in the place of an entry of a list -> the fields that it was meant to fill.

A newcomer writes `- 2021-03-23 - The ship runs aground`, `- egypt:Runs the canal` or
`- Reuters: https://example.org`. YAML reads each without complaint, as something else.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mkdocs_briefs.model.brief import DatedEvent, Source
from mkdocs_briefs.model.edtf import EdtfError, parse_edtf
from mkdocs_briefs.model.fields import Item, fields_of
from mkdocs_briefs.model.texts import is_web_address
from mkdocs_briefs.parse.yaml_errors import quoted
from mkdocs_briefs.problems import Severity, shortened

_MAX_LENGTH = 2_000
_EITHER = re.compile(r"Is it (\S+) or (\S+)\?")
_MAX_DATE = 40
_JOINT = "[ \t\xa0]*(?:[-\u2010-\u2015\u2212=\u2192]+>?|[,;:|\uff1a\uff0c\u3001]|\t)[ \t\xa0]*"
"""What people put between a date, or a name, and what belongs to it."""
_AFTER_DATE = re.compile(f"{_JOINT}|[ \xa0]+")
_NAME = r"[^\s:\[\](){}<>`\"/\uff1a](?:[^:\[\](){}<>`\"/\uff1a]*[^\s:\[\](){}<>`\"/\uff1a])?"
_UNSPACED = re.compile(rf"(?P<head>{_NAME})(?P<joint>[:\uff1a])(?P<rest>[^\W\d_].*)", re.DOTALL)
_SPACED = re.compile(
    rf"(?P<head>{_NAME}?)(?P<joint>:[ \t]+|[ \t]+[-\u2010-\u2015\u2212=\u2192]+>?[ \t]+"
    r"|\uff1a[ \t]*|\t+)(?P<rest>\S.*)",
    re.DOTALL,
)
_WEB = r"(?P<url>https?://[^\s<>)\]]+)"
_TITLE_URL = re.compile(
    rf"(?P<title>(?:(?!https?:)[^<\[(])*[^\s<\[(:,;|\u2010-\u2015-])[\s:,;|\u2010-\u2015<(-]+{_WEB}[>)\]]*"
)
_LINK = re.compile(rf"\[(?P<title>[^\]]+)\]\({_WEB}\)")
_URL_TITLE = re.compile(rf"{_WEB}(?:\s+[-\u2010-\u2015|:]+|\s*[,;])\s+(?P<title>(?!https?:).+)")
_URL_BRACKETS = re.compile(rf"{_WEB}\s+[(\[](?P<title>[^()\[\]]+)[)\]]")
_ANGLES = re.compile(rf"<{_WEB}>")
_BARE_HOST = re.compile(r"www\.[^\s/]+\.\S+")
_SEVERAL_URLS = re.compile(r"[\s,;|]+(?=https?://)")


class Meant(NamedTuple):
    """The fields that a text was meant to fill, what is wrong with it, and the lines to write."""

    entries: tuple[dict[str, str], ...]
    message: str
    lines: tuple[str, ...]
    severity: Severity | None = None
    is_choice: bool = False
    """Whether one of the lines is meant."""

    @property
    def advice(self) -> str:
        """How to write the entry."""
        if len(self.lines) == 1:
            return f"Write {self.lines[0]}"
        head = "Write a list:" if len(self.entries) > 1 else "Write:"
        head = "Write one of:" if self.is_choice else head
        return "\n".join((head, *(f"  {line}" for line in self.lines)))


def meant_by(text: str, record: type[Item]) -> Meant | None:
    """Return the entry, or the entries, that a bare text was meant to be; None if it is right."""
    if len(text) > _MAX_LENGTH:
        return None
    if record is Source:
        return _sources(text) if "." in text else None
    if record is DatedEvent:
        return _event(text)
    if record.pair is None or fields_of(record)[record.pair[0]].type is not str:
        return None
    return _reference(text, record) if record.pair[0] == record.scalar else _labelled(text, record)


def scalar(text: str) -> str:
    """Return `text` as a value of YAML, in quotes if it needs them."""
    flat = " ".join(text.split())
    if re.search(r": | #|^[\s\-?:,\[\]{}#&*!|>'\"%@`]|[:\s]$", flat):
        return quoted(flat)
    return flat


def dates_of(text: str) -> list[str]:
    """Return the date that `text` is or was meant to be, or the two that it can mean."""
    try:
        return [parse_edtf(text).text]
    except EdtfError as error:
        if error.suggestion:
            return [error.suggestion]
        both = [*either.groups()] if (either := _EITHER.search(error.reason)) else []
        # With dots, as in 1.3.2024, the day comes first.
        return both[:1] if "." in text else both


def _event(text: str) -> Meant | None:
    """Return the event of a text that begins with a date and has no colon and space behind it."""
    if not any(char.isdigit() for char in text[:_MAX_DATE]):
        return None
    best: tuple[str, str, str] | None = None
    for joint in _AFTER_DATE.finditer(text[: _MAX_DATE + 10]):
        head, rest = text[: joint.start()], text[joint.end() :]
        if not rest.strip() or not any(map(str.isdigit, head)) or joint.start() > _MAX_DATE:
            continue
        date = next(iter(dates_of(head)), "")
        # `2021 census begins` and `March 2021 elections` may be events that nobody has dated.
        is_joined = bool(joint[0].strip()) or "\t" in joint[0]
        if date and (is_joined or _is_day(date)) and (rest[0].isalpha() or not rest[0].isdigit()):
            best = head, joint[0], rest.strip()
    if best is None:
        return None
    head, found, rest = best
    dates, sign = dates_of(head), found.strip()
    message = _IN_QUOTES
    if sign != ":" or found == sign:
        message = f"Expected a colon and a space after the date “{shortened(head)}”{_found(found)}"
    lines = tuple(_line(date, rest) for date in dates)
    return Meant(({"date": dates[0], "event": rest},), message, lines, is_choice=len(lines) > 1)


_IN_QUOTES = "The quotes are around the whole entry, so its colon is part of the text"


def _found(joint: str) -> str:
    """Return what stands in the place of a colon and a space."""
    if joint == ":":
        return ", found a colon alone"
    sign = joint.strip() or {"\t": "a tab"}.get(joint.strip(" "), "")
    return f", found {sign}" if sign else ""


def _is_day(date: str) -> bool:
    return bool(re.match(r"\d{4}-\d\d-\d\d", date))


def _reference(text: str, record: type[Item]) -> Meant | None:
    """Return the reference and its role of a text that has both."""
    match = _UNSPACED.fullmatch(text) or _SPACED.fullmatch(text)
    if match is None:
        return None
    head, joint, rest = match["head"], match["joint"].strip(), match["rest"]
    if head.casefold() in {"http", "https"}:
        return None
    # `Vote:Leave` and `"Doctors: the union"` may be names; an id is written small.
    is_id = bool(re.fullmatch(r"[a-z][a-z0-9_.-]*", head))
    if not is_id and joint != "\uff1a" and (match["joint"] != ":" or " " not in rest.strip()):
        return None
    message = _IN_QUOTES
    if joint != ":" or match["joint"] == joint:
        found = _found(match["joint"])
        message = f"Expected a colon and a space after “{shortened(head)}”{found}"
    key, value = record.pair or ("", "")
    return Meant(({key: head, value: rest},), message, (_line(head, rest),))


def _labelled(text: str, record: type[Item]) -> Meant | None:
    """Return the label and the text of `Label:Text`; it may be right, so it is a warning."""
    match = _UNSPACED.fullmatch(text)
    if match is None or len(match["head"].split()) > 5 or " " not in match["rest"].strip():
        return None
    if ":" not in text or not re.fullmatch(r"[\w' -]+", match["head"]):
        return None
    key, value = record.pair or ("", "")
    message = f"There is no space after the colon of “{match['head']}:”, so it is no label"
    lines = (_line(match["head"], match["rest"]),)
    return Meant(({key: match["head"], value: match["rest"]},), message, lines, Severity.WARNING)


def _sources(text: str) -> Meant | None:
    """Return the sources of a text that holds a title and an address, or several addresses."""
    several = [part.strip(" ,;|") for part in _SEVERAL_URLS.split(text)]
    if len(several) > 1 and all(map(is_web_address, several)):
        message = f"{len(several)} addresses stand in one entry"
        entries = tuple({"url": url} for url in several)
        return Meant(entries, message, tuple(f"- {url}" for url in several))
    if match := _ANGLES.fullmatch(text):
        message = "An address stands here without the signs < and >"
        return Meant(({"url": match["url"]},), message, (f"- {match['url']}",))
    for pattern in (_LINK, _TITLE_URL, _URL_TITLE, _URL_BRACKETS):
        if match := pattern.fullmatch(text):
            return source_of(match["title"].strip(), match["url"])
    if _BARE_HOST.fullmatch(text):
        message = f"“{shortened(text)}” is an address without https://, so it is taken for a title"
        return Meant(({"url": f"https://{text}"},), message, (f"- https://{text}",))
    return None


def source_of(name: str, value: str) -> Meant:
    """Return the source that `name: value` was meant to be."""
    if name.casefold() in {"http", "https"}:
        url = f"{name}:{''.join(value.split())}"
        return Meant(({"url": url},), "An address has no blanks in it", (f"- {url}",))
    if is_web_address(value):
        message = "A title and an address stand in one entry; they are the fields `title` and `url`"
        fields = {"title": name, "url": value}
    else:
        message = f"“{shortened(name)}” is no field of a source; its name is the field `publisher`"
        fields = {"title": value, "publisher": name}
    first, second = (f"{key}: {scalar(one)}" for key, one in fields.items())
    return Meant((fields,), message, (f"- {first}", f"  {second}"))


def _line(key: str, value: str) -> str:
    return f"- {scalar(key)}: {scalar(value)}"
