"""What every page kind declares: the base classes of `mkdocs_briefs.pages.kinds`.

A page kind is a class. Its class variables and class methods say what is the same for all its
pages: their addresses, their template, what they have beside the HTML. Its instances are views:
frozen records with all that the template of one page may show. What a page is made of is in
`parts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, Generic, Literal, TypedDict, TypeVar
from urllib.parse import unquote

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Advice, Brief, Development, Update
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.feeds import Calendar, Diary, Feed, Journal
from mkdocs_briefs.pages.lists import Pages, pages_of, rows_a_page
from mkdocs_briefs.pages.parts import Dated, Link, Pager, Picture, RelationView, WholeList
from mkdocs_briefs.pages.records import (
    CardContent,
    HoverCard,
    Latest,
    Passage,
    Records,
    SearchRecord,
    passages_of,
)
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.problems import Location
from mkdocs_briefs.settings import Settings

T = TypeVar("T")
HOME = Link("", "")
REDIRECT_FIELD = "redirect_from"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """What every page has, and what every kind of page declares."""

    name: ClassVar[str] = ""
    """The kind. Of an index it is the first part of its address and its key among the words."""
    order: ClassVar[int]
    """Place among all kinds, in the plan. A class without it is no kind."""
    template: ClassVar[str] = ""
    """The file in `theme/briefs/`, without `.html`."""
    nav_key: ClassVar[str] = ""
    """Key of the family `hub` that names it in a navigation; empty where that is its title."""
    hide: ClassVar[tuple[str, ...]] = ("navigation", "toc")
    """What the theme leaves out beside the page."""
    toc_depth: ClassVar[int] = 2
    """The deepest heading in the table of contents."""
    toc_title_key: ClassVar[str] = ""
    """Key of the word for the table of contents; empty for the theme's own."""
    items: ClassVar[Literal["", "own", "repeated", "filtered"]] = ""
    """How it shows items: `own` in its own way and where markers in its body want them; `repeated`
    from briefs, where a search finds them; `filtered` by scripts, which narrow its lists."""
    open_graph: ClassVar[Literal["website", "article", "profile"]] = "website"
    """Its type for https://ogp.me. An `article` is a brief: it has a citation too."""
    schema: ClassVar[str] = "CollectionPage"
    """Its type for https://schema.org."""
    feed: ClassVar[bool] = False
    """Whether it has a feed of its own, beside its first page, as soon as that has an entry."""
    calendar: ClassVar[bool] = False
    """Whether it names a calendar: its own where it has a feed, else that of the site."""
    markdown: ClassVar[bool] = False
    """Whether its Markdown is published beside it."""
    api: ClassVar[str] = ""
    """The kind of file of the API that says the same; empty for none."""
    search_kind: ClassVar[str] = ""
    """The kind under which a search finds it; empty where others say what it says."""

    path: str
    title: str
    description: str
    """Plain text for the head of the page."""
    lang: str
    title_key: str = ""
    """Key of the interface's word that is the title; a `title` that is not empty follows it."""
    breadcrumbs: tuple[Link, ...] = ()
    """The way down; each `text` is a key of the interface's words, empty for the front page."""
    modified: Moment | None = None
    """The day of the newest thing on it; None when nothing dates it."""
    picture: Picture | None = None
    """The picture that its author gave it."""
    pager: Pager | None = None
    previous: Link | None = None
    next: Link | None = None
    translations: tuple[Link, ...] = ()
    """Its other languages: `text` is the tag."""
    original: str = ""
    """Path of the page that it and its `translations` translate; its own where it is that one."""
    has_entries: bool = True
    """Whether its own feed has any; a feed without one is no file."""
    has_appointments: bool = True
    """The same of its own calendar."""

    @classmethod
    def address(cls) -> str | None:
        """Return the address of its first page; None for a kind with a page for each subject."""
        return None

    @classmethod
    def specs(cls, factory: ViewFactory) -> Iterator[PageSpec]:
        """Yield the pages of this kind."""
        raise NotImplementedError(cls)

    @classmethod
    def feeds(cls, journal: Journal) -> Iterator[Feed]:
        """Yield the feeds of its pages."""
        yield from ()

    @property
    def first_path(self) -> str:
        """The path of the first of its pages."""
        return self.pager.first if self.pager else self.path

    @property
    def is_older(self) -> bool:
        """Whether it is an older page of a list."""
        return bool(self.pager and self.pager.label)

    @property
    def api_file(self) -> tuple[str, str]:
        """The kind and id of the file of the API that says the same."""
        return self.api, ""

    @property
    def title_date(self) -> Edtf | None:
        """The date that is its title, as titles of its neighbours are; None for other titles."""
        return None

    def record(self, body: str, names: Records) -> SearchRecord | None:
        """Return what a search finds of it; `body` is the HTML of its Markdown."""
        return None

    def social_card(self) -> CardContent | None:
        """Return its own social card; None where it shares that of the site."""
        return None


