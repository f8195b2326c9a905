"""Dates as journalists know them: exact, partial, uncertain, open.

The grammar is EDTF as published in ISO 8601-2:2019 and by the Library of Congress
(https://www.loc.gov/standards/datetime/), levels 0 and 1, and of level 2 a month or a day without
a year:

    2024  2024-04  2024-04-22            year, month, day (years 0001 to 9999)
    2024-21 .. 2024-24                   spring, summer, autumn, winter
    199X  19XX                           some year of a decade, of a century
    2024-XX  2024-XX-XX  2024-04-XX      some month or day of it
    XXXX-10  XXXX-10-07  XXXX            year not known, nothing known
    2024-04?  2024-04~  2024-04%         uncertain, approximate, both (not after a bare XXXX,
                                         which leaves nothing to qualify)
    A/B  A/..  ../B                      from A to B, since A, until B (each with a known year)

Bounds are strict: `~` and `?` do not widen them. Seasons are those of the northern hemisphere,
from the first day of March, June, September, December. Winter runs to the end of the next February:
with an earlier bound, a deadline of "winter 2024" would be overdue while that winter lasts.
"""

from __future__ import annotations

import copyreg
from functools import lru_cache

from mkdocs_briefs.model.edtf_advice import repair
from mkdocs_briefs.model.edtf_grammar import EXAMPLES, MAX_LENGTH, EdtfError, read
from mkdocs_briefs.model.edtf_values import Edtf, EdtfDate, Precision

__all__ = ["MAX_LENGTH", "Edtf", "EdtfDate", "EdtfError", "Precision", "parse_edtf"]


@lru_cache(maxsize=8192)
def parse_edtf(text: str) -> Edtf:
    """Read one EDTF date or interval; white space around it is dropped.

    Raises EdtfError, and nothing else, for any other text. A value is frozen, so those of one text
    are one object: a site has fewer days than dates.
    """
    if len(text) > MAX_LENGTH:
        raise EdtfError(text, f"A date has at most {MAX_LENGTH} characters. {EXAMPLES}")
    body = text.strip()
    try:
        return read(body)
    except EdtfError as error:
        raise repair(body, error) or error from None


def _again(date: Edtf) -> tuple[object, tuple[str]]:
    return parse_edtf, (date.text,)


copyreg.pickle(Edtf, _again)  # type: ignore[arg-type] # it wants the type of what it calls
"""From another process comes the text alone, of which there is one object here too."""
