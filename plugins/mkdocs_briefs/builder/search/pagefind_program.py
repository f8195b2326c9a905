"""Pagefind's program, asked over its pipes, and the small pages that it reads."""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from html import escape
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Self

from mkdocs_briefs.model.texts import CHINESE_JAPANESE
from mkdocs_briefs.pages.records import FACETS, SearchRecord

FIELDS = ("also", "date", "title")
"""What a page has beside its text, in Pagefind's order."""
_WEIGHTS = {"page": (0.42, 0.84)}
"""By kind of page, what a word counts in its text and in its headings: a site's manual and the like
come behind what it publishes."""
_WEIGHT = (1.05, 2.1)

# What follows is done to queries too, in theme/assets/briefs/search.js: keep them alike.
_EDGE = re.compile(rf"(?<=[{CHINESE_JAPANESE}])(?=\S)|(?<=\S)(?=[{CHINESE_JAPANESE}])")
_TATWEEL = "\u0640"
_UNUSUAL = re.compile(f"[{_TATWEEL}{CHINESE_JAPANESE}]")
_CONTROL = re.compile("[\0-\x1f]")
"""What Pagefind may leave in a word with letters beyond ASCII; `shards` relies on words without."""
_RIGHT_TO_LEFT = re.compile("[\u05d0-\u05ea\u0621-\u064a]")
_MARKS = re.compile("[\u0591-\u05c7\u064b-\u065f\u0670]")
"""Hebrew points and Arabic vowel signs. Pagefind ignores them in words by itself."""
_PREFIXED = re.compile(
    r"(?<!\w)(?:"
    r"(?:[وف]?(?:بال|كال|ال|لل)|[وفبكلس])(?P<arabic>[\u0621-\u064a]{3,})"
    r"|(?:ו?(?:כש|לכש|מש)?[הבכלמש]|ו)(?P<hebrew>[\u05d0-\u05ea]{3,})"
    r")(?!\w)"
)
"""Words with a conjunction, preposition or article written onto their front."""


def spaced(text: str) -> str:
    """Return `text` with a space around each letter of a script that is written without spaces."""
    if text.isascii() or not _UNUSUAL.search(text):
        return text
    return _EDGE.sub(" ", text.replace(_TATWEEL, ""))


def bare_words(text: str) -> list[str]:
    """Return the Arabic and Hebrew words of `text` that have prefixes, without them; each once."""
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return []
    found = _PREFIXED.finditer(_MARKS.sub("", text.replace(_TATWEEL, "")))
    return list(dict.fromkeys(match["arabic"] or match["hebrew"] for match in found))


def document(record: SearchRecord, site_lang: str) -> tuple[str, str]:
    """Return the address and the HTML page from which Pagefind indexes a record."""
    meta = {"title": spaced(record.title)}
    if record.date:
        meta["date"] = record.date.day.isoformat()
    if also := bare_words(" ".join(_texts(record))):
        meta["also"] = " ".join(also)
    facets = [(name, value) for name in FACETS for value in record.facets.get(name, ())]
    if record.lang != site_lang:
        facets.append(("lang", record.lang))
    head = [_meta("meta", name, content) for name, content in meta.items()]
    head += [_meta("filter", name, value) for name, value in facets]
    text, title = _WEIGHTS.get(record.kind, _WEIGHT)
    body = []
    for passage in record.passages:
        if passage.heading:
            ident = f' id="{escape(passage.anchor)}"' if passage.anchor else ""
            weight = f' data-pagefind-weight="{title}"'
            body.append(f"<h2{ident}{weight}>{_text(passage.heading)}</h2>")
        if passage.text:
            body.append(f'<p data-pagefind-weight="{text}">{_text(passage.text)}</p>')
    if not body:  # Pagefind drops a page without text
        body.append(f"<p>{_text(record.title)}</p>")
    return f"/{record.path}", _page(head, body)


def page_with_all_fields(address: str) -> tuple[str, str]:
    """Return a page, with its address, that has one word and every one of `FIELDS`."""
    return address, _page([_meta("meta", name, "x") for name in FIELDS], ["<p>x</p>"])


def _page(head: list[str], body: list[str]) -> str:
    html = f"<html><head>{''.join(head)}</head><body>{''.join(body)}</body></html>"
    return html if html.isascii() else _CONTROL.sub(" ", html)


def _texts(record: SearchRecord) -> Iterator[str]:
    yield record.title
    for passage in record.passages:
        yield from (passage.heading, passage.text)


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta data-pagefind-{kind}="{name}[content]" content="{escape(content)}">'


def _text(text: str) -> str:
    return escape(spaced(text), quote=False)


ENTRY = "pagefind-entry.json"
"""The file of an index that a search loads first."""
MAX_SECONDS = 900
"""How long the program may take for an index."""
MAX_SECONDS_TO_START = 60
MAX_SECONDS_TO_END = 2
"""Its pipes close a moment before it ends."""
MAX_BYTES_OF_ERRORS, MAX_BYTES_OF_VERSION, MAX_BYTES_AT_ONCE = 2_000, 200, 65_536
MAX_UNANSWERED = 16
"""Pages that wait for an answer: so the program need not wait for the next one."""
_START_OF_ANSWER = b"ey"
"""How a JSON object begins in base64."""


class SearchError(Exception):
    """The index could not be made; the message says why."""


def installed() -> bool:
    """Return whether Pagefind is there, with a program of either edition."""
    return importlib.util.find_spec("pagefind") is not None and _found() is not None


def fault() -> str:
    """Start the program and ask it for an empty index: return what goes wrong, or nothing."""
    try:
        with Pagefind(MAX_SECONDS_TO_START) as pagefind:
            pagefind.new_index("en")
    except SearchError as error:
        return str(error)
    return ""


