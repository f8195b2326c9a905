"""The catalogue's other half: YAML, names, links on disk, registries, references, sizes, bodies."""

from __future__ import annotations

from collections.abc import Mapping

from support.hostile import (
    HEAD,
    MARK,
    PAYLOADS,
    Case,
    Content,
    Special,
    all_at_once,
    brief,
    fields,
    many,
    one,
    quoted,
    raw_bytes,
)

GOOD = brief()
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"{b}: &{b}\n  <<: [{', '.join([f'*{a}'] * 9)}]\n"
    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


def yaml_cases() -> dict[str, Case]:
    """YAML that is broken, that swells, or that would run."""
    cases: dict[str, Case] = {}
    cases |= many(
        "yaml-bomb",
        [
            brief(f"x_bomb:\n  {LAUGHS.replace(chr(10), chr(10) + '  ')}"),
            brief(LAUGHS),
            brief(MERGES),
            brief("actors: &a [*a]\n"),
            brief("actors: &a\n  - x: *a\n"),
        ],
        "B105",
    )
    tags = (
        "!!python/object/apply:os.system [touch x]",
        "!!python/name:os.system",
        "!!python/object/new:os.system [x]",
        "!!binary aGk=",
        "!!set {a, b}",
        "!<tag:x> y",
        "!x y",
        "!!timestamp 2024-04-22",
        "!!int 3",
        "! x",
    )
    cases |= many("yaml-tags", (brief(f"summary: {tag}\n") for tag in tags), "B105")
    cases |= many(
        "yaml-tags-in-lists", (brief(f"key_points:\n  - {tag}\n") for tag in tags), "B105"
    )
    twice = (
        "title: B\n",
        "summary: a\nsummary: b\n",
        "x_a: {b: 1, b: 2}\n",
        "actors:\n  - {id: a, id: b}\n",
        "dates:\n  - date: 2024\n    event: a\n    event: b\n",
        '"title": B\n',
        "developments:\n  - text: a\n    resolution: {outcome: void, outcome: yes, date: 2024-01-01}\n",
    )
    cases |= many("yaml-twice", map(brief, twice), "B104")
    cases |= one("yaml-twice-ten-thousand", brief("summary: a\n" * 10_000), "B104", "B106")
    cases |= one("yaml-flow-deep", brief(f"x_a: {'[' * 5_000}\n"), "B106", "B103")
    cases |= one(
        "yaml-flow-deep-closed", brief(f"x_a: {'[' * 5_000}{']' * 5_000}\n"), "B106", "B103"
    )
    cases |= one(
        "yaml-flow-deep-maps", brief(f"x_a: {'{a: ' * 5_000}x{'}' * 5_000}\n"), "B106", "B103"
    )
    cases |= one("yaml-flow-bomb", brief(f"x_a: {'[' * 400_000}\n"), "B106", "B103")
    cases |= one(
        "yaml-block-deep",
        brief("".join(f"{' ' * n}a{n}:\n" for n in range(1, 900))),
        "B106",
        "B103",
    )
    cases |= one("yaml-block-lists-deep", brief("x_a:\n  " + "- " * 50_000 + "x\n"), "B106", "B103")
    cases |= one("yaml-explicit-keys-deep", brief("? " * 20_000 + "x\n"), "B106", "B103", "B204")
    cases |= one("yaml-ten-thousand-keys", brief("".join(f"key{n}: {n}\n" for n in range(10_000))))
    cases |= one(
        "yaml-ten-thousand-own-keys",
        brief("".join(f"x_{n}: {n}\n" for n in range(10_000))),
        clean=True,
    )
    cases |= one("yaml-long-keys", brief("".join(f"{'k' * 1_000}{n}: {n}\n" for n in range(500))))
    cases |= one("yaml-huge-key", brief(f"{'k' * 300_000}: x\n"))
    cases |= one("yaml-bound-on-values", brief("x_a: [" + "a," * 70_000 + "]\n"), "B106")
    broken = (
        "a: b: c\n",
        "\tsummary: x\n",
        "summary:\tx\n",
        "summary: x\n  more: y\n",
        'summary: "open\n',
        "summary: 'open\n",
        "actors: [a, b\n",
        "actors: {a: b\n",
        "actors: a]\n",
        "- a\n- b\n",
        "summary\n",
        "summary:x\n",
        ": x\n",
        "? x\n",
        "? [a, b]\n: c\n",
        "%YAML 1.1\n",
        "@x: y\n",
        "`x: y\n",
        "summary: `x\n",
        "summary: @x\n",
        "summary: %x\n",
        "summary: *x\n",
        "summary: &x\n",
        "summary: !x\n",
        "summary: |2x\n y\n",
        "summary: >9\n x\n",
        "*x : y\n",
        "&x : y\n",
        "!x : y\n",
        "[a]: b\n",
        "{a: b}: c\n",
        "'a\n  b': c\n",
        "--- x\n",
        'summary: "\\q"\n',
        'summary: "\\x4"\n',
        'summary: "\\ud800"\n',
        'summary: "\\U00110000"\n',
        'summary: "\\0"\n',
        "actors:\n - a\n- b\n  - c\n",
        "actors:\n\t- a\n",
        "summary: - a\n",
        "summary: ? a\n",
        "summary: a #b\n",
        "}{\n",
        "][\n",
        ",\n",
        "a: [b]c\n",
        "'",
        '"',
        "|",
        ">",
        "? ? ?\n",
        "- - -\n",
    )
    cases |= many("yaml-broken", (brief(text) for text in broken))
    cases |= many(
        "yaml-broken-first",
        (brief(head=text) for text in broken),
        "B103",
        "B104",
        "B105",
        "B201",
        "B204",
        "B102",
    )
    cases |= many(
        "yaml-documents",
        [
            brief("summary: a\n", body="---\ntitle: B\n---\n"),
            b"---\n--- \n" + HEAD.encode() + b"---\n",
            b"---\n" + HEAD.encode() + b"... \n---\nx\n",
            b"%YAML 1.2\n---\ntitle: A\n---\n",
        ],
    )
    cases |= one("yaml-thousand-errors", brief("".join(f"k{n}: [\n" for n in range(5_000))), "B103")
    cases |= one(
        "yaml-thousand-quotes",
        brief("".join(f'k{n}: "\n' for n in range(5_000)) + 'z: "\n'),
        "B103",
        "B204",
    )
    cases |= one("yaml-thousand-colons", brief("summary: " + "a: " * 20_000 + "\n"), "B103")
    cases |= one("yaml-thousand-comments", brief("summary: x\n" + "# x\n" * 50_000), clean=True)
    cases |= one("yaml-thousand-swallowed", brief("key_points:\n" + "  - x #y\n" * 5_000))
    cases |= one(
        "yaml-odd-characters", brief("summary: " + "\u2028\x01" * 20_000 + "\n"), "B103", "B207"
    )
    cases |= one("yaml-page-keys", brief("hide: 5\nicon: 7\n"))
    values = (
        "../../etc/passwd",
        "nowhere.html",
        "5",
        "[a, b]",
        "{a: b}",
        "true",
        '""',
        "{{ config }}",
        "404.html",
        "/etc/passwd",
        "material/../../x",
        "[[[a]]]",
        '"<script>HOSTILE</script>"',
        "{exclude: {a: b}}",
        "{boost: HOSTILE}",
        "{boost: -1e9}",
        "[navigation, {a: b}]",
        "sitemap.xml",
        "main.html",
        "briefs/page.html",
        "x\\0",
    )
    for key in (
        "boost",
        "comments",
        "hide",
        "icon",
        "search",
        "social",
        "status",
        "subtitle",
        "template",
        "title",
        "description",
        "tags",
        "edit_url",
        "authors",
        "revision_date",
        "render_macros",
        "ignore_macros",
        "x_key",
    ):
        cases |= many(
            f"page-key-{key.replace('_', '-')}", (brief(f"{key}: {value}\n") for value in values)
        )
    return cases


