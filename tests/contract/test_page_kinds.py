"""Every kind of page does all that a kind owes, or says that it does not.

docs/contributing/add-a-page-kind.md is followed in a copy of the package, where these tests run too.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import mkdocs_briefs
from mkdocs_briefs.builder.data_files import machine_files
from mkdocs_briefs.builder.import_export import file_of, markdown_files
from mkdocs_briefs.formats.head import alternate_links
from mkdocs_briefs.formats.jsonld import json_ld
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import FrontMatter
from mkdocs_briefs.model.fields import Record, fields_of
from mkdocs_briefs.pages.kinds import INDEXES, KINDS, SUBJECTS, hover_cards
from mkdocs_briefs.pages.kinds.search import NotFoundView
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.records import FACETS, Records
from mkdocs_briefs.pages.redirects import RedirectView
from mkdocs_briefs.pages.views import (
    IndexView,
    PageKind,
    PageSpec,
    PageView,
    Subject,
    SubjectView,
)
from mkdocs_briefs.render.inline import InlineLinks
from mkdocs_briefs.render.templates import Renderer, localised
from mkdocs_briefs.render.words import table
from mkdocs_briefs.settings import Settings
from support.briefs import EVERY_FIELD, SETTINGS, WORLD, brief, library, world_briefs
from support.kinds import words_of

PACKAGE = Path(mkdocs_briefs.__file__).parent
ADDRESSES = PACKAGE.parents[1] / "docs" / "reference" / "addresses.md"
EN = table("en")
OF_INDEXES = ("name", "order", "template", "empty")
OF_SUBJECTS = ("name", "order", "folder", "template", "schema", "search_kind", "feed", "calendar")
"""What a kind of these says itself, be it that it has none."""
ADD_DATA = "add its data to EVERY_FIELD or WORLD of tests/support/briefs.py"
"""What to do if the world of these tests lacks what a kind shows."""

by_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
by_index = pytest.mark.parametrize("kind", INDEXES, ids=lambda kind: kind.name)
by_subject = pytest.mark.parametrize("kind", SUBJECTS, ids=lambda kind: kind.name)


@pytest.fixture(scope="module")
def world() -> Library:
    return library([*world_briefs(), brief("talk", EVERY_FIELD)], **WORLD)


@pytest.fixture(scope="module")
def plan(world: Library) -> Plan:
    return Plan(world)


@pytest.fixture(scope="module")
def files(plan: Plan) -> set[str]:
    """The paths of all files for machines."""
    return {path for path, _ in machine_files(plan.factory, lambda _: None)}


@pytest.fixture(scope="module")
def exported(plan: Plan) -> dict[str, str]:
    return dict(markdown_files(plan.factory, lambda _: None))


def first_pages(kind: PageKind, plan: Plan) -> list[tuple[PageSpec, PageView]]:
    """Of each subject or list the first page, in its words."""
    specs = [spec for spec in kind.specs(plan.factory) if "/page/" not in spec.head.path]
    assert specs, f"{kind.name} has no page, so nothing of it is tested; {ADD_DATA}"
    return [(spec, localised(spec.view())) for spec in specs]


def subjects(kind: type[SubjectView], plan: Plan) -> list[Subject]:
    found = [*kind.subjects(plan.library)]
    assert found, f"no page is about a {kind.name}, so nothing of it is tested; {ADD_DATA}"
    return found


def said(kind: PageKind, base: PageKind) -> set[str]:
    """What the classes of a kind say themselves."""
    own = kind.__mro__[: kind.__mro__.index(base)]
    return {name for each in own for name in vars(each)}


def test_the_world_has_every_field_of_a_brief(world: Library) -> None:
    found = {path for each in world.briefs for path in filled(each.fields)}
    assert sorted({*declared(FrontMatter)} - found - {"draft"}) == [], ADD_DATA


def declared(record: type[Record], path: str = "") -> Iterator[str]:
    """The fields of a record and of those in it, as in `dates.place`."""
    for key, field in fields_of(record).items():
        yield f"{path}{key}"
        if field.record:
            yield from declared(field.record, f"{path}{key}.")


def filled(record: Record, path: str = "") -> Iterator[str]:
    """Those of them that have a value which is not the default."""
    for key, value in record.without_defaults().items():
        yield f"{path}{key}"
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Record):
                yield from filled(one, f"{path}{key}.")


@by_kind
def test_it_is_a_frozen_record_of_its_own_module(kind: PageKind) -> None:
    assert kind.__module__.startswith("mkdocs_briefs.pages.kinds.")
    assert dataclasses.is_dataclass(kind)
    assert vars(kind).get("__dataclass_params__"), f"{kind.__name__} needs @dataclass itself"
    assert vars(kind)["__dataclass_params__"].frozen
    assert "__slots__" in vars(kind)
    assert not hasattr(object.__new__(kind), "__dict__")


def test_kinds_have_names_places_and_addresses_of_their_own() -> None:
    for attribute in ("name", "order"):
        values = [getattr(kind, attribute) for kind in KINDS]
        assert len({*values}) == len(values), attribute
    addresses = [address for kind in KINDS if (address := kind.address()) is not None]
    assert len({*addresses}) == len(addresses)
    folders = [kind.folder for kind in SUBJECTS]
    assert len({*folders}) == len(folders)


@by_kind
def test_it_says_what_nobody_should_forget(kind: PageKind) -> None:
    if issubclass(kind, IndexView):
        assert {*OF_INDEXES} <= said(kind, IndexView)
    elif issubclass(kind, SubjectView):
        assert {*OF_SUBJECTS} <= said(kind, SubjectView)
    assert {*kind.hide} <= {"navigation", "toc"}
    assert kind.toc_depth in (2, 3)


@pytest.mark.parametrize(
    "kind", [*KINDS, NotFoundView, RedirectView], ids=lambda kind: kind.__name__
)
def test_it_has_a_template(kind: PageKind) -> None:
    assert (PACKAGE / "theme" / "briefs" / f"{kind.template}.html").is_file()


@by_kind
def test_its_pages_can_be_written_with_one_title(kind: PageKind, plan: Plan) -> None:
    links = InlineLinks(lambda *_: ("x/", "x"), lambda _: (1, "#s", "A title"), lambda _: None)
    settings = Settings(today=dt.date(2026, 1, 1), site_name="Explainers")
    renderer = Renderer([PACKAGE / "theme"], lambda *_: links, settings)
    for spec, view in first_pages(kind, plan):
        assert spec.kind is kind is type(view)
        assert view.title
        assert localised(spec.head).title == view.title
        html = str(renderer.fragment(view))
        assert len(re.findall("<h1", html)) == 1
        assert f"b-{kind.template.replace('_', '-')}" in html


@by_kind
def test_the_words_for_it_are_there(kind: PageKind, plan: Plan) -> None:
    titles = [spec.head.title_key for spec, _ in first_pages(kind, plan)]
    assert [key for key in (*words_of(kind), *filter(None, titles)) if key not in EN] == []


@by_kind
def test_its_addresses_are_documented(kind: PageKind) -> None:
    rows = " ".join(re.findall(r"^\| (.*?) \|", ADDRESSES.read_text("utf-8"), re.MULTILINE))
    address, ident = kind.address(), "<slug>" if kind.name == "brief" else "<id>"
    path = f"{kind.folder}/{ident}/" if issubclass(kind, SubjectView) else address or ""
    wanted = [path or "index.html"]
    wanted += [f"{path}feed.xml", f"{path}feed.json"] if kind.feed else []
    wanted += [f"{path}calendar.ics"] if kind.feed and kind.calendar else []
    assert [each for each in wanted if f"`{each}`" not in rows] == []


@by_index
def test_a_list_begins_at_its_address(kind: type[IndexView], plan: Plan) -> None:
    spec, _ = first_pages(kind, plan)[0]
    assert spec.head.path == kind.address()
    assert spec.source is None
    assert spec.head.breadcrumbs[:1]


@by_subject
def test_a_subject_begins_at_its_own_address(kind: type[SubjectView], plan: Plan) -> None:
    found = subjects(kind, plan)
    paths = [spec.head.path for spec, _ in first_pages(kind, plan)]
    assert paths == [kind.path_of(one.id) for one in found]
    assert [one.title for _, one in first_pages(kind, plan)] == [one.name for one in found]


@by_kind
def test_a_search_finds_it_or_it_says_that_none_does(kind: PageKind, plan: Plan) -> None:
    maker = Records(plan.library)
    for _, view in first_pages(kind, plan):
        record = maker.of(view, "<p>Of the body.</p>")
        assert (record is not None) == bool(kind.search_kind)
        if record:
            assert (record.path, record.title, record.kind) == (
                view.path,
                view.title,
                kind.search_kind,
            )
            assert record.rank == kind.order
            assert record.facets["kind"] == (kind.search_kind,)
            assert record.facets.keys() <= {*FACETS}
            assert "Of the body." in " ".join(one.text for one in record.passages)


@by_kind
def test_it_says_what_it_is_as_json_ld(kind: PageKind, plan: Plan) -> None:
    for _, view in first_pages(kind, plan):
        own, *_ = map(json.loads, json_ld(view, plan.library.settings))
        types = own["@type"] if isinstance(own["@type"], list) else [own["@type"]]
        # An actor is what its kind says.
        assert kind.schema in types or kind.name == "actor"
        assert own["url"] == SETTINGS.site_url + view.path
        assert own.get("name") or own.get("headline")


def alternates(view: PageView) -> list[str]:
    rows = alternate_links(view.path, SETTINGS, view)
    return [re.search('href="([^"]*)"', row)[1].removeprefix(SETTINGS.site_url) for row in rows]


@by_kind
def test_what_it_names_beside_itself_is_published(
    kind: PageKind, plan: Plan, files: set[str]
) -> None:
    for _, view in first_pages(kind, plan):
        named = alternates(view)
        assert {*named} <= files
        if kind.feed:
            assert (f"{view.path}feed.xml" in named) == view.has_entries
        assert (f"{view.path}index.md" in named) == kind.markdown
        calendar = f"{view.path}calendar.ics" if kind.feed else "calendar.ics"
        assert (calendar in named) == (kind.calendar and view.has_appointments)


def test_every_feed_and_calendar_is_named_by_the_page_it_belongs_to(
    plan: Plan, files: set[str]
) -> None:
    named = {path for view in plan.pages() for path in alternates(view)}
    kept = {path for path in files if re.search(r"(feed\.xml|feed\.json|calendar\.ics)$", path)}
    assert kept - named == set()


@by_index
def test_an_export_has_a_list_or_the_list_says_that_it_has_none(
    kind: type[IndexView], plan: Plan, exported: dict[str, str]
) -> None:
    sections = [*kind.export(plan.factory)]
    if kind.empty:
        assert sections, f"`export` of {kind.name} yields nothing; {ADD_DATA}"
    else:
        assert not sections, f"{kind.name} is exported, so `empty` must name what an empty one says"
    assert (file_of(kind.address()) in exported) == bool(kind.empty)
    if kind.empty:
        assert EN[kind.own_title_key()] in exported["index.md"]
        nothing = Plan(library([]))
        assert (
            EN[f"empty.{kind.empty}"]
            in dict(markdown_files(nothing.factory, lambda _: None))[file_of(kind.address())]
        )


@by_subject
def test_an_export_has_every_subject(
    kind: type[SubjectView], plan: Plan, exported: dict[str, str]
) -> None:
    from urllib.parse import unquote

    for one in subjects(kind, plan):
        assert exported[unquote(file_of(kind.path_of(one.id)))].startswith("# ")
        if not kind.markdown:
            assert [*kind.export(one, plan.factory)]


@by_subject
def test_every_subject_has_a_card_beside_links(kind: type[SubjectView], plan: Plan) -> None:
    cards = {card.path: card for card in hover_cards(plan.factory)}
    for one in subjects(kind, plan):
        card = cards[kind.path_of(one.id)]
        assert card.name == one.name
        word = card.type if card.kind == "brief" else card.kind
        assert not word or f"js.cards.{word}" in EN
        assert card.date or card.briefs is not None


@by_subject
def test_the_guard_knows_every_subject_and_who_names_it(
    kind: type[SubjectView], plan: Plan
) -> None:
    holders = {holder.path: holder for holder in kind.holders(plan.library)}
    assert [*holders] == [kind.path_of(one.id) for one in subjects(kind, plan)]
    for holder in holders.values():
        assert holder.kind == kind.name
        named = [
            kind.field_that_names(holder.id, each, plan.library) for each in plan.library.briefs
        ]
        assert holder.registered or any(named)


@by_kind
def test_a_social_card_of_its_own_is_filed_under_its_kind(kind: PageKind, plan: Plan) -> None:
    for _, view in first_pages(kind, plan):
        card = view.social_card()
        if card:
            assert issubclass(kind, SubjectView)
            assert card.section == kind.folder
            assert (card.title, card.lang) == (view.title, view.lang)


def test_the_order_is_that_of_the_plan(plan: Plan) -> None:
    assert runs(spec.kind for spec in plan.specs()) == [*KINDS]


def runs(kinds: Iterable[PageKind]) -> list[PageKind]:
    found: list[PageKind] = []
    for kind in kinds:
        if not found or found[-1] is not kind:
            found.append(kind)
    return found
