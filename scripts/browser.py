"""See to it that the machine has a browser for the tests (`PYTHONPATH=tests` must be set).

An installed Chromium or Chrome is used as it is. Else, as root on Debian, the package `chromium`
is installed. Else one line says what to install, and the exit code is 1.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys

from support.browser import HOW_TO, find_browser

APT = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")  # another one may be at work


def main() -> int:
    """Find or install a browser; return the exit code."""
    try:
        found = find_browser()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    if found is None and may_install():
        install()
        found = find_browser()
    if found is None:
        print(HOW_TO, file=sys.stderr)
        return 1
    return 0


def may_install() -> bool:
    """Say whether this is Debian, and we are root.

    Ubuntu is left out although it calls itself a kind of Debian: its package `chromium` is a
    pointer to a snap, which does not run in a container.
    """
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return False
    kinds = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    return "debian" in kinds and "ubuntu" not in kinds


def install() -> None:
    """Install the package; a failure is told by apt-get and by `main`."""
    print("Installing the package chromium, for the tests", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*APT, "update"], check=False, env=quiet)
    words = ["install", "--yes", "--no-install-recommends", "chromium"]
    subprocess.run([*APT, *words], check=False, env=quiet, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
