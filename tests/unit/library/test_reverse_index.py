"""The library turned round."""

from __future__ import annotations

from mkdocs_briefs.library.reverse_index import build_reverse_index
from support.briefs import WORLD, brief, library, world_briefs


def test_every_part_term_and_item_is_found_from_the_other_side() -> None:
    found = library(world_briefs(), **WORLD)
    where = build_reverse_index(found)
    for one in found.briefs:
        family = found.family(one).briefs
        for part in found.parts[one.slug]:
            told = [brief for brief, _ in where.parts_of_actor[part.actor.id] if brief in family]
            assert len(told) == 1
        for registry, terms in found.terms_of[one.slug].items():
            for term in terms:
                filed = where.briefs_of_term[registry, term.id]
                assert len([brief for brief in filed if brief in family]) == 1
    told = {(slug, e.id) for slug, events in where.events_of_brief.items() for e in events}
    assert told == {(t.brief.slug, e.id) for e in found.events for t in e.tellings}


def test_neighbours_are_one_chain_from_newest_to_oldest() -> None:
    found = library(world_briefs(), **WORLD)
    where = build_reverse_index(found)
    at, walked = found.leads[0], []
    while at:
        walked.append(at)
        newer, older = where.neighbours[at.slug]
        assert (newer.slug if newer else None) == (walked[-2].slug if len(walked) > 1 else None)
        at = older
    assert tuple(walked) == found.leads


def test_an_event_belongs_to_those_whom_it_names_and_to_no_others() -> None:
    where = build_reverse_index(library([
        brief("a", """
            actors: [one, two]
            dates: [2024-01-01: Unnamed, {date: 2024-01-02, event: Named, actors: [two]}, 2024-01-03: One acts]
            """)
    ]))  # fmt: skip
    found = {
        ident: [e.lead.item.event for e in rows] for ident, rows in where.events_of_actor.items()
    }
    assert found == {"one": ["One acts"], "two": ["Named"]}


def test_members_and_ties_come_from_the_registry() -> None:
    where = build_reverse_index(library([], **WORLD))
    assert [a.id for a in where.members["fatah"]] == ["hamas"]
    assert [a.id for a in where.members["hamas"]] == ["fatah"]
    assert [(a.id, tie.relation) for a, tie in where.ties_to["iran"]] == [("hamas", "ally")]
