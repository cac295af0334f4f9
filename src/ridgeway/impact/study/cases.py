"""A study of single cases from its file to its findings: each pupil, set or class compared with itself.

found = evaluate_cases(read_study("bonds.yaml"))
for outcome in found.outcomes:
    print(outcome.name, outcome.change, outcome.words)

Of each case: the difference of the means of its two phases, Tau-U and the log response ratio. Over cases: their
mean, with an interval by t over cases where there are three, and where chance drew the starts the exact share of
draws that do as well (`estimate.single_case`). Nothing here is in standard deviations of pupils.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ridgeway.impact.doubt import Objection, holm
from ridgeway.impact.errors import DesignError, ImpactError, TooLittleError
from ridgeway.impact.estimate import DrawnStarts, log_response_ratio, multiple_baseline, tau_u
from ridgeway.impact.estimate.inference import Spread, estimate_from
from ridgeway.impact.estimate.single_case import Direction, Scheme
from ridgeway.impact.estimates import Estimate
from ridgeway.impact.outcomes import Floats
from ridgeway.impact.study.cases_said import Said, can, cannot, objected, words_of
from ridgeway.impact.study.cases_told import as_dict
from ridgeway.impact.study.checking import Tries
from ridgeway.impact.study.file import OF_CASES, CaseLot, Study
from ridgeway.impact.study.series import AllSeries, Case, load_series

_SCHEMES: dict[CaseLot, Scheme] = {"starts": "starting points", "order": "order of cases"}
_FEWEST_POINTS = 3
_FEWEST_CASES = 3


@dataclass(frozen=True, slots=True, eq=False)
class CaseFound:
    """What one case shows: `change` is the mean of its results after less that before, in the outcome's unit.

    `ratio` is the log of after over before, None where a mean is not above 0. Intervals of both take results of a
    case as independent and are too narrow.
    """

    case: Case
    before: Floats
    after: Floats
    change: float
    tau: Estimate
    ratio: Estimate | None


@dataclass(frozen=True, slots=True, eq=False)
class CaseOutcome:
    """All that is found of one outcome.

    `change` is the mean over cases, `estimate` the same with its interval over cases and `ratio` that of the logs
    of ratios, None with fewer than three; `tau` the mean of Tau-U. `chance` says how often other draws do as well,
    `p_adjusted` is Holm's for the number of outcomes; `refused` says of what is None why. `can` and `cannot` say
    what such a design shows.
    """

    name: str
    cases: tuple[CaseFound, ...]
    change: float
    estimate: Estimate | None
    ratio: Estimate | None
    tau: float
    chance: DrawnStarts | None
    p_adjusted: float | None
    refused: Mapping[str, ImpactError]
    words: str
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CasesResult:
    """A study of single cases with its findings."""

    study: Study
    series: AllSeries
    outcomes: tuple[CaseOutcome, ...]

    @property
    def digest(self) -> str:
        """The hash of data, study file and code."""
        return self.series.digest

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be worked out, and why, each reason once."""
        told = {name: refusal.remedy for each in self.outcomes for name, refusal in each.refused.items()}
        return tuple(f"No {name} is told. {why}" for name, why in told.items())

    def as_dict(self) -> dict[str, Any]:
        """Return everything as one object of plain values, ready for JSON: no NaN and no infinity, but None."""
        return as_dict(self)


def evaluate_cases(study: Study) -> CasesResult:
    """Evaluate a study of single cases. Raises `ImpactError` with place, what stands there, and what is needed."""
    if study.plan.method not in OF_CASES:
        raise DesignError("design.method", study.plan.method, f"It may be {' or '.join(OF_CASES)}.")
    series = load_series(study)
    for cases in series.cases.values():
        _require_enough(study, series, cases)
    tries = {name: Tries() for name in study.outcomes}
    chances = {name: tries[name]("randomisation", _drawn(study, series.cases[name])) for name in study.outcomes}
    adjusted = _adjusted(chances)
    told = [
        _outcome(study, series, name, chances[name], adjusted.get(name), tries[name]) for name in study.outcomes
    ]
    return CasesResult(study, series, tuple(told))


def _require_enough(study: Study, series: AllSeries, cases: Sequence[Case]) -> None:
    """Refuse phases too short to be compared, and starts or windows that the design does not allow."""
    place = f"{study.path.name}, treated"
    for case in cases:
        counts = tuple(int(np.isfinite(part).sum()) for part in _phases(case))
        if min(counts) < _FEWEST_POINTS:
            remedy = "Three or more are needed in each phase; five are better."
            raise TooLittleError(f"{place}, results of {case.name} before and after", counts, remedy)
        if study.plan.lot is not None:
            _require_drawable(f"{place}, {case.name}", series, case)
    starts = {case.start for case in cases}
    if study.plan.method == "multiple_baseline" and len(starts) < _FEWEST_CASES:
        remedy = "At least three cases must change at three different times: take single_case."
        raise TooLittleError(f"{place}, different starts", len(starts), remedy)


