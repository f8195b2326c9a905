"""The language server: the Language Server Protocol 3.17, with the problems of open briefs.

https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
"""

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
from mkdocs_briefs.builder.open_documents import OpenDocuments
from mkdocs_briefs.builder.pipeline import ProjectError, config_of, find_project
from mkdocs_briefs.builder.rename import Change, RenameError, Renaming
from mkdocs_briefs.editor.completion import Choice, complete, explain
from mkdocs_briefs.editor.cursor import Span, Text
from mkdocs_briefs.editor.lookup import Reference, definition, find_reference, hover
from mkdocs_briefs.editor.parsed_document import ParsedDocument
from mkdocs_briefs.model.ids import KIND_OF
from mkdocs_briefs.problems import Location, Problem, Severity

CHECK_DELAY_SECONDS = 0.4
"""The site is checked so long after a change, or later if a check takes longer."""
TRIGGERS = ["[", "@", ":", "#", "-", ",", " "]
"""Signs after which an editor asks for completion."""
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_ITEM_KINDS = {
    "field": types.CompletionItemKind.Field,
    "choice": types.CompletionItemKind.EnumMember,
    "actors": types.CompletionItemKind.Class,
    "briefs": types.CompletionItemKind.File,
}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
Opened = tuple[OpenDocuments, ParsedDocument]


def make_server() -> BriefsServer:
    """Return the server with all its features, not yet started."""
    server = BriefsServer()
    _add_document_features(server)
    _add_answers(server)
    _add_rename(server)
    return server


