"""Placebo groups for a design that sets mean changes side by side, all outcomes at once.

Groups of untreated schools as likely to be treated as the treated ones are put in their place, compared as the
study compares, and should show nothing. What they show on average is the bias of the method for schools like
these: above all what schools chosen in a weak year regain by themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ridgeway.impact.doubt.placebo import POOL, by_nearness, stand_ins
from ridgeway.impact.errors import DesignError, TooLittleError
from ridgeway.impact.outcomes import Flags, Floats, Whole

Compare = Callable[[Whole], Floats]
"""From the rows that are treated to the weight of every row: 1 for these, for others what they count beside."""


@dataclass(frozen=True, slots=True, eq=False)
class PlaceboChanges:
    """What the method finds for groups of untreated schools: `estimates` (draws × outcomes), NaN for none.

    `observed` (outcomes) is the same for the treated schools. `baseline_gap` is the mean baseline of the drawn
    groups less that of the treated: how well they mimic them.
    """

    estimates: Floats
    observed: Floats
    baseline_gap: float

    @property
    def means(self) -> Floats:
        """What the method finds on average where nothing was done (outcomes)."""
        return np.asarray(np.nanmean(self.estimates, axis=0))

    @property
    def p_values(self) -> Floats:
        """The share of groups at least as far from 0 as the treated schools, (b + 1) / (m + 1) (outcomes)."""
        as_far = (np.abs(self.estimates) >= np.abs(self.observed)).sum(axis=0)
        return np.asarray((as_far + 1) / ((~np.isnan(self.estimates)).sum(axis=0) + 1))


def placebo_changes(
    change: Floats,
    treated: Flags,
    baseline: Floats,
    compare: Compare,
    *,
    strata: Whole | None = None,
    seed: int,
    draws: int = 99,
    pool: int = POOL,
) -> PlaceboChanges:
    """Return the differences in mean change (rows × outcomes) of drawn groups, each compared by `compare`.

    In each draw every treated row is stood for by one of the `pool` untreated rows of its stratum nearest in
    `baseline` (rows) that are not drawn yet.
    """
    codes = np.zeros(len(baseline), dtype=np.int64) if strata is None else strata
    rows = np.flatnonzero(treated)
    if not len(rows) or np.isnan(baseline[rows]).any():
        raise DesignError("baseline", len(rows), "There must be treated schools, each with a baseline.")
    ranked = [by_nearness(row, baseline, codes, treated) for row in rows.tolist()]
    rng, found, gaps = np.random.default_rng(seed), [], []
    for _ in range(draws):
        chosen = stand_ins(ranked, rng, pool)
        found.append(weighted_difference(change, chosen, compare(chosen)))
        gaps.append(float(baseline[chosen].mean() - baseline[rows].mean()))
    estimates, observed = np.array(found), weighted_difference(change, rows, compare(rows))
    if np.isnan(estimates).all(axis=0).any():
        remedy = "Once a group is drawn from the untreated schools, others must be left to stand beside it."
        raise TooLittleError("untreated schools", int((~treated).sum()), remedy)
    return PlaceboChanges(estimates, observed, float(np.mean(gaps)))


def weighted_difference(change: Floats, rows: Whole, weights: Floats) -> Floats:
    """Return the mean change of some rows less the weighted one of all others (outcomes), NaN for none."""
    ours = np.zeros(len(change), dtype=np.bool_)
    ours[rows] = True
    known = ~np.isnan(change)
    sides = [np.where(side, weights, 0.0)[:, np.newaxis] * known for side in (ours, ~ours)]
    filled = np.nan_to_num(change)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = [(side * filled).sum(axis=0) / side.sum(axis=0) for side in sides]
    return np.asarray(means[0] - means[1])
