"""Ids of things, and patterns of the addresses of briefs, such as `{year}/{slug}`."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from urllib.parse import unquote

from mkdocs_briefs.problems import nearest

TERMS = {"topic": "topics", "storyline": "storylines"}
"""Kinds of terms that have pages, and their registries."""
REGISTRY_OF = {"actor": "actors", **TERMS, "author": "authors"}
"""Kind -> the registry of its entries: a file and a folder of `briefs/`."""
PAGES_OF = {"brief": "briefs", "actor": "actors", **TERMS}
"""Kind -> the first part of the address of its pages. A wikilink reaches these kinds only, and
tries them in this order."""
KIND_OF = {plural: kind for kind, plural in (PAGES_OF | REGISTRY_OF).items()}
"""`briefs` or a registry -> the kind of what it holds."""
FIELD_OF = {"topics": "topics", "storylines": "storyline", "authors": "authors"}
"""Registry of terms -> the field of a brief that refers to it."""


ID = r"[^\W_]([\w.-]*\w)?"
"""What an id is made of, as a regular expression."""
_ID = re.compile(ID)
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}-(?=.)")
_WORD = re.compile(r"[^\W_]+")
_NO_SLUG = re.compile(r"[^\w\s-]")
_NUMBERED = re.compile(r"(.*)_([0-9]+)", re.DOTALL)
MAX_ID_LENGTH = 100
MAX_SLUG_LENGTH = 72
_INDEXES = frozenset({"index", "page"})
"""Names of pages that list others."""
DEVICES = frozenset({"con", "prn", "aux", "nul"}) | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)
}
"""What Windows refuses as the name of a file, with any ending."""


def slugify(text: str) -> str:
    """Return a slug of `text`: lower case, words joined by hyphens, at most 72 characters.

    Latin letters lose their accents; letters of other scripts stay, as browsers and search engines
    handle them well. Text without any letter or digit gives an empty string.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", without_accents(text)).casefold())
    slug = ""
    for word in words:
        grown = f"{slug}-{word}" if slug else word[:MAX_SLUG_LENGTH]
        if len(grown) > MAX_SLUG_LENGTH:
            break
        slug = grown
    return slug


def heading_slug(text: str, separator: str = "-") -> str:
    """Return the id of a heading: lower case, words joined by `separator`, in the form NFC.

    Latin letters lose their accents, as in Python-Markdown; every other letter and digit stays,
    with its marks. Text without any letter or digit gives an empty string.
    """
    slug = _NO_SLUG.sub("", text) if text.isascii() else _slug_letters(text)
    slug = unicodedata.normalize("NFC", slug.strip().lower())
    return re.sub(rf"[{re.escape(separator)}\s]+", separator, slug)


def _slug_letters(text: str) -> str:
    kept: list[str] = []
    for char in unicodedata.normalize("NFKC", text):
        plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
        kind = unicodedata.category(char)[0]
        if plain:
            kept.append(_NO_SLUG.sub("", plain))
        elif kind in "LN" or (kind == "M" and kept and not kept[-1].isascii()):
            kept.append(char)
    return "".join(kept)


def numbered_id(wanted: str, taken: set[str], numbers: dict[str, int]) -> str:
    """Return `wanted`, or the first of `wanted_1`, `wanted_2`, … not in `taken`, and add it there.

    Python-Markdown numbers headings so; it counts on from a number at the end. `numbers` keeps how
    far the numbers behind a name are taken without a gap, so that a thousand equal headings cost a
    thousand steps.
    """
    ident = wanted
    if not wanted or wanted in taken:
        numbered = _NUMBERED.fullmatch(wanted)
        base, number = (numbered[1], int(numbered[2])) if numbered else (wanted, 0)
        known = numbers.get(base, 0)
        if joined := number <= known:
            number = known
        number += 1
        while (ident := f"{base}_{number}") in taken:
            number += 1
        if joined:
            numbers[base] = number
    taken.add(ident)
    return ident


def without_accents(text: str) -> str:
    """Return `text` without the accents of its letters; unchanged if it has others than Latin."""
    if text.isascii() or not _is_latin(text):
        return text
    return "".join(
        char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
    )


def _is_latin(text: str) -> bool:
    return all(
        ord(char) < 0x0250 or 0x1E00 <= ord(char) < 0x1F00 or not char.isalpha() for char in text
    )


