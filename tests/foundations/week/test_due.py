"""Whose timings are due, by the rhythm of their class."""

import datetime as dt
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ridgeway.foundations.models import ClassPractice, Timing
from ridgeway.foundations.paper.results import Entry, enter_results
from ridgeway.foundations.paper.sheets import make_sheets
from ridgeway.foundations.steering.deciding import choose_practice
from ridgeway.foundations.steering.models import Rhythm
from ridgeway.foundations.week.due import Due, begins, choose_rhythms, practice_of, rhythms_of, timings_due
from ridgeway.schools.models import HalfTerm, Pupil
from ridgeway.schools.models.calendar import Term
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.reading.readings import hear, heard

MONDAY = dt.date(2026, 11, 16)


def due(school: Troupe, facts: Rhythm = Rhythm.WEEK, **others: Rhythm) -> dict[str, Due]:
    """What is due where number facts are timed in one rhythm and, unless they are named, nothing else is."""
    chosen = {"reading_timed": Rhythm.NEVER, "writing_timed": Rhythm.NEVER, **others}
    with school_scope(school.school):
        practice = ClassPractice(group=school.group, facts_timed=facts, **chosen)
        found = timings_due(school.pupils, practice, TODAY)
    return {each.what: each for each in found}


def sheet(school: Troupe, pupils: list[Pupil], day: dt.date) -> None:
    with school_scope(school.school):
        made = make_sheets(school.group, "addition-grid", on=day, pupils=pupils)
        enter_results(made, {page: Entry(300, 90) for page in made.pages.all()}, by=None)


def test_everybody_is_due_where_nobody_was_timed(school: Troupe) -> None:
    with school_scope(school.school):
        this_week = begins(Rhythm.WEEK, TODAY)
    assert due(school) == {"facts": Due("facts", Rhythm.WEEK, this_week, school.pupils, None)}


def test_who_was_timed_since_the_time_began_is_not_due(school: Troupe) -> None:
    with school_scope(school.school):
        fortnight = begins(Rhythm.FORTNIGHT, TODAY)
    sheet(school, school.pupils[:1], fortnight)
    sheet(school, school.pupils[1:2], fortnight - dt.timedelta(days=1))
    found = due(school, Rhythm.FORTNIGHT)["facts"]
    assert list(found.pupils) == school.pupils[1:]
    assert (found.since, found.last) == (fortnight, fortnight)
    assert list(due(school, Rhythm.HALF_TERM)["facts"].pupils) == school.pupils[2:]


def test_nothing_is_due_where_everybody_was_timed_or_nothing_is_timed(school: Troupe) -> None:
    with school_scope(school.school):
        sheet(school, school.pupils, begins(Rhythm.FORTNIGHT, TODAY))
    assert due(school, Rhythm.FORTNIGHT) == due(school, Rhythm.NEVER) == {}


def test_writing_and_reading_have_rhythms_of_their_own(school: Troupe, amber: Pupil) -> None:
    with school_scope(school.school):
        half_term = begins(Rhythm.HALF_TERM, TODAY)
        hear(school.pupils[0], heard(day=half_term - dt.timedelta(days=1)))
        hear(school.pupils[1], heard(day=half_term))
        Timing.objects.create(
            id=uuid4(),
            school=school.school,
            pupil=amber,
            writing="copying",
            at=timezone.now() - dt.timedelta(days=15),
            seconds=60,
            correct=30,
            errors=1,
            device="paper",
        )
    found = due(school, reading_timed=Rhythm.HALF_TERM, writing_timed=Rhythm.HALF_TERM)
    assert list(found["reading"].pupils) == [school.pupils[0], *school.pupils[2:]]
    assert list(found["writing"].pupils) == school.pupils[1:]
    assert list(due(school, writing_timed=Rhythm.FORTNIGHT)["writing"].pupils) == school.pupils


def test_the_last_timing_is_looked_for_ten_weeks_back(school: Troupe) -> None:
    sheet(school, school.pupils, TODAY - dt.timedelta(weeks=10, days=1))
    assert due(school)["facts"].last is None
    sheet(school, school.pupils[:1], TODAY - dt.timedelta(weeks=10))
    assert due(school)["facts"].last == TODAY - dt.timedelta(weeks=10)


