"""Which schools stand beside the treated ones in a study, and with what weight.

In a matched study one set of comparison schools serves all outcomes: schools are matched on the years before each
treated school's own start, and everything used of the facts was known before the first start. A matched treated
school counts once and its comparison schools share the same weight; without matching a result counts by its weight
in the data, most often pupils.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ridgeway.impact.match import (
    BalanceRow,
    Candidates,
    EntropyOptions,
    Match,
    Options,
    balance_by_entropy,
    balance_of,
    match,
)
from ridgeway.impact.outcomes import Flags, Outcomes
from ridgeway.impact.study.candidates import Stack, stack_of, varies
from ridgeway.impact.study.file import BY_LOT, Plan, Study
from ridgeway.impact.study.loading import Loaded
from ridgeway.impact.study.lot import Lot, lot_of


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Treated schools and those beside them. `used` has one grid for each outcome, of the schools in the estimate.

    `sets` numbers, by school, the matched set it belongs to (None where a school stands in several, and without
    matching); `match` is None without. `stack` is everyone who may be compared, None for a trial of pupils. `lot`
    says how a lot was drawn, where one was.
    """

    used: Mapping[str, Outcomes]
    balance: tuple[BalanceRow, ...]
    match: Match | None = None
    sets: Mapping[str, int] | None = None
    stack: Stack | None = None
    lot: Lot | None = None


def compare(study: Study, loaded: Loaded) -> Comparison:
    """Return who is compared with whom. Raises what matching raises, and `StudyFileError` for unknown names."""
    if study.plan.method != "matched_did":
        return _everyone_beside(study, loaded)
    stack = stack_of(study, loaded)
    made = match_by(study.plan, stack.candidates, seed=study.choices.seed)
    return Comparison(weighted(loaded, stack, made), made.balance.rows, made, _sets(made, stack), stack)


def match_by(plan: Plan, candidates: Candidates, *, seed: int) -> Match:
    """Return the match that a plan asks for."""
    if plan.matching == "entropy":
        return balance_by_entropy(candidates, EntropyOptions(moments=plan.moments))
    options = Options(
        distance=plan.matching,
        ratio=plan.ratio,
        caliper=plan.caliper,
        replace=plan.replacement,
        inside_support=plan.inside_support,
        seed=seed,
    )
    return match(candidates, options)


def weighted(loaded: Loaded, stack: Stack, made: Match) -> dict[str, Outcomes]:
    """Return, by outcome, the schools that a match gives a weight, all their results with this weight."""
    weights = dict(zip(stack.schools, stack.starts.weights(made).tolist(), strict=True))
    return {name: _weighted(outcomes, weights) for name, outcomes in loaded.outcomes.items()}


def _everyone_beside(study: Study, loaded: Loaded) -> Comparison:
    """Return all schools beside one another, with how unlike they were before."""
    lot, stack = lot_of(study, loaded) if study.plan.method in BY_LOT else None, stack_of(study, loaded)
    return Comparison(loaded.outcomes, _balance_of_all(stack.candidates), stack=stack, lot=lot)


def _weighted(outcomes: Outcomes, weights: Mapping[str, float]) -> Outcomes:
    each = np.array([weights[school] for school in outcomes.schools])
    chosen = outcomes.only(each > 0)
    return replace(chosen, weights=np.where(chosen.known, each[each > 0, np.newaxis], 0.0))


def _sets(made: Match, stack: Stack) -> dict[str, int] | None:
    """Return each school's matched set, None where there are none or a school stands in more than one."""
    found: dict[str, int] = {}
    for number, each in enumerate(made.sets):
        for row in (each.treated, *each.comparison):
            if found.setdefault(stack.schools[stack.starts.rows[row]], number) != number:
                return None
    return found or None


def _balance_of_all(told: Candidates) -> tuple[BalanceRow, ...]:
    """Return how unlike all treated and all other schools were, each column where it is known."""
    rows: list[BalanceRow] = []
    for place, name in enumerate(told.names):
        column = told.covariates[:, [place]]
        known: Flags = ~np.isnan(column[:, 0])
        if _both(told.treated[known]) and varies(column[known, 0]):
            ones = np.ones(int(known.sum()))
            rows += balance_of((name,), column[known], told.treated[known], ones).rows
    return tuple(rows)


def _both(treated: Flags) -> bool:
    return int(treated.sum()) > 1 and int((~treated).sum()) > 1
