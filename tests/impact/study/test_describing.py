"""Treated schools beside schools of their authority, phase and size, in the funnel, and by their inspections."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ridgeway.impact.errors import ImpactError
from ridgeway.impact.study import evaluate, read_study
from tests.impact.study.networks import network, study_file

FEW = {"draws": 19}


def told(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = evaluate(read_study(path)).as_dict()
    return found


def percentages(folder: Path, **said: Any) -> Path:
    """A network whose reading is the whole percentage of thirty pupils, the cohorts of two sizes."""
    network(folder, effect=4)
    random = np.random.default_rng(2)
    rows = ["school,year,measure,value,weight,la"]
    for school in range(120):
        level = random.normal(0.6, 0.08)
        for year in range(2013, 2020):
            pupils = 20 if school % 2 else 60
            share = random.binomial(pupils, min(0.95, max(0.05, level))) / pupils
            rows.append(f"S{school:04d},{year},PTRWM_EXP,{100 * share:.6f},{pupils},{school % 4}")
    (folder / "panel.csv").write_text("\n".join(rows) + "\n")
    options = {**FEW, "acknowledge": ["tests-2016", "writing-2018"]}
    return study_file(folder, outcomes=["PTRWM_EXP"], options=options, **said)


def test_schools_are_set_beside_those_of_their_authority_and_size_without_being_asked(tmp_path: Path) -> None:
    described = told(percentages(tmp_path))["describe"]["PTRWM_EXP"]
    assert described["change_within_la"]["against"] == "other schools of the same local authority"
    assert described["change_within_size"]["against"] == "other schools of the same size band"
    assert "change_within_phase" not in described


def test_the_funnel_has_limits_by_cohort_size_and_marks_treated_schools_outside(tmp_path: Path) -> None:
    funnel = told(percentages(tmp_path))["describe"]["PTRWM_EXP"]["funnel"]
    assert [limit["pupils"] for limit in funnel["limits"]] == [20, 40, 60]
    small, _, large = funnel["limits"]
    assert small["high"][0] - small["low"][0] > large["high"][0] - large["low"][0]
    assert len(funnel["treated"]) == 30
    for school in funnel["treated"]:
        limit = small if school["pupils"] == 20 else large
        assert school["outside"] == (not limit["low"][0] <= school["value"] <= limit["high"][0])


def test_a_measure_without_the_spread_of_pupils_has_no_funnel(tmp_path: Path) -> None:
    described = told(network(tmp_path, options=FEW))["describe"]["reading"]
    assert "pupil_sd" in described["refused"]["funnel"]
    with_sd = told(study_file(tmp_path, options={**FEW, "pupil_sd": {"reading": 20}}))["describe"]["reading"]
    assert with_sd["funnel"]["target"] == pytest.approx(66, abs=3)


def inspections(folder: Path, later: str = "2018-03-01") -> None:
    """Every school required improvement in 2015; two in three treated ones are good later, of the others half."""
    rows = ["URN,INSPECTIONDT,OFSTEDRATING"]
    for school in range(120):
        good = school % 3 > 0 if school < 30 else school % 2
        rows.append(f"S{school:04d},2015-03-01,Requires improvement")
        rows.append(f"S{school:04d},{later},{'Good' if good else 'Inadequate'}")
    rows.append("S9999,2015-03-01,Good")
    (folder / "inspections.csv").write_text("\n".join(rows) + "\n")


def test_inspections_are_set_beside_schools_with_the_same_grade_at_the_start(tmp_path: Path) -> None:
    inspections(tmp_path)
    data = {"panel": "panel.csv", "inspections": "inspections.csv"}
    found = told(network(tmp_path, data=data, options=FEW))["inspections"]
    assert (found["reached"]["count"], found["reached"]["of"]) == (20, 30)
    assert found["base_rate"][0] == pytest.approx(0.5)
    assert [each["start"] for each in found["by_start"]] == [3]
    assert "20 of 30 schools" in found["words"]


def test_inspections_before_the_start_do_not_count_as_later(tmp_path: Path) -> None:
    """Schools of 2017 start on 1 September 2016: an inspection of the day before was before."""
    data = {"panel": "panel.csv", "inspections": {"file": "inspections.csv", "school": "URN"}}
    inspections(tmp_path, later=dt.date(2016, 8, 31).isoformat())
    found = told(network(tmp_path, data=data, options=FEW))["inspections"]
    assert "treated schools inspected since" in found["refused"]
    inspections(tmp_path, later=dt.date(2016, 9, 1).isoformat())
    assert told(tmp_path / "study.yaml")["inspections"]["reached"]["of"] == 30


def test_without_a_grade_at_the_start_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "inspections.csv").write_text("URN,INSPECTIONDT,OFSTEDRATING\nS0001,2018-03-01,Good\n")
    data = {"panel": "panel.csv", "inspections": "inspections.csv"}
    assert "a grade at the start" in told(network(tmp_path, data=data, options=FEW))["inspections"]["refused"]


def test_a_wrong_key_of_inspections_is_refused(tmp_path: Path) -> None:
    data = {"panel": "panel.csv", "inspections": {"fil": "inspections.csv"}}
    with pytest.raises(ImpactError, match="Did you mean file"):
        told(network(tmp_path, data=data))
