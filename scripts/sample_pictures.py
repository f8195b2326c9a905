"""Draw the pictures of the sample briefs from their data.

    PYTHONPATH=tests .venv/bin/python scripts/sample_pictures.py

Each picture is an SVG, with the same bytes for the same data, and a PNG for the field `image`, made
by the Chromium of the machine. `--svg` writes no PNG.
"""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from html import escape
from pathlib import Path
from textwrap import wrap

ROOT = Path(__file__).resolve().parent.parent
BRIEFS = ROOT / "briefs"
FONTS = ROOT / "plugins" / "mkdocs_briefs" / "builder" / "cards" / "fonts"

Row = dict[str, str]
Point = tuple[float, float]
Box = tuple[float, float, float, float]

# A picture is 600 wide. A phone shows it at 60 %, so no text is smaller than 16.
WIDTH = 600
EDGE = 24
RIGHT = WIDTH - EDGE
TITLE, TEXT, SMALL = 24, 17, 16
BOLD = ' font-weight="700"'
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

# An own background, because a picture does not know whether the page is light or dark. Blue and
# orange also differ in lightness, and always have a shape or a word.
PAPER, INK, QUIET, GRID = "#fbf8f2", "#22252a", "#575b61", "#dcd6ca"
BLUE, PALE, ORANGE = "#1f5f8b", "#b9d0de", "#ad4309"
LAND, WATER, SHORE = "#eae4d6", "#dbe7ec", "#a9b3b5"

MONTHS = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.".split()  # noqa: SIM905
NUMBERS = "no one two three four five six seven eight nine ten eleven".split()  # noqa: SIM905


class Picture:
    """An SVG: a title and a subtitle, then what the caller draws."""

    def __init__(self, title: str, subtitle: str, alt: str) -> None:
        self._name, self._alt = title, alt
        self._parts: list[str] = []
        self.line((EDGE, 20), (EDGE + 44, 20), INK, 4)
        self.y = 26.0
        for row in wrapped(title, TITLE, bold=True):
            self.y += 29
            self.text((EDGE, self.y), row, size=TITLE, bold=True)
        self.y += 3
        for row in wrapped(subtitle, TEXT):
            self.y += 22
            self.text((EDGE, self.y), row, colour=QUIET)
        self.y += 16

    def text(
        self,
        at: Point,
        words: str,
        *,
        size: int = TEXT,
        colour: str = INK,
        anchor: str = "start",
        bold: bool = False,
        halo: str = "",
    ) -> None:
        """Add a line of text; `halo` is the colour of its outline."""
        weight = BOLD if bold else ""
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self._parts.append(
            f'<text x="{n(at[0])}" y="{n(at[1])}" font-size="{size}" fill="{colour}"'
            f"{weight}{place}{behind(halo)}>{escape(words, quote=False)}</text>"
        )

    def phrase(self, at: Point, *parts: tuple[str, str, bool], halo: str = "") -> None:
        """Add a line of text in several colours and weights."""
        spans = "".join(
            f'<tspan fill="{colour}"{BOLD if bold else ""}>{escape(words, quote=False)}</tspan>'
            for words, colour, bold in parts
        )
        self._parts.append(
            f'<text x="{n(at[0])}" y="{n(at[1])}" font-size="{TEXT}"{behind(halo)}>{spans}</text>'
        )

    def line(
        self, start: Point, end: Point, colour: str = GRID, width: float = 1, dash: str = ""
    ) -> None:
        """Add a straight line."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<line x1="{n(start[0])}" y1="{n(start[1])}" x2="{n(end[0])}" y2="{n(end[1])}"'
            f' stroke="{colour}" stroke-width="{n(width)}"{dashed}/>'
        )

    def bar(self, at: Point, size: Point, colour: str, outline: str = "") -> None:
        """Add a rectangle; with `outline`, a dashed one for unknown values."""
        edge = f' stroke="{outline}" stroke-width="2" stroke-dasharray="6 5"' if outline else ""
        self._parts.append(
            f'<rect x="{n(at[0])}" y="{n(at[1])}" width="{n(size[0])}" height="{n(size[1])}"'
            f' fill="{colour}"{edge}/>'
        )

    def dot(self, at: Point, radius: float, colour: str, ring: str = "") -> None:
        """Add a circle; with `ring`, an open one."""
        edge = f' stroke="{ring}" stroke-width="3"' if ring else ""
        self._parts.append(
            f'<circle cx="{n(at[0])}" cy="{n(at[1])}" r="{n(radius)}" fill="{colour}"{edge}/>'
        )

    def diamond(self, at: Point, radius: float, colour: str) -> None:
        """Add a square on its corner."""
        x, y = at
        self.shape([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], colour)

    def shape(self, points: Iterable[Point], fill: str, edge: str = "") -> None:
        """Add a closed figure."""
        stroke = f' stroke="{edge}"' if edge else ""
        self._parts.append(f'<path d="{outline(points)}Z" fill="{fill}"{stroke}/>')

    def course(self, points: Iterable[Point], colour: str, width: float, dash: str = "") -> None:
        """Add a line through points."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<path d="{outline(points)}" fill="none" stroke="{colour}" stroke-width="{n(width)}"'
            f' stroke-linejoin="round"{dashed}/>'
        )

    def sea_and_land(self, box: Box, rings: Iterable[Iterable[Point]]) -> None:
        """Add sea and land; a ring inside of another is water."""
        left, top, right, bottom = box
        name = f"box{n(left)}-{n(top)}"
        frame = (
            f'<rect x="{n(left)}" y="{n(top)}" width="{n(right - left)}" height="{n(bottom - top)}"'
        )
        path = "".join(f"{outline(ring)}Z" for ring in rings)
        self._parts += [
            f'<clipPath id="{name}">{frame}/></clipPath>',
            f'{frame} fill="{WATER}"/>',
            f'<g clip-path="url(#{name})" fill="{LAND}" stroke="{SHORE}" fill-rule="evenodd">',
            f'<path d="{path}"/></g>',
        ]

    def note(self, words: str) -> None:
        """Add small grey lines below the drawing."""
        self.y += 8
        for row in wrap(words, int((RIGHT - EDGE) / (SMALL * 0.57))):
            self.y += 20
            self.text((EDGE, self.y), row, size=SMALL, colour=QUIET)

    def svg(self) -> str:
        """Return the file."""
        height = math.ceil(self.y + 18)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
            f' viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title desc"'
            f' font-family="{FONT}">'
        )
        name = f'<title id="title">{escape(self._name, quote=False)}</title>'
        alt = f'<desc id="desc">{escape(self._alt, quote=False)}</desc>'
        ground = f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
        return "\n".join((head, name, alt, ground, *self._parts, "</svg>\n"))


