"""`make check` finds the patterns that `re` matches wrongly before CPython 3.11.5."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "patterns.py"
SPEC = importlib.util.spec_from_file_location("patterns", SCRIPT)
assert SPEC
assert SPEC.loader
PATTERNS = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(PATTERNS)


@pytest.mark.parametrize(
    "line",
    [
        r'A = re.compile(r"(?:_\d++)+")',
        r'A = re.compile(r"[^]]*+x")',
        r'A = re.compile(r"[]\]]?+x")',
        r'A = re.compile(rb"\+{2,}+")',
        r'A = re.compile("(?>a|ab)c")',
        r'A = re.compile(r"(?:\(|\))*+")',
        r'A = re.compile(f"[{B}]*+")',
        r'A = re.compile(f"a{{{B}}}+")',
        r'A = re.compile(B + "++c")',
        r'A = re.compile("(?:" + B + ")" "*+" + C)',
        r'A = fixed("reason", r"\s*+>", r"\1")',
        r'PART = r"\\++"',
    ],
)
def test_it_is_found_in_patterns_and_in_their_pieces(line, tmp_path, capsys):
    bad = tmp_path / "bad.py"
    bad.write_text(f"import re\n\n{line}\n", "utf-8")
    assert PATTERNS.main([str(tmp_path)]) == 1
    assert f"{bad}:3: " in capsys.readouterr().out


def test_other_texts_are_left_alone(tmp_path):
    good = '''
        """Not `a*+`, nor `(?>a)`."""
        import re
        A = re.compile(r"[*+]+|[^*+?+]|\\++|\\*+|a+?b*?|\\(?>|(?=a)(?!b)(?<=c)")
        B = "/:?#[]@!$&'*+,;=%~"
        C = "+++", "TOML (+++)"
        D = b"a" + A[0] + "c"
    '''
    lines = [line.strip() for line in good.strip().splitlines()]
    (tmp_path / "good.py").write_text("\n".join(lines), "utf-8")
    assert PATTERNS.main([str(tmp_path)]) == 0


def test_this_repository_has_none():
    assert PATTERNS.main([]) == 0
