"""The wild cluster bootstrap: brute force, exact enumeration, inversion."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.impact.errors import TooLittleError
from ridgeway.impact.estimate import wild_bootstrap
from ridgeway.impact.estimate.inference import cr1_factor, spread
from ridgeway.impact.estimate.least_squares import Fit, least_squares
from ridgeway.impact.outcomes import Floats, Whole


def example(seed: int, clusters: int, effect: float = 0.0) -> tuple[Floats, Floats, Whole, Fit]:
    random = np.random.default_rng(seed)
    school = np.repeat(np.arange(clusters), 5)
    x = (school < clusters // 2).astype(float) + 0.1 * random.normal(size=len(school))
    y = effect * x + random.normal(size=clusters)[school] + random.normal(size=len(school))
    return y, x, school, least_squares(y, {"x": x}, nuisance=np.ones((len(y), 1)), clusters=school)


def by_brute_force(y: Floats, x: Floats, school: Whole, null: float) -> float:
    """The restricted bootstrap-t p value, refitting the regression for every pattern of signs."""

    def t_value(outcome: Floats) -> float:
        design = np.column_stack([np.ones(len(x)), x])
        bread = np.linalg.inv(design.T @ design)
        beta = bread @ design.T @ outcome
        left = outcome - design @ beta
        scores = [(design[school == g].T @ left[school == g]) @ bread[1] for g in np.unique(school)]
        return float((beta[1] - null) / np.linalg.norm(scores))

    fitted = null * x + (y - null * x).mean()
    residuals = y - fitted
    seen = abs(t_value(y))
    signs = product((1.0, -1.0), repeat=len(np.unique(school)))
    return float(
        np.mean([abs(t_value(fitted + residuals * np.array(s)[school])) >= seen * (1 - 1e-9) for s in signs])
    )


@settings(max_examples=8)
@given(st.integers(0, 10**6))
def test_every_pattern_of_signs_gives_the_p_value_of_refitting_each(seed: int) -> None:
    y, x, school, fit = example(seed, 7)
    assert wild_bootstrap(fit, "x").p_value == pytest.approx(by_brute_force(y, x, school, 0.0), abs=1e-12)


def test_the_ends_of_the_interval_are_where_the_test_begins_to_reject() -> None:
    y, x, school, fit = example(3, 8, effect=1.0)
    found = wild_bootstrap(fit, "x")
    assert found.ci_low < fit.coefficient("x") < found.ci_high
    for end, outwards in ((found.ci_low, -1e-6), (found.ci_high, 1e-6)):
        assert by_brute_force(y, x, school, end + outwards) <= 0.05 < by_brute_force(y, x, school, end - outwards)


@pytest.mark.parametrize("points", ["Rademacher", "Webb"])
def test_with_many_clusters_it_agrees_with_the_normal_theory(points: str) -> None:
    _, _, _, fit = example(4, 120, effect=0.4)
    found = wild_bootstrap(fit, "x", points=points, draws=1999, seed=1)  # type: ignore[arg-type]
    plain = spread(fit, fit.axis("x"), "CR1").std_error
    assert found.std_error == pytest.approx(plain)
    assert found.ci_high - found.ci_low == pytest.approx(2 * 1.98 * plain, rel=0.08)
    assert f"({points}, 1999 draws, seed 1)" in found.words


def test_the_same_seed_gives_the_same_p_value() -> None:
    _, _, _, fit = example(5, 20)
    assert wild_bootstrap(fit, "x", seed=9) == wild_bootstrap(fit, "x", seed=9)


def test_too_few_clusters_for_the_level_are_refused() -> None:
    _, _, _, fit = example(6, 5)
    with pytest.raises(TooLittleError, match="too few patterns of signs"):
        wild_bootstrap(fit, "x")
    assert wild_bootstrap(fit, "x", level=0.9).p_value >= 1 / 16


def test_with_too_few_draws_to_reject_anything_the_interval_has_no_end() -> None:
    _, _, _, fit = example(7, 20)
    found = wild_bootstrap(fit, "x", draws=9)
    assert (found.ci_low, found.ci_high) == (-np.inf, np.inf)


def test_the_factor_of_cr1_is_the_named_one() -> None:
    _, _, _, fit = example(8, 10)
    assert cr1_factor(fit) == pytest.approx(10 / 9 * 49 / 48)