def edition() -> str:
    """Return which program it is: another one may write other files. Raises SearchError."""
    return f"{version()} {_program().stat().st_size}"


def version() -> str:
    """Return what the program says of itself, as in `pagefind 1.5.2`. Raises SearchError."""
    with _Process("--version", MAX_SECONDS_TO_START) as process:
        said = process.read(MAX_BYTES_OF_VERSION).decode("utf-8", "replace").strip()
        if not said:
            raise SearchError(f"Pagefind does not say its version: {process.cause()}")
    return said


def _found() -> Path | None:
    from pagefind.service import get_executable  # noqa: PLC0415 - may not be installed

    try:
        return get_executable()
    except OSError:  # a package without its program
        return None


def _program() -> Path:
    program = _found()
    if program is None:
        raise SearchError("the program of Pagefind is missing")
    return program


class _Process:
    """The running program with its pipes. It is stopped when it has taken `seconds`."""

    def __init__(self, argument: str, seconds: float) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the program is
        try:
            self._process = subprocess.Popen(
                [str(_program()), argument],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                process_group=0 if os.name == "posix" else None,
            )
        except OSError as error:
            self._errors.close()
            raise SearchError(f"the program of Pagefind does not start: {error}") from error
        self._seconds, self._is_late = seconds, False
        self._timer = Timer(seconds, self._stop)
        self._timer.daemon = True
        self._timer.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self._kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what is still to be written goes nowhere
                if pipe:
                    pipe.close()
        self._process.wait()
        self._errors.close()

    def write(self, data: bytes) -> None:
        """Write to the program at once. Raises OSError where it has ended."""
        if self._process.stdin:
            self._process.stdin.write(data)
            self._process.stdin.flush()

    def read(self, size: int) -> bytes:
        """Return what the program writes next, no more than `size`; nothing where it has ended."""
        if self._process.stdout is None:
            return b""
        return bytes(self._process.stdout.read1(size))  # type: ignore[attr-defined] # typed as IO

    def cause(self) -> str:
        """Return why there is no answer, with the last line that the program wrote of errors."""
        if self._is_late:
            return f"it took more than {self._seconds:g} seconds"
        try:
            status = self._process.wait(MAX_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            return "it closed its output"
        how = f"it ended with status {status}" if status >= 0 else f"signal {-status} ended it"
        self._errors.seek(max(0, self._errors.tell() - MAX_BYTES_OF_ERRORS))
        said = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return f"{how} ({said[-1]})" if said else how

    def _stop(self) -> None:
        self._is_late = True
        self._kill()

    def _kill(self) -> None:
        """End the program, and what it has started itself, which holds the same pipes."""
        if os.name != "posix":
            self._process.kill()
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


class Pagefind(_Process):
    """The program as it answers messages. Each is JSON in base64, ended by a comma."""

    def __init__(self, seconds: float = MAX_SECONDS) -> None:
        super().__init__("--service", seconds)
        self._asked, self._unread = 0, b""

    def new_index(self, stem: str) -> Any:
        """Begin an index of words stemmed as in the language `stem`; return its number."""
        return self._value("NewIndex", "index_id", config={"force_language": stem})

    def files(self, documents: Iterable[tuple[str, str]], stem: str) -> dict[str, bytes]:
        """Return the files of an index of pages, given by their addresses. Raises SearchError."""
        index = self.new_index(stem)
        asked = 0
        for asked, (url, text) in enumerate(documents, 1):
            self._send("AddFile", index_id=index, url=url, file_path=None, file_contents=text)
            if asked > MAX_UNANSWERED:
                self._answer("AddFile")
        for _ in range(min(asked, MAX_UNANSWERED)):
            self._answer("AddFile")
        # It can write them by itself too, but answers before all is on the disk.
        found = self._value("GetFiles", "files", index_id=index)
        try:
            files = {file["path"]: base64.b64decode(file["content"]) for file in found}
            json.loads(files[ENTRY])["languages"].values()
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise SearchError("Pagefind gave files that are no index") from error
        return files

    def _value(self, kind: str, name: str, **values: object) -> Any:
        self._send(kind, **values)
        answer = self._answer(kind)
        if name not in answer:
            raise SearchError(f"Pagefind gave no sensible answer to {kind}")
        return answer[name]

    def _send(self, kind: str, **values: object) -> None:
        self._asked += 1
        message = {"message_id": self._asked, "payload": {"type": kind, **values}}
        try:
            self.write(base64.b64encode(json.dumps(message).encode()) + b",")
        except OSError as error:
            raise SearchError(f"Pagefind gave no answer to {kind}: {self.cause()}") from error

    def _answer(self, kind: str) -> dict[str, Any]:
        """Return the next answer, to a message of this kind. Raises SearchError for another one."""
        try:
            payload = json.loads(base64.b64decode(self._next(kind)))["payload"]
            answered = payload["type"]
        except (ValueError, KeyError, TypeError) as error:
            raise SearchError(f"Pagefind gave no sensible answer to {kind}") from error
        if answered == "Error":
            raise SearchError(f"Pagefind refused {kind}: {payload.get('message')}")
        return dict(payload)

    def _next(self, kind: str) -> bytes:
        answer = bytearray(self._unread)
        end = answer.find(b",")
        while end < 0:
            if not answer.startswith(_START_OF_ANSWER[: len(answer)]):
                raise ValueError("another program, which may write without end")
            if not (more := self.read(MAX_BYTES_AT_ONCE)):
                raise SearchError(f"Pagefind gave no answer to {kind}: {self.cause()}")
            end = more.find(b",")
            end = end if end < 0 else len(answer) + end
            answer += more
        self._unread = bytes(answer[end + 1 :])
        return bytes(answer[:end])
