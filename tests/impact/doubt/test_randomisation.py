"""Randomisation inference gives the p values of the textbooks and of brute force.

Counts are exact; other figures agree to 1e-9 (sums of floats in another order).
"""

from dataclasses import replace
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ridgeway.impact.doubt import (
    Alternative,
    Assignment,
    Randomised,
    Redraws,
    Statistic,
    randomise,
    redraw_changes,
    romano_wolf,
)
from ridgeway.impact.errors import DesignError, TooLittleError
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.outcomes import NEVER, Floats, Outcomes
from tests.impact.doubt.little_studies import estimate_of, mean_difference, two_years

TREATED, COMPARISON = 2015.0, NEVER


def starts(*treated: int, of: int) -> Floats:
    return np.array([TREATED if school in treated else COMPARISON for school in range(of)])


@pytest.mark.parametrize(("milk_first_right", "ways"), [(4, 1), (3, 17), (2, 53)])
def test_the_lady_tasting_tea_has_fishers_p(milk_first_right: int, ways: int) -> None:
    """Fisher (1935): eight cups, four with milk first. All right: 1 in 70; at least three right: 17 in 70."""
    said_milk = np.array([1.0] * milk_first_right + [0.0] * (4 - milk_first_right))
    said = np.concatenate([said_milk, 1 - said_milk])
    cups = two_years(said.tolist(), [0, 1, 2, 3])
    found = randomise(cups, mean_difference, Redraws(seed=1, alternative="greater"))
    assert found.exact
    assert found.assignments == 70
    assert found.p_value == pytest.approx(ways / 70, abs=1e-12)
    assert found.monte_carlo_error == 0


def test_all_assignments_of_a_small_study_agree_with_brute_force_and_with_scipy() -> None:
    change = [4.1, 6.3, 2.2, 9.0, 1.1, 0.4, 3.3, 2.9, -1.0, 5.0]
    outcomes = two_years(change, [1, 3, 9])
    means = [
        np.mean([change[row] for row in rows]) - np.mean([change[row] for row in range(10) if row not in rows])
        for rows in combinations(range(10), 3)
    ]
    expected = np.mean(np.abs(means) >= abs(mean_difference(outcomes).estimate) - 1e-9)
    general = randomise(outcomes, mean_difference, Redraws(seed=1))
    (fast,) = redraw_changes(
        np.array(change)[:, None], ["reading"], Assignment.of(outcomes.starts), Redraws(seed=1)
    ).inference()
    assert general.assignments == fast.assignments == comb(10, 3)
    assert general.p_value == pytest.approx(expected, abs=1e-12)
    assert fast.p_value == pytest.approx(expected, abs=1e-12)
    scipys = stats.permutation_test(
        ([change[1], change[3], change[9]], [change[row] for row in (0, 2, 4, 5, 6, 7, 8)]),
        lambda a, b: np.mean(a) - np.mean(b),
        alternative="greater",
        n_resamples=1_000,
    )
    one_sided = randomise(outcomes, mean_difference, Redraws(seed=1, alternative="greater"))
    assert one_sided.p_value == pytest.approx(scipys.pvalue, abs=1e-12)


def test_darwins_maize_has_fishers_p_over_all_pairs() -> None:
    """Fisher (1935, section 21): of 32,768 ways to sign 15 differences 1,726 total at least 314 in size."""
    differences = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
    change = np.array([value for difference in differences for value in (float(difference), 0.0)])
    pairs = [pair for pair in range(15) for _ in range(2)]
    assignment = Assignment.of(starts(*range(0, 30, 2), of=30), blocks=pairs)
    (found,) = redraw_changes(
        change[:, None], ["height"], assignment, Redraws(seed=1), exact_up_to=2**15
    ).inference()
    assert assignment.possible == 32768
    assert found.p_value == pytest.approx(1726 / 32768, abs=1e-12)
    assert found.observed == pytest.approx(314 / 15)


def test_a_drawn_p_counts_the_observed_assignment_once() -> None:
    """Phipson & Smyth (2010): (b + 1) / (m + 1), never 0."""
    change = np.concatenate([np.full(10, 50.0), np.linspace(0, 1, 90)])
    outcomes = two_years(change.tolist(), range(10))
    found = randomise(outcomes, mean_difference, Redraws(seed=3, draws=99))
    assert not found.exact
    assert found.p_value == found.smallest_p == 1 / 100
    assert found.monte_carlo_error == pytest.approx(np.sqrt(0.01 * 0.99 / 100))


