"""What to practise next: a session's trials, each with its prompt and its reason.

Minutes are scarce. So of everything that may be asked (see `parts`) that comes first which should gain most for
each second it takes:

    what it costs today × what a meeting adds / seconds it takes

It costs what an answer without help would take, times the probability that it would not be fluent. A meeting
adds the more, the less likely it is that memory still holds the item: what was met a moment ago gains little.
The rest follows from it:

- *check* and *speeding up*: what is not fluent comes once in a session, for as many sessions as it takes, with
  its answer shown after a delay (see `asking`). To ask it twice in one session is worth less than another fact.
- *new*: as many as this pupil has shown to hold, half of them where a teacher wants it slower, and while little
  is known one for every eight known. Shown with its answer, it comes back after 1, 2, 4 and 8 others, with
  a growing delay, then alone. Where a beginner would run out of questions, further unmet items are checked.
- *due*: fluent once and about to be forgotten. It gains again, and so comes again.
- *known*: every tenth question is one of these, the one nearest to being due, to mix the old with the new.

Promises, for any knowledge and any seed: the same input gives the same plan; no two neighbours ask the same
item, and they share a set or an answer only when all that could be asked then did; new items come back after
no fewer others than said; expected success lies from 85 to 95 per cent, and above it only where no help is left
to take away from what is likely to be right without it and quick; the trials last at least as long as the session
unless there are too few items.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Final

import numpy as np

from ridgeway.fluency.aims import Device, OwnAims
from ridgeway.fluency.arrays import Floats, Whole
from ridgeway.fluency.asking import NEVER, NEW_DELAYS, Manner, as_prompt, expect, shown_after
from ridgeway.fluency.errors import OutOfRangeError, require_number
from ridgeway.fluency.interleave import Thread, Turn, weave
from ridgeway.fluency.items import Catalogue
from ridgeway.fluency.knowledge import Knowledge
from ridgeway.fluency.parts import CHECKED, DUE, KNOWN, PARTS, SPEEDING, TAUGHT, parts_of
from ridgeway.fluency.prediction import Prediction
from ridgeway.fluency.priors import Prior
from ridgeway.fluency.stages import ACCURATE
from ridgeway.fluency.trials import Plan, Trial

MOST_SECONDS: Final = 3600.0
MOST_TRIALS: Final = 120

SPARE: Final = 1.25
"""A plan lasts so many times the session, for a pupil who is quicker than expected."""

KNOWN_FOR_ONE_NEW: Final = 8
"""One new among eight known is a usual ratio of incremental rehearsal (Burns et al. 2019)."""

NEW_GAPS: Final = (1, 2, 4, 8)
NEW_APART: Final = 3
"""So many questions after one new item the next may begin."""

KNOWN_EVERY: Final = 10

STILL_GAINS: Final = 0.001
"""What is certain to be recalled gains this share of what one gains that is forgotten. Provisional."""

CHANCE: Final = 0.05
"""Items whose gain differs by less, as a share, may change places from one session to the next."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may be asked, one place an item.

    `part` is its part to play, `prediction` what it would bring without help, `aims` its aim in milliseconds,
    `after` how many milliseconds after the question its answer is shown, `ms` how long that should take, and
    `gain` what it should gain a second.
    """

    part: Whole
    prediction: Prediction
    aims: Floats
    after: Floats
    ms: Floats
    gain: Floats

    @classmethod
    def weighed(
        cls, knowledge: Knowledge, part: Whole, prediction: Prediction, aims: Floats, rng: np.random.Generator
    ) -> Candidates:
        """Weigh what each item should gain for each second that it takes: loss × forgotten / time."""
        after = shown_after(prediction, meetings=knowledge.rows.answers, aims=aims)
        ms = expect(prediction, after).ms
        loss = (1 - prediction.fluent) * expect(prediction, NEVER).ms
        forgotten = 1 + STILL_GAINS - np.nan_to_num(prediction.recall)
        gain = loss * forgotten / ms * (1 + CHANCE * rng.random(len(part)))
        return cls(part, prediction, aims, after, ms, gain)

    def playing(self, *parts: int) -> list[int]:
        """Return the items that play one of the parts, the most gain first."""
        places = np.flatnonzero(np.isin(self.part, parts))
        ordered: list[int] = places[np.argsort(-self.gain[places], kind="stable")].tolist()
        return ordered


def plan_session(
    knowledge: Knowledge,
    *,
    at: datetime,
    seconds: float,
    rng: np.random.Generator,
    strand: str | None = None,
    sets: Collection[str] | None = None,
    paused: Collection[str] = (),
    year: int | None = None,
    device: Device = "keyboard",
    own_aims: OwnAims | None = None,
    prior: Prior | None = None,
    slower: bool = False,
) -> Plan:
    """Return what a pupil should practise from `at` on for so many seconds.

    `strand` and `sets` restrict the session, the sets and items in `paused` are not asked, `slower` halves the new
    items, and `own_aims` are aims that a teacher has set. `year` is the pupil's year group, where it is known: it
    tells what has been taught, and the aims. `prior` is what to expect of items that were not met (even odds and
    the pupil's pace without one). Nothing but the state of `rng` can make two plans for the same knowledge differ.
    """
    require_number("seconds", seconds, at_least=1, at_most=MOST_SECONDS)
    if knowledge.is_class:
        raise OutOfRangeError("knowledge", knowledge, "it must be the knowledge of one pupil")
    items, budget = knowledge.items, seconds * 1000 * SPARE
    aims = knowledge.aims_ms(year=year, device=device, own_aims=own_aims)
    stage = knowledge.stages(year=year, device=device, own_aims=own_aims)
    prediction = knowledge.predict(at, year=year, device=device, own_aims=own_aims, prior=prior)
    part = parts_of(items, stage=stage, prediction=prediction, year=year, strand=strand, sets=sets, paused=paused)
    candidates = Candidates.weighed(knowledge, part, prediction, aims, rng)
    most_new = min(knowledge.new_per_session, 1 + int((stage >= ACCURATE).sum()) // KNOWN_FOR_ONE_NEW)
    most_new = max(1, most_new // 2) if slower else most_new
    threads = _threads(candidates, items.set_of, most_new=most_new, budget=budget)
    manner = Manner.of(prediction, part, after=candidates.after, aims=aims)
    order, after = _order(threads, items, manner, budget)
    asked = zip((turn.position for turn in order), after, strict=True)
    return Plan(tuple(_trial(items, candidates, *each) for each in asked), seconds)


def _order(
    threads: list[Thread], items: Catalogue, manner: Manner, budget: float
) -> tuple[list[Turn], list[float]]:
    """Return the turns, and for each after how many milliseconds its answer is shown.

    Where more help makes them too short for the session, more turns follow.
    """
    order: list[Turn] = []
    longest = budget
    while True:
        longer = weave(
            threads,
            set_of=items.set_of.tolist(),
            answer_of=items.answer_of.tolist(),
            cost=manner.cost(),
            budget=longest,
            most=MOST_TRIALS,
        )
        after, lasts = manner.asked_as(longer)
        if lasts >= budget / SPARE or len(longer) in (len(order), MOST_TRIALS):
            return longer, after
        order, longest = longer, longest * SPARE


def _trial(items: Catalogue, candidates: Candidates, place: int, after: float) -> Trial:
    prompt = as_prompt(after)
    reason, aim = PARTS[candidates.part[place]], int(candidates.aims[place])
    return Trial(items.items[place], prompt, int(after) if prompt == "delay" else None, reason, aim)


def _threads(candidates: Candidates, set_of: Whole, *, most_new: int, budget: float) -> list[Thread]:
    """Choose what is taught as new, and list all else in the order in which it is wanted.

    Where that is too little, unmet items that would be taught another day are made checks.
    """
    unmet = sorted(candidates.playing(TAUGHT), key=lambda item: set_of[item])
    new, later = unmet[:most_new], unmet[most_new:]
    others = _mixed(candidates)
    taken = candidates.ms[others].sum() + len(NEW_DELAYS) * candidates.ms[new].sum()
    so_far = accumulate(candidates.ms[later].tolist(), initial=taken)
    fillers = [item for item, before in zip(later, so_far, strict=False) if before < budget]
    candidates.part[fillers] = CHECKED
    threads = [Thread(item, NEW_GAPS, 1 + NEW_APART * place) for place, item in enumerate(new)]
    return threads + [Thread(item) for item in others + fillers]


def _mixed(candidates: Candidates) -> list[int]:
    """List what comes once, by its gain, with a known item at every tenth place."""
    known, wanted = candidates.playing(KNOWN), candidates.playing(CHECKED, SPEEDING, DUE)
    mixed: list[int] = []
    while wanted or known:
        mixed += wanted[: KNOWN_EVERY - 1] + known[:1]
        wanted, known = wanted[KNOWN_EVERY - 1 :], known[1:]
    return mixed
