"""Celeration against SciPy, worked figures and closed forms.

Tolerances: a line that is exactly straight is found to 1e-9, the bound set for it; other programs compute the same
sums in another order, so 1e-9 relative holds for them too. Student's quantile is halved down to the last bits.
"""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from ridgeway.fluency.errors import OutOfRangeError
from ridgeway.fluency.growth import Interval, celeration, factor_in_words
from ridgeway.fluency.growth.quantiles import normal_z, student_t

DAYS = st.lists(st.integers(0, 60), min_size=5, max_size=30)
RATES = st.integers(1, 30)


def test_the_programmes_own_figures_are_a_celeration_of_1_26() -> None:
    before, after = 60 / 16.8, 60 / 3.3
    grown = celeration([0, 49], [before, after])
    assert grown.per_week == pytest.approx(1.262, abs=0.001)
    assert grown.robust_per_week == pytest.approx(grown.per_week)
    assert not grown.is_trend


@given(st.floats(0.5, 2.5), st.floats(1, 60), st.lists(st.integers(0, 200), min_size=2, max_size=20, unique=True))
def test_a_steady_growth_is_found_exactly(per_week: float, start: float, days: list[int]) -> None:
    made = celeration(days, [start * per_week ** (day / 7) for day in days])
    assert made.per_week == pytest.approx(per_week, rel=1e-9)
    assert made.robust_per_week == pytest.approx(per_week, rel=1e-9)
    assert made.least_squares.line.on(days[0]) == pytest.approx(start * per_week ** (days[0] / 7))
    assert made.bounce == pytest.approx(1)
    assert made.is_steady
    assert made.is_trend == (len(days) >= 5 and max(days) - min(days) >= 7)


@given(DAYS, st.data(), st.floats(0.01, 100))
def test_many_times_as_much_is_another_level_and_the_same_celeration(
    days: list[int], data: st.DataObject, times: float
) -> None:
    assume(len(set(days)) > 1)
    rates = data.draw(st.lists(RATES, min_size=len(days), max_size=len(days)))
    one, other = celeration(days, rates), celeration(days, [rate * times for rate in rates])
    assert other.per_week == pytest.approx(one.per_week)
    assert other.robust_per_week == pytest.approx(one.robust_per_week)
    assert other.level == pytest.approx(one.level * times)
    assert other.bounce == pytest.approx(one.bounce)
    assert 1 <= other.usual_bounce <= other.bounce * (1 + 1e-12)


@given(DAYS, st.data(), st.sampled_from([0.8, 0.9, 0.95]))
def test_both_lines_and_their_intervals_agree_with_scipy(
    days: list[int], data: st.DataObject, confidence: float
) -> None:
    rates = data.draw(st.lists(RATES, min_size=len(days), max_size=len(days)))
    assume(len(set(days)) > 3 and len(set(rates)) > 1)
    made, logs = celeration(days, rates, confidence=confidence), np.log(rates)
    squares = stats.linregress(days, logs)
    reach = stats.t.ppf((1 + confidence) / 2, len(days) - 2) * squares.stderr
    assert math.log(made.per_week) / 7 == pytest.approx(squares.slope, abs=1e-9)
    assert np.log(made.least_squares.interval) / 7 == pytest.approx(
        [squares.slope - reach, squares.slope + reach], abs=1e-9
    )
    sen = stats.theilslopes(logs, days, confidence)
    assert math.log(made.robust_per_week) / 7 == pytest.approx(sen.slope, abs=1e-9)
    assert math.log(made.robust.line.on(0)) == pytest.approx(
        np.median(logs - sen.slope * np.array(days)), abs=1e-9
    )
    for ours, theirs in zip(made.robust.interval, (sen.low_slope, sen.high_slope), strict=True):
        assert ours in (0, math.inf) or math.log(ours) / 7 == pytest.approx(theirs, abs=1e-9)


def test_five_days_are_enough_for_the_interval_of_the_median_slope_and_four_are_not() -> None:
    rates = [10, 12, 11, 14, 13.5]
    assert celeration([0, 1, 2, 3], rates[:4]).robust.interval == Interval(0, math.inf)
    five = celeration([0, 1, 2, 3, 4], rates).robust.interval
    assert five == pytest.approx(((11 / 12) ** 7, (14 / 11) ** 7))


