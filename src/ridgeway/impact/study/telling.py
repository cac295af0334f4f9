"""The result of a study as one object of plain values: what `ridgeway evaluate --json` prints."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ridgeway.impact.estimate import EventStudy
from ridgeway.impact.match import BalanceRow
from ridgeway.impact.study.doubts import figures, told_checks
from ridgeway.impact.study.plain import plain
from ridgeway.impact.study.protocol import Protocol

if TYPE_CHECKING:
    from ridgeway.impact.study.result import OutcomeResult, Result


def as_dict(result: Result) -> dict[str, Any]:
    """Return the keys `study`, `outcomes`, `describe`, `inspections`, `balance` and `doubts`.

    A figure that is none is None.
    """
    told = {
        "study": _study(result),
        "outcomes": {each.name: _outcome(each) for each in result.outcomes},
        "describe": {each.name: dict(each.described) for each in result.outcomes},
        "inspections": result.inspections,
        "balance": [_row(row) for row in result.comparison.balance],
        "doubts": {
            "objections": [
                {"outcome": each.name, **asdict(objection)}
                for each in result.outcomes
                for objection in each.objections
            ],
            "outcomes": {each.name: _doubts(each) for each in result.outcomes},
        },
    }
    found: dict[str, Any] = plain(told)
    return found


def _doubts(each: OutcomeResult) -> dict[str, Any]:
    return {**told_checks(each.checks), "answers": [asdict(answer) for answer in each.answers]}


def _study(result: Result) -> dict[str, Any]:
    study, plan = result.study, result.study.plan
    match = result.comparison.match
    return {
        "title": study.title,
        "hash": result.loaded.digest,
        "design": {
            "method": plan.method,
            "exact": list(plan.exact),
            "match_on": list(match.candidates.names) if match else [],
            "matching": match.method if match else None,
            "estimator": plan.staggered if result.loaded.staggered and plan.method != "describe" else None,
            "standardise": plan.standardise,
            "starts": sorted(set(result.loaded.starts.values())),
            "seed": study.choices.seed,
            "level": study.choices.level,
            "draws": study.choices.draws,
            "acknowledged": list(study.choices.acknowledge),
            "years": list(study.choices.years) if study.choices.years else None,
        },
        "n_treated": max(each.estimate.n_treated for each in result.outcomes),
        "n_comparison": max(each.estimate.n_comparison for each in result.outcomes),
        "n_named": len(result.loaded.starts),
        "protocol": list(study.protocol),
        "frozen": _frozen(result.frozen) if result.frozen else None,
        "deviations": list(result.deviations),
        "notes": list(result.notes),
    }


def _frozen(protocol: Protocol) -> dict[str, Any]:
    return {
        "on": protocol.frozen_on.isoformat(),
        "digest": protocol.digest,
        "version": protocol.version,
        "intact": protocol.intact,
    }


def _outcome(each: OutcomeResult) -> dict[str, Any]:
    it, size, months = each.estimate, each.size, each.months
    return {
        **figures(it),
        "p_adjusted": each.p_adjusted,
        "p_romano_wolf": each.checks.p_together,
        "effect_size": size.g if size else None,
        "effect_ci": [size.ci_low, size.ci_high] if size else None,
        "effect_se": size.std_error if size else None,
        "effect_sd": size.sd if size else None,
        "effect_spread": size.spread if size else None,
        "months": months.months if months else None,
        "months_ci": [months.low, months.high] if months else None,
        "months_table": months.version if months else None,
        "method": it.method,
        "inference": it.inference,
        "df": it.df,
        "level": it.level,
        "n_treated": it.n_treated,
        "n_comparison": it.n_comparison,
        "mdes": each.smallest,
        "footing": {"score": each.footing.score, "word": each.footing.word, "reasons": each.footing.reasons},
        "by_year": _by_year(each.checks.by_year),
        "without_result": list(each.without),
        "words": each.words,
    }


def _by_year(found: EventStudy | None) -> dict[str, Any] | None:
    if found is None:
        return None
    before = found.before
    return {
        "baseline": found.baseline,
        "years": [{"relative_year": lead.relative_year, **figures(lead.estimate)} for lead in found.leads],
        "before": None
        if before is None
        else {"statistic": before.statistic, "df1": before.df1, "df2": before.df2, "p_value": before.p_value},
    }


def _row(row: BalanceRow) -> dict[str, Any]:
    return {"name": row.name, "before": asdict(row.before), "after": asdict(row.after)}
