"""Schools drawn by lot, one by one or several as one, within blocks; a waiting list is such a lot too.

The estimate compares schools' mean results from the start on, adjusted for their mean results before. Errors are
clustered by what was drawn; re-draws are those of the lot itself, so that their p value is exact but for drawing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ridgeway.impact.doubt import Assignment, changes, mean_before
from ridgeway.impact.errors import DesignError, StudyFileError
from ridgeway.impact.estimate import Trial, randomised
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.outcomes import Floats, Outcomes
from ridgeway.impact.study.file import Study
from ridgeway.impact.study.loading import Loaded
from ridgeway.impact.study.section import unknown


@dataclass(frozen=True, slots=True)
class Lot:
    """How it was drawn: the block of each school and what was drawn with it, None where there is nothing such."""

    blocks: Mapping[str, str] | None = None
    clusters: Mapping[str, str] | None = None

    def assignment(self, schools: Sequence[str], starts: Floats) -> Assignment:
        """Return the mechanism of the lot, for schools in their order."""
        return Assignment.of(starts, blocks=_of(self.blocks, schools), clusters=_of(self.clusters, schools))


def lot_of(study: Study, loaded: Loaded) -> Lot:
    """Return how the lot of a study was drawn; refused where a school lacks such a fact, or starts differ."""
    if loaded.staggered:
        remedy = "Schools of one lot start together. Where those drawn later wait, take method waitlist."
        raise DesignError("starts", sorted(set(loaded.starts.values())), remedy)
    schools = sorted({school for outcomes in loaded.outcomes.values() for school in outcomes.schools})
    return Lot(
        _labels(study, loaded, "blocks", study.plan.blocks, schools),
        _labels(study, loaded, "clusters", study.plan.clusters, schools),
    )


def by_lot(outcomes: Outcomes, *, lot: Lot, level: float) -> Estimate:
    """Return the effect of being drawn, schools' means from the start on adjusted for those before."""
    before = mean_before(outcomes)
    trial = Trial(
        before + changes(outcomes),
        outcomes.treated,
        clusters=_tuple(_of(lot.clusters, outcomes.schools)),
        blocks=_tuple(_of(lot.blocks, outcomes.schools)),
        covariates={"baseline": before},
    )
    made = randomised(trial, level=level)
    return replace(made, rows=int(outcomes.known[~np.isnan(trial.outcome)].sum()))


def _labels(
    study: Study, loaded: Loaded, key: str, name: str | None, schools: Sequence[str]
) -> dict[str, str] | None:
    if name is None:
        return None
    place = f"{study.path.name}, design.{key}"
    told = loaded.panel.facts_in(loaded.first_start - 1)
    if name not in told.columns:
        raise StudyFileError(place, name, unknown("fact", name, told.columns[1:]))
    labels = {school: f"{label}" for school, label in told.select("school", name).drop_nulls().iter_rows()}
    if absent := [school for school in schools if school not in labels]:
        raise StudyFileError(
            place, absent[:5], f"Every school that was drawn from needs a {name} before the start."
        )
    return labels


def _of(labels: Mapping[str, str] | None, schools: Sequence[str]) -> list[str] | None:
    return None if labels is None else [labels[school] for school in schools]


def _tuple(labels: list[str] | None) -> tuple[str, ...] | None:
    return None if labels is None else tuple(labels)
