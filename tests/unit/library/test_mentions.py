"""Which names mention an actor: whom a brief lists, full names, and names inside longer ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.library.mentions import find_mentions, is_full_name
from mkdocs_briefs.library.names import Names

SPELLINGS = {
    "ardal": ["Ardal", "the Republic of Ardal", "أردال", "アルダル"],
    "brinnia": ["Brinnia", "B.R."],
    "north-union": ["North Union", "NU"],
    "assembly": ["Assembly of the Isles", "the assembly", "Assembly"],
    "marra": ["Ines Marra", "Marra"],
    "von-holm": ["Lena von Holm", "von Holm"],
    "levi": ["דנה לוי", "לוי"],
    "office": ["中央海洋委员会", "海委"],
    "guard-a": ["Harbour Guard", "the Guard"],
    "guard-b": ["Palace Guard", "the Guard"],
}
PERSONS = {"marra", "von-holm", "levi"}
KINDS = {ident: "person" if ident in PERSONS else "organization" for ident in SPELLINGS}
NAMES = Names.build(SPELLINGS, KINDS)
EVERYBODY = frozenset(SPELLINGS) - {"guard-a", "guard-b"}


def found(text: str, listed: frozenset[str] = EVERYBODY, lang: str = "en") -> list[str]:
    return [text[start:end] for start, end, _ in find_mentions(text, NAMES, listed, lang)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ardal and Brinnia, Marra and NU: they met.", ["Ardal", "Brinnia", "Marra", "NU"]),
        ("Ardal's port, an Ardal-backed bid, Ardal–Brinnia talks", ["Ardal"] * 3 + ["Brinnia"]),
        ("President Marra spoke. Prime Minister Ines Marra spoke.", ["Marra", "Ines Marra"]),
        ("Ardalian Prime Minister Ines Marra spoke", ["Ines Marra"]),
        ("Secretary of State Ines Marra spoke", ["Ines Marra"]),
        ("President-elect Marra, Sen. Marra, Mr. Marra and Dr Marra", ["Marra"] * 4),
        ("In Ardal it rained. When Brinnia spoke, Marra left.", ["Ardal", "Brinnia", "Marra"]),
        ("Supporting Ardal is hard. Leaders of Ardal agree.", ["Ardal"] * 2),
        ("Critics wait, and critics of Ardal too. Critics of Ardal wait.", ["Ardal"] * 2),
        ("The assembly met; then the assembly left.", ["The assembly", "the assembly"]),
        ("“Von Holm knows.” Then von Holm left.", ["Von Holm", "von Holm"]),
        ("Ardal President Ines Marra told Brinnia Tuesday", ["Ardal", "Ines Marra", "Brinnia"]),
        ("The president of Ardal and the King of Brinnia met", ["Ardal", "Brinnia"]),
        ("Ines Marra of Brinnia ran", ["Ines Marra", "Brinnia"]),
        ("the B.R. The others", ["B.R."]),
        ("Ardal-Brinnia talks", ["Ardal"]),
        ("l'Ardal et la Brinnia", ["Ardal", "Brinnia"]),
        (
            "قالت أردال ذلك. דנה לוי אמרה. 中央海洋委员会说。",
            ["أردال", "דנה לוי", "中央海洋委员会"],
        ),
        ("アルダルは", ["アルダル"]),
    ],
)
def test_a_listed_actor_is_meant_wherever_its_name_stands_by_itself(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Brin-Ardal, anti-Ardal and Côte-d-Ardal",
        "the Ardal Tax Agency and the Ardal Strait",
        "They crossed the South Ardal Sea.",
        "South Ardal waits, and so does the south.",
        "Rosa Marra and Robert F. Marra spoke.",
        "Rosa Marra spoke.",
        "the Marra Foundation",
        "the Ines Marra Foundation",
        "the Bank of Ardal, and the Museum of the Assembly",
        "la Banque d'Ardal et la Banque de Brinnia",
        "the Assembly of Lakes",
        "B.R. Weekly says so.",
        "They read Ardal Today.",
        "Ardal-Nova",
        "Lebanese Assembly",
        "Will Marra, actor Will Marra",
    ],
)
def test_a_name_inside_a_longer_one_means_nobody(text):
    assert found(text.replace("Will Marra, ", "")) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ardal, Marra, NU, the assembly, B.R. and von Holm", []),
        ("The North Union and Ines Marra met Lena von Holm.", ["North Union", "Ines Marra", "Lena von Holm"]),
        ("the Republic of Ardal", ["the Republic of Ardal"]),
        ("海委和中央海洋委员会", ["中央海洋委员会"]),
        ("לוי. דנה לוי אמרה", ["דנה לוי"]),
        ("the Guard", []),
    ],
)  # fmt: skip
def test_others_are_meant_by_a_full_name_alone(text, names):
    assert found(text, frozenset()) == names


@pytest.mark.parametrize(
    ("name", "is_full"),
    [
        ("North Union", True), ("Union", False), ("the Union", False), ("The Union", False),
        ("Prime Minister", False), ("Supreme Court", False), ("Supreme Court of Ardal", True),
        ("Jean-Luc", False), ("U.S.", False), ("约翰·史密斯", True), ("联合国", False),
        ("中央海洋委员会", True), ("ジョン・スミス", True), ("الاتحاد الشمالي", True), ("الاتحاد", False),
    ],
)  # fmt: skip
def test_a_full_name_has_two_words_of_its_own(name, is_full):
    assert is_full_name(name) is is_full


def test_a_shared_name_means_the_only_one_that_is_listed():
    assert found("the Guard", frozenset({"guard-a"})) == ["the Guard"]
    assert found("the Guard", frozenset({"guard-a", "guard-b"})) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Gestern hat Ardal Ziele in Brinnia angegriffen.", ["Ardal", "Brinnia"]),
        ("Der Präsident der North Union, Staatschef Marra", ["North Union", "Marra"]),
        ("Der Ardal-Krieg und die Marra-Stiftung", ["Ardal"]),
        ("Die NU-Kommission und Rosa Marra", []),
    ],
)
def test_where_every_noun_has_a_capital_only_names_of_persons_go_on(text, names):
    assert found(text, lang="de") == names
    assert found(text, lang="de-AT") == names


def test_an_actor_of_unknown_kind_may_be_a_person_or_not():
    names = Names.build(SPELLINGS)
    text = "Ardal President Ines Marra of Brinnia met President Ardal and Brinnian Minister of War Ines Marra."
    mentions = find_mentions(text, names, EVERYBODY, "en")
    assert [ident for _, _, ident in mentions] == ["ardal", "marra", "brinnia", "ardal", "marra"]


TEXTS = st.lists(
    st.sampled_from(
        [*"aA  .,-'’\n", "Ardal", "Marra", "Ines", "the ", "The ", "of ", "President ", "d'", "北", "B.R."]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(TEXTS, st.sampled_from(["en", "de", "fr"]))
def test_mentions_are_names_and_more_of_them_if_more_is_listed(text, lang):
    every = {(match.start, match.end) for match in NAMES.find(text)}
    listed = [*find_mentions(text, NAMES, EVERYBODY, lang)]
    others = [*find_mentions(text, NAMES, frozenset(), lang)]
    assert {(start, end) for start, end, _ in listed} <= every
    assert {*others} <= {*listed}
