"""Whether everything that is referred to exists: in briefs, registries, bodies and markers."""

from __future__ import annotations

import posixpath
import re
import shlex
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol
from urllib.parse import unquote

from mkdocs_briefs.library.catalogue import Catalogue, Index, Target, fold
from mkdocs_briefs.library.forecasts import audiences, forecasters, names_for_attribution
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.split_references import parts_of
from mkdocs_briefs.model.brief import (
    LISTS_WITH_ACTORS,
    Brief,
    BriefType,
    DatedEvent,
    FrontMatter,
    HtmlLink,
    MarkdownLink,
    Path,
    Prose,
    WikiLink,
)
from mkdocs_briefs.model.fields import inline_texts, with_inline_texts
from mkdocs_briefs.model.ids import (
    LISTS,
    REGISTRY_OF,
    SECTION_IDS,
    SECTIONS,
    STATUSES,
    source_anchor,
)
from mkdocs_briefs.model.registry import ActorEntry, Entry, SharedEntry
from mkdocs_briefs.model.texts import is_web_address
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.parse.inline import Edit, edited, label_end, scan_inline
from mkdocs_briefs.problems import Location, Problem, nearest, shortened

Refs = Iterator[tuple[Path, str]]
"""Each reference with the path of its value in the front matter."""
_ADD_ACTOR = "Add it to actors.yml."
_WITH_ROLE = re.compile(
    r"(?P<name>[^,(]+?)(?:,\s+|\s+[-\u2010-\u2015=\u2192]+>?\s+|\s*\()(?P<role>\S.*)"
)
"""An actor and a role, parted by another sign than a colon."""
MAX_NAMED_IDS = 8
"""Ids that a problem lists."""


def check_references(library: Library) -> Iterator[Problem]:
    """Yield each reference that leads nowhere, at its place, with the nearest valid choice.

    Anchors are left out where the site makes ids of headings in its own way.
    """
    left_out = {"B312"} if library.settings.own_heading_ids else set[str]()
    yield from (found for found in _references(library) if found.code not in left_out)


def _references(library: Library) -> Iterator[Problem]:
    has_registry = any(actor.entry for actor in library.catalogue.actors.values())
    for brief in library.briefs:
        yield from _actors(brief, library, has_registry=has_registry)
        yield from _forecasters(brief, library)
        yield from _sources(brief, library)
        yield from _items(brief)
        yield from _briefs(brief, library)
        yield from _brief_texts(brief, library)
    for actor in library.catalogue.actors.values():
        if actor.entry:
            yield from _registered_actor(actor.entry, library.catalogue)
    for entry in library.catalogue.entries():
        yield from _profile(entry, library.catalogue)
    for shared in (*library.shared.events.values(), *library.shared.sources.values()):
        yield from _shared_entry(shared, library)


class Destinations(Protocol):
    """The pages and files of a site, by their paths as links name them."""

    def exists(self, uri: str) -> bool:
        """Return whether a page or a file is there."""

    def is_address(self, path: str) -> bool:
        """Return whether a page or file of the built site has this address."""

    def nearest(self, uri: str) -> str | None:
        """Return the page or file that is most likely meant by a path where none is."""


DeadLink = tuple[str, str, Problem]
"""The path, as links see it, of a file; a path that a link in it names; what is wrong with it."""


def dead_links(library: Library, site: Destinations) -> Iterator[DeadLink]:
    """Yield each link or image in a field or a body that leads to no page and no file."""
    for brief in library.briefs:
        links: list[tuple[MarkdownLink | HtmlLink, Location | None]] = [
            (link, brief.at(*path))
            for path, text in inline_texts(brief.fields, "](")
            for link in scan_inline(text).links
        ]
        links += [(link, None) for link in brief.prose.paths]
        place = body_places(brief.file, brief.body, brief.body_line)
        page = f"briefs/{brief.slug}/"
        yield from _dead(links, brief.uri, page, place, site)
        if image := brief.fields.image:
            at = brief.at("image", "src")
            yield from _lost_picture(image.src, image.path_from(brief.uri), brief.uri, at, site)
    for entry in library.catalogue.entries():
        if isinstance(entry.fields, ActorEntry) and entry.fields.image:
            file = entry.uri or "briefs/actors.yml"
            at = entry.positions.at(*entry.prefix, "image", "src")
            yield from _lost_picture(entry.fields.image.src, entry.image_path, file, at, site)
        if entry.uri and ("](" in entry.body or "]:" in entry.body or "<" in entry.body):
            prose = scan_body(entry.body)
            place = body_places(entry.positions.file, entry.body, entry.body_line)
            links = [(link, None) for link in prose.paths]
            page = f"{entry.registry}/{entry.id}/"
            yield from _dead(links, entry.uri, page, place, site)


