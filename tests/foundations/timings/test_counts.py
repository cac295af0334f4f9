"""Timed counts of pupils in one form, wherever they come from."""

import datetime as dt
from collections.abc import Iterator

import pytest

from ridgeway.foundations.ledger import record_answers
from ridgeway.foundations.models import Activity, PracticeSession, Timing, Writing
from ridgeway.foundations.paper.results import Entry, enter_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.foundations.timings.counts import Count, counts_of, lines_of
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.answers import LATER, NINE, answer, session_of
from tests.foundations.reading.readings import hear, totals

DAY = NINE.date()
TOMORROW = DAY + dt.timedelta(days=1)


@pytest.fixture
def amber(cast: Cast) -> Iterator[Pupil]:
    with school_scope(cast.ashdown.school):
        yield cast.ashdown.pupils[0]


def probe_of(pupil: Pupil, *, finished: bool = True) -> PracticeSession:
    session = session_of(pupil)
    session.activity, session.of, session.seconds = Activity.PROBE, "add", 60
    session.finished_at = LATER if finished else None
    session.save()
    return session


def write(pupil: Pupil, at: dt.datetime = NINE) -> Timing:
    timing: Timing = Timing.objects.create(
        id=uuid7(at),
        school=pupil.school,
        pupil=pupil,
        writing=Writing.COPYING,
        at=at,
        seconds=60,
        correct=48,
        errors=2,
        device="paper",
    )
    return timing


def test_a_probe_on_screen_is_counted_in_the_ledger(amber: Pupil) -> None:
    probe = probe_of(amber)
    given = [
        answer(probe, after_s=5),
        answer(probe, "add:2+2", after_s=9),
        answer(probe, "add:9+9", "17", after_s=14),
    ]
    record_answers(amber, given, LATER)
    assert counts_of([amber.pk], DAY, TOMORROW) == [Count(amber.pk, DAY, "probe", "add", "keyboard", 60, 2, 1)]


def test_a_probe_that_was_broken_off_counts_for_nothing(amber: Pupil) -> None:
    record_answers(amber, [answer(probe_of(amber, finished=False))], LATER)
    assert counts_of([amber.pk], DAY, TOMORROW) == []


def test_practice_is_no_probe(amber: Pupil) -> None:
    session = session_of(amber)
    session.finished_at = LATER
    session.save()
    record_answers(amber, [answer(session)], LATER)
    assert counts_of([amber.pk], DAY, TOMORROW) == []


def test_letters_written_are_counted_beside_it_by_day(amber: Pupil) -> None:
    write(amber, NINE - dt.timedelta(days=7))
    record_answers(amber, [answer(probe_of(amber))], LATER)
    counts = counts_of([amber.pk], DAY - dt.timedelta(days=7), TOMORROW)
    assert [(count.day, count.kind) for count in counts] == [
        (DAY - dt.timedelta(days=7), "copying"),
        (DAY, "probe"),
    ]


def test_sheets_on_paper_and_readings_aloud_are_counted_too(amber: Pupil, cast: Cast) -> None:
    sheets = make_sheets(cast.ashdown.group, "addition-grid", on=DAY, pupils=[amber])
    enter_results(sheets, {sheets.pages.get(): Entry(300, 90)}, by=None)
    hear(amber, totals(84, 4, day=DAY))
    assert counts_of([amber.pk], DAY, TOMORROW) == [
        Count(amber.pk, DAY, "addition-grid", "1-10 x 1-10", "paper", 300, 90, 10),
        Count(amber.pk, DAY, "reading", "", "speech", 60, 80, 4),
    ]


def test_the_last_day_asked_for_is_not_in_it(amber: Pupil) -> None:
    write(amber)
    assert counts_of([amber.pk], DAY - dt.timedelta(days=7), DAY) == []
    assert len(counts_of([amber.pk], DAY, TOMORROW)) == 1


def test_only_the_pupils_asked_for_are_counted(cast: Cast, amber: Pupil) -> None:
    write(amber)
    assert counts_of([cast.ashdown.pupils[1].pk], DAY, TOMORROW) == []
    assert counts_of([], DAY, TOMORROW) == []


def test_another_school_sees_none_of_it(cast: Cast, amber: Pupil) -> None:
    write(amber)
    record_answers(amber, [answer(probe_of(amber))], LATER)
    with school_scope(cast.birchwood.school):
        assert counts_of([amber.pk], DAY, TOMORROW) == []


def test_a_day_ends_at_midnight_in_london(amber: Pupil) -> None:
    summer = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)
    write(amber, summer)
    (count,) = counts_of([amber.pk], dt.date(2026, 6, 1), dt.date(2026, 8, 1))
    assert count.day == dt.date(2026, 7, 1)


def test_a_count_is_a_rate_a_minute_with_its_floor() -> None:
    rates = Count(1, DAY, "probe", "add", "touch", 30, 12, 1).rates
    assert (rates.correct, rates.errors, rates.floor) == (24, 2, 2)


def test_counts_that_measure_the_same_make_a_line() -> None:
    typed, tapped = (Count(1, DAY, "probe", "add", device, 60, 10, 0) for device in ("keyboard", "touch"))
    assert lines_of([typed, tapped, typed]) == {
        ("probe", "add", "keyboard"): [typed, typed],
        ("probe", "add", "touch"): [tapped],
    }
