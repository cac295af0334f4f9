"""The rules inside a session, and the vectors that the browser's player must agree with."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridgeway.fluency.errors import OutOfRangeError, SessionOrderError
from ridgeway.fluency.progression import catalogue
from ridgeway.fluency.session import MOST_CORRECTIONS, MOST_ERRORS, Session
from ridgeway.fluency.trials import Plan, Trial
from tests.fluency.session_cases import (
    ALL_NINE,
    FIVE,
    FOUR,
    ONE,
    SEVEN,
    SIX,
    THREE,
    TWO,
    VECTORS,
    expected,
    text,
    trial,
)

VECTOR_CASES = json.loads(VECTORS.read_text(encoding="utf-8"))


def play(session: Session, *right: bool) -> list[str]:
    """Answer right or wrong as told, then right to the end; return what was asked, as "item prompt"."""
    asked: list[str] = []
    for correct in [*right, *[True] * 200]:
        each = session.next()
        if each is None:
            break
        asked.append(f"{each.item.prompt} {each.prompt}")
        session.answer(each.item.answer if correct else "no")
    return asked


def words(*trials: Trial) -> list[str]:
    return [f"{each.item.prompt} {each.prompt}" for each in trials]


def test_the_packaged_vectors_are_what_the_session_does_now() -> None:
    assert VECTORS.read_text(encoding="utf-8") == text(), "run: python -m tests.fluency.session_cases"


@pytest.mark.parametrize("case", VECTOR_CASES, ids=[case["name"] for case in VECTOR_CASES])
def test_the_session_agrees_with_the_vector(case: dict[str, Any]) -> None:
    items = catalogue()
    trials = [
        Trial(items[each["item"]], each["prompt"], each["delay_ms"], each["reason"], each["aim_ms"])
        for each in case["trials"]
    ]
    assert [(each["text"], each["answer"]) for each in case["trials"]] == [
        (each.item.prompt, each.item.answer) for each in trials
    ]
    session = Session(Plan(tuple(trials), case["seconds"]))
    for step in case["steps"]:
        assert expected(session.next(step["elapsed_ms"])) == step["expect"]
        if step["expect"] is not None:
            outcome = session.answer(step["given"])
            assert {
                "correct": outcome.correct,
                "show_model": outcome.show_model,
                "done": outcome.done,
            } == step["outcome"]


def test_a_session_without_errors_plays_the_plan() -> None:
    assert play(Session(Plan(ALL_NINE, 300))) == words(*ALL_NINE)


def test_an_error_is_put_right_at_once_and_met_again_after_two_and_after_five_others() -> None:
    asked = play(Session(Plan(ALL_NINE, 300)), False)
    put_right, delayed, unprompted = trial(ONE.item.id, "model"), trial(ONE.item.id, "delay"), ONE
    later = ALL_NINE[3:8]
    assert asked == words(ONE, put_right, TWO, THREE, delayed, *later, unprompted, ALL_NINE[8])


def test_with_few_others_left_the_item_comes_last() -> None:
    asked = play(Session(Plan((ONE, TWO), 300)), False)
    assert asked == words(ONE, trial(ONE.item.id, "model"), TWO, trial(ONE.item.id, "delay"), ONE)


def test_the_delay_of_a_re_presentation_is_the_aim() -> None:
    session = Session(Plan((ONE, TWO), 300))
    play(session, False)
    delayed = [each.trial for each in session.answered if each.trial.prompt == "delay"]
    assert [each.delay_ms for each in delayed] == [ONE.aim_ms]


def test_a_correction_is_asked_three_times_at_most() -> None:
    asked = play(Session(Plan((ONE, TWO, THREE), 300)), False, False, False, False)
    assert asked[: 2 + MOST_CORRECTIONS] == words(ONE, *[trial(ONE.item.id, "model")] * 3, TWO)


def test_after_three_errors_an_item_is_put_right_and_rested() -> None:
    session = Session(Plan(ALL_NINE, 300))
    asked = play(session, False, True, True, True, False, True, True, True, False)
    about_one = [each for each in asked if each.startswith(ONE.item.prompt)]
    assert about_one == words(
        ONE,
        *(trial(ONE.item.id, "model"), trial(ONE.item.id, "delay")) * 2,
        trial(ONE.item.id, "model"),
    )


def test_a_trial_stays_open_until_it_is_answered_even_when_time_is_up() -> None:
    session = Session(Plan((ONE, TWO), 10))
    assert session.next(9_999) is ONE
    assert session.next(20_000) is ONE
    assert session.answer("3").correct
    assert session.next(20_000) is None


def test_an_owed_correction_is_asked_after_the_time_is_up() -> None:
    session = Session(Plan((ONE, TWO), 10))
    session.next(0)
    assert not session.answer("4").done
    correction = session.next(60_000)
    assert correction is not None
    assert (correction.item, correction.prompt, correction.reason) == (ONE.item, "model", "correction")
    session.answer("3")
    assert session.next(60_001) is None


def test_a_session_keeps_every_answer_for_the_ledger() -> None:
    session = Session(Plan((ONE,), 300))
    session.next()
    session.answer("4", 1500)
    session.next()
    session.answer("3", 900)
    kept = [(each.trial.reason, each.given, each.correct, each.latency_ms) for each in session.answered]
    assert kept == [("known", "4", False, 1500), ("correction", "3", True, 900)]


def test_an_answer_to_nothing_is_refused() -> None:
    session = Session(Plan((ONE,), 300))
    with pytest.raises(SessionOrderError, match="no question is open"):
        session.answer("3")


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf")])
def test_impossible_times_are_refused(value: float) -> None:
    session = Session(Plan((ONE,), 300))
    with pytest.raises(OutOfRangeError, match="elapsed_ms"):
        session.next(value)
    session.next()
    with pytest.raises(OutOfRangeError, match="latency_ms"):
        session.answer("3", value)
    with pytest.raises(OutOfRangeError, match="seconds"):
        Session(Plan((ONE,), value))


plans = st.lists(st.sampled_from([ONE, TWO, THREE, FOUR, FIVE, SIX, SEVEN]), max_size=20)


@settings(max_examples=200)
@given(plans, st.lists(st.booleans(), max_size=60))
def test_for_any_plan_and_any_answers_the_session_ends_and_keeps_its_rules(
    trials: list[Trial], right: list[bool]
) -> None:
    session = Session(Plan(tuple(trials), 300))
    play(session, *right)
    assert session.next() is None
    asked = session.answered
    errors: dict[str, int] = {}
    for place, each in enumerate(asked):
        item, before = each.trial.item.id, asked[place - 1] if place else None
        if each.trial.reason == "correction":
            assert before is not None
            assert before.trial.item.id == item
            assert not before.correct
        elif before is not None and before.trial.item.id == item:
            left = {later.trial.item.id for later in asked[place:] if later.trial.reason != "correction"}
            assert left == {item}, "the same item twice running while others were left"
        if each.trial.reason != "correction" and not each.correct:
            errors[item] = errors.get(item, 0) + 1
            assert asked[place + 1].trial.reason == "correction"
    assert all(count <= MOST_ERRORS for count in errors.values())
