"""What somebody who means harm, or who has bad luck, could put into the folder of briefs.

`CATALOGUE` maps a name to a `Case`: a project's files, and what must be said of them. Whatever a
case says of itself, `support.ordeal` holds it to the laws that every case obeys: bounded time, no
exception, located problems, no lost page, nothing in the output that runs.
"""

from __future__ import annotations

import os
import random
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs_briefs.model.brief import FrontMatter
from mkdocs_briefs.model.fields import Record, fields_of
from mkdocs_briefs.model.registry import ActorEntry, TermEntry


@dataclass(frozen=True)
class Special:
    """A directory entry that is no regular file: `link` (to `target`), `fifo`, `socket`, `folder`."""

    kind: str
    target: str = ""

    def make(self, path: Path) -> None:
        """Put it at `path`."""
        if self.kind == "link":
            path.symlink_to(self.target)
        elif self.kind == "fifo":
            os.mkfifo(path)
        elif self.kind == "folder":
            path.mkdir(exist_ok=True)
        else:
            here = os.open(path.parent, os.O_RDONLY)
            with socket.socket(socket.AF_UNIX) as plug:  # a short path: sun_path holds 108 bytes
                plug.bind(f"/proc/self/fd/{here}/{path.name}")
            os.close(here)


Content = bytes | Special


@dataclass(frozen=True)
class Case:
    """Files by their path below the project, and what a check must say.

    `codes`: every file of the case has a problem of one of these kinds. `clean`: there is no error
    at all. `names` are words that must be readable on a page of the built site.
    """

    files: Mapping[str, Content]
    codes: frozenset[str] = frozenset()
    clean: bool = False
    names: tuple[str, ...] = field(default=())

    def write(self, project: Path) -> None:
        """Write the files below `project`."""
        (project / "briefs").mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            path = project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Special):
                content.make(path)
            else:
                path.write_bytes(content)


HEAD = "title: A brief\ndate: 2024-04-22\n"


def brief(front: str = "", body: str = "A word.\n", head: str = HEAD) -> bytes:
    """A brief with the lines `front` below its title and date."""
    return f"---\n{head}{front}\n---\n{body}".encode(errors="surrogateescape")


def quoted(text: str) -> str:
    """`text` as a double-quoted YAML scalar, control characters escaped."""
    made = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in made) + '"'


def many(name: str, contents: Iterable[bytes], *codes: str, clean: bool = False) -> dict[str, Case]:
    """One case of several briefs, each in a file of its own."""
    files = {f"briefs/{name}-{number}.md": data for number, data in enumerate(contents)}
    return {name: Case(files, frozenset(codes), clean)}


def one(name: str, data: bytes, *codes: str, clean: bool = False) -> dict[str, Case]:
    """One case of one brief."""
    return {name: Case({f"briefs/{name}.md": data}, frozenset(codes), clean)}


# What a value can be.

