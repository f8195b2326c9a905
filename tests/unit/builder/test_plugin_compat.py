"""Conflicts with other plugins: `briefs doctor` names each until it is cured."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mkdocs_briefs.builder.doctor import Finding, Level, examine
from support.neighbours import brief

THEME = "theme: {name: material, features: [%s]}"


def examined(folder: Path, text: str) -> list[Finding]:
    """What is found in a site with a brief `hello` and these settings."""
    (folder / "mkdocs.yml").write_text(f"site_name: Harbour\n{text}\n", encoding="utf-8")
    (folder / "briefs").mkdir(exist_ok=True)
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "briefs" / "hello.md").write_text(
        brief("Hello", "2024-01-02", "Words."), encoding="utf-8"
    )
    return examine(folder)


CASES = {
    "redirect over a page": (
        "plugins: [briefs, redirects: {redirect_maps: {briefs/hello.md: a.md}}]",
        "plugins: [briefs, redirects: {redirect_maps: {briefs/hullo.md: a.md}}]",
        "redirects leads away from briefs/hello.md",
        Level.PROBLEM,
    ),
    "redirect over a hub": (
        "plugins: {briefs: {}, redirects: {redirect_maps: {timeline/index.md: a.md}}}",
        "plugins: {briefs: {}, redirects: {redirect_maps: {times/index.md: a.md}}}",
        "redirects leads away from timeline/index.md",
        Level.PROBLEM,
    ),
    "blog at a hub": (
        "plugins: [briefs, material/blog: {blog_dir: briefs/}]",
        "plugins: [briefs, material/blog: {blog_dir: blog}]",
        "blog has blog_dir: briefs/",
        Level.NOTE,
    ),
    "minified assets of ours": (
        "plugins: [briefs, minify: {css_files: 'assets/**/*.css'}]",
        "plugins: [briefs, minify: {css_files: ['stylesheets/*.css']}]",
        "minify has css_files: assets/**/*.css",
        Level.PROBLEM,
    ),
    "links written anew": (
        "plugins: [briefs, ezlinks]",
        "plugins: [briefs: {briefs_dir: docs/briefs}, ezlinks]",
        "ezlinks looks for files in the docs folder alone, so on your own pages it makes wrong links to briefs.",
        Level.NOTE,
    ),
    "all pages on one": (
        "plugins: [briefs, print-site]",
        "plugins: [briefs]",
        "print-site",
        Level.NOTE,
    ),
    "templates": (
        "plugins: [briefs: {templates: true}, macros]",
        "plugins: [briefs, macros]",
        "templates: true beside macros",
        Level.NOTE,
    ),
    "templates of strangers": (
        "plugins: [briefs: {templates: true, untrusted: true}, macros]",
        "plugins: [briefs: {templates: false, untrusted: true}, macros]",
        "untrusted: true and templates: true beside macros",
        Level.NOTE,
    ),
    "Pagefind from a disk": (
        "plugins: [briefs: {search: pagefind}, offline, privacy]",
        "plugins: [briefs: {search: auto}, offline, privacy]",
        "search: pagefind beside offline",
        Level.NOTE,
    ),
    "a script from elsewhere": (
        "plugins: [briefs, offline]",
        "plugins: [briefs, offline, privacy]",
        "offline without privacy",
        Level.NOTE,
    ),
    "instant navigation": (
        f"{THEME % 'navigation.instant'}\nplugins: [briefs, i18n]",
        f"{THEME % 'navigation.tabs'}\nplugins: [briefs, i18n]",
        "i18n beside navigation.instant",
        Level.NOTE,
    ),
    "instant navigation under a policy": (
        f"{THEME % 'navigation.instant'}\nplugins: [briefs]",
        f"{THEME % 'navigation.instant'}\nplugins: [briefs: {{content_security_policy: 'off'}}]",
        "navigation.instant beside content_security_policy: pages",
        Level.NOTE,
    ),
    "two navigations": (
        "nav: [index.md]\nplugins: [briefs, awesome-nav]",
        "plugins: [briefs, awesome-nav]",
        "awesome-nav beside a nav in mkdocs.yml",
        Level.NOTE,
    ),
}


@pytest.mark.parametrize(("bad", "good", "told", "level"), CASES.values(), ids=CASES)
def test_a_conflict_is_named_until_it_is_cured(
    tmp_path: Path, bad: str, good: str, told: str, level: Level
) -> None:
    (found,) = [
        one for one in examined(tmp_path, bad) if re.match(rf"{re.escape(told)}(?:: |$)", one.text)
    ]
    assert found.level is level
    assert found.advice
    assert found.advice not in {one.advice for one in examined(tmp_path, good)}


def test_dates_from_a_clone_without_history_are_named(tmp_path: Path) -> None:
    text = "plugins: [briefs, git-revision-date-localized]"
    shallow = tmp_path / ".git" / "shallow"
    shallow.parent.mkdir()
    shallow.touch()
    (found,) = [one for one in examined(tmp_path, text) if "without its history" in one.text]
    assert "fetch-depth: 0" in found.advice
    shallow.unlink()
    assert not [one for one in examined(tmp_path, text) if "history" in one.text]


def test_a_plugin_that_is_switched_off_is_no_conflict(tmp_path: Path) -> None:
    off = examined(tmp_path, "plugins: [briefs, offline: {enabled: false}]")
    assert not [one for one in off if one.text.startswith("offline")]
