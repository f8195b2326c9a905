import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.model.brief import FrontMatter
from mkdocs_briefs.model.fields import fields_of
from mkdocs_briefs.model.ids import is_id
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.problems import Location, Severity
from mkdocs_briefs.settings import Limits, Settings

TODAY = dt.date(2024, 6, 1)
SETTINGS = Settings(today=TODAY)
HEAD = "title: T\ndate: 2024-04-22\nsummary: S\nactors: [a]\ndates: [e]\nimplications: [i]\n"


def parse(front, file="briefs/2024-04-22-a-brief.md", body="", **options):
    data = f"---\n{front}---\n{body}".encode()
    return parse_brief(data, file, file, Settings(today=TODAY, **options))


def full(front, **options):
    """A brief that has all expected fields, from line 2 to 7, and `front` from line 8."""
    return parse(HEAD + front, **options)


def test_the_brief_of_the_manual():
    parsed = parse(
        "title: Israeli military intelligence chief resigns over October 7 failures\n"
        "date: 2024-04-22\n"
        "summary: The first Israeli official to step down.\n"
        "actors:                                   # id, name or alias\n"
        "  - aharon-haliva: Resigned as head of military intelligence\n"
        "  - hamas: Carried out the attack\n"
        "dates:\n"
        "  - 2023-10-07: Hamas attacks southern Israel\n"
        "  - 2024-04-22: Haliva resigns\n"
        "implications:\n"
        "  - Leadership accountability: Sets a precedent.\n",
        body="\nText.\n",
    )
    assert parsed.problems == ()
    brief = parsed.value
    assert (brief.slug, brief.body, brief.body_line) == ("a-brief", "\nText.\n", 14)
    assert brief.fields.date == dt.date(2024, 4, 22)
    assert [one.id for one in brief.fields.actors] == ["aharon-haliva", "hamas"]
    assert [one.id for one in brief.fields.dates] == [
        "hamas-attacks-southern-israel",
        "haliva-resigns",
    ]
    assert brief.fields.implications[0].id == "leadership-accountability"
    assert brief.at("dates", 1, "date") == Location(brief.file, 10, 5, 10)
    assert brief.at("implications", 0, "text").column == 32


# Front matter that follows HEAD, on line 8 of the file; then code, line, column, words of message or help.
TRAPS = [
    ("figures:\n  - label: x\n    value: 3\n", "B201", 9, 5, "attributed_to"),
    ("updates:\n  - text: x\n", "B201", 9, 5, "kind: correction"),
    ("actors2: x\n", "B203", 8, 1, "Did you mean actors?"),
    ("timeline: x\n", "B203", 8, 1, "dates"),
    ("updates:\n  - date: 2024-04-23\n    text: x\n    knd: update\n", "B203", 11, 5, "kind"),
    ("key_points:\n  - He said: no\n", "B204", 9, 5, '"He said: no"'),
    ("figures: [just text]\n", "B204", 8, 11, "attributed_to: unattributed"),
    ("methodology: [a]\n", "B204", 8, 14, "quotes"),
    ("type: Anlysis\n", "B205", 8, 7, "Write analysis."),
    ("mentions: never\n", "B205", 8, 11, "first, all, off"),
    ("draft: perhaps\n", "B205", 8, 8, "true or false"),
    ("as_of: yesterday\n", "B206", 8, 8, "yesterday"),
    ("review_by: 2024-05\n", "B206", 8, 12, "2024-04-22"),
    ("updates:\n  - {date: 2024-02-30, text: x}\n", "B206", 9, 12, "2024-02-30"),
    ("methodology: ''\n", "B207", 8, 14, "empty"),
    ('lang: "a\\u0007b"\n', "B207", 8, 7, "U+0007"),
    ("image: ../../../etc/passwd\n", "B208", 8, 8, "below this folder"),
    ("sources:\n  - url: javascript:alert(1)\n    title: x\n", "B208", 9, 10, "https://"),
    ("slug: a b\n", "B209", 8, 7, "Write a-b."),
    ("slug: index\n", "B209", 8, 7, "id"),
    ("slug: ../x\n", "B209", 8, 7, "Write x."),
    (
        "developments:\n  - text: x\n    likelihood: likley\n    by: 2025\n    resolves_if: y\n",
        "B210",
        10,
        17,
        "likely",
    ),
    (
        "developments:\n  - text: x\n    likelihood: likely\n    by: 2025\n",
        "B211",
        10,
        17,
        "resolves_if",
    ),
    (
        "developments:\n  - text: x\n    likelihood: 70%\n    resolves_if: y\n",
        "B211",
        10,
        17,
        "by: 2025-06-30",
    ),
    (
        "developments:\n  - text: x\n    likelihood: 70%\n    by: 2024/..\n    resolves_if: y\n",
        "B211",
        11,
        9,
        "no last day",
    ),
    (
        "developments:\n  - text: x\n    likelihood: 70%\n    by: XXXX-10\n    resolves_if: y\n",
        "B211",
        11,
        9,
        "year",
    ),
    ("advice:\n  - {id: a, text: x}\n  - {id: a, text: y}\n", "B305", 10, 10, "line 9"),
    (
        "advice: [{id: a, text: x}]\nfigures: [{id: a, label: x, value: 1, attributed_to: b}]\n",
        "B305",
        9,
        16,
        "line 8",
    ),
    ("sources: [{id: a, title: x}, {id: a, title: y}]\n", "B305", 8, 35, "line 8"),
]


