from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.library.mentions import single_id
from mkdocs_briefs.library.names import Names

NAMES = Names.build(
    {
        "iran": ["Iran", "ایران", "伊朗", "이란"],
        "israel": ["Israel", "ישראל"],
        "idf": ["Israel Defense Forces", "צה״ל"],
        "us": ["US", "U.S.", "United States"],
        "hts": ["Hay'at Tahrir al-Sham"],
        "xi": ["习近平"],
        "trump": ["Donald Trump", "ทรัมป์"],
        "erdogan": ["Recep Tayyip Erdoğan", "Erdoğan"],
        "att": ["AT&T"],
        "cpp": ["C++"],
        "net": [".NET"],
        "brien": ["Brien"],
        "sana": ["Sana"],
        "hope": ["Hope"],
        "modi": ["मोदी"],
    }
)


def found(text: str, names: Names = NAMES) -> list[str]:
    return [match.text for match in names.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran, Iran's and Iran’s Iran-backed allies (Iran).", ["Iran"] * 5),
        ("anti-Iran Iran–Iraq l'Iran d’Iran L’Iran", ["Iran"] * 5),
        ("Iranian Irani IRAN iran Irans", []),
        ("**Iran** _Iran_ *Iran*, *Iran*ian foo_Iran Iran_bar re**Iran**", ["Iran"] * 3),
        ("https://example.org/Iran www.Iran.com Iran.com x@Iran", []),
        ("It was Iran. Then Iran.", ["Iran"] * 2),
        ("Israel Defense Forces of Israel", ["Israel Defense Forces", "Israel"]),
        (
            "Israel  Defense\u00a0Forces; Israel\nDefense\r\nForces",
            ["Israel  Defense\u00a0Forces", "Israel\nDefense\r\nForces"],
        ),
        ("Israel Defense\n\nForces", ["Israel"]),
        ("Israel\0Defense Forces", ["Israel"]),
        ("the U.S. and the US, not U.S.A. and not us", ["U.S.", "US"]),
        ("Hay’at Tahrir al‑Sham", ["Hay’at Tahrir al‑Sham"]),
        ("AT&T, C++ and .NET; not ASP.NET, NET or C", ["AT&T", "C++", ".NET"]),
        ("O'Brien O’Brien Sana'a", []),
        ("Sana's", ["Sana"]),
        ("I hope. Hope", ["Hope"]),
        ("习近平在伊朗说", ["习近平", "伊朗"]),
        ("ว่าทรัมป์กล่าว", ["ทรัมป์"]),
        ("قالت ایران إن", ["ایران"]),
        ("ایرانی ایران‌ها وایران", []),
        ("ישראל וישראל צה״ל", ["ישראל", "צה״ל"]),
        ("이란 이란은", ["이란"]),
        ("मोदी मोदीजी", ["मोदी"]),
        ("NATO伊朗NATO", ["伊朗"]),
        ("", []),
    ],
)
def test_finds_whole_names_only(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_letters_are_alike(form):
    text = unicodedata.normalize(form, "Recep Tayyip Erdoğan met Erdoğanist 이란 Erdoğan")
    names = Names.build(
        {"e": [unicodedata.normalize("NFD", "Recep Tayyip Erdoğan"), "Erdoğan"], "k": ["이란"]}
    )
    spans = [(match.start, match.end) for match in names.find(text)]
    assert [unicodedata.normalize("NFC", text[a:b]) for a, b in spans] == [
        "Recep Tayyip Erdoğan",
        "이란",
        "Erdoğan",
    ]


def test_a_mark_belongs_to_its_letter():
    assert found("Iran\u0301") == []
    assert found("e\u0301 Iran") == ["Iran"]


def test_shared_names_carry_all_ids_in_order():
    names = Names.build({"b": ["Smith"], "a": ["Smith", "Anna Smith"]})
    assert [(m.text, m.ids) for m in names.find("Smith and Anna Smith")] == [
        ("Smith", ("b", "a")),
        ("Anna Smith", ("a",)),
    ]


@pytest.mark.parametrize(
    ("ids", "listed", "expected"),
    [
        (("a",), (), "a"),
        (("a", "b"), ("b",), "b"),
        (("a", "b"), (), None),
        (("a", "b"), ("a", "b"), None),
        (("a", "b"), ("c",), None),
    ],
)
def test_a_shared_name_means_the_only_listed_actor(ids, listed, expected):
    assert single_id(ids, listed) == expected


@pytest.mark.parametrize("name", ["", " ", "a", "+++", "\0\0", "é", "x" * 301])
def test_unusable_names_are_left_out(name):
    assert not Names.build({"a": [name]})
    assert found(f"{name} a + é", Names.build({"a": [name]})) == []


def test_one_han_character_is_a_name():
    assert found("美国", Names.build({"a": ["美"]})) == ["美"]


@pytest.mark.parametrize(
    "name", ["a.*b", "(x)", "[ab]+", "\\d{2}", "a|b", "^ab$", "x" * 300, "Iran?"]
)
def test_signs_of_regular_expressions_are_only_signs(name):
    names = Names.build({"a": [name]})
    assert found(f"say {name} now", names) == [name]
    assert found("aXXb 12 ab x a b", names) == []


LETTERS = st.sampled_from(
    [*"abAB  -'’.&*_\n", "é", "e\u0301", "伊", "ー", "ا", "ר", "ก", "ั", "\0", "가", "\u200c"]
)
TEXTS = st.lists(LETTERS, max_size=30).map("".join)


@given(st.lists(TEXTS, max_size=8), TEXTS)
def test_matches_are_ordered_true_and_do_not_overlap(spellings, text):
    names = Names.build({str(number): [name] for number, name in enumerate(spellings)})
    matches = list(names.find(text))
    ends = [0, *(match.end for match in matches)]
    for before, match in zip(ends, matches, strict=False):
        assert before <= match.start < match.end
        assert text[match.start : match.end] == match.text
        assert match.ids
        assert all(plain(spellings[int(ident)]) == plain(match.text) for ident in match.ids)


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text.replace("’", "'")).split())


@given(TEXTS, TEXTS)
def test_a_name_by_itself_is_found(name, other):
    names = Names.build({"a": [name], "b": [other]})
    if Names.build({"a": [name]}):
        wanted = plain(name)
        assert [plain(match.text) for match in names.find(f" {wanted} ")][:1] == [wanted] or plain(
            other
        ) != wanted


@given(TEXTS)
def test_normal_forms_find_the_same(text):
    names = Names.build({"a": ["éa", "ab", "가"], "b": ["A’b", "a e\u0301"]})
    seen = [
        [
            unicodedata.normalize("NFC", match.text)
            for match in names.find(unicodedata.normalize(form, text))
        ]
        for form in ("NFC", "NFD")
    ]
    assert seen[0] == seen[1]


@given(TEXTS, TEXTS, TEXTS)
def test_a_sign_above_the_first_plane_changes_nothing_elsewhere(name, before, after):
    names = Names.build({"a": [name], "b": ["ab", "A’b"]})
    text = f"{before} {name} ab {after}\n\n\n"
    assert [*names.find(f"{text}\U0001f600")] == [*names.find(f"{text}!")] != []
