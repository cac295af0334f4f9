"""Starts drawn anew among all schools, against the statistic worked out school by school."""

from __future__ import annotations

import numpy as np
import pytest

from ridgeway.impact.doubt import Redraws, changes, redraw_starts
from ridgeway.impact.errors import DesignError, TooLittleError
from ridgeway.impact.outcomes import NEVER, Floats, Outcomes

YEARS = np.arange(2010, 2018)


def schools(effect: float = 0.0, *, missing: float = 0.1) -> Outcomes:
    """Sixty schools of which five began in 2013 and seven in 2015."""
    random = np.random.default_rng(5)
    starts = np.full(60, NEVER)
    starts[:5], starts[5:12] = 2013, 2015
    values = random.normal(size=(60, len(YEARS))) + random.normal(size=(60, 1))
    values += effect * (starts[:, np.newaxis] <= YEARS)
    values[random.random(values.shape) < missing] = np.nan
    weights = (~np.isnan(values)).astype(float)
    return Outcomes("m", tuple(f"S{place}" for place in range(60)), YEARS, values, weights, starts)


def about(grid: Outcomes, start: float) -> Floats:
    moved = np.where(grid.treated, start, NEVER)
    return changes(Outcomes(grid.measure, grid.schools, grid.years, grid.values, grid.weights, moved))


def tables(grid: Outcomes) -> tuple[dict[float, Floats], dict[float, Floats]]:
    exposed = np.where(grid.known, grid.exposed.astype(float), np.nan)
    pure = Outcomes(grid.measure, grid.schools, grid.years, exposed, grid.weights, grid.starts)
    years = (2013.0, 2015.0)
    return tuple({year: about(each, year)[:, np.newaxis] for year in years} for each in (grid, pure))  # type: ignore[return-value]


def test_the_statistic_is_each_treated_schools_change_beside_that_of_schools_never_treated() -> None:
    grid = schools(effect=2.0)
    table, pure = tables(grid)
    found = redraw_starts(table, pure, grid.starts, ["m"], Redraws(seed=1, draws=19))
    beside = [
        table[float(start)][row, 0] - np.nanmean(table[float(start)][~grid.treated, 0])
        for row, start in enumerate(grid.starts.tolist())
        if start < NEVER
    ]
    assert found.observed[0] == pytest.approx(np.nanmean(beside))
    assert not found.exact
    assert len(found.statistics) == 19


def test_a_clear_effect_is_seldom_met_by_chance_and_lies_in_its_interval() -> None:
    grid = schools(effect=2.0)
    (made,) = redraw_starts(*tables(grid), grid.starts, ["m"], Redraws(seed=1, draws=499)).inference()
    assert made.p_value < 0.01
    assert made.ci_low < 2.0 < made.ci_high


def test_without_an_effect_p_values_are_spread_evenly() -> None:
    """The starts of schools alike are dealt 200 times; p is below 0.1 in about 20 of them (±3 SD)."""
    grid, random, low = schools(missing=0.0), np.random.default_rng(7), 0
    for seed in range(200):
        dealt = Outcomes("m", grid.schools, YEARS, grid.values, grid.weights, random.permutation(grid.starts))
        low += (
            redraw_starts(*tables(dealt), dealt.starts, ["m"], Redraws(seed=seed, draws=49)).inference()[0].p_value
            <= 0.1
        )
    assert abs(low - 20) < 13


def test_every_start_is_dealt_to_every_school_alike() -> None:
    """The first school is drawn for the earlier start in 5 of 60 draws, wherever it stands in the list."""
    table = {start: np.zeros((60, 1)) for start in (2013.0, 2015.0)}
    table[2013.0][0] = 1.0
    starts = schools().starts
    found = redraw_starts(table, table, starts, ["m"], Redraws(seed=2, draws=6000))
    drawn = (found.statistics[:, 0] > 0.05).mean()
    assert drawn == pytest.approx(5 / 60, abs=0.012)


def test_what_it_cannot_compare_is_refused() -> None:
    grid = schools()
    table, pure = tables(grid)
    with pytest.raises(DesignError, match="only estimates are compared"):
        redraw_starts(table, pure, grid.starts, ["m"], Redraws(seed=1, statistic="t"))
    lost = {start: np.where(grid.treated[:, np.newaxis], np.nan, column) for start, column in table.items()}
    with pytest.raises(TooLittleError, match="need a change"):
        redraw_starts(lost, pure, grid.starts, ["m"], Redraws(seed=1))
