"""Words around dates that CLDR does not have, by language: circa, since, seasons, centuries."""

from __future__ import annotations

from collections.abc import Mapping

# A key is a word or a kind of date. "/since" marks the form a kind takes after that preposition
# (Russian cases, German plurals, French and Spanish articles), "/after" the form after any of them.
# A preposition can have its own form before a kind of date, as in "since day".
# Fields: {0} the date, {y} year or first year of the decade, {n} number of the century.
DATE_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "circa": "c. {0}", "since": "since {0}", "until": "until {0}",
        "uncertain": "{0} (uncertain)", "approximate": "{0} (approximate)",
        "yearless": "{0} (year not given)", "unknown": "date not known",
        "season21": "spring {y}", "season22": "summer {y}",
        "season23": "autumn {y}", "season24": "winter {y}",
        "decade": "{y}s", "decade/after": "the {y}s", "decade/circa": "{y}s",
        "century": "{n} century", "century/after": "the {n} century",
        "century/circa": "{n} century",
    },
    "ar": {
        "circa": "نحو {0}", "since": "منذ {0}", "until": "حتى {0}",
        "uncertain": "{0} (غير مؤكد)", "approximate": "{0} (تقريبًا)",
        "yearless": "{0} (السنة غير مذكورة)", "unknown": "تاريخ غير معروف",
        "season21": "ربيع {y}", "season22": "صيف {y}",
        "season23": "خريف {y}", "season24": "شتاء {y}",
        "decade": "عقد {y}", "century": "القرن الـ{n}",
    },
    "he": {
        "circa": "בסביבות {0}", "since": "מאז {0}", "until": "עד {0}",
        "uncertain": "{0} (לא ודאי)", "approximate": "{0} (בקירוב)",
        "yearless": "{0} (השנה לא צוינה)", "unknown": "תאריך לא ידוע",
        "season21": "אביב {y}", "season22": "קיץ {y}",
        "season23": "סתיו {y}", "season24": "חורף {y}",
        "decade": "שנות ה־{y}", "century": "המאה ה־{n}",
    },
    "fr": {
        "circa": "vers {0}", "since": "depuis {0}", "until": "jusqu’en {0}",
        "until day": "jusqu’au {0}", "until season": "jusqu’{0}",
        "until decade": "jusqu’aux {0}", "until century": "jusqu’au {0}",
        "uncertain": "{0} (date incertaine)", "approximate": "{0} (date approximative)",
        "yearless": "{0} (année non précisée)", "unknown": "date inconnue",
        "day/after": "le {0}", "day/until": "{0}", "first day": "1er",
        "season21": "printemps {y}", "season22": "été {y}",
        "season23": "automne {y}", "season24": "hiver {y}",
        "season21/after": "le printemps {y}", "season22/after": "l’été {y}",
        "season23/after": "l’automne {y}", "season24/after": "l’hiver {y}",
        "season21/until": "au printemps {y}", "season22/until": "à l’été {y}",
        "season23/until": "à l’automne {y}", "season24/until": "à l’hiver {y}",
        "decade": "années {y}", "decade/after": "les années {y}", "decade/until": "années {y}",
        "century": "{n} siècle", "century/after": "le {n} siècle", "century/until": "{n} siècle",
    },
    "de": {
        "circa": "ca. {0}", "since": "seit {0}", "until": "bis {0}",
        "uncertain": "{0} (unsicher)", "approximate": "{0} (ungefähr)",
        "yearless": "{0} (Jahr nicht angegeben)", "unknown": "Datum unbekannt",
        "day/since": "dem {0}", "day/until": "zum {0}",
        "season21": "Frühjahr {y}", "season22": "Sommer {y}",
        "season23": "Herbst {y}", "season24": "Winter {y}",
        "decade": "{y}er-Jahre", "decade/since": "den {y}er-Jahren",
        "decade/until": "in die {y}er-Jahre",
        "century": "{n}. Jahrhundert", "century/since": "dem {n}. Jahrhundert",
        "century/until": "ins {n}. Jahrhundert",
    },
    "es": {
        "circa": "hacia {0}", "since": "desde {0}", "until": "hasta {0}",
        "uncertain": "{0} (fecha incierta)", "approximate": "{0} (fecha aproximada)",
        "yearless": "{0} (año no indicado)", "unknown": "fecha desconocida",
        "day/after": "el {0}",
        "season21": "primavera de {y}", "season22": "verano de {y}",
        "season23": "otoño de {y}", "season24": "invierno de {y}",
        "season21/after": "la primavera de {y}", "season22/after": "el verano de {y}",
        "season23/after": "el otoño de {y}", "season24/after": "el invierno de {y}",
        "decade": "década de {y}", "decade/after": "la década de {y}",
        "century": "siglo {n}", "century/after": "el siglo {n}",
    },
    "ru": {
        "circa": "ок. {0}", "since": "с {0}", "until": "по {0}",
        "uncertain": "{0} (предположительно)", "approximate": "{0} (приблизительно)",
        "yearless": "{0} (год не указан)", "unknown": "дата неизвестна",
        "year/after": "{0}\u202fг.", "month/after": "{0}",
        "season21": "весна {y}\u202fг.", "season22": "лето {y}\u202fг.",
        "season23": "осень {y}\u202fг.", "season24": "зима {y}\u202fг.",
        "season21/after": "весны {y}\u202fг.", "season22/after": "лета {y}\u202fг.",
        "season23/after": "осени {y}\u202fг.", "season24/after": "зимы {y}\u202fг.",
        "season21/until": "весну {y}\u202fг.", "season22/until": "лето {y}\u202fг.",
        "season23/until": "осень {y}\u202fг.", "season24/until": "зиму {y}\u202fг.",
        "decade": "{y}-е годы", "decade/after": "{y}-х годов", "decade/until": "{y}-е годы",
        "century": "{n} век", "century/after": "{n} века", "century/until": "{n} век",
    },
    "zh": {
        "circa": "约{0}", "since": "自{0}起", "until": "至{0}为止",
        "uncertain": "{0}（不确定）", "approximate": "{0}（大约）",
        "yearless": "{0}（年份不详）", "unknown": "日期不详",
        "season21": "{y}年春季", "season22": "{y}年夏季",
        "season23": "{y}年秋季", "season24": "{y}年冬季",
        "decade": "{y}年代", "century": "{n}世纪",
    },
    "zh_Hant": {
        "circa": "約{0}", "since": "自{0}起", "until": "至{0}為止",
        "uncertain": "{0}（不確定）", "approximate": "{0}（大約）",
        "yearless": "{0}（年份不詳）", "unknown": "日期不詳",
        "season21": "{y}年春季", "season22": "{y}年夏季",
        "season23": "{y}年秋季", "season24": "{y}年冬季",
        "decade": "{y}年代", "century": "{n}世紀",
    },
}  # fmt: skip
