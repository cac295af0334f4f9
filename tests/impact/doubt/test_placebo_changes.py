"""Groups of untreated schools put in the place of the treated ones."""

from __future__ import annotations

import numpy as np
import pytest

from ridgeway.impact.doubt import Compare, placebo_changes, weighted_difference
from ridgeway.impact.errors import DesignError
from ridgeway.impact.outcomes import Flags, Floats, Whole


def weak_schools() -> tuple[Floats, Flags, Floats]:
    """Four hundred schools; the thirty lowest results of a noisy year are treated, and nothing is done to them."""
    random = np.random.default_rng(4)
    lasting = random.normal(size=400)
    before, after = lasting + random.normal(size=400), lasting + random.normal(size=400)
    treated = np.zeros(400, dtype=np.bool_)
    treated[np.argsort(before)[:60:2]] = True
    return np.column_stack([after - before, np.zeros(400)]), treated, before


def beside_all(treated: Flags) -> Compare:
    def compare(chosen: Whole) -> Floats:
        weights = np.where(treated, 0.0, 1.0)
        weights[chosen] = 1.0
        return weights

    return compare


def test_weak_schools_show_by_themselves_what_the_treated_ones_show() -> None:
    change, treated, before = weak_schools()
    found = placebo_changes(change, treated, before, beside_all(treated), seed=1, draws=49)
    assert found.observed[0] > 0.5
    assert found.means[0] == pytest.approx(found.observed[0], abs=0.4)
    assert found.p_values[0] > 0.05
    assert abs(found.baseline_gap) < 0.2


def test_an_outcome_that_never_changes_shows_nothing_in_any_group() -> None:
    change, treated, before = weak_schools()
    found = placebo_changes(change, treated, before, beside_all(treated), seed=1, draws=9)
    assert found.estimates[:, 1] == pytest.approx(0.0)
    assert found.p_values[1] == 1.0


def test_stand_ins_are_of_the_same_stratum() -> None:
    change, treated, before = weak_schools()
    strata = np.arange(400) % 2
    drawn: list[int] = []

    def compare(chosen: Whole) -> Floats:
        drawn.append(int((strata[chosen] == 1).sum()))
        return beside_all(treated)(chosen)

    placebo_changes(change, treated, before, compare, strata=strata, seed=1, draws=5)
    assert set(drawn) == {int((strata[treated] == 1).sum())}


def test_a_weighted_difference_passes_over_what_is_missing() -> None:
    change = np.array([[4.0], [np.nan], [1.0], [2.0], [np.nan]])
    found = weighted_difference(change, np.array([0, 1]), np.array([1.0, 1.0, 3.0, 1.0, 9.0]))
    assert found[0] == pytest.approx(4.0 - 1.25)


def test_treated_schools_without_a_baseline_are_refused() -> None:
    change, treated, before = weak_schools()
    before[treated] = np.nan
    with pytest.raises(DesignError, match="each with a baseline"):
        placebo_changes(change, treated, before, beside_all(treated), seed=1)
