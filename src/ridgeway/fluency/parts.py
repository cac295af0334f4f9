"""The part each item may play in a session: which may be met, and which of those is checked, taught or
practised.

An item that was met is *speeding up* until it is fluent, then *due* when recall has fallen below 90 per cent,
else *known*. An item that was not met may come when the sets that its set needs are known, or belong to an
earlier year than the pupil's. It is *checked* where lessons of an earlier year have taught it or the pupil
probably has it by heart, and taught as *new* where not. Nothing that a teacher has paused comes, be it a set or
one item; what needs a paused set waits with it.

Of what is not fluent only so much is in hand at a time: what was met comes before what is checked, and the sets
in teaching order. The rest waits until something has become fluent; so do new items while what was met is
enough.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np

from ridgeway.fluency.arrays import Flags, Whole
from ridgeway.fluency.errors import OutOfRangeError, UnknownItemError
from ridgeway.fluency.items import Catalogue
from ridgeway.fluency.prediction import Prediction
from ridgeway.fluency.stages import ACCURATE, FLUENT, NEW
from ridgeway.fluency.trials import Reason

PARTS: Final[tuple[Reason, ...]] = ("check", "new", "speeding up", "due", "known")
CHECKED, TAUGHT, SPEEDING, DUE, KNOWN = range(len(PARTS))
NO_PART: Final = -1

DUE_BELOW: Final = 0.9
"""Recall below this is due: the level at which FSRS schedules by default."""

OPEN_FROM: Final = 0.6
"""A set that needs another opens when so much of that one is accurate. Provisional."""

CHECK_FROM: Final = 0.5
"""From this probability of being fluent on, an unmet item is checked; below it is taught. Provisional."""

MOST_IN_HAND: Final = 150
"""So many items that are not fluent yet are worked on at a time: in five minutes a day each comes about every
other day. A pupil spread over five hundred meets each too seldom to keep any. Provisional."""

YEARS: Final = (0, 13)


def parts_of(
    items: Catalogue,
    *,
    stage: Whole,
    prediction: Prediction,
    year: int | None = None,
    strand: str | None = None,
    sets: Collection[str] | None = None,
    paused: Collection[str] = (),
) -> Whole:
    """Return for each item a place in `PARTS`, or `NO_PART` where it may not come.

    `stage` and `prediction` are the pupil's, `year` the pupil's year group. `strand` and `sets` restrict the
    session; needs outside them fall away. The sets and items in `paused` are not asked.
    """
    in_scope, behind = _sets_in_scope(items, strand, sets), _behind(items, year)
    opened = _opened(items, stage, in_scope, behind)
    met = stage != NEW
    unmet_part = np.where(behind[items.set_of] | (prediction.fluent >= CHECK_FROM), CHECKED, TAUGHT)
    met_part = np.where(stage < FLUENT, SPEEDING, np.where(prediction.recall < DUE_BELOW, DUE, KNOWN))
    may_come: Flags = np.where(met, in_scope[items.set_of], opened[items.set_of]) & ~_paused(items, paused)
    part = np.where(may_come, np.where(met, met_part, unmet_part), NO_PART)
    return np.where(_waiting(part, items.set_of), NO_PART, part)


def open_sets(
    items: Catalogue,
    *,
    stage: Whole,
    year: int | None = None,
    strand: str | None = None,
    sets: Collection[str] | None = None,
) -> Flags:
    """Return for each set whether what it needs is known, or of an earlier year: whether its items may be met."""
    return _opened(items, stage, _sets_in_scope(items, strand, sets), _behind(items, year))


def _opened(items: Catalogue, stage: Whole, in_scope: Flags, behind: Flags) -> Flags:
    passed = np.bincount(items.set_of, stage >= ACCURATE, len(items.sets)) >= OPEN_FROM * items.set_sizes
    opened: Flags = in_scope & ~(items.needs & in_scope & ~(passed | behind)).any(axis=1)
    return opened


def _behind(items: Catalogue, year: int | None) -> Flags:
    """Return for each set whether it belongs to an earlier year; none does where nobody has said the year."""
    if year is None:
        return np.zeros(len(items.sets), dtype=np.bool_)
    if not YEARS[0] <= year <= YEARS[1]:
        raise OutOfRangeError("year", year, f"it must be from {YEARS[0]} (Reception) to {YEARS[1]}")
    behind: Flags = items.set_years < year
    return behind


def _waiting(part: Whole, set_of: Whole) -> Flags:
    """Return which items must wait because there are enough in hand; the sets come in teaching order."""
    waiting = np.zeros(len(part), dtype=np.bool_)
    room = MOST_IN_HAND
    for several in (SPEEDING, CHECKED):
        places = np.flatnonzero(part == several)
        places = places[np.argsort(set_of[places], kind="stable")]
        waiting[places[room:]] = True
        room = max(0, room - len(places))
        if several == SPEEDING and room == 0:
            waiting |= part == TAUGHT
    return waiting


def _sets_in_scope(items: Catalogue, strand: str | None, sets: Collection[str] | None) -> Flags:
    if strand is not None and strand not in items.strands:
        raise UnknownItemError("strand", strand, f"it must be one of {', '.join(items.strands)}")
    in_strand = np.array([strand in (None, each.strand) for each in items.sets])
    return in_strand if sets is None else in_strand & _named(items, sets)


def _paused(items: Catalogue, names: Collection[str]) -> Flags:
    """Return for each item whether it or its set is among those named."""
    paused = _named(items, [name for name in names if name not in items])[items.set_of]
    paused[[items.position(name) for name in names if name in items]] = True
    return paused


def _named(items: Catalogue, sets: Collection[str]) -> Flags:
    """Return for each set whether it is among those named."""
    ids = {items.set(each).id for each in sets}
    return np.array([each.id in ids for each in items.sets])
