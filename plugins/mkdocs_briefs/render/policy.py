"""The Content-Security-Policy of a page, as a `meta` element that allows what the page holds.

Source: W3C, Content Security Policy Level 3; what a `meta` may hold: its section 3.3.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit

_CHARSET = re.compile(r"<head>\s*<meta charset=[^>]*>|<head>")
_OWN_POLICY = re.compile(r"<meta\s[^>]*http-equiv=[\"']?content-security-policy", re.IGNORECASE)
_INLINE = re.compile(
    r"<(script|style)\b([^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*)>(.*?)</\1",
    re.IGNORECASE | re.DOTALL,
)
_TYPE = re.compile(r"(?:^|\s)type\s*=\s*[\"']?([^\"'\s>]*)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?:^|\s)src\s*=", re.IGNORECASE)
_RUNS = frozenset(
    ("", "module", "importmap", "speculationrules", "text/javascript", "application/javascript")
)
"""Types of a script that a policy judges; any other type makes it a block of data, such as JSON-LD.
HTML, 4.12.1."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """Origins of other hosts that a site's configuration names, by what they serve."""

    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()


def origins(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return the origins of `addresses` on other hosts, in order, each once.

    An address without a scheme, as in `//cdn.example/a.js`, gives the bare host.
    """
    parts = (urlsplit(address) for address in addresses)
    found = (
        f"{part.scheme}://{part.netloc}" if part.scheme else part.netloc
        for part in parts
        if part.netloc and part.scheme in ("", "http", "https")
    )
    return tuple(dict.fromkeys(origin for origin in found if not re.search(r"[\s;,'\"]", origin)))


def add_policy(html: str, hosts: Hosts, *, trusted: bool = True) -> str:
    """Return a page with a policy that allows its inline scripts and styles, and `hosts`.

    Unless its authors are `trusted`, those in its article are not allowed. A page that has a policy
    keeps it. A page without a head stays as it is.
    """
    place = _CHARSET.search(html)
    if place is None or _OWN_POLICY.search(html, place.end(), html.find("</head>")):
        return html
    # Before all that loads or runs, but behind the charset: browsers look for that in 1024 bytes.
    rules = escape(policy_of(html if trusted else _without_article(html), hosts), quote=False)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
    return f"{html[: place.end()]}{meta}{html[place.end() :]}"


def _without_article(html: str) -> str:
    start, end = html.find("<article"), html.rfind("</article>")
    return html[:start] + html[end:] if 0 <= start < end else html


def policy_of(html: str, hosts: Hosts) -> str:
    """Return the policy of a page.

    Pictures may come from any host by https, because authors name them by address. Styles in
    attributes are allowed, because Markdown aligns the cells of tables with them and they run
    nothing. Pagefind's search is WebAssembly.
    """
    scripts, styles = _inline(html)
    rules = {
        "default-src": ("'self'",),
        "script-src": ("'self'", "'wasm-unsafe-eval'", *scripts, *hosts.scripts),
        "style-src": ("'self'", *styles, *hosts.styles),
        "style-src-attr": ("'unsafe-inline'",),
        "img-src": ("'self'", "data:", "https:"),
        "font-src": ("'self'", *dict.fromkeys((*hosts.styles, *hosts.fonts))),
        "connect-src": ("'self'", *hosts.scripts),
        "media-src": ("'self'", "https:"),
        "object-src": ("'none'",),
        "base-uri": ("'self'",),
        "form-action": ("'self'",),
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def _inline(html: str) -> tuple[list[str], list[str]]:
    """Return the hashes of the scripts that run, and of the style elements, each once."""
    scripts: dict[str, None] = {}
    styles: dict[str, None] = {}
    for name, attributes, text in _INLINE.findall(html):
        if name.lower() == "style":
            styles[_hash(text)] = None
        elif not _ELSEWHERE.search(attributes):
            kind = _TYPE.search(attributes)
            if (kind[1].lower() if kind else "") in _RUNS:
                scripts[_hash(text)] = None
    return list(scripts), list(styles)


@lru_cache(maxsize=512)
def _hash(text: str) -> str:
    # A browser turns each end of line into LF before it computes the hash.
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    digest = hashlib.sha256(plain.encode("utf-8", "replace")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
