"""The interface's words in every language: what is missing, right plurals, right numbers."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.model.likelihood import SCALES
from mkdocs_briefs.pages.facts import name_key
from mkdocs_briefs.render.words import direction, language_name, languages, table, words
from support.kinds import WORDS_OF_KINDS

UNTRANSLATED: Mapping[str, list[str]] = {}
"""By language, the words that are in English still. A word that gets its translation leaves.

Words that name a kind of page need not be here: whoever adds one may not know eight languages.
"""

TABLES = {tag: table(tag) for tag in languages()}
EN = TABLES["en"]
OTHERS = sorted(TABLES.keys() - {"en"})
VARIANTS = {tag for tag in TABLES if any(tag.startswith(f"{base}-") for base in TABLES)}
"""Languages that take what they lack from their base language."""
SCRIPTS = {
    "ar": "\u0600-\u06ff",
    "he": "\u0590-\u05ff",
    "ru": "\u0400-\u04ff",
    "zh": "\u4e00-\u9fff",
}
ALIKE = {"probable", "improbable"}
"""Terms that are the same word in French and Spanish."""
NO_LETTERS = {"percent_range", "list_comma", "comma", "labelled", "hub_description", "follow_feed"}
"""Texts of punctuation only, and a name."""


def places(text: str) -> set[str]:
    """The places of a text; a number may be a Roman one."""
    named = {name for _, name, _, _ in Formatter().parse(text) if name}
    return {"n" if name == "roman" else name for name in named}


def forms(key: str, lang: str) -> dict[str, str]:
    found = TABLES[lang][key]
    return {"other": found} if isinstance(found, str) else dict(found)


def words_of(lang: str) -> set[str]:
    """The keys that a language has; of a word with forms, such as "decade/since", the word."""
    return {key for key in TABLES[lang] if "/" not in key}


def test_there_are_words_for_eight_languages() -> None:
    assert {"en", "ar", "he", "fr", "de", "es", "ru", "zh"} <= TABLES.keys()


@pytest.mark.filterwarnings("default:not translated:UserWarning")
def test_no_word_is_missing_that_is_not_listed() -> None:
    missing = {lang: words_of("en") - words_of(lang) for lang in sorted(TABLES.keys() - VARIANTS)}
    for lang, keys in missing.items():
        if of_kinds := sorted(keys & WORDS_OF_KINDS):
            warnings.warn(f"not translated: {lang}: {', '.join(of_kinds)}", stacklevel=1)
    others = {lang: sorted(keys - WORDS_OF_KINDS) for lang, keys in missing.items()}
    assert {lang: keys for lang, keys in others.items() if keys} == UNTRANSLATED


@pytest.mark.parametrize("lang", OTHERS)
def test_a_language_has_no_words_of_its_own(lang: str) -> None:
    assert sorted(words_of(lang) - EN.keys()) == []


@pytest.mark.parametrize("file", languages().values(), ids=lambda file: file.stem)
def test_a_file_has_a_key_once(file: Path) -> None:
    pairs: list[str] = []
    json.loads(
        file.read_text("utf-8"), object_pairs_hook=lambda row: pairs.extend(key for key, _ in row)
    )
    categories = {"zero", "one", "two", "few", "many", "other"}
    keys = [key for key in pairs if key not in categories]
    assert sorted(keys) == sorted(TABLES[file.stem.lower()])


@pytest.mark.parametrize("lang", OTHERS)
def test_a_text_has_the_places_of_the_english_one(lang: str) -> None:
    assert [key for key in EN if key in TABLES[lang] and isinstance(EN[key], str)
            and places(str(EN[key])) != places(str(TABLES[lang][key]))] == []  # fmt: skip


@pytest.mark.parametrize("lang", sorted(TABLES))
def test_a_form_is_one_that_is_asked_for_and_has_places_of_its_word(lang: str) -> None:
    asked = re.compile(
        r"date\.((day|month|year|decade|century|spring|summer|autumn|winter)/(circa|since|until|after)"
        r"|(circa|since|until)/(day|month|year|season|decade|century)"
        r"|ordinal/(zero|one|two|few|many)|day/first)"
    )
    for key, text in TABLES[lang].items():
        if "/" in key:
            assert asked.fullmatch(key)
            assert places(str(text)) <= places(str(EN.get(key.partition("/")[0], "{date}"))), key


@pytest.mark.parametrize("lang", sorted(TABLES))
def test_plurals_have_the_categories_of_cldr(lang: str) -> None:
    locale = Locale.parse(lang, sep="-")
    wanted = {*locale.plural_form.tags, "other"}
    for key in TABLES[lang]:
        if not isinstance(EN.get(key, ""), str):
            assert forms(key, lang).keys() == wanted, key


@pytest.mark.parametrize("lang", sorted(TABLES))
def test_a_plural_leaves_out_the_number_only_where_it_says_it(lang: str) -> None:
    plural = Locale.parse(lang, sep="-").plural_form
    numbers = {tag: [n for n in range(1000) if plural(n) == tag] for tag in (*plural.tags, "other")}
    for key in TABLES[lang]:
        if isinstance(EN.get(key, ""), str):
            continue
        wanted = places(forms(key, "en")["other"])
        for tag, text in forms(key, lang).items():
            spared = {"n"} if len(numbers[tag]) == 1 else set()
            assert wanted - spared <= places(text) <= wanted, (key, tag)


@pytest.mark.parametrize("lang", sorted(SCRIPTS))
def test_a_text_is_in_the_script_of_its_language(lang: str) -> None:
    letters = re.compile(f"[{SCRIPTS[lang]}]")
    bare = [
        key
        for key in TABLES[lang]
        for text in forms(key, lang).values()
        if key not in NO_LETTERS
        and not letters.search(text)
        and re.search("[A-Za-z]", re.sub(r"{\w+}", "", text))
    ]
    assert bare == []


@pytest.mark.parametrize("lang", sorted(TABLES))
def test_a_term_of_the_scales_has_a_word_of_its_own(lang: str) -> None:
    said = words(lang)
    for scale in SCALES.values():
        for term in scale.terms:
            translated = lang != "en" and f"term.{term}" in TABLES[lang]
            assert not translated or said.of("term", term) != term or term in ALIKE
        bands = [said.of("term", band.term) for band in scale.bands]
        assert len({*bands}) == len(bands), "two bands share a word"


@pytest.mark.parametrize(
    ("lang", "number", "text"),
    [
        ("ar", 1, "موجز واحد"),
        ("ar", 2, "موجزان"),
        ("ar", 3, "3 موجزات"),
        ("ar", 11, "11 موجزًا"),
        ("ar", 100, "100 موجز"),
        ("he", 2, "שתי סקירות"),
        ("ru", 1, "1 разбор"),
        ("ru", 3, "3 разбора"),
        ("ru", 12, "12 разборов"),
        ("ru", 21, "21 разбор"),
        ("fr", 0, "0 décryptage"),
        ("fr", 1_000_000, "1\u202f000\u202f000 décryptages"),
        ("de", 1200, "1.200 Beiträge"),
        ("zh", 1, "1 篇简报"),
        ("tlh", 1, "1 brief"),
    ],
)
def test_a_number_is_said_as_the_language_says_it(lang: str, number: int, text: str) -> None:
    assert words(lang).n("briefs", number) == text


@pytest.mark.parametrize(
    ("lang", "low", "high", "text"),
    [
        ("en", 55, 80, "55–80%"),
        ("en", 70, 70, "70%"),
        ("en", 0.5, 99.25, "0.5–99.25%"),
        ("de", 55, 80, "55–80\u00a0%"),
        ("de", 2.5, 2.5, "2,5\u00a0%"),
        ("fr", 70, 70, "70\u00a0%"),
        ("ar", 55, 80, "من 55 إلى 80%"),
        ("he", 55, 80, "55–80%"),
        ("zh", 55, 80, "55–80%"),
    ],
)
def test_chances_are_written_as_the_language_writes_them(
    lang: str, low: float, high: float, text: str
) -> None:
    assert words(lang).percent(low, high) == text


def test_scripts_get_the_words_and_whose_they_are() -> None:
    assert words("ar").for_scripts()["lang"] == "ar"
    assert words("tlh").for_scripts() == words("en").for_scripts()
    assert words("de-AT").for_scripts() == words("de").for_scripts()


def test_a_language_without_words_has_english_ones_and_says_so() -> None:
    assert words("tlh").lang == "en"
    assert words("tlh-AQ")("timeline") == EN["timeline"]


def test_a_word_without_a_translation_says_that_it_is_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    french = {key: text for key, text in TABLES["fr"].items() if key != "hub.timeline"}
    monkeypatch.setattr(
        "mkdocs_briefs.render.words.table", lambda tag: french if tag == "fr" else table(tag)
    )
    said = words.__wrapped__("fr-CA")
    assert (said("hub.timeline"), said.lang_of("hub.timeline")) == (EN["hub.timeline"], "en")
    assert (said.lang, said.lang_of("hub.topics")) == ("fr", "fr")
    assert words("tlh").lang_of("hub.topics") == words("en").lang_of("hub.topics") == "en"


@pytest.mark.parametrize(
    ("lang", "sense"),
    [
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("fa", "rtl"),
        ("az-Arab", "rtl"),
        ("ku-Latn", "ltr"),
        ("zh", "ltr"),
    ],
)
def test_the_direction_of_a_language(lang: str, sense: str) -> None:
    assert direction(lang) == sense


def test_a_language_names_itself() -> None:
    assert [language_name(lang) for lang in ("ar", "fr", "zh", "x-none")] == [
        "العربية", "français", "中文", "x-none",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "ordered"),
    [
        (
            "en",
            [
                "Åland",
                "Ämter",
                "Azores",
                "Éire",
                "“Fox”",
                "Zürich",
                "Ωmega",
                "Ярослав",
                "נועה",
                "سلمى",
            ],
        ),
        ("es", ["Nadal", "Nuñez", "Ñandú", "Ochoa"]),
        ("sv", ["Adam", "Zorn", "Åberg", "Ärla", "Öberg"]),
        ("ru", ["Ёлкин", "Елкина", "Иванов", "Йорк", "Киров", "Adams"]),
        ("ar", ["أحمد", "باسم", "سلمى", "Adams", "Zorn"]),
        ("he", ["אבי", "נועה", "Adams"]),
    ],
)
def test_names_are_in_the_order_of_the_readers_language(lang: str, ordered: list[str]) -> None:
    mixed = [*ordered[1::2], *ordered[::2]]
    assert sorted(mixed, key=lambda name: name_key(name, lang)) == ordered


@given(st.text(), st.sampled_from([*TABLES, "sv", "ja"]))
def test_any_name_has_a_place(name: str, lang: str) -> None:
    foreign, letters, whole = name_key(name, lang)
    assert isinstance(foreign, bool)
    assert isinstance(letters, str)
    assert whole == name
