"""How a pupil's state takes in answers, and pages of which only the time for all is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ridgeway.fluency.aims import DEVICES, Device, OwnAims, aims_by_device, with_own
from ridgeway.fluency.answers import NONE, Answers
from ridgeway.fluency.arrays import Flags, Floats, Whole
from ridgeway.fluency.errors import TimeOrderError
from ridgeway.fluency.evidence import LEAST_LEFT, Evidence, weigh
from ridgeway.fluency.hand import Asked, Handled, follow_tool
from ridgeway.fluency.items import Catalogue
from ridgeway.fluency.memory import retrievability
from ridgeway.fluency.pupil import Pupil, follow_held, follow_pace
from ridgeway.fluency.rows import DAY_MS, Rows, learn
from ridgeway.fluency.speed import BETWEEN_ITEMS, Speed, drifted, slowness
from ridgeway.fluency.tool import MEMORY, Tool
from ridgeway.fluency.totals import observe_total, shared_variance


@dataclass(frozen=True, slots=True)
class State:
    """What is kept of one pupil: a row an item, and the pupil's own numbers."""

    rows: Rows
    pupil: Pupil


def take_in(
    state: State, given: Answers, items: Catalogue, *, year: int | None, own_aims: OwnAims | None
) -> State:
    """Return the state after answers, of which there is at least one, none before the last taken in."""
    refuse_earlier(state.pupil, int(given.at_ms[0]))
    tool, _, evidence = evidence_of(state.pupil.tool, given, items, year=year, own_aims=own_aims)
    return _learn(state, given, evidence, tool)


def take_in_copies(state: State, given: Answers, items: Catalogue) -> State:
    """Return the state after answers to tool-speed items, of which there is at least one, none before the last
    taken in. They are of another catalogue, `items`: they say how fast the hand is, and nothing of what is known.
    """
    refuse_earlier(state.pupil, int(given.at_ms[0]))
    no_aim = np.full(len(given), np.nan)
    course, _ = follow_tool(state.pupil.tool, given, Asked.of(items, given.position, no_aim, no_aim))
    return State(state.rows, state.pupil._replace(tool=course.last, at_ms=float(given.at_ms[-1])))


@dataclass(frozen=True, slots=True)
class Page:
    """A page of questions whose times are known only in sum.

    `position` are the items' places in the catalogue, `marked` says of which it is known whether they were
    `correct`.
    """

    position: Whole
    correct: Flags
    marked: Flags
    at_ms: int
    total_ms: float
    device: Device

    def answers(self) -> Answers:
        """Return the page as answers with no times."""
        count = len(self.position)
        unknown = np.full(count, np.nan)
        return Answers(
            position=self.position,
            at_ms=np.full(count, self.at_ms),
            correct=self.correct,
            latency_ms=unknown,
            prompt=np.full(count, NONE),
            device=np.full(count, DEVICES.index(self.device)),
            delay_ms=unknown,
            aim_ms=unknown,
        )


def take_in_page(
    state: State, page: Page, items: Catalogue, *, year: int | None, own_aims: OwnAims | None
) -> State:
    """Return the state after a page: its time informs every item on it, its marks those that were marked."""
    refuse_earlier(state.pupil, page.at_ms)
    given = page.answers()
    tool, handled, evidence = evidence_of(state.pupil.tool, given, items, year=year, own_aims=own_aims)
    total_ms = max(page.total_ms - float(handled.extra.sum()), LEAST_LEFT * page.total_ms)
    timed = _timed(state, page, float(np.log(total_ms)))
    learned = _learn(timed, given, evidence.without(~page.marked), tool)
    # Its answers have no times of their own, but their doubt is that which the time for the page has left.
    learned.rows.log_rt_var[page.position] = timed.rows.log_rt_var[page.position]
    return learned


def evidence_of(
    tool: Tool,
    given: Answers,
    items: Catalogue,
    *,
    year: int | None = None,
    own_aims: OwnAims | None = None,
) -> tuple[Tool, Handled, Evidence]:
    """Return the tool speed after answers, what it said of each of them, and what each is evidence of."""
    own = with_own(np.full(len(items), np.nan), items, own_aims)[given.position]
    set_ms = np.where(np.isnan(given.aim_ms), own, given.aim_ms)
    asked = Asked.of(items, given.position, aims_by_device(items, year)[given.device, given.position], set_ms)
    course, handled = follow_tool(tool, given, asked)
    return course.last, handled, graded(given, handled)


