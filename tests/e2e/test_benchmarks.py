"""`make bench` measures what it says, and a search finds briefs and not their copies."""

from __future__ import annotations

import json
import subprocess
import sys

from support.sites import ROOT, Built


def test_the_benchmark_compares_a_site_of_briefs_with_plain_pages() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "run.py", "6"],
        capture_output=True,
        text=True,
        check=True,
    )
    first, head, plain, ours, ratio, check = done.stdout.splitlines()
    assert first.startswith("6 briefs, ")
    assert head.split("  ")[-1].strip() == "site MB"
    plain_files, our_files = (int(row.split()[-2].replace(",", "")) for row in (plain, ours))
    assert our_files > plain_files + 6 > 12
    assert len(ratio.split()) == 6
    assert check.startswith("briefs check: ")
    assert all(float(cell) > 0 for cell in plain.replace(",", "").split()[2:])


def test_a_dossier_is_found_by_its_own_words_and_not_by_those_of_briefs(
    story_searched_by_the_theme: Built,
) -> None:
    index = story_searched_by_the_theme.read("search/search_index.json")
    rows = json.loads(index)["docs"]
    dossiers = [row for row in rows if row["location"].startswith(("actors/", "topics/"))]
    mayor = [row for row in dossiers if row["location"].startswith("actors/mayor/")]
    assert any("the mayor of Lowhaven" in row["text"] for row in mayor)
    briefs = [row for row in rows if row["location"].startswith("briefs/")]
    for row in briefs:
        if "/#timeline" in row["location"] or "/#outlook" in row["location"]:
            assert all(row["text"] != other["text"] for other in dossiers)
    places = [row["location"] for row in dossiers]
    assert not [
        place for place in places if place.endswith(("#timeline", "#outlook", "#in-briefs"))
    ]
    assert all(row["title"] and row["text"] for row in dossiers), dossiers
