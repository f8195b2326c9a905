"""An edit that counts as shown on its own page alone changes no other page's view."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.builder.page_keys import PageKeys, SharedFacts, edited_alone, facts_of
from mkdocs_briefs.builder.pipeline import Loaded, Reader
from mkdocs_briefs.builder.site import Repository, Site
from mkdocs_briefs.builder.store import digest_of
from mkdocs_briefs.builder.workspace import SourceFile, Workspace
from mkdocs_briefs.library.library import Library
from support.briefs import SETTINGS, brief

FRONT = {
    "strike": "summary: Pilots strike.\nactors: [{name: Mira Okafor, kind: person}, port]\n",
    "talks": "actors: [port]\nrelated: [strike]\n",
    "verdict": "summary: It is over.\ndates: [{date: 2024-05-01, event: A verdict}]\n",
}
BODIES = {
    "strike": "## Night shift\n\nThe [[talks]] came late. Port of Hale waits.",
    "talks": "They met. Mira Okafor spoke of [[strike]] at length.",
    "verdict": "The court sat.",
}
REGISTRY = b"port: {name: Port of Hale, kind: organization}\n"
PIECES = st.lists(
    st.sampled_from(
        [
            "They met.", "Mira Okafor spoke.", "Port of Hale waits.", "[[strike]]", "[[talks|the talks]]",
            "[[port]]", "\n\n", "## Night shift\n\n", "# Title\n\n", "A long sentence without any name in it. ",
            "[a](talks.md)", "- Port of Hale\n", "`Port of Hale`", "<!-- briefs:dates -->\n\n", "word " * 240,
        ]
    ),
    max_size=7,
).map(" ".join)  # fmt: skip


def workspace(bodies: dict[str, str]) -> Workspace:
    files = [
        SourceFile(
            "brief", "", f"briefs/{name}.md", f"briefs/{name}.md",
            f"---\ntitle: The {name}\ndate: 2024-04-22\n{FRONT[name]}---\n{body}\n".encode(),
        )
        for name, body in bodies.items()
    ]  # fmt: skip
    files.append(
        SourceFile("registry", "actors", "briefs/actors.yml", "briefs/actors.yml", REGISTRY)
    )
    return Workspace(Path("briefs"), tuple(files), (), (), Path("docs"))


@cache
def site(*bodies: str) -> Site:
    loaded = Reader().read(workspace(dict(zip(BODIES, bodies, strict=True))), SETTINGS)
    return Site(loaded, [], Repository(), lambda _: None)


def facts(library: Library, sources: dict[str, str]) -> dict[str, SharedFacts]:
    return {
        brief.file: facts_of(brief, sources[brief.file], library.links_from[brief.slug], {})
        for brief in library.briefs
    }


def digests(loaded: Loaded) -> dict[str, str]:
    return {file: digest_of(data) for file, data in loaded.data.items()}


def views(shown: Site, without: Iterable[str]) -> dict[str, str]:
    """A digest of the view of each page but those of these files."""
    keys = PageKeys(shown)
    return {
        spec.head.path: keys.key(spec.view(), None, [])
        for spec in shown.specs()
        if getattr(spec.source, "file", "") not in without
    }


@given(st.sampled_from([*BODIES]), PIECES)
def test_other_pages_stay_where_an_edit_is_said_to_show_on_its_own(name: str, body: str) -> None:
    before, after = site(*BODIES.values()), site(*(BODIES | {name: body}).values())
    known = facts(before.loaded.library, digests(before.loaded))
    edited = edited_alone(after.loaded.library, digests(after.loaded), known)
    if edited is not None:
        file = f"briefs/{name}.md"
        assert edited <= {file}
        assert views(after, [file]) == views(before, [file])


def judged(name: str, old: str, new: str) -> frozenset[str] | None:
    before = site(*BODIES.values())
    assert old in BODIES[name]
    after = site(*(BODIES | {name: BODIES[name].replace(old, new)}).values())
    known = facts(before.loaded.library, digests(before.loaded))
    return edited_alone(after.loaded.library, digests(after.loaded), known)


def test_what_only_its_own_page_shows() -> None:
    assert judged("verdict", "court", "judge") == {"briefs/verdict.md"}
    assert judged("strike", "Night", "Day") == {"briefs/strike.md"}


def test_what_other_pages_show() -> None:
    assert judged("talks", "They met.", "They sat.") is None, "the standfirst of its card"
    assert judged("talks", "at length", "at last") is None, "a sentence that another page quotes"
    assert judged("strike", "waits", "sleeps") is None, "a sentence that speaks of an actor"
    assert judged("verdict", "sat.", "sat. " + "word " * 500) is None, "the time to read it"
    assert judged("verdict", "sat", "sat by the [[port]]") is None, "a new link"


def test_nothing_changed() -> None:
    assert judged("talks", "They", "They") == frozenset()


def test_what_is_known_spares_the_sentences_but_not_what_changed() -> None:
    library, sources = site(*BODIES.values()).loaded.library, dict.fromkeys(BODIES, "x")
    brief = library.briefs[0]
    links = library.links_from[brief.slug]
    first = facts_of(brief, sources[brief.slug], links, {})
    assert facts_of(brief, sources[brief.slug], links, {brief.file: first}) is first
    assert facts_of(brief, "y", links, {brief.file: first}) == first._replace(source="y")


def test_an_id_that_an_author_gives_matches_otherwise_than_a_made_one() -> None:
    made, given_id = (
        brief("a", f"developments: [{{label: Appeal, text: They appeal.{ident}}}]")
        for ident in ("", ", id: appeal")
    )
    assert made.fields == given_id.fields
    first, second = (facts_of(one, "x", (), {}).fields for one in (made, given_id))
    assert first != second
