"""Headings of sections in German, French, Spanish, Russian, Arabic, Hebrew and Chinese.

A heading is known where one of its words names a kind of section and all others are words that
usually stand beside it; an article in a language that is not here keeps its sections in the body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a heading in another language than English opens."""

    field: str
    """A field of the brief, or "body"."""
    lang: str
    horizon: str | None = None
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class _Language:
    nouns: dict[str, str]
    """Word that names a section -> field."""
    beside: frozenset[str]
    before_audience: frozenset[str]
    horizons: dict[str, str]
    whole: dict[str, str]
    """Whole heading, words joined by one blank -> field."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


def _by_field(**rows: str) -> dict[str, str]:
    return {word: field for field, words in rows.items() for word in _words(words)}


def _whole(**rows: str) -> dict[str, str]:
    return {
        " ".join(one.casefold().split()): field
        for field, headings in rows.items()
        for one in headings.split(";")
    }


_LANGUAGES = {
    "de": _Language(
        _by_field(
            implications="Auswirkungen Folgen Konsequenzen Implikationen",
            developments="Entwicklungen Szenarien Ausblick Prognose Prognosen Perspektiven"
            " Zukunftsaussichten Aussichten Zukunftsperspektiven",
            advice="Empfehlungen Handlungsempfehlungen Ratschläge Tipps Handlungsvorschläge",
        ),
        _words(
            "langfristige mittelfristige kurzfristige mögliche künftige zukünftige potenzielle"
            " potentielle weitere wichtige wichtigste wesentliche erwartete wahrscheinliche"
            " konkrete umsetzbare praktische politische wirtschaftliche gesellschaftliche"
            " strategische und die der in Zukunft"
        ),
        _words("für"),
        {"langfristige": "long", "mittelfristige": "medium", "kurzfristige": "short"},
        _whole(
            developments="wie es weitergeht;wie geht es weiter;was kommt als nächstes",
            advice="was zu tun ist;nächste schritte;was jetzt zu tun ist",
            why_it_matters="warum es wichtig ist;warum das wichtig ist",
            key_points="das wichtigste in kürze;kernpunkte;kernaussagen;auf einen blick",
            unknowns="offene fragen",
            sources="quellen",
            topics="schlagwörter",
            body="hintergrund;fazit;schluss;schlussfolgerung;schlussfolgerungen;einleitung;analyse"
            ";nachanalyse;folgeanalyse",
        ),
    ),
    "fr": _Language(
        _by_field(
            implications="conséquences répercussions retombées effets incidences implications"
            " impacts",
            developments="développements évolutions scénarios perspectives prévisions",
            advice="conseils recommandations préconisations",
        ),
        _words(
            "à long court moyen terme possibles futurs futures potentiels potentielles éventuels"
            " éventuelles probables pratiques concrets concrètes exploitables applicables d de des"
            " les l la le et venir avenir clés principales principaux politiques économiques"
            " stratégiques attendus attendues"
        ),
        _words("pour aux"),
        {"long": "long", "moyen": "medium", "court": "short"},
        _whole(
            developments="et maintenant;à quoi s attendre;et après",
            advice="prochaines étapes;que faire",
            why_it_matters="pourquoi c est important",
            key_points="points clés;l essentiel;à retenir;ce qu il faut retenir",
            unknowns="questions ouvertes;questions en suspens",
            sources="sources et références",
            topics="mots clés",
            body="contexte;conclusion;en conclusion;introduction;analyse;analyse de suivi",
        ),
    ),
    "es": _Language(
        _by_field(
            implications="implicaciones consecuencias repercusiones efectos impactos",
            developments="desarrollos acontecimientos escenarios perspectivas previsiones"
            " pronósticos",
            advice="consejos recomendaciones sugerencias",
        ),
        _words(
            "a largo corto medio mediano plazo posibles futuros futuras futuro potenciales"
            " prácticos prácticas accionables aplicables concretos concretas de del la las los el"
            " y en clave principales políticas económicas estratégicos estratégicas probables"
        ),
        _words("para"),
        {"largo": "long", "medio": "medium", "mediano": "medium", "corto": "short"},
        _whole(
            developments="qué sigue;qué esperar;qué viene ahora;y ahora qué",
            advice="próximos pasos;qué hacer",
            why_it_matters="por qué importa;por qué es importante",
            key_points="puntos clave;claves",
            unknowns="preguntas abiertas;preguntas sin respuesta",
            sources="fuentes",
            topics="palabras clave;etiquetas",
            body="contexto;antecedentes;conclusión;conclusiones;en conclusión;introducción"
            ";análisis;análisis de seguimiento",
        ),
    ),
    "ru": _Language(
        _by_field(
            implications="последствия следствия",
            developments="развитие сценарии перспективы прогноз прогнозы",
            advice="рекомендации советы",
        ),
        _words(
            "долгосрочные среднесрочные краткосрочные возможное возможные будущее будущие"
            " будущего дальнейшее потенциальные вероятные вероятное событий практические"
            " действенные ключевые основные полезные конкретные и в будущем ситуации на"
        ),
        _words("для"),
        {"долгосрочные": "long", "среднесрочные": "medium", "краткосрочные": "short"},
        _whole(
            developments="что дальше;что будет дальше;чего ожидать",
            advice="что делать;следующие шаги",
            why_it_matters="почему это важно",
            key_points="главное;ключевые выводы;коротко",
            unknowns="открытые вопросы",
            sources="источники",
            topics="теги;ключевые слова",
            body="заключение;выводы;вывод;контекст;предыстория;анализ;последующий анализ;введение",
        ),
    ),
    "ar": _Language(
        _by_field(
            implications="التداعيات تداعيات الآثار آثار العواقب عواقب الانعكاسات انعكاسات",
            developments="التطورات تطورات السيناريوهات سيناريوهات التوقعات توقعات",
            advice="نصائح النصائح توصيات التوصيات",
        ),
        _words(
            "طويلة قصيرة متوسطة المدى الأمد الأجل على الطويل البعيد القصير المتوسط المستقبلية"
            " مستقبلية المحتملة محتملة الممكنة ممكنة المتوقعة متوقعة عملية العملية قابلة القابلة"
            " للتنفيذ للتطبيق الرئيسية رئيسية المقبلة القادمة"
        ),
        frozenset(),
        {
            "طويلة": "long",
            "الطويل": "long",
            "البعيد": "long",
            "متوسطة": "medium",
            "المتوسط": "medium",
            "قصيرة": "short",
            "القصير": "short",
        },
        _whole(
            developments="ماذا بعد",
            why_it_matters="لماذا هذا مهم",
            key_points="النقاط الرئيسية;أبرز النقاط",
            sources="المصادر;المراجع",
            body="تحليل متابعة;تحليل المتابعة;الخلاصة;خلاصة;الخاتمة;خاتمة;الخلفية;خلفية"
            ";تحليل;التحليل",
        ),
    ),
    "he": _Language(
        _by_field(
            implications="השלכות ההשלכות השפעות משמעויות",
            developments="התפתחויות ההתפתחויות תרחישים תחזית תחזיות",
            advice="המלצות ההמלצות עצות",
        ),
        _words(
            "ארוכות קצרות בינוניות טווח הטווח לטווח בטווח ארוך הארוך קצר הקצר בינוני אפשריות"
            " האפשריות עתידיות העתידיות בעתיד פוטנציאליות מעשיות ליישום עיקריות צפויות מרכזיות"
        ),
        frozenset(),
        {
            "ארוכות": "long",
            "ארוך": "long",
            "הארוך": "long",
            "בינוניות": "medium",
            "בינוני": "medium",
            "קצרות": "short",
            "קצר": "short",
            "הקצר": "short",
        },
        _whole(
            developments="מה הלאה;מה צפוי",
            advice="מה לעשות",
            why_it_matters="למה זה חשוב;מדוע זה חשוב",
            key_points="נקודות מפתח;עיקרי הדברים",
            sources="מקורות",
            body="רקע;סיכום;לסיכום;מסקנות;ניתוח;ניתוח המשך",
        ),
    ),
}
_CHINESE_BESIDE = (
    "关键|關鍵|主要|潜在|潛在|可能|未来|未來|长期|長期|中期|短期|深远|深遠|具体|具體|可行|实用|實用"
    "|可操作|政策|后续|後續|进一步|進一步|的|性|与|與|和"
)
_CHINESE = {
    "implications": re.compile(rf"(?:{_CHINESE_BESIDE})*(?:影响|影響|后果|後果|意义|意義)"),
    "developments": re.compile(
        rf"(?:{_CHINESE_BESIDE})*(?:发展|發展|走向|走势|走勢|展望|前景|情景|动向|動向)(?:趋势|趨勢)?"
    ),
    "advice": re.compile(rf"(?:{_CHINESE_BESIDE}|行动|行動)*(?:建议|建議|对策|對策)"),
    "why_it_matters": re.compile("(?:为什么|為什麼|为何|為何)重要"),
    "key_points": re.compile("(?:关键|關鍵|核心|主要)?(?:要点|要點)"),
    "sources": re.compile("(?:资料|資料)?(?:来源|來源)|参考(?:资料|文献)|參考(?:資料|文獻)"),
    "body": re.compile("(?:背景|结论|結論|总结|總結|结语|結語|(?:后续|後續)?分析)(?:[:：].*)?"),
}
_CHINESE_HORIZONS = {"长期": "long", "長期": "long", "中期": "medium", "短期": "short"}


def read_foreign_heading(words: str) -> Foreign | None:
    """What a heading of these words opens in one of the languages above; None if nothing known."""
    head = re.split("[:：]", words, maxsplit=1)[0]
    plain = re.findall(r"\w+", words.casefold())
    if not plain or len(plain) > 12:
        return None
    for lang, language in _LANGUAGES.items():
        whole = " ".join(plain)
        if field := language.whole.get(whole):
            return Foreign(field, lang)
        if language.whole.get(" ".join(re.findall(r"\w+", head.casefold()))) == "body":
            return Foreign("body", lang)
        if ":" not in words and (found := _of_words(plain, words, lang, language)):
            return found
    squeezed = "".join(words.split()).rstrip("?？")
    for field, pattern in _CHINESE.items():
        if pattern.fullmatch(squeezed):
            horizons = {name for sign, name in _CHINESE_HORIZONS.items() if sign in squeezed}
            return Foreign(field, "zh", _single(field, horizons))
    return None


def _of_words(plain: list[str], words: str, lang: str, language: _Language) -> Foreign | None:
    at = next((n for n, word in enumerate(plain) if word in language.before_audience), len(plain))
    own = plain[:at]
    fields = [language.nouns[word] for word in own if word in language.nouns]
    if not fields or any(
        word not in language.nouns | dict.fromkeys(language.beside) for word in own
    ):
        return None
    horizons = {language.horizons[word] for word in own if word in language.horizons}
    who = None
    if fields[0] == "advice" and at < len(plain):
        who = re.split(rf"\b{plain[at]}\s+", words, maxsplit=1, flags=re.IGNORECASE)[-1].strip()
    return Foreign(fields[0], lang, _single(fields[0], horizons), who)


def _single(field: str, horizons: set[str]) -> str | None:
    return next(iter(horizons)) if field == "implications" and len(horizons) == 1 else None
