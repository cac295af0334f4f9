"""Two devices of one pupil deliver at the same moment: nothing is lost, counted twice or folded out of order."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.db.models import Sum

from ridgeway.foundations.delivery import GivenAnswer
from ridgeway.foundations.ledger import record_answers
from ridgeway.foundations.models import Answer, PracticeDay
from ridgeway.foundations.rebuilding import rebuild_knowledge
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.at_once import at_once
from tests.cast import Cast
from tests.foundations.answers import LATER, lesson, session_of, stored


def device(pupil: Pupil, *deliveries: Sequence[GivenAnswer]) -> Callable[[], int]:
    """A device that delivers, one after the other, and says how many answers are in the ledger then."""

    def deliver() -> int:
        with school_scope(pupil.school_id):
            return sum(len(record_answers(pupil, answers, LATER).ids) for answers in deliveries)

    return deliver


def one_by_one(answers: Sequence[GivenAnswer]) -> list[list[GivenAnswer]]:
    return [[each] for each in answers]


def test_two_devices_of_one_pupil_at_the_same_moment_come_to_the_same_as_one_after_the_other(
    committed: Cast,
) -> None:
    ada = committed.ashdown.pupils[0]
    with school_scope(ada.school_id):
        given = lesson(session_of(ada))
        record_answers(ada, given[5:6], LATER)
    even, odd = given[::2], given[1::2]
    at_it = (device(ada, *one_by_one(even)), device(ada, *one_by_one(odd)), device(ada, given[4:12], odd[::-1]))
    assert at_once(*at_it) == [len(even), len(odd), 8 + len(odd)]
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
    recorded = at_once(*(device(pupil, answers) for pupil, answers in given.items()))
    assert recorded == [len(answers) for answers in given.values()]
