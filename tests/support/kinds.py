"""What the kinds of pages declare."""

from __future__ import annotations

from mkdocs_briefs.pages.kinds import KINDS
from mkdocs_briefs.pages.views import IndexView, PageKind, SubjectView

WORDS_OF_A_TYPE = frozenset(("actor", "brief"))
"""Kinds whose hover cards are named by the type of their subject."""


def words_of(kind: PageKind) -> list[str]:
    """The keys of the interface's words that name a kind: title, empty list, search, hover card."""
    keys = [f"hub.{kind.nav_key}"] if kind.nav_key else []
    if issubclass(kind, IndexView):
        keys += [kind.own_title_key(), *([f"empty.{kind.empty}"] if kind.empty else [])]
    if kind.search_kind:
        keys.append(f"js.search.kind.{kind.search_kind}")
    if issubclass(kind, SubjectView) and kind.name not in WORDS_OF_A_TYPE:
        keys.append(f"js.cards.{kind.name}")
    return keys


WORDS_OF_KINDS = frozenset(key for kind in KINDS for key in words_of(kind))
