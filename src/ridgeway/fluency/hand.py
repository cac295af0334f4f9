"""The hand through a run of answers: how each copy moves what is known of it, and what it says of every answer.

A running mean depends on the order of what goes into it, so copies are taken one after the other. What the hand
says of the other answers follows from the last copy before each, for all of them at once.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from ridgeway.fluency.aims import TOOL_SHARE, characters
from ridgeway.fluency.answers import DELAY, MODEL, QUICKEST_COPY_MS, TOO_QUICK_MS, Answers
from ridgeway.fluency.arrays import Flags, Floats, Whole, frozen
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

    def character_ms(self, devices: Iterable[int]) -> dict[int, Floats]:
        """Return what one character took on each of the devices, for each row."""
        logs = Tool(self.slower, self.copied).logs_ms()
        return {each: np.array([math.exp(log) for log in logs[:, each].tolist()]) for each in devices}


@lru_cache(maxsize=64)
def copying(items: Catalogue) -> Flags:
    """Return for each item whether it is there to be copied. Read-only."""
    return frozen(np.array([strand.startswith(TOOL_STRAND) for strand in items.strands])[items.strand_of])


def follow_tool(tool: Tool, answers: Answers, asked: Asked) -> tuple[Course, Handled]:
    """Return the course of tool speed through the answers, and what it said of each when it was given."""
    course = _course(tool, answers, asked)
    known, device = course.before_each(len(answers)), answers.device
    character_ms = course.character_ms({KEYBOARD, *device.tolist()})
    on_keyboard = character_ms.pop(KEYBOARD)[known] * asked.keys
    takes = on_keyboard
    for each, one in character_ms.items():
        takes = np.where(device == each, one[known] * asked.keys, takes)
    aim = np.where(np.isnan(asked.set_ms), np.maximum(asked.usual_ms, takes / TOOL_SHARE), asked.set_ms)
    guess = np.minimum(np.maximum(GUESS_SHARE * takes, TOO_QUICK_MS), MOST_GUESS_MS)
    return course, Handled(aim, guess, takes - on_keyboard)


def _course(tool: Tool, answers: Answers, asked: Asked) -> Course:
    """Take the copies one after the other."""
    hand, moved = _Hand(tool), list[int]()
    for place, device, count, taken, seen, usual in _perhaps_copied(answers, asked):
        own, expected_ms = math.isnan(seen), hand.character_ms(device)
        seen_from = max(usual, expected_ms * count / TOOL_SHARE) if own else seen
        if not own or taken > seen_from + QUICKEST_COPY_MS:
            hand.copied_one(device, (taken - seen_from) / count, expected_ms)
            moved.append(place)
    slower, copied = np.frombuffer(hand.course).reshape(len(moved) + 1, 2, -1).swapaxes(0, 1)
    return Course(np.array(moved, dtype=np.int64), slower, copied)


def _perhaps_copied(answers: Answers, asked: Asked) -> Iterable[tuple[int, int, float, float, float, float]]:
    """Return the answers that were copied, each with its place, device, keys, time, when the answer was shown, and
    the usual aim; and some that were not, which may turn out when the hand is known.

    Where an answer was shown at the pupil's own aim (NaN), that is never sooner than the usual one.
    """
    from_start = (answers.prompt == MODEL) | asked.copying
    places = np.flatnonzero(answers.correct & (from_start | (answers.prompt == DELAY)))
    if len(places) == 0:
        return ()
    from_start, taken, usual = from_start[places], answers.latency_ms[places], asked.usual_ms[places]
    set_ms, delay_ms = asked.set_ms[places], answers.delay_ms[places]
    seen = np.where(from_start, 0.0, np.where(np.isnan(delay_ms), set_ms, delay_ms))
    soonest = np.where(np.isnan(seen), usual, seen)
    late = np.where(from_start, taken >= TOO_QUICK_MS, taken > soonest + QUICKEST_COPY_MS)
    columns = (places, answers.device[places], asked.keys[places], taken, seen, usual)
    return zip(*(column[late].tolist() for column in columns), strict=True)


class _Hand:
    """Tool speed while it follows copies, in plain numbers because that is quicker for one at a time.

    `course` has what is known, slower and copied by device, at the start and after each copy.
    """

    _starts: Final[list[float]] = START_LOG.tolist()

    def __init__(self, tool: Tool) -> None:
        self._slower, self._copied = tool.slower.tolist(), tool.copied.tolist()
        self._shown = (tool.slower * tool.copied).tolist()
        self.course = array("d", self._slower + self._copied)

    def character_ms(self, device: int) -> float:
        """Return what one character takes on a device."""
        total = weight = 0.0
        for each in self._shown:
            total += each
        for each in self._copied:
            weight += each
        count = self._copied[device]
        slower = believed(self._slower[device], count, total - self._shown[device], weight - count)
        return math.exp(min(max(self._starts[device] + slower, LEAST_LOG), MOST_LOG))

    def copied_one(self, device: int, character_ms: float, expected_ms: float) -> None:
        """Take in a copy that took so long a character, where so much was to be expected."""
        slower = math.log(character_ms) - self._starts[device]
        weight = attended(math.log(character_ms / expected_ms) / TOOL_SD, TOOL_SD)
        count = min(self._copied[device] + weight, MEMORY)
        slower = self._slower[device] + weight * (slower - self._slower[device]) / max(count, 1.0)
        self._slower[device], self._copied[device], self._shown[device] = slower, count, slower * count
        self.course.extend(self._slower)
        self.course.extend(self._copied)
