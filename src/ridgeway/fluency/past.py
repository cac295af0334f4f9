"""Whole pasts: every answer of several pupils taken in at once, with a look at what was known now and then.

It comes to what `Knowledge.update` and `Knowledge.observe_copies` make of the same answers one after the other, to
the last bit, at a fraction of the work: whatever does not depend on the order of a pupil's answers is done for all
answers together, and an item's next answer is met in one step for all items and pupils.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, NamedTuple

import numpy as np

from ridgeway.fluency.aims import DEVICES, OwnAims, aims_by_device, characters, personal_least_ms, with_own
from ridgeway.fluency.answers import Answers
from ridgeway.fluency.arrays import Flags, Floats, Whole
from ridgeway.fluency.evidence import Evidence
from ridgeway.fluency.fold import graded, learn_in_turns, refuse_earlier
from ridgeway.fluency.hand import Asked, Course, copying, follow_tool
from ridgeway.fluency.items import Catalogue
from ridgeway.fluency.knowledge import Knowledge
from ridgeway.fluency.pupil import Pupil, follow_held, follow_pace
from ridgeway.fluency.rows import Rows
from ridgeway.fluency.stages import FLUENT, NEW, SECURE, stages_of
from ridgeway.fluency.tool import KEYBOARD, keys

STAGED: Final = ("answers", "right", "accuracy", "log_rt", "stability")
"""What an item's stage goes by, beside the aim (see `stages_of`)."""

_staged: Final[Callable[[Rows], tuple[Floats, ...]]] = attrgetter(*STAGED)


class Terms(NamedTuple):
    """By whose aims answers were given: the pupil's year group, if it is known, and those a teacher had set."""

    year: int | None = None
    own_aims: OwnAims | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """All answers of one pupil that tell of a subject, in their order.

    Positions are places in the subject's catalogue; those from its length on are of the catalogue of tool speed,
    counted on. `terms` is each answer's place in a list of `Terms`. `looks` are the places of answers, in their
    order and each to an item of the subject's own, after which to look at what is known. `before` is what was
    known before the first of them; left out, that is nothing.
    """

    answers: Answers
    terms: Whole
    looks: Whole
    before: Knowledge | None = None


class Grown(NamedTuple):
    """What a pupil knows after a past; and at each look, how many items were met, fluent and secure by then."""

    knowledge: Knowledge
    met: Whole
    fluent: Whole
    secure: Whole


def take_in_pasts(
    items: Catalogue, tools: Catalogue, pasts: Sequence[Past], terms: Sequence[Terms]
) -> list[Grown]:
    """Return what each pupil knows of the items after a whole past; `tools` are the items of tool speed."""
    if not pasts:
        return []
    asking, nothing = _Asking.of(items, tools, terms), Knowledge.new(items)
    begun = [past.before or nothing for past in pasts]
    followed = [_follow(past, before.pupil, asking) for past, before in zip(pasts, begun, strict=True)]
    ends = np.cumsum([0, *(len(each.own.position) for each in followed)])
    owner = np.repeat(np.arange(len(pasts)), np.diff(ends))
    rows, trail = Rows.joined([before.rows for before in begun]), np.empty((len(STAGED), len(owner)))

    def watch(places: Whole, after: Rows) -> None:
        for row, values in zip(trail, _staged(after), strict=True):
            row[places] = values

    held = learn_in_turns(
        rows,
        np.concatenate([each.own.position for each in followed]) + owner * len(items),
        at_ms=np.concatenate([each.own.at_ms for each in followed]),
        evidence=Evidence.together([each.evidence for each in followed]),
        pace=np.concatenate([each.pace for each in followed]),
        accuracy=np.concatenate([each.accuracy for each in followed]),
        watch=watch,
    )
    grown = []
    for number, each in enumerate(followed):
        own = slice(int(ends[number]), int(ends[number + 1]))
        rows_of = rows.part(slice(number * len(items), (number + 1) * len(items)))
        known = Knowledge(items, rows_of, follow_held(each.pupil, held[own]))
        grown.append(Grown(known, *_look(pasts[number], each, begun[number].rows, trail[:, own], asking)))
    return grown


