"""How fast a pupil answers each item: a running Bayesian estimate of log response time.

Times of one person on one kind of task are close to log-normal (van der Linden 2006), so the model works on
natural logarithms of milliseconds, of right answers given without help. The time to expect is

    log time = level + WORKED_OUT * (1 - recall) + ERRORS * (1 - share right) + chance

*Level* is what is kept of an item: a normal distribution (mean, variance) of the log time on a keyboard when
the item is fresh in mind. It starts from the pupil's own pace.

- **Practice** lowers it by the power law, time = B (n + E) ** -a after n right answers, where E stands for
  what was practised elsewhere (Newell and Rosenbloom 1981, their general form).
- **Forgetting** raises the time, not the level: what is not recalled has to be worked out, which takes
  children several times as long (Siegler and Shrager 1984). With recall R that adds WORKED_OUT (1 - R) to the
  mean and WORKED_OUT**2 R (1 - R) to the variance, those of a mixture of two ways. What errors show of a weak
  memory counts like that.
- **Each time** pulls the level in by Bayes' rule (a Kalman filter with one state); between answers it widens,
  because pupils move in ways no formula has (a random walk).
- **Distraction**: an answer comes from a pupil at work, or with probability `ABSENT` from one whose attention
  was elsewhere, whose times spread evenly over the logarithm from a quarter of a second to ten minutes. The
  posterior probability of the first weighs what the time tells, and the spread between the two cases widens
  the estimate (the probabilistic data association filter of Bar-Shalom and Tse 1975). So ninety seconds for
  2 + 2 tell next to nothing, and as much of a pupil who counts for half a minute as they should.
- **"Longer than that"**, of an answer copied after it was shown or a question taken away: the mean and variance
  of a normal distribution cut off below (Tobin 1958).
- **A total** for many items: see `totals`.

All figures are provisional: round ones for children's number facts, to be fitted to a ledger.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple, TypeVar

import numpy as np

from ridgeway.fluency.arrays import Flags, Floats

BETWEEN_PUPILS: Final = 0.3
"""Variance of the pace of pupils around that of a pupil of whom nothing is known."""

BETWEEN_ITEMS: Final = 0.35
"""Variance of a pupil's items around the pupil's pace, where an item's estimate starts."""

BETWEEN_ANSWERS: Final = 0.2
"""Variance of single answers around what is to be expected: a standard deviation of about 45 per cent."""

STEP: Final = 0.02
"""How much wider the estimate is at each answer."""

STEP_A_DAY: Final = 0.005
"""How much wider it gets with each day without an answer."""

PRACTICE: Final = 0.2
"""The exponent a of the power law. Newell and Rosenbloom found 0.06 to 0.81 over tasks."""

PRACTISED_BEFORE: Final = 2.0
"""E of the power law: how many right answers a first one within Ridgeway counts after."""

WORKED_OUT: Final = 1.6
"""By how much the log time of an answer that is worked out exceeds that of one recalled: five times as
long, as counting takes children who are quick at recall (Siegler 1988)."""

ERRORS: Final = 0.4
"""How much log time rises from an item that is always right to one that is always wrong."""

ABSENT: Final = 0.05
"""The share of answers during which attention was elsewhere."""

LEAST_LOG_MS, MOST_LOG_MS = math.log(250), math.log(600_000)
ABSENT_DENSITY: Final = 1 / (MOST_LOG_MS - LEAST_LOG_MS)
"""How densely log times lie then: evenly from 250 milliseconds to ten minutes."""

PRESENT: Final = 1 - ABSENT
ABSENT_SHARE: Final = ABSENT * ABSENT_DENSITY

FARTHEST: Final = 4.0
"""Standard deviations up to which a distribution is cut off: beyond, the distribution function is not exact."""

START_LOG_MS: Final = math.log(5000)
"""The pace of a pupil of whom nothing is known: five seconds an answer."""

PACE_SD: Final = math.sqrt(BETWEEN_ITEMS + BETWEEN_ANSWERS)
"""How far single answers to all kinds of items lie from the pupil's pace."""

Number = TypeVar("Number", float, Floats)


