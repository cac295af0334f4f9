"""A school's half-terms: giving them, changing them, starting from last year's, and who may."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from ridgeway.access.roles import Role
from ridgeway.schools.models import AcademicYear, HalfTerm
from ridgeway.schools.models.calendar import academic_year_name, academic_year_of
from ridgeway.schools.tenancy import school_scope
from ridgeway.schools.terms import Dates, TermDatesError, dates_of, moved_from_last_year, set_dates
from tests.cast import TODAY, Cast

START = academic_year_of(TODAY)
DAY = dt.timedelta(days=1)


def half_terms(start: int = START) -> list[Dates | None]:
    """Six half-terms of six weeks, with a week between them."""
    opening = dt.date(start, 9, 3)
    firsts = [opening + dt.timedelta(weeks=7 * place) for place in range(6)]
    return [Dates(first, first + dt.timedelta(days=41)) for first in firsts]


def as_posted(dates: list[Dates | None]) -> dict[str, str]:
    return {
        f"{day}_{place + 1}": getattr(each, day).isoformat()
        for place, each in enumerate(dates)
        if each
        for day in ("first", "last")
    }


@pytest.fixture
def address(client: Client, cast: Cast) -> str:
    """The page that changes this year's dates; the data manager is signed in."""
    client.force_login(cast.ashdown.staff[Role.DATA_MANAGER])
    return f"/schools/{cast.ashdown.urn}/terms/{START}/"


def kept(cast: Cast, start: int = START) -> list[Dates | None]:
    with school_scope(cast.ashdown.school):
        return dates_of(AcademicYear.objects.get(start_year=start))


def text_of(response: Any) -> str:
    return str(response.content.decode())


class TestGivingDates:
    def test_a_year_has_the_dates_that_were_given(self, client: Client, cast: Cast, address: str) -> None:
        response = client.post(address, as_posted(half_terms()), follow=True)
        assert f"The term dates of {academic_year_name(START)} are saved." in text_of(response)
        assert kept(cast) == half_terms()

    def test_a_half_term_that_is_not_known_yet_stays_blank(self, client: Client, cast: Cast, address: str) -> None:
        dates = [*half_terms()[:4], None, None]
        client.post(address, as_posted(dates))
        assert kept(cast) == dates

    def test_dates_taken_out_again_are_gone(self, client: Client, cast: Cast, address: str) -> None:
        client.post(address, as_posted(half_terms()))
        client.post(address, {})
        assert kept(cast) == [None] * 6

    def test_next_year_is_made_when_it_gets_its_dates(self, client: Client, cast: Cast, address: str) -> None:
        client.post(address.replace(str(START), str(START + 1)), as_posted(half_terms(START + 1)))
        with school_scope(cast.ashdown.school):
            year = AcademicYear.objects.get(start_year=START + 1)
        assert (year.starts, year.ends) == (dt.date(START + 1, 9, 1), dt.date(START + 2, 9, 1))
        assert kept(cast, START + 1) == half_terms(START + 1)

    def test_a_year_that_is_neither_kept_nor_near_is_not_found(self, client: Client, address: str) -> None:
        assert client.get(address.replace(str(START), str(START + 2))).status_code == 404
        assert client.get(address.replace(str(START), "1066")).status_code == 404

    def test_only_what_changes_goes_to_the_audit_trail(self, client: Client, cast: Cast, address: str) -> None:
        client.post(address, as_posted(half_terms()))
        dates = half_terms()
        assert dates[5]
        dates[5] = Dates(dates[5].first, dates[5].last - DAY)
        client.post(address, as_posted(dates))
        with school_scope(cast.ashdown.school):
            events = apps.get_model("schools", "HalfTermEvent").objects.order_by("pgh_id")
            labels = [event.pgh_label for event in events]
        assert labels == ["insert"] * 6 + ["update"]


class TestRefusing:
    def test_one_day_without_the_other_is_asked_for(self, client: Client, cast: Cast, address: str) -> None:
        posted = as_posted(half_terms())
        del posted["last_2"]
        page = text_of(client.post(address, posted))
        assert "Autumn 1, last day" not in page.partition("</ul>")[0]
        assert "Autumn 2, last day: Autumn 2 needs both days, or neither." in page
        assert kept(cast) == [None] * 6, "nothing is half applied"

    def test_a_day_that_is_no_day_is_said_once(self, client: Client, address: str) -> None:
        page = text_of(client.post(address, {"first_1": "31/02/2026", "last_1": "2026-10-23"}))
        assert "Autumn 1, first day: Enter a valid date." in page
        assert "needs both days" not in page

    def test_half_terms_that_overlap_are_refused_by_name(self, client: Client, cast: Cast, address: str) -> None:
        dates = half_terms()
        assert dates[1] and dates[2]
        dates[2] = Dates(dates[1].last, dates[2].last)
        page = text_of(client.post(address, as_posted(dates)))
        assert "Spring 1, first day: Spring 1 begins on" in page
        assert "and Autumn 2 goes on until" in page
        assert kept(cast) == [None] * 6

    def test_an_end_before_the_beginning_is_refused(self, cast: Cast) -> None:
        first = dt.date(START, 9, 3)
        with (
            school_scope(cast.ashdown.school),
            pytest.raises(TermDatesError, match="Autumn 1 ends before it begins"),
        ):
            set_dates(cast.ashdown.school, START, [Dates(first, first - DAY), *[None] * 5])

    def test_days_outside_the_year_are_refused_with_the_years_own(self, cast: Cast) -> None:
        outside = Dates(cast.ashdown.year.starts - DAY, dt.date(START, 10, 1))
        with school_scope(cast.ashdown.school), pytest.raises(TermDatesError, match=r"not within .* goes from"):
            set_dates(cast.ashdown.school, START, [outside, *[None] * 5])


class TestStartingFromLastYear:
    def test_dates_are_moved_by_52_weeks_to_the_same_weekdays(self, cast: Cast) -> None:
        with school_scope(cast.ashdown.school):
            set_dates(cast.ashdown.school, START, half_terms())
            moved = moved_from_last_year(START + 1)
        for before, each in zip(half_terms(), moved, strict=True):
            assert before and each
            assert (each.first - before.first, each.last - before.last) == (dt.timedelta(weeks=52),) * 2

    def test_the_page_says_where_they_come_from_and_keeps_nothing_until_saved(
        self, client: Client, cast: Cast, address: str
    ) -> None:
        client.post(address, as_posted(half_terms()))
        page = text_of(client.get(address.replace(str(START), str(START + 1))))
        assert "last year’s dates, moved by 52 weeks" in page
        with school_scope(cast.ashdown.school):
            assert HalfTerm.objects.count() == 6

    def test_without_a_year_before_the_page_starts_blank(self, client: Client, address: str) -> None:
        assert "moved by 52 weeks" not in text_of(client.get(address))


class TestWhoMay:
    def test_a_teacher_sees_the_dates_and_nothing_to_change_them_with(
        self, client: Client, cast: Cast, address: str
    ) -> None:
        client.post(address, as_posted(half_terms()))
        client.force_login(cast.ashdown.staff[Role.TEACHER])
        page = text_of(client.get(f"/schools/{cast.ashdown.urn}/terms/"))
        assert "Spring 2" in page
        assert f"/terms/{START}/" not in page
        assert "Your data manager or headteacher gives them." in page, "of next year's"
