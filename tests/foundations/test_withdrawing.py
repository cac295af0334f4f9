"""A session that is withdrawn counts nowhere, whenever its answers come; the ledger keeps them all."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ridgeway.foundations
from ridgeway.foundations.delivery import GivenAnswer, GivenPage
from ridgeway.foundations.ledger import record_answers, record_pages
from ridgeway.foundations.models import Answer, KnowledgeState, Mistake, PageTotal, PracticeSession
from ridgeway.foundations.rebuilding import rebuild_knowledge
from ridgeway.foundations.withdrawing import count_again, withdraw
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.at_once import at_once
from tests.cast import Cast
from tests.foundations.answers import LATER, answer, deliveries, lesson, session_of, stored
from tests.foundations.test_ledger_two_devices import device, one_by_one
from tests.foundations.test_page_totals import cells, deliver, page

Stored = tuple[dict[str, bytes], list[tuple[Any, ...]]]


@pytest.fixture
def ada(cast: Cast) -> Iterator[Pupil]:
    with school_scope(cast.ashdown.school):
        yield cast.ashdown.pupils[0]


def take_back(*sessions: PracticeSession, why: Mistake = Mistake.CORRECTED) -> None:
    withdraw(dict.fromkeys(sessions, why), by=None)


def mistaken(session: PracticeSession) -> list[GivenAnswer | GivenPage]:
    """A sheet, with an answer on screen and a copied digit, in the middle of a lesson."""
    typed = [answer(session, item, after_s=20, seq=10) for item in ("mul:6x7", "copy:7")]
    return [*typed, *cells(session, after_s=31), page(session, after_s=31.0025)]


COUNT = 20 + 2 + 5 + 1


def after(pupil: Pupil, batches: list[list[int]], at: int) -> Stored:
    """What is stored after these deliveries, where one session is withdrawn before one of them or in the end."""
    with transaction.atomic():
        right, wrong = session_of(pupil), session_of(pupil)
        told = [*lesson(right), *mistaken(wrong)]
        for number, batch in enumerate(batches):
            if number == at:
                take_back(wrong)
            deliver(pupil, [told[place] for place in batch])
        take_back(wrong)
        result = stored(pupil)
        rebuild_knowledge(pupil)
        assert stored(pupil) == result
        transaction.set_rollback(True)
    return result


@pytest.fixture
def never(ada: Pupil) -> Stored:
    """What would be stored, had there been no mistake."""
    return after(ada, [list(range(20))], 0)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=deliveries(COUNT), at=st.integers(0, 7))
def test_whenever_it_comes_and_is_withdrawn_it_comes_to_the_same_as_if_it_had_never_been(
    ada: Pupil, never: Stored, batches: list[list[int]], at: int
) -> None:
    assert after(ada, batches, at) == never


def test_the_ledger_keeps_it_and_a_device_that_delivers_it_again_is_told_so(ada: Pupil) -> None:
    session = session_of(ada)
    first, late = answer(session), answer(session, after_s=9, seq=1)
    record_answers(ada, [first], LATER)
    take_back(session)
    assert record_answers(ada, [first, late], LATER).ids == [first.id, late.id]
    assert Answer.objects.count() == 2
    assert stored(ada) == ({}, [])


def test_what_counts_again_is_as_if_it_had_never_been_withdrawn(ada: Pupil) -> None:
    session = session_of(ada)
    deliver(ada, mistaken(session))
    before = stored(ada)
    take_back(session)
    record_answers(ada, lesson(session_of(ada)), LATER)
    take_back(*PracticeSession.objects.exclude(pk=session.pk))
    count_again([session])
    assert stored(ada) == before


def test_the_trail_keeps_who_said_so_and_why(ada: Pupil, cast: Cast) -> None:
    session, teacher = session_of(ada), cast.ashdown.teacher
    withdraw({session: Mistake.SOMEBODY_ELSE}, by=teacher)
    withdraw({session: Mistake.CORRECTED}, by=None)
    count_again([session])
    events = apps.get_model("foundations", "WithdrawalEvent").objects.order_by("pgh_id")
    told = list(events.values_list("pgh_label", "session", "why", "withdrawn_by"))
    assert told == [(label, session.pk, "somebody else", teacher.pk) for label in ("insert", "delete")]


def test_sessions_of_two_schools_are_not_withdrawn_in_one_go(cast: Cast) -> None:
    with school_scope(cast.ashdown.school, cast.birchwood.school):
        sessions = [session_of(troupe.pupils[0]) for troupe in (cast.ashdown, cast.birchwood)]
        with pytest.raises(ValueError, match="one school"):
            take_back(*sessions)
        withdraw({}, by=None)


def test_a_withdrawal_changes_nothing_for_other_pupils(ada: Pupil, cast: Cast) -> None:
    bilal = cast.ashdown.pupils[1]
    session = session_of(ada)
    record_answers(bilal, lesson(session_of(bilal)), LATER)
    record_pages({ada: [page(session)]}, LATER)
    before = stored(bilal)
    take_back(session)
    assert stored(bilal) == before
    assert PageTotal.objects.count() == 1
    assert not KnowledgeState.objects.filter(pupil=ada).exclude(last_at=None).exists()


def test_a_device_that_delivers_at_the_same_moment_changes_nothing(committed: Cast) -> None:
    ada = committed.ashdown.pupils[0]
    with school_scope(ada.school_id):
        session = session_of(ada)
        given = lesson(session)

    def say_so() -> int:
        with school_scope(ada.school_id):
            take_back(session)
        return 0

    assert at_once(device(ada, *one_by_one(given)), say_so) == [len(given), 0]
    with school_scope(ada.school_id):
        assert stored(ada) == ({}, [])


LEDGER = ("answer", "pagetotal")
WRITES_AND_KEEPS = {"ledger.py", "rebuilding.py"}
"""What writes answers, and what asks whether a pupil has any."""


def test_whoever_counts_answers_reads_the_views_that_leave_out_what_is_withdrawn() -> None:
    (room,) = ridgeway.foundations.__path__
    reading = {
        path.name
        for path in Path(room).parent.rglob("*.py")
        if path.parent.name != "migrations"
        and any(f"{verb} foundations_{table}" in path.read_text() for verb in ("FROM", "JOIN") for table in LEDGER)
    }
    assert reading == WRITES_AND_KEEPS
