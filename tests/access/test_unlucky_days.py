"""Every page opens on the days on which programs fall over: leap days, when clocks change, when the year turns."""

import datetime as dt
from typing import Final

import pytest
from django.test import Client
from django.urls import get_resolver

from ridgeway.access.roles import Role
from ridgeway.schools.models.calendar import academic_year_of
from tests.access.test_bad_input import addresses, general
from tests.access.things import things_of
from tests.cast import TODAY, Cast
from tests.foundations.pages import practise, pupil_client
from tests.foundations.test_practice_api import PLAN, PLANS

THIS_YEAR: Final = academic_year_of(TODAY)
TURN: Final = dt.datetime(THIS_YEAR + 1, 8, 31, 23, 0, tzinfo=dt.UTC)
"""Midnight in London between two academic years."""

MOMENTS: Final = {
    "a leap day": dt.datetime(2028, 2, 29, 9, tzinfo=dt.UTC),
    "the hour that is missing in spring": dt.datetime(2027, 3, 28, 1, 30, tzinfo=dt.UTC),
    "the hour that comes twice in autumn": dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC),
    "the last moment of the academic year": TURN - dt.timedelta(seconds=1),
    "the first moment of the next": TURN,
    "new year": dt.datetime(2027, 1, 1, tzinfo=dt.UTC),
}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_every_page_opens(cast: Cast, moment: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    practise(cast.ashdown, cast.ashdown.pupils[:2], days=2)
    keys = things_of(cast.ashdown)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    head = Client(raise_request_exception=False)
    head.force_login(cast.ashdown.staff[Role.HEADTEACHER])
    amber = pupil_client(cast.ashdown.pupils[0], raise_request_exception=False)
    plans = f"{PLANS}?device=01980000-0000-7000-8000-000000000001&days=5"
    seen = {general(each): head.get(each).status_code for each in addresses(get_resolver().url_patterns, keys)}
    seen |= {PLAN: amber.get(PLAN).status_code, PLANS: amber.get(plans).status_code}
    assert {address: status for address, status in seen.items() if status >= 500} == {}
    assert seen[PLAN] == seen[PLANS] == seen["/schools/1/classes/1/"] == 200
