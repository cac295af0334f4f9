"""What is being tried: its two weeks, the phase that begins with it, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.fluency.errors import OutOfRangeError, TimeOrderError
from ridgeway.fluency.growth import (
    FACT_REMEDIES,
    REMEDIES,
    Advice,
    AnyRemedy,
    Attempt,
    FactRemedy,
    advise_after,
    advise_on,
    left_for_facts,
    remedy_in_words,
    under_way,
)

MONDAY = date(2026, 1, 5)
EASED = Attempt("ease the set", MONDAY + timedelta(days=14))
PLATEAU = [20.0, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24]


def told(attempts: Sequence[Attempt], values: Sequence[float], *, today: int, aim: float = 50) -> Advice:
    """Of figures on every other day from the first Monday on; `today` is days after it."""
    days = [MONDAY + timedelta(days=2 * place) for place in range(len(values))]
    when = MONDAY + timedelta(days=today)
    return advise_after(attempts, days, values, today=when, aim=[aim] * len(values), unit="facts fluent")


def test_where_nothing_was_tried_the_rules_are_those_of_daily_figures() -> None:
    assert told([], PLATEAU, today=31) == advise_on(PLATEAU, aim=50, unit="facts fluent")


def test_a_remedy_has_two_weeks_in_which_the_advice_is_to_stay_with_it() -> None:
    advice = told([EASED], PLATEAU[:10], today=27)
    assert (advice.move, advice.rule, advice.stuck) == ("keep going", "being tried", False)
    assert advice.words == (
        "Stay with it until 2 February: practise fewer at a time, four or five of the set, until those are quick."
    )
    assert advice.evidence.startswith("No growth: 24, 24, 24 facts fluent")
    assert told([EASED], PLATEAU[:10], today=28).rule != "being tried"


def test_after_two_weeks_without_effect_the_next_remedy_is_named() -> None:
    advice = told([EASED], PLATEAU, today=31)
    assert (advice.rule, advice.remedies[0]) == ("no growth", "more model")
    both = [Attempt("more model", MONDAY), EASED]
    assert told(both, PLATEAU, today=31).remedies[0] == "other timing"
    assert told(both[::-1], PLATEAU, today=31).remedies[0] == "other timing"


def test_only_the_days_since_it_began_are_judged() -> None:
    fallen = [90.0, 90, 90, 90, 90, 90, 90, 60, 62, 64, 66, 68]
    assert told([], fallen, today=31, aim=100).stuck
    assert told([EASED], fallen, today=31, aim=100).rule == "growing"
    assert told([EASED], fallen[:10], today=31, aim=100).rule == "too early"


def test_who_reaches_the_aim_is_done_whatever_is_being_tried() -> None:
    assert told([EASED], [*PLATEAU[:7], 50, 51, 52], today=20).rule == "at the aim"


def test_what_is_about_single_facts_is_waited_for_but_was_not_tried_for_the_whole() -> None:
    another = Attempt("another way", EASED.since)
    assert told([another], PLATEAU[:10], today=27).rule == "being tried"
    assert told([another], PLATEAU, today=31).remedies == tuple(REMEDIES)


def test_after_half_a_year_a_remedy_may_be_suggested_again() -> None:
    old = Attempt("ease the set", MONDAY - timedelta(days=150))
    assert told([old], PLATEAU, today=31).remedies[0] == "more model"
    assert told([old], PLATEAU, today=32).remedies[0] == "ease the set"
    assert old.counts_on(MONDAY + timedelta(days=31))
    assert not old.counts_on(MONDAY + timedelta(days=32))


def test_what_begins_later_is_not_being_tried_yet() -> None:
    assert under_way([EASED], EASED.since - timedelta(days=1)) is None
    assert under_way([EASED], EASED.since) == EASED
    assert under_way([EASED], EASED.judged_from - timedelta(days=1)) == EASED
    assert under_way([EASED], EASED.judged_from) is None
    assert under_way([], MONDAY) is None


def test_of_two_attempts_the_later_is_under_way() -> None:
    earlier = Attempt("talk it over", EASED.since - timedelta(days=3))
    assert under_way([EASED, earlier], EASED.since) == EASED


def test_facts_that_do_not_stick_have_remedies_of_their_own_in_order() -> None:
    assert left_for_facts([EASED], MONDAY) == tuple(FACT_REMEDIES) == get_args(FactRemedy)
    first = Attempt("another way", MONDAY)
    assert left_for_facts([first], MONDAY) == ("cover and write", "leave alone")
    everything = [Attempt(each, MONDAY) for each in FACT_REMEDIES]
    assert left_for_facts(everything, MONDAY) == ()


@given(st.sets(st.sampled_from(list(REMEDIES))), st.lists(st.integers(0, 30), min_size=12, max_size=20))
def test_what_was_tried_is_never_suggested(remedies: set[AnyRemedy], counts: list[int]) -> None:
    attempts = [Attempt(each, MONDAY) for each in remedies]
    assert remedies.isdisjoint(told(attempts, counts, today=40).remedies)


def test_every_remedy_says_what_a_teacher_does() -> None:
    assert remedy_in_words("earlier set").startswith("go back to the set before")
    assert remedy_in_words("leave alone").startswith("leave these facts alone")


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="remedy"):
        Attempt("pray", MONDAY)  # type: ignore[arg-type]
    with pytest.raises(OutOfRangeError, match="days"):
        advise_after([], [MONDAY], [1, 2], today=MONDAY, aim=[1, 2])
    with pytest.raises(TimeOrderError, match="days"):
        advise_after([], [MONDAY, MONDAY], [1, 2], today=MONDAY, aim=[1, 2])
