"""Sites in right-to-left languages and in several languages, as a build leaves them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from support.crawl import crawl
from support.languages import AR_PAGES, AR_SITE, MANY_TONGUES
from support.sites import SITE_URL, Built, Node

LANGS = {
    "note": "en", "note-ar": "ar", "note-fr": "fr", "note-de-AT": "de-AT", "note-ja": "ja",
    "note-pt-BR": "pt-BR", "note-zh-TW": "zh-TW", "note-fa": "fa", "note-ps": "ps", "note-es": "es",
}  # fmt: skip
OTHERS = "Nordsee|Hamburg|Ramla|ITF|Minutes of|The registry|Petersen|O'Neil|Shipping"
"""Names in the made-up Arabic briefs."""
PROPER = "English|BibTeX|CSL-JSON|JavaScript|Ctrl|ICD|https?://|Made with|Material for MkDocs|@misc|container-title|^(?:Markdown|JSON|Atom|RSS|CSV|Brier)$"
"""Names that are the same in every language, and the theme's own mark."""


@pytest.fixture(scope="module")
def arabic(make: Callable[..., Built]) -> Built:
    site = make(AR_SITE)
    assert site.status == 0, site.output
    return site


@pytest.fixture(scope="module")
def tongues(make: Callable[..., Built]) -> Built:
    site = make(MANY_TONGUES)
    assert site.status == 0, site.output
    return site


def said(node: Node) -> list[str]:
    """Every text that a reader can meet, also in a tooltip or from a screen reader, without what is
    marked as English."""
    if node.attrs.get("lang") == "en" or node.tag in ("script", "style", "template"):
        return []
    names = ("title", "aria-label", "placeholder", "alt")
    texts = [node.attrs[name] for name in names if name in node.attrs]
    for child in node.children:
        texts += [child] if isinstance(child, str) else said(child)
    return texts


def hreflangs(page: Node) -> dict[str, str]:
    found = [n for n in page.all("link", rel="alternate") if "hreflang" in n.attrs]
    rows = {n.attrs["hreflang"]: n.attrs["href"].removeprefix(SITE_URL) for n in found}
    assert len(rows) == len(found), "a language twice"
    return rows


def article(page: Node) -> dict[str, object]:
    texts = ["".join(map(str, n.children)) for n in page.all("script", type="application/ld+json")]
    (found,) = [row for row in map(json.loads, texts) if "headline" in row]
    return found


@pytest.mark.parametrize("path", [*AR_PAGES, "explore/"])
def test_every_page_of_an_arabic_site_is_arabic(arabic: Built, path: str) -> None:
    page = arabic.page(path)
    assert page.one("html").attrs["lang"] == "ar"
    assert page.one("body").attrs["dir"] == "rtl"
    assert "dir" not in page.article.all(class_="briefs")[:1]
    own = re.compile(f"{OTHERS}|{PROPER}")
    english = [text for text in said(page.one("body")) if re.search("[A-Za-z]{3,}", text)]
    assert [text for text in english if not own.search(text)] == []


def test_an_arabic_site_has_no_english_word_in_a_place_for_names(arabic: Built) -> None:
    crumbs = arabic.page("briefs/strike/").one("nav", aria_label="مسار التنقل")
    assert [text for text, _ in crumbs.links] == ["الرئيسية", "الموجزات"]
    outlook = arabic.page("outlook/").text
    assert "مرجَّح من 55 إلى 80%" in outlook
    assert "likely" not in outlook


def test_links_of_the_sites_lead_somewhere(arabic: Built, tongues: Built) -> None:
    for site in (arabic, tongues):
        seen = crawl(site.folder)
        assert seen.broken == []
        assert seen.foreign == []


def test_latin_names_in_arabic_text_are_isolated(arabic: Built) -> None:
    page = arabic.page("briefs/strike/").article
    bare = [
        n
        for n in page.section("involved")
        if "Nordsee" in "".join(c for c in n.children if isinstance(c, str))
    ]
    assert {n.tag for n in bare} == {"bdi"}
    source = page.one(id="source-minutes")
    assert source.one("cite").attrs["dir"] == "auto"
    assert any("Jane O'Neil" in n.text for n in source.all("bdi"))


def test_words_from_a_brief_in_another_language_say_so(arabic: Built) -> None:
    page = arabic.page("briefs/strike-en/").article
    (why,) = [n for n in page.all("span", lang="ar") if n.text == "بعد لقاء أول."]
    assert why.attrs["dir"] == "rtl"
    (link,) = {n.attrs.get("lang") for n in page.all("bdi") if n.text == "بدء المحادثات في الرملة"}
    assert link == "ar"
    outlook = arabic.page("outlook/").article
    own = [n.attrs for n in outlook.all("bdi") if n.text == "إضراب مرشدي السفن في ميناء الرملة"]
    assert own
    assert not any("lang" in attrs for attrs in own)
    assert not [n for n in outlook.all("span", lang="en") if n.text == "A deal is signed."]


@pytest.mark.parametrize(
    ("slug", "lang", "sense"),
    [("strike-he", "he", "rtl"), ("strike-en", "en", "ltr"), ("strike", "ar", "rtl")],
)
def test_a_brief_of_an_arabic_site_speaks_its_own_language(
    arabic: Built, slug: str, lang: str, sense: str
) -> None:
    page = arabic.page(f"briefs/{slug}/")
    assert page.one("html").attrs["lang"] == lang
    assert page.one("body").attrs["dir"] == sense