def _lost_picture(
    image: str, uri: str, file: str, at: Location, site: Destinations
) -> Iterator[DeadLink]:
    """Yield a B317 if the picture at `uri`, which `file` names in its fields, is not there."""
    if is_web_address(uri) or site.exists(uri):
        return
    folder = posixpath.dirname(file)
    near = site.nearest(uri)
    message = f"the picture {shortened(image)} is not there"
    advice = (
        f"Did you mean {posixpath.relpath(near, folder)}?"
        if near
        else f"Put it at {shortened(uri)}."
    )
    yield file, image, Problem("B317", at, message, advice)


def _dead(
    links: Iterable[tuple[MarkdownLink | HtmlLink, Location | None]],
    file: str,
    page: str,
    place: Place,
    site: Destinations,
) -> Iterator[DeadLink]:
    """Yield those of `links` that lead nowhere; a link has its location, else that in its body.

    Of a path that no host reads as one of a file, the browser makes an address from that of `page`.
    """
    folder = posixpath.dirname(file)
    for link, at in links:
        path = link.path
        uri = posixpath.normpath(posixpath.join(folder, path))
        if not path or path.startswith("/") or "{{" in path or "{%" in path or site.exists(uri):
            continue
        is_left_as_it_is = isinstance(link, HtmlLink) or not posixpath.splitext(path)[1]
        address = posixpath.normpath(posixpath.join(page, path))
        if at is None and is_left_as_it_is and site.is_address(address):
            continue
        near = site.nearest(uri)
        shown = posixpath.relpath(near, folder or ".") if near else ""
        problem = Problem(
            "B313",
            at or place(link.start, link.end),
            f"the link to {path} leads to no page and no file",
            f"Did you mean {shown}?"
            if shown
            else f"It is looked for from {folder or '.'}/; write the path from there.",
        )
        yield file, path, problem


# Front matter


def _unknown(
    code: str, at: Location, noun: str, ref: str, near: str | None, advice: str
) -> Problem:
    """Return the problem of a reference to nothing; without a near choice it has `advice`."""
    message = f"unknown {noun} “{ref}”"
    return Problem(code, at, message, f"Did you mean {near}?" if near else advice)


def _actors(brief: Brief, library: Library, *, has_registry: bool) -> Iterator[Problem]:
    fields, index = brief.fields, library.catalogue.actor_index
    refs: list[tuple[Path, str]] = []
    for number, part in enumerate(fields.actors):
        if part.name is None and part.id is None:
            at = brief.at("actors", number)
            yield Problem("B201", at, "the actor has no id and no name", "Write its id.")
        elif part.name is None and part.id:
            refs.append((("actors", number, "id"), part.id))
        elif part.id is None and len(index.candidates(part.name or "")) > 1:
            refs.append((("actors", number, "name"), part.name or ""))
        elif part.kind is None and index.find(part.id or part.name or "") is None:
            yield Problem(
                "B301",
                brief.at("actors", number, "name"),
                f"“{part.name}” is in no registry",
                "Add `kind: person` (or organization, state, group) to introduce it here, or "
                f"register it: `briefs actors add {shlex.quote(part.name or '')}`.",
            )
    for key in LISTS_WITH_ACTORS:
        for number, item in enumerate(getattr(fields, key)):
            refs += [((key, number, "actors", n), ref) for n, ref in enumerate(item.actors)]
    listed = library.listed(brief.slug)
    for path, ref in refs:
        if index.find(ref, listed):
            continue
        shared = index.candidates(ref)
        if len(shared) > 1:
            yield Problem("B307", brief.at(*path), *_several(ref, shared))
        elif has_registry or path[0] != "actors":
            advise = _listed_advice if path[0] == "actors" else _item_advice
            near, advice = advise(ref, index.suggestion(ref), index)
            yield _unknown("B301", brief.at(*path), "actor", ref, near, advice)