_STEMS = (
    "..", "...", "-", "--", "-x", "x-", "_x", "con", "CON", "nul", "aux", "com1", "lpt9", "prn", "index", "INDEX", "README",
    "page", "2024-04-22-", "2024-04-22-con", "2024-02-30-x", "2024-04-22", "2024-04-22-2024-04-22-x", "a b", "a%2fb", "%2e%2e",
    "a+b", "a&b", "a#b", "a;b", "a'b", "a$b", "a{b}", "{{ 7919*7907 }}", "a(b)", "a[b]", "a,b", "a@b", "a!b", "a=b", "a~", "~a", "a.b",
    "a..b", "a.md", "a.html", "x" * 100, "x" * 101, "x" * 240, "\u0645\u0627", "\u4e2d\u6587" * 20, "\u4e2d" * 80, "e\u0301", "\u00e9", "\u202egnp", "\u200bx",
    "\u0430pple", "\U0001f600", "\ufb01n", "\u2460", "K\u212a", "\u0130", "\u00df", "\u1e9e", "$(touch x)", "`x`", "404", "search", "briefs", "sitemap", "0", "-1",
    "null", "true", "{{ config }}", "${x}", "%00", "x\u00a0y", "<b>", 'a"b', "a|b", "a?b", "a*b", "a:b", "a\\b", "a\nb", "a\x1b[31mb", "a\x7fb", "a\tb",
)  # fmt: skip