class _Asking(NamedTuple):
    """What is asked by each item, the subject's first and then those of tool speed, and by which aims: `usual_ms`
    has a row of devices for each of the terms, `set_ms` one row.
    """

    items: Catalogue
    keys: Floats
    copying: Flags
    usual_ms: Floats
    set_ms: Floats

    @classmethod
    def of(cls, items: Catalogue, tools: Catalogue, terms: Sequence[Terms]) -> _Asking:
        both = (items, tools)
        count = len(items) + len(tools)
        usual, own = np.full((len(terms), len(DEVICES), count), np.nan), np.full((len(terms), count), np.nan)
        for place, each in enumerate(terms):
            usual[place, :, : len(items)] = aims_by_device(items, each.year)
            own[place, : len(items)] = with_own(own[place, : len(items)], items, each.own_aims)
        return cls(
            items,
            np.concatenate([keys(characters(each)) for each in both]),
            np.concatenate([copying(each) for each in both]),
            usual,
            own,
        )

    def asked(self, past: Past) -> Asked:
        position = past.answers.position
        own, usual = self.set_ms[past.terms, position], self.usual_ms[past.terms, past.answers.device, position]
        set_ms = np.where(np.isnan(past.answers.aim_ms), own, past.answers.aim_ms)
        return Asked(self.keys[position], self.copying[position], usual, set_ms)


class _Followed(NamedTuple):
    """What a past tells one answer after the other: the course of the hand, the pupil's numbers, and of the
    answers     to the subject's `own` items, which have these `places` in the past, what they are evidence of.
    """

    course: Course
    places: Whole
    own: Answers
    evidence: Evidence
    pupil: Pupil
    pace: Floats
    accuracy: Floats


def _follow(past: Past, before: Pupil, asking: _Asking) -> _Followed:
    answers = past.answers
    if len(answers):
        refuse_earlier(before, int(answers.at_ms[0]))
    course, handled = follow_tool(before.tool, answers, asking.asked(past))
    places = np.flatnonzero(answers.position < len(asking.items))
    evidence = graded(answers, handled).take(places)
    pupil, pace, accuracy = follow_pace(before, evidence)
    if len(answers):
        pupil = pupil._replace(tool=course.last, at_ms=float(answers.at_ms[-1]))
    return _Followed(course, places, answers.part(places), evidence, pupil, pace, accuracy)


def _look(
    past: Past, followed: _Followed, before: Rows, trail: Floats, asking: _Asking
) -> tuple[Whole, Whole, Whole]:
    """Return how many items were met, fluent and secure at each look; `trail` has what stages go by after each own
    answer.
    """
    own = followed.own.position
    is_met = before.answers > 0
    is_met[own] = True
    met, column = np.flatnonzero(is_met), np.cumsum(is_met) - 1
    staged = np.hstack([np.stack([each[met] for each in _staged(before)]), trail])
    latest = _latest(np.searchsorted(past.looks, followed.places), column[own], (len(past.looks), len(met)))
    terms = past.terms[past.looks]
    hand = followed.course.after(past.looks).answer_ms(asking.items, "keyboard")
    usual = np.maximum(asking.usual_ms[:, KEYBOARD, met][terms], personal_least_ms(hand)[:, met])
    set_ms = asking.set_ms[:, met][terms]
    log_aim = np.log(np.where(np.isnan(set_ms), usual, set_ms))
    within_reach = stages_of(**dict(zip(STAGED, staged, strict=True)), log_aim=np.array(np.inf))
    log_rt = staged[STAGED.index("log_rt")]

    def reached(stage: int) -> Whole:
        counts: Whole = (np.where(within_reach >= stage, log_rt, np.inf)[latest] <= log_aim).sum(axis=1)
        return counts

    return (within_reach > NEW)[latest].sum(axis=1), reached(FLUENT), reached(SECURE)


def _latest(look: Whole, column: Whole, shape: tuple[int, int]) -> Whole:
    """Return for each look and column the row that holds by then: the column's own, or that of its last answer.

    The answers are given by the first look after each, and their column; their rows follow those of the columns.
    """
    columns = shape[1]
    latest = np.tile(np.arange(columns), (shape[0], 1))
    looked_at = np.flatnonzero(look < shape[0])
    latest[look[looked_at], column[looked_at]] = looked_at + columns
    through: Whole = np.maximum.accumulate(latest, axis=0)
    return through