def _require_drawable(place: str, series: AllSeries, case: Case) -> None:
    if not case.admissible:
        raise DesignError(place, "earliest to latest", "No result lies between the two: take the earlier first.")
    first, last = case.admissible[0], case.admissible[-1]
    if case.start not in case.admissible:
        remedy = (
            f"Chance could have drawn {series.called(first)} to {series.called(last)}: it must be one of these."
        )
        raise DesignError(place, series.called(case.start), remedy)
    if not (np.isfinite(case.values[:first]).any() and np.isfinite(case.values[last:]).any()):
        found = f"{series.called(first)} to {series.called(last)}"
        raise DesignError(place, found, "There must be a result before and after every start chance could draw.")


def _phases(case: Case) -> tuple[Floats, Floats]:
    return case.values[: case.start], case.values[case.start :]


def _drawn(study: Study, cases: Sequence[Case]) -> Callable[[], DrawnStarts]:
    """Return the test by drawing the starts anew, to be tried."""

    def test() -> DrawnStarts:
        if study.plan.lot is None:
            raise DesignError("design.lot", None, "Chance did not draw when the change came.")
        return multiple_baseline(
            [case.values for case in cases],
            [case.start for case in cases],
            [case.admissible for case in cases],
            scheme=_SCHEMES[study.plan.lot],
            better=_better(study),
            seed=study.choices.seed,
        )

    return test


def _adjusted(chances: Mapping[str, DrawnStarts | None]) -> dict[str, float]:
    tested = {name: chance.p_value for name, chance in chances.items() if chance is not None}
    return dict(zip(tested, holm(list(tested.values())), strict=True)) if tested else {}


def _better(study: Study) -> Direction:
    return study.plan.better or "increase"


def _outcome(
    study: Study,
    series: AllSeries,
    name: str,
    chance: DrawnStarts | None,
    p_adjusted: float | None,
    tries: Tries,
) -> CaseOutcome:
    level = study.choices.level
    cases = tuple(_found(case, better=_better(study), level=level) for case in series.cases[name])
    changes = [each.change for each in cases]
    estimate = tries("interval", lambda: _over_cases(changes, "mean change over cases", level))
    ratio = tries("ratio", lambda: _ratio(cases, level))
    said = Said(
        name=name,
        better=_better(study),
        phases=tuple((each.before, each.after) for each in cases),
        change=float(np.mean(changes)),
        estimate=estimate,
        ratio=ratio,
        tau=float(np.mean([each.tau.estimate for each in cases])),
        chance=chance,
        lot=study.plan.lot,
        starts=len({each.case.start for each in cases}),
    )
    return CaseOutcome(
        name, cases, said.change, estimate, ratio, said.tau, chance, p_adjusted, tries.refused,
        words_of(said), can(said), cannot(said), objected(said),
    )  # fmt: skip


def _found(case: Case, *, better: Direction, level: float) -> CaseFound:
    before, after = (part[np.isfinite(part)] for part in _phases(case))
    positive = min(before.mean(), after.mean()) > 0
    return CaseFound(
        case,
        before,
        after,
        float(after.mean() - before.mean()),
        tau_u(before, after, better=better, level=level),
        log_response_ratio(before, after, level=level) if positive else None,
    )


def _ratio(cases: Sequence[CaseFound], level: float) -> Estimate:
    ratios = [each.ratio.estimate for each in cases if each.ratio is not None]
    if len(ratios) < len(cases):
        raise DesignError("ratio", len(cases) - len(ratios), "A case has a mean of 0 or less: it has no ratio.")
    return _over_cases(ratios, "mean log response ratio over cases", level)


def _over_cases(values: Sequence[float], method: str, level: float) -> Estimate:
    """Return the mean over cases with the interval of a t distribution; refused with fewer than three."""
    if len(values) < _FEWEST_CASES:
        remedy = "Three or more are needed for an interval over cases."
        raise TooLittleError("cases", len(values), remedy)
    spread = Spread(
        float(np.std(values, ddof=1)) / len(values) ** 0.5, len(values) - 1.0, "spread over cases, t distribution"
    )
    return estimate_from(
        float(np.mean(values)), spread, method=method,
        n_treated=len(values), n_comparison=0, rows=len(values), level=level,
    )  # fmt: skip