def names() -> dict[str, Case]:
    """File names, slugs, ids and addresses that should not be."""
    cases: dict[str, Case] = {}
    for number, stem in enumerate(_STEMS):
        cases[f"file-{number}"] = Case({f"briefs/{stem}.md": brief()})
        cases[f"folder-{number}"] = Case(
            {f"briefs/{stem}x/in-{number}.md": brief()}
            if stem not in ("..", "...")
            else {f"briefs/x/y-{number}.md": brief()}
        )
        cases[f"asset-{number}"] = Case(
            {
                f"briefs/{stem}.png": b"PNG",
                f"briefs/b{number}.md": brief(body=f"![x](<{stem}.png>)\n"),
            }
        )
        cases[f"profile-{number}"] = Case(
            {f"briefs/actors/{stem}.md": b"---\nname: Somebody\n---\nWords.\n"}
        )
    bad = [
        stem
        for stem in _STEMS
        if not stem.isalnum()
        or stem.casefold() in ("con", "nul", "aux", "com1", "lpt9", "prn", "index", "page")
    ]
    ways = ("slug", "id", "redirect_from", "image")
    wanted = [
        *bad,
        "a/b",
        "../x",
        "/x",
        "//evil.example/x",
        "x/../../y",
        "..\\x",
        "C:/x",
        "javascript:HOSTILE",
        "data:text/html,HOSTILE",
        "x y/z",
        ".git",
        "x/",
        "x//y",
        "x?y#z",
        "https://evil.example",
        "index.html",
        "../index",
        "actors/x",
        "assets/briefs/briefs.css",
        "briefs/x/index.html",
        "x" * 3_000,
        "x\u0000y",
        "404.html",
        "search/search_index.json",
        "sitemap.xml",
        ".",
        "./",
    ]
    for way in ways:
        line = "dates:\n  - event: x\n    id: %s\n" if way == "id" else f"{way}: %s\n"
        cases |= many(
            f"address-{way.replace('_', '-')}", (brief(line % quoted(text)) for text in wanted)
        )
    cases["clash-normal-forms"] = Case(
        {"briefs/\u00e9t\u00e9.md": brief(), "briefs/e\u0301te\u0301.md": brief()}
    )
    cases["clash-case"] = Case({"briefs/Story.md": brief(), "briefs/story.md": brief()})
    cases["clash-dates"] = Case(
        {
            "briefs/2024-04-22-x.md": brief(),
            "briefs/2024-04-23-x.md": brief(),
            "briefs/x.md": brief(),
            "briefs/a/x.md": brief(),
            "briefs/x.markdown": brief(),
            "briefs/X.MD": brief(),
        }
    )
    cases["clash-slugs"] = Case({f"briefs/s{n}.md": brief("slug: same\n") for n in range(50)})
    cases["clash-redirects"] = Case(
        {
            f"briefs/r{n}.md": brief("redirect_from: [same, r0, r1, /, index.html, actors]\n")
            for n in range(5)
        }
    )
    cases["clash-asset"] = Case(
        {
            "briefs/x.md": brief(),
            "briefs/x/index.html": b"<p>",
            "briefs/index.html": b"<p>",
            "briefs/x/y/index.md": brief(),
        }
    )
    cases["clash-registries"] = Case(
        {
            "briefs/actors.yml": b"a: A\n",
            "briefs/actors.yaml": b"a: B\n",
            "briefs/actors/a.md": b"---\nname: C\n---\n",
            "briefs/b.md": brief(),
        }
    )
    cases["not-utf8-names"] = Case(
        {
            "briefs/a\udcff.md": brief(),
            "briefs/b\udcff/c.md": brief(),
            "briefs/\udcfe.png": b"x",
            "briefs/good.md": GOOD,
        }
    )
    cases["long-names"] = Case(
        {
            f"briefs/{'n' * 250}.md": brief(),
            f"briefs/{'d' * 250}/{'n' * 250}.md": brief(),
            f"briefs/{chr(0x4E2D) * 83}.md": brief(),
        }
    )
    cases["deep-folders"] = Case({"briefs/" + "d/" * 60 + "x.md": brief()})
    cases["thousand-folders"] = Case({f"briefs/d{n}/x{n}.md": brief() for n in range(300)})
    cases["odd-suffixes"] = Case(
        {
            f"briefs/s{n}.{suffix}": brief()
            for n, suffix in enumerate(
                (
                    "MD",
                    "Md",
                    "markdown",
                    "mdown",
                    "md.txt",
                    "md~",
                    "md.bak",
                    "mkd",
                    "yml",
                    "yaml",
                    "html",
                    "py",
                    "j2",
                    "svg",
                )
            )
        }
    )
    cases["hidden"] = Case(
        {
            "briefs/.hidden.md": b"\xff",
            "briefs/.git/x.md": b"\xff",
            "briefs/.md": b"\xff",
            "briefs/good.md": GOOD,
        },
        clean=False,
    )
    return cases


