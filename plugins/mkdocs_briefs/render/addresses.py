"""Addresses of the site as links of a page.

What many pages show is made once, for no page in particular: its links begin with `ROOT`, which
gives way to the steps up to the site's root when a page is put together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mkdocs_briefs.model.addresses import is_safe_address, scheme_of

ROOT = "\x02"
"""Stands for the site's root, and as the path of a page for "any". No text holds it: YAML refuses
it in a file, and Markdown takes it out."""

_FOLDER = re.compile(r'(<(?:a|form)\b[^<>]*?\s(?:href|action)="(?!/)[^":#?]*/)(?=["#?])')
"""A link to a folder of the site, up to the end of its path."""


def relative_url(page_path: str, path: str) -> str:
    """The address of `path` as a link on the page `page_path`, both relative to the site's root.

    Web and mail addresses stay as they are; one that a browser must not follow becomes `#`.
    """
    if page_path == ROOT:
        return rooted(path)
    if path.startswith("#"):
        return path
    if not is_safe_address(path):
        return "#"
    if scheme_of(path):
        return path
    target, mark, anchor = path.partition("#")
    if target == page_path and anchor:
        return f"#{anchor}"
    here, there = page_path.split("/")[:-1], target.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    relative = "../" * (len(here) - shared) + "/".join(there[shared:])
    if ":" in relative.partition("/")[0]:
        relative = f"./{relative}"
    return (relative or "./") + mark + anchor


def rooted(path: str) -> str:
    """`path` as a link on any page, to be `grounded` there; otherwise as `relative_url`."""
    if path.startswith("#"):
        return path
    if not is_safe_address(path):
        return "#"
    if scheme_of(path):
        return path
    return f"{ROOT}./{path}" if ":" in path.partition("/")[0] else ROOT + path


def grounded(html: str, page_path: str) -> str:
    """HTML with rooted links as it stands on this page, whose links to itself are fragments."""
    top, slash, own = page_path.partition("/")
    if not slash:
        html = html.replace(f'"{ROOT}{page_path}#', '"#').replace(f'"{ROOT}{page_path}"', '"./"')
        return html.replace(f'"{ROOT}"', '"./"').replace(ROOT, "")
    up = "../" * page_path.count("/")
    # Only what shares the first folder with the page may have a shorter way than over the root.
    first, *below = html.split(f"{ROOT}{top}/")
    if below:
        near = (f"{own.partition('/')[0]}/",) if "/" in own else (own or '"', '"', "#")
        ways, over = _ways(own), up[3:]
        made = [_near(rest, own, ways) if rest.startswith(near) else over + rest for rest in below]
        html = first + "".join(made)
    return html.replace(ROOT, up)


def _ways(own: str) -> list[tuple[str, str]]:
    """The folders of a page below its first, longest first, and the steps up to each."""
    folders = own.split("/")[:-1]
    return [
        ("".join(f"{name}/" for name in folders[:depth]), "../" * (len(folders) - depth))
        for depth in range(len(folders), -1, -1)
    ]


def _near(html: str, own: str, ways: Sequence[tuple[str, str]]) -> str:
    """HTML that begins within an address, below the first folder of the page at `own`."""
    if html.startswith(own):
        rest = html[len(own) :]
        if rest.startswith("#"):
            return rest
        if rest.startswith('"'):
            return f"./{rest}"
    path, up = next(way for way in ways if html.startswith(way[0]))
    rest = html[len(path) :]
    return f"{up or './'}{rest}" if rest.startswith(('"', "#")) else up + rest


def with_files(html: str) -> str:
    """A page whose links name the file of a folder, as a browser needs that reads from a disk."""
    return _FOLDER.sub(r"\1index.html", html)
