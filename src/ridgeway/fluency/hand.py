"""The hand through a run of answers: how each copy moves what is known of it, and what it says of every answer.

A running mean depends on the order of what goes into it, so copies are taken one after the other. What the hand
says of the other answers follows from the last copy before each, for all of them at once.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ridgeway.fluency.aims import DEVICES, TOOL_SHARE, characters
from ridgeway.fluency.answers import DELAY, MODEL, QUICKEST_COPY_MS, TOO_QUICK_MS, Answers
from ridgeway.fluency.arrays import Flags, Floats, Whole
from ridgeway.fluency.items import Catalogue
from ridgeway.fluency.speed import attended
from ridgeway.fluency.tool import (
    GUESS_SHARE,
    KEYBOARD,
    LEAST_LOG,
    MEMORY,
    MOST_GUESS_MS,
    MOST_LOG,
    START_LOG,
    TOOL_SD,
    TOOL_STRAND,
    Tool,
    believed,
    keys,
)


class Asked(NamedTuple):
    """What was asked, one place an answer: how many times as long as one character its answer takes to give,
    whether it is there to be copied, the aim whoever the pupil is, and the one set by a teacher or NaN.
    """

    keys: Floats
    copying: Flags
    usual_ms: Floats
    set_ms: Floats

    @classmethod
    def of(cls, items: Catalogue, positions: Whole, usual_ms: Floats, set_ms: Floats) -> Asked:
        """Return what was asked where the items stand at these places of their catalogue."""
        return cls(keys(characters(items))[positions], copying(items)[positions], usual_ms, set_ms)


class Handled(NamedTuple):
    """What the hand says of each answer, in milliseconds: the pupil's aim then, the time under which it was a
    guess, and how much longer the device took than a keyboard would have.
    """

    aim: Floats
    guess: Floats
    extra: Floats


class Course(NamedTuple):
    """Tool speed through a run of answers. `moved` are the places of the answers that told of it; `slower` and
    `copied` are as in `Tool`, a row for what was known before the first of these and one for after each.
    """

    moved: Whole
    slower: Floats
    copied: Floats

    @property
    def last(self) -> Tool:
        """What is known of the hand after all the answers."""
        return Tool(self.slower[-1], self.copied[-1])

    def after(self, places: Whole) -> Tool:
        """Return what was known after the answers at the places, as of a class with a row for each of them."""
        rows = np.searchsorted(self.moved, places, side="right")
        return Tool(self.slower[rows, np.newaxis], self.copied[rows, np.newaxis])

    def before_each(self, count: int) -> Whole:
        """Return for each of so many answers the row of what was known when it was given."""
        return np.searchsorted(self.moved, np.arange(count)).astype(np.int64)

    def character_ms(self, device: int) -> Floats:
        """Return what one character took on a device, for each row."""
        logs = Tool(self.slower, self.copied).log_ms(DEVICES[device])
        return np.array([math.exp(each) for each in logs.tolist()])


def copying(items: Catalogue) -> Flags:
    """Return for each item whether it is there to be copied."""
    return np.array([strand.startswith(TOOL_STRAND) for strand in items.strands])[items.strand_of]


def follow_tool(tool: Tool, answers: Answers, asked: Asked) -> tuple[Course, Handled]:
    """Return the course of tool speed through the answers, and what it said of each when it was given."""
    course = _course(tool, answers, asked)
    known, device = course.before_each(len(answers)), answers.device
    takes = np.empty(len(answers))
    for each in np.unique(device).tolist():
        here = device == each
        takes[here] = course.character_ms(each)[known[here]] * asked.keys[here]
    aim = np.where(np.isnan(asked.set_ms), np.maximum(asked.usual_ms, takes / TOOL_SHARE), asked.set_ms)
    guess = np.minimum(np.maximum(GUESS_SHARE * takes, TOO_QUICK_MS), MOST_GUESS_MS)
    return course, Handled(aim, guess, takes - course.character_ms(KEYBOARD)[known] * asked.keys)


def _course(tool: Tool, answers: Answers, asked: Asked) -> Course:
    """Take the copies one after the other. Where an answer was shown at the pupil's own aim, that is never sooner
    than the usual one: most of what was no copy is left out by it, and the hand is asked about the rest.
    """
    latency = answers.latency_ms
    from_start = (answers.prompt == MODEL) | asked.copying
    shown = np.where(np.isnan(answers.delay_ms), asked.set_ms, answers.delay_ms)
    least = np.where(np.isnan(shown), asked.usual_ms, shown) + QUICKEST_COPY_MS
    late = (answers.prompt == DELAY) & (latency > least)
    places = np.flatnonzero(answers.correct & np.where(from_start, latency >= TOO_QUICK_MS, late))
    columns = (answers.device, asked.keys, latency, np.where(from_start, 0.0, shown), asked.usual_ms)
    hand, moved = _Hand(tool), []
    for place, device, count, taken, seen, usual in zip(
        places.tolist(), *(column[places].tolist() for column in columns), strict=True
    ):
        if math.isnan(seen):
            seen_from = max(usual, hand.character_ms(device) * count / TOOL_SHARE)
            if taken <= seen_from + QUICKEST_COPY_MS:
                continue
        else:
            seen_from = seen
        hand.copied_one(device, (taken - seen_from) / count)
        moved.append(place)
    slower, copied = np.array(hand.course).reshape(len(moved) + 1, 2, -1).swapaxes(0, 1)
    return Course(np.array(moved, dtype=np.int64), slower, copied)


class _Hand:
    """Tool speed while it follows copies, in plain numbers because that is quicker for one at a time.

    `course` has what is known, slower and copied by device, at the start and after each copy.
    """

    def __init__(self, tool: Tool) -> None:
        self._slower, self._copied = tool.slower.tolist(), tool.copied.tolist()
        self.course: list[list[float]] = [self._slower + self._copied]

    def character_ms(self, device: int) -> float:
        """Return what one character takes on a device."""
        total = weight = 0.0
        for each, many in zip(self._slower, self._copied, strict=True):
            total, weight = total + each * many, weight + many
        own, count = self._slower[device], self._copied[device]
        slower = believed(own, count, total - own * count, weight - count)
        return math.exp(min(max(START_LOG[device] + slower, LEAST_LOG), MOST_LOG))

    def copied_one(self, device: int, character_ms: float) -> None:
        slower = math.log(character_ms) - START_LOG[device]
        weight = attended((math.log(character_ms / self.character_ms(device))) / TOOL_SD, TOOL_SD)
        count = min(self._copied[device] + weight, MEMORY)
        self._slower[device] += weight * (slower - self._slower[device]) / max(count, 1.0)
        self._copied[device] = count
        self.course.append(self._slower + self._copied)
