"""A loaded folder of briefs as pages ready for a host: HTML, head, outline, edit links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from markupsafe import Markup

from mkdocs_briefs.builder.assets import asset_files
from mkdocs_briefs.builder.data_files import machine_files
from mkdocs_briefs.builder.git_history import NO_DAYS, Committed
from mkdocs_briefs.builder.parallel import swept
from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.formats.citation import bibtex, citation_text, csl_json
from mkdocs_briefs.formats.head import head_html, with_ordinary_head
from mkdocs_briefs.formats.script_data import hover_card_files, network_file, this_day_files
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.hover_cards import hover_cards
from mkdocs_briefs.pages.plan import Plan, Sheet
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import BriefView, PageView, RedirectView
from mkdocs_briefs.parse.body import sentence_at
from mkdocs_briefs.problems import Location, Problem
from mkdocs_briefs.render.dates import format_edtf
from mkdocs_briefs.render.finished_html import sanitised
from mkdocs_briefs.render.links import LinkContext, PageOf, SiteLinks
from mkdocs_briefs.render.pagetools import page_tools, problem_box
from mkdocs_briefs.render.templates import Renderer, fill_embeds, localised
from mkdocs_briefs.render.words import words
from mkdocs_briefs.settings import Settings

if TYPE_CHECKING:
    from mkdocs_briefs.builder.cards.social_cards import SocialCard, SocialCards


_H1 = re.compile(r"(</?)h1(?=[\s>])")
"""A page has one h1, its title: what a body writes as one goes a level down."""


class BodyRenderer:
    """The bodies of the briefs and profiles on a factory.

    `page_of` gives the path of the page or file that the host knows by its source.
    """

    def __init__(self, factory: ViewFactory, page_of: PageOf) -> None:
        self.factory = factory
        self.settings = factory.settings
        self.links = SiteLinks(factory, page_of)

    def links_on(self, page_path: str, source: Brief | Entry | None) -> LinkContext:
        """The links of the Markdown of a page: a brief's, a profile's, or any other's."""
        own = (
            ("actor", source.id)
            if isinstance(source, Entry) and source.registry == "actors"
            else None
        )
        return self.links.of_body(source if isinstance(source, Brief) else None, page_path, own)

    def fitted(self, html: str) -> str:
        """The HTML of a body as it may stand on a page."""
        return _H1.sub(r"\1h2", sanitised(html) if self.settings.untrusted else html)


@dataclass(frozen=True, slots=True)
class Repository:
    """Where the sources live, for "edit" and "report an error". Empty fields mean unknown."""

    url: str = ""
    edit_base: str = ""
    """Address to which a path relative to the project is added."""
    edit_address: Callable[[str], str] | None = None
    """In the place of that: gives the address for such a path."""


