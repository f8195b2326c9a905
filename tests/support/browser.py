"""Find the machine's Chromium, for the tests that need a browser. Standard library only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping

VARIABLE = "BRIEFS_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO = (
    "The tests need a browser: install Chromium or Chrome (Debian: apt-get install chromium), "
    f"or set {VARIABLE} to its program."
)

# Nothing here may call home: the pages under test must make do without the network too.
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser(environ: Mapping[str, str] = os.environ) -> str | None:
    """Return the path of the browser to use, None if the machine has none.

    The variable BRIEFS_CHROMIUM wins; if it names no program, that is an error and not a reason
    to take another: raises FileNotFoundError.
    """
    named = environ.get(VARIABLE)
    path = environ.get("PATH", os.defpath)
    if named:
        found = shutil.which(named, path=path)
        if found is None:
            raise FileNotFoundError(f"{VARIABLE} names no program: {named}")
        return found
    return next(filter(None, (shutil.which(name, path=path) for name in NAMES)), None)