def stem_of(uri: str) -> str:
    """Return the name of a brief's file without its ending; of `name/index.md`, the folder's.

    `uri` is the path of the file from the folder above the briefs, as in `briefs/name.md`. The
    name is in the form NFC: some systems write `é` as two characters into the names of files.
    """
    *folders, name = unicodedata.normalize("NFC", uri).split("/")
    stem = name.removesuffix(".md")
    return folders[-1] if stem == "index" and len(folders) > 1 else stem


def slug_of_stem(stem: str) -> str:
    """Return the slug of a file named `stem`.md, without the day with which it begins.

    A stem that is already a valid slug is kept as it is, capitals included.
    """
    bare = stem.removeprefix(day_of_stem(stem))
    return bare if is_id(bare) else slugify(bare)


def is_cut(stem: str) -> bool:
    """Return whether the slug of a file named `stem`.md lacks the end of the name."""
    bare = stem.removeprefix(day_of_stem(stem))
    return not is_id(bare) and len(bare) > MAX_SLUG_LENGTH


def day_of_stem(stem: str) -> str:
    """Return the day with which the name of a file begins, and its hyphen; empty for none."""
    found = _DAY.match(stem)
    return found[0] if found else ""


def is_id(text: str) -> bool:
    """Whether `text` can stand in an address and be a file name on every system."""
    return not id_fault(text)


def id_fault(text: str) -> str:
    """Return why `text` cannot be an id, as in `it ends in a hyphen`; empty if it can."""
    folded = text.casefold()
    if not text:
        return "it is empty"
    if _ID.fullmatch(text):
        if len(text) > MAX_ID_LENGTH:
            return f"it has {len(text)} characters, and at most {MAX_ID_LENGTH} are allowed"
        if ".." in text:
            return "it has two dots in a row"
        if folded in _INDEXES:
            return "pages that list others have this name"
        if folded.partition(".")[0] in DEVICES:
            return "Windows keeps this name for a device and refuses such files"
        if unicodedata.normalize("NFC", text) != text:
            return "its accents are characters of their own (it is not in the form NFC)"
        return ""
    for char in text:
        if not re.match(r"[\w.-]", char):
            sign = _SIGNS.get(char) or ("a blank" if char.isspace() else f"the character {char}")
            return f"it has {sign}, and only letters, digits, hyphens, dots and _ are allowed"
    end, sign = ("begins with", text[0]) if not re.match(r"[^\W_]", text) else ("ends in", text[-1])
    return f"it {end} {_SIGNS.get(sign, sign)}"


_SIGNS = {"-": "a hyphen", ".": "a dot", "_": "an underscore", "/": "a slash", ",": "a comma"}


def name_of_id(text: str) -> str:
    """Return a readable name for an id nobody has named: `aharon-haliva` gives `Aharon Haliva`."""
    words = re.split(r"[-_]+", text)
    return " ".join(word[:1].upper() + word[1:] for word in words if word) or text


def unique_id(wanted: str, taken: dict[str, int]) -> str:
    """Return `wanted`, or the first of `wanted-2`, `wanted-3`, … not in `taken`, and add it there.

    `taken` maps each id in use to the last number tried after it, so a thousand equal labels cost
    a thousand steps and not a million.
    """
    candidate, number = wanted, taken.get(wanted, 1)
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    taken[wanted] = number
    taken.setdefault(candidate, 1)
    return candidate


SECTIONS = (
    "timeline",
    "actors",
    "implications",
    "developments",
    "advice",
    "figures",
    "sources",
    "updates",
)
"""Sections that an author may place by hand, by the names of their markers."""

SECTION_IDS = (
    "glance",
    "in-numbers",
    "involved",
    "timeline",
    "implications",
    "outlook",
    "earlier-calls",
    "advice",
    "unknowns",
    "alternatives",
    "sources",
    "updates",
    "related",
    "mentioned-in",
    "methodology",
)
"""Ids of the sections of a brief's page, which no heading of an author may take from them."""

_FILTERS = frozenset({"topic", "storyline", "actor", "author", "type", "year", "limit"})
LISTS = {
    "list": _FILTERS,
    "timeline": _FILTERS,
    "outlook": _FILTERS | {"status", "forecaster"},
    "advice": _FILTERS | {"audience"},
}
"""Markers that call for a list, in any page of the site, and the filters that each knows."""

STATUSES = ("open", "overdue", "resolved", "watch")
"""What the `status` of an outlook marker may be."""


def source_anchor(ident: str) -> str:
    """Return the id of a source on its brief's page."""
    return f"source-{ident}"


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