def n(number: float) -> str:
    """Return a number with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")


def behind(halo: str) -> str:
    """Return the attributes of an outline of text."""
    if not halo:
        return ""
    return f' stroke="{halo}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'


def outline(points: Iterable[Point]) -> str:
    """Return the data of a path, without repeated points."""
    places: list[str] = []
    for x, y in points:
        place = f"{n(x)} {n(y)}"
        if not places or places[-1] != place:
            places.append(place)
    return "M" + "L".join(places)


def wrapped(words: str, size: float, *, bold: bool = False, room: float = 0) -> list[str]:
    """Return lines of similar length that fit into `room`, or into the picture.

    The font is unknown, so each character counts as in a wide one.
    """
    most = int((room or RIGHT - EDGE) / (size * (0.64 if bold else 0.57)))
    lines = wrap(words, most)
    while most > 1 and len(shorter := wrap(words, most - 1)) == len(lines):
        lines, most = shorter, most - 1
    return lines


def scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Return a function from values to coordinates."""
    return lambda value: start + (value - low) / (high - low) * (end - start)


def day(written: str) -> date:
    """Return the day; the first one if only the month is known."""
    return date.fromisoformat(f"{written}-01" if len(written) == len("2021-05") else written)


def shown(written: str, *, year: bool = True) -> str:
    """Return a date in words, as exact as the data."""
    parts = written.split("-")
    words = [parts[0]] if year or len(parts) == 1 else []
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def table(name: str) -> list[Row]:
    """Return the rows of a file of data."""
    return list(csv.DictReader(io.StringIO((BRIEFS / name).read_text("utf-8"))))


def coast(name: str, kind: str) -> Iterator[list[Point]]:
    """Yield the shores in a file of data: land, then holes in it."""
    for feature in json.loads((BRIEFS / name).read_text("utf-8"))["features"]:
        if feature["properties"]["scale"] == kind:
            for ring in feature["geometry"]["coordinates"]:
                yield [(x, y) for x, y in ring]


# Atlantic hurricanes

STORMS = "atlantic-hurricanes/data"
NOAA = "Source: NOAA; the page of each figure stands in outlooks.csv and outcomes.csv"


def outlook_ranges() -> str:
    """Draw the ranges of May, and the number of named storms."""
    expected = [row for row in table(f"{STORMS}/outlooks.csv") if row["outlook"] == "May"]
    came = {row["season"]: int(row["named_storms"]) for row in table(f"{STORMS}/outcomes.csv")}
    seasons = [
        (row["season"], int(row["named_storms_low"]), int(row["named_storms_high"]))
        for row in expected
        if row["season"] in came
    ]
    right = sum(low <= came[season] <= high for season, low, high in seasons)
    missed = [season for season, low, high in seasons if not low <= came[season] <= high]
    title = f"NOAA’s May range for named storms held in {right} of {len(seasons)} seasons"
    picture = Picture(
        title,
        "Atlantic named storms: the range that NOAA gave in May at 70% likelihood, and what came",
        f"Chart of {seasons[0][0]} to {seasons[-1][0]}, a bar for the range and a dot for the "
        f"count. The count lay outside the range in {_listed(missed)}.",
    )
    x = scale(5, 31, 80, RIGHT)
    legend = picture.y + 16
    picture.bar((EDGE, legend - 13), (36, 16), PALE)
    picture.text((EDGE + 44, legend), "range in May", colour=QUIET)
    picture.dot((216, legend - 6), 8, BLUE)
    picture.text((230, legend), "came, inside", colour=QUIET)
    picture.diamond((386, legend - 6), 11, ORANGE)
    picture.text((402, legend), "came, outside", colour=QUIET)
    top = legend + 42
    bottom = top + 35 * len(seasons) + 2
    for tick in range(5, 31, 5):
        picture.text((x(tick), top - 8), str(tick), size=SMALL, colour=QUIET, anchor="middle")
        picture.line((x(tick), top), (x(tick), bottom))
    for place, (season, low, high) in enumerate(seasons):
        y = top + 18 + 35 * place
        picture.text((EDGE, y + 6), season)
        picture.bar((x(low), y - 8), (x(high) - x(low), 16), PALE)
        _count(picture, (x(came[season]), y), came[season], inside=low <= came[season] <= high)
    picture.y = bottom
    picture.note(f"Counts as of the end of each season. {NOAA}.")
    return picture.svg()


