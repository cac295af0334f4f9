"""Randomisation inference at full speed for the difference of mean changes, many outcomes at once.

The statistic is the difference between treated and comparison schools in mean change, taken within blocks and put
together with the weights of a regression with block effects, W₁W₀ / (W₁ + W₀): without blocks the plain
difference. In sums over a block's treated schools, with changes taken from the block's mean, it is Σ S₁ / Σ (W₁ −
W₁² / W): a re-draw costs as much as there are treated schools.

Schools without a change are drawn too and stay without one, so that the mechanism remains what it was; a re-draw
that leaves no difference to be taken counts as extreme, which can only make p larger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

import numpy as np

from ridgeway.impact.doubt.assignment import Assignment
from ridgeway.impact.doubt.multiplicity import romano_wolf
from ridgeway.impact.doubt.randomisation import Randomised, Redraws, Statistic, judged
from ridgeway.impact.errors import DesignError, TooLittleError
from ridgeway.impact.outcomes import NEVER, Floats, Whole

EXACT_UP_TO: Final = 20_000
"""Up to this number of assignments all are counted."""

_BATCH: Final = 2_000_000
"""Random numbers drawn at once: 16 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class RedrawnChanges:
    """Differences in mean change under one set of re-draws, the same for all outcomes.

    `observed` (outcomes) and `statistics` (re-draws × outcomes) are estimates or t values, `slopes` (re-draws ×
    outcomes) what each re-draw finds in a pure effect of 1. All possible assignments are there if `exact`, the
    observed one among them. Together they are what p values adjusted for many outcomes are made from.
    """

    measures: tuple[str, ...]
    redraws: Redraws
    observed: Floats
    statistics: Floats
    slopes: Floats
    exact: bool

    def inference(self) -> tuple[Randomised, ...]:
        """Return the randomisation inference of each outcome."""
        return tuple(
            judged(
                measure,
                self.redraws,
                float(self.observed[column]),
                self.statistics[:, column],
                self.slopes[:, column] if self.redraws.has_interval else None,
                exact=self.exact,
            )
            for column, measure in enumerate(self.measures)
        )

    def adjusted(self) -> tuple[float, ...]:
        """Return Romano and Wolf's p values for all outcomes together, in the order of `measures`.

        Outcomes are made comparable by the standard deviation of their re-draws; a re-draw that left no difference
        counts as the largest. Raises `DesignError` where the re-draws of an outcome do not differ.
        """
        usable = np.isfinite(self.statistics).all(axis=1)
        spread = self.statistics[usable].std(axis=0)
        if not (spread > 0).all():
            lacking = [self.measures[place] for place in np.flatnonzero(~(spread > 0)).tolist()]
            raise DesignError("re-draws", lacking, "They are all alike, so that outcomes cannot be compared.")
        largest = np.finfo(np.float64).max
        return romano_wolf(self.observed / spread, np.clip(self.statistics / spread, -largest, largest))


def redraw_changes(
    change: Floats,
    measures: Sequence[str],
    assignment: Assignment,
    redraws: Redraws,
    *,
    weights: Floats | None = None,
    exact_up_to: int = EXACT_UP_TO,
) -> RedrawnChanges:
    """Re-draw the schools for differences in mean change, one for each column of `change`.

    `change` and `weights` (both schools × outcomes; 1 without) may be NaN and then count nothing. `t` is the
    difference over its standard error for unequal variances (Neyman 1923), which stays valid when effects differ
    between schools (Wu & Ding 2021); it needs two schools on either side of every block, each drawn alone, without
    weights.
    """
    _must_fit(change, weights, measures, assignment)
    weight = np.where(np.isnan(change), 0.0, 1.0 if weights is None else np.nan_to_num(weights))
    if redraws.statistic == "t" and (weights is not None or len(assignment.labels) < len(change)):
        remedy = "It is for schools drawn alone, each counting once."
        raise DesignError("t statistic", "weights or clusters", remedy)
    lots = _Lots.of(assignment)
    sums = _Sums.of(change, weight, lots, assignment.cluster_of)
    observed = sums.statistics(lots.observed[np.newaxis], lots, redraws.statistic)[0, 0]
    if not np.isfinite(observed).all():
        lacking = [measures[column] for column in np.flatnonzero(~np.isfinite(observed)).tolist()]
        remedy = "Treated and comparison schools of one block need a change (for t two of each in every block)."
        raise TooLittleError("changes", lacking, remedy)
    exact = assignment.possible <= exact_up_to
    batches = lots.every() if exact else lots.drawn(np.random.default_rng(redraws.seed), redraws.draws)
    made = np.concatenate([sums.statistics(batch, lots, redraws.statistic) for batch in batches], axis=1)
    extreme = -np.inf if redraws.alternative == "less" else np.inf
    return RedrawnChanges(
        measures=tuple(measures),
        redraws=redraws,
        observed=observed,
        statistics=np.where(np.isnan(made[0]), extreme, made[0]),
        slopes=np.where(np.isnan(made[1]), 1.0, made[1]),
        exact=exact,
    )


def _must_fit(change: Floats, weights: Floats | None, measures: Sequence[str], assignment: Assignment) -> None:
    needed = (len(assignment.cluster_of), len(measures))
    for where, table in (("changes", change), ("weights", weights)):
        if table is not None and table.shape != needed:
            raise DesignError(where, table.shape, f"There must be {needed[0]} schools and {needed[1]} outcomes.")
    if weights is not None and (weights < 0).any():
        raise DesignError("weights", float(np.nanmin(weights)), "Every weight must be 0 or more.")


