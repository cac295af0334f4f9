"""What is being tried with a pupil, and what the decision rules make of it.

A remedy has its two weeks: until they are over the advice is to stay with it, unless the pupil reaches the aim
before. Then the rules look at the days since it began alone, as if the chart began there; a pupil who is stuck on
those is told to try the next remedy, the first that was not tried yet.

Sources: one change at a time, each judged on its own phase, is precision teaching's way (White and Haring 1980);
that the next strategy follows from what the last one did is the point of the decision rules of Haring, Liberty and
White (1980). How long to wait is a judgement (`thresholds`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ridgeway.fluency.errors import OutOfRangeError, TimeOrderError, require_one_of
from ridgeway.fluency.growth.advice import advise_on
from ridgeway.fluency.growth.moves import (
    FACT_REMEDIES,
    REMEDIES,
    Advice,
    AnyRemedy,
    FactRemedy,
    Remedy,
    remedy_in_words,
)
from ridgeway.fluency.growth.thresholds import TRIAL_DAYS, TRIED_DAYS


@dataclass(frozen=True, slots=True)
class Attempt:
    """A remedy, and the first day on which it was tried with a pupil."""

    remedy: AnyRemedy
    since: date

    def __post_init__(self) -> None:
        require_one_of("remedy", self.remedy, (*REMEDIES, *FACT_REMEDIES))

    @property
    def judged_from(self) -> date:
        """The day from which on it has had its time."""
        return self.since + timedelta(days=TRIAL_DAYS)

    def counts_on(self, day: date) -> bool:
        """Whether it had begun by a day, no longer than half a year before."""
        return self.since <= day < self.since + timedelta(days=TRIED_DAYS)


def under_way(attempts: Iterable[Attempt], today: date) -> Attempt | None:
    """The latest attempt, while it has its time; None where nothing is being tried."""
    latest = _latest(attempts, today)
    return latest if latest is not None and today < latest.judged_from else None


def advise_after(
    attempts: Sequence[Attempt],
    days: Sequence[date],
    values: Sequence[float],
    *,
    today: date,
    aim: Sequence[float],
    unit: str = "correct a minute",
) -> Advice:
    """Return what to do after these figures of practice days, in order, given what was tried.

    `aim` has one figure a day. What is about single facts does not count as tried for the pupil as a whole, but
    its two weeks are waited for, and a phase begins with it as well.
    """
    if not len(days) == len(values) == len(aim):
        raise OutOfRangeError("days", len(days), f"there must be one for each of the {len(values)} figures")
    for before, day in pairwise(days):
        if day <= before:
            raise TimeOrderError("days", day, f"it must be after {before}, the practice day before")
    plain = advise_on(values, aim=aim, unit=unit)
    latest = _latest(attempts, today)
    if latest is None or plain.rule == "at the aim":
        return plain
    if today < latest.judged_from:
        until = latest.judged_from
        words = f"Stay with it until {until.day} {until:%B}: {remedy_in_words(latest.remedy)}."
        return Advice("keep going", "being tried", words, plain.evidence)
    begun = bisect_left(days, latest.since)
    return advise_on(values[begun:], aim=aim[begun:], unit=unit, tried=_tried(attempts, today))


def left_for_facts(attempts: Iterable[Attempt], today: date) -> tuple[FactRemedy, ...]:
    """What is left to try for facts that do not stick, the first to be tried first."""
    tried = {each.remedy for each in attempts if each.counts_on(today)}
    return tuple(remedy for remedy in FACT_REMEDIES if remedy not in tried)


def _tried(attempts: Iterable[Attempt], today: date) -> list[Remedy]:
    tried = {each.remedy for each in attempts if each.counts_on(today)}
    return [remedy for remedy in REMEDIES if remedy in tried]


def _latest(attempts: Iterable[Attempt], today: date) -> Attempt | None:
    counted = (each for each in attempts if each.counts_on(today))
    return max(counted, key=lambda each: each.since, default=None)
