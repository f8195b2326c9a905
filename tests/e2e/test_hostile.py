"""Whatever stands in the folder of briefs: a located problem or a sound page, and an end."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.forks import run_program
from support.hostile import Case, together
from support.hostile_build import build, site_faults
from support.hostile_sites import BOMBS, CATALOGUE
from support.ordeal import MEMORY, SECONDS, Ordeal
from support.sites import ROOT
from support.soak import SOAK

_FAMILIES = sorted({name.partition("-")[0] for name in CATALOGUE})
_LARGE = {
    "shape": 6,
    "text": 12,
    "script": 12,
    "file": 2,
    "folder": 3,
    "asset": 3,
    "profile": 3,
    "all": 6,
    "many": 6,
    "body": 6,
    "actors": 3,
}
"""Of these families the suite looks at one case in so many; `make soak` looks at all."""


@pytest.fixture(scope="module")
def ordeal() -> Iterator[Ordeal]:
    worker = Ordeal()
    yield worker
    worker.close()


def test_there_are_enough_cases() -> None:
    assert len(CATALOGUE) > 900
    assert sum(len(case.files) for case in CATALOGUE.values()) > 15_000


@pytest.mark.parametrize("family", _FAMILIES)
def test_a_check_of_every_case_ends_in_located_problems(ordeal: Ordeal, family: str) -> None:
    wrong = {}
    names = [name for name in CATALOGUE if name.partition("-")[0] == family]
    step = 1 if SOAK else _LARGE.get(family, 1)
    for name in names[::step]:
        faults, _ = ordeal.check(name)
        if faults:
            wrong[name] = faults
    assert not wrong


_REAL = ("random", "encoded-utf-16-le", "disk-link-odd-name")
"""Cases for which the command starts as on a machine without a locale; the others' is a fork."""
_SAMPLE = (
    *_REAL,
    "invalid-utf8-0", "breaks-cr", "character-0000", "character-001b", "empty", "fences",
    "megabyte-line", "two-megabytes", "three-megabytes-nul", "yaml-bomb", "yaml-tags", "yaml-flow-bomb", "yaml-block-deep",
    "yaml-broken", "yaml-thousand-errors", "shape-actors", "text-title", "script-title", "date-date", "all-0", "all-7",
    "all-33", "file-60", "folder-57", "not-utf8-names", "long-names", "deep-folders", "clash-case", "disk-link-out",
    "disk-link-loop", "disk-fifo", "disk-socket", "disk-zip-of-links", "actors-bomb",
    "actors-ten-thousand", "actors-part-of-circle", "ring", "dangling", "many-actors", "body-brackets", "body-rule-spaced",
)  # fmt: skip


@pytest.mark.parametrize("name", _SAMPLE)
def test_the_command_ends_by_itself_and_steers_no_terminal(name: str, tmp_path: Path) -> None:
    CATALOGUE[name].write(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_name: X\nplugins: [briefs]\n", encoding="utf-8")
    status, said = (checked_anew if name in _REAL else checked)(tmp_path)
    assert status in (0, 1)
    assert "Traceback" not in said
    assert not {c for c in said if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs"}}
    codes = CATALOGUE[name].codes
    assert not codes or any(f"error[{code}]" in said for code in codes)


def checked_anew(project: Path) -> tuple[int, str]:
    """What a new process says of a project, and its status."""
    code = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY})); "
    code += "from mkdocs_briefs.cli.app import main; main(['check'])"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "plugins"), "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        check=False,
        capture_output=True,
        timeout=SECONDS,
    )
    return answer.returncode, (answer.stdout + answer.stderr).decode()


def checked(project: Path) -> tuple[int, str]:
    """What a fork of this process says of a project, and its status."""
    environ = {"PATH": os.environ["PATH"]}
    done = run_program("briefs", ["check"], project, environ, together=True, memory=MEMORY)
    return done.returncode, done.stdout


_STEP = 1 if SOAK else 20


def _named(*beginnings: str, step: int = 1) -> Case:
    """All cases whose names begin so; in the ordinary suite one in `step`."""
    names = [name for name in CATALOGUE if name.startswith(beginnings)]
    return together(CATALOGUE[name] for name in names[:: 1 if SOAK else step])


_SITES = {
    "fields": together(CATALOGUE[f"all-{number}"] for number in range(0, 110, _STEP)),
    "page-keys": _named("page-key", step=4),
    "bytes": _named(
        "yaml-b",
        "yaml-t",
        "yaml-documents",
        "character-00",
        "character-2",
        "encoded",
        "broken",
        "bom",
        "lone",
        "invalid",
        "breaks",
        "empty",
        "fences",
        "white",
        step=3,
    ),
    "names": _named("file-", "folder-", "profile-", "asset-3", "address", step=5),
    "references": _named("dangling", "self", "ring", "translations", "same-event", "markers"),
    "disk": _named("disk-link-inside", "not-utf8-names", "clash-asset", "long-names"),
}


@pytest.mark.parametrize("name", _SITES)
def test_a_site_of_hostile_files_is_built_and_runs_nothing(name: str, tmp_path: Path) -> None:
    _SITES[name].write(tmp_path)
    status, said = build(tmp_path)
    assert status == 0, said[-3_000:]
    assert "Traceback" not in said
    assert not [*site_faults(tmp_path / "site")]


def test_bodies_that_swell_are_built_in_bounded_time(tmp_path: Path) -> None:
    """Their HTML is their author's own affair on a site that trusts its authors."""
    together(CATALOGUE[f"body-{name}"] for name in [*BOMBS][:: 1 if SOAK else 4]).write(tmp_path)
    status, said = build(tmp_path)
    assert status == 0, said[-3_000:]


def test_bodies_that_run_are_cleaned_where_nobody_is_trusted(tmp_path: Path) -> None:
    CATALOGUE["body-payloads"].write(tmp_path)
    status, said = build(tmp_path, untrusted=True)
    assert status == 0, said[-3_000:]
    # A link to another site is a link, also without its scheme.
    assert not [one for one in site_faults(tmp_path / "site") if "<a href='//" not in one]


def test_a_check_of_a_site_finds_what_runs() -> None:
    """The checker itself: it must see each kind of fault, or its silence says nothing."""
    from support.hostile_build import page_faults

    whole = "<!doctype html><title>A</title><p>{}</p>"
    assert page_faults(whole.format('<a href="x">A</a>')) == []
    for bad in (
        "<script>HOSTILE</script>", "<b onclick=x>A</b>", '<a href="javascript:x">A</a>', '<a href=" java\tscript:x">A</a>',
        '<img src="data:x">', "<iframe></iframe>", '<a href="//evil.example">A</a>', "<b>", "62615533", "\x02",
        '<meta http-equiv="refresh" content="0;url=https://evil.example">', '<script type="application/ld+json">{</script>',
    ):  # fmt: skip
        assert page_faults(whole.format(bad)), bad
