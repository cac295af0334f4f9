"""What equally weak schools did, told apart from what a programme did: simulated, and on published results.

Simulated figures lie within four standard errors; figures of Hampshire are those that a plain loop over the files
gives, to 1e-9.
"""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.impact.doubt import (
    Reliability,
    change_by_level,
    mean_change,
    rebound,
    reliability_by_sampling,
    reliability_by_years,
    selection,
)
from ridgeway.impact.errors import DesignError, TooLittleError
from ridgeway.impact.outcomes import Flags, Floats

PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "ks2"
HALF = Reliability(0.5, 0.4, 0.6, 300, "year to year")


def country(seed: int, schools: int = 4000) -> tuple[Floats, Floats, Floats]:
    """Three years of schools with mean 60, then 63, then 65; sd 10, reliability 0.5."""
    rng = np.random.default_rng(seed)
    lasting = rng.normal(0, 10 * np.sqrt(0.5), schools)
    years = lasting + rng.normal(0, 10 * np.sqrt(0.5), (3, schools))
    return 60 + years[0], 63 + years[1], 65 + years[2]


def chosen(weak: Flags, count: int, seed: int) -> Flags:
    picked = np.zeros(len(weak), dtype=bool)
    picked[np.random.default_rng(seed).choice(np.flatnonzero(weak), count, replace=False)] = True
    return picked


def test_a_programme_that_does_nothing_gains_what_equally_weak_schools_gain() -> None:
    _, before, after = country(1)
    treated = chosen(before < 53, 100, 2)
    found = rebound(before, after, treated, reliability_by_years(before[~treated], after[~treated]))
    assert found.beyond.ci_low < 0 < found.beyond.ci_high
    assert found.share_low < 1 < found.share_high
    assert found.gain.mean == pytest.approx(found.in_theory, abs=4 * found.gain.std_error)
    assert found.equally_weak.mean == pytest.approx(found.in_theory, abs=4 * found.equally_weak.std_error)
    assert found.rebound == pytest.approx(found.equally_weak.mean - found.everyone.mean)
    assert found.everyone.mean == pytest.approx(2, abs=0.6)


def test_a_programme_that_adds_five_points_is_left_with_five() -> None:
    _, before, after = country(3)
    treated = chosen(before < 53, 200, 4)
    found = rebound(before, after + 5 * treated, treated, HALF)
    assert found.beyond.mean == pytest.approx(5, abs=4 * found.beyond.std_error)
    assert found.beyond.ci_low > 0
    assert 0 < found.share < 1


def test_the_interval_of_what_equally_weak_schools_did_covers() -> None:
    """Over 200 samples of 40 treated schools, 95 % intervals of `beyond` hold 0 in 90 to 99 % of them."""
    held = 0
    for seed in range(200):
        _, before, after = country(100 + seed, 600)
        treated = chosen(before < 55, 40, seed)
        beyond = rebound(before, after, treated, HALF).beyond
        held += beyond.ci_low <= 0 <= beyond.ci_high
    assert 180 <= held <= 198


