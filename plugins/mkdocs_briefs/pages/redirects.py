"""Old addresses: which page each leads to, what is wrong with them, and which lead nowhere now."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mkdocs_briefs.library.catalogue import fold
from mkdocs_briefs.library.forecasts import has_forecasts
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.ids import (
    PLAIN,
    OldAddressError,
    address_of,
    is_id,
    old_address,
    old_path,
)
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.kinds import INDEXES, holders
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.views import REDIRECT_FIELD, Holder, PageView
from mkdocs_briefs.problems import Location, Problem, shortened


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectView(PageView):
    """An old address that leads to a new one."""

    template = "redirect"

    target: Link
    canonical: str = ""
    """The whole address of the target; empty where the site does not know its own."""
    at: Location
    """Where the address is claimed."""
    former: bool = False
    """Whether nobody claims it: it is of a pattern that addresses had before."""


def redirects(library: Library) -> Iterator[RedirectView]:
    """Yield a page at each old address that leads somewhere; those with a problem have none."""
    for each in redirect_claims(library):
        if isinstance(each, RedirectView):
            yield each


def redirect_claims(library: Library) -> Iterator[RedirectView | Problem]:
    """Yield the redirect or the problem of everything that `redirect_from` names."""
    found, site = [*holders(library)], library.settings.site_url
    taken = TakenFiles()
    for it in INDEXES:
        taken.add(urls.file_of(it.address()), f"the page {it.address()}")
    taken.add(urls.file_of(""), "the front page")
    for one in found:
        taken.add(urls.file_of(one.path), f"the {one.kind} {one.id}")
    for one in found:
        for written, at in one.old:
            try:
                path = urls.encoded(old_path(written, one.page.folder))
            except OldAddressError as error:
                yield _no_address(written, error, at)
                continue
            file = urls.file_of(path)
            if path == one.path:
                continue  # it was renamed and back again
            if whose := taken.by(file):
                yield address_taken(path, whose, at)
            else:
                taken.add(file, f"a redirect to the {one.kind} {one.id}")
                yield _view(path, one, at, site)
    briefs = {one.id: one for one in found if one.kind == "brief"}
    for path, brief in former_paths(library):
        if not taken.by(urls.file_of(path)):
            taken.add(urls.file_of(path), path)
            yield _view(path, briefs[brief.slug], brief.at("date"), site, former=True)


class TakenFiles:
    """Tells whose a file of the site is, also by a name that is the same on Windows or macOS.

    A file is taken, too, where another needs it as a folder, or is a file on the way to it.
    """

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def add(self, file: str, whose: str) -> None:
        """Note whose a file is; the first stays."""
        key = _key(file)
        self._files.setdefault(key, whose)
        for folder in _folders(key):
            self._folders.setdefault(folder, whose)

    def by(self, file: str) -> str:
        """Return whose the file is; empty where it is free."""
        key = _key(file)
        above = (self._files[folder] for folder in _folders(key) if folder in self._files)
        return self._files.get(key) or self._folders.get(key) or next(above, "")


def _key(file: str) -> str:
    return unicodedata.normalize("NFC", file).casefold()


def _folders(path: str) -> Iterator[str]:
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)


def former_paths(library: Library) -> Iterator[tuple[str, Brief]]:
    """Yield the addresses by all patterns of the site for all slugs that a brief has or had.

    The older brief comes first. Addresses of today are among them.
    """
    patterns = sorted(library.settings.former_addresses | {library.settings.address})
    for pattern in patterns if patterns != [PLAIN] else ():
        for brief in reversed(library.briefs):
            for name in (brief.name, *filter(is_id, brief.fields.redirect_from)):
                old = address_of(pattern, name, brief.fields.date)
                yield urls.page_path("brief", old), brief


def _view(
    path: str, holder: Holder, at: Location, site: str, *, former: bool = False
) -> RedirectView:
    return RedirectView(
        path=path,
        title=holder.name,
        description=holder.name,
        lang=holder.lang,
        target=Link(holder.name, holder.path),
        canonical=site and f"{site}{holder.path}",
        at=at,
        former=former,
    )


def _no_address(written: str, error: OldAddressError, at: Location) -> Problem:
    message = f"“{shortened(written)}” is not an address of this site: {error}"
    return Problem("B208", at, message, error.advice)


def address_taken(path: str, whose: str, at: Location) -> Problem:
    """Return the problem of an old address that another page or file has."""
    return Problem(
        "B306",
        at,
        f"the address {path or '/'} already belongs to {whose}",
        "Leave it out here, or there.",
    )


ALIKE = 0.6
"""From this share of common characters on (as in difflib), a new name may be the old thing's."""
_FEW = 50
"""Gone pages up to which each is compared with all new names."""


def removed_addresses(
    before: Library,
    now: Library,
    unreadable: Container[str] = (),
    elsewhere: Callable[[str], bool] = lambda _: False,
) -> Iterator[Problem]:
    """Yield a problem for each subject and redirect of `before` whose address `now` has not.

    Both hold what is published at their time. Of files that are `unreadable` now nothing can be
    said; `elsewhere` tells whether another page of the site has a path. A brief that is gone with
    forecasts is not told of here: `library.forecasts` does that.
    """
    there, leading = [*holders(now)], [*redirects(now)]
    lasting = {brief.lasting_id for brief in now.briefs}
    kept = {urls.file_of(one.path) for one in there}
    kept |= {urls.file_of(view.path) for view in leading}
    published = [*holders(before)]
    addresses = {urls.file_of(one.path) for one in published}
    gone = [
        one
        for one in published
        if urls.file_of(one.path) not in kept
        and one.at.path not in unreadable
        and not elsewhere(one.path)
    ]
    fresh = [one for one in there if urls.file_of(one.path) not in addresses]
    for one in gone:
        brief = before.catalogue.briefs[one.id] if one.kind == "brief" else None
        if brief and has_forecasts(brief) and brief.lasting_id not in lasting:
            continue
        successor = _successor(one, there, fresh if len(gone) <= _FEW else ())
        if one.registered:
            yield _gone(one, successor, now, before.settings.address)
        else:
            yield _unnamed(one, successor, _last_named(one, before, now))
    lost = {urls.file_of(one.path) for one in gone}
    moved = {view.path: view.target.path for view in leading}
    for view in redirects(before):
        file, target = urls.file_of(view.path), view.target.path
        if file not in kept and urls.file_of(target) not in lost and not elsewhere(view.path):
            new = moved.get(target, target)
            holder = next((one for one in there if one.path == new and one.registered), None)
            yield _led_on(view, new, holder.at if holder else Location(view.at.path))


