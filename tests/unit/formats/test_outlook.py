"""The sheet of all developments."""

from __future__ import annotations

import csv
import io

from mkdocs_briefs.formats.record_fields import RecordContext
from mkdocs_briefs.formats.tables import COLUMNS, outlook_csv
from mkdocs_briefs.pages.view_factory import ViewFactory
from support.briefs import brief, library


def sheet(front: str) -> list[dict[str, str]]:
    found = ViewFactory(
        library([brief("one", front)], actors="port: The port\npilots: Pilots\n", topics="a: A\n")
    )
    return list(csv.DictReader(io.StringIO(outlook_csv(RecordContext(found)))))


def test_a_row_has_what_was_called_and_what_became_of_it() -> None:
    (row,) = sheet(
        "topics: [a]\ndevelopments:\n"
        "  - {label: Port, text: It opens., likelihood: 60%, by: 2024-05, resolves_if: X.,"
        " actors: [port, pilots], revisions: [{date: 2024-04-25, likelihood: very likely}],"
        " resolution: {outcome: yes, date: 2024-05-02, note: Says the log.}}\n"
    )
    assert [*row] == [column.partition("=")[0] for column in COLUMNS]
    assert (row["first_term"], row["last_term"], row["revisions"]) == ("likely", "very likely", "1")
    assert (float(row["brier_first"]), float(row["brier_last"])) == (0.16, 0.015625)
    assert (row["by"], row["by_first"], row["by_last"]) == ("2024-05", "2024-05-01", "2024-05-31")
    assert (row["status"], row["resolved"], row["scored"]) == ("yes", "2024-05-02", "1")
    assert (row["actors"], row["topics"], row["path"]) == ("port; pilots", "a", "briefs/one/#port")


def test_a_watch_item_has_no_numbers() -> None:
    (row,) = sheet("developments: [It may rain.]")
    assert (row["status"], row["scored"], row["first_low"], row["brier_last"]) == (
        "watch",
        "0",
        "",
        "",
    )


def test_no_cell_is_a_formula() -> None:
    rows = sheet(
        "developments:\n  - {label: '=1+1', text: '@SUM(A1)', resolution: "
        "{outcome: yes, date: 2024-05-02, note: '+cmd|calc'}}\n"
    )
    texts = [value for row in rows for value in row.values()]
    assert not any(text.lstrip().startswith(("=", "+", "@", "-")) for text in texts)
    assert rows[0]["label"] == "'=1+1"


def test_a_site_without_developments_has_the_names_alone() -> None:
    assert sheet("") == []
