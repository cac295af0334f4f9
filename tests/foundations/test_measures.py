"""Pace, gain and advice, from daily figures."""

import datetime as dt
import math

import pytest

from ridgeway.fluency.growth import Advice
from ridgeway.foundations.days import time_taken
from ridgeway.foundations.measures import (
    DayTotal,
    FluentDay,
    daily_pace,
    gain_a_week,
    judge,
    on_main_device,
    pace,
    pace_trend,
)
from ridgeway.foundations.tables import gain_in_words
from ridgeway.foundations.weeks import Week

MONDAY = dt.date(2026, 11, 2)


def total(day: int, *, seconds: float, timed: int = 10, device: str = "touch", strand: str = "add") -> DayTotal:
    when = MONDAY + dt.timedelta(days=day)
    return DayTotal(1, when, strand, device, timed, timed, timed, 0, timed * math.log(seconds))


def fluent(*counts: int, every: int = 1, met: int = 200) -> list[FluentDay]:
    days = [MONDAY + dt.timedelta(days=every * place) for place in range(len(counts))]
    return [FluentDay(1, day, count, met) for day, count in zip(days, counts, strict=True)]


def judged(days: list[FluentDay]) -> Advice:
    return judge(days, [], MONDAY + dt.timedelta(days=30))


def test_pace_is_the_geometric_mean_over_all_answers() -> None:
    rows = [total(0, seconds=2, timed=10), total(0, seconds=8, timed=10, strand="mul")]
    assert pace(rows) == pytest.approx(4)


def test_few_answers_make_no_pace() -> None:
    assert pace([total(0, seconds=2, timed=4)]) is None
    assert pace([]) is None
    assert daily_pace([total(0, seconds=2, timed=4), total(1, seconds=3)]) == pytest.approx(
        {MONDAY + dt.timedelta(days=1): 3}
    )


def test_a_line_follows_the_device_used_most() -> None:
    rows = [total(0, seconds=2, device="keyboard"), total(0, seconds=4), total(1, seconds=4)]
    assert {row.device for row in on_main_device(rows)} == {"touch"}
    assert on_main_device([]) == []


def test_the_trend_is_the_change_of_answers_a_minute_each_week() -> None:
    by_day = {MONDAY + dt.timedelta(days=day): 4 / 1.1 ** (day / 7) for day in range(10)}
    line = pace_trend(by_day)
    assert line is not None
    assert line.robust_per_week == pytest.approx(1.1)
    assert pace_trend(dict(list(by_day.items())[:4])) is None
    assert pace_trend(dict(list(by_day.items())[:6])) is None


def test_gain_is_the_mean_of_the_last_four_weeks() -> None:
    counts = fluent(10, 20, 30, 40, 50, 60, every=7)
    assert gain_a_week(counts, MONDAY + dt.timedelta(weeks=5, days=1)) == pytest.approx(10, abs=3)
    assert gain_a_week(counts[:1], MONDAY + dt.timedelta(days=2)) is None
    assert gain_a_week([], MONDAY) is None
    assert gain_a_week(counts[:2], MONDAY + dt.timedelta(weeks=20)) is None


def test_who_gains_nothing_on_three_practice_days_is_stuck() -> None:
    advice = judged(fluent(39, 42, 41, 41, 42))
    assert advice.stuck
    assert advice.evidence == "No growth: 41, 41, 42 facts fluent on the last 3 practice days, against 42 before."


def test_who_gains_is_growing() -> None:
    advice = judged(fluent(39, 42, 41, 43, 42))
    assert (advice.stuck, advice.evidence) == (
        False,
        "Growing: 41, 43, 42 facts fluent on the last 3 practice days, 42 before.",
    )


def test_who_is_fluent_in_nearly_all_facts_met_is_at_the_aim_whatever_small_dips_there_are() -> None:
    advice = judged(fluent(112, 110, 111, 105, 109, met=121))
    assert (advice.stuck, advice.evidence) == (
        False,
        "At the aim of 103: 111, 105, 109 facts fluent on the last 3 practice days.",
    )
    assert not judged(fluent(112, 111, 101, 102, 104, met=121)).stuck


def test_three_days_are_too_few_to_judge() -> None:
    advice = judged(fluent(4, 4, 4))
    assert (advice.stuck, advice.evidence) == (
        False,
        "Too early to say: 3 days of practice, and it takes 4.",
    )


@pytest.mark.parametrize(
    ("correct", "prompt", "latency_ms", "taken"),
    [
        (True, "none", 2400, 2400),
        (True, "delay", 3900, 3900),
        (False, "none", 2400, None),
        (True, "model", 2400, None),
        (True, "none", 249, None),
        (True, "none", 60_001, None),
        (True, "none", None, None),
    ],
)
def test_what_counts_as_a_time(correct: bool, prompt: str, latency_ms: int | None, taken: int | None) -> None:
    assert time_taken(correct=correct, prompt=prompt, latency_ms=latency_ms) == taken


@pytest.mark.parametrize(("gain", "words"), [(None, "–"), (0.2, "±0"), (-0.4, "±0"), (11.6, "+12"), (-2.7, "−3")])
def test_a_gain_is_said_with_its_sign(gain: float | None, words: str) -> None:
    assert gain_in_words(gain) == words


@pytest.mark.parametrize(
    ("asked", "monday"),
    [
        (None, dt.date(2026, 11, 16)),
        ("2026-11-08", dt.date(2026, 11, 2)),
        ("2026-11-30", dt.date(2026, 11, 16)),
        ("0001-01-01", dt.date(2016, 11, 21)),
        ("next week", dt.date(2026, 11, 16)),
    ],
)
def test_a_week_is_read_from_an_address(asked: str | None, monday: dt.date) -> None:
    assert Week.asked(asked, dt.date(2026, 11, 22)).monday == monday


def test_the_week_after_is_there_once_it_has_begun() -> None:
    week = Week(MONDAY)
    assert week.after(MONDAY + dt.timedelta(days=6)) is None
    assert week.after(MONDAY + dt.timedelta(days=7)) == Week(dt.date(2026, 11, 9))
    assert week.days[-1] == dt.date(2026, 11, 8)