def _item_advice(ref: str, near: str | None, index: Index) -> tuple[str | None, str]:
    """Return the name that is near, or None, and what to do about an unknown actor of an entry."""

    def is_known(part: str) -> bool:
        return index.find(part) is not None

    if parts := parts_of(ref, is_known, is_alone=False, eager=True):
        return None, f"Write a list: [{', '.join(parts)}]"
    return near, _ADD_ACTOR


def _listed_advice(ref: str, near: str | None, index: Index) -> tuple[str | None, str]:
    """Return the name that is near, or None, and what to do about an actor that is not known."""
    if (role := _WITH_ROLE.fullmatch(ref)) and index.find(role["name"]):
        return None, f"Write - {role['name']}: {role['role'].rstrip(')')}"
    command = f"`briefs actors add {shlex.quote(ref)}`"
    return near, f"Add it to actors.yml ({command}), or give `name` and `kind` here."


def _forecasters(brief: Brief, library: Library) -> Iterator[Problem]:
    """Yield each forecast that is attributed to somebody unknown: nobody else gets its score."""
    index = library.catalogue.actor_index
    for number, item in enumerate(brief.fields.developments):
        ref = item.attributed_to
        if ref is None or library.attribution(brief, ref):
            continue
        at = brief.at("developments", number, "attributed_to")
        if shared := index.candidates(ref):
            yield Problem("B316", at, *_several(ref, shared))
            continue
        message = f"“{ref}” is no actor, no author and no source of this brief"
        near = index.suggestion(ref) or nearest(
            ref, names_for_attribution(brief, library.catalogue)
        )
        cure = (
            "Register it, list it under `sources`, or leave the field out: then it is the brief's."
        )
        yield Problem("B316", at, message, f"Did you mean {near}?" if near else cure)


