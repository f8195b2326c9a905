"""Addresses of the site as links of a page.

What many pages show is made once, for no page in particular: its links begin with `ROOT`, which
gives way to the steps up to the site's root when a page is put together.
"""

from __future__ import annotations

from mkdocs_briefs.render.inline import safe_href

ROOT = "\x02"
"""Stands for the site's root, and as the path of a page for "any". No text holds it: YAML refuses
it in a file, and Markdown takes it out."""


def relative_url(page_path: str, path: str) -> str:
    """The address of `path` as a link on the page `page_path`, both relative to the site's root.

    Web and mail addresses stay as they are; one that a browser must not follow becomes `#`.
    """
    if page_path == ROOT:
        return rooted(path)
    if path.startswith("#"):
        return path
    if safe_href(path) is None:
        return "#"
    if path.startswith(("http://", "https://", "mailto:")):
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
    if safe_href(path) is None:
        return "#"
    if path.startswith(("http://", "https://", "mailto:")):
        return path
    return f"{ROOT}./{path}" if ":" in path.partition("/")[0] else ROOT + path


def grounded(html: str, page_path: str) -> str:
    """HTML with rooted links as it stands on this page, whose links to itself are fragments."""
    html = html.replace(f'"{ROOT}{page_path}#', '"#').replace(f'"{ROOT}{page_path}"', '"./"')
    folders = page_path.split("/")[:-1]
    for depth in range(len(folders), 0, -1):
        up = "../" * (len(folders) - depth)
        html = html.replace(f"{ROOT}{'/'.join(folders[:depth])}/", up)
    return html.replace(f'"{ROOT}"', f'"{"../" * len(folders) or "./"}"').replace(
        ROOT, "../" * len(folders)
    )