def test_the_same_seed_gives_the_same_p_and_drawing_comes_near_to_counting() -> None:
    rng = np.random.default_rng(5)
    change = rng.normal(size=(16, 1)) + np.where(np.arange(16) < 6, 0.8, 0)[:, None]
    assignment = Assignment.of(starts(*range(6), of=16))
    (counted,) = redraw_changes(change, ["reading"], assignment, Redraws(seed=1)).inference()
    drawn = [
        redraw_changes(change, ["reading"], assignment, Redraws(seed=9, draws=20_000), exact_up_to=10).inference()[
            0
        ]
        for _ in range(2)
    ]
    assert drawn[0] == drawn[1]
    assert counted.exact
    assert drawn[0].p_value == pytest.approx(counted.p_value, abs=4 * drawn[0].monte_carlo_error)
    assert drawn[0].ci_low == pytest.approx(counted.ci_low, abs=0.05)


def test_fast_redraws_with_blocks_clusters_weights_and_gaps_agree_with_a_regression() -> None:
    """The statistic is the coefficient of a weighted regression with block effects."""
    rng = np.random.default_rng(7)
    blocks = np.repeat([0, 1, 2], 12)
    clusters = np.arange(36) // 2
    treated = np.isin(clusters, [0, 3, 7, 9, 12, 14])
    change, weights = rng.normal(size=(36, 2)), rng.uniform(10, 60, size=(36, 2))
    change[[3, 20], [0, 1]] = np.nan
    assignment = Assignment.of(
        np.where(treated, TREATED, NEVER), blocks=blocks.tolist(), clusters=clusters.tolist()
    )
    found = redraw_changes(
        change, ["a", "b"], assignment, Redraws(seed=2), weights=weights, exact_up_to=10**9
    ).inference()
    assert found[0].assignments == comb(6, 2) ** 3

    def coefficient(column: int, chosen: np.ndarray) -> float:
        known = ~np.isnan(change[:, column])
        design = np.column_stack([chosen, blocks[:, None] == [0, 1, 2]])[known].astype(float)
        root = np.sqrt(weights[known, column])
        return float(np.linalg.lstsq(design * root[:, None], change[known, column] * root, rcond=None)[0][0])

    for column, randomised in enumerate(found):
        assert randomised.observed == pytest.approx(coefficient(column, treated), rel=1e-9)
        every = [coefficient(column, np.isfinite(dealt)) for dealt in assignment.every()]
        share = np.mean(np.abs(every) >= abs(randomised.observed) - 1e-9)
        assert randomised.p_value == pytest.approx(share, abs=1e-12)
    assert len(list(assignment.every())) == assignment.possible


@settings(max_examples=30)
@given(st.lists(st.integers(-20, 20), min_size=7, max_size=8), st.floats(-3, 3))
def test_the_interval_holds_exactly_the_effects_that_the_test_does_not_reject(
    change: list[int], nudge: float
) -> None:
    outcomes = two_years([float(value) for value in change], [0, 2, 5])
    redraws = Redraws(seed=1, level=0.8)
    found = randomise(outcomes, mean_difference, redraws, interval=True)

    def p_of(effect: float) -> float:
        lessened = replace(outcomes, values=outcomes.values - effect * outcomes.exposed)
        return randomise(lessened, mean_difference, redraws).p_value

    for end, outwards in ((found.ci_low, -1), (found.ci_high, 1)):
        if np.isfinite(end):
            assert p_of(end + outwards * 1e-4) <= 0.2 + 1e-12
            assert p_of(end - outwards * 1e-4) > 0.2 or found.ci_high - found.ci_low < 1e-3
    effect = found.observed + nudge
    inside = found.ci_low + 1e-6 < effect < found.ci_high - 1e-6
    outside = effect < found.ci_low - 1e-6 or effect > found.ci_high + 1e-6
    assert not (inside and p_of(effect) <= 0.2)
    assert not (outside and p_of(effect) > 0.2)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.floats(-4, 4))
def test_with_weights_the_interval_holds_every_effect_that_is_not_rejected(seed: int, nudge: float) -> None:
    rng = np.random.default_rng(seed)
    treated = starts(0, 1, 2, of=8)
    change, weights = rng.normal(size=(8, 1)), rng.exponential(30, size=(8, 1))
    redraws = Redraws(seed=1, level=0.8)

    def tested(effect: float) -> Randomised:
        lessened = change - effect * np.isfinite(treated)[:, None]
        return redraw_changes(lessened, ["a"], Assignment.of(treated), redraws, weights=weights).inference()[0]

    found = tested(0.0)
    effect = found.observed + nudge
    if tested(effect).p_value > 0.2:
        assert found.ci_low - 1e-9 <= effect <= found.ci_high + 1e-9


