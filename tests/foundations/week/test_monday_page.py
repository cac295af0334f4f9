"""A class on Monday morning, on one page."""

import datetime as dt
import re
from collections.abc import Sequence

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ridgeway.fluency.growth import LEAST_DAYS
from ridgeway.foundations.models import Activity, ClassPractice, PracticeSession, Reason, Timing, Writing
from ridgeway.foundations.paper.results import Entry, enter_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.foundations.steering.models import Kind
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.foundations.week.missing import look_back
from ridgeway.foundations.week.reasons import say_why
from ridgeway.foundations.week.school_weeks import last_school_week
from ridgeway.foundations.weeks import Week
from ridgeway.schools.models import GroupMembership, Pupil, YearPlacement
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.pages import practise, staff_client
from tests.foundations.steering.decisions import decided
from tests.foundations.week.weeks import address, fluent_on_the_last_days, page, part


def week_of(school: Troupe) -> Week:
    with school_scope(school.school):
        return last_school_week(TODAY)


def practised_in_the_week(school: Troupe, pupils: Sequence[Pupil]) -> None:
    """Each of these pupils answered twenty facts on every day up to the Friday of the last school week."""
    practise(school, list(pupils), days=(TODAY - week_of(school).monday).days)


def test_a_class_that_has_not_begun_says_what_to_do_first(teacher: Client, school: Troupe) -> None:
    html = page(teacher, address(school))
    assert "Nobody has practised yet" in html
    assert "Did not practise" not in html


def test_a_class_without_pupils_says_where_they_come_from(teacher: Client, school: Troupe) -> None:
    with school_scope(school.school):
        GroupMembership.objects.update(ends=TODAY)
    assert "Nobody is in this class" in page(teacher, address(school))


def test_who_did_not_practise_is_listed_with_the_last_day_and_the_reason(teacher: Client, school: Troupe) -> None:
    practised_in_the_week(school, school.pupils[:2])
    with school_scope(school.school):
        say_why(school.pupils[3], week_of(school), Reason.NO_DEVICE, by=None)
    html = page(teacher, address(school))
    assert '2 <small class="fs-6 fw-normal">of 4</small>' in html
    missing = part(html, "missing")
    assert "Amber" not in missing
    assert "Cerys Mockford" in missing
    assert "not yet this year" in missing
    assert missing.count('aria-pressed="true">No device</button>') == 1
    assert missing.count(">not said<") == 1


def test_a_sheet_on_paper_is_practice_too(teacher: Client, school: Troupe) -> None:
    practised_in_the_week(school, school.pupils[:3])
    with school_scope(school.school):
        made = make_sheets(
            school.group, "addition-grid", on=week_of(school).monday, pupils=school.pupils[3:], made_by=None
        )
        enter_results(made, {made.pages.get(): Entry(300, 90)}, by=None)
    assert "Everybody practised" in part(page(teacher, address(school)), "missing")


def test_a_spelling_list_done_to_its_end_and_a_minute_of_writing_are_practice_too(school: Troupe) -> None:
    week, (amber, bilal, cerys, dylan) = week_of(school), school.pupils
    at = timezone.make_aware(dt.datetime.combine(week.monday, dt.time(9)))
    with school_scope(school.school):
        own = {"school": school.school, "opened_at": at, "seconds": 300, "activity": Activity.SPELLING}
        PracticeSession.objects.create(id=uuid7(at), pupil=amber, finished_at=at, **own)
        PracticeSession.objects.create(id=uuid7(at), pupil=bilal, **own)
        Timing.objects.create(
            school=school.school,
            id=uuid7(at),
            pupil=cerys,
            writing=Writing.ALPHABET,
            at=at,
            seconds=60,
            correct=40,
            errors=1,
            device="touch",
        )
        missing = [each.pupil for each in look_back(school.group, school.pupils, week).missing]
    assert missing == [bilal, dylan]


