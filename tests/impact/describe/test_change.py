"""Change beside others. Agreement with SciPy's tests and with sums by hand to 1e-10."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ridgeway.impact.describe import change, change_against_published, size_bands
from ridgeway.impact.errors import DataError, DesignError, TooLittleError
from ridgeway.impact.outcomes import Outcomes
from tests.impact.panel.samples import hampshire


def outcomes(treated: list[float], others: list[float], weights: list[float] | None = None) -> Outcomes:
    """Schools t0, t1, … that start in 2018 and c0, c1, … with these changes from 2017 to 2019."""
    names = [f"t{at}" for at in range(len(treated))] + [f"c{at}" for at in range(len(others))]
    moved = dict(zip(names, [*treated, *others], strict=True))
    sizes = dict(zip(names, weights or [30.0] * len(names), strict=True))
    return Outcomes.of(
        "m",
        {name: {2017: 50.0, 2019: 50.0 + gain} for name, gain in moved.items()},
        starts={name: 2018 for name in names if name[0] == "t"},
        weights={name: {2017: size, 2019: size} for name, size in sizes.items()},
    )


gains = st.lists(st.integers(-200, 200).map(lambda tenths: tenths / 10), min_size=2, max_size=8, unique=True)


@given(gains, gains)
def test_with_equal_weights_it_is_the_test_of_welch(treated: list[float], others: list[float]) -> None:
    told = change(outcomes(treated, others), before=2017, after=2019)
    wanted = stats.ttest_ind(treated, others, equal_var=False)
    limits = wanted.confidence_interval()
    it = told.difference
    assert (it.estimate, it.df) == pytest.approx((np.mean(treated) - np.mean(others), wanted.df), abs=1e-10)
    assert (it.ci_low, it.ci_high) == pytest.approx((limits.low, limits.high), abs=1e-9)
    assert it.p_value == pytest.approx(wanted.pvalue, abs=1e-10)
    assert (told.treated_change, told.reference_change) == pytest.approx((np.mean(treated), np.mean(others)))
    assert (it.n_treated, it.n_comparison, it.rows) == (len(treated), len(others), 2 * len(treated + others))


@given(gains, gains, st.floats(0.1, 500))
def test_the_same_weight_for_all_is_no_weight(treated: list[float], others: list[float], size: float) -> None:
    data = outcomes(treated, others, [size] * len(treated + others))
    plain, weighted = (change(data, before=2017, after=2019, weighted=weigh).difference for weigh in (False, True))
    assert weighted.estimate == pytest.approx(plain.estimate, abs=1e-9)
    assert weighted.std_error == pytest.approx(plain.std_error, rel=1e-9)


def test_weighted_means_and_their_error_are_those_by_hand() -> None:
    x, w = np.array([4.0, 10.0, 1.0]), np.array([10.0, 30.0, 60.0])
    told = change(outcomes([4, 10, 1], [0, 2], [10, 30, 60, 20, 20]), before=2017, after=2019, weighted=True)
    mean = (w * x).sum() / 100
    variance = 3 / 2 * (w**2 * (x - mean) ** 2).sum() / 100**2
    assert told.treated_change == pytest.approx(mean, abs=1e-12)
    assert told.difference.std_error == pytest.approx(np.sqrt(variance + 1.0), abs=1e-12)
    assert "each school counting by its pupils" in told.words


def test_in_strata_others_count_as_often_as_there_are_treated_schools() -> None:
    data = outcomes([10, 12, 3], [5, 7, 1, 1.5, 2])
    strata = {"t0": "a", "t1": "a", "t2": "b", "c0": "a", "c1": "a", "c2": "b", "c3": "b", "c4": "b"}
    told = change(data, before=2017, after=2019, strata=strata)
    assert told.reference_change == pytest.approx((2 * 6 + 1.5) / 3, abs=1e-12)
    beside = np.array([10 - 6, 12 - 6, 3 - 1.5])
    parts = [beside.var(ddof=1) / 3, (2 / 3) ** 2 * 2 / 2, (1 / 3) ** 2 * 0.25 / 3]
    assert told.difference.estimate == pytest.approx(beside.mean(), abs=1e-12)
    assert told.difference.std_error == pytest.approx(np.sqrt(sum(parts)), abs=1e-12)
    df = sum(parts) ** 2 / sum(part**2 / free for part, free in zip(parts, (2, 1, 2), strict=True))
    assert told.difference.df == pytest.approx(df, rel=1e-12)


@given(gains, gains)
def test_one_stratum_for_all_changes_nothing(treated: list[float], others: list[float]) -> None:
    data = outcomes(treated, others)
    whole = change(data, before=2017, after=2019).difference
    told = change(data, before=2017, after=2019, strata=dict.fromkeys(data.schools, "all")).difference
    assert (told.estimate, told.std_error, told.df) == (whole.estimate, whole.std_error, whole.df)


def test_treated_schools_with_nobody_beside_them_are_left_out_and_named() -> None:
    strata = {"t0": "a", "t1": "a", "t2": "b", "c0": "a", "c1": "a", "c2": "b"}
    told = change(outcomes([1, 2, 3, 9], [0, 1, 5]), before=2017, after=2019, strata=strata)
    assert told.left_out == ("t2", "t3")
    assert told.difference.n_treated == 2
    assert "2 treated schools had no others" in told.words


def test_against_a_published_figure_it_is_students_test() -> None:
    treated = [3.0, 8.0, 10.0, 2.0]
    data = outcomes(treated, [])
    told = change_against_published(data, {2017: 61, 2019: 65}, before=2017, after=2019)
    wanted = stats.ttest_1samp(treated, 4)
    limits = wanted.confidence_interval()
    it = told.difference
    assert (it.estimate, it.df, it.p_value) == pytest.approx((1.75, 3, wanted.pvalue), abs=1e-12)
    assert (it.ci_low, it.ci_high) == pytest.approx((limits.low - 4, limits.high - 4), abs=1e-12)
    assert told.words == (
        "From 2017 to 2019 the mean change of m in 4 schools was +5.8, of schools nationally +4.0: a difference "
        f"of +1.8 (95% interval {it.ci_low:+.1f} to {it.ci_high:+.1f}). This describes; it does not say why. "
        "Schools that were low before tend to gain more than others whatever is done."
    )


def test_a_school_without_both_years_is_in_neither_mean() -> None:
    data = outcomes([1, 2, 3], [0, 1, 5])
    data.values[data.schools.index("t0"), 0] = np.nan
    assert change(data, before=2017, after=2019).treated_change == 2.5


def test_what_cannot_be_told_is_refused() -> None:
    data = outcomes([1, 2], [0, 1])
    with pytest.raises(DataError, match="2020"):
        change(data, before=2017, after=2020)
    with pytest.raises(DesignError, match="must be earlier"):
        change(data, before=2019, after=2017)
    with pytest.raises(TooLittleError, match="At least 2"):
        change(outcomes([1], [0, 1]), before=2017, after=2019)
    with pytest.raises(TooLittleError, match="2 have fewer than 2 others"):
        change(outcomes([1, 2], [0]), before=2017, after=2019)
    with pytest.raises(TooLittleError, match="changed alike"):
        change(outcomes([1, 1], [0, 0]), before=2017, after=2019)
    with pytest.raises(DataError, match="every school needs some"):
        change(outcomes([1, 2], [0, 1], [30, 30, 30, 0]), before=2017, after=2019, weighted=True)
    with pytest.raises(DataError, match="figure of both years"):
        change_against_published(data, {2017: 61}, before=2017, after=2019)
    late = Outcomes.of("m", {name: {2017: 1, 2018: 2} for name in "abcd"}, starts={"a": 2018, "b": 2019})
    with pytest.raises(DesignError, match="start after 2017 and by 2018"):
        change(late, before=2017, after=2018)


def test_size_bands_are_of_the_pupils_in_a_year() -> None:
    data = outcomes([1, 2], [0, 1, 2], [15, 16, 31, 61, 0])
    assert size_bands(data, 2017) == {"t0": "1 to 15", "t1": "16 to 30", "c0": "31 to 45", "c1": "61 and more"}
    with pytest.raises(DataError, match="2018"):
        size_bands(data, 2018)


def test_low_schools_of_hampshire_gained_far_more_than_schools_nationally_with_nothing_done() -> None:
    # The 30 mainstream schools that were lowest in 2017 and have results in 2019. Sums by hand from the tables.
    panel = hampshire().where(pl.col("kind") == "mainstream")
    rows = panel.results.filter(pl.col("measure") == "PTRWM_EXP").pivot("year", index="school", values="value")
    low = rows.drop_nulls(["2017", "2019"]).sort("2017", "school").head(30)
    starts = dict.fromkeys(low["school"].to_list(), 2018)
    data = panel.outcomes("PTRWM_EXP", starts)
    told = change_against_published(data, {2017: 61, 2019: 65}, before=2017, after=2019)
    gained = (low["2019"] - low["2017"]).to_numpy()
    assert told.treated_change == pytest.approx(gained.mean(), abs=1e-12)
    assert told.difference.estimate == pytest.approx(gained.mean() - 4, abs=1e-12)
    assert told.difference.ci_low > 4
    beside = change(
        data, before=2017, after=2019, strata=size_bands(data, 2017), against="schools of the same size"
    )
    assert beside.difference.ci_low > 0
