"""A teacher says that a session was somebody else's: it counts nowhere, and again when that is undone."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client

from ridgeway.foundations.activities.setting import progress_of, set_probe, set_spelling
from ridgeway.foundations.ledger import record_answers
from ridgeway.foundations.models import Mistake, PracticeSession, Withdrawal
from ridgeway.foundations.practice import finish_session, open_session
from ridgeway.foundations.spelling.recording import record_given
from ridgeway.foundations.spelling.tries import last_tries
from ridgeway.foundations.timings.counts import counts_of
from ridgeway.foundations.week.other_work import days_of_other_work
from ridgeway.foundations.withdrawing import count_again, withdraw
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast, Troupe
from tests.foundations.activities.plays import MONDAY, MORNING, play
from tests.foundations.answers import LATER, answer, lesson, session_of, stored
from tests.foundations.pages import staff_client
from tests.foundations.spelling.plays import held_by, typed
from tests.foundations.test_class_page import page
from tests.foundations.test_page_totals import cells
from tests.foundations.test_pupil_page import pupil_url

BUTTON = "This was not Amber"
SOMEBODY_ELSE = "somebody else: does not count"
TUESDAY = MONDAY + dt.timedelta(days=1)


@pytest.fixture
def school(cast: Cast) -> Iterator[Troupe]:
    with school_scope(cast.ashdown.school):
        yield cast.ashdown


@pytest.fixture
def amber(school: Troupe) -> Pupil:
    return school.pupils[0]


@pytest.fixture
def teacher(school: Troupe) -> Client:
    return staff_client(school.teacher.email)


def tap(teacher: Client, school: Troupe, session: UUID, verb: str) -> int:
    return teacher.post(f"{pupil_url(school)}sessions/{session}/{verb}/").status_code


def take_back(session: PracticeSession) -> None:
    withdraw({session: Mistake.SOMEBODY_ELSE}, by=None)


def test_a_tap_withdraws_the_session_and_another_undoes_it(teacher: Client, school: Troupe, amber: Pupil) -> None:
    session = session_of(amber)
    record_answers(amber, lesson(session), LATER)
    before = stored(amber)
    assert page(teacher, pupil_url(school)).count(BUTTON) == 1
    assert tap(teacher, school, session.pk, "not-theirs") == 302
    assert stored(amber) == ({}, [])
    assert Withdrawal.objects.get().withdrawn_by == school.teacher
    shown = page(teacher, pupil_url(school))
    assert "No number facts yet" in shown
    assert (shown.count(SOMEBODY_ELSE), shown.count(BUTTON)) == (1, 0)
    assert tap(teacher, school, session.pk, "theirs") == 302
    assert stored(amber) == before
    shown = page(teacher, pupil_url(school))
    assert (shown.count(SOMEBODY_ELSE), shown.count(BUTTON)) == (0, 1)


def test_its_answers_are_not_listed_among_those_that_count(teacher: Client, school: Troupe, amber: Pupil) -> None:
    mine, theirs = session_of(amber), session_of(amber)
    record_answers(amber, [answer(mine)], LATER)
    record_answers(amber, [answer(theirs, "mul:6x7")], LATER)
    take_back(theirs)
    listed = page(teacher, pupil_url(school)).split('id="answers"')[1]
    assert ("7 + 8" in listed, "6 × 7" in listed) == (True, False)


def test_of_a_sheet_the_result_is_corrected_instead(teacher: Client, school: Troupe, amber: Pupil) -> None:
    sheet = session_of(amber)
    record_answers(amber, cells(sheet), LATER)
    assert BUTTON not in page(teacher, pupil_url(school))
    assert tap(teacher, school, sheet.pk, "not-theirs") == 404
    withdraw({sheet: Mistake.CORRECTED}, by=None)
    assert tap(teacher, school, sheet.pk, "theirs") == 404
    assert "Last sessions" not in page(teacher, pupil_url(school))


def test_a_session_of_another_pupil_or_school_is_not_found(teacher: Client, school: Troupe, cast: Cast) -> None:
    others = [session_of(school.pupils[1])]
    with school_scope(cast.birchwood.school):
        others.append(session_of(cast.birchwood.pupils[0]))
    for session in others:
        assert tap(teacher, school, session.pk, "not-theirs") == 404
        assert tap(teacher, school, session.pk, "theirs") == 404


def test_what_was_set_is_still_to_be_done_and_the_day_shows_no_work(school: Troupe, amber: Pupil) -> None:
    set_probe(school.group, "add", at=MORNING, by=None)
    (probe,) = open_session(amber, MORNING)["activities"]
    play(amber, probe, right=20, wrong=2)
    finish_session(amber, probe["session"], MORNING + dt.timedelta(minutes=2))

    def figures() -> tuple[int, int, int]:
        (progress,) = progress_of(school.group, MONDAY)
        counts = counts_of([amber.pk], MONDAY, TUESDAY)
        return progress.done, len(counts), len(days_of_other_work([amber.pk], MONDAY, TUESDAY))

    assert figures() == (1, 1, 1)
    session = PracticeSession.objects.get(pk=probe["session"])
    take_back(session)
    assert figures() == (0, 0, 0)
    count_again([session])
    assert figures() == (1, 1, 1)


def test_it_is_no_best_to_beat(amber: Pupil) -> None:
    first, second = session_of(amber), session_of(amber, LATER)
    PracticeSession.objects.filter(pk=first.pk).update(seconds_per_item=0.5)
    take_back(first)
    summary = finish_session(amber, second.pk, LATER)
    assert summary is not None
    assert summary["best_seconds_per_item"] is None


def test_words_of_a_list_that_somebody_else_typed_are_no_tries(school: Troupe, amber: Pupil) -> None:
    held = held_by(school)
    set_spelling(school.group, held, at=MORNING, by=None)
    (play_of,) = open_session(amber, MORNING)["activities"]
    record_given(amber, typed(play_of, [("zebra", "zebra")]), MORNING + dt.timedelta(hours=1))
    assert len(last_tries(held, [amber.pk])) == 1
    take_back(PracticeSession.objects.get(pk=play_of["session"]))
    assert last_tries(held, [amber.pk]) == {}