@pytest.mark.parametrize(("front", "code", "line", "column", "said"), TRAPS)
def test_trap(front, code, line, column, said):
    (problem,) = full(front).problems
    assert (problem.code, problem.location.line, problem.location.column) == (code, line, column), (
        problem
    )
    assert said in f"{problem.message} {problem.help}"


def test_long_texts_pass_a_bound_that_is_named():
    (problem,) = parse(HEAD.replace("title: T", "title: " + "x" * 301)).problems
    assert (problem.code, problem.location.line, problem.location.column) == ("B106", 2, 8)
    assert "300" in problem.message


def test_missing_title_and_date_are_told_at_the_top_and_made_from_the_file():
    parsed = parse("summary: S\nactors: [a]\ndates: [e]\nimplications: [i]\n")
    assert [(one.code, one.location) for one in parsed.problems] == [
        ("B201", Location("briefs/2024-04-22-a-brief.md", 1, 1, 3))
    ] * 2
    assert all("Write " in one.help for one in parsed.problems)
    assert (parsed.value.fields.title, parsed.value.fields.date) == (
        "A Brief",
        dt.date(2024, 4, 22),
    )
    assert parse("title: T\n", "briefs/x.md").value.fields.date == TODAY


def test_empty_title_is_told_at_its_key_and_empty_optional_fields_not_at_all():
    parsed = parse(HEAD.replace("title: T", "title:") + "lang:\ntopics:\nadvice:\n  -\n")
    assert [(one.code, one.location.line) for one in parsed.problems] == [("B201", 2)]
    assert "no value" in parsed.problems[0].message


def test_expected_fields_warn_and_required_ones_are_errors():
    parsed = parse(
        "title: T\ndate: 2024-04-22\nactors: []\n", require=frozenset({"dates", "topics"})
    )
    told = {one.message.split("”")[0].strip("“"): one for one in parsed.problems}
    assert set(told) == {"summary", "actors", "dates", "implications", "topics"}
    assert {one.code for one in parsed.problems} == {"B202"}
    errors = {name for name, one in told.items() if one.severity is Severity.ERROR}
    assert errors == {"dates", "topics"}
    assert "first paragraph" in told["summary"].help
    assert told["actors"].location.line == 4


def test_what_could_not_be_read_is_not_told_to_be_missing_too():
    parsed = parse(
        "title: A: b\ndate: [\nsummary: S\nactors: @x\ndates:\n  2024: a\n  2025: b\nimplications: [i]\n"
    )
    assert [one.code for one in parsed.problems] == ["B103", "B103", "B103", "B204"]
    assert [one.location.line for one in parsed.problems] == [2, 3, 5, 7]
    assert parse_brief(b"Just prose.\n", "a.md", "a.md", SETTINGS).problems[0].code == "B102"
    assert len(parse_brief(b"Just prose.\n", "a.md", "a.md", SETTINGS).problems) == 1


