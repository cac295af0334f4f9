"""Effect sizes: Borenstein et al. (2009, chapter 4; four decimals), Kelley (2007; MBESS, 1e-6), Hedges (1981)."""

from __future__ import annotations

from math import lgamma

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import nct

from ridgeway.impact.errors import DataError, DesignError, TooLittleError
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.say import (
    Group,
    correction,
    hedges_g,
    pooled_sd,
    pupil_sd_of_schools,
    pupil_sd_of_share,
    standardised,
)

READING = Estimate(3.0, 1.2, 0.5, 5.5, 0.02, 29.0, "did", "CR2", 31, 93, 700)


def test_the_textbook_example_is_reproduced() -> None:
    found = hedges_g(Group(103.0, 5.5, 50), Group(100.0, 4.5, 50))
    assert found.correction == pytest.approx(0.9923, abs=5e-5)
    assert found.g / found.correction == pytest.approx(0.5970, abs=5e-5)
    assert found.g == pytest.approx(0.5924, abs=5e-5)
    assert found.std_error**2 == pytest.approx(0.0411, abs=5e-5)
    assert found.sd == pytest.approx(5.0249, abs=5e-5)


def test_noncentralities_are_those_of_mbess() -> None:
    root = np.sqrt(1 / 64 + 1 / 64)
    found = hedges_g(Group(2.83 * root, 1.0, 64), Group(0.0, 1.0, 64))
    assert (found.ci_low / root, found.ci_high / root) == pytest.approx((0.8337502, 4.815359), abs=1e-6)


@pytest.mark.parametrize("df", [4, 10, 18, 60, 500])
def test_the_correction_is_close_to_the_gamma_functions_it_stands_for(df: int) -> None:
    exact = np.exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / np.sqrt(df / 2)
    assert correction(df) == pytest.approx(exact, abs=0.004 if df < 10 else 4e-4)


@settings(max_examples=50)
@example(0.97, 28, 57, 0.8)
@given(st.floats(-3, 3), st.integers(2, 60), st.integers(2, 60), st.sampled_from([0.8, 0.95]))
def test_at_each_end_of_the_interval_the_observed_t_is_just_in_the_tail(
    d: float, first: int, second: int, level: float
) -> None:
    found = hedges_g(Group(d, 1.0, first), Group(0.0, 1.0, second), level=level)
    root = np.sqrt(1 / first + 1 / second)
    df = first + second - 2
    assert nct.cdf(d / root, df, found.ci_low / root) == pytest.approx((1 + level) / 2, abs=1e-6)
    assert nct.cdf(d / root, df, found.ci_high / root) == pytest.approx((1 - level) / 2, abs=1e-6)
    assert found.ci_low < found.g < found.ci_high


def test_a_huge_effect_still_has_an_interval() -> None:
    found = hedges_g(Group(40.0, 1.0, 30), Group(0.0, 1.0, 30))
    assert found.ci_low < found.g < found.ci_high


def test_an_estimate_in_points_becomes_standard_deviations_of_pupils() -> None:
    found = standardised(READING, sd=15.0)
    assert (found.g, found.std_error, found.correction) == pytest.approx((0.2, 0.08, 1))
    assert found.ci_high - found.g == pytest.approx(2.0452 * 0.08, abs=1e-5)
    assert (found.spread, found.method, found.level) == ("pupils", "delta method", 0.95)
    assert standardised(READING, sd=15.0, level=0.8).ci_low > found.ci_low


def test_a_standard_deviation_from_few_pupils_costs_precision_and_takes_the_correction() -> None:
    found = standardised(READING, sd=15.0, sd_df=40)
    times = 1 - 3 / 159
    assert found.g == pytest.approx(0.2 * times)
    assert found.std_error == pytest.approx(times * np.sqrt(0.08**2 + 0.2**2 / 80))


def test_with_infinite_degrees_of_freedom_the_interval_is_normal() -> None:
    endless = Estimate(3.0, 1.2, 0.5, 5.5, 0.02, np.inf, "did", "CR1", 31, 93, 700)
    found = standardised(endless, sd=15.0, spread="schools")
    assert found.ci_high - found.g == pytest.approx(1.959964 * 0.08, abs=1e-6)
    assert found.spread == "schools"


def test_the_delta_method_scatters_as_simulated_estimates_do() -> None:
    rng = np.random.default_rng(4)
    pupils = rng.normal(size=(8000, 100, 2)) + np.array([0.5, 0.0])
    difference = pupils[..., 0].mean(axis=1) - pupils[..., 1].mean(axis=1)
    within = np.sqrt(pupils.var(axis=1, ddof=1).mean(axis=1))
    estimate = Estimate(0.5, np.sqrt(2 / 100), -1, 1, 0.05, 198.0, "means", "plain", 100, 100, 200)
    found = standardised(estimate, sd=1.0, sd_df=198)
    assert (correction(198) * difference / within).std() == pytest.approx(found.std_error, rel=0.02)


def test_a_share_has_the_spread_of_its_pupils() -> None:
    assert pupil_sd_of_share(50) == 50
    assert pupil_sd_of_share(70) == pytest.approx(45.83, abs=0.005)


def test_schools_differ_less_than_pupils() -> None:
    assert pupil_sd_of_schools(3.6, 0.13) == pytest.approx(9.98, abs=0.005)


def test_pooling_weighs_groups_by_their_degrees_of_freedom() -> None:
    assert pooled_sd(Group(0, 2.0, 11), Group(0, 4.0, 31)) == pytest.approx(np.sqrt((10 * 4 + 30 * 16) / 40))


def test_what_has_no_effect_size_is_refused() -> None:
    with pytest.raises(DataError, match="do not differ"):
        hedges_g(Group(1, 0, 10), Group(0, 0, 10))
    with pytest.raises(TooLittleError):
        Group(1, 1, 1)
    with pytest.raises(DataError):
        Group(1, -1, 5)
    with pytest.raises(DesignError, match="level"):
        hedges_g(Group(1, 1, 10), Group(0, 1, 10), level=1.0)
    with pytest.raises(DesignError, match="level"):
        standardised(READING, sd=1.0, level=0.0)
    with pytest.raises(TooLittleError):
        correction(0.5)


@pytest.mark.parametrize("sd", [0.0, -1.0, np.nan, np.inf])
def test_a_spread_must_be_a_number_above_nothing(sd: float) -> None:
    with pytest.raises(DataError, match="sd"):
        standardised(READING, sd=sd)


def test_shares_and_icc_must_be_possible() -> None:
    for percent in (0.0, 100.0, np.nan):
        with pytest.raises(DataError, match="percent"):
            pupil_sd_of_share(percent)
    with pytest.raises(DataError, match="icc"):
        pupil_sd_of_schools(3.0, 0.0)
    with pytest.raises(DataError, match="sd"):
        pupil_sd_of_schools(0.0, 0.1)
