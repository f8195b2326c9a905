"""The files of a site that are not pages: data for machines, styles, words for scripts."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote

from mkdocs_briefs.formats.api import api_files, schema_files
from mkdocs_briefs.formats.feeds import ATOM, FILE, JSON, FeedWriter, ICalendar, feed_title
from mkdocs_briefs.formats.head import TWIN, site_files
from mkdocs_briefs.formats.markdown import MarkdownAlternate, Other, llms_text
from mkdocs_briefs.formats.record_fields import RecordContext, api_path
from mkdocs_briefs.formats.tables import FILE as OUTLOOK
from mkdocs_briefs.formats.tables import Table, csv_text, outlook_csv
from mkdocs_briefs.model.brief import Brief
from mkdocs_briefs.pages import urls
from mkdocs_briefs.pages.feeds import Appointment, Entry
from mkdocs_briefs.pages.kinds import SEARCHED, SUBJECTS, calendars, feeds
from mkdocs_briefs.pages.records import joined
from mkdocs_briefs.pages.view_factory import ViewFactory
from mkdocs_briefs.parse.schema import json_schema
from mkdocs_briefs.render.links import relative_url
from mkdocs_briefs.render.words import format_day, format_edtf, words


def csv_files(tables: Iterable[Table]) -> Iterator[tuple[str, str]]:
    """Yield name and text of a CSV file (RFC 4180) for each table."""
    for table in tables:
        names = (column.name for column in table.columns)
        yield f"{table.name}.csv", csv_text(names, table.rows)


def write_database(tables: Iterable[Table], file: Path) -> None:
    """Write a new SQLite database with keys, indexes and full-text search (FTS5)."""
    file.unlink(missing_ok=True)
    keys: dict[str, str] = {}
    with closing(sqlite3.connect(file)) as connection:
        for table in tables:
            keys[table.name] = table.columns[0].name
            _write(connection, table, keys)
        connection.commit()


def _write(connection: sqlite3.Connection, table: Table, keys: Mapping[str, str]) -> None:
    rows = [
        f'"{column.name}" {column.type}'
        + (f' REFERENCES "{column.refers}" ("{keys[column.refers]}")' if column.refers else "")
        for column in table.columns
    ]
    if table.key:
        names = ", ".join(f'"{column.name}"' for column in table.columns[: table.key])
        rows.append(f"PRIMARY KEY ({names})")
    connection.execute(f'CREATE TABLE "{table.name}" ({", ".join(rows)})')
    places = ", ".join("?" * len(table.columns))
    connection.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', table.rows)  # noqa: S608 - names are ours
    for column in table.columns[1 if table.key else 0 :]:
        if column.refers or column.name in {"date", "status", "kind"}:
            connection.execute(
                f'CREATE INDEX "{table.name}_{column.name}" ON "{table.name}" ("{column.name}")'
            )
    if table.search:
        columns = ", ".join(f'"{name}"' for name in table.search)
        full = f"{table.name}_fts"
        connection.execute(
            f'CREATE VIRTUAL TABLE "{full}" USING FTS5 '
            f"({columns}, tokenize='unicode61 remove_diacritics 2', content=\"{table.name}\")"
        )
        connection.execute(f'INSERT INTO "{full}" ("{full}") VALUES (\'rebuild\')')  # noqa: S608 - names are ours


Text = Callable[[], str]
"""Returns the text of a file."""


def machine_files(factory: ViewFactory, page_of: Other) -> Iterator[tuple[str, Text]]:
    """Yield the path, percent-encoded, of every data file that the site wants, and its text.

    `page_of` returns the path of the page of a source file, as links see it. It may ask for these
    paths, so the texts are made later.
    """
    wanted = factory.settings.machine_files
    if "api" in wanted:
        context = RecordContext(factory, site_files(factory.settings))
        yield from api_files(context)
        yield OUTLOOK, partial(outlook_csv, context)
        for path, text in _schemas():
            yield path, partial(str, text)
    if "feeds" in wanted:
        yield from _feeds(factory)
    if "calendars" in wanted:
        yield from _calendars(factory)
    if "markdown" in wanted:
        yield from _markdown(factory, page_of)


@cache
def _schemas() -> tuple[tuple[str, str], ...]:
    """Return the path and text of each schema: the same for every site, and slow to make."""
    written = {name: json_schema(name) for name in ("brief", "actor")}
    return tuple(schema_files(written=written))


def files_of(brief: Brief) -> tuple[str, str]:
    """Return the files that show a brief's body or its commits, beside its page."""
    record, page = api_path("brief", brief.slug), urls.page_path("brief", brief.slug)
    return unquote(record), unquote(page) + TWIN


def _markdown(factory: ViewFactory, page_of: Other) -> Iterator[tuple[str, Text]]:
    for brief in factory.library.briefs:
        path = urls.page_path("brief", brief.slug)
        yield f"{path}{TWIN}", markdown_alternate(factory, brief, page_of).text
    yield "llms.txt", partial(llms_text, factory, words(factory.settings.language), TWIN)


