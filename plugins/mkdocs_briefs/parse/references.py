"""Wikilinks and citations: how they are written, and what they say."""

from __future__ import annotations

import html
import re

from mkdocs_briefs.model.kinds import PAGES_OF

KIND = f"(?:({'|'.join(PAGES_OF)})\\s*:)?"
"""What may stand at the front of a wikilink, the kind in the first group."""

WIKILINK = r"\[\[([^\[\]]{1,500})\]\](?!\()"
"""`[[…]]`, its inside in the first group; `[[1]](url)` is a Markdown link, not one of these."""

CITATION = r"\[(@[^\[\]]{1,500})\](?!\()"
"""`[@…]`, its inside in the first group."""

CITED_ID = r"@([^\W_](?:[\w.:-]*[\w-])?)"
"""The id of a source inside a citation, in the first group."""

_WIKI = re.compile(WIKILINK)
_KIND = re.compile(rf"\s*{KIND}")
_CITATION = re.compile(rf"\s?{CITATION}")
_CITED = re.compile(rf"\s*{CITED_ID}[.:]*\s*(?:,\s*(.*\S))?\s*\Z", re.DOTALL)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def wikilink_parts(inside: str) -> tuple[str, str, str, str] | None:
    r"""Return kind, target, anchor and label of the inside of `[[…]]`, or None if it is no link.

    The label is set off by `|`, or by `\|` as tables need it, and is empty when there is none.
    """
    address, _, label = inside.replace(r"\|", "|").partition("|")
    target, _, anchor = html.unescape(_ESCAPED.sub(r"\1", address)).partition("#")
    found = _KIND.match(target)
    kind = (found and found[1]) or ""
    if found and kind:
        target = target[found.end() :]
    target, anchor = " ".join(target.split()), anchor.strip()
    return (
        (kind, target, anchor, " ".join(label.split())) if target or (anchor and not kind) else None
    )


def citation_parts(inside: str) -> list[tuple[str, str]] | None:
    """Return ids and locators of the inside of `[@a, p. 4; @b]`, or None if it is no citation."""
    cited = [_CITED.match(part) for part in _ESCAPED.sub(r"\1", inside).split(";")]
    found = [(match[1], " ".join((match[2] or "").split())) for match in cited if match]
    return found if len(found) == len(cited) else None


def reference_words(text: str) -> str:
    """Return `text` with the words of its wikilinks, and without its citations."""
    if "[[" in text:
        text = _WIKI.sub(_wiki_words, text)
    if "[@" in text:
        text = _CITATION.sub(lambda found: "" if citation_parts(found[1]) else found[0], text)
    return text


def _wiki_words(found: re.Match[str]) -> str:
    parts = wikilink_parts(found[1])
    return (parts[3] or parts[1] or parts[2]) if parts else found[0]
