"""The findings of a study: one record for each outcome, and the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ridgeway.impact.doubt import Objection
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.say import EffectSize, Footing, Months
from ridgeway.impact.study.answers import Answer
from ridgeway.impact.study.checking import Checks
from ridgeway.impact.study.comparing import Comparison
from ridgeway.impact.study.file import Study
from ridgeway.impact.study.loading import Loaded
from ridgeway.impact.study.protocol import Protocol
from ridgeway.impact.study.telling import as_dict


@dataclass(frozen=True, slots=True, eq=False)
class OutcomeResult:
    """All that is found of one outcome.

    `p_adjusted` is Holm's for the number of outcomes; `smallest` the smallest effect that could have been seen, in
    the standard deviation of `size`; `answers` what every check says; `without` are treated schools that have no
    result of it.
    """

    name: str
    estimate: Estimate
    p_adjusted: float
    size: EffectSize | None
    months: Months | None
    smallest: float | None
    footing: Footing
    words: str
    checks: Checks
    answers: tuple[Answer, ...]
    objections: tuple[Objection, ...]
    described: Mapping[str, Any]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A study with its findings. `notes` are sentences on what was done otherwise than one might expect.

    `frozen` is its protocol, None where none was frozen; `deviations` what is no longer as it was decided;
    `inspections` the movement between grades, None where the study names none.
    """

    study: Study
    loaded: Loaded
    comparison: Comparison
    outcomes: tuple[OutcomeResult, ...]
    notes: tuple[str, ...]
    frozen: Protocol | None = None
    deviations: tuple[str, ...] = ()
    inspections: Mapping[str, Any] | None = None

    @property
    def digest(self) -> str:
        """The hash of data, study file and code."""
        return self.loaded.digest

    def as_dict(self) -> dict[str, Any]:
        """Return everything as one object of plain values, ready for JSON: no NaN and no infinity, but None."""
        return as_dict(self)
