"""A site with a record: invented forecasts about an invented port, many of them decided."""

from __future__ import annotations

from support.sites import TODAY, config

PLACES = ("North quay", "South quay", "Fish market", "Slipway", "Lighthouse", "Customs house")
"""Parts of Lowhaven, which does not exist."""
CALLED = (
    # What each brief says of its five things: likelihood, revision, outcome.
    (("2%", "", "no"), ("10%", "", "no"), ("30%", "", "no"), ("70%", "", "yes"), ("85%", "", "yes")),
    (("15%", "", "no"), ("25%", "55%", "yes"), ("50%", "", "no"), ("65%", "", "yes"), ("97%", "", "yes")),
    (("likely", "", "yes"), ("40%", "20%", "no"), ("50%", "", "yes"), ("90%", "", "yes"), ("10%", "", "yes")),
    (("60%", "", "no"), ("very likely", "", "yes"), ("30%", "", "no"), ("75%", "90%", "yes"), ("20%", "", "void")),
    (("unlikely", "", "yes"), ("70%", "", "no"), ("55-80%", "", "yes"), ("3%", "", "no"), ("80%", "", "yes")),
    (("45%", "", "no"), ("60%", "", "yes"), ("5%", "", "no"), ("35%", "", "void"), ("85%", "", "no")),
)  # fmt: skip
THINGS = ("opens", "closes", "is repaired", "is sold", "is painted")
SCORED = 28
"""Forecasts that are scored: all thirty above without the two that cannot be decided."""


def _forecast(number: int, place: str, thing: str, called: tuple[str, str, str]) -> str:
    likelihood, revised, outcome = called
    month = number + 1
    rows = [
        f"  - label: {place} {thing}",
        f"    text: The {place.lower()} of Lowhaven {thing} before the summer.",
        f"    likelihood: {likelihood}",
        "    by: 2023-12-31",
        f"    resolves_if: The harbour master writes down that it {thing}.",
        f"    actors: [{'council' if number % 2 else 'port'}]",
        "    confidence: moderate",
    ]
    if revised:
        rows += [
            "    revisions:",
            f"      - {{date: 2023-0{month + 1}-10, likelihood: {revised}, why: A tender is out.}}",
        ]
    note = ", note: Says the log., brief: the-year-in-lowhaven" if thing == "opens" else ""
    rows.append(
        f"    resolution: {{outcome: {outcome}, date: 2023-{month + 3:02}-{month:02}{note}}}"
    )
    return "\n".join(rows)


def _brief(number: int, place: str) -> str:
    called = zip(THINGS, CALLED[number], strict=True)
    forecasts = "\n".join(_forecast(number, place, thing, row) for thing, row in called)
    return f"""---
title: What to expect of the {place.lower()}
date: 2023-0{number + 1}-05
summary: Test material. Five things that could happen at the {place.lower()} of Lowhaven.
topics: [{"trade" if number < 3 else "buildings"}]
storyline: the-quays
authors: [{"ada" if number % 3 else "ben"}]
actors: [port, council]
implications:
  - Work: There is work for a year.
developments:
{forecasts}
advice:
  - {{label: Hire, text: Hire two masons., addresses: [{place.lower().replace(" ", "-")}-opens]}}
sources: [Made up for a test]
---

Nothing of this exists.
"""


YEAR = """---
title: The year in Lowhaven
date: 2023-12-20
summary: Test material. What opened in Lowhaven and what did not.
topics: [trade]
authors: [ada]
actors: [port]
implications:
  - Calm: A calm year is likely to be followed by another.
developments:
  - label: New ferry
    text: A second ferry comes to Lowhaven.
    likelihood: 60%
    by: 2024-03-31
    resolves_if: Two ferries stand in one timetable.
    actors: [port]
  - label: Toll
    text: The port takes a toll.
    likelihood: likely
    by: 2024-12-31
    resolves_if: A toll is paid.
    confidence: low
    signposts: [A draft is read in the council]
    actors: [port, council]
    revisions:
      - {date: 2024-01-10, likelihood: very likely, why: A draft was read.}
      - {date: 2024-02-10, likelihood: 50-60%}
  - label: Storm
    text: A storm closes the port for a day.
    likelihood: almost no chance
    by: 2023-12-20
    resolves_if: The log says closed.
    resolution: {outcome: yes, date: 2023-12-20, note: It was known by the evening.}
  - {label: Gulls, text: Gulls settle on the roof.}
sources: [Made up for a test]
---

Nothing of this exists.
"""

FILES = {
    "mkdocs.yml": config(briefs=f"today: {TODAY}, ignore: [B202]"),
    "briefs/actors.yml": "port: {name: Port of Lowhaven, kind: organization}\n"
    "council: {name: Town council, kind: organization}\n",
    "briefs/topics.yml": "trade: Trade\nbuildings: Buildings\n",
    "briefs/authors.yml": "ada: Ada Writer\nben: {name: Ben Editor, url: 'https://ben.example/'}\n",
    "briefs/storylines.yml": "the-quays: The quays\n",
    "briefs/the-year-in-lowhaven.md": YEAR,
    **{
        f"briefs/expect-{place.lower().replace(' ', '-')}.md": _brief(number, place)
        for number, place in enumerate(PLACES)
    },
}
