"""Sessions: read in a statement of our own, and otherwise Django's."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ridgeway.access.class_sign_in import give_new_pictures, make_new_badge
from ridgeway.access.gate import PUPIL_KEY
from ridgeway.access.models import PupilSignIn
from ridgeway.access.sessions import SessionStore, end_sessions_of
from ridgeway.access.tasks import forget_old_sessions as nightly
from ridgeway.foundations.offline.devices import see_device
from ridgeway.foundations.offline.passes import issue_pass
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.test_practice_api import ANSWERS
from tests.foundations.test_practice_api import given as answer_to

pytestmark = pytest.mark.django_db


def kept(**entries: object) -> str:
    session = SessionStore()
    session.update(entries)
    session.save()
    assert session.session_key is not None
    return session.session_key


def test_a_session_is_read_as_it_was_kept() -> None:
    assert SessionStore(kept(pupil=[3, 7]))["pupil"] == [3, 7]


def test_a_session_that_has_run_out_holds_nothing_and_its_key_is_forgotten() -> None:
    key = kept(pupil=[3, 7])
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    session = SessionStore(key)
    assert session.get("pupil") is None
    assert session.session_key is None


def test_a_key_that_nobody_gave_out_opens_nothing() -> None:
    session = SessionStore("somebodyelsesinvention0123456789")
    assert dict(session.items()) == {}
    assert session.session_key is None


def test_a_session_is_changed_and_ended_as_ever() -> None:
    session = SessionStore(kept(pupil=[3, 7]))
    session["pupil"] = [3, 8]
    session.save()
    again = SessionStore(session.session_key)
    assert again["pupil"] == [3, 8]
    again.flush()
    assert not Session.objects.exists()


def test_every_night_sessions_that_have_run_out_are_gone_and_the_others_stay() -> None:
    kept(pupil=[3, 7])
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    going_on = kept(pupil=[3, 8])
    nightly(timestamp=0)
    assert list(Session.objects.values_list("session_key", flat=True)) == [going_on]


def come_in(pupil: Pupil) -> Client:
    """A browser in which the pupil has come in by the badge alone."""
    with school_scope(pupil.school_id):
        PupilSignIn.objects.filter(pupil=pupil).update(badge_alone=True)
        key = PupilSignIn.objects.get(pupil=pupil).badge_key
    browser = Client()
    browser.get(reverse("access:badge", args=[key]))
    browser.post(reverse("access:pupil_badge"))
    assert browser.session[PUPIL_KEY][1] == pupil.pk
    return browser


@pytest.mark.parametrize("something_new", [make_new_badge, lambda pupil: give_new_pictures([pupil])])
def test_new_pictures_and_a_new_badge_sign_the_pupil_out_on_every_device_and_nobody_else(
    cast: Cast, something_new: Any
) -> None:
    amber, bilal, *_ = cast.ashdown.pupils
    hers, hers_too, his, teachers = come_in(amber), come_in(amber), come_in(bilal), Client()
    teachers.force_login(cast.ashdown.teacher)
    with school_scope(cast.ashdown.school):
        something_new(amber)
    for browser in (hers, hers_too):
        assert browser.get("/practise/")["Location"] == "/pupils/"
        assert browser.get("/api/practice/plan").status_code == 401
    assert his.get("/api/practice/plan").status_code == 200
    assert teachers.get("/", follow=True).status_code == 200
    assert "_auth_user_id" in teachers.session


def test_a_pupil_whose_number_begins_alike_stays_signed_in() -> None:
    one, ten = kept(**{PUPIL_KEY: [3, 1]}), kept(**{PUPIL_KEY: [3, 10]})
    end_sessions_of([Pupil(pk=1)])
    assert SessionStore(one).get(PUPIL_KEY) is None
    assert SessionStore(ten)[PUPIL_KEY] == [3, 10]


def test_a_pupils_session_key_cannot_be_guessed_from_whose_it_is() -> None:
    keys = {kept(**{PUPIL_KEY: [3, 10**9]}) for _ in range(20)}
    assert len({key.partition("-")[2] for key in keys}) == 20
    assert all(len(key.partition("-")[2]) == 24 and len(key) <= 40 for key in keys)


def test_what_a_device_still_holds_arrives_under_its_pass_when_the_session_was_ended(cast: Cast) -> None:
    amber = cast.ashdown.pupils[0]
    browser = come_in(amber)
    plan = browser.get("/api/practice/plan").json()
    with school_scope(amber.school):
        device = see_device(amber.school_id, uuid4(), group=cast.ashdown.group, kind="iPad", at=timezone.now())
        carried = issue_pass(amber, device)
        make_new_badge(amber)
    answer = answer_to(plan)
    body = {"device_time": timezone.now().isoformat(), "answers": [answer]}
    assert browser.post(ANSWERS, body, "application/json").status_code == 401
    reply = browser.post(ANSWERS, body, "application/json", headers={"X-Ridgeway-Pass": carried})
    assert reply.json()["recorded"] == [answer["id"]]
