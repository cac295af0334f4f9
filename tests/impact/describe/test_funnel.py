"""Funnel plots. Exact limits and spreads by hand to 1e-9."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ridgeway.impact.describe import LEVELS, Funnel, Overdispersion, funnel, funnel_in
from ridgeway.impact.errors import DataError, DesignError, ImpactError, TooLittleError
from ridgeway.impact.outcomes import Floats
from tests.impact.panel.samples import hampshire


def drawn(values: list[float], pupils: list[int], **options: object) -> Funnel:
    names = tuple(f"s{at}" for at in range(len(values)))
    given: dict[str, object] = {"values": np.array(values), "pupils": np.array(pupils), **options}
    return funnel(schools=names, **given)  # type: ignore[arg-type]


def test_exact_limits_are_interpolated_between_counts() -> None:
    # Ten pupils at 50 per cent: P(R ≤ 7) = 968/1024, P(R ≤ 8) = 1013/1024, so the limit lies between 7 and 8.
    low, high = drawn([50, 50], [10, 10], target=50).limits(np.array([10]), 0.95)
    wanted = 8 - (1013 / 1024 - 0.975) / (45 / 1024)
    assert high[0] == pytest.approx(10 * wanted, abs=1e-10)
    below = 2 - (56 / 1024 - 0.025) / (45 / 1024)
    assert low[0] == pytest.approx(10 * below, abs=1e-10)


@given(st.floats(20, 80), st.sampled_from(LEVELS))
def test_exact_limits_of_large_cohorts_are_the_normal_ones(target: float, level: float) -> None:
    pupils = np.array([20_000])
    low, high = drawn([50, 50], [10, 10], target=target).limits(pupils, level)
    half = stats.norm.ppf((1 + level) / 2) * np.sqrt(target * (100 - target) / 20_000)
    assert (low[0], high[0]) == pytest.approx((target - half, target + half), abs=0.02)


@pytest.mark.parametrize("level", LEVELS)
def test_limits_hold_as_many_schools_as_they_say(level: float) -> None:
    # 40,000 schools of 20 to 90 pupils at 65 per cent. Interpolated limits are nearly exact: a third of the tail.
    rng = np.random.default_rng(7)
    pupils = rng.integers(20, 90, 40_000)
    values = 100 * rng.binomial(pupils, 0.65) / pupils
    names = tuple(map(str, range(40_000)))
    told = funnel(schools=names, values=values, pupils=pupils, target=65)
    assert len(told.outside(level)) / 40_000 == pytest.approx(1 - level, rel=0.34)
    cut = stats.norm.ppf(0.9)
    assert told.phi == pytest.approx(0.8 - 2 * cut * stats.norm.pdf(cut) + 0.2 * cut**2, abs=0.02)


def test_the_limits_of_mean_scores_are_normal() -> None:
    told = drawn([100, 108], [25, 100], target=104, pupil_sd=8)
    low, high = told.limits(np.array([64]), 0.95)
    assert (low[0], high[0]) == pytest.approx((104 - 1.959964, 104 + 1.959964), abs=1e-6)
    assert told.z.tolist() == pytest.approx([-2.5, 5.0])
    assert told.outside(0.998) == ("s1",)


def test_the_centre_is_the_mean_weighted_by_pupils() -> None:
    assert drawn([50, 80], [10, 30]).target == 72.5


@given(st.lists(st.floats(90, 115), min_size=3, max_size=20), st.integers(5, 120))
def test_with_equal_cohorts_the_spread_is_the_variance_between_schools_less_that_of_chance(
    values: list[float], pupils: int
) -> None:
    told = drawn(values, [pupils] * len(values), pupil_sd=9, winsorise=0)
    between = np.var(values, ddof=1) - 81 / pupils
    assert told.tau**2 == pytest.approx(max(0.0, between), abs=1e-9)


def test_without_cuts_the_spread_is_that_of_dersimonian_and_laird() -> None:
    # Q = Σ w (x − m)² about the mean weighted by w = n ÷ 81, by hand: 25, 100 and 25 pupils.
    told = drawn([98, 104, 110], [25, 100, 25], pupil_sd=9, winsorise=0)
    w = np.array([25, 100, 25]) / 81
    q = w[0] * 36 + w[2] * 36
    assert told.phi == pytest.approx(q / 3, abs=1e-12)
    assert told.tau**2 == pytest.approx((q - 2) / (w.sum() - (w**2).sum() / w.sum()), abs=1e-12)


def test_single_schools_far_out_do_not_widen_the_limits_when_they_are_cut() -> None:
    values = [60.0] * 19 + [100.0]
    plain = drawn(values, [50] * 20, target=60, winsorise=0)
    assert plain.phi > 1 > drawn(values, [50] * 20, target=60).phi == 0


@pytest.mark.parametrize("kind", ["multiplicative", "additive"])
def test_limits_are_never_narrower_with_overdispersion(kind: Overdispersion) -> None:
    pupils = np.array([10, 30, 90])
    for values in ([60.0, 60.0, 61.0], [10.0, 60.0, 95.0]):
        plain = drawn(values, [10, 30, 90], target=60, pupil_sd=49.0).limits(pupils, 0.95)
        wide = drawn(values, [10, 30, 90], target=60, pupil_sd=49.0, overdispersion=kind).limits(pupils, 0.95)
        assert (wide[0] <= plain[0]).all() and (wide[1] >= plain[1]).all()


def test_limits_of_percentages_stay_between_0_and_100() -> None:
    for kind in ("none", "multiplicative", "additive"):
        low, high = drawn([1, 99, 50], [3, 3, 3], overdispersion=kind).limits(np.array([1, 3]), 0.998)
        assert (low >= 0).all() and (high <= 100).all()


REFUSED: dict[str, tuple[list[float], list[int], dict[str, object], type[ImpactError], str]] = {
    "one school": ([50], [10], {}, TooLittleError, "at least 2"),
    "no pupils": ([50, 60], [10, 0], {}, DataError, "at least one pupil"),
    "no percentage": ([50, 160], [10, 10], {}, DataError, "from 0 to 100"),
    "a missing value": ([50, np.nan], [10, 10], {}, DataError, "Leave schools"),
    "unequal lengths": ([50, 60], [10], {}, DataError, "as many of each"),
    "a centre at the end": ([100, 100], [10, 10], {}, DesignError, "between 0 and 100"),
    "no spread": ([50, 60], [10, 10], {"pupil_sd": 0.0}, DesignError, "above 0"),
    "too great a cut": ([50, 60], [10, 10], {"winsorise": 0.5}, DesignError, "below 0.5"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_drawn_is_refused(case: str) -> None:
    values, pupils, options, error, message = REFUSED[case]
    with pytest.raises(error, match=message):
        drawn(values, pupils, **options)


def test_a_level_is_a_share() -> None:
    with pytest.raises(DesignError, match="between 0 and 1"):
        drawn([50, 60], [10, 10]).limits(np.array([10]), 95)


def test_hampshire_has_more_schools_outside_than_chance_and_its_words_say_so() -> None:
    panel = hampshire().where(pl.col("kind") == "mainstream")
    known = panel.results.filter(pl.col("measure") == "PTRWM_EXP", pl.col("year") == 2019).drop_nulls("value")
    outcomes = panel.outcomes("PTRWM_EXP")
    told = {kind: funnel_in(outcomes, 2019, overdispersion=kind) for kind in KINDS}
    names = told["none"].schools
    assert dict(zip(names, told["none"].values, strict=True)) == dict(known.select("school", "value").iter_rows())
    assert told["none"].target == pytest.approx(68, abs=1)
    outside = {kind: len(plot.outside(0.95)) / len(names) for kind, plot in told.items()}
    assert outside["none"] > 0.2 > outside["multiplicative"] > 0.02
    assert "(by chance 5.0% would be" in told["none"].words
    assert "times as wide as by chance" in told["multiplicative"].words
    assert "true differences between schools of" in told["additive"].words


KINDS: tuple[Overdispersion, ...] = ("none", "multiplicative", "additive")


def test_values_are_kept_as_given() -> None:
    values: Floats = np.array([50.0, 60.0])
    assert funnel(schools=("a", "b"), values=values, pupils=np.array([9, 9])).values is values
