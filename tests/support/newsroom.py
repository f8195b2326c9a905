"""The generator of made-up briefs, which is not part of the package."""

from __future__ import annotations

import sys
from types import ModuleType

from support.sites import ROOT


def generator() -> ModuleType:
    """Return the module `benchmarks/corpus.py`."""
    folder = str(ROOT / "benchmarks")
    if folder not in sys.path:
        sys.path.append(folder)
    import corpus

    return corpus
