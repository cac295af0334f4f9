"""What is kept of each item: plain arrays, and how one answer to each of some items changes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Final

import numpy as np

from ridgeway.fluency.arrays import Floats, Whole
from ridgeway.fluency.evidence import UNGRADED, Evidence
from ridgeway.fluency.memory import AGAIN, EASY, GOOD, Memory, retrievability, review
from ridgeway.fluency.speed import (
    BETWEEN_ANSWERS,
    BETWEEN_ITEMS,
    Speed,
    drifted,
    observe,
    practised,
    slowness,
    unobserved,
)

DAY_MS: Final = 86_400_000.0

ACCURACY_RATE: Final = 0.3
"""How far one answer moves an item's running accuracy towards right or wrong."""

COUNTS: Final = frozenset({"answers", "reps", "lapses", "tries", "right", "timed"})


@dataclass(frozen=True, slots=True)
class Rows:
    """What is kept of each item. Every array has one shape: (items,) of a pupil, (pupils, items) of a class.

    NaN means that there is no evidence yet. Counts are whole numbers kept as floats.

    - `stability` in days and `difficulty` from 1 to 10: the memory.
    - `last_seen`: milliseconds since 1970.
    - `answers` of every kind; `reps`, those that changed the memory; `lapses`, errors on what was right before.
    - `tries`, answers without help; `right`, those that were right; `accuracy`, their running share.
    - `first`: how the first meeting went, where the pupil answered without help: 1 right, 0 wrong.
    - `taught`: when an item that was not known was first met, until it is met again on a later day.
    - `log_rt` and `log_rt_var`: mean and variance of the level of log milliseconds (see `speed`); `timed`, how
      many times are in them; `started`, the mean that the level had before the first.
    """

    stability: Floats
    difficulty: Floats
    last_seen: Floats
    answers: Floats
    reps: Floats
    lapses: Floats
    tries: Floats
    right: Floats
    accuracy: Floats
    first: Floats
    taught: Floats
    log_rt: Floats
    log_rt_var: Floats
    timed: Floats
    started: Floats

    @classmethod
    def unseen(cls, count: int) -> Rows:
        """Return rows for items of which nothing is known."""
        return cls(*np.repeat(UNSEEN, count).reshape(len(UNSEEN), count))

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """Return rows one after the other, which nobody else holds."""
        return cls(*(np.concatenate(arrays) for arrays in zip(*(each.arrays() for each in parts), strict=True)))

    def arrays(self) -> tuple[Floats, ...]:
        """Return the arrays in the order of the fields."""
        return _ARRAYS(self)

    def take(self, positions: Whole) -> Rows:
        """Return the rows at the positions."""
        return Rows(*(array[positions] for array in self.arrays()))

    def part(self, chosen: slice) -> Rows:
        """Return rows that lie beside each other."""
        return Rows(*(array[chosen] for array in self.arrays()))

    def put(self, positions: Whole | slice, rows: Rows) -> None:
        """Write rows at the positions: only into rows that nobody else holds."""
        for array, values in zip(self.arrays(), rows.arrays(), strict=True):
            array[positions] = values

    def copy(self) -> Rows:
        """Return rows that nobody else holds."""
        return Rows(*(array.copy() for array in self.arrays()))


ROW_FIELDS: Final = tuple(each.name for each in fields(Rows))

_ARRAYS: Final[Callable[[Rows], tuple[Floats, ...]]] = attrgetter(*ROW_FIELDS)

UNSEEN: Final = np.array([0.0 if name in COUNTS else np.nan for name in ROW_FIELDS])


def day_of(at_ms: Floats) -> Floats:
    """Return the number of the calendar day (UTC) that a moment is in; NaN for none."""
    day: Floats = np.floor(at_ms / DAY_MS)
    return day


def learn(before: Rows, at_ms: Floats, evidence: Evidence, pace: Floats, accuracy: Floats) -> tuple[Rows, Floats]:
    """Return rows after one answer each; `pace` and `accuracy` are the pupil's when the answer was given.

    Also returns for each row whether a newly taught item was held on a later day (1 or 0), NaN where that was
    not seen. For memory, days are those of the calendar: practice at nine after practice at ten the day before is
    a day later. A fluent answer is graded easy only when the item was not seen on the same day: to be quick with
    what has just been seen is no sign of a lasting memory.
    """
    days = (at_ms - before.last_seen) / DAY_MS
    nights = day_of(at_ms) - day_of(before.last_seen)
    graded = evidence.grade != UNGRADED
    tried, right = evidence.tried, evidence.tried & evidence.correct
    grade = np.where((nights < 1) & (evidence.grade == EASY), GOOD, np.maximum(evidence.grade, AGAIN))
    reviewed = review(Memory(before.stability, before.difficulty), nights, grade)
    started = np.where(np.isnan(before.accuracy), accuracy, before.accuracy)
    moved = started + ACCURACY_RATE * evidence.weight * (evidence.correct - started)
    first, taught, held = _met(before, at_ms, evidence)
    speed = _timed(before, days, evidence, pace)
    after = Rows(
        stability=np.where(graded, reviewed.stability, before.stability),
        difficulty=np.where(graded, reviewed.difficulty, before.difficulty),
        last_seen=at_ms,
        answers=before.answers + 1,
        reps=before.reps + graded,
        lapses=before.lapses + (graded & (evidence.grade == AGAIN) & (before.right > 0)),
        tries=before.tries + tried,
        right=before.right + right,
        accuracy=np.where(evidence.weight > 0, moved, before.accuracy),
        first=first,
        taught=taught,
        log_rt=speed.mean,
        log_rt_var=speed.variance,
        timed=before.timed + (right & ~np.isnan(evidence.log_latency)),
        started=np.where(np.isnan(before.log_rt) & ~np.isnan(evidence.log_latency), pace, before.started),
    )
    return after, held


def _met(before: Rows, at_ms: Floats, evidence: Evidence) -> tuple[Floats, Floats, Floats]:
    """Return how the first meeting went, since when an item counts as newly taught, and whether it was held."""
    unmet, right = before.answers == 0, evidence.tried & evidence.correct
    copied = evidence.shown & (evidence.grade != UNGRADED)
    first = np.where(unmet & evidence.tried, right, before.first)
    later_day = day_of(at_ms) > day_of(before.taught)
    again = (evidence.tried | copied) & later_day
    newly = unmet & (evidence.shown | (evidence.tried & ~evidence.correct))
    taught = np.where(newly, at_ms, np.where(again, np.nan, before.taught))
    return first, taught, np.where(again, right, np.nan)


def _timed(before: Rows, days: Floats, evidence: Evidence, pace: Floats) -> Speed:
    """Return the level of speed after an answer: what its time tells, and what a right one practises."""
    tells = ~np.isnan(evidence.log_latency)
    untimed = np.isnan(before.log_rt)
    kept = Speed(before.log_rt, drifted(before.log_rt_var, days))
    prior = Speed(np.where(untimed, pace, kept.mean), np.where(untimed, BETWEEN_ITEMS, kept.variance))
    recall = retrievability(before.stability, np.maximum(days, 0.0))
    slower = slowness(recall, before.accuracy)
    fresh = evidence.log_latency - slower.mean
    seen = observe(prior, fresh, evidence.at_least, BETWEEN_ANSWERS + slower.variance)
    unseen = unobserved(kept)
    mean = np.where(tells, seen.mean, unseen.mean)
    gained = practised(before.right + 1) - practised(before.right)
    right = evidence.tried & evidence.correct
    return Speed(np.where(right, mean - gained, mean), np.where(tells, seen.variance, unseen.variance))
