"""Sessions that nobody answered go in the end, and no other row with them."""

import datetime as dt

from ridgeway.foundations.delivery import GivenPage
from ridgeway.foundations.ledger import record_answers, record_pages
from ridgeway.foundations.models import Answer, PracticeSession
from ridgeway.foundations.practice import finish_session
from ridgeway.foundations.tasks import forget_unanswered_sessions as nightly
from ridgeway.foundations.tidying import KEPT_UNANSWERED, forget_unanswered_sessions
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.answers import LATER, NINE, answer, session_of

MOMENT = dt.timedelta(seconds=1)


def sessions(pupil: Pupil) -> set[PracticeSession]:
    with school_scope(pupil.school):
        return set(PracticeSession.objects.filter(pupil=pupil))


def test_a_session_without_answers_is_kept_for_its_time_and_then_gone(cast: Cast) -> None:
    pupil = cast.ashdown.pupils[0]
    with school_scope(pupil.school):
        session = session_of(pupil)
    assert forget_unanswered_sessions(NINE + KEPT_UNANSWERED) == 0
    assert sessions(pupil) == {session}
    assert forget_unanswered_sessions(NINE + KEPT_UNANSWERED + MOMENT) == 1
    assert sessions(pupil) == set()


def test_one_answer_keeps_a_session_whether_it_was_ended_or_not(cast: Cast) -> None:
    pupil = cast.ashdown.pupils[0]
    with school_scope(pupil.school):
        left, ended = session_of(pupil), session_of(pupil)
        record_answers(pupil, [answer(left), answer(ended, "add:2+3", seq=1)], LATER)
        finish_session(pupil, ended.pk, LATER)
        empty = session_of(pupil)
        finish_session(pupil, empty.pk, LATER)
    assert forget_unanswered_sessions(NINE + 2 * KEPT_UNANSWERED) == 1
    assert sessions(pupil) == {left, ended}
    with school_scope(pupil.school):
        assert Answer.objects.count() == 2


def test_a_page_keeps_its_session_and_so_the_aims_that_held_in_it(cast: Cast) -> None:
    pupil = cast.ashdown.pupils[0]
    with school_scope(pupil.school):
        session, _ = session_of(pupil, own_aims={"add": 5000.0}), session_of(pupil)
        page = GivenPage(uuid7(NINE), session.pk, ("add:7+8",), (True,), NINE, 4000, "paper")
        record_pages({pupil: [page]}, LATER)
    assert forget_unanswered_sessions(NINE + 2 * KEPT_UNANSWERED) == 1
    assert sessions(pupil) == {session}


def test_an_answer_in_another_session_of_the_pupil_keeps_nothing(cast: Cast) -> None:
    pupil, other = cast.ashdown.pupils[:2]
    with school_scope(pupil.school):
        answered = session_of(pupil)
        session_of(pupil)
        session_of(other)
        record_answers(pupil, [answer(answered)], LATER)
    assert forget_unanswered_sessions(NINE + 2 * KEPT_UNANSWERED) == 2
    assert sessions(pupil) | sessions(other) == {answered}


def test_answers_that_waited_on_a_device_over_the_summer_still_find_their_session(cast: Cast) -> None:
    pupil = cast.ashdown.pupils[0]
    with school_scope(pupil.school):
        session = session_of(pupil)
    after_the_holiday = NINE + dt.timedelta(weeks=7)
    forget_unanswered_sessions(after_the_holiday)
    with school_scope(pupil.school):
        assert record_answers(pupil, [answer(session)], after_the_holiday).refused == []


def test_the_worker_does_it_every_night_for_every_school(cast: Cast) -> None:
    pupils = [troupe.pupils[0] for troupe in (cast.ashdown, cast.birchwood)]
    for pupil in pupils:
        with school_scope(pupil.school):
            session_of(pupil, NINE - KEPT_UNANSWERED)
            recent = session_of(pupil)
        assert len(sessions(pupil)) == 2
        assert recent in sessions(pupil)
    nightly(timestamp=0)
    assert [len(sessions(pupil)) for pupil in pupils] == [1, 1]
