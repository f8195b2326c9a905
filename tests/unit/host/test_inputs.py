"""What decides a site, as a digest: any setting has one, or nothing is remembered."""

from __future__ import annotations

from collections import UserDict, UserList, UserString
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config

from mkdocs_briefs.host.inputs import UnknownInputsError, configured


class Text(UserString):
    """A text that cannot be made of one part of itself."""

    def __init__(self, what: str, language: str) -> None:
        super().__init__(what)
        self.language = language


class Broken(Sequence[str]):
    """Looks like a sequence and is none."""

    def __init__(self, error: type[Exception]) -> None:
        self.error = error

    def __len__(self) -> int:
        return 1

    def __getitem__(self, at: Any) -> Any:
        raise self.error("no such thing")


class Endless(UserList[Any]):
    """Holds itself."""

    def __iter__(self) -> Iterator[Any]:
        yield self


class Wordless:
    """Has items and says nothing about them."""

    def items(self) -> int:
        return 3


def digest(project: Path, value: object) -> str:
    (project / "mkdocs.yml").write_text("site_name: Harbour\nplugins: []\n", encoding="utf-8")
    (project / "docs").mkdir(exist_ok=True)
    loaded = load_config(str(project / "mkdocs.yml"))
    loaded.extra["pilot"] = value
    return configured(loaded, None)


KNOWN: list[Callable[[str], object]] = [
    lambda word: Text(word, "en"),
    lambda word: UserDict({"a": word}),
    lambda word: UserList([word]),
    lambda word: {word, "other"},
    lambda word: word.encode(),
    lambda word: f"\ud800{word}",
]


@pytest.mark.parametrize("kind", KNOWN)
def test_settings_of_many_kinds_have_a_digest(
    tmp_path: Path, kind: Callable[[str], object]
) -> None:
    assert digest(tmp_path, kind("pier")) == digest(tmp_path, kind("pier"))
    assert digest(tmp_path, kind("pier")) != digest(tmp_path, kind("boat"))


@pytest.mark.parametrize(
    "value",
    [
        *(Broken(error) for error in (TypeError, AttributeError, OSError)),
        Endless(),
        Wordless(),
        object(),
        10**5000,
        lambda: None,
    ],
    ids=lambda value: type(value).__name__,
)
def test_of_a_setting_that_nobody_can_read_nothing_is_remembered(
    tmp_path: Path, value: object
) -> None:
    with pytest.raises(UnknownInputsError):
        digest(tmp_path, value)
