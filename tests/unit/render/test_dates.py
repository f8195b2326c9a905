"""Dates in words, and how a row of a timeline shows them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.model.edtf import parse_edtf
from mkdocs_briefs.render.words import (
    date_classes,
    day_of_month,
    event_state,
    filter_count,
    format_edtf,
    unknown_part,
    with_digit_groups,
)
from support.views import DEVELOPMENTS, EVENTS, event

LANGUAGES = ("en", "ar", "he", "fr", "de", "es", "ru", "zh")

EXPECTED = {
    "2024-04-22": (
        "22 April 2024", "22 أبريل 2024", "22 באפריל 2024", "22 avril 2024", "22. April 2024",
        "22 de abril de 2024", "22 апреля 2024 г.", "2024年4月22日",
    ),
    "2024-04": (
        "April 2024", "أبريل 2024", "אפריל 2024", "avril 2024", "April 2024", "abril de 2024",
        "апрель 2024 г.", "2024年4月",
    ),
    "2024": ("2024", "2024", "2024", "2024", "2024", "2024", "2024", "2024年"),
    "2024-21": (
        "spring 2024", "ربيع 2024", "אביב 2024", "printemps 2024", "Frühjahr 2024",
        "primavera de 2024", "весна 2024 г.", "2024年春季",
    ),
    "2024-04~": (
        "c. April 2024", "نحو أبريل 2024", "בסביבות אפריל 2024", "vers avril 2024",
        "ca. April 2024", "hacia abril de 2024", "ок. апреля 2024 г.", "约2024年4月",
    ),
    "2024-04?": (
        "April 2024 (uncertain)", "أبريل 2024 (غير مؤكد)", "אפריל 2024 (לא ודאי)",
        "avril 2024 (date incertaine)", "April 2024 (unsicher)", "abril de 2024 (fecha incierta)",
        "апрель 2024 г. (предположительно)", "2024年4月（不确定）",
    ),
    "XXXX-10-07": (
        "7 October (year not given)", "7 أكتوبر (السنة غير مذكورة)", "7 באוקטובר (השנה לא צוינה)",
        "7 octobre (année non précisée)", "7. Oktober (Jahr nicht angegeben)",
        "7 de octubre (año no indicado)", "7 октября (год не указан)", "10月7日（年份不详）",
    ),
    "199X": (
        "1990s", "عقد 1990", "שנות ה־1990", "années 1990", "1990er-Jahre", "década de 1990",
        "1990-е годы", "1990年代",
    ),
    "19XX": (
        "20th century", "القرن الـ20", "המאה ה־20", "XXe siècle", "20. Jahrhundert", "siglo XX",
        "XX век", "20世纪",
    ),
    "2023-10-07/2023-10-09": (
        "7–9 October 2023", "7–9 أكتوبر 2023", "7–9 באוקטובר 2023", "7–9 octobre 2023",
        "7.–9. Oktober 2023", "7–9 de octubre de 2023", "7–9 октября 2023 г.", "2023年10月7日 – 9日",
    ),
    "2024-04/..": (
        "since April 2024", "منذ أبريل 2024", "מאז אפריל 2024", "depuis avril 2024",
        "seit April 2024", "desde abril de 2024", "с апреля 2024 г.", "自2024年4月起",
    ),
    "../2024-04-22": (
        "until 22 April 2024", "حتى 22 أبريل 2024", "עד 22 באפריל 2024", "jusqu’au 22 avril 2024",
        "bis zum 22. April 2024", "hasta el 22 de abril de 2024", "по 22 апреля 2024 г.",
        "至2024年4月22日为止",
    ),
    "../2024-22": (
        "until summer 2024", "حتى صيف 2024", "עד קיץ 2024", "jusqu’à l’été 2024",
        "bis Sommer 2024", "hasta el verano de 2024", "по лето 2024 г.", "至2024年夏季为止",
    ),
    "199X/..": (
        "since the 1990s", "منذ عقد 1990", "מאז שנות ה־1990", "depuis les années 1990",
        "seit den 1990er-Jahren", "desde la década de 1990", "с 1990-х годов", "自1990年代起",
    ),
    "-0043-03-15": (
        "15 March 44 BC", "15 مارس 44 ق.م", "15 במרץ 44 לפנה״ס", "15 mars 44 av. J.-C.",
        "15. März 44 v. Chr.", "15 de marzo de 44 a. C.", "15 марта 44 г. до н. э.",
        "公元前44年3月15日",
    ),
    "-0430~/..": (
        "since 431 BC (approximate)", "منذ 431 ق.م (تقريبًا)", "מאז 431 לפנה״ס (בקירוב)",
        "depuis 431 av. J.-C. (date approximative)", "seit 431 v. Chr. (ungefähr)",
        "desde 431 a. C. (fecha aproximada)", "с 431 г. до н. э. (приблизительно)",
        "自公元前431年起（大约）",
    ),
    "-01XX": (
        "2nd century BC", "القرن الـ2 ق.م", "המאה ה־2 לפנה״ס", "IIe siècle av. J.-C.",
        "2. Jahrhundert v. Chr.", "siglo II a. C.", "II век до н. э.", "公元前2世纪",
    ),
    "-0026/0014": (
        "27 BC – 14 AD", "27 ق.م – 14 م", "27 לפנה״ס – 14 לספירה",
        "27 av. J.-C. – 14 apr. J.-C.", "27 v. Chr. – 14 n. Chr.", "27 a. C. – 14 d. C.",
        "27 до н. э. – 14 н. э.", "公元前27年 – 公元14年",
    ),
    "Y-17000": (
        "17,001 BC", "17,001 ق.م", "17,001 לפנה״ס", "17 001 av. J.-C.", "17.001 v. Chr.",
        "17.001 a. C.", "17 001 до н. э.", "公元前17,001年",
    ),
    "2020/": (
        "2020 – end not known", "2020 – النهاية غير معروفة", "2020 – הסיום לא ידוע",
        "2020 – fin inconnue", "2020 – Ende unbekannt", "2020 – fin desconocido",
        "2020 – конец неизвестен", "2020年 – 结束时间不详",
    ),
    "/2020-05": (
        "start not known – May 2020", "البداية غير معروفة – مايو 2020", "ההתחלה לא ידועה – מאי 2020",
        "début inconnu – mai 2020", "Beginn unbekannt – Mai 2020",
        "inicio desconocido – mayo de 2020", "начало неизвестно – май 2020 г.",
        "开始时间不详 – 2020年5月",
    ),
    "XXXX": (
        "date not known", "تاريخ غير معروف", "תאריך לא ידוע", "date inconnue", "Datum unbekannt",
        "fecha desconocida", "дата неизвестна", "日期不详",
    ),
}  # fmt: skip


def said(text, lang, style="long"):
    """The formatted date with CLDR's narrow and thin spaces as plain ones, to compare by eye.

    Since Babel 2.19 Russian spans have a long dash, and Chinese ones a dash for a word; either will do.
    """
    formatted = format_edtf(parse_edtf(text), lang, style=style).replace("—", "–")
    formatted = re.sub("(?<=日)至", " – ", formatted)
    return formatted.replace("\u202f", " ").replace("\u2009", " ").replace("\xa0", " ")


@pytest.mark.parametrize("text", EXPECTED)
def test_eight_languages(text):
    assert tuple(said(text, lang) for lang in LANGUAGES) == EXPECTED[text]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("2024-04-22", "en-US", "April 22, 2024"),
        ("2024-04-22", "en_US", "April 22, 2024"),
        ("2024-04-22", "it", "22 aprile 2024"),
        ("2024-04~", "it", "c. aprile 2024"),
        ("2024-04/..", "pl", "since kwiecień 2024"),
        ("2024~", "zh-Hant", "約2024年"),
        ("2024-04-22", "tlh", "22 April 2024"),
        ("2024-04-22", "../etc/passwd", "22 April 2024"),
        ("2024-04-22", "", "22 April 2024"),
        ("2024-04-22", "en-" + "x" * 5000, "22 April 2024"),
    ],
)
def test_other_languages_and_tags_that_are_none(text, lang, expected):
    assert said(text, lang) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024%", "c. 2024 (uncertain)"),
        ("199X~", "c. 1990s"),
        ("2024-04-XX", "April 2024"),
        ("2024-XX-XX", "2024"),
        ("0476", "476"),
        ("00XX", "1st century"),
        ("10XX", "11th century"),
        ("21XX", "22nd century"),
        ("XXXX-10~", "c. October (year not given)"),
        ("2023-09-07/2023-10-09", "7 September – 9 October 2023"),
        ("2023-12-30/2024-01-02", "30 December 2023 – 2 January 2024"),
        ("2024-04-22/2024-04-22", "22 April 2024"),
        ("2023-09/2023-10", "September – October 2023"),
        ("2023/2024", "2023–2024"),
        ("2024-21/2024-23", "spring 2024 – autumn 2024"),
        ("2024-04/2024-05-03", "April 2024 – 3 May 2024"),
        ("2024-04-01~/2024-04-03", "c. 1 April 2024 – 3 April 2024"),
        ("2024-04?/..", "since April 2024 (uncertain)"),
        ("2024-04~/..", "since April 2024 (approximate)"),
        ("0000", "1 BC"),
        ("-0001-21", "spring 2 BC"),
        ("-0430/-0427", "431–428 BC"),
        ("-0043-03-15/-0043-03-20", "15–20 March 44 BC"),
        ("-0043-03/0014-08", "March 44 BC – August 14 AD"),
        ("-015X", "160–151 BC"),
        ("-000X?", "10–2 BC (uncertain)"),
        ("000X", "0s"),
        ("Y170000002", "170,000,002"),
        ("Y-17000/2024", "17,001 BC – 2024 AD"),
        ("/-0043~", "start not known – c. 44 BC"),
        ("1984~/2004-06", "c. 1984 – June 2004"),
        ("1985-XX-XX", "1985"),
        ("1985-04-12T23:20:30Z", "12 April 1985"),
    ],
)
def test_english_in_detail(text, expected):
    assert said(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "lang"), [("2023/2024", "en"), ("2023-10-07/2023-10-09", "en-US")]
)
def test_a_dash_between_bare_numbers_is_closed_whatever_the_data(text, lang):
    assert re.search(r"\d–\d", format_edtf(parse_edtf(text), lang))


def test_french_first_of_the_month():
    assert said("2024-05-01", "fr") == "1er mai 2024"
    assert said("2024-05-01/2024-05-11", "fr") == "1er–11 mai 2024"
    assert said("2024-05-11/2024-06-01", "fr") == "11 mai – 1er juin 2024"


def test_short_style_shortens_months_only():
    assert said("2024-04-22", "en", "short") == "22 Apr 2024"
    assert said("2023-10-07/2023-10-09", "de", "short") == "7.–9. Okt. 2023"
    assert said("2024", "en", "short") == "2024"


dates = st.dates(date(1, 1, 1), date(9999, 12, 31))
languages = st.sampled_from([*LANGUAGES, "en-US", "it", "ja", "pl", "tr", "fa", "cs"])
styles = st.sampled_from(["long", "short"])


def month_names(lang):
    """Names of all months; languages that write months as bare numbers are left to the digits law."""
    names = Locale.parse(lang, sep="-").months["format"]
    return [name.lower() for name in names["wide"].values() if name[0].isalpha()]


@given(
    dates,
    st.sampled_from(["{0}", "{0}~", "{0}?", "{0}-XX", "{0}/..", "../{0}", "{0}/{0}"]),
    languages,
    styles,
)
def test_a_year_gets_no_month(day, form, lang, style):
    formatted = format_edtf(parse_edtf(form.format(f"{day.year:04}")), lang, style=style)
    assert not [name for name in month_names(lang) if name in formatted.lower()]
    digits = "".join(c if c.isdigit() else " " for c in formatted).split()
    assert digits == [str(day.year)]


@given(dates, languages, styles)
def test_a_month_gets_no_day(day, lang, style):
    formatted = format_edtf(parse_edtf(f"{day.year:04}-{day.month:02}"), lang, style=style)
    digits = "".join(c if c.isdigit() else " " for c in formatted).split()
    assert [n for n in digits if int(n) not in (day.year, day.month)] == []
    assert len(digits) <= 2


@given(dates, languages)
def test_a_day_without_a_year_gets_no_year(day, lang):
    formatted = format_edtf(parse_edtf(f"XXXX-{day.month:02}-{day.day:02}"), lang)
    digits = "".join(c if c.isdigit() else " " for c in formatted).split()
    assert all(int(number) <= 31 for number in digits)


def test_the_order_of_languages_changes_nothing():
    """Babel shares locale data between locales, so one language could leak into the next."""
    program = (
        "import sys\n"
        "from mkdocs_briefs.model.edtf import parse_edtf\n"
        "from mkdocs_briefs.render.words import format_edtf\n"
        "values = [parse_edtf(t) for t in ('2024-10', 'XXXX-10', '2023-10/2023-11')]\n"
        "said = {(l, s, v.text): format_edtf(v, l, style=s)\n"
        "        for l in sys.argv[1:] for s in ('long', 'short') for v in values}\n"
        "sys.stdout.buffer.write(repr(sorted(said.items())).encode())\n"
    )
    tags = ["he", *LANGUAGES[:2], *LANGUAGES[3:], "it", "nb", "pl", "cs", "nl"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program, *order],
            check=True,
            capture_output=True,
            env=environment,
        ).stdout
        for order in (tags, tags[::-1])
    ]
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize(
    ("date", "classes"),
    [
        ("", "is-undated"),
        ("2024-04-22", ""),
        ("2024", ""),
        ("2024-21", ""),
        ("2024-04~", "is-rough"),
        ("2024?", "is-rough"),
        ("199X", "is-rough"),
        ("2024-04-XX", "is-rough"),
        ("XXXX-10-07", "is-rough"),
        ("2023-10/..", "is-since"),
        ("../2023-10", "is-until"),
        ("2023-10~/..", "is-rough is-since"),
        ("2023-10/", "is-rough is-since"),
        ("/2023-10", "is-rough is-until"),
        ("-0043/0014", "is-span is-span--years"),
        ("2023-10-07/2023-10-13", "is-span is-span--days"),
        ("2023-10-07/2023-10-14", "is-span is-span--weeks"),
        ("2023-10/2024-02", "is-span is-span--months"),
        ("2003/2015", "is-span is-span--years"),
        ("2003~/2015", "is-rough is-span is-span--years"),
    ],
)
def test_a_date_is_drawn_as_sure_and_as_long_as_it_is(date: str, classes: str) -> None:
    assert date_classes(parse_edtf(date) if date else None) == classes


@pytest.mark.parametrize(
    ("date", "key"),
    [
        ("2024-04-XX", "day_unknown"), ("2024-XX-XX", "month_unknown"), ("2024-XX", "month_unknown"),
        ("2024-04", ""), ("2024-04~", ""), ("XXXX-10-07", ""), ("2024/2025", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_the_words_of_a_date_leave_out_is_said(date: str, key: str) -> None:
    assert unknown_part(parse_edtf(date) if date else None) == key


@pytest.mark.parametrize(
    ("date", "lang", "words"),
    [
        ("2024-04-22", "en", "Mon 22"), ("2024-04-22", "de", "Mo., 22."),
        ("2024-04-22", "zz-unknown", "Mon 22"), ("2024-04-22~", "en", ""), ("2024-04", "en", ""),
        ("2024-04-22/2024-04-23", "en", ""), ("XXXX-10-07", "en", ""), ("", "en", ""),
    ],
)  # fmt: skip
def test_below_its_month_only_a_certain_day_is_shortened(date: str, lang: str, words: str) -> None:
    assert day_of_month(parse_edtf(date) if date else None, lang) == words


@pytest.mark.parametrize(
    ("status", "upcoming", "word"),
    [
        ("happened", False, "happened"), ("scheduled", True, "upcoming"),
        ("scheduled", False, "lapsed"), ("cancelled", False, "cancelled"),
    ],
)  # fmt: skip
def test_how_an_event_stands(status: str, word: str, *, upcoming: bool) -> None:
    assert event_state(event("a", "2024-01-01", "A", status=status, upcoming=upcoming)) == word


def test_a_listing_offers_what_its_rows_differ_in() -> None:
    assert filter_count(()) == 0
    assert filter_count(EVENTS[:1]) == 0
    assert filter_count(EVENTS) == 2  # actors and kinds; none of them has a topic
    assert filter_count(DEVELOPMENTS) == 2  # actors and outcomes


@pytest.mark.parametrize(
    ("value", "lang", "counted", "shown"),
    [
        ("34000", "en", False, "34,000"),
        ("34000", "de", False, "34.000"),
        ("1240000.50", "en", True, "1240000.50"),
        ("1100", "en", True, "1,100"),
        ("1948", "en", False, "1948"),
        ("999", "en", True, "999"),
        ("34,000", "de", True, "34,000"),
        ("12–15", "en", True, "12–15"),
        ("-34000", "en", True, "-34000"),
        ("٣٤٠٠٠", "ar", True, "٣٤٠٠٠"),
        ("34000", "no-such-tag", True, "34,000"),
        ("1" * 30, "en", True, "1" * 30),
    ],
)
def test_plain_numbers_are_grouped_and_nothing_else(value, lang, counted, shown):
    assert with_digit_groups(value, lang, counted=counted) == shown
