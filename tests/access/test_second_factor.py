"""Somebody who lost phone and recovery codes is let in again by somebody else, who must not misuse it."""

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.urls import reverse

from ridgeway.access.models import Membership, User
from ridgeway.access.roles import Role
from ridgeway.access.second_factor import turn_off
from ridgeway.access.staff import end_role, give_role
from ridgeway.schools.tenancy import school_scope
from tests.access.test_account import sign_in, text_of
from tests.cast import PASSWORD, TODAY, Cast


@pytest.fixture
def person(cast: Cast) -> User:
    """A teacher with an authenticator app."""
    return secured(cast.ashdown.teacher)


@pytest.fixture
def head(cast: Cast, client: Client) -> Client:
    """The headteacher, who has given the password once more, as changing security asks for."""
    sign_in(client, cast.ashdown.staff[Role.HEADTEACHER].email)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def secured(user: User) -> User:
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


def press(browser: Client, cast: Cast, user: User) -> Any:
    with school_scope(cast.ashdown.school):
        role = Membership.objects.get(user=user, school=cast.ashdown.school)
    return browser.post(reverse("access:turn_off_second_factor", args=[cast.ashdown.urn, role.pk]), follow=True)


def has_it(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user).exists())


def test_the_head_turns_it_off_and_the_person_signs_in_by_password_and_is_told(
    head: Client, cast: Cast, person: User
) -> None:
    assert "Phone lost" in text_of(head.get(reverse("access:staff", args=[cast.ashdown.urn])))
    said = text_of(press(head, cast, person))
    assert not has_it(person)
    assert "Teacher: Authenticator app turned off by Headteacher" in said
    assert "Phone lost" not in said
    assert [(message.to, "Headteacher has turned off" in message.body) for message in mail.outbox] == [
        ([person.email], True)
    ]
    theirs = Client()
    assert sign_in(theirs, person.email, "wrong").status_code == 200
    sign_in(theirs, person.email)
    told = "Authenticator app turned off by Headteacher, "
    assert told in text_of(theirs.get("/", follow=True))
    again = Client()
    sign_in(again, person.email)
    assert told not in text_of(again.get("/", follow=True))


def test_nobody_turns_off_their_own(head: Client, cast: Cast) -> None:
    leader = cast.ashdown.staff[Role.HEADTEACHER]
    secured(leader)
    assert "Phone lost" not in text_of(head.get(reverse("access:staff", args=[cast.ashdown.urn])))
    assert "Nobody turns off their own" in text_of(press(head, cast, leader))
    assert has_it(leader)


def test_of_somebody_who_works_here_no_longer_it_stays(head: Client, cast: Cast, person: User) -> None:
    with school_scope(cast.ashdown.school):
        end_role(Membership.objects.get(user=person), TODAY - dt.timedelta(days=1))
    assert "has no role at Ashdown Primary School any more" in text_of(press(head, cast, person))
    assert has_it(person)


def test_an_account_that_opens_another_place_too_is_left_to_the_server(
    head: Client, cast: Cast, person: User
) -> None:
    give_role(email=person.email, role=Role.COACH, school=cast.birchwood.school, starts=TODAY)
    assert "opens more than Ashdown" in text_of(press(head, cast, person))
    assert has_it(person)
    turn_off(person, by=None)
    assert not has_it(person)
    assert person.account_events.get().said == "Authenticator app turned off at the server"


def test_whoever_left_their_desk_open_is_asked_for_their_password_first(cast: Cast, person: User) -> None:
    browser = Client()
    browser.force_login(cast.ashdown.staff[Role.HEADTEACHER])
    asked = press(browser, cast, person).redirect_chain[0][0]
    assert asked.startswith("/account/reauthenticate/")
    browser.post(asked, {"password": "somebody elses"})
    assert has_it(person)
    browser.post(asked, {"password": PASSWORD})
    assert not has_it(person)


def test_the_head_next_door_cannot(cast: Cast, person: User) -> None:
    stranger = Client()
    sign_in(stranger, cast.birchwood.staff[Role.HEADTEACHER].email)
    assert press(stranger, cast, person).status_code == 404
    assert has_it(person)
