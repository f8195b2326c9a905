"""The page of one brief."""

from __future__ import annotations

from mkdocs_briefs.library.events import Event
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.related import Related
from mkdocs_briefs.model.addresses import is_web_address
from mkdocs_briefs.model.brief import UNATTRIBUTED, Brief, Figure, Source
from mkdocs_briefs.model.sections import source_anchor
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import plain, text
from mkdocs_briefs.pages.paging import crumbs
from mkdocs_briefs.pages.parts import (
    AdviceView,
    FigureView,
    Link,
    Reason,
    RelatedView,
    SourceView,
    StoryPlace,
    Text,
)
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import BriefView


def brief_view(brief: Brief, factory: ViewFactory, events: tuple[Event, ...]) -> BriefView:
    """Everything the page of `brief` shows; `events` are those it tells of, in order of time."""
    fields, library, slug = brief.fields, factory.library, brief.slug
    card = factory.card(brief)
    standfirst = card.summary
    newer, older = factory.neighbours(brief)
    return BriefView(
        template="brief",
        path=card.path,
        title=fields.title,
        description=plain(standfirst.source) if standfirst else fields.title,
        lang=card.lang,
        breadcrumbs=crumbs(Link("briefs", urls.hub_path("briefs"))),
        modified=card.modified,
        image=_image(brief),
        previous=older,
        next=newer,
        card=card,
        authors=tuple(factory.byline(author) for author in library.terms_of[slug]["authors"]),
        storylines=_stories(brief, factory),
        summary=standfirst,
        why_it_matters=text(fields.why_it_matters, slug),
        key_points=_texts(fields.key_points, slug),
        figures=tuple(_figure(brief, figure, factory) for figure in fields.figures),
        actors=tuple(factory.part(part, brief) for part in library.parts[slug]),
        events=tuple(factory.event(event, brief) for event in events),
        implications=tuple(
            factory.implication(brief, item, own=True) for item in fields.implications
        ),
        developments=tuple(
            factory.development(brief, item, own=True) for item in fields.developments
        ),
        advice=_advice(brief),
        advice_audience=fields.advice_audience,
        unknowns=_texts(fields.unknowns, slug),
        alternatives=_texts(fields.alternatives, slug),
        sources=tuple(_source(n, source, slug) for n, source in enumerate(fields.sources, 1)),
        updates=tuple(factory.updates(brief, own=True)),
        decided=tuple(factory.decided(brief, own=True)),
        decides=tuple(factory.development(*row) for row in library.decisions.get(slug, ())),
        methodology=text(fields.methodology, slug),
        as_of=fields.as_of,
        review_by=fields.review_by,
        review_due=bool(fields.review_by and fields.review_by < factory.settings.today),
        related=tuple(_related(row, factory) for row in library.related[slug]),
        mentioned_in=factory.backlinks(("brief", slug)),
        translations=_translations(brief, library, factory),
        scale=factory.settings.likelihood_scale,
        draft=fields.draft,
        scheduled=fields.date > factory.settings.today,
        original=_original(brief, factory),
    )


def _texts(sources: tuple[str, ...], slug: str) -> tuple[Text, ...]:
    return tuple(Text(source, slug) for source in sources)


def _image(brief: Brief) -> str:
    """The picture's address: as given when absolute, else beside the brief's file."""
    image = brief.fields.image
    if image is None or is_web_address(image):
        return image or ""
    if image.startswith("/"):
        return urls.encoded(image.lstrip("/"))
    return urls.encoded("/".join([*brief.uri.split("/")[:-1], image.removeprefix("./")]))


def _stories(brief: Brief, factory: ViewFactory) -> tuple[StoryPlace, ...]:
    places = []
    for term in factory.library.terms_of[brief.slug]["storylines"]:
        told = factory.where.briefs_of_term["storylines", term.id][::-1]
        place = next(n for n, other in enumerate(told) if other.slug == brief.slug)
        before = factory.brief(told[place - 1]) if place else None
        after = factory.brief(told[place + 1]) if place + 1 < len(told) else None
        places.append(StoryPlace(factory.term(term), place + 1, len(told), before, after))
    return tuple(places)


def _figure(brief: Brief, figure: Figure, factory: ViewFactory) -> FigureView:
    said_by, path = figure.attributed_to, ""
    if said_by.casefold() == UNATTRIBUTED:
        said_by = ""
    elif found := factory.actors(brief, (said_by,)):
        said_by, path = found[0].text, found[0].path
    return FigureView(
        figure.id or "",
        figure.label,
        figure.value,
        figure.unit or "",
        figure.qualifier,
        figure.as_of,
        said_by,
        path,
        factory.marks(brief, figure.sources),
    )


def _advice(brief: Brief) -> tuple[AdviceView, ...]:
    fields = brief.fields
    items = {
        item.id: item
        for key in ("implications", "developments")
        for item in getattr(fields, key)
        if item.id
    }
    path = urls.page_path("brief", brief.slug)
    about = {
        ref: Link(item.label or plain(item.text, 80), urls.anchored(path, ref))
        for ref, item in items.items()
    }
    outcome = {d.id: d.resolution.outcome for d in fields.developments if d.id and d.resolution}
    return tuple(
        AdviceView(
            item.id or "",
            item.label or "",
            Text(item.text, brief.slug),
            item.audience or fields.advice_audience,
            tuple(about[ref] for ref in item.addresses if ref in about),
            tuple((about[ref], outcome[ref]) for ref in item.addresses if ref in outcome),
        )
        for item in fields.advice
    )


def _source(number: int, source: Source, slug: str) -> SourceView:
    return SourceView(
        number=number,
        anchor=source_anchor(source.id or str(number)),
        title=source.title or source.url or "",
        url=source.url or "",
        publisher=source.publisher or "",
        authors=source.author,
        issued=source.issued,
        accessed=source.accessed,
        archive_url=source.archive_url or "",
        kind=source.kind or "",
        reliability=source.reliability or "",
        note=text(source.note, slug),
    )


def _related(row: Related, factory: ViewFactory) -> RelatedView:
    reasons = [Reason(row.declared)] if row.declared else []
    catalogue = factory.library.catalogue
    named: dict[str, list[str]] = {}
    for kind, ident in row.shared:
        names = named.setdefault(kind, [])
        if kind == "actors":
            names.append(catalogue.actors[ident].name)
        elif kind in ("topics", "storylines"):
            names.append(catalogue.terms[kind][ident].name)
    reasons += [Reason(kind, tuple(names[:4])) for kind, names in named.items()]
    return RelatedView(factory.card(row.brief), tuple(reasons))


def _original(brief: Brief, factory: ViewFactory) -> str:
    """Where the chain of `translation_of` ends; empty where nothing is published there."""
    catalogue, seen = factory.library.catalogue, {brief.slug: None}
    while ref := brief.fields.translation_of:
        found = catalogue.brief_index.find(ref) or ""
        other = catalogue.briefs.get(found) or catalogue.unpublished.get(found)
        if other is None or found in seen:
            return ""
        seen[found] = None
        brief = other
    return factory.brief(brief).path if brief.slug in catalogue.briefs else ""


def _translations(brief: Brief, library: Library, factory: ViewFactory) -> tuple[Link, ...]:
    """The other languages of a brief: `text` is the language tag."""
    family = factory.where.translations.get(brief.slug, ())
    return tuple(
        Link(other.fields.lang or library.settings.language, factory.brief(other).path)
        for other in family
        if other.slug != brief.slug
    )
