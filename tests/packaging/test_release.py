"""The rehearsal of a release stops where there should be none, and sees what is wrong with a file.

The rehearsal as a whole is `make release`; it needs a minute, the network and a clean checkout.
"""

from __future__ import annotations

import importlib.util
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType

import pytest

from mkdocs_briefs import __version__
from support.repositories import commit, git

ROOT = Path(__file__).resolve().parents[2]
CHANGELOG = """\
# Changelog

## Unreleased

<!-- releases -->

## 0.2.0 - 2030-01-02

### Added

- A second thing.

## 0.1.0 - 2029-01-02

### Added

- A first thing.
"""
MODULE = "plugins/mkdocs_briefs/__init__.py"
PROJECT = {"name": "mkdocs-briefs"}
README = "# Title\n\nText.\n"


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", ROOT / "scripts" / "release.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


release = load_script()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository with the settings of ours, ready for a release."""
    files = {
        MODULE: '"""A package."""\n\n__version__ = "0.2.0"\n',
        "pyproject.toml": (ROOT / "pyproject.toml").read_text("utf-8"),
        "CHANGELOG.md": CHANGELOG,
        "changelog.d/README.md": "About.\n",
        "changelog.d/template.md.j2": (ROOT / "changelog.d/template.md.j2").read_text("utf-8"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    monkeypatch.setattr(release, "ROOT", tmp_path)
    return tmp_path


def test_the_version_is_that_of_the_package() -> None:
    assert release.version_in((ROOT / MODULE).read_text("utf-8")) == __version__
    with pytest.raises(release.Refused, match="__version__"):
        release.version_in("version = '1'\n")


def test_a_release_tells_its_section_of_the_changelog(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release.refuse_unready("0.2.0")
    told = capsys.readouterr().out
    assert "- A second thing." in told
    assert "- A first thing." not in told


def test_a_release_without_a_section_tells_its_draft(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / MODULE).write_text('__version__ = "0.3.0"\n')
    (checkout / "changelog.d" / "third.fixed.md").write_text("A third thing.\n")
    commit(checkout)
    release.refuse_unready("0.3.0")
    told = capsys.readouterr().out
    assert "## 0.3.0 - " in told
    assert "### Fixed\n\n- A third thing." in told


def test_what_is_not_committed_stops_a_release(checkout: Path) -> None:
    (checkout / "stray.txt").write_text("x")
    with pytest.raises(release.Refused, match=r"\?\? stray\.txt"):
        release.refuse_unready("0.2.0")


def test_a_release_with_nothing_new_is_none(checkout: Path) -> None:
    with pytest.raises(release.Refused, match=r"nothing is new in 0\.3\.0"):
        release.refuse_unready("0.3.0")


def test_fragments_left_beside_a_written_section_stop_a_release(checkout: Path) -> None:
    (checkout / "changelog.d" / "late.added.md").write_text("Came late.\n")
    commit(checkout)
    with pytest.raises(release.Refused, match=r"changelog\.d/late\.added\.md"):
        release.refuse_unready("0.2.0")


def test_an_unknown_word_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main(["--publish"]) == 2
    assert capsys.readouterr().err == "usage: release.py [--unready]\n"


def test_a_version_is_released_once(checkout: Path) -> None:
    git(checkout, "tag", "v0.2.0")
    release.refuse_unready("0.2.0")  # its own commit may be rehearsed again
    (checkout / "more.txt").write_text("x")
    commit(checkout)
    with pytest.raises(release.Refused, match=r"v0\.2\.0 is an earlier commit"):
        release.refuse_unready("0.2.0")


def test_what_is_built_is_held_to_what_is_committed() -> None:
    tracked = [
        "plugins/mkdocs_briefs/__init__.py",
        "plugins/mkdocs_briefs/theme/a.css",
        "tests/a.py",
    ]
    wheel = release.expected_in_wheel(tracked, "1.2.3")
    assert {"mkdocs_briefs/theme/a.css", "mkdocs_briefs-1.2.3.dist-info/METADATA"} <= wheel
    sdist = release.expected_in_sdist(tracked, "1.2.3")
    assert {
        "mkdocs_briefs-1.2.3/plugins/mkdocs_briefs/theme/a.css",
        "mkdocs_briefs-1.2.3/PKG-INFO",
    } <= sdist
    assert not any("tests" in path for path in wheel | sdist)
    found = wheel - {"mkdocs_briefs/theme/a.css"} | {"mkdocs_briefs/.secret"}
    assert list(release.differences("a.whl", found, wheel)) == [
        "a.whl has a stray mkdocs_briefs/.secret",
        "a.whl lacks mkdocs_briefs/theme/a.css",
    ]


def metadata(**changed: str) -> EmailMessage:
    message = EmailMessage()
    told = dict.fromkeys(release.REQUIRED_METADATA, "x")
    told |= {
        "Name": "mkdocs-briefs",
        "Version": "1.2.3",
        "Description-Content-Type": "text/markdown",
    }
    for name, text in (told | changed).items():
        if text:
            message[name] = text
    for line in (
        "Development Status :: 3",
        "Framework :: MkDocs",
        "Programming Language :: Python :: 3",
    ):
        message["Classifier"] = f"{line} :: x"
    message.set_payload(README)
    return message


def test_whole_metadata_have_no_fault() -> None:
    assert list(release.metadata_faults(metadata(), PROJECT, "1.2.3", README)) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"Version": "1.2.2"}, "metadata: Version is '1.2.2', not '1.2.3'"),
        ({"License-Expression": ""}, "metadata: no License-Expression"),
        ({"Requires-Python": ""}, "metadata: no Requires-Python"),
    ],
)
def test_a_fault_of_metadata_is_told(changed: dict[str, str], fault: str) -> None:
    assert list(release.metadata_faults(metadata(**changed), PROJECT, "1.2.3", README)) == [fault]
    other = "metadata: the description is not README.md"
    assert list(release.metadata_faults(metadata(), PROJECT, "1.2.3", "Else")) == [other]


def test_links_that_an_index_would_show_dead_are_counted() -> None:
    text = "[a](docs/a.md) ![b](b.png) [c](https://example.org/) [d](#d) [e](mailto:a@example.org)"
    assert release.inner_links(text) == ["docs/a.md", "b.png"]