def test_faulty_entries_go_and_the_places_of_the_others_stay_true():
    parsed = parse(
        "title: T\ndate: 2024-04-22\nsummary: S\nactors: [a]\nimplications: [i]\n"
        "dates:\n  - date: 2024\n  - 2024-99: bad\n  - [x]\n  - 2024-05: good\n    sources: [[x], s]\n"
    )
    assert [(one.code, one.location.line) for one in parsed.problems] == [
        ("B201", 8),
        ("B206", 9),
        ("B204", 10),
        ("B204", 12),
    ]
    dates = parsed.value.fields.dates
    assert [one.event for one in dates] == ["bad", "good"]
    assert (dates[0].date, dates[1].sources) == (None, ("s",))
    assert parsed.value.at("dates", 1, "event").line == 11
    assert parsed.value.at("dates", 1, "sources", 0).column == 20


def test_entries_that_need_one_of_several_fields():
    parsed = full("sources:\n  - note: x\n  - title: ok\n  - url: nonsense\n").problems
    assert [(one.code, one.location.line) for one in parsed] == [("B201", 9), ("B208", 11)]
    value = full("sources:\n  - note: x\n  - title: ok\n  - url: nonsense\n").value
    assert [one.title for one in value.fields.sources] == ["ok"]
    assert value.at("sources", 0, "title").line == 10


def test_ids_are_made_from_labels_and_texts_after_the_given_ones():
    brief = full(
        "advice:\n"
        "  - Same: x\n  - Same: y\n  - {id: same-2, text: z}\n"
        "  - text: See [[a|the brief]] and [text](https://e.org) [@s] **now**\n"
        "  - text: '[[actor:a#b]] and [c](d_(e) \"f\")'\n"
        "  - text: '!!!'\n"
        "sources:\n  - https://www.example.org/a/b.html?q=1\n  - Same\n"
    ).value
    assert [one.id for one in brief.fields.advice] == [
        "same",
        "same-3",
        "same-2",
        "see-the-brief-and-text-now",
        "a-and-c",
        "item",
    ]
    assert [one.id for one in brief.fields.sources] == ["example-org-a-b-html", "same"]


def test_an_id_given_twice_is_mended_so_that_anchors_stay_apart():
    parsed = full("advice:\n  - {id: a, text: x}\n  - {id: a, text: y}\n")
    assert [one.id for one in parsed.value.fields.advice] == ["a", "a-2"]


def test_likelihoods_that_cannot_be_scored_are_dropped():
    fields = full(
        "developments:\n  - {text: a, likelihood: likely, by: 2025, resolves_if: x}\n  - {text: b, likelihood: likely, by: 2025}\n"
    ).value.fields
    assert [one.likelihood is None for one in fields.developments] == [False, True]


def test_the_site_chooses_the_scale():
    front = "developments:\n  - {text: a, likelihood: realistic possibility, by: 2025, resolves_if: x}\n"
    assert full(front, likelihood_scale="phia").problems == ()
    assert full(front).problems[0].code == "B210"


@pytest.mark.parametrize(
    ("name", "slug", "codes"),
    [
        ("2024-04-22-a-brief.md", "a-brief", []),
        ("A-Brief.md", "A-Brief", []),
        ("A brief.md", "a-brief", []),
        ("الحرب.md", "الحرب", []),
        ("index.md", "index-brief", ["B209"]),
        ("2024-04-22-con.md", "2024-04-22-con", ["B209"]),
        ("!!!.md", "t", ["B209"]),
        (".md", "t", ["B209"]),
    ],
)
def test_slug_of_a_file(name, slug, codes):
    parsed = full("", file=f"briefs/{name}")
    assert (parsed.value.slug, [one.code for one in parsed.problems]) == (slug, codes)


def test_slug_field_comes_first_and_a_bad_one_is_told_once():
    assert full("slug: other\n", file="briefs/index.md").value.slug == "other"
    parsed = full("slug: a/b\n", file="briefs/index.md")
    assert [one.code for one in parsed.problems] == ["B209"]
    assert is_id(parsed.value.slug)


def test_page_keys_and_own_keys_are_kept_apart():
    brief = full("hide: [toc]\ncomments: false\nx_desk: {city: Doha}\n").value
    assert brief.page_meta == {"hide": ["toc"], "comments": False}
    assert brief.extra == {"x_desk": {"city": "Doha"}}


def test_ten_thousand_actors():
    parsed = parse(
        "title: T\ndate: 2024-04-22\nactors:\n" + "".join(f"  - a{n}: r\n" for n in range(10_000))
    )
    assert len(parsed.value.fields.actors) == 10_000
    assert {one.code for one in parsed.problems} == {"B202"}


