from mkdocs_briefs.model.brief import FrontMatter
from mkdocs_briefs.model.fields import fields_of
from mkdocs_briefs.model.registry import ActorEntry
from mkdocs_briefs.parse.shape import PAGE_KEYS, SYNONYMS, shape, typed
from mkdocs_briefs.parse.yaml_tree import compose
from mkdocs_briefs.settings import Limits


def shaped(text, record=FrontMatter):
    return shape(compose(text, "a.md", 2, Limits()), record, page=True)


def at(out, *path):
    place = out.places[path]
    return (place.line, place.column, place.length)


def test_bare_text_fills_the_field_of_the_item():
    out = shaped("actors:\n  - haliva\nimplications:\n  - Some text.\n")
    assert out.data == {"actors": [{"id": "haliva"}], "implications": [{"text": "Some text."}]}
    assert at(out, "actors", 0, "id") == (3, 5, 6)


def test_bare_address_fills_the_address_of_a_source():
    out = shaped(
        "sources:\n  - https://example.org/a\n  - HTTP://example.org\n  - A title: with\n  - javascript:x\n"
    )
    assert out.data["sources"] == [
        {"url": "https://example.org/a"},
        {"url": "HTTP://example.org"},
        {},
        {"title": "javascript:x"},
    ]
    assert [problem.code for problem in out.problems] == ["B203"]


def test_pair_takes_its_places_from_key_and_value():
    out = shaped("dates:\n  - 2024-04-22: Haliva resigns\n")
    assert out.data == {"dates": [{"date": "2024-04-22", "event": "Haliva resigns"}]}
    assert at(out, "dates", 0) == (3, 5, 26)
    assert at(out, "dates", 0, "date") == (3, 5, 10)
    assert at(out, "dates", 0, "event") == (3, 17, 14)


def test_pair_without_a_value_fills_its_first_field_only():
    assert shaped("actors:\n  - haliva:\n").data == {"actors": [{"id": "haliva"}]}


def test_pair_may_stand_beside_long_fields():
    out = shaped("actors:\n  - haliva: Resigned\n    capacity: subject\n")
    assert out.data == {"actors": [{"capacity": "subject", "id": "haliva", "role": "Resigned"}]}
    assert out.problems == []


def test_unknown_key_is_no_pair_beside_one_of_the_pairs_fields():
    out = shaped("dates:\n  - date: 2024\n    evnt: x\n")
    assert out.data == {"dates": [{"date": "2024"}]}
    problem = out.problems[0]
    assert (problem.code, problem.location.line, problem.location.column) == ("B203", 4, 5)
    assert "event" in problem.help


def test_word_for_a_field_is_told_and_not_taken_for_a_pair():
    out = shaped("actors:\n  - actor: haliva\n")
    assert out.data == {"actors": [{}]}
    assert "id" in out.problems[0].help


def test_pair_needs_a_text_as_its_value():
    out = shaped("actors:\n  - haliva: [a, b]\n")
    assert out.data == {"actors": [{}]}
    assert [problem.code for problem in out.problems] == ["B203"]


def test_one_value_becomes_a_list_of_one():
    out = shaped("topics: gaza\nactors: haliva\nrelated:\n  brief: x\n  relation: follows\n")
    assert out.data["topics"] == ["gaza"]
    assert out.data["actors"] == [{"id": "haliva"}]
    assert out.data["related"] == [{"brief": "x", "relation": "follows"}]
    assert at(out, "related", 0, "relation") == (6, 13, 7)


def test_entries_without_hyphens_are_told_as_such():
    out = shaped("dates: {2023-10-07: A, 2024-04-22: B}\n")
    problem = out.problems[0]
    assert (problem.code, problem.location.line) == ("B204", 2)
    assert "- 2023-10-07: …" in problem.help
    assert out.unlisted == {"dates"}


def test_empty_fields_are_absent_and_their_keys_are_kept():
    out = shaped("title:\ndates:\n  - date:\n    event: x\n")
    assert out.data == {"dates": [{"event": "x"}]}
    assert (out.empty[("title",)].line, out.empty[("title",)].length) == (2, 5)
    assert out.problems == []


def test_own_keys_and_page_keys_pass_with_their_types():
    out = shaped(
        "x_note: [1, no]\nhide: [toc]\ncomments: false\nsearch: {boost: 2, exclude: true}\nicon:\n"
    )
    assert out.extra == {"x_note": ["1", "no"]}
    assert out.page_meta == {
        "hide": ["toc"],
        "comments": False,
        "search": {"boost": 2, "exclude": True},
    }
    assert out.data == {}
    assert out.problems == []


def test_typed_reads_no_more_than_booleans_and_plain_numbers():
    words = ["1.5", "-3", "0", "no", "017", "1e3", "2024-01-01", "TRUE", "", "9" * 400]
    assert typed(words) == [1.5, -3, 0, *words[3:]]


def test_unknown_fields_name_the_field_that_was_meant():
    for word, meant in (
        ("timeline", "dates"),
        ("tags", "topics"),
        ("Description", "summary"),
        ("author", "authors"),
        ("sumary", "summary"),
        ("why-it-mattrs", "why_it_matters"),
        ("corrections", "updates"),
        ("Hide", "hide"),
    ):
        out = shaped(f"{word}: x\n")
        problem = out.problems[0]
        assert (problem.code, problem.location.line, problem.location.column) == ("B203", 2, 1)
        assert problem.help == f"Did you mean {meant}?"


def test_aliases_are_the_names_authors_write():
    out = shaped("positions:\n  - title: x\n    from: 2020\n    start: 2019\n", ActorEntry)
    assert out.data == {"positions": [{"title": "x", "from": "2020"}]}
    assert out.problems[0].help == "Did you mean from?"


def records(record):
    yield record
    for kind in fields_of(record).values():
        if kind.record:
            yield from records(kind.record)


def test_synonyms_lead_to_fields_and_hide_none():
    by_name = {one.__name__: one for top in (FrontMatter, ActorEntry) for one in records(top)}
    for name, words in SYNONYMS.items():
        if name != "TermEntry":
            assert set(words.values()) <= set(fields_of(by_name[name]))
            assert not set(words) & set(fields_of(by_name[name])), name
    assert not PAGE_KEYS & set(fields_of(FrontMatter))
