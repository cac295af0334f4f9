"""The effect on one outcome by the design of a study, and how large that is.

Without a common start the regression with school and year effects is never used: the imputation estimator is.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from ridgeway.impact.describe import change
from ridgeway.impact.doubt import Estimator
from ridgeway.impact.errors import DataError, DesignError
from ridgeway.impact.estimate import EventStudy, did, event_study, group_time, imputation, staggered_event_study
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.outcomes import Outcomes
from ridgeway.impact.panel.scales import is_percent
from ridgeway.impact.say import EffectSize, Months, months_of, pupil_sd_of_share, standardised
from ridgeway.impact.study.comparing import Comparison
from ridgeway.impact.study.file import Study
from ridgeway.impact.study.loading import Loaded
from ridgeway.impact.study.lot import Lot, by_lot


def estimate_effect(study: Study, comparison: Comparison, name: str) -> Estimate:
    """Return the estimate of an outcome. Raises what the estimator raises."""
    used = comparison.used[name]
    made = estimator(study, used, comparison.lot)(used)
    if comparison.match is None:
        return made
    return replace(made, method=f"matched ({comparison.match.method}), then {made.method}")


def estimator(study: Study, outcomes: Outcomes, lot: Lot | None = None, *, quick: bool = False) -> Estimator:
    """Return the estimator of a study for such starts; a quick one has errors by the simplest formula."""
    level = study.choices.level
    if lot is not None:
        return partial(by_lot, lot=lot, level=level)
    if study.plan.method == "describe":
        return partial(_described, level=level)
    if len(np.unique(outcomes.starts[outcomes.treated])) > 1:
        if study.plan.staggered == "group-time":
            return partial(_by_cohort, level=level)
        return partial(_imputed, level=level, small_sample=not quick)
    return partial(did, level=level, inference="CR1" if quick else None)


def _described(outcomes: Outcomes, *, level: float) -> Estimate:
    before, after = ends(outcomes, int(outcomes.starts.min()))
    return change(outcomes, before=before, after=after, level=level).difference


def _imputed(outcomes: Outcomes, *, level: float, small_sample: bool) -> Estimate:
    return imputation(outcomes, level=level, small_sample=small_sample).overall()


def _by_cohort(outcomes: Outcomes, *, level: float) -> Estimate:
    return group_time(outcomes, level=level).overall()


def years_one_by_one(study: Study, outcomes: Outcomes) -> EventStudy:
    """Return the event study for such starts."""
    level = study.choices.level
    if len(np.unique(outcomes.starts[outcomes.treated])) > 1:
        return staggered_event_study(outcomes, estimator=study.plan.staggered, level=level)
    return event_study(outcomes, level=level)


def ends(outcomes: Outcomes, first_start: int) -> tuple[int, int]:
    """Return the last year of results before the first start, and the last of all."""
    known = outcomes.years[outcomes.known.any(axis=0)]
    if not (known < first_start).any() or known[-1] < first_start:
        remedy = f"There must be results before {first_start}, when the first school started, and from then on."
        raise DesignError(f"years of {outcomes.measure}", known.tolist(), remedy)
    return int(known[known < first_start][-1]), int(known[-1])


def size_of(study: Study, loaded: Loaded, name: str, estimate: Estimate) -> EffectSize | None:
    """Return the effect in standard deviations: of pupils where theirs is known, else of schools.

    That of pupils is the study file's, or for percentages of pupils follows from the share before the start. That
    of schools is of all untreated schools in the last year before the start. None where results do not differ.
    """
    outcomes = loaded.outcomes[name]
    if study.plan.standardise:
        return standardised(estimate, sd=1.0, spread="schools")
    if name in study.choices.pupil_sd:
        return standardised(estimate, sd=study.choices.pupil_sd[name])
    before, _ = ends(outcomes, loaded.first_start)
    values = outcomes.values[:, outcomes.years == before][:, 0]
    known = ~np.isnan(values) & ~outcomes.treated
    if is_percent(loaded.panel.scale(name, before)) and known.any():
        weights = outcomes.weights[:, outcomes.years == before][known, 0]
        share = float(np.average(values[known], weights=weights if weights.any() else None))
        return standardised(estimate, sd=pupil_sd_of_share(share))
    if known.sum() < 3:
        return None
    try:
        sd = float(values[known].std(ddof=1))
        return standardised(estimate, sd=sd, sd_df=int(known.sum()) - 1, spread="schools")
    except DataError:
        return None


def months_told(size: EffectSize | None) -> Months | None:
    """Return months of progress where the effect is in standard deviations of pupils."""
    return months_of(size) if size is not None and size.spread == "pupils" else None
