"""The words by which plain articles are read, from `words.toml`."""

import tomllib
from pathlib import Path
from typing import Any

LANGUAGES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text("utf-8")
)
"""Words of headings by language, except English and Chinese."""
PATTERNS = LANGUAGES.pop("patterns")
ENGLISH = {name: frozenset(text.split()) for name, text in LANGUAGES.pop("en").items()}
"""English words by what they are, as in `titles`."""
MONTHS = LANGUAGES.pop("months")["names"]
"""The names of each month in all languages, those in English first."""