def test_who_joined_after_the_week_is_not_missing(school: Troupe) -> None:
    week = week_of(school)
    with school_scope(school.school):
        GroupMembership.objects.filter(pupil=school.pupils[3]).update(starts=week.ends)
        looked = look_back(school.group, school.pupils, week)
    assert (looked.members, looked.practised) == (3, 0)
    assert [each.pupil for each in looked.missing] == school.pupils[:3]


def test_who_is_stuck_has_a_next_move_the_evidence_and_the_facts(teacher: Client, school: Troupe) -> None:
    practise(school, school.pupils[:1], days=8, errors=True)
    practise(school, school.pupils[1:2], days=8)
    stuck = part(page(teacher, address(school)), "stuck")
    assert "Amber Testington" in stuck
    assert "0 + 0 <span" in stuck
    assert '(0 of 8<span class="d-print-none"> right</span>)' in stuck
    assert "and 1 more" in stuck
    assert "facts fluent on the last 3 practice days" in stuck
    assert "Samplewood" not in stuck


def test_who_does_not_grow_is_told_what_to_change_and_what_else_to_try(
    teacher: Client, school: Troupe, amber: Pupil
) -> None:
    practise(school, school.pupils, days=2)
    fluent_on_the_last_days(school, amber, [20, 21, 21, 20, 21, 21])
    html = page(teacher, address(school))
    stuck = part(html, "stuck")
    assert "Change something: practise fewer at a time" in stuck
    assert "No growth: 20, 21, 21 facts fluent on the last 3 practice days, against 21 before." in stuck
    assert "What else may help" in stuck
    assert "go back to the set before" in stuck.lower()
    wanted = reverse("foundations:sheets", args=[school.urn, school.group.pk])
    assert f'href="{wanted}?kind=own-facts&amp;pupils={amber.pk}"' in html


def test_several_facts_that_do_not_stick_ask_for_another_way_though_the_pupil_grows(
    teacher: Client, school: Troupe, amber: Pupil
) -> None:
    practise(school, school.pupils[:1], days=8, errors=True)
    fluent_on_the_last_days(school, amber, [20, 21, 22, 23, 24, 25])
    html = page(teacher, address(school))
    facts = part(html, "facts")
    assert "Teach these facts another way" in facts
    assert "Growing: 23, 24, 25" in facts
    assert '(0 of 8<span class="d-print-none"> right</span>)' in facts
    sheets = reverse("foundations:sheets", args=[school.urn, school.group.pk])
    assert f'href="{sheets}?kind=cover-facts&amp;pupils={amber.pk}"' in facts
    assert "Nobody" in part(html, "stuck")
    assert "Sheets for the stuck" not in html


def test_who_grows_keeps_going_and_of_beginners_it_is_too_early_to_say(
    teacher: Client, school: Troupe, amber: Pupil
) -> None:
    practise(school, school.pupils, days=2)
    fluent_on_the_last_days(school, amber, [20, 21, 22, 23, 24, 25])
    html = page(teacher, address(school))
    assert "Amber Testington" in part(html, "growing")
    assert "Bilal Samplewood" in part(html, "early")
    assert "Amber" not in part(html, "early")
    assert 'id="ready"' not in html


def test_who_is_at_the_aim_is_ready_for_the_next_set_by_name(
    teacher: Client, school: Troupe, amber: Pupil
) -> None:
    practise(school, school.pupils, days=2)
    for pupil in school.pupils[:2]:
        fluent_on_the_last_days(school, pupil, [40, 45, 46, 47])
    ready = part(page(teacher, address(school)), "ready")
    assert ready.count("<h3") == 1
    assert 'Amber Testington</a> <span class="rw-quiet">20 fluent' in ready
    assert "Bilal Samplewood" in ready
    assert "Adding to 5" not in ready
    with school_scope(school.school):
        decided(amber, Kind.SET, "mul-7")
    assert "7 times table" in part(page(teacher, address(school)), "ready")


