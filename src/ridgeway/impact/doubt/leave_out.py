"""Whether a finding hangs on one school, one authority, or one way of working it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ridgeway.impact.doubt.before_after import difference_of_changes
from ridgeway.impact.doubt.estimator import Estimator
from ridgeway.impact.errors import DesignError, ImpactError
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.outcomes import Flags, Floats, Outcomes, Whole


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The estimate without one school or group, and by how much that moves it (without less with)."""

    name: str
    estimate: Estimate
    shift: float


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Estimates with one left out at a time, the most influential first; `refused` has those that gave none."""

    full: Estimate
    without: tuple[LeftOut, ...]
    refused: tuple[tuple[str, str], ...]

    @property
    def low(self) -> float:
        """The lowest estimate with one left out."""
        return min(left.estimate.estimate for left in self.without)

    @property
    def high(self) -> float:
        """The highest estimate with one left out."""
        return max(left.estimate.estimate for left in self.without)

    @property
    def sign_holds(self) -> bool:
        """Whether the effect has the same direction whichever one is left out."""
        return (self.low > 0) == (self.high > 0) == (self.full.estimate > 0)


def leave_one_school_out(outcomes: Outcomes, estimator: Estimator, *, which: Flags | None = None) -> LeaveOut:
    """Return the estimates with one school left out at a time: the treated schools, unless `which` says others."""
    rows = np.flatnonzero(outcomes.treated if which is None else which).tolist()
    return _without(outcomes, estimator, {outcomes.schools[row]: np.array([row]) for row in rows})


def leave_one_group_out(outcomes: Outcomes, estimator: Estimator, groups: Sequence[str]) -> LeaveOut:
    """Return the estimates with all schools of one group (an authority, a trust) left out at a time.

    `groups` names each school's; only groups with a treated school are left out.
    """
    if len(groups) != len(outcomes.schools):
        raise DesignError("groups", len(groups), f"There must be one for each of {len(outcomes.schools)} schools.")
    named = np.array(groups)
    return _without(
        outcomes,
        estimator,
        {str(name): np.flatnonzero(named == name) for name in np.unique(named[outcomes.treated])},
    )


def leave_one_change_out(
    change: Floats, treated: Flags, schools: Sequence[str], *, level: float = 0.95
) -> LeaveOut:
    """Return the differences in mean change with one treated school left out at a time.

    `change` (schools, NaN for none) is all that is needed, so that it costs little among thousands of schools.
    """
    full = difference_of_changes(change, treated, level=level)
    found = []
    for row in np.flatnonzero(treated & ~np.isnan(change)).tolist():
        left = difference_of_changes(np.delete(change, row), np.delete(treated, row), level=level)
        found.append(LeftOut(schools[row], left, left.estimate - full.estimate))
    return LeaveOut(full, tuple(sorted(found, key=lambda left: -abs(left.shift))), ())


@dataclass(frozen=True, slots=True)
class Specification:
    """One way of working it out: its estimate, or the reason why it gave none."""

    name: str
    estimate: Estimate | None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class SpecificationTable:
    """Named ways of working out the same effect, in the order given."""

    rows: tuple[Specification, ...]

    @property
    def estimates(self) -> tuple[float, ...]:
        """The estimates of those that gave one, ascending."""
        return tuple(sorted(row.estimate.estimate for row in self.rows if row.estimate is not None))

    @property
    def median(self) -> float:
        """The middle estimate, NaN if there is none."""
        return float(np.median(self.estimates)) if self.estimates else float("nan")

    def share_clear(self, alpha: float = 0.05) -> float:
        """Return the share of estimates with the sign of the median and p ≤ alpha, NaN if there is none."""
        made = [row.estimate for row in self.rows if row.estimate is not None]
        clear = [found for found in made if found.p_value <= alpha and found.estimate * self.median > 0]
        return len(clear) / len(made) if made else float("nan")


def specifications(variants: Mapping[str, Callable[[], Estimate]]) -> SpecificationTable:
    """Work out every named variant; one that is refused (`ImpactError`) stays in the table with its reason."""
    rows = []
    for name, work_out in variants.items():
        try:
            rows.append(Specification(name, work_out()))
        except ImpactError as refusal:
            rows.append(Specification(name, None, str(refusal)))
    return SpecificationTable(tuple(rows))


def _without(outcomes: Outcomes, estimator: Estimator, left_out: Mapping[str, Whole]) -> LeaveOut:
    full = estimator(outcomes)
    found, refused = [], []
    for name, rows in left_out.items():
        kept = np.ones(len(outcomes.schools), dtype=bool)
        kept[rows] = False
        try:
            estimate = estimator(outcomes.only(kept))
        except ImpactError as refusal:
            refused.append((name, str(refusal)))
        else:
            found.append(LeftOut(name, estimate, estimate.estimate - full.estimate))
    if not found:
        remedy = "With any one left out nothing can be estimated: there are too few."
        raise DesignError("left out", [name for name, _ in refused], remedy)
    return LeaveOut(full, tuple(sorted(found, key=lambda left: -abs(left.shift))), tuple(refused))
