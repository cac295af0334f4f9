"""The checks of an outcome as plain values: one key a check, None for one that could not be made."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ridgeway.impact.doubt import Attrition, Change, LeaveOut, PlaceboYear, Randomised, Rebound, SpecificationTable
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.study.checking import Checks
from ridgeway.impact.study.sensitivity import Drift, Unknown


def told_checks(checks: Checks) -> dict[str, Any]:
    """Return the figures of all checks, by name; `refused` says of those that are None why."""
    chance, back = checks.chance, checks.rebound
    pattern = checks.selection.pattern if checks.selection else None
    return {
        "placebo": [_placebo(each) for each in checks.placebo] if checks.placebo is not None else None,
        "placebo_groups": asdict(checks.groups) if checks.groups else None,
        "randomisation_p": chance.p_value if chance else None,
        "randomisation": _chance(chance) if chance else None,
        "rebound": {**_rebound(back), "pattern": pattern} if back else None,
        "leave_one_out": _left_out(checks.leave_one_out) if checks.leave_one_out else None,
        "attrition": _lost(checks.losses) if checks.losses else None,
        "parallel_trends": _drift(checks.drift) if checks.drift else None,
        "hidden_bias": asdict(checks.hidden) if checks.hidden else None,
        "unknown_differences": _unknown(checks.unknown) if checks.unknown else None,
        "other_ways": _table(checks.other_ways) if checks.other_ways else None,
        "other_years": _table(checks.other_years) if checks.other_years else None,
        "refused": {name: str(refusal) for name, refusal in checks.refused.items()},
    }


def figures(it: Estimate) -> dict[str, Any]:
    """Return an estimate with its uncertainty."""
    return {
        "estimate": it.estimate,
        "std_error": it.std_error,
        "ci_low": it.ci_low,
        "ci_high": it.ci_high,
        "p_value": it.p_value,
    }


def _placebo(each: PlaceboYear) -> dict[str, Any]:
    return {"years_early": each.years_early, "first": each.first, **figures(each.estimate)}


def _chance(chance: Randomised) -> dict[str, Any]:
    return {
        "observed": chance.observed,
        "assignments": chance.assignments,
        "exact": chance.exact,
        "ci_low": chance.ci_low,
        "ci_high": chance.ci_high,
    }


def _rebound(back: Rebound) -> dict[str, Any]:
    return {
        "gain": _change(back.gain),
        "everyone": _change(back.everyone),
        "equally_weak": _change(back.equally_weak),
        "beyond": _change(back.beyond),
        "rebound": back.rebound,
        "share": back.share,
        "share_ci": [back.share_low, back.share_high],
        "gap_before": back.gap,
        "reliability": back.reliability,
        "in_theory": back.in_theory,
    }


def _left_out(out: LeaveOut) -> dict[str, Any]:
    return {
        "estimate": out.full.estimate,
        "method": out.full.method,
        "low": out.low,
        "high": out.high,
        "sign_holds": out.sign_holds,
        "most_influential": out.without[0].name,
    }


def _lost(lost: Attrition) -> dict[str, Any]:
    return {
        "share": lost.share,
        "treated": lost.treated.share,
        "comparison": lost.comparison.share,
        "p_value": lost.p_value,
    }


def _drift(drift: Drift) -> dict[str, Any]:
    return {
        "breakdown": drift.breakdown.of_interval,
        "breakdown_of_estimate": drift.breakdown.of_estimate,
        "largest_step": drift.bounds.largest_step,
        "low": drift.bounds.low,
        "high": drift.bounds.high,
        "ci_low": drift.bounds.ci_low,
        "ci_high": drift.bounds.ci_high,
    }


def _unknown(unknown: Unknown) -> dict[str, Any]:
    return {
        "delta": unknown.found.delta,
        "r_max": unknown.found.r_max,
        "without_controls": unknown.without,
        "with_controls": unknown.controlled,
        "controls": list(unknown.controls),
        "low": unknown.found.low,
        "high": unknown.found.high,
    }


def _table(table: SpecificationTable) -> dict[str, Any]:
    return {
        "median": table.median,
        "share_clear": table.share_clear(),
        "rows": [
            {"name": row.name, **(figures(row.estimate) if row.estimate else {"refused": row.refused})}
            for row in table.rows
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    return {"mean": change.mean, "ci_low": change.ci_low, "ci_high": change.ci_high, "schools": change.schools}
