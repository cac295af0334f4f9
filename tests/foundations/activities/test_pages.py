"""What a teacher does and sees: this week's probe in one click, a rehearsal for today, and what came of them."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from ridgeway.fluency.tables_check import Question
from ridgeway.foundations.activities.offering import offered
from ridgeway.foundations.activities.rehearsals import Asked, Share, by_table, rehearsals_of
from ridgeway.foundations.activities.results import probe_results
from ridgeway.foundations.activities.setting import set_probe, set_rehearsal
from ridgeway.foundations.growth.lines import Work
from ridgeway.foundations.growth.names import strand_of
from ridgeway.foundations.models import SetActivity
from ridgeway.foundations.practice import finish_session
from ridgeway.foundations.uuid7 import uuid7
from ridgeway.foundations.weeks import Week
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.activities.plays import MONDAY, MORNING, play
from tests.foundations.pages import staff_client


@pytest.fixture
def school(cast: Cast) -> Troupe:
    return cast.ashdown


@pytest.fixture
def teacher(school: Troupe) -> Client:
    return staff_client(school.teacher.email)


def address(school: Troupe, name: str, *more: int) -> str:
    return reverse(f"foundations:{name}", args=[school.urn, school.group.pk, *more])


def text(reply: Any) -> str:
    assert reply.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.content.decode()))


def do(school: Troupe, pupil: Pupil, at: dt.datetime, *, right: int, wrong: int, finished: bool = True) -> None:
    """The pupil does what is set at that time."""
    with school_scope(school.school):
        (activity,) = offered(pupil, [school.group.pk], at, year=4, own_aims={})
        play(pupil, activity, right=right, wrong=wrong)
        if finished:
            finish_session(pupil, activity["session"], at + dt.timedelta(minutes=5))


def test_one_button_sets_this_week_s_probe_and_a_second_takes_it_back(teacher: Client, school: Troupe) -> None:
    page = address(school, "activities")
    assert "Nothing is set just now" in text(teacher.get(page))
    shown = text(teacher.post(page, {"of": "addition grid"}, follow=True))
    assert "10 × 10 addition grid set by Teacher 0 of 4" in shown
    with school_scope(school.school):
        made = SetActivity.objects.get()
    assert (made.of, made.group_id, made.set_by) == ("addition grid", school.group.pk, school.teacher)
    assert made.ends == Week.prepared_on(timezone.localdate()).ends
    assert f"on their first screen until {date_format(made.last_day, 'SHORT_DATE_FORMAT')}." in shown
    shown = text(teacher.post(address(school, "take_activity_back", made.pk), follow=True))
    assert "Taken back" in shown
    assert "Nothing is set just now" in shown


def test_something_that_cannot_be_probed_is_refused_and_nothing_is_set(teacher: Client, school: Troupe) -> None:
    assert "Choose something from the list." in text(
        teacher.post(address(school, "activities"), {"of": "history"})
    )
    with school_scope(school.school):
        assert not SetActivity.objects.exists()


def test_the_class_s_counts_stand_beside_those_before(school: Troupe) -> None:
    amber, bilal, *_ = school.pupils
    for week, pupil, right in [(0, amber, 18), (1, amber, 24), (1, bilal, 9)]:
        at = MORNING + week * dt.timedelta(days=7)
        with school_scope(school.school):
            set_probe(school.group, "add", at=at, by=None)
        do(school, pupil, at, right=right, wrong=2)
    with school_scope(school.school):
        (found,) = probe_results(school.group, MONDAY + dt.timedelta(days=8))
    assert (found.title, found.day, found.done) == ("Addition", MONDAY + dt.timedelta(days=7), 2)
    told = {
        row.pupil: (row.latest and row.latest.correct, row.before and row.before.correct, row.best)
        for row in found.rows
    }
    assert [told[pupil] for pupil in school.pupils] == [
        (24, 18, 24),
        (9, None, 9),
        (None, None, None),
        (None, None, None),
    ]


def test_a_probe_done_today_is_on_the_page(teacher: Client, school: Troupe) -> None:
    teacher.post(address(school, "activities"), {"of": "mul-7"})
    do(school, school.pupils[0], timezone.now(), right=12, wrong=1)
    shown = text(teacher.get(address(school, "activities")))
    assert "7 times table: right in a minute Done by 1 of 4" in shown
    assert re.search(r"Amber Testington 12 1 – 12 ", shown)
    assert "Bilal Samplewood Not yet" in shown


def test_probes_make_a_line_of_growth_by_what_they_are_about(teacher: Client, school: Troupe) -> None:
    for week in (0, 1):
        at = MORNING + week * dt.timedelta(days=7)
        with school_scope(school.school):
            set_probe(school.group, "addition grid", at=at, by=None)
        do(school, school.pupils[0], at, right=12 + week, wrong=1)
    key = "probe~addition grid~touch"
    page = reverse("foundations:pupil_growth", args=[school.urn, school.group.pk, school.pupils[0].pk])
    assert "Probe: 10 × 10 addition grid, touch screen" in text(teacher.get(page, {"line": key}))
    assert [strand_of(Work("probe", of, "touch")) for of in ("addition grid", "mul", "mul-7")] == [
        "add",
        "mul",
        "mul",
    ]


def test_a_rehearsal_is_set_for_today_and_analysed_once_it_is_finished(teacher: Client, school: Troupe) -> None:
    page = address(school, "tables_check")
    assert "Nobody in this class has rehearsed yet" in text(teacher.get(page))
    assert "A rehearsal is set for today: done by 0 of 4" in text(
        teacher.post(address(school, "start_rehearsal"), follow=True)
    )
    amber, bilal, *_ = school.pupils
    now = timezone.now()
    do(school, amber, now, right=19, wrong=6)
    do(school, bilal, now, right=25, wrong=0, finished=False)
    shown = text(teacher.get(page))
    assert "done by 1 of 4" in shown
    assert "Middle of the class 19 of 25" in shown
    assert "Amber Testington 19 19" in shown
    assert "Bilal Samplewood Not yet" in shown
    with school_scope(school.school):
        found = rehearsals_of(school.group, timezone.localdate())
    assert len(found.facts) == 6
    assert all(fact.share == Share(0, 1) and fact.pupils == [amber] for fact in found.facts)
    assert all(fact.text in shown for fact in found.facts)


def test_facts_that_went_wrong_most_come_first_and_the_turned_round_twin_counts_with_them(school: Troupe) -> None:
    amber, bilal, *_ = school.pupils
    for pupil, right in [(amber, 20), (bilal, 22)]:
        with school_scope(school.school):
            set_rehearsal(school.group, at=MORNING, by=None)
        do(school, pupil, MORNING, right=right, wrong=25 - right)
    with school_scope(school.school):
        found = rehearsals_of(school.group, max(TODAY, MONDAY))
    wrong = [fact.share.asked - fact.share.right for fact in found.facts]
    assert wrong == sorted(wrong, reverse=True)
    assert sum(wrong) == 5 + 3
    assert {score.latest for score in found.pupils} == {20, 22, None}
    assert found.middle == 21


def test_a_question_belongs_to_the_tables_of_both_factors_and_a_square_to_one() -> None:
    session = uuid7(MORNING)
    asked = [Asked(session, 1, MONDAY, Question(6, 7), True), Asked(session, 1, MONDAY, Question(7, 7), False)]
    shares = by_table(asked)
    assert (shares[6], shares[7], shares[8]) == (Share(1, 1), Share(1, 2), Share(0, 0))
    assert shares[8].percent is None


def test_the_school_next_door_sees_and_changes_nothing_of_it(cast: Cast, school: Troupe) -> None:
    with school_scope(school.school):
        made = set_rehearsal(school.group, at=timezone.now(), by=None)
    next_door = staff_client(cast.birchwood.teacher.email)
    own = cast.birchwood
    for name, more in [("take_activity_back", [made.pk])]:
        assert next_door.post(address(school, name, *more)).status_code == 404
        assert (
            next_door.post(reverse(f"foundations:{name}", args=[own.urn, own.group.pk, *more])).status_code == 404
        )
    assert "Nothing is set just now" in text(next_door.get(address(own, "activities")))
    with school_scope(school.school):
        assert SetActivity.objects.get().taken_back_at is None