@dataclass(frozen=True, slots=True, eq=False)
class _Lots:
    """The clusters as lots: `blocks` (clusters) numbers the blocks in which there is something to draw, −1 others.

    `members` are the clusters of each such block, `treated` how many of them are drawn, `observed` (picks) those
    that were. `edges` is where each block's picks begin.
    """

    blocks: Whole
    members: tuple[Whole, ...]
    treated: tuple[int, ...]
    observed: Whole
    edges: Whole

    @classmethod
    def of(cls, assignment: Assignment) -> _Lots:
        chosen = assignment.labels < NEVER
        if len(np.unique(assignment.labels[chosen])) > 1:
            remedy = "Fast re-draws are for one first treated year; use `randomise` with an estimator for several."
            raise DesignError("assignment", "several first treated years", remedy)
        blocks, members = np.full(len(chosen), -1), list[Whole]()
        for block in np.unique(assignment.blocks):
            inside = np.flatnonzero(assignment.blocks == block)
            if 0 < chosen[inside].sum() < len(inside):
                blocks[inside] = len(members)
                members.append(inside)
        treated = tuple(int(chosen[inside].sum()) for inside in members)
        observed = np.concatenate([inside[chosen[inside]] for inside in members])
        return cls(blocks, tuple(members), treated, observed, np.cumsum((0, *treated[:-1])))

    def every(self) -> Iterator[Whole]:
        """Yield batches (rows × picks) that together hold every assignment once."""
        sides = [
            [inside[list(picks)] for picks in combinations(range(len(inside)), count)]
            for inside, count in zip(self.members, self.treated, strict=True)
        ]
        yield np.array([np.concatenate(picks) for picks in product(*sides)])

    def drawn(self, rng: np.random.Generator, count: int) -> Iterator[Whole]:
        """Yield batches (rows × picks) of assignments drawn at random."""
        rows = max(1, _BATCH // len(self.blocks))
        for first in range(0, count, rows):
            size = min(rows, count - first)
            yield np.concatenate(
                [
                    inside[np.argpartition(rng.random((size, len(inside))), picks - 1, axis=1)[:, :picks]]
                    for inside, picks in zip(self.members, self.treated, strict=True)
                ],
                axis=1,
            )


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Sums by cluster and outcome (clusters × outcomes), changes being taken from their block's mean.

    `weight`, `change` (weighted), `square` (of change), and `taken` (weight of the clusters really treated, less
    its block's share); `whole` and `squares` are weight and square by block (blocks × outcomes).
    """

    weight: Floats
    change: Floats
    square: Floats
    taken: Floats
    whole: Floats
    squares: Floats

    @classmethod
    def of(cls, change: Floats, weight: Floats, lots: _Lots, cluster_of: Whole) -> _Sums:
        blocks, n_blocks = lots.blocks[cluster_of], len(lots.members)
        weight = np.where((blocks >= 0)[:, np.newaxis], weight, 0.0)
        chosen = np.isin(cluster_of, lots.observed).astype(float)[:, np.newaxis]
        whole = _added(weight, blocks, n_blocks)
        deviation = _centred(np.nan_to_num(change), weight, whole, blocks)
        squares = weight * deviation**2
        return cls(
            weight=_added(weight, cluster_of, len(lots.blocks)),
            change=_added(weight * deviation, cluster_of, len(lots.blocks)),
            square=_added(squares, cluster_of, len(lots.blocks)),
            taken=_added(weight * _centred(chosen, weight, whole, blocks), cluster_of, len(lots.blocks)),
            whole=whole,
            squares=_added(squares, blocks, n_blocks),
        )

    def statistics(self, picks: Whole, lots: _Lots, statistic: Statistic) -> Floats:
        """Return the statistic, and that of a pure effect of 1, of shape (2, rows, outcomes); NaN for none."""
        made = np.empty((2, len(picks), self.weight.shape[1]))
        for column in range(made.shape[2]):
            weight = np.add.reduceat(self.weight[:, column][picks], lots.edges, axis=1)
            change = np.add.reduceat(self.change[:, column][picks], lots.edges, axis=1)
            whole = self.whole[:, column]
            pull = weight - np.divide(weight**2, whole, where=whole > 0, out=np.zeros_like(weight))
            with np.errstate(invalid="ignore", divide="ignore"):
                made[0, :, column] = change.sum(axis=1) / pull.sum(axis=1)
                made[1, :, column] = self.taken[:, column][picks].sum(axis=1) / pull.sum(axis=1)
                if statistic == "t":
                    square = np.add.reduceat(self.square[:, column][picks], lots.edges, axis=1)
                    spread = _neyman(weight, change, square, whole, self.squares[:, column])
                    made[0, :, column] /= np.sqrt((pull**2 * spread).sum(axis=1)) / pull.sum(axis=1)
        return made


def _neyman(treated: Floats, change: Floats, square: Floats, whole: Floats, squares: Floats) -> Floats:
    """Return the variance of each block's difference (rows × blocks), NaN with fewer than two schools a side."""
    total = np.zeros_like(change)
    for n, s, q in ((treated, change, square), (whole - treated, -change, squares - square)):
        total += np.where(n > 1.5, (q - s**2 / n) / (n - 1) / n, np.nan)
    return total


def _centred(values: Floats, weight: Floats, whole: Floats, blocks: Whole) -> Floats:
    """Return values (schools × outcomes) less the weighted mean of their block."""
    sums = _added(weight * values, blocks, len(whole))
    means = np.divide(sums, whole, where=whole > 0, out=np.zeros_like(sums))
    return np.asarray(values - means[blocks])


def _added(table: Floats, codes: Whole, count: int) -> Floats:
    """Return the sums of rows with the same code (count × outcomes); rows with code −1 are left out."""
    inside = codes >= 0
    return np.column_stack([np.bincount(codes[inside], column[inside], count) for column in table.T])
