"""Scripts of the theme import each other one way, so that each part can be read and loaded alone."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]

SCRIPTS = ROOT / "plugins/mkdocs_briefs/theme/assets/briefs"
_IMPORT = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


def imports() -> dict[str, set[str]]:
    """Return the scripts that each script imports, at once or later."""
    return {
        path.name: {Path(name).name for name in _IMPORT.findall(path.read_text("utf-8"))}
        for path in SCRIPTS.glob("*.js")
    }


def test_imports_go_one_way() -> None:
    found = imports()
    order = [*TopologicalSorter(found).static_order()]  # raises CycleError
    assert {"shared.js", "briefs.js", "cards.js", "search.js"} <= {*order}


def test_the_first_script_reaches_all_and_no_part_imports_it() -> None:
    found = imports()
    assert [name for name, others in found.items() if "briefs.js" in others] == []
    reached, pending = set[str](), ["briefs.js"]
    while pending:
        name = pending.pop()
        reached.add(name)
        pending += found.get(name, set()) - reached
    assert {*found} <= reached


def test_what_parts_share_imports_none_of_them() -> None:
    assert imports()["shared.js"] == set()


def test_the_first_load_is_two_scripts() -> None:
    later = re.compile(r"import\s*\(")
    first = {"briefs.js"}
    for line in (SCRIPTS / "briefs.js").read_text("utf-8").splitlines():
        if not later.search(line):
            first |= {Path(name).name for name in _IMPORT.findall(line)}
    assert first == {"briefs.js", "shell.js"}