PageKind = type[PageView]


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page as it is known before its view is made."""

    kind: PageKind
    head: PageView
    """Its address, title, language, day and neighbours; of an index, everything."""
    source: Brief | Entry | None
    """The record whose Markdown is on it: a brief, or a profile."""
    view: Callable[[], PageView]
    """Makes the page, anew each time."""


# What an export in Markdown says


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of facts: a word of the interface, and what is so called."""

    word: tuple[str, str]
    """Family and value, or a key and an empty value. Both are empty for a fact that speaks."""
    values: Sequence[str | Link | Dated | RelationView] = ()
    """Plain texts, links (one without words is an address elsewhere), positions, or
    relations."""


@dataclass(frozen=True, slots=True)
class BriefRow:
    """A brief, with a role that is plain text, or one of its items."""

    brief: Brief
    item: str | Development | Advice | Update | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page that is exported."""

    title: str | tuple[str, str] | Brief | None
    """Plain text, or family and value of a word of the interface (or a key and an empty value).
    Below a brief are its implications."""
    rows: Iterable[Link | Event | Fact | BriefRow] = ()


# Indexes


class IndexHead(TypedDict):
    """The fields that the views of all indexes share."""

    path: str
    title: str
    title_key: str
    description: str
    lang: str
    breadcrumbs: tuple[Link, ...]
    pager: Pager | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView(PageView):
    """A kind with one page, or one list in several: it is at `<name>/`."""

    nav_order: ClassVar[int] = 0
    """Place in the navigation of a site that writes none; 0 puts it behind the page `more/`."""
    lede: ClassVar[str] = ""
    """Key of the sentence that says what it holds; empty for none."""
    title_word: ClassVar[str] = ""
    """Key of the interface's word that is its title; empty for `hub.<name>`."""
    empty: ClassVar[str] = ""
    """Key of the family `empty` that an export of an empty list shows; without it none is made."""
    by_age: ClassVar[bool] = True
    """Whether its pages lead from the newest to the oldest."""

    @classmethod
    def address(cls) -> str:
        """Return the address of its first page."""
        return f"{cls.name}/"

    @classmethod
    def own_title_key(cls) -> str:
        """Return the key of the interface's word that is its title."""
        return cls.title_word or f"hub.{cls.name}"

    @classmethod
    def title_key_on(cls, settings: Settings) -> str:
        """Return the key of its title on a site with these settings."""
        return cls.own_title_key()

    @classmethod
    def has_rows(cls, factory: ViewFactory) -> bool:
        """Return whether it has anything to show, so that links should lead to it."""
        return next(cls.export(factory), None) is not None

    @classmethod
    def views(cls, factory: ViewFactory) -> Iterable[PageView]:
        """Return its pages."""
        raise NotImplementedError(cls)

    @classmethod
    def specs(cls, factory: ViewFactory) -> Iterator[PageSpec]:
        """Yield its pages."""
        for view in cls.views(factory):
            yield PageSpec(cls, view, None, partial(itself, view))

    @classmethod
    def export(cls, factory: ViewFactory) -> Iterator[Section]:
        """Yield what it says as plain Markdown."""
        yield from ()

    @classmethod
    def pages(cls, factory: ViewFactory, rows: Sequence[T], weight: float = 1) -> Pages[T]:
        """Return the pages of a list; `weight` is the room that a row takes."""
        size = rows_a_page(factory.settings.per_page, weight)
        return pages_of(cls.address(), rows, size, by_age=cls.by_age)

    @classmethod
    def head(cls, factory: ViewFactory, page: Pager | None = None) -> IndexHead:
        """Return the fields that all indexes share, for one page of several."""
        return {
            "path": page.path if page else cls.address(),
            "title": "",
            "title_key": cls.title_key_on(factory.settings),
            "description": about(factory),
            "lang": factory.settings.language,
            "breadcrumbs": crumbs(),
            "pager": page,
        }