@settings(max_examples=25)
@given(st.integers(0, 1000))
def test_nothing_hangs_on_the_order_of_schools_even_with_ties(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before, after = rng.integers(40, 50, 60).astype(float), rng.integers(40, 60, 60).astype(float)
    treated = np.arange(60) < 8
    order = rng.permutation(60)
    one, other = (rebound(before[o], after[o], treated[o], HALF) for o in (np.arange(60), order))
    assert one.equally_weak.mean == pytest.approx(other.equally_weak.mean, rel=1e-9)
    assert one.equally_weak.std_error == pytest.approx(other.equally_weak.std_error, rel=1e-9)
    low, high = (after - before)[~treated].min(), (after - before)[~treated].max()
    assert low <= one.equally_weak.mean <= high


def test_equally_weak_schools_are_found_by_brute_force() -> None:
    rng = np.random.default_rng(8)
    before, after = np.round(rng.normal(60, 8, 90)), rng.normal(62, 8, 90)
    treated = np.arange(90) < 12
    pool = np.flatnonzero(~treated)
    means = []
    for school in range(12):
        distance = np.abs(before[pool] - before[school])
        near = pool[distance <= np.sort(distance)[4]]
        means.append((after - before)[near].mean())
    found = rebound(before, after, treated, HALF, neighbours=5)
    assert found.equally_weak.mean == pytest.approx(np.mean(means), rel=1e-9)
    assert abs(found.mismatch) < 1


def test_a_share_of_no_gain_is_no_number_and_of_an_unsure_gain_has_no_end() -> None:
    rng = np.random.default_rng(5)
    before = rng.normal(60, 5, 60)
    treated = np.arange(60) < 6
    fell = rebound(before, before - 3 + rng.normal(0, 0.1, 60), treated, HALF)
    assert np.isnan([fell.share, fell.share_low, fell.share_high]).all()
    noise = rng.normal(0, 20, 60)
    noise[:6] -= noise[:6].mean() - 0.5
    unsure = rebound(before, before + noise, treated, HALF)
    assert unsure.share_high == np.inf
    assert unsure.share_low == -np.inf


def test_schools_that_all_change_alike_leave_no_doubt() -> None:
    before = np.linspace(40, 70, 31)
    found = rebound(before, before + 4, np.arange(31) % 10 == 5, HALF)
    assert (found.share, found.beyond.ci_low, found.beyond.ci_high) == pytest.approx((1, 0, 0), abs=1e-9)


def test_change_by_level_is_the_change_of_untreated_schools_in_each_band() -> None:
    before, after = np.array([41.0, 44, 45, 52, np.nan, 43]), np.array([50.0, 48, 46, 60, 50, 90])
    treated = np.array([False] * 5 + [True])
    low, high = change_by_level(before, after, treated, [40, 50, 60])
    assert (low.low, low.high, low.schools) == (40, 50, 3)
    assert low.change is not None
    assert low.change.mean == pytest.approx((9 + 4 + 1) / 3)
    assert (high.schools, high.change) == (1, None)
    with pytest.raises(DesignError, match="ascend"):
        change_by_level(before, after, treated, [50, 40])


def test_weak_schools_gain_and_strong_schools_lose_in_a_country_that_stands_still() -> None:
    before, after, _ = country(6)
    levels = change_by_level(before, after - 3, np.zeros(4000, dtype=bool), [30, 50, 60, 70, 90])
    gains = [level.change.mean for level in levels if level.change is not None]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > 3 > -3 > gains[-1]


def test_a_mean_change_has_students_interval() -> None:
    """4, 6, 8: mean 6, s/√3 = 1.1547, t = 4.3027."""
    found = mean_change(np.array([4.0, 6.0, 8.0]))
    assert (found.mean, found.std_error, found.ci_high) == pytest.approx((6, 1.1547, 10.9683), abs=1e-4)


@pytest.mark.parametrize(
    ("pattern", "by"), [("one bad year", "chosen"), ("lasting weakness", "lasting"), ("some of both", "mean")]
)
def test_the_pattern_of_selection_is_recognised(pattern: str, by: str) -> None:
    rng = np.random.default_rng(12)
    lasting = rng.normal(0, 7, 6000)
    earlier, year = 60 + lasting + rng.normal(0, 7, (2, 6000))
    score = {"chosen": year, "lasting": 60 + lasting, "mean": (2 * year + earlier) / 3}[by]
    treated = score < np.quantile(score, 0.1)
    found = selection(earlier, year, treated, HALF)
    assert found.pattern == pattern
    assert found.dip_of_bad_year == pytest.approx(0.5 * found.chosen_gap)
    assert found.dip.mean == pytest.approx(found.chosen_gap - found.earlier_gap)


def test_a_handful_of_schools_does_not_tell_how_they_were_chosen() -> None:
    rng = np.random.default_rng(1)
    earlier, year = rng.normal(60, 10, (2, 60))
    earlier[:3], year[:3] = [50, 62, 55], [49, 50, 58]
    assert selection(earlier, year, np.arange(60) < 3, HALF).pattern == "cannot be told"


def test_a_choice_of_strong_schools_is_read_the_other_way_round() -> None:
    rng = np.random.default_rng(2)
    lasting = rng.normal(0, 7, 6000)
    earlier, year = 60 + lasting + rng.normal(0, 7, (2, 6000))
    assert selection(earlier, year, year > 75, HALF).pattern == "one bad year"


def test_schools_weaker_than_all_others_have_no_equals() -> None:
    before = np.concatenate([np.full(5, 20.0), np.random.default_rng(1).normal(60, 5, 50)])
    with pytest.raises(DesignError, match="as weak as these"):
        rebound(before, before + 3, np.arange(55) < 5, HALF)


def test_too_few_schools_are_refused() -> None:
    before = np.arange(8.0)
    with pytest.raises(TooLittleError, match="more than 5"):
        rebound(before, before, np.arange(8) < 3, HALF)
    with pytest.raises(TooLittleError, match="Two treated"):
        selection(before, before, np.arange(8) < 1, HALF)


def hampshire() -> pl.DataFrame:
    """URN, per cent at the expected standard in reading, writing and maths, and pupils, in three years."""
    tables = []
    for year in ("2016-17", "2017-18", "2018-19"):
        path = PUBLISHED / f"hampshire_ks2_{year}.csv"
        if not path.exists():
            pytest.skip(f"needs {path}, which is not part of the repository")
        raw = pl.read_csv(path, columns=["URN", "RECTYPE", "TELIG", "PTRWM_EXP"], infer_schema=False)
        tables.append(
            raw.filter(pl.col("RECTYPE") == "1").select(
                "URN",
                pl.col("PTRWM_EXP").str.strip_suffix("%").cast(pl.Float64, strict=False).alias(year),
                pl.col("TELIG").cast(pl.Float64, strict=False).alias(f"pupils {year}"),
            )
        )
    return tables[0].join(tables[1], on="URN", how="inner").join(tables[2], on="URN", how="inner")


def test_hampshire_schools_low_in_2017_gained_more_than_twice_the_national_gain_with_nothing_done() -> None:
    """Every other school of the lowest fifth is called treated: none was, so the rebound must explain it all."""
    table = hampshire()
    before, after = table["2016-17"].to_numpy(), table["2017-18"].to_numpy()
    known = ~(np.isnan(before) | np.isnan(after))
    low = known & (before <= np.nanquantile(before, 0.2))
    treated = low & (np.cumsum(low) % 2 == 1)
    lasting = reliability_by_years(before[~treated], after[~treated])
    sampled = reliability_by_sampling(before, table["pupils 2016-17"].to_numpy())
    found = rebound(before, after, treated, lasting)
    national_gain = 64 - 61
    assert found.gain.mean > 2 * national_gain
    assert found.gain.mean == pytest.approx((after - before)[treated].mean(), rel=1e-9)
    assert found.equally_weak.mean > 2 * national_gain
    assert found.beyond.ci_low < 0 < found.beyond.ci_high
    assert found.share_low < 1 < found.share_high
    assert lasting.value < sampled.value
    assert found.in_theory == pytest.approx(found.equally_weak.mean, abs=2 * found.equally_weak.std_error)


def test_hampshire_schools_low_in_2018_had_stood_higher_the_year_before() -> None:
    table = hampshire()
    earlier, year = table["2016-17"].to_numpy(), table["2017-18"].to_numpy()
    low = year <= np.nanquantile(year, 0.2)
    lasting = reliability_by_years(earlier, year)
    found = selection(earlier, year, low, lasting)
    assert found.pattern == "one bad year"
    assert found.chosen_gap < found.earlier_gap < 0
