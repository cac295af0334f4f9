"""What is kept of the pupil beside the items, and how answers change it, one after the other.

Running means, each with the start of a pupil of whom nothing is known: how fast the pupil answers (the *pace*,
where an item's speed starts), the share right without help (where an item's accuracy starts), the share of
newly taught items still held when met again on a later day, and the hand's speed on each device (see `tool`).
They are summed up in the order of the answers, because a sum of floating-point numbers depends on its order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from ridgeway.fluency.arrays import Flags, Floats, Whole
from ridgeway.fluency.evidence import Evidence
from ridgeway.fluency.speed import PACE_SD, START_LOG_MS, attended, expected_beyond
from ridgeway.fluency.tool import MEMORY, START_WEIGHT, Tool

START_ACCURACY: Final = 0.8
"""The share right of a pupil of whom nothing is known. Provisional."""

START_PACED: Final = 1.0
"""How many times the start of the pace is worth: as much as the pace of pupils differs (see `speed`)."""

START_HELD: Final = 0.75
"""The share of newly taught items that is held on a later day: of those that a session teaches three are held
for one that is not. Provisional."""

HELD_WEIGHT: Final = 8.0
"""How many items that start is worth."""

HELD_MEMORY: Final = 20.0
"""The share held is that of about so many last items."""

MOST_HELD: Final = 0.99
"""No pupil holds more than this for sure."""

FEWEST_NEW, MOST_NEW = 1, 6
"""New items a session: low attainers of Year 4 and 5 age acquired about four a session (Burns et al. 2016)."""


class Pupil(NamedTuple):
    """The pupil's own numbers; arrays of shape (pupils, 1) of a class.

    `pace` is the running mean of log milliseconds over `paced` answers, `accuracy` the running share right of
    `tried` answers without help, `held` the running share of `returned` newly taught items still held on a
    later day. `at_ms` is when the last answer was given, NaN before the first. `tool` is the hand's speed.
    """

    pace: float | Floats = START_LOG_MS
    paced: float | Floats = 0.0
    accuracy: float | Floats = START_ACCURACY
    tried: float | Floats = 0.0
    held: float | Floats = START_HELD
    returned: float | Floats = 0.0
    at_ms: float | Floats = np.nan
    tool: Tool = Tool.unseen()

    @property
    def new_per_session(self) -> Whole:
        """How many new items a session may bring: as many as this pupil holds for each one that is lost."""
        held = np.asarray(self.held)
        kept = np.rint(held / (1 - np.minimum(held, MOST_HELD)))
        whole: Whole = np.clip(kept, FEWEST_NEW, MOST_NEW).astype(np.int64)
        return whole

    def numbers(self) -> Floats:
        """Return one pupil's numbers in a row."""
        return np.array([*self[:-1], *self.tool.slower, *self.tool.copied])

    @classmethod
    def of_numbers(cls, numbers: Floats) -> Pupil:
        """Return the pupil whose `numbers` these are."""
        slower, copied = numbers[len(SINGLE) :].reshape(2, -1)
        return cls(tool=Tool(slower, copied))._with(numbers[: len(SINGLE)].tolist())

    @classmethod
    def together(cls, pupils: Sequence[Pupil]) -> Pupil:
        """Return the pupils of a class as one, with a row a pupil."""
        *columns, tools = zip(*pupils, strict=True)
        slower, copied = (np.stack(each)[:, np.newaxis] for each in zip(*tools, strict=True))
        return cls(tool=Tool(slower, copied))._with(np.array(column)[:, np.newaxis] for column in columns)

    def some(self, chosen: slice) -> Pupil:
        """Return some pupils of a class."""
        tool = Tool(self.tool.slower[chosen], self.tool.copied[chosen])
        return self._replace(tool=tool)._with(np.asarray(each)[chosen] for each in self[:-1])

    def _with(self, singles: Iterable[float | Floats]) -> Pupil:
        named: dict[str, Any] = dict(zip(SINGLE, singles, strict=True))
        return self._replace(**named)


SINGLE: Final = Pupil._fields[:-1]
"""What is kept as one number a pupil: all but the tool speed."""

PUPIL_NUMBERS: Final = len(Pupil().numbers())
"""How many numbers are kept of a pupil."""


def follow_pace(pupil: Pupil, evidence: Evidence) -> tuple[Pupil, Floats, Floats]:
    """Return the pupil with pace and accuracy after the answers, and both as they were just before each."""
    timed, counted = ~np.isnan(evidence.log_latency), evidence.weight > 0
    paces, paced = _paces(pupil, evidence.log_latency[timed], evidence.at_least[timed])
    shares, tried = _shares(pupil, evidence.weight[counted], evidence.correct[counted])
    moved = pupil._replace(pace=paces[-1], paced=paced, accuracy=shares[-1], tried=tried)
    return moved, _before_each(timed, paces), _before_each(counted, shares)


def _paces(pupil: Pupil, log_ms: Floats, at_least: Flags) -> tuple[list[float], float]:
    """Return the pace before the first of the times and after each, and how many times are in the last."""
    pace, paced = float(pupil.pace), float(pupil.paced)
    paces = [pace]
    for seen, beyond in zip(log_ms.tolist(), at_least.tolist(), strict=True):
        present = 1.0 if beyond else attended((seen - pace) / PACE_SD, PACE_SD)
        paced = min(paced + present, MEMORY)
        expected = expected_beyond(pace, seen) if beyond else seen
        pace += present * (expected - pace) / (paced + START_PACED)
        paces.append(pace)
    return paces, paced


def _shares(pupil: Pupil, weights: Floats, correct: Flags) -> tuple[list[float], float]:
    """Return the share right before the first of the answers and after each, and how many are in the last."""
    share, tried = float(pupil.accuracy), float(pupil.tried)
    shares = [share]
    for weight, right in zip(weights.tolist(), correct.tolist(), strict=True):
        tried = min(tried + weight, MEMORY)
        share += weight * (right - share) / (tried + START_WEIGHT)
        shares.append(share)
    return shares, tried


def _before_each(moved: Flags, course: list[float]) -> Floats:
    """Return for each answer the number that held before it: the first, or that after the last that moved it."""
    before: Floats = np.array(course)[np.cumsum(moved) - moved]
    return before


def follow_held(pupil: Pupil, held: Floats) -> Pupil:
    """Return the pupil after newly taught items were met again: 1 where held, 0 where not, NaN for others."""
    share, returned = float(pupil.held), float(pupil.returned)
    for each in held[~np.isnan(held)].tolist():
        returned = min(returned + 1, HELD_MEMORY)
        share += (each - share) / (returned + HELD_WEIGHT)
    return pupil._replace(held=share, returned=returned)
