"""Drafts and briefs of a later day, as the rest of a site may speak of them: in words, unnamed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from mkdocs_briefs.library.catalogue import Catalogue
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief, FrontMatter, HtmlLink, MarkdownLink, Prose
from mkdocs_briefs.model.fields import inline_texts, with_inline_texts
from mkdocs_briefs.model.registry import Entry, SharedEntry
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.parse.inline import Edit, edited, label_end, scan_inline

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
