"""What is renamed: a brief, actor, topic, storyline or author, and how it is referred to by id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.brief import Path as FieldPath
from mkdocs_briefs.model.ids import day_of_stem, is_id, slug_of_stem, slugify
from mkdocs_briefs.model.kinds import FIELD_OF, KIND_OF, REGISTRY_OF
from mkdocs_briefs.model.registry import ActorEntry, Entry

KINDS = tuple(KIND_OF.values())


class RenameError(Exception):
    """A renaming that cannot be done; the text says why and what to do, for people."""


@dataclass(frozen=True, slots=True)
class RenameTarget:
    """The thing that gets another id; `words` maps what stands for it to what comes instead."""

    kind: str
    old: str
    new: str
    words: dict[str, str]
    """The id, and for a brief the stem of its file too."""
    brief: Brief | None = None
    entry: Entry | None = None

    @property
    def file(self) -> str | None:
        """The file that is this thing's own: a brief, or a profile."""
        if self.brief is not None:
            return self.brief.file
        return self.entry.positions.file if self.entry and not self.entry.prefix else None

    @property
    def new_file(self) -> str | None:
        """That file's new path; the same where its name says nothing of the id."""
        if self.file is None:
            return None
        path = PurePosixPath(self.file)
        return str(path.with_name(f"{self.words.get(path.stem, path.stem)}{path.suffix}"))


def find_target(library: Library, old: str, new: str) -> RenameTarget:
    """The thing that OLD names, to be called NEW. Raises RenameError when that cannot be."""
    kinds, ident = _read(library, old)
    if not kinds:
        near = library.catalogue.suggestion(ident)
        hint = f" Did you mean {near}?" if near else " Write its id: the last part of its address."
        raise RenameError(f"“{old}” is not a brief, actor, topic, storyline or author.{hint}")
    if len(kinds) > 1:
        choices = " or ".join(f"{kind}:{ident}" for kind in kinds)
        raise RenameError(f"“{old}” is the id of {' and of '.join(kinds)}. Write {choices}.")
    kind = kinds[0]
    new = new.removeprefix(f"{kind}:")
    if new == ident:
        raise RenameError("The old and the new id are the same.")
    if not is_id(new):
        better = slugify(new)
        hint = f"Write {better}." if is_id(better) else "Choose another word."
        raise RenameError(f"“{new}” cannot be an id: letters, digits and hyphens only. {hint}")
    taken = {one.casefold() for one in _ids(library, kind)} - {ident.casefold()}
    if new.casefold() in taken:
        raise RenameError(f"{new} is the id of another {kind}. Two things cannot become one.")
    return _subject(library, kind, ident, new)


def _read(library: Library, old: str) -> tuple[list[str], str]:
    """What kinds of things OLD names, and its id."""
    kind, colon, rest = old.partition(":")
    if colon and kind in KINDS:
        return ([kind] if rest in _ids(library, kind) else []), rest
    for brief in library.briefs:
        path = PurePosixPath(brief.file)
        if old in {brief.file, path.name} or (old == path.stem and old != brief.slug):
            return ["brief"], brief.slug
    return [kind for kind in KINDS if old in _ids(library, kind)], old


def _ids(library: Library, kind: str) -> frozenset[str]:
    catalogue = library.catalogue
    return catalogue.index_of("briefs" if kind == "brief" else REGISTRY_OF[kind]).ids


def _subject(library: Library, kind: str, old: str, new: str) -> RenameTarget:
    catalogue = library.catalogue
    words = {old: new}
    if kind == "brief":
        brief = catalogue.briefs[old]
        stem = PurePosixPath(brief.file).stem
        if slug_of_stem(stem) == old:
            words[stem] = day_of_stem(stem) + new
        return RenameTarget(kind, old, new, words, brief=brief)
    things = catalogue.actors if kind == "actor" else catalogue.terms[REGISTRY_OF[kind]]
    return RenameTarget(kind, old, new, words, entry=things[old].entry)


def refs_of_brief(subject: RenameTarget, brief: Brief) -> Iterator[tuple[FieldPath, str]]:
    """Every field of `brief` that refers to the subject by id, with what is written there."""
    for path, ref in _brief_refs(subject.kind, brief):
        if ref in subject.words:
            yield path, ref


def _brief_refs(kind: str, brief: Brief) -> Iterator[tuple[FieldPath, str | None]]:
    fields = brief.fields
    if kind == "actor":
        yield from ((("actors", n, "id"), part.id) for n, part in enumerate(fields.actors))
        for key in ("dates", "implications", "developments"):
            for n, item in enumerate(getattr(fields, key)):
                yield from (((key, n, "actors", m), ref) for m, ref in enumerate(item.actors))
        for n, figure in enumerate(fields.figures):
            yield ("figures", n, "attributed_to"), figure.attributed_to
    elif kind == "brief":
        yield from ((("related", n, "brief"), row.brief) for n, row in enumerate(fields.related))
        yield ("translation_of",), fields.translation_of
        for n, development in enumerate(fields.developments):
            if development.resolution:
                yield ("developments", n, "resolution", "brief"), development.resolution.brief
    else:
        key = FIELD_OF[REGISTRY_OF[kind]]
        yield from (((key, n), ref) for n, ref in enumerate(getattr(fields, key)))


def refs_of_entry(subject: RenameTarget, entry: Entry) -> Iterator[tuple[FieldPath, str]]:
    """Every field of a registry entry that refers to the subject by id."""
    fields = entry.fields
    if subject.kind != "actor" or not isinstance(fields, ActorEntry):
        return
    refs: list[tuple[FieldPath, str | None]] = [(("part_of",), fields.part_of)]
    refs += [
        (("positions", n, "organization"), p.organization) for n, p in enumerate(fields.positions)
    ]
    refs += [(("relations", n, "actor"), tie.actor) for n, tie in enumerate(fields.relations)]
    for path, ref in refs:
        if ref in subject.words:
            yield (*entry.prefix, *path), ref


def entries_of(library: Library) -> Iterator[Entry]:
    """Every registry entry."""
    catalogue = library.catalogue
    yield from (actor.entry for actor in catalogue.actors.values() if actor.entry)
    for terms in catalogue.terms.values():
        yield from (term.entry for term in terms.values() if term.entry)