def _count(picture: Picture, at: Point, number: int, *, inside: bool) -> None:
    """Add the mark of an outcome, with its number."""
    if inside:
        picture.dot(at, 14, BLUE)
    else:
        picture.diamond(at, 19, ORANGE)
    x, y = at
    picture.text((x, y + 6), str(number), size=SMALL, colour=PAPER, anchor="middle", bold=True)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def outlook_chances() -> str:
    """Draw the likelihoods, in May and August, of the class of each season."""
    outlooks = {(row["season"], row["outlook"]): row for row in table(f"{STORMS}/outlooks.csv")}
    seasons = []
    for row in table(f"{STORMS}/outcomes.csv"):
        if row["class"] in ("above", "near", "below"):
            column = f"{row['class']}_normal_percent"
            chances = [outlooks[row["season"], month][column] for month in ("May", "August")]
            seasons.append((row["season"], row["class"], *chances))
    both = [(season, int(may), int(aug)) for season, _, may, aug in seasons if may and aug]
    better = [season for season, may, aug in both if aug > may]
    worse = [season for season, may, aug in both if aug < may]
    title = (
        f"August’s update came closer to the outcome in {NUMBERS[len(better)]} of "
        f"{NUMBERS[len(both)]} seasons; in {_listed(worse)} it moved away"
    )
    picture = Picture(
        title,
        "Chance that NOAA gave, in May and in August, to the class that the season got",
        f"Chart of {seasons[0][0]} to {seasons[-1][0]}: an open dot for May joined to a full one "
        f"for August. All lines lead to a higher chance but {_listed(worse)}’s.",
    )
    x = scale(0, 100, 214, RIGHT - 34)
    legend = picture.y + 16
    picture.dot((EDGE + 9, legend - 6), 7, PAPER, ring=BLUE)
    picture.text((EDGE + 24, legend), "May", colour=QUIET)
    picture.dot((116, legend - 6), 8.5, BLUE)
    picture.text((131, legend), "August, closer", colour=QUIET)
    picture.diamond((300, legend - 6), 11, ORANGE)
    picture.text((316, legend), "August, further away", colour=QUIET)
    top = legend + 42
    bottom = top + 35 * len(seasons) + 2
    for tick in range(0, 101, 25):
        picture.text((x(tick), top - 8), f"{tick}%", size=SMALL, colour=QUIET, anchor="middle")
        picture.line((x(tick), top), (x(tick), bottom))
    for place, (season, kind, may, august) in enumerate(seasons):
        y = top + 18 + 35 * place
        picture.text((EDGE, y + 6), season)
        picture.text((76, y + 6), f"{kind} normal", colour=QUIET)
        if august:
            closer = int(august) > int(may)
            colour = BLUE if closer else ORANGE
            picture.line((x(int(may)), y), (x(int(august)), y), colour, 3)
            if closer:
                picture.dot((x(int(august)), y), 8.5, colour)
            else:
                picture.diamond((x(int(august)), y), 11, colour)
            side = 1 if closer else -1
            _beside(picture, (x(int(august)), y), august, side, colour)
            picture.dot((x(int(may)), y), 7, PAPER, ring=colour)
            _beside(picture, (x(int(may)), y), may, -side, QUIET)
        else:
            picture.dot((x(int(may)), y), 7, PAPER, ring=BLUE)
            _beside(picture, (x(int(may)), y), f"{may}, August not found", 1, QUIET)
    picture.y = bottom
    picture.note(f"2025 is left out, since sources disagree on its class. {NOAA}.")
    return picture.svg()


def _beside(picture: Picture, at: Point, words: str, side: int, colour: str) -> None:
    """Add words to the right of a mark, or to its left."""
    anchor = "start" if side > 0 else "end"
    where = (at[0] + side * 15, at[1] + 6)
    picture.text(where, words, size=SMALL, colour=colour, anchor=anchor, halo=PAPER)


def season(year: str) -> str:
    """Draw a season: both outlooks and the outcome."""
    outlooks = {
        row["outlook"]: row for row in table(f"{STORMS}/outlooks.csv") if row["season"] == year
    }
    came = next(row for row in table(f"{STORMS}/outcomes.csv") if row["season"] == year)
    kinds = {
        "named_storms": "Named storms",
        "hurricanes": "Hurricanes",
        "major_hurricanes": "Major hurricanes",
    }
    inside_range = {
        (kind, month): _holds(row, kind, int(came[kind]))
        for kind in kinds
        for month, row in outlooks.items()
    }
    may, august = (
        ("none", "one", "two", "all")[sum(inside_range[kind, month] for kind in kinds)]
        for month in ("May", "August")
    )
    description = "; ".join(
        f"{label}: {_range(outlooks['May'], kind)} in May, "
        f"{_range(outlooks['August'], kind)} in August, {came[kind]} came"
        for kind, label in kinds.items()
    )
    picture = Picture(
        f"{year}: {may} of NOAA’s three May ranges held, {august} of August’s",
        "Atlantic storms: ranges that NOAA gave at 70% likelihood, and what came",
        f"Chart of the ranges. {description}.",
    )
    x = scale(0, 31, 176, RIGHT - 8)
    top = picture.y
    bottom = top + 102 * len(kinds)
    for tick in range(0, 31, 5):
        picture.line((x(tick), top + 8), (x(tick), bottom))
        picture.text((x(tick), bottom + 20), str(tick), size=SMALL, colour=QUIET, anchor="middle")
    for place, (kind, label) in enumerate(kinds.items()):
        y = top + 102 * place
        number = int(came[kind])
        inside = [month for month in outlooks if inside_range[kind, month]]
        where = {0: "outside both", 1: f"inside {inside[0]}’s only" if inside else ""}
        words = f"\u2002{number} came, {where.get(len(inside), 'inside both')}"
        picture.phrase((EDGE, y + 24), (label, INK, True), (words, QUIET, False), halo=PAPER)
        for step, month in enumerate(("May", "August")):
            row = y + 38 + 26 * step
            low, high = _ends(outlooks[month], kind)
            picture.text((EDGE, row + 16), month, colour=QUIET)
            picture.text((150, row + 16), _range(outlooks[month], kind), anchor="end")
            picture.bar((x(low), row), (x(high) - x(low), 20), PALE)
        colour = BLUE if inside else ORANGE
        picture.line((x(number), y + 34), (x(number), y + 88), colour, 3)
        if inside:
            picture.dot((x(number), y + 61), 8, colour)
        else:
            picture.diamond((x(number), y + 61), 11, colour)
    picture.y = bottom + 22
    picture.note(f"Counts as of the season’s end. {NOAA}.")
    return picture.svg()


