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

from ridgeway.fluency.aims import DEVICES, Device, characters
from ridgeway.fluency.arrays import Floats, Whole, frozen
from ridgeway.fluency.items import Catalogue
from ridgeway.fluency.speed import Number

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

START_LOG: Final = frozen(np.array([math.log(START_TOOL_MS[device]) for device in DEVICES]))
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
        of_device: Floats = self.logs_ms()[..., DEVICES.index(device)]
        return of_device

    def logs_ms(self) -> Floats:
        """Return the same for every device, in the last axis."""
        shown = self.slower * self.copied
        slower = believed(self.slower, self.copied, _in_order(shown) - shown, _in_order(self.copied) - self.copied)
        logs: Floats = np.minimum(np.maximum(START_LOG + slower, LEAST_LOG), MOST_LOG)
        return logs

    def answer_ms(self, items: Catalogue, device: Device) -> Floats:
        """Return what giving each item's answer takes, in milliseconds."""
        takes: Floats = np.exp(self.log_ms(device)) * keys(characters(items))
        return takes


def believed(own: Number, count: Number, others_sum: Number, others: Number) -> Number:
    """Return how much slower than usual a hand is: what `count` copies on the device show, beside what all
    other devices do.
    """
    elsewhere = others_sum / (others + START_WEIGHT)
    slower: Number = (count * own + START_WEIGHT * elsewhere) / (count + START_WEIGHT)
    return slower


def _in_order(values: Floats) -> Floats:
    """Return sums over the devices in their order, so that a class comes to the same bits as each pupil alone."""
    sums: Floats = np.add.accumulate(values, axis=-1)[..., -1:]
    return sums


def keys(count: Whole) -> Floats:
    """Return how many times as long as one character so many take."""
    return (2 + count) / 3
