"""A study from its file to its findings: compare, estimate, describe, doubt, tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ridgeway.impact.doubt import Facts, SpecificationTable, holm, objections
from ridgeway.impact.errors import DesignError
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.match.balance import BalanceRow
from ridgeway.impact.panel.scales import is_percent
from ridgeway.impact.power import after_the_fact
from ridgeway.impact.say import (
    Design,
    Finding,
    Footing,
    footing_of,
    paragraph,
)
from ridgeway.impact.study.answers import Asked, answers
from ridgeway.impact.study.checking import Checks, check
from ridgeway.impact.study.comparing import Comparison, compare
from ridgeway.impact.study.describing import describe
from ridgeway.impact.study.estimating import ends, estimate_effect, months_told, size_of
from ridgeway.impact.study.file import OF_CASES, Method, Study
from ridgeway.impact.study.inspecting import inspected
from ridgeway.impact.study.loading import Loaded, load
from ridgeway.impact.study.protocol import deviations, kept, read_protocol
from ridgeway.impact.study.result import OutcomeResult, Result
from ridgeway.impact.study.trial import evaluate_pupils

_FOOTING: Final[dict[Method, Design]] = {
    "matched_did": "matched_did",
    "did": "did",
    "event_study": "did",
    "describe": "describe",
    "randomised": "randomised",
    "waitlist": "randomised",
}


OnStep = Callable[[str, float], None]
"""Told what is being done, and the share of the work that is behind it, from 0 to 1."""


def evaluate(study: Study, *, on_step: OnStep = lambda step, share: None) -> Result:
    """Evaluate a study. Raises `ImpactError` with the place, what stands there, and what is needed.

    Chance comes from the study's seed alone: the same file gives the same result.
    """
    on_step("Reading the data", 0)
    if study.plan.method in OF_CASES:
        raise DesignError("design.method", study.plan.method, "Studies of single cases are for evaluate_cases.")
    if "pupils" in study.data:
        return evaluate_pupils(study)
    frozen = read_protocol(study)
    departed = deviations(study, frozen) if frozen else ()
    loaded = load(study)
    for outcomes in loaded.outcomes.values():
        ends(outcomes, loaded.first_start)
    on_step("Choosing the comparison schools", 0.2)
    comparison = compare(study, loaded)
    on_step("Estimating", 0.3)
    made = {name: estimate_effect(study, comparison, name) for name in study.outcomes}
    checks = check(
        study,
        loaded,
        comparison,
        made,
        on_outcome=lambda name, share: on_step(f"Looking for what speaks against {name}", 0.4 + 0.6 * share),
    )
    adjusted = holm([estimate.p_value for estimate in made.values()])
    pinned = kept(frozen, departed)
    told = [
        _outcome(study, loaded, comparison, _Found(name, made[name], p_adjusted, checks[name], pinned))
        for name, p_adjusted in zip(made, adjusted, strict=True)
    ]
    notes, inspections = _notes(study, loaded, comparison), inspected(study, loaded)
    return Result(study, loaded, comparison, tuple(told), notes, frozen, departed, inspections)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What is known of one outcome before it is told; `frozen` says whether all is as it was frozen beforehand."""

    name: str
    estimate: Estimate
    p_adjusted: float
    checks: Checks
    frozen: bool


def _outcome(study: Study, loaded: Loaded, comparison: Comparison, found: _Found) -> OutcomeResult:
    name, estimate, checks = found.name, found.estimate, found.checks
    size = size_of(study, loaded, name, estimate)
    months = None if study.plan.method == "describe" else months_told(size)
    smallest = None
    if size is not None and estimate.std_error > 0:
        smallest = after_the_fact(estimate).value * size.correction / size.sd
    footing = _footing(study, comparison, name, checks, smallest)
    finding = Finding(
        outcome=name,
        unit=_unit(study, loaded, name),
        design=_FOOTING[study.plan.method],
        estimate=estimate,
        effect=size,
        months=months,
        mdes=smallest if size is not None and size.spread == "pupils" else None,
        footing=footing,
    )
    return OutcomeResult(
        name,
        estimate,
        found.p_adjusted,
        size,
        months,
        smallest,
        footing,
        paragraph(finding),
        checks,
        answers(Asked(estimate, checks, found.p_adjusted, len(study.outcomes))),
        objections(_facts(study, loaded, comparison, found, smallest)),
        describe(study, loaded, name),
        loaded.without[name],
    )


