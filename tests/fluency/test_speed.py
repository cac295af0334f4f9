"""The speed model against closed forms, the standard library's error function, and simulation.

Tolerances: 1e-7 where the distribution function's published approximation is the limit, 1e-12 for exact
formulas, a few hundredths and thousandths for simulations.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.fluency.speed import (
    ABSENT,
    ABSENT_DENSITY,
    BETWEEN_ANSWERS,
    BETWEEN_ITEMS,
    ERRORS,
    LEAST_LOG_MS,
    MOST_LOG_MS,
    PACE_SD,
    PRACTICE,
    PRACTISED_BEFORE,
    STEP,
    WORKED_OUT,
    Speed,
    attended,
    drifted,
    expected_beyond,
    normal_cdf,
    observe,
    practised,
    slowness,
    unobserved,
)

means = st.floats(6.0, 11.0)
variances = st.floats(0.01, 0.33)
times = st.floats(5.6, 14.0)


def one(before: tuple[float, float], log_ms: float, *, at_least: bool = False) -> tuple[float, float]:
    after = observe(Speed(np.array([before[0]]), np.array([before[1]])), np.array([log_ms]), np.array([at_least]))
    return float(after.mean[0]), float(after.variance[0])


def test_the_distribution_function_is_within_its_published_error() -> None:
    z = np.linspace(-6, 6, 481)
    exact = [NormalDist().cdf(each) for each in z]
    np.testing.assert_allclose(normal_cdf(z), exact, atol=1e-7)


def test_a_pace_that_was_exceeded_is_the_mean_of_a_cut_off_normal_distribution() -> None:
    assert expected_beyond(8.0, 8.0) == pytest.approx(8 + PACE_SD * math.sqrt(2 / math.pi), rel=1e-12)
    normal, z = NormalDist(), 1.3
    beyond = 8 + PACE_SD * normal.pdf(z) / (1 - normal.cdf(z))
    assert expected_beyond(8.0, 8 + z * PACE_SD) == pytest.approx(beyond, rel=1e-9)


def simulated(
    prior: tuple[float, float], *, beyond: float | None = None, near: float | None = None
) -> tuple[float, float]:
    """Mean and variance of the level given a time beyond or near a point, by drawing from the model itself."""
    rng = np.random.default_rng(5)
    count = 4_000_000
    level = rng.normal(prior[0], math.sqrt(prior[1] + STEP), count)
    time = level + rng.normal(0, math.sqrt(BETWEEN_ANSWERS), count)
    absent = rng.random(count) < ABSENT
    time[absent] = rng.uniform(LEAST_LOG_MS, MOST_LOG_MS, int(absent.sum()))
    kept = level[time > beyond] if beyond is not None else level[np.abs(time - (near or 0.0)) < 0.02]
    return float(kept.mean()), float(kept.var())


@pytest.mark.parametrize("log_ms", [7.2, 8.0, 8.8, 9.8])
def test_a_time_is_weighed_by_bayes_rule_for_a_pupil_who_may_be_distracted(log_ms: float) -> None:
    mean, variance = simulated((8.0, 0.25), near=log_ms)
    assert one((8.0, 0.25), log_ms) == pytest.approx((mean, variance), abs=0.03)


@pytest.mark.parametrize("log_ms", [7.0, 8.3, 8.9])
def test_longer_than_agrees_with_a_simulation(log_ms: float) -> None:
    mean, variance = simulated((8.0, 0.25), beyond=log_ms)
    assert one((8.0, 0.25), log_ms, at_least=True) == pytest.approx((mean, variance), abs=0.005)


def test_ninety_seconds_say_next_to_nothing_of_somebody_quick() -> None:
    before = math.log(1500)
    assert one((before, 0.05), math.log(90_000))[0] == pytest.approx(before, abs=0.005)
    moved = one((before, 0.05), math.log(4000))[0]
    assert before + 0.1 < moved < before + 0.4


def test_half_a_minute_says_much_of_somebody_slow() -> None:
    assert one((math.log(15_000), 0.3), math.log(30_000))[0] > math.log(20_000)


@given(means, variances, times)
def test_longer_than_never_lowers_the_expected_time(mean: float, variance: float, log_ms: float) -> None:
    assert one((mean, variance), log_ms, at_least=True)[0] >= mean


@given(means, variances, times)
def test_a_time_moves_the_level_towards_itself_and_no_further(mean: float, variance: float, log_ms: float) -> None:
    after, spread = one((mean, variance), log_ms)
    assert min(mean, log_ms) - 1e-9 <= after <= max(mean, log_ms) + 1e-9
    assert 0 < spread <= BETWEEN_ITEMS


def test_to_exceed_what_was_exceeded_anyway_tells_nothing() -> None:
    mean, variance = one((9.0, 0.1), 4.0, at_least=True)
    assert mean == pytest.approx(9.0, abs=1e-6)
    assert variance == pytest.approx(0.1 + STEP, abs=1e-6)


@given(means, variances)
def test_an_answer_without_a_time_is_one_that_took_longer_than_nothing(mean: float, variance: float) -> None:
    after = unobserved(Speed(np.array([mean]), np.array([variance])))
    longer = one((mean, variance), 0.0, at_least=True)
    assert (float(after.mean[0]), float(after.variance[0])) == pytest.approx(longer, rel=1e-9)


def test_nobody_is_at_work_for_longer_than_ten_minutes() -> None:
    assert one((8.0, 0.1), MOST_LOG_MS + 1, at_least=True)[0] > 8.0


def test_attention_is_the_posterior_probability_of_two_cases() -> None:
    at_work = NormalDist(0, 0.7).pdf(1.4)
    exact = (1 - ABSENT) * at_work / ((1 - ABSENT) * at_work + ABSENT * ABSENT_DENSITY)
    assert attended(2.0, 0.7) == pytest.approx(exact, rel=1e-12)


def test_practice_follows_the_power_law() -> None:
    # B (n + E) ** -a: the ratio of the times after 10 and after 3 right answers.
    ratio = ((10 + PRACTISED_BEFORE) / (3 + PRACTISED_BEFORE)) ** -PRACTICE
    fall = practised(np.array([10.0])) - practised(np.array([3.0]))
    assert math.exp(-fall[0]) == pytest.approx(ratio, rel=1e-12)
    assert practised(np.array([0.0]))[0] == 0


def test_what_may_have_to_be_worked_out_is_a_mixture_of_two_ways() -> None:
    rng, recall = np.random.default_rng(6), 0.7
    drawn = np.where(rng.random(1_000_000) < recall, 0.0, WORKED_OUT)
    slower = slowness(np.array([recall, 1.0]), np.array([1.0, 1.0]))
    assert slower.mean.tolist() == pytest.approx([drawn.mean(), 0], abs=0.003)
    assert slower.variance.tolist() == pytest.approx([drawn.var(), 0], abs=0.003)


def test_errors_slow_down_and_what_is_not_known_does_not() -> None:
    slower = slowness(np.array([1.0, np.nan]), np.array([0.0, np.nan]))
    assert slower.mean.tolist() == [ERRORS, 0]
    assert slower.variance.tolist() == [0, 0]


def test_an_estimate_widens_with_time_up_to_that_of_an_untimed_item() -> None:
    assert drifted(np.array([0.1]), np.array([0.0]))[0] == 0.1
    assert 0.1 < drifted(np.array([0.1]), np.array([10.0]))[0] < BETWEEN_ITEMS
    assert drifted(np.array([0.1]), np.array([1e6]))[0] == BETWEEN_ITEMS
