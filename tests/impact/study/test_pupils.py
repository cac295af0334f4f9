"""Trials with a result for every pupil, from the study file to the figures of the engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from ridgeway.impact.errors import ImpactError
from ridgeway.impact.estimate import Trial, multilevel, randomised
from ridgeway.impact.study import evaluate, freeze, read_study
from ridgeway.impact.study.redrawing import stacked

OPTIONS = {"draws": 99}


def trial(folder: Path, *, effect: float = 3.0, by_school: bool = True, **said: Any) -> Path:
    """Forty schools in twenty pairs with twelve pupils each, one of each pair (or every second pupil) treated."""
    random = np.random.default_rng(6)
    rows = ["school,pair,class,treated,before,maths"]
    for school in range(40):
        level = random.normal(0, 2)
        for pupil in range(12):
            treated = school % 2 if by_school else pupil % 2
            before = random.normal(50, 10)
            maths = (
                ""
                if random.random() < 0.03
                else f"{before / 2 + level + random.normal(0, 5) + effect * treated:.3f}"
            )
            rows.append(f"S{school},P{school // 2},S{school}-{pupil % 2},{treated},{before:.3f},{maths}")
    (folder / "pupils.csv").write_text("\n".join(rows) + "\n")
    told = {
        "data": {"pupils": "pupils.csv"},
        "treated": {"column": "treated"},
        "outcomes": ["maths"],
        "design": {"method": "randomised", "adjust_for": ["before"]},
        "options": OPTIONS,
        **said,
    }
    path = folder / "study.yaml"
    path.write_text(yaml.safe_dump(told))
    return path


def columns(folder: Path) -> dict[str, list[str]]:
    header, *rows = [line.split(",") for line in (folder / "pupils.csv").read_text().splitlines()]
    return {name: [row[at] for row in rows] for at, name in enumerate(header)}


def by_hand(folder: Path, *, clusters: bool = True, blocks: bool = False) -> Trial:
    told = columns(folder)
    return Trial(
        np.array([float(cell) if cell else np.nan for cell in told["maths"]]),
        np.array([cell == "1" for cell in told["treated"]]),
        clusters=tuple(told["school"]) if clusters else None,
        blocks=tuple(told["pair"]) if blocks else None,
        covariates={"before": np.array([float(cell) for cell in told["before"]])},
    )


def test_schools_drawn_as_a_whole_are_the_clusters(tmp_path: Path) -> None:
    result = evaluate(read_study(trial(tmp_path)))
    expected = randomised(by_hand(tmp_path))
    assert result.outcomes[0].estimate == expected
    told = result.as_dict()
    maths = told["outcomes"]["maths"]
    assert (maths["n_treated"], maths["n_comparison"]) == (20, 20)
    assert maths["effect_spread"] == "pupils"
    assert maths["months"] is not None
    assert "A lot decided who took part" in maths["words"]
    doubts = told["doubts"]["outcomes"]["maths"]
    assert doubts["randomisation_p"] == pytest.approx(0.01)
    assert doubts["attrition"]["share"] == pytest.approx(0.03, abs=0.02)
    assert doubts["leave_one_out"]["sign_holds"]
    assert [answer["check"] for answer in doubts["answers"]] == ["chance", "leave_one_out", "attrition"]
    assert told["study"]["notes"][0].startswith("The lot drew whole schools")
    assert [row["name"] for row in told["balance"]] == ["before"]


def test_pairs_are_blocks_and_a_multilevel_model_can_be_asked_for(tmp_path: Path) -> None:
    design = {"method": "randomised", "adjust_for": ["before"], "blocks": "pair", "model": "multilevel"}
    found = evaluate(read_study(trial(tmp_path, design=design))).outcomes[0].estimate
    assert found == multilevel(by_hand(tmp_path, blocks=True)).effect
    classes = evaluate(read_study(trial(tmp_path, design={**design, "classes": "class"}))).outcomes[0].estimate
    assert "schools and classes" in classes.inference


def test_pupils_drawn_one_by_one_are_known_by_their_schools(tmp_path: Path) -> None:
    path = trial(tmp_path, by_school=False, data={"pupils": {"file": "pupils.csv", "school": "school"}})
    result = evaluate(read_study(path))
    assert result.outcomes[0].estimate == randomised(by_hand(tmp_path, clusters=False))
    told = result.as_dict()
    assert told["study"]["notes"][0].startswith("The lot drew pupils")
    refused = told["doubts"]["outcomes"]["maths"]["refused"]
    assert "too many to be left out" in refused["leave_one_out"]
    answers = {each["check"]: each["words"] for each in told["doubts"]["outcomes"]["maths"]["answers"]}
    assert "other choices of pupils" in answers["chance"]
    assert answers["attrition"].startswith("Of the pupils, ")


def test_classes_drawn_as_one_are_named(tmp_path: Path) -> None:
    design = {"method": "randomised", "clusters": "class"}
    path = trial(tmp_path, by_school=False, design=design)
    result = evaluate(read_study(path))
    assert result.outcomes[0].estimate.n_treated == 40
    assert "every class as one" in result.notes[0]
    assert result.comparison.balance == ()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"design": {"method": "did"}}, "where a lot decided"),
        ({"data": {"panel": "pupils.csv"}}, "It is for results of pupils"),
        ({"data": {"pupils": "pupils.csv", "only": {"a": 1}}}, "stand alone"),
        ({"outcomes": ["mahts"]}, "Did you mean maths?"),
        ({"treated": {"column": "pair"}}, "It says 1 or yes of a treated pupil"),
        ({"outcomes": ["pair"]}, "A cell holds a number"),
        ({"design": {"method": "randomised", "model": "two levels"}}, "least_squares"),
    ],
)
def test_what_cannot_be_a_trial_of_pupils_is_refused(tmp_path: Path, said: dict[str, Any], words: str) -> None:
    with pytest.raises(ImpactError) as refused:
        evaluate(read_study(trial(tmp_path, **said)))
    assert words in str(refused.value)


def test_a_multilevel_model_needs_a_level_that_was_drawn(tmp_path: Path) -> None:
    path = trial(tmp_path, by_school=False, design={"method": "randomised", "model": "multilevel"})
    with pytest.raises(ImpactError, match="Pupils were drawn one by one"):
        evaluate(read_study(path))


def test_a_protocol_over_pupils_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImpactError, match="no years before"):
        freeze(read_study(trial(tmp_path)))


def test_a_trial_of_pupils_has_no_schools_over_years(tmp_path: Path) -> None:
    comparison = evaluate(read_study(trial(tmp_path))).comparison
    with pytest.raises(ImpactError, match="results of schools over years"):
        stacked(comparison)


def test_a_trial_in_which_nobody_is_spare_cannot_leave_a_school_out(tmp_path: Path) -> None:
    path = trial(tmp_path)
    header, *rows = (tmp_path / "pupils.csv").read_text().splitlines()
    few = [row for row in rows if row.split(",")[0] in {"S0", "S1", "S2", "S3"}]
    (tmp_path / "pupils.csv").write_text("\n".join([header, *few]) + "\n")
    checks = evaluate(read_study(path)).as_dict()["doubts"]["outcomes"]["maths"]
    assert checks["leave_one_out"] is None
    assert "too few to leave one out" in checks["refused"]["leave_one_out"]
