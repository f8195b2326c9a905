"""`briefs lsp`, driven over its pipes as an editor drives it."""

from __future__ import annotations

import itertools
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from mkdocs_briefs.cli import language_server  # noqa: F401 - each server is a fork, which has it then
from support.forks import Running, run_program, start_program
from support.patience import PATIENCE

SITE = """\
site_name: The Harbour
plugins:
  - briefs: {today: 2024-06-01}
"""
ACTORS = """\
aharon-haliva:
  name: Aharon Haliva
  kind: person
  description: Headed military intelligence.
hamas:
  name: Hamas
  kind: group
"""
FIRST = """\
---
title: The chief resigns
date: 2024-04-22
summary: He is the first to step down.
actors:
  - aharon-haliva: Resigned
dates:
  - 2024-04-22: Haliva resigns
implications:
  - Accountability: Sets a precedent.
sources:
  - {id: letter, title: The letter}
---

Aharon Haliva resigned. [@letter]
"""
SECOND = """\
---
title: "🙂 مرحبا"
date: 2024-05-01
summary: "🙂 see [[the-chief-resigns]] and 🙂🙂 [[nowhere-at-all]]."
topics: [war]
actors:
  - hamas: Named
dates:
  - 2024-05-01: Something
implications:
  - A thing follows.
sources:
  - A title
---

🙂🙂 مرحبا [[nowhere]] and Aharon Haliva.
"""
PROGRAM = "from mkdocs_briefs.cli.app import main; main()"
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


class Editor:
    """An editor's end of the protocol: JSON-RPC with headers, over two pipes."""

    def __init__(self, written: BinaryIO, read: BinaryIO) -> None:
        self.written, self.read = written, read
        self.ids = itertools.count(1)
        self.replies: dict[int, dict[str, Any]] = {}
        self.told: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.problems: dict[str, list[dict[str, Any]]] = {}
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        stream = self.read
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = stream.readline()
            self.told.put(json.loads(stream.read(length)))
        self.told.put(None)

    def send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.written.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.written.flush()

    def notify(self, method: str, params: object = None) -> None:
        self.send({"method": method, "params": params})

    def next(self) -> dict[str, Any]:
        message = self.told.get(timeout=PATIENCE)
        assert message is not None, "the server has ended"
        if message.get("method") == "textDocument/publishDiagnostics":
            self.problems[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    def ask(self, method: str, params: object = None) -> Any:
        message = self.request(method, params)
        assert "error" not in message, message
        return message["result"]

    def request(self, method: str, params: object = None) -> dict[str, Any]:
        number = next(self.ids)
        self.send({"id": number, "method": method, "params": params})
        while (message := self.next()).get("id") != number or "method" in message:
            pass
        return message

    def until(self, path: Path, wanted: set[str]) -> list[dict[str, Any]]:
        """Waits until the codes of a document's problems are `wanted`."""
        uri = path.as_uri()
        while {row["code"] for row in self.problems.get(uri, [{"code": "none yet"}])} != wanted:
            try:
                self.next()
            except queue.Empty:
                pytest.fail(f"expected {wanted}, got {self.problems}")
        return self.problems[uri]

    def open(self, path: Path, text: str) -> None:
        document = {"uri": path.as_uri(), "languageId": "markdown", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, path: Path, text: str, version: int = 2) -> None:
        document = {"uri": path.as_uri(), "version": version}
        self.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]}
        )

    def at(self, method: str, path: Path, line: int, character: int) -> Any:
        position = {"line": line, "character": character}
        return self.ask(
            f"textDocument/{method}",
            {"textDocument": {"uri": path.as_uri()}, "position": position},
        )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "briefs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SITE, "utf-8")
    (tmp_path / "briefs" / "actors.yml").write_text(ACTORS, "utf-8")
    (tmp_path / "briefs" / "the-chief-resigns.md").write_text(FIRST, "utf-8")
    (tmp_path / "briefs" / "second.md").write_text(SECOND, "utf-8")
    return tmp_path


@pytest.fixture
def editor(project: Path) -> Iterator[Editor]:
    (typed, written), (read, printed) = os.pipe(), os.pipe()
    with os.fdopen(written, "wb") as to_server, os.fdopen(read, "rb") as from_server:
        with (project / "complaints.txt").open("wb") as complaints:
            streams = printed, complaints.fileno()
            pid = start_program("briefs", ["lsp"], project, os.environ, streams, typed=typed)
        os.close(typed)
        os.close(printed)
        process = Running(pid)
        made = Editor(to_server, from_server)
        try:
            made.answer = made.ask(
                "initialize",
                {"processId": None, "rootUri": project.as_uri(), "capabilities": {}},
            )
            made.notify("initialized", {})
            yield made
            made.ask("shutdown")
            made.notify("exit")
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
            made.listener.join(PATIENCE)


def piece(text: str, span: dict[str, Any]) -> str:
    """The part of a text that a range in UTF-16 units means."""
    line = text.split("\n")[span["start"]["line"]].encode("utf-16-le")
    return line[2 * span["start"]["character"] : 2 * span["end"]["character"]].decode("utf-16-le")


