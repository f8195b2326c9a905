"""Reading an author's text as what a field holds, or refusing it.

Each `read_…` takes a value as YAML gave it, returns what the field holds, or raises a refusal: a
`PydanticCustomError` whose type is the number of the problem and whose message is already written
for authors; `parse` only adds the place.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from pydantic_core.core_schema import ValidationInfo

from mkdocs_briefs.model.edtf import Edtf, EdtfError, parse_edtf
from mkdocs_briefs.model.ids import id_fault, is_id, slugify
from mkdocs_briefs.model.likelihood import SCALES, Likelihood, LikelihoodError, Scale
from mkdocs_briefs.model.moment import Moment, MomentError, split_hour, with_clock
from mkdocs_briefs.problems import CODES, Severity, nearest, shortened

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


_TAG_START = re.compile("<(?=[a-zA-Z/!?])")


def tooltip(text: str) -> str:
    """Return `text` as it may stand in a `title`; nothing if it holds `<`.

    With `content.tooltips`, Material reads the attribute as HTML.
    """
    return "" if "<" in text else text


def tagless(text: str) -> str:
    """Return `text` without a tag where it is read as HTML: a space without width splits each.

    With `content.tooltips`, Material reads cut titles in navigations and in the header as HTML, and
    it unescapes those of windows.
    """
    return _TAG_START.sub("<\u200b", text)


HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Ideographs of Chinese and Japanese."""
CHINESE_JAPANESE = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"  # radicals, marks of repetition, numerals
    "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Kana
) + HAN
"""As in theme/assets/briefs/search.js, which does to queries what is done to the index."""
UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17ff"  # Khmer
) + CHINESE_JAPANESE


TEXT_LIMIT = 20_000
TITLE_LIMIT = 300
URL_LIMIT = 2_000
HORIZONS = ("short", "medium", "long")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Unicode's categories Cc and Cs, but for tabs and line breaks."""


def refuse(code: str, message: str, help_text: str = "") -> PydanticCustomError:
    """Return the error that `parse` turns into the problem `code` with this message and help."""
    return PydanticCustomError(code, "{message}", {"message": message, "help": help_text})


def read_text(value: Any, limit: int) -> str:
    """Return text of at most `limit` characters, trimmed, in NFC, without control characters."""
    if not isinstance(value, str):
        raise refuse("B204", f"expected text, found {shape_of(value)}")
    text = unicodedata.normalize("NFC", value.strip())
    if not text:
        raise refuse("B207", "the value is empty", "Write it, or leave the field out.")
    if len(text) > limit:
        raise refuse(
            "B106",
            f"the text has {len(text):,} characters; at most {limit:,} are allowed here",
            "Shorten it; a longer text belongs in the body.",
        )
    if found := _CONTROL.search(text):
        raise refuse("B207", f"the text holds the control character U+{ord(found[0]):04X}")
    return text


def shape_of(value: Any) -> str:
    """Return what an author would call the shape of `value`: text, a list, a mapping."""
    if isinstance(value, dict):
        return "a mapping (key: value)"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "nothing" if value is None else "text"


def read_plain(value: Any) -> str:
    """Return text on one line, of the length of a title."""
    return " ".join(read_text(value, TITLE_LIMIT).split())


def read_inline(value: Any) -> str:
    """Return inline Markdown, of the length of a paragraph or more."""
    return read_text(value, TEXT_LIMIT)


def read_day(value: Any) -> dt.date:
    """Return a date that is one whole day."""
    edtf = read_edtf(value)
    day = edtf.earliest
    if day is None or edtf.last_day != edtf.first_day or edtf.text != edtf.without_hour:
        raise refuse(
            "B206",
            f"“{edtf.text}” is not a single day of the years 1 to 9999",
            "Write year-month-day, as in 2024-04-22.",
        )
    return day


def read_moment(value: Any) -> Moment:
    """Return a day, or an hour of it in a zone."""
    if isinstance(value, Moment):
        return value
    text = read_plain(value)
    day, clock = split_hour(text)
    if not clock:
        return Moment(read_day(text))
    try:
        return with_clock(read_day(day), clock)
    except MomentError as error:
        advice = f"Write {error.suggestion}." if error.suggestion else ""
        raise refuse("B206", f"“{shortened(text)}” is not a moment. {error}", advice) from None


def read_edtf(value: Any) -> Edtf:
    """Return a date or a span; the refusal says what is wrong and what was probably meant."""
    if isinstance(value, Edtf):
        return value
    try:
        return parse_edtf(read_plain(value))
    except EdtfError as error:
        advice = f"Write {error.suggestion}." if error.suggestion else ""
        raise refuse(
            "B206", f"“{error.found}” is not a valid date. {error.reason}", advice
        ) from None


