"""What comes next for a pupil who is at the aim: the frontier of the progression, set by set."""

import numpy as np

from ridgeway.fluency import Catalogue, FactSet
from ridgeway.fluency.arrays import Whole
from ridgeway.fluency.parts import open_sets
from ridgeway.fluency.stages import NEW
from ridgeway.foundations.steering.resolving import Steering


def next_set(items: Catalogue, stages: Whole, year: int | None, steering: Steering) -> FactSet | None:
    """The first set in teaching order that may be met, and of which the pupil has not met most; None without one.

    `stages` has one place an item. What a teacher has decided is obeyed: a set left alone does not come next.
    """
    opened = open_sets(items, stage=stages, year=year, sets=steering.sets)
    unmet = np.bincount(items.set_of, stages == NEW, len(items.sets)) > items.set_sizes / 2
    found = (items.sets[at] for at in np.flatnonzero(opened & unmet).tolist())
    return next((each for each in found if each.id not in steering.paused), None)
