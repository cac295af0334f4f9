"""A run of the tests is of one day."""

import datetime as dt

import pytest

from tools.one_day import wait_for


@pytest.mark.parametrize(
    ("moment", "minutes"),
    [
        ("2026-11-22T12:00+00:00", 0),
        ("2026-11-22T23:34+00:00", 0),
        ("2026-11-22T23:35+00:00", 25),
        ("2026-11-23T00:00+00:00", 0),
        ("2027-06-30T22:50+00:00", 10),
        ("2027-03-28T22:50+00:00", 10),
        ("2027-10-31T22:50+00:00", 0),
    ],
)
def test_it_begins_after_midnight_in_london_where_it_would_meet_it(moment: str, minutes: int) -> None:
    assert wait_for(dt.datetime.fromisoformat(moment)) == dt.timedelta(minutes=minutes)
