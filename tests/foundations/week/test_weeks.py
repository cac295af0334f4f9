"""School weeks, as pages step through them."""

import datetime as dt

from hypothesis import example, given
from hypothesis import strategies as st

from ridgeway.foundations.weeks import Week

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2060, 12, 31))


@given(DAYS, st.dates() | st.text())
@example(dt.date(2028, 2, 29), "")
@example(dt.date(2028, 2, 29), dt.date.min)
@example(dt.date(2028, 2, 29), dt.date.max)
def test_whatever_is_asked_on_whatever_day_a_page_shows_a_week_that_has_begun(
    today: dt.date, asked: object
) -> None:
    week = Week.asked(str(asked), today)
    assert week.monday.weekday() == 0
    assert week.monday <= today
    assert week.before().after(today) == week
