"""Gains of ten points beside chance. Sums by hand and closed forms to 1e-12; simulation within four errors."""

from __future__ import annotations

from itertools import product
from math import comb, floor

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ridgeway.impact.describe import at_least, exact_chances, gains
from ridgeway.impact.errors import DataError, DesignError, TooLittleError
from ridgeway.impact.outcomes import Outcomes
from tests.impact.panel.samples import hampshire


def outcomes(cells: dict[str, tuple[float, float]], pupils: float = 30, treated: str = "t") -> Outcomes:
    """Schools with percentages of 2017 and 2019; those whose name begins so start in 2018."""
    return Outcomes.of(
        "m",
        {name: {2017: first, 2019: last} for name, (first, last) in cells.items()},
        starts={name: 2018 for name in cells if name.startswith(treated)},
        weights={name: {2017: pupils, 2019: pupils} for name in cells},
    )


def by_hand(first: int, last: int, levels: tuple[float, float], points: float, rounding: float) -> float:
    low, high = levels

    def percent(count: int, of: int) -> float:
        raw = 100 * count / of
        return floor(raw / rounding + 0.5 + 1e-9) * rounding if rounding else raw

    return sum(
        comb(first, a) * low**a * (1 - low) ** (first - a) * comb(last, b) * high**b * (1 - high) ** (last - b)
        for a, b in product(range(first + 1), range(last + 1))
        if percent(b, last) - percent(a, first) >= points - 1e-9
    )


@given(
    st.integers(1, 12),
    st.integers(1, 12),
    st.floats(0, 100),
    st.floats(-10, 10),
    st.sampled_from([0.0, 0.1, 1.0, 5.0]),
)
def test_the_chance_of_one_school_is_the_sum_over_all_pairs_of_cohorts(
    first: int, last: int, level: float, change: float, rounding: float
) -> None:
    low = level - change * last / (first + last)
    levels = np.clip([low / 100, (low + change) / 100], 0, 1)
    told = exact_chances(
        np.full((1, 2), level), np.array([[first, last]]), change=change, points=10, rounding=rounding
    )
    assert told[0] == pytest.approx(
        by_hand(first, last, (float(levels[0]), float(levels[1])), 10, rounding), abs=1e-12
    )


def test_one_school_of_thirty_in_four_gains_ten_points_by_chance() -> None:
    told = exact_chances(np.array([[60.0, 60.0]]), np.array([[30, 30]]), change=0, points=10, rounding=1)
    assert told[0] == pytest.approx(by_hand(30, 30, (0.6, 0.6), 10, 1), abs=1e-12)
    assert told[0] == pytest.approx(0.255, abs=5e-4)


def test_large_cohorts_follow_the_normal_curve() -> None:
    # With 20,000 pupils a year a step is 0.005 points, of which half is the continuity correction: to 1e-4.
    spread = 100 * np.sqrt(2 * 0.24 / 20_000)
    told = exact_chances(np.array([[60.0, 60.0]]), np.array([[20_000, 20_000]]), change=0, points=0.5, rounding=0)
    assert told[0] == pytest.approx(stats.norm.sf((0.5 - 0.0025) / spread), abs=1e-4)


@given(st.integers(0, 40), st.integers(1, 40), st.floats(0, 1))
def test_equal_chances_add_to_a_binomial(count: int, of: int, chance: float) -> None:
    assert at_least(count, np.full(of, chance)) == pytest.approx(stats.binom.sf(count - 1, of, chance), abs=1e-12)


def test_the_share_is_of_schools_with_both_years_and_a_rounded_ten_is_ten() -> None:
    told = gains(
        outcomes({"t1": (50, 60), "t2": (50, 59), "t3": (50, 75), "c1": (50, 60)}), before=2017, after=2019
    )
    assert (told.gained.count, told.gained.of) == (2, 3)
    assert told.others is not None and (told.others.count, told.others.of) == (1, 1)
    assert [chance.basis for chance in told.chance] == ["no change"]
    alone = gains(outcomes({"t1": (50, 60)}), before=2017, after=2019)
    assert alone.others is None
    assert "were not in the programme" not in alone.words


