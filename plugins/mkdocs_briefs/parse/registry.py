"""Registry files, profiles and bibliographies -> entries for actors, terms, events and sources."""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from pydantic import TypeAdapter

from mkdocs_briefs.model.brief import Positions
from mkdocs_briefs.model.edtf import EdtfError, parse_edtf
from mkdocs_briefs.model.fields import Item, Record
from mkdocs_briefs.model.ids import id_fault, is_id, slugify
from mkdocs_briefs.model.registry import (
    REGISTRIES,
    SHARED,
    ActorEntry,
    Entry,
    SharedEntry,
    TermEntry,
)
from mkdocs_briefs.model.texts import TITLE_LIMIT, is_web_address
from mkdocs_briefs.parse.shape import Shaped, shape, shape_entry
from mkdocs_briefs.parse.source import Parsed, read_text, split
from mkdocs_briefs.parse.validate import validate
from mkdocs_briefs.parse.yaml_tree import Tree, compose
from mkdocs_briefs.problems import Location, Problem, Severity, shortened, sorted_problems
from mkdocs_briefs.settings import Limits, Settings

_KINDS: Mapping[str, str] = {
    "article": "article", "article-journal": "journal article", "article-magazine":
    "magazine article", "article-newspaper": "newspaper article", "bill": "bill", "book": "book",
    "booklet": "book", "broadcast": "broadcast", "chapter": "chapter", "dataset": "dataset",
    "hearing": "hearing", "inbook": "chapter", "incollection": "chapter", "inproceedings":
    "conference paper", "interview": "interview", "legal_case": "legal case", "legislation":
    "legislation", "mastersthesis": "thesis", "paper-conference": "conference paper", "phdthesis":
    "thesis", "post": "post", "post-weblog": "blog post", "report": "report", "speech": "speech",
    "techreport": "report", "thesis": "thesis", "treaty": "treaty",
}  # fmt: skip
"""Types of CSL and of BibTeX, and the kind of source that readers see; others say nothing."""
_RICH_TEXT = re.compile(r"</?(?:i|b|sup|sub|sc|span)(?:\s[^<>]*)?>")
"""HTML that CSL allows in titles."""
MAX_LATEX = 3_000
"""Characters of a field that are turned into text; a title has 300 at most."""
MAX_FAULTS = 100
"""Faults of a file that are told."""
_MARKS = re.compile(r"[@=#]")
"""What begins an entry, a field or another part of a value in BibTeX."""
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _add(
    shaped: Shaped, ident: str, fields: Mapping[str, Any], places: Mapping[str, Location]
) -> None:
    """Add the source `ident`. `places` has the place of the entry under an empty name."""
    place = places[""]
    if not is_id(ident):
        near = slugify(ident)
        message = (
            f"“{shortened(ident)}” cannot be an id, so this source is left out: {id_fault(ident)}"
        )
        advice = f"Give it another key, such as {near}." if is_id(near) else "Give it another key."
        shaped.problems.append(Problem("B209", place, message, advice, Severity.NOTE))
    elif ident in shaped.data:
        line = shaped.places[(ident,)].line
        message = f"The id “{ident}” is used twice; the first is on line {line}"
        shaped.problems.append(Problem("B305", place, message, "Give one of the two another id."))
    else:
        shaped.data[ident] = {name: value for name, value in fields.items() if value}
        shaped.places[(ident,)] = place
        shaped.places |= {(ident, name): places.get(name, place) for name in shaped.data[ident]}


def _dated(text: str) -> str:
    """Return a date as EDTF, else the year in it; empty if it has none."""
    try:
        return parse_edtf(text.strip()).text
    except EdtfError:
        year = _YEAR.search(text)
        return year[0] if year else ""


def _day(text: str) -> str:
    """Return a date if it is a whole day, else nothing."""
    return text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else ""


def _title(text: str) -> str:
    return " ".join(text.split())[:TITLE_LIMIT]


def _address(text: str) -> str:
    text = text.strip()
    return text if is_web_address(text) else ""


# CSL-JSON

_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_BETWEEN = re.compile(r"[\s,]*")


