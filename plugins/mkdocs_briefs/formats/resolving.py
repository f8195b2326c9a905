"""Links of a text as they read in plain Markdown: wikilinks, citations, links to source files."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Mapping

from mkdocs_briefs.formats.commonmark import Edit, field_text, link_edit, plain_words
from mkdocs_briefs.model.prose import MarkdownLink, Prose, WikiLink
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.parse.body import scan_body
from mkdocs_briefs.parse.inline import scan_inline

Address = Callable[[str], str]
"""From the path of a page of ours, or of a file beside the briefs, to the target of a link."""
Other = Callable[[str], str | None]
"""From the path of a source file, as links see it, to the path of its page."""


class Resolver:
    """Resolves the links of one source file.

    `uri` is the file as links see it, `listed` the actors that its text most likely means,
    `numbers` the sources by id; `address` says how links read, `page_of` what files lead to.
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
        """A text of its own, such as a profile."""
        return self.resolved(text, scan_body(text))

    def inline(self, text: str) -> str:
        """Inline Markdown of a field."""
        safe = field_text(text)
        return self.resolved(safe, scan_inline(safe)) if "[" in safe else safe

    def resolved(self, text: str, prose: Prose) -> str:
        """A text with what was found in it, `prose`, resolved."""
        edits = [(c.start, c.end, self.citation(c.ids, c.locator)) for c in prose.citations]
        edits += [(w.start, w.end, self._wikilink(w, text)) for w in prose.wikilinks]
        edits += [(m.start, m.end, "") for m in prose.markers]
        edits += [self._edit(text, link) for link in prose.links if link.path[:1] != "/"]
        done, pieces = 0, []
        for start, end, new in sorted(edits):
            if start >= done:
                pieces += [text[done:start], new]
                done = end
        return "".join((*pieces, text[done:]))

    def citation(self, ids: Iterable[str], locator: str = "") -> str:
        """The numbers of these sources, as in `[1, 2]`."""
        numbers = [str(self._numbers[ident]) for ident in ids if ident in self._numbers]
        more = f", {locator}" if locator and numbers else ""
        return f"\\[{', '.join(numbers)}{more}\\]" if numbers else ""

    def link(self, words: str, path: str) -> str:
        """A link to a page of ours; words alone where there is none."""
        return f"[{plain_words(words)}]({self._address(path)})" if path else plain_words(words)

    def _wikilink(self, wiki: WikiLink, text: str) -> str:
        if not wiki.target:  # a place on this page, which has other places than the site's
            return plain_words(wiki.label or wiki.anchor)
        found = self._factory.library.catalogue.resolve(wiki.kind, wiki.target, self._listed)
        link = self._factory.target(found) if found else None
        if link is None:
            return text[wiki.start : wiki.end]
        path = urls.anchored(link.path, wiki.anchor) if wiki.anchor else link.path
        return self.link(wiki.label or link.text, path)

    def _edit(self, text: str, link: MarkdownLink) -> Edit:
        """A Markdown link that leads where it should; of one to nowhere known the words stay."""
        uri = posixpath.normpath(posixpath.join(self._folder, link.path))
        page = self._factory.library.catalogue.by_uri.get(uri)
        known = self._factory.target(page) if page else None
        path = known.path if known else self._page_of(uri)
        if path is not None and link.anchor:
            path = urls.anchored(path, link.anchor)
        return link_edit(text, link, None if path is None else self._address(path))