SHAPES = (
    "", "~", "null", "''", '""', "'   '", "[]", "{}", "[[]]", "[{}]", "[[[a]]]", "{a: {b: c}}",
    "[{a: b}, [c], d]", "{a: b, c: d}", "[a, b, c]", "[~, '', null]", "{'': ''}", "[{'': x}]",
    "{? [a, b] : c}", "? a", "[a: b, c: d]", "|\n  block\n  text", ">-\n  folded", "- a\n- b",
)  # fmt: skip
TRAPS = (
    "no", "yes", "on", "off", "y", "n", "NO", "true", "False", "2023", "017", "0o17", "0x1F", "0b11",
    "1_000", "1e3", "-0", "+1", ".5", ".inf", "-.inf", ".nan", "12:30", "12:30:45.67", "190:20:30",
    "2024-04-22", "2024-04-22T10:00:00Z", "=", "<<", "@x", "%x", "'@x'", "!!str x", "&a x", "*a",
)  # fmt: skip
TEXTS = (
    "\x1b[31mred\x1b[0m", "\x07", "\x9b2J", "a\x00b", "\ufeffx", "\u202etxt.exe", "\u2028", "\u2029x",
    "\x85", "\ufffe", "\ud7ff\ue000", "\U0010ffff", "e\u0301" * 100, "\u0430\u0440\u0440le", "x" * 301,
    "x" * 25_000, "word " * 5_000, "\u200b", "\u200d\u200d", "\r\nX: y", "\n\n\n", "\t\t", "::", "#", "# x",
    "-", "---", "...", "%41", "../../etc/passwd", "\\\\host\\share", "C:\\x", "/etc/passwd", "con", "NUL",
    "COM1", ".", "..", "index", "a/b", "a b", ".hidden", "x" * 5_000 + "[", "[[" * 500, "[@" * 500, "`" * 999,
    "*" * 2_000, "_" * 2_001, "[" * 5_000, "](" * 2_000, "<" * 4_000, "&" * 4_000, "\\" * 3_001, "![" * 2_000,
    "**a*" * 1_000, "[a](b" * 1_000, "[[a|" * 1_000, "\U0001f468\u200d\U0001f469\u200d\U0001f467",
)  # fmt: skip
BAD_DATES = (
    "2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-04-31",
    "0000-00-00", "2024-99-99", "99999-01-01", "99999999999999999999", "-99999999999-01-01", "2024-4-2",
    "22/04/2024", "04-22-2024", "April 22", "tomorrow", "2024-W17", "2024-113", "2024-04-22T25:00", "20240422x",
    "2024-04-22/2023-01-01/2022-01-01", "/", "../..", "..", "?", "~", "XXXX-XX-XX-XX", "2024-20", "2024-45",
    "\u0662\u0660\u0662\u0664-\u0660\u0664-\u0662\u0662", "2024\u201104\u201122", "1" * 5_000, "2024-" * 2_000, "X" * 3_000,
    "Y99999999999999999999999999", "2024-04-22T10:00:00+99:99", "<b>2024</b>", "{{ date }}",
)  # fmt: skip

# What would run, or would be drawn, if anything let it through. Each holds the word HOSTILE.

MARK = "HOSTILE"
PAYLOADS = (
    f"<script>alert('{MARK}')</script>", f'"><script>{MARK}</script>', f"'><img src=x onerror={MARK}>",
    f"</script><script>{MARK}()</script>", f"<svg/onload={MARK}()>", f"<svg><script>{MARK}</script></svg>",
    f"</title><script>{MARK}</script>", f"</style><script>{MARK}</script>", f"--><script>{MARK}</script>",
    f"]]><script>{MARK}</script>", f"<iframe srcdoc='<script>{MARK}</script>'>", f"<b onclick={MARK}>x</b>",
    f"javascript:{MARK}()", f"[x](javascript:{MARK}())", f"[x](JaVaScRiPt:{MARK})", f"[x](\\javascript:{MARK})",
    f"[x](java&#115;cript:{MARK})", f"[x](javascript&colon;{MARK})", f"[x]( javascript:{MARK} )",
    f"[x](data:text/html,<script>{MARK}</script>)", f"[x](vbscript:{MARK})", f"[x](//evil.example/{MARK})",
    f"![x](javascript:{MARK})", f'![x" onerror={MARK}](y)', f"<javascript:{MARK}>", f'<https://x.example/"onclick={MARK}>',
    f'[x](y "t\\" onclick={MARK}")', f'[x](https://x.example/"onmouseover="{MARK})', f"`<script>{MARK}</script>`",
    f"[[x|<script>{MARK}</script>]]", f'[[{MARK}" onclick="x]]', f'[@{MARK}"><script>]', f"[x]: javascript:{MARK}",
    f"&lt;script&gt;{MARK}&lt;/script&gt;", f"&#60;script&#62;{MARK}&#60;/script&#62;", f"\\<script>{MARK}\\</script>",
    f"{{{{ 7919*7907 }}}} {MARK}", f"{{{{ config }}}} {MARK}", f"{{% import os %}}{MARK}", f"{{# {MARK} #}}", f"${{{{ 7919*7907 }}}} {MARK}",
    f"<%= 7919*7907 %> {MARK}", f"<!-- briefs:timeline --> {MARK}", f"<!-- briefs:list topic={MARK} -->", f"<!-- {MARK}",
    f"{{: onclick={MARK} }}", f"{{ .x onclick={MARK} }}", f"\u2028<script>{MARK}</script>", f"\x02{MARK}\x03", f"\x02wzxhzdk:0\x03{MARK}",
    f"\u202e{MARK}\u202c", f"=cmd|'{MARK}'!A1", f"\\u003cscript\\u003e{MARK}", f"<base href=//{MARK}.example>",
    f"<meta http-equiv=refresh content=0;url=//{MARK}.example>", f"<style>@import '//{MARK}.example'</style>",
    f"<math><mi xlink:href=javascript:{MARK}>x</mi></math>", f"<details open ontoggle={MARK}>", f"*<b>*{MARK}</b>",
    f"{MARK}\r\nSet-Cookie: x", f"{MARK}\nBEGIN:VEVENT", f'<a href="javascript:{MARK}">x</a>',
)  # fmt: skip


