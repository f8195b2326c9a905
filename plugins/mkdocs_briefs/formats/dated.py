"""Days of commits in pages that are finished otherwise.

They are no part of a view: they are written into the text of a finished page, in the place of the
day that stands there. The key of a page holds them.
"""

from __future__ import annotations

import datetime as dt
import re

_HEAD = (
    re.compile(r'(<meta property="article:modified_time" content=")[^"]*(?=")'),
    re.compile(r'("dateModified":")[^"]*(?=")'),
)
_FACTS = re.compile(
    r'(<ul class="b-meta"[^>]*>\n<li>[^\n]*</li>\n)(?:<li class="b-changed">[^\n]*</li>\n)?'
)
"""The day of publication on the page of a brief, and behind it perhaps that of the last change."""


def dated_page(html: str, modified: dt.date, row: str) -> str:
    """The page of a brief with this day of its last change in its head.

    `row` is the line that tells readers of it, a list item without its tags, or empty.
    """
    head, end, body = html.partition("</head>")
    for place in _HEAD:
        head = place.sub(rf"\g<1>{modified.isoformat()}", head, count=1)
    item = f'<li class="b-changed">{row}</li>\n' if row else ""
    return f"{head}{end}{_FACTS.sub(lambda found: found[1] + item, body, count=1)}"