def test_two_points_say_nothing_of_how_sure_their_line_is() -> None:
    made = celeration([0, 7], [10, 20])
    assert made.least_squares.interval == made.robust.interval == Interval(0, math.inf)
    assert math.isnan(made.spread)


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95, 0.99])
@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 12, 33, 138])
def test_students_quantile_agrees_with_scipy(confidence: float, freedom: int) -> None:
    assert student_t(confidence, freedom) == pytest.approx(stats.t.ppf((1 + confidence) / 2, freedom), rel=1e-10)
    assert normal_z(confidence) == pytest.approx(stats.norm.ppf((1 + confidence) / 2), rel=1e-10)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(3)
    days = [day for day in range(21) if day % 7 < 5]
    held = []
    for _ in range(400):
        made = celeration(days, np.exp(0.2 * rng.standard_normal(len(days))).tolist(), confidence=0.9)
        held.append([each.low <= 1 <= each.high for each in (made.least_squares.interval, made.robust.interval)])
    assert np.mean(held, axis=0) == pytest.approx([0.9, 0.9], abs=0.04)


def test_one_odd_day_does_not_move_the_median() -> None:
    days = np.arange(0, 35, 3.0)
    rate = 10 * 1.25 ** (days / 7)
    rate[5] = 1.0
    made = celeration(days.tolist(), rate.tolist())
    assert made.robust_per_week == pytest.approx(1.25)
    assert made.per_week != pytest.approx(1.25)
    assert made.bounce > 10
    assert made.usual_bounce < made.bounce
    assert not made.is_steady
    assert made.level == pytest.approx(math.exp(np.log(rate).mean()))


def test_a_rate_of_zero_stands_at_half_the_record_floor_and_is_counted() -> None:
    with_zero, without = celeration([0, 7, 8], [0, 4, 4], floor=2), celeration([0, 7, 8], [1, 4, 4])
    assert with_zero.least_squares == without.least_squares
    assert (with_zero.zeros, without.zeros) == (1, 0)
    with pytest.raises(OutOfRangeError, match="floor = None"):
        celeration([0, 7], [0, 4])


def test_two_probes_on_one_day_count_as_two_points() -> None:
    made = celeration([0, 0, 7], [10, 10, 20])
    assert made.per_week == pytest.approx(2)
    assert (made.days, made.span) == (3, 7)


def test_days_come_in_any_order() -> None:
    one, other = celeration([0, 3, 9], [1, 2, 3]), celeration([9, 0, 3], [3, 1, 2])
    assert one.per_week == pytest.approx(other.per_week)
    assert one.robust == other.robust


@pytest.mark.parametrize(
    ("days", "values", "words"),
    [
        ([1, 2, 3], [1, 2], "days = 3"),
        ([], [], "days = []"),
        ([1, 1], [1, 2], "at least two of them must be different"),
        ([1, 1 + 1e-9], [1, 2], "at least two of them must be different"),
        ([1, math.nan], [1, 2], "days = [1, nan]"),
        ([0, 1_767_600_000_000], [1, 2], "from -10,000,000 to 10,000,000"),
        ([1, 2], [1, -2], "rates = [1, -2]"),
        ([1, 2], [1, math.inf], "rates = [1, inf]"),
    ],
)
def test_impossible_lines_are_refused(days: list[float], values: list[float], words: str) -> None:
    with pytest.raises(OutOfRangeError, match=re.escape(words)):
        celeration(days, values)


@pytest.mark.parametrize("confidence", [0.0, 1.0, -1.0, math.nan])
def test_no_interval_is_sure_of_everything_or_of_nothing(confidence: float) -> None:
    with pytest.raises(OutOfRangeError, match="confidence"):
        celeration([0, 1, 2], [1, 2, 3], confidence=confidence)


def test_a_line_too_steep_for_a_number_is_infinite_and_not_an_accident() -> None:
    assert celeration([0, 1], [1e-300, 1e300]).per_week == math.inf


@pytest.mark.parametrize(
    ("factor", "words"),
    [(1.25, "× 1.25"), (0.8, "÷ 1.25"), (1, "× 1"), (0.9999, "× 1"), (2, "× 2"), (0, "× 0"), (math.inf, "× inf")],
)
def test_growth_is_a_multiplication_and_its_opposite_a_division(factor: float, words: str) -> None:
    assert factor_in_words(factor) == words
