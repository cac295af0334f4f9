"""What happens to an account stands on its person's own page, so that they see what was not them."""

import time

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from ridgeway.access.models import AccountEvent, User
from tests.access.test_account import set_up_app, sign_in, text_of
from tests.cast import PASSWORD, Cast

SECURITY = "/account/security/"


@pytest.fixture
def person(cast: Cast) -> User:
    return cast.ashdown.teacher


def happened(person: User) -> list[str]:
    """What the trail has of the person's account, oldest first."""
    return [event.said for event in person.account_events.order_by("at", "pk")]


def test_sign_ins_passwords_and_the_second_factor_are_listed_newest_first(
    client: Client,
    person: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)
    sign_in(client, person.email)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
        client.post("/account/security/recovery-codes/generate/")
    client.post("/account/security/totp/deactivate/")
    other = {"oldpassword": PASSWORD, "password1": "four words of chalk", "password2": "four words of chalk"}
    client.post("/account/password/change/", other)
    listed = [
        "Signed in",
        "Authenticator app set up",
        "Recovery codes made",
        "Authenticator app turned off",
        "Password changed",
    ]
    assert [said for said in happened(person) if said in listed] == sorted(happened(person), key=listed.index)
    assert set(happened(person)) == set(listed)
    page = text_of(client.get(SECURITY))
    assert page.index("Password changed") < page.index("Authenticator app turned off") < page.index("Signed in")


def test_too_many_wrong_passwords_are_one_event_and_an_unknown_address_leaves_none(
    client: Client, person: User
) -> None:
    for _ in range(8):
        sign_in(client, person.email.upper(), "wrong")
        sign_in(client, "nobody@ashdown.example", "wrong")
    assert happened(person) == ["Sign-in refused: too many wrong passwords"]
    assert AccountEvent.objects.count() == 1


def test_nobody_sees_what_happened_to_somebody_elses_account(client: Client, cast: Cast, person: User) -> None:
    sign_in(Client(), person.email, "wrong")
    sign_in(client, cast.birchwood.teacher.email)
    assert text_of(client.get(SECURITY)).count("Signed in") == 1
    sign_in(Client(), person.email)
    assert text_of(client.get(SECURITY)).count("Signed in") == 1
