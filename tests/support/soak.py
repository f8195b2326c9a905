"""How much the tests try: a little in `make test`, much more in `make soak`."""

from __future__ import annotations

import os

SOAK = int(os.environ.get("SOAK", "0"))
"""How many builds of each kind `make soak` stops, 0 in the ordinary suite."""
EXAMPLES = 25
"""How many examples of a law the ordinary suite tries."""
THOROUGH = 2_000
"""And how many `make soak` tries."""
