"""A study finds the effect that is there and none that is not, and tells it as one object of plain values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ridgeway.impact.study import evaluate, read_study
from tests.impact.study.networks import network, study_file

METHODS = ("did", "matched_did", "event_study", "describe")
FEW = {"draws": 99}


def told(path: Path) -> dict[str, Any]:
    return evaluate(read_study(path)).as_dict()


@pytest.mark.parametrize("staggered", [False, True])
@pytest.mark.parametrize("method", METHODS)
def test_a_known_effect_lies_in_the_interval_of_every_method(tmp_path: Path, method: str, staggered: bool) -> None:
    effect = 6.0
    path = network(tmp_path, effect=effect, staggered=staggered, design={"method": method}, options=FEW)
    found = told(path)["outcomes"]["reading"]
    assert found["ci_low"] < effect < found["ci_high"]
    assert found["p_value"] < 0.05


@pytest.mark.parametrize("method", METHODS)
def test_without_an_effect_the_interval_mostly_holds_zero(tmp_path: Path, method: str) -> None:
    holds = 0
    for seed in range(10):
        path = network(tmp_path, seed=seed, design={"method": method}, options={"draws": 19})
        found = told(path)["outcomes"]["reading"]
        holds += found["ci_low"] <= 0 <= found["ci_high"]
    assert holds >= 8


def test_different_starts_are_never_given_to_a_naive_regression(tmp_path: Path) -> None:
    made = told(network(tmp_path, effect=5, staggered=True, options=FEW))
    assert "imputation" in made["outcomes"]["reading"]["method"]
    assert "imputation estimator is used instead" in " ".join(made["study"]["notes"])
    assert made["doubts"]["outcomes"]["reading"]["randomisation_p"] < 0.05


def test_the_object_has_every_key_and_no_number_that_is_none(tmp_path: Path) -> None:
    made = told(network(tmp_path, effect=5, design={"method": "matched_did", "exact": ["la"]}, options=FEW))
    assert json.loads(json.dumps(made, allow_nan=False)) == made
    assert made.keys() == {"study", "outcomes", "describe", "inspections", "balance", "doubts"}
    assert made["study"].keys() >= {"title", "hash", "design", "n_treated", "n_comparison"}
    wanted = "estimate std_error ci_low ci_high p_value effect_size effect_ci months method n_treated"
    assert made["outcomes"]["reading"].keys() >= {*wanted.split(), "n_comparison", "mdes", "words"}
    assert made["balance"][0].keys() == {"name", "before", "after"}
    checks = made["doubts"]["outcomes"]["reading"]
    assert checks.keys() >= {"placebo", "randomisation_p", "rebound", "leave_one_out"}
    assert checks["refused"] == {}
    for objection in made["doubts"]["objections"]:
        assert objection.keys() >= {"outcome", "title", "figure", "words", "severity"}
    assert made["describe"]["reading"].keys() >= {"before", "after", "change", "change_within_la"}


def test_the_same_file_gives_the_same_object_and_other_data_another_hash(tmp_path: Path) -> None:
    path = network(tmp_path, design={"method": "matched_did"}, options=FEW)
    first, second = told(path), told(path)
    assert first == second
    panel = tmp_path / "panel.csv"
    panel.write_text(panel.read_text().replace("S0119,2019,reading,", "S0119,2019,reading,1"))
    assert told(path)["study"]["hash"] != first["study"]["hash"]
    assert told(study_file(tmp_path, options={"draws": 98}))["study"]["hash"] != first["study"]["hash"]


def test_matching_goes_by_what_is_asked_for(tmp_path: Path) -> None:
    design = {"method": "matched_did", "match_on": ["level", "fsm"], "exact": ["la"], "ratio": 2}
    made = told(network(tmp_path, design=design, options=FEW))
    assert made["study"]["design"]["match_on"] == ["reading level before", "fsm"]
    assert [row["name"] for row in made["balance"]] == ["reading level before", "fsm"]
    assert made["study"]["design"]["matching"].startswith("exact on la; ")


def test_pupils_spread_gives_months_and_schools_spread_gives_none(tmp_path: Path) -> None:
    path = network(tmp_path, effect=5, options=FEW)
    of_schools = told(path)["outcomes"]["reading"]
    assert (of_schools["effect_spread"], of_schools["months"]) == ("schools", None)
    of_pupils = told(study_file(tmp_path, options={**FEW, "pupil_sd": {"reading": 20}}))["outcomes"]["reading"]
    assert of_pupils["effect_size"] == pytest.approx(of_pupils["estimate"] / 20)
    assert of_pupils["months"] > 0


def test_what_a_method_has_no_use_for_is_said(tmp_path: Path) -> None:
    made = told(network(tmp_path, design={"method": "did", "ratio": 3, "exact": ["la"]}, options=FEW))
    assert made["study"]["notes"] == ["did makes no use of exact, ratio."]


def test_a_dozen_lines_of_python_tell_the_findings(tmp_path: Path) -> None:
    study = read_study(network(tmp_path, effect=5, options=FEW))
    result = evaluate(study)
    (found,) = result.outcomes
    assert found.name == "reading"
    assert "than in the other schools" in found.words
    assert found.p_adjusted == found.estimate.p_value


def test_standardised_outcomes_are_told_in_standard_deviations_of_schools(tmp_path: Path) -> None:
    design = {"method": "did", "standardise": "schools"}
    found = told(network(tmp_path, effect=6, design=design, options=FEW))["outcomes"]["reading"]
    assert found["effect_size"] == pytest.approx(found["estimate"])
    assert (found["effect_spread"], found["months"]) == ("schools", None)
    assert "standard deviations of schools more than in the other schools" in found["words"]


def test_schools_can_be_matched_on_another_measure_than_the_outcome(tmp_path: Path) -> None:
    path = network(tmp_path, effect=6, design={"method": "matched_did", "match_on": ["writing"]}, options=FEW)
    panel = tmp_path / "panel.csv"
    header, *rows = panel.read_text().splitlines()
    panel.write_text("\n".join([header, *rows, *(row.replace("reading", "writing") for row in rows)]) + "\n")
    made = told(path)
    assert made["study"]["design"]["match_on"] == ["writing level before", "writing trend before"]


def test_with_one_year_before_schools_are_matched_on_their_level_and_refused_checks_say_why(
    tmp_path: Path,
) -> None:
    options = {**FEW, "years": [2016, 2017, 2018]}
    made = told(network(tmp_path, effect=6, design={"method": "matched_did"}, options=options))
    assert made["study"]["design"]["match_on"] == ["reading level before", "reading cohort before"]
    checks = made["doubts"]["outcomes"]["reading"]
    assert checks["placebo"] is None
    assert "two years with results before" in checks["refused"]["placebo"]


def test_among_very_many_schools_single_ones_are_left_out_of_the_difference_of_changes(tmp_path: Path) -> None:
    made = told(network(tmp_path, effect=6, schools=2100, options=FEW))
    left = made["doubts"]["outcomes"]["reading"]["leave_one_out"]
    assert left["method"] == "difference in mean changes"
    assert left["low"] < left["estimate"] < left["high"]


def test_two_outcomes_are_adjusted_for_each_other(tmp_path: Path) -> None:
    path = network(tmp_path, outcomes=["reading", "writing"], design={"method": "did"}, options=FEW)
    panel = tmp_path / "panel.csv"
    header, *rows = panel.read_text().splitlines()
    panel.write_text("\n".join([header, *rows, *(row.replace("reading", "writing") for row in rows)]) + "\n")
    found = told(path)["outcomes"]
    assert found["reading"]["p_adjusted"] == pytest.approx(min(1.0, 2 * found["reading"]["p_value"]))