def disk() -> dict[str, Case]:
    """Directory entries that are no plain files."""
    link, good = Special, {"briefs/good.md": GOOD}
    cases: dict[str, Case] = {}
    entries: Mapping[str, tuple[str, Content]] = {
        "link-out": ("briefs/x.md", link("link", "/etc/passwd")), "link-out-relative": ("briefs/x.md", link("link", "../../../../../../etc/passwd")),
        "link-dangling": ("briefs/x.md", link("link", "nowhere.md")), "link-loop": ("briefs/x.md", link("link", "x.md")),
        "link-inside": ("briefs/x.md", link("link", "good.md")), "link-folder-up": ("briefs/up", link("link", "..")),
        "link-folder-self": ("briefs/me", link("link", ".")), "link-folder-root": ("briefs/root", link("link", "/")),
        "link-proc": ("briefs/x.md", link("link", "/proc/self/environ")), "link-zero": ("briefs/x.md", link("link", "/dev/zero")),
        "link-stdin": ("briefs/x.md", link("link", "/dev/stdin")), "link-long": ("briefs/x.md", link("link", "a/" * 1_500)),
        "link-asset-out": ("briefs/x.png", link("link", "/etc/passwd")), "link-profile": ("briefs/actors/x.md", link("link", "/etc/passwd")),
        "link-registry": ("briefs/actors.yml", link("link", "/etc/passwd")), "link-project": ("briefs/x.yml", link("link", "../mkdocs.yml")),
        "fifo": ("briefs/x.md", link("fifo")), "fifo-registry": ("briefs/actors.yml", link("fifo")), "fifo-asset": ("briefs/x.png", link("fifo")),
        "socket": ("briefs/x.md", link("socket")), "folder-named-md": ("briefs/x.md", link("folder")), "folder-registry": ("briefs/actors.yml", link("folder")),
        "folder-index": ("briefs/index.html", link("folder")), "link-odd-name": ("briefs/a\x1b[31m.md", link("link", "/etc/passwd")),
    }  # fmt: skip
    for name, (path, entry) in entries.items():
        cases[f"disk-{name}"] = Case({**good, path: entry})
    cases["disk-folder-is-file"] = Case({"other.md": b""})
    cases["disk-many-links"] = Case(
        {**good, **{f"briefs/l{n}.md": link("link", f"l{n + 1}.md") for n in range(300)}}
    )
    cases["disk-zip-of-links"] = Case(
        {**good, **{f"briefs/d{n}/l{m}": link("link", "..") for n in range(20) for m in range(20)}}
    )
    return cases


