"""Two devices of one pupil deliver at the same moment: nothing is lost, counted twice or folded out of order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from django.db.models import Sum
from pytest_django import DjangoDbBlocker

from ridgeway.foundations.delivery import GivenAnswer
from ridgeway.foundations.ledger import Recorded, record_answers
from ridgeway.foundations.models import Answer, PracticeDay
from ridgeway.foundations.rebuilding import rebuild_knowledge
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.at_once import at_once
from tests.cast import Cast, assemble
from tests.databases import empty_all_tables
from tests.foundations.answers import LATER, lesson, session_of, stored


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """The cast, for other connections to see."""
    with django_db_blocker.unblock():
        empty_all_tables()
        yield assemble()
        empty_all_tables()


def delivery(pupil: Pupil, answers: Sequence[GivenAnswer]) -> Callable[[], Recorded]:
    """One request of a device."""

    def deliver() -> Recorded:
        with school_scope(pupil.school_id):
            return record_answers(pupil, answers, LATER)

    return deliver


def test_two_deliveries_of_one_pupil_at_the_same_moment_come_to_the_same_as_one_after_the_other(
    committed: Cast,
) -> None:
    ada = committed.ashdown.pupils[0]
    with school_scope(ada.school_id):
        given = lesson(session_of(ada))
    even, odd, again = given[::2], given[1::2], given[4:12]
    outcomes = at_once(*(delivery(ada, answers) for answers in (even, odd, again, odd[::-1])))
    assert [len(each.ids) for each in outcomes] == [len(even), len(odd), len(again), len(odd)]
    with school_scope(ada.school_id):
        assert Answer.objects.filter(pupil=ada).count() == len(given)
        assert PracticeDay.objects.filter(pupil=ada).aggregate(Sum("answers"))["answers__sum"] == len(given)
        followed = stored(ada)
        rebuild_knowledge(ada)
        assert stored(ada) == followed


def test_all_of_a_class_deliver_at_the_same_moment(committed: Cast) -> None:
    pupils = committed.ashdown.pupils
    with school_scope(committed.ashdown.school):
        given = {
            pupil: [replace(each, id=uuid7(each.at)) for each in lesson(session_of(pupil))] for pupil in pupils
        }
    outcomes = at_once(*(delivery(pupil, answers) for pupil, answers in given.items()))
    assert [len(each.ids) for each in outcomes] == [len(answers) for answers in given.values()]
