"""The time for a page informs all of its questions: against simulation, and what must hold for any page.

Tolerances: a hundredth where log-normal sums are approximated by a log-normal.
"""

from __future__ import annotations

import math
import re
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.fluency import Answer, Knowledge, catalogue
from ridgeway.fluency.errors import FluencyError, OutOfRangeError, TimeOrderError, UnknownItemError
from ridgeway.fluency.speed import BETWEEN_ANSWERS, FARTHEST, STEP_A_DAY, Speed
from ridgeway.fluency.totals import TOGETHER, expected_total, observe_total, shared_variance
from tests.fluency.pupils import START, random_pupil

FACTS = catalogue()
GRID = [f"add:{a}+{b}" for a in range(1, 11) for b in range(1, 11)]
PLACES = np.array([FACTS.position(each) for each in GRID])
seeds = st.integers(0, 2**32 - 1)


def levels(count: int = 40) -> Speed:
    return Speed(np.linspace(7.4, 8.6, count), np.linspace(0.05, 0.3, count))


def test_the_sum_of_log_normal_times_is_nearly_log_normal() -> None:
    rng, expected = np.random.default_rng(3), levels()
    together = rng.normal(0, math.sqrt(TOGETHER), (200_000, 1))
    own = rng.normal(0, np.sqrt(expected.variance + BETWEEN_ANSWERS), (200_000, 40))
    totals = np.log(np.exp(expected.mean + own + together).sum(axis=1))
    mean, variance = expected_total(expected, np.ones(40), TOGETHER)
    assert mean == pytest.approx(totals.mean(), abs=0.01)
    assert math.sqrt(variance) == pytest.approx(totals.std(), abs=0.01)


def test_what_a_total_tells_of_each_item_agrees_with_simulation() -> None:
    rng, expected = np.random.default_rng(4), levels(5)
    count = 2_000_000
    together = rng.normal(0, math.sqrt(TOGETHER), (count, 1))
    level = expected.mean + together + rng.normal(0, np.sqrt(expected.variance), (count, 5))
    times = np.exp(level + rng.normal(0, math.sqrt(BETWEEN_ANSWERS), (count, 5)))
    seen = math.log(times.sum(axis=1).mean() * 1.3)
    kept = level[np.abs(np.log(times.sum(axis=1)) - seen) < 0.02]
    after = observe_total(expected, np.ones(5), seen, TOGETHER).levels
    np.testing.assert_allclose(after.mean, kept.mean(axis=0), atol=0.05)
    assert (np.diff(after.mean - expected.mean) > 0).all()


@given(
    st.lists(st.tuples(st.floats(6.5, 10), st.floats(0.01, 0.35), st.integers(1, 4)), min_size=1, max_size=60),
    st.floats(-2, 2),
    st.floats(0, 100),
)
def test_the_predicted_total_moves_towards_the_one_seen(
    items: list[tuple[float, float, int]], off: float, paced: float
) -> None:
    mean, variance, counts = (np.array(column, dtype=np.float64) for column in zip(*items, strict=True))
    expected, shared = Speed(mean, variance), shared_variance(paced)
    before, _ = expected_total(expected, counts, shared)
    seen = observe_total(expected, counts, before + off, shared)
    after, _ = expected_total(Speed(seen.levels.mean, expected.variance), counts, shared)
    assert abs(after - before) <= abs(off) + 1e-9
    assert (after - before) * off >= -1e-9
    assert (seen.levels.variance > 0).all()
    assert (seen.levels.variance <= expected.variance).all()


def test_a_total_out_of_all_expectation_has_a_limit() -> None:
    expected, counts = levels(), np.ones(40)
    mean, variance = expected_total(expected, counts, TOGETHER)
    far = mean + FARTHEST * math.sqrt(variance)
    at_limit, beyond = (observe_total(expected, counts, each, TOGETHER) for each in (far, far + 5))
    np.testing.assert_allclose(at_limit.levels.mean, beyond.levels.mean, rtol=1e-12)


# Pages as a pupil's state takes them in


def page_ms(known: Knowledge) -> float:
    expected = known.predict(START + timedelta(days=400), device="paper")
    return float(expected.latency_ms[PLACES].sum())


@settings(max_examples=25)
@given(seeds, st.integers(0, 80), st.floats(0.3, 3.0))
def test_after_a_page_the_pupil_is_expected_to_be_as_quick_as_it_showed(
    seed: int, count: int, ratio: float
) -> None:
    known = random_pupil(seed, count)
    before = page_ms(known)
    total = before * 1.2 * ratio
    at = START + timedelta(days=400)
    expected, after = (page_ms(known.observe_total(GRID, at=at, total_ms=each)) for each in (before * 1.2, total))
    assert (after - expected) * (ratio - 1) >= 0
    assert known.observe_total(GRID, at=at, total_ms=total).rows.log_rt[PLACES].mean() < 12


