"""How large what nobody saw would have to be to undo a finding: drift, hidden bias, unknown differences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from ridgeway.impact.doubt import (
    HiddenBias,
    Oster,
    Regressions,
    TrendBounds,
    TrendBreakdown,
    breakdown,
    oster,
    regressions,
    set_bounds,
    trend_bounds,
    trend_breakdown,
)
from ridgeway.impact.errors import DesignError
from ridgeway.impact.estimate import EventStudy
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.study.candidates import Stack
from ridgeway.impact.study.comparing import Comparison


@dataclass(frozen=True, slots=True)
class Drift:
    """The first year's effect if groups drift apart as before (`bounds`), and from which drift on it is gone."""

    bounds: TrendBounds
    breakdown: TrendBreakdown


@dataclass(frozen=True, slots=True)
class Hidden:
    """Γ that a matched finding stands, the p value without hidden bias (one-sided), and the sets behind both."""

    gamma: float
    p_value: float
    sets: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """The difference in mean change without and with what is known of before, and Oster's (2019) δ."""

    without: float
    controlled: float
    controls: tuple[str, ...]
    found: Oster


def drift(by_year: EventStudy, level: float) -> Drift:
    """Return the bounds of Rambachan and Roth for drifts as large as the largest seen before."""
    leads, covariance = by_year.leads, by_year.covariance
    return Drift(
        trend_bounds(leads, 1.0, covariance=covariance, level=level),
        trend_breakdown(leads, covariance=covariance, level=level),
    )


def hidden_bias(comparison: Comparison, stack: Stack, outcome: int, estimate: Estimate) -> Hidden:
    """Return Rosenbaum's Γ for the schools' changes in matched sets, in the direction of the estimate."""
    if comparison.match is None or comparison.sets is None:
        remedy = "It takes matched sets, no school in two of them: nearest schools without replacement."
        raise DesignError("matched sets", "none", remedy)
    side = 1.0 if estimate.estimate >= 0 else -1.0
    change = side * stack.changes[:, outcome]
    told = [(change[each.treated], change[list(each.comparison)]) for each in comparison.match.sets]
    sets = [
        (float(own), beside[~np.isnan(beside)].tolist())
        for own, beside in told
        if not np.isnan(own) and not np.isnan(beside).all()
    ]
    bounds: partial[HiddenBias] = partial(set_bounds, sets)
    return Hidden(breakdown(bounds), bounds(1.0).p_high, len(sets))


def unknown_differences(stack: Stack, outcome: int) -> Unknown:
    """Return Oster's δ: the schools' changes regressed on being treated, without and with what is known of before.

    Starting years are in both. Schools of which something is not known are left out.
    """
    told, change = stack.candidates, stack.changes[:, outcome]
    known = told.complete & ~np.isnan(change)
    years = np.unique(stack.starts.years)[1:]
    always = (stack.starts.years[known, np.newaxis] == years).astype(np.float64) if len(years) else None
    controls = told.covariates[known]
    found: Regressions = regressions(change[known], told.treated[known].astype(np.float64), controls, always)
    return Unknown(found.short, found.long, told.names, oster(found))
