"""Pages of Jekyll and Hugo that each vary one thing, and the answers to them."""

import datetime as dt
from pathlib import Path

import pytest
import yaml

from mkdocs_briefs.importers import import_text
from mkdocs_briefs.importers.draft import ImportRefusedError
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.problems import Severity
from mkdocs_briefs.settings import Limits, Settings

TODAY = dt.date(2024, 6, 1)
PAGES = sorted(Path(__file__).with_name("foreign").glob("*.md"))
FIELDS = (
    "title",
    "date",
    "summary",
    "topics",
    "authors",
    "storyline",
    "lang",
    "image",
    "redirect_from",
)


def answer(text, stem):
    """What came out, in the form in which the answers are written."""
    try:
        draft = import_text(text, stem, TODAY, names=Names.build({}), limits=Limits())
    except ImportRefusedError as refused:
        return {"refused": str(refused)}
    file = f"briefs/{draft.stem}.md"
    parsed = parse_brief(draft.markdown().encode(), file, file, Settings(today=TODAY))
    assert [one for one in parsed.problems if one.severity is Severity.ERROR] == []
    assert parsed.value.fields.draft
    got = {"stem": draft.stem, "confirm": [*draft.confirm]}
    for name in FIELDS:
        value = getattr(parsed.value.fields, name)
        got[name] = (
            [*value] if isinstance(value, tuple) else value.isoformat() if name == "date" else value
        )
    got |= {"kept": dict(parsed.value.extra), "body": parsed.value.body.strip()}
    return {key: value for key, value in got.items() if value}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_gives_its_answer(path):
    gold = yaml.safe_load(path.with_suffix(".yml").read_text("utf-8"))
    text = path.read_text("utf-8")
    assert answer(text, path.stem) == gold
    assert answer("\ufeff" + text.replace("\n", "\r\n"), path.stem) == gold
    assert len(gold.get("refused", "").splitlines()) < 2
