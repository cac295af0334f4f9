"""The result of a study of single cases as one object of plain values, with the keys of other studies."""

from __future__ import annotations

from dataclasses import asdict
from math import exp
from typing import TYPE_CHECKING, Any

from ridgeway.impact.estimates import Estimate
from ridgeway.impact.study.plain import plain

if TYPE_CHECKING:
    from ridgeway.impact.study.cases import CaseFound, CaseOutcome, CasesResult


def as_dict(result: CasesResult) -> dict[str, Any]:
    """Return the keys `study`, `outcomes` and `doubts`. A figure that is none is None."""
    told = {
        "study": _study(result),
        "outcomes": {each.name: _outcome(result, each) for each in result.outcomes},
        "doubts": {
            "objections": [
                {"outcome": each.name, **asdict(objection)}
                for each in result.outcomes
                for objection in each.objections
            ]
        },
    }
    found: dict[str, Any] = plain(told)
    return found


def _study(result: CasesResult) -> dict[str, Any]:
    study, plan = result.study, result.study.plan
    return {
        "title": study.title,
        "hash": result.digest,
        "design": {
            "method": plan.method,
            "better": plan.better,
            "lot": plan.lot,
            "seed": study.choices.seed,
            "level": study.choices.level,
        },
        "n_cases": max(len(each.cases) for each in result.outcomes),
        "protocol": list(study.protocol),
        "notes": list(result.notes),
    }


def _outcome(result: CasesResult, each: CaseOutcome) -> dict[str, Any]:
    over = each.estimate  # its own p value would take growth that was under way for a change: it is not told
    return {
        "estimate": each.change,
        "std_error": over.std_error if over else None,
        "ci_low": over.ci_low if over else None,
        "ci_high": over.ci_high if over else None,
        "p_value": each.chance.p_value if each.chance else None,
        "method": "difference of phase means, mean over cases",
        "inference": over.inference if over else None,
        "df": over.df if over else None,
        "level": result.study.choices.level,
        "n_cases": len(each.cases),
        "ratio": _times(each.ratio),
        "tau_u": each.tau,
        "randomisation": asdict(each.chance) if each.chance else None,
        "p_adjusted": each.p_adjusted,
        "cases": [_case(result, found) for found in each.cases],
        "refused": {name: str(refusal) for name, refusal in each.refused.items()},
        "can": each.can,
        "cannot": each.cannot,
        "words": each.words,
    }


def _case(result: CasesResult, found: CaseFound) -> dict[str, Any]:
    return {
        "case": found.case.name,
        "from": result.series.called(found.case.start),
        "n_before": len(found.before),
        "n_after": len(found.after),
        "mean_before": float(found.before.mean()),
        "mean_after": float(found.after.mean()),
        "change": found.change,
        "ratio": _times(found.ratio),
        "tau_u": found.tau.estimate,
    }


def _times(ratio: Estimate | None) -> dict[str, float] | None:
    """Return a log of ratios as how many times: after over before."""
    if ratio is None:
        return None
    return {"times": exp(ratio.estimate), "ci_low": exp(ratio.ci_low), "ci_high": exp(ratio.ci_high)}
