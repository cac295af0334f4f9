"""What each answer is evidence of.

An answer is graded by correctness and speed, never by self-report:

| answer | memory | share right | speed |
|---|---|---|---|
| wrong, to a question without its answer in sight | again | wrong | – |
| none before the question was taken away | again | wrong | more than that time |
| right within the aim | easy (good if seen within a day) | right | its time |
| right within twice the aim, or with no time measured | good | right | its time |
| right, but slower | hard | right | its time |
| right, but copied: well after the answer was shown ("delay") | hard | – | more than the delay |
| right or wrong, but sooner than the hand can answer what was read | – | a little, if wrong | – |
| to a question shown with its answer ("model") | – | – | – |

A copied answer tells little about memory, so a "model" trial changes nothing but when the item was last seen.
Where an answer has no time, the estimate of the item's time widens as between any two answers (see `speed`).
What comes sooner than the pupil's own hand allows (see `tool`) is a guess or a slip of the finger: it is not
counted as a try, and does not show that anything is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from ridgeway.fluency.aims import SLOW
from ridgeway.fluency.answers import DELAY, MODEL, QUICKEST_COPY_MS, Answers
from ridgeway.fluency.arrays import Flags, Floats, Whole
from ridgeway.fluency.memory import AGAIN, EASY, GOOD, HARD

UNGRADED: Final = 0

WRONG_GUESS: Final = 0.25
"""What a wrong answer given without looking tells of what is known, beside one that was thought about.
Provisional."""

LEAST_LEFT: Final = 0.25
"""However slow a device is, so much of a time is not the device's."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What answers tell, one place an answer.

    `grade` is the memory's, 0 where there is none. `tried` says that the pupil answered without help, `shown`
    that the answer was in sight before, `correct` that it was right. `weight` is how much that counts, from 0
    to 1. `log_latency` is the natural logarithm of milliseconds as on a keyboard, NaN where the answer tells
    nothing about speed; where `at_least` is set the pupil's own time would have been longer.
    """

    grade: Whole
    tried: Flags
    shown: Flags
    correct: Flags
    weight: Floats
    log_latency: Floats
    at_least: Flags

    def take(self, places: Whole | slice) -> Evidence:
        """Return the evidence at the places."""
        return Evidence(*(getattr(self, each.name)[places] for each in fields(self)))

    @classmethod
    def together(cls, parts: Sequence[Evidence]) -> Evidence:
        """Return the evidence of several runs of answers, one after the other."""
        return cls(*(np.concatenate([getattr(one, each.name) for one in parts]) for each in fields(cls)))

    def without(self, places: Flags) -> Evidence:
        """Return the evidence where the answers at some places tell nothing but that they were given."""
        return Evidence(
            grade=np.where(places, UNGRADED, self.grade),
            tried=self.tried & ~places,
            shown=self.shown & ~places,
            correct=self.correct & ~places,
            weight=np.where(places, 0.0, self.weight),
            log_latency=np.where(places, np.nan, self.log_latency),
            at_least=self.at_least & ~places,
        )


def weigh(answers: Answers, *, delay_ms: Floats, aim_ms: Floats, guess_ms: Floats, extra_ms: Floats) -> Evidence:
    """Return what each answer is evidence of, by the table at the top of this module.

    `delay_ms` and `aim_ms` are those that held for each answer, the pupil's own where none was given. What is
    sooner than `guess_ms` is a guess; `extra_ms` is how much longer the device takes than a keyboard.
    """
    model = answers.prompt == MODEL
    latency = answers.latency_ms
    timed_out = ~np.isnan(answers.at_least_ms) & ~model
    measured = ~np.isnan(latency)
    copied = (answers.prompt == DELAY) & answers.correct & ~(latency <= delay_ms + QUICKEST_COPY_MS)
    guessed = (latency < guess_ms) & ~model
    tried = ~model & ~copied & ~guessed
    right = tried & answers.correct
    grade = np.full(len(answers), HARD)
    grade[right & (~measured | (latency <= SLOW * aim_ms))] = GOOD
    grade[right & (latency <= aim_ms)] = EASY
    grade[~answers.correct] = AGAIN
    grade[model | guessed] = UNGRADED
    weight = np.where(tried, 1.0, np.where(guessed & ~answers.correct, WRONG_GUESS, 0.0))
    known_ms = np.where(right, latency, np.where(copied & measured, delay_ms, answers.at_least_ms))
    tells = ((right & measured) | (copied & measured) | timed_out) & (known_ms > 0)
    on_keyboard = np.maximum(known_ms - extra_ms, LEAST_LEFT * known_ms)
    log_latency = np.log(np.where(tells, on_keyboard, np.nan))
    return Evidence(grade, tried, model | copied, answers.correct, weight, log_latency, copied | timed_out)