def test_fast_and_general_intervals_are_the_same() -> None:
    rng = np.random.default_rng(11)
    outcomes = two_years(rng.normal(size=12).tolist(), [0, 1, 2, 3])
    general = randomise(outcomes, mean_difference, Redraws(seed=1), interval=True)
    (fast,) = redraw_changes(
        outcomes.values[:, 1:], ["reading"], Assignment.of(outcomes.starts), Redraws(seed=1)
    ).inference()
    assert (fast.ci_low, fast.ci_high) == pytest.approx((general.ci_low, general.ci_high), abs=1e-9)


def test_redrawn_statistics_serve_to_adjust_for_many_outcomes() -> None:
    """For a single outcome Romano and Wolf's p is that of the re-draws; a copy of it costs nothing."""
    change = np.random.default_rng(23).normal(size=(40, 1)) + np.where(np.arange(40) < 12, 0.7, 0)[:, None]
    assignment = Assignment.of(starts(*range(12), of=40))
    redrawn = redraw_changes(np.repeat(change, 2, axis=1), ["a", "b"], assignment, Redraws(seed=1))
    alone = redrawn.inference()[0].p_value
    assert romano_wolf(redrawn.observed, redrawn.statistics) == pytest.approx((alone, alone), abs=1e-12)


def test_a_block_in_which_nothing_was_drawn_changes_nothing() -> None:
    change = np.random.default_rng(29).normal(size=(12, 1))
    blocks = [0] * 8 + [1] * 4
    with_block = redraw_changes(change, ["a"], Assignment.of(starts(0, 1, of=12), blocks=blocks), Redraws(seed=1))
    without = redraw_changes(change[:8], ["a"], Assignment.of(starts(0, 1, of=8)), Redraws(seed=1))
    assert with_block.inference() == without.inference()


def test_too_few_redraws_leave_the_interval_open() -> None:
    outcomes = two_years([float(value) for value in range(12)], range(6))
    found = randomise(outcomes, mean_difference, Redraws(seed=1, draws=18), interval=True)
    assert (found.ci_low, found.ci_high) == (-np.inf, np.inf)
    assert np.isfinite(randomise(outcomes, mean_difference, Redraws(seed=1, draws=99), interval=True).ci_low)


def test_too_few_assignments_leave_the_interval_open() -> None:
    outcomes = two_years([1.0, 2.0, 3.0, 4.0], [0])
    found = randomise(outcomes, mean_difference, Redraws(seed=1), interval=True)
    assert found.smallest_p == 1 / 4
    assert (found.ci_low, found.ci_high) == (-np.inf, np.inf)


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_t_agrees_with_welch_over_every_assignment(alternative: Alternative) -> None:
    rng = np.random.default_rng(13)
    change = rng.normal(size=9) * np.linspace(0.5, 3, 9)
    outcomes = two_years(change.tolist(), [4, 6, 7, 8])
    redraws = Redraws(seed=1, statistic="t", alternative=alternative)
    (fast,) = redraw_changes(change[:, None], ["reading"], Assignment.of(outcomes.starts), redraws).inference()
    general = randomise(outcomes, mean_difference, redraws)
    welch = stats.ttest_ind(change[[4, 6, 7, 8]], change[[0, 1, 2, 3, 5]], equal_var=False)
    assert fast.observed == pytest.approx(welch.statistic, rel=1e-9)
    assert fast.p_value == pytest.approx(general.p_value, abs=1e-12)
    assert np.isnan([fast.ci_low, general.ci_high]).all()


def test_a_redraw_without_a_difference_counts_as_extreme() -> None:
    """With four of six results missing some assignments have no result on one side."""
    change = np.array([[1.0], [np.nan], [0.0], [np.nan], [np.nan], [np.nan]])
    assignment = Assignment.of(starts(0, 1, of=6))
    (found,) = redraw_changes(change, ["reading"], assignment, Redraws(seed=1)).inference()
    assert found.p_value == 1
    (less,) = redraw_changes(change, ["reading"], assignment, Redraws(seed=1, alternative="less")).inference()
    assert less.p_value == 1


