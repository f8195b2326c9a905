"""What the server listens to and answers, method by method."""

from __future__ import annotations

from lsprotocol import types

from mkdocs_briefs.cli.language_server import BriefsServer, markdown
from mkdocs_briefs.editor.completion import complete, explain
from mkdocs_briefs.editor.lookup import definition, hover

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
