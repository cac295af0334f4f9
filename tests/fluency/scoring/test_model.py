"""The model: it predicts before it sees, carries over, and keeps nothing of pupils."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.fluency.errors import OutOfRangeError, StoredStateError
from ridgeway.fluency.scoring import LearnerModel, Practice, Question, auc, quality, train
from ridgeway.fluency.scoring.regression import logistic_weights, probability, robust_weights
from tests.fluency.scoring.made import made_practice

MODEL = train(made_practice(pupils=40))
TEST = made_practice(pupils=8, seed=2)


def test_pupils_never_seen_are_predicted_better_than_by_the_share_right() -> None:
    measured = quality(MODEL.score(TEST).p, TEST.correct)
    share = TEST.correct.mean()
    assert measured.auc > 0.6
    assert measured.log_loss < -(share * np.log(share) + (1 - share) * np.log(1 - share))


@settings(max_examples=20)
@given(st.integers(0, len(TEST) - 1), st.booleans(), st.floats(300, 50_000))
def test_what_comes_later_never_changes_a_prediction(row: int, correct: bool, latency: float) -> None:
    changed, times = TEST.correct.copy(), TEST.latency_ms.copy() if TEST.latency_ms is not None else None
    assert times is not None
    changed[row:], times[row:] = correct, latency
    items = [*TEST.item[: row + 1], *("another" for _ in TEST.item[row + 1 :])]
    before, after = (
        MODEL.score(TEST),
        MODEL.score(Practice(TEST.pupil, items, changed, TEST.skill, TEST.at_ms, times)),
    )
    assert before.expected_latency_ms is not None
    assert after.expected_latency_ms is not None
    assert np.array_equal(before.p[: row + 1], after.p[: row + 1])
    assert np.array_equal(before.expected_latency_ms[: row + 1], after.expected_latency_ms[: row + 1])


def test_scoring_does_not_change_the_model() -> None:
    assert np.array_equal(MODEL.score(TEST).p, MODEL.score(TEST).p)


def test_a_pupils_name_says_nothing() -> None:
    renamed = Practice(
        [f"x{name}" for name in TEST.pupil], TEST.item, TEST.correct, TEST.skill, TEST.at_ms, TEST.latency_ms
    )
    assert np.array_equal(MODEL.score(renamed).p, MODEL.score(TEST).p)


def test_pupils_of_the_training_start_as_strangers() -> None:
    again = made_practice(pupils=40)
    renamed = Practice(
        [f"x{name}" for name in again.pupil], again.item, again.correct, again.skill, again.at_ms, again.latency_ms
    )
    assert np.array_equal(MODEL.score(again).p, MODEL.score(renamed).p)


def test_one_by_one_is_the_same_as_all_at_once() -> None:
    follower, scores = MODEL.follow(), MODEL.score(TEST)
    assert TEST.skill is not None
    assert TEST.at_ms is not None
    assert TEST.latency_ms is not None
    assert scores.expected_latency_ms is not None
    for row in range(40):
        question = Question(TEST.pupil[row], TEST.item[row], TEST.skill[row], float(TEST.at_ms[row]))
        p, expected = follower.expect(question)
        assert p == pytest.approx(scores.p[row], abs=1e-6)
        assert expected == pytest.approx(scores.expected_latency_ms[row], rel=1e-5)
        follower.learn(question, bool(TEST.correct[row]), float(TEST.latency_ms[row]))


def test_a_stored_model_predicts_the_same_to_the_last_bit_and_names_no_pupil() -> None:
    text = MODEL.to_json()
    assert "pupil 1" not in text
    assert np.array_equal(LearnerModel.from_json(text).score(TEST).p, MODEL.score(TEST).p)


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"version": 0, "terms": []})])
def test_what_is_no_stored_model_is_refused(text: str) -> None:
    with pytest.raises(StoredStateError):
        LearnerModel.from_json(text)


@pytest.mark.parametrize(("skill", "times"), [(False, False), (True, False), (False, True)])
def test_a_model_carries_over_to_other_columns(skill: bool, times: bool) -> None:
    other = made_practice(pupils=30, seed=3, skill=skill, times=times)
    crossed = MODEL.score(other)
    assert auc(crossed.p, other.correct) > 0.6
    assert (crossed.expected_latency_ms is None) == (not times)
    plain = train(other)
    assert auc(plain.score(TEST).p, TEST.correct) > 0.6
    assert (plain.score(TEST).expected_latency_ms is None) == (not times)
    assert np.isnan(plain.follow().expect(Question("a", "x"))[1]) == (not times)
    again = LearnerModel.from_json(plain.to_json())
    assert np.array_equal(again.score(TEST).p, plain.score(TEST).p)


def test_few_times_are_not_learned_from() -> None:
    rows = made_practice(pupils=2, answers=10)
    assert train(rows).score(rows).expected_latency_ms is None


def test_one_pupil_is_enough_to_learn_from_with_the_strongest_ridge() -> None:
    assert train(made_practice(pupils=1, answers=80)).ridges == (1000.0, 1000.0)


def test_weights_are_told_by_name_the_weightiest_first() -> None:
    told = MODEL.explain()
    assert [abs(weight.log_odds) for weight in told] == sorted((abs(w.log_odds) for w in told), reverse=True)
    assert train(made_practice(times=False)).explain()[0].log_time == 0
    assert repr(MODEL) == "<LearnerModel of 1200 answers, 12 items>"


def test_nothing_to_predict_is_no_predictions() -> None:
    assert len(MODEL.score(TEST.take([])).p) == 0


@pytest.mark.parametrize("correct", [[], [1, 1]])
def test_answers_that_are_all_alike_teach_nothing(correct: list[int]) -> None:
    names = ["a"] * len(correct)
    with pytest.raises(OutOfRangeError, match="right and wrong"):
        train(Practice(names, names, np.array(correct)))


def test_logistic_weights_satisfy_the_equations_of_the_maximum() -> None:
    rng = np.random.default_rng(5)
    terms = rng.normal(size=(400, 3)).astype(np.float32)
    right = (rng.random(400) < probability(0.3 + terms @ np.array([1.0, -0.5, 0.0]))).astype(np.float64)
    offset = np.full(400, 0.2)
    weights = logistic_weights(terms, right, offset, ridge=2.0)
    early = logistic_weights(terms, right, offset, ridge=2.0, steps=1)
    assert logistic_weights(terms, right, offset, ridge=2.0, start=early) == pytest.approx(weights, abs=1e-4)
    error = right - probability(offset + weights[0] + terms @ weights[1:])
    assert error.sum() == pytest.approx(0, abs=1e-3)
    assert terms.T @ error == pytest.approx(2.0 * weights[1:], abs=1e-3)


def test_one_wild_row_does_not_move_a_robust_line() -> None:
    rng = np.random.default_rng(6)
    terms = rng.normal(size=(300, 1)).astype(np.float32)
    target = 1 + 2.0 * terms[:, 0] + rng.normal(0, 0.1, 300)
    target[0] += 10_000
    assert robust_weights(terms, target, ridge=1e-6) == pytest.approx([1.0, 2.0], abs=0.05)
