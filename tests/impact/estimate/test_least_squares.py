"""Least squares with school effects taken out equals least squares with every effect written out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.impact.errors import DesignError, TooLittleError
from ridgeway.impact.estimate.least_squares import centred, indicators, least_squares
from ridgeway.impact.outcomes import Floats, Whole

EXACT = 1e-9
"""Two ways to the same algebra in double precision."""


def written_out(y: Floats, x: Floats, weights: Floats, *effects: Whole) -> Floats:
    """The coefficient of x by brute force: every effect a column, a pseudo-inverse."""
    design = np.column_stack([x, *(indicators(effect) for effect in effects)])
    root = np.sqrt(weights)
    return np.asarray(np.linalg.lstsq(design * root[:, None], y * root, rcond=None)[0])


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(3, 8), st.integers(2, 5), st.floats(0, 0.3))
def test_taking_school_effects_out_changes_no_coefficient_and_no_residual(
    seed: int, schools: int, years: int, share_missing: float
) -> None:
    random = np.random.default_rng(seed)
    school, year = (grid.ravel() for grid in np.indices((schools, years)))
    kept = random.random(len(school)) >= share_missing
    school, year = school[kept], year[kept]
    y, x, w = random.normal(size=(3, len(school)))
    weights = np.exp(w)
    try:
        fit = least_squares(
            y, {"x": x}, nuisance=indicators(year), weights=weights, within=school, clusters=school
        )
    except (DesignError, TooLittleError):
        return
    whole = written_out(y, x, weights, school, year)
    np.testing.assert_allclose(fit.coefficient("x"), whole[0], rtol=1e-7, atol=EXACT)
    by_hand = y - np.column_stack([x, indicators(school), indicators(year)]) @ whole
    np.testing.assert_allclose(fit.residuals, by_hand * np.sqrt(weights), atol=1e-7)


def test_clusters_parts_add_up_to_the_identity_and_to_nothing() -> None:
    random = np.random.default_rng(1)
    school = np.repeat(np.arange(9), 4)
    y, x = random.normal(size=(2, 36))
    fit = least_squares(y, {"x": x}, nuisance=np.ones((36, 1)), clusters=school)
    np.testing.assert_allclose(fit.hats.sum(axis=0), np.eye(2), atol=EXACT)
    np.testing.assert_allclose(fit.scores.sum(axis=0), 0, atol=EXACT)
    assert (fit.clusters, fit.rows, fit.parameters, fit.each_row_alone) == (9, 36, 2, False)


def test_units_far_apart_lose_no_digits() -> None:
    random = np.random.default_rng(2)
    x, z = random.normal(size=(2, 200))
    y = 3 * x + 2 * z + random.normal(size=200)
    plain = least_squares(y, {"x": x, "z": z}, nuisance=np.ones((200, 1)))
    scaled = least_squares(y, {"x": x * 1e6 + 1e7, "z": z * 1e-5}, nuisance=np.ones((200, 1)))
    np.testing.assert_allclose(scaled.coefficients * [1e6, 1e-5], plain.coefficients, rtol=1e-8)


def test_a_named_column_that_says_nothing_new_is_refused_by_name_and_a_nuisance_one_left_out() -> None:
    random = np.random.default_rng(3)
    school = np.repeat(np.arange(6), 5)
    y, x = random.normal(size=(2, 30))
    fit = least_squares(y, {"x": x}, nuisance=np.ones((30, 3)), within=school, clusters=school)
    assert fit.parameters == 2
    with pytest.raises(DesignError, match="column: 'size' cannot be used"):
        least_squares(y, {"x": x, "size": school.astype(np.float64)}, within=school, clusters=school)


def test_a_missing_number_too_few_rows_and_effects_across_clusters_are_refused() -> None:
    y, x = np.arange(4.0), np.array([1.0, 0.0, 2.0, 5.0])
    with pytest.raises(DesignError, match="a missing or infinite number"):
        least_squares(y, {"x": np.array([1, 2, np.nan, 4.0])})
    with pytest.raises(TooLittleError, match="The model has 3 parameters"):
        least_squares(y[:3], {"x": x[:3], "z": x[:3] ** 2}, nuisance=np.ones((3, 1)))
    with pytest.raises(DesignError, match="each lies within one cluster"):
        least_squares(y, {"x": x}, within=np.array([0, 0, 1, 1]), clusters=np.array([0, 1, 1, 1]))


def test_centring_leaves_no_weighted_mean_in_any_group() -> None:
    table, weights = np.array([[1.0], [3.0], [10.0]]), np.array([1.0, 3.0, 2.0])
    assert centred(table, np.array([7, 7, 2]), weights).ravel().tolist() == [-1.5, 0.5, 0.0]