def read_url(value: Any) -> str:
    """Return an absolute web or mail address."""
    text = read_text(value, URL_LIMIT)
    if not is_full_address(text):
        fault, advice = _address_fault(text)
        raise refuse("B208", f"“{shortened(text)}” is not a web address: {fault}", advice)
    return text


_LACKING = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#].*)?", re.IGNORECASE)
_NEARLY_WEB = re.compile(r"(?:h?t?tps?|https?)[:;]?/{0,3}(?=[\w-]+\.)", re.IGNORECASE)


def _escaped(text: str) -> str:
    return _UNUSUAL.sub(lambda one: f"%{ord(one[0]):02X}", text)


def _address_fault(text: str) -> tuple[str, str]:
    """Return what is wrong with a web or mail address, and what to write."""
    scheme = scheme_of(text)
    if scheme and scheme not in {"http", "https", "mailto"} and not _NEARLY_WEB.match(text):
        return f"it begins with {shortened(scheme, 20)}:", "Write one that begins with https://."
    if found := _UNUSUAL.search(text):
        sign = "a blank" if found[0].isspace() else f"the character {found[0]}"
        advice = "Copy it once more, as a whole."
        if found[0].isspace() and re.match(r"https?://[^\s/]+/", text) and len(text) <= 120:
            advice = f"Copy it once more; if it is part of the address, write {_escaped(text)}"
        return f"it has {sign} in it", advice
    if _LACKING.fullmatch(text):
        return "it does not begin with https://", f"Write https://{text}"
    if found := _NEARLY_WEB.match(text):
        return "it does not begin with https://", f"Write https://{text[found.end() :]}"
    if not scheme and text.startswith("/"):
        return "it is a path", "Write it in full, as in https://example.org/page."
    return "it is not complete", "Write it in full, as in https://example.org/page."


_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
)
"""A language tag (RFC 5646, section 2.1) in small letters. No language has four letters or more."""

LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
"""How a language tag looks, for schemas."""


