"""What a whole build keeps of its library, so that the next need not read the other briefs.

It lies beside the memory as JSON, and goes with the one memory that names its digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs_briefs.build.memory import digest_of
from mkdocs_briefs.build.pipeline import Loaded
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.library.outline import Outline, outline_of
from mkdocs_briefs.library.prose_references import body_references
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.problems import Problem
from mkdocs_briefs.settings import Settings

OF_THE_FILE = "B1"
"""How the codes begin of what is wrong with a file as a whole, wherever that shows."""


@dataclass(frozen=True, slots=True)
class Directory:
    """A library in outline, and what stood above the body of each published brief."""

    outline: Outline
    fronts: Mapping[str, str]
    """Digest of all above the body, by file."""

    def edited(self, file: str, data: bytes, settings: Settings) -> Brief | None:
        """The brief that is now in its `file`; None where more than a sound body changed."""
        uri = settings.briefs_dir.rpartition("/")[2] + file.removeprefix(settings.briefs_dir)
        parsed = parse_brief(data, file, uri, settings)
        brief = parsed.value
        if brief is None or self.fronts.get(file) != front_of(data, brief.body_line):
            return None
        return None if any(_in_body(one, brief) for one in parsed.problems) else brief

    def library(self, briefs: list[Brief], settings: Settings) -> Library | None:
        """The library that knows these briefs in full; None where one refers to nothing."""
        library = self.outline.library(briefs, settings)
        found = (next(body_references(brief, library), None) for brief in briefs)
        return None if any(found) else library

    def written(self) -> dict[str, Any]:
        """The directory as JSON can hold it; `directory_from` reads it."""
        outline = self.outline
        return {
            "spelled": {kind: dict(found) for kind, found in outline.spelled.items()},
            "held": sorted(outline.held),
            "uris": dict(outline.uris),
            "anchors": dict(outline.anchors),
            "fronts": dict(self.fronts),
        }


def directory_of(loaded: Loaded) -> Directory:
    """The directory of a whole load."""
    data, briefs = loaded.lines.data, loaded.library.briefs
    fronts = {brief.file: front_of(data(brief.file), brief.body_line) for brief in briefs}
    return Directory(outline_of(loaded.library), fronts)


def directory_from(kept: Any) -> Directory | None:
    """The directory that was `written` so; None of anything else."""
    try:
        outline = Outline(
            {
                str(kind): {str(ident): tuple(map(str, names)) for ident, names in found.items()}
                for kind, found in kept["spelled"].items()
            },
            frozenset(map(str, kept["held"])),
            {str(uri): (str(kind), str(ident)) for uri, (kind, ident) in kept["uris"].items()},
            {str(slug): tuple(map(str, found)) for slug, found in kept["anchors"].items()},
        )
        return Directory(outline, {str(f): str(digest) for f, digest in kept["fronts"].items()})
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def front_of(data: bytes, body_line: int) -> str:
    """A digest of the lines of a file above its line `body_line`."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = data.split(b"\n", body_line - 1)
    return digest_of(b"\n".join(lines[: body_line - 1]))


def _in_body(problem: Problem, brief: Brief) -> bool:
    """Whether a problem may be one of the body; those above it are what they were."""
    return problem.code.startswith(OF_THE_FILE) or problem.location.line >= brief.body_line
