"""Difference-in-differences: closed-form limits, pyfixest's numbers, refusals.

Tolerances: 1e-8 relative against pyfixest (CRV1, k_fixef="nonnested") and in closed-form limits.
"""

import re
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.impact.errors import DataError, DesignError, TooLittleError
from ridgeway.impact.estimate import Inference, did, event_study
from ridgeway.impact.estimate.cells import cells, two_way
from ridgeway.impact.estimate.inference import spread
from ridgeway.impact.outcomes import NEVER, Outcomes
from tests.impact.estimate.peers import PEERS, drawn, outcomes_of, published

PEER = 1e-8


@pytest.mark.parametrize("name", ["balanced", "missing", "weighted"])
def test_effect_error_and_p_value_are_those_of_pyfixest_under_the_same_factor(name: str) -> None:
    case = PEERS["two_way"][name]
    outcomes, x = outcomes_of(case["panel"])
    for key, covariates in (("plain", None), ("covariate", {"x": x})):
        found, peer = did(outcomes, covariates=covariates, inference="CR1"), case[key]
        ours = [found.estimate, found.std_error, found.p_value]
        np.testing.assert_allclose(ours, [peer["coef"][0], peer["se"][0], peer["p"][0]], rtol=PEER)
        assert found.rows == peer["rows"]


@pytest.mark.parametrize("name", ["balanced", "missing", "weighted"])
def test_leads_and_lags_are_those_of_pyfixest(name: str) -> None:
    case = PEERS["two_way"][name]
    outcomes, _ = outcomes_of(case["panel"])
    found = event_study(outcomes, inference="CR1")
    assert [lead.relative_year for lead in found.leads] == case["event_study"]["years"]
    np.testing.assert_allclose(
        [lead.estimate.estimate for lead in found.leads], case["event_study"]["coef"], rtol=PEER
    )
    np.testing.assert_allclose(
        [lead.estimate.std_error for lead in found.leads], case["event_study"]["se"], rtol=PEER
    )


@pytest.mark.parametrize("key", ["plain", "enrolment"])
def test_spending_and_scores_in_550_michigan_districts_are_related_as_pyfixest_says(key: str) -> None:
    table = published("mathpnl_michigan_district_panel.csv.gz").with_columns(pl.col("distid").rank("dense"))
    years = np.unique(table["year"].to_numpy())
    place = table["distid"].to_numpy() - 1, np.searchsorted(years, table["year"].to_numpy())
    grids = {}
    for name in ("math4", "lrexpp", "lunch", "enrol"):
        grids[name] = np.full((550, len(years)), np.nan)
        grids[name][place] = table[name].cast(pl.Float64).to_numpy()
    size = np.nan_to_num(grids["enrol"]) if key == "enrolment" else np.ones((550, len(years)))
    names = tuple(f"{place:03d}" for place in range(550))
    weights = np.where(np.isnan(grids["math4"]), 0.0, size)
    outcomes = Outcomes("math4", names, years, grids["math4"], weights, np.full(550, NEVER))
    named = {name: grids[name] for name in ("lrexpp", "lunch")}
    fit, peer = two_way(cells(outcomes, others=named), named), PEERS["michigan"][key]
    np.testing.assert_allclose(fit.coefficients, peer["coef"], rtol=PEER)
    errors = [spread(fit, fit.axis(name), "CR1").std_error for name in named]
    np.testing.assert_allclose(errors, peer["se"], rtol=PEER)
    assert fit.rows == peer["rows"]


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(2, 5), st.integers(2, 5))
def test_with_two_years_the_effect_is_the_difference_of_mean_changes_and_the_error_welch_s(
    seed: int, treated: int, comparison: int
) -> None:
    outcomes = drawn(seed, schools=treated + comparison, starts=[2.0] * treated, years=2)
    change = np.diff(outcomes.values, axis=1)[:, 0]
    ours = did(outcomes, inference="CR2")
    arms = [change[:treated], change[treated:]]
    np.testing.assert_allclose(ours.estimate, arms[0].mean() - arms[1].mean(), rtol=PEER, atol=1e-12)
    welch = np.sqrt(sum(arm.var(ddof=1) / len(arm) for arm in arms))
    np.testing.assert_allclose(ours.std_error, welch, rtol=1e-6)


def test_schools_with_more_pupils_count_more() -> None:
    outcomes = drawn(1, schools=4, starts=[2.0, 2.0], years=2)
    weights = np.array([[30.0, 30.0], [60.0, 60.0], [20.0, 20.0], [20.0, 20.0]])
    change = np.diff(outcomes.values, axis=1)[:, 0]
    expected = (change[0] + 2 * change[1]) / 3 - change[2:].mean()
    np.testing.assert_allclose(did(replace(outcomes, weights=weights)).estimate, expected, rtol=PEER)


def test_the_way_of_inference_is_named_and_follows_the_number_of_schools() -> None:
    few, many = did(drawn(2, schools=30, starts=[4.0] * 8)), did(drawn(2, schools=80, starts=[4.0] * 40))
    assert few.inference.startswith("CR2 (Bell-McCaffrey), Satterthwaite's degrees of freedom, 30 clusters")
    assert few.df < 29
    assert re.fullmatch(r"CR1 \(variance times 1\.\d{4}\), t, 80 clusters", many.inference)
    assert many.df == 79
    assert did(drawn(2, schools=30, starts=[4.0] * 8), inference="wild bootstrap").inference.startswith(
        "wild cluster"
    )
    assert did(drawn(2, schools=30, starts=[4.0] * 8), inference="CR0").df == np.inf


