"""The pictures of the sample are what their script draws from the data beside them."""

from __future__ import annotations

import importlib.util
import struct
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parents[2]
BRIEFS = ROOT / "briefs"
SVG = "{http://www.w3.org/2000/svg}"
MOST_OF_SVG, MOST_OF_PNG = 40_000, 80_000


def load_script() -> ModuleType:
    path = ROOT / "scripts" / "sample_pictures.py"
    spec = importlib.util.spec_from_file_location("sample_pictures", path)
    assert spec
    assert spec.loader
    module = sys.modules["sample_pictures"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = load_script()


@pytest.mark.parametrize("name", SCRIPT.PICTURES)
def test_a_picture_is_drawn_from_the_data(name: str) -> None:
    drawn = SCRIPT.PICTURES[name]().encode()
    assert (BRIEFS / name).read_bytes() == drawn, "make pictures"


def test_every_svg_of_the_sample_is_drawn() -> None:
    found = {path.relative_to(BRIEFS).as_posix() for path in BRIEFS.rglob("*.svg")}
    assert found == set(SCRIPT.PICTURES)


@pytest.mark.parametrize("name", SCRIPT.PICTURES)
def test_a_picture_is_small_and_can_be_read(name: str) -> None:
    path = BRIEFS / name
    root = ET.fromstring(path.read_text("utf-8"))
    names = root.attrib["aria-labelledby"].split()
    told = {part.attrib["id"]: part.text for part in root if "id" in part.attrib}
    assert root.attrib["role"] == "img"
    assert all(told[name] for name in names)
    assert {part.tag.removeprefix(SVG) for part in root.iter()} <= {
        "svg", "title", "desc", "rect", "clipPath", "g", "path", "line", "circle", "text", "tspan",
    }  # fmt: skip
    sizes = [float(part.attrib["font-size"]) for part in root.iter(f"{SVG}text")]
    assert min(sizes) >= 16
    assert path.stat().st_size <= MOST_OF_SVG


@pytest.mark.parametrize("name", SCRIPT.PICTURES)
def test_a_picture_has_a_png_of_its_shape(name: str) -> None:
    drawing = ET.fromstring((BRIEFS / name).read_text("utf-8"))
    png = (BRIEFS / name).with_suffix(".png").read_bytes()
    assert struct.unpack(">II", png[16:24]) == (
        2 * int(drawing.attrib["width"]),
        2 * int(drawing.attrib["height"]),
    )
    assert len(png) <= MOST_OF_PNG