# Fields and where they stand.


def places(record: type[Record] = FrontMatter) -> dict[str, str]:
    """Each field of `record`, dotted, to front matter with `%s` in the place of its value."""
    found: dict[str, str] = {}
    for name, kind in fields_of(record).items():
        found[name] = f"{name}: %s\n"
        if kind.record is None:
            continue
        for inner, deeper in fields_of(kind.record).items():
            found[f"{name}.{inner}"] = _inside(name, kind.record, inner, kind.many)
            if deeper.record is not None:
                for last in fields_of(deeper.record):
                    line = _inside(inner, deeper.record, last, deeper.many).replace("\n", "\n    ")
                    found[f"{name}.{inner}.{last}"] = (
                        f"{name}:\n  - text: An event\n    {line.rstrip()}\n"
                    )
    return found


_FILLING = {
    "event": "An event", "text": "A text", "label": "A label", "value": "12", "attributed_to": "unattributed",
    "date": "2024-04-22", "likelihood": "70%", "outcome": "void", "brief": "nowhere", "actor": "nobody",
}  # fmt: skip


def _inside(name: str, record: type[Record], wanted: str, listed: bool) -> str:  # noqa: FBT001
    needed = {n for n, info in record.model_fields.items() if info.is_required()} - {wanted}
    rows = [f"{wanted}: %s", *(f"{n}: {_FILLING.get(n, 'A word')}" for n in sorted(needed))]
    lead = "  - " if listed else "    "
    return f"{name}:\n{lead}" + "\n    ".join(rows) + "\n"


def filled(place: str, value: str) -> bytes:
    """A brief with `value`, YAML as written, in one place."""
    top = place.partition(":")[0]
    kept = "".join(line for line in HEAD.splitlines(True) if not line.startswith(f"{top}:"))
    rest = value.replace("\n", "\n" + " " * 8)
    return brief(place.replace("%s", rest), head=kept)


BRIEF_PLACES = places()
DATE_PLACES = (
    "date", "as_of", "review_by", "dates.date", "developments.by", "figures.as_of", "sources.issued",
    "sources.accessed", "updates.date", "developments.revisions.date", "developments.resolution.date",
)  # fmt: skip


def fields() -> dict[str, Case]:
    """Every field of a brief with values of every wrong kind."""
    cases: dict[str, Case] = {}
    for name, place in BRIEF_PLACES.items():
        slug = name.replace(".", "-").replace("_", "-")
        cases |= many(f"shape-{slug}", (filled(place, value) for value in (*SHAPES, *TRAPS)))
        cases |= many(f"text-{slug}", (filled(place, quoted(text)) for text in TEXTS))
        cases |= many(f"script-{slug}", (filled(place, quoted(text)) for text in PAYLOADS))
    for name in DATE_PLACES:
        slug = name.replace(".", "-").replace("_", "-")
        bad = (filled(BRIEF_PLACES[name], quoted(text)) for text in BAD_DATES)
        cases |= many(f"date-{slug}", bad, "B206", "B204", "B207", "B106")
    return cases


