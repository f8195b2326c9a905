"""What other pages show of a brief, in one digest: while it stays, an edit is a page's own affair.

In it: slug, file and addresses; every field, the author's own keys and the page's; which events
were given an id, since these are merged by it; the standfirst, which without a summary is the first
paragraph; minutes of reading; what the body speaks of, in its order, with the sentences that
backlinks quote; and the places in the body that a link may lead to.

Left out, since nothing but the brief's own page, its twin in Markdown, its record of the search and
its own problems tell of it:

- the rest of `body`, and of `prose` the text, the citations and the markers;
- `body_line` and `positions` but for the ids: they are for messages, and move with every line;
- the exact number of words, of which cards show minutes.

The records of the search make one index, and `briefs export` writes whole bodies: whoever makes
these has to look at the bodies themselves.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from mkdocs_briefs.library.backlinks import Backlink
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages.facts import minutes, summary

_PLACE = re.compile(r"""\b(?:id|name)\s*=\s*["']?[^\s"'>]+|\{[^{}\n]*\}|\[\^[^\[\]\s]+\]""")
"""What may give a place of a body a name: attributes, lists of them, and footnotes."""


def fingerprint(brief: Brief, library: Library, links: Iterable[Backlink] | None = None) -> str:
    """The digest of all that pages other than its own show of `brief`, among what `library` knows.

    `brief` may be newer than the one of its slug in `library`. If both have one fingerprint, a
    library with the new one gives the same views of all other pages, of listings and of the data
    for machines. `links` are those of its body where they have been found already.
    """
    links = library.links_of((brief,)) if links is None else links
    standfirst = summary(brief)
    given = [
        n for n in range(len(brief.fields.dates)) if ("dates", n, "id") in brief.positions.places
    ]
    seen = (
        (brief.slug, brief.file, brief.uri),
        brief.fields.written(),
        (brief.page_meta, brief.extra),
        given,
        standfirst.source if standfirst else "",
        minutes(brief),
        [(link.target, link.sentence, link.phrase) for link in links],
        (brief.prose.heading_ids, _PLACE.findall(brief.body)),
    )
    return hashlib.blake2b(json.dumps(seen).encode(), digest_size=20).hexdigest()