def _ends(outlook: Row, kind: str) -> tuple[int, int]:
    return int(outlook[f"{kind}_low"]), int(outlook[f"{kind}_high"])


def _range(outlook: Row, kind: str) -> str:
    low, high = _ends(outlook, kind)
    return f"{low}–{high}"


def _holds(outlook: Row, kind: str, number: int) -> bool:
    low, high = _ends(outlook, kind)
    return low <= number <= high


# Suez 2021

SUEZ = "suez-2021/data"
AUTHORITY = "Suez Canal Authority"


def ships_waiting() -> str:
    """Draw how many ships waited, by who counted."""
    rows = table(f"{SUEZ}/ships-waiting.csv")
    last = max(row["date"] for row in rows if int(row["ships"]))
    most = sorted((row for row in rows if row["date"] == last), key=lambda row: -int(row["ships"]))
    description = "; ".join(
        f"{shown(row['date'], year=False)} {_amount(row, 'ships')} ({row['giver']})" for row in rows
    )
    picture = Picture(
        f"Between {most[-1]['ships']} and {most[0]['ships']} ships waited when the canal "
        "reopened: it depends on who counted",
        "Ships waiting to pass the Suez Canal, 2021",
        f"Chart of the counts: {description}.",
    )
    first = date(2021, 3, 23)
    x = scale(0, 12, 62, RIGHT)
    top = picture.y + 18
    bottom = top + 350
    y = scale(0, 450, bottom, top)
    for tick in range(0, 401, 100):
        picture.line((62, y(tick)), (RIGHT, y(tick)), GRID if tick else INK)
        picture.text((52, y(tick) + 6), str(tick), size=SMALL, colour=QUIET, anchor="end")
    for step, anchor in ((0, "start"), (3, "middle"), (6, "middle"), (9, "middle"), (12, "end")):
        words = shown((first + timedelta(step)).isoformat(), year=False)
        picture.text((x(step), bottom + 24), words, size=SMALL, colour=QUIET, anchor=anchor)
        picture.line((x(step), bottom), (x(step), bottom + 6), INK)
    marks = [(row, (x((day(row["date"]) - first).days), y(int(row["ships"])))) for row in rows]
    own = [at for row, at in marks if row["giver"] == AUTHORITY]
    picture.course(own, BLUE, 2, "2 5")
    for row, at in marks:
        if row["giver"] == AUTHORITY:
            picture.dot(at, 8, BLUE)
        else:
            picture.dot(at, 6, PAPER, ring=ORANGE)
        amount, giver = _amount(row, "ships"), row["giver"].removeprefix("Suez ")
        if row in most:
            label = (at[0] + 40, top + 8 + 30 * most.index(row))
            picture.line((at[0] + 10, at[1]), (label[0] - 4, label[1] - 6), SHORE)
            parts = (amount, INK, True), (f"\u2002{giver}", QUIET, False)
            picture.phrase(label, *parts, halo=PAPER)
        else:
            side, shift = ("end", -15) if row["giver"] == AUTHORITY else ("start", 15)
            label = (at[0] + shift, at[1] + 6) if int(row["ships"]) else (at[0] - 36, at[1] - 32)
            picture.text(label, amount, bold=True, anchor=side, halo=PAPER)
            below = (label[0], label[1] + 20)
            picture.text(below, giver, size=SMALL, colour=QUIET, anchor=side, halo=PAPER)
    when = x((day(last) - first).days)
    picture.line((when, y(80)), (when, bottom), INK, 1.5)
    picture.text((when, y(80) - 8), "ship afloat", size=SMALL, anchor="middle", halo=PAPER)
    picture.y = bottom + 24
    picture.note(
        f"Full dots: {AUTHORITY}; rings: others. Source: givers as named, through the media in "
        "ships-waiting.csv."
    )
    return picture.svg()


def _amount(row: Row, column: str) -> str:
    """Return a number with its qualifier."""
    qualifiers = {"at_least": "at least ", "about": "about ", "more_than": "more than "}
    return f"{qualifiers.get(row['qualifier'], '')}{int(row[column]):,}"