def changed_events(
    before: Library, now: Library, unreadable: Container[str] = ()
) -> Iterator[Problem]:
    """Yield a problem for each event of `before` whose id no event has now.

    Of an event whose briefs are all gone or `unreadable` nothing is said.
    """
    kept = {event.id for event in now.events}
    lasting = {brief.lasting_id: brief for brief in now.briefs}
    for event in before.events:
        briefs = [lasting.get(telling.brief.lasting_id) for telling in event.tellings]
        brief = next((one for one in briefs if one and one.file not in unreadable), None)
        if event.id not in kept and brief is not None:
            text = " ".join(event.lead.item.event.split())
            yield Problem(
                "B605",
                brief.at("dates"),
                f"the event “{shortened(text)}” had the id {event.id}, which no event has now",
                f"If the event is still told, give it this id: id: {event.id}.",
            )


def _gone(old: Holder, successor: Holder | None, now: Library, pattern: str) -> Problem:
    """Return the problem of one that is gone, located where something can be done about it.

    `pattern` is the one of the addresses of briefs at its time.
    """
    what, word = f"the {old.kind} “{old.name}” had the page {old.path}", old_address(old.id)
    waiting = now.catalogue.unpublished.values() if old.kind == "brief" else ()
    held = next((one for one in waiting if old.id == one.slug or old.at.path == one.file), None)
    if held is not None:
        if held.fields.draft:
            at, why = held.at("draft"), "it is a draft now"
        else:
            at, why = held.at("date"), f"it is dated {held.fields.date} now, which is still ahead"
        help_ = f"Publish it, or let another brief say {REDIRECT_FIELD}: [{word}]."
        return Problem("B603", at, f"{what}; {why}", help_)
    message = f"{what}, which is gone, and nothing leads on from there"
    if successor is None:
        help_ = f"Bring it back, or name it where it went: {REDIRECT_FIELD}: [{word}]."
        return Problem("B603", Location(old.at.path), message, help_)
    known = now.settings.former_addresses | {now.settings.address}
    if old.kind == "brief" and pattern not in known:
        help_ = f'Name the former pattern in mkdocs.yml: former_addresses: ["{pattern}"].'
        return Problem("B603", successor.at, message, help_)
    help_ = (
        f"Add to the {old.kind} {successor.id}, if that takes its place: {_list(successor, old)}."
    )
    return Problem(
        "B603", successor.at if successor.registered else Location(old.at.path), message, help_
    )


def _unnamed(old: Holder, successor: Holder | None, at: Location) -> Problem:
    """Return the problem of a name that briefs alone gave a page."""
    new = successor.id if successor else "its new id"
    return Problem(
        "B604",
        at,
        f"the {old.kind} “{old.name}” had the page {old.path}, as a brief named it; none does now",
        f"Give it the old id where it is named, or register {new} with "
        f"{REDIRECT_FIELD}: [{old.id}].",
    )


def _last_named(old: Holder, before: Library, now: Library) -> Location:
    """Return where the newest brief that named it would name it now."""
    for brief in before.briefs:
        if field := old.page.field_that_names(old.id, brief, before):
            same = now.catalogue.briefs.get(brief.slug)
            return same.at(field) if same else Location(brief.file)
    return Location(now.settings.briefs_dir)


def _list(successor: Holder, old: Holder) -> str:
    """Return the field of `successor` as it is to be."""
    words = [*(word for word, _ in successor.old), old_address(old.id)]
    return f"{REDIRECT_FIELD}: [{', '.join(words)}]"


def _led_on(view: RedirectView, target: str, at: Location) -> Problem:
    """Return the problem of a redirect that is gone while its target is there, or has moved."""
    message = f"the old address {view.path} led to {target}, and leads nowhere now"
    return Problem("B603", at, message, f"Put it back: {REDIRECT_FIELD}: [{view.path}].")


def _successor(old: Holder, there: Sequence[Holder], fresh: Sequence[Holder]) -> Holder | None:
    """Return what most likely took the place of `old`: by its file, its name, or a similar name."""
    alike = [one for one in there if one.kind == old.kind]
    if old.kind == "brief":
        for one in alike:
            if one.at.path == old.at.path:
                return one
    name = fold(old.name)
    for one in alike:
        if any(fold(other) in (name, fold(old.id)) for other in one.names):
            return one
    rated = [(_likeness(old, one), one) for one in fresh if one.kind == old.kind]
    best = max(rated, key=lambda row: row[0], default=(0.0, None))
    return best[1] if best[0] >= ALIKE else None


def _likeness(old: Holder, new: Holder) -> float:
    return max(
        SequenceMatcher(None, fold(one)[:100], fold(other)[:100], autojunk=False).ratio()
        for one, other in ((old.name, new.name), (old.id, new.id))
    )
