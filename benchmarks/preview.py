"""Measure the live preview: from saving a brief to the new page of `mkdocs serve`."""

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

POLL_SECONDS = 0.02
SECONDS_BETWEEN_SAVES = 1.5
"""The server must have noticed the save before."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds until the server answers, and from each save to the new page."""

    start: float
    saves: Mapping[str, Sequence[float]]
    """The seconds of each save, by what was saved."""


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
    """Serve the site in `folder` on `day`, and wait for the page after each save.

    Each kind is saved `saves` times: it writes the brief of the page at `path` and returns the new
    words. Raises TimeoutError if the page does not come within `patience` seconds, and RuntimeError
    if the server ends.
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
                time.sleep(SECONDS_BETWEEN_SAVES)
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
    """Return the seconds from now until the page contains `words`."""
    start = time.perf_counter()
    while (passed := time.perf_counter() - start) < patience:
        if server.poll() is not None:
            raise RuntimeError(f"mkdocs serve ended with status {server.returncode}")
        text = _page(place, path, patience - passed)
        if text is not None and words in text:
            return time.perf_counter() - start
        time.sleep(POLL_SECONDS)
    raise TimeoutError(f"/{path} did not show {words!r} within {patience:.0f} s")


def _page(place: str, path: str, seconds: float) -> str | None:
    """Return the page, or None if there is none yet."""
    connection = http.client.HTTPConnection(place, timeout=seconds)
    try:
        connection.request("GET", f"/{path}")
        answer = connection.getresponse()
        return answer.read().decode("utf-8") if answer.status == http.HTTPStatus.OK else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
