"""Weaving: what comes back comes back late enough, and neighbours differ where they can."""

from __future__ import annotations

import itertools
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.fluency.interleave import MOST_ROUNDS, Thread, Turn, weave

SETS = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3]
ANSWERS = [0, 1, 2, 0, 1, 2, 0, 1, 3, 3]


def woven(threads: list[Thread], steps: int = 40) -> list[Turn]:
    return weave(threads, set_of=SETS, answer_of=ANSWERS, cost=lambda _: 1.0, budget=float(steps), most=120)


def clash(one: Turn, other: Turn) -> bool:
    a, b = one.position, other.position
    return SETS[a] == SETS[b] or ANSWERS[a] == ANSWERS[b]


def all_different(threads: list[Thread], steps: int) -> list[Turn]:
    numbers = range(20)
    return weave(threads, set_of=numbers, answer_of=numbers, cost=lambda _: 1.0, budget=float(steps), most=120)


def test_an_item_comes_back_after_as_many_others_as_its_gaps_say() -> None:
    order = all_different([Thread(0, (1, 2, 4)), *(Thread(position) for position in range(3, 15))], 12)
    assert [place for place, turn in enumerate(order) if turn.position == 0] == [0, 2, 5, 10]


def test_a_rehearsal_begins_when_it_may() -> None:
    order = all_different([Thread(0, (1,), start=4), *(Thread(position) for position in range(3, 15))], 7)
    assert [place for place, turn in enumerate(order) if turn.position == 0] == [4, 6]


def test_with_nothing_else_to_ask_a_rehearsal_begins_early() -> None:
    assert woven([Thread(0, (1,), start=9), Thread(8)], 2) == [Turn(8, 0), Turn(0, 0)]
    one_apart = [Thread(1, (1,), start=9), Thread(8, (1,), start=9)]
    assert woven([Thread(0), *one_apart], 2) == [Turn(0, 0), Turn(8, 0)]


def test_what_comes_once_keeps_its_order_where_neighbours_differ() -> None:
    positions = [0, 4, 8, 1, 3]
    assert [turn.position for turn in woven([Thread(position) for position in positions], 5)] == positions


def test_a_neighbour_of_one_set_or_answer_waits() -> None:
    assert [turn.position for turn in woven([Thread(0), Thread(1), Thread(3), Thread(4)], 4)] == [0, 4, 1, 3]


def test_it_stops_at_the_budget_at_the_most_and_when_there_is_nothing() -> None:
    once = [Thread(position) for position in range(10)]
    assert len(woven(once, 7)) == 7
    assert len(weave(once, set_of=SETS, answer_of=ANSWERS, cost=lambda _: 0.0, budget=1.0, most=9)) == 9
    assert woven([]) == []
    assert woven([Thread(0)]) == [Turn(0, 0)]


def test_when_all_was_asked_items_come_again_the_longest_ago_first() -> None:
    order = [turn.position for turn in woven([Thread(0), Thread(4), Thread(8)], 7)]
    assert order == [0, 4, 8, 0, 4, 8, 0]


threads = st.lists(
    st.builds(
        Thread,
        st.integers(0, 9),
        st.lists(st.integers(1, 8), max_size=4).map(tuple),
        st.integers(0, 20),
    ),
    max_size=10,
    unique_by=lambda thread: thread.position,
)


@settings(max_examples=300)
@given(threads, st.integers(1, 80))
def test_for_any_threads_the_rules_hold(given_threads: list[Thread], steps: int) -> None:
    order = woven(given_threads, steps)
    gaps = {thread.position: thread.gaps for thread in given_threads}
    places: dict[int, list[int]] = {}
    for place, turn in enumerate(order):
        assert turn.turn == len(places.setdefault(turn.position, []))
        places[turn.position].append(place)
    for position, when in places.items():
        assert len(when) <= max(MOST_ROUNDS, 1 + len(gaps[position]))
        between = [later - earlier - 1 for earlier, later in itertools.pairwise(when)]
        assert all(found >= gap for found, gap in zip(between, gaps[position], strict=False))
    count = Counter(turn.position for turn in order)
    for place, (before, turn) in enumerate(itertools.pairwise(order), start=1):
        assert before.position != turn.position
        if clash(before, turn):
            waiting = [each for each in order[place:] if not gaps[each.position] and count[each.position] == 1]
            assert all(clash(before, each) for each in waiting)
