"""What a device holds for a pupil: the next school days' plans, names as the sign-in shows them, and a pass."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ridgeway.access.class_sign_in import let_badge_alone
from ridgeway.foundations.models import PracticeSession, SharedDevice
from ridgeway.foundations.offline.devices import HOLDS
from ridgeway.foundations.offline.passes import SALT
from ridgeway.foundations.offline.plans import digest_of_badge, next_school_days
from ridgeway.schools.models import HalfTerm, Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.pages import pupil_client
from tests.foundations.test_practice_api import ANSWERS, post
from tests.foundations.test_practice_api import given as answer_to

FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture
def amber(cast: Cast) -> Pupil:
    return cast.ashdown.pupils[0]


def held(browser: Client, *, days: int = 3, device: object = None) -> dict[str, Any]:
    reply = browser.get(f"/api/practice/plans?days={days}&device={device or uuid4()}")
    assert reply.status_code == 200
    found: dict[str, Any] = reply.json()
    return found


@pytest.mark.django_db
def test_school_days_leave_out_weekends(cast: Cast) -> None:
    with school_scope(cast.ashdown.school):
        assert next_school_days(FRIDAY, 3) == [dt.date(2026, 11, day) for day in (23, 24, 25)]


@pytest.mark.django_db
def test_school_days_leave_out_what_lies_between_half_terms(cast: Cast) -> None:
    school, year = cast.ashdown.school, cast.ashdown.year
    with school_scope(school):
        for half, starts, ends in ((1, (2026, 9, 2), (2026, 11, 24)), (2, (2026, 12, 7), (2026, 12, 19))):
            HalfTerm.objects.create(
                school=school,
                academic_year=year,
                term="autumn",
                half=half,
                starts=dt.date(*starts),
                ends=dt.date(*ends),
            )
        assert next_school_days(FRIDAY, 3) == [dt.date(2026, 11, 23), dt.date(2026, 12, 7), dt.date(2026, 12, 8)]


def test_each_day_has_a_plan_of_its_own_with_a_session_open_from_its_first_minute(
    cast: Cast, amber: Pupil
) -> None:
    plans = held(pupil_client(amber))["plans"]
    days = [dt.date.fromisoformat(each["day"]) for each in plans]
    assert len(days) == 3
    assert all(day > timezone.localdate() and day.weekday() < 5 for day in days)
    with school_scope(cast.ashdown.school):
        opened = {str(each.pk): each for each in PracticeSession.objects.all()}
    for day, each in zip(days, plans, strict=True):
        session = opened[each["plan"]["session"]]
        assert timezone.localtime(session.opened_at) == dt.datetime.combine(
            day, dt.time(0), timezone.get_default_timezone()
        )
        assert each["plan"]["trials"]


@pytest.mark.parametrize("asked", ["days=0", "days=6", "days=x", "device=none", ""])
def test_what_cannot_be_asked_is_refused(amber: Pupil, asked: str) -> None:
    whole = asked if "device" in asked else f"device={uuid4()}&{asked}" if asked else ""
    assert pupil_client(amber).get(f"/api/practice/plans?{whole}").status_code == 422


def test_a_device_learns_the_names_of_the_class_as_its_sign_in_shows_them(cast: Cast, amber: Pupil) -> None:
    names = [name for _, name in held(pupil_client(amber))["class"]["tiles"]]
    assert names == ["Amber", "Bilal", "Cerys", "Dov"]


def test_a_badge_is_recognised_by_its_digest_alone(cast: Cast, amber: Pupil) -> None:
    with school_scope(cast.ashdown.school):
        key = amber.sign_in.badge_key
        let_badge_alone(amber, True)
    said = held(pupil_client(amber))
    assert said["badge"] == {"digest": digest_of_badge(key), "alone": True}
    assert key not in str(said)


def test_a_device_is_known_once_by_what_its_browser_runs_on(cast: Cast, amber: Pupil) -> None:
    key = uuid4()
    browser = pupil_client(amber, headers={"User-Agent": "Mozilla/5.0 (X11; CrOS x86_64 15917.71.0) Chrome/130"})
    for _ in range(2):
        held(browser, device=key)
    with school_scope(cast.ashdown.school):
        device = SharedDevice.objects.get()
    assert (device.key, device.kind, device.group_id, device.label) == (
        key,
        "Chromebook",
        cast.ashdown.group.pk,
        str(key)[:4].upper(),
    )


def test_under_a_pass_a_device_delivers_for_a_pupil_who_has_gone(cast: Cast, amber: Pupil) -> None:
    said = held(pupil_client(amber))
    plan = pupil_client(amber).get("/api/practice/plan").json()
    answer = answer_to(plan)
    body = {"device_time": timezone.now().isoformat(), "answers": [answer]}
    with_pass = {"X-Ridgeway-Pass": said["pass"]}
    nobody, bilal = Client(enforce_csrf_checks=True), pupil_client(cast.ashdown.pupils[1])
    for browser in (nobody, bilal):
        reply = browser.post(ANSWERS, body, "application/json", headers=with_pass)
        assert reply.json()["recorded"] == [answer["id"]]
    assert nobody.post("/api/practice/finish", plan, "application/json", headers=with_pass).status_code == 200
    assert nobody.get("/api/practice/plan", headers=with_pass).status_code == 401


@given(st.text(alphabet=st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60))
def test_no_made_up_pass_lets_anybody_in(made_up: str) -> None:
    with pytest.raises(signing.BadSignature):
        signing.loads(made_up, salt=SALT, max_age=HOLDS)


def test_a_dead_pass_never_falls_back_on_the_cookie_of_whoever_is_signed_in(cast: Cast, amber: Pupil) -> None:
    browser = pupil_client(amber)
    reply = browser.post(ANSWERS, "{}", "application/json", headers={"X-Ridgeway-Pass": "worn:out"})
    assert reply.status_code == 401


def test_a_page_that_outlived_its_session_does_not_write_into_the_next_pupils(cast: Cast, amber: Pupil) -> None:
    bilal = cast.ashdown.pupils[1]
    of_amber = {"X-Ridgeway-Pupil": str(amber.pk)}
    assert pupil_client(bilal).post(ANSWERS, "{}", "application/json", headers=of_amber).status_code == 401
    assert pupil_client(amber).get("/api/practice/plan", headers=of_amber).status_code == 200
    assert post(pupil_client(amber), ANSWERS, "{}").status_code == 422