def read_csl(text: str, file: str) -> Shaped:
    """Return the sources of CSL-JSON by their ids."""
    shaped = Shaped()
    try:
        for start, item in _items(text):
            line = text.count("\n", 0, start) + 1
            place = Location(file, line, start - text.rfind("\n", 0, start))
            if isinstance(item, dict):
                ident = item.get("citation-key") or item.get("id")
                _add(shaped, str(ident or ""), _csl_fields(item), {"": place})
            else:
                message = 'expected an object, as in {"id": …, "title": …}'
                shaped.problems.append(Problem("B204", place, message))
    except RecursionError:
        message = "The JSON is nested too deep to be read"
        shaped.problems.append(Problem("B106", Location(file), message, "Export the file again."))
    except json.JSONDecodeError as error:
        place = Location(file, error.lineno, error.colno)
        shaped.problems.append(
            Problem(
                "B103", place, f"The JSON cannot be read: {error.msg}", "Export the file again."
            )
        )
    return shaped


def _items(text: str) -> Iterator[tuple[int, Any]]:
    """Yield the items of a list, each with where it begins. Raise JSONDecodeError."""
    at = len(text) - len(text.lstrip())
    if at == len(text):
        return
    if text[at] != "[":
        raise json.JSONDecodeError("expected a list of sources: [", text, at)
    at = _skip(text, at + 1)
    while not text.startswith("]", at):
        item, end = _DECODER.raw_decode(text, at)
        yield at, item
        at = _skip(text, end)
        if at == end and not text.startswith("]", at):
            raise json.JSONDecodeError("expected a comma or ]", text, at)
    if text[at + 1 :].strip():
        raise json.JSONDecodeError("expected nothing behind the list", text, at + 1)


