"""Leaving one out and working it out otherwise show what a finding hangs on."""

import numpy as np
import pytest

from ridgeway.impact.doubt import (
    changes,
    difference_in_changes,
    leave_one_change_out,
    leave_one_group_out,
    leave_one_school_out,
    specifications,
)
from ridgeway.impact.errors import DesignError, TooLittleError
from ridgeway.impact.estimates import Estimate
from tests.impact.doubt.little_studies import estimate_of, mean_difference, two_years

STUDY = two_years([20.0, 1.0, 0.0, 0.0, 1.0, -1.0], [0, 1, 2])


def test_the_school_that_moves_the_estimate_most_comes_first() -> None:
    """Treated 20, 1, 0 against 0: 7 with all, 0.5 without the first."""
    found = leave_one_school_out(STUDY, mean_difference)
    assert found.full.estimate == pytest.approx(7)
    assert [left.name for left in found.without] == ["school 0000", "school 0002", "school 0001"]
    assert found.without[0].shift == pytest.approx(-6.5)
    assert (found.low, found.high) == pytest.approx((0.5, 10.5))
    assert found.sign_holds
    assert found.refused == ()


def test_a_finding_that_hangs_on_one_school_loses_its_sign() -> None:
    found = leave_one_school_out(two_years([9.0, -1.0, -2.0, 0.0, 0.0], [0, 1, 2]), mean_difference)
    assert not found.sign_holds


def test_comparison_schools_are_left_out_when_asked_for() -> None:
    found = leave_one_school_out(STUDY, mean_difference, which=~STUDY.treated)
    assert {left.name for left in found.without} == {"school 0003", "school 0004", "school 0005"}


def test_authorities_with_treated_schools_are_left_out_whole() -> None:
    found = leave_one_group_out(STUDY, mean_difference, ["Kent", "Kent", "Hants", "Hants", "Kent", "Devon"])
    assert {left.name: left.estimate.estimate for left in found.without} == pytest.approx(
        {"Kent": 0.5, "Hants": 10.5}
    )


def test_what_cannot_be_estimated_without_one_is_listed_with_the_reason() -> None:
    found = leave_one_group_out(STUDY, mean_difference, ["Kent", "Kent", "Hants", "Kent", "Kent", "Kent"])
    assert [name for name, _ in found.refused] == ["Kent"]
    assert "Each side needs one" in found.refused[0][1]
    with pytest.raises(DesignError, match="too few"):
        leave_one_school_out(two_years([1.0, 0.0], [0]), mean_difference)
    with pytest.raises(DesignError, match="one for each of 6"):
        leave_one_group_out(STUDY, mean_difference, ["Kent"])


def test_a_specification_table_keeps_the_order_the_refusals_and_the_share_that_is_clear() -> None:
    def refused() -> Estimate:
        raise TooLittleError("years", 1, "There must be two.")

    table = specifications(
        {
            "as planned": lambda: estimate_of(2.0, p_value=0.01),
            "unweighted": lambda: estimate_of(3.0, p_value=0.2),
            "trend too": refused,
            "other years": lambda: estimate_of(-1.0, p_value=0.04),
        }
    )
    assert [row.name for row in table.rows] == ["as planned", "unweighted", "trend too", "other years"]
    assert "There must be two" in table.rows[2].refused
    assert list(table.estimates) == [-1, 2, 3]
    assert table.median == 2
    assert table.share_clear() == pytest.approx(1 / 3)


def test_a_table_of_refusals_has_no_median() -> None:
    def refused() -> Estimate:
        raise DesignError("years", 1, "There must be two.")

    table = specifications({"as planned": refused})
    assert np.isnan([table.median, table.share_clear()]).all()


def test_a_change_is_left_out_as_the_school_is() -> None:
    """The quick way, from changes alone, against the estimator that is given the schools themselves."""
    outcomes = two_years([20.0, 1.0, 0.5, 0.0, 1.0, -1.0, 2.0], [0, 1, 2])
    slow = leave_one_school_out(outcomes, difference_in_changes)
    quick = leave_one_change_out(changes(outcomes), outcomes.treated, outcomes.schools)
    assert [left.name for left in quick.without] == [left.name for left in slow.without]
    assert quick.low == pytest.approx(slow.low)
    assert quick.high == pytest.approx(slow.high)
    assert quick.full.std_error == pytest.approx(slow.full.std_error)
