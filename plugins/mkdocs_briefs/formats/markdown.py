"""A brief, actor or topic as plain Markdown that needs nothing of ours to be read.

Wikilinks become links and citations numbers; what the fields say becomes sections. It keeps to
CommonMark, so that any reader and any other generator can take it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from mkdocs_briefs.formats.commonmark import deeper, plain_words
from mkdocs_briefs.formats.resolving import Address, Other, Resolver
from mkdocs_briefs.library.forecasts import last_likelihood, status_of
from mkdocs_briefs.model.brief import UNATTRIBUTED, Brief, Development, Update
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.pages.facts import horizon_of, modified, summary
from mkdocs_briefs.pages.view_factory import ViewFactory


class Said(Protocol):
    """The interface's words, as in `words("timeline")` and `words.of("kind", "person")`."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key."""

    def of(self, family: str, value: str, /, **values: object) -> str:
        """The word for one of a family of values."""


_BREAK = "\n\n"
Dated = Callable[[Edtf], str]


class MarkdownAlternate:
    """Writes one brief; `address` says how links read, `page_of` what other files lead to.

    Only a page that lists its sources `cites` them by their numbers.
    """

    def __init__(
        self,
        factory: ViewFactory,
        brief: Brief,
        said: Said,
        dated: Dated,
        address: Address,
        page_of: Other,
        *,
        cites: bool = True,
    ) -> None:
        self._factory = factory
        self._brief = brief
        self._said = said
        self._dated = dated
        self._links = Resolver(
            factory,
            brief.uri,
            address,
            page_of,
            listed=factory.library.listed(brief.slug),
            numbers={s.id or "": n for n, s in enumerate(brief.fields.sources, 1) if cites},
        )

    def text(self) -> str:
        """The whole brief, its title first."""
        return _joined([*self._head(), self.body(), *self._sections()]) + "\n"

    def body(self) -> str:
        """The body with its links resolved."""
        return deeper(self._links.resolved(self._brief.body, self._brief.prose)).strip()

    # links

    def _marks(self, refs: Iterable[str]) -> str:
        found = self._links.citation(dict.fromkeys(refs))
        return f" {found}" if found else ""

    def _names(self, refs: Iterable[str]) -> str:
        found = self._factory.actors(self._brief, refs)
        return ", ".join(self._links.link(a.text, a.path) for a in found)

    # parts

    def _head(self) -> Iterator[str]:
        brief, fields, said = self._brief, self._brief.fields, self._said
        yield f"# {plain_words(fields.title)}"
        standfirst = summary(brief)
        if standfirst and fields.summary:
            yield self._links.inline(standfirst.source)
        meta = [fields.date.isoformat(), said.of("type", fields.type)]
        if modified(brief) > fields.date:
            meta.append(said("updated", date=modified(brief).isoformat()))
        authors = self._factory.library.terms_of[brief.slug]["authors"]
        if authors:
            meta.append(f"{said('by_authors')} {', '.join(plain_words(a.name) for a in authors)}")
        yield " · ".join(meta)
        yield self._list(said("glance"), map(self._links.inline, fields.key_points))
        if fields.why_it_matters:
            yield f"**{said('why_it_matters')}:** {self._links.inline(fields.why_it_matters)}"
        yield self._list(said("figures"), self._figures())

    def _sections(self) -> Iterator[str]:
        fields, said = self._brief.fields, self._said
        analysis = f"*{said('analysis')}*"
        yield self._list(said("involved"), self._parts())
        yield self._list(said("timeline"), self._events())
        yield self._list(said("implications"), self.implications(), analysis)
        yield self._list(said("outlook"), map(self.development, fields.developments), analysis)
        yield self._list(said("advice"), self._advice(), analysis)
        yield self._list(said("unknowns"), map(self._links.inline, fields.unknowns))
        yield self._list(said("alternatives"), map(self._links.inline, fields.alternatives))
        yield self._list(said("sources"), self._sources(), mark="1.")
        yield self._list(
            said("updates"),
            map(self.update, fields.updates),
        )
        if fields.methodology:
            yield f"## {said('methodology')}\n\n{self._links.inline(fields.methodology)}"

    def _list(self, title: str, rows: Iterable[str], note: str = "", mark: str = "-") -> str:
        lines = [f"{mark} {row}" for row in rows]
        head = f"## {title}\n\n{note}\n\n" if note else f"## {title}\n\n"
        return head + "\n".join(lines) if lines else ""

    def _parts(self) -> Iterator[str]:
        for part in self._factory.library.parts[self._brief.slug]:
            link = self._factory.actor(part.actor)
            role = f": {self._links.inline(part.item.role)}" if part.item.role else ""
            yield f"{self._links.link(link.text, link.path)}{role}"

    def _events(self) -> Iterator[str]:
        for item in self._brief.fields.dates:
            when = self._dated(item.date) if item.date else self._said("undated")
            status = f" ({self._said('cancelled')})" if item.status == "cancelled" else ""
            yield f"**{when}**{status}: {self._links.inline(item.event)}{self._marks(item.sources)}"

    def implications(self) -> Iterator[str]:
        """What follows, an implication each."""
        for item in self._brief.fields.implications:
            word, date = horizon_of(item.horizon)
            horizon = self._said.of("horizon", word) if word else self._dated(date) if date else ""
            more = "; ".join(filter(None, (horizon, self._names(item.actors))))
            tail = f" ({more})" if more else ""
            said = _labelled(item.label, self._links.inline(item.text))
            yield f"{said}{self._marks(item.sources)}{tail}"

    def development(self, item: Development) -> str:
        """What could happen, in one line."""
        said, status = self._said, status_of(item, self._factory.settings.today)
        rows = [_labelled(item.label, self._links.inline(item.text))]
        likelihood = last_likelihood(item)
        if likelihood:
            rows.append(f"{self._chance(likelihood)}.")
        else:
            rows.append(f"*{said('not_assessed')}.*")
        if item.by:
            rows.append(f"{said('by_deadline', date=self._dated(item.by))}.")
        if item.resolves_if:
            rows.append(f"{said('resolves_if')} {self._links.inline(item.resolves_if)}")
        rows += self._history(item)
        if item.resolution:
            note = f" {self._links.inline(item.resolution.note)}" if item.resolution.note else ""
            rows.append(f"{item.resolution.date}: **{said.of('status', status)}**.{note}")
        return " ".join(rows)

    def _history(self, item: Development) -> Iterator[str]:
        """What a forecast was published as, and each revision of it."""
        if item.revisions and item.likelihood:
            words = self._said("published_as", date=self._brief.fields.date.isoformat())
            yield f"{words} {self._chance(item.likelihood)}."
        for change in sorted(item.revisions, key=lambda change: change.date):
            why = f": {self._links.inline(change.why)}" if change.why else "."
            words = self._said("revised", date=change.date.isoformat())
            yield f"{words} {self._chance(change.likelihood)}{why}"

    def _chance(self, likelihood: Likelihood) -> str:
        return f"**{self._said.of('term', likelihood.term)}** ({likelihood.numbers})"

    def update(self, item: Update) -> str:
        """A change after publication, in one line."""
        kind = self._said.of("update_kind", item.kind)
        return f"{item.date} **{kind}:** {self._links.inline(item.text)}"

    def _advice(self) -> Iterator[str]:
        for item in self._brief.fields.advice:
            yield _labelled(item.label, self._links.inline(item.text))

    def _figures(self) -> Iterator[str]:
        said = self._said
        for item in self._brief.fields.figures:
            unit = f" {plain_words(item.unit)}" if item.unit else ""
            value = plain_words(item.value) + unit
            if item.qualifier != "exact":
                value = said.of("qualifier", item.qualifier, value=value)
            if item.attributed_to == UNATTRIBUTED:
                who = said("unattributed")
            else:
                who = said(
                    "says", who=self._names([item.attributed_to]) or plain_words(item.attributed_to)
                )
            as_of = f", {said('figure_as_of', date=self._dated(item.as_of))}" if item.as_of else ""
            label = plain_words(item.label)
            yield f"**{label}:** {value}, {who}{as_of}{self._marks(item.sources)}"

    def _sources(self) -> Iterator[str]:
        for item in self._brief.fields.sources:
            words = plain_words(item.title or item.url or "")
            title = f"[{words}](<{item.url}>)" if item.url else words
            parts = [
                ", ".join(map(plain_words, item.author)),
                title,
                plain_words(item.publisher or ""),
                self._dated(item.issued) if item.issued else "",
            ]
            note = f". {self._links.inline(item.note)}" if item.note else ""
            yield ", ".join(filter(None, parts)) + note


def _joined(rows: Iterable[str]) -> str:
    return _BREAK.join(filter(None, rows))


def _labelled(label: str | None, text: str) -> str:
    return f"**{plain_words(label)}:** {text}" if label else text
