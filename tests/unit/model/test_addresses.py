"""One judge says of every address what it is, as a browser would."""

from __future__ import annotations

import pytest

from mkdocs_briefs.model.texts import (
    is_full_address,
    is_path,
    is_safe_address,
    is_web_address,
    scheme_of,
)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " \x01javascript:alert(1)",
        "java\tscript:alert(1)",
        "\u200bjava\u00a0script:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        " /\t/evil.example",
    ],
)
def test_no_page_may_have_what_runs_or_leaves_the_site_without_a_scheme(address: str) -> None:
    assert not is_safe_address(address)
    assert not is_path(address)
    assert not is_full_address(address)


@pytest.mark.parametrize(
    "address",
    ["a/b.html", "#a:b", "?q=javascript:1", "../x:y/", "a/b:c", "1:2", "a b.pdf", "/a//b", "\x02a"],
)
def test_a_path_stays_on_the_site(address: str) -> None:
    assert is_path(address)
    assert is_safe_address(address)
    assert scheme_of(address) == ""
    assert not is_full_address(address)


@pytest.mark.parametrize(
    ("address", "scheme", "web", "full"),
    [
        ("https://e.org/a?b=c:d", "https", True, True),
        ("HTTP://E.org", "http", True, True),
        ("Mailto:a@e.org", "mailto", False, True),
        ("tel:+123", "tel", False, False),
        ("https://e.org/a b", "https", True, False),
        ("https:///a", "https", True, False),
        ("http://[e.org", "http", True, False),
    ],
)
def test_other_addresses_have_a_scheme(address: str, scheme: str, *, web: bool, full: bool) -> None:
    assert scheme_of(address) == scheme
    assert is_safe_address(address)
    assert not is_path(address)
    assert is_web_address(address) is web
    assert is_full_address(address) is full