class Speed(NamedTuple):
    """Mean and variance of log milliseconds, arrays of one shape; NaN where nothing was timed."""

    mean: Floats
    variance: Floats


def drifted(variance: Floats, days: Floats) -> Floats:
    """Return the variance after so many days without an answer; never more than that of an untimed item."""
    return np.minimum(variance + STEP_A_DAY * np.maximum(days, 0.0), BETWEEN_ITEMS)


def slowness(recall: Floats, share_right: Floats) -> Speed:
    """Return by how much log time exceeds the level, and how much it varies besides, because what is not
    recalled must be worked out; where there is no evidence (NaN) both are 0.
    """
    forgotten = np.where(recall >= 0, 1 - recall, 0.0)
    errors = np.where(share_right >= 0, ERRORS * (1 - share_right), 0.0)
    return Speed(WORKED_OUT * forgotten + errors, WORKED_OUT**2 * forgotten * (1 - forgotten))


def practised(right: Floats) -> Floats:
    """Return by how much the log time falls from the first answer to one after `right` right ones."""
    fall: Floats = PRACTICE * np.log((right + PRACTISED_BEFORE) / PRACTISED_BEFORE)
    return fall


def observe(before: Speed, log_ms: Floats, at_least: Flags, chance: Floats | float = BETWEEN_ANSWERS) -> Speed:
    """Return the estimates after one time each; where `at_least` is set, the time was longer than that.

    `log_ms` is the log time without what slowness added to it, `chance` the variance of single answers.
    """
    variance = before.variance + STEP
    total = variance + chance
    sd = np.sqrt(total)
    surprise = (log_ms - before.mean) / sd
    cut = np.minimum(surprise, FARTHEST)
    beyond = normal_cdf(-cut)
    cut_shift = normal_density(cut) / beyond
    shift = np.where(at_least, cut_shift, surprise)
    shrink = np.where(at_least, cut_shift * (cut_shift - cut), 1.0)
    present = np.where(at_least, _attended_beyond(beyond, log_ms), attended(surprise, sd))
    gain = variance / total
    moved = gain * sd * shift
    spread = present * (1 - present) * moved**2
    after = variance * (1 - gain * shrink * present) + spread
    return Speed(before.mean + present * moved, np.minimum(after, BETWEEN_ITEMS))


def unobserved(before: Speed) -> Speed:
    """Return the estimates after one answer each that had no time: as after one that took longer than nothing."""
    return Speed(before.mean, np.minimum(before.variance + STEP, BETWEEN_ITEMS))


def attended(surprise: Number, sd: Number) -> Number:
    """Return the probability that an answer came from a pupil at work, by how many standard deviations its
    log time was off.
    """
    at_work = PRESENT * normal_density(surprise) / sd
    weight: Number = at_work / (at_work + ABSENT_SHARE)
    return weight


def _attended_beyond(beyond: Floats, log_ms: Floats) -> Floats:
    """The same of an answer that took longer than so much; `beyond` is how likely that was at work."""
    at_work = (1 - ABSENT) * beyond
    absent = np.clip((MOST_LOG_MS - log_ms) * ABSENT_DENSITY, 0.0, 1.0)
    weight: Floats = at_work / (at_work + ABSENT * absent)
    return weight


def expected_beyond(pace: float, log_ms: float) -> float:
    """Return the log time to expect of a pupil of that pace where all that is known is that it exceeded
    `log_ms`.
    """
    z = min((log_ms - pace) / PACE_SD, FARTHEST)
    return pace + PACE_SD * normal_density(z) / (0.5 * math.erfc(z / math.sqrt(2)))


def normal_density(z: Number) -> Number:
    """The standard normal density."""
    density: Number = 0.3989422804014327 * math.e ** (-0.5 * z * z)
    return density


def normal_cdf(z: Floats) -> Floats:
    """The standard normal distribution function, within 7.5e-8 (Abramowitz and Stegun 1964, 26.2.17)."""
    t = 1 / (1 + 0.2316419 * np.abs(z))
    poly = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    tail = np.exp(-0.5 * z * z) * (0.3989422804014327 * poly)
    return np.where(z < 0, tail, 1 - tail)
