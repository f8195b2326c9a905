"""What holds for every import: nothing lost, nothing invented, and a draft that passes the check."""

import datetime as dt
import html
import re
import string
from collections import Counter

import markdown
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mkdocs_briefs.importers import FORMATS, import_text, texts
from mkdocs_briefs.importers.article import import_article, read_article
from mkdocs_briefs.importers.draft import Draft, ImportRefusedError, Row
from mkdocs_briefs.importers.texts import clean, folded
from mkdocs_briefs.library.editorial import check_rules
from mkdocs_briefs.library.library import build_library
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.library.references import check_references
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.problems import Severity
from mkdocs_briefs.settings import Limits, Settings

TODAY = dt.date(2024, 6, 1)
NOBODY = Names.build({})
SITE = Settings(today=TODAY, drafts=True)
EXTENSIONS = [
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "pymdownx.details",
    "pymdownx.superfences",
]


def errors_of(draft):
    """The errors of a check of the draft, alone in a site without registries."""
    file = f"briefs/{draft.stem}.md"
    parsed = parse_brief(draft.markdown().encode(), file, file, SITE)
    library, found = build_library([parsed.value], [], SITE)
    problems = [*parsed.problems, *found, *check_references(library), *check_rules(library)]
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def read_back(draft):
    file = f"briefs/{draft.stem}.md"
    return parse_brief(draft.markdown().encode(), file, file, SITE).value


def unescaped(text):
    """What a reader sees of inline Markdown that only escapes."""
    return re.sub(rf"\\([{re.escape(string.punctuation)}])", r"\1", text)


def shown(body):
    """What a reader reads of a body."""
    page = re.sub(r"<[^<>]*>", " ", markdown.markdown(body, extensions=EXTENSIONS))
    return folded(html.unescape(page))


# articles made of sentences that are all different

WORDS = [
    "river",
    "bridge",
    "council",
    "harbour",
    "tariff",
    "vote",
    "engineers",
    "drought",
    "treaty",
    "ferry",
    "budget",
    "strike",
    "grain",
    "tunnel",
]


@st.composite
def sentence(draw, counter):
    counter[0] += 1
    middle = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=9))
    sign = draw(st.sampled_from([".", ".", ".", "!", "?", ".”"]))
    quote = "“" if sign == ".”" else ""
    return f"{quote}Entry x{counter[0]}x {' '.join(middle)}{sign}"


HEADINGS = [
    "Long-Term Implications:",
    "## Implications",
    "**What it means**",
    "CONSEQUENCES",
    "Possible Future Developments:",
    "What could happen next",
    "Outlook",
    "### Scenarios",
    "What to watch:",
    "Actionable Advice:",
    "Recommendations",
    "1. What to do:",
    "Key points",
    "At a glance:",
    "Open questions",
    "What we don’t know:",
    "Background:",
    "Follow-Up Analysis: The River",
    "Conclusion",
]


@st.composite
def article(draw):
    counter = [0]
    told = []

    def some(least, most):
        found = [draw(sentence(counter)) for _ in range(draw(st.integers(least, most)))]
        told.extend(found)
        return " ".join(found)

    gap = draw(st.sampled_from(["\n", "\n\n"]))
    parts = [some(1, 2)] + [some(1, 3) for _ in range(draw(st.integers(1, 4)))]
    if draw(st.booleans()):
        parts.append("#harbour #vote #Harbour")
    for heading in draw(st.lists(st.sampled_from(HEADINGS), max_size=4)):
        rows = [heading]
        if draw(st.booleans()):
            rows.append(some(1, 1))
        mark = draw(st.sampled_from(["- ", "* ", "• ", "– ", "1. ", "2) ", ""]))
        for number in range(draw(st.integers(1, 4))):
            label = draw(st.sampled_from(["", "Label", "**Label**", "Two words"]))
            label = label.replace("abel", f"abel {number}") + ": " if label else ""
            rows.append(f"{mark}{label}{some(1, 2)}")
        if draw(st.booleans()):
            rows.append(some(1, 1))
        parts.append("\n".join(rows))
    return gap.join(parts), told


def places(content):
    """Every text of what was read, once for each place in which it stands."""
    yield from (content.title, content.summary, content.why_it_matters)
    yield from (text for _, text in content.blocks)
    for items in content.lists.values():
        yield from (item.text for item in items)


