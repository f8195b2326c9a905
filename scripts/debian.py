"""Install what the tests need of the machine. Standard library only."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys

APT = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")  # another one may be at work


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


def install(package: str) -> None:
    """Install the package. apt-get prints an error; the caller has to check the result."""
    print(f"Installing the package {package}, for the tests", file=sys.stderr, flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*APT, "update"], check=False, env=quiet, stdout=subprocess.DEVNULL)
    words = ["install", "--yes", "--no-install-recommends", package]
    subprocess.run([*APT, *words], check=False, env=quiet, stdout=subprocess.DEVNULL)
