"""From seconds to automatic: each fact by its last answer, week by week."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from ridgeway.foundations.growth.automatic import BANDS, NOT_YET, Move, by_week, weeks_of_speed
from ridgeway.foundations.ledger import record_answers
from ridgeway.foundations.practice import sit_down
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast
from tests.foundations.answers import LATER, NINE, answer

MONDAY = dt.date(2026, 11, 2)
WEEK = dt.timedelta(days=7)


def shares(cast: Cast, *given: dict[str, object], since: int = 140) -> list[tuple[str, ...]]:
    """What the chart's table says after these answers, a row a week; `weeks` says when, back from now."""
    amber = cast.ashdown.pupils[0]
    with school_scope(cast.ashdown.school):
        answers = []
        for seq, how in enumerate(given):
            back = dt.timedelta(weeks=int(how.pop("weeks", 0)))  # type: ignore[call-overload]
            session = sit_down(amber, NINE - back, year=4)
            after = 60 * seq - back.total_seconds()
            answers.append(answer(session, after_s=after, seq=seq, **how))  # type: ignore[arg-type]
        assert not record_answers(amber, answers, LATER).refused
        first = TODAY - dt.timedelta(days=since)
        chart = weeks_of_speed([amber.pk], "add", first, TODAY + dt.timedelta(days=1))
    return [row[1:-1] for row in chart.table.rows]


def test_each_fact_falls_in_the_band_of_its_time(cast: Cast) -> None:
    facts = ("add:2+2", "add:2+3", "add:3+3", "add:3+4", "add:4+4")
    times = (1500, 1501, 3000, 6000, 6001)
    (row,) = shares(cast, *({"item": fact, "latency_ms": ms} for fact, ms in zip(facts, times, strict=True)))
    assert row == ("20 % (1)", "40 % (2)", "20 % (1)", "20 % (1)", "0 % (0)")
    assert len(BANDS) == len(row)


def test_the_last_answer_to_a_fact_counts_alone(cast: Cast) -> None:
    (row,) = shares(cast, {"given": "16", "latency_ms": 900}, {"latency_ms": 5000}, {"latency_ms": 1200})
    assert row[0] == "100 % (1)"


def test_wrong_answers_and_those_that_had_to_be_shown_are_one_band(cast: Cast) -> None:
    shown = {"prompt": "delay", "delay_ms": 3000}
    (row,) = shares(
        cast,
        {"item": "add:2+2", "given": "16", "latency_ms": 1000},
        {"item": "add:2+3", "latency_ms": 3500, **shown},
        {"item": "add:3+3", "latency_ms": 2500, **shown},
    )
    assert row == ("0 % (0)", "33 % (1)", "0 % (0)", "67 % (2)", "0 % (0)")


def test_questions_that_showed_their_answer_do_not_count(cast: Cast) -> None:
    assert shares(cast, {"prompt": "model", "latency_ms": 1000}) == []


def test_a_fact_keeps_its_place_through_weeks_in_which_it_is_not_asked(cast: Cast) -> None:
    rows = shares(cast, {"weeks": 2, "latency_ms": 5000}, {"item": "add:2+2", "latency_ms": 1000})
    assert [(row[2], row[4]) for row in rows] == [("50 % (1)", "50 % (1)")] * 2 + [("50 % (1)", "0 % (0)")]


def test_what_was_answered_before_the_first_week_shown_counts_in_it(cast: Cast) -> None:
    rows = shares(cast, {"weeks": 4, "latency_ms": 5000}, {"item": "add:2+2", "latency_ms": 1000}, since=7)
    assert len(rows) == 2
    assert rows[0][2] == "50 % (1)"


CHANGES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(0, 3)), min_size=1, unique_by=lambda one: one[:2]
)
"""Weeks, facts, and the bands in which these stand from then on."""


@given(CHANGES)
def test_every_week_has_all_facts_and_the_last_has_none_to_come(changes: list[tuple[int, int, int]]) -> None:
    stood: dict[int, int] = {}
    moves = []
    for week, fact, band in sorted(changes):
        moves.append(Move(MONDAY + week * WEEK, stood.get(fact, NOT_YET), band, 1))
        stood[fact] = band
    weeks = by_week(moves)
    facts = {fact for _, fact, _ in changes}
    assert all(sum(counts) == len(facts) for _, counts in weeks)
    assert weeks[-1][1][4] == 0
    days = [day for day, _ in weeks]
    assert days == [days[0] + place * WEEK for place in range(len(days))]
    assert weeks[-1][1][:4] == [sum(band == each for each in stood.values()) for band in range(4)]
