"""Another site can neither make a signed-in browser change anything here, nor send it on, nor frame a page."""

from typing import Final

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from ridgeway.access.roles import Role
from tests.access.test_bad_input import addresses
from tests.access.things import things_of
from tests.cast import PASSWORD, Cast
from tests.foundations.pages import pupil_client

ONLY_READ: Final = {"/api/practice/plan", "/api/practice/plans", "/api/openapi.json", "/api/"}
"""What answers to no POST at all."""

UNDER_A_PASS: Final = {"/api/practice/device"}
"""What no cookie opens, so that no browser can be made to open it."""


def test_nothing_is_changed_without_the_token_that_only_our_pages_have(cast: Cast) -> None:
    keys = things_of(cast.ashdown)
    head = Client(enforce_csrf_checks=True)
    head.force_login(cast.ashdown.staff[Role.HEADTEACHER])
    amber = pupil_client(cast.ashdown.pupils[0], enforce_csrf_checks=True)
    every = [each for each in addresses(get_resolver().url_patterns, keys) if each not in ONLY_READ]
    seen = {each: head.post(each).status_code for each in every if not each.startswith("/api/")}
    seen |= {each: amber.post(each).status_code for each in every if each.startswith(("/api/", "/pupils/"))}
    assert {each for each, status in seen.items() if status != 403} == UNDER_A_PASS


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(cast: Cast, away: str) -> None:
    form = {"login": cast.ashdown.teacher.email, "password": PASSWORD, "next": away}
    assert Client().post(f"{reverse('account_login')}?next={away}", form)["Location"] == "/"


def test_no_page_lets_itself_be_framed_or_its_kind_be_guessed(cast: Cast) -> None:
    keys = things_of(cast.ashdown)
    head = Client()
    head.force_login(cast.ashdown.staff[Role.HEADTEACHER])
    for address in addresses(get_resolver().url_patterns, keys):
        response = head.get(address)
        assert response["X-Frame-Options"] == "DENY", address
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"], address
        assert response["X-Content-Type-Options"] == "nosniff", address