class BriefsServer(LanguageServer):
    """A server for any number of projects, each with its open documents."""

    def __init__(self) -> None:
        # Editors send whole texts. For partial ones, pygls would break lines at U+2028 too.
        super().__init__(
            "briefs", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self._projects: dict[Path, OpenDocuments] = {}
        self._timers: dict[Path, asyncio.TimerHandle] = {}
        self._checks: dict[Path, asyncio.Task[None]] = {}
        self._check_seconds: dict[Path, float] = {}
        self._wrong_settings: set[Path] = set()
        self._stopped = False

    # Documents and positions

    def find(self, uri: str) -> tuple[OpenDocuments, str] | None:
        """Return the project of a document and its path there; None if it is not of a brief."""
        path = uris.to_fs_path(uri) if uri.startswith("file:") else None
        if path is None:
            return None
        file = Path(path)
        project = find_project(file.parent)
        if config_of(project) is None:
            return None
        documents = self._projects.setdefault(project, OpenDocuments(project))
        name = file.relative_to(project).as_posix()
        return (documents, name) if documents.owns(name) else None

    def open(self, uri: str) -> Opened | None:
        """Return the project and the current text of an open document."""
        if (found := self.find(uri)) is None:
            return None
        documents, file = found
        return documents, documents.write(file, self.workspace.get_text_document(uri).source)

    async def open_checked(self, uri: str) -> Opened | None:
        """Return the same, after the first check of its project."""
        if (found := self.open(uri)) is None:
            return None
        documents = found[0]
        if documents.checked is None:
            check = self._checks.get(documents.project)
            if check is None or check.done():
                self._start_check(documents)
            await asyncio.shield(self._checks[documents.project])
        return self.open(uri)

    @property
    def encoding(self) -> str:
        """The unit in which the editor counts columns: utf-8, utf-16 or utf-32."""
        agreed = self.workspace.position_encoding
        return agreed.value if isinstance(agreed, types.PositionEncodingKind) else str(agreed)

    def range_of(self, text: Text, span: Span) -> types.Range:
        """Return a span in the units of the editor."""
        ends = (text.units(span.line, column, self.encoding) for column in (span.start, span.end))
        return types.Range(*(types.Position(span.line, end) for end in ends))

    def cursor(self, text: Text, position: types.Position) -> tuple[int, int]:
        """Return a position of the editor as line and column in characters."""
        column = text.column(position.line, position.character, self.encoding)
        return position.line, column

    def location(self, documents: OpenDocuments, place: Location) -> types.Location:
        """Return a place as the editor opens it."""
        path = documents.project / place.path
        document = documents.document(place.path)
        text = document.text if document else Text(_read(path))
        return types.Location(_uri(path), self.range_of(text, text.span(place)))

    # Problems

    def changed(self, uri: str) -> None:
        """Publish the problems of a changed document, and check the site a little later."""
        if found := self.open(uri):
            documents, document = found
            self._publish_document(documents, document)
            self.schedule_check(documents)

    def closed(self, uri: str) -> None:
        """Use the file on disk from now on, and publish no problems for it."""
        if found := self.find(uri):
            documents, file = found
            documents.close(file)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
            self.schedule_check(documents)

    def files_changed(self) -> None:
        """Check all projects: files on disk have changed."""
        for documents in self._projects.values():
            self.schedule_check(documents)

    def stop(self) -> None:
        """Begin no more checks."""
        self._stopped = True
        for timer in self._timers.values():
            timer.cancel()

    def schedule_check(self, documents: OpenDocuments) -> None:
        """Check the whole site after a time without changes; the first time at once.

        The time is at least that of the last check. Otherwise a large site would be checked
        between two words.
        """
        if timer := self._timers.pop(documents.project, None):
            timer.cancel()
        if self._stopped:
            return
        last = self._check_seconds.get(documents.project, 0)
        seconds = max(CHECK_DELAY_SECONDS, last) if documents.checked else 0
        loop = asyncio.get_running_loop()
        self._timers[documents.project] = loop.call_later(seconds, self._start_check, documents)

    def _start_check(self, documents: OpenDocuments) -> None:
        if timer := self._timers.pop(documents.project, None):
            timer.cancel()
        check = self._checks.get(documents.project)
        if check and not check.done():
            check.add_done_callback(lambda _: self.schedule_check(documents))
            return
        loop = asyncio.get_running_loop()
        self._checks[documents.project] = loop.create_task(self._check(documents))

    async def _check(self, documents: OpenDocuments) -> None:
        project, clock = documents.project, asyncio.get_running_loop().time
        start = clock()
        config = config_of(project) or project / "mkdocs.yml"
        try:
            # In a thread, so that the server answers meanwhile.
            checked = await asyncio.to_thread(documents.check, documents.texts)
        except ProjectError as error:
            text = Text(_read(config))
            self._wrong_settings.add(project)
            self._publish(config, [self._diagnostic(text, one) for one in error.problems])
            return
        except OSError as error:
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, str(error)))
            return
        self._check_seconds[project] = clock() - start
        if project in self._wrong_settings:
            self._wrong_settings.remove(project)
            self._publish(config, [])
        documents.take(checked)
        for file in documents.texts:
            if document := documents.document(file):
                self._publish_document(documents, document)

    def _publish_document(self, documents: OpenDocuments, document: ParsedDocument) -> None:
        problems = documents.problems(document.file)
        diagnostics = [self._diagnostic(document.text, problem) for problem in problems]
        self._publish(documents.project / document.file, diagnostics)

    def _publish(self, path: Path, diagnostics: list[types.Diagnostic]) -> None:
        # An editor may spell the address of an open document in another way than we do.
        opened = (
            one.uri for one in self.workspace.text_documents.values() if one.path == str(path)
        )
        params = types.PublishDiagnosticsParams(next(opened, _uri(path)), diagnostics)
        self.text_document_publish_diagnostics(params)

    def _diagnostic(self, text: Text, problem: Problem) -> types.Diagnostic:
        return types.Diagnostic(
            self.range_of(text, text.span(problem.location)),
            f"{problem.message}\n{problem.help}" if problem.help else problem.message,
            _SEVERITIES[problem.severity],
            problem.code,
            source="briefs",
        )

    # Answers

    def completion_item(
        self, uri: str, document: ParsedDocument, choice: Choice, number: int
    ) -> types.CompletionItem:
        """Return a choice as the editor lists it."""
        return types.CompletionItem(
            choice.label,
            kind=_ITEM_KINDS.get(choice.kind, types.CompletionItemKind.Reference),
            detail=choice.detail or None,
            documentation=_markdown(choice.help) if choice.help else None,
            sort_text=f"{number:04}",
            filter_text=" ".join((choice.label, *choice.names)),
            insert_text_mode=types.InsertTextMode.AsIs,
            text_edit=types.TextEdit(self.range_of(document.text, choice.span), choice.insert),
            data={"uri": uri, "kind": choice.kind},
        )

    async def rename_target(
        self, uri: str, at: types.Position
    ) -> tuple[OpenDocuments, ParsedDocument, Reference] | None:
        """Return what is at a position, if it can be renamed."""
        if (opened := await self.open_checked(uri)) is None:
            return None
        documents, document = opened
        found = find_reference(document, documents.library, *self.cursor(document.text, at))
        return (documents, document, found) if found and found.kind in KIND_OF else None

    async def rename(
        self, documents: OpenDocuments, found: Reference, new: str
    ) -> types.WorkspaceEdit:
        """Return the edits that give an entity another id. Raises JsonRpcException."""
        if not _can_rename_files(self.client_capabilities):
            raise _refusal("This editor cannot rename files on request; use `briefs rename`.")
        old = f"{KIND_OF[found.kind]}:{found.ident}"
        try:
            renaming = await asyncio.to_thread(documents.rename, documents.texts, old, new)
        except RenameError as error:
            raise _refusal(str(error)) from None
        except (ProjectError, OSError) as error:
            raise _refusal(f"The site cannot be read: {error}") from None
        before = {str(documents.project / one.path): one.before for one in renaming.changes}
        for opened in self.workspace.text_documents.values():
            data = before.get(opened.path)
            if data and data.decode("utf-8-sig") != opened.source.removeprefix("\ufeff"):
                raise _refusal(f"Save {opened.filename} first.")
        return _workspace_edit(documents.project, renaming)


