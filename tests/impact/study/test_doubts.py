"""Every study is asked the same questions, and each answer has its figure and its words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ridgeway.impact.study import evaluate, read_study
from tests.impact.study.networks import network

FEW = {"draws": 99}
ASKED = [
    *("years_before", "parallel_trends", "placebo_years", "placebo_groups", "chance", "rebound", "leave_one_out"),
    *("attrition", "hidden_bias", "unknown_differences", "other_ways", "other_years"),
]


def two_outcomes(folder: Path, **said: Any) -> Path:
    """A network of which writing is reading with noise of its own, known in all schools."""
    path = network(folder, outcomes=["reading", "writing"], **said)
    panel = folder / "panel.csv"
    header, *rows = panel.read_text().splitlines()
    other = [row.replace("reading", "writing") for row in rows]
    panel.write_text("\n".join([header, *rows, *other]) + "\n")
    return path


def doubts(path: Path, outcome: str = "reading") -> dict[str, Any]:
    found: dict[str, Any] = evaluate(read_study(path)).as_dict()["doubts"]["outcomes"][outcome]
    return found


def answers(path: Path) -> dict[str, dict[str, str]]:
    return {answer["check"]: answer for answer in doubts(path)["answers"]}


@pytest.mark.parametrize("staggered", [False, True])
@pytest.mark.parametrize("matching", ["propensity", "mahalanobis", "mahalanobis_in_caliper", "entropy"])
def test_every_way_of_matching_answers_every_question(tmp_path: Path, matching: str, staggered: bool) -> None:
    design = {"method": "matched_did", "matching": matching}
    found = answers(network(tmp_path, effect=6, staggered=staggered, design=design, options=FEW))
    assert list(found) == ASKED
    for key, answer in found.items():
        assert answer["words"]
        assert bool(answer["figure"]) == (answer["verdict"] != "not possible"), key
    assert found["chance"]["verdict"] == "holds"
    assert found["other_ways"]["verdict"] == "holds"


def test_a_finding_without_an_effect_is_put_in_doubt(tmp_path: Path) -> None:
    found = answers(network(tmp_path, effect=0, design={"method": "matched_did"}, options=FEW))
    assert found["chance"]["verdict"] == "doubt"
    assert found["placebo_groups"]["verdict"] == "doubt"
    assert found["hidden_bias"]["figure"] == "Γ = 1.00"
    assert found["unknown_differences"]["figure"].startswith("δ = ")


def test_a_question_that_cannot_be_answered_says_what_would_be_needed(tmp_path: Path) -> None:
    found = answers(network(tmp_path, effect=6, design={"method": "did"}, options=FEW))
    assert found["hidden_bias"]["verdict"] == "not possible"
    assert found["hidden_bias"]["words"].startswith("It takes matched sets")
    described = answers(network(tmp_path, effect=6, design={"method": "describe"}, options=FEW))
    assert described["years_before"]["words"] == "Years one by one need a design that compares changes."
    assert described["other_ways"]["verdict"] == "not possible"


def test_the_object_has_the_figures_behind_the_words(tmp_path: Path) -> None:
    found = doubts(network(tmp_path, effect=6, design={"method": "matched_did"}, options=FEW))
    assert found["placebo_groups"]["draws"] == 99
    assert abs(found["placebo_groups"]["mean"]) < 2 < found["placebo_groups"]["observed"]
    assert found["hidden_bias"]["gamma"] > 1.5
    assert found["parallel_trends"]["ci_low"] < found["parallel_trends"]["low"]
    assert found["unknown_differences"]["controls"] == [
        "reading level before",
        "reading trend before",
        "reading cohort before",
    ]
    names = [row["name"] for row in found["other_ways"]["rows"]]
    assert "weights by entropy balancing" in names
    assert "all other schools, not matched" in names
    assert "nearest odds, 3 to 1" not in names, "that is what the study does"
    assert [row["name"] for row in found["other_years"]["rows"]] == [f"without {y}" for y in range(2013, 2020)]


def test_outcomes_that_are_one_cost_nothing_by_romano_and_wolf(tmp_path: Path) -> None:
    made = evaluate(read_study(two_outcomes(tmp_path, effect=2.2, options={"draws": 499}))).as_dict()
    reading = made["outcomes"]["reading"]
    chance = made["doubts"]["outcomes"]["reading"]["randomisation_p"]
    assert reading["p_romano_wolf"] == pytest.approx(chance, abs=1e-9)
    assert reading["p_adjusted"] == pytest.approx(min(1.0, 2 * reading["p_value"]))
    last = made["doubts"]["outcomes"]["reading"]["answers"][-1]
    assert last["check"] == "many_outcomes"
    assert "Romano and Wolf" in last["words"]


def test_weak_schools_that_rebound_show_it_in_placebo_groups(tmp_path: Path) -> None:
    """Thirty of the weakest schools of 2016, and nothing is done: groups like them seem to gain as much."""
    path = network(tmp_path, schools=200, options=FEW, design={"method": "describe"})
    rows = [row.split(",") for row in (tmp_path / "panel.csv").read_text().splitlines()[1:]]
    low = sorted((float(row[3]), row[0]) for row in rows if row[1] == "2016")[:60:2]
    (tmp_path / "treated.csv").write_text("school,from\n" + "".join(f"{school},2017\n" for _, school in low))
    found = doubts(path)["placebo_groups"]
    assert found["mean"] > 2 * found["sd"] / found["draws"] ** 0.5
    assert found["mean"] > 0.25 * found["observed"]
    assert answers(path)["placebo_groups"]["verdict"] == "doubt"


def test_among_thousands_of_schools_with_different_starts_the_quick_ways_are_gone(tmp_path: Path) -> None:
    found = doubts(network(tmp_path, effect=6, schools=2100, staggered=True, options=FEW))
    assert found["leave_one_out"]["method"] == "difference in mean changes"
    assert found["leave_one_out"]["low"] < 6.5
    assert found["placebo_groups"]["draws"] == 19
    assert len(found["other_years"]["rows"]) == 6


def test_group_time_effects_can_be_asked_for(tmp_path: Path) -> None:
    design = {"method": "event_study", "staggered": "group_time"}
    made = evaluate(read_study(network(tmp_path, effect=6, staggered=True, design=design, options=FEW))).as_dict()
    assert "Callaway" in made["outcomes"]["reading"]["method"]
    assert made["study"]["design"]["estimator"] == "group-time"
    assert "group-time estimator is used instead" in " ".join(made["study"]["notes"])


def test_years_left_out_among_thousands_of_schools_are_differences_of_mean_changes(tmp_path: Path) -> None:
    rows = doubts(network(tmp_path, effect=6, schools=2100, options=FEW))["other_years"]["rows"]
    assert [row["name"] for row in rows] == [f"without {year}" for year in range(2013, 2020)]
    assert all(4 < row["estimate"] < 8 for row in rows)


def test_with_one_year_on_either_side_none_can_be_spared(tmp_path: Path) -> None:
    found = answers(network(tmp_path, effect=6, options={**FEW, "years": [2016, 2017]}))
    assert found["other_years"]["words"].startswith("There must be two years before")
