"""How long tests wait for what must come: so long that only what never comes is missed.

A test waits for a state, and never for a time. One of these is reached when the state does not come at
all, on the slowest of machines; a quick one never waits longer than it takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE = 240.0
"""Seconds to wait for one state, or one answer of a program."""
_PAUSE = 0.02


def wait_for(condition: Callable[[], object], page: Page | None = None) -> None:
    """Wait until `condition` holds; a `page` goes on meanwhile. Fail when it never does."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"still not so after {PATIENCE:.0f} seconds"
        if page is None:
            time.sleep(_PAUSE)
        else:
            page.wait_for_timeout(_PAUSE * 1000)  # which hears what the page says
