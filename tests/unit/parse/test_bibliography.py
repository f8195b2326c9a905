"""Sources in CSL-JSON and BibTeX."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.parse.registry import parse_registry
from mkdocs_briefs.problems import Severity
from support.briefs import SETTINGS


def read(text: str | bytes, file: str):
    data = text.encode() if isinstance(text, str) else text
    return parse_registry(data, f"briefs/{file}", "sources", SETTINGS)


def one(text: str, file: str):
    parsed = read(text, file)
    assert not parsed.problems
    (entry,) = parsed.value
    return entry.fields


ITEM = {
    "id": "roe2024",
    "type": "article-newspaper",
    "title": "The port of <i>Hodeidah</i>",
    "author": [{"family": "Roe", "given": "Jane"}, {"literal": "The Gazette's desk"}],
    "container-title": "The Gazette",
    "URL": "https://example.org/roe",
    "issued": {"date-parts": [[2024, 3, 1]]},
    "accessed": {"date-parts": [["2024", "3", "2"]]},
    "volume": 3,
}


def test_csl_json_has_the_names_of_our_sources() -> None:
    source = one(json.dumps([ITEM], indent="\t"), "sources.json")
    assert source.written() == {
        "id": "roe2024",
        "title": "The port of Hodeidah",
        "url": "https://example.org/roe",
        "publisher": "The Gazette",
        "author": ["Jane Roe", "The Gazette's desk"],
        "issued": "2024-03-01",
        "accessed": "2024-03-02",
        "kind": "newspaper article",
    }


@pytest.mark.parametrize(
    ("date", "edtf"),
    [
        ({"date-parts": [[2024]]}, "2024"),
        ({"date-parts": [[2024, 3], [2024, 5]]}, "2024-03/2024-05"),
        ({"date-parts": [[2024, 3]], "circa": True}, "2024-03~"),
        ({"raw": "2024-03-01"}, "2024-03-01"),
        ({"literal": "spring of 2024"}, "2024"),
        ({"literal": "n.d."}, None),
        ({"date-parts": [["x"]]}, None),
        ({"date-parts": [[2024, 99]]}, "2024"),
        ([], None),
    ],
)
def test_dates_of_csl(date, edtf) -> None:
    source = one(json.dumps([{**ITEM, "issued": date}]), "sources.json")
    assert (source.issued.text if source.issued else None) == edtf


BIBTEX = r"""
Words between the entries are comments.
@string{gaz = "The {Gazette}"}

@article{roe2024,
  author  = {Roe, Jane and M{\"u}ller, Jürgen and {World Bank}},
  title   = {The {Port} of Hodeidah -- and ``others''},
  journal = gaz,
  year    = 2024,
  month   = mar,
  url     = {https://example.org/~roe/a_b%20c},
}
"""


def test_bibtex_has_the_names_of_our_sources() -> None:
    assert one(BIBTEX, "sources.bib").written() == {
        "id": "roe2024",
        "title": "The Port of Hodeidah – and “others”",
        "url": "https://example.org/~roe/a_b%20c",
        "publisher": "The Gazette",
        "author": ["Jane Roe", "Jürgen Müller", "World Bank"],
        "issued": "2024-03",
        "kind": "article",
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("date = {2024-03-01}, urldate = {2024-04-01}", ("2024-03-01", "2024-04-01", None)),
        ("date = {2024-03/2024-05}", ("2024-03/2024-05", None, None)),
        ("year = {forthcoming}", (None, None, None)),
        ("year = 2024, month = 3, day = 9", ("2024-03-09", None, None)),
        ("doi = {10.1000/182}", (None, None, "https://doi.org/10.1000/182")),
        (r"howpublished = {\url{https://example.org/x}}", (None, None, "https://example.org/x")),
        ("url = {javascript:alert(1)}", (None, None, None)),
    ],
)
def test_dates_and_addresses_of_bibtex(fields, expected) -> None:
    source = one(f"@misc{{x, title = {{T}}, {fields}}}", "sources.bib")
    found = (source.issued and source.issued.text, source.accessed, source.url)
    assert tuple(str(value) if value else None for value in found) == expected


def test_faults_stand_at_their_lines_and_the_other_entries_stay() -> None:
    text = (
        "@misc{a, title = {A}}\n@misc{b b, title = {B}}\n@misc{a, title = {C}}\n"
        "@misc{d, title = {D}, title = {E}}\n@misc{e, year = 2024}\n@misc{f, title = {F\n"
        "@misc{g, title = {G}}\n"
    )
    parsed = read(text, "sources.bib")
    assert [entry.id for entry in parsed.value] == ["a", "g"]
    assert [(one.code, one.location.line, one.severity) for one in parsed.problems] == [
        ("B209", 2, Severity.NOTE),
        ("B305", 3, Severity.ERROR),
        ("B104", 4, Severity.ERROR),
        ("B201", 5, Severity.NOTE),
        ("B103", 6, Severity.ERROR),
    ]
    parsed = read(
        '[\n {"id": "a", "title": "A"},\n 5, {"id": "a b", "title": "B"}\n', "sources.json"
    )
    assert [entry.id for entry in parsed.value] == ["a"]
    assert [(one.code, one.location.line, one.location.column) for one in parsed.problems] == [
        ("B204", 3, 2),
        ("B209", 3, 5),
        ("B103", 4, 1),
    ]


NOISE = st.one_of(
    st.binary(max_size=80),
    st.text(alphabet='@{}()",=#\\%~$&\n abc12-:[]', max_size=80).map(str.encode),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "title", "URL", "author", "issued", "date-parts", "type"]),
                inner,
            )
        ),
        max_leaves=12,
    ).map(lambda value: json.dumps([value]).encode()),
)


@given(NOISE)
def test_no_bytes_end_in_an_exception(data: bytes) -> None:
    for file in ("sources.json", "sources.bib", "sources.yml"):
        parsed = read(data, file)
        assert parsed.value is not None
        lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        assert all(1 <= one.location.line <= lines for one in parsed.problems)


@pytest.mark.parametrize("text", ["[" * 100_000, "@misc{x, title = {" + "{" * 50_000, "@" * 50_000])
def test_deep_nesting_is_no_crash(text: str) -> None:
    for file in ("sources.json", "sources.bib"):
        assert read(text, file).problems or not read(text, file).value


@pytest.mark.parametrize(
    "text",
    [
        "@a{" * 4_000,
        "\n@a{" * 4_000,
        "@misc{x," + "a=1," * 5_000,
        "@misc{x, title = {" + "$" * 9_000,
    ],
    ids=["open", "lines", "fields", "math"],
)
def test_hostile_bibtex_is_bounded(text: str) -> None:
    assert len(read(text, "sources.bib").problems) <= 101
    assert [one.code for one in read(text * 20, "sources.bib").problems][:1] in (["B106"], ["B103"])