def registries() -> dict[str, Case]:
    """Registry files of every wrong kind, one at a time, with a brief that refers to them."""
    cases: dict[str, Case] = {}
    texts = {
        "empty": "", "text": "x", "list": "- a\n- b\n", "number": "5", "nested": "a: {b: {c: {d: e}}}\n", "entry-list": "a: [b, c]\n", "entry-empty": "a:\n", "bomb": LAUGHS, "merges": MERGES,
        "merge": "a: &a {name: A}\nb:\n  <<: *a\n", "tag": "a: !!python/object/apply:os.system [x]\n", "deep": f"a: {'[' * 3_000}\n", "twice": "a: A\na: B\n", "documents": "a: A\n---\nb: B\n", "open": "---\na: A\n",
        "ids": "".join(f"{quoted(stem)}: {{name: N}}\n" for stem in _STEMS), "id-shapes": "? [a]\n: b\n? {a: b}\n: c\n? |\n  x\n: d\n", "ids-typed": "no: A\n2023: B\n12:30: C\n0x1F: D\n~: E\nnull: F\n.inf: G\n",
        "names": "".join(f"n{n}: {{name: {quoted(p)}, aliases: [{quoted(p)}]}}\n" for n, p in enumerate(PAYLOADS)), "ten-thousand": "".join(f"e{n}: Name {n}\n" for n in range(10_000)),
        "aliases-empty": "a: {aliases: ['', ' ', ~, a, A, '.', '*', '\\', '[', '(?i)', '.*', '^$', '(a+)+$', '\\w', '{{', '<', '-', \"'\", '#', '  x  y ']}\n", "aliases-letters": "a: {aliases: [a, b, c, d, e, i, o, u, ا, 中]}\nb: {aliases: [a, b]}\n",
        "aliases-many": f"a: {{aliases: [{', '.join(f'alias {n}' for n in range(5_000))}]}}\n", "aliases-long": f"a: {{aliases: ['{'x' * 301}', '{'word ' * 59}']}}\n", "aliases-nested": "a: {aliases: [[a, b], {c: d}]}\n",
        "aliases-prefixes": "".join(f"p{n}: {{aliases: ['{'a ' * n}b']}}\n" for n in range(1, 120)), "alias-is-id": "a: {name: B, aliases: [b, c]}\nb: {name: A, aliases: [a]}\nc: {name: C, aliases: [a, b]}\n", "same-names": "".join(f"s{n}: Same\n" for n in range(2_000)),
        "part-of-self": "a: {part_of: a}\n", "part-of-circle": "a: {part_of: b}\nb: {part_of: c}\nc: {part_of: a}\n", "part-of-chain": "".join(f"c{n}: {{part_of: c{n + 1}}}\n" for n in range(3_000)), "part-of-nothing": "a: {part_of: nowhere}\n",
        "relations-self": "a: {relations: [a: ally, a: ally, {actor: a, relation: foe}]}\n", "relations-circle": "a: {relations: [b: x]}\nb: {relations: [a: y]}\n", "relations-nothing": "a: {relations: [zz: x, {relation: y}, [], 5, ~]}\n",
        "relations-dates": "a: {relations: [{actor: b, from: 2024-02-30, to: 1900}], positions: [{title: T, from: 2025, to: 1999}, {title: T, from: x}]}\nb:\n", "positions": "a: {positions: [x, {organization: y}, [], {title: ''}], url: 'javascript:HOSTILE', image: '../../x', wikidata: 'Q1\"onclick=', kind: alien}\n",
        "images": "".join(f"i{n}: {{image: {quoted(text)}, url: {quoted(text)}, wikidata: {quoted(text)}}}\n" for n, text in enumerate((*PAYLOADS, "x", "../x", "/x", "x y.png", "https://x.example/y"))), "unknown": "a: {HOSTILE: 1, nmae: x}\n", "own-keys": "x_a: {b: c}\nx_b: [1]\na: A\n",
        "crlf-bom": "\ufeffa: A\r\nb: B\r\n", "nul": "a: A\0\n", "reserved": "con: A\nindex: B\npage: C\nnul: D\n", "case-clash": "abc: A\nABC: B\nAbc: C\n", "form-clash": "\u00e9: A\ne\u0301: B\n", "look-alike": "apple: A\n\u0430pple: A\n", "line": f"a: {{description: '{'x' * 900_000}'}}\n",
    }  # fmt: skip
    user = brief(
        "actors: [a, b: role, zz, A]\ntopics: [a, zz]\nstoryline: [a, b]\nauthors: [a, zz]\nfigures:\n  - {label: L, value: 1, attributed_to: a}\n",
        body="A word about A and B, alias 7, [[a]] and [[actor:a]] [[topic:zz]].\n",
    )
    for kind in ("actors", "topics", "storylines", "authors"):
        for name, text in texts.items():
            if kind == "actors" or name in {
                "list",
                "bomb",
                "ids",
                "names",
                "ten-thousand",
                "same-names",
                "nested",
                "entry-list",
                "case-clash",
                "form-clash",
                "reserved",
            }:
                cases[f"{kind}-{name}"] = Case(
                    {f"briefs/{kind}.yml": text.encode(), "briefs/user.md": user}
                )
    for name, text in {
        "bytes": b"\xff\xfe\xff",
        "utf16": "a: A\n".encode("utf-16"),
        "huge": b"a" * 2_100_000,
    }.items():
        cases[f"actors-{name}"] = Case({"briefs/actors.yml": text, "briefs/user.md": user})
    for name, text in {
        "empty": b"",
        "no-front": b"words",
        "bytes": b"\xff",
        "id": b"---\nid: other\nname: N\n---\n",
        "brief": brief(),
        "body-only": b"---\n---\nwords",
        "huge": b"x" * 2_100_000,
    }.items():
        cases[f"profile-{name}"] = Case(
            {
                "briefs/actors/p.md": text,
                "briefs/topics/p.md": text,
                "briefs/authors/p.md": text,
                "briefs/user.md": user,
            }
        )
    return cases