def test_what_is_timed_next_door_does_not_count(cast: Cast) -> None:
    sheet(cast.birchwood, cast.birchwood.pupils, TODAY)
    assert list(due(cast.ashdown)["facts"].pupils) == cast.ashdown.pupils


@pytest.mark.parametrize(
    ("day", "week", "fortnight", "six_weeks"),
    [
        (MONDAY, MONDAY, dt.date(2026, 11, 9), dt.date(2026, 10, 12)),
        (dt.date(2026, 11, 20), MONDAY, dt.date(2026, 11, 9), dt.date(2026, 10, 12)),
        (dt.date(2026, 11, 21), dt.date(2026, 11, 23), MONDAY, dt.date(2026, 10, 19)),
    ],
)
def test_a_time_begins_on_a_monday_and_at_the_weekend_the_coming_week_counts(
    school: Troupe, day: dt.date, week: dt.date, fortnight: dt.date, six_weeks: dt.date
) -> None:
    with school_scope(school.school):
        found = [begins(rhythm, day) for rhythm in (Rhythm.WEEK, Rhythm.FORTNIGHT, Rhythm.HALF_TERM)]
    assert found == [week, fortnight, six_weeks]


def test_a_half_term_is_the_schools_own(school: Troupe) -> None:
    first, second = dt.date(2026, 9, 3), dt.date(2026, 11, 2)
    with school_scope(school.school):
        for half, starts, ends in ((1, first, dt.date(2026, 10, 24)), (2, second, dt.date(2026, 12, 19))):
            HalfTerm.objects.create(
                school=school.school,
                academic_year=school.year,
                term=Term.AUTUMN,
                half=half,
                starts=starts,
                ends=ends,
            )
        days = [dt.date(2026, 10, 28), dt.date(2026, 10, 31), second, dt.date(2027, 2, 13), dt.date(2027, 2, 15)]
        found = [begins(Rhythm.HALF_TERM, day) for day in days]
    assert found == [first, second, second, second, dt.date(2027, 1, 11)]


def test_a_class_times_facts_each_week_and_the_rest_each_half_term_unless_it_was_chosen(school: Troupe) -> None:
    with school_scope(school.school):
        assert rhythms_of(practice_of(school.group)) == {
            "facts": Rhythm.WEEK,
            "reading": Rhythm.HALF_TERM,
            "writing": Rhythm.HALF_TERM,
        }


def test_how_often_is_chosen_on_the_page_and_leaves_the_classs_other_choices_alone(
    teacher: Client, school: Troupe
) -> None:
    with school_scope(school.school):
        choose_practice(school.group, minutes=8, further_subjects=[], starts_with_check=False, by=None)
    url = reverse("foundations:class_rhythms", args=[school.urn, school.group.pk])
    sent = {"facts_timed": "fortnight", "reading_timed": "never", "writing_timed": "half-term"}
    reply = teacher.post(url, sent)
    assert reply.headers["Location"].endswith("/monday/#timings")
    with school_scope(school.school):
        kept = practice_of(school.group)
        events = apps.get_model("foundations", "ClassPracticeEvent").objects.order_by("-pgh_id")
        assert events.values_list("pgh_label", "facts_timed").first() == ("update", "fortnight")
    assert (kept.facts_timed, kept.reading_timed, kept.writing_timed) == ("fortnight", "never", "half-term")
    assert (kept.minutes, kept.starts_with_check, kept.chosen_by) == (8, False, school.teacher)


def test_a_rhythm_that_there_is_not_is_refused_with_the_field(teacher: Client, school: Troupe) -> None:
    url = reverse("foundations:class_rhythms", args=[school.urn, school.group.pk])
    reply = teacher.post(url, {"facts_timed": "hourly", "reading_timed": "never", "writing_timed": "never"})
    assert reply.status_code == 400
    assert "* facts_timed" in reply.content.decode()
    with school_scope(school.school), pytest.raises(IntegrityError), transaction.atomic():
        ClassPractice.objects.create(school=school.school, group=school.group, facts_timed="hourly")


def test_a_class_that_chose_nothing_before_can_choose_how_often_it_is_timed(school: Troupe) -> None:
    never = dict.fromkeys(("facts_timed", "reading_timed", "writing_timed"), Rhythm.NEVER)
    with school_scope(school.school):
        choose_rhythms(school.group, **never, by=None)
        assert set(rhythms_of(practice_of(school.group)).values()) == {Rhythm.NEVER}
