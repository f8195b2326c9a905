"""Old addresses: which page each leads to, what is wrong with them, and which lead nowhere now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from mkdocs_briefs.library.catalogue import Actor, Term
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.ids import PAGES_OF, TERMS
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.views import RedirectView
from mkdocs_briefs.problems import Location, Problem

FIELD = "redirect_from"


@dataclass(frozen=True, slots=True)
class Holder:
    """What has a page of its own for as long as it lasts: a brief, actor, topic or storyline."""

    kind: str
    id: str
    name: str
    """Its title or name, as readers know it."""
    names: tuple[str, ...]
    """That, and what else it is called."""
    lang: str
    at: Location
    """Where it begins; of one that no registry has, nowhere (an empty path)."""
    old: tuple[tuple[str, Location], ...]
    """What `redirect_from` names, and where."""

    @property
    def path(self) -> str:
        """The address of its page."""
        return urls.page_path(self.kind, self.id)

    @property
    def registered(self) -> bool:
        """Whether it has a file or an entry of its own, and not only a mention by others."""
        return bool(self.at.path)


def holders(library: Library) -> Iterator[Holder]:
    """Everything published that has a page of its own, in the order of the plan."""
    catalogue, language = library.catalogue, library.settings.language
    for brief in library.briefs:
        yield _of_brief(brief, language)
    for actor in catalogue.actors.values():
        yield _of_entry("actor", actor, language)
    for kind, registry in TERMS.items():
        for term in catalogue.terms[registry].values():
            yield _of_entry(kind, term, language)


def _of_brief(brief: Brief, language: str) -> Holder:
    fields = brief.fields
    old = tuple((word, brief.at(FIELD, n)) for n, word in enumerate(fields.redirect_from))
    lang = fields.lang or language
    at = brief.at("slug")
    return Holder("brief", brief.slug, fields.title, (fields.title,), lang, at, old)


def _of_entry(kind: str, thing: Actor | Term, language: str) -> Holder:
    fields, entry = thing.fields, thing.entry
    names = (thing.name, *fields.aliases)
    if entry is None:
        return Holder(kind, thing.id, thing.name, names, language, Location(""), ())
    place = partial(entry.positions.at, *entry.prefix)
    old = tuple((word, place(FIELD, n)) for n, word in enumerate(fields.redirect_from))
    return Holder(kind, thing.id, thing.name, names, language, place(), old)


def redirects(library: Library) -> Iterator[RedirectView]:
    """A page at each old address that leads somewhere; those with a problem have none."""
    for each in _claims(library):
        if isinstance(each, RedirectView):
            yield each


def check_redirects(library: Library) -> Iterator[Problem]:
    """Old addresses that are none, that other pages have, or that two things claim."""
    for each in _claims(library):
        if isinstance(each, Problem):
            yield each


def _claims(library: Library) -> Iterator[RedirectView | Problem]:
    """The redirect or the problem of everything that `redirect_from` names."""
    found = [*holders(library)]
    taken = {urls.file_of(path): f"the page {path}" for path in map(urls.hub_path, urls.HUBS)}
    taken[urls.file_of("")] = "the front page"
    taken |= {urls.file_of(one.path): f"the {one.kind} {one.id}" for one in found}
    for one in found:
        for written, at in one.old:
            path = old_path(written, one.kind)
            file = urls.file_of(path)
            if not path:
                yield _no_address(written, one, at)
            elif path == one.path:
                continue  # it was renamed and back again
            elif file in taken:
                yield _taken(path, taken[file], at)
            else:
                taken[file] = f"a redirect to the {one.kind} {one.id}"
                yield _view(path, one, at)


def _view(path: str, holder: Holder, at: Location) -> RedirectView:
    return RedirectView(
        template="redirect",
        path=path,
        title=holder.name,
        description=holder.name,
        lang=holder.lang,
        target=Link(holder.name, holder.path),
        at=at,
    )


def _no_address(written: str, holder: Holder, at: Location) -> Problem:
    message = f"“{written[:80]}” is not an address of this site"
    section = PAGES_OF[holder.kind]
    return Problem(
        "B208", at, message, f"Write the old id, or the path on this site, as in {section}/old/."
    )


def _taken(path: str, whose: str, at: Location) -> Problem:
    return Problem(
        "B306",
        at,
        f"the address {path} already belongs to {whose}",
        "Leave it out here, or there.",
    )


def old_path(written: str, kind: str = "brief") -> str:
    """The path of an old address: a slug or id means that of its `kind`.

    Empty when it could leave the site.
    """
    old = written.strip().lstrip("/")
    if not old or ":" in old or "\\" in old or "?" in old or "#" in old or ".." in old.split("/"):
        return ""
    if "/" not in old and not old.endswith(".html"):
        return urls.page_path(kind, old)
    return urls.encoded(old if old.endswith(("/", ".html")) else f"{old}/")
