"""Without Material the content of every page is the same, and readable in any theme's frame."""

from __future__ import annotations

import re
from collections.abc import Callable

from support.sites import TODAY, Built, config
from support.story import STORY

Make = Callable[..., Built]


def contents(site: Built) -> dict[str, str]:
    """What our templates wrote into each page, by its file."""
    found = {}
    for name, data in site.files().items():
        text = data.decode() if name.endswith(".html") else ""
        start, depth = text.find('<div class="briefs'), 0
        for tag in re.finditer(r"<(/?)div\b", text[start:]) if start >= 0 else ():
            depth += -1 if tag[1] else 1
            if not depth:
                found[name] = text[start : start + tag.end()]
                break
    return found


def test_another_theme_shows_the_same_content(make: Make, story: Built) -> None:
    options = f"today: {TODAY}, search: pagefind"
    plain = make({**STORY, "mkdocs.yml": config(theme="name: mkdocs", briefs=options)})
    assert plain.status == 0, plain.output
    there = contents(story)
    del there["404.html"]  # the host's theme has one of its own
    assert len(there) > 25
    assert contents(plain) == there
    page = plain.read("briefs/talks-begin/")
    assert not re.search(r"(?<![\w-])md-[a-z]", page)
    assert "Talks begin in Lowhaven" in page
    assert '<script type="application/ld+json">' in page
