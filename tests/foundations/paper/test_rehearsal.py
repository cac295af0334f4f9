"""A page of own facts brings each new fact back at growing distances, among what the pupil knows."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.fluency import Answer, Knowledge, Plan, catalogue
from ridgeway.foundations.paper.contents import ContentError, FactPage
from ridgeway.foundations.paper.contents.facts import COLUMNS
from ridgeway.foundations.paper.rehearsal import LEARNING_AT, ROWS, make_fact_page, plan_page, rehearse
from ridgeway.foundations.steering.resolving import Steering

KNOWN = [f"add:{a}+{b}" for a in (1, 2) for b in range(1, 9)]
LEARNING = ["add:7+8", "add:6+9", "sub:15-8", "mul:6x7"]
FREE = Steering()
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)

seeds = st.integers(min_value=0, max_value=2**63 - 1)


def page_for(knowledge: Knowledge, seed: int = 1, year: int = 4, steering: Steering = FREE) -> FactPage:
    rng = np.random.default_rng(seed)
    return make_fact_page(plan_page(knowledge, at=NOON, rng=rng, year=year, steering=steering), rng=rng)


@given(seeds, st.integers(min_value=0, max_value=4))
def test_each_column_rehearses_one_fact_after_one_two_and_four_others(seed: int, count: int) -> None:
    learning = LEARNING[:count]
    page = rehearse(learning, KNOWN, rng=np.random.default_rng([seed]))
    assert len(page) == COLUMNS * ROWS
    for column, item in enumerate(learning):
        rows = [row for row in range(ROWS) if page[column * ROWS + row] == item]
        assert tuple(rows) == LEARNING_AT


@given(seeds, st.integers(min_value=0, max_value=4))
def test_most_questions_are_known_and_no_question_follows_itself(seed: int, count: int) -> None:
    page = rehearse(LEARNING[:count], KNOWN, rng=np.random.default_rng([seed]))
    assert all(one != next_one for one, next_one in pairwise(page))
    assert sum(item in KNOWN for item in page) >= 0.6 * len(page)


@given(seeds)
def test_the_facts_of_earlier_columns_come_back_in_later_ones(seed: int) -> None:
    page = rehearse(LEARNING, KNOWN, rng=np.random.default_rng([seed]))
    for column in range(1, COLUMNS):
        assert set(LEARNING[:column]) <= set(page[column * ROWS : (column + 1) * ROWS])


@given(seeds)
def test_every_known_fact_comes_before_any_comes_twice(seed: int) -> None:
    page = rehearse([], KNOWN, rng=np.random.default_rng([seed]))
    assert set(page[: len(KNOWN) + 1]) == set(KNOWN)


def test_a_page_can_be_filled_from_a_single_known_fact() -> None:
    assert len(rehearse(LEARNING, ["add:1+1"], rng=np.random.default_rng(1))) == COLUMNS * ROWS


def test_a_pupil_who_has_not_practised_yet_gets_a_full_page() -> None:
    page = page_for(Knowledge.new(catalogue()))
    assert len(page.questions) == COLUMNS * ROWS
    assert set(page.learning) <= set(page.items)


def test_what_a_pupil_is_learning_is_on_the_page_with_its_answer_above() -> None:
    page = page_for(_slow_at("add:7+8"))
    assert "add:7+8" in page.learning
    assert {model.item: model.answer for model in page.models}["add:7+8"] == "15"
    assert len(page.learning) <= COLUMNS


def test_a_page_keeps_to_the_sets_that_the_pupil_has_begun() -> None:
    begun = {catalogue()[item].set_id for item in [*KNOWN, "add:7+8"]}
    assert {catalogue()[item].set_id for item in page_for(_slow_at("add:7+8")).items} <= begun


@pytest.mark.parametrize("year", [1, 4])
def test_a_pupil_who_has_begun_nothing_starts_with_what_the_year_group_learns(year: int) -> None:
    of_the_year = {each.id for each in catalogue().sets if each.year == year}
    page = page_for(Knowledge.new(catalogue()), year=year)
    assert {catalogue()[item].set_id for item in page.items} <= of_the_year


def test_a_page_leaves_alone_what_the_teacher_pauses() -> None:
    assert "add:7+8" not in page_for(_slow_at("add:7+8"), steering=Steering(paused=frozenset({"add:7+8"}))).items


def test_a_page_has_only_what_the_teacher_names() -> None:
    page = page_for(_slow_at("add:7+8"), steering=Steering(sets=frozenset({"mul-7"})))
    assert {catalogue()[item].set_id for item in page.items} == {"mul-7"}


def test_where_all_that_was_begun_is_paused_a_page_goes_on_to_the_rest() -> None:
    begun = {catalogue()[item].set_id for item in [*KNOWN, "add:7+8"]}
    page = page_for(_slow_at("add:7+8"), steering=Steering(paused=frozenset(begun)))
    assert begun.isdisjoint(catalogue()[item].set_id for item in page.items)


def test_the_same_plan_and_seed_give_the_same_page() -> None:
    assert page_for(_slow_at("add:7+8"), seed=7) == page_for(_slow_at("add:7+8"), seed=7)


def test_an_empty_plan_makes_no_page() -> None:
    with pytest.raises(ContentError, match="nothing to ask"):
        make_fact_page(Plan((), 300), rng=np.random.default_rng(1))


def _slow_at(slow: str) -> Knowledge:
    """Quick at adding 1 and 2, slow at one fact."""
    start = NOON - dt.timedelta(days=3)
    answers = []
    for turn in range(4):
        for place, item in enumerate([*KNOWN, slow]):
            at = start + dt.timedelta(hours=12 * turn, seconds=10 * place)
            answer = catalogue()[item].answer
            answers.append(Answer(item, at, True, 15_000 if item == slow else 1500, "none"))
            assert catalogue()[item].accepts(answer)
    return Knowledge.new(catalogue()).update(answers)