# Pages for each brief, actor and so on


@dataclass(frozen=True, slots=True)
class Subject(Generic[T]):
    """What a page of its own is about."""

    thing: T
    id: str
    name: str
    source: Brief | Entry | None = None
    """The record whose Markdown is on its page."""
    names: tuple[str, ...] = ()
    """What else it is called."""
    description: str = ""
    """Inline Markdown."""
    lang: str = ""
    """The language of its name, where that is not the site's."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A subject for as long as it lasts, and the old addresses that it claims."""

    page: type[SubjectView]
    id: str
    name: str
    """Its title or name, as readers know it."""
    names: tuple[str, ...]
    """That, and what else it is called."""
    lang: str
    at: Location
    """Where it begins; of one that no file has, nowhere (an empty path)."""
    old: tuple[tuple[str, Location], ...]
    """What `redirect_from` names, and where."""

    @property
    def kind(self) -> str:
        """The name of the kind of its page."""
        return self.page.name

    @property
    def path(self) -> str:
        """The address of its page."""
        return self.page.path_of(self.id)

    @property
    def registered(self) -> bool:
        """Whether it has a file or an entry of its own, and not only a mention by others."""
        return bool(self.at.path)


@dataclass(frozen=True, slots=True)
class Part:
    """A section of an overview: the first rows of a list that may have pages of its own."""

    name: str
    """The end of the address of the list."""
    title: str
    """Key of the interface's word that is its title."""
    shown: int
    """Rows of a long list that the overview has."""
    view: Callable[[Any, ViewFactory], Any]
    """Makes what a page shows of a row."""
    weight: float = 1
    """How much room a row takes, compared with an event."""
    unit: str = ""
    """Key of the family `all` of the words for all rows; that is its name if it is empty."""
    most: int = 20
    """The longest list that the overview has whole."""
    pages: Callable[[str, Sequence[Any], int], Pages[Any]] = pages_of
    """Cuts the list into pages."""
    whole: Callable[[Sequence[Any], ViewFactory], Sequence[Any]] | None = None
    """Puts all rows in the order of the overview, if that is another than the list's."""
    excerpt: Callable[[Sequence[Any], ViewFactory], Sequence[Any]] | None = None
    """Chooses the rows of the overview where it cannot have all; the first of the list if None."""

    def is_cut(self, rows: Sequence[object]) -> bool:
        """Return whether the list is too long for the overview."""
        return len(rows) > self.most

    def first(self, rows: Sequence[Any], factory: ViewFactory) -> tuple[Any, ...]:
        """Return the rows that the overview shows."""
        choose = self.excerpt if self.is_cut(rows) else self.whole
        chosen = choose(rows, factory) if choose else rows
        shown = chosen[: self.shown] if self.is_cut(rows) else chosen
        return tuple(self.view(row, factory) for row in shown)

    def whole_list(self, overview: str, rows: Sequence[object]) -> WholeList:
        """Return the list behind the overview at this path."""
        return WholeList(self.name, self.path(overview), self.unit or self.name, len(rows))

    def path(self, subject: str) -> str:
        """Return the address of the list of the subject at this path."""
        return f"{subject}{self.name}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView(PageView):
    """A page of the whole list behind a section of an overview."""

    template = "list"

    part: str
    """The name of the list."""
    unit: str
    """Key of the family `all` of the words for all its rows."""
    rows: tuple[Any, ...]

    @classmethod
    def of(
        cls,
        part: Part,
        rows: Sequence[Any],
        overview: PageView,
        hub: Link | None,
        factory: ViewFactory,
    ) -> Iterator[PageSpec]:
        """Yield the pages of a list of which an overview does not show all `rows`.

        `hub` is the index in which the overview is, unless it is one.
        """
        path, size = part.path(overview.path), rows_a_page(factory.settings.per_page, part.weight)
        subject = Link(overview.title or overview.path.strip("/"), overview.path)
        for page, shown in part.pages(path, rows, size):
            head = replace(
                PageView(path=page.path, title="", description="", lang=overview.lang),
                title=overview.title,
                title_key=part.title,
                pager=page,
            )
            make = partial(cls._of, head, part, shown, (*filter(None, (hub, subject)),), factory)
            yield PageSpec(cls, head, None, make)

    @classmethod
    def _of(
        cls,
        head: PageView,
        part: Part,
        rows: Sequence[Any],
        above: tuple[Link, ...],
        factory: ViewFactory,
    ) -> ListView:
        return cls(
            path=head.path,
            title=head.title,
            title_key=head.title_key,
            description=about(factory),
            lang=head.lang,
            breadcrumbs=crumbs(*above),
            pager=head.pager,
            part=part.name,
            unit=part.unit or part.name,
            rows=tuple(part.view(row, factory) for row in rows),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectView(PageView):
    """A kind with a page for each of its subjects, at `<folder>/<id>/`: an overview.

    Lists that are too long for it have pages of their own.
    """

    folder: ClassVar[str]
    parts: ClassVar[tuple[Part, ...]] = ()
    """Its sections that are lists."""

    lists: tuple[WholeList, ...] = ()
    """The lists of which it does not show all."""

    @classmethod
    def subjects(cls, library: Library) -> Iterator[Subject[Any]]:
        """Yield everything that has a page of this kind."""
        raise NotImplementedError(cls)

    @classmethod
    def briefs_of(cls, subject: Subject[Any], factory: ViewFactory) -> Sequence[Brief]:
        """Return the briefs that tell of a subject, newest first."""
        raise NotImplementedError(cls)

    @classmethod
    def view(cls, subject: Subject[Any], factory: ViewFactory) -> PageView:
        """Return the page about a subject."""
        raise NotImplementedError(cls)

    @classmethod
    def rows(cls, subject: Subject[Any], factory: ViewFactory) -> Mapping[str, Sequence[Any]]:
        """Return all rows of each list by the name of its part, newest first."""
        return {}

    @classmethod
    def export(cls, subject: Subject[Any], factory: ViewFactory) -> Iterator[Section]:
        """Yield what its page says as plain Markdown, below name and description."""
        briefs = map(BriefRow, cls.briefs_of(subject, factory))
        yield Section(("hub", "briefs"), briefs)

    @classmethod
    def whole_lists(
        cls, subject: Subject[Any], rows: Mapping[str, Sequence[Any]]
    ) -> tuple[WholeList, ...]:
        """Return the lists that are too long for the overview."""
        return tuple(
            part.whole_list(cls.path_of(subject.id), rows[part.name])
            for part in cls.parts
            if part.is_cut(rows[part.name])
        )

    @classmethod
    def path_of(cls, ident: str) -> str:
        """Return the address of the page about the subject with this id."""
        return f"{cls.folder}/{urls.encoded(ident)}/"

    @classmethod
    def head(cls, subject: Subject[Any], factory: ViewFactory) -> PageView:
        """Return what is known of a page before it is made."""
        return PageView(
            path=cls.path_of(subject.id),
            title=subject.name,
            description="",
            lang=subject.lang or factory.settings.language,
            modified=factory.newest(cls.briefs_of(subject, factory)),
        )

    @classmethod
    def specs(cls, factory: ViewFactory) -> Iterator[PageSpec]:
        """Yield its pages."""
        hub = Link(cls.folder, urls.index_path(cls.folder))
        for subject in cls.subjects(factory.library):
            head = cls.head(subject, factory)
            yield PageSpec(cls, head, subject.source, partial(cls._followed, subject, factory))
            rows = cls.rows(subject, factory)
            for part in cls.parts:
                if part.is_cut(rows[part.name]):
                    yield from ListView.of(part, rows[part.name], head, hub, factory)

    @classmethod
    def _followed(cls, subject: Subject[Any], factory: ViewFactory) -> PageView:
        """Return its page, which knows whether it has a feed and a calendar."""
        view = cls.view(subject, factory)
        if cls.feed and not cls.briefs_of(subject, factory):
            view = replace(view, has_entries=False)
        dated = cls.calendar and "calendars" in factory.settings.machine_files
        if dated and not cls.appointments(subject, factory.once(Diary), factory):
            view = replace(view, has_appointments=False)
        return view

    @classmethod
    def holders(cls, library: Library) -> Iterator[Holder]:
        """Yield each subject with the old addresses that it claims."""
        for one in cls.subjects(library):
            source, lang = one.source, one.lang or library.settings.language
            words = source.fields.redirect_from if source else ()
            old = tuple((word, place_of(source, REDIRECT_FIELD, n)) for n, word in enumerate(words))
            names = (one.name, *one.names)
            yield Holder(cls, one.id, one.name, names, lang, place_of(source), old)

    @classmethod
    def field_that_names(cls, ident: str, brief: Brief, library: Library) -> str:
        """Return the field by which a brief names a subject; empty where it does not."""
        return ""

    @classmethod
    def feeds(cls, journal: Journal) -> Iterator[Feed]:
        """Yield a feed for each subject that has briefs, of what they tell."""
        factory = journal.factory
        for one in cls.subjects(factory.library) if cls.feed else ():
            path, lang = cls.path_of(one.id), one.lang or factory.settings.language
            if rows := journal.newest(cls.briefs_of(one, factory)):
                yield Feed(path, one.name, "", path, lang, rows)

    @classmethod
    def calendars(cls, diary: Diary, factory: ViewFactory) -> Iterator[Calendar]:
        """Yield a calendar for each subject for which something was ever planned."""
        for one in cls.subjects(factory.library) if cls.calendar else ():
            lang = one.lang or factory.settings.language
            if rows := cls.appointments(one, diary, factory):
                yield Calendar(cls.path_of(one.id), one.name, lang, diary.coming(rows))

    @classmethod
    def appointments(
        cls, subject: Subject[Any], diary: Diary, factory: ViewFactory
    ) -> Sequence[Any]:
        """Return what was ever planned for a subject; its calendar has what is to come."""
        return diary.of_briefs(cls.briefs_of(subject, factory))

    @classmethod
    def hover_card(cls, subject: Subject[Any], factory: ViewFactory) -> HoverCard:
        """Return what a small card says of a subject."""
        briefs = cls.briefs_of(subject, factory)
        return HoverCard(
            path=cls.path_of(subject.id),
            kind=cls.name,
            name=subject.name,
            text=factory.card_text(subject.description),
            lang=subject.lang or factory.settings.language,
            briefs=len(briefs),
            latest=Latest.of(briefs[0], factory.settings.language) if briefs else None,
        )

    @property
    def api_file(self) -> tuple[str, str]:
        """The kind and id of the file of the API that says the same."""
        return self.api, unquote(self.path.split("/")[1])

    @property
    def own_words(self) -> str:
        """What it says of itself beyond its title, as plain text."""
        return "" if self.description == self.title else self.description

    def record(self, body: str, names: Records) -> SearchRecord:
        """Return what a search finds of it: its title, its description and its body."""
        return self.found((Passage("", "", self.own_words), *passages_of(body)))

    def found(
        self,
        passages: tuple[Passage, ...],
        date: Moment | None = None,
        facets: Mapping[str, tuple[str, ...]] | None = None,
    ) -> SearchRecord:
        """Return a search record of it with these parts, and facets beside its kind."""
        kind = self.search_kind
        return SearchRecord(
            path=self.path,
            title=self.title,
            kind=kind,
            rank=self.order,
            lang=self.lang,
            date=date,
            facets={"kind": (kind,), **(facets or {})},
            passages=passages,
        )


def place_of(source: Brief | Entry | None, *field: str | int) -> Location:
    """Return where a record, or a field of it, begins in its file; nowhere without a record."""
    if isinstance(source, Brief):
        return source.at(*(field or ("slug",)))
    return source.positions.at(*source.prefix, *field) if source else Location("")


def itself(view: PageView) -> PageView:
    """Return the view: what makes a page that is made already."""
    return view


def crumbs(*links: Link) -> tuple[Link, ...]:
    """Return the way down to a page; the front page has no words of its own here."""
    return (HOME, *links)


def about(factory: ViewFactory) -> str:
    """Return what the site says about itself, for pages that have nothing of their own to say."""
    return factory.settings.site_description or factory.settings.site_name
