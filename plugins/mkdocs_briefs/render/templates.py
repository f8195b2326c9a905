"""Views to HTML, through the templates in `theme/briefs/`."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from jinja2 import Template
from markupsafe import Markup, escape

from mkdocs_briefs.model.sections import SECTIONS
from mkdocs_briefs.pages.parts import BriefSummary, DevelopmentView, EventView, Text
from mkdocs_briefs.pages.urls import page_path
from mkdocs_briefs.pages.views import PageView
from mkdocs_briefs.parse.markers import MARKER_NAME
from mkdocs_briefs.render.addresses import ROOT, grounded
from mkdocs_briefs.render.citations import with_returns
from mkdocs_briefs.render.environment import environment
from mkdocs_briefs.render.functions import functions
from mkdocs_briefs.render.inline import InlineRenderer, LinksFor
from mkdocs_briefs.render.manner import Manner, kept, made_anew
from mkdocs_briefs.render.outline import give_way, unique_ids
from mkdocs_briefs.render.pieces import Pieces
from mkdocs_briefs.render.words import attributes, words
from mkdocs_briefs.settings import MACHINE_FILES

_PLACE = rf"{MARKER_NAME}\s*-->"
_MARKER = re.compile(rf"<p>\s*{_PLACE}\s*</p>|{_PLACE}")
_UNSEARCHED = Markup(' data-search-exclude="true"')
"""Stands on what a dossier repeats from briefs, so that a search finds the brief itself. Material's
search leaves such elements out, and takes the attribute off the page:
https://squidfunk.github.io/mkdocs-material/setup/setting-up-site-search/#search-exclusion."""


