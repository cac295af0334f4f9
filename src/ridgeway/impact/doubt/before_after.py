"""Each school before and after: what most checks of doubt begin with, and the quickest estimator for them."""

from __future__ import annotations

import numpy as np

from ridgeway.impact.errors import DesignError, TooLittleError
from ridgeway.impact.estimate.inference import Spread, estimate_from
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.outcomes import Flags, Floats, Outcomes


def mean_before(outcomes: Outcomes) -> Floats:
    """Return each school's mean result over the years before any school began (schools), NaN for none."""
    return _mean(outcomes.values[:, outcomes.years < outcomes.starts.min()])


def changes(outcomes: Outcomes) -> Floats:
    """Return each school's mean from the first treated year on, less its mean before (schools).

    NaN where a school has no result on one side. All treated schools must begin in the same year.
    """
    starts = np.unique(outcomes.starts[outcomes.treated])
    if len(starts) != 1:
        remedy = "A change before and after needs one first treated year for all."
        raise DesignError("first treated years", starts.tolist(), remedy)
    after = outcomes.years >= starts[0]
    return np.asarray(_mean(outcomes.values[:, after]) - _mean(outcomes.values[:, ~after]))


def difference_in_changes(outcomes: Outcomes, *, level: float = 0.95) -> Estimate:
    """Return the difference between treated and comparison schools in mean change: the estimator for many repeats.

    Every school counts once. With a result of every school in every year it is the estimate of a regression with
    school and year effects, in a hundredth of the time. The standard error is that for unequal variances (Neyman
    1923), each with divisor n − 1; t with the degrees of freedom of Welch (1947).
    """
    change = changes(outcomes)
    used = outcomes.known[~np.isnan(change)]
    return difference_of_changes(change, outcomes.treated, rows=int(used.sum()), level=level)


def difference_of_changes(change: Floats, treated: Flags, *, rows: int = 0, level: float = 0.95) -> Estimate:
    """Return the same from the schools' changes (schools, NaN for none); `rows` counts the results behind them."""
    sides = [change[group & ~np.isnan(change)] for group in (treated, ~treated)]
    sizes = np.array([len(side) for side in sides])
    if (sizes < 2).any():
        remedy = "Two treated and two comparison schools need results before and after."
        raise TooLittleError("schools with a change", sizes.tolist(), remedy)
    parts = np.array([side.var(ddof=1) for side in sides]) / sizes
    value, error = float(sides[0].mean() - sides[1].mean()), float(np.sqrt(parts.sum()))
    df = float(parts.sum() ** 2 / (parts**2 / (sizes - 1)).sum()) if error > 0 else float(sizes.sum() - 2)
    words = "unequal variances, divisor n − 1, Welch's degrees of freedom"
    return estimate_from(
        value,
        Spread(error, df, words),
        method="difference in mean changes",
        n_treated=int(sizes[0]),
        n_comparison=int(sizes[1]),
        rows=rows,
        level=level,
    )


def _mean(values: Floats) -> Floats:
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, count, where=count > 0, out=np.full(len(total), np.nan)))
