"""What pages show of briefs beside the bodies on their own pages.

Most edits touch the body of one brief, and most bodies show on one page. This module tells such
edits from those that other pages show.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from mkdocs_briefs.builder.store import digest_of, digest_of_value
from mkdocs_briefs.library.backlinks import Backlink
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.facts import first_paragraph, minutes


class SharedFacts(NamedTuple):
    """Digests of what is known of one brief. Rows of JSON hold it."""

    source: str
    """Of its file."""
    fields: str
    """Of its fields, and of what pages show of its body without a link."""
    places: str
    """Of the places in its body that speak of other pages."""
    sentences: str
    """Of the sentences around these places, which the other pages quote."""


Known = Mapping[str, SharedFacts]
"""By file."""


def facts_of(brief: Brief, source: str, links: Collection[Backlink], known: Known) -> SharedFacts:
    """Return the facts of a brief.

    `source` is the digest of its file and `links` is what its body speaks of. What is `known` of
    the same file spares work.
    """
    before = known.get(brief.file)
    same = before if before and before.source == source else None
    places = digest_of_value([[*link.target, link.start, link.end, link.phrase] for link in links])
    if same and same.places == places:
        return same
    sentences = digest_of_value([[*link.target, link.phrase, link.sentence] for link in links])
    fields = same.fields if same else _fields(brief)
    return SharedFacts(source, fields, places, sentences)


def edited_alone(
    library: Library, sources: Mapping[str, str], known: Known
) -> frozenset[str] | None:
    """Return the files of the briefs that changed, if no page but their own shows it.

    Return None where another page may show a change. `sources` has the digest of each file. The
    caller knows that the same files are there, and that no registry has changed.
    """
    changed = []
    for brief in library.briefs:
        before = known.get(brief.file)
        if before is None:
            return None
        if before.source != sources[brief.file]:
            if before.fields != _fields(brief):
                return None
            changed.append(brief)
    for brief in changed:
        links = library.links_of([brief])
        facts = facts_of(brief, sources[brief.file], links, {})
        if facts.sentences != known[brief.file].sentences:
            return None
    return frozenset(brief.file for brief in changed)


def _fields(brief: Brief) -> str:
    fields = brief.fields
    stand_in = "" if fields.summary else first_paragraph(brief.body)
    # An event has the id that its author gave, or one that is made.
    given = [("dates", n, "id") in brief.positions.places for n in range(len(fields.dates))]
    rest = (brief.slug, brief.uri, minutes(brief), stand_in, given, brief.page_meta, brief.extra)
    return digest_of(f"{fields.model_dump_json()}\0{rest!r}".encode("utf-8", "surrogatepass"))
