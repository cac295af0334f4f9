"""A short check: three minutes of questions that find out what a new pupil knows.

Its questions are those of `Baseline`, chosen for a pupil who answers each just as well as a middling pupil of the
year group is expected to: such answers tell nothing, so that the choice spreads over all that is uncertain, from
the easiest sets to the hardest. So the order of the sets is fixed for a year group, and no network is needed
between the questions; which items of a set are asked is chance.

The player plays it like any plan. A question stands alone for eight seconds, which is time enough to know an
answer and to work out many; then the answer appears and is copied, so that nobody gets stuck. As always an error
is put right at once and met again.
"""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist
from typing import Final

import numpy as np

from ridgeway.fluency import Baseline, Item, Knowledge, Plan, Prior, Subject, Trial, catalogue
from ridgeway.fluency.arrays import Floats
from ridgeway.fluency.placement import SECONDS, SPREAD, TURN_MS, UNKNOWN_MS
from ridgeway.fluency.planner import SPARE

CHECKED: Final[Subject] = "number-facts"
"""The subject that is checked."""

LEAST_QUESTIONS: Final = 20
"""A check of fewer, because most sets are left alone, tells less than ordinary practice."""

CERTAIN: Final = 0.98

ANY_DAY: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Of a pupil of whom nothing is known nothing has been forgotten either: the day does not matter."""


def plan_check(
    *, year: int | None, rng: np.random.Generator, aims: Floats, allowed: Callable[[Item], bool]
) -> Plan | None:
    """The check for a new pupil whose aims in milliseconds are these; None where too little of it is allowed."""
    items = catalogue(CHECKED)
    left: dict[str, list[int]] = {}
    for place in rng.permutation(len(items)).tolist():
        if allowed(items.items[place]):
            left.setdefault(items.items[place].set_id, []).append(place)
    asked = [left[name].pop() for name in sets_to_ask(year) if left.get(name)]
    if len(asked) < LEAST_QUESTIONS:
        return None
    delay = round(UNKNOWN_MS)
    trials = (Trial(items.items[place], "delay", delay, "check", int(aims[place])) for place in asked)
    return Plan(tuple(trials), SECONDS)


@lru_cache(maxsize=16)
def sets_to_ask(year: int | None) -> tuple[str, ...]:
    """The set of each question of the check for a year group, in order, enough for a quick pupil."""
    knowledge, prior = Knowledge.new(catalogue(CHECKED)), Prior.national(year)
    expected = knowledge.predict(ANY_DAY, year=year, prior=prior).fluent
    rng = np.random.default_rng(0)
    baseline = Baseline(knowledge, at=ANY_DAY, rng=rng, year=year, seconds=SECONDS * SPARE, prior=prior)
    elapsed_ms = 0.0
    while (trial := baseline.next(elapsed_ms)) is not None:
        taken = _telling_nothing(trial, float(expected[knowledge.items.position(trial.item.id)]))
        baseline.answer(trial.item.answer, taken)
        elapsed_ms += taken + TURN_MS
    return tuple(each.trial.item.set_id for each in baseline.answered)


def _telling_nothing(trial: Trial, chance: float) -> float:
    """The time of a right answer by which the item is as probably known as it was expected to be anyway."""
    sure = min(max(chance, 1 - CERTAIN), CERTAIN)
    return min(trial.aim_ms * float(np.exp(-SPREAD * NormalDist().inv_cdf(sure))), UNKNOWN_MS)
