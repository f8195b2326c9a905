"""The clean Markdown of a brief: read by CommonMark's rules, and by Python-Markdown's."""

from __future__ import annotations

import dataclasses
import html
import re

import markdown
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mkdocs_briefs.builder.import_export import markdown_files
from mkdocs_briefs.formats.markdown import deeper, field_text, plain_words
from mkdocs_briefs.pages.kinds.listings import CorrectionsView
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.views import Section
from support.briefs import SETTINGS, WORLD, brief
from support.machine import TRICKS, factory, hostile_briefs, published, texts

HOMELESS = dataclasses.replace(SETTINGS, site_url="")
ROOT = SETTINGS.site_url
READERS = {
    "CommonMark": MarkdownIt("commonmark").render,
    "Python-Markdown": markdown.markdown,
}
TAG = re.compile(r"<[^>]*>")
both = pytest.mark.parametrize("reader", READERS)


def words(rendered: str) -> str:
    return " ".join(html.unescape(TAG.sub("", rendered)).split())


def twin(front: str = "", body: str = "", **more: str) -> str:
    known = [
        brief("other-one", title="The *other* <one>", body="## Part"),
        brief("own", front, body),
    ]
    return published(known, **(more or WORLD))["briefs/own/index.md"]


@both
@given(text=texts)
def test_plain_text_reads_the_same(reader: str, text: str) -> None:
    text = "".join(c for c in text if c in "\t\n\r" or (c.isprintable() and c != "\ufffe"))
    text = text.replace("{", "").replace("\ufffd", "")  # nothing of Markdown's
    rendered = READERS[reader](f"# {plain_words(text)} end")
    assert words(rendered) == " ".join(f"{text} end".split())
    assert rendered.count("<") == 2