def test_staggered_beginnings_are_dealt_anew_each_as_often_as_before() -> None:
    assignment = Assignment.of(np.array([2015.0, 2016.0, 2016.0, NEVER, NEVER]))
    every = {tuple(dealt.tolist()) for dealt in assignment.every()}
    assert assignment.possible == len(every) == 30
    assert all(sorted(dealt) == [2015, 2016, 2016, NEVER, NEVER] for dealt in every)
    drawn = list(assignment.draws(np.random.default_rng(1), 20))
    assert {tuple(dealt.tolist()) for dealt in drawn} <= every
    with pytest.raises(DesignError, match="several first treated years"):
        redraw_changes(np.zeros((5, 1)), ["reading"], assignment, Redraws(seed=1)).inference()


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_pairs_keep_one_treated_school_each(seed: int) -> None:
    assignment = Assignment.of(starts(0, 3, 4, of=6), blocks=["a", "a", "b", "b", "c", "c"])
    for dealt in assignment.draws(np.random.default_rng(seed), 3):
        assert np.isfinite(dealt).reshape(3, 2).sum(axis=1).tolist() == [1, 1, 1]


def test_schools_of_a_cluster_stay_together_even_where_blocks_are_mixed_up() -> None:
    assignment = Assignment.of(starts(1, 4, of=6), blocks=[1, 0, 0, 1, 0, 0], clusters=list("xyzxyw"))
    for dealt in assignment.every():
        assert dealt[1] == dealt[4]
        assert not np.isfinite(dealt[[0, 3]]).any()
    assert assignment.possible == 3


def test_impossible_mechanisms_are_refused() -> None:
    with pytest.raises(DesignError, match="same year"):
        Assignment.of(starts(0, of=4), clusters=["a", "a", "b", "c"])
    with pytest.raises(DesignError, match="nothing to draw"):
        Assignment.of(starts(0, of=2), blocks=["a", "b"])
    with pytest.raises(DesignError, match="one for each"):
        Assignment.of(starts(0, of=2), blocks=["a"])
    with pytest.raises(DesignError, match="draw"):
        Redraws(seed=1, draws=0)


def test_fast_redraws_refuse_what_they_cannot_do() -> None:
    assignment = Assignment.of(starts(0, 1, of=6))
    change = np.arange(6.0)[:, None]
    with pytest.raises(DesignError, match="6 schools and 2 outcomes"):
        redraw_changes(change, ["a", "b"], assignment, Redraws(seed=1)).inference()
    with pytest.raises(DesignError, match="0 or more"):
        redraw_changes(change, ["a"], assignment, Redraws(seed=1), weights=np.full((6, 1), -1.0)).inference()
    with pytest.raises(DesignError, match="counting once"):
        redraw_changes(
            change, ["a"], assignment, Redraws(seed=1, statistic="t"), weights=np.ones((6, 1))
        ).inference()
    with pytest.raises(TooLittleError, match="need a change"):
        redraw_changes(np.full((6, 1), np.nan), ["a"], assignment, Redraws(seed=1)).inference()


def test_an_interval_of_an_estimator_that_is_not_linear_is_refused() -> None:
    def of_squares(outcomes: Outcomes) -> Estimate:
        return mean_difference(replace(outcomes, values=outcomes.values**2))

    outcomes = two_years([1.0, 2.0, 4.0, 8.0], [0, 3])
    with pytest.raises(DesignError, match="not linear"):
        randomise(outcomes, of_squares, Redraws(seed=1), interval=True)
    with pytest.raises(DesignError, match="two-sided"):
        randomise(outcomes, mean_difference, Redraws(seed=1, alternative="less"), interval=True)


def test_a_t_without_a_standard_error_is_refused() -> None:
    statistic: Statistic = "t"
    with pytest.raises(TooLittleError, match="use the estimate"):
        randomise(
            two_years([1.0, 2.0, 3.0], [0]), lambda _: estimate_of(1.0, 0.0), Redraws(seed=1, statistic=statistic)
        )


def test_redraws_of_a_nation_with_ten_outcomes_take_seconds() -> None:
    """16,000 schools, 10 outcomes, 999 re-draws: well under the time that a study may take; p about uniform."""
    rng = np.random.default_rng(17)
    change = rng.normal(size=(16_000, 10))
    change[rng.random(change.shape) < 0.05] = np.nan
    regions = rng.integers(0, 9, 16_000)
    treated = np.isin(np.arange(16_000), rng.choice(16_000, 100, replace=False))
    assignment = Assignment.of(np.where(treated, TREATED, NEVER), blocks=regions.tolist())
    found = redraw_changes(change, [str(k) for k in range(10)], assignment, Redraws(seed=1)).inference()
    assert all(0.001 <= one.p_value <= 1 for one in found)
    assert all(one.ci_low < one.observed < one.ci_high for one in found)
    width = np.mean([one.ci_high - one.ci_low for one in found])
    assert width == pytest.approx(2 * 1.96 / np.sqrt(95), rel=0.1)
