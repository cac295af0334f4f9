"""How fast a pupil's hand is: the time it takes to give an answer that one does not have to find.

No answer to a question comes sooner than that, so aims, guesses and comparisons between devices rest on it.
It is learned from answers copied from sight and from tool-speed items, for each kind of device apart: a child
may type slowly and write fast. A device that was seldom used leans on what the pupil's other devices show.

An answer of c characters takes (2 + c) / 3 times what one character does: looking and getting ready is worth
two keys, about what the keystroke-level model gives for a slow typist (Card, Moran and Newell 1980). Times of
somebody whose attention was elsewhere count by the probability that it was not (`speed.attended`).
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from ridgeway.fluency.aims import DEVICES, TOOL_SHARE, Device, characters
from ridgeway.fluency.answers import DELAY, MODEL, QUICKEST_COPY_MS, TOO_QUICK_MS, Answers
from ridgeway.fluency.arrays import Floats, Whole
from ridgeway.fluency.items import Catalogue
from ridgeway.fluency.speed import Number, attended

START_TOOL_MS: Final[dict[Device, float]] = {"keyboard": 1100, "touch": 1100, "paper": 1100, "speech": 800}
"""What one character takes a pupil of whom nothing is known. Provisional."""

QUICKEST_TOOL_MS, SLOWEST_TOOL_MS = 300.0, 4000.0
"""One character takes no hand less than the one, or more than the other: the rest is attention."""

TOOL_SD: Final = 0.5
"""Standard deviation of the log time of single copies. Provisional."""

TOOL_STRAND: Final = "copy-"
"""Strands whose names begin so are copying: digits, letters and words to type as they stand there."""

START_WEIGHT: Final = 5.0
"""How many copies a start, and what other devices show, are worth."""

MEMORY: Final = 60.0
"""A running mean is that of about so many last answers."""

GUESS_SHARE: Final = 0.35
"""An answer that took less than this share of the pupil's tool time was not found, but guessed. Half of the
time goes into looking, so less than that leaves no time to look and to type. Provisional."""

MOST_GUESS_MS: Final = 800.0
"""An answer that took longer is never called a guess, however slow the hand."""

START_LOG: Final[list[float]] = [math.log(START_TOOL_MS[device]) for device in DEVICES]
KEYBOARD: Final = DEVICES.index("keyboard")
LEAST_LOG, MOST_LOG = math.log(QUICKEST_TOOL_MS), math.log(SLOWEST_TOOL_MS)


class Tool(NamedTuple):
    """What copies showed, by device in the last axis: shape (devices,), or (pupils, 1, devices) of a class.

    `slower` is the running mean of the log of a copy's time over the usual one, `copied` how many are in it.
    """

    slower: Floats
    copied: Floats

    @classmethod
    def unseen(cls) -> Tool:
        """Return the tool speed of a pupil who never copied anything."""
        return cls(np.zeros(len(DEVICES)), np.zeros(len(DEVICES)))

    def log_ms(self, device: Device) -> Floats:
        """Return the log of the milliseconds that one character takes on a device."""
        place = DEVICES.index(device)
        own, count = self.slower[..., place], self.copied[..., place]
        others = (self.slower * self.copied).sum(axis=-1) - own * count
        slower = _believed(own, count, others, self.copied.sum(axis=-1) - count)
        believed: Floats = np.clip(START_LOG[place] + slower, LEAST_LOG, MOST_LOG)
        return believed

    def answer_ms(self, items: Catalogue, device: Device) -> Floats:
        """Return what giving each item's answer takes, in milliseconds."""
        takes: Floats = np.exp(self.log_ms(device)) * _keys(characters(items))
        return takes


class Handled(NamedTuple):
    """What the hand says of each answer, in milliseconds: the pupil's aim then, the time under which it was a
    guess, and how much longer the device took than a keyboard would have.
    """

    aim: Floats
    guess: Floats
    extra: Floats


def follow_tool(
    tool: Tool, answers: Answers, items: Catalogue, usual_ms: Floats, set_ms: Floats
) -> tuple[Tool, Handled]:
    """Return the tool speed after the answers, and what it said of each of them when it was given.

    `usual_ms` is the aim for each answer whoever the pupil is, `set_ms` the one set by a teacher or NaN. The
    answers are taken one after the other, because a running mean depends on their order.
    """
    hand = _Hand(tool.slower.tolist(), tool.copied.tolist())
    copying = np.array([strand.startswith(TOOL_STRAND) for strand in items.strands])[items.strand_of]
    rows = zip(
        answers.device.tolist(),
        _keys(characters(items)[answers.position]).tolist(),
        copying[answers.position].tolist(),
        usual_ms.tolist(),
        set_ms.tolist(),
        answers.prompt.tolist(),
        answers.correct.tolist(),
        answers.latency_ms.tolist(),
        answers.delay_ms.tolist(),
        strict=True,
    )
    told = []
    for device, keys, is_copy, usual, own, prompt, correct, latency, delay in rows:
        takes = hand.character_ms(device) * keys
        aim = max(usual, takes / TOOL_SHARE) if math.isnan(own) else own
        guess = min(max(GUESS_SHARE * takes, TOO_QUICK_MS), MOST_GUESS_MS)
        told.append((aim, guess, takes - hand.character_ms(KEYBOARD) * keys))
        seen_from = 0.0 if prompt == MODEL or is_copy else aim if math.isnan(delay) else delay
        in_sight = prompt == MODEL or is_copy or (prompt == DELAY and latency > seen_from + QUICKEST_COPY_MS)
        if correct and in_sight and latency - seen_from >= TOO_QUICK_MS:
            hand.copied_one(device, (latency - seen_from) / keys)
    return hand.tool(), Handled(*np.array(told).reshape(-1, 3).T)


class _Hand:
    """Tool speed while it follows answers, in plain numbers because that is quicker for one at a time."""

    def __init__(self, slower: list[float], copied: list[float]) -> None:
        self._slower, self._copied = slower, copied
        self._found: dict[int, float] = {}

    def character_ms(self, device: int) -> float:
        """Return what one character takes on a device; found anew only after another copy."""
        found = self._found.get(device)
        if found is None:
            found = self._found[device] = self._character_ms(device)
        return found

    def _character_ms(self, device: int) -> float:
        own, count = self._slower[device], self._copied[device]
        others = sum(each * many for each, many in zip(self._slower, self._copied, strict=True)) - own * count
        slower = _believed(own, count, others, sum(self._copied) - count)
        return math.exp(min(max(START_LOG[device] + slower, LEAST_LOG), MOST_LOG))

    def copied_one(self, device: int, character_ms: float) -> None:
        slower = math.log(character_ms) - START_LOG[device]
        weight = attended((math.log(character_ms / self.character_ms(device))) / TOOL_SD, TOOL_SD)
        count = min(self._copied[device] + weight, MEMORY)
        self._slower[device] += weight * (slower - self._slower[device]) / max(count, 1.0)
        self._copied[device] = count
        self._found.clear()

    def tool(self) -> Tool:
        return Tool(np.array(self._slower), np.array(self._copied))


def _believed(own: Number, count: Number, others_sum: Number, others: Number) -> Number:
    """Return how much slower than usual a hand is: what `count` copies on the device show, beside what all
    other devices do.
    """
    elsewhere = others_sum / (others + START_WEIGHT)
    slower: Number = (count * own + START_WEIGHT * elsewhere) / (count + START_WEIGHT)
    return slower


def _keys(count: Whole) -> Floats:
    """Return how many times as long as one character so many take."""
    return (2 + count) / 3