ATTRIBUTED = st.lists(
    st.sampled_from(
        ["{", "{: ", "}", "onclick=x", ".c", "#i", " ", "\\", "a", "*b*", "`", "[x](y)"]
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize("write", [plain_words, field_text])
@given(text=ATTRIBUTED)
@example(text="x {: onclick=x }")
@example(text="*b*{: onclick=x }")
@example(text="x \\{: onclick=x }")
def test_no_text_gives_an_element_attributes(write, text: str) -> None:
    """Where the site that the export goes to reads them, as many do."""
    source = f"# {write(text)}\n\n{write(text)}\n\n- {write(text)}\n"
    rendered = markdown.markdown(source, extensions=["attr_list"])
    assert not re.search(r"<[^>]* (?:onclick|class|id)=", rendered), rendered


@both
@given(text=texts | st.text("#>-+*1.) \n<`[]()!_\\&;ab", max_size=30))
@example(text="`<b>` <b> \\<b>")
@example(text="[x](<script>alert(1)</script>)")
@example(text="[x](<a b>) <https://example.org/> <mailto:a@b.c>")
@example(text="\\](<script>)")
@example(text="--")
@example(text="* * *")
@example(text="___")
def test_html_in_a_field_is_text_and_nothing_begins_a_block(reader: str, text: str) -> None:
    rendered = READERS[reader](f"- {field_text(text.strip())}\n- end\n")
    allowed = "ul|li|p|em|strong|code|a|img|br"
    assert not re.search(rf"<(?!/?(?:{allowed})\b)", rendered), rendered
    assert rendered.count("<li>") == 2, rendered
    assert len(re.findall(r"<ul>", rendered)) == 1


def test_links_lead_to_pages_of_the_site() -> None:
    text = twin(
        "summary: See [[other-one]], [[actor:iran|*them*]] and [it](other-one.md#part).",
        "[[other-one#part|a *part*]] [![pic](nowhere.png)](other-one.md 'T') [a](<other-one.md>) "
        "[b][ref] [ref][] [c](https://example.com/x_y) [gone](gone.md) [top](#top)\n\n"
        "[ref]: other-one.md\n\n`[[other-one]]` and [root](/x)\n",
    )
    page = f"{ROOT}briefs/other-one/"
    for link in (
        f"See [The \\*other\\* &lt;one&gt;]({page}), [them]({ROOT}actors/iran/) and",
        f"and [it]({page}#part).",
        f"[a part]({page}#part)",
        f"[pic]({page} 'T')",
        f"[a]({page})",
        f"[b]({page}) [ref]({page})",
        "[c](https://example.com/x_y) gone [top](#top)",
        "`[[other-one]]` and [root](/x)",
    ):
        assert link in text, link


def test_without_an_address_links_lead_from_the_page() -> None:
    files = published([brief("a"), brief("own", body="[[a]]")], HOMELESS)
    assert "[A](../a/)" in files["briefs/own/index.md"]


def test_citations_are_the_numbers_of_the_list() -> None:
    text = twin(
        """
        summary: So it is [@b].
        dates: [{date: 2024-04-22, event: It is, sources: [b, a]}]
        sources: [{id: a, title: First}, {id: b, title: Second, url: "https://example.org/(b)"}]
        """,
        "It is [@a, p. 4] and [@a; @b] and [@gone].",
    )
    assert "So it is \\[2\\]." in text
    assert "It is \\[1, p. 4\\] and \\[1, 2\\] and ." in text
    assert ": It is \\[2, 1\\]" in text
    assert "1. First\n1. [Second](<https://example.org/(b)>)" in text


def test_the_title_is_the_only_first_heading_and_code_stays() -> None:
    body = (
        "# One\n\n```sh\n# a comment\n```\n\n~~~~\n# two\n~~~\n# three\n~~~~\n\n# Four\n\n## Five\n"
    )
    assert deeper(body) == body.replace("# One", "## One").replace("# Four", "## Four")
    text = twin("", body)
    assert MarkdownIt("commonmark").render(text).count("<h1>") == 1


def test_markers_and_our_syntax_are_gone() -> None:
    text = twin(
        "actors: [iran: Spoke of *it*]\nimplications: [{label: 'Pressure: more', text: Of it.}]",
        "Before.\n\n<!-- briefs:timeline -->\n\nAfter [[iran]].",
    )
    assert "briefs:" not in text
    assert "[[" not in text
    assert f"- [Iran]({ROOT}actors/iran/): Spoke of *it*" in text
    assert "- **Pressure: more:** Of it." in text


def test_every_field_of_a_forecast_is_told() -> None:
    text = twin(
        """
        developments:
          - {label: Port, text: It opens., likelihood: 60%, by: 2024-12-31, resolves_if: It does.,
             revisions: [{date: 2024-05-01, likelihood: 30%, why: The *crane* broke.}],
             resolution: {outcome: no, date: 2024-05-21, note: It *stayed* shut.}}
          - Drift.
        """
    )
    assert "- **Port:** It opens. **unlikely** (30%). " in text
    assert (
        "as **likely** (60%). Changed on 2024-05-01 to **unlikely** (30%): The *crane* broke."
        in text
    )
    assert "broke. 2024-05-21: **did not happen**. It *stayed* shut." in text
    assert "- Drift. *" in text


@both
def test_hostile_fields_keep_the_shape_of_the_page(reader: str) -> None:
    files = published(hostile_briefs(bodies=False))
    shapes = set()
    for number, trick in enumerate(TRICKS):
        rendered = READERS[reader](files[f"briefs/trick-{number}/index.md"])
        assert not re.search(r"<(?!/?(?:h[12]|[uo]l|li|p|a|em|strong|code|br)\b)", rendered), trick
        if re.search(r"\w", trick):  # else it is no name, and introduces no actor
            shapes.add(tuple(re.findall(r"<(h[12]|[uo]l|li)\b", rendered)))
    assert len(shapes) == 1, shapes


def test_a_listing_may_have_any_word_as_title_and_plain_text_as_headings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sections = [Section("The *registry*", [Link("Attack", "briefs/attack/")])]
    monkeypatch.setattr(CorrectionsView, "export", lambda _: sections)
    monkeypatch.setattr(CorrectionsView, "title_word", "sources")
    made = dict(markdown_files(factory(), lambda _: None))
    assert made["corrections/index.md"] == (
        "# Sources\n\n## The \\*registry\\*\n\n- [Attack](../briefs/attack.md)\n"
    )
    assert "[Sources](corrections/index.md)" in made["index.md"]
    assert CorrectionsView.head(factory())["title_key"] == "sources"


def test_exported_pages_lead_to_one_another() -> None:
    made = dict(markdown_files(factory(), lambda uri: uri if uri.endswith(".png") else None))
    assert {"index.md", "briefs/هجوم.md", "actors/iran.md", "topics/gaza.md"} <= made.keys()
    assert "[Attack](attack.md)" in made["briefs/resigns.md"]
    assert "](../actors/haliva.md)" in made["briefs/resigns.md"]
