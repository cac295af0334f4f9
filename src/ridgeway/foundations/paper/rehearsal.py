"""A page of a pupil's own facts, laid out as incremental rehearsal.

Each column rehearses one fact that the pupil is learning. It comes back after one, two and four other questions,
and those are facts the pupil knows, with the facts of earlier columns among them: what was new becomes one of the
known. Incremental rehearsal with nine or ten known facts to each new one: Burns (2005) and the protocol of
Intervention Central; about four new facts a sitting is what children of this age keep (Burns and others 2016).

Which facts, is not decided here: they come from the plan that the same pupil would practise on a screen, within
the sets that the pupil has begun, or where there are none, those that the year group learns. To find out what is
known of other sets is left to the screen, where an answer that is not known can be shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from ridgeway.fluency import Knowledge, Plan, plan_session
from ridgeway.fluency.trials import Reason
from ridgeway.foundations.paper.contents import ContentError, FactPage
from ridgeway.foundations.paper.contents.facts import COLUMNS
from ridgeway.foundations.steering.resolving import Steering

ROWS: Final = 15
LEARNING_AT: Final = (0, 2, 5, 10)
"""Rows of a column in which its own fact stands: 1, 2 and 4 others in between."""

RECALLED_AT: Final = (3, 7, 12)
"""Rows in which the facts of earlier columns come back."""

LEARNING_REASONS: Final[tuple[Reason, ...]] = ("due", "speeding up", "new")
"""Why a fact of the plan is one to learn on paper, the most pressing reason first."""


NOTHING_TO_ASK: Final = "There is nothing to ask: everything is left alone. Change what is decided about practice."

PLANNED_SECONDS: Final = 600
"""A page of own facts draws on what ten minutes on a screen would ask."""


def plan_page(
    knowledge: Knowledge, *, at: dt.datetime, rng: np.random.Generator, year: int | None, steering: Steering
) -> Plan:
    """What the pupil would practise at that time, as the teacher has decided.

    Where the teacher names no sets it is of those that the pupil has begun; where none is, of those of the year
    group; of all where nothing of them may be asked.
    """
    items = knowledge.items
    begun = {items.sets[place].id for place in items.set_of[knowledge.rows.answers > 0].tolist()}
    near = begun or {each.id for each in items.sets if each.year == year}
    allowed = {item.set_id for item in items if item.set_id in near and steering.allows(item)}
    decided = steering.options if steering.sets else {**steering.options, "sets": allowed or None}
    return plan_session(knowledge, at=at, seconds=PLANNED_SECONDS, rng=rng, year=year, device="paper", **decided)


def reasons_in(plan: Plan) -> dict[str, Reason]:
    """Why the plan asks each of its items, in the order in which it first does."""
    reasons: dict[str, Reason] = {}
    for trial in plan.trials:
        reasons.setdefault(trial.item.id, trial.reason)
    return reasons


def pressing(reasons: Mapping[str, Reason]) -> list[str]:
    """The items to learn, the most pressing first."""
    return [item for reason in LEARNING_REASONS for item, why in reasons.items() if why == reason]


def make_fact_page(plan: Plan, *, rng: np.random.Generator, columns: int = COLUMNS) -> FactPage:
    """A page for the pupil whose next session on screen would be `plan`.

    With fewer facts to learn than columns the remaining columns mix what is known.
    """
    reasons = reasons_in(plan)
    if not reasons:
        raise ContentError(NOTHING_TO_ASK)
    to_learn = pressing(reasons)
    learning, waiting = to_learn[:columns], to_learn[columns:]
    known = [item for item, why in reasons.items() if why not in LEARNING_REASONS]
    items = rehearse(learning, known or waiting or learning, rng=rng, columns=columns)
    return FactPage(tuple(learning), items, columns)


def rehearse(
    learning: Sequence[str], known: Sequence[str], *, rng: np.random.Generator, columns: int = COLUMNS
) -> tuple[str, ...]:
    """The questions of a page, column after column. No question follows itself where `known` gives a choice."""
    fixed: dict[int, str] = {}
    for column, item in enumerate(learning):
        fixed |= {column * ROWS + row: item for row in LEARNING_AT}
        recalled = zip(RECALLED_AT, learning[:column], strict=False)
        fixed |= {column * ROWS + row: earlier for row, earlier in recalled}
    return tuple(deal(known, columns * ROWS, rng=rng, fixed=fixed))


def deal(
    items: Sequence[str], count: int, *, rng: np.random.Generator, fixed: Mapping[int, str] | None = None
) -> Iterator[str]:
    """So many items in random order, around those whose places are fixed.

    Every one comes once before any comes again, and none beside itself where there is a choice.
    """
    taken = fixed or {}
    last: str | None = None
    deck: list[str] = []
    for place in range(count):
        if place in taken:
            last = taken[place]
        else:
            deck = deck or rng.permutation(items).tolist()
            neighbours = {last, taken.get(place + 1)}
            last = next((item for item in deck if item not in neighbours), deck[0])
            deck.remove(last)
        yield last
