"""Bounds for hidden bias are those of Rosenbaum's published example, and of brute force over all biases.

Published p values agree to the four decimals printed, brute force to 1e-12.
"""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ridgeway.impact.doubt import breakdown, set_bounds, signed_rank_bounds
from ridgeway.impact.errors import DataError, DesignError, TooLittleError

EXPOSED = [38, 23, 41, 18, 37, 36, 23, 62, 31, 34, 24, 14, 21, 17, 16, 20, 15]
EXPOSED += [10, 45, 39, 22, 35, 49, 48, 44, 35, 43, 39, 34, 13, 73, 25, 27]
OTHERS = [16, 18, 18, 24, 19, 11, 10, 15, 16, 18, 18, 13, 19, 10, 16, 16, 24]
OTHERS += [13, 9, 14, 21, 19, 7, 18, 19, 12, 11, 22, 25, 16, 13, 11, 13]
LEAD = np.array(EXPOSED, dtype=float) - np.array(OTHERS)
"""Lead in the blood of 33 children of battery workers, less that of matched children (Morton et al. 1982)."""


@pytest.mark.parametrize(("gamma", "p_high"), [(2, 0.0018), (3, 0.0136), (4, 0.0388), (4.25, 0.0468), (5, 0.0740)])
def test_lead_in_children_has_the_upper_bounds_of_rosenbaums_table(gamma: float, p_high: float) -> None:
    """Rosenbaum (2002), table 4.1."""
    found = signed_rank_bounds(LEAD, gamma)
    assert found.p_high == pytest.approx(p_high, abs=5e-5)
    assert found.p_low < 0.0001


def test_lead_in_children_stands_a_bias_of_four_and_a_third() -> None:
    found = breakdown(lambda gamma: signed_rank_bounds(LEAD, gamma))
    assert 4.25 < found < 5
    assert signed_rank_bounds(LEAD, found).p_high == pytest.approx(0.05, abs=1e-6)


def test_without_hidden_bias_the_exact_p_is_wilcoxons() -> None:
    """R's exactRankTests gives 8.037e-07, two-sided, leaving out the pair without a difference."""
    found = signed_rank_bounds(LEAD[LEAD != 0], 1.0, method="exact")
    assert 2 * found.p_high == pytest.approx(8.037e-07, rel=1e-4)
    assert found.p_low == found.p_high
    plain = np.array([1.5, -0.3, 2.2, 0.9, -1.1, 3.0, 0.4])
    peer = stats.wilcoxon(plain, alternative="greater", method="exact").pvalue
    assert signed_rank_bounds(plain, 1.0, method="exact").p_high == pytest.approx(peer, abs=1e-12)


@settings(max_examples=40)
@given(st.lists(st.integers(-9, 9), min_size=2, max_size=8), st.floats(1, 5))
def test_exact_bounds_are_those_of_all_ways_to_sign_the_pairs(differences: list[int], gamma: float) -> None:
    values = np.array(differences, dtype=float)
    if np.count_nonzero(values) < 2:
        return
    ranks = np.where(values == 0, 0, stats.rankdata(np.abs(values)))
    seen = ranks[values > 0].sum()

    def tail(chance: float) -> float:
        total = 0.0
        for signs in product((0, 1), repeat=len(ranks)):
            if np.dot(signs, ranks) >= seen - 1e-9:
                total += float(np.prod([chance if up else 1 - chance for up in signs]))
        return total

    found = signed_rank_bounds(values, gamma, method="exact")
    assert found.p_high == pytest.approx(tail(gamma / (1 + gamma)), abs=1e-12)
    assert found.p_low == pytest.approx(tail(1 / (1 + gamma)), abs=1e-12)


def test_the_normal_upper_bound_is_on_the_safe_side_of_the_exact_one() -> None:
    """Where ranks are mostly counted their sum is skewed downwards, and its upper tail is lighter than normal."""
    normal, exact = (signed_rank_bounds(LEAD, 3.0, method=method).p_high for method in ("normal", "exact"))
    assert exact < normal < exact + 0.01


@given(st.floats(1, 8), st.floats(0, 3))
def test_more_hidden_bias_widens_the_bounds(gamma: float, more: float) -> None:
    narrow, wide = signed_rank_bounds(LEAD, gamma), signed_rank_bounds(LEAD, gamma + more)
    assert wide.p_low <= narrow.p_low * (1 + 1e-9)
    assert narrow.p_low <= narrow.p_high * (1 + 1e-9)
    assert narrow.p_high <= wide.p_high * (1 + 1e-9)


SETS = [(9.0, [4.0, 6.0]), (7.0, [7.5, 2.0, 1.0]), (8.0, [3.0]), (5.0, [5.0, 4.0]), (6.5, [1.0, 2.5])]


@pytest.mark.parametrize("gamma", [1.0, 1.5, 3.0])
def test_bounds_for_sets_take_the_worst_of_all_hidden_reasons(gamma: float) -> None:
    """Every way in which a hidden reason may or may not hold for each school is tried, set by set."""
    aligned = [np.array([own, *others]) - np.mean([own, *others]) for own, others in SETS]
    ranks = stats.rankdata(np.concatenate(aligned))
    parts = np.split(ranks, np.cumsum([len(one) for one in aligned])[:-1])
    seen = sum(part[0] for part in parts)

    def worst(side: int) -> float:
        mean = variance = 0.0
        for part in parts:
            options = []
            for reason in product((0, 1), repeat=len(part)):
                chance = gamma ** np.array(reason) / (gamma ** np.array(reason)).sum()
                expected = float(chance @ part)
                options.append((round(side * expected, 10), float(chance @ part**2) - expected**2, expected))
            best = max(options)
            mean, variance = mean + best[2], variance + best[1]
        return float(stats.norm.sf((seen - mean) / np.sqrt(variance)))

    found = set_bounds(SETS, gamma)
    assert found.p_high == pytest.approx(worst(1), abs=1e-9)
    assert found.p_low == pytest.approx(worst(-1), abs=1e-9)
    assert (found.p_low == pytest.approx(found.p_high)) == (gamma == 1)


def test_a_finding_that_is_not_clear_stands_no_bias_and_one_beyond_the_range_has_no_end() -> None:
    assert breakdown(lambda gamma: signed_rank_bounds(np.array([1.0, -2.0, 3.0]), gamma)) == 1
    assert breakdown(lambda gamma: signed_rank_bounds(LEAD, gamma), largest=2) == np.inf


def test_what_cannot_be_bounded_is_refused() -> None:
    with pytest.raises(DesignError, match=r"no hidden bias\) or more"):
        signed_rank_bounds(LEAD, 0.9)
    with pytest.raises(DataError, match="both results"):
        signed_rank_bounds(np.array([1.0, np.nan]), 1.0)
    with pytest.raises(TooLittleError, match="two at least"):
        signed_rank_bounds(np.array([0.0, 1.0]), 1.0)
    with pytest.raises(TooLittleError, match="Two sets"):
        set_bounds([(1.0, [2.0])], 1.0)
    with pytest.raises(DataError, match="without a result"):
        set_bounds([(1.0, [2.0]), (np.nan, [1.0])], 1.0)
    with pytest.raises(DesignError, match="alike"):
        set_bounds([(1.0, [1.0]), (2.0, [2.0, 2.0])], 1.0)
