"""What a reference means: things by id, by name, and by the id that a name would get."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from mkdocs_briefs.library.spelling import Speller
from mkdocs_briefs.model.ids import is_id, slugify


def fold(name: str) -> str:
    """The form under which names are compared when an author writes one as a reference."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return " ".join(folded.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def ident_of(ref: str) -> str:
    """The id that a reference without an entry gets: itself if it can be one, else its slug.

    Capitals go, since `Hamas` and `hamas` are one page on disks that do not tell cases apart.
    """
    return ref if is_id(ref) and ref == ref.casefold() else slugify(ref)


@dataclass(frozen=True, slots=True)
class Index:
    """Things by id and by name. A name that several share leads to all of them."""

    ids: frozenset[str]
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    speller: Speller = field(default_factory=lambda: Speller(()), compare=False, repr=False)
    """Every id and name, for suggestions."""

    @classmethod
    def build(cls, names: Mapping[str, Iterable[str]]) -> Index:
        """An index of id -> names."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for ident, spelled in names.items():
            for name in spelled:
                found[fold(name)][ident] = None
        words = (*names, *(name for spelled in names.values() for name in spelled))
        return cls(frozenset(names), {n: tuple(ids) for n, ids in found.items()}, Speller(words))

    def find(self, ref: str, listed: Collection[str] = ()) -> str | None:
        """The id that `ref` means: itself an id, else the one thing of that name, else its slug.

        Of several things of one name, the only one among `listed` is meant; else None.
        """
        if ref in self.ids:
            return ref
        if ids := self.by_name.get(fold(ref)):
            return _only(ids, listed)
        ident = ident_of(ref)
        return ident if ident in self.ids else None

    def named(self, ref: str, listed: Collection[str] = ()) -> str | None:
        """The one thing that has the name `ref`, as `find` chooses it."""
        return _only(self.by_name.get(fold(ref), ()), listed)

    def candidates(self, ref: str) -> tuple[str, ...]:
        """All ids that share the name `ref`."""
        return self.by_name.get(fold(ref), ())

    def suggestion(self, ref: str) -> str | None:
        """The id or name that `ref` was most likely meant to be."""
        return self.speller.suggest(ref)


def _only(ids: tuple[str, ...], listed: Collection[str]) -> str | None:
    if len(ids) > 1:
        ids = tuple(ident for ident in ids if ident in listed)
    return ids[0] if len(ids) == 1 else None
