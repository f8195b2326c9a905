"""Whether a marker such as `<!-- briefs:list topic=… -->` can be answered."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs_briefs.library.catalogue import Catalogue
from mkdocs_briefs.model.brief import BriefType
from mkdocs_briefs.model.kinds import REGISTRY_OF
from mkdocs_briefs.model.sections import LISTS, SECTIONS, STATUSES
from mkdocs_briefs.problems import nearest

CHOICES = {"status": STATUSES, "type": BriefType.__args__}  # type: ignore[attr-defined]


def marker_faults(
    name: str, options: Mapping[str, str], catalogue: Catalogue, *, in_brief: bool
) -> list[str]:
    """A sentence for everything in a marker that cannot be answered; nothing when all can be.

    A bare marker of a section has a meaning in briefs only.
    """
    if name in SECTIONS and not options:
        placed = in_brief or name in LISTS
        return [] if placed else [f"briefs:{name} places a section of a brief; this page is none"]
    if name not in LISTS:
        if name in SECTIONS:
            return [f"briefs:{name} takes no options"]
        return [
            f"unknown marker briefs:{name}{_hint(nearest(name, [*LISTS, *SECTIONS]), 'briefs:')}"
        ]
    known = LISTS[name]
    faults = [
        f"briefs:{name} knows no {key}{_hint(nearest(key, known))}"
        for key in options
        if key not in known
    ]
    for key, value in options.items():
        if key in REGISTRY_OF:
            index = catalogue.index_of(REGISTRY_OF[key])
            if index.find(value) is None:
                faults.append(
                    f"briefs:{name}: unknown {key} “{value}”{_hint(index.suggestion(value))}"
                )
        elif key in CHOICES and value not in CHOICES[key]:
            faults.append(
                f"briefs:{name}: {key} is one of {', '.join(CHOICES[key])}, found “{value}”"
            )
        elif key in ("limit", "year") and not (value.isascii() and value.isdigit()):
            faults.append(f"briefs:{name}: {key} is a number, found “{value}”")
    return faults


def _hint(near: str | None, before: str = "") -> str:
    return f"; did you mean {before}{near}?" if near else ""
