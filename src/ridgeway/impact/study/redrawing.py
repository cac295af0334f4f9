"""Schools drawn anew, once for all outcomes: what chance does, one outcome at a time and all of them together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ridgeway.impact.doubt import (
    Assignment,
    PlaceboChanges,
    RedrawnChanges,
    Redraws,
    placebo_changes,
    redraw_changes,
    redraw_starts,
)
from ridgeway.impact.errors import TooLittleError
from ridgeway.impact.match import Match
from ridgeway.impact.match.score import propensity
from ridgeway.impact.outcomes import NEVER, Floats, Whole
from ridgeway.impact.study.candidates import Stack
from ridgeway.impact.study.comparing import Comparison, match_by
from ridgeway.impact.study.file import Study

MANY = 2000
"""Schools above which the quick way is gone: single schools are left out of mean changes, fewer groups drawn."""

_GROUPS, _FEW_GROUPS = 99, 19


def stacked(comparison: Comparison) -> Stack:
    """Return everyone who may be compared; refused where schools have no years before, as in a trial of pupils."""
    if comparison.stack is None:
        raise TooLittleError("years before", 0, "This needs results of schools over years.")
    return comparison.stack


def redrawn(study: Study, comparison: Comparison) -> RedrawnChanges:
    """Return how often schools drawn at random do as well: within matched sets where there are any, else among all
    schools, which after weighting keep their weights."""
    stack, made = stacked(comparison), comparison.match
    redraws = Redraws(seed=study.choices.seed, draws=study.choices.draws, level=study.choices.level)
    if made is not None and comparison.sets is not None:
        return _within_sets(study, stack, made, redraws)
    if made is not None:
        return _with_weights(study, stack, made, redraws)
    if comparison.lot is not None:
        assignment = comparison.lot.assignment(stack.candidates.schools, _one_start(stack))
        return redraw_changes(stack.changes, study.outcomes, assignment, redraws)
    starts = stack.grids[0].starts
    if len(years := np.unique(starts[np.isfinite(starts)]).tolist()) == 1:
        return redraw_changes(stack.changes, study.outcomes, Assignment.of(_one_start(stack)), redraws)
    about = {start: stack.about(start) for start in years}
    pure = {start: _pure(stack, start) for start in years}
    return redraw_starts(about, pure, starts, study.outcomes, redraws)


def _one_start(stack: Stack, rows: Whole | slice = slice(None)) -> Floats:
    return np.where(stack.candidates.treated[rows], 0.0, NEVER)


def _within_sets(study: Study, stack: Stack, made: Match, redraws: Redraws) -> RedrawnChanges:
    members = [(row, number) for number, each in enumerate(made.sets) for row in (each.treated, *each.comparison)]
    rows = np.array([row for row, _ in members])
    assignment = Assignment.of(_one_start(stack, rows), blocks=[number for _, number in members])
    return redraw_changes(stack.changes[rows], study.outcomes, assignment, redraws)


def _with_weights(study: Study, stack: Stack, made: Match, redraws: Redraws) -> RedrawnChanges:
    rows = np.flatnonzero(made.used)
    assignment = Assignment.of(_one_start(stack, rows), blocks=stack.starts.years[rows].tolist())
    weights = np.repeat(made.weights[rows, np.newaxis], stack.changes.shape[1], axis=1)
    return redraw_changes(stack.changes[rows], study.outcomes, assignment, redraws, weights=weights)


def _pure(stack: Stack, start: float) -> Floats:
    """Return what an effect of 1 from each school's own start on makes of its change about a year."""
    exposed = (
        replace(grid, values=np.where(grid.known, grid.exposed.astype(np.float64), np.nan)) for grid in stack.grids
    )
    return replace(stack, grids=tuple(exposed)).about(start)


def placebo_groups(study: Study, comparison: Comparison) -> PlaceboChanges:
    """Return what the study's way of comparing finds for untreated schools as likely to be treated."""
    stack = stacked(comparison)
    complete = stack.candidates.complete
    known = stack.candidates.only(complete)
    school, year = stack.starts.rows[complete], stack.starts.years[complete]
    score = propensity(known.covariates, known.treated).score

    def beside_all(chosen: Whole) -> Floats:
        weights = np.zeros(len(score))
        free = ~known.treated & ~np.isin(school, school[chosen])
        for start in np.unique(year[chosen]):
            here = free & (year == start)
            weights[here] = (year[chosen] == start).sum() / max(1, here.sum())
        weights[chosen] = 1.0
        return weights

    def beside_matched(chosen: Whole) -> Floats:
        ours = np.zeros(len(score), dtype=np.bool_)
        ours[chosen] = True
        kept = ours | (~known.treated & ~np.isin(school, school[chosen]))
        made = match_by(study.plan, replace(known, treated=ours).only(kept), seed=study.choices.seed)
        weights = np.zeros(len(score))
        weights[kept] = made.weights
        return weights

    return placebo_changes(
        stack.changes[complete],
        known.treated,
        score,
        beside_all if comparison.match is None else beside_matched,
        strata=year.astype(np.int64),
        seed=study.choices.seed,
        draws=min(study.choices.draws, _GROUPS if len(score) <= MANY else _FEW_GROUPS),
    )