def claim() -> str:
    """Draw what Egypt asked for, what was offered, and what is not known."""
    rows = table(f"{SUEZ}/claim.csv")
    claims = {row["date"]: int(row["million_usd"]) for row in rows if row["side"] == "claim"}
    less = round(100 * (1 - claims["2021-05-23"] / claims["2021-04-07"]))
    description = "; ".join(
        f"{shown(row['date'])}, {row['side']}, "
        + (_amount(row, "million_usd") if row["million_usd"] else "sum not disclosed")
        for row in rows
    )
    picture = Picture(
        f"The claim for the Ever Given fell by {less}% in seven weeks; the sum paid is not public",
        "Compensation asked for and offered in 2021, million US dollars",
        f"Bars: {description}.",
    )
    x = scale(0, 1000, EDGE, RIGHT - 170)
    names = {
        "claim": "the Canal Authority asks for",
        "offer": "the owner offers, says the Authority",
        "settlement": "settlement",
    }
    y = picture.y
    for row in rows:
        y += 22
        when = (f"{shown(row['date'], year=False)}\u2002", INK, True)
        picture.phrase((EDGE, y), when, (names[row["side"]], QUIET, False))
        y += 9
        if row["million_usd"]:
            end = x(int(row["million_usd"]))
            picture.bar((EDGE, y), (end - EDGE, 22), BLUE if row["side"] == "claim" else ORANGE)
            picture.text((end + 10, y + 17), _amount(row, "million_usd"), bold=True)
        else:
            picture.bar((EDGE + 1, y), (44, 22), PAPER, QUIET)
            picture.text((EDGE + 23, y + 17), "?", bold=True, anchor="middle")
            picture.text((EDGE + 56, y + 17), "not disclosed", bold=True)
        y += 36
    picture.y = y - 12
    picture.note(
        f"The {less}% lie between the claims of 7 April and 23 May. Source: Suez Canal Authority "
        "and UK P&I Club, through the media in claim.csv."
    )
    return picture.svg()


class Course:
    """The canal as a line, with kilometres."""

    def __init__(self, rows: Sequence[Row], project: Callable[[Point], Point]) -> None:
        self.points = [project((float(r["longitude"]), float(r["latitude"]))) for r in rows]
        self._run = [0.0]
        for start, end in zip(self.points, self.points[1:], strict=False):
            self._run.append(self._run[-1] + math.dist(start, end))
        self._known = [
            (float(row["km"]), run) for row, run in zip(rows, self._run, strict=True) if row["km"]
        ]

    def _length(self, km: float) -> float:
        """Return the length of the line up to a kilometre, between the nearest known ones."""
        pairs = [*zip(self._known, self._known[1:], strict=False)]
        low, high = next((p for p in pairs if km <= p[1][0]), pairs[-1])
        return scale(low[0], high[0], low[1], high[1])(km)

    def at(self, km: float) -> Point:
        """Return the point of a kilometre."""
        return self._place(self._length(km))

    def between(self, start: float, end: float) -> list[Point]:
        """Return the line between two kilometres."""
        low, high = self._length(start), self._length(end)
        inner = [p for p, run in zip(self.points, self._run, strict=True) if low < run < high]
        return [self._place(low), *inner, self._place(high)]

    def _place(self, run: float) -> Point:
        for step, end in enumerate(self._run[1:]):
            if run <= end or step == len(self._run) - 2:
                part = (run - self._run[step]) / (end - self._run[step])
                (x1, y1), (x2, y2) = self.points[step], self.points[step + 1]
                return x1 + part * (x2 - x1), y1 + part * (y2 - y1)
        raise ValueError(f"no place {run} on the line")


def canal(*, works: bool) -> str:
    """Draw the canal and the place of the ship; with `works`, also the planned works."""
    if works:
        picture = Picture(
            "Egypt’s plan of May 2021: wider and deeper where the Ever Given lay",
            "Schematic map of the Suez Canal, kilometres from Port Said",
            "Map from Port Said in the north to Suez in the south. Two lanes from kilometre 50 to "
            "122; the plan adds a second lane from 122 to 132 and widens 132 to 162 by 40 metres. "
            "The ship lay at kilometre 151.",
        )
    else:
        picture = Picture(
            "The Ever Given lies south of the lakes, where the canal has one lane",
            "Schematic map of the Suez Canal, kilometres from Port Said",
            "Map from Port Said in the north to Suez in the south. The ship lies at kilometre 151, "
            "south of the two lanes of kilometres 50 to 122.",
        )
    top = picture.y
    bottom = top + 584
    middle, north, unit = 32.33, 31.45, 335.0

    def project(point: Point) -> Point:
        flat = math.cos(math.radians(30.6))
        return 235 + (point[0] - middle) * flat * unit, top + (north - point[1]) * unit

    rings = coast(f"{SUEZ}/coast.geojson", "1:10m")
    picture.sea_and_land((0, top, WIDTH, bottom), (map(project, ring) for ring in rings))
    rows = table(f"{SUEZ}/canal.csv")
    course = Course(rows, project)
    picture.shape(map(project, LAKES), WATER, SHORE)
    picture.course(course.points, BLUE, 3)
    callouts = [(86, ("km 50–122", "two lanes"), BLUE, 0)]
    for row in table(f"{SUEZ}/stretches.csv"):
        stretch = course.between(float(row["from_km"]), float(row["to_km"]))
        if row["what"] == "two lanes":
            _lane(picture, stretch, BLUE, lanes=2)
        elif row["what"] == "second lane planned" and works:
            _lane(picture, stretch, ORANGE, lanes=2)
            callouts.append((127, ("km 122–132", "second lane planned"), ORANGE, -18))
        elif row["what"] == "widening planned" and works:
            _lane(picture, stretch, ORANGE, lanes=1)
            callouts.append((140, ("km 132–162", "40 m wider, 2 m deeper"), ORANGE, 12))
    for row in rows:
        if row["km"]:
            (x, y), halo = course.at(float(row["km"])), LAND if float(row["km"]) else WATER
            picture.dot((x, y), 6, PAPER, ring=INK)
            picture.text((x - 16, y - 2), row["place"], bold=True, anchor="end", halo=halo)
            below = (x - 16, y + 18)
            picture.text(
                below, f"km {row['km']}", size=SMALL, colour=QUIET, anchor="end", halo=halo
            )
    x, y = course.at(110)
    picture.text((x - 60, y - 4), "Great Bitter", anchor="end", halo=LAND)
    picture.text((x - 60, y + 16), "Lake", anchor="end", halo=LAND)
    picture.text((RIGHT, top + 26), "Mediterranean Sea", colour=BLUE, anchor="end")
    picture.text((252, bottom - 14), "Gulf of Suez", colour=BLUE, anchor="end", halo=LAND)
    for km, words, colour, shift in callouts:
        _callout(picture, course.at(km), words, colour, shift)
    when = "23 to 29 March 2021" if works else "since 23 March 2021"
    _callout(picture, course.at(151), ("km 151: Ever Given", when), INK, 40)
    picture.diamond(course.at(151), 12, INK)
    picture.y = bottom
    plan = " Plan: PortNews, Dredging Today." if works else ""
    picture.note(
        "Canal and lakes are drawn by hand, not surveyed. Coast: Natural Earth. Kilometres and "
        f"lanes: Suez Canal Authority, Rules of Navigation.{plan}"
    )
    return picture.svg()