def references() -> dict[str, Case]:
    """Briefs that point at themselves, in circles, and nowhere."""
    ring = {
        f"briefs/b{n}.md": brief(
            f"related: [b{(n + 1) % 9}]\ntranslation_of: b{(n + 1) % 9}\nstoryline: b{n}\n",
            body=f"[[b{(n + 1) % 9}]]\n",
        )
        for n in range(9)
    }
    own = brief(
        "related: [me, {brief: me, relation: supersedes}]\ntranslation_of: me\nredirect_from: [me]\nactors: [me]\n",
        body="[[me]] [x](me.md) [y](me.md#nowhere) [[me#zz]]\n",
    )
    nothing = brief(
        "actors: [zz]\nrelated: [zz]\ntranslation_of: zz\ndates:\n  - {date: 2024, event: e, actors: [zz], sources: [zz]}\n"
        "advice:\n  - {text: t, addresses: [zz]}\nfigures:\n  - {label: l, value: 1, attributed_to: zz, sources: [zz]}\n"
        "developments:\n  - {text: t, actors: [zz], resolution: {outcome: yes, date: 2024-05-01, brief: zz, sources: [zz]}}\n",
        body="[[zz]] [[actor:zz]] [[zz:zz]] [[]] [[|]] [[#]] [@zz] [@] [x](zz.md) [x](../../../zz.md) [x](/zz.md) [x](zz%00.md)\n",
    )
    chain = {
        f"briefs/t{n}.md": brief(f"translation_of: t{n + 1}\nlang: {lang}\n")
        for n, lang in enumerate(
            ("ar", "he", "zz", "x" * 200, "en_US", "../..", "de-DE-1996", "art-lojban", "", "<b>")
        )
    }
    events = {
        f"briefs/e{n}.md": brief(
            f"dates:\n  - {{id: same, date: 20{n:02}-01-01, event: e{n}}}\n  - {{id: same{n % 3}, event: x}}\n"
        )
        for n in range(40)
    }
    return {
        "ring": Case(ring),
        "self": Case({"briefs/me.md": own}),
        "dangling": Case({"briefs/nothing.md": nothing}, frozenset({"B302", "B303", "B308"})),
        "translations": Case(chain),
        "same-event": Case(events),
        "markers": Case(
            {
                "briefs/m.md": brief(
                    body="".join(
                        f"<!-- briefs:{x} -->\n\n"
                        for x in (
                            "timeline",
                            "timeline",
                            "nowhere",
                            "list",
                            "list limit=-1",
                            "list limit=99999999999999999999",
                            "list limit=²",
                            "list year=x",
                            "list topic=<script>",
                            'list actor="x',
                            "",
                            ":",
                            "outlook status=zz",
                            "list a=b a=c",
                        )
                    )
                )
            }
        ),
    }


