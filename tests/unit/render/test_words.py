from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from markupsafe import Markup

import mkdocs_briefs
from mkdocs_briefs.model.brief import (
    BriefType,
    Capacity,
    Kind,
    Outcome,
    Qualifier,
    Relation,
    Reliability,
    UpdateKind,
)
from mkdocs_briefs.model.fields import Confidence
from mkdocs_briefs.model.likelihood import SCALES
from mkdocs_briefs.pages.kinds import INDEX_NAMES
from mkdocs_briefs.render.words import direction, language_name, table, words

ROOT = Path(mkdocs_briefs.__file__).parent
EN = table("en")
FAMILIES = {
    "kind": get_args(Kind),
    "kinds": (*get_args(Kind), "other"),
    "capacity": tuple(each for each in get_args(Capacity) if each != "party"),
    "qualifier": tuple(each for each in get_args(Qualifier) if each != "exact"),
    "update_kind": (*get_args(UpdateKind), *get_args(Outcome)),
    "unscored": ("void", "known"),
    "column": ("band", "n", "scored", "mean", "share", "interval", "first", "last"),
    "type": get_args(BriefType),
    "reliability": get_args(Reliability),
    "confidence": get_args(Confidence),
    "status": ("watch", "open", "overdue", *get_args(Outcome)),
    "horizon": ("short", "medium", "long"),
    "reason": (
        *("actors", "topics", "storylines", "events", "links", "decides", "decided"),
        *get_args(Relation),
    ),
    "registry": ("topics", "storylines"),
    "source_kind": ("primary", "official", "secondary", "analysis"),
    "scale": tuple(SCALES),
    "term": tuple({term: None for scale in SCALES.values() for term in scale.terms}),
    "histogram": ("month", "year", "decade", "century"),
    "cited": ("text", "figures", "events", "implications"),
    "outcome": get_args(Outcome),
    "unit": ("briefs", "events", "actors", "implications", "advice"),
    "hub": ("home", "undated", "browse", *INDEX_NAMES),
}


_ASKED = r"""(?:\bt(?:\.n)?|words\([\w.]+\)|\bp\.(?:say|fill|count))\(\s*["']([a-z_]+)["']\s*[,)]"""
_FAMILY = r"""(?:\bt(?:"\])?\.of|\bsaid\.of|p\.word)\(["'](\w+)["']"""


def used_keys() -> set[str]:
    """Every literal key that templates and code ask for, and every member of a family they name."""
    keys: set[str] = set()
    templates = list((ROOT / "theme" / "briefs").glob("*.html"))
    assert templates
    for path in [*templates, *(ROOT / "render").glob("*.py")]:
        source = path.read_text(encoding="utf-8")
        keys |= set(re.findall(_ASKED, source))
        keys |= set(re.findall(r"p\.words\[[\"'](\w+)[\"']\]", source))
        keys |= {f"empty.{name}" for name in re.findall(r"m\.empty\(\"(\w+)\"\)", source)}
        keys |= {
            f"empty.{name}"
            for name in re.findall(r"view\.\w+, \"(\w+)\"", source)
            if path.name == "outlook.html"
        }
        for family in re.findall(_FAMILY, source):
            keys |= {f"{family}.{member}" for member in FAMILIES[family]}
        keys |= set(re.findall(r"\bfact\(\"(\w+)\"", source))
        keys |= {
            f"{family}.{member}"
            for family in re.findall(r", \"(kinds|type)\"\)", source)
            for member in FAMILIES[family]
        }
    return keys | {"told_in", "also_in"}


def test_every_key_in_use_exists():
    assert used_keys() - EN.keys() == set()


def named_keys() -> set[str]:
    """Every key that stands in code or templates, whole or as the beginning of a family."""
    rooms = [
        file
        for room in ("pages", "render", "builder", "host")
        for file in (ROOT / room).rglob("*.py")
    ]
    code = [*rooms, *(ROOT / "theme").rglob("*.html")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in code)
    keys = set(re.findall(r"[\"']([a-z_]+(?:\.[a-z_]+)*)[\"']", text))
    begun = (
        *re.findall(r"\"([a-z_]+\.)(?:\"|{)", text),
        *(f"{family}." for family in re.findall(r"\)\.of\(\"(\w+)\"", text)),
    )
    return keys | said_by_scripts() | said_of_dates() | {key for key in EN if key.startswith(begun)}


def said_by_scripts() -> set[str]:
    """Keys that a script names, or of whose family it asks for any; `search.*` are search*.js's."""
    scripts = {
        path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "theme").rglob("*.js")
    }
    keys: set[str] = set()
    for key in EN:
        start, _, whole = key.partition(".")
        part = whole.partition(".")[0]
        source = "".join(
            scripts[stem] for stem in scripts if stem.startswith(part.replace("_", ""))
        )
        if start == "js" and (whole in source or f"{part}.${{" in source):
            keys.add(key)
    return keys


def said_of_dates() -> set[str]:
    """Keys of the family `date`, with their forms, whose words stand in the module of dates."""
    named = set(re.findall(r"\"(\w+)\"", (ROOT / "render" / "words.py").read_text("utf-8")))
    return {
        key
        for key in EN
        if key.startswith("date.") and key[len("date.") :].partition("/")[0] in named
    }


def test_no_key_is_unused():
    assert EN.keys() - used_keys() - named_keys() == set()


def test_every_plural_has_its_last_resort():
    forms = [entry for entry in EN.values() if not isinstance(entry, str)]
    assert forms
    assert all("other" in entry and "{n}" in entry["other"] for entry in forms)


def test_plurals_and_numbers():
    t = words("en")
    assert t.n("briefs", 1) == "1 brief"
    assert t.n("briefs", 3) == "3 briefs"
    assert t.n("briefs", 1234) == "1,234 briefs"
    assert t.n("timeline", 2) == "Timeline", "one text alone serves every number"


@pytest.mark.parametrize("lang", ["tlh", "", "xx-nonsense", "../en", "e" * 300])
def test_unknown_languages_read_english(lang):
    assert words(lang).lang == "en"
    assert words(lang)("timeline") == "Timeline"


def test_a_region_reads_its_language():
    assert words("en-GB")("timeline") == words("en_US")("timeline") == "Timeline"


def test_unknown_keys_are_errors():
    t = words("en")
    with pytest.raises(KeyError):
        t("no_such_key")
    with pytest.raises(KeyError):
        t("briefs")
    with pytest.raises(KeyError):
        t.n("no_such_key", 1)


def test_values_without_words_stay():
    assert words("en").of("kind", "person") == "Person"
    assert words("en").of("source_kind", "blog <post>") == "blog <post>"


def test_html_in_a_value_makes_html_and_other_values_are_escaped():
    said = words("en")("part_of_story", story=Markup("<b>s</b>"), number="<1>", total=2)
    assert said == Markup("Part of <b>s</b>: &lt;1&gt; of 2")
    assert isinstance(said, Markup)
    assert words("en")("place", place="<x> {0}") == "Place: <x> {0}"


@pytest.mark.parametrize(
    ("lang", "sense"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("he", "rtl"),
        ("fa_IR", "rtl"),
        ("ur", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("uz-Latn-UZ", "ltr"),
        ("zh-Hant", "ltr"),
    ],
)
def test_direction(lang, sense):
    assert direction(lang) == sense


def test_languages_name_themselves():
    assert language_name("he") == "עברית"
    assert language_name("nonsense-tag-which-is-none") == "nonsense-tag-which-is-none"