def _add_document_features(server: BriefsServer) -> None:
    @server.feature(types.INITIALIZED)
    def _initialized(_params: types.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
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
        server.files_changed()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def _watched(_params: types.DidChangeWatchedFilesParams) -> None:
        server.files_changed()


def _add_answers(server: BriefsServer) -> None:
    options = types.CompletionOptions(trigger_characters=TRIGGERS, resolve_provider=True)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, options)
    async def _complete(params: types.CompletionParams) -> types.CompletionList | None:
        uri = params.text_document.uri
        if (opened := await server.open_checked(uri)) is None:
            return None
        documents, document = opened
        cursor = server.cursor(document.text, params.position)
        found = complete(document, documents.library, *cursor)
        items = [
            server.completion_item(uri, document, choice, number)
            for number, choice in enumerate(found.choices)
        ]
        return types.CompletionList(found.more, items)

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    async def _resolve(item: types.CompletionItem) -> types.CompletionItem:
        data = item.data if isinstance(item.data, dict) else {}
        opened = await server.open_checked(str(data.get("uri", "")))
        if opened and item.documentation is None:
            documents, document = opened
            text = explain(str(data.get("kind", "")), item.label, document, documents.library)
            item.documentation = _markdown(text) if text else None
        return item

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def _hover(params: types.HoverParams) -> types.Hover | None:
        if (opened := await server.open_checked(params.text_document.uri)) is None:
            return None
        documents, document = opened
        cursor = server.cursor(document.text, params.position)
        if (found := hover(document, documents.library, *cursor)) is None:
            return None
        span, text = found
        return types.Hover(_markdown(text), server.range_of(document.text, span))

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def _define(params: types.DefinitionParams) -> types.Location | None:
        if (opened := await server.open_checked(params.text_document.uri)) is None:
            return None
        documents, document = opened
        cursor = server.cursor(document.text, params.position)
        place = definition(document, documents.library, *cursor)
        return server.location(documents, place) if place else None


def _add_rename(server: BriefsServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def _prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        target = await server.rename_target(params.text_document.uri, params.position)
        if target is None:
            return None
        _, document, found = target
        span = server.range_of(document.text, found.span)
        return types.PrepareRenamePlaceholder(span, found.ident)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def _rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        target = await server.rename_target(params.text_document.uri, params.position)
        if target is None:
            return None
        documents, _, found = target
        return await server.rename(documents, found, params.new_name)


def _can_rename_files(client: types.ClientCapabilities) -> bool:
    """Return whether the editor takes edits of several files together with new file names."""
    edits = client.workspace.workspace_edit if client.workspace else None
    operations = (edits.resource_operations or ()) if edits else ()
    return bool(
        edits and edits.document_changes and types.ResourceOperationKind.Rename in operations
    )


def _workspace_edit(project: Path, renaming: Renaming) -> types.WorkspaceEdit:
    """Return all changes of a renaming: first the texts, under their old names."""
    edits: list[
        types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile
    ] = []
    for change in renaming.changes:
        if lines := list(_line_edits(change)):
            name = types.OptionalVersionedTextDocumentIdentifier(_uri(project / change.path))
            edits.append(types.TextDocumentEdit(name, lines))
    for change in renaming.changes:
        if change.path != change.new_path:
            old, new = (_uri(project / path) for path in (change.path, change.new_path))
            edits.append(types.RenameFile(old, new))
    return types.WorkspaceEdit(document_changes=edits)


def _line_edits(change: Change) -> Iterator[types.TextEdit]:
    """Yield the lines that differ; whole lines, so that the encoding does not matter."""
    old, new = _lines(change.before), _lines(change.after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            span = types.Range(types.Position(start, 0), types.Position(end, 0))
            yield types.TextEdit(span, "".join(new[first:last]))


def _lines(data: bytes) -> list[str]:
    return _LINE.findall(data.decode("utf-8-sig"))


def _uri(path: Path) -> str:
    return uris.from_fs_path(str(path)) or path.as_uri()


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def _refusal(message: str) -> JsonRpcException:
    return JsonRpcException(message, code=types.LSPErrorCodes.RequestFailed)


def _markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(types.MarkupKind.Markdown, text)