def _lane(picture: Picture, stretch: Sequence[Point], colour: str, *, lanes: int) -> None:
    """Add a stretch of canal; with two lanes, hollow."""
    picture.course(stretch, colour, 9)
    if lanes > 1:
        picture.course(stretch, PAPER, 2)


# The Bitter Lakes, drawn by hand.
LAKES = (
    (32.335, 30.435), (32.305, 30.385), (32.300, 30.335), (32.335, 30.300), (32.400, 30.270),
    (32.455, 30.240), (32.490, 30.225), (32.530, 30.190), (32.565, 30.175), (32.580, 30.195),
    (32.555, 30.240), (32.515, 30.255), (32.505, 30.290), (32.460, 30.345), (32.410, 30.385),
    (32.365, 30.420),
)  # fmt: skip


def _callout(
    picture: Picture, at: Point, words: tuple[str, str], colour: str, shift: float
) -> None:
    """Add two lines of words to the right of the canal, lower by `shift`."""
    (x, y), left = at, 372
    picture.line((x + 10, y), (left - 8, y + shift - 2), colour, 1.5)
    picture.text((left, y + shift), words[0], bold=True, colour=colour, halo=LAND)
    picture.text((left, y + shift + 20), words[1], size=SMALL, halo=LAND)


# After October 7

OCTOBER = "after-october-7/data"


def responsibility() -> str:
    """Draw who took responsibility in 2023, and who had left by 22 April 2024."""
    people = _people("2023-10-01", "2024-04-22")
    gone = [events for events in people.values() if events[-1]["event"] == "resigns"]
    span = day(gone[0][-1]["date"]) - day(gone[0][0]["date"])
    picture = Picture(
        f"{NUMBERS[len(people)].capitalize()} took responsibility in October 2023; the first to "
        f"resign does so {NUMBERS[round(span.days / 30.4)]} months later",
        "As of 22 April 2024",
        f"Timeline: {_description(people)}.",
    )
    _timeline(picture, people, date(2023, 10, 1), date(2024, 4, 30), months=2)
    picture.note("Source: media in departures.csv.")
    return picture.svg()


def departures_by_january() -> str:
    """Draw who had left when the chief of staff announced his resignation."""
    people = _people("2024-04-01", "2025-01-21")
    picture = Picture(
        f"Of those who led Israel’s security on 7 October 2023, {NUMBERS[len(people)]} have "
        "resigned or been dismissed",
        "As of 21 January 2025",
        f"Timeline: {_description(people)}.",
    )
    _timeline(picture, people, date(2024, 4, 1), date(2025, 3, 15), months=3)
    picture.note(
        "Netanyahu gave reasons other than 7 October for dismissing Gallant. Source: media in "
        "departures.csv."
    )
    return picture.svg()


def departures() -> str:
    """Draw who left, up to the removals from the reserves."""
    people = _people("2024-04-01", "2025-11-23")
    picture = Picture(
        f"{NUMBERS[len(people)].capitalize()} who led Israel’s security on 7 October 2023 have "
        "resigned or been dismissed",
        "As of 23 November 2025",
        f"Timeline: {_description(people)}.",
    )
    _timeline(picture, people, date(2024, 4, 1), date(2025, 12, 31), months=6)
    picture.note(
        "Netanyahu gave reasons other than 7 October for dismissing Gallant and Bar. The High "
        "Court called Bar’s dismissal unlawful; it had been withdrawn. Source: media in "
        "departures.csv."
    )
    return picture.svg()


def _people(first: str, last: str) -> dict[str, list[Row]]:
    """Return the events of each person between two days."""
    people: dict[str, list[Row]] = {}
    for row in table(f"{OCTOBER}/departures.csv"):
        if first <= row["date"] <= last:
            people.setdefault(row["person"], []).append(row)
    return people


def _description(people: dict[str, list[Row]]) -> str:
    """Return the same in words."""
    return "; ".join(
        f"{name} ({events[0]['post']}) "
        + ", ".join(f"{event['event']} {shown(event['date'])}" for event in events)
        for name, events in people.items()
    )


