"""Addresses and HTML that a browser could run do not get through."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.render.finished_html import SafeAddresses, sanitised


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java&#115;cript:alert(1)",
        "javascript&colon;alert(1)",
        "&#x6A;avascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "\u200bjavascript:alert(1)",
        "//script.example/x",
        "/\\script.example/x",
    ],
)
def test_refuses_what_runs(address: str) -> None:
    html = markdown.markdown(f"[words]({address})", extensions=[SafeAddresses(lambda: True)])
    assert "words" in html
    assert "href" not in html or "script" not in html.split("href=")[1].split(">")[0]


def test_leaves_other_pages_alone() -> None:
    html = markdown.markdown("[x](javascript:1)", extensions=[SafeAddresses(lambda: False)])
    assert 'href="javascript:1"' in html


def test_sanitising_keeps_prose_and_markers_and_drops_what_runs() -> None:
    html = (
        '<h2 id="a">A</h2><p onclick="x()">Text <b>bold</b></p><script>alert(1)</script>'
        '<iframe src="https://example.org"></iframe><svg onload="x()"></svg>'
        '<a href="javascript:1">l</a><img src=" \t//alert.example/x"><!-- briefs:timeline --><table><tr><td>1</td></tr></table>'
    )
    clean = sanitised(html)
    assert '<h2 id="a">A</h2><p>Text <b>bold</b></p>' in clean
    assert "<!-- briefs:timeline -->" in clean
    assert "<td>1</td>" in clean
    for gone in ("script", "onclick", "iframe", "onload", "alert"):
        assert gone not in clean


@given(st.text())
def test_sanitising_again_changes_nothing(text: str) -> None:
    once = sanitised(text)
    assert sanitised(once) == once