def test_a_national_change_makes_gains_likelier() -> None:
    data = outcomes({"t1": (50, 60), "t2": (60, 60)})
    none, national = gains(data, before=2017, after=2019, national_change=4).chance
    assert none.share < national.share
    assert none.p_value < national.p_value


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=12))
def test_shares_and_probabilities_lie_between_0_and_1(counts: list[tuple[int, int]]) -> None:
    cells = {f"t{at}": (100 * a / 30, 100 * b / 30) for at, (a, b) in enumerate(counts)}
    cells |= {f"c{at}": (100 * a / 30, 100 * b / 30) for at, (a, b) in enumerate(counts)}
    for chance in gains(outcomes(cells), before=2017, after=2019, national_change=3, rounding=0).chance:
        assert 0 <= chance.share <= 1 and 0 <= chance.p_value <= 1
        assert chance.dispersion >= 1


def test_where_nothing_changes_as_many_gain_as_chance_says() -> None:
    # 4,000 simulated schools of 25 with levels of 30 to 90 per cent, half of them treated: within four standard
    # errors of a share, of 0.9 points each, and a point for that the level of a school is estimated.
    rng = np.random.default_rng(20)
    levels = rng.uniform(0.3, 0.9, 4000)
    percents = np.floor(100 * rng.binomial(25, np.stack([levels, levels], axis=1)) / 25 + 0.5)
    cells = {
        f"{'t' if at < 2000 else 'c'}{at}": (float(a), float(b)) for at, (a, b) in enumerate(percents.tolist())
    }
    told = gains(outcomes(cells, 25), before=2017, after=2019)
    none, like_others = told.chance
    assert none.share == pytest.approx(told.gained.share, abs=0.045)
    assert like_others.dispersion == pytest.approx(1, abs=0.1)
    assert like_others.share == pytest.approx(told.gained.share, abs=0.045)


def test_swings_of_other_schools_beyond_chance_are_told() -> None:
    cells: dict[str, tuple[float, float]] = {"t1": (50, 60)}
    cells |= {f"c{at}": (50, 50 + (30 if at % 2 else -30)) for at in range(20)}
    other = gains(outcomes(cells), before=2017, after=2019).chance[-1]
    variance = 100**2 * np.mean([2 * p * (1 - p) / 30 for p in (0.35, 0.65)])
    assert (other.basis, other.change) == ("other schools", 0.0)
    assert other.dispersion == pytest.approx(900 / variance, rel=1e-12)
    certain = {f"c{at}": (100.0, 100.0) for at in range(12)} | {"t1": (100.0, 100.0)}
    assert gains(outcomes(certain), before=2017, after=2019).chance[-1].share == 0


def test_what_cannot_be_told_is_refused() -> None:
    data = outcomes({"t1": (50, 60), "c1": (50, 60)})
    with pytest.raises(TooLittleError, match="treated schools with results in both years"):
        gains(outcomes({"c1": (50, 60)}), before=2017, after=2019)
    with pytest.raises(DesignError, match="Points are above 0"):
        gains(data, before=2017, after=2019, points=0)
    with pytest.raises(DataError, match=r"weights: 12\.5"):
        gains(outcomes({"t1": (50, 60)}, 12.5), before=2017, after=2019)
    with pytest.raises(DataError, match=r"values: 104\.0"):
        gains(outcomes({"t1": (50, 104)}), before=2017, after=2019)
    with pytest.raises(DataError, match=r"values: 56\.7 .* rounded to 1: give the `rounding`"):
        gains(outcomes({"t1": (50, 56.7)}), before=2017, after=2019)


def test_two_in_three_low_schools_of_hampshire_gained_ten_points_with_nothing_done() -> None:
    panel = hampshire().where(pl.col("kind") == "mainstream")
    rows = panel.results.filter(pl.col("measure") == "PTRWM_EXP").pivot("year", index="school", values="value")
    low = rows.drop_nulls(["2017", "2019"]).sort("2017", "school").head(30)
    data = panel.outcomes("PTRWM_EXP", dict.fromkeys(low["school"].to_list(), 2018))
    told = gains(data, before=2017, after=2019, national_change=65 - 61)
    assert told.gained.count == ((low["2019"] - low["2017"]) >= 10).sum() == 20
    assert told.others is not None and told.others.share < told.gained.ci_low
    assert {chance.basis for chance in told.chance} == {"no change", "national change", "other schools"}
    assert all(chance.share < 0.35 for chance in told.chance)
    assert told.words.startswith("20 of 30 schools (67%, 95% interval 49% to 81%) gained at least 10 points")
