"""Articles with the answers a careful editor gives."""

import datetime as dt
from pathlib import Path

import pytest

from mkdocs_briefs.importers.article import import_article, read_article
from mkdocs_briefs.importers.texts import folded, sentences
from mkdocs_briefs.library.names import Names
from mkdocs_briefs.parse.brief import parse_brief
from mkdocs_briefs.settings import Settings

TODAY = dt.date(2024, 6, 1)
SEED = Path(__file__).with_name("flood-warden-resigns.txt").read_text("utf-8")
NAMES = Names.build(
    {"vallen": ["Vallen"], "odile-marant": ["Odile Marant", "Marant"], "tessel": ["Tessel"]}
)


def read_back(text, names=NAMES):
    draft = import_article(text, TODAY, names)
    file = f"briefs/{draft.stem}.md"
    return parse_brief(draft.markdown().encode(), file, file, Settings(today=TODAY)).value


def answer(text):
    """What came out, in the form in which the answers below are written."""
    brief = read_back(text)
    fields = brief.fields
    got = {
        "title": fields.title,
        "summary": fields.summary,
        "why": fields.why_it_matters,
        "topics": [*fields.topics],
        "authors": [*fields.authors],
        "audience": [*fields.advice_audience],
        "dates": [item.date.text if item.date else None for item in fields.dates],
        "implications": [(item.label, item.text) for item in fields.implications],
        "horizons": sorted({item.horizon for item in fields.implications if item.horizon}),
        "developments": [(item.label, item.text) for item in fields.developments],
        "advice": [(item.label, item.text) for item in fields.advice],
        "key_points": [*fields.key_points],
        "unknowns": [*fields.unknowns],
        "sources": [(item.title, item.url) for item in fields.sources],
        "body": [part for part in brief.body.strip().split("\n\n") if part],
    }
    return {key: value for key, value in got.items() if value}


def test_an_article_in_the_shape_of_the_seed_comes_out_complete():
    brief = read_back(SEED)
    fields = brief.fields
    assert (
        fields.title
        == "Corvish flood warden Odile Marant resigns amid growing anger over the dam failure on March 9"
    )
    assert (
        fields.summary
        == "Marant is the first Corvish official to accept blame for missing the Tessel spill and the later Vallen flood."
    )
    assert [item.label for item in fields.implications] == [
        "Answering for Errors",
        "Shared River Dangers",
        "Political Cost",
    ]
    assert [item.horizon for item in fields.implications] == ["long", "long", "long"]
    assert [item.label for item in fields.developments] == [
        "Gauge Reforms",
        "River Talks",
        "Public Mood",
    ]
    assert [item.label for item in fields.advice] == [
        "Read Gauges by Machine",
        "Join Up the Services",
        "Praise Openness",
        "Talk to Neighbours",
    ]
    assert fields.advice_audience == ("Corvish policymakers and security officials",)
    assert fields.topics == (
        "Corvish",
        "flood",
        "warden",
        "quits",
        "anger",
        "March",
        "dam",
        "rises",
    )
    assert [item.date.text for item in fields.dates] == ["XXXX-03-09"]
    assert fields.dates[0].event == "March 9 Tessel spill"
    assert [part.id for part in fields.actors] == ["odile-marant", "tessel", "vallen"]
    assert all(item.likelihood is None for item in fields.developments)
    assert brief.body.count("## Follow-Up Analysis: Corvish Flood Warden Resignation") == 1
    assert brief.body.rstrip().endswith("a safer river system for the years to come.")


def test_every_sentence_of_it_stands_once():
    content = read_article(SEED)
    texts = [content.title + ".", content.summary, *(text for _, text in content.blocks)]
    texts += [f"{item.label}: {item.text}" for items in content.lists.values() for item in items]
    told = [one for text in texts for one in sentences(text)]
    notes = [note for notes in content.notes.values() for note in notes]
    told += [note.partition("“")[2].rstrip("”") for note in notes if note.startswith("left out")]
    lines = [line.removeprefix("- ") for line in SEED.split("\n")]
    headings = {"Long-Term Implications:", "Possible Future Developments:", "Actionable Advice:"}
    given = [
        one
        for line in lines
        if not line.startswith("#") and line not in headings
        for one in sentences(folded(line))
    ]
    assert sorted(told) == sorted(given)


def test_an_article_in_the_shape_of_the_seed_proposes_actors_in_comments():
    text = import_article(SEED, TODAY, NAMES).markdown()
    assert "# - {name: Tomas Ibarra, kind: person, role: }  # “River analyst Tomas Ibarra" in text
    assert "# - {name: Henrik Solberg, kind: person, role: }" in text
    assert "# - {name: Norway, kind: state, role: }" in text
    assert "March, kind" not in text
    assert "Far North, kind" not in text


