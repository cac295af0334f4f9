"""Why a pupil did not practise: said, changed, taken back, and kept apart from other weeks and schools."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from ridgeway.foundations.models import NotPractised, Reason
from ridgeway.foundations.week.reasons import say_why
from ridgeway.foundations.week.school_weeks import last_school_week
from ridgeway.foundations.weeks import Week
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Cast, Troupe
from tests.foundations.pages import staff_client

WEEK = Week(dt.date(2026, 11, 9))


def said(school: Troupe) -> list[tuple[int, dt.date, str]]:
    with school_scope(school.school):
        return list(NotPractised.objects.order_by("pk").values_list("pupil", "week", "reason"))


def url(school: Troupe, pupil: Pupil) -> str:
    return reverse("foundations:not_practised", args=[school.urn, school.group.pk, pupil.pk])


def last_monday(school: Troupe) -> dt.date:
    with school_scope(school.school):
        return last_school_week(TODAY).monday


def test_a_reason_takes_the_place_of_an_earlier_one_and_other_weeks_keep_theirs(
    school: Troupe, amber: Pupil
) -> None:
    with school_scope(school.school):
        say_why(amber, WEEK, Reason.ABSENT, by=None)
        say_why(amber, WEEK.before(), Reason.NO_DEVICE, by=None)
        say_why(amber, WEEK, Reason.CHOSE_NOT, by=school.teacher)
        assert NotPractised.objects.get(week=WEEK.monday).said_by == school.teacher
    assert said(school) == [
        (amber.pk, WEEK.monday, "chose-not"),
        (amber.pk, WEEK.before().monday, "no-device"),
    ]


def test_a_reason_taken_back_leaves_it_unsaid(school: Troupe, amber: Pupil, bilal: Pupil) -> None:
    with school_scope(school.school):
        for pupil in (amber, bilal):
            say_why(pupil, WEEK, Reason.ABSENT, by=None)
        say_why(amber, WEEK, None, by=None)
        say_why(amber, WEEK, None, by=None)
    assert said(school) == [(bilal.pk, WEEK.monday, "absent")]


def test_every_change_is_in_the_audit_trail_and_saying_the_same_again_is_none(
    school: Troupe, amber: Pupil
) -> None:
    with school_scope(school.school):
        for reason in (Reason.ABSENT, Reason.ABSENT, Reason.NO_DEVICE, None):
            say_why(amber, WEEK, reason, by=school.teacher)
        events = apps.get_model("foundations", "NotPractisedEvent").objects.order_by("pgh_id")
        assert list(events.values_list("pgh_label", "reason")) == [
            ("insert", "absent"),
            ("update", "no-device"),
            ("delete", "no-device"),
        ]


@pytest.mark.parametrize(
    ("week", "reason"), [(dt.date(2026, 11, 10), "absent"), (WEEK.monday, "forgot"), (WEEK.monday, "")]
)
def test_the_database_refuses_what_is_no_monday_and_no_reason(
    school: Troupe, amber: Pupil, week: dt.date, reason: str
) -> None:
    with school_scope(school.school), pytest.raises(IntegrityError), transaction.atomic():
        NotPractised.objects.create(school=school.school, pupil=amber, week=week, reason=reason)


def test_a_tap_keeps_the_reason_and_brings_the_pupils_line_back(
    teacher: Client, school: Troupe, amber: Pupil
) -> None:
    monday = last_monday(school)
    reply = teacher.post(
        url(school, amber), {"week": monday, "reason": "no-device"}, headers={"HX-Request": "true"}
    )
    html = reply.content.decode()
    assert html.strip().startswith("<li>")
    pressed = html.split('id="why-' + str(amber.pk) + '-no-device"')[1].split(">")[0]
    assert 'value="" aria-pressed="true"' in pressed
    assert html.count('aria-pressed="false"') == 2
    assert said(school) == [(amber.pk, monday, "no-device")]
    teacher.post(url(school, amber), {"week": monday, "reason": ""}, headers={"HX-Request": "true"})
    assert said(school) == []


def test_without_scripts_a_tap_leads_back_to_the_page(teacher: Client, school: Troupe, amber: Pupil) -> None:
    reply = teacher.post(url(school, amber), {"week": last_monday(school), "reason": "absent"})
    assert reply.status_code == 302
    assert reply.headers["Location"] == reverse("foundations:monday", args=[school.urn, school.group.pk])


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"week": "soon", "reason": "absent"}, "week"),
        ({"reason": "absent"}, "week"),
        ({"week": "2999-01-07", "reason": "absent"}, "week"),
        ({"week": "2026-01-05", "reason": "forgot"}, "reason"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_field(
    teacher: Client, school: Troupe, amber: Pupil, sent: dict[str, str], field: str
) -> None:
    reply = teacher.post(url(school, amber), sent)
    assert reply.status_code == 400
    assert f"* {field}" in reply.content.decode()
    assert said(school) == []


def test_a_week_that_is_not_over_has_no_reason_yet(teacher: Client, school: Troupe, amber: Pupil) -> None:
    ahead = last_monday(school) + dt.timedelta(days=7)
    assert teacher.post(url(school, amber), {"week": ahead, "reason": "absent"}).status_code == 400


def test_a_pupil_of_the_school_next_door_is_not_found(cast: Cast, teacher: Client) -> None:
    ours, theirs = cast.ashdown, cast.birchwood
    sent = {"week": last_monday(ours), "reason": "absent"}
    assert teacher.post(url(ours, theirs.pupils[0]), sent).status_code == 404
    assert teacher.post(url(theirs, theirs.pupils[0]), sent).status_code == 404
    assert staff_client(theirs.teacher.email).post(url(ours, ours.pupils[0]), sent).status_code == 404
    assert said(ours) == said(theirs) == []
