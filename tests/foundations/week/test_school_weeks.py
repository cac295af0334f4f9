"""Which week a teacher looks back on."""

import datetime as dt

import pytest

from ridgeway.foundations.week.school_weeks import last_school_week
from ridgeway.schools.models import HalfTerm
from ridgeway.schools.models.calendar import Term
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast, Troupe

MONDAY = dt.date(2026, 11, 16)


def days(first: dt.date, *numbers: int) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in numbers]


def half_term(school: Troupe, half: int, starts: dt.date, last: dt.date) -> None:
    ends = last + dt.timedelta(days=1)
    HalfTerm.objects.create(
        school=school.school, academic_year=school.year, term=Term.AUTUMN, half=half, starts=starts, ends=ends
    )


@pytest.mark.parametrize("today", days(MONDAY, 0, 1, 2, 3, 4))
def test_on_school_days_it_is_the_week_before(cast: Cast, today: dt.date) -> None:
    with school_scope(cast.ashdown.school):
        assert last_school_week(today).monday == MONDAY - dt.timedelta(days=7)


@pytest.mark.parametrize("today", days(MONDAY, 5, 6))
def test_at_the_weekend_it_is_the_week_just_over(cast: Cast, today: dt.date) -> None:
    with school_scope(cast.ashdown.school):
        assert last_school_week(today).monday == MONDAY


def test_after_a_holiday_it_is_the_week_before_the_holiday(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        half_term(cast.ashdown, 1, dt.date(2026, 9, 3), dt.date(2026, 10, 22))
        half_term(cast.ashdown, 2, dt.date(2026, 11, 2), dt.date(2026, 12, 18))
        back = dt.date(2026, 11, 2)
        assert last_school_week(back).monday == dt.date(2026, 10, 19)
        assert last_school_week(back + dt.timedelta(days=7)).monday == back
        in_the_holiday = dt.date(2026, 12, 28)
        assert last_school_week(in_the_holiday).monday == dt.date(2026, 12, 14)


def test_term_dates_of_long_ago_say_nothing(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        half_term(cast.ashdown, 1, dt.date(2025, 9, 3), dt.date(2025, 10, 24))
        assert last_school_week(MONDAY).monday == MONDAY - dt.timedelta(days=7)


def test_another_schools_holidays_do_not_matter(cast: Cast) -> None:
    with school_scope(cast.birchwood.school):
        half_term(cast.birchwood, 1, dt.date(2026, 9, 3), dt.date(2026, 10, 22))
    with school_scope(cast.ashdown.school):
        assert last_school_week(MONDAY).monday == MONDAY - dt.timedelta(days=7)
