"""Results of several studies are pooled as a meta-analysis of their effect sizes; what does not mix is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ridgeway.impact.errors import DataError, DesignError, TooLittleError
from ridgeway.impact.meta import pool
from ridgeway.impact.say import overclaims
from ridgeway.impact.study import evaluate, pool_studies, read_result, read_study
from tests.impact.study.networks import network

OPTIONS = {"draws": 19, "pupil_sd": {"reading": 15}}


def result(folder: Path, seed: int, **said: Any) -> dict[str, Any]:
    own = folder / str(seed)
    own.mkdir(exist_ok=True)
    path = network(own, seed=seed, effect=4, **{"options": OPTIONS, "title": f"network {seed}", **said})
    found: dict[str, Any] = evaluate(read_study(path)).as_dict()
    return found


def test_three_studies_give_their_mean_and_what_a_next_one_may_find(tmp_path: Path) -> None:
    told = [result(tmp_path, seed) for seed in (1, 2, 3)]
    pooled = pool_studies(told)
    (outcome,) = pooled.outcomes
    of_reading = [each["outcomes"]["reading"] for each in told]
    expected = pool([each["effect_size"] for each in of_reading], [each["effect_se"] ** 2 for each in of_reading])
    assert outcome.found == expected
    assert outcome.studies == ("network 1", "network 2", "network 3")
    assert [left.study for left in outcome.without] == list(outcome.studies)
    assert "next study" in outcome.words
    assert overclaims(outcome.words, "matched_did") == ()
    plain = pooled.as_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert sum(row["weight"] for row in plain["outcomes"]["reading"]["rows"]) == pytest.approx(1)


def test_two_studies_have_no_prediction(tmp_path: Path) -> None:
    (outcome,) = pool_studies([result(tmp_path, 1), result(tmp_path, 2)]).outcomes
    assert outcome.without == ()
    assert "next study" not in outcome.words


def test_effects_on_the_spread_of_schools_do_not_mix_with_those_of_pupils(tmp_path: Path) -> None:
    with pytest.raises(DesignError, match="do not mix"):
        pool_studies([result(tmp_path, 1), result(tmp_path, 2, options={"draws": 19})])


def test_an_outcome_of_one_study_alone_is_passed_over_with_its_reason(tmp_path: Path) -> None:
    first, second = result(tmp_path, 1), result(tmp_path, 2)
    first["outcomes"]["writing"] = first["outcomes"]["reading"]
    assert "At least 2" in pool_studies([first, second]).refused["writing"]


def test_one_study_alone_or_twice_is_refused(tmp_path: Path) -> None:
    told = result(tmp_path, 1)
    with pytest.raises(TooLittleError, match="At least 2 are needed to pool"):
        pool_studies([told])
    with pytest.raises(DesignError, match="given twice"):
        pool_studies([told, told])


def test_a_result_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "study.json"
    path.write_text('{"study": {}, "outcomes": {}}')
    assert read_result(path)["outcomes"] == {}
    for text in ("[]", "{", "{}"):
        path.write_text(text)
        with pytest.raises(DataError, match=r"Give a study\.json"):
            read_result(path)
