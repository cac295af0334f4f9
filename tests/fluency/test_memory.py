"""Memory agrees with the `fsrs` package, the peer.

Tolerance: 1e-9 relative. Both compute in double precision, but with e ** x on one side and exp(x) or expm1(x)
on the other; over the thirty reviews of a history such differences stay some orders of magnitude below that.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.fluency.memory import Memory, retrievability, review
from ridgeway.fluency.weights import DEFAULT, WEIGHTS_WITH_BOUNDS, Weights

RELATIVE = 1e-9
START = datetime(2026, 1, 5, 9, tzinfo=UTC)

same_day = st.one_of(st.just(0.0), st.floats(0, 0.99))
gaps = st.one_of(
    same_day, st.floats(0.99, 1.01), st.floats(1, 60), st.floats(60, 3000), st.sampled_from([1.0, 2.0, 36_500.0])
)
grades = st.integers(1, 4)
histories = st.lists(st.tuples(gaps, grades), min_size=1, max_size=30)
sittings = st.lists(st.tuples(same_day, grades), min_size=20, max_size=30)
weights = st.tuples(*(st.floats(low, high) for _, low, high in WEIGHTS_WITH_BOUNDS)).map(Weights)
extremes = st.tuples(*(st.sampled_from(each) for each in WEIGHTS_WITH_BOUNDS)).map(Weights)
"""Every weight at its default, its least or its most."""


def reviewed_by_peer(
    scheduler: Scheduler, history: list[tuple[float, int]]
) -> list[tuple[float, float, float, float]]:
    """For each review the gap in days as the peer's clock has it, recall before, and stability and difficulty
    after.
    """
    card, at, seen = Card(card_id=1), START, []
    for gap, grade in history:
        at += timedelta(days=gap)
        days = (at - card.last_review) / timedelta(days=1) if card.last_review else 0.0
        recall = scheduler.get_card_retrievability(card, at)
        card, _ = scheduler.review_card(card, Rating(grade), at)
        assert card.stability is not None
        assert card.difficulty is not None
        seen.append((days, recall, card.stability, card.difficulty))
    return seen


def follow(history: list[tuple[float, int]], chosen: Weights, scheduler: Scheduler) -> None:
    memory = Memory(np.array([np.nan]), np.array([np.nan]))
    for (days, recall, stability, difficulty), (_, grade) in zip(
        reviewed_by_peer(scheduler, history), history, strict=True
    ):
        if not np.isnan(memory.stability[0]):
            whole_days = np.floor(np.array([days]))
            np.testing.assert_allclose(retrievability(memory.stability, whole_days, chosen), recall, rtol=RELATIVE)
        memory = review(memory, np.array([days]), np.array([grade]), chosen)
        np.testing.assert_allclose(memory.stability, stability, rtol=RELATIVE)
        np.testing.assert_allclose(memory.difficulty, difficulty, rtol=RELATIVE)


@settings(max_examples=200)
@given(histories)
def test_any_history_gives_what_the_peer_gives(history: list[tuple[float, int]]) -> None:
    follow(history, DEFAULT, Scheduler(enable_fuzzing=False))


@settings(max_examples=50)
@given(histories)
def test_the_peers_learning_steps_change_dates_not_memory(history: list[tuple[float, int]]) -> None:
    follow(history, DEFAULT, Scheduler(enable_fuzzing=False, learning_steps=(), relearning_steps=()))


@settings(max_examples=50)
@given(sittings)
def test_many_reviews_in_one_sitting_give_what_the_peer_gives(history: list[tuple[float, int]]) -> None:
    follow(history, DEFAULT, Scheduler(enable_fuzzing=False))


@settings(max_examples=200)
@given(histories, st.one_of(weights, extremes))
def test_any_weights_give_what_the_peer_gives(history: list[tuple[float, int]], chosen: Weights) -> None:
    follow(history, chosen, Scheduler(chosen.w, enable_fuzzing=False))


def test_many_memories_at_once_give_what_each_gives_alone_to_the_bit() -> None:
    rng = np.random.default_rng(1)
    stability = np.where(rng.random(1000) < 0.2, np.nan, rng.uniform(0.001, 400, 1000))
    memory = Memory(stability, np.where(np.isnan(stability), np.nan, rng.uniform(1, 10, 1000)))
    days, grade = rng.uniform(0, 90, 1000), rng.integers(1, 5, 1000)
    together = review(memory, days, grade)
    for place in range(0, 1000, 37):
        one = slice(place, place + 1)
        alone = review(Memory(memory.stability[one], memory.difficulty[one]), days[one], grade[one])
        assert alone.stability.tobytes() == together.stability[one].tobytes()
        assert alone.difficulty.tobytes() == together.difficulty[one].tobytes()


def test_a_first_review_does_not_ask_how_long_ago_the_last_one_was() -> None:
    never = Memory(np.full(4, np.nan), np.full(4, np.nan))
    days = np.array([0.0, np.nan, np.inf, -3.0])
    assert set(review(never, days, np.full(4, 3)).stability.tolist()) == {DEFAULT.first_stability[3]}


def test_pupils_and_items_may_be_reviewed_as_a_table() -> None:
    rng = np.random.default_rng(2)
    memory = Memory(rng.uniform(0.1, 90, (6, 50)), rng.uniform(1, 10, (6, 50)))
    days, grade = rng.uniform(0, 9, (6, 50)), rng.integers(1, 5, (6, 50))
    table = review(memory, days, grade)
    flat = review(Memory(memory.stability.ravel(), memory.difficulty.ravel()), days.ravel(), grade.ravel())
    assert table.stability.tobytes() == flat.stability.tobytes()
    assert table.difficulty.tobytes() == flat.difficulty.tobytes()


def test_recall_is_ninety_per_cent_after_stability_days() -> None:
    np.testing.assert_allclose(retrievability(np.array([0.5, 7, 300]), np.array([0.5, 7, 300])), 0.9)


def test_what_was_never_reviewed_has_no_recall() -> None:
    assert np.isnan(retrievability(np.array([np.nan]), np.array([1.0]))).all()