def sizes() -> dict[str, Case]:
    """As much of everything as a file can hold."""
    cases: dict[str, Case] = {}
    rows = {
        "actors": ("  - actor-{n}: role {n}\n", 10_000), "dates": ("  - 2023-10-07: event {n}\n", 10_000), "dates-spread": ("  - {y:04d}-01-01: event {n}\n", 5_000), "sources": ("  - https://x.example/{n}\n", 5_000),
        "implications": ("  - Same label: text\n", 5_000), "developments": ("  - Label {n}: text\n", 5_000), "advice": ("  - text\n", 5_000), "figures": ("  - {{label: l, value: {n}, attributed_to: unattributed}}\n", 3_000),
        "updates": ("  - {{date: 2024-04-23, text: u}}\n", 3_000), "topics": ("  - t{n}\n", 10_000), "storyline": ("  - s{n}\n", 3_000), "authors": ("  - a{n}\n", 3_000), "related": ("  - r{n}\n", 3_000),
        "key_points": ("  - point\n", 10_000), "redirect_from": ("  - old-{n}\n", 3_000), "nonsense": ("  - zz{n}: x\n", 10_000),
    }  # fmt: skip
    for name, (row, count) in rows.items():
        text = "".join(row.format(n=n, y=n % 9_000 + 500) for n in range(count))
        cases |= one(f"many-{name.replace('_', '-')}", brief(f"{name.partition('-')[0]}:\n{text}"))
    same = "".join(f"  - {{id: same, text: t{n}}}\n" for n in range(5_000))
    cases |= one("many-same-ids", brief(f"implications:\n{same}"), "B305")
    cases |= one("many-wrong-dates", brief("dates:\n" + "  - 2024-99-99: e\n" * 10_000), "B206")
    cases |= one("many-wrong-shapes", brief("dates:\n" + "  - [a]\n" * 10_000), "B204")
    registry = "".join(f"actor-{n}: Actor number {n}\n" for n in range(10_000)).encode()
    cases["many-unknown-actors"] = Case(
        {
            "briefs/actors.yml": registry,
            "briefs/x.md": brief("actors:\n" + "".join(f"  - actr-{n}: x\n" for n in range(3_000))),
        }
    )
    cases["many-unknown-by-far"] = Case(
        {
            "briefs/topics.yml": registry,
            "briefs/x.md": brief("topics:\n" + "".join(f"  - topc-{n}\n" for n in range(50_000))),
        }
    )
    cases["many-unknown-topics"] = Case(
        {
            "briefs/topics.yml": registry,
            "briefs/x.md": brief("topics:\n" + "".join(f"  - topc-{n}\n" for n in range(3_000))),
        }
    )
    cases["many-names-in-body"] = Case(
        {
            "briefs/actors.yml": registry,
            "briefs/x.md": brief(body="Actor number 7 and actor number 8. " * 10_000),
        }
    )
    cases["many-briefs"] = Case(
        {
            f"briefs/b{n}.md": brief("actors: [a, b]\ntopics: [t]\ndates:\n  - 2024: e\n")
            for n in range(1_000)
        }
    )
    cases["many-unknown-wikilinks"] = Case(
        {
            "briefs/x.md": brief(body="[[nowhere-%d]] " * 3_000 % tuple(range(3_000))),
            "briefs/actors.yml": registry,
        }
    )
    return cases


