"""Oster's δ is found again in populations that were made with it.

The populations have exactly the covariances of her model (columns orthogonal to rounding), with one known and one
unknown index, so δ and the true effect are known: agreement to 1e-8.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.impact.doubt import Regressions, adjusted_effects, delta_for, oster, regressions
from ridgeway.impact.errors import DesignError, TooLittleError
from ridgeway.impact.outcomes import Floats

COLUMNS = np.linalg.qr(np.column_stack([np.ones(50), np.random.default_rng(1).normal(size=(50, 5))]))[0][:, 1:]
"""Five columns of mean 0, orthogonal to one another, of length 1."""
KNOWN, UNKNOWN, OWN, NOISE, ALWAYS = COLUMNS.T * np.sqrt(50)


def population(
    effect: float, delta: float, *, known: float = 0.6, weight: float = 1.5
) -> tuple[Floats, Floats, float]:
    """Outcome, treatment and the R² that knowing everything gives.

    The treatment follows the indices so that (cov with unknown ÷ its variance) = δ · (the same with the known).
    """
    unknown = 0.8
    treatment = known * KNOWN + delta * known / weight * unknown * UNKNOWN + OWN
    outcome = effect * treatment + weight * KNOWN + unknown * UNKNOWN + 0.5 * NOISE
    return outcome, treatment, 1 - 0.25 / float(outcome.var())


@settings(max_examples=50)
@given(st.floats(-2, 2), st.floats(0.1, 3))
def test_delta_is_that_of_the_population_and_the_true_effect_among_the_solutions(
    effect: float, delta: float
) -> None:
    outcome, treatment, r_max = population(effect, delta)
    found = regressions(outcome, treatment, KNOWN[:, None])
    assert delta_for(found, effect=effect, r_max=r_max) == pytest.approx(delta, rel=1e-6)
    solutions = adjusted_effects(found, delta=delta, r_max=r_max)
    assert min(abs(solution - effect) for solution in solutions) < 1e-6


@pytest.mark.parametrize("delta", [0.5, 1.0, 2.0])
def test_the_likeliest_solution_is_the_true_effect(delta: float) -> None:
    outcome, treatment, r_max = population(0.4, delta)
    found = regressions(outcome, treatment, KNOWN[:, None])
    assert adjusted_effects(found, delta=delta, r_max=r_max)[0] == pytest.approx(0.4, abs=1e-8)


def test_the_regressions_are_those_of_least_squares() -> None:
    outcome, treatment, _ = population(0.4, 1.0)
    found = regressions(outcome, treatment, KNOWN[:, None])
    design = np.column_stack([np.ones(50), treatment, KNOWN])
    coefficients, residuals, *_ = np.linalg.lstsq(design, outcome, rcond=None)
    assert found.short == pytest.approx(np.polyfit(treatment, outcome, 1)[0], rel=1e-9)
    assert found.short_r2 == pytest.approx(np.corrcoef(treatment, outcome)[0, 1] ** 2, rel=1e-9)
    assert found.long == pytest.approx(coefficients[1], rel=1e-9)
    assert found.long_r2 == pytest.approx(1 - residuals[0] / (50 * outcome.var()), rel=1e-9)
    assert (found.outcome_variance, found.treatment_variance) == pytest.approx((outcome.var(), treatment.var()))


def test_controls_in_both_regressions_leave_everything_as_without_what_they_explain() -> None:
    outcome, treatment, _ = population(0.4, 1.0)
    plain = regressions(outcome, treatment, KNOWN[:, None])
    shifted = regressions(outcome + 3 * ALWAYS, treatment - 2 * ALWAYS, KNOWN[:, None], ALWAYS[:, None])
    for name in Regressions.__slots__:
        assert getattr(shifted, name) == pytest.approx(getattr(plain, name), rel=1e-8)


def test_a_hand_worked_case() -> None:
    """β° 2, R° 0.2; β̃ 1, R̃ 0.6; variances 10, 1, τ 0.5; R_max 0.78: with ν = 1 for an effect of 0,

    above: 4 · 0.5 + 0.5 + 2 · 0.5 + 0.25 = 3.75; below: 1.8 + 1.8 · 0.5 + 0.5 + 0.25 = 3.45; δ = 1.0870.
    At δ = 1 the quadratic 0.5 ν² + 1.6 ν − 1.8 = 0 has the root 0.8819, so the effect is 0.1181.
    """
    made = Regressions(2.0, 0.2, 1.0, 0.6, 10.0, 1.0, 0.5)
    found = oster(made)
    assert found.r_max == pytest.approx(0.78)
    assert found.delta == pytest.approx(3.75 / 3.45, rel=1e-12)
    assert found.adjusted == pytest.approx(0.1181, abs=5e-5)
    assert (found.low, found.high) == (found.adjusted, 1.0)
    assert found.bounds_exclude_zero
    assert len(found.alternatives) == 1
    assert not oster(made, r_max=1.0).bounds_exclude_zero


def test_delta_at_the_bound_brings_the_effect_to_zero() -> None:
    made = Regressions(2.0, 0.2, 1.0, 0.6, 10.0, 1.0, 0.5)
    delta = delta_for(made, effect=0.0, r_max=0.9)
    assert min(abs(solution) for solution in adjusted_effects(made, delta=delta, r_max=0.9)) < 1e-9


def test_controls_that_do_not_move_the_estimate_leave_it_where_it_is() -> None:
    still = Regressions(1.0, 0.2, 1.0, 0.6, 10.0, 1.0, 0.5)
    assert adjusted_effects(still, delta=1.0, r_max=0.9)[0] == pytest.approx(1.0)
    assert delta_for(still, effect=1.0, r_max=0.9) == np.inf


def test_what_the_comparison_cannot_carry_is_refused() -> None:
    made = Regressions(2.0, 0.2, 1.0, 0.6, 10.0, 1.0, 0.5)
    outcome, treatment, _ = population(0.4, 1.0)
    with pytest.raises(DesignError, match="more than nothing"):
        replace(made, long_r2=0.2)
    with pytest.raises(DesignError, match="leave something over"):
        replace(made, treatment_left=1.0)
    with pytest.raises(DesignError, match="above 0"):
        adjusted_effects(made, delta=0.0, r_max=0.9)
    with pytest.raises(DesignError, match="above the R²"):
        delta_for(made, effect=0.0, r_max=0.5)
    with pytest.raises(DesignError, match="decides it"):
        regressions(outcome, treatment, treatment[:, None])
    with pytest.raises(TooLittleError, match="more results"):
        regressions(outcome[:3], treatment[:3], KNOWN[:3, None])