def graded(given: Answers, handled: Handled) -> Evidence:
    """Return what each answer is evidence of, by what the hand says of it."""
    return weigh(
        given,
        delay_ms=np.where(np.isnan(given.delay_ms), handled.aim, given.delay_ms),
        aim_ms=handled.aim,
        guess_ms=handled.guess,
        extra_ms=handled.extra,
    )


def learn_in_turns(
    rows: Rows,
    positions: Whole,
    *,
    at_ms: Whole,
    evidence: Evidence,
    pace: Floats,
    accuracy: Floats,
    watch: Callable[[Whole, Rows], None] | None = None,
) -> Floats:
    """Change the rows at the positions, one answer after the other, and return of each whether a newly taught item
    was held (see `learn`). `watch`, where it is given, is told the places of answers and the rows just after them.
    """
    order, ends, met = _Turns.of(positions)
    moments, evidence, pace, accuracy = (
        at_ms[order].astype(np.float64),
        evidence.take(order),
        pace[order],
        accuracy[order],
    )
    state, held, start = rows.take(met), np.empty(len(positions)), 0
    for end in ends:
        turn, first = slice(start, end), slice(end - start)
        after, held[order[turn]] = learn(
            state.part(first), moments[turn], evidence.take(turn), pace[turn], accuracy[turn]
        )
        state.put(first, after)
        if watch is not None:
            watch(order[turn], after)
        start = end
    rows.put(met, state)
    return held


def _learn(state: State, given: Answers, evidence: Evidence, tool: Tool) -> State:
    pupil, pace, accuracy = follow_pace(state.pupil, evidence)
    rows = state.rows.copy()
    held = learn_in_turns(rows, given.position, at_ms=given.at_ms, evidence=evidence, pace=pace, accuracy=accuracy)
    return State(rows, follow_held(pupil, held)._replace(tool=tool, at_ms=float(given.at_ms[-1])))


def _timed(state: State, page: Page, log_total: float) -> State:
    """Return the state after the time for a page, apart from its marks."""
    places, counts = np.unique(page.position, return_counts=True)
    rows, pupil = state.rows.take(places), state.pupil
    untimed = np.isnan(rows.log_rt)
    days = (page.at_ms - rows.last_seen) / DAY_MS
    variance = np.where(untimed, BETWEEN_ITEMS, drifted(rows.log_rt_var, days))
    slower = slowness(retrievability(rows.stability, np.maximum(days, 0.0)), rows.accuracy)
    expected = Speed(np.where(untimed, pupil.pace, rows.log_rt) + slower.mean, variance)
    shared = shared_variance(float(pupil.paced))
    seen = observe_total(expected, counts.astype(np.float64), log_total, shared)
    moved = state.rows.copy()
    moved.started[places] = np.where(untimed, pupil.pace, rows.started)
    moved.log_rt[places], moved.log_rt_var[places] = seen.levels.mean - slower.mean, seen.levels.variance
    return State(
        moved, pupil._replace(pace=pupil.pace + seen.together, paced=min(pupil.paced + len(page.position), MEMORY))
    )


def refuse_earlier(pupil: Pupil, at_ms: int) -> None:
    """Refuse what was before the last answer taken in."""
    if at_ms < pupil.at_ms:
        raise TimeOrderError("at_ms", at_ms, f"it must be at least {pupil.at_ms:.0f}, the last so far")


class _Turns(NamedTuple):
    """Answers in turns that meet no item twice: the first to each item, then the second, and so on.

    `order` are the places of the answers, turn after turn, and `ends` where each turn ends in it. `met` are the
    items, such as were met most often first: a turn is to the first of them, in their order.
    """

    order: Whole
    ends: list[int]
    met: Whole

    @classmethod
    def of(cls, positions: Whole) -> _Turns:
        """Put answers to the items at these positions in turns; a single one, as of a pupil at work, at once."""
        if len(positions) == 1:
            return cls(np.zeros(1, dtype=np.int64), [1], positions)
        by_item = np.argsort(positions, kind="stable")
        items, is_first = positions[by_item], np.ones(len(positions), dtype=np.bool_)
        is_first[1:] = items[1:] != items[:-1]
        begins, item = np.flatnonzero(is_first), np.cumsum(is_first) - 1
        often = np.argsort(-np.bincount(item), kind="stable")
        rank = np.empty_like(often)
        rank[often] = np.arange(len(often))
        turn = np.arange(len(positions)) - begins[item]
        sizes = np.bincount(turn)
        ends = np.cumsum(sizes)
        order = np.empty_like(by_item)
        order[(ends - sizes)[turn] + rank[item]] = by_item
        return cls(order, ends.tolist(), items[begins[often]])
