"""An extension of Markdown, and a fence, that put what strangers may not see into a text."""

from __future__ import annotations

from typing import Any

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

SECRET = "swordfish-4711"


def fence(*_: Any, **__: Any) -> str:
    return SECRET


class _Reading(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [line.replace("READ", SECRET) for line in lines]


class ReadingExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.preprocessors.register(_Reading(md), "reading", 30)


makeExtension = ReadingExtension  # noqa: N816 - Python-Markdown's name