def markdown_alternate(factory: ViewFactory, brief: Brief, page_of: Other) -> MarkdownAlternate:
    """Return a brief as plain Markdown, with whole addresses if the site has one."""
    lang = brief.fields.lang or factory.settings.language
    here = urls.page_path("brief", brief.slug)
    root = factory.settings.site_url

    def address(path: str) -> str:
        return f"{root}{path}" if root else relative_url(here, path)

    return MarkdownAlternate(
        factory, brief, words(lang), partial(format_edtf, lang=lang), address, page_of
    )


def _feeds(factory: ViewFactory) -> Iterator[tuple[str, Text]]:
    settings, writer = factory.settings, FeedWriter(factory.settings, _headline, _entry_text)
    for feed in feeds(factory):
        index = words(feed.lang)(feed.title_key) if feed.title_key else ""
        title = feed_title(feed, settings, index)
        yield feed.folder + ATOM, partial(writer.atom, feed, title)
        yield feed.folder + JSON, partial(writer.json, feed, title)


def _headline(entry: Entry) -> str:
    if entry.kind == "brief":
        return entry.title
    if not entry.outcome:
        return words(entry.lang).of("feed", entry.kind, title=entry.title)
    t = words(entry.lang)
    call, outcome = _call(entry), t.of("outcome", entry.outcome)
    return t(
        "feed.resolution", title=t.about(entry.subject, entry.title), outcome=outcome, call=call
    )


def _call(entry: Entry) -> str:
    """Return what was said beforehand: whose it was, the word and the number."""
    t, chance, whose = words(entry.lang), entry.likelihood, entry.forecaster
    odds = t("no_odds")
    if chance:
        number = t.percent(chance.low, chance.high)
        odds = t("comma").join((t.term(chance.terms), number))
    if whose:
        return f"{t('labelled', label=t('forecast_by', who=whose))} {odds}"
    return t("feed.we_said", chance=odds) if chance else odds


def _entry_text(entry: Entry) -> str:
    """Return what an entry says; that of an outcome begins with it."""
    if not entry.outcome:
        return entry.text
    t, outcome = words(entry.lang), words(entry.lang).of("outcome", entry.outcome)
    day = format_day(entry.date.day, entry.lang)
    dated = t("comma").join((outcome[:1].upper() + outcome[1:], day))
    said = t("feed.said", text=entry.text) if entry.text != entry.title else ""
    return joined((dated, entry.note, said))


def _calendars(factory: ViewFactory) -> Iterator[tuple[str, Text]]:
    name, writer = factory.settings.site_name, ICalendar(factory.settings, _title_and_description)
    for calendar in calendars(factory):
        title = f"{calendar.title} - {name}" if calendar.title else name
        yield calendar.folder + FILE, partial(writer.text, calendar, title)


def _title_and_description(row: Appointment) -> tuple[str, str]:
    """Return the title and, as description, an uncertain date, the forecaster and the briefs."""
    t = words(row.lang)
    title = row.text
    if row.kind == "deadline":
        title = t("calendar.deadline", title=t.about(row.subject, title))
    # A calendar shows a span as if every day of it were meant.
    is_plain = row.date.text == row.start.isoformat() == row.end.isoformat()
    lines = [] if is_plain else [format_edtf(row.date, row.lang)]
    lines += [t("forecast_by", who=row.forecaster)] if row.forecaster else []
    return title, "\n".join([*lines, *row.names])


FOLDER = "assets/briefs"
THEME = Path(__file__).parent.parent / "theme"
STYLE_PARTS = THEME / "styles"
STYLES = ("look", "timeline", "shell", "search", "cite", "print", "languages")
"""The parts of the style sheet, in order. Each is `theme/styles/<name>.css`."""
STYLESHEET = f"{FOLDER}/briefs.css"
SCRIPT = f"{FOLDER}/briefs.js"
"""The script that pages load. It imports the others when they are needed."""


def compact(css: str) -> str:
    """Return our own CSS without comments, indentation and spaces that have no meaning.

    It is for our styles only: none of their strings has a comment or one of these signs.
    """
    css = " ".join(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).split())
    return re.sub(" ?([{};,]) ?", r"\1", css).replace(";}", "}")


def _script_tags(lang: str) -> tuple[str, str]:
    """Return the names by which scripts ask for the words of a page's language."""
    tag = lang.lower().replace("_", "-")
    return tag, tag.partition("-")[0]


def kinds_script() -> str:
    """Return the module from which scripts know the kinds of pages."""
    known = {"SUBJECTS": [kind.folder for kind in SUBJECTS], "SEARCHED": SEARCHED}
    return "".join(f"export const {name} = {json.dumps(them)};\n" for name, them in known.items())


def asset_files(langs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield path and text of the style sheet and of what scripts know.

    `langs` are the languages of the site's pages.
    """
    parts = (STYLE_PARTS.joinpath(f"{name}.css").read_text("utf-8") for name in STYLES)
    yield STYLESHEET, "\n".join(map(compact, parts))
    yield f"{FOLDER}/kinds.js", kinds_script()
    for lang in sorted({tag for each in (*langs, "en") for tag in _script_tags(each)}):
        texts = words(lang).for_scripts()
        yield f"{FOLDER}/words/{lang}.json", json.dumps(texts, ensure_ascii=False, sort_keys=True)
