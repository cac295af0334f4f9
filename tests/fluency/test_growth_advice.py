"""The decision rules: one case each, their order, and how often they are wrong about simulated pupils."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.fluency.errors import FluencyError, OutOfRangeError, TimeOrderError
from ridgeway.fluency.growth import MOVES, REMEDIES, Move, Probe, Remedy, advise, advise_on

MONDAY = date(2026, 1, 5)


def probes(counts: Sequence[int], *, errors: int = 0, every: int = 1) -> list[Probe]:
    return [Probe(MONDAY + timedelta(days=every * place), count, errors) for place, count in enumerate(counts)]


def test_fewer_than_four_days_are_too_few_to_judge() -> None:
    told = advise(probes([10, 9, 9]), aim=40)
    assert (told.move, told.rule) == ("keep going", "too early")
    assert told.evidence == "Too early to say: 3 days of practice, and it takes 4."
    assert advise(probes([10]), aim=40).evidence == "Too early to say: 1 day of practice, and it takes 4."
    assert advise([], aim=40).rule == "too early"


def test_no_new_best_on_three_days_means_to_change_something() -> None:
    told = advise(probes([9, 12, 12, 11, 11]), aim=40)
    assert (told.move, told.rule, told.stuck) == ("change something", "no growth", True)
    assert told.evidence == (
        "No growth: 12, 11, 11 correct a minute on the last 3 practice days, against 12 before."
    )


def test_what_to_change_is_named_in_order_without_what_was_tried() -> None:
    stuck = probes([9, 12, 12, 11, 11])
    told = advise(stuck, aim=40)
    assert told.remedies == tuple(REMEDIES)
    assert told.words == (
        "Change something: practise fewer at a time, four or five of the set, until those are quick."
    )
    later = advise(stuck, aim=40, tried=["more model", "ease the set"])
    assert later.remedies == ("other timing", "talk it over", "other device", "tool speed", "earlier set")
    assert later.words.startswith("Change something: time shorter sprints")
    last = advise(stuck, aim=40, tried=list(REMEDIES))
    assert (last.remedies, last.words) == (
        (),
        "Change something: the usual ways have all been tried, so look at this pupil together with a colleague.",
    )


def test_a_new_best_on_any_of_three_days_is_growth() -> None:
    told = advise(probes([10, 11, 10, 13]), aim=40)
    assert (told.move, told.rule, told.stuck) == ("keep going", "growing", False)
    assert told.evidence == "Growing: 11, 10, 13 correct a minute on the last 3 practice days, 10 before."


def test_with_a_trend_growth_tells_its_celeration_and_when_the_aim_will_be_met() -> None:
    told = advise(probes([round(10 * 1.3**week) for week in range(6)], every=7), aim=60)
    assert told.evidence == (
        "Growing: 22, 29, 37 correct a minute on the last 3 practice days, 17 before; "
        "× 1.3 a week (from × 1.29 to × 1.31); on this line at the aim of 60 about 22 February."
    )


def test_three_days_at_the_aim_lead_to_the_next_set() -> None:
    told = advise(probes([31, 40, 42, 41], errors=2), aim=40)
    assert (told.move, told.rule) == ("next set", "at the aim")
    assert told.evidence == "At the aim of 40: 40, 42, 41 correct a minute on the last 3 practice days."


def test_who_is_at_the_aim_today_is_not_stuck() -> None:
    told = advise(probes([45, 39, 38, 41]), aim=40)
    assert told.rule == "growing"
    assert told.evidence.startswith("At the aim on the last day: 39, 38, 41 correct a minute")


def test_three_days_at_the_aim_with_too_many_errors_lead_back_to_accuracy() -> None:
    told = advise(probes([31, 40, 42, 41], errors=3), aim=40)
    assert (told.move, told.rule) == ("back to accuracy", "quick but not sure")
    assert told.evidence == (
        "40, 42, 41 correct a minute on the last 3 practice days, with 3 errors a minute where 2 are allowed."
    )
    assert advise(probes([31, 40, 42, 41], errors=3), aim=40, most_errors=3).move == "next set"


def test_fewer_than_nine_in_ten_right_leads_back_to_accuracy_before_anything_else() -> None:
    told = advise(probes([10, 12, 14, 17], errors=3), aim=12)
    assert (told.move, told.rule) == ("back to accuracy", "too many errors")
    assert told.evidence == "43 of 52 right on the last 3 days of practice."
    assert told.words.startswith("Stop timing for now")
    first = advise(probes([6], errors=4), aim=40)
    assert first.evidence == "6 of 10 right on the first day of practice."


def test_fewer_than_ten_answers_say_nothing_of_accuracy() -> None:
    assert advise(probes([6], errors=3), aim=40).rule == "too early"
    assert advise(probes([0], errors=0), aim=40).rule == "too early"


def test_a_trend_surely_below_what_is_worth_while_is_too_slow() -> None:
    told = advise(probes([20, 21, 22, 23, 24, 25], every=7), aim=60)
    assert (told.move, told.rule, told.stuck) == ("change something", "too slow", True)
    assert told.evidence == (
        "Slower than × 1.25 a week: × 1.05 a week (from × 1.04 to × 1.05), "
        "23, 24, 25 correct a minute on the last 3 practice days."
    )


def test_a_slow_line_that_reaches_the_aim_within_a_fortnight_may_go_on() -> None:
    assert advise(probes([20, 21, 22, 23, 24, 25], every=7), aim=27).rule == "growing"
    assert advise(probes([20, 22, 24, 23, 24, 26], every=7), aim=25).rule == "growing"


def test_a_slow_line_with_bouncing_days_is_not_surely_slow() -> None:
    assert advise(probes([10, 16, 11, 17, 12, 19], every=3), aim=60).rule == "growing"


def test_a_climb_without_a_new_best_is_not_stuck() -> None:
    told = advise(probes([10, 11, 12, 13, 14, 15, 16, 20, 19, 19, 20]), aim=60)
    assert told.rule == "growing"
    assert told.evidence.startswith("No new best, but climbing: 19, 19, 20 correct a minute")


def test_ahead_of_the_aim_line_means_to_raise_the_aim() -> None:
    told = advise(probes([10, 12, 15, 19, 24, 30], every=7), aim=40, by=date(2026, 6, 29))
    assert (told.move, told.rule) == ("raise the aim", "ahead")
    assert told.evidence == (
        "Ahead of the aim line, × 1.05 a week: × 1.26 a week (from × 1.22 to × 1.26), 19, 24, 30 correct a minute "
        "on the last 3 practice days, where it is at 13.3, 13.9, 14.7."
    )


def test_three_days_below_the_aim_line_on_a_flatter_trend_are_too_slow() -> None:
    told = advise(probes([20, 28, 21, 24, 25, 29], every=7), aim=60, by=date(2026, 2, 16))
    assert (told.move, told.rule) == ("change something", "too slow")
    assert told.evidence == (
        "Slower than the aim line, × 1.23 a week: × 1.06 a week (from ÷ 1.08 to × 1.16), 24, 25, 29 correct "
        "a minute on the last 3 practice days, where it is at 32, 39.4, 48.6."
    )


def test_on_the_aim_line_is_neither_ahead_nor_behind() -> None:
    counts = [20, 22, 24, 26, 29, 32]
    assert advise(probes(counts, every=7), aim=35, by=date(2026, 2, 16)).rule == "growing"


def test_a_day_for_the_aim_says_nothing_before_there_is_a_trend() -> None:
    assert advise(probes([10, 12, 14, 16]), aim=40, by=date(2026, 6, 29)).rule == "growing"


def test_a_change_begins_anew() -> None:
    stuck = probes([9, 12, 12, 11, 11])
    assert advise(stuck, aim=40, phase_start=stuck[3].day).rule == "too early"
    assert advise(stuck, aim=40, phase_start=stuck[0].day).rule == "no growth"


def test_figures_without_errors_and_dates_follow_the_same_rules() -> None:
    assert advise_on([9.0, 12.1, 12.0, 11.5, 11.8]).evidence == (
        "No growth: 12, 11.5, 11.8 correct a minute on the last 3 practice days, against 12.1 before."
    )
    assert advise_on([10.0, 9.0, 9.0]).rule == "too early"
    assert advise_on([4, 5, 5, 6], unit="facts fluent").evidence == (
        "Growing: 5, 5, 6 facts fluent on the last 3 practice days, 4 before."
    )
    assert advise_on([31.0, 30.0, 30.5, 30.0], aim=25).rule == "at the aim"
    assert advise_on([9, 8, 8, 8], tried=["ease the set"]).remedies[0] == "more model"


def test_each_day_may_have_an_aim_of_its_own() -> None:
    assert advise_on([5, 9, 9, 9], aim=[5, 9, 9, 9]).rule == "at the aim"
    assert advise_on([5, 9, 9, 9], aim=[5, 9, 10, 10]).rule == "growing"
    with pytest.raises(OutOfRangeError, match="one for each of the 4 days"):
        advise_on([5, 9, 9, 9], aim=[5, 9])


@given(st.lists(st.integers(0, 60), max_size=20), st.integers(0, 9), st.integers(1, 80), st.booleans())
def test_every_course_gets_one_move_with_its_words_and_evidence(
    counts: list[int], errors: int, aim: int, has_a_day: bool
) -> None:
    told = advise(probes(counts, errors=errors), aim=aim, by=date(2027, 1, 1) if has_a_day else None)
    assert told.move in get_args(Move)
    assert told.words.startswith(MOVES[told.move])
    assert told.evidence.endswith(".")
    assert bool(told.remedies) == told.stuck == (told.move == "change something")


def test_every_remedy_has_words() -> None:
    assert tuple(REMEDIES) == get_args(Remedy)
    assert tuple(MOVES) == get_args(Move)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"aim": 0}, OutOfRangeError),
        ({"aim": math.nan}, OutOfRangeError),
        ({"most_errors": -1}, OutOfRangeError),
        ({"tried": ["pray"]}, OutOfRangeError),
        ({"probes": [*probes([1, 2]), *probes([3])]}, TimeOrderError),
        ({"probes": probes([10, 12, 14, 16]), "by": MONDAY}, OutOfRangeError),
    ],
)
def test_impossible_questions_are_refused(changed: dict[str, object], error: type[FluencyError]) -> None:
    with pytest.raises(error):
        advise(**{"probes": probes([10, 11]), "aim": 40, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [-1.0, math.nan, math.inf])
def test_impossible_figures_are_refused(value: float) -> None:
    with pytest.raises(OutOfRangeError, match="values"):
        advise_on([1.0, value])
    with pytest.raises(OutOfRangeError, match="aim"):
        advise_on([1.0], aim=value)
