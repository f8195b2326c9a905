"""Families: a brief and its translations, which every list and every count takes as one item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Any

from mkdocs_briefs.library.catalogue import Index
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.texts import base_language
from mkdocs_briefs.problems import Problem


@dataclass(frozen=True, slots=True)
class Family:
    """One brief in all the languages in which it is published."""

    briefs: tuple[Brief, ...]
    """The source first, then its translations by date."""
    lead: Brief
    """The brief that the lists of the site show: in the site's language, else the source."""
    original: Brief | None
    """What all others translate; None where that is not published or there is none."""
    langs: tuple[str, ...]
    """The language of each of `briefs`."""
    site_lang: str

    @property
    def source(self) -> Brief:
        """Return the brief whose facts count: the original, else the oldest translation."""
        return self.briefs[0]

    def in_language(self, lang: str) -> Brief:
        """Return the brief for readers of a language: in it or a variant of it, else the lead."""
        if len(self.briefs) == 1:
            return self.lead
        return _in_language(self.briefs, self.langs, lang) or self.lead

    @property
    def in_order(self) -> tuple[Brief, ...]:
        """Return its briefs, the lead first, then the source."""
        if self.briefs[0] is self.lead:
            return self.briefs
        return (self.lead, *(brief for brief in self.briefs if brief is not self.lead))

    def is_in_site_language(self, brief: Brief) -> bool:
        """Return whether a brief is in the language of the site or a variant of it."""
        return base_language(brief.fields.lang or self.site_lang) == base_language(self.site_lang)

    def others(self, brief: Brief) -> list[tuple[str, Brief]]:
        """Return the other briefs with their languages, by language."""
        rows = zip(self.langs, self.briefs, strict=True)
        return sorted(
            ((lang, other) for lang, other in rows if other.slug != brief.slug),
            key=lambda row: (row[0], row[1].slug),
        )


Families = Mapping[str, Family]
"""Slug -> the family of the brief."""


def _in_language(briefs: Sequence[Brief], langs: Sequence[str], lang: str) -> Brief | None:
    wanted = base_language(lang)
    for alike in (lang.__eq__, lambda own: base_language(own) == wanted):
        for brief, own in zip(briefs, langs, strict=True):
            if alike(own):
                return brief
    return None


def find_families(
    briefs: Sequence[Brief], unpublished: Mapping[str, Brief], index: Index, site_lang: str
) -> tuple[dict[str, Family], list[Problem]]:
    """Return the families of the published `briefs`, and what is wrong with translations.

    A translation of a translation belongs to the family of its original. So do translations of a
    brief that is not published: they have the oldest of them in its place.
    """
    published = {brief.slug: brief for brief in briefs}
    parents = {
        slug: original
        for slug, brief in {**unpublished, **published}.items()
        if (original := brief.unpublished_original or index.find(brief.fields.translation_of or ""))
    }
    problems: list[Problem] = []
    by_root: dict[str, list[Brief]] = defaultdict(list)
    for brief in briefs:
        chain = _chain(brief.slug, parents)
        if chain[0] == chain[-1] and len(chain) > 1:
            problems.append(_circle(brief, chain))
        by_root[_root(chain)].append(brief)
    families: dict[str, Family] = {}
    for root, members in by_root.items():
        if len(members) == 1:
            (brief,) = members
            own = brief.fields.lang or site_lang
            whole = brief if brief.slug not in parents else None
            families[brief.slug] = Family((brief,), brief, whole, (own,), site_lang)
            continue
        family = _family(root, members, parents, site_lang)
        families |= dict.fromkeys((brief.slug for brief in members), family)
        problems += _same_language(family)
    return families, problems


def _chain(slug: str, parents: Mapping[str, str]) -> list[str]:
    """Return a slug and what it translates, step by step, up to the first that comes twice."""
    seen = {slug: None}
    while (parent := parents.get(slug)) is not None:
        if parent in seen:
            return [*seen, parent]
        seen[parent] = None
        slug = parent
    return [*seen]


def _root(chain: list[str]) -> str:
    """Return what stands for a family: the end of its chain, or one of the circle it ends in."""
    begin = chain.index(chain[-1])
    return min(chain[begin:])


def _circle(brief: Brief, chain: Iterable[str]) -> Problem:
    others = " → ".join(chain)
    message = f"“translation_of” leads back to this brief: {others}"
    advice = "Take the field out of the original, which translates nothing."
    return Problem("B320", brief.at("translation_of"), message, advice)


def _family(root: str, members: list[Brief], parents: Mapping[str, str], site_lang: str) -> Family:
    ages = {brief.slug: (brief.fields.date, brief.slug) for brief in members}
    original = next((b for b in members if b.slug == root and root not in parents), None)
    # Where the original is not published, what translates nothing published comes first.
    ordered = sorted(
        members, key=lambda b: (b is not original, parents.get(b.slug) in ages, ages[b.slug])
    )
    langs = tuple(brief.fields.lang or site_lang for brief in ordered)
    lead = _in_language(ordered, langs, site_lang) or ordered[0]
    return Family(tuple(ordered), lead, original, langs, site_lang)


def _same_language(family: Family) -> Iterator[Problem]:
    rows = sorted(
        zip(family.langs, range(len(family.briefs)), family.briefs, strict=True),
        key=lambda row: row[:2],
    )
    for (lang, _, first), (other, _, brief) in pairwise(rows):
        if lang == other and brief.fields.translation_of:
            yield Problem(
                "B321",
                brief.at("translation_of"),
                f"this translation and {first.file} are both in the language “{lang}”",
                "Write the language of each in `lang`. Of two in one language lists show one.",
            )


# What the briefs of a family say alike

_WHEN: Mapping[str, Callable[[Any], object]] = {
    "dates": attrgetter("date"),
    "developments": attrgetter("by"),
    "updates": attrgetter("date", "kind"),
}
"""For each list whose items are matched, the date by which they are known in any language."""


def matched(translation: Brief, source: Brief, field: str) -> dict[int, int]:
    """Return number in a translation -> number in its source of the items that say the same.

    They have the same id. Those to which the translation gives no id are the same in the order of
    the lists, where both briefs have equally many of one date.
    """
    mine, theirs = getattr(translation.fields, field), getattr(source.fields, field)
    by_id = {item.id: n for n, item in enumerate(theirs)} if field != "updates" else {}
    found = {
        n: other
        for n, item in enumerate(mine if by_id else ())
        if (other := by_id.pop(item.id, None)) is not None
    }
    taken = {*found.values()}
    when = _WHEN[field]
    groups: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for n, item in enumerate(mine):
        if n not in found and not translation.gives_id(field, n):
            groups[when(item)][0].append(n)
    for n, item in enumerate(theirs):
        if n not in taken:
            groups[when(item)][1].append(n)
    for here, there in groups.values():
        if len(here) == len(there):
            found |= zip(here, there, strict=True)
    return found
