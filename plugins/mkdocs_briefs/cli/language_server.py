"""The Language Server Protocol 3.17: requests in, answers in the editor's units."""

from __future__ import annotations

import asyncio
import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from mkdocs_briefs import __version__
from mkdocs_briefs.builder.open_documents import Checked, OpenDocuments
from mkdocs_briefs.builder.project import ProjectError, config_of, find_project
from mkdocs_briefs.builder.rename import Change, RenameError, Renaming
from mkdocs_briefs.editor.completion import Choice, complete, explain
from mkdocs_briefs.editor.cursor import Span, Text
from mkdocs_briefs.editor.lookup import Found, definition, find_thing, hover
from mkdocs_briefs.editor.parsed_document import Sheet
from mkdocs_briefs.model.ids import KIND_OF
from mkdocs_briefs.problems import Location, Problem, Severity

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")


def can_rename(able: types.ClientCapabilities) -> bool:
    """Whether the editor takes edits of several files together with new names of files."""
    edits = able.workspace.workspace_edit if able.workspace else None
    operations = (edits.resource_operations or ()) if edits else ()
    return bool(
        edits and edits.document_changes and types.ResourceOperationKind.Rename in operations
    )


def workspace_edit(project: Path, renaming: Renaming) -> types.WorkspaceEdit:
    """All changes of a renaming. Texts are changed first, under their old names."""
    edits: list[
        types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile
    ] = []
    for change in renaming.changes:
        if rows := list(line_edits(change)):
            name = types.OptionalVersionedTextDocumentIdentifier(_uri(project / change.path))
            edits.append(types.TextDocumentEdit(name, rows))
    for change in renaming.changes:
        if change.path != change.new_path:
            old, new = (_uri(project / path) for path in (change.path, change.new_path))
            edits.append(types.RenameFile(old, new))
    return types.WorkspaceEdit(document_changes=edits)


def _uri(path: Path) -> str:
    return uris.from_fs_path(str(path)) or path.as_uri()


def line_edits(change: Change) -> Iterator[types.TextEdit]:
    """The lines that differ before and after; whole lines, so that no encoding matters."""
    mark = "\N{ZERO WIDTH NO-BREAK SPACE}"
    old, new = (
        _LINE.findall(data.decode().removeprefix(mark)) for data in (change.before, change.after)
    )
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            span = types.Range(types.Position(start, 0), types.Position(end, 0))
            yield types.TextEdit(span, "".join(new[first:last]))


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


TRIGGERS = ["[", "@", ":", "#", "-", ",", " "]
"""Signs after which an editor asks for completion by itself."""


def make_server() -> BriefsServer:
    """The server with all it answers, not yet started."""
    server = BriefsServer()
    _follow_documents(server)
    _answer(server)
    _rename(server)
    return server


def _follow_documents(server: BriefsServer) -> None:
    @server.feature(types.INITIALIZED)
    def _initialized(_params: types.InitializedParams) -> None:
        able = server.client_capabilities.workspace
        watching = able.did_change_watched_files if able else None
        if watching and watching.dynamic_registration:
            globs = [types.FileSystemWatcher("**/*.{md,yml,yaml}")]
            options = types.DidChangeWatchedFilesRegistrationOptions(globs)
            name = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            watch = types.Registration("briefs-files", name, options)
            server.client_register_capability(types.RegistrationParams([watch]))

    @server.feature(types.SHUTDOWN)
    def _shut_down(_params: None) -> None:
        server.stop()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _opened(params: types.DidOpenTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _changed(params: types.DidChangeTextDocumentParams) -> None:
        server.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _closed(params: types.DidCloseTextDocumentParams) -> None:
        server.closed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _saved(_params: types.DidSaveTextDocumentParams) -> None:
        server.saved()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def _watched(_params: types.DidChangeWatchedFilesParams) -> None:
        server.saved()


def _answer(server: BriefsServer) -> None:
    options = types.CompletionOptions(trigger_characters=TRIGGERS, resolve_provider=True)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, options)
    async def _complete(params: types.CompletionParams) -> types.CompletionList | None:
        uri = params.text_document.uri
        if (found := await server.ready(uri)) is None:
            return None
        desk, sheet = found
        offer = complete(sheet, desk.library, *server.cursor(sheet.text, params.position))
        items = [server.item(uri, sheet, one, n) for n, one in enumerate(offer.choices)]
        return types.CompletionList(offer.more, items)

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    async def _resolve(item: types.CompletionItem) -> types.CompletionItem:
        data = item.data if isinstance(item.data, dict) else {}
        found = await server.ready(str(data.get("uri", "")))
        if found and item.documentation is None:
            card = explain(str(data.get("kind", "")), item.label, found[1], found[0].library)
            item.documentation = markdown(card) if card else None
        return item

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def _hover(params: types.HoverParams) -> types.Hover | None:
        if (found := await server.ready(params.text_document.uri)) is None:
            return None
        desk, sheet = found
        card = hover(sheet, desk.library, *server.cursor(sheet.text, params.position))
        return types.Hover(markdown(card[1]), server.units(sheet.text, card[0])) if card else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def _define(params: types.DefinitionParams) -> types.Location | None:
        if (found := await server.ready(params.text_document.uri)) is None:
            return None
        desk, sheet = found
        place = definition(sheet, desk.library, *server.cursor(sheet.text, params.position))
        return server.location(desk, place) if place else None


def _rename(server: BriefsServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def _prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        found = await server.named(params.text_document.uri, params.position)
        if found is None:
            return None
        _, sheet, thing = found
        return types.PrepareRenamePlaceholder(server.units(sheet.text, thing.span), thing.ident)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def _new_name(params: types.RenameParams) -> types.WorkspaceEdit | None:
        found = await server.named(params.text_document.uri, params.position)
        if found is None:
            return None
        desk, _, thing = found
        return await server.renamed(desk, thing, params.new_name)
