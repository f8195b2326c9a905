"""The policy of a page: a second wall behind the cleaning of what strangers write."""

from __future__ import annotations

import base64
import hashlib

import pytest

from mkdocs_briefs.render.theme_fixes import Hosts, add_policy

PAGE = """<html><head><meta charset="utf-8"></head><body><script>theme()</script>
<article class="md-content__inner">{}</article><script>after()</script></body></html>"""


def allowed(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@pytest.mark.parametrize("element", ["script", "style"])
def test_what_a_stranger_writes_is_not_allowed_to_run(element: str) -> None:
    page = PAGE.format(f"<p>x</p></article><{element}>stranger()</{element}><article>")
    ours = add_policy(page, Hosts(), trusted=False)
    assert allowed("stranger()") not in ours
    assert allowed("theme()") in ours
    assert allowed("after()") in ours
    assert allowed("stranger()") in add_policy(page, Hosts())
