"""The day on which a line crosses the aim, and the line that leads there."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from ridgeway.fluency.errors import FluencyError, OutOfRangeError
from ridgeway.fluency.growth import AimDay, Probe, aim_day, aim_line, celeration

MONDAY = date(2026, 1, 5)


def noisy(per_week: float, *, weeks: int = 3, sd: float = 0.1, seed: int = 1) -> tuple[list[int], list[float]]:
    rng = np.random.default_rng(seed)
    days = [day for day in range(7 * weeks) if day % 7 < 5]
    return days, [10 * per_week ** (day / 7) * math.exp(rng.normal(0, sd)) for day in days]


def test_a_line_that_doubles_each_week_is_at_four_times_as_much_two_weeks_on() -> None:
    arrival = aim_day(celeration([0, 1, 7], [10, 10 * 2 ** (1 / 7), 20]), 80)
    assert arrival.outlook == "on this line"
    assert (arrival.day, arrival.earliest, arrival.latest) == pytest.approx((21, 21, 21), abs=1e-5)


def test_an_aim_that_the_line_has_reached_is_met() -> None:
    assert aim_day(celeration([0, 7, 14], [10, 20, 40]), 40 - 1e-9) == AimDay("met")
    assert aim_day(celeration([0, 7, 14], [80, 60, 50]), 40) == AimDay("met")


@pytest.mark.parametrize("rates", [[10, 10, 10], [10, 9, 8], [10, 10.01, 10.02]])
def test_who_does_not_grow_or_takes_more_than_a_year_is_not_on_the_line(rates: list[float]) -> None:
    assert aim_day(celeration([0, 7, 14], rates), 40) == AimDay("not on this line")


def test_two_points_leave_open_when_it_will_be() -> None:
    arrival = aim_day(celeration([0, 7], [10, 20]), 40)
    assert arrival.day == pytest.approx(14)
    assert (arrival.earliest, arrival.latest) == (7, None)


@given(st.floats(1.02, 1.8), st.floats(15, 200), st.integers(0, 200), st.floats(0.02, 0.4))
def test_the_interval_is_where_the_lines_own_band_holds_the_aim(
    per_week: float, aim: float, seed: int, sd: float
) -> None:
    days, rates = noisy(per_week, sd=sd, seed=seed)
    growth = celeration(days, rates)
    arrival = aim_day(growth, aim)
    assume(arrival.day is not None)
    assert arrival.day is not None and arrival.earliest is not None
    assert growth.last <= arrival.earliest <= arrival.day
    assert growth.least_squares.line.on(arrival.day) == pytest.approx(aim)
    upper, _ = _band(days, rates, arrival.earliest)
    assert upper == pytest.approx(math.log(aim)) or (arrival.earliest == growth.last and upper > math.log(aim))
    if arrival.latest is None:
        assert _band(days, rates, growth.last + 364)[1] < math.log(aim)
    else:
        assert arrival.day <= arrival.latest
        assert _band(days, rates, arrival.latest)[1] == pytest.approx(math.log(aim))


def _band(days: list[int], rates: list[float], day: float) -> tuple[float, float]:
    """The upper and lower end of the 95 per cent band of the mean line on a day, by SciPy."""
    logs, mean = np.log(rates), float(np.mean(days))
    fit = stats.linregress(days, logs)
    rest = logs - fit.intercept - fit.slope * np.array(days)
    spread = math.sqrt(float(rest @ rest) / (len(days) - 2))
    width = stats.t.ppf(0.975, len(days) - 2) * spread
    width *= math.sqrt(1 / len(days) + (day - mean) ** 2 / float(((np.array(days) - mean) ** 2).sum()))
    middle = fit.intercept + fit.slope * day
    return middle + width, middle - width


def test_where_growth_is_not_sure_there_is_no_latest_day() -> None:
    arrival = aim_day(celeration([0, 7, 14, 21, 28], [10, 14, 9, 15, 12]), 20)
    assert arrival.day is not None
    assert arrival.earliest is not None
    assert arrival.latest is None


def test_the_interval_holds_the_true_day_as_often_as_it_says() -> None:
    true = 7 * math.log(3) / math.log(1.3)
    held = 0
    for seed in range(300):
        arrival = aim_day(celeration(*noisy(1.3, sd=0.15, seed=seed)), 30)
        early = arrival.outlook == "met" or (arrival.earliest is not None and arrival.earliest <= true)
        held += early and (arrival.latest is None or true <= arrival.latest)
    assert held / 300 == pytest.approx(0.95, abs=0.04)


def test_an_aim_of_nothing_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="aim = 0"):
        aim_day(celeration([0, 7], [1, 2]), 0)


def test_the_aim_line_leads_from_the_middle_of_the_first_three_probes_to_the_aim() -> None:
    counts = [10, 30, 12, 40]
    probes = [Probe(MONDAY + timedelta(days=place), count) for place, count in enumerate(counts)]
    line = aim_line(probes, aim=48, by=MONDAY + timedelta(days=15))
    assert line.on((MONDAY + timedelta(days=1)).toordinal()) == pytest.approx(12)
    assert line.on((MONDAY + timedelta(days=15)).toordinal()) == pytest.approx(48)
    assert line.per_week == pytest.approx(2)


def test_an_aim_line_from_zero_begins_at_half_the_record_floor() -> None:
    line = aim_line([Probe(MONDAY, 0, seconds=30)], aim=16, by=MONDAY + timedelta(days=28))
    assert line.per_week == pytest.approx(2)


@pytest.mark.parametrize(
    ("counts", "aim", "days", "words"),
    [
        ([], 40, 14, "probes = "),
        ([10], math.nan, 14, "aim = nan"),
        ([10], 40, 0, "it must be after 2026-01-05"),
        ([10, 11, 12], 40, 1, "it must be after 2026-01-06"),
    ],
)
def test_impossible_aim_lines_are_refused(counts: list[int], aim: float, days: int, words: str) -> None:
    probes = [Probe(MONDAY + timedelta(days=place), count) for place, count in enumerate(counts)]
    with pytest.raises(FluencyError, match=words):
        aim_line(probes, aim=aim, by=MONDAY + timedelta(days=days))
