"""Entropy balancing: moments to 1e-8, weights against the `ebal` package 1.0 (1e-9) and a direct search (1e-5)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, linprog, minimize

from ridgeway.impact.errors import DesignError, TooLittleError
from ridgeway.impact.match import EntropyOptions, balance_by_entropy, entropy_weights
from ridgeway.impact.outcomes import Floats
from tests.impact.match.schools import few, michigan

EBAL = [0.002084993902216808, 0.001365076074748443, 0.005912338452619057]
"""`ebal_bin(constraint_tolerance=1e-12, PCA=False)` on the scaled covariates: the first three weights."""


def _unevenness(weights: Floats) -> float:
    return float(weights @ np.log(weights))


def test_published_schools_are_weighted_as_the_ebal_package_does() -> None:
    made = balance_by_entropy(michigan())
    comparison = made.weights[~made.candidates.treated] / made.n_treated
    assert comparison[:3] == pytest.approx(EBAL, abs=1e-9)
    assert comparison.max() == pytest.approx(0.04466058174515315, abs=1e-9)
    assert made.n_effective == pytest.approx(106.26193828255073, abs=1e-6)


def test_means_and_on_request_variances_are_met() -> None:
    made = balance_by_entropy(michigan())
    assert made.balance.worst < 1e-8
    assert not made.sets
    both = balance_by_entropy(michigan(), EntropyOptions(moments=2))
    assert both.balance.worst < 1e-8
    assert both.method == "entropy balancing of means, variances"
    schools = both.candidates
    heavy = both.weights[~schools.treated] / both.n_treated
    centre = schools.covariates[schools.treated].mean(axis=0)
    spread = heavy @ np.square(schools.covariates[~schools.treated] - centre)
    assert spread == pytest.approx(schools.covariates[schools.treated].var(axis=0), rel=1e-8)


def test_of_all_weights_that_meet_the_means_these_are_nearest_to_equal() -> None:
    rng = np.random.default_rng(5)
    columns, targets = rng.normal(size=(12, 2)), np.array([0.3, -0.2])
    ours = entropy_weights(columns, targets, names=("a", "b"))
    conditions = LinearConstraint(np.vstack([np.ones(12), columns.T]), [1, *targets], [1, *targets])
    direct = minimize(
        _unevenness,
        np.full(12, 1 / 12),
        bounds=[(1e-9, 1.0)] * 12,
        constraints=conditions,
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 500},
    )
    assert ours == pytest.approx(direct.x, abs=1e-5)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(3, 25), st.integers(1, 4), st.floats(0, 3))
def test_either_the_means_are_met_or_a_linear_program_says_that_they_hardly_can_be(
    seed: int, schools: int, width: int, away: float
) -> None:
    rng = np.random.default_rng(seed)
    columns = rng.normal(size=(schools, width))
    targets = away * rng.normal(size=width)
    try:
        weights = entropy_weights(columns, targets, names=tuple("abcd"[:width]))
    except DesignError:
        room = linprog(
            np.r_[np.zeros(schools), -1],
            A_ub=np.column_stack([-np.eye(schools), np.ones(schools)]),
            b_ub=np.zeros(schools),
            A_eq=np.column_stack([np.vstack([np.ones(schools), columns.T]), np.zeros(width + 1)]),
            b_eq=np.r_[1, targets],
            bounds=(0, None),
        )
        assert room.x is None or room.x[-1] < 1e-6
    else:
        assert (weights >= 0).all()
        assert weights.sum() == pytest.approx(1)
        assert weights @ columns == pytest.approx(targets, abs=1e-7)


def test_a_column_that_repeats_another_changes_nothing() -> None:
    columns = np.random.default_rng(1).normal(size=(20, 2))
    targets = np.array([0.2, 0.1])
    once = entropy_weights(columns, targets, names=("a", "b"))
    more = np.column_stack([columns, columns.sum(axis=1), np.ones(20)])
    again = entropy_weights(more, np.r_[targets, targets.sum(), 1], names=("a", "b", "both", "one"))
    assert again == pytest.approx(once, abs=1e-9)


def test_a_mean_beyond_every_comparison_school_is_refused_by_name() -> None:
    columns = np.random.default_rng(1).uniform(size=(20, 2))
    with pytest.raises(DesignError, match="beyond every comparison school") as refusal:
        entropy_weights(columns, np.array([0.5, 1.5]), names=("level", "trend"))
    assert refusal.value.found == ["trend"]


def test_means_that_can_be_met_apart_but_not_together_are_refused() -> None:
    line = np.linspace(0, 1, 15)
    columns = np.column_stack([line, line**2])
    with pytest.raises(DesignError, match="together"):
        entropy_weights(columns, np.array([0.5, 0.05]), names=("level", "square"))


def test_shares_of_strata_are_met_and_strata_of_one_side_weigh_nothing() -> None:
    strata = {"phase": ["P", "P", "J", "I", "P", "P", "J", "J", "J", "S"]}
    made = balance_by_entropy(few([4, 6, 5, 5], [3, 7, 4, 6, 8, 5], strata=dict(strata)))
    assert [(each.school, each.reason) for each in made.dropped] == [("T3", "stratum")]
    assert made.of_school.keys() >= {"T0", "T1", "T2"}
    assert "C5" not in made.of_school
    assert made.of_school["C0"] + made.of_school["C1"] == pytest.approx(2)
    assert made.balance.rows[0].after.mean_comparison == pytest.approx(5)
    assert made.method == "entropy balancing of means, shares of phase"


def test_only_means_and_variances_can_be_met() -> None:
    with pytest.raises(DesignError, match="moments"):
        EntropyOptions(moments=3)  # type: ignore[arg-type]


def test_without_two_schools_a_side_in_shared_strata_there_is_nothing_to_balance() -> None:
    apart = few([4, 6], [4, 6], strata={"phase": ["P", "P", "I", "I"]})
    with pytest.raises(TooLittleError, match="shared strata"):
        balance_by_entropy(replace(apart))
