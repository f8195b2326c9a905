"""Briefs as plain Markdown, and their list for language models (`llms.txt`)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from html import escape
from typing import Protocol
from urllib.parse import quote

from mkdocs_briefs.formats.feeds import ATOM, FILE
from mkdocs_briefs.formats.record_fields import api_path
from mkdocs_briefs.library.forecasts import last_likelihood, status_of
from mkdocs_briefs.library.mentions import Mention
from mkdocs_briefs.model.brief import (
    UNATTRIBUTED,
    Advice,
    Brief,
    Development,
    MarkdownLink,
    Prose,
    Resolution,
    Update,
    WikiLink,
)
from mkdocs_briefs.model.edtf import Edtf
from mkdocs_briefs.model.likelihood import Likelihood
from mkdocs_briefs.model.texts import is_web_address, tagless
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.facts import horizon_of, plain, reworded, summary
from mkdocs_briefs.pages.parts import Link
from mkdocs_briefs.pages.view_factory import SectionTexts, ViewFactory
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.parse.inline import (
    AUTOLINK,
    DESTINATION,
    Edit,
    code_spans,
    edited,
    label_end,
    scan_inline,
)

_SPECIAL = re.compile(r"[\\`*_\[\]{}#&<>]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""Python-Markdown takes no backslash before these."""
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ANGLED = re.compile(r"\]\(<([^<>\n]*)>\)")
_TAG = re.compile(rf"\\?(?!{AUTOLINK})<")
_ATTRIBUTES = re.compile(r"(?<!\\)((?:\\\\)*){")
"""Where attributes of HTML may begin, which the extension `attr_list` reads."""
_LINE_END = re.compile(r"[ \t]*[\r\n]\s*")
_BLOCK = re.compile(r"(?=#|>|[-+*](?:\s|$)|[-*_](?:[ \t]*[-*_])+\s*$)|(?<=\d)(?=[.)](?:\s|$))")
"""What begins a heading, a quotation, a list or, of signs alone, a rule."""
_NUMBER = re.compile(r"\d{0,9}")
_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})([^`]*)")


def plain_words(text: str) -> str:
    """Return plain text as Markdown on one line that reads the same."""
    return _SPECIAL.sub(_escaped, " ".join(text.split()))


def title_line(title: str) -> str:
    """Return the heading of a page.

    Themes make the title of a window from it, where Material unescapes it, and values of
    attributes, where no quotation mark may end them.
    """
    words = plain_words(tagless(title))
    if "=" in words:
        words = words.replace('"', "&quot;")
    return f"# {words}"


def _escaped(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0]) or f"\\{found[0]}"


def field_text(text: str) -> str:
    """Return inline Markdown of a field with HTML as text and no beginning of a block."""
    if "\n" in text or "\r" in text:
        text = _LINE_END.sub(" ", text)
    if "`" not in text:
        return _no_block(_no_html(text))
    done, pieces = 0, []
    for start, end in (*code_spans(text), (len(text), len(text))):
        pieces += [_no_html(text[done:start]), text[start:end]]
        done = end
    return _no_block("".join(pieces))


def _no_html(text: str) -> str:
    if "{" in text:
        text = _ATTRIBUTES.sub(r"\1\\{", text)
    if "&" in text:
        text = _ENTITY.sub("&amp;", text)
    if "<" not in text:
        return text
    text = _ANGLED.sub(lambda found: f"]({quote(found[1], safe=_ADDRESS)})", text)
    return _TAG.sub("&lt;", text)


_ADDRESS = "/:?#[]@!$&'*+,;=%~"


def _no_block(text: str) -> str:
    if text[:1].isalpha():
        return text
    number = _NUMBER.match(text)
    place = number.end() if number else 0
    return f"{text[:place]}\\{text[place:]}" if _BLOCK.match(text, place) else text


def link_edit(text: str, link: MarkdownLink, target: str | None) -> Edit:
    """Return the edit that makes `link` of `text` lead to an address; for None, to plain words."""
    if target is None:
        return link.start, link.end, plain_words(link.label)
    written = text[link.start : link.end]
    place = label_end(written)
    if found := DESTINATION.match(written, place + 1):
        angled = found[1] is not None
        start, end = found.span(1 if angled else 2)
        return link.start + start - angled, link.start + end + angled, target
    # A link as in `[words][name]`: its definition elsewhere has the path of a source file.
    return link.start + place, link.end, f"]({target})"


def deeper(body: str) -> str:
    """Return a body with headings of the first level one level down, without changes in code."""
    rows, fence = [], ""
    for row in body.split("\n"):
        found = _FENCE.fullmatch(row)
        if fence:
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
        elif found:
            fence = found[1]
        rows.append(f"#{row}" if not fence and row.startswith("# ") else row)
    return "\n".join(rows)


_OPEN, _CLOSE = "\x04", "\x05"
_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")


def _marked(text: str, mentions: Sequence[Mention]) -> str:
    """Return a text of a field with signs around its mentions, which no field can hold."""
    for start, end, _ in reversed(mentions):
        text = f"{text[:start]}{_OPEN}{text[start:end]}{_CLOSE}{text[end:]}"
    return text


Address = Callable[[str], str]
"""From the path of a page or a file of the site to the target of a link."""
Other = Callable[[str], str | None]
"""From the path of a source file, as links name it, to the path of its page."""


class Resolver:
    """Resolves the links of one source file.

    `uri` is the path of the file as links name it, `listed` are the actors that shared names mean,
    `numbers` those of the sources by id. `address` returns the address of a path, `page_of` the
    page of a source file.
    """

    def __init__(
        self,
        factory: ViewFactory,
        uri: str,
        address: Address,
        page_of: Other,
        *,
        listed: Collection[str] = (),
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        self._factory = factory
        self._folder = posixpath.dirname(uri)
        self._listed = frozenset(listed)
        self._numbers = numbers or {}
        self._address = address
        self._page_of = page_of

    def body(self, text: str) -> str:
        """Return a Markdown text, such as a profile, with its links resolved."""
        return self.resolved(text, scan_body(text))

    def inline(self, text: str, mentions: Sequence[Mention] = ()) -> str:
        """Return inline Markdown of a field with its links resolved and its `mentions` linked."""
        safe = field_text(_marked(text, mentions))
        if "[" in safe:
            safe = self.resolved(safe, scan_inline(safe))
        ids = iter(mentions)
        return _MARKED.sub(lambda found: self._name(found[1], next(ids)[2]), safe)

    def plain(self, text: str, mentions: Sequence[Mention]) -> str:
        """Return plain text with its `mentions` linked."""
        ids = iter(mentions)
        return _MARKED.sub(
            lambda found: self._name(found[1], next(ids)[2]), plain_words(_marked(text, mentions))
        )

    def _name(self, words: str, ident: str) -> str:
        """Return the name of an actor in a text, linked."""
        return f"[{words}]({self._address(urls.page_path('actor', ident))})"

    def resolved(self, text: str, prose: Prose, mentions: Iterable[Mention] = ()) -> str:
        """Return `text` with the links, citations and markers in `prose` resolved.

        Its `mentions` are linked.
        """
        edits = [(c.start, c.end, self.citation(c.ids, c.locator)) for c in prose.citations]
        edits += [(s, e, self._name(text[s:e], ident)) for s, e, ident in mentions]
        edits += [(w.start, w.end, self._wikilink(w, text)) for w in prose.wikilinks]
        edits += [(m.start, m.end, "") for m in prose.markers]
        edits += [*self._html_edits(prose)]
        edits += [
            self._edit(text, link) for link in prose.links if link.path and link.path[:1] != "/"
        ]
        return edited(text, edits)

    def citation(self, ids: Iterable[str], locator: str = "") -> str:
        """Return the numbers of these sources, as in `[1, 2]`."""
        numbers = [str(self._numbers[ident]) for ident in ids if ident in self._numbers]
        more = f", {locator}" if locator and numbers else ""
        return f"\\[{', '.join(numbers)}{more}\\]" if numbers else ""

    def link(self, words: str, path: str) -> str:
        """Return a link to a page of the site; without a path, its words."""
        return f"[{plain_words(words)}]({self._address(path)})" if path else plain_words(words)

    def picture(self, alt: str, uri: str) -> str:
        """Return a picture, or nothing where it is not known."""
        if is_web_address(uri):
            return f"![{plain_words(alt)}]({uri})"
        path = self._page_of(uri)
        return f"![{plain_words(alt)}]({self._address(path)})" if path else ""

    def _wikilink(self, wiki: WikiLink, text: str) -> str:
        if not wiki.target:  # an anchor of this page, which Markdown has not
            return plain_words(wiki.label or wiki.anchor)
        found = self._factory.library.catalogue.resolve(wiki.kind, wiki.target, self._listed)
        link = self._factory.target(found) if found else None
        if link is None:
            return text[wiki.start : wiki.end]
        path = urls.anchored(link.path, wiki.anchor) if wiki.anchor else link.path
        return self.link(wiki.label or link.text, path)

    def _html_edits(self, prose: Prose) -> Iterator[Edit]:
        """Yield the edit of each path in raw HTML that leads to a page or a file."""
        for link in prose.html_links:
            path = self._path_of(link.path) if link.path else None
            if path is not None:
                yield link.start, link.end, escape(self._address(path))

    def _path_of(self, written: str) -> str | None:
        uri = posixpath.normpath(posixpath.join(self._folder, written))
        page = self._factory.library.catalogue.by_uri.get(uri)
        known = self._factory.target(page) if page else None
        return known.path if known else self._page_of(uri)

    def _edit(self, text: str, link: MarkdownLink) -> Edit:
        """Return the edit of a Markdown link; one to no known page becomes plain words."""
        path = self._path_of(link.path)
        if path is not None and link.anchor:
            path = urls.anchored(path, link.anchor)
        return link_edit(text, link, None if path is None else self._address(path))


class Said(Protocol):
    """The interface's words, as in `words("timeline")` and `words.of("kind", "person")`."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of a key."""

    def of(self, family: str, value: str, /, **values: object) -> str:
        """Return the word for one of a family of values."""

    def term(self, terms: Sequence[str]) -> str:
        """Return the words for the terms of a likelihood."""


Dated = Callable[[Edtf], str]


class MarkdownAlternate:
    """Writes one brief; `address` and `page_of` are those of `Resolver`.

    Only a page that lists its sources `cites` them by their numbers.
    """

    def __init__(
        self,
        factory: ViewFactory,
        brief: Brief,
        t: Said,
        dated: Dated,
        address: Address,
        page_of: Other,
        *,
        cites: bool = True,
    ) -> None:
        self._factory = factory
        self._brief = brief
        self._t = t
        self._date = dated
        self._links = Resolver(
            factory,
            brief.uri,
            address,
            page_of,
            listed=factory.library.listed(brief.slug),
            numbers={s.id or "": n for n, s in enumerate(brief.fields.sources, 1) if cites},
        )

    def text(self) -> str:
        """Return the whole brief, its title first."""
        return "\n\n".join(filter(None, [*self._head(), self.body(), *self._sections()])) + "\n"

    def body(self) -> str:
        """Return the body with its links resolved."""
        brief = self._brief
        mentions = self._factory.library.linked_in_body(brief)
        return deeper(self._links.resolved(brief.body, brief.prose, mentions)).strip()

    # links

    def _section(self) -> Callable[[str], str]:
        """Return what writes the texts of one section, in which each actor is linked once."""
        return partial(self._text, self._factory.texts(self._brief))

    def _text(self, section: SectionTexts, source: str) -> str:
        return self._links.inline(source, section.mentions(source))

    def _marks(self, refs: Iterable[str]) -> str:
        found = self._links.citation(dict.fromkeys(refs))
        return f" {found}" if found else ""

    def _names(self, refs: Iterable[str]) -> str:
        return self._links_to(self._factory.actors(self._brief, refs))

    def _links_to(self, them: Iterable[Link]) -> str:
        return ", ".join(self._links.link(it.text, it.path) for it in them)

    # parts

    def _head(self) -> Iterator[str]:
        brief, fields, t = self._brief, self._brief.fields, self._t
        yield title_line(fields.title)
        standfirst = summary(brief)
        if standfirst and fields.summary:
            yield self._links.inline(standfirst.source)
        yield from self._picture()
        meta = [fields.moment.text]
        if fields.type:
            meta.append(t.of("type", fields.type))
        if (changed := reworded(brief)) and changed.order > fields.moment.order:
            meta.append(t("updated", date=changed.text))
        authors = self._factory.library.terms_of[brief.slug]["authors"]
        if authors:
            meta.append(f"{t('by_authors')} {', '.join(plain_words(a.name) for a in authors)}")
        yield " · ".join(meta)
        section = self._factory.texts(self._brief)
        glance = partial(self._text, section)
        yield self._list(t("glance"), map(glance, fields.key_points))
        if fields.why_it_matters:
            yield f"**{t('why_it_matters')}:** {glance(fields.why_it_matters)}"
        yield self._list(t("figures"), self._figures(section))

    def _picture(self) -> Iterator[str]:
        image = self._brief.fields.image
        if image is None or self._brief.words_of_image_in_body() is not None:
            return
        yield self._links.picture(image.alt or "", image.path_from(self._brief.uri))
        words = " ".join(filter(None, (image.caption, image.credit)))
        yield f"*{plain_words(words)}*" if words else ""

    def _sections(self) -> Iterator[str]:
        fields, t = self._brief.fields, self._t
        analysis, outlook, updates = f"*{t('analysis')}*", self._section(), self._section()
        yield self._list(t("involved"), self._parts())
        yield self._list(t("timeline"), self._events())
        yield self._list(t("implications"), self.implications(), analysis)
        advice = self._section()
        decided = [item for item in fields.developments if self._resolution(item)]
        waiting = [item for item in fields.developments if not self._resolution(item)]
        for title, items in (("still_open", waiting), (self._earlier(decided), decided)):
            rows = (self.development(item, outlook) for item in items)
            yield self._list(t(title), rows, analysis)
        yield self._list(t("advice"), (self.advice(it, advice) for it in fields.advice), analysis)
        yield self._list(t("unknowns"), map(self._section(), fields.unknowns))
        yield self._list(t("alternatives"), map(self._section(), fields.alternatives))
        yield self._list(t("sources"), self._sources(), mark="1.")
        yield self._list(t("updates"), (self.update(it, updates) for it in fields.updates))
        if fields.methodology:
            yield f"## {t('methodology')}\n\n{self._section()(fields.methodology)}"

    def _resolution(self, item: Development) -> Resolution | None:
        return self._factory.library.record_of(self._brief, item)[1].resolution

    def _earlier(self, decided: Iterable[Development]) -> str:
        """Return the key of the heading above what has been decided."""
        whose = (self._factory.attributed_forecast(self._brief, item) for item in decided)
        return "earlier_calls_of_others" if any(whose) else "earlier_calls"

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
        text = self._section()
        for item in self._brief.fields.dates:
            when = self._date(item.date) if item.date else self._t("undated")
            status = f" ({self._t('cancelled')})" if item.status == "cancelled" else ""
            yield f"**{when}**{status}: {text(item.event)}{self._marks(item.sources)}"

    def implications(self) -> Iterator[str]:
        """Yield each implication in one line."""
        inline = self._section()
        for item in self._brief.fields.implications:
            word, date = horizon_of(item.horizon)
            horizon = self._t.of("horizon", word) if word else self._date(date) if date else ""
            more = "; ".join(filter(None, (horizon, self._names(item.actors))))
            tail = f" ({more})" if more else ""
            text = _labelled(item.label, inline(item.text))
            yield f"{text}{self._marks(item.sources)}{tail}"

    def development(self, item: Development, section: Callable[[str], str] | None = None) -> str:
        """Return a development in one line."""
        inline = section or self._section()
        t, status = self._t, status_of(item, self._factory.settings.today)
        rows = [_labelled(item.label, inline(item.text))]
        likelihood = last_likelihood(item)
        if likelihood:
            rows.append(f"{self._chance(likelihood)}.")
        else:
            key = "gave_no_odds" if self._resolution(item) else "not_assessed"
            rows.append(f"*{t(key)}.*")
        if item.by:
            rows.append(f"{t('by_deadline', date=self._date(item.by))}.")
        if item.resolves_if:
            rows.append(f"{t('resolves_if')} {inline(item.resolves_if)}")
        if whose := self._factory.attributed_forecast(self._brief, item):
            rows.append(f"{t('forecast_by', who=self._links_to([whose]))}.")
        rows += self._history(item, inline)
        if item.resolution:
            note = f" {inline(item.resolution.note)}" if item.resolution.note else ""
            rows.append(f"{item.resolution.date}: **{t.of('status', status)}**.{note}")
        return " ".join(rows)

    def _history(self, item: Development, inline: Callable[[str], str]) -> Iterator[str]:
        """Yield the first likelihood of a forecast that was revised, and each revision."""
        if item.revisions and item.likelihood:
            words = self._t("published_as", date=self._brief.fields.date.isoformat())
            yield f"{words} {self._chance(item.likelihood)}."
        for change in sorted(item.revisions, key=lambda change: change.date):
            why = f": {inline(change.why)}" if change.why else "."
            words = self._t("revised", date=change.date.isoformat())
            yield f"{words} {self._chance(change.likelihood)}{why}"

    def _chance(self, likelihood: Likelihood) -> str:
        return f"**{self._t.term(likelihood.terms)}** ({likelihood.numbers})"

    def update(self, item: Update, section: Callable[[str], str] | None = None) -> str:
        """Return a change after publication in one line."""
        inline = section or self._section()
        kind = self._t.of("update_kind", item.kind)
        return f"{item.date} **{kind}:** {inline(item.text)}"

    def advice(self, item: Advice, section: Callable[[str], str] | None = None) -> str:
        """Return a piece of advice in one line."""
        inline = section or self._section()
        view = self._factory.advice(self._brief, item)
        rows = [_labelled(view.label, inline(item.text))]
        if view.audience:
            rows.append(f"{self._t('for_audience', audience=self._links_to(view.audience))}.")
        if view.addresses:
            rows.append(
                f"{self._t('addresses')} {self._links_to(link for link, _ in view.addresses)}."
            )
        if view.actors:
            rows.append(f"({self._links_to(view.actors)})")
        return " ".join(rows)

    def _figures(self, section: SectionTexts) -> Iterator[str]:
        t = self._t
        for item in self._brief.fields.figures:
            unit = f" {plain_words(item.unit)}" if item.unit else ""
            value = plain_words(item.value) + unit
            if item.qualifier != "exact":
                value = t.of("qualifier", item.qualifier, value=value)
            if item.attributed_to == UNATTRIBUTED:
                who = t("unattributed")
            else:
                said_by = item.attributed_to
                found = self._factory.attributed(self._brief, said_by)
                known = self._links_to([found]) if found else ""
                who = t("says", who=known or self._links.plain(said_by, section.mentions(said_by)))
            as_of = f", {t('figure_as_of', date=self._date(item.as_of))}" if item.as_of else ""
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
                self._date(item.issued) if item.issued else "",
            ]
            note = f". {self._links.inline(item.note)}" if item.note else ""
            yield ", ".join(filter(None, parts)) + note


def _labelled(label: str | None, text: str) -> str:
    return f"**{plain_words(label)}:** {text}" if label else text


def llms_text(factory: ViewFactory, t: Said, twin: str) -> str:
    """Return `llms.txt` (https://llmstxt.org): the site, its briefs as Markdown, and its data.

    `twin` is the name of the Markdown file beside each brief's page.
    """
    settings = factory.settings
    rows = [f"# {plain_words(settings.site_name)}"]
    if settings.site_description:
        rows.append(f"> {plain_words(settings.site_description)}")
    rows.append("\n".join([f"## {t.of('hub', 'briefs')}", "", *_briefs(factory, twin)]))
    if listed := [*_data(factory, t)]:
        rows.append("\n".join(["## API", "", *listed]))
    return "\n\n".join(rows) + "\n"


def _briefs(factory: ViewFactory, twin: str) -> Iterator[str]:
    for brief in factory.library.leads:
        text = summary(brief)
        words = f": {plain_words(plain(text.source, 200))}" if text else ""
        path = f"{urls.page_path('brief', brief.slug)}{twin}"
        title = plain_words(brief.fields.title)
        yield f"- [{title}]({factory.settings.site_url}{path}) ({brief.fields.moment}){words}"


def _data(factory: ViewFactory, t: Said) -> Iterator[str]:
    settings = factory.settings
    rows = [
        ("api", api_path("index"), "JSON"),
        ("api", api_path("briefs"), t.of("hub", "briefs")),
        ("api", api_path("actors"), t.of("hub", "actors")),
        ("api", api_path("events"), t.of("hub", "timeline")),
        ("api", api_path("outlook"), t.of("hub", "outlook")),
        ("api", api_path("advice"), t.of("hub", "advice")),
        ("feeds", ATOM, "Atom"),
        ("calendars", FILE, "iCalendar"),
    ]
    for kind, path, words in rows:
        if kind in settings.machine_files:
            yield f"- [{plain_words(words)}]({settings.site_url}{path})"