def _timeline(
    picture: Picture, people: dict[str, list[Row]], first: date, last: date, *, months: int
) -> None:
    """Add a row for each person, and an axis with a label every `months` months."""
    x = scale(0, (last - first).days, EDGE, RIGHT)
    left, y = EDGE + 8.0, picture.y + 16
    kinds = [event["event"] for events in people.values() for event in events]
    for kind in DEPARTURES:
        if kind in kinds:
            _departure(picture, (left, y - 6), kind)
            words = "out of the reserves" if kind == RESERVES else kind
            picture.text((left + 15, y), words, colour=QUIET)
            left += 46 + len(words) * TEXT * 0.57
    top = y + 34
    bottom = top + 66 * len(people)
    for month in range(0, 24, months):
        year, rest = divmod(first.month - 1 + month, 12)
        when = date(first.year + year, rest + 1, 1)
        if when < last:
            at = x((when - first).days)
            picture.line((at, top), (at, bottom))
            picture.text((at, top - 8), shown(f"{when:%Y-%m}"), size=SMALL, colour=QUIET)
    for step, (name, events) in enumerate(people.items()):
        y = top + 66 * step + 24
        post = (f"\u2002{events[0]['post']}", QUIET, False)
        picture.phrase((EDGE, y), (name, INK, True), post, halo=PAPER)
        y += 22
        picture.line((EDGE, y), (RIGHT, y), GRID)
        marks = [(event, x((day(event["date"]) - first).days)) for event in events]
        going = [(event, at) for event, at in marks if event["event"] != RESERVES]
        start, end = going[0][1], going[-1][1]
        picture.line((start, y), (end, y), BLUE, 4)
        for event, at in marks:
            _departure(picture, (at, y), event["event"])
        words = " – ".join(shown(event["date"], year=False) for event, _ in going)
        room = 16 + len(words) * SMALL * 0.57
        if end + room < (marks[-1][1] if marks[-1][1] > end else RIGHT):
            at, anchor = end + 16, "start"
        elif start - room > EDGE:
            at, anchor = start - 16, "end"
        else:
            at, anchor = (start + end) / 2, "middle"
        drop = 22 if anchor == "middle" else 6
        picture.text((at, y + drop), words, size=SMALL, anchor=anchor, halo=PAPER)
    picture.y = bottom


RESERVES = "removed from the reserves"
DEPARTURES = ("takes responsibility", "resigns", "leaves", "dismissed", RESERVES)


def _departure(picture: Picture, at: Point, event: str) -> None:
    """Add the mark of an event."""
    if event == "takes responsibility":
        picture.dot(at, 5, INK)
    elif event == "resigns":
        picture.dot(at, 7, PAPER, ring=BLUE)
    elif event == "leaves":
        picture.dot(at, 8.5, BLUE)
    elif event == "dismissed":
        picture.diamond(at, 11, ORANGE)
    else:
        picture.bar((at[0] - 7.5, at[1] - 7.5), (15, 15), INK)


def votes() -> str:
    """Draw how the Knesset voted on an inquiry."""
    rows = table(f"{OCTOBER}/votes.csv")
    state = [row for row in rows if row["bill"].startswith("State")]
    picture = Picture(
        f"The Knesset rejected a state commission {NUMBERS[len(state)]} times, then advanced "
        "another kind",
        "Votes of members in plenary sessions, of 120",
        "Bars: "
        + "; ".join(
            f"{row['bill']}, {shown(row['date'])}: {row['in_favour']} for, "
            f"{row['against']} against, {row['result']}"
            for row in rows
        )
        + ".",
    )
    x = scale(0, 60, EDGE, RIGHT - 140)
    y = picture.y + 2
    bill = ""
    for row in rows:
        if row["bill"] != bill:
            bill = row["bill"]
            y += 24
            picture.text((EDGE, y), bill, bold=True)
            y += 8
        y += 22
        picture.text((EDGE, y), f"{shown(row['date'])}: {row['result']}", colour=QUIET)
        for column, colour, name in (("in_favour", BLUE, "for"), ("against", ORANGE, "against")):
            y += 8
            number = int(row[column])
            picture.bar((EDGE, y), (x(number) - EDGE, 20), colour)
            picture.text((x(number) + 10, y + 16), f"{number} {name}", bold=True)
            y += 16
        y += 14
    picture.y = y - 6
    picture.note(
        "The day of the vote 51 to 39 is not known to us. Source: i24NEWS, The Times of "
        "Israel, The Media Line."
    )
    return picture.svg()


def distance(start: Point, end: Point) -> float:
    """Return the distance in kilometres."""
    (a, b), (c, d) = ((math.radians(x), math.radians(y)) for x, y in (start, end))
    part = math.sin((d - b) / 2) ** 2 + math.cos(b) * math.cos(d) * math.sin((c - a) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(part))


