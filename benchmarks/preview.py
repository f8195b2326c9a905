"""How long an author waits: from saving a brief to the fresh page of `mkdocs serve`."""

from __future__ import annotations

import datetime as dt
import http.client
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import environment

PAUSE = 0.02
"""Seconds between two questions to the server."""
REST = 1.5
"""Seconds before each save, so that the server has noticed the one before."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds until the server answered at all, and from each save to the fresh page."""

    start: float
    saves: Mapping[str, Sequence[float]]
    """What was saved -> the seconds of each save."""


def preview(
    start: Sequence[str],
    folder: Path,
    path: str,
    kinds: Mapping[str, Callable[[], str]],
    *,
    day: dt.date,
    saves: int,
    patience: float,
) -> Waits:
    """Serves the site in `folder` on `day`; waits for the page after each save.

    A brief is saved `saves` times for each kind. A kind writes the brief of the page at `path` and
    gives the words that are new in it. Raises TimeoutError when the server or a change does not
    come within `patience` seconds, and RuntimeError when the server ends by itself.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    words = [*start, "serve", "--quiet", "--dev-addr", place]
    server = subprocess.Popen(words, cwd=folder, env=environment(day), stdout=subprocess.DEVNULL)
    try:
        first = _until(place, path, "", server, patience)
        waits: dict[str, list[float]] = {kind: [] for kind in kinds}
        for kind, save in kinds.items():
            for _ in range(saves):
                time.sleep(REST)
                waits[kind].append(_until(place, path, save(), server, patience))
        return Waits(first, waits)
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _until(
    place: str, path: str, words: str, server: subprocess.Popen[bytes], patience: float
) -> float:
    """Seconds from now until the page holds `words`."""
    start = time.perf_counter()
    while (passed := time.perf_counter() - start) < patience:
        if server.poll() is not None:
            raise RuntimeError(f"mkdocs serve ended with status {server.returncode}")
        text = _page(place, path, patience - passed)
        if text is not None and words in text:
            return time.perf_counter() - start
        time.sleep(PAUSE)
    raise TimeoutError(f"/{path} did not show {words!r} within {patience:.0f} s")


def _page(place: str, path: str, seconds: float) -> str | None:
    """The page, or nothing while there is none."""
    connection = http.client.HTTPConnection(place, timeout=seconds)
    try:
        connection.request("GET", f"/{path}")
        answer = connection.getresponse()
        return answer.read().decode("utf-8") if answer.status == http.HTTPStatus.OK else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
