"""The Language Server Protocol 3.17 around the desk: requests in, answers in the editor's units.

Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from lsprotocol import types
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from mkdocs_briefs import __version__
from mkdocs_briefs.builder.open_documents import Checked, OpenDocuments
from mkdocs_briefs.builder.project import ProjectError, config_of, find_project
from mkdocs_briefs.builder.rename_target import RenameError
from mkdocs_briefs.cli.language_rename import can_rename, workspace_edit
from mkdocs_briefs.editor.completion import Choice
from mkdocs_briefs.editor.lookup import Found, find_thing
from mkdocs_briefs.editor.parsed_document import Sheet
from mkdocs_briefs.editor.text import Span, Text
from mkdocs_briefs.model.kinds import KIND_OF
from mkdocs_briefs.problems import Location, Problem, Severity

REST = 0.4
"""Seconds without a change after which the whole site is read again, if that goes faster."""
_WEIGHTS = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_KINDS = {
    "field": types.CompletionItemKind.Field,
    "choice": types.CompletionItemKind.EnumMember,
    "actors": types.CompletionItemKind.Class,
    "briefs": types.CompletionItemKind.File,
}


class BriefsServer(LanguageServer):
    """A server for any number of projects, each with a desk of its own."""

    def __init__(self) -> None:
        # Changes come as whole texts: our lines and the library's would part at U+2028 and others.
        super().__init__(
            "briefs", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self._desks: dict[Path, OpenDocuments] = {}
        self._timers: dict[Path, asyncio.TimerHandle] = {}
        self._running: dict[Path, asyncio.Task[None]] = {}
        self._refused: dict[Path, str] = {}
        self._took: dict[Path, float] = {}
        self._stopped = False

    # where things are

    def place(self, uri: str) -> tuple[OpenDocuments, str] | None:
        """The desk of a document and its file; None for a document that is none of ours."""
        path = uris.to_fs_path(uri) if uri.startswith("file:") else None
        if path is None:
            return None
        file = Path(path)
        project = find_project(file.parent)
        if config_of(project) is None:
            return None
        desk = self._desks.setdefault(project, OpenDocuments(project))
        name = file.relative_to(project).as_posix()
        return (desk, name) if desk.owns(name) else None

    def sheet(self, uri: str) -> tuple[OpenDocuments, Sheet] | None:
        """The open document as it now stands, and its desk."""
        if (found := self.place(uri)) is None:
            return None
        desk, file = found
        return desk, desk.write(file, self.workspace.get_text_document(uri).source)

    @property
    def encoding(self) -> str:
        """In what the editor counts columns: utf-8, utf-16 or utf-32."""
        agreed = self.workspace.position_encoding
        return agreed.value if isinstance(agreed, types.PositionEncodingKind) else str(agreed)

    def units(self, text: Text, span: Span) -> types.Range:
        """A span in the units that editor and server agreed on."""
        ends = (text.units(span.line, column, self.encoding) for column in (span.start, span.end))
        return types.Range(*(types.Position(span.line, end) for end in ends))

    def cursor(self, text: Text, position: types.Position) -> tuple[int, int]:
        """A position of the editor as line and column in characters."""
        column = text.column(position.line, position.character, self.encoding)
        return position.line, column

    # problems

    def changed(self, uri: str) -> None:
        """A document was opened or changed: says what is wrong with it, and rests before more."""
        if found := self.sheet(uri):
            desk, sheet = found
            self.show(desk, sheet)
            self.rest(desk)

    def show(self, desk: OpenDocuments, sheet: Sheet) -> None:
        """Sends the problems of an open document."""
        rows = [self._diagnostic(sheet.text, one) for one in desk.problems(sheet.file)]
        self._publish(desk.project / sheet.file, rows)

    def _publish(self, path: Path, rows: list[types.Diagnostic]) -> None:
        uri = uris.from_fs_path(str(path))
        # The editor's own spelling of the address, if the document is open.
        opened = (
            one.uri for one in self.workspace.text_documents.values() if one.path == str(path)
        )
        if address := next(opened, uri):
            params = types.PublishDiagnosticsParams(address, rows)
            self.text_document_publish_diagnostics(params)

    def _diagnostic(self, text: Text, problem: Problem) -> types.Diagnostic:
        told = f"{problem.message}\n{problem.help}" if problem.help else problem.message
        return types.Diagnostic(
            self.units(text, text.span(problem.location)),
            told,
            _WEIGHTS[problem.severity],
            problem.code,
            source="briefs",
        )

    def rest(self, desk: OpenDocuments) -> None:
        """Reads the whole site again once nothing has changed for a while.

        The while is as long as reading took the last time, so that a big site does not keep the
        machine busy between two words.
        """
        if waiting := self._timers.pop(desk.project, None):
            waiting.cancel()
        if self._stopped:
            return
        seconds = max(REST, self._took.get(desk.project, 0)) if desk.checked else 0
        loop = asyncio.get_running_loop()
        self._timers[desk.project] = loop.call_later(seconds, self._start, desk)

    async def ready(self, uri: str) -> tuple[OpenDocuments, Sheet] | None:
        """The open document and its desk, after the site has been read for the first time."""
        if (found := self.sheet(uri)) is None:
            return None
        if found[0].checked is None:
            running = self._running.get(found[0].project)
            if running is None or running.done():
                self._start(found[0])
            await asyncio.shield(self._running[found[0].project])
        return self.sheet(uri)

    def _start(self, desk: OpenDocuments) -> None:
        if waiting := self._timers.pop(desk.project, None):
            waiting.cancel()
        running = self._running.get(desk.project)
        if running and not running.done():
            running.add_done_callback(lambda _: self.rest(desk))
            return
        self._running[desk.project] = asyncio.get_running_loop().create_task(self._check(desk))

    async def _check(self, desk: OpenDocuments) -> None:
        texts, clock = desk.texts, asyncio.get_running_loop().time
        began = clock()
        config = config_of(desk.project) or desk.project / "mkdocs.yml"
        try:
            # A thread, so that what the author types meanwhile is answered.
            checked: Checked = await asyncio.to_thread(desk.check, texts)
        except ProjectError as error:
            text = Text(_read(config))
            rows = [self._diagnostic(text, problem) for problem in error.problems]
            self._refused[desk.project] = rows[0].message
            self._publish(config, rows)
            return
        except OSError as error:
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, str(error)))
            return
        self._took[desk.project] = clock() - began
        if self._refused.pop(desk.project, None):
            self._publish(config, [])
        desk.take(checked)
        for file in desk.texts:
            if sheet := desk.sheet(file):
                self.show(desk, sheet)

    def closed(self, uri: str) -> None:
        """A document was closed: from now on its file on disk counts, and nothing is told of it."""
        if found := self.place(uri):
            desk, file = found
            desk.close(file)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
            self.rest(desk)

    def saved(self) -> None:
        """Files on disk have changed, perhaps by another program."""
        for desk in self._desks.values():
            self.rest(desk)

    def stop(self) -> None:
        """Begins no more work."""
        self._stopped = True
        for waiting in self._timers.values():
            waiting.cancel()

    # answers

    def item(self, uri: str, sheet: Sheet, choice: Choice, number: int) -> types.CompletionItem:
        """A choice as the editor lists it."""
        return types.CompletionItem(
            choice.label,
            kind=_KINDS.get(choice.kind, types.CompletionItemKind.Reference),
            detail=choice.detail or None,
            documentation=markdown(choice.help) if choice.help else None,
            sort_text=f"{number:04}",
            filter_text=" ".join((choice.label, *choice.names)),
            insert_text_mode=types.InsertTextMode.AsIs,
            text_edit=types.TextEdit(self.units(sheet.text, choice.span), choice.insert),
            data={"uri": uri, "kind": choice.kind},
        )

    async def named(
        self, uri: str, at: types.Position
    ) -> tuple[OpenDocuments, Sheet, Found] | None:
        """What stands at a position, if it can be renamed."""
        if (opened := await self.ready(uri)) is None:
            return None
        desk, sheet = opened
        found = find_thing(sheet, desk.library, *self.cursor(sheet.text, at))
        return (desk, sheet, found) if found and found.kind in KIND_OF else None

    async def renamed(self, desk: OpenDocuments, found: Found, new: str) -> types.WorkspaceEdit:
        """The edits that give a thing another id. Raises JsonRpcException that says why not."""
        if not can_rename(self.client_capabilities):
            raise _refusal("This editor cannot rename files on request; use `briefs rename`.")
        thing = f"{KIND_OF[found.kind]}:{found.ident}"
        try:
            renaming = await asyncio.to_thread(desk.rename, desk.texts, thing, new)
        except RenameError as error:
            raise _refusal(str(error)) from None
        except (ProjectError, OSError) as error:
            raise _refusal(f"The site cannot be read: {error}") from None
        before = {str(desk.project / one.path): one.before for one in renaming.changes}
        for document in self.workspace.text_documents.values():
            data = before.get(document.path)
            if data is not None and data.decode("utf-8-sig") != Text(document.source).unmarked:
                raise _refusal(f"Save {document.filename} first.")
        return workspace_edit(desk.project, renaming)

    def location(self, desk: OpenDocuments, place: Location) -> types.Location:
        """A place as the editor opens it."""
        path = desk.project / place.path
        sheet = desk.sheet(place.path)
        text = sheet.text if sheet else Text(_read(path))
        return types.Location(
            uris.from_fs_path(str(path)) or "", self.units(text, text.span(place))
        )


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def _refusal(message: str) -> JsonRpcException:
    return JsonRpcException(message, code=types.LSPErrorCodes.RequestFailed)


def markdown(text: str) -> types.MarkupContent:
    """`text`, which is Markdown, for an editor."""
    return types.MarkupContent(types.MarkupKind.Markdown, text)
