"""The small views that many pages share, made from the library once: links, cards, items."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Any, TypeVar

from mkdocs_briefs.library.backlinks import Backlink
from mkdocs_briefs.library.catalogue import Actor, Target, Term
from mkdocs_briefs.library.events import Event, Telling
from mkdocs_briefs.library.forecasts import (
    Attribution,
    Decided,
    Forecast,
    audience_of,
    forecasts,
    last_likelihood,
    source_named,
    status_of,
)
from mkdocs_briefs.library.library import Library, Part
from mkdocs_briefs.library.mentions import Mention
from mkdocs_briefs.library.reverse_index import ReverseIndex, build_reverse_index
from mkdocs_briefs.model.brief import Advice, Brief, Development, Implication, Resolution
from mkdocs_briefs.model.ids import PAGES_OF, source_anchor
from mkdocs_briefs.model.moment import Moment
from mkdocs_briefs.model.registry import AuthorEntry, Entry, TermEntry
from mkdocs_briefs.model.texts import base_language, is_web_address
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import (
    NO_DAYS,
    Committed,
    Subjects,
    horizon_of,
    initials,
    is_past,
    last_changed,
    minutes,
    modified,
    month_of,
    name_key,
    plain,
    reworded,
    same_as,
    source_title,
    summary,
    text,
    unscored_why,
    update_anchors,
    verdict_of,
    years_of,
)
from mkdocs_briefs.pages.lists import Pages, pages_of, paths_of_rows, rows_a_page
from mkdocs_briefs.pages.parts import (
    ActorSummary,
    AdviceView,
    BacklinkView,
    BriefSummary,
    Byline,
    DevelopmentView,
    EventView,
    Group,
    ImplicationView,
    Link,
    Picture,
    RevisionView,
    SourceMark,
    Text,
    UpdateView,
)
from mkdocs_briefs.pages.relations import Graph, Network, build_graph, build_network
from mkdocs_briefs.parse.inline import WIKILINK, wikilink_parts

T = TypeVar("T")
MAX_ACTORS_ON_A_CARD = 5


CARD_TEXT = 200
"""Characters of a summary or description on a hover card: about three lines."""
_WIKILINK = re.compile(WIKILINK)


class SectionTexts:
    """Makes the texts of a section of a brief, in which each actor is linked where first named.

    Where an author's own link names an actor, the names that follow are not linked.
    """

    def __init__(self, library: Library, brief: Brief, seen: set[str] | None = None) -> None:
        self.brief, self._library = brief, library
        self._named = library.in_fields[brief.slug]
        self._mode = library.mentions_mode(brief)
        self._seen: set[str] = set() if seen is None else seen

    def of(self, brief: Brief) -> SectionTexts:
        """Return this section for texts of another brief, such as the original of a translation."""
        return self if brief is self.brief else SectionTexts(self._library, brief, self._seen)

    def __call__(self, source: str) -> Text:
        """Return a text of the section."""
        return Text(source, self.brief.slug, self.mentions(source))

    def optional(self, source: str | None) -> Text | None:
        """Return a text of the section, or None when there is none."""
        return self(source) if source else None

    def linked(self, text: Text) -> set[str]:
        """Return the ids of the actors to which a text links."""
        named = self._named.get(text.source)
        links = named.links if named else ()
        own = {ident for *_, (kind, ident), _ in links if kind == "actor"}
        return own | {mention[2] for mention in text.mentions}

    def mentions(self, source: str) -> tuple[Mention, ...]:
        """Return the names in a text of the section that become links."""
        named = self._named.get(source)
        if named is None or self._mode == "off":
            return ()
        if self._mode == "all":
            return named.names
        self._seen.update(ident for *_, (kind, ident), _ in named.links if kind == "actor")
        found = []
        for mention in named.names:
            if mention[2] not in self._seen:
                self._seen.add(mention[2])
                found.append(mention)
        return tuple(found)


class ViewFactory:
    """Views of single things, each made once per library and then shared by every page.

    Names, and links to briefs that have translations, are in the language `lang`, at first that of
    the site. `committed` has the days on which the file of a brief was committed, by its path.
    """

    def __init__(self, library: Library, committed: Mapping[str, Committed] = NO_DAYS) -> None:
        self.library, self.committed = library, committed
        self.settings = library.settings
        self._subjects = Subjects(library)
        self._made: dict[Callable[[ViewFactory], Any], Any] = {}
        self._speak(self.settings.language)

    def _speak(self, lang: str) -> None:
        """Begin to make views for pages in a language."""
        self.lang = lang
        self._others: dict[str, ViewFactory] = {}
        self._brief_links: dict[str, Link] = {}
        self._actor_links: dict[str, Link] = {}
        self._term_links: dict[tuple[str, str], Link] = {}
        self._cards: dict[str, BriefSummary] = {}
        self._faces: dict[str, ActorSummary] = {}
        self._events: dict[str, EventView] = {}
        self._implications: dict[tuple[str, str], ImplicationView] = {}
        self._developments: dict[tuple[str, str], DevelopmentView] = {}
        self._marks: dict[str, dict[str, SourceMark]] = {}
        self._advice: dict[tuple[str, str], AdviceView] = {}
        self._answers: dict[str, dict[str, tuple[Link, ...]]] = {}

    def once(self, make: Callable[[ViewFactory], T]) -> T:
        """Return what `make` makes with this factory, made when it is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def in_language(self, lang: str) -> ViewFactory:
        """Return the views for pages in a language; what no language changes is shared."""
        if lang == self.lang:
            return self
        if lang not in self._others:
            _ = self.where, self.event_paths, self.forecasts
            self._others[lang] = copy(self)
            self._others[lang]._speak(lang)  # noqa: SLF001 - of this class
        return self._others[lang]

    def translated(self, brief: Brief) -> Brief:
        """Return the brief of a family that readers of this language are shown."""
        return self.library.family(brief).in_language(self.lang)

    @cached_property
    def where(self) -> ReverseIndex:
        """Where things occur; links alone do not ask."""
        return build_reverse_index(self.library)

    # links

    def target(self, target: Target) -> Link | None:
        """Return the link to a brief, actor, topic or storyline; None for an unpublished brief."""
        kind, ident = target
        catalogue = self.library.catalogue
        if kind == "brief":
            return self.brief(catalogue.briefs[ident]) if ident in catalogue.briefs else None
        if kind == "actor":
            return self.actor(catalogue.actors[ident])
        return self.term(catalogue.terms[PAGES_OF[kind]][ident])

    def brief(self, brief: Brief) -> Link:
        """Return the link to a brief, the same object wherever it stands."""
        link = self._brief_links.get(brief.slug)
        if link is None:
            link = Link(brief.fields.title, urls.page_path("brief", brief.slug))
            self._brief_links[brief.slug] = link
        return link

    def actor(self, actor: Actor) -> Link:
        """Return the link to an actor's dossier, the same object wherever it stands."""
        link = self._actor_links.get(actor.id)
        if link is None:
            said = actor.called(self.lang, self.settings.language)
            link = Link(said.text, urls.page_path("actor", actor.id), said.lang)
            self._actor_links[actor.id] = link
        return link

    def term(self, term: Term) -> Link:
        """Return the link to a topic or storyline, the same object wherever it stands."""
        link = self._term_links.get((term.registry, term.id))
        if link is None:
            said = term.called(self.lang, self.settings.language)
            link = Link(said.text, f"{term.registry}/{urls.encoded(term.id)}/", said.lang)
            self._term_links[term.registry, term.id] = link
        return link

    def neighbours(self, brief: Brief) -> tuple[Link | None, Link | None]:
        """Return the next newer and the next older brief of another family."""
        newer, older = self.where.neighbours[self.library.lead(brief.slug)]
        return (
            self.brief(self.translated(newer)) if newer else None,
            self.brief(self.translated(older)) if older else None,
        )

    def byline(self, author: Term) -> Byline:
        """Return an author with their own address, as authors have no page here."""
        kind = author.fields.kind if isinstance(author.fields, AuthorEntry) else None
        said = author.called(self.lang, self.settings.language)
        return Byline(said.text, author.fields.url or "", said.lang, kind or "")

    def actors(self, brief: Brief, refs: Iterable[str]) -> tuple[Link, ...]:
        """Return links to the actors that `refs` name in `brief`; unknown ones are left out."""
        return tuple(map(self.actor, self.library.named_actors(brief, refs)))

    def texts(self, brief: Brief) -> SectionTexts:
        """Return what makes the texts of one section of a brief, or of one of its items."""
        return SectionTexts(self.library, brief)

    # things

    def actor_summary(self, actor: Actor) -> ActorSummary:
        """Return an actor as shown in lists, without a role."""
        if actor.id not in self._faces:
            link = self.actor(actor)
            self._faces[actor.id] = ActorSummary(
                actor.id,
                link.text,
                link.path,
                actor.kind or "",
                initials(link.text),
                description=text(actor.fields.description),
                same_as=same_as(actor),
                lang=link.lang,
                site_name="" if link.text == actor.name else actor.name,
            )
        return self._faces[actor.id]

    def actor_summary_of(self, ident: str) -> ActorSummary:
        """Return the actor with this id as shown in lists."""
        return self.actor_summary(self.library.catalogue.actors[ident])

    def part(self, part: Part, brief: Brief) -> ActorSummary:
        """Return an actor with its role in a brief."""
        summary = self.actor_summary(part.actor)
        return ActorSummary(
            summary.id,
            summary.name,
            summary.path,
            summary.kind,
            summary.initials,
            text(part.item.role, brief.slug),
            part.item.capacity or "",
            summary.description,
            summary.same_as,
            summary.lang,
            summary.site_name,
        )

    def card(self, brief: Brief) -> BriefSummary:
        """Return a brief as shown in lists."""
        if brief.slug not in self._cards:
            fields, parts = brief.fields, self.library.parts[brief.slug]
            records = [self.library.record_of(brief, item)[1] for item in fields.developments]
            decided = [bool(it.resolution) for it in records if it.likelihood]
            outcomes = (it.resolution.date for it in records if it.resolution)
            story, whole = minutes(brief)
            self._cards[brief.slug] = BriefSummary(
                slug=brief.slug,
                title=fields.title,
                path=self.brief(brief).path,
                date=fields.moment,
                modified=modified(brief),
                type=fields.type or "",
                lang=fields.lang or self.settings.language,
                summary=summary(brief),
                topics=tuple(self.term(t) for t in self.library.terms_of[brief.slug]["topics"]),
                first_actors=tuple(
                    self.actor_summary(part.actor) for part in parts[:MAX_ACTORS_ON_A_CARD]
                ),
                actors=len(parts),
                implications=len(fields.implications),
                open=decided.count(False),
                decided=decided.count(True),
                minutes=story,
                all_minutes=whole,
                reworded=reworded(brief),
                resolved=max(outcomes, default=None),
                draft=fields.draft,
                updates=len(fields.updates) + sum(bool(d.resolution) for d in fields.developments),
                retracted=any(update.kind == "retraction" for update in fields.updates),
                translations=self.translations(brief),
                picture=_thumbnail(self.picture(brief)),
            )
        return self._cards[brief.slug]

    def picture(self, subject: Brief | Entry) -> Picture | None:
        """Return the picture that an author gave a brief or an actor."""
        image = subject.fields.image if not isinstance(subject.fields, TermEntry) else None
        if image is None:
            return None
        words = None
        if isinstance(subject, Brief):
            uri, words = image.path_from(subject.uri), subject.words_of_image_in_body()
        else:
            uri = subject.image_path
        width, height = self.library.picture_sizes.get(uri, (0, 0))
        path = uri if is_web_address(uri) else urls.encoded(uri)
        return Picture(
            path=path,
            alt=image.alt or words or "",
            width=width,
            height=height,
            caption=image.caption or "",
            credit=image.credit or "",
            in_body=words is not None,
        )

    def translations(self, brief: Brief) -> tuple[Link, ...]:
        """Return links to the other languages of a brief; the words are the tags."""
        others = self.library.family(brief).others(brief)
        return tuple(Link(lang, self.brief(other).path) for lang, other in others)

    def last_changed(self, brief: Brief) -> Moment:
        """Return when the page of a brief last changed, as it shows."""
        return last_changed(brief, self.committed.get(brief.file))

    def newest(self, briefs: Iterable[Brief]) -> Moment | None:
        """Return when any of `briefs` changed last."""
        changes = (self.card(brief).modified for brief in briefs)
        return max(changes, key=lambda moment: moment.order, default=None)

    def groups_of(self, registry: str) -> tuple[Group, ...]:
        """Return topics or storylines with their number of briefs, most first."""
        told, lang = self.where.briefs_of_term, self.lang
        rows = [
            Group(
                self.term(term).text, self.term(term).path, len(told.get((registry, term.id), ()))
            )
            for term in self.library.catalogue.terms[registry].values()
        ]
        return tuple(sorted(rows, key=lambda row: (-row.count, name_key(row.label, lang))))

    def card_text(self, source: str, brief: str = "", most: int = CARD_TEXT) -> str:
        """Return inline Markdown as plain words, at most `most` characters.

        A wikilink without words of its own says what it means. `brief` is the slug of the brief
        that the text is from.
        """
        catalogue = self.library.catalogue
        listed = self.library.listed(brief) if brief else frozenset()

        def named(found: re.Match[str]) -> str:
            parts = wikilink_parts(found[1])
            if parts is None or parts[3]:
                return found[0]
            target = catalogue.resolve(parts[0], parts[1], listed)
            link = self.target(target) if target else None
            return link.text if link else found[0]

        return plain(_WIKILINK.sub(named, source) if "[[" in source else source, most)

    @cached_property
    def developments_by_status(self) -> dict[str, list[DevelopmentView]]:
        """Every development by status; open and overdue by deadline, the rest newest first."""
        found: dict[str, list[DevelopmentView]] = {
            s: [] for s in ("overdue", "open", "yes", "no", "void", "watch")
        }
        for told in self.library.developments:
            view = self.development(*told)
            found[view.status].append(view)
        for status in ("overdue", "open"):
            found[status].sort(
                key=lambda view: (
                    math.inf if not view.by or view.by.last_day is None else view.by.last_day
                )
            )
        return found

    @cached_property
    def forecasts(self) -> dict[tuple[str, str], Forecast]:
        """Every forecast by the slug and the id of its record, in the order of briefs."""
        library = self.library
        rest = library.record_of, library.forecaster, self.settings.today
        every = forecasts(library.developments, *rest)
        return {(each.source.slug, each.record.id or ""): each for each in every}

    def forecast(self, brief: Brief, item: Development) -> Forecast | None:
        """Return the forecast that a development of a brief is, if it is one."""
        source, record = self.library.record_of(brief, item)
        return self.forecasts.get((source.slug, record.id or ""))

    @cached_property
    def network(self) -> Network:
        """Who appears with whom, and which relations the registry states."""
        return build_network(self.library)

    @cached_property
    def graph(self) -> Graph:
        """The graph of all actors, bounded to what a browser can show."""
        return build_graph(self.library, self.where, self.network)

    @cached_property
    def event_paths(self) -> dict[str, str]:
        """The lasting address of each event: on the page of its month, else on that of its year.

        A month's page is one, however long. Events without a month are few.
        """
        loose: dict[int | None, list[Event]] = defaultdict(list)
        paths = {}
        for event in self.library.events:
            year = years_of(event)[0]
            if year is not None and (month := month_of(event)):
                paths[event.id] = urls.anchored(urls.month_path(year, month), event.id)
            else:
                loose[year].append(event)
        for year, events in loose.items():
            for path, event in paths_of_rows(loose_pages(year, events, self)):
                paths[event.id] = urls.anchored(path, event.id)
        return paths

    def event(self, event: Event, section: SectionTexts | None = None) -> EventView:
        """Return an event; in a `section` of its brief in its words and with its sources."""
        if section:
            return self._event(event, section)
        if event.id not in self._events:
            self._events[event.id] = self._event(event, None)
        return self._events[event.id]

    def _event(self, event: Event, section: SectionTexts | None) -> EventView:
        library, own = self.library, section.brief if section else None
        telling = self._telling(event, own)
        item, others = telling.item, [t for t in event.tellings if t is not telling]
        told = (telling, *others)
        shown = self._told_by(event, own)
        today, date = self.settings.today, event.date
        upcoming = bool(date and date.is_after(today)) or (
            item.status == "scheduled" and not (date and date.is_before(today))
        )
        days = [t.brief.fields.date for t in event.originals]
        actors = library.catalogue.actors
        idents = dict.fromkeys((*(telling.actors if own else ()), *event.actors))
        text = section or self.texts(telling.brief)
        words = text(item.event)
        linked = text.linked(words)
        return EventView(
            anchor=(item.id or event.id) if own else event.id,
            permalink=self.event_paths[event.id],
            date=event.date,
            text=words,
            status=item.status,
            upcoming=upcoming and item.status != "cancelled",
            place=next((t.item.place for t in told if t.item.place), ""),
            actors=tuple(self.actor(actors[ident]) for ident in idents),
            briefs=_once((self.brief(brief),) for brief in shown),
            sources=self.marks(own, item.sources) if own else (),
            topics=() if own else _once(self.card(brief).topics for brief in shown),
            first_told=min(days),
            last_told=max(days),
            linked=tuple(self.actor(actors[ident]) for ident in idents if ident in linked),
        )

    def _told_by(self, event: Event, own: Brief | None) -> list[Brief]:
        """Return the briefs that tell of an event, one of each family but that of `own`."""
        families = self.library.families
        if len(event.tellings) == 1:
            brief = event.lead.brief
            return [] if own else [families[brief.slug].in_language(self.lang)]
        found = dict.fromkeys(families[t.brief.slug].lead.slug for t in event.tellings)
        if own:
            found.pop(families[own.slug].lead.slug, None)
        return [families[slug].in_language(self.lang) for slug in found]

    def _telling(self, event: Event, own: Brief | None) -> Telling:
        """Return the account that is shown: that of the page's brief, or in its language."""
        if own:
            return next((t for t in event.tellings if t.brief.slug == own.slug), event.lead)
        site = self.settings.language
        if self.lang == site or len(event.tellings) == 1:
            return event.lead
        lang = base_language(self.lang)
        spoken = (t for t in event.tellings if base_language(t.brief.fields.lang or site) == lang)
        return next(spoken, event.lead)

    def marks(self, brief: Brief, refs: Iterable[str]) -> tuple[SourceMark, ...]:
        """Return the numbered marks of sources that an item of `brief` names."""
        if brief.slug not in self._marks:
            path = self.brief(brief).path
            self._marks[brief.slug] = {
                source.id: SourceMark(
                    number,
                    source_title(brief, number),
                    urls.anchored(path, source_anchor(source.id)),
                )
                for number, source in enumerate(brief.fields.sources, 1)
                if source.id
            }
        known = self._marks[brief.slug]
        return tuple(known[ref] for ref in dict.fromkeys(refs) if ref in known)

    def implication(
        self, brief: Brief, item: Implication, section: SectionTexts | None = None
    ) -> ImplicationView:
        """Return an implication; in a `section` on the page of its brief."""
        key = (brief.slug, item.id or "")
        if section:
            return self._implication(brief, item, section)
        if key not in self._implications:
            self._implications[key] = self._implication(brief, item, None)
        return self._implications[key]

    def _implication(
        self, brief: Brief, item: Implication, section: SectionTexts | None
    ) -> ImplicationView:
        own, text = section is not None, section or self.texts(brief)
        horizon, date = horizon_of(item.horizon)
        return ImplicationView(
            anchor=_anchor(brief, item.id or "", own=own),
            path=urls.anchored(self.brief(brief).path, item.id or ""),
            label=item.label or "",
            text=text(item.text),
            actors=self.actors(brief, item.actors),
            horizon=horizon,
            horizon_date=date,
            confidence=item.confidence or "",
            brief=None if own else self.brief(brief),
            topics=() if own else self.card(brief).topics,
            sources=self.marks(brief, item.sources) if own else (),
            answered_by=self._answers_to(brief, item.id or ""),
            published=None if own else brief.fields.date,
            past=not own and is_past(item.horizon, brief.fields.date, self.settings.today),
        )

    def development(
        self, brief: Brief, item: Development, section: SectionTexts | None = None
    ) -> DevelopmentView:
        """Return a development; in a `section` on the page of its brief."""
        key = (brief.slug, item.id or "")
        if section:
            return self._development(brief, item, section)
        if key not in self._developments:
            self._developments[key] = self._development(brief, item, None)
        return self._developments[key]

    def _development(
        self, brief: Brief, item: Development, section: SectionTexts | None
    ) -> DevelopmentView:
        own, text = section is not None, section or self.texts(brief)
        source, record = self.library.record_of(brief, item)
        revisions = sorted(record.revisions, key=lambda r: r.date)
        reasons = {row.date: row.why for row in item.revisions}
        resolution = record.resolution
        told = (
            self.library.catalogue.brief_index.find(resolution.brief)
            if resolution and resolution.brief
            else None
        )
        latest = revisions[-1].likelihood if revisions else record.likelihood
        forecast = self.forecasts.get((source.slug, record.id or ""))
        return DevelopmentView(
            anchor=_anchor(brief, item.id or "", own=own),
            path=urls.anchored(self.brief(brief).path, item.id or ""),
            label=item.label or "",
            text=text(item.text),
            actors=self.actors(brief, item.actors),
            status=status_of(record, self.settings.today),
            likelihood=last_likelihood(record) if resolution else latest,
            by=record.by,
            resolves_if=text.optional(item.resolves_if),
            resolves_by=text.optional(item.resolves_by),
            signposts=tuple(map(text, item.signposts)),
            confidence=item.confidence or "",
            revisions=tuple(
                RevisionView(
                    r.date,
                    r.likelihood,
                    text.optional(reasons.get(r.date)) or text.of(source).optional(r.why),
                )
                for r in revisions
            ),
            resolved_on=resolution.date if resolution else None,
            resolution_note=self.note(brief, item, text),
            resolution_brief=self._lead_to(told) if told else None,
            brief=None if own else self.brief(brief),
            answered_by=self._answers_to(brief, item.id or ""),
            topics=() if own else self.card(brief).topics,
            first=record.likelihood,
            published=source.fields.date,
            verdict=verdict_of(forecast) if forecast else None,
            unscored=unscored_why(forecast) if forecast else "",
            attributed_to=self.attributed(source, record.attributed_to),
            subject=self.subject(brief, item),
        )

    def subject(self, brief: Brief, item: Development) -> str:
        """Return what a development is about, for places without its brief.

        It is empty where the label says so, or where there is none; else see `Subjects`.
        """
        return self._subjects.of(brief, item.label or "") if item.label else ""

    def attributed(self, brief: Brief, ref: str | None) -> Link | None:
        """Return the actor, author or source of `brief` that `ref` names; None for nobody."""
        found = self.library.attribution(brief, ref) if ref else None
        if ref and found and found.kind == "source" and (source := source_named(ref, brief)):
            anchor = source_anchor(source.id or str(brief.fields.sources.index(source) + 1))
            title = source.title or source.url or ""
            return Link(title, urls.anchored(self.brief(brief).path, anchor))
        return next(iter(self.forecaster(found)), None) if found else None

    def attributed_forecast(self, brief: Brief, item: Development) -> Link | None:
        """Return whom the original attributes a development of a brief to; None for nobody."""
        source, record = self.library.record_of(brief, item)
        return self.attributed(source, record.attributed_to)

    def forecaster(self, whose: Attribution) -> tuple[Link, ...]:
        """Return the actor, the authors or the site; a source is known to its briefs alone."""
        catalogue = self.library.catalogue
        if whose.kind == "actor":
            return tuple(self.actor(catalogue.actors[ident]) for ident in whose.ids)
        if whose.kind == "author":
            authors = catalogue.terms["authors"]
            bylines = [self.byline(authors[ident]) for ident in whose.ids]
            return tuple(Link(one.text, one.path, one.lang) for one in bylines)
        return (Link(self.settings.site_name, ""),) if whose.kind == "site" else ()

    def advice(self, brief: Brief, item: Advice, section: SectionTexts | None = None) -> AdviceView:
        """Return a piece of advice; in a `section` on the page of its brief."""
        key = (brief.slug, item.id or "")
        if section:
            return self._advice_view(brief, item, section)
        if key not in self._advice:
            self._advice[key] = self._advice_view(brief, item, None)
        return self._advice[key]

    def _advice_view(self, brief: Brief, item: Advice, section: SectionTexts | None) -> AdviceView:
        own, text = section is not None, section or self.texts(brief)
        path, about = self.brief(brief).path, dict[str, tuple[Link, str]]()
        items: tuple[Implication | Development, ...] = ()
        if item.addresses:
            items = (*brief.fields.implications, *brief.fields.developments)
        for it in items:
            if it.id and it.id in item.addresses:
                link, outcome = Link(it.label or plain(it.text, 80), urls.anchored(path, it.id)), ""
                if isinstance(it, Development) and (
                    resolution := self.library.record_of(brief, it)[1].resolution
                ):
                    outcome = resolution.outcome
                about[it.id] = link, outcome
        return AdviceView(
            anchor=_anchor(brief, item.id or "", own=own),
            label=item.label or "",
            text=text(item.text),
            audience=self.audience(brief, audience_of(item, brief)),
            addresses=tuple(about[ref] for ref in item.addresses if ref in about),
            actors=self.actors(brief, item.actors),
            brief=None if own else self.brief(brief),
            topics=() if own else self.card(brief).topics,
            path=urls.anchored(path, item.id or ""),
            published=None if own else brief.fields.date,
        )

    def audience(self, brief: Brief, words: Iterable[str]) -> tuple[Link, ...]:
        """Return for whom advice is: actors where `words` name them, else the words."""
        rows = ((self.actors(brief, (one,)) or (Link(one, ""),))[0] for one in words)
        return tuple(dict.fromkeys(rows))

    def note(
        self, brief: Brief, item: Development, section: SectionTexts | None = None
    ) -> Text | None:
        """Return what is said of the outcome of a development, by its brief if it does."""
        source, record = self.library.record_of(brief, item)
        known, own, text = record.resolution, item.resolution, section or self.texts(brief)
        if known is None:
            return None
        said = text.optional(own.note) if own and own.outcome == known.outcome else None
        return said or text.of(source).optional(known.note)

    def _lead_to(self, slug: str) -> Link | None:
        """Return the link to a brief in this language; None for an unpublished one."""
        brief = self.library.catalogue.briefs.get(slug)
        return self.brief(self.translated(brief)) if brief else None

    def _answers_to(self, brief: Brief, ident: str) -> tuple[Link, ...]:
        """Return the advice of `brief` that addresses its item `ident`."""
        if brief.slug not in self._answers:
            path = self.brief(brief).path
            found: dict[str, list[Link]] = defaultdict(list)
            for advice in brief.fields.advice:
                link = Link(
                    advice.label or plain(advice.text, 80), urls.anchored(path, advice.id or "")
                )
                for ref in dict.fromkeys(advice.addresses):
                    found[ref].append(link)
            self._answers[brief.slug] = {ref: tuple(links) for ref, links in found.items()}
        return self._answers[brief.slug].get(ident, ())

    def updates(self, brief: Brief, section: SectionTexts | None = None) -> list[UpdateView]:
        """Return the dated changes of a brief, newest first; of its family without a `section`."""
        known = self.library.updates_of
        rows = [(brief, n) for n in range(len(brief.fields.updates))] if section else known(brief)
        rows.sort(key=lambda row: -row[0].fields.updates[row[1]].moment.order)
        return [self._update(one, number, section) for one, number in rows]

    def _update(self, brief: Brief, number: int, section: SectionTexts | None) -> UpdateView:
        update, link = brief.fields.updates[number], None if section else self.brief(brief)
        said = (section or self.texts(brief))(update.text)
        return UpdateView(update.moment, update.kind, said, link, update_anchors(brief)[number])

    def decided(self, brief: Brief, section: SectionTexts | None = None) -> list[UpdateView]:
        """Return what became of the developments of a brief, newest first.

        Without a `section` on the page of the brief they are those of its family.
        """
        items: list[Decided] = [(brief, item) for item in brief.fields.developments]
        told = items if section else self.library.developments_of(brief)
        rows = [
            (found, *each)
            for each in told
            if (found := self.library.record_of(*each)[1].resolution)
        ]
        rows.sort(key=lambda row: -row[0].date.toordinal())
        return [self._decided(*row, section) for row in rows]

    def _decided(
        self, found: Resolution, brief: Brief, item: Development, section: SectionTexts | None
    ) -> UpdateView:
        path, link = self.brief(brief).path, None if section else self.brief(brief)
        about = Link(item.label or plain(item.text, 80), urls.anchored(path, item.id or ""))
        said = self.note(brief, item, section) or Text("", brief.slug)
        return UpdateView(Moment(found.date), found.outcome, said, link, about=about)

    def backlinks(self, target: Target) -> tuple[BacklinkView, ...]:
        """Return who speaks of `target`, newest first."""
        links = self.library.backlinks(target, self.lang)
        return tuple(self.backlink(link, target) for link in links)

    def backlink(self, link: Backlink, target: Target) -> BacklinkView:
        """Return one place that speaks of `target`, with its sentence."""
        sentence, phrase = link.sentence, link.phrase
        named = self.target(target) if phrase == target[1] else None
        if named:
            # A bare wikilink shows the title of what it leads to.
            sentence, phrase = sentence.replace(phrase, named.text, 1), named.text
        return BacklinkView(self.brief(link.brief), link.brief.fields.moment, sentence, phrase)


def _once(rows: Iterable[tuple[Link, ...]]) -> tuple[Link, ...]:
    """Return all links of `rows`, each once; a row that stands alone is given back as it is."""
    held = [row for row in rows if row]
    if len(held) < 2:
        return held[0] if held else ()
    return tuple(dict.fromkeys(link for row in held for link in row))


def _anchor(brief: Brief, ident: str, *, own: bool) -> str:
    """Return the id of an item on a page; where several briefs meet, their ids must not."""
    return ident if own else f"{brief.slug}/{ident}"


def loose_pages(year: int | None, events: Sequence[Event], factory: ViewFactory) -> Pages[Event]:
    """Return the pages of a year for its events without a month: at least one.

    The events that were told last are on the newest page.
    """
    size = rows_a_page(factory.settings.per_page, 2)
    pages = pages_of(urls.year_path(year), events[::-1], size)
    return [(page, rows[::-1]) for page, rows in pages]


def _thumbnail(picture: Picture | None) -> Picture | None:
    """Return a picture as lists show it: beside a title, without words of its own."""
    if not picture or not picture.is_shown:
        return None
    return Picture(picture.path, width=picture.width, height=picture.height)
