"""Sessions: read in a statement of our own, and otherwise Django's."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from ridgeway.access.sessions import SessionStore
from ridgeway.access.tasks import forget_old_sessions as nightly

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
