"""Pagefind's program, asked over its pipes in the protocol of its Python wrapper.

The wrapper itself waits a tenth of a second for each answer, and an index takes one for each page.
"""

from __future__ import annotations

import base64
import json
import subprocess
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class SearchError(Exception):
    """The index could not be made; the message says why."""


def edition() -> str:
    """Which program it is: another one may write other files."""
    program = _program()
    return f"{version('pagefind')} {program.stat().st_size if program.is_file() else 0}"


def _program() -> Path:
    from pagefind.service import get_executable  # noqa: PLC0415 - may not be installed

    program = get_executable()
    if program is None:
        raise SearchError("the program of Pagefind is missing")
    return Path(program)


class Pagefind:
    """The running program. Each message is JSON in base64, ended by a comma."""

    def __init__(self) -> None:
        program = _program()
        try:
            self._process = subprocess.Popen(
                [str(program), "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise SearchError(f"the program of Pagefind does not start: {error}") from error
        self._asked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.communicate()

    def ask(self, kind: str, **values: object) -> dict[str, Any]:
        """The answer to one message. Raises SearchError when there is none, or a refusal."""
        self._asked += 1
        message = {"message_id": self._asked, "payload": {"type": kind, **values}}
        try:
            answer = self._exchange(base64.b64encode(json.dumps(message).encode()))
            payload: dict[str, Any] = json.loads(base64.b64decode(answer))["payload"]
        except (OSError, ValueError, KeyError) as error:
            raise SearchError(f"Pagefind gave no answer to {kind}") from error
        if payload.get("type") == "Error":
            raise SearchError(f"Pagefind refused {kind}: {payload.get('message')}")
        return payload

    def _exchange(self, message: bytes) -> bytes:
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("no pipes")
        self._process.stdin.write(message + b",")
        self._process.stdin.flush()
        answer = bytearray()
        while not answer.endswith(b","):
            if not (more := self._process.stdout.read1(65536)):  # type: ignore[attr-defined] # typed as IO
                raise OSError("it has ended")
            answer += more
        return bytes(answer[:-1])