def test_every_entry_may_be_faulty():
    parsed = parse(
        HEAD + "updates:\n" + "".join(f"  - {{date: x{n}, text: y}}\n" for n in range(2_000))
    )
    assert [one.code for one in parsed.problems] == ["B206"] * 2_000
    assert parsed.value.fields.updates == ()


VALUES = st.recursive(
    st.sampled_from(
        [
            "x",
            "''",
            "",
            "2024-04-22",
            "2024",
            "@x",
            "a: b",
            "#x",
            "likely",
            "70%",
            "true",
            "https://e.org",
            "é🗞",
            "|",
            "'",
        ]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda many: f"[{', '.join(many)}]"),
        st.dictionaries(
            st.sampled_from(["id", "text", "date", "label", "k", "likelihood", "by"]),
            inner,
            max_size=3,
        ).map(lambda many: "{" + ", ".join(f"{key}: {value}" for key, value in many.items()) + "}"),
    ),
    max_leaves=5,
)
FIELDS = st.one_of(
    st.sampled_from([*fields_of(FrontMatter), "hide", "x_a", "tags", "nonsense"]).flatmap(
        lambda name: st.one_of(
            VALUES.map(lambda value: f"{name}: {value}\n"),
            st.lists(VALUES, max_size=3).map(
                lambda many: f"{name}:\n" + "".join(f"  - {one}\n" for one in many)
            ),
            st.lists(VALUES, max_size=3).map(
                lambda many: (
                    f"{name}:\n" + "".join(f"  - w{n}: {one}\n" for n, one in enumerate(many))
                )
            ),
        )
    ),
    st.text(alphabet="ab:- \t#[]{}'\"&*!|>%\n", max_size=12),
)


def holds_its_laws(data, file="briefs/a-brief.md"):
    parsed = parse_brief(data, file, file, SETTINGS)
    brief = parsed.value
    assert brief is not None
    assert is_id(brief.slug)
    assert "\0" not in brief.body
    assert list(parsed.problems) == sorted(set(parsed.problems), key=lambda one: one.sort_key)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    text = (
        data.decode("utf-16" if wide else "utf-8-sig", "replace")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )
    lines = text.split("\n")
    for problem in parsed.problems:
        assert problem.message
        place = problem.location
        assert place.path == file
        assert place.length >= 1
        if not wide:
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1
    for name, kind in fields_of(FrontMatter).items():
        if kind.many and name in {
            "dates",
            "implications",
            "developments",
            "advice",
            "figures",
            "sources",
        }:
            assert all(one.id for one in getattr(brief.fields, name))
    anchors = [
        one.id
        for name in ("dates", "implications", "developments", "advice", "figures")
        for one in getattr(brief.fields, name)
    ]
    assert len(anchors) == len(set(anchors))
    for one in brief.fields.developments:
        assert one.likelihood is None or (one.by.latest and one.resolves_if)
    return parsed


@given(st.binary(max_size=300))
def test_laws_for_any_bytes(data):
    holds_its_laws(data)


@given(st.lists(FIELDS, max_size=6), st.binary(max_size=20))
def test_laws_for_anything_like_front_matter(fields, tail):
    holds_its_laws(b"---\n" + "".join(fields).encode() + b"\n---\n" + tail)


@given(st.text(max_size=30))
def test_laws_for_any_file_name(stem):
    holds_its_laws(b"---\ntitle: T\n---\n", f"briefs/{stem}.md")


@given(st.lists(FIELDS, max_size=5))
def test_parsing_is_a_function_of_its_input(fields):
    data = b"---\n" + "".join(fields).encode() + b"\n---\n"
    assert parse_brief(data, "a.md", "a.md", SETTINGS) == parse_brief(
        data, "a.md", "a.md", SETTINGS
    )


def test_bounds_end_in_a_brief():
    tiny = Settings(today=TODAY, limits=Limits(file_bytes=10))
    parsed = parse_brief(b"---\ntitle: T\n---\n", "briefs/a.md", "briefs/a.md", tiny)
    assert [one.code for one in parsed.problems] == ["B106"]
    assert parsed.value.fields.title == "A"


def test_the_body_is_scanned():
    links = full("", body="Text [[a]].\n").value.prose.wikilinks
    assert [(link.start, link.target) for link in links] == [(5, "a")]
