"""What a pupil knows: a fold over answers that can be split, stored and rebuilt to the bit."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.fluency import STAGES, Answer, Knowledge, catalogue
from ridgeway.fluency.errors import OutOfRangeError, StoredStateError, TimeOrderError, UnknownItemError
from ridgeway.fluency.evidence import WRONG_GUESS
from ridgeway.fluency.pupil import START_ACCURACY
from ridgeway.fluency.speed import STEP, STEP_A_DAY
from ridgeway.fluency.stages import STUCK_ANSWERS
from ridgeway.fluency.stored import ids_in
from ridgeway.fluency.tool import START_WEIGHT
from ridgeway.fluency.weights import DEFAULT
from tests.fluency.pupils import START, random_answers, random_pupil

seeds = st.integers(0, 2**32 - 1)
ITEM = "add:7+8"


def answered(
    *latencies_ms: float | None, correct: bool = True, prompt: str = "none", days: float = 1.0, after: float = 0.0
) -> list[Answer]:
    """Answers to one item, a day apart unless told otherwise."""
    return [
        Answer(ITEM, START + timedelta(days=after + place * days), correct, latency_ms, prompt)  # type: ignore[arg-type]
        for place, latency_ms in enumerate(latencies_ms)
    ]


def fresh() -> Knowledge:
    return Knowledge.new(catalogue())


def stage_of(knowledge: Knowledge) -> str:
    return STAGES[int(knowledge.stages()[knowledge.items.position(ITEM)])]


def row(knowledge: Knowledge, name: str, item: str = ITEM) -> float:
    return float(getattr(knowledge.rows, name)[knowledge.items.position(item)])


# The fold


@settings(max_examples=60)
@given(seeds, st.integers(0, 60), st.integers(0, 60))
def test_answers_may_be_taken_in_at_once_or_in_parts_to_the_same_bits(seed: int, count: int, cut: int) -> None:
    answers = random_answers(seed, count, pool=8)
    at_once = fresh().update(answers).to_bytes()
    assert fresh().update(answers[:cut]).update(answers[cut:]).to_bytes() == at_once
    one_by_one = fresh()
    for answer in answers:
        one_by_one = one_by_one.update([answer])
    assert one_by_one.to_bytes() == at_once


@settings(max_examples=60)
@given(seeds, st.integers(0, 80))
def test_a_state_is_stored_and_read_to_the_same_bits(seed: int, count: int) -> None:
    known = random_pupil(seed, count)
    read = Knowledge.from_bytes(known.to_bytes(), catalogue())
    for stored, kept in zip(read.rows.arrays(), known.rows.arrays(), strict=True):
        assert stored.tobytes() == kept.tobytes()
    assert read.pupil.numbers().tobytes() == known.pupil.numbers().tobytes()


@settings(max_examples=60)
@given(seeds, st.integers(1, 60), st.integers(0, 30))
def test_newer_bytes_of_what_has_changed_are_laid_over_earlier_ones_of_all(
    seed: int, count: int, more: int
) -> None:
    before = random_pupil(seed, count)
    later = [replace(each, at=each.at + timedelta(days=100)) for each in random_answers(seed + 1, more)]
    after = before.update(later)
    newer = after.to_bytes(only={each.item for each in later})
    read = Knowledge.from_bytes(before.to_bytes(), catalogue(), newer=newer)
    assert read.to_bytes() == after.to_bytes()
    assert set(ids_in(newer)) == {each.item for each in later}


def test_an_update_changes_nothing_but_its_result() -> None:
    before = random_pupil(1, 50)
    stored = before.to_bytes()
    later = [replace(each, at=each.at + timedelta(days=100)) for each in random_answers(2, 50)]
    assert before.update(later).to_bytes() != stored
    assert before.to_bytes() == stored
    with pytest.raises(ValueError, match="read-only"):
        before.rows.stability[0] = 1.0


def test_no_answers_leave_the_same_state() -> None:
    known = fresh()
    assert known.update([]) is known


def test_what_was_not_answered_does_not_change() -> None:
    before = random_pupil(3, 50)
    after = before.update([Answer(ITEM, START + timedelta(days=365), True, 2000.0)])
    others = np.arange(len(before.items)) != before.items.position(ITEM)
    for old, new in zip(before.rows.arrays(), after.rows.arrays(), strict=True):
        assert old[others].tobytes() == new[others].tobytes()


def test_counts_say_what_happened() -> None:
    known = fresh().update(
        answered(1500.0, 2000.0)
        + answered(2000.0, correct=False, after=3)
        + answered(1200.0, prompt="model", after=4)
        + answered(5000.0, prompt="delay", after=5)
    )
    counts = {name: row(known, name) for name in ("answers", "reps", "lapses", "tries", "right", "timed")}
    assert counts == {"answers": 5, "reps": 4, "lapses": 1, "tries": 3, "right": 2, "timed": 2}


def test_time_may_not_run_backwards_between_updates() -> None:
    known = fresh().update(answered(1000.0, after=2))
    with pytest.raises(TimeOrderError, match=r"at_ms = .* the last so far"):
        known.update(answered(1000.0))
    known.update(answered(1000.0, after=2))


# Memory and speed


def test_a_first_answer_sets_the_memory_by_its_grade() -> None:
    for latency, grade in ((1000.0, 4), (4000.0, 3), (20_000.0, 2)):
        assert row(fresh().update(answered(latency)), "stability") == DEFAULT.first_stability[grade]
    assert row(fresh().update(answered(1000.0, correct=False)), "stability") == DEFAULT.first_stability[1]


def test_practice_on_one_day_makes_no_lasting_memory() -> None:
    massed = fresh().update(answered(*[1500.0] * 10, days=0.001))
    spaced = fresh().update(answered(*[1500.0] * 4, days=4))
    assert row(massed, "stability") < 10
    assert row(spaced, "stability") > 42


def test_a_copied_answer_leaves_no_memory_but_is_seen() -> None:
    known = fresh().update(answered(1000.0, prompt="model"))
    assert math.isnan(row(known, "stability"))
    assert math.isnan(row(known, "log_rt"))
    assert row(known, "last_seen") == START.timestamp() * 1000
    assert stage_of(known) == "acquiring"


def expected_ms(known: Knowledge, *, days: float = 2.0, item: str = ITEM) -> float:
    return float(known.predict(START + timedelta(days=days)).latency_ms[known.items.position(item)])


def test_a_wrong_guess_moves_the_pupils_share_right_by_its_weight() -> None:
    for latency_ms, weight in ((300, WRONG_GUESS), (3000, 1.0)):
        wrong = fresh().update(answered(latency_ms, correct=False)).pupil
        assert wrong.tried == weight
        assert wrong.accuracy == pytest.approx(START_ACCURACY * (1 - weight / (START_WEIGHT + weight)))


def test_speed_follows_the_times_of_correct_answers() -> None:
    slow = fresh().update(answered(*[8000.0] * 10, days=0.001))
    assert expected_ms(slow, days=0.01) == pytest.approx(8000, rel=0.15)
    faster = slow.update(answered(*[2000.0] * 25, days=0.001, after=1))
    assert expected_ms(faster, days=1.03) == pytest.approx(2000, rel=0.1)
    assert row(faster, "log_rt_var") < row(fresh().update(answered(8000.0)), "log_rt_var")


@pytest.mark.parametrize("prompt", ["none", "model"])
def test_an_answer_without_a_time_keeps_the_doubt_that_a_gap_has_brought(prompt: str) -> None:
    known = fresh().update(answered(*[3000.0] * 5))
    later = known.update(answered(None, correct=prompt == "model", prompt=prompt, after=24))
    assert row(later, "log_rt") == row(known, "log_rt")
    grown = STEP_A_DAY * 20 + STEP
    assert row(later, "log_rt_var") == pytest.approx(row(known, "log_rt_var") + grown, rel=1e-12)


def test_one_distracted_answer_is_not_evidence_of_slowness() -> None:
    quick = fresh().update(answered(*[1500.0] * 10, days=0.001))
    for distracted in (55_000.0, 90_000.0, 500_000.0):
        after = quick.update(answered(distracted, after=1))
        assert expected_ms(after, days=1) < 1.02 * expected_ms(quick, days=0.02)


def test_an_answer_that_had_to_be_shown_was_slower_than_that() -> None:
    known = fresh().update(answered(*[5000.0] * 5, prompt="delay", days=0.001))
    assert math.exp(row(known, "log_rt")) > 3000
    assert row(known, "timed") == 0


def test_an_item_that_was_never_timed_takes_the_pupils_pace() -> None:
    def pace(latency_ms: float) -> float:
        known = fresh().update(answered(*[latency_ms] * 20, days=0.001))
        return float(known.predict(START).latency_ms[known.items.position("add:2+1")])

    assert pace(12_000.0) > 9000
    assert pace(1500.0) < 2500


def test_the_year_group_chooses_the_aims_of_answers() -> None:
    young = fresh().update(answered(5000.0), year=1)
    assert row(young, "stability") == DEFAULT.first_stability[4]
    assert row(fresh().update(answered(5000.0), year=4), "stability") == DEFAULT.first_stability[3]


def test_an_aim_given_with_the_answer_counts() -> None:
    strict = [replace(each, aim_ms=1000) for each in answered(2500.0)]
    assert row(fresh().update(strict), "stability") == DEFAULT.first_stability[2]


# Predictions


@settings(max_examples=40)
@given(seeds, st.integers(0, 100), st.floats(0, 400))
def test_predictions_are_probabilities_and_never_more_fluent_than_correct(
    seed: int, count: int, days: float
) -> None:
    known = random_pupil(seed, count)
    expected = known.predict(START + timedelta(days=days))
    for probability in (expected.correct, expected.fluent):
        assert ((probability >= 0) & (probability <= 1)).all()
    met = known.rows.reps > 0
    assert ((expected.recall[met] > 0) & (expected.recall[met] <= 1)).all()
    assert np.isnan(expected.recall[~met]).all()
    assert (expected.fluent <= expected.correct).all()
    assert (expected.log_rt_sd > 0).all()
    assert np.isfinite(expected.log_rt).all()


def test_what_is_not_practised_is_forgotten() -> None:
    known = fresh().update(answered(2000.0, 2000.0))
    position = known.items.position(ITEM)
    chances = [known.predict(START + timedelta(days=days)).correct[position] for days in (1, 10, 100, 1000)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.8 > chances[-1]


def test_a_moment_before_the_last_answer_counts_as_that_moment() -> None:
    known = fresh().update(answered(2000.0))
    position = known.items.position(ITEM)
    assert known.predict(START - timedelta(days=3)).recall[position] == 1


# Stages


def test_an_item_goes_through_the_stages() -> None:
    known = fresh()
    assert stage_of(known) == "new"
    known = known.update(answered(9000.0))
    assert stage_of(known) == "acquiring"
    known = known.update(answered(9000.0, after=0.001))
    assert stage_of(known) == "accurate"
    known = known.update(answered(*[1500.0] * 8, days=0.001, after=0.002))
    assert stage_of(known) == "fluent"
    known = known.update(answered(1500.0, 1500.0, 1500.0, after=5, days=10))
    assert stage_of(known) == "secure"
    known = known.update(answered(1500.0, correct=False, after=40))
    assert stage_of(known) == "acquiring"


def test_an_item_still_not_accurate_after_many_answers_is_stuck() -> None:
    answers = answered(*[4000.0] * STUCK_ANSWERS, correct=False, days=0.001)
    assert not fresh().update(answers[:-1]).stuck().any()
    stuck = fresh().update(answers).stuck()
    assert np.flatnonzero(stuck).tolist() == [catalogue().position(ITEM)]


# A class


def test_a_class_is_predicted_as_each_pupil_would_be() -> None:
    pupils = [random_pupil(seed, 30) for seed in range(3)] + [fresh()]
    together = Knowledge.together(pupils)
    at = START + timedelta(days=60)
    expected, stages = together.predict(at), together.stages()
    for place, pupil in enumerate(pupils):
        alone = pupil.predict(at)
        # Sums over sets are taken in another order for a class, which changes the last bits.
        np.testing.assert_allclose(expected.fluent[place], alone.fluent, rtol=1e-12)
        np.testing.assert_allclose(expected.latency_ms[place], alone.latency_ms, rtol=1e-12)
        np.testing.assert_array_equal(stages[place], pupil.stages())
    assert together.stuck().shape == (4, len(catalogue()))


def test_knowledge_says_in_short_what_it_is() -> None:
    known = fresh().update(answered(1000.0))
    assert repr(known) == "<Knowledge of a pupil: 1 items met, 530 in the catalogue>"
    class_of_two = Knowledge.together([known, fresh()])
    assert repr(class_of_two) == "<Knowledge of a class of 2: 1 items met, 530 in the catalogue>"


def test_a_class_is_for_looking_at() -> None:
    together = Knowledge.together([fresh()])
    with pytest.raises(OutOfRangeError, match="update each pupil alone"):
        together.update(answered(1000.0))
    with pytest.raises(OutOfRangeError, match="store each pupil alone"):
        together.to_bytes()
    with pytest.raises(OutOfRangeError, match="at least one"):
        Knowledge.together([])
    with pytest.raises(OutOfRangeError, match="one and the same catalogue"):
        Knowledge.together([fresh(), Knowledge.new(catalogue().only(strand="add"))])
    with pytest.raises(OutOfRangeError, match="single pupils"):
        Knowledge.together([together])


# Stored states


def test_a_state_outlives_the_growth_of_the_catalogue() -> None:
    addition = catalogue().only(strand="add")
    small = Knowledge.new(addition).update(random_answers(4, 40, items=addition))
    grown = Knowledge.from_bytes(small.to_bytes(), catalogue())
    assert grown.to_bytes() == small.to_bytes()
    assert row(grown, "answers") == row(small, "answers")


def test_a_state_with_items_that_are_gone_is_refused() -> None:
    known = fresh().update(answered(1000.0))
    with pytest.raises(UnknownItemError, match=r"add:7\+8"):
        Knowledge.from_bytes(known.to_bytes(), catalogue().only(strand="mul"))


def test_bytes_that_are_no_state_are_refused() -> None:
    data = fresh().update(answered(1000.0)).to_bytes()
    other_version = data[:3] + bytes([99]) + data[4:]
    with pytest.raises(StoredStateError, match=r"version = 99 .* rebuild the state from the ledger"):
        Knowledge.from_bytes(other_version, catalogue())
    for broken in (b"", b"RWK", b"something else entirely"):
        with pytest.raises(StoredStateError, match="state of knowledge"):
            Knowledge.from_bytes(broken, catalogue())
    for broken in (data[:-1], data + b"\0"):
        with pytest.raises(StoredStateError, match="by what its head says"):
            Knowledge.from_bytes(broken, catalogue())
    with pytest.raises(StoredStateError, match="2 ids"):
        Knowledge.from_bytes(data.replace(b"add:7+8", b"add\n7+8"), catalogue())


def test_a_state_keeps_only_what_was_met() -> None:
    assert len(fresh().to_bytes()) < 150
    assert len(fresh().update(answered(1000.0)).to_bytes()) < 350