GOLD = {
    "headline, standfirst and body on lines of their own": (
        """Old harbour bridge closes for good
The city shut the crossing after inspectors found cracks.

Traffic was sent north on 22 April 2024. Drivers waited for an hour.
The mayor spoke of a hard choice.
Shops near the bridge expect a loss.

#harbour #bridge

Implications
* Longer commutes: Trips across the river take longer.
* The ferry gains passengers.

Recommendations:
1. Run more ferries.
2. Publish the inspection report.
""",
        {
            "title": "Old harbour bridge closes for good",
            "summary": "The city shut the crossing after inspectors found cracks.",
            "topics": ["harbour", "bridge"],
            "dates": ["2024-04-22"],
            "implications": [
                ("Longer commutes", "Trips across the river take longer."),
                (None, "The ferry gains passengers."),
            ],
            "advice": [(None, "Run more ferries."), (None, "Publish the inspection report.")],
            "body": [
                "Traffic was sent north on 22 April 2024. Drivers waited for an hour.",
                "The mayor spoke of a hard choice.",
                "Shops near the bridge expect a loss.",
            ],
        },
    ),
    "Markdown headings and bold labels": (
        """# Grain deal lapses

Ships wait in port. Prices rose at once.

## Short-Term Implications

- **Prices:** Bread costs more.
- **Ports** – Ships wait for papers.

## Outlook

- **New talks**: The parties may meet again in May 2024.

## What to do

- Buy early.

## Background

The deal was signed in 2022.
""",
        {
            "title": "Grain deal lapses",
            "horizons": ["short"],
            "dates": ["2022"],
            "implications": [("Prices", "Bread costs more."), ("Ports", "Ships wait for papers.")],
            "developments": [("New talks", "The parties may meet again in May 2024.")],
            "advice": [(None, "Buy early.")],
            "body": [
                "Ships wait in port. Prices rose at once.",
                "## Background",
                "The deal was signed in 2022.",
            ],
        },
    ),
    "bullets that go on over several lines": (
        """Drought law passes. The vote was close.
Members voted on Apr. 22.

Consequences:

• Farms: Wells must be counted
  before the summer.
• Cities pay more
  for water from the hills.

Scenarios:

– A court may stop the law.
– A referendum may follow.
""",
        {
            "title": "Drought law passes",
            "summary": "The vote was close.",
            "dates": ["XXXX-04-22"],
            "implications": [
                ("Farms", "Wells must be counted before the summer."),
                (None, "Cities pay more for water from the hills."),
            ],
            "developments": [
                (None, "A court may stop the law."),
                (None, "A referendum may follow."),
            ],
            "body": ["Members voted on Apr. 22."],
        },
    ),
    "paragraphs instead of bullets, and a closing one": (
        """Ferry strike ends. Crews return on Monday.
The union accepted the offer last week.
LONG-TERM IMPLICATIONS
Wages: Other crews may ask for the same.
Trust: Passengers may stay away.
POSSIBLE FUTURE DEVELOPMENTS
A new timetable may come.
ACTIONABLE ADVICE FOR TRAVELLERS:
Book early: Seats are few.
Check times: Boats may be late.
In conclusion, the strike leaves marks.
""",
        {
            "title": "Ferry strike ends",
            "summary": "Crews return on Monday.",
            "horizons": ["long"],
            "audience": ["TRAVELLERS"],
            "implications": [
                ("Wages", "Other crews may ask for the same."),
                ("Trust", "Passengers may stay away."),
            ],
            "developments": [(None, "A new timetable may come.")],
            "advice": [("Book early", "Seats are few."), ("Check times", "Boats may be late.")],
            "body": [
                "The union accepted the offer last week.",
                "In conclusion, the strike leaves marks.",
            ],
        },
    ),
    "key points, unknowns, sources and tags at the top": (
        """#water #dam #Water
Dam opens its gates
At a glance:
- The level fell.
- Nobody was hurt.
The river rose by a metre in March 2023.
What we don’t know:
- Who gave the order.
Sources:
- Water board, https://example.org/report
- Own counting
""",
        {
            "title": "Dam opens its gates",
            "topics": ["water", "dam"],
            "dates": ["2023-03"],
            "key_points": ["The level fell.", "Nobody was hurt."],
            "unknowns": ["Who gave the order."],
            "sources": [("Water board", "https://example.org/report"), ("Own counting", None)],
            "body": ["The river rose by a metre in March 2023."],
        },
    ),
    "an introduction in every section": (
        """Tunnel budget doubles. The minister blames rock.
The cost was given on 2024-05-02.
Follow-Up Analysis: The Tunnel
The rise has several effects.
Potential Long-Term Implications:
Several effects are likely:
- Debt: The state borrows more.
Future Developments:
Here is what may come:
- An audit: Auditors may look at the contract.
Actionable Recommendations:
Here are some recommendations for regional planners:
- Plan reserves: Keep a tenth of the budget back.
The tunnel remains a test of planning.
""",
        {
            "title": "Tunnel budget doubles",
            "summary": "The minister blames rock.",
            "dates": ["2024-05-02"],
            "horizons": ["long"],
            "audience": ["regional planners"],
            "implications": [("Debt", "The state borrows more.")],
            "developments": [("An audit", "Auditors may look at the contract.")],
            "advice": [("Plan reserves", "Keep a tenth of the budget back.")],
            "body": [
                "The cost was given on 2024-05-02.",
                "## Follow-Up Analysis: The Tunnel",
                "The rise has several effects.",
                "The tunnel remains a test of planning.",
            ],
        },
    ),
    "a byline, a question as headline, no sections": (
        """Who pays for the new harbour?
By Ada Poe and Jon Roe
The council has not said. It meets on 3 June.
A vote is due by 2025.
""",
        {
            "title": "Who pays for the new harbour?",
            "authors": ["Ada Poe", "Jon Roe"],
            "dates": ["XXXX-06-03", "2025"],
            "body": ["The council has not said. It meets on 3 June.", "A vote is due by 2025."],
        },
    ),
    "sub-headings as labels": (
        """Border fees rise. Hauliers protest.

The fee is ten a day.

## Long-term implications

### Trade

Goods may take other roads.

### Jobs

Drivers may leave. Firms may close.

## Conclusion

Much is open.
""",
        {
            "title": "Border fees rise",
            "summary": "Hauliers protest.",
            "horizons": ["long"],
            "implications": [
                ("Trade", "Goods may take other roads."),
                ("Jobs", "Drivers may leave. Firms may close."),
            ],
            "body": ["The fee is ten a day.", "## Conclusion", "Much is open."],
        },
    ),
    "a text wrapped by hand": (
        """Council drops the plan for a second harbour

The council of the coastal town has dropped its plan for a second
harbour after engineers told it that the ground below the bay would
not carry the quays that were drawn.

Residents had collected names against the plan since January 2024 and
handed them over in the town hall, where the mayor received them and
promised to read every page.

Implications:

- Fishing: The boats stay where they are, and the old quays have to be
  repaired before the next winter.

Engineers will look for another place, and they will report to the
council when they have found one that carries the load.
""",
        {
            "title": "Council drops the plan for a second harbour",
            "dates": ["2024-01"],
            "implications": [
                (
                    "Fishing",
                    "The boats stay where they are, and the old quays have to be repaired before the next winter.",
                )
            ],
            "body": [
                "The council of the coastal town has dropped its plan for a second harbour after engineers told it that the ground below the bay would not carry the quays that were drawn.",
                "Residents had collected names against the plan since January 2024 and handed them over in the town hall, where the mayor received them and promised to read every page.",
                "Engineers will look for another place, and they will report to the council when they have found one that carries the load.",
            ],
        },
    ),
    "signs that Markdown would take for its own": (
        """Prices *rise* by 5_000 [again]. A note_of_hand <b>counts</b> for 3 * 4.
1. April is the day.
The [[bank]] said [@so] in its #report.
What this means:
- Costs: a_b and *stars* & more.
""",
        {
            "title": "Prices *rise* by 5_000 [again]",
            "summary": "A note_of_hand \\<b>counts\\</b> for 3 * 4.",
            "implications": [("Costs", "a_b and \\*stars\\* & more.")],
            "body": ["- April is the day.", "The \\[[bank]] said \\[@so] in its #report."],
        },
    ),
    "other scripts in the tags, French dates": (
        """Le pont ferme. La ville a choisi.
Le pont a fermé le 22 avril 2024.
#pont #река #橋 #été
""",
        {
            "title": "Le pont ferme",
            "summary": "La ville a choisi.",
            "topics": ["pont", "река", "橋", "été"],
            "dates": ["2024-04-22"],
            "body": ["Le pont a fermé le 22 avril 2024."],
        },
    ),
    "why it matters, and short and long term below one heading": (
        """Old mill to be rented out. Tenants are sought.
Why it matters: The mill stood empty since 1999.
Implications:
Short-term:
- Noise: Work begins at once.
Long-term:
- Rents: The quarter may grow dear.
""",
        {
            "title": "Old mill to be rented out",
            "summary": "Tenants are sought.",
            "why": "The mill stood empty since 1999.",
            "dates": ["1999"],
            "horizons": ["long", "short"],
            "implications": [
                ("Noise", "Work begins at once."),
                ("Rents", "The quarter may grow dear."),
            ],
        },
    ),
}


@pytest.mark.parametrize("name", GOLD)
def test_an_article_of_the_same_shape(name):
    text, gold = GOLD[name]
    assert answer(text) == gold