class Renderer:
    """Fills templates with views.

    `template_dirs` hold a folder `briefs/` with the templates, first come first served; `links_for`
    gives the links of a text (see `inline.LinksFor`); `site_lang` is the site's language tag, its
    name and absolute address stand at the head of what is printed. `tongues` has the languages of
    those briefs that are in another one, by path; `machine_files` are those that there are to link
    to.
    """

    def __init__(
        self,
        template_dirs: Sequence[str | os.PathLike[str]],
        links_for: LinksFor,
        *,
        site_lang: str = "en",
        site_name: str = "",
        site_url: str = "",
        machine_files: Collection[str] = MACHINE_FILES,
        tongues: Mapping[str, str] | None = None,
    ) -> None:
        self.inline = InlineRenderer(links_for)
        self._site_lang = site_lang
        self._site = {
            "site_lang": site_lang,
            "site_name": site_name,
            "site_url": site_url,
            "machine_files": frozenset(machine_files),
        }
        self._env = environment(template_dirs)
        self.langs = tongues or {}
        self._pieces: dict[str, Pieces] = {}
        self._spoken: dict[tuple[str, str], str] = {}
        self._kits: dict[tuple[str, str], dict[str, Any]] = {}

    def free(self) -> None:
        """Forget all that it wrote and whom it asks for links; it writes nothing any more."""
        self._kits, self._pieces = {}, {}
        del self.inline

    def fragment(
        self,
        view: PageView,
        body: Markup | None = None,
        cite: Mapping[str, str] | None = None,
    ) -> Markup:
        """The whole content of a page, its h1 included; `body` is HTML that is safe already.

        `cite` has the forms in which a brief may be cited: text, bibtex and csl. In a brief,
        markers such as `<!-- briefs:timeline -->` in the body give way to their sections; the
        other sections follow the body.
        """
        if view.items == "own":
            return self.compose(view, body or Markup(), cite=cite)
        return self._page(view, body)

    def compose(
        self,
        view: PageView,
        body_html: str,
        markers: Collection[str] = SECTIONS,
        cite: Mapping[str, str] | None = None,
    ) -> Markup:
        """A brief with its sections where its author put them; a marker counts once."""
        placed: set[str] = set()

        def place(found: re.Match[str]) -> str:
            name = found[1] or found[2]
            if name not in markers:
                return found[0]
            if name in placed:
                return ""
            placed.add(name)
            return self.section(name, view, returns)

        # As plain text: what is put into Markup is escaped.
        body_html, returns = with_returns(give_way(str(body_html), view.item_anchors))
        body = _MARKER.sub(place, body_html) if "<!--" in body_html else body_html
        markup = Markup(body)  # noqa: S704 - HTML by contract
        return self._page(view, markup, frozenset(placed), returns, cite)

    def section(
        self, name: str, view: PageView, returns: Mapping[str, str] | None = None
    ) -> Markup:
        """One section by the name of its marker; empty when there is nothing to show.

        `returns` are the places in the body to which the list of sources leads back.
        Raises ValueError for a name that is not in `SECTIONS`.
        """
        if name not in SECTIONS:
            raise ValueError(f"there is no section “{name}”")
        given = (view, returns or {}) if name == "sources" else (view,)
        html = getattr(self._kit(view)["s"], name)(*given)
        return _on_page(html, view.path)

    def embed_list(self, cards: Sequence[BriefSummary], path: str, lang: str) -> Markup:
        """Briefs as a list, for any page of the site."""
        return self._embed("cards", cards, path, lang)

    def embed_timeline(self, events: Sequence[EventView], path: str, lang: str) -> Markup:
        """Events as a timeline, for any page of the site."""
        return self._embed("events", events, path, lang)

    def embed_outlook(
        self, developments: Sequence[DevelopmentView], path: str, lang: str
    ) -> Markup:
        """Developments with their likelihoods, for any page of the site."""
        return self._embed("developments", developments, path, lang)

    def _page(
        self,
        view: PageView,
        body: Markup | None,
        placed: frozenset[str] = frozenset(),
        returns: Mapping[str, str] | None = None,
        cite: Mapping[str, str] | None = None,
    ) -> Markup:
        html = self._template(view.template).render(
            self._kit(view),
            view=view,
            body=body or Markup(),
            placed=placed,
            returns=returns or {},
            cite=cite,
        )
        html = unique_ids(grounded(html, view.path))
        return Markup(html)  # noqa: S704 - from autoescaped templates

    def _embed(self, name: str, items: Sequence[object], path: str, lang: str) -> Markup:
        view = PageView(path=path, title="", description="", lang=lang)
        html = getattr(self._kit(view)["embeds"], name)(items)
        return _on_page(html, path)

    def _template(self, name: str) -> Template:
        return self._env.get_template(f"briefs/{name.removesuffix('.html')}.html")

    def _kit(self, view: PageView) -> dict[str, Any]:
        """Return all that templates have beside the view.

        Pages of one language that show items alike share it.
        """
        key = (view.lang or self._site_lang, view.items)
        if key not in self._kits:
            self._kits[key] = self._new_kit(*key)
        return self._kits[key]

    def _new_kit(self, lang: str, items: str) -> dict[str, Any]:
        pieces = self._pieces_in(lang)
        filtered, repeated = items == "filtered", _UNSEARCHED if items == "repeated" else ""
        kit: dict[str, Any] = {
            "t": pieces.said,
            "ui": Markup(pieces.ui),  # noqa: S704 - attributes
            "page_lang": lang,
            **self._site,
            "filtered": filtered,
            "repeated": repeated,
        }
        manner = Manner(made_anew if items == "own" else kept, filtered, str(repeated))
        kit |= pieces.names()
        kit["functions"] = functions(pieces, manner)
        for name, file in _MODULES.items():
            kit[name] = self._env.get_template(f"briefs/{file}.html").make_module(kit)
        return kit

    def _pieces_in(self, lang: str) -> Pieces:
        if lang not in self._pieces:
            said = words(lang)
            ui = str(attributes(said.lang, lang))
            tongue, written = partial(self._tongue, lang), partial(self._written, lang)
            self._pieces[lang] = Pieces(said, lang, ui, tongue, written)
        return self._pieces[lang]

    def _lang_of(self, path: str) -> str:
        return self.langs.get(path.partition("#")[0], self._site_lang)

    def _tongue(self, page_lang: str, path: str) -> str:
        """` lang=…` for a title or name in a `<bdi>`, which finds its direction by itself."""
        lang = self._lang_of(path)
        return f' lang="{escape(lang)}"' if lang != page_lang else ""

    def _written(self, page_lang: str, text: Text) -> str:
        """A text on any page of a language, with the language of its own where that is another."""
        html = self.inline.html(text, ROOT)
        if not text.brief:
            return html
        key = (page_lang, text.brief)
        if (said := self._spoken.get(key)) is None:
            lang = self._lang_of(page_path("brief", text.brief))
            said = self._spoken[key] = str(attributes(lang, page_lang))
        return f"<span{said}>{html}</span>" if said else html


def _on_page(html: Markup, path: str) -> Markup:
    """What a macro wrote for any page, as it stands on this one."""
    return Markup(grounded(str(html).strip(), path))  # noqa: S704 - from autoescaped templates


_MODULES = {
    "m": "parts",
    "s": "sections",
    "r": "relations",
    "c": "cite",
    "embeds": "embeds",
}
"""What templates call the files of macros; each may use those before it."""