class Site:
    """Everything a host asks for, page by page."""

    def __init__(
        self,
        loaded: Loaded,
        template_dirs: Sequence[str],
        repository: Repository,
        page_of: PageOf,
        committed: Mapping[str, Committed] = NO_DAYS,
    ) -> None:
        self.loaded = loaded
        self._committed = committed
        self.settings = loaded.library.settings
        self.plan = Plan(loaded.library)
        self.bodies = BodyRenderer(self.plan.factory, page_of)
        self.renderer = Renderer(
            template_dirs,
            self.bodies.links.of_text,
            site_lang=self.settings.language,
            site_name=self.settings.site_name,
            site_url=self.settings.site_url,
            machine_files=self.settings.machine_files,
            langs={
                urls.page_path("brief", brief.slug): brief.fields.lang
                for brief in loaded.library.briefs
                if brief.fields.lang
            },
        )
        self.repository = repository
        self._cards = _cards(self.settings) if self.settings.social_cards else None
        self._problems: dict[str, list[Problem]] = {}
        for problem in loaded.problems:
            self._problems.setdefault(problem.location.path, []).append(problem)

    def edit_url(self, source: Brief | Entry | None) -> str | None:
        """Where the page's own file is edited; None when the site does not say."""
        if source is None:
            return None
        if self.repository.edit_address:
            return self.repository.edit_address(file_of(source))
        base = self.repository.edit_base
        return base + quote(file_of(source)) if base else None

    def report_url(self, view: PageView, source: Brief | Entry | None) -> str | None:
        """A form to report an error in this page, where the repository is on a known forge."""
        host = self.repository.url.rstrip("/")
        if source is None or not host:
            return None
        title = quote(f"Error in: {view.title}", safe="")
        body = quote(f"{self.settings.site_url}{view.path} ({file_of(source)})", safe="")
        if "gitlab" in host:
            return f"{host}/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={body}"
        return f"{host}/issues/new?title={title}&body={body}"

    def page_html(self, view: PageView, body: str, source: Brief | Entry | None) -> str:
        """The content of a page around the HTML of its Markdown."""
        in_brief = isinstance(view, BriefView)
        body, _ = self.embeds(self.bodies.fitted(body), view.path, view.lang, in_brief=in_brief)
        cite = self._citation(view) if isinstance(view, BriefView) else None
        html = self.renderer.fragment(view, Markup(body), cite)  # noqa: S704 - the host's rendering
        tools = page_tools(view, self.edit_url(source), self.report_url(view, source))
        # Plain text from here on: each slice of Markup is Markup again, and search makes millions.
        return "".join((self.warnings(view, source), html, tools))

    def warnings(self, view: PageView, source: Brief | Entry | None) -> Markup:
        """In the live preview, what is wrong with the page's own file."""
        found = self._problems.get(file_of(source), []) if source and self.settings.drafts else []
        return problem_box(view, [(p.severity.value, self.loaded.report(p)) for p in found])

    def embeds(
        self, html: str, page_path: str, lang: str, *, in_brief: bool = False
    ) -> tuple[str, list[str]]:
        """`html` with its markers filled, and what is wrong with those that cannot be."""
        return fill_embeds(html, self.plan, self.renderer, page_path, lang, in_brief=in_brief)

    def card(self, view: PageView) -> SocialCard | None:
        """Return the social card of this page alone, or None where it has none."""
        return self._cards.of_page(view) if self._cards else None

    @property
    def site_card(self) -> SocialCard | None:
        """The social card that all other pages share."""
        return self._cards.of_site if self._cards else None

    def draw(self, card: SocialCard) -> bytes:
        """Return a social card as a PNG."""
        return cast("SocialCards", self._cards).draw(card)

    def head(self, view: PageView) -> Markup:
        """What the page adds to its head."""
        card = self.card(view) or self.site_card
        picture = card.picture if card else None
        return Markup(head_html(view, self.settings, picture))  # noqa: S704 - escaped there

    def ordinary_page(self, html: str, path: str, title: str) -> str:
        """A page of the site that is none of ours, with what its head does not say yet."""
        picture = self.site_card.picture if self.site_card else None
        return with_ordinary_head(html, path, title, self.settings, picture)

    def _citation(self, view: BriefView) -> dict[str, str]:
        """The forms in which a brief may be cited."""
        changed = view.card.modified > view.card.date
        day = partial(format_edtf, lang=view.lang)
        issued = day(parse_edtf(view.card.date.isoformat()))
        last = day(parse_edtf(view.card.modified.isoformat()))
        updated = words(view.lang)("updated", date=last) if changed else ""
        return {
            "text": citation_text(view, self.settings, issued, updated),
            "bibtex": bibtex(view, self.settings),
            "csl": csl_json(view, self.settings),
        }

    def redirect_html(self, view: RedirectView) -> str:
        """The whole page at an old address."""
        return str(self.renderer.fragment(view))

    def not_found(self, root: str) -> tuple[str, str]:
        """Content and title of the page for unknown addresses; `root` is the site's path."""
        view = self.plan.not_found(root)
        return str(self.renderer.fragment(view)), words(view.lang)("not_found.title")

    def data_files(self) -> Iterator[tuple[str, Callable[[], str]]]:
        """Yield the path, as in an address, of every file that is no page, and what makes it."""
        own = self.settings.language
        langs = {own, *(brief.fields.lang or own for brief in self.loaded.library.briefs)}
        yield from machine_files(self.plan.factory, self.bodies.links.page_of, self._committed)
        for path, text in (
            *asset_files(langs),
            *hover_card_files(hover_cards(self.plan.factory)),
            network_file(self.plan.factory.graph),
            *this_day_files(self.plan.factory),
        ):
            yield path, partial(str, text)

    def sheets(self) -> Iterator[Sheet]:
        """Every page in its own words, but the redirects; its view is made when asked for."""
        return map(_sheet_in_its_words, self.plan.sheets())

    def brief_sheets(self) -> Iterator[Sheet]:
        """Those of the briefs alone."""
        return map(_sheet_in_its_words, self.plan.brief_sheets())

    def get_ready(self) -> None:
        """Makes what many pages share, so that processes that print them need not each do so."""
        self.plan.get_ready()

    def let_go(self) -> None:
        """Leaves the library to those who still hold it; no page can be made any more."""
        self.renderer.let_go()
        del self.loaded, self.plan, self.bodies
        sentence_at.cache_clear()  # it holds the texts
        swept()


def _sheet_in_its_words(sheet: Sheet) -> Sheet:
    return Sheet(localised(sheet.head), sheet.source, partial(_in_its_words, sheet.view))


def _in_its_words(make: Callable[[], PageView]) -> PageView:
    return localised(make())


def _cards(settings: Settings) -> SocialCards:
    from mkdocs_briefs.builder.cards.social_cards import SocialCards  # noqa: PLC0415 - needs an extra

    return SocialCards(settings)


def place_of(source: Brief | Entry) -> Location:
    """Where a record begins in its file."""
    return source.at("slug") if isinstance(source, Brief) else source.positions.at(*source.prefix)


def file_of(source: Brief | Entry) -> str:
    """The file of a record, relative to the project."""
    return source.file if isinstance(source, Brief) else source.positions.file