def test_schools_of_one_trust_are_one_cluster() -> None:
    outcomes = drawn(3, schools=120, starts=[4.0] * 60)
    trusts = [f"trust {place // 4}" for place in range(120)]
    found = did(outcomes, clusters=trusts)
    assert found.inference.startswith("CR2 (Bell-McCaffrey), Satterthwaite's degrees of freedom, 30 clusters")
    assert (found.n_treated, found.n_comparison) == (60, 60)
    with pytest.raises(DataError, match="clusters: 1 cannot be used"):
        did(outcomes, clusters=["one"])


def test_a_school_seen_on_one_side_of_the_start_only_is_not_counted_as_treated() -> None:
    outcomes = drawn(4, schools=12, starts=[5.0] * 4)
    values = outcomes.values.copy()
    values[0, :4], values[5, 1:] = np.nan, np.nan
    weights = np.where(np.isnan(values), 0.0, 1.0)
    found = did(replace(outcomes, values=values, weights=weights))
    assert (found.n_treated, found.n_comparison, found.rows) == (3, 7, 91 - 8 + 1)


def test_different_starts_are_refused_with_the_reason_and_the_remedy() -> None:
    outcomes = drawn(5, schools=12, starts=[4.0, 4.0, 5.0, 5.0])
    for estimator in (did, event_study):
        with pytest.raises(
            DesignError, match=r"Goodman-Bacon 2021\). Use the imputation or the group-time estimator"
        ):
            estimator(outcomes)


@pytest.mark.parametrize(
    ("starts", "schools", "words"),
    [
        ([], 8, "treated schools: 0 cannot be used"),
        ([4.0], 8, r"schools: \(1, 7\) cannot be used. At least two treated and two comparison schools"),
        ([4.0] * 7, 8, r"schools: \(7, 1\) cannot be used"),
        ([1.0] * 3, 8, r"schools: \(0, 0\) cannot be used"),
    ],
)
def test_too_few_schools_are_refused_with_what_there_is_and_is_needed(
    starts: list[float], schools: int, words: str
) -> None:
    with pytest.raises(TooLittleError, match=words):
        did(drawn(6, schools=schools, starts=starts))


def test_a_panel_of_single_results_and_a_covariate_of_another_shape_are_refused() -> None:
    grid = np.where(np.eye(3, dtype=bool), 1.0, np.nan)
    lone = Outcomes("m", ("A", "B", "C"), np.arange(3), grid, np.eye(3), np.array([1.0, NEVER, NEVER]))
    with pytest.raises(TooLittleError, match="Schools with results in two or more of the years are needed"):
        did(lone)
    with pytest.raises(DataError, match=r"x: \(2, 2\) cannot be used. There must be 8 rows and 8 columns"):
        did(drawn(7, schools=8, starts=[4.0] * 3), covariates={"x": np.zeros((2, 2))})
    with pytest.raises(DesignError, match="column: 'x' cannot be used"):
        did(drawn(7, schools=8, starts=[4.0] * 3), covariates={"x": np.repeat(np.arange(8.0)[:, None], 8, axis=1)})


def test_without_a_year_just_before_the_start_the_last_one_before_it_is_the_baseline() -> None:
    outcomes = drawn(8, schools=20, starts=[6.0] * 8)
    gap = outcomes.only(np.ones(20, dtype=bool), ~np.isin(outcomes.years, [4, 5]))
    found = event_study(gap)
    assert found.baseline == -3
    assert [lead.relative_year for lead in found.leads] == [-5, -4, 0, 1, 2]
    assert found.before is not None
    assert found.before.df1 == 2


@pytest.mark.parametrize("inference", ["CR0", "CR1", "CR2", "CR3", "wild bootstrap"])
def test_the_covariance_of_leads_and_lags_goes_with_their_standard_errors(inference: Inference) -> None:
    found = event_study(drawn(8, schools=20, starts=[6.0] * 8), inference=inference)
    assert found.covariance is not None
    errors = [lead.estimate.std_error for lead in found.leads]
    np.testing.assert_allclose(np.sqrt(np.diag(found.covariance)), errors, rtol=PEER)
    assert np.linalg.eigvalsh(found.covariance).min() > -1e-12


def test_with_one_year_before_there_is_nothing_to_test_and_with_none_nothing_to_compare() -> None:
    outcomes = drawn(9, schools=20, starts=[6.0] * 8)
    short = outcomes.only(np.ones(20, dtype=bool), outcomes.years >= 5)
    assert event_study(short).before is None
    with pytest.raises(TooLittleError):
        event_study(outcomes.only(np.ones(20, dtype=bool), outcomes.years >= 6))


def test_years_before_the_start_in_which_only_one_side_has_results_are_no_leads() -> None:
    outcomes = drawn(10, schools=20, starts=[3.0] * 8)
    values = outcomes.values.copy()
    values[:8, 0], values[8:, 1] = np.nan, np.nan
    blind = replace(outcomes, values=values, weights=np.where(np.isnan(values), 0.0, 1.0))
    with pytest.raises(TooLittleError, match="years before the start: 0 cannot be used"):
        event_study(blind)
