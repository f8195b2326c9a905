"""A renaming as an editor carries it out: edits of texts and names of files, nothing written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types
from pygls import uris

from mkdocs_briefs.builder.rename import Change, Renaming

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
