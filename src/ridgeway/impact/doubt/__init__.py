"""Doubt: what else could explain a finding, each doubt as a figure.

    early = placebo_years(outcomes, estimator)
    chance = randomise(outcomes, estimator, Redraws(seed=1))
    weak = rebound(before, after, outcomes.treated, reliability_by_years(before, after))
    for objection in objections(Facts(randomised=False, n_treated=31, n_comparison=0)):
        print(objection.title, objection.figure, objection.words)

An estimator is any function from outcomes to an estimate. Whatever is drawn at random takes a seed.
"""

from ridgeway.impact.doubt.assignment import Assignment
from ridgeway.impact.doubt.attrition import Attrition, Bounds, Loss, attrition, lee_bounds, manski_bounds
from ridgeway.impact.doubt.before_after import (
    changes,
    difference_in_changes,
    difference_of_changes,
    mean_before,
)
from ridgeway.impact.doubt.estimator import Estimator
from ridgeway.impact.doubt.facts import Facts
from ridgeway.impact.doubt.leave_out import (
    LeaveOut,
    LeftOut,
    Specification,
    SpecificationTable,
    leave_one_change_out,
    leave_one_group_out,
    leave_one_school_out,
    specifications,
)
from ridgeway.impact.doubt.multiplicity import benjamini_hochberg, holm, romano_wolf
from ridgeway.impact.doubt.objections import CONDITIONS, Condition, Objection, Severity, objections
from ridgeway.impact.doubt.oster import Oster, Regressions, adjusted_effects, delta_for, oster, regressions
from ridgeway.impact.doubt.parallel_trends import TrendBounds, TrendBreakdown, trend_bounds, trend_breakdown
from ridgeway.impact.doubt.placebo import (
    PlaceboGroups,
    PlaceboOutcome,
    PlaceboYear,
    placebo_groups,
    placebo_outcomes,
    placebo_years,
)
from ridgeway.impact.doubt.placebo_changes import Compare, PlaceboChanges, placebo_changes, weighted_difference
from ridgeway.impact.doubt.randomisation import Alternative, Randomised, Redraws, Statistic, randomise
from ridgeway.impact.doubt.redrawn_changes import RedrawnChanges, redraw_changes
from ridgeway.impact.doubt.redrawn_starts import redraw_starts
from ridgeway.impact.doubt.regression_to_mean import (
    Change,
    Level,
    Pattern,
    Rebound,
    Selection,
    change_by_level,
    mean_change,
    rebound,
    selection,
)
from ridgeway.impact.doubt.reliability import (
    Reliability,
    expected_rebound,
    rebound_below,
    reliability_by_sampling,
    reliability_by_years,
)
from ridgeway.impact.doubt.rosenbaum import HiddenBias, breakdown, set_bounds, signed_rank_bounds

__all__ = [
    "CONDITIONS",
    "Alternative",
    "Assignment",
    "Attrition",
    "Bounds",
    "Change",
    "Compare",
    "Condition",
    "Estimator",
    "Facts",
    "HiddenBias",
    "LeaveOut",
    "LeftOut",
    "Level",
    "Loss",
    "Objection",
    "Oster",
    "Pattern",
    "PlaceboChanges",
    "PlaceboGroups",
    "PlaceboOutcome",
    "PlaceboYear",
    "Randomised",
    "Rebound",
    "RedrawnChanges",
    "Redraws",
    "Regressions",
    "Reliability",
    "Selection",
    "Severity",
    "Specification",
    "SpecificationTable",
    "Statistic",
    "TrendBounds",
    "TrendBreakdown",
    "adjusted_effects",
    "attrition",
    "benjamini_hochberg",
    "breakdown",
    "change_by_level",
    "changes",
    "delta_for",
    "difference_in_changes",
    "difference_of_changes",
    "expected_rebound",
    "holm",
    "leave_one_change_out",
    "leave_one_group_out",
    "leave_one_school_out",
    "lee_bounds",
    "manski_bounds",
    "mean_before",
    "mean_change",
    "objections",
    "oster",
    "placebo_changes",
    "placebo_groups",
    "placebo_outcomes",
    "placebo_years",
    "randomise",
    "rebound",
    "rebound_below",
    "redraw_changes",
    "redraw_starts",
    "regressions",
    "reliability_by_sampling",
    "reliability_by_years",
    "romano_wolf",
    "selection",
    "set_bounds",
    "signed_rank_bounds",
    "specifications",
    "trend_bounds",
    "trend_breakdown",
    "weighted_difference",
]
