"""How many schools gained ten points, and how many would have gained them by chance.

A school's percentage is of one small cohort, and the next year has other children. With 30 pupils and a true
level of 60 per cent in both years, the difference of two years has a standard deviation of 12.6 points: one
school in four gains ten points although nothing has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy import stats

from ridgeway.impact.describe.shares import Method, Share, share
from ridgeway.impact.describe.two_years import both_sides, whole_pupils
from ridgeway.impact.errors import DataError, DesignError, TooLittleError
from ridgeway.impact.outcomes import Flags, Floats, Outcomes, Whole

Basis = Literal["no change", "national change", "other schools"]

_EPSILON: Final = 1e-9
"""What a threshold forgives, for a percentage such as 100 × 7 ÷ 25 is not exact in binary numbers."""

_FEWEST_OTHERS: Final = 10
"""Other schools from which a spread is told."""


@dataclass(frozen=True, slots=True)
class Chance:
    """What chance alone gives.

    `change` is the true change in points that is assumed of every school; `dispersion` the variance of changes as
    a multiple of the binomial one. `share` of the schools is then expected to gain as much, and as many as did so,
    or more, occur with probability `p_value`.
    """

    basis: Basis
    change: float
    dispersion: float
    share: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Gains:
    """How many schools gained at least so many points between two years, beside others and beside chance."""

    measure: str
    before: int
    after: int
    points: float
    gained: Share
    others: Share | None
    chance: tuple[Chance, ...]

    @property
    def words(self) -> str:
        """The figures in plain English."""
        told = f"{self.gained.words} gained at least {self.points:g} points from {self.before} to {self.after}."
        if self.others is not None:
            told += f" So did {self.others.words} that were not in the programme."
        assumed = {
            "no change": "if no school had truly changed",
            "national change": "if each had changed as schools nationally",
            "other schools": "if each had changed as other schools do, with their swings from year to year",
        }
        for chance in self.chance:
            told += f" By chance {chance.share:.0%} of schools of this size would have, {assumed[chance.basis]}."
        return f"{told} Of schools chosen for a weak year more gain so much than chance alone says."


def gains(
    outcomes: Outcomes,
    *,
    before: int,
    after: int,
    points: float = 10.0,
    national_change: float | None = None,
    rounding: float = 1.0,
    level: float = 0.95,
    method: Method = "wilson",
) -> Gains:
    """Return the share of treated schools that gained at least so many points, beside chance and other schools.

    Values are percentages and weights whole numbers of pupils. `rounding` is the step to which percentages are
    published (1 for whole per cents, 0 for none): a published gain of 10 can be a true one of 9.1, and chance is
    reckoned in the same way.

    Chance is told for no true change, for the national change where it is given, and, with at least ten other
    schools, for their mean change with their own dispersion (Pearson's X² ÷ n of their changes over binomial
    variances, not below 1). A school's true level is its mean of the two years weighted by pupils; the first
    two are exact binomial sums, the third a normal approximation. `p_value` is of the sum of unequal chances
    (Poisson-binomial), which takes schools as independent. None of this holds for schools that were chosen because
    the year before was weak: they regain what bad luck took.
    """
    if points <= 0 or rounding < 0:
        raise DesignError("points, rounding", (points, rounding), "Points are above 0, rounding is 0 or more.")
    values, pupils, treated = _cohorts(outcomes, before, after, rounding)
    reached = values[:, 1] - values[:, 0] >= points - _EPSILON
    count, of, beside = (int(np.count_nonzero(which)) for which in (reached & treated, treated, ~treated))
    chance = _by_chance(values[treated], pupils[treated], count, points, rounding, national_change)
    if beside >= _FEWEST_OTHERS:
        moved, dispersion = _like_others(values[~treated], pupils[~treated])
        spread = np.sqrt(dispersion * _variance(values[treated], pupils[treated], moved))
        each = stats.norm.sf((points - rounding / 2 - moved) / np.maximum(spread, _EPSILON))
        chance.append(_chance("other schools", moved, dispersion, each, count))
    gained = share(count, of, level=level, method=method)
    also = int(np.count_nonzero(reached & ~treated))
    others = share(also, beside, level=level, method=method) if beside else None
    return Gains(outcomes.measure, before, after, points, gained, others, tuple(chance))


def exact_chances(values: Floats, pupils: Whole, *, change: float, points: float, rounding: float) -> Floats:
    """Return for each school the chance of gaining at least so many points, shape (schools,).

    `values` are percentages and `pupils` cohorts of two years, shape (schools, 2). Both cohorts are binomial; the
    true levels differ by `change` points and agree with the school's mean of the two years.
    """
    levels = _levels(values, pupils, change)
    chances = np.empty(len(values))
    for at, ((first, last), (low, high)) in enumerate(zip(pupils.tolist(), levels.tolist(), strict=True)):
        from_, to = _rounded(first, rounding), _rounded(last, rounding)
        fewest = np.searchsorted(to, from_ + points - _EPSILON)
        start = stats.binom.pmf(np.arange(first + 1), first, low)
        chances[at] = start @ stats.binom.sf(fewest - 1, last, high)
    return chances


def at_least(count: int, chances: Floats) -> float:
    """Return the probability that at least so many of independent events with these chances occur."""
    known = np.ones(1)
    for chance in chances.tolist():
        known = np.convolve(known, [1 - chance, chance])
    return float(min(1.0, known[count:].sum()))


def _by_chance(
    values: Floats, pupils: Whole, count: int, points: float, rounding: float, national_change: float | None
) -> list[Chance]:
    """Return what chance gives for no true change and, where it is given, for the national one."""
    assumed: dict[Basis, float | None] = {"no change": 0.0, "national change": national_change}
    return [
        _chance(
            basis, moved, 1.0, exact_chances(values, pupils, change=moved, points=points, rounding=rounding), count
        )
        for basis, moved in assumed.items()
        if moved is not None
    ]


def _chance(basis: Basis, change: float, dispersion: float, each: Floats, count: int) -> Chance:
    return Chance(basis, change, dispersion, float(each.mean()), at_least(count, each))


def _cohorts(outcomes: Outcomes, before: int, after: int, rounding: float) -> tuple[Floats, Whole, Flags]:
    """Return percentages and pupils, shape (schools, 2), and who is treated, where both years are known."""
    years = list(both_sides(outcomes, before, after))
    both = outcomes.known[:, years].all(axis=1)
    values, treated = outcomes.values[both][:, years], outcomes.treated[both]
    if not treated.any():
        raise TooLittleError("treated schools with results in both years", 0, "At least one is needed.")
    outside = values[(values < 0) | (values > 100)]
    if outside.size:
        raise DataError("values", float(outside[0]), "Gains in points are of percentages from 0 to 100.")
    finer = values[np.abs(values - _step(values, rounding)) > _EPSILON]
    if finer.size:
        remedy = f"Percentages are said to be rounded to {rounding:g}: give the `rounding` they have, 0 for none."
        raise DataError("values", float(finer[0]), remedy)
    return values, whole_pupils(outcomes.weights[both][:, years]), treated


def _levels(values: Floats, pupils: Whole, change: float) -> Floats:
    """Return true levels of the two years as shares, shape (schools, 2), that differ by `change` points."""
    mean = (values * pupils).sum(axis=1) / pupils.sum(axis=1)
    low = mean - change * pupils[:, 1] / pupils.sum(axis=1)
    levels: Floats = np.clip(np.stack([low, low + change], axis=1) / 100, 0, 1)
    return levels


def _variance(values: Floats, pupils: Whole, change: float) -> Floats:
    """Return the binomial variance of each school's change in points."""
    levels = _levels(values, pupils, change)
    variance: Floats = 100**2 * (levels * (1 - levels) / pupils).sum(axis=1)
    return variance


def _like_others(values: Floats, pupils: Whole) -> tuple[float, float]:
    """Return the other schools' mean change and the dispersion of their changes."""
    moved = values[:, 1] - values[:, 0]
    mean = float(moved.mean())
    variance = _variance(values, pupils, mean)
    sure = variance > 0
    dispersion = float(np.mean((moved[sure] - mean) ** 2 / variance[sure])) if sure.any() else 1.0
    return mean, max(1.0, dispersion)


def _rounded(pupils: int, rounding: float) -> Floats:
    """Return the percentages that 0, 1, … pupils of a cohort are published as."""
    return _step(100 * np.arange(pupils + 1) / pupils, rounding)


def _step(percent: Floats, rounding: float) -> Floats:
    """Return percentages rounded to a step, halves up; as they are where the step is 0."""
    rounded: Floats = np.floor(percent / rounding + 0.5 + _EPSILON) * rounding if rounding else percent
    return rounded
