"""Names of months in the languages in which dates are read."""

from __future__ import annotations

ENGLISH = (
    "January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun", "July|Jul",
    "August|Aug", "September|Sept|Sep", "October|Oct", "November|Nov", "December|Dec",
)  # fmt: skip
_LATIN = (
    "janvier|Januar|Jänner|enero", "février|Februar|febrero", "mars|März|marzo", "avril|abril",
    "mai|Mai|mayo", "juin|Juni|junio", "juillet|Juli|julio", "août|agosto",
    "septembre|septiembre", "octobre|Oktober|octubre", "novembre|noviembre",
    "décembre|Dezember|diciembre",
)  # fmt: skip
_RUSSIAN = (
    "января|январе|январь", "февраля|феврале|февраль", "марта|марте|март",
    "апреля|апреле|апрель", "мая|мае|май", "июня|июне|июнь", "июля|июле|июль",
    "августа|августе|август", "сентября|сентябре|сентябрь", "октября|октябре|октябрь",
    "ноября|ноябре|ноябрь", "декабря|декабре|декабрь",
)  # fmt: skip
_ARABIC = (
    "يناير|كانون الثاني", "فبراير|شباط", "مارس|آذار", "أبريل|إبريل|نيسان", "مايو|أيار",
    "يونيو|حزيران", "يوليو|تموز", "أغسطس|آب", "سبتمبر|أيلول", "أكتوبر|تشرين الأول",
    "نوفمبر|تشرين الثاني", "ديسمبر|كانون الأول",
)  # fmt: skip
_HEBREW = (
    "בינואר|ינואר", "בפברואר|פברואר", "במרץ|מרץ", "באפריל|אפריל", "במאי|מאי", "ביוני|יוני",
    "ביולי|יולי", "באוגוסט|אוגוסט", "בספטמבר|ספטמבר", "באוקטובר|אוקטובר", "בנובמבר|נובמבר",
    "בדצמבר|דצמבר",
)  # fmt: skip
MONTHS = {
    name: number
    for row in (ENGLISH, _LATIN, _RUSSIAN, _ARABIC, _HEBREW)
    for number, names in enumerate(row, 1)
    for name in names.split("|")
}
MONTHS |= {name.upper(): number for name, number in list(MONTHS.items()) if len(name) > 3}
"""Name -> number, also in capitals."""