def all_at_once() -> dict[str, Case]:
    """Each payload and each odd text in every field of a brief and of the registries at once.

    Ids carry the number of the text, so that all of these cases can stand in one site.
    """
    cases: dict[str, Case] = {}
    for number, text in enumerate((*PAYLOADS, *TEXTS)):
        front = "".join(place.replace("%s", quoted(text)) for place in _without_repeats())
        data = brief(front, head=f"title: {quoted(text)}\ndate: 2024-04-22\n")
        files: dict[str, Content] = {f"briefs/all-{number}.md": data}
        records = {
            "actors": ActorEntry,
            "topics": TermEntry,
            "storylines": TermEntry,
            "authors": TermEntry,
        }
        for registry, record in records.items():
            rows = "".join(
                f"  {name}: {quoted(text)}\n"
                for name, kind in fields_of(record).items()
                if kind.record is None and name not in {"kind", "url", "image", "wikidata"}
            )
            if registry == "actors":
                rows += f"  positions: [{{title: {quoted(text)}, organization: {quoted(text)}}}]\n"
                rows += f"  relations: [{{actor: all-{number}-b, relation: {quoted(text)}}}]\n"
            single = "".join(
                _entry(f"{name}-{number}", place, text) for name, place in places(record).items()
            )
            both = f"all-{number}:\n{rows}all-{number}-b:\n{rows}{single if registry == 'actors' else ''}"
            files[f"briefs/{registry}.yml"] = both.encode(errors="replace")
            profile = f"---\n{rows.replace(chr(10) + '  ', chr(10)).lstrip()}---\nA profile.\n"
            files[f"briefs/{registry}/mine-{number}.md"] = profile.encode(errors="replace")
        used = f"actors: [all-{number}]\ntopics: [all-{number}]\nstoryline: all-{number}\nauthors: [all-{number}]\n"
        files[f"briefs/uses-{number}.md"] = brief(
            used, body=f"{{}}\n\n[[all-{number}]] [[topic:all-{number}]]\n"
        )
        cases[f"all-{number}"] = Case(files)
    return cases


def together(cases: Iterable[Case]) -> Case:
    """One case with the files of all; registries are joined, of other files the first stays."""
    files: dict[str, Content] = {}
    for case in cases:
        for name, data in case.files.items():
            if name in files and name.endswith(".yml"):
                before = files[name]
                assert isinstance(before, bytes)
                assert isinstance(data, bytes)
                files[name] = before + data
            else:
                files.setdefault(name, data)
    return Case(files)


def _without_repeats() -> Iterable[str]:
    """One place for each field that holds free text, no key twice."""
    texts = ("role", "event", "text", "label", "title", "note")
    seen = {"title", "date", "slug", "draft", "lang"}
    for name, place in BRIEF_PLACES.items():
        top, _, inner = name.partition(".")
        if top not in seen and (inner in texts or not _has_inner(top)):
            seen.add(top)
            yield place


def _has_inner(top: str) -> bool:
    return any(name.startswith(f"{top}.") for name in BRIEF_PLACES)


def _entry(name: str, place: str, payload: str) -> str:
    lines = place.replace("%s", quoted(payload)).rstrip().replace("\n", "\n  ")
    return f"in-{name.replace('.', '-').replace('_', '-')}:\n  {lines}\n"


# Bytes.


