"""What happened to the schools of a study, before asking why: the same figures for every design."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from ridgeway.impact.describe import Change, change, change_against_published, gains
from ridgeway.impact.errors import ImpactError
from ridgeway.impact.outcomes import Outcomes
from ridgeway.impact.panel.scales import is_percent
from ridgeway.impact.study.candidates import labels_of
from ridgeway.impact.study.estimating import ends
from ridgeway.impact.study.file import Study
from ridgeway.impact.study.loading import Loaded


def describe(study: Study, loaded: Loaded, name: str) -> dict[str, Any]:
    """Return, by name, each description that the data allow, with its figures and its sentence.

    `change`: beside all other schools; `change_within`: beside those that agree in the facts under exact;
    `change_nationally`: beside the published figure; `gains`: schools that gained ten points, for percentages of
    pupils. `refused` says of each other one why it could not be made.
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
    for fact, labels in labels_of(study, loaded):
        beside = partial(change, strata=labels, against=f"other schools of the same {fact}")
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
    return {**told, "refused": refused}


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
