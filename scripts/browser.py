"""Make sure that there is a browser for the tests (`PYTHONPATH=tests` must be set).

An installed Chromium or Chrome is used. As root on Debian, the package `chromium` is installed.
Otherwise one line says what to install, and the exit code is 1.
"""

from __future__ import annotations

import sys

from debian import install, may_install

from support.browser import HOW_TO, find_browser


def main() -> int:
    """Find or install a browser; return the exit code."""
    try:
        found = find_browser()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    if found is None and may_install():
        install("chromium")
        found = find_browser()
    if found is None:
        print(HOW_TO, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