def raw_bytes() -> dict[str, Case]:
    """Files that are no text, or text in some other dress."""
    chance = random.Random(7)
    good = brief("summary: Grüße\n").decode()
    cases: dict[str, Case] = {}
    cases |= many(
        "random", [chance.randbytes(size) for size in (1, 2, 10, 99, 1_000, 50_000)], "B101", "B102"
    )
    cases |= many(
        "random-in-front", [b"---\n" + chance.randbytes(s) + b"\n---\n" for s in (1, 9, 99, 999)]
    )
    encodings = (
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-7",
        "latin-1",
        "cp037",
        "utf-8-sig",
    )
    for encoding in encodings:
        cases |= one(f"encoded-{encoding}", good.encode(encoding))
    for name in ("utf-16", "utf-32"):
        cases |= one(f"broken-{name}", good.encode(name)[:-1], "B101")
    cases |= one("bom-utf16-alone", b"\xff\xfe", "B101", "B102")
    cases |= one("bom-twice", b"\xef\xbb\xbf\xef\xbb\xbf" + good.encode())
    cases |= one("lone-surrogate-utf16", b"\xff\xfe" + b"\x00\xd8" * 50, "B101")
    for number, data in enumerate(
        (
            b"\xff",
            b"\xc0\xaf",
            b"\xed\xa0\x80",
            b"\xf4\x90\x80\x80",
            b"\xe2\x82",
            b"\x80",
            b"\xf8\x88",
        )
    ):
        cases |= one(
            f"invalid-utf8-{number}",
            brief(f"summary: x{data.decode(errors='surrogateescape')}y\n"),
            "B101",
        )
        cases |= one(
            f"invalid-utf8-body-{number}",
            brief(body=f"x{data.decode(errors='surrogateescape')}y\n"),
            "B101",
        )
    for name, text in {"crlf": "\r\n", "cr": "\r", "crcrlf": "\r\r\n", "mixed": "\n\r"}.items():
        cases |= one(f"breaks-{name}", good.replace("\n", text).encode())
    for code in (
        0x00,
        0x01,
        0x07,
        0x08,
        0x0B,
        0x0C,
        0x1A,
        0x1B,
        0x7F,
        0x85,
        0x9B,
        0xAD,
        0x200B,
        0x202E,
        0x2028,
        0x2029,
        0x2066,
        0xFEFF,
        0xFFFE,
        0xFFFF,
        0xE0001,
        0xF0000,
    ):
        at = (
            f"title: A{chr(code)}B\ndate: 2024-04-22\n",
            f"title: A\ndate:{chr(code)} 2024-04-22\n",
            f"ti{chr(code)}tle: A\ndate: 2024-04-22\n",
        )
        cases |= many(
            f"character-{code:04x}",
            [
                *(brief(head=head) for head in at),
                brief(body=f"A{chr(code)}B\n"),
                chr(code).encode() + good.encode(),
                (chr(code) * 50).encode(),
            ],
        )
    cases |= one("empty", b"", "B102")
    fences = (
        b"---",
        b"---\n",
        b"---\n---",
        b"---\n---\n",
        b"--- \n---\n",
        b"---\n...\n",
        b"----\n",
        b"\n---\n---\n",
        b"+++\n+++\n",
        b"--\n",
        b"\xe2\x80\x94\n",
        b"---\r",
        b"---\n---\n---\n",
        b"---\n\n\n\n---\n",
    )
    cases |= many("fences", fences, "B102", "B201", "B103")
    cases |= many(
        "whitespace",
        [
            b" ",
            b"\n" * 9_999,
            b"\t",
            b"\r" * 999,
            b"\0",
            b"\0" * 99_999,
            "\u3000".encode(),
            b"\x0c",
        ],
        "B101",
        "B102",
    )
    cases |= one("never-closed", b"---\n" + HEAD.encode() + b"\nA text that goes on.\n", "B102")
    cases |= one("never-closed-long", b"---\n" + b"a: b\n" * 100_000, "B102")
    cases |= one("megabyte-line", brief(f"summary: {'x' * 900_000}\n"), "B106")
    cases |= one("megabyte-front", brief(f"summary: {'x' * 1_100_000}\n"), "B106")
    cases |= one("megabyte-body-line", brief(body="word " * 200_000))
    cases |= one("megabyte-word", brief(body="x" * 1_000_000))
    cases |= one("two-megabytes", brief(body="A line of text.\n" * 125_000), "B106")
    cases |= one("three-megabytes-nul", b"\0" * 3_000_000, "B106")
    cases |= one("just-below-bound", brief(body="A line of text.\n\n" * 100_000))
    return cases