def base_language(tag: str) -> str:
    """Return the language of a tag, without script and region: `zh` for `zh-Hant`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def read_language(value: Any) -> str:
    """Return a language tag (BCP 47) in its usual case, as in `zh-Hant-TW`."""
    text = read_text(value, TITLE_LIMIT)
    better = text.replace("_", "-").casefold()
    if not _TAG.fullmatch(better):
        advice = "Write a tag of BCP 47, as in ar, fr, pt-BR or zh-Hant."
        raise refuse("B205", f"“{shortened(text, 40)}” is not a language tag", advice)
    first, *rest = better.split("-")
    tag = "-".join([first, *(_CASES.get(len(part), str)(part) for part in rest)])
    if "_" in text:
        raise refuse("B205", f"“{shortened(text, 40)}” is not a language tag", f"Write {tag}.")
    return tag


_CASES: Mapping[int, Callable[[str], str]] = {4: str.capitalize, 2: str.upper}


def read_id(value: Any) -> str:
    """Return an id; the refusal offers the nearest one that is valid."""
    text = read_text(value, TITLE_LIMIT)
    if not is_id(text):
        better = slugify(text)
        hint = f"Write {shortened(better)}." if is_id(better) else "Choose another word."
        raise refuse("B209", f"“{shortened(text)}” cannot be an id: {id_fault(text)}", hint)
    return text


def read_path(value: Any) -> str:
    """Return a path below the folder of the file, or a web address."""
    text = read_text(value, URL_LIMIT)
    if is_web_address(text):
        return read_url(text)
    if "\\" in text or ":" in text or ".." in text.split("/") or text.startswith("//"):
        raise refuse(
            "B208",
            f"“{shortened(text)}” leaves the site or is not a path",
            "Write a path below this folder.",
        )
    return text


def read_code(value: Any) -> str:
    """Return the code of a warning or note, which can be ignored; an error cannot."""
    text = read_plain(value).upper()
    known = CODES.get(text)
    if known is None:
        meant = nearest(text, CODES)
        several = [code for code in re.findall(r"\w+", text) if code in CODES]
        if len(several) > 1:
            raise refuse("B204", "this is one text", f"Write a list: [{', '.join(several)}]")
        advice = f"Did you mean {meant}?" if meant else "Write a code such as B504."
        raise refuse("B205", f"“{shortened(text, 40)}” is not the code of a problem", advice)
    if known.severity is Severity.ERROR:
        wrong = f"{text} ({known.title}) is an error, and errors cannot be ignored"
        raise refuse("B205", wrong, "Mend what it tells of, and take the code away.")
    return text


def read_flag(value: Any) -> bool:
    """Return true or false, as YAML 1.1 lets people write them."""
    text = value.strip().casefold() if isinstance(value, str) else ""
    if text in {"true", "yes", "on"}:
        return True
    if text in {"false", "no", "off"}:
        return False
    found = f"“{shortened(text, 40)}”" if isinstance(value, str) else shape_of(value)
    raise refuse("B205", f"expected true or false, found {found}", "Write true or false.")


def read_likelihood(value: Any, info: ValidationInfo) -> Likelihood:
    """Return a likelihood on the site's scale, which is the `scale` of the validation's context."""
    scale: Scale = (info.context or {}).get("scale", SCALES["icd203"])
    try:
        return scale.read(read_plain(value))
    except LikelihoodError as error:
        if error.suggestion:
            raise refuse("B210", str(error), f"Write {error.suggestion}.") from None
        meant = nearest(value, scale.terms)
        # Likeness of letters takes `quite likely` for `unlikely`: its opposite is no advice.
        if meant and meant[:1] != value.strip()[:1].casefold():
            meant = None
        raise refuse("B210", str(error), f"Did you mean {meant}?" if meant else "") from None


def read_wikidata(value: Any) -> str:
    """Return the number of a Wikidata item, also cut from its address."""
    text = read_plain(value).removeprefix("https://www.wikidata.org/wiki/")
    if not re.fullmatch(r"Q[1-9][0-9]{0,11}", text):
        raise refuse(
            "B208",
            f"“{shortened(text)}” is no Wikidata item",
            "Write the item's number, as in Q42.",
        )
    return text


def read_horizon(value: Any) -> str:
    """Return one of `HORIZONS`, or the text of an EDTF date."""
    text = read_plain(value)
    if text.casefold() in HORIZONS:
        return text.casefold()
    try:
        return parse_edtf(text).text
    except EdtfError as error:
        wrong = f"“{shortened(text)}” is not a horizon"
        if error.suggestion:
            raise refuse("B205", f"{wrong}. {error.reason}", f"Write {error.suggestion}.") from None
        advice = "Write short, medium, long, or a date such as 2026-06."
        raise refuse("B205", wrong, advice) from None


TAG = "[key]"
"""What Pydantic adds to the path of a text by language where its tag is at fault."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and the tag of its language; empty where its author does not say it."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Localised:
    """A text in one language or in several, in the order of its author."""

    texts: tuple[tuple[str, str], ...]
    """Language tag and text. A text that stands alone has an empty tag."""

    def in_language(self, *langs: str) -> Said:
        """Return the text in the first of `langs` that it is in, else the first text.

        A language matches its variants too: `zh` is as good as `zh-Hant` where that is not there.
        """
        for lang in langs:
            for tag, text in self.texts:
                if tag.casefold() == lang.replace("_", "-").casefold():
                    return Said(text, tag)
            for tag, text in self.texts:
                if tag and base_language(tag) == base_language(lang):
                    return Said(text, tag)
        tag, text = self.texts[0]
        return Said(text, tag)

    @property
    def by_language(self) -> dict[str, str]:
        """Return language tag -> text; empty where the author does not say the language."""
        return {tag: text for tag, text in self.texts if tag}

    def written(self) -> str | dict[str, str]:
        """Return it as an author may write it."""
        return self.by_language or self.texts[0][1]

    @classmethod
    def read(cls, value: Any) -> Self:
        """Return what `written` gave."""
        return cls(tuple(value.items()) if isinstance(value, Mapping) else (("", value),))

    @classmethod
    def _validated(cls, value: Any, validate: Callable[[Any], dict[str, str]]) -> Self:
        if not isinstance(value, Mapping):
            return cls((("", read_plain(value)),))
        if not value:
            raise refuse("B207", "the map by language is empty", "Write it as in {en: …, ar: …}.")
        texts = validate(value)
        if len(texts) < len(value):
            raise refuse("B205", "the map by language names a language twice", "Keep one of both.")
        return cls(tuple(texts.items()))

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return how Pydantic reads it, with the place of each fault."""
        keys = core_schema.no_info_plain_validator_function(read_language)
        values = core_schema.no_info_plain_validator_function(read_plain)
        by_language = core_schema.dict_schema(keys, values)
        return core_schema.no_info_wrap_validator_function(cls._validated, by_language)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return its schema: text, or a map of texts by language."""
        text = {"type": "string", "minLength": 1, "maxLength": TITLE_LIMIT}
        return {
            "x-format": "by-language",
            "anyOf": [
                text,
                {
                    "type": "object",
                    "description": "By language tag (BCP 47), as in {en: …, ar: …}.",
                    "propertyNames": {"pattern": LANGUAGE},
                    "additionalProperties": text,
                    "minProperties": 1,
                },
            ],
        }