BOMBS: Mapping[str, str] = {
    "brackets": "[" * 100_000, "closing": "]" * 100_000, "pairs": "[]" * 50_000, "nested-pairs": "[" * 50_000 + "]" * 50_000, "stars": "*" * 100_000, "star-words": "*a " * 33_000, "star-tight": "*a" * 50_000,
    "double-stars": "**a " * 25_000, "underscores": "_" * 100_000, "underscore-words": "_a " * 33_000, "mixed-emphasis": "*_a " * 25_000, "triple": "***a " * 20_000, "ticks": "`" * 100_000, "tick-words": "`a" * 50_000, "growing-ticks": " ".join("`" * n for n in range(1, 400)),
    "less": "<" * 100_000, "less-words": "<a " * 33_000, "less-tight": "<a" * 50_000, "tags": "<b>" * 33_000, "closed-tags": "</b>" * 25_000, "attributes": "<a " + "b='" * 30_000, "comments": "<!--" * 25_000, "comment-ends": "<!-- " + "--" * 50_000, "declarations": "<!" * 50_000, "instructions": "<?" * 50_000, "cdata": "<![CDATA[" * 10_000,
    "script": "<script>" * 12_000, "divs": "<div>\n" * 16_000, "divs-markdown": "<div markdown>\n" * 6_000, "quotes": ">" * 100_000, "quote-lines": "> a\n" * 25_000, "quotes-growing": "\n".join(">" * n + " a" for n in range(1, 400)), "entities": "&" * 100_000, "entity-words": "&amp" * 25_000,
    "lists": "- " * 50_000, "lists-nested": "\n".join("  " * n + "- a" for n in range(300)), "lists-nested-four": "\n".join("    " * n + "- a" for n in range(150)), "list-items": "- a\n" * 25_000, "list-items-loose": "- a\n\n" * 10_000, "numbers": "1. a\n" * 20_000, "numbers-huge": "9" * 1_000 + ". a\n", "tables": "|" * 100_000, "table": "|a|b|\n|-|-|\n" + "|c|d|\n" * 15_000, "table-wide": "|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n|" + "b|" * 5_000,
    "table-pipes": "a|\n" * 33_000, "wikilinks": "[[" * 50_000, "wikilink-text": "[[a|" * 25_000, "wikilinks-real": "[[a]] " * 16_000, "citations": "[@" * 50_000, "citations-real": "[@a] " * 20_000, "citations-semicolons": "[@" + "a;" * 50_000 + "]", "links": "[a](b) " * 14_000, "links-open": "[a](" * 25_000, "links-nested": "[a](" * 500 + ")" * 500, "link-parens": "[a](" + "(" * 50_000,
    "link-titles": '[a](b "' * 14_000, "images": "![" * 50_000, "images-open": "![a](" * 20_000, "references": "[a][b] " * 14_000, "reference-definitions": "[a]: b\n" * 14_000, "reference-open": "[a][" * 25_000, "footnotes": "[^a] " * 20_000, "footnote-definitions": "\n".join(f"[^{n}]: x" for n in range(5_000)), "footnotes-real": "\n\n".join(f"x[^{n}]\n\n[^{n}]: y" for n in range(1_000)), "footnotes-open": "[^" * 50_000,
    "headings": "# a\n" * 20_000, "hashes": "#" * 100_000, "setext": "a\n=\n" * 20_000, "rules": "---\n" * 25_000, "rule-long": "-" * 100_000, "rule-spaced": "- - " * 25_000 + "x", "backslashes": "\\" * 100_000, "escapes": "\\[" * 50_000, "newlines": "\n" * 1_000_000, "spaces": " " * 1_000_000 + "x", "trailing": "a" + " " * 200_000 + "\nb", "breaks": "a  \n" * 30_000, "tabs": "\t" * 100_000 + "x", "code": "    a\n" * 20_000, "fences": "```\n" * 25_000, "fence-open": "~~~~" * 25_000,
    "fence-attributes": "``` { " + ".a " * 30_000 + "\nx\n```", "attributes-list": "a {: " + "a=b " * 20_000 + "}", "attributes-open": "{:" * 50_000, "admonitions": "!!! a\n" * 16_000, "admonitions-nested": "\n".join("    " * n + "!!! note\n" for n in range(150)), "abbreviations": "\n".join(f"*[a{n}]: b" for n in range(5_000)), "definitions": "a\n: b\n\n" * 12_000, "definition-open": "a\n" + ":   b\n" * 20_000, "urls": "https://a.b/ " * 8_000, "autolinks": "<https://a.b/> " * 7_000, "mails": "<a@b.c> " * 12_000, "at-signs": "@" * 100_000, "www": "www." * 25_000,
    "stx": "\x02" * 100_000, "stx-words": "\x02wzxhzdk:1\x03 " * 8_000, "amp-stash": "\x02amp\x03" * 20_000, "placeholders": "\x02klzzwxh:0001\x03" * 5_000, "combining": "e" + "\u0301" * 100_000, "long-word": "a" * 1_000_000, "joiners": "\u200d" * 100_000, "capitals": "Actor " * 16_000, "dashes": "a-" * 50_000, "apostrophes": "a'" * 50_000, "dots": "a." * 50_000, "quotes-straight": '"a ' * 30_000, "html-open": "<div" + " a" * 50_000, "math": "$" * 100_000, "tildes": "~" * 100_000, "carets": "^" * 100_000, "equals": "==a " * 25_000, "plus": "++" * 50_000, "braces": "{" * 100_000, "jinja": "{{ 7919*7907 }} " * 8_000, "jinja-open": "{%" * 50_000, "details": "<details>" * 10_000, "svg": "<svg>" * 20_000, "markers": "<!-- briefs:timeline -->\n\n" * 3_000, "marker-open": "<!-- briefs:list " + "a=" * 40_000, "markers-list": "<!-- briefs:list limit=1 -->\n\n" * 1_000,
}  # fmt: skip


def bodies() -> dict[str, Case]:
    """Bodies that cost a careless reader minutes, and bodies with markup that runs."""
    cases: dict[str, Case] = {}
    for name, text in BOMBS.items():
        cases |= one(f"body-{name}", brief(body=text + "\n"))
    cases |= many(
        "body-payloads",
        (brief(body=f"{payload}\n\n- {payload}\n\n# {payload}\n") for payload in PAYLOADS),
    )
    cases |= one("body-last-bracket", brief(body=f"{'word ' * 9_000}[" + "x" * 90_000))
    return cases


CATALOGUE: Mapping[str, Case] = {
    **raw_bytes(), **yaml_cases(), **fields(), **all_at_once(), **names(), **disk(), **registries(), **references(), **sizes(), **bodies(),
}  # fmt: skip
"""Every case by its name."""

assert MARK.isupper()  # the name that checks of the output look for
