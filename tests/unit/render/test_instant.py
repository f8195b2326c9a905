"""HTML for Material's `navigation.instant`."""

from __future__ import annotations

import pytest

from mkdocs_briefs.render.theme_fixes import instant_content, instant_head, instant_page

DRAWING = (
    '<svg viewBox="0 0 9 9"><a title=" href=x" href="../b/"><use href="#dot"/></a>'
    "<A class='x' HREF='#y'/></svg>"
)


def test_nothing_in_a_drawing_has_an_address_that_the_script_sets() -> None:
    made = instant_content(f'<p><a href="../b/">B</a></p>{DRAWING}<p><a href="c/">C</a></p>')
    drawing = made[made.index("<svg") : made.index("</svg>")]
    assert drawing.replace("xlink:", "").lower() == DRAWING.removesuffix("</svg>").lower()
    assert all(f"xlink:href={value}" in drawing for value in ('"../b/"', '"#dot"', "'#y'"))
    assert '<a data-in href="../b/">' in made
    assert '<a data-in href="c/">' in made


@pytest.mark.parametrize(
    ("link", "is_own"),
    [
        ('<a href="../b/">', True),
        ("<a class=x href=b/>", True),
        ("<a title='a > b' href='#c'>", True),
        ('<a href="">', True),
        ('<a href="https://a.example/">', False),
        ("<a href='HTTPS://a.example/'>", False),
        ("<a href=https://a.example/>", False),
        ('<a href="//a.example/">', False),
        ('<a href="mailto:a@b.example">', False),
        ('<a title=" href=b" href="https://a.example/">', False),
        ('<a id="c">', False),
        ('<abbr title="x" href="b">', False),
    ],
)
def test_links_within_the_site_are_marked(link: str, is_own: bool) -> None:  # noqa: FBT001
    made = instant_content(link)
    assert made == (link.replace("<a", "<a data-in", 1) if is_own else link)
    assert instant_content(made) == made


def test_other_languages_of_a_whole_site_stay_as_the_script_wants_them() -> None:
    feed = '<link rel="alternate" type="application/atom+xml" href="feed.xml">'
    german = '<link rel="alternate" hreflang="de" href="de/">'
    spaced = [each.replace('alternate"', 'alternate "') for each in (feed, german)]
    assert instant_head(feed + german, ours=True) == "".join(spaced)
    assert instant_head(feed + german, ours=False) == spaced[0] + german


def test_a_page_is_changed_once() -> None:
    page = (
        '<html class="no-js" lang="ar"><head><link rel="alternate" type="text/calendar" href="a"></head>'
        '<body dir="rtl"><a href="..">Top</a><div class="md-container" data-md-component="container">'
        f'<article class="x"><a href="b/">B</a>{DRAWING}</article></div></body></html>'
    )
    made = instant_page(page, ours=True)
    assert '<div class="md-container" data-md-component="container" lang="ar" dir="rtl">' in made
    assert '<a href="..">Top</a>' in made
    assert '<a data-in href="b/">' in made
    assert "alternate " in made
    assert "xlink:href" in made
    assert instant_page(made, ours=True) == made
    assert instant_page("<p>No page</p>", ours=True) == "<p>No page</p>"
