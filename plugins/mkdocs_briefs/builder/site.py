"""The pages of a loaded folder of briefs as a host needs them: HTML, head, links to edit."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from markupsafe import Markup

from mkdocs_briefs.builder.data_files import asset_files, machine_files
from mkdocs_briefs.builder.pipeline import Loaded
from mkdocs_briefs.formats.api import (
    hover_card_files,
    names_file,
    network_file,
    this_day_files,
)
from mkdocs_briefs.formats.head import (
    bibtex,
    citation_text,
    csl_json,
    head_html,
    with_ordinary_head,
)
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.model.registry import Entry
from mkdocs_briefs.pages.facts import NO_DAYS, Committed
from mkdocs_briefs.pages.kinds import SUBJECTS, hover_cards
from mkdocs_briefs.pages.kinds.briefs import BriefView
from mkdocs_briefs.pages.plan import Plan
from mkdocs_briefs.pages.redirects import RedirectView
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.pages.views import PageSpec, PageView
from mkdocs_briefs.problems import Problem
from mkdocs_briefs.render.finished_html import sanitised, without_reserved_ids
from mkdocs_briefs.render.html_helpers import page_tools, problem_box
from mkdocs_briefs.render.links import LinkContext, PageOf, SiteLinks
from mkdocs_briefs.render.templates import Renderer, fill_embeds, localised
from mkdocs_briefs.render.words import format_day, words
from mkdocs_briefs.settings import Settings

if TYPE_CHECKING:
    from mkdocs_briefs.builder.cards import SocialCard, SocialCards


_H1 = re.compile(r"(</?)h1(?=[\s>])")
"""A page has one h1, its title: what a body writes as one goes a level down."""


class BodyRenderer:
    """Renders the bodies of briefs and profiles.

    `page_of` gives the path of the page or file that the host knows by its source.
    """

    def __init__(
        self, factory: ViewFactory, page_of: PageOf, dead_links: Collection[tuple[str, str]] = ()
    ) -> None:
        self.factory = factory
        self.settings = factory.settings
        self.links = SiteLinks(factory, page_of, dead_links)

    def links_on(self, page_path: str, source: Brief | Entry | None, uri: str = "") -> LinkContext:
        """Return the links of the Markdown of a page: a brief's, a profile's, or any other's.

        `uri` is the path of the file of any other.
        """
        brief = source if isinstance(source, Brief) else None
        file = (source.uri or "") if source else uri
        return self.links.of_body(brief, page_path, file, ours=source is not None)

    def fitted(self, html: str) -> str:
        """Return the HTML of a body as a page may contain it."""
        return _H1.sub(r"\1h2", sanitised(html) if self.settings.untrusted else html)


@dataclass(frozen=True, slots=True)
class Repository:
    """Where the sources are, for "edit" and "report an error". Empty fields mean unknown."""

    url: str = ""
    edit_base: str = ""
    """The address to which a path relative to the project is added."""
    edit_address: Callable[[str], str] | None = None
    """Returns the address of such a path, in place of `edit_base`."""


class Site:
    """Makes all that a host needs, page by page."""

    def __init__(
        self,
        loaded: Loaded,
        template_dirs: Sequence[str],
        repository: Repository,
        page_of: PageOf,
        committed: Mapping[str, Committed] = NO_DAYS,
    ) -> None:
        self.loaded = loaded
        self.settings = loaded.library.settings
        self.plan = Plan(loaded.library, committed)
        self.bodies = BodyRenderer(self.plan.factory, page_of, loaded.dead_links)
        self.renderer = Renderer(
            template_dirs,
            self.bodies.links.of_text,
            self.settings,
            langs={
                kind.path_of(one.id): one.lang
                for kind in SUBJECTS
                for one in kind.subjects(loaded.library)
                if one.lang
            },
        )
        self.repository = repository
        self._cards = _cards(self.settings) if self.settings.social_cards else None
        self._problems: dict[str, list[Problem]] = {}
        for problem in loaded.problems:
            self._problems.setdefault(problem.location.path, []).append(problem)

    def edit_url(self, source: Brief | Entry | None) -> str | None:
        """Return where the page's own file is edited, or None if the site does not say."""
        if source is None:
            return None
        if self.repository.edit_address:
            return self.repository.edit_address(file_of(source))
        base = self.repository.edit_base
        return base + quote(file_of(source)) if base else None

    def report_url(self, view: PageView, source: Brief | Entry | None) -> str | None:
        """Return the address of a form to report an error in this page, or None."""
        host = self.repository.url.rstrip("/")
        if source is None or not host:
            return None
        title = quote(f"Error in: {view.title}", safe="")
        body = quote(f"{self.settings.site_url}{view.path} ({file_of(source)})", safe="")
        if "gitlab" in host:
            return f"{host}/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={body}"
        return f"{host}/issues/new?title={title}&body={body}"

    def page_html(self, view: PageView, body: str, source: Brief | Entry | None) -> tuple[str, str]:
        """Return the content of a page around the HTML of its Markdown, and that with final ids."""
        written = body
        in_brief = view.items == "own"
        body, _ = self.embeds(self.bodies.fitted(body), view.path, view.lang, in_brief=in_brief)
        cite = self._citation(cast("BriefView", view)) if view.open_graph == "article" else None
        markup = Markup(body)  # noqa: S704 - the host's rendering
        html, reserved = self.renderer.fragment_and_reserved(view, markup, cite)
        tools = page_tools(view, self.edit_url(source), self.report_url(view, source))
        # Plain text from here on: each slice of Markup is Markup again, and search makes millions.
        page = "".join((self.warnings(view, source), html, tools))
        return page, without_reserved_ids(written, reserved)

    def warnings(self, view: PageView, source: Brief | Entry | None) -> Markup:
        """Return what is wrong with the page's own file; nothing outside a preview."""
        found = self._problems.get(file_of(source), []) if source and self.settings.drafts else []
        return problem_box(view, [(p.severity.value, self.loaded.report(p)) for p in found])

    def embeds(
        self, html: str, page_path: str, lang: str, *, in_brief: bool = False
    ) -> tuple[str, list[str]]:
        """Return `html` with its markers filled, and what is wrong with those that cannot be."""
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
        """Return what the page adds to its head."""
        card = self.card(view) or self.site_card
        picture = card.picture if card else None
        return Markup(head_html(view, self.settings, picture))  # noqa: S704 - escaped there

    def ordinary_page(self, html: str, path: str, title: str) -> str:
        """Return one of the user's own pages with what its head lacks."""
        picture = self.site_card.picture if self.site_card else None
        return with_ordinary_head(html, path, title, self.settings, picture)

    def _citation(self, view: BriefView) -> dict[str, str]:
        """Return the forms in which a brief may be cited."""
        issued, last = (format_day(m.day, view.lang) for m in (view.card.date, view.card.modified))
        updated = words(view.lang)("updated", date=last) if last != issued else ""
        return {
            "text": citation_text(view, self.settings, issued, updated),
            "bibtex": bibtex(view, self.settings),
            "csl": csl_json(view, self.settings),
        }

    def redirect_html(self, view: RedirectView) -> str:
        """Return the whole page at an old address."""
        return str(self.renderer.fragment(view))

    def not_found(self, root: str) -> tuple[str, str]:
        """Return content and title of the page for unknown addresses; `root` is the site's path."""
        view = self.plan.not_found(root)
        return str(self.renderer.fragment(view)), words(view.lang)("not_found.title")

    def data_files(self) -> Iterator[tuple[str, Callable[[], str]]]:
        """Yield the path, as in an address, of every file that is no page, and what makes it."""
        own = self.settings.language
        langs = {own, *(brief.fields.lang or own for brief in self.loaded.library.briefs)}
        yield from machine_files(self.plan.factory, self.bodies.links.page_of)
        for path, text in (
            *asset_files(langs),
            *hover_card_files(hover_cards(self.plan.factory)),
            network_file(self.plan.factory.graph),
            *this_day_files(self.plan.factory),
            *([names_file(self.loaded.library)] if self.settings.own_search else []),
        ):
            yield path, partial(str, text)

    def specs(self) -> Iterator[PageSpec]:
        """Yield every page but the redirects. Its view is made when it is asked for."""
        return map(_in_its_words, self.plan.specs())

    def brief_specs(self) -> Iterator[PageSpec]:
        """Yield the pages of briefs."""
        return map(_in_its_words, self.plan.brief_specs())

    def make_shared_parts(self) -> None:
        """Make what many pages share, so that it is not made again in each process."""
        self.plan.make_shared_parts()


def _in_its_words(spec: PageSpec) -> PageSpec:
    make = partial(_made_in_its_words, spec.view)
    return replace(spec, head=localised(spec.head), view=make)


def _made_in_its_words(make: Callable[[], PageView]) -> PageView:
    return localised(make())


def _cards(settings: Settings) -> SocialCards:
    from mkdocs_briefs.builder.cards import SocialCards  # noqa: PLC0415 - needs an extra

    return SocialCards(settings)


def file_of(source: Brief | Entry) -> str:
    """Return the file of a record, relative to the project."""
    return source.file if isinstance(source, Brief) else source.positions.file
