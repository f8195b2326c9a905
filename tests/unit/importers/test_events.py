"""What a dated sentence tells of its day, datelines, and names that are proposed as actors."""

import datetime as dt
import re

import pytest

from mkdocs_briefs.importers.article import import_article
from mkdocs_briefs.importers.dates import dateline_of, events_in
from mkdocs_briefs.library.names import Names

TODAY = dt.date(2024, 6, 1)
NOBODY = Names.build({})
EVENTS = {
    "The minister has resigned following the March 3 Vallen strike.": [("XXXX-03-03", "March 3 Vallen strike")],
    "She left after the 9 May 2023 dam failure and its costs.": [("2023-05-09", "9 May 2023 dam failure")],
    "Anger grows over the delays on 4 April 2024": [("2024-04-04", "delays on 4 April 2024")],
    "The quay was shut after divers found cracks on 4 April 2024.": [("2024-04-04", "divers found cracks on 4 April 2024")],
    "The March 3 strike ended a week later.": [("XXXX-03-03", "The March 3 strike ended a week later.")],
    "Divers shut the quay on 4 April 2024.": [("2024-04-04", "Divers shut the quay on 4 April 2024.")],
    "The canal could be deepened by 2019.": [],
    "In 2019 the canal might have closed.": [],
    "Le canal pourrait fermer en 2019.": [],
    "A toll may be raised in 2031.": [("2031", "A toll may be raised in 2031.")],
    "She said on 4 April 2024 that tolls could rise.": [("2024-04-04", "She said on 4 April 2024 that tolls could rise.")],
    "A law was passed in May 2023, and may be changed.": [("2023-05", "A law was passed in May 2023, and may be changed.")],
}  # fmt: skip


@pytest.mark.parametrize("sentence", EVENTS)
def test_an_event_is_what_happened_on_its_day(sentence):
    assert [*events_in(sentence, TODAY)] == EVENTS[sentence]


DATELINES = {
    "VALLEN, April 2, 2024 (AP) — Divers left.": ("2024-04-02", "Divers left."),
    "Vallen, 2 April 2024 – Divers left.": ("2024-04-02", "Divers left."),
    "VALLEN, Corvia, April 2 (Agency) - Divers left.": ("2024-04-02", "Divers left."),
    "VALLEN, August 9 — Divers left.": ("2023-08-09", "Divers left."),
    "VALLEN — Divers left.": None,
    "The divers, who left, came back - and stayed.": None,
}


@pytest.mark.parametrize("text", DATELINES)
def test_the_day_of_a_dateline_is_read(text):
    lead = dateline_of(text)
    got = lead and (lead.date(TODAY).isoformat(), text[lead.end :])
    assert got == DATELINES[text]


def test_the_dateline_dates_an_article_and_is_no_event():
    draft = import_article(
        "Divers leave the quay\n\nVALLEN, April 2 (Agency) — Divers left. They rest.\n\nMore.\n",
        TODAY,
        NOBODY,
    )
    assert draft.date == dt.date(2024, 4, 2)
    assert "dates:" not in draft.markdown()
    assert "VALLEN, kind" not in draft.markdown()
    assert any("VALLEN, April 2" in note for note in draft.confirm)
    assert "VALLEN, April 2 (Agency)" in draft.body


def proposed(text):
    markdown = import_article(f"Ships wait at the quay\n\nWhat now. {text}\n", TODAY, NOBODY)
    return re.findall(r"# - \{name: (.*?), kind: (\w+), role: \}", markdown.markdown())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Now I’m sure and You’re not. I’m here, and so is Ada Poe.", ["Ada Poe"]),
        ("The switch is True or False, and so says Ada Poe.", ["Ada Poe"]),
        ("See Harbour.png and Sea-Map.jpg, by Ada Poe.", ["Ada Poe"]),
        ("Look at https://example.org/Jon/Roe or write to Jon@Roe.example.", []),
        ("Ships cross the Persian Gulf, Lake Geneva and the Suez Canal.", []),
        ("Talks in New York and LONDON failed, and New York waits.", []),
        ("The Suez Canal Authority spoke to Acme Shipping.", ["Suez Canal Authority", "Acme Shipping"]),
    ],
)  # fmt: skip
def test_only_names_of_who_may_act_are_proposed(text, names):
    assert [name for name, _ in proposed(text)] == names


LEAD_INS = """Ferries stop for good

The quay was sold. The town asks why.

Follow-Up Analysis: The Ferries
The sale has effects. With this in mind, here is what may follow and some advice:

Implications:
- Jobs: Crews leave.

Recommendations:
Given these points, here are some steps for islanders:
- Buy a boat.
These steps need money.
"""


def test_a_sentence_that_only_leads_in_a_list_is_left_out_with_a_note():
    draft = import_article(LEAD_INS, TODAY, NOBODY)
    body = draft.body.split("\n\n")
    assert body[-2:] == ["The sale has effects.", "These steps need money."]
    for sentence in ("With this in mind, here is what", "Given these points, here are some steps"):
        assert sentence not in draft.body
        assert sum(f"it only leads in: “{sentence}" in note for note in draft.confirm) == 1
    assert "advice_audience: islanders" in draft.markdown()
