"""What every study is asked after its estimate: placebos, chance, rebound, single schools, losses, what is unseen.

A check that the data do not allow is no error of the study: it is left out, and its reason told. What takes all
outcomes together (schools drawn anew, other comparison schools) is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from ridgeway.impact.doubt import (
    Attrition,
    LeaveOut,
    PlaceboChanges,
    PlaceboYear,
    Randomised,
    Rebound,
    RedrawnChanges,
    Selection,
    SpecificationTable,
    attrition,
    leave_one_change_out,
    leave_one_school_out,
    placebo_years,
    rebound,
    reliability_by_years,
    selection,
)
from ridgeway.impact.errors import DesignError, ImpactError
from ridgeway.impact.estimate import EventStudy
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.outcomes import Floats, Outcomes
from ridgeway.impact.study.alternatives import Way, by_other_ways, by_other_years, other_ways
from ridgeway.impact.study.comparing import Comparison
from ridgeway.impact.study.estimating import ends, estimator, years_one_by_one
from ridgeway.impact.study.file import Study
from ridgeway.impact.study.loading import Loaded
from ridgeway.impact.study.redrawing import MANY, placebo_groups, redrawn, stacked
from ridgeway.impact.study.sensitivity import Drift, Hidden, Unknown, drift, hidden_bias, unknown_differences

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Group:
    """What groups of untreated schools show of an outcome: `mean` and `sd` over `draws` groups, beside `observed`.

    `p_value` is the share of groups at least as far from 0 as the treated schools.
    """

    mean: float
    sd: float
    observed: float
    p_value: float
    draws: int


@dataclass(frozen=True, slots=True, eq=False)
class Checks:
    """What the checks of one outcome found, None for a check that could not be made; `refused` says why not.

    `by_year` are the years one by one. `rebound`, `selection` and `losses` look at all schools, the others at
    those in the estimate. `p_together` is Romano and Wolf's p value for all outcomes.
    """

    by_year: EventStudy | None = None
    placebo: tuple[PlaceboYear, ...] | None = None
    groups: Group | None = None
    chance: Randomised | None = None
    p_together: float | None = None
    rebound: Rebound | None = None
    selection: Selection | None = None
    leave_one_out: LeaveOut | None = None
    losses: Attrition | None = None
    drift: Drift | None = None
    hidden: Hidden | None = None
    unknown: Unknown | None = None
    other_ways: SpecificationTable | None = None
    other_years: SpecificationTable | None = None
    refused: Mapping[str, ImpactError] = field(default_factory=dict)


class Tries:
    """Checks one after another: what is refused is kept with its reason, under the name of the check."""

    def __init__(self) -> None:
        self.refused: dict[str, ImpactError] = {}

    def __call__(self, name: str, work_out: Callable[[], _T]) -> _T | None:
        """Return what is worked out, or None where it is refused."""
        try:
            return work_out()
        except ImpactError as refusal:
            self.refused[name] = refusal
            return None


@dataclass(frozen=True, slots=True, eq=False)
class _Together:
    """What is worked out once for all outcomes; `refused` says of what is None why."""

    chance: RedrawnChanges | None
    p_together: tuple[float, ...] | None
    groups: PlaceboChanges | None
    ways: tuple[Way, ...] | None
    refused: Mapping[str, ImpactError]


def check(
    study: Study,
    loaded: Loaded,
    comparison: Comparison,
    made: Mapping[str, Estimate],
    *,
    on_outcome: Callable[[str, float], None],
) -> dict[str, Checks]:
    """Return everything that casts doubt on each outcome, by name; `made` are the outcomes' estimates.

    `on_outcome` is told the name of each outcome before its own checks begin, and the share of outcomes done.
    """
    tried = Tries()
    chance = tried("randomisation_p", lambda: redrawn(study, comparison))
    together = _Together(
        chance,
        None if chance is None else tried("romano_wolf", chance.adjusted),
        tried("placebo_groups", lambda: placebo_groups(study, comparison)),
        tried("other_ways", lambda: other_ways(study, loaded, comparison)),
        tried.refused,
    )
    found = {}
    for at, name in enumerate(study.outcomes):
        on_outcome(name, at / len(study.outcomes))
        found[name] = _of_outcome(study, loaded, comparison, together, name, made[name])
    return found


def _of_outcome(
    study: Study, loaded: Loaded, comparison: Comparison, together: _Together, name: str, made: Estimate
) -> Checks:
    used, everyone, level = comparison.used[name], loaded.outcomes[name], study.choices.level
    before, after = ends(everyone, loaded.first_start)
    tried, at = Tries(), study.outcomes.index(name)
    tried.refused.update(together.refused)
    ways = together.ways
    by_year = tried("by_year", lambda: _by_year(study, used))
    return Checks(
        by_year=by_year,
        placebo=tried("placebo", lambda: placebo_years(used, estimator(study, used, comparison.lot))),
        groups=_group(together.groups, at),
        chance=together.chance.inference()[at] if together.chance else None,
        p_together=together.p_together[at] if together.p_together else None,
        rebound=tried("rebound", lambda: _rebound(everyone, before, after, level)),
        selection=tried("selection", lambda: _selection(everyone, before, level)),
        leave_one_out=tried("leave_one_out", lambda: _leave_out(study, comparison, name)),
        losses=tried("attrition", lambda: attrition(everyone, after=after)),
        drift=None if by_year is None else tried("parallel_trends", lambda: drift(by_year, level)),
        hidden=tried("hidden_bias", lambda: hidden_bias(comparison, stacked(comparison), at, made)),
        unknown=tried("unknown_differences", lambda: unknown_differences(stacked(comparison), at)),
        other_ways=by_other_ways(study, ways, name) if ways is not None else None,
        other_years=tried("other_years", lambda: by_other_years(study, loaded, comparison, name)),
        refused=tried.refused,
    )


def _by_year(study: Study, used: Outcomes) -> EventStudy:
    if study.plan.method == "describe":
        raise DesignError("method", "describe", "Years one by one need a design that compares changes.")
    return years_one_by_one(study, used)


def _group(found: PlaceboChanges | None, at: int) -> Group | None:
    if found is None:
        return None
    drawn = found.estimates[:, at]
    return Group(
        float(found.means[at]),
        float(np.nanstd(drawn)),
        float(found.observed[at]),
        float(found.p_values[at]),
        int((~np.isnan(drawn)).sum()),
    )


def _leave_out(study: Study, comparison: Comparison, name: str) -> LeaveOut:
    used = comparison.used[name]
    if comparison.match is not None or comparison.lot is not None or len(used.schools) <= MANY:
        return leave_one_school_out(used, estimator(study, used, comparison.lot, quick=True))
    stack = stacked(comparison)
    change = stack.beside_others(study.outcomes.index(name))
    return leave_one_change_out(
        change, stack.candidates.treated, stack.candidates.schools, level=study.choices.level
    )


def _rebound(everyone: Outcomes, before: int, after: int, level: float) -> Rebound:
    first, last = _in(everyone, before), _in(everyone, after)
    untreated = ~everyone.treated
    lasting = reliability_by_years(first[untreated], last[untreated], level=level)
    return rebound(first, last, everyone.treated, lasting, level=level)


def _selection(everyone: Outcomes, before: int, level: float) -> Selection:
    chosen, untreated = _in(everyone, before), ~everyone.treated
    earlier = everyone.values[:, everyone.years < before]
    known = ~np.isnan(earlier)
    count = known.sum(axis=1)
    total = np.where(known, earlier, 0.0).sum(axis=1)
    mean = np.divide(total, count, where=count > 0, out=np.full(len(total), np.nan))
    lasting = reliability_by_years(mean[untreated], chosen[untreated], level=level)
    return selection(mean, chosen, everyone.treated, lasting, level=level)


def _in(outcomes: Outcomes, year: int) -> Floats:
    return np.asarray(outcomes.values[:, outcomes.years == year][:, 0])
