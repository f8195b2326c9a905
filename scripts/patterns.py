"""Find possessive quantifiers and atomic groups in the patterns of this repository.

    python scripts/patterns.py [FOLDER OR FILE ...]

Before CPython 3.11.5, `re` matches wrongly with them: https://github.com/python/cpython/issues/106052.
The package supports Python 3.11.0. An ordinary quantifier does the same if what it repeats cannot
follow it; otherwise add `(?!…)` after it.

Every text of the package counts as a pattern, because many patterns are made of pieces. A value in
an f-string counts as one character. Docstrings, and tests without `import re`, are left out.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("benchmarks", "plugins", "scripts", "tests")
_IMPORTS = re.compile(r"^(?:import re|from re import)\b", re.MULTILINE)
_TOKEN = re.compile(
    r"\\.|\[\^?(?:\\.|[^\\])(?:\\.|[^\]\\])*\]|\(\?>|(?:[*+?]|\{\d*,?\d*\})\+|.", re.DOTALL
)
_NOTHING = ("", "(", "|", "*", "+", "?")
"""After these, a quantifier has nothing to repeat."""


def main(places: list[str]) -> int:
    """Print each pattern to correct; return 1 if there is one."""
    roots = [Path(place) for place in places] or [ROOT / folder for folder in FOLDERS]
    files = [file for root in roots for file in (sorted(root.rglob("*.py")) or [root])]
    found = 0
    for file in files:
        source = file.read_text("utf-8")
        if "tests" in file.parts and not _IMPORTS.search(source):
            continue
        for line in faults(ast.parse(source)):
            found += 1
            print(f"{file}:{line}: a possessive quantifier or atomic group; see {__file__}")
    return int(found > 0)


def faults(node: ast.AST) -> Iterator[int]:
    """Yield the first lines of texts with such a pattern."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    text = _text(node)
    if text is None:
        for child in ast.iter_child_nodes(node):
            yield from faults(child)
    elif _is_refused(text):
        yield node.lineno  # type: ignore[attr-defined]


def _text(node: ast.AST) -> str | None:
    """Return the text of a node, with 0 for each value; None if it is not a text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
        return node.value if isinstance(node.value, str) else node.value.decode("latin-1")
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "0" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = _text(node.left), _text(node.right)
        return None if parts == (None, None) else "".join(part or "0" for part in parts)
    return None


def _is_refused(text: str) -> bool:
    """Return whether `text` has such a pattern; `+++` and a lone `[` are none."""
    before = ""
    for found in _TOKEN.finditer(text):
        sign = found[0]
        if sign == "[":
            return False
        if len(sign) > 1 and (sign[0] == "(" or (sign[0] in "*+?{" and before not in _NOTHING)):
            return True
        before = sign
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
