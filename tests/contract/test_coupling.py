"""What of Material we name is known, alive, and in the places where it is meant to be."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
THEME = ROOT / "plugins" / "mkdocs_briefs" / "theme"
VALUE = re.compile(r"var\((--md-[\w-]+)(, )?")


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


COUPLING = load("coupling")


def of_material() -> str:
    """All that the installed Material is made of, as far as it is text."""
    spec = importlib.util.find_spec("material")
    assert spec
    assert spec.origin
    files = Path(spec.origin).parent.rglob("*")
    kept = (".html", ".css", ".js", ".py")
    return "\n".join(p.read_text("utf-8") for p in files if p.suffix in kept)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<a class="md-button b-on">', ("class", "md-button")),
        (".x { color: var(--md-code-fg-color) }", ("variable", "--md-code-fg-color")),
        ('body[data-md-color-media="x"]', ("attribute", "data-md-color-media")),
        ('document.getElementById("__palette_0")', ("id", "__palette")),
        ("document$.subscribe(start)", ("global", "document$")),
        ("__md_get('x')", ("global", "__md_get")),
        ('{% include "partials/source.html" %}', ("partial", "partials/source")),
        ('{% extends "main.html" %}{% block tabs %}', ("block", "tabs")),
        ("material.plugins.blog.plugin", ("package", "material.plugins.blog.plugin")),
    ],
)
def test_a_new_name_of_material_would_be_seen(text: str, found: tuple[str, str]) -> None:
    assert found in [*COUPLING.names(text)]


def test_names_of_our_own_are_not_taken_for_its() -> None:
    ours = (
        '<p class="b-md-x b-card__name" id="__content" data-b-md="1"> __main__ {% block content %}'
    )
    assert [*COUPLING.names(ours)] == []


def test_the_installed_material_has_every_name() -> None:
    """A name that it no longer has does nothing: drop what leans on it, or mend that."""
    there, gone = of_material(), []
    for use in COUPLING.uses():
        name = use.name
        if use.kind == "block":
            missing = name != "main.html" and f"block {name}" not in there
        elif use.kind == "package":
            parts = re.split(r"[./]", name)
            spec = importlib.util.find_spec("material")
            assert spec
            assert spec.origin
            kept = [Path(spec.origin).parent.joinpath(*parts[1:])]
            kept += [Path(spec.origin).parent.joinpath("plugins", *parts[1:])]
            missing = not any(path.exists() for path in kept)
        else:
            missing = not re.search(rf"{re.escape(name)}(?![a-z-])", there)
        if missing and use.kind != "partial":
            gone.append(use)
    assert gone == []


def test_every_file_that_names_material_says_what_for() -> None:
    uses = COUPLING.uses()
    assert len(uses) > 100
    assert all(COUPLING.purpose(use.file) for use in uses)
    with pytest.raises(LookupError, match="say what for"):
        COUPLING.purpose("pages/brief.py")


def test_colours_and_fonts_of_the_site_are_read_in_one_place() -> None:
    """The look has its own variables, each with a value for a theme that has none."""
    frame = ("print.css", "shell.css")
    styles = {p.name: p.read_text("utf-8") for p in THEME.rglob("*.css")}
    read = {name: VALUE.findall(text) for name, text in styles.items() if name not in frame}
    assert {name for name, values in read.items() if values} == {"look.css"}
    assert all(fallback for _, fallback in read["look.css"])
    assert len(read["look.css"]) >= 4