def test_timings_that_are_due_lead_to_sheets_for_just_those_pupils(teacher: Client, school: Troupe) -> None:
    practise(school, school.pupils, days=1)
    with school_scope(school.school):
        ClassPractice.objects.create(
            school=school.school,
            group=school.group,
            facts_timed="fortnight",
            reading_timed="never",
            writing_timed="never",
        )
        made = make_sheets(school.group, "addition-grid", on=TODAY, pupils=school.pupils[:2])
        enter_results(made, {page: Entry(300, 90) for page in made.pages.all()}, by=None)
    timings = part(page(teacher, address(school)), "timings")
    assert "Number facts" in timings
    assert "Amber" not in timings
    assert "Cerys Mockford" in timings
    link = re.search(r'href="([^"]*kind=probe[^"]*)"', timings)
    assert link is not None
    sheets = page(teacher, link[1].replace("&amp;", "&"))
    ticked = re.findall(r'name="pupils" value="(\d+)"[^>]*checked', sheets)
    assert set(ticked) == {str(pupil.pk) for pupil in school.pupils[2:]}
    assert re.search(r'name="kind" value="probe"[^>]*checked', sheets)


def test_what_is_due_says_how_often_and_who(teacher: Client, school: Troupe) -> None:
    practise(school, school.pupils, days=1)
    timings = part(page(teacher, address(school)), "timings")
    assert 'Number facts <span class="rw-quiet">every week</span>' in timings
    assert "Everybody; nobody was timed in the last ten weeks." in timings
    assert 'Reading aloud <span class="rw-quiet">every half-term</span>' in timings
    assert re.search(r'<select name="facts_timed"', timings)


def test_what_was_decided_and_holds_today_is_named_for_class_and_pupils(
    teacher: Client, school: Troupe, amber: Pupil
) -> None:
    practise(school, school.pupils, days=1)
    assert "Nothing: practice follows the progression" in part(page(teacher, address(school)), "holding")
    with school_scope(school.school):
        decided(school.group, Kind.PAUSE, "mul-7")
        decided(amber, Kind.SLOWER)
        decided(school.pupils[1], Kind.SLOWER, starts=TODAY + dt.timedelta(days=3))
    holding = part(page(teacher, address(school)), "holding")
    assert "Whole class</a>: Leave alone: 7 times table" in holding
    assert "Amber Testington</a>: Fewer new ones" in holding
    assert "Bilal" not in holding


def test_the_class_next_door_is_not_there_and_lends_nothing(cast: Cast) -> None:
    ours, theirs = cast.ashdown, cast.birchwood
    practise(theirs, theirs.pupils, days=LEAST_DAYS)
    assert staff_client(theirs.teacher.email).get(address(ours)).status_code == 404
    html = page(staff_client(ours.teacher.email), address(ours))
    assert "Nobody has practised yet" in html


@pytest.mark.parametrize("size", [4, 30])
def test_it_costs_at_most_twenty_eight_queries_whatever_the_size_of_the_class(
    teacher: Client, school: Troupe, size: int
) -> None:
    with school_scope(school.school):
        for number in range(size - len(school.pupils)):
            pupil = Pupil.objects.create(
                school=school.school,
                legal_surname=f"Extra{number}",
                legal_forename="One",
                date_of_birth=dt.date(2018, 1, 1),
            )
            YearPlacement.objects.create(
                school=school.school, pupil=pupil, academic_year=school.year, year_group="4"
            )
            GroupMembership.objects.create(
                school=school.school, group=school.group, pupil=pupil, starts=school.year.starts
            )
            school.pupils.append(pupil)
    practise(school, school.pupils, days=5)
    for pupil in school.pupils:
        fluent_on_the_last_days(school, pupil, [40, 45, 46, 47])
    teacher.get(address(school))
    with CaptureQueriesContext(connection) as queries:
        page(teacher, address(school))
    assert len(queries) <= 28
