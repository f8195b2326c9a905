"""The language server: the Language Server Protocol 3.17, with the problems of open briefs.

https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from mkdocs_briefs import __version__
from mkdocs_briefs.builder.open_documents import OpenDocuments
from mkdocs_briefs.builder.pipeline import ProjectError, config_of, find_project
from mkdocs_briefs.editor.completion import complete
from mkdocs_briefs.editor.lookup import definition, describe, hover
from mkdocs_briefs.editor.parsed_document import ParsedDocument, Span, Text
from mkdocs_briefs.library.library import Library
from mkdocs_briefs.problems import Location, Problem, Severity

MIN_PAUSE_SECONDS = 0.4
"""The site is checked so long after a change, or later if a check takes longer."""
TRIGGERS = ["[", "@", ":", "#", "-", ",", " "]
"""Signs after which an editor asks for completion."""
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_ITEM_KINDS = {
    "field": types.CompletionItemKind.Field,
    "choice": types.CompletionItemKind.EnumMember,
    "actors": types.CompletionItemKind.Class,
    "briefs": types.CompletionItemKind.File,
}
Asking = types.CompletionParams | types.HoverParams | types.DefinitionParams


class Cursor(NamedTuple):
    """A place in an open document, after the first check of its project. All count from 0."""

    documents: OpenDocuments
    document: ParsedDocument
    line: int
    column: int

    @property
    def place(self) -> tuple[ParsedDocument, Library, int, int]:
        """What the functions of `editor` ask for."""
        return self.document, self.documents.library, self.line, self.column


@dataclass(slots=True)
class Checks:
    """The checks of one project, one after the other."""

    documents: OpenDocuments
    changed_at: float = 0
    pause_seconds: float = 0
    """How long nothing changes before a check; at least as long as the last one took.

    Otherwise a large site would be checked between two words.
    """
    task: asyncio.Task[None] | None = None
    wrong_settings: bool = False


class BriefsServer(LanguageServer):
    """A server for any number of projects, each with its open documents."""

    def __init__(self) -> None:
        # Editors send whole texts. For partial ones, pygls would break lines at U+2028 too.
        super().__init__(
            "briefs", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self._projects: dict[Path, Checks] = {}

    # Documents and positions

    def find(self, uri: str) -> tuple[Checks, str] | None:
        """Return the project of a document and its path there; None if it is not of a brief."""
        path = uris.to_fs_path(uri) if uri.startswith("file:") else None
        if path is None:
            return None
        file = Path(path)
        project = find_project(file.parent)
        if config_of(project) is None:
            return None
        if project not in self._projects:
            self._projects[project] = Checks(OpenDocuments(project))
        checks, name = self._projects[project], file.relative_to(project).as_posix()
        return (checks, name) if checks.documents.owns(name) else None

    def open(self, uri: str) -> tuple[Checks, ParsedDocument] | None:
        """Return the project and the current text of an open document."""
        if (found := self.find(uri)) is None:
            return None
        checks, file = found
        return checks, checks.documents.write(file, self.workspace.get_text_document(uri).source)

    async def cursor(self, params: Asking) -> Cursor | None:
        """Return a position that the editor names; None if it is not in a brief."""
        uri, at = params.text_document.uri, params.position
        if (found := self.open(uri)) is None:
            return None
        checks, _ = found
        if checks.documents.checked is None:
            task = checks.task
            await asyncio.shield(self.check_soon(checks) if not task or task.done() else task)
        if (found := self.open(uri)) is None:
            return None
        document = found[1]
        here = self.workspace.position_codec.position_from_client_units(document.text.lines, at)
        return Cursor(checks.documents, document, here.line, here.character)

    def range_of(self, text: Text, span: Span) -> types.Range:
        """Return a span in the units of the editor."""
        codec, lines = self.workspace.position_codec, text.lines
        ends = (types.Position(span.line, column) for column in (span.start, span.end))
        return types.Range(*(codec.position_to_client_units(lines, end) for end in ends))

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
            checks, document = found
            self._publish_document(checks.documents, document)
            self.check_soon(checks)

    def closed(self, uri: str) -> None:
        """Use the file on disk from now on, and publish no problems for it."""
        if found := self.find(uri):
            checks, file = found
            checks.documents.close(file)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
            self.check_soon(checks)

    def files_changed(self) -> None:
        """Check all projects: files on disk have changed."""
        for checks in self._projects.values():
            self.check_soon(checks)

    def stop(self) -> None:
        """End the checks."""
        for checks in self._projects.values():
            if checks.task:
                checks.task.cancel()

    def check_soon(self, checks: Checks) -> asyncio.Task[None]:
        """Check the whole site after a time without changes; the first time at once."""
        loop = asyncio.get_running_loop()
        checks.changed_at = loop.time()
        if checks.task is None or checks.task.done():
            checks.task = loop.create_task(self._check_until_current(checks))
        return checks.task

    async def _check_until_current(self, checks: Checks) -> None:
        clock = asyncio.get_running_loop().time
        began = -1.0
        while began < checks.changed_at:
            while (rest := checks.changed_at + checks.pause_seconds - clock()) > 0:  # noqa: ASYNC110 - changes meanwhile make the pause longer
                await asyncio.sleep(rest)
            began = clock()
            await self._check(checks)
            checks.pause_seconds = max(MIN_PAUSE_SECONDS, clock() - began)

    async def _check(self, checks: Checks) -> None:
        documents = checks.documents
        config = config_of(documents.project) or documents.project / "mkdocs.yml"
        try:
            # In a thread, so that the server answers meanwhile.
            checked = await asyncio.to_thread(documents.check, documents.texts)
        except ProjectError as error:
            text = Text(_read(config))
            checks.wrong_settings = True
            self._publish(config, [self._diagnostic(text, one) for one in error.problems])
            return
        except OSError as error:
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, str(error)))
            return
        if checks.wrong_settings:
            checks.wrong_settings = False
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


def make_server() -> BriefsServer:
    """Return the server with all its features, not yet started."""
    server = BriefsServer()
    _add_document_features(server)
    _add_answers(server)
    return server


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
    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _changed(
        params: types.DidOpenTextDocumentParams | types.DidChangeTextDocumentParams,
    ) -> None:
        server.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _closed(params: types.DidCloseTextDocumentParams) -> None:
        server.closed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def _saved(
        _params: types.DidSaveTextDocumentParams | types.DidChangeWatchedFilesParams,
    ) -> None:
        server.files_changed()


def _add_answers(server: BriefsServer) -> None:
    options = types.CompletionOptions(trigger_characters=TRIGGERS, resolve_provider=True)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, options)
    async def _complete(params: types.CompletionParams) -> types.CompletionList | None:
        if (at := await server.cursor(params)) is None:
            return None
        found = complete(*at.place)
        span = server.range_of(at.document.text, found.span)
        items = [
            types.CompletionItem(
                choice.label,
                kind=_ITEM_KINDS.get(choice.kind, types.CompletionItemKind.Reference),
                detail=choice.detail or None,
                documentation=_markdown(choice.help) if choice.help else None,
                sort_text=f"{number:04}",
                filter_text=" ".join((choice.label, *choice.names)),
                insert_text_mode=types.InsertTextMode.AsIs,
                text_edit=types.TextEdit(span, choice.insert),
                data={"uri": params.text_document.uri, "kind": choice.kind},
            )
            for number, choice in enumerate(found.choices)
        ]
        return types.CompletionList(found.more, items)

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def _resolve(item: types.CompletionItem) -> types.CompletionItem:
        data = item.data if isinstance(item.data, dict) else {}
        opened = server.open(str(data.get("uri", "")))
        if opened and item.documentation is None:
            checks, document = opened
            kind, library = str(data.get("kind", "")), checks.documents.library
            text = describe(kind, item.label, library, document.brief)
            item.documentation = _markdown(text) if text else None
        return item

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def _hover(params: types.HoverParams) -> types.Hover | None:
        at = await server.cursor(params)
        if at is None or (found := hover(*at.place)) is None:
            return None
        span, text = found
        return types.Hover(_markdown(text), server.range_of(at.document.text, span))

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def _define(params: types.DefinitionParams) -> types.Location | None:
        at = await server.cursor(params)
        place = definition(*at.place) if at else None
        return server.location(at.documents, place) if at and place else None


def _uri(path: Path) -> str:
    return uris.from_fs_path(str(path)) or path.as_uri()


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def _markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(types.MarkupKind.Markdown, text)
