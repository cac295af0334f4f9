"""Shares and their intervals.

Published limits are given to four places, so the tolerance is half a unit of the fourth; SciPy to 1e-10.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ridgeway.impact.describe import Method, share
from ridgeway.impact.describe.shares import difference, weighted_sum
from ridgeway.impact.errors import DesignError, TooLittleError

NEWCOMBE = [
    (81, 263, "wilson", 0.2553, 0.3662),
    (15, 148, "wilson", 0.0624, 0.1605),
    (0, 20, "wilson", 0.0, 0.1611),
    (1, 29, "wilson", 0.0061, 0.1718),
    (81, 263, "clopper-pearson", 0.2527, 0.3676),
    (15, 148, "clopper-pearson", 0.0578, 0.1617),
    (0, 20, "clopper-pearson", 0.0, 0.1684),
    (1, 29, "clopper-pearson", 0.0009, 0.1776),
]
"""Newcombe 1998, Two-sided confidence intervals for the single proportion, table I."""


@pytest.mark.parametrize(("count", "of", "method", "low", "high"), NEWCOMBE)
def test_the_published_intervals_of_newcombe(count: int, of: int, method: Method, low: float, high: float) -> None:
    told = share(count, of, method=method)
    assert (told.ci_low, told.ci_high) == pytest.approx((low, high), abs=5.1e-5)


@given(st.integers(1, 400), st.floats(0, 1), st.sampled_from([0.9, 0.95, 0.99]))
def test_intervals_agree_with_scipy(of: int, part: float, level: float) -> None:
    count = round(part * of)
    peers: tuple[tuple[Method, Literal["wilson", "exact"]], ...] = (
        ("wilson", "wilson"),
        ("clopper-pearson", "exact"),
    )
    for method, peer in peers:
        told, wanted = (
            share(count, of, level=level, method=method),
            stats.binomtest(count, of).proportion_ci(level, peer),
        )
        assert (told.ci_low, told.ci_high) == pytest.approx((wanted.low, wanted.high), abs=1e-10)


def test_a_share_needs_schools() -> None:
    with pytest.raises(TooLittleError, match="at least one school"):
        share(0, 0)
    with pytest.raises(DesignError, match="4 of 3"):
        share(4, 3)
    with pytest.raises(DesignError, match="level: 95"):
        share(1, 3, level=95)


def test_a_share_is_told_with_its_interval() -> None:
    assert share(17, 27).words == "17 of 27 schools (63%, 95% interval 44% to 78%)"


def test_the_difference_of_two_shares_is_that_of_newcombe() -> None:
    # Newcombe 1998, Interval estimation for the difference between independent proportions, table II, method 10.
    first, second = share(56, 70), share(48, 80)
    told = difference((first.share, first.ci_low, first.ci_high), (second.share, second.ci_low, second.ci_high))
    assert told == pytest.approx((0.2, 0.0524, 0.3339), abs=5.1e-5)


def test_a_sum_of_one_part_is_the_part() -> None:
    part = share(7, 20)
    assert weighted_sum([part], np.ones(1)) == pytest.approx((part.share, part.ci_low, part.ci_high), abs=1e-15)
