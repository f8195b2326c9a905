"""Atheris target: any bytes through the three parsers. `make fuzz`; not part of the suite.

The first byte chooses the parser. An exception, or a problem outside the file, is a finding.
"""

from __future__ import annotations

import datetime as dt
import sys

import atheris

with atheris.instrument_imports(include=["mkdocs_briefs"]):
    from mkdocs_briefs.model.registry import REGISTRIES
    from mkdocs_briefs.parse.brief import parse_brief
    from mkdocs_briefs.parse.registry import parse_profile, parse_registry
    from mkdocs_briefs.problems import Problem, format_problem
    from mkdocs_briefs.settings import Settings

SITE = Settings(today=dt.date(2024, 6, 1))
FILE = "briefs/a.md"


def one_input(data: bytes) -> None:
    """Read `data` and look at every problem."""
    way, rest = data[:1], data[1:]
    number = way[0] if way else 0
    registry = [*REGISTRIES][number % len(REGISTRIES)]
    problems: tuple[Problem, ...]
    if number < 160:
        problems = parse_brief(rest, FILE, FILE, SITE).problems
    elif number < 208:
        problems = parse_registry(rest, FILE, registry, SITE).problems
    else:
        problems = parse_profile(rest, FILE, FILE, registry, SITE).problems
    breaks = rest.count(b"\n") + rest.count(b"\r")
    for problem in problems:
        if not 1 <= problem.location.line <= breaks + 1:
            raise ValueError(f"{problem.location} lies outside the file: {problem.message}")
        format_problem(problem, "x").encode()


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
