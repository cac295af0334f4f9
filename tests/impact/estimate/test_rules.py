"""Rules every estimator of change keeps, whatever the data."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.impact.estimate import did, group_time, imputation
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.outcomes import Outcomes
from tests.impact.estimate.peers import drawn

Estimator = Callable[[Outcomes], Estimate]
ESTIMATORS: dict[str, Estimator] = {
    "did": did,
    "did with the bootstrap": lambda outcomes: did(outcomes, inference="wild bootstrap"),
    "imputation": lambda outcomes: imputation(outcomes).overall(),
    "group-time": lambda outcomes: group_time(outcomes).overall(),
}
each = pytest.mark.parametrize("estimator", ESTIMATORS.values(), ids=ESTIMATORS)
seeds = given(st.integers(0, 10**6))
few = settings(max_examples=8)


def example(seed: int) -> Outcomes:
    return drawn(seed, schools=16, starts=[4.0] * 5, years=6, effect=1.0, missing=0.05)


def close(one: Estimate, other: Estimate, scale: float = 1.0) -> None:
    figures = [[e.estimate, e.std_error, e.ci_low, e.ci_high] for e in (one, other)]
    np.testing.assert_allclose(np.array(figures[0]) * scale, figures[1], rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose([one.p_value, one.df], [other.p_value, other.df], rtol=1e-6, atol=1e-9)


@each
@few
@seeds
def test_a_level_of_each_school_and_a_change_common_to_all_change_nothing(estimator: Estimator, seed: int) -> None:
    outcomes, random = example(seed), np.random.default_rng(seed)
    shift = random.normal(0, 5, (16, 1)) + random.normal(0, 5, 6)
    close(estimator(outcomes), estimator(replace(outcomes, values=outcomes.values + shift)))


@each
@few
@seeds
def test_another_unit_of_the_outcome_scales_everything_but_p(estimator: Estimator, seed: int) -> None:
    outcomes = example(seed)
    close(estimator(outcomes), estimator(replace(outcomes, values=10 * outcomes.values)), scale=10)


@each
@few
@seeds
def test_an_effect_added_to_every_treated_cell_is_added_to_the_estimate(estimator: Estimator, seed: int) -> None:
    outcomes = example(seed)
    more = estimator(replace(outcomes, values=outcomes.values + 2.0 * outcomes.exposed))
    plain = estimator(outcomes)
    assert more.estimate - plain.estimate == pytest.approx(2.0)
    assert more.std_error == pytest.approx(plain.std_error)


@each
@few
@seeds
def test_twice_the_weight_of_every_result_changes_nothing(estimator: Estimator, seed: int) -> None:
    outcomes = example(seed)
    close(estimator(outcomes), estimator(replace(outcomes, weights=2 * outcomes.weights)))


@pytest.mark.parametrize("name", ["did", "imputation", "group-time"])
@few
@seeds
def test_the_order_of_schools_changes_nothing(name: str, seed: int) -> None:
    outcomes = example(seed)
    order = np.random.default_rng(seed).permutation(16).tolist()
    close(ESTIMATORS[name](outcomes), ESTIMATORS[name](outcomes.only(order)))
