"""What a browser keeps of pages: nothing. Devices are shared, and pages name people."""

from typing import Final

import pytest
from django.test import Client
from django.urls import reverse

from ridgeway.access.roles import Role
from tests.access.test_permissions import TABLE, Row
from tests.cast import Cast
from tests.foundations.pages import pupil_client

WITHOUT_NAMES: Final = {"foundations:worker", "foundations:manifest", "foundations:device_page"}
"""What a device keeps so that it starts without a network: the same for everybody."""


def whoever_may(row: Row, cast: Cast) -> Client:
    """A browser of somebody whom the page lets in."""
    if row.audience in {"pupil", "pupil's player"}:
        return pupil_client(cast.ashdown.pupils[0])
    client = Client()
    if row.audience != "everybody":
        client.force_login(cast.network_lead if row.over == "network" else cast.ashdown.staff[Role.HEADTEACHER])
    return client


def test_no_browser_and_no_proxy_keeps_a_page(cast: Cast) -> None:
    kept = {}
    for row in TABLE:
        response = getattr(whoever_may(row, cast), row.method)(reverse(row.name, args=row.parts(cast)))
        said = response.get("Cache-Control", "")
        if row.name not in WITHOUT_NAMES and not {"private", "no-store"} <= set(said.split(", ")):
            kept[row.name] = said
    assert kept == {}


def test_after_signing_out_the_back_button_finds_no_page(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.ashdown.teacher)
    for name in ("foundations:class", "foundations:class_growth"):
        page = client.get(reverse(name, args=[cast.ashdown.urn, cast.ashdown.group.pk]))
        assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("name", sorted(WITHOUT_NAMES))
def test_what_a_device_keeps_is_the_same_for_everybody(cast: Cast, name: str) -> None:
    address = reverse(name)
    said = {client.get(address).content for client in (Client(), pupil_client(cast.ashdown.pupils[0]))}
    assert len(said) == 1
    assert b"Amber" not in said.pop()
