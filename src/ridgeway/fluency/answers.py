"""Answers as they come in: one by one, or as arrays.

What cannot be is refused with a typed error that names the argument, its value and what is allowed: an item
that the catalogue does not have, a time that runs backwards, a latency that is negative, not a number or more
than a day. The same answer given twice counts twice: to tell that is the ledger's business, which has ids.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Final

import numpy as np

from ridgeway.fluency.aims import DEVICES, Device
from ridgeway.fluency.arrays import Flags, Floats, Whole
from ridgeway.fluency.errors import OutOfRangeError, TimeOrderError, require_number, require_one_of
from ridgeway.fluency.items import Catalogue
from ridgeway.fluency.trials import PROMPTS, Prompt

TOO_QUICK_MS: Final = 250
"""Nobody reads a question, recalls and types within this time: mere reactions take children longer."""

TOO_LONG_MS: Final = 60_000
"""Beyond a minute a pupil was doing something else, where a time must count or not. The speed model weighs
instead (see `speed`)."""

MOST_MS: Final = 86_400_000.0
"""No time is longer than a day."""

QUICKEST_COPY_MS: Final = 800
"""Nobody reads an answer just shown and types it within this time: who is sooner had it already."""

MODEL, DELAY, NONE = (PROMPTS.index(prompt) for prompt in ("model", "delay", "none"))


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a pupil to one item.

    `at` is when it was given, a date with a time zone. `latency_ms` is the time from the question to the
    answer, None where it was not measured (on paper). `delay_ms` is when a "delay" prompt showed the answer,
    and `aim_ms` the aim that counted; None stands for the aim of the item's strand on the device.
    `at_least_ms` is set where the question was taken away after so long without an answer: then `correct` is
    False and `latency_ms` None.
    """

    item: str
    at: datetime
    correct: bool
    latency_ms: float | None
    prompt: Prompt = "none"
    device: Device = "keyboard"
    delay_ms: float | None = None
    aim_ms: float | None = None
    at_least_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of one pupil as arrays, in the order in which they were given.

    `position` is the item's place in the catalogue, `at_ms` milliseconds since 1970 (UTC), `latency_ms` NaN
    where it was not measured, `prompt` a place in `PROMPTS`, `device` one in `DEVICES`. `at_least_ms` is NaN
    where the question was answered; left out, all were.
    """

    position: Whole
    at_ms: Whole
    correct: Flags
    latency_ms: Floats
    prompt: Whole
    device: Whole
    delay_ms: Floats
    aim_ms: Floats
    at_least_ms: Floats = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        if len(self.at_least_ms) == 0:
            object.__setattr__(self, "at_least_ms", np.full(len(self.position), np.nan))
        lengths = {each.name: len(getattr(self, each.name)) for each in fields(self)}
        if len(set(lengths.values())) > 1:
            raise OutOfRangeError("answers", lengths, "all arrays must have one length")
        for name in ("latency_ms", "delay_ms", "aim_ms", "at_least_ms"):
            values = getattr(self, name)
            refuse_any(name, values, (values < 0) | (values > MOST_MS), f"it must be from 0 to {MOST_MS:g}")
        answered = ~np.isnan(self.at_least_ms) & (self.correct | ~np.isnan(self.latency_ms))
        refuse_any("at_least_ms", self.at_least_ms, answered, "it must be left out where there was an answer")
        device_range = f"it must be from 0 to {len(DEVICES) - 1}"
        refuse_any("device", self.device, (self.device < 0) | (self.device >= len(DEVICES)), device_range)
        prompt_range = f"it must be from 0 to {len(PROMPTS) - 1}"
        refuse_any("prompt", self.prompt, (self.prompt < 0) | (self.prompt >= len(PROMPTS)), prompt_range)
        if (earlier := np.flatnonzero(self.at_ms[1:] < self.at_ms[:-1])).size:
            before, at = self.at_ms[earlier[0]], self.at_ms[earlier[0] + 1]
            raise TimeOrderError("at_ms", int(at), f"it must be at least {before}, when the one before was given")

    def __len__(self) -> int:
        return len(self.position)

    def part(self, chosen: slice | Whole) -> Answers:
        """Return some of the answers."""
        return Answers(*(getattr(self, each.name)[chosen] for each in fields(self)))


def as_answers(answers: Answers | Sequence[Answer], items: Catalogue) -> Answers:
    """Return answers as arrays, each with the position of its item in the catalogue."""
    if isinstance(answers, Answers):
        outside = (answers.position < 0) | (answers.position >= len(items))
        refuse_any("position", answers.position, outside, f"it must be from 0 to {len(items) - 1}")
        return answers
    rows = np.array([_row(each, items) for each in answers], dtype=np.float64).reshape(-1, 9)
    return Answers(
        position=rows[:, 0].astype(np.int64),
        at_ms=rows[:, 1].astype(np.int64),
        correct=rows[:, 2].astype(np.bool_),
        latency_ms=rows[:, 3],
        prompt=rows[:, 4].astype(np.int64),
        device=rows[:, 5].astype(np.int64),
        delay_ms=rows[:, 6],
        aim_ms=rows[:, 7],
        at_least_ms=rows[:, 8],
    )


def _row(answer: Answer, items: Catalogue) -> tuple[float, ...]:
    require_one_of("prompt", answer.prompt, PROMPTS)
    require_one_of("device", answer.device, DEVICES)
    return (
        items.position(answer.item),
        epoch_ms("at", answer.at),
        answer.correct,
        _milliseconds("latency_ms", answer.latency_ms),
        PROMPTS.index(answer.prompt),
        DEVICES.index(answer.device),
        _milliseconds("delay_ms", answer.delay_ms),
        _milliseconds("aim_ms", answer.aim_ms),
        _milliseconds("at_least_ms", answer.at_least_ms),
    )


def _milliseconds(argument: str, value: float | None) -> float:
    return math.nan if value is None else require_number(argument, value, at_least=0, at_most=MOST_MS)


def epoch_ms(argument: str, at: datetime) -> int:
    """Return a moment as whole milliseconds since 1970 (UTC); a date without a time zone is refused."""
    if at.tzinfo is None:
        raise OutOfRangeError(argument, at.isoformat(), "it must have a time zone")
    return round(at.timestamp() * 1000)


def refuse_any(argument: str, values: Floats | Whole, refused: Flags, allowed: str) -> None:
    """Refuse the first of the values that is marked, if any is."""
    if refused.any():
        raise OutOfRangeError(argument, values[refused][0].item(), allowed)
