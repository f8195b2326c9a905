import pytest

from mkdocs_briefs.importers.dates import dates_in, only_date


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("the October 7 attack", ["XXXX-10-07"]),
        ("on 22 April 2024, and on April 22, 2024", ["2024-04-22"]),
        ("on Apr. 22", ["XXXX-04-22"]),
        ("2024-04-22", ["2024-04-22"]),
        ("in April 2024", ["2024-04"]),
        ("in 2023", ["2023"]),
        ("since April", ["XXXX-04"]),
        ("October 7–9, 2023", ["2023-10-07/2023-10-09"]),
        ("between 2019 and 2022", ["2019/2022"]),
        ("the spring of 2024", ["2024-21"]),
        ("the 1990s", ["199X"]),
        (
            "le 1er mai 2024, der 3. Oktober, el 2 de enero de 2023",
            ["2024-05-01", "XXXX-10-03", "2023-01-02"],
        ),
        ("25/12/2023 but 3/4/2023", ["2023-12-25"]),
        ("3.4.2023", ["2023-04-03"]),
        ("30 February 2024", []),
        ("last week, on Monday, in the evening", []),
        ("34,000 deaths and more than 2,000 visits", []),
        ("after 2000 visits", []),
        ("they may 7 times march", []),
        ("In March 2023 and again in 2023", ["2023-03", "2023"]),
    ],
)
def test_dates_are_read_as_written(text, dates):
    assert [*dates_in(text)] == dates


def test_a_date_alone_is_told_from_a_sentence():
    assert only_date("Monday, 22 April 2024:") == "2024-04-22"
    assert only_date("2023") == "2023"
    assert only_date("He left on 22 April 2024") is None
