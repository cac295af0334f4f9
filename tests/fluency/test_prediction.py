"""One prediction: calibrated on simulated pupils, with correctness and speed informing each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ridgeway.fluency import Answer, Knowledge, catalogue
from ridgeway.fluency.arrays import Floats
from ridgeway.fluency.errors import OutOfRangeError
from ridgeway.fluency.knowledge import BLOCK
from ridgeway.fluency.links import UNLINKED
from ridgeway.fluency.priors import Prior
from ridgeway.fluency.pupil import FEWEST_NEW, MOST_NEW, Pupil
from ridgeway.fluency.simulate import Enrolled, Timetable, classroom
from ridgeway.fluency.simulate.policies.ridgeway import Ridgeway
from ridgeway.fluency.trials import Prompt
from tests.fluency.pupils import START, random_answers, random_pupil

FACTS = catalogue()
ITEM = "mul:6x7"
PLACE = FACTS.position(ITEM)
seeds = st.integers(0, 2**32 - 1)


def answer(
    day: float,
    latency_ms: float | None = 2000.0,
    *,
    correct: bool = True,
    prompt: Prompt = "none",
    item: str = ITEM,
    at_least_ms: float | None = None,
) -> Answer:
    return Answer(item, START + timedelta(days=day), correct, latency_ms, prompt, at_least_ms=at_least_ms)


def after(*answers: Answer) -> Knowledge:
    return Knowledge.new(FACTS).update(answers)


# Calibration


class Asked(NamedTuple):
    """What was predicted of an unprompted question, and what came: 1 or 0, and milliseconds."""

    correct: float
    fluent: float
    was_correct: float
    was_fluent: float


def asked_of(name: str, strand: str, *, learners: int) -> Iterator[Asked]:
    """Unprompted questions on any fact of a strand, met or not, to simulated pupils between their sessions."""
    room = classroom(name, strand)
    places = np.flatnonzero(FACTS.strand_of == FACTS.strands.index(strand))
    for number in range(learners):
        enrolled = Enrolled("ridgeway", room, number, timetable=Timetable(weeks=4), seed=11)
        rng = np.random.default_rng([11, number])
        for at in [each for each in enrolled.mornings if each is not None]:
            assert isinstance(enrolled.policy, Ridgeway)
            known = enrolled.policy.knowledge
            aims = known.aims_ms(year=room.year)
            made = known.predict(at, year=room.year, prior=Prior.national(room.year))
            for place in rng.choice(places, 5, replace=False).tolist():
                said = enrolled.pupil.answer(FACTS.items[place], "none", at, learns=False)
                within = said.correct and said.latency_ms <= aims[place]
                yield Asked(made.correct[place], made.fluent[place], float(said.correct), float(within))
            enrolled.practise(at)


def calibration_error(predicted: Floats, came: Floats, bins: int = 10) -> float:
    """The expected calibration error: over equal bins, how far the mean prediction is from the share that came."""
    of_bin = np.minimum((predicted * bins).astype(int), bins - 1)
    gaps = [abs((predicted - came)[of_bin == each].sum()) for each in range(bins)]
    return float(sum(gaps) / len(predicted))


def test_predictions_of_simulated_pupils_are_calibrated() -> None:
    rooms = (("weak", "add"), ("ordinary", "add"), ("weak", "mul"), ("ordinary", "mul"))
    asked = np.array([each for room in rooms for each in asked_of(*room, learners=4)])
    correct, fluent, was_correct, was_fluent = asked.T
    assert len(asked) > 1000
    assert calibration_error(correct, was_correct) < 0.03
    assert calibration_error(fluent, was_fluent) < 0.06
    chance = np.full(len(asked), was_fluent.mean())
    assert brier(fluent, was_fluent) < 0.88 * brier(chance, was_fluent)


def brier(predicted: Floats, came: Floats) -> float:
    return float(((predicted - came) ** 2).mean())


# What informs what


def test_slow_right_answers_lower_the_odds_of_recall_later() -> None:
    quick, slow = (after(*(answer(day, ms) for day in range(3))) for ms in (1500.0, 12_000.0))
    at = START + timedelta(days=30)
    assert slow.predict(at).recall[PLACE] < quick.predict(at).recall[PLACE]
    assert slow.predict(at).correct[PLACE] < quick.predict(at).correct[PLACE]


def test_errors_raise_the_expected_time() -> None:
    before = [answer(day) for day in range(3)]
    right, wrong = (after(*before, answer(3, correct=correct)) for correct in (True, False))
    for days in (4, 20):
        at = START + timedelta(days=days)
        assert wrong.predict(at).log_rt[PLACE] > right.predict(at).log_rt[PLACE]


def test_what_is_forgotten_takes_longer_and_is_less_certain() -> None:
    known = after(*(answer(day) for day in range(4)))
    soon, late = (known.predict(START + timedelta(days=days)) for days in (4, 300))
    assert late.log_rt[PLACE] > soon.log_rt[PLACE]
    assert late.log_rt_sd[PLACE] > soon.log_rt_sd[PLACE]


@settings(max_examples=40)
@given(seeds, st.integers(0, 40), st.floats(600, 20_000), st.floats(0, 200))
def test_one_more_right_answer_never_lowers_predicted_recall(
    seed: int, count: int, latency_ms: float, days: float
) -> None:
    known = random_pupil(seed, count, pool=5)
    item = random_answers(seed, 1, pool=5)[0].item
    day = 100.0
    more = known.update([answer(day, latency_ms, item=item)])
    at = START + timedelta(days=day + days)
    place = FACTS.position(item)
    before, later = (np.nan_to_num(each.predict(at).recall[place]) for each in (known, more))
    assert later >= before - 1e-12


@settings(max_examples=40)
@given(seeds, st.integers(0, 40), st.floats(1000, 30_000), st.booleans())
def test_a_time_that_was_only_exceeded_never_lowers_the_expected_time(
    seed: int, count: int, ms: float, timed: bool
) -> None:
    """Of an item never timed, or for the first time just now. Where older times are wholly doubted, what is around
    the item stands in for them, and any answer that tells something makes them count again.
    """
    known = random_pupil(seed, count, pool=5)
    assume(np.isnan(known.rows.log_rt[PLACE]))
    if timed:
        known = known.update([answer(100, 3000)])
    at = START + timedelta(days=100)
    untimed = known.update([Answer(ITEM, at, False, None)]).predict(at)
    timed_out = known.update([Answer(ITEM, at, False, None, at_least_ms=ms)]).predict(at)
    assert timed_out.log_rt[PLACE] >= untimed.log_rt[PLACE] - 1e-9
    copied = [
        known.update([Answer(ITEM, at, True, latency, "delay", delay_ms=ms)]).predict(at).log_rt[PLACE]
        for latency in (None, ms + 2000)
    ]
    assert copied[1] >= copied[0] - 1e-9


def test_a_question_taken_away_is_forgotten_and_slow() -> None:
    known = after(answer(0, None, correct=False, at_least_ms=6000))
    assert known.rows.tries[PLACE] == 1
    assert known.rows.right[PLACE] == 0
    assert known.predict(START).latency_ms[PLACE] > 6000


def test_predictions_of_a_class_come_in_blocks_and_are_those_of_each_pupil() -> None:
    pupils = [random_pupil(seed, 20) for seed in range(5)] * (BLOCK // 4)
    at = START + timedelta(days=50)
    whole = Knowledge.together(pupils)
    expected, stages = whole.predict(at, device="touch"), whole.stages(device="touch")
    for place in (0, BLOCK - 1, BLOCK, len(pupils) - 1):
        alone = pupils[place].predict(at, device="touch")
        np.testing.assert_allclose(expected.correct[place], alone.correct, rtol=1e-12)
        np.testing.assert_allclose(expected.log_rt[place], alone.log_rt, rtol=1e-12)
        np.testing.assert_array_equal(stages[place], pupils[place].stages(device="touch"))


@settings(max_examples=25)
@given(seeds, st.integers(0, 80), st.booleans(), st.booleans())
def test_whatever_is_known_probabilities_are_probabilities(
    seed: int, count: int, with_prior: bool, linked: bool
) -> None:
    known = random_pupil(seed, count)
    how = {"prior": Prior.national(2) if with_prior else None} | ({} if linked else {"links": UNLINKED})
    made = known.predict(START + timedelta(days=60), year=2, device="paper", **how)  # type: ignore[arg-type]
    for probability in (made.correct, made.fluent):
        assert ((probability >= 0) & (probability <= 1)).all()
    assert (made.fluent <= made.correct).all()
    assert np.isfinite(made.log_rt).all()


# Newly taught items


def taught(items: list[str], *, held: int, days: int = 1) -> Knowledge:
    """A pupil to whom each item was shown on one day, and who held the first of them on a later one."""
    shown = [answer(0, 1500.0, prompt="model", item=item) for item in items]
    return after(*shown, *(answer(days, correct=place < held, item=item) for place, item in enumerate(items)))


ELEVEN = [item.id for item in FACTS.items[:11]]


def test_new_items_a_session_start_at_three_and_follow_what_is_held() -> None:
    assert Knowledge.new(FACTS).new_per_session == 3
    assert taught(ELEVEN, held=11).new_per_session > 3
    assert taught(ELEVEN, held=4).new_per_session < 3
    everything = [item.id for item in FACTS.items[:60]]
    assert taught(everything, held=60).new_per_session == MOST_NEW
    assert taught(everything, held=0).new_per_session == FEWEST_NEW
    assert int(Pupil(held=1.0).new_per_session) == MOST_NEW


def test_only_the_first_meeting_on_a_later_day_counts() -> None:
    same_day = taught(ELEVEN, held=0, days=0)
    assert same_day.pupil.returned == 0
    later = same_day.update([answer(1, item=item) for item in ELEVEN])
    assert later.pupil.returned == 11
    assert later.update([answer(2, correct=False, item=item) for item in ELEVEN]).pupil.held == later.pupil.held


def test_what_was_known_from_the_start_was_not_taught() -> None:
    known = after(answer(0)).update([answer(1, correct=False)])
    assert known.pupil.returned == 0


def test_a_copied_answer_on_a_later_day_means_not_held_and_one_in_sight_means_nothing() -> None:
    shown = after(answer(0, 1500.0, prompt="model"))
    again = shown.update([answer(1, 1500.0, prompt="model")])
    assert again.pupil.returned == 0
    copied = again.update([answer(2, 9000.0, prompt="delay")])
    assert copied.pupil.returned == 1
    assert copied.pupil.held < shown.pupil.held


def test_new_items_are_a_matter_of_one_pupil() -> None:
    with pytest.raises(OutOfRangeError, match=re.escape("plan for each pupil alone")):
        _ = Knowledge.together([Knowledge.new(FACTS)]).new_per_session


def test_the_same_answer_given_twice_counts_twice() -> None:
    once = answer(0)
    assert after(once, replace(once)).rows.tries[PLACE] == 2