def test_one_grid_tells_the_pace_of_a_new_pupil() -> None:
    for seconds in (2.0, 15.0):
        known = Knowledge.new(FACTS).observe_total(GRID, at=START, total_ms=100_000 * seconds)
        expected = known.predict(START + timedelta(hours=1), device="paper").latency_ms
        assert expected[PLACES].mean() == pytest.approx(1000 * seconds, rel=0.3)
        assert expected[FACTS.position("mul:6x7")] == pytest.approx(1000 * seconds, rel=0.5)


def test_marked_cells_inform_accuracy_and_unmarked_ones_do_not() -> None:
    page = ["add:7+8", "add:6+7", "add:9+4"]
    known = Knowledge.new(FACTS).observe_total(page, at=START, total_ms=9000, correct=[True, False, None])
    right, wrong, unmarked = (FACTS.position(each) for each in page)
    assert known.rows.right[[right, wrong, unmarked]].tolist() == [1, 0, 0]
    assert known.rows.tries[[right, wrong, unmarked]].tolist() == [1, 1, 0]
    assert known.rows.answers[[right, wrong, unmarked]].tolist() == [1, 1, 1]
    assert math.isnan(known.rows.stability[unmarked])
    assert np.isfinite(known.rows.log_rt[[right, wrong, unmarked]]).all()
    assert Knowledge.from_bytes(known.to_bytes(), FACTS).to_bytes() == known.to_bytes()


def test_what_the_hand_takes_longer_on_paper_is_no_thinking() -> None:
    def level(writes_ms: float) -> float:
        copies = [Answer("add:7+8", START, True, writes_ms, "model", "paper")] * 60
        typed = [Answer("add:7+8", START, True, 1400.0, "model")] * 60
        known = Knowledge.new(FACTS).update(copies + typed).observe_total(GRID, at=START, total_ms=400_000)
        return float(known.rows.log_rt[PLACES].mean())

    assert level(3500.0) < level(1400.0) - 0.2


def test_the_gap_before_a_page_is_doubted_once() -> None:
    known = Knowledge.new(FACTS).update([Answer(GRID[0], START, True, 3000.0)])
    marks = [True, *[None] * 99]
    for correct in (None, marks):
        after = known.observe_total(GRID, at=START + timedelta(days=20), total_ms=400_000, correct=correct)
        doubt, before = (each.rows.log_rt_var[PLACES[0]] for each in (after, known))
        assert before < doubt <= before + STEP_A_DAY * 20


def test_a_question_asked_twice_counts_twice() -> None:
    known = Knowledge.new(FACTS).observe_total(["add:7+8"] * 2, at=START, total_ms=6000, correct=[True, True])
    place = FACTS.position("add:7+8")
    assert known.rows.right[place] == 2
    once = Knowledge.new(FACTS).observe_total(["add:7+8"], at=START, total_ms=3000)
    assert known.rows.log_rt_var[place] < once.rows.log_rt_var[place]


@settings(max_examples=25)
@given(seeds)
def test_a_page_is_one_event_of_the_fold(seed: int) -> None:
    known = random_pupil(seed, 30)
    at = START + timedelta(days=300)
    later = [Answer("add:7+8", at + timedelta(days=1), True, 2000.0)]
    whole = known.observe_total(GRID, at=at, total_ms=400_000).update(later)
    again = Knowledge.from_bytes(known.observe_total(GRID, at=at, total_ms=400_000).to_bytes(), FACTS).update(
        later
    )
    assert whole.to_bytes() == again.to_bytes()


@pytest.mark.parametrize(
    ("changed", "error", "words"),
    [
        ({"items": []}, OutOfRangeError, "items = [] is not allowed: there must be at least one question"),
        ({"items": ["add:99+1"]}, UnknownItemError, "item = 'add:99+1'"),
        ({"correct": [True]}, OutOfRangeError, "there must be 2, one for each question"),
        ({"total_ms": 0.0}, OutOfRangeError, "total_ms = 0.0 is not allowed"),
        ({"total_ms": math.nan}, OutOfRangeError, "total_ms = nan"),
        ({"total_ms": 1e9}, OutOfRangeError, "from 250 to 8.64e+07"),
        ({"device": "abacus"}, OutOfRangeError, "device = 'abacus'"),
        ({"at": START - timedelta(days=1)}, TimeOrderError, "at_ms ="),
    ],
)
def test_an_impossible_page_is_refused(changed: dict[str, object], error: type[FluencyError], words: str) -> None:
    known = Knowledge.new(FACTS).update([Answer("add:7+8", START, True, 2000.0)])
    page: dict[str, object] = {"items": ["add:7+8", "add:6+7"], "at": START, "total_ms": 6000.0} | changed
    with pytest.raises(error, match=re.escape(words)):
        known.observe_total(**page)  # type: ignore[arg-type]
