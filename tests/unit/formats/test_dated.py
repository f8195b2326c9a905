"""Days of commits are set in finished pages, whatever stood there, and nowhere else."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.formats.dated import dated_page

LIKE_DAYS = 'She wrote "dateModified":"1999-01-01" and <li class="b-changed">never</li>.'
PAGE = f"""<head>
<meta property="article:modified_time" content="2024-05-20">
<script type="application/ld+json">{{"@id":"x","dateModified":"2024-05-20","text":"\\"dateModified\\":\\"1999-01-01\\""}}</script>
</head>
<body>
<ul class="b-meta" data-read="briefs/a/">
<li><time datetime="2024-05-20">20 May 2024</time></li>
<li>1 min read</li>
</ul>
<p>{LIKE_DAYS}</p>
<ul class="b-meta">
<li>Another list</li>
</ul>
</body>
"""
DAYS = st.dates(dt.date(1971, 1, 1), dt.date(2100, 1, 1))
STATES = st.tuples(DAYS, st.sampled_from(["", "Last changed <b>today</b>", r"\1 \g<0>"]))


@given(st.lists(STATES, min_size=1, max_size=4))
def test_a_page_tells_the_last_days_it_was_given_whatever_stood_there(
    states: list[tuple[dt.date, str]],
) -> None:
    html = PAGE
    for state in states:
        html = dated_page(html, *state)
    day, row = states[-1]
    assert html == dated_page(PAGE, day, row)
    item = f'<li class="b-changed">{row}</li>\n' if row else ""
    want = PAGE.replace('content="2024-05-20"', f'content="{day}"', 1)
    want = want.replace('"dateModified":"2024-05-20"', f'"dateModified":"{day}"', 1)
    assert html == want.replace("<li>1 min read", f"{item}<li>1 min read")
