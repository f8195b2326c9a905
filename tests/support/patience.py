"""How long tests wait: for a state, never for a time.

The limit is only reached if the state never comes, also on a slow machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATIENCE = 240.0
"""Seconds to wait for a state, or for an answer of a program."""
_PAUSE = 0.02


def wait_for(condition: Callable[[], object], page: Page | None = None) -> None:
    """Wait until `condition` is true, or fail. A `page` continues meanwhile."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"still not so after {PATIENCE:.0f} seconds"
        if page is None:
            time.sleep(_PAUSE)
        else:
            page.wait_for_timeout(_PAUSE * 1000)  # which hears what the page says
