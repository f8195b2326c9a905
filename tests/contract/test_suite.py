"""The suite itself: it is whole, and needs nothing that the lock does not bring."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
OURS = {"support", "mkdocs_briefs", "conftest", "corpus", "edits", "atheris"}
"""Modules of this repository, and the fuzzer, which has a lock of its own."""


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_what_the_tests_import_is_in_the_lock() -> None:
    locked = {
        re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower()
        for name in ("site", "test")
        for line in (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
        if "==" in line
    }
    homes = packages_distributions()
    wanted = {name for file in TESTS.rglob("*.py") for name in imported(file)}
    for name in sorted(wanted - OURS - set(sys.stdlib_module_names)):
        found = {re.sub(r"[-_.]+", "-", one).lower() for one in homes.get(name, ())}
        assert found & locked, f"{name} is imported by a test and in no lock"
