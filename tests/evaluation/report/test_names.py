"""The Department's names are told in plain English, any other as it stands."""

import pytest

from ridgeway.evaluation.report.figures import chance, interval, listed, plainly, signed, tabled
from ridgeway.evaluation.report.names import fact_of, heading_of, in_words, phrase_of


@pytest.mark.parametrize(
    ("measure", "heading", "phrase"),
    [
        (
            "PTRWM_EXP",
            "Reading, writing and maths: expected standard",
            "the share at the expected standard in reading, writing and maths",
        ),
        ("MAT_AVERAGE", "Maths: average scaled score", "the average scaled score in maths"),
        ("WRITPROG", "Writing: progress since key stage 1", "progress in writing"),
        ("PTMATX", "Maths: level 4 and above", "the share at level 4 and above in maths"),
        ("attendance", "Attendance", "attendance"),
    ],
)
def test_a_measure_has_a_heading_and_a_phrase(measure: str, heading: str, phrase: str) -> None:
    assert heading_of(measure) == heading
    assert phrase_of(measure) == phrase


def test_what_schools_are_matched_on_has_a_name() -> None:
    assert fact_of("MAT_AVERAGE trend before") == "Maths: average scaled score, trend before"
    assert fact_of("MAT_AVERAGE cohort before") == "Pupils in the year group"
    assert fact_of("eal") == "Pupils with English as an additional language (%)"
    assert fact_of("rainfall") == "Rainfall"


def test_a_text_names_measures_in_words_and_has_true_minus_signs() -> None:
    say = in_words(["PTRWM_EXP", "PTRWM_HIGH", "MAT_AVERAGE"])
    assert say("MAT_AVERAGE fell by -1.5 (2018-19)") == "the average scaled score in maths fell by −1.5 (2018-19)"
    assert say("0.3 in PTRWM_EXP level before") == (
        "0.3 in the level before of the share at the expected standard in reading, writing and maths"
    )
    assert say("MAT_AVERAGE cohort before") == "pupils in the year group before"
    assert say("MAT_AVERAGES") == "MAT_AVERAGES"
    assert in_words([])("nothing to -3 name") == "nothing to −3 name"


def test_figures_have_their_sign_and_decimals() -> None:
    assert [signed(value, step=0.1) for value in (3.24, -0.5, 0.0, None)] == ["+3.2", "−0.5", "0.0", "–"]
    assert signed(1200, " points", step=1) == "+1,200 points"
    assert interval(-1.25, 3, step=0.1) == "−1.2 to +3.0"
    assert interval(None, 3, step=1) == "no lower bound to +3"
    assert interval(None, None) == "without bounds"
    assert [chance(value) for value in (0.0001, 0.25, None)] == ["p < 0.001", "p = 0.250", "–"]
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a"]) == "a"


def test_anything_found_can_be_written() -> None:
    assert plainly({"largest_step": 1.5, "exact": True, "names": ["a", None]}) == (
        "largest step: 1.5; exact: yes; names: a, –"
    )
    table = tabled([{"year": 2018, "p_value": 0.25}, {"year": 2019, "refused": "too few"}])
    assert table.columns == ("Year", "P value", "Refused")
    assert table.rows == (("2018", "0.25", "–"), ("2019", "–", "too few"))
