"""The files of words of an index after changes: those concerned made anew, the others as they are.

What a word gains or loses may move the end of its file, and so the beginning of the next, up to
where a file ends with the same word as before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mkdocs_briefs.build.search_join import Chunk, Cutter, chunk_name, chunk_of, told_apart
from mkdocs_briefs.build.search_words import Changes, changed, grown, size_of, words_of


@dataclass(slots=True)
class File:
    """A file of words: from where to where they are, its name, and what is in it if it is new."""

    start: str
    end: str
    name: str
    data: bytes = b""
    first: str = ""
    last: str = ""
    """Its words at both ends, where it was opened."""
    head: int | None = None
    tail: int | None = None
    """The places of the files that had, before, the same word at this end."""


class Recut:
    """The files of one index, of which `read` gives what is in one, unpacked, by its name."""

    def __init__(self, ranges: Iterable[Sequence[str]], read: Callable[[str], bytes]) -> None:
        self._old = [
            File(start, end, name, head=place, tail=place)
            for place, (start, end, name) in enumerate(ranges)
        ]
        self._read = read
        self._heads: dict[str, int] = {}
        self._tails: dict[str, int] = {}

    def after(self, changes: Mapping[str, Changes]) -> list[File]:
        """The files after `changes` of words. Raises ValueError where one does not fit."""
        starts = [file.start for file in self._old]
        concerned: dict[int, dict[str, Changes]] = defaultdict(dict)
        for word, change in changes.items():
            concerned[max(0, bisect_right(starts, word) - 1)][word] = change
        files: list[File] = []
        cutter = Cutter()
        for place, file in enumerate(self._old):
            here = concerned.get(place, {})
            if here or cutter.is_open:
                files += self._cut(place, here, cutter)
            else:
                files.append(file)
        if chunk := cutter.rest():
            files.append(self._made(chunk))
        self._tell_apart(files)
        return files

    def _cut(self, place: int, changes: Mapping[str, Changes], cutter: Cutter) -> Iterator[File]:
        """The files that end in the one at this place; `cutter` holds what is before and behind."""
        data = self._read(self._old[place].name)
        same = not cutter.is_open and not any(map(grown, changes.values()))
        if same and (now := _replaced(data, changes)):
            yield File("", "", chunk_name(now), now, head=place, tail=place)
            return
        said = words_of(data)
        first, last = next(iter(said)), next(reversed(said))
        self._heads[first] = self._tails[last] = place
        after = _after(said, changes)
        if same and after.keys() == said.keys():
            yield self._made(Chunk(chunk_of([*after.values()]), first, last))
            return
        for word in sorted(after):
            if chunk := cutter.add(word, after[word], size_of(after[word])):
                yield self._made(chunk)

    def _made(self, chunk: Chunk) -> File:
        data, first, last = chunk
        head, tail = self._heads.get(first), self._tails.get(last)
        return File("", "", chunk_name(data), data, first, last, head, tail)

    def _tell_apart(self, files: Sequence[File]) -> None:
        """Gives each file its range: anew where other words than before meet."""
        old, first, last = self._old, files[0], files[-1]
        first.start = old[0].start if first.head == 0 else self._ends(first)[0]
        for one, other in pairwise(files):
            tail = one.tail
            if tail is not None and other.head == tail + 1 and one.start == old[tail].start:
                one.end, other.start = old[tail].end, old[tail + 1].start
            else:
                words = self._ends(one)[1], self._ends(other)[0]
                one.end, other.start = told_apart(one.start, *words)
        last.end = old[-1].end if last.tail == len(old) - 1 else self._ends(last)[1]

    def _ends(self, file: File) -> tuple[str, str]:
        """The first and the last word of a file."""
        if not file.first:
            words = words_of(file.data or self._read(file.name))
            file.first, file.last = next(iter(words)), next(reversed(words))
        return file.first, file.last


def _replaced(data: bytes, changes: Mapping[str, Changes]) -> bytes | None:
    """A file after changes, each of what stands in it once, and so needs no other look.

    None for other changes.
    """
    for lists in changes.values():
        for pages in lists.values():
            for before, after in pages.values():
                if not before or not after:
                    return None
                at = data.find(before)
                if at < 0 or at != data.rfind(before):
                    return None
                data = data[:at] + after + data[at + len(before) :]
    return data


def _after(said: Mapping[str, bytes], changes: Mapping[str, Changes]) -> dict[str, bytes]:
    """What is said of the words of a file after changes."""
    after = dict(said)
    for word, change in changes.items():
        after[word] = changed(word, said.get(word, b""), change)
        if not after[word]:
            del after[word]
    return after
