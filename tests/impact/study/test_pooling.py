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
    titles = ["network 1", "network 2", "network 3"]
    assert [row.study for row in outcome.rows] == titles
    assert [left.study for left in outcome.without] == titles
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
    told = result(tmp_path, 1)
    path.write_text(json.dumps(told))
    assert read_result(path) == told
    for text in ("[]", "{", "{}", '{"study": {}, "outcomes": {}}', '{"study": {"title": "", "hash": ""}}'):
        path.write_text(text)
        with pytest.raises(DataError, match=r"Give a study\.json"):
            read_result(path)
    del told["outcomes"]["reading"]["footing"]
    path.write_text(json.dumps(told))
    with pytest.raises(
        DataError, match=r"outcomes\.reading: 'no footing' cannot be used.*evaluate the study again"
    ):
        read_result(path)


def test_one_outcome_can_be_asked_for_and_is_refused_with_its_own_reason(tmp_path: Path) -> None:
    first, second = result(tmp_path, 1), result(tmp_path, 2)
    first["outcomes"]["writing"] = first["outcomes"]["reading"]
    pooled = pool_studies([first, second], outcomes=["reading"])
    assert ([each.name for each in pooled.outcomes], pooled.refused) == (["reading"], {})
    with pytest.raises(TooLittleError, match="effect size of writing: 1 cannot be used"):
        pool_studies([first, second], outcomes=["reading", "writing"])
    with pytest.raises(DesignError, match=r"outcome: 'readign' cannot be used. Did you mean reading\?"):
        pool_studies([first, second], outcomes=["readign"])


def test_a_pooled_outcome_tells_what_each_study_brings_and_stands_on_the_weakest(tmp_path: Path) -> None:
    first, second = result(tmp_path, 1), result(tmp_path, 2)
    first["outcomes"]["reading"]["footing"] = {"score": 1, "word": "very loose", "reasons": []}
    pooled = pool_studies([first, second])
    (outcome,) = pooled.outcomes
    assert outcome.footing == 1
    assert outcome.words.endswith("the footing is that of the weakest study, very loose.")
    told = pooled.as_dict()["outcomes"]["reading"]
    assert told["footing"] == {"score": 1, "word": "very loose"}
    of_second = second["outcomes"]["reading"]
    row = told["rows"][1]
    assert [row["ci_low"], row["ci_high"]] == of_second["effect_ci"]
    assert (row["n_treated"], row["footing"]) == (of_second["n_treated"], of_second["footing"]["word"])


def test_a_mean_that_cannot_be_told_from_none_says_so(tmp_path: Path) -> None:
    first, second = result(tmp_path, 1), result(tmp_path, 2)
    for each, size in ((first, 0.3), (second, -0.3)):
        each["outcomes"]["reading"] |= {"effect_size": size, "effect_se": 0.1}
    (outcome,) = pool_studies([first, second]).outcomes
    assert "No difference at all fits these results as well" in outcome.words


def test_intervals_of_different_levels_do_not_mix_and_those_of_one_level_keep_it(tmp_path: Path) -> None:
    nine = OPTIONS | {"level": 0.9}
    first, second, third = (
        result(tmp_path, 1),
        result(tmp_path, 2, options=nine),
        result(tmp_path, 3, options=nine),
    )
    with pytest.raises(DesignError, match=r"level of reading.*options\.level"):
        pool_studies([first, second])
    fourth = result(tmp_path, 4, options=nine)
    outcome = pool_studies([second, third, fourth]).outcomes[0]
    assert {outcome.found.level, *(left.pooled.level for left in outcome.without)} == {0.9}


def test_the_hash_is_of_every_result(tmp_path: Path) -> None:
    first, second = result(tmp_path, 1), result(tmp_path, 2)
    whole = pool_studies([first, second]).digest
    second["outcomes"]["reading"]["effect_size"] += 0.01
    assert pool_studies([first, second]).digest != whole