def _registered_actor(entry: Entry, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield each reference of an actor's entry to an actor that does not exist."""
    fields, index = catalogue.actors[entry.id].fields, catalogue.actor_index
    refs: list[tuple[Path, str]] = [
        (("relations", number, "actor"), row.actor) for number, row in enumerate(fields.relations)
    ]
    if fields.part_of:
        refs.append((("part_of",), fields.part_of))
    for path, ref in refs:
        if index.find(ref) is None:
            at = entry.positions.at(*entry.prefix, *path)
            yield _unknown("B301", at, "actor", ref, index.suggestion(ref), _ADD_ACTOR)


def _source_refs(brief: Brief) -> Refs:
    for key in ("dates", "implications", "figures"):
        for number, item in enumerate(getattr(brief.fields, key)):
            yield from (((key, number, "sources", n), ref) for n, ref in enumerate(item.sources))
    for number, development in enumerate(brief.fields.developments):
        if development.resolution:
            path = ("developments", number, "resolution", "sources")
            yield from (((*path, n), ref) for n, ref in enumerate(development.resolution.sources))


def _sources(brief: Brief, library: Library) -> Iterator[Problem]:
    known = _source_ids(brief)
    for path, ref in _source_refs(brief):
        if ref not in known:
            yield _unknown_source(brief.at(*path), ref, [*known, *library.shared.sources])


def _source_ids(brief: Brief) -> Mapping[str, None]:
    return dict.fromkeys(source.id for source in brief.fields.sources if source.id)


def _shared_entry(entry: SharedEntry, library: Library) -> Iterator[Problem]:
    """Yield each reference of an event or a source of a registry that leads nowhere."""
    fields, catalogue, known = entry.fields, library.catalogue, library.shared.sources
    index = catalogue.actor_index

    def at(*path: str | int) -> Location:
        return entry.positions.at(*entry.prefix, *path)

    if isinstance(fields, DatedEvent):
        for number, ref in enumerate(fields.actors):
            if index.find(ref) is None:
                near, advice = _item_advice(ref, index.suggestion(ref), index)
                yield _unknown("B301", at("actors", number), "actor", ref, near, advice)
        for number, ref in enumerate(fields.sources):
            if ref not in known:
                near = nearest(ref, known)
                advice = "Add it to sources.yml."
                yield _unknown("B303", at("sources", number), "source", ref, near, advice)
    for path, text in inline_texts(fields, "[["):
        prose, place = scan_inline(text), at(*path)
        yield from _wikilinks(prose, lambda *_, at=place: at, catalogue, frozenset(), None)


def _unknown_source(at: Location, ref: str, known: Iterable[str]) -> Problem:
    advice = "List it under `sources` with this `id`, or in sources.yml."
    return _unknown("B303", at, "source", ref, nearest(ref, known), advice)


def _items(brief: Brief) -> Iterator[Problem]:
    fields = brief.fields
    known = dict.fromkeys(
        item.id for items in (fields.implications, fields.developments) for item in items if item.id
    )
    for number, advice in enumerate(fields.advice):
        for place, ref in enumerate(advice.addresses):
            if ref not in known:
                at = brief.at("advice", number, "addresses", place)
                cure = "Write the id of an implication or development of this brief."
                yield _unknown("B310", at, "item", ref, nearest(ref, known), cure)


def _briefs(brief: Brief, library: Library) -> Iterator[Problem]:
    fields, index = brief.fields, library.catalogue.brief_index
    refs: list[tuple[Path, str | None]] = [
        (("related", number, "brief"), row.brief) for number, row in enumerate(fields.related)
    ]
    refs.append((("translation_of",), fields.translation_of))
    refs += [
        (("developments", number, "resolution", "brief"), item.resolution.brief)
        for number, item in enumerate(fields.developments)
        if item.resolution
    ]
    for path, ref in refs:
        if not ref or index.find(ref):
            continue
        if len(shared := index.candidates(ref)) > 1:
            yield Problem("B302", brief.at(*path), *_several(ref, shared))
        else:
            advice = "Write the slug of a brief: its file's name without date and .md."
            yield _unknown("B302", brief.at(*path), "brief", ref, index.suggestion(ref), advice)


def _several(ref: str, ids: Sequence[str]) -> tuple[str, str]:
    """Return what is wrong with a reference to any of several things, and what to write."""
    named = ", ".join(ids[:MAX_NAMED_IDS]) + ", …" * (len(ids) > MAX_NAMED_IDS)
    return f"“{ref}” names {named}", "Write the id that is meant."


# Texts

Place = Callable[[int, int], Location]
"""From the start and end of a stretch of text to its place in its file."""


def body_places(file: str, body: str, first_line: int) -> Place:
    """Return what gives the place of a stretch of `body`, as far as its line goes."""

    @cache
    def breaks() -> list[int]:
        return [found.start() for found in re.finditer("\n", body)]

    def place(start: int, end: int) -> Location:
        line = bisect_left(breaks(), start)
        line_start = breaks()[line - 1] if line else -1
        line_end = body.find("\n", start, end)
        length = (line_end if line_end > 0 else end) - start
        return Location(file, first_line + line, start - line_start, max(1, length))

    return place


def _brief_texts(brief: Brief, library: Library) -> Iterator[Problem]:
    catalogue, known = library.catalogue, {**_source_ids(brief), **library.shared.sources}
    listed = library.listed(brief.slug)
    in_body = body_places(brief.file, brief.body, brief.body_line)
    yield from _wikilinks(brief.prose, in_body, catalogue, listed, brief)
    yield from _link_anchors(brief.prose.paths, in_body, brief, library)
    yield from _citations(brief.prose, in_body, known)
    yield from _markers(brief.prose, in_body, catalogue, in_brief=True)
    for path, text in inline_texts(brief.fields, "["):
        if "[[" in text or "[@" in text or "](" in text:
            prose, at = scan_inline(text), brief.at(*path)
            yield from _wikilinks(prose, lambda *_, at=at: at, catalogue, listed, brief)
            yield from _link_anchors(prose.links, lambda *_, at=at: at, brief, library)
            yield from _citations(prose, lambda *_, at=at: at, known)


def _profile(entry: Entry, catalogue: Catalogue) -> Iterator[Problem]:
    if "[[" in entry.body or "<!--" in entry.body:
        prose = scan_body(entry.body)
        place = body_places(entry.positions.file, entry.body, entry.body_line)
        yield from _wikilinks(prose, place, catalogue, frozenset(), None)
        yield from _markers(prose, place, catalogue, in_brief=False)


def _wikilinks(
    prose: Prose, place: Place, catalogue: Catalogue, listed: frozenset[str], own: Brief | None
) -> Iterator[Problem]:
    for wiki in prose.wikilinks:
        if not wiki.target:
            yield from _anchor(wiki, place, ("brief", own.slug) if own else None, catalogue)
        elif target := catalogue.resolve(wiki.kind, wiki.target, listed):
            yield from _anchor(wiki, place, target, catalogue)
        elif len(briefs := catalogue.brief_index.candidates(wiki.target)) > 1:
            yield Problem("B308", place(wiki.start, wiki.end), *_several(wiki.target, briefs))
        else:
            near = catalogue.suggestion(wiki.target)
            yield Problem(
                "B308",
                place(wiki.start, wiki.end),
                f"[[{wiki.target}]] is not a brief, actor, topic or storyline",
                f"Did you mean [[{near}]]?" if near else "Write an id, or take the brackets away.",
            )


def _link_anchors(
    links: Iterable[MarkdownLink | HtmlLink], place: Place, brief: Brief, library: Library
) -> Iterator[Problem]:
    """Yield a problem for each anchor that the page of a brief lacks; others are not known."""
    catalogue = library.catalogue
    known: dict[str, frozenset[str]] = {}
    for link in links:
        if not link.anchor or link.path[:1] == "/":
            continue
        target = catalogue.page_at(brief, link.path) if link.path else ("brief", brief.slug)
        if target is None or target[0] != "brief":
            continue
        slug = target[1]
        if slug not in known:
            other = catalogue.briefs.get(slug) or catalogue.unpublished[slug]
            known[slug] = frozenset(_anchors_of(other))
        if link.anchor not in known[slug]:
            yield from _anchor(link, place, target, catalogue)


def _anchor(
    wiki: WikiLink | MarkdownLink | HtmlLink,
    place: Place,
    target: Target | None,
    catalogue: Catalogue,
) -> Iterator[Problem]:
    """Yield a problem for an anchor that a page lacks; only briefs have more than sections."""
    if not wiki.anchor or target is None:
        return
    brief = catalogue.briefs.get(target[1]) or catalogue.unpublished.get(target[1])
    if target[0] != "brief":
        brief = None
    if lacks_anchor(brief, wiki.anchor):
        near = nearest(wiki.anchor, _anchors_of(brief) if brief else SECTION_IDS)
        yield Problem(
            "B312",
            place(wiki.start, wiki.end),
            f"the page of {target[1]} has no place called “{wiki.anchor}”",
            f"Did you mean #{near}?" if near else "Write the id of an item or heading there.",
        )


def lacks_anchor(brief: Brief | None, anchor: str) -> bool:
    """Return whether no place on the page of `brief`, or of something else, can have this id."""
    if brief is None:
        return anchor not in SECTION_IDS
    return anchor not in _anchors_of(brief) and not _may_have(brief.body, anchor)


_OTHERS_ANCHOR = re.compile(r"fn(?:ref)?\d*[:-]|__|:~:")
"""What the anchors of notes and of the theme, and fragments of text, begin with."""


def _may_have(body: str, anchor: str) -> bool:
    """Return whether a body gives an id by HTML, an attribute list or a file that it includes."""
    if _OTHERS_ANCHOR.match(anchor) or "--8<--" in body or "{%" in body or "{{" in body:
        return True
    if anchor not in body:
        return False
    name = re.escape(anchor)
    pattern = rf"""\b(?:id|name)\s*=\s*["']?{name}(?![\w.:-])|\{{[^{{}}\n]*\#{name}(?![\w.:-])"""
    return bool(re.search(pattern, body))


def _anchors_of(brief: Brief) -> list[str]:
    """Return every id that a link into the page of `brief` may name."""
    fields = brief.fields
    items = (fields.dates, fields.implications, fields.developments, fields.advice, fields.figures)
    ids = [item.id for group in items for item in group if item.id]
    sources = [source_anchor(ident) for ident in _source_ids(brief)]
    return [*SECTION_IDS, *ids, *sources, *brief.prose.heading_ids]


def _citations(prose: Prose, place: Place, known: Collection[str]) -> Iterator[Problem]:
    for citation in prose.citations:
        for ident in citation.ids:
            if ident not in known:
                yield _unknown_source(place(citation.start, citation.end), ident, known)


def _markers(
    prose: Prose, place: Place, catalogue: Catalogue, *, in_brief: bool
) -> Iterator[Problem]:
    for marker in prose.markers:
        options = dict(marker.options)
        for fault in marker_faults(marker.name, options, catalogue, in_brief=in_brief):
            yield Problem("B311", place(marker.start, marker.end), fault)


NAMED: Mapping[str, Callable[[Catalogue], Iterable[str]]] = {
    "audience": audiences,
    "forecaster": forecasters,
}
"""Options of markers that name actors or, else, what these functions return."""
CHOICES = {"status": STATUSES, "type": BriefType.__args__}  # type: ignore[attr-defined]


def marker_faults(
    name: str, options: Mapping[str, str], catalogue: Catalogue, *, in_brief: bool
) -> list[str]:
    """Return a sentence for each mistake in a marker.

    A marker that places a section, without options, has a meaning in briefs only.
    """
    if name not in LISTS and name not in SECTIONS:
        near = nearest(name, [*LISTS, *SECTIONS])
        return [f"unknown marker briefs:{name}{_hint(near, 'briefs:')}"]
    if name not in LISTS and options:
        return [f"briefs:{name} takes no options"]
    if name not in LISTS and not in_brief:
        return [f"briefs:{name} places a section of a brief; this page is none"]
    known = LISTS.get(name, ())
    faults = [
        f"briefs:{name} knows no {key}{_hint(nearest(key, sorted(known)))}"
        for key in options
        if key not in known
    ]
    for key, value in options.items():
        if key in REGISTRY_OF:
            index = catalogue.index_of(REGISTRY_OF[key])
            if index.find(value) is None:
                near = index.suggestion(value)
                faults.append(f"briefs:{name}: unknown {key} “{value}”{_hint(near)}")
        elif key in NAMED and catalogue.actor_index.find(value) is None:
            names = [*NAMED[key](catalogue)]
            if fold(value) not in map(fold, names):
                near = catalogue.actor_index.suggestion(value) or nearest(value, names)
                faults.append(f"briefs:{name}: unknown {key} “{value}”{_hint(near)}")
        elif key in CHOICES and value not in CHOICES[key]:
            choices = ", ".join(CHOICES[key])
            faults.append(f"briefs:{name}: {key} is one of {choices}, found “{value}”")
        elif key in ("limit", "year") and not (value.isascii() and value.isdigit()):
            faults.append(f"briefs:{name}: {key} is a number, found “{value}”")
    return faults


def _hint(near: str | None, before: str = "") -> str:
    return f"; did you mean {before}{near}?" if near else ""


_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:[ \t]*<?([^\s<>]+)>?[^\n]*(?:\n|\Z)", re.MULTILINE)
"""The line that says where links as in `[words][name]` lead."""
_SPECIAL = re.compile(r"[\\`*_\[\]#]")


def without_references(
    briefs: Sequence[Brief], entries: Sequence[Entry | SharedEntry], library: Library
) -> tuple[list[Brief], list[Entry | SharedEntry]] | None:
    """Return what `library` was made of, with words where it refers to unpublished briefs.

    Return None if nothing refers to one. So no output tells more of such a brief than an author
    wrote in another one.
    """
    catalogue = library.catalogue
    told = [
        brief
        if brief.slug in catalogue.unpublished
        else _brief(brief, catalogue, library.listed(brief.slug))
        for brief in briefs
    ]
    others = [_entry(entry, catalogue) for entry in entries]
    is_same = all(
        one is other for one, other in zip((*briefs, *entries), (*told, *others), strict=True)
    )
    return None if is_same else (told, others)


def _brief(brief: Brief, catalogue: Catalogue, listed: frozenset[str]) -> Brief:
    def changed(text: str, prose: Prose) -> str:
        return _words(text, prose, brief.uri, catalogue, listed)

    body = changed(brief.body, brief.prose)
    fields = _fields(with_inline_texts(brief.fields, _in_field(changed)), catalogue)
    if body == brief.body and fields is brief.fields:
        return brief
    prose = brief.prose if body == brief.body else scan_body(body)
    original = None
    if brief.fields.translation_of and not fields.translation_of:
        original = catalogue.brief_index.find(brief.fields.translation_of)
    return replace(
        brief, fields=fields, body=body, prose=prose, unpublished_original=original or ""
    )


def _entry(entry: Entry | SharedEntry, catalogue: Catalogue) -> Entry | SharedEntry:
    uri = (entry.uri or "") if isinstance(entry, Entry) else ""

    def changed(text: str, prose: Prose) -> str:
        return _words(text, prose, uri, catalogue, frozenset())

    if isinstance(entry, SharedEntry):
        shared = with_inline_texts(entry.fields, _in_field(changed))
        return entry if shared is entry.fields else replace(entry, fields=shared)
    fields = with_inline_texts(entry.fields, _in_field(changed))
    body = changed(entry.body, scan_body(entry.body)) if entry.body else ""
    if fields is entry.fields and body == entry.body:
        return entry
    return replace(entry, fields=fields, body=body)


def _in_field(changed: Callable[[str, Prose], str]) -> Callable[[str], str]:
    return lambda text: changed(text, scan_inline(text)) if "[" in text else text


def _fields(fields: FrontMatter, catalogue: Catalogue) -> FrontMatter:
    """Return the fields without ids and titles of unpublished briefs."""

    def is_unpublished(ref: str | None) -> bool:
        return bool(ref) and catalogue.brief_index.find(ref or "") in catalogue.unpublished

    values: dict[str, object] = {}
    if any(is_unpublished(row.brief) for row in fields.related):
        values["related"] = tuple(row for row in fields.related if not is_unpublished(row.brief))
    if is_unpublished(fields.translation_of):
        values["translation_of"] = None
    if any(
        item.resolution and is_unpublished(item.resolution.brief) for item in fields.developments
    ):
        values["developments"] = tuple(
            item.revised(resolution=item.resolution.revised(brief=None))
            if item.resolution and is_unpublished(item.resolution.brief)
            else item
            for item in fields.developments
        )
    return fields.revised(**values) if values else fields


def _words(text: str, prose: Prose, uri: str, catalogue: Catalogue, listed: frozenset[str]) -> str:
    """Return `text`, of the file `uri`, with the words of its links to unpublished briefs."""
    folder, edits = posixpath.dirname(uri), list[Edit]()

    def is_unpublished(path: str) -> bool:
        found = catalogue.by_uri.get(posixpath.normpath(posixpath.join(folder, path)))
        return bool(found and found[0] == "brief" and found[1] in catalogue.unpublished)

    for wiki in prose.wikilinks:
        found = catalogue.resolve(wiki.kind, wiki.target, listed) if wiki.target else None
        if found and found[0] == "brief" and found[1] in catalogue.unpublished:
            written = text[wiki.start + 2 : wiki.end - 2].replace(r"\|", "|").partition("|")[2]
            words = written.strip() or _SPECIAL.sub(r"\\\g<0>", wiki.target)
            edits.append((wiki.start, wiki.end, words))
    for link in prose.links:
        if link.path and is_unpublished(link.path):
            written = text[link.start : link.end]
            first = 2 if written.startswith("!") else 1
            edits.append((link.start, link.end, written[first : label_end(written)]))
    edits += [
        (*link.attribute, "")
        for link in prose.html_links
        if link.path and is_unpublished(link.path)
    ]
    if "]:" in text:
        edits += [
            (*line.span(), "")
            for line in _DEFINITION.finditer(text)
            if is_unpublished(unquote(re.split("[?#]", line[1])[0]))
        ]
    return edited(text, edits)


# Files beside briefs


def files_shown(brief: Brief) -> Iterator[str]:
    """Yield the paths, as links see them, of the files that a brief links to or shows."""
    folder = posixpath.dirname(brief.uri)
    paths = [brief.fields.image.path_from(brief.uri)] if brief.fields.image else []
    links: list[MarkdownLink | HtmlLink] = [*brief.prose.paths]
    for _, text in inline_texts(brief.fields, "]("):
        links += scan_inline(text).links
    paths += [posixpath.join(folder, link.path) for link in links if link.path]
    yield from map(posixpath.normpath, paths)


def files_held_back(library: Library) -> set[str]:
    """Return the paths of the files that unpublished briefs show, and no published one."""
    held = _all_shown(library.catalogue.unpublished.values())
    return held - _all_shown(library.briefs) if held else held


def _all_shown(briefs: Iterable[Brief]) -> set[str]:
    return {uri for brief in briefs for uri in files_shown(brief)}
