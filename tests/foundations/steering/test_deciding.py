"""A teacher decides, takes back and puts back; nobody is left with nothing to practise; the trail keeps it all."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ridgeway.fluency import Subject
from ridgeway.foundations.models import ClassPractice, Steer
from ridgeway.foundations.steering.choices import Choices, choices_of
from ridgeway.foundations.steering.deciding import SteeringError, choose_practice, put_back, take_back
from ridgeway.foundations.steering.models import Kind
from ridgeway.foundations.steering.resolving import steering_of
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.steering.decisions import decided, in_days

AIM, SET, PAUSE, SLOWER = Kind.AIM, Kind.SET, Kind.PAUSE, Kind.SLOWER
EVERYTHING = ("add", "sub", "mul", "div")


@pytest.fixture
def school(cast: Cast) -> Iterator[Troupe]:
    with school_scope(cast.ashdown.school):
        yield cast.ashdown


def test_what_is_taken_back_no_longer_holds_and_stays_on_record(school: Troupe) -> None:
    ada = school.pupils[0]
    steer = decided(ada, SLOWER)
    at = timezone.now()
    take_back(steer, by=school.teacher, at=at)
    take_back(steer, by=None, at=timezone.now())
    assert not steering_of([ada], TODAY)[ada.pk].slower
    kept = Steer.objects.get()
    assert (kept.taken_back_at, kept.taken_back_by) == (at, school.teacher)
    assert [event.pgh_label for event in kept.events.order_by("pgh_id")] == ["insert", "update"]  # type: ignore[attr-defined]


def test_what_was_taken_back_can_be_put_back(school: Troupe) -> None:
    ada = school.pupils[0]
    steer = decided(ada, SLOWER)
    take_back(steer, by=None, at=timezone.now())
    put_back(steer)
    assert steering_of([ada], TODAY)[ada.pk].slower


def test_nobody_is_left_without_number_facts(school: Troupe) -> None:
    decided(school.group, SET, "mul-2")
    with pytest.raises(SteeringError, match="Amber Testington would have no number facts left on"):
        decided(school.pupils[0], PAUSE, "mul-2")
    with pytest.raises(SteeringError, match="no number facts left"):
        decided(school.group, PAUSE, *EVERYTHING)
    assert Steer.objects.count() == 1


def test_nor_on_a_later_day_on_which_decisions_meet(school: Troupe) -> None:
    ada = school.pupils[0]
    decided(school.group, SET, "mul-2", starts=in_days(5))
    with pytest.raises(SteeringError, match="no number facts left"):
        decided(ada, PAUSE, "mul-2", until=in_days(5))
    decided(ada, PAUSE, "mul-2", until=in_days(4))
    decided(school.pupils[1], SET, "mul-5", until=in_days(9))
    with pytest.raises(SteeringError, match="Bilal"):
        decided(school.pupils[1], PAUSE, "mul-2")


def test_what_would_leave_nothing_is_not_put_back(school: Troupe) -> None:
    steer = decided(school.pupils[0], PAUSE, "mul-2")
    take_back(steer, by=None, at=timezone.now())
    decided(school.group, SET, "mul-2")
    with pytest.raises(SteeringError):
        put_back(steer)
    assert Steer.objects.get(pk=steer.pk).taken_back_at is not None


def test_days_in_the_wrong_order_are_refused(school: Troupe) -> None:
    with pytest.raises(SteeringError, match="must not be before"):
        decided(school.group, SLOWER, starts=in_days(1), until=TODAY)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": SLOWER},
        {"kind": SLOWER, "names": ["mul-2"], "of_class": True},
        {"kind": PAUSE, "of_class": True},
        {"kind": AIM, "names": ["mul"], "of_class": True},
        {"kind": AIM, "names": ["mul"], "milliseconds": 100, "of_class": True},
        {"kind": PAUSE, "names": ["mul"], "milliseconds": 3000, "of_class": True},
        {"kind": "rest", "names": ["mul"], "of_class": True},
    ],
)
def test_the_database_takes_nothing_that_means_nothing(school: Troupe, fields: dict[str, object]) -> None:
    group = school.group if fields.pop("of_class", False) else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Steer.objects.create(school=school.school, group=group, starts=TODAY, **fields)


def test_a_class_practises_five_minutes_of_number_facts_unless_it_was_chosen(school: Troupe) -> None:
    assert choices_of([school.group.pk]) == Choices(5, ("number-facts",), starts_with_check=True)


def test_what_a_class_practises_is_kept_in_the_order_of_the_subjects(school: Troupe) -> None:
    for minutes in (8, 10):
        choose_practice(
            school.group,
            minutes=minutes,
            further_subjects=["spelling", "missing-numbers"],
            starts_with_check=False,
            by=school.teacher,
        )
    kept = ClassPractice.objects.get()
    assert (kept.minutes, kept.further_subjects, kept.chosen_by) == (
        10,
        ["missing-numbers", "spelling"],
        school.teacher,
    )
    subjects: tuple[Subject, ...] = ("number-facts", "missing-numbers", "spelling")
    assert choices_of([school.group.pk]) == Choices(10, subjects, starts_with_check=False)
