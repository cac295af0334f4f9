"""Placebos: the same estimate where there can be no effect. A method that finds one there finds too much.

- Placebo years: the programme is made to begin earlier, and results from its true beginning on are left out.
- Placebo groups: untreated schools with the same results before are made to be the treated ones.
- Placebo outcomes: measures that the programme cannot have moved.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ridgeway.impact.doubt.before_after import mean_before
from ridgeway.impact.doubt.estimator import Estimator
from ridgeway.impact.errors import DesignError, TooLittleError
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.outcomes import NEVER, Flags, Floats, Outcomes, Whole

POOL: Final = 5
"""From how many of the nearest untreated schools one is drawn."""


@dataclass(frozen=True, slots=True)
class PlaceboYear:
    """The estimate when every treated school is made to begin `years_early`; `first` is the earliest such year."""

    years_early: int
    first: int
    estimate: Estimate


def placebo_years(outcomes: Outcomes, estimator: Estimator) -> tuple[PlaceboYear, ...]:
    """Return one estimate for each admissible earlier beginning, the latest first.

    Admissible is a beginning that leaves every treated year group at least one year of the data before it, and one
    from it up to the true beginning. Where years are missing from the data, beginnings that come to the same thing
    count once. No result of a treated school from its true first year on is used.
    """
    if not outcomes.treated.any():
        raise TooLittleError("treated schools", 0, "A placebo needs at least one.")
    known = outcomes.years[outcomes.known.any(axis=0)]
    true_starts = np.unique(outcomes.starts[outcomes.treated]).astype(int)
    before = replace(
        outcomes,
        values=np.where(outcomes.exposed, np.nan, outcomes.values),
        weights=np.where(outcomes.exposed, 0.0, outcomes.weights),
    ).only(np.ones(len(outcomes.schools), dtype=bool), outcomes.years < true_starts.max())
    found, seen = [], set[tuple[int, ...]]()
    for early in range(1, int(true_starts.max() - known.min()) if len(known) else 0):
        begins = tuple(int(np.searchsorted(known, start - early)) for start in true_starts)
        ends = [int(np.searchsorted(known, start)) for start in true_starts]
        admissible = all(0 < begin < end for begin, end in zip(begins, ends, strict=True))
        if not admissible or begins in seen:
            continue
        seen.add(begins)
        first = int(known[min(begins)])
        estimate = estimator(replace(before, starts=outcomes.starts - early))
        found.append(PlaceboYear(early, first, estimate))
    if not found:
        remedy = "A placebo year needs two years with results before the programme began, for every school."
        raise TooLittleError("years before", known[known < true_starts.min()].tolist(), remedy)
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class PlaceboGroups:
    """What the method finds for groups of untreated schools: `estimates` (draws).

    `p_value` is the two-sided share of draws at least as far from 0 as the `observed` estimate, (b + 1) / (m + 1).
    `baseline_gap` is the mean of the drawn groups before less that of the treated: how well they mimic them.
    """

    estimates: Floats
    observed: float
    p_value: float
    baseline_gap: float

    @property
    def mean(self) -> float:
        """What the method finds on average where nothing was done: its bias for schools like these."""
        return float(self.estimates.mean())


def placebo_groups(
    outcomes: Outcomes,
    estimator: Estimator,
    *,
    seed: int,
    draws: int = 99,
    strata: Sequence[Hashable] | None = None,
    baseline: Floats | None = None,
    pool: int = POOL,
) -> PlaceboGroups:
    """Return estimates for groups of untreated schools, as many as treated and with the same results before.

    In each draw every treated school, in random order, is stood for by one of the `pool` untreated schools of its
    stratum nearest in `baseline` (schools) that are not drawn yet, which then begins in its year; the real treated
    schools are left out. The baseline is the mean of a school's results before anyone began, unless given.
    """
    level = mean_before(outcomes) if baseline is None else baseline
    codes = np.unique([str(s) for s in strata], return_inverse=True)[1] if strata else np.zeros(len(level), int)
    treated = np.flatnonzero(outcomes.treated)
    if len(codes) != len(level) or not len(treated):
        remedy = "There must be a stratum for each school, and a treated school."
        raise DesignError("strata, treated", (len(codes), len(treated)), remedy)
    if np.isnan(level[treated]).any():
        nameless = [outcomes.schools[row] for row in treated.tolist() if np.isnan(level[row])]
        raise DesignError("baseline", nameless, "Every treated school needs a result before the programme.")
    ranked = [by_nearness(row, level, codes, outcomes.treated) for row in treated.tolist()]
    rng = np.random.default_rng(seed)
    kept = ~outcomes.treated
    estimates, gaps = np.empty(draws), np.empty(draws)
    for draw in range(draws):
        chosen = stand_ins(ranked, rng, pool)
        starts = np.full(len(level), NEVER)
        starts[chosen] = outcomes.starts[treated]
        estimates[draw] = estimator(replace(outcomes, starts=starts).only(kept)).estimate
        gaps[draw] = level[chosen].mean() - level[treated].mean()
    observed = estimator(outcomes).estimate
    as_far = int((np.abs(estimates) >= abs(observed)).sum())
    return PlaceboGroups(estimates, observed, (as_far + 1) / (draws + 1), float(gaps.mean()))


@dataclass(frozen=True, slots=True)
class PlaceboOutcome:
    """The estimate for a measure that the programme cannot have moved."""

    measure: str
    estimate: Estimate


def placebo_outcomes(measures: Iterable[Outcomes], estimator: Estimator) -> tuple[PlaceboOutcome, ...]:
    """Return the estimate for each measure that the programme cannot have moved."""
    return tuple(PlaceboOutcome(outcomes.measure, estimator(outcomes)) for outcomes in measures)


def by_nearness(row: int, level: Floats, codes: Whole, treated: Flags) -> Whole:
    """Return the untreated schools of the row's stratum with a baseline, the nearest first."""
    others = np.flatnonzero((codes == codes[row]) & ~treated & ~np.isnan(level))
    return np.asarray(others[np.argsort(np.abs(level[others] - level[row]), kind="stable")])


def stand_ins(ranked: Sequence[Whole], rng: np.random.Generator, pool: int) -> Whole:
    """Return one untreated school for each treated one, none twice."""
    chosen = np.full(len(ranked), -1, dtype=np.int64)
    for place in rng.permutation(len(ranked)).tolist():
        candidates = ranked[place][: pool + len(ranked)]
        free = candidates[~np.isin(candidates, chosen)][:pool]
        if not len(free):
            remedy = "Every stratum needs at least as many untreated schools with a result before as treated ones."
            raise TooLittleError("untreated schools", len(ranked[place]), remedy)
        chosen[place] = rng.choice(free)
    return chosen