@given(article())
def test_no_sentence_is_lost_or_told_twice(made):
    text, told = made
    everything = "\n".join(places(read_article(text)))
    for one in told:
        bare = one.rstrip(".") if one == told[0] else one
        assert everything.count(bare) == 1, one


@given(article())
def test_no_word_is_invented(made):
    text, _ = made
    content = read_article(text)
    labels = {item.label for items in content.lists.values() for item in items if item.label}
    given_words = Counter(re.findall(r"\w+", text))
    assert (
        not Counter(re.findall(r"\w+", " ".join([*places(content), *content.topics]))) - given_words
    )
    # A sub-heading labels every entry below it, so the words of labels may come again.
    assert set(re.findall(r"\w+", " ".join(labels))) <= set(given_words)


@given(article())
def test_the_draft_of_an_article_is_read_back_word_for_word(made):
    text, _ = made
    content = read_article(text)
    brief = read_back(import_article(text, TODAY, NOBODY))
    assert brief.fields.draft
    assert brief.fields.date == TODAY
    assert brief.fields.title == content.title
    assert unescaped(brief.fields.summary or "") == content.summary
    for name in ("implications", "developments", "advice"):
        got = [(item.label, unescaped(item.text)) for item in getattr(brief.fields, name)]
        assert got == [(item.label, item.text) for item in content.lists.get(name, [])]
    assert list(brief.fields.topics) == content.topics
    assert shown(brief.body) == folded(" ".join(text for _, text in content.blocks))


HOSTILE = st.text(
    alphabet=st.sampled_from(
        list("ab #*_-–+.:;!?=~`'\"\\<>[](){}|@&$%^/1é中\n\n \t\x00\x85\u2028\ufeff—•")
    ),
    max_size=120,
)


@given(
    st.one_of(HOSTILE, st.text(max_size=200)),
    st.sampled_from([None, *FORMATS]),
    st.sampled_from(["some-file", "a/index.md", "a/contents.lr", "2024-02-03-a.fr.html", "a.yml"]),
)
def test_any_text_is_refused_or_passes_the_check(text, origin, file):
    try:
        draft = import_text(text, file, TODAY, names=NOBODY, limits=Limits(), origin=origin)
    except ImportRefusedError as refused:
        lines = str(refused).splitlines()
    else:
        assert errors_of(draft) == []
        return
    assert len(lines) == 1


@given(HOSTILE)
def test_any_article_is_read_back_word_for_word(text):
    try:
        content = read_article(text)
    except ImportRefusedError:
        assume(False)
    brief = read_back(import_article(text, TODAY, NOBODY))
    assert brief.fields.title == " ".join(content.title.split())
    got = [unescaped(item.text) for item in brief.fields.implications]
    assert got == [item.text for item in content.lists.get("implications", [])]
    assert brief.prose.wikilinks == ()
    assert brief.prose.citations == ()


@given(HOSTILE.map(clean).map(folded))
def test_a_paragraph_shows_the_words_it_was_given(text):
    assume(text)
    squeezed = re.sub(r"\s+", "", shown(texts.paragraph(text)))
    assert squeezed == re.sub(r"\s+", "", text)


VALUES = st.recursive(
    st.text(max_size=200).map(clean) | st.none(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(
            st.text(min_size=1, max_size=12).map(clean).filter(str.strip),
            inner,
            min_size=1,
            max_size=3,
        )
    ),
    max_leaves=8,
)


def without_empty_entries(value):
    if isinstance(value, dict):
        return {key: without_empty_entries(one) for key, one in value.items()}
    return (
        [without_empty_entries(one) for one in value if one is not None]
        if isinstance(value, list)
        else value
    )


@given(VALUES)
def test_a_foreign_value_is_read_back_as_it_was(value):
    assume(
        value is not None and value != "<<" and not (isinstance(value, dict) and "<<" in str(value))
    )
    rows = (Row("title", "T"), Row("date", "2024-04-22"), Row("x_kept", value))
    brief = read_back(Draft("t", TODAY, rows, ""))
    assert brief.extra["x_kept"] == without_empty_entries(value)


@pytest.mark.parametrize("text", ["", "   \n", "#only #tags", "***\n", "\ufeff"])
def test_a_text_without_a_headline_is_refused(text):
    with pytest.raises(ImportRefusedError, match="headline"):
        import_article(text, TODAY, NOBODY)