def _unit(study: Study, loaded: Loaded, name: str) -> str:
    """Return what stands behind a number of the outcome in a sentence."""
    if study.plan.standardise:
        return "standard deviations of schools"
    scale = loaded.panel.scale(name, loaded.first_start)
    if is_percent(scale):
        return "percentage points"
    return "standard deviations" if scale == "z" else "units" if scale == "own" else "points"


def _worst(comparison: Comparison, name: str) -> BalanceRow | None:
    """Return the row in which the groups differ most; without matching among the rows of this outcome."""
    rows = comparison.balance
    if comparison.match is None:
        rows = tuple(row for row in rows if row.name in {f"{name} level before", f"{name} trend before"})
    return max(rows, key=lambda row: abs(row.after.difference), default=None)


def _footing(study: Study, comparison: Comparison, name: str, checks: Checks, smallest: float | None) -> Footing:
    worst = _worst(comparison, name) if comparison.match is not None else None
    return footing_of(
        _FOOTING[study.plan.method],
        mdes=smallest,
        attrition=checks.losses.share if checks.losses else None,
        imbalance=abs(worst.after.difference) if worst is not None else None,
    )


def _facts(study: Study, loaded: Loaded, comparison: Comparison, found: _Found, smallest: float | None) -> Facts:
    name, estimate, checks = found.name, found.estimate, found.checks
    worst, outcomes = _worst(comparison, name), loaded.outcomes[name]
    before = checks.by_year.before if checks.by_year else None
    placebo_p = [each.estimate.p_value for each in checks.placebo or ()]
    breaks = loaded.panel.breaks(name, study.choices.years)
    back = checks.rebound
    return Facts(
        randomised=comparison.lot is not None,
        n_treated=estimate.n_treated,
        n_comparison=estimate.n_comparison,
        small_samples_allowed=True,
        p_value=estimate.p_value,
        mdes=smallest,
        chosen_by_outcome=study.plan.chosen_by_results,
        pattern=checks.selection.pattern if checks.selection else None,
        rebound_share=back.share if back and back.share == back.share else None,
        years_before=int((outcomes.years[outcomes.known.any(axis=0)] < loaded.first_start).sum()),
        pre_trend_p=before.p_value if before else None,
        worst_imbalance=worst.after.difference if worst else None,
        worst_covariate=worst.name if worst else "",
        lost=checks.losses.share if checks.losses else None,
        lost_difference=checks.losses.difference if checks.losses else None,
        breaks=tuple(each.words for each in breaks),
        outcomes=len(study.outcomes),
        adjusted=True,
        frozen=found.frozen,
        placebo_p=min(placebo_p) if placebo_p else None,
        placebos=len(placebo_p),
        randomisation_p=checks.chance.p_value if checks.chance else None,
        left_out=(checks.leave_one_out.low, checks.leave_one_out.high) if checks.leave_one_out else None,
        other_periods=_range(checks.other_years),
        gamma=checks.hidden.gamma if checks.hidden else None,
        delta=checks.unknown.found.delta if checks.unknown else None,
        trend_breakdown=checks.drift.breakdown.of_interval if checks.drift else None,
    )


def _range(table: SpecificationTable | None) -> tuple[float, float] | None:
    return (table.estimates[0], table.estimates[-1]) if table is not None and table.estimates else None


def _notes(study: Study, loaded: Loaded, comparison: Comparison) -> tuple[str, ...]:
    notes = []
    if study.plan.unused:
        notes.append(f"{study.plan.method} makes no use of {', '.join(study.plan.unused)}.")
    if loaded.staggered and study.plan.method != "describe":
        notes.append(
            "Schools started in different years. A regression with school and year effects would take schools "
            f"already treated as comparisons; the {study.plan.staggered} estimator is used instead."
        )
    if study.plan.method == "waitlist":
        waiting = f"{loaded.first_start} until the year before the second start"
        notes.append(f"Schools still waiting are the comparison, from {waiting}; later years are not looked at.")
    notes += [
        f"{len(schools)} treated schools have no result of {name} and are left out of it: {', '.join(schools)}."
        for name, schools in loaded.without.items()
        if schools
    ]
    if comparison.match is not None:
        notes += comparison.match.account
    return tuple(notes)
