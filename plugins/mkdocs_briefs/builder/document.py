"""A text file open for changes: exact spans are replaced, every other byte stays as it is."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

from mkdocs_briefs.problems import Location


class UneditableError(Exception):
    """A place that cannot be changed by itself; the text says where and why."""


class Document:
    r"""A file's text as the parser sees it (no byte order mark, `\n` as its only line break).

    Changes are collected with offsets of that text; `result` applies them to the bytes.
    Raises UneditableError for bytes that are no UTF-8.
    """

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self._mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        try:
            self._raw = data.removeprefix(self._mark).decode()
        except UnicodeDecodeError:
            raise UneditableError(f"{path} is not saved as UTF-8.") from None
        self.text = self._raw.replace("\r\n", "\n").replace("\r", "\n")
        self._wide: list[int] = []
        for number, match in enumerate(re.finditer("\r\n", self._raw)):
            self._wide.append(match.start() - number)
        self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self._changes: dict[tuple[int, int], str] = {}

    @property
    def changed(self) -> bool:
        """Whether anything is to be changed."""
        return bool(self._changes)

    def offset(self, place: Location) -> int:
        """The offset of a place in the text."""
        return self._starts[place.line - 1] + place.column - 1

    def line_at(self, offset: int) -> tuple[int, int]:
        """Start and end of the line at `offset`, without its break."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return start, len(self.text) if end < 0 else end

    def replace(self, start: int, end: int, text: str) -> None:
        """Puts `text` in the place of the characters from `start` to `end`."""
        self._changes[start, end] = text

    def replace_value(self, place: Location, old: str, new: str) -> None:
        """Replaces the scalar `old` that stands at `place`, in quotes or not, by `new`.

        Raises UneditableError when something else stands there.
        """
        start = self.offset(place)
        token = self.text[start : start + place.length]
        quote = token[:1] if token[:1] in {"'", '"'} and token[-1:] == token[:1] else ""
        bare = token[1:-1] if quote else token
        if unicodedata.normalize("NFC", bare.strip()) != old:
            raise UneditableError(f"{place} cannot be changed by itself; write {new} there first.")
        self.replace(start, start + place.length, f"{quote}{new}{quote}")

    def result(self) -> bytes:
        """The bytes of the file with all changes. Raises UneditableError when two overlap."""
        pieces, done = [], 0
        wide = "\r\n" if self._wide else "\n"
        for (start, end), text in sorted(self._changes.items()):
            first, last = self._raw_offset(start), self._raw_offset(end)
            if first < done:
                raise UneditableError(f"{self.path}: two changes meet at one place.")
            pieces += [self._raw[done:first], text.replace("\n", wide)]
            done = last
        return self._mark + "".join((*pieces, self._raw[done:])).encode()

    def _raw_offset(self, offset: int) -> int:
        return offset + bisect_left(self._wide, offset)
