"""Whose timings are due."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from ridgeway.foundations.models import Timing
from ridgeway.foundations.paper.results import Entry, enter_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.foundations.week.due import Due, timings_due, weeks_asked
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.reading.readings import hear, heard

A_YEAR_AGO = TODAY - dt.timedelta(days=365)


def due(school: Troupe, weeks: int = 4) -> dict[str, Due]:
    with school_scope(school.school):
        found = timings_due(school.pupils, since=A_YEAR_AGO, today=TODAY, weeks=weeks)
    return {each.what: each for each in found}


def sheet(school: Troupe, pupils: list[Pupil], day: dt.date) -> None:
    with school_scope(school.school):
        made = make_sheets(school.group, "addition-grid", on=day, pupils=pupils)
        enter_results(made, {page: Entry(300, 90) for page in made.pages.all()}, by=None)


def weeks_ago(weeks: int, *, and_days: int = 0) -> dt.date:
    return TODAY - dt.timedelta(weeks=weeks, days=and_days)


def test_facts_are_due_for_everybody_where_nobody_was_timed(school: Troupe) -> None:
    assert due(school) == {"facts": Due("facts", school.pupils, None)}


def test_who_was_timed_within_the_weeks_is_not_due(school: Troupe) -> None:
    sheet(school, school.pupils[:1], weeks_ago(4))
    sheet(school, school.pupils[1:2], weeks_ago(4, and_days=1))
    found = due(school)["facts"]
    assert list(found.pupils) == school.pupils[1:]
    assert found.last == weeks_ago(4)
    assert list(due(school, weeks=6)["facts"].pupils) == school.pupils[2:]


def test_nothing_is_due_where_everybody_was_timed_today(school: Troupe) -> None:
    sheet(school, school.pupils, TODAY)
    assert due(school) == {}


def test_writing_is_looked_at_once_somebody_was_timed(school: Troupe, amber: Pupil) -> None:
    with school_scope(school.school):
        Timing.objects.create(
            id=uuid4(),
            school=school.school,
            pupil=amber,
            writing="copying",
            at=timezone.now(),
            seconds=60,
            correct=30,
            errors=1,
            device="paper",
        )
    assert list(due(school)["writing"].pupils) == school.pupils[1:]


def test_a_reading_is_due_six_weeks_on_where_six_are_chosen(school: Troupe) -> None:
    sheet(school, school.pupils, TODAY)
    with school_scope(school.school):
        hear(school.pupils[0], heard(day=weeks_ago(6, and_days=1)))
        hear(school.pupils[1], heard(day=weeks_ago(5)))
    assert list(due(school, weeks=6)["reading"].pupils) == [school.pupils[0], *school.pupils[2:]]


def test_what_is_timed_next_door_does_not_count(cast: Cast) -> None:
    sheet(cast.birchwood, cast.birchwood.pupils, TODAY)
    assert list(due(cast.ashdown)["facts"].pupils) == cast.ashdown.pupils


@pytest.mark.parametrize(("asked", "weeks"), [("2", 2), ("6", 6), ("5", 4), ("0", 4), ("four", 4), (None, 4)])
def test_weeks_in_an_address_are_one_of_the_choices(asked: str | None, weeks: int) -> None:
    assert weeks_asked(asked) == weeks
