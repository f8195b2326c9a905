"""Take the picture of a brief that the README shows (`PYTHONPATH=tests` must be set).

    PYTHONPATH=tests .venv/bin/python scripts/picture.py [FOLDER OF A BUILT SITE]

The default is `site/`. The Chromium of the machine takes the picture.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from support.browser import ARGUMENTS, HOW_TO, find_browser
from support.serve import serve

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "assets" / "brief.png"
PAGE = "briefs/ever-given-refloated/"
WIDTH, HEIGHT = 1360, 1000


def main(arguments: list[str]) -> int:
    """Take the picture; return the exit code."""
    site = Path(arguments[0] if arguments else ROOT / "site")
    if not (site / PAGE / "index.html").is_file():
        print(f"There is no {PAGE} in {site}: build the site first.", file=sys.stderr)
        return 1
    program = find_browser()
    if program is None:
        print(HOW_TO, file=sys.stderr)
        return 1
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    take(site, program)
    print(PICTURE.relative_to(ROOT))
    return 0


def take(site: Path, program: str) -> None:
    """Write the picture of the page in light colours."""
    with serve(site) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        try:
            page = chromium.new_page(
                viewport={"width": WIDTH, "height": HEIGHT},
                color_scheme="light",
                reduced_motion="reduce",
                locale="en-GB",
            )
            page.goto(f"{address}{PAGE}", wait_until="networkidle")
            page.screenshot(path=PICTURE)
        finally:
            chromium.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
