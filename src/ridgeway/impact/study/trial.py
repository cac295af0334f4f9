"""A trial of pupils from its file to its findings, in the shape of every other study."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from ridgeway.impact.doubt import Facts, holm, objections
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.panel import Panel
from ridgeway.impact.panel.panel import RESULTS
from ridgeway.impact.power import after_the_fact
from ridgeway.impact.say import Finding, footing_of, months_of, paragraph
from ridgeway.impact.study.answers import Asked, answers
from ridgeway.impact.study.checking import Checks, Tries
from ridgeway.impact.study.comparing import Comparison
from ridgeway.impact.study.file import Study
from ridgeway.impact.study.loading import Loaded, load_pupils
from ridgeway.impact.study.lot import Lot
from ridgeway.impact.study.pupils import (
    Pupils,
    balance_of_pupils,
    chance_of_lot,
    effect_on_pupils,
    pupils_lost,
    read_pupils,
    size_on_pupils,
    without_each_school,
)
from ridgeway.impact.study.result import OutcomeResult, Result

_DESCRIBED: Final[dict[str, Any]] = {"before": None, "after": None, "refused": {}}
"""Pupils' results of one time have no change to describe."""


def evaluate_pupils(study: Study) -> Result:
    """Evaluate a trial of pupils. Raises `ImpactError` with the place, what stands there, and what is needed."""
    content, section, digest = load_pupils(study)
    pupils = read_pupils(study, content, section)
    made = {name: effect_on_pupils(study, pupils, name) for name in study.outcomes}
    adjusted = holm([estimate.p_value for estimate in made.values()])
    told = [
        _outcome(study, pupils, name, made[name], p_adjusted)
        for name, p_adjusted in zip(made, adjusted, strict=True)
    ]
    loaded = Loaded(Panel(pl.DataFrame(schema=RESULTS)), {}, {}, dict.fromkeys(made, ()), digest)
    comparison = Comparison({}, balance_of_pupils(pupils.trials[study.outcomes[0]]), lot=Lot())
    return Result(study, loaded, comparison, tuple(told), _notes(study, pupils))


def _outcome(study: Study, pupils: Pupils, name: str, estimate: Estimate, p_adjusted: float) -> OutcomeResult:
    trial, tried, level = pupils.trials[name], Tries(), study.choices.level
    size = size_on_pupils(trial, estimate)
    smallest = after_the_fact(estimate).value * size.correction / size.sd if estimate.std_error > 0 else None
    checks = Checks(
        chance=tried("randomisation_p", lambda: chance_of_lot(study, trial, name)),
        leave_one_out=tried("leave_one_out", lambda: without_each_school(trial, level=level)),
        losses=pupils_lost(trial),
        refused=tried.refused,
    )
    footing = footing_of("randomised", mdes=smallest, attrition=checks.losses.share if checks.losses else None)
    months = months_of(size)
    finding = Finding(
        outcome=name,
        unit="points",
        design="randomised",
        estimate=estimate,
        effect=size,
        months=months,
        mdes=smallest,
        footing=footing,
    )
    return OutcomeResult(
        name,
        estimate,
        p_adjusted,
        size,
        months,
        smallest,
        footing,
        paragraph(finding),
        checks,
        answers(Asked(estimate, checks, p_adjusted, len(study.outcomes), _drawn(study, pupils))),
        objections(_facts(study, estimate, checks, smallest)),
        _DESCRIBED,
        (),
    )


def _facts(study: Study, estimate: Estimate, checks: Checks, smallest: float | None) -> Facts:
    out, lost = checks.leave_one_out, checks.losses
    return Facts(
        randomised=True,
        n_treated=estimate.n_treated,
        n_comparison=estimate.n_comparison,
        small_samples_allowed=True,
        p_value=estimate.p_value,
        mdes=smallest,
        lost=lost.share if lost else None,
        lost_difference=lost.difference if lost else None,
        outcomes=len(study.outcomes),
        adjusted=True,
        randomisation_p=checks.chance.p_value if checks.chance else None,
        left_out=(out.low, out.high) if out else None,
    )


def _drawn(study: Study, pupils: Pupils) -> str:
    """Return what the lot drew, in a word or two."""
    return f"{study.plan.clusters} groups" if study.plan.clusters else "schools" if pupils.by_school else "pupils"


def _notes(study: Study, pupils: Pupils) -> tuple[str, ...]:
    drawn = "whole schools" if pupils.by_school else "pupils, one by one"
    if study.plan.clusters:
        drawn = f"every {study.plan.clusters} as one"
    return (f"The lot drew {drawn}. Numbers of treated and comparison units are of what was drawn.",)
