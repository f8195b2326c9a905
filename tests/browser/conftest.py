"""Pages that several files of tests look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.sample import KINDS, RARE, pages_of
from support.sites import Built

EMPTY = ("timeline/undated/", "implications/", "outlook/", "topics/", "storylines/", "corrections/")
"""Pages that look different on a site that has next to nothing to show there."""


@pytest.fixture(scope="session")
def addresses(
    sample: Built, bare: Built, story: Built, served: Callable[[Path], str]
) -> Callable[[str], list[str]]:
    """Give a function from a kind to the addresses of such pages.

    They are the most varied one of the sample in each language, and those of small sites where the sample
    may have none or none that is empty.
    """

    def found(kind: str) -> list[str]:
        assert kind in KINDS
        of_sample = pages_of(sample, kind)
        assert of_sample or kind in RARE
        others = [(bare, kind)] if kind in EMPTY else []
        others += [(story, path) for path in pages_of(story, kind)] if kind in RARE else []
        rows = [*((sample, path) for path in of_sample), *others]
        return [served(site.folder) + path for site, path in rows]

    return found