def test_the_problems_of_check_at_the_columns_of_the_editor(project: Path, editor: Editor) -> None:
    path = project / "briefs" / "second.md"
    editor.open(path, SECOND)
    words = ["check", "--format", "json", "briefs/second.md"]
    checked = run_program("briefs", words, project, os.environ)
    wanted = json.loads(checked.stdout)["problems"]
    rows = editor.until(path, {one["code"] for one in wanted})
    assert [row["range"]["start"]["line"] + 1 for row in rows] == [one["line"] for one in wanted]
    assert [row["code"] for row in rows] == [one["code"] for one in wanted]
    assert "[[nowhere]]" in {piece(SECOND, row["range"]) for row in rows}


def test_unsaved_text_counts_and_is_checked_at_once(project: Path, editor: Editor) -> None:
    path = project / "briefs" / "the-chief-resigns.md"
    editor.open(path, FIRST)
    editor.until(path, set())
    editor.change(path, FIRST.replace("- aharon-haliva:", "- aharon-halifa:"))
    (row,) = editor.until(path, {"B301"})
    assert piece(FIRST.replace("haliva:", "halifa:"), row["range"]) == "aharon-halifa"
    assert "Did you mean aharon-haliva?" in row["message"]
    registry = project / "briefs" / "actors.yml"
    editor.open(registry, ACTORS.replace("aharon-haliva:", "aharon-halifa:"))
    editor.until(path, set())
    assert (project / "briefs" / "actors.yml").read_text("utf-8") == ACTORS
    editor.notify("textDocument/didClose", {"textDocument": {"uri": registry.as_uri()}})
    editor.until(path, {"B301", "B507"})


def test_settings_that_cannot_be_read_are_told_of(project: Path, editor: Editor) -> None:
    path, config = project / "briefs" / "the-chief-resigns.md", project / "mkdocs.yml"
    editor.open(path, FIRST)
    editor.until(path, set())
    config.write_text(SITE.replace("today: 2024-06-01", "mentions: never"), "utf-8")
    editor.notify("textDocument/didSave", {"textDocument": {"uri": path.as_uri()}})
    editor.until(config, {"B205"})
    config.write_text(SITE, "utf-8")
    editor.notify("textDocument/didSave", {"textDocument": {"uri": path.as_uri()}})
    editor.until(config, set())


def test_completion_hover_and_definition(project: Path, editor: Editor) -> None:
    path = project / "briefs" / "the-chief-resigns.md"
    editor.open(path, FIRST)
    editor.until(path, set())
    text = FIRST.replace("  - aharon-haliva: Resigned", "  - hal")
    editor.change(path, text)
    found = editor.at("completion", path, 5, len("  - hal"))
    item = next(one for one in found["items"] if one["label"] == "aharon-haliva")
    assert item["detail"] == "Aharon Haliva (person)"
    assert piece(text, item["textEdit"]["range"]) == "hal"
    assert item["textEdit"]["newText"] == "aharon-haliva: "
    card = editor.ask("completionItem/resolve", item)["documentation"]["value"]
    assert "Headed military intelligence." in card
    editor.change(path, FIRST, 3)
    shown = editor.at("hover", path, 14, 3)
    assert piece(FIRST, shown["range"]) == "Aharon Haliva"
    assert "person" in shown["contents"]["value"]
    place = editor.at("definition", path, 14, 3)
    assert place["uri"] == (project / "briefs" / "actors.yml").as_uri()
    assert piece(ACTORS, place["range"]) == "aharon-haliva"
    assert editor.at("hover", path, 1, 2)["contents"]["value"].startswith("**title**")


def test_columns_after_signs_outside_the_basic_plane(project: Path, editor: Editor) -> None:
    path = project / "briefs" / "second.md"
    editor.open(path, SECOND)
    editor.until(path, {"B308", "B507"})
    line = SECOND.split("\n")[3]
    character = len(line[: line.index("[[the")].encode("utf-16-le")) // 2
    place = editor.at("definition", path, 3, character)
    assert place["uri"] == (project / "briefs" / "the-chief-resigns.md").as_uri()
    shown = editor.at("hover", path, 3, character)
    assert piece(SECOND, shown["range"]) == "[[the-chief-resigns]]"


def test_other_files_are_left_alone(project: Path, editor: Editor) -> None:
    other = project / "README.md"
    editor.open(other, "Aharon Haliva [[")
    assert editor.at("hover", other, 0, 3) is None
    assert editor.at("completion", other, 0, 16) is None
    untitled = {"uri": "untitled:Untitled-1", "languageId": "markdown", "version": 1, "text": "x"}
    editor.notify("textDocument/didOpen", {"textDocument": untitled})
    assert (
        editor.ask(
            "textDocument/hover",
            {"textDocument": {"uri": untitled["uri"]}, "position": {"line": 0, "character": 0}},
        )
        is None
    )


def test_without_pygls_one_line_says_how_to_get_it(project: Path) -> None:
    program = (
        "import sys; sys.modules['pygls'] = None\n"
        "from mkdocs_briefs.cli.app import main; main(['lsp'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
    )
    assert done.returncode == 1
    assert "pip install 'mkdocs-briefs[lsp]'" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