def places() -> str:
    """Draw the places of events up to 14 April 2024: shores and dots, no borders."""
    rows = {row["place"]: row for row in table(f"{OCTOBER}/places.csv")}
    for row in rows.values():
        if row["date"] > "2024-04-14":
            row["event"] = ""
    known = {name: (float(row["longitude"]), float(row["latitude"])) for name, row in rows.items()}
    far = round(distance(known["Tel Aviv"], known["Tehran"]), -2)
    picture = Picture(
        f"Tel Aviv and Tehran lie about {far:,.0f} km apart",
        "Places of the story, as of 14 April 2024",
        "Map without borders, from the eastern Mediterranean to Iran: "
        + "; ".join(
            f"{name} ({shown(row['date'])}: {row['event']})" if row["event"] else name
            for name, row in rows.items()
        )
        + ".",
    )
    top = picture.y
    bottom = top + 424
    west, north, unit = 31.6, 38.2, 31.0

    def project(point: Point) -> Point:
        flat = math.cos(math.radians(33))
        return (point[0] - west) * flat * unit, top + (north - point[1]) * unit

    rings = coast(f"{OCTOBER}/coast.geojson", "1:50m")
    picture.sea_and_land((0, top, WIDTH, bottom), (map(project, ring) for ring in rings))
    scale_bar(picture, (RIGHT, bottom - 16), 500 * unit, "500 km")
    marks = {"Tel Aviv": (12, 10), "Damascus": (14, 0), "Isfahan": (-14, 4), "Tehran": (-14, -2)}
    for name, (dx, dy) in marks.items():
        x, y = project(known[name])
        picture.dot((x, y), 6.5, ORANGE if rows[name]["event"] else INK)
        anchor = "start" if dx > 0 else "end"
        if name != "Tel Aviv":
            picture.text((x + dx, y + dy), name, bold=True, anchor=anchor, halo=LAND)
        if rows[name]["event"]:
            lines = (shown(rows[name]["date"]), *wrapped(rows[name]["event"], SMALL, room=190))
            for step, words in enumerate(lines, start=1):
                at = (x + dx, y + dy + 20 * step)
                picture.text(at, words, size=SMALL, anchor=anchor, halo=LAND)
    inset = (100.0, top + 242, 346.0, bottom - 16)
    part = (*project((34.0, 32.25)), *project((35.9, 31.16)))
    picture.line((part[0], part[3]), (inset[0], inset[1]), QUIET)
    picture.line((part[2], part[3]), (inset[2], inset[1]), QUIET)
    frame(picture, part)
    _inset(picture, inset, rows, known)
    picture.y = bottom
    picture.note("No borders are drawn. Shores: Natural Earth. Places: GeoNames, Wikimonde.")
    return picture.svg()


def frame(picture: Picture, box: Box) -> None:
    """Add the edge of a map, or of a part of it."""
    left, top, right, bottom = box
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    picture.course(corners, QUIET, 1.5)


def scale_bar(picture: Picture, at: Point, length: float, words: str) -> None:
    """Add a scale; `length` is its kilometres times the length of a degree."""
    x, y = at
    start = x - length / 111.2
    picture.course([(start, y - 6), (start, y), (x, y), (x, y - 6)], INK, 2)
    picture.text((x, y - 10), words, size=SMALL, anchor="end")


def _inset(picture: Picture, box: Box, rows: dict[str, Row], known: dict[str, Point]) -> None:
    """Add the coast near Gaza at a larger scale."""
    (left, top), unit = box[:2], 152.0

    def project(point: Point) -> Point:
        flat = math.cos(math.radians(31.7))
        return left + (point[0] - 34.0) * flat * unit, top + (32.25 - point[1]) * unit

    rings = coast(f"{OCTOBER}/coast.geojson", "1:10m")
    picture.sea_and_land(box, (map(project, ring) for ring in rings))
    frame(picture, box)
    for name in ("Tel Aviv", "Gaza City", "Re’im"):
        (x, y), event = project(known[name]), rows[name]["event"]
        picture.dot((x, y), 6, ORANGE if event else INK)
        words = (
            (name, INK, True),
            (f"\u2002{shown(rows[name]['date'])}" if event else "", INK, False),
        )
        picture.phrase((x + 12, y + 6), *words, halo=LAND)
    scale_bar(picture, (left + 80, top + 34), 50 * unit, "50 km")


# What is drawn: the place in `briefs/`, and how.
PICTURES: dict[str, Callable[[], str]] = {
    "after-october-7/departures.svg": departures,
    "after-october-7/departures-by-january-2025.svg": departures_by_january,
    "after-october-7/places.svg": places,
    "after-october-7/responsibility.svg": responsibility,
    "after-october-7/votes.svg": votes,
    "atlantic-hurricanes/outlook-chances.svg": outlook_chances,
    "atlantic-hurricanes/outlook-ranges.svg": outlook_ranges,
    **{
        f"atlantic-hurricanes/season-{year}.svg": partial(season, str(year))
        for year in range(2013, 2026)
    },
    "suez-2021/canal.svg": partial(canal, works=False),
    "suez-2021/canal-works.svg": partial(canal, works=True),
    "suez-2021/claim.svg": claim,
    "suez-2021/ships-waiting.svg": ships_waiting,
}


def main(arguments: list[str]) -> int:
    """Draw the pictures; return the exit code."""
    for name, draw in PICTURES.items():
        (BRIEFS / name).write_text(draw(), "utf-8", newline="\n")
    if "--svg" not in arguments:
        rasterise(BRIEFS / name for name in PICTURES)
    print(f"{len(PICTURES)} pictures in {BRIEFS.relative_to(ROOT)}/")
    return 0


def rasterise(drawings: Iterable[Path]) -> None:
    """Write a PNG beside each SVG: twice as large, 32 colours, the fonts of social cards."""
    from PIL import Image  # noqa: PLC0415 - drawing needs the standard library alone
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - as above

    from support.browser import ARGUMENTS, HOW_TO, find_browser  # noqa: PLC0415 - as above

    program = find_browser()
    if program is None:
        raise SystemExit(HOW_TO)
    style = "svg { font-family: Picture }" + "".join(
        f"@font-face {{ font-family: Picture; font-weight: {weight};"
        f" src: url(data:font/ttf;base64,{b64encode(font.read_bytes()).decode()}) }}"
        for weight, font in (
            (400, FONTS / "NotoSans-Regular.ttf"),
            (700, FONTS / "NotoSans-Bold.ttf"),
        )
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        try:
            page = chromium.new_page(device_scale_factor=2)
            for drawing in drawings:
                page.set_content(f"<style>{style}</style>{drawing.read_text('utf-8')}")
                page.evaluate("document.fonts.ready")
                taken = page.locator("svg").screenshot()
                picture = Image.open(io.BytesIO(taken)).convert("RGB").quantize(32, kmeans=1)
                picture.save(drawing.with_suffix(".png"), optimize=True)
        finally:
            chromium.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
