"""What may be written for a likelihood, which terms it gets, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_briefs.model.likelihood import SCALES, LikelihoodError, Scale
from mkdocs_briefs.render.analysis import yardstick
from mkdocs_briefs.render.words import words

PHIA, ICD = SCALES["phia"], SCALES["icd203"]
percents = st.integers(0, 10_000).map(lambda hundredths: hundredths / 100)
scales = st.sampled_from([PHIA, ICD])


@pytest.mark.parametrize(
    ("scale", "text", "term"),
    [
        (PHIA, "5%", "remote chance"),
        (PHIA, "10%", "highly unlikely"),
        (PHIA, "55-75%", "likely"),
        (PHIA, "0-5%", "remote chance"),
        (PHIA, "0.5%", "remote chance"),
        (PHIA, "100%", "almost certain"),
        (PHIA, "7%", "between remote chance and highly unlikely"),
        (PHIA, "22%", "between highly unlikely and unlikely"),
        (PHIA, "15-22%", "between highly unlikely and unlikely"),
        (PHIA, "52%", "between realistic possibility and likely"),
        (PHIA, "5-10%", "between remote chance and highly unlikely"),
        (PHIA, "30-60%", "between unlikely and likely"),
        (ICD, "0%", "almost no chance"),
        (ICD, "0.25%", "almost no chance"),
        (ICD, "0-1%", "almost no chance"),
        (ICD, "3%", "almost no chance"),
        (ICD, "20%", "unlikely"),
        (ICD, "5-20%", "very unlikely"),
        (ICD, "55-80%", "likely"),
        (ICD, "99.9%", "almost certain"),
        (ICD, "97-100%", "almost certain"),
        (ICD, "100%", "almost certain"),
        (ICD, "70-85%", "between likely and very likely"),
        (ICD, "20-80%", "between unlikely and likely"),
        (ICD, "0-3%", "almost no chance"),
        (ICD, "0-100%", "between almost no chance and almost certain"),
    ],
)
def test_a_number_or_range_has_the_word_of_its_band_or_of_those_around(
    scale: Scale, text: str, term: str
) -> None:
    found = scale.read(text)
    assert found.term == term
    assert found.numbers == text.replace("-", "\N{EN DASH}")


@pytest.mark.parametrize(
    "text",
    [
        *("55-80%", "55%-80%", "55 - 80 %", "55\u00a0%\u2009\u2013\u200980\u00a0%", "55\u201480%"),
        *("55 to 80%", "55,0-80,00%", "55\u221280\uff05", "\u0665\u0665-\u0668\u0660\u066a"),
    ],
)
def test_dashes_blanks_commas_and_digits_of_all_kinds_are_read(text: str) -> None:
    found = ICD.read(text)
    assert (found.low, found.high, found.terms) == (55, 80, ("likely",))


@pytest.mark.parametrize("text", ["Likely", "  very\n LIKELY ", "Nearly Certain"])
def test_a_term_is_read_in_any_case(text: str) -> None:
    assert ICD.read(text).term == " ".join(text.casefold().split())


@pytest.mark.parametrize(
    ("scale", "text", "suggestion", "reason"),
    [
        (ICD, "80-55%", "55-80%", "higher number first"),
        (ICD, "80 % \N{EN DASH} 55,5 %", "55.5-80%", "higher number first"),
        (ICD, "55-80", "55-80%", "not a likelihood"),
        (ICD, "70", "70%", "not a likelihood"),
        (ICD, "0.7", "70%", "not in percent"),
        (ICD, "0,55 - 0,8", "55-80%", "not in percent"),
        (ICD, "1.5", "1.5%", "not a likelihood"),
        (ICD, "70 percent", "70%", "not a likelihood"),
        (ICD, "c. 70%", "70%", "not a likelihood"),
        (ICD, "<5%", "0-5%", "not a likelihood"),
        (ICD, "more than 95 %", "95-100%", "not a likelihood"),
        (ICD, "101%", "", "more than 100%"),
        (ICD, "80-555%", "", "more than 100%"),
        (ICD, "-5%", "", "not a likelihood"),
        (ICD, "wahrscheinlich", "", "expected a term of the scale icd203"),
        (ICD, "Highly Likely", "80-90%", "a term of the scale phia"),
        (PHIA, "very likely", "80-95%", "a term of the scale icd203"),
        (PHIA, "1,000%", "", "not a likelihood"),
        (PHIA, "", "", "not a likelihood"),
    ],
)
def test_what_is_refused_says_why_and_what_to_write(
    scale: Scale, text: str, suggestion: str, reason: str
) -> None:
    with pytest.raises(LikelihoodError, match=reason) as caught:
        scale.read(text)
    assert caught.value.suggestion == suggestion
    if suggestion:
        assert scale.read(suggestion)


@given(percents, percents, scales)
def test_the_words_of_a_range_hold_for_all_of_it(one: float, other: float, scale: Scale) -> None:
    low, high = sorted((one, other))
    found = scale.read(f"{low:.2f}-{high:.2f}%")
    assert (found.low, found.high) == (low, high)
    bands = {band.term: band for band in scale.bands}
    lowest, highest = bands[found.terms[0]], bands[found.terms[-1]]
    assert lowest.low <= low or lowest is scale.bands[0]
    assert high <= highest.high or highest is scale.bands[-1]
    if len(found.terms) == 2:
        assert scale.bands.index(lowest) < scale.bands.index(highest)
        for band in scale.bands:
            assert not (band.low <= low and high <= band.high)


@given(percents, scales)
def test_a_number_and_its_score_know_the_same_band(percent: float, scale: Scale) -> None:
    band = scale.band_of(percent)
    found = scale.read(f"{percent:.2f}%")
    assert found.terms == (band.term,) if band else len(found.terms) == 2


@pytest.mark.parametrize(
    ("text", "start", "width"),
    [("0%", 0, 2), ("0.5%", 0, 2), ("100%", 98, 2), ("0-100%", 0, 100), ("95-99%", 95, 4)],
)
def test_the_drawing_stays_on_the_yardstick(text: str, start: float, width: float) -> None:
    assert f'class="b-yard__range" x="{start}" y="1" width="{width}"' in yardstick(ICD.read(text))


def test_no_number_is_rounded_to_none_or_all() -> None:
    said = [words(lang).percent(0.05, 0.05) for lang in ("en", "de", "ar")]
    assert [text.replace("\u00a0", " ") for text in said[:2]] == ["0.05%", "0,05 %"]
    assert words("en").percent(99.95, 99.95) == "99.95%"


@pytest.mark.parametrize("lang", ["en", "ar", "he", "fr", "de", "es", "ru", "zh"])
def test_both_terms_are_said_in_every_language(lang: str) -> None:
    t = words(lang)
    said = t.term(ICD.read("70-85%").terms)
    assert t.of("term", "likely") in said
    assert t.of("term", "very likely") in said
    assert t.term(("likely",)) == t.of("term", "likely")
