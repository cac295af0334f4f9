"""Staff sign in with e-mail and password, and with a second factor when they want one. All pages are ours."""

import hashlib
import hmac
import re
import struct
import time
from base64 import b32decode
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.cast import PASSWORD, Cast

OURS = "Ridgeway: free and open software for school improvement"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": email, "password": password})


def six_digits(secret: str, ago: int) -> str:
    """The authenticator app's code so many seconds ago (RFC 6238: SHA-1, 30 seconds)."""
    digest = hmac.digest(b32decode(secret), struct.pack(">Q", (int(time.time()) - ago) // 30), hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


@pytest.fixture
def teacher(client: Client, cast: Cast) -> Client:
    """The teacher, who has signed in and given the password once more, as changing security asks for."""
    sign_in(client, cast.ashdown.teacher.email)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still: all comes within one minute, however busy the machine is."""
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)


def set_up_app(client: Client, ago: int = 0) -> list[str]:
    """Sets an authenticator app up with its code of so many seconds ago; returns the recovery codes."""
    page = client.get("/account/security/totp/activate/")
    secret = page.context["form"].secret
    response = client.post("/account/security/totp/activate/", {"code": six_digits(secret, ago)}, follow=True)
    return re.findall(r"<li>([\w-]{8,})</li>", text_of(response))


class TestSigningIn:
    def test_an_e_mail_address_in_any_case_and_the_password_open_the_school(
        self, client: Client, cast: Cast
    ) -> None:
        response = sign_in(client, cast.ashdown.teacher.email.upper())
        assert response["Location"] == "/"
        assert client.get("/")["Location"] == f"/schools/{cast.ashdown.urn}/"

    def test_the_session_key_changes(self, client: Client, cast: Cast) -> None:
        session = client.session
        session["left"] = "here by somebody else"
        session.save()
        before = session.session_key
        sign_in(client, cast.ashdown.teacher.email)
        assert client.session.session_key != before

    def test_a_wrong_password_and_an_unknown_address_read_the_same(self, client: Client, cast: Cast) -> None:
        answers = [
            re.findall(r"<li>(.*?)</li>", text_of(sign_in(client, email, "wrong")))
            for email in (cast.ashdown.teacher.email, "nobody@ashdown.example")
        ]
        assert answers[0] == answers[1] != []

    def test_after_five_wrong_passwords_even_the_right_one_must_wait(self, client: Client, cast: Cast) -> None:
        for _ in range(5):
            sign_in(client, cast.ashdown.teacher.email, "wrong")
        response = sign_in(client, cast.ashdown.teacher.email)
        assert response.status_code == 200
        assert "Too many wrong passwords. Wait five minutes" in text_of(response)
        assert sign_in(client, cast.birchwood.teacher.email).status_code == 302

    @pytest.mark.usefixtures("moment")
    def test_a_flood_of_requests_reads_a_page_of_ours(self, client: Client, cast: Cast) -> None:
        for _ in range(60):
            client.post("/account/login/")
        response = client.post("/account/login/")
        assert response.status_code == 429
        assert "Wait a minute" in text_of(response)

    def test_a_closed_account_stays_outside(self, client: Client, cast: Cast) -> None:
        cast.ashdown.teacher.is_active = False
        cast.ashdown.teacher.save()
        sign_in(client, cast.ashdown.teacher.email)
        assert "_auth_user_id" not in client.session
        assert OURS in text_of(client.get("/account/inactive/"))

    def test_signing_out_needs_a_press(self, teacher: Client) -> None:
        assert "Sign out?" in text_of(teacher.get("/account/logout/"))
        teacher.post("/account/logout/")
        assert "_auth_user_id" not in teacher.session


class TestPasswords:
    def test_a_forgotten_one_is_replaced_by_mail(self, client: Client, cast: Cast) -> None:
        response = client.post("/account/password/reset/", {"email": cast.ashdown.teacher.email}, follow=True)
        assert "Look at your mail" in text_of(response)
        (message,) = mail.outbox
        assert message.subject == "Ridgeway: a new password"
        (link,) = re.findall(r"http://testserver(\S+)", str(message.body))
        form = client.get(link, follow=True)
        words = {"password1": "four new words here", "password2": "four new words here"}
        done = client.post(form.redirect_chain[-1][0], words, follow=True)
        assert "Your password is set" in text_of(done)
        assert sign_in(client, cast.ashdown.teacher.email, "four new words here").status_code == 302

    def test_an_unknown_address_gets_no_mail_and_the_same_answer(self, client: Client, cast: Cast) -> None:
        response = client.post("/account/password/reset/", {"email": "nobody@x.example"}, follow=True)
        assert "Look at your mail" in text_of(response)
        assert mail.outbox == []

    def test_a_short_one_is_refused(self, teacher: Client) -> None:
        form = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
        assert "12" in text_of(teacher.post("/account/password/change/", form))

    def test_it_can_be_changed(self, teacher: Client, cast: Cast) -> None:
        form = {"oldpassword": PASSWORD, "password1": "four new words here", "password2": "four new words here"}
        assert teacher.post("/account/password/change/", form)["Location"] == "/account/security/"
        cast.ashdown.teacher.refresh_from_db()
        assert cast.ashdown.teacher.check_password("four new words here")

    def test_with_a_new_one_every_other_device_is_signed_out(self, teacher: Client, cast: Cast) -> None:
        elsewhere, school = Client(), f"/schools/{cast.ashdown.urn}/"
        sign_in(elsewhere, cast.ashdown.teacher.email, PASSWORD)
        assert elsewhere.get(school).status_code == 200
        form = {"oldpassword": PASSWORD, "password1": "four new words here", "password2": "four new words here"}
        teacher.post("/account/password/change/", form)
        assert elsewhere.get(school)["Location"].startswith("/account/login/")
        assert teacher.get(school).status_code == 200


class TestTheSecondFactor:
    def test_it_asks_for_six_digits_after_the_password(self, teacher: Client, cast: Cast) -> None:
        set_up_app(teacher)
        visitor = Client()
        assert sign_in(visitor, cast.ashdown.teacher.email)["Location"] == "/account/security/authenticate/"
        assert "_auth_user_id" not in visitor.session
        assert "six digits" in text_of(visitor.get("/account/security/authenticate/"))
        visitor.post("/account/security/authenticate/", {"code": "000000"})
        assert "_auth_user_id" not in visitor.session

    @pytest.mark.usefixtures("moment")
    @pytest.mark.parametrize(("ago", "opens"), [(0, True), (30, True), (60, False)])
    def test_a_code_that_changed_while_it_was_typed_still_opens(
        self, teacher: Client, ago: int, opens: bool
    ) -> None:
        assert bool(set_up_app(teacher, ago)) is opens

    def test_a_recovery_code_lets_in_once(self, teacher: Client, cast: Cast) -> None:
        codes = set_up_app(teacher)
        for expected in (True, False):
            visitor = Client()
            sign_in(visitor, cast.ashdown.teacher.email)
            visitor.post("/account/security/authenticate/", {"code": codes[0]})
            assert ("_auth_user_id" in visitor.session) is expected

    def test_changing_it_long_after_signing_in_asks_for_the_password_again(
        self, client: Client, cast: Cast
    ) -> None:
        client.force_login(cast.ashdown.teacher)
        response = client.get("/account/security/totp/activate/", follow=True)
        assert "Is it you?" in text_of(response)

    def test_every_page_of_it_is_ours(self, teacher: Client) -> None:
        set_up_app(teacher)
        for page in (
            "", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "reauthenticate/"
        ):  # fmt: skip
            assert OURS in text_of(teacher.get(f"/account/security/{page}")), page
        codes = teacher.get("/account/security/recovery-codes/download/")
        assert text_of(codes).startswith("Recovery codes for Ridgeway")

    def test_it_can_be_turned_off(self, teacher: Client, cast: Cast) -> None:
        set_up_app(teacher)
        teacher.post("/account/security/totp/deactivate/")
        assert sign_in(Client(), cast.ashdown.teacher.email)["Location"] == "/"


@pytest.mark.parametrize(
    "page",
    [
        "login/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/done/",
        "password/reset/key/1-abc-def/",
        "inactive/",
    ],
)
def test_every_page_before_signing_in_is_ours(client: Client, db: None, page: str) -> None:
    assert OURS in text_of(client.get(f"/account/{page}"))


@pytest.mark.parametrize("page", ["password/change/", "reauthenticate/", "security/", "security/totp/activate/"])
def test_every_page_after_signing_in_is_ours(teacher: Client, page: str) -> None:
    assert OURS in text_of(teacher.get(f"/account/{page}"))


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password"])
def test_nobody_signs_themselves_up_or_manages_addresses(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)
