"""Find all names of Material for MkDocs that the package uses.

`scripts/reference.py` writes them to a table in `docs/decisions/0010-templates.md`. A test compares
the two, so a new name is noticed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "plugins" / "mkdocs_briefs"
DECISION = "decisions/0010-templates.md"
BEGIN = "<!-- Written by scripts/reference.py, from here -->"
END = "<!-- to here -->"
WORD = r"[a-zA-Z][\w-]*"
KINDS = {
    "block": "blocks of its template",
    "variable": "variables of its styles",
    "attribute": "attributes",
    "class": "classes",
    "id": "ids",
    "package": "names of its packages",
    "global": "names of its scripts",
    "partial": "folders of partial templates",
}
"""Kinds of names, in the order of the table."""
_NAMES = {
    "variable": re.compile(rf"(?<![\w-])--md-{WORD}"),
    "attribute": re.compile(rf"(?<![\w-])data-md-{WORD}"),
    "class": re.compile(rf"(?<![\w-])(?:md-{WORD}|no-js)\b"),
    "id": re.compile(r"(?<![\w-])__(?!content\b|md_)[a-z]+(?!\w*__)"),
    "package": re.compile(r"(?<![\w./-])material[./][a-z]+(?:\.[a-z]+)*"),
    "global": re.compile(r"\b(?:document|location|target|keyboard|viewport)\$|\b__md_\w+"),
    "partial": re.compile(r"\b(?:partials|fragments)/[\w/-]+"),
}
_FRAME = '{% extends "main.html" %}'
_BLOCK = re.compile(r"\{%-? block (\w+)")
PURPOSES = (
    (("theme/briefs/page.html",), "The frame around our pages"),
    (
        ("render/theme_fixes.py", "theme/styles/shell.css", "theme/assets/briefs/shell.js"),
        "Fixes of the frame ([decision 13](0013-frame.md)), and the search in the header",
    ),
    (
        ("render/theme_fixes.py", "theme/assets/briefs/briefs.js"),
        "Pages that come into the window of another, with `navigation.instant`",
    ),
    (("theme/styles/print.css",), "What is hidden in print"),
    (
        ("theme/styles/", "theme/assets/briefs/"),
        "Colours and fonts of the site",
    ),
    (("host/page_frame.py",), "The frame in the language of the page"),
    (("host/", "builder/"), "Names of its plugins that change a build"),
)
"""Why a file uses Material, by the beginning of its path; the first that fits counts."""


@dataclass(frozen=True, order=True)
class Use:
    """A name of Material in a file of the package."""

    kind: str
    name: str
    file: str


def uses() -> list[Use]:
    """Return every name of Material in the package, without comments and docstrings."""
    found = set()
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".js") and "vendor" not in path.parts:
            file = path.relative_to(PACKAGE).as_posix()
            for kind, name in names(code_of(path)):
                found.add(Use(kind, name, file))
    return sorted(found)


def names(text: str) -> Iterator[tuple[str, str]]:
    """Yield kind and name of each use of Material in `text`."""
    for kind, pattern in _NAMES.items():
        for match in pattern.finditer(text):
            yield kind, match[0]
    if _FRAME in text:
        yield "block", "main.html"
        yield from (("block", name) for name in _BLOCK.findall(text))


def code_of(path: Path) -> str:
    """Return a file without comments and docstrings; of Python, its texts and imports."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return re.sub(r"/\*.*?\*/|\{#.*?#\}|^\s*//.*?$", "", text, flags=re.DOTALL | re.MULTILINE)
    tree = ast.parse(text)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    imported = [
        name.name if isinstance(node, ast.Import) else f"{node.module}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    ]
    words = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]
    return "\n".join([*words, *imported])


def purpose(file: str) -> str:
    """Return why a file uses Material. Raises LookupError for a new file."""
    for places, text in PURPOSES:
        if file.startswith(places):
            return text
    raise LookupError(f"{file} uses Material: say what for in scripts/coupling.py")


def table() -> list[str]:
    """Return the rows of the table: for each purpose, the names by their kind."""
    rows = ["| what for | of Material | names |", "|---|---|---|"]
    found = uses()
    for _, text in PURPOSES:
        mine = [use for use in found if purpose(use.file) == text]
        for kind, title in KINDS.items():
            used = sorted({use.name for use in mine if use.kind == kind})
            if used:
                shown = ", ".join(f"`{name}`" for name in used)
                rows.append(f"| {text} | {title}: {len(used)} | {shown} |")
                text = "the same"  # noqa: PLW2901 - once is enough
    counts = ", ".join(
        f"{title} {len({use.name for use in found if use.kind == kind})}"
        for kind, title in KINDS.items()
    )
    return [*rows, "", f"Each counted once: {counts}."]


def measured(page: str) -> str:
    """Return the page with a new table between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return "\n".join([f"{before}{BEGIN}", "", *table(), "", f"{END}{after}"])
