"""What comes next for a pupil who is at the aim."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.fluency import catalogue
from ridgeway.fluency.arrays import Whole
from ridgeway.fluency.stages import ACCURATE, FLUENT, NEW
from ridgeway.foundations.steering.resolving import Steering
from ridgeway.foundations.week.next_sets import next_set

ITEMS = catalogue()
NOTHING = Steering()
SETS = [each.id for each in ITEMS.sets]


def knowing(*sets: str, stage: int = FLUENT) -> Whole:
    stages = np.full(len(ITEMS), NEW)
    stages[[item.set_id in sets for item in ITEMS]] = stage
    return stages


def test_who_has_met_nothing_begins_with_the_first_set() -> None:
    assert next_set(ITEMS, knowing(), 0, NOTHING) == ITEMS.sets[0]


def test_after_a_set_comes_the_first_one_that_is_not_met_and_whose_needs_are_known() -> None:
    stages, met = knowing(), list[str]()
    for _ in SETS:
        found = next_set(ITEMS, stages, 6, NOTHING)
        assert found is not None
        assert set(found.needs) <= set(met) or found.year < 6
        met.append(found.id)
        stages = knowing(*met)
    assert sorted(met) == sorted(SETS)
    assert next_set(ITEMS, stages, 6, NOTHING) is None


def test_a_set_that_is_half_met_is_under_way_and_not_next() -> None:
    first = ITEMS.sets[0]
    places = [at for at, item in enumerate(ITEMS) if item.set_id == first.id]
    stages = knowing()
    stages[places[: len(places) // 2 - 1]] = ACCURATE
    assert next_set(ITEMS, stages, 0, NOTHING) == first
    stages[places[: (len(places) + 1) // 2]] = ACCURATE
    assert next_set(ITEMS, stages, 0, NOTHING) != first


def test_what_a_teacher_left_alone_does_not_come_next_and_what_needs_it_waits() -> None:
    first = next_set(ITEMS, knowing(), 4, NOTHING)
    assert first is not None
    alone = Steering(paused=frozenset({first.id}))
    other = next_set(ITEMS, knowing(), 4, alone)
    assert other is not None
    assert other != first
    assert next_set(ITEMS, knowing(), 0, alone) is None


def test_practise_only_keeps_to_its_sets() -> None:
    only = Steering(sets=frozenset({"mul-7"}))
    found = next_set(ITEMS, knowing(), 4, only)
    assert found is not None
    assert found.id == "mul-7"
    assert next_set(ITEMS, knowing("mul-7"), 4, only) is None


@given(st.sets(st.sampled_from(SETS)), st.sampled_from([None, *range(7)]))
def test_a_set_that_is_met_never_comes_next(met: set[str], year: int | None) -> None:
    found = next_set(ITEMS, knowing(*met), year, NOTHING)
    assert found is None or found.id not in met
