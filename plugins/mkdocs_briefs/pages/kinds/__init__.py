"""The kinds of pages: one class each, in modules by subject.

Every class in this package that has an `order` is a kind. All that is made of pages asks the kinds:
the plan, the navigation, feeds, calendars, exports, what a search finds, and scripts.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from mkdocs_briefs.library.library import Library
from mkdocs_briefs.pages.feeds import Calendar, Diary, Feed, Journal
from mkdocs_briefs.pages.records import PAGE, HoverCard
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import Holder, IndexView, PageKind, PageView, SubjectView


def _found() -> Iterator[PageKind]:
    for info in iter_modules(__path__):
        module = import_module(f"{__name__}.{info.name}")
        for it in vars(module).values():
            if isinstance(it, type) and issubclass(it, PageView) and hasattr(it, "order"):
                yield it


KINDS: tuple[PageKind, ...] = tuple(sorted({*_found()}, key=lambda kind: kind.order))
"""Every kind, in the order of the plan."""
INDEXES = tuple(kind for kind in KINDS if issubclass(kind, IndexView))
"""Those that are lists, in the order of the navigation."""
SUBJECTS = tuple(kind for kind in KINDS if issubclass(kind, SubjectView))
"""Those with a page for each of their subjects."""
INDEX_NAMES = tuple(kind.name for kind in INDEXES)
"""The first parts of the addresses of indexes."""
SEARCHED = (*(kind.search_kind for kind in KINDS if kind.search_kind), PAGE)
"""The kinds by which results of a search can be narrowed, in their order."""


def feeds(factory: ViewFactory) -> Iterator[Feed]:
    """Yield every feed of the site."""
    journal = Journal(factory)
    for kind in KINDS:
        yield from kind.feeds(journal)


def calendars(factory: ViewFactory) -> Iterator[Calendar]:
    """Yield every calendar: that of the site, and those of subjects."""
    diary = factory.once(Diary)
    yield Calendar("", "", factory.settings.language, diary.coming(diary.rows))
    for kind in SUBJECTS:
        yield from kind.calendars(diary, factory)


def hover_cards(factory: ViewFactory) -> Iterator[HoverCard]:
    """Yield the small card of every subject."""
    for kind in SUBJECTS:
        for subject in kind.subjects(factory.library):
            yield kind.hover_card(subject, factory)


def holders(library: Library) -> Iterator[Holder]:
    """Yield everything published that has a page of its own."""
    for kind in SUBJECTS:
        yield from kind.holders(library)