@pytest.mark.parametrize(
    ("slug", "html", "sense"),
    [
        ("note", "en", "ltr"),
        ("note-ar", "ar", "rtl"),
        ("note-fa", "fa", "rtl"),
        ("note-fr", "fr", "ltr"),
        ("note-de-AT", "de", "ltr"),
        ("note-ja", "ja", "ltr"),
        ("note-pt-BR", "pt", "ltr"),
        ("note-zh-TW", "zh-TW", "ltr"),
        ("note-ps", "en", "ltr"),  # the theme has no Pashto
        ("alone", "de", "ltr"),
    ],
)
def test_the_whole_page_speaks_the_language_of_its_brief(
    tongues: Built, slug: str, html: str, sense: str
) -> None:
    page = tongues.page(f"briefs/{slug}/")
    assert page.one("html").attrs["lang"] == html
    assert page.one("body").attrs["dir"] == sense
    (ours,) = [n for n in page if "b-brief" in n.attrs.get("class", "").split()]
    assert ours.attrs.get("lang") == (None if slug == "note" else LANGS.get(slug, "de"))
    if slug == "note-ps":
        assert ours.attrs["dir"] == "rtl"


def test_the_themes_own_words_are_in_the_language_of_the_page(tongues: Built) -> None:
    for slug, title in (
        ("note", "In this brief"),
        ("note-fr", "Dans ce décryptage"),
        ("note-ar", "في هذا الموجز"),
        ("note-ja", "目次"),  # Our words are not translated; the theme's are.
    ):
        (side,) = tongues.page(f"briefs/{slug}/").all("div", class_="md-nav__title")
        assert side.text == title


def test_other_pages_keep_the_language_of_the_site(tongues: Built) -> None:
    for path in ("", "briefs/", "outlook/", "timeline/"):
        assert tongues.page(path).one("html").attrs["lang"] == "en"
        assert tongues.page(path).one("body").attrs["dir"] == "ltr"


def test_interface_words_are_english_and_marked_where_a_language_has_none(tongues: Built) -> None:
    page = tongues.page("briefs/note-fa/").article
    heading = page.one(id="timeline")
    assert (heading.text, heading.attrs["lang"], heading.attrs["dir"]) == ("Timeline", "en", "ltr")
    assert tongues.page("briefs/note-ja/").article.one(id="timeline").attrs["lang"] == "en"
    assert "lang" not in tongues.page("briefs/note-fr/").article.one(id="timeline").attrs


def test_translations_name_each_other_and_themselves(tongues: Built) -> None:
    wanted = {lang: f"briefs/{slug}/" for slug, lang in LANGS.items()} | {
        "x-default": "briefs/note/"
    }
    for slug in LANGS:
        assert hreflangs(tongues.page(f"briefs/{slug}/")) == wanted, slug


def test_a_draft_and_a_brief_to_come_are_no_translations_yet(tongues: Built) -> None:
    found = hreflangs(tongues.page("briefs/note/"))
    assert not {"he", "ru"} & found.keys()
    assert "עברית" not in tongues.page("briefs/note/").text
    assert not (tongues.folder / "briefs/note-he").exists()


def test_a_brief_without_translations_names_none(tongues: Built) -> None:
    page = tongues.page("briefs/alone/")
    assert hreflangs(page) == {}
    assert not {"workTranslation", "translationOfWork"} & article(page).keys()


def test_structured_data_tells_original_from_translation(tongues: Built) -> None:
    original, french = (article(tongues.page(f"briefs/{s}/")) for s in ("note", "note-fr"))
    assert [row["inLanguage"] for row in original["workTranslation"]] == sorted(
        set(LANGS.values()) - {"en"}
    )
    assert "translationOfWork" not in original
    assert french["translationOfWork"]["@id"] == f"{SITE_URL}briefs/note/"
    assert french["inLanguage"] == "fr"
    assert "workTranslation" not in french


def test_social_networks_learn_of_the_other_languages(tongues: Built) -> None:
    page = tongues.page("briefs/note-de-AT/")
    assert page.meta("og:locale") == "de_AT"
    others = [n.attrs["content"] for n in page.all("meta", property="og:locale:alternate")]
    assert sorted(others) == sorted({lang.replace("-", "_") for lang in LANGS.values()} - {"de_AT"})


def test_the_switch_names_each_language_in_itself(tongues: Built) -> None:
    header = tongues.page("briefs/note/").article.one("header")
    found = {n.attrs["hreflang"]: n for n in header.all("a") if "hreflang" in n.attrs}
    assert found.keys() == set(LANGS.values()) - {"en"}
    assert {lang: n.text for lang, n in found.items() if lang in ("ar", "fr", "ja", "fa")} == {
        "ar": "العربية", "fr": "français", "ja": "日本語", "fa": "فارسی",
    }  # fmt: skip
    assert all(n.attrs["lang"] == lang for lang, n in found.items())


def test_translations_stay_reciprocal_without_their_original(make: Callable[..., Built]) -> None:
    files = dict(MANY_TONGUES)
    files["briefs/note.md"] = files["briefs/note.md"].replace("lang: en", "lang: en\ndraft: true")
    site = make(files)
    assert site.status == 0, site.output
    found = {slug: hreflangs(site.page(f"briefs/{slug}/")) for slug in LANGS if slug != "note"}
    assert len({tuple(sorted(rows.items())) for rows in found.values()}) == 1
    rows = found["note-fr"]
    assert rows.keys() == {*LANGS.values(), "x-default"} - {"en"}
    assert rows["x-default"] in rows.values()
    assert "translationOfWork" not in article(site.page("briefs/note-fr/"))


def test_scripts_find_words_for_the_language_of_every_page(tongues: Built) -> None:
    for slug, lang in LANGS.items():
        found = json.loads(tongues.read(f"assets/briefs/words/{lang.lower()}.json"))
        assert found["lang"] == {"de-AT": "de", "zh-TW": "zh"}.get(
            lang, lang if lang in ("en", "ar", "fr", "es") else "en"
        ), slug