def _skip(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _csl_fields(item: Mapping[str, Any]) -> dict[str, Any]:
    def said(name: str) -> str:
        value = item.get(name)
        return _title(_RICH_TEXT.sub("", value)) if isinstance(value, str) else ""

    return {
        "title": said("title"),
        "url": _address(said("URL")) or (f"https://doi.org/{doi}" if (doi := said("DOI")) else ""),
        "publisher": said("container-title") or said("publisher"),
        "author": [*filter(None, map(_csl_name, _listed(item.get("author"))))],
        "issued": _csl_date(item.get("issued")),
        "accessed": _day(_csl_date(item.get("accessed"))),
        "kind": _KINDS.get(said("type"), ""),
    }


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _csl_name(name: object) -> str:
    if not isinstance(name, dict):
        return ""
    keys = ("literal",) if name.get("literal") else ("given", "non-dropping-particle", "family")
    return _title(" ".join(str(name[key]) for key in keys if name.get(key)))


def _csl_date(date: object) -> str:
    if not isinstance(date, dict):
        return ""
    sides = ["-".join(f"{int(n):02}" for n in side[:3]) for side in _parts(date.get("date-parts"))]
    if sides:
        about = "~" if str(date.get("circa", "")).casefold() in {"true", "1"} else ""
        return _dated("/".join(f"{side:0>4}{about}" for side in sides[:2]))
    said = date.get("raw") or date.get("literal")
    return _dated(said) if isinstance(said, str) else ""


def _parts(value: object) -> list[list[str]]:
    """Return the numbers of the one or two dates; none where they are not all numbers."""
    sides = [[str(number) for number in _listed(side)] for side in _listed(value)]
    numbers = [number for side in sides for number in side]
    right = all(re.fullmatch("[0-9]{1,4}", number) for number in numbers)
    return [side for side in sides if side] if right else []


# BibTeX


def read_bibtex(text: str, file: str, limits: Limits) -> Shaped:
    """Return the sources of BibTeX by their keys."""
    shaped = Shaped()
    if not text.strip():
        return shaped
    if sum(1 for _ in _MARKS.finditer(text)) > limits.nodes:
        message = f"The file has more than {limits.nodes:,} entries and fields"
        shaped.problems.append(
            Problem("B106", Location(file), message, "Leave out what is unused.")
        )
        return shaped
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415 - 40 ms, which few sites need
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock  # noqa: PLC0415

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it is told as problems
    found = parse_string(text)
    for block in found.failed_blocks[:MAX_FAULTS]:
        place = Location(file, (block.start_line or 0) + 1)
        if isinstance(block, DuplicateBlockKeyBlock):
            message, code = f"The id “{shortened(block.key)}” is used twice", "B305"
        elif isinstance(block, DuplicateFieldKeyBlock):
            names = ", ".join(sorted(block.duplicate_keys))
            message, code = f"The entry has the field {shortened(names)} twice", "B104"
        else:
            reason = " ".join(str(getattr(block.error, "abort_reason", block.error)).split())
            message, code = f"The BibTeX cannot be read: {shortened(reason, 200)}", "B103"
        shaped.problems.append(Problem(code, place, message, "Correct this entry, or delete it."))
    decode = _decoder()
    for entry in found.entries:
        fields = {field.key.casefold(): field for field in entry.fields}
        said = {name: str(field.value) for name, field in fields.items()}
        place = Location(file, (entry.start_line or 0) + 1)
        places = {
            "": place,
            **{
                ours: Location(file, (fields[theirs].start_line or 0) + 1)
                for ours, theirs in _BIBTEX_NAMES
                if theirs in fields
            },
        }
        plain = {n: v if n in _RAW else decode(v) for n, v in said.items() if n in _USED}
        _add(shaped, entry.key, _bibtex_fields(entry.entry_type, plain), places)
    return shaped


_BIBTEX_NAMES = (
    ("title", "title"), ("url", "doi"), ("url", "url"), ("publisher", "howpublished"),
    ("publisher", "publisher"), ("publisher", "institution"), ("publisher", "organization"),
    ("publisher", "journaltitle"), ("publisher", "journal"), ("author", "author"),
    ("issued", "year"), ("issued", "date"), ("accessed", "urldate"),
)  # fmt: skip
"""Our fields, and the fields of BibTeX and of BibLaTeX that fill them; the last that is there."""
_RAW = frozenset(("url", "doi", "date", "urldate", "year", "month", "howpublished"))
"""Fields in which a tilde or a percent sign means itself."""
_USED = frozenset((*(theirs for _, theirs in _BIBTEX_NAMES), "month", "day"))
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_URL_MACRO = re.compile(r"\\url\{([^{}]*)\}")


def _decoder() -> Callable[[str], str]:
    """Return what turns LaTeX into plain text; what it cannot read stays as it is."""
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - only few sites need it

    decoding = LatexNodes2Text(math_mode="verbatim")

    def decoded(text: str) -> str:
        if not any(char in text for char in "\\{}$~%&`'-"):
            return text
        try:
            return str(decoding.latex_to_text(text[:MAX_LATEX]))
        except Exception:  # noqa: BLE001 - whatever a stranger's LaTeX does to it
            return text

    return decoded


def _bibtex_fields(kind: str, said: Mapping[str, str]) -> dict[str, Any]:
    how = _URL_MACRO.sub(r"\1", said.get("howpublished", ""))
    doi = said.get("doi", "").removeprefix("https://doi.org/")
    urls = (_address(said.get("url", "")), f"https://doi.org/{doi}" if doi else "", _address(how))
    named = [
        said.get(theirs, "") for ours, theirs in reversed(_BIBTEX_NAMES) if ours == "publisher"
    ]
    publisher = next((name for name in named if name and not is_web_address(name)), "")
    return {
        "title": _title(said.get("title", "")),
        "url": next(filter(None, urls), ""),
        "publisher": _title(publisher),
        "author": [
            _bibtex_name(name) for name in _AND.split(said.get("author", "").strip()) if name
        ],
        "issued": _bibtex_date(said),
        "accessed": _day(said.get("urldate", "").strip()),
        "kind": _KINDS.get(kind, ""),
    }


def _bibtex_name(name: str) -> str:
    """Return a name as people say it: `Haliva, Aharon` is Aharon Haliva."""
    if name.casefold() == "others":
        return "et al."
    family, _, given = name.partition(",")
    return _title(f"{given} {family}")


def _bibtex_date(said: Mapping[str, str]) -> str:
    if said.get("date"):
        return _dated(said["date"])
    year, month = said.get("year", "").strip(), said.get("month", "").strip(' {}"').casefold()
    if not re.fullmatch(r"\d{4}", year):
        return _dated(year)
    number = _MONTHS.index(month[:3]) + 1 if month[:3] in _MONTHS else 0
    number = int(month) if re.fullmatch(r"0?[1-9]|1[0-2]", month) else number
    day = said.get("day", "").strip()
    if number and re.fullmatch(r"\d{1,2}", day):
        return _dated(f"{year}-{number:02}-{int(day):02}")
    return f"{year}-{number:02}" if number else year


YAML = (".yml", ".yaml")
REGISTRY_CURE = (
    "Give entries a file of their own, {0}/<id>.md, with the same fields as front matter, and "
    "leave out those that no brief uses."
)
SHARED_CURE = "Keep here what several briefs share, and the rest in its brief."
"""What to do about a registry that is too large."""


def parse_registry(
    data: bytes, file: str, registry: str, settings: Settings
) -> Parsed[tuple[Entry | SharedEntry, ...]]:
    """Return the entries of a registry file: a mapping from id to fields, or to a bare name.

    `registry` is a key of REGISTRIES or SHARED (else KeyError); `file` is POSIX, relative to the
    project. Sources may also be CSL-JSON or BibTeX, by the end of its name. Never raises for any
    `data` and always gives a value: entries and fields that cannot be used are left out, with a
    problem. An empty file is an empty registry.
    """
    record = (REGISTRIES | SHARED)[registry]
    cure = SHARED_CURE if registry in SHARED else REGISTRY_CURE.format(registry)
    settings = replace(settings, limits=settings.limits.of_registry(cure))
    text, problems = read_text(data, file, settings.limits)
    if file.endswith(".json"):
        shaped = read_csl(text, file)
    elif file.endswith(".bib"):
        shaped = read_bibtex(text, file, settings.limits)
    else:
        shaped = _shaped(text, file, record, problems, settings)
    problems += shaped.problems
    validated = validate(
        lambda fields: _entries(record).validate_python(fields),
        record,
        shaped,
        Location(file),
        keyed=True,
    )
    if not file.endswith(YAML):
        # Other programs write these files, for other uses too: what is left out stops no build.
        found = (replace(one, severity_override=Severity.NOTE) for one in validated.problems)
        validated.problems = [*found]
    problems += validated.problems
    positions = Positions.of(file, validated.places)
    entries = tuple(
        SharedEntry(registry, key, fields.revised(id=key), positions, (key,))
        if registry in SHARED
        else Entry(registry, key, fields, positions, (key,))
        for key, fields in (validated.value or {}).items()
    )
    return Parsed(entries, tuple(sorted_problems(problems)))


def _shaped(
    text: str, file: str, record: type[Record], problems: list[Problem], settings: Settings
) -> Shaped:
    tree = compose(text, file, 1, settings.limits, "registry")
    shaped = Shaped()
    for key in tree.data:
        if key.startswith("x_"):
            continue
        if not is_id(key):
            problems.append(_bad_id(key, tree.keys[(key,)]))
            continue
        entry = tree.data[key]
        if issubclass(record, Item) and isinstance(entry, dict) and "id" in entry:
            del entry["id"]
            message = f"“{shortened(key)}”: there is no field “id” here, so it is ignored"
            problems.append(Problem("B203", tree.keys[(key, "id")], message, "The key is the id."))
        shape_entry(tree, key, record, _scalar(record, entry), shaped)
    problems += tree.problems
    return shaped


def _scalar(record: type[Record], entry: object) -> str:
    """Return the field that a bare text fills."""
    if not issubclass(record, Item):
        return "name"
    is_url = record.scalar_url and isinstance(entry, str) and is_web_address(entry)
    return record.scalar_url or "" if is_url else record.scalar


@cache
def _entries(record: type[Record]) -> TypeAdapter[dict[str, Any]]:
    return TypeAdapter(dict[str, record])  # type: ignore[valid-type]


def _bad_id(key: str, place: Location) -> Problem:
    better = slugify(key)
    message = f"“{shortened(key)}” cannot be an id: {id_fault(key)}"
    if is_id(better):
        return Problem(
            "B209", place, message, f"Write {better}: and give the name in a field name:"
        )
    return Problem("B209", place, message, "Choose another word.")


def parse_profile(
    data: bytes, file: str, uri: str, registry: str, settings: Settings
) -> Parsed[Entry]:
    """Return the entry in a profile page: front matter with an entry's fields, then Markdown.

    Its id is the file's stem. Never raises for any `data`; `registry` is a key of REGISTRIES (else
    KeyError). The value is None only where the stem gives no id at all.
    """
    record = REGISTRIES[registry]
    source = split(data, file, settings.limits)
    tree = Tree(file)
    if source.front is not None:
        tree = compose(source.front, file, source.front_line, settings.limits)
    shaped = shape(tree, record, page=True)
    problems = [*source.problems, *tree.problems, *shaped.problems]
    read: Callable[[dict[str, Any]], ActorEntry | TermEntry] = record.model_validate
    validated = validate(read, record, shaped, Location(file, 1, 1, 3))
    problems += validated.problems
    stem = unicodedata.normalize("NFC", PurePosixPath(file).name.removesuffix(".md"))
    key = stem if is_id(stem) else slugify(stem)
    if key != stem or not is_id(key):
        message = f"The file's name “{shortened(stem)}” cannot be an id: {id_fault(stem)}"
        advice = f"Rename it to {key}.md." if is_id(key) else "Rename it."
        problems.append(Problem("B209", Location(file), message, advice))
    entry = None
    if validated.value is not None and is_id(key):
        positions = Positions.of(file, validated.places)
        entry = Entry(
            registry, key, validated.value, positions, (), source.body, source.body_line, uri
        )
    return Parsed(entry, tuple(sorted_problems(problems)))
