"""What happened to the schools of a study, before asking why: the same figures for every design."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np

from ridgeway.impact.describe import Change, change, change_against_published, funnel_in, gains, size_bands
from ridgeway.impact.describe.funnel import LEVELS
from ridgeway.impact.errors import DesignError, ImpactError
from ridgeway.impact.outcomes import Outcomes
from ridgeway.impact.panel.scales import is_percent
from ridgeway.impact.study.candidates import labels_of
from ridgeway.impact.study.estimating import ends
from ridgeway.impact.study.file import Study
from ridgeway.impact.study.loading import Loaded

_STRATA: Final = {"la": "local authority", "phase": "phase", "size": "size band"}
"""Facts within which every study is described where they are known, and their names in a sentence."""


def describe(study: Study, loaded: Loaded, name: str) -> dict[str, Any]:
    """Return, by name, each description that the data allow, with its figures and its sentence.

    `change`: beside all other schools; `change_within_…`: beside those of the same authority, phase or size band
    and those that agree in the facts under exact; `change_nationally`: beside the published figure; `gains`:
    schools that gained ten points, for percentages of pupils; `funnel`: the last year against cohort size.
    `refused` says of each other one why it could not be made.
    """
    outcomes, level = loaded.outcomes[name], study.choices.level
    before, after = ends(outcomes, loaded.first_start)
    told: dict[str, Any] = {"before": before, "after": after}
    refused: dict[str, str] = {}

    def add(key: str, work_out: Callable[[], dict[str, Any]]) -> None:
        try:
            told[key] = work_out()
        except ImpactError as refusal:
            refused[key] = str(refusal)

    add("change", lambda: _change(change(outcomes, before=before, after=after, level=level)))
    for fact, labels in _strata(study, loaded, outcomes, before):
        beside = partial(change, strata=labels, against=f"other schools of the same {_STRATA.get(fact, fact)}")
        add(f"change_within_{fact}", partial(_within, beside, outcomes, before, after, level))
    national = {} if study.plan.standardise else loaded.panel.national(name)
    if {before, after} <= set(national):
        add(
            "change_nationally",
            lambda: _change(change_against_published(outcomes, national, before=before, after=after, level=level)),
        )
    if is_percent(loaded.panel.scale(name, before)) and not study.plan.standardise:
        moved = national[after] - national[before] if {before, after} <= set(national) else None
        add("gains", lambda: _gains(study, loaded, name, before, after, moved))
    add("funnel", lambda: _funnel(study, loaded, name, after))
    return {**told, "refused": refused}


def _strata(study: Study, loaded: Loaded, outcomes: Outcomes, before: int) -> list[tuple[str, dict[str, str]]]:
    """Return schools' labels by fact: authority, phase and size band where they are known, and what is exact."""
    known = [name for name in _STRATA if name in loaded.panel.facts.columns]
    names = list(dict.fromkeys([*known, *study.plan.exact]))
    found = labels_of(replace(study, plan=replace(study.plan, exact=tuple(names))), loaded)
    if (outcomes.weights > 1).any():
        found.append(("size", size_bands(outcomes, before)))
    return found


def _within(
    beside: Callable[..., Change], outcomes: Outcomes, before: int, after: int, level: float
) -> dict[str, Any]:
    return _change(beside(outcomes, before=before, after=after, level=level))


def _change(found: Change) -> dict[str, Any]:
    it = found.difference
    return {
        "treated_change": found.treated_change,
        "reference_change": found.reference_change,
        "difference": it.estimate,
        "std_error": it.std_error,
        "ci_low": it.ci_low,
        "ci_high": it.ci_high,
        "p_value": it.p_value,
        "against": found.against,
        "n_treated": it.n_treated,
        "n_comparison": it.n_comparison,
        "words": found.words,
    }


def _funnel(study: Study, loaded: Loaded, name: str, year: int) -> dict[str, Any]:
    """Return the funnel of all schools in a year: limits by cohort size, and where the treated schools stand."""
    percent = is_percent(loaded.panel.scale(name, year))
    sd = study.choices.pupil_sd.get(name)
    if study.plan.standardise or not (percent or sd):
        remedy = "It takes percentages of pupils, or the pupils' standard deviation under options.pupil_sd."
        raise DesignError(f"funnel of {name}", "own scale", remedy)
    outcomes = loaded.outcomes[name]
    found = funnel_in(outcomes, year, pupil_sd=None if percent else sd, overdispersion="multiplicative")
    sizes = np.unique(np.quantile(found.pupils, np.linspace(0, 1, 21)).round()).astype(np.int64)
    limits = [found.limits(sizes, level) for level in LEVELS]
    low, high = found.limits(found.pupils, LEVELS[0])
    treated = np.isin(np.array(found.schools), np.array(outcomes.schools)[outcomes.treated])
    return {
        "year": year,
        "target": found.target,
        "phi": found.phi,
        "levels": list(LEVELS),
        "limits": [
            {"pupils": int(size), "low": [float(each[0][at]) for each in limits],
             "high": [float(each[1][at]) for each in limits]}
            for at, size in enumerate(sizes)
        ],
        "treated": [
            {"school": found.schools[at], "pupils": int(found.pupils[at]), "value": float(found.values[at]),
             "outside": bool(not low[at] <= found.values[at] <= high[at])}
            for at in np.flatnonzero(treated).tolist()
        ],
        "words": found.words,
    }  # fmt: skip


def _gains(
    study: Study, loaded: Loaded, name: str, before: int, after: int, national_change: float | None
) -> dict[str, Any]:
    outcomes = loaded.outcomes[name]
    known = outcomes.values[outcomes.known]
    found = gains(
        outcomes,
        before=before,
        after=after,
        national_change=national_change,
        rounding=1.0 if np.array_equal(known, np.round(known)) else 0.0,
        level=study.choices.level,
    )
    return {
        "points": found.points,
        "share": found.gained.share,
        "ci_low": found.gained.ci_low,
        "ci_high": found.gained.ci_high,
        "of": found.gained.of,
        "others_share": found.others.share if found.others else None,
        "chance": [{"basis": each.basis, "share": each.share, "p_value": each.p_value} for each in found.chance],
        "words": found.words,
    }
