"""What a refused field tells its author: the reason in the message, the way out in the help."""

from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from mkdocs_briefs.model.edtf import EdtfError, parse_edtf
from mkdocs_briefs.model.texts import read_day, read_edtf, read_horizon


def refusal(read, value):
    with pytest.raises(PydanticCustomError) as caught:
        read(value)
    return caught.value.type, caught.value.context["message"], caught.value.context["help"]


@pytest.mark.parametrize("read", [read_edtf, read_day])
@pytest.mark.parametrize("text", ["22 April 2024", "2024/4", "2024-13-02", "2024-02-30", "soon"])
def test_a_date_is_refused_with_the_reason_and_the_suggestion(read, text):
    with pytest.raises(EdtfError) as caught:
        parse_edtf(text)
    error = caught.value
    code, message, advice = refusal(read, text)
    assert code == "B206"
    assert text in message
    assert message.endswith(error.reason)
    assert advice == (f"Write {error.suggestion}." if error.suggestion else "")


@pytest.mark.parametrize(
    ("text", "meant"), [("June 2026", "2026-06"), ("2026-6", "2026-06"), ("summer 2026", "2026-22")]
)
def test_a_horizon_that_is_nearly_a_date_gets_the_date(text, meant):
    code, message, advice = refusal(read_horizon, text)
    assert code == "B205"
    assert message.startswith(f"“{text}” is not a horizon. ")
    assert advice == f"Write {meant}."


@pytest.mark.parametrize("text", ["soon", "in five years", "2026-13"])
def test_a_horizon_that_is_no_date_gets_the_choices(text):
    code, message, advice = refusal(read_horizon, text)
    assert (code, message) == ("B205", f"“{text}” is not a horizon")
    assert all(word in advice for word in ("short", "medium", "long", "2026-06"))


@pytest.mark.parametrize(("text", "held"), [("Short", "short"), (" 2026-06 ", "2026-06")])
def test_a_horizon_is_a_word_or_a_date(text, held):
    assert read_horizon(text) == held
