"""Which week is the last school week: the one that a teacher looks back on while planning the next."""

import datetime as dt
from typing import Final

from ridgeway.foundations.weeks import WEEK, Week
from ridgeway.schools.models import HalfTerm

TO_FRIDAY: Final = dt.timedelta(days=5)
"""From a Monday to the first day after the school days of its week."""

LONGEST_HOLIDAY: Final = 8 * WEEK
"""A longer gap between half-terms means that the term dates of the time are not known."""


def last_school_week(today: dt.date) -> Week:
    """The last week whose school days are over and on which there was school.

    Where the school has not given its term dates, it is simply the last week. One query.
    """
    over = Week.of(today - TO_FRIDAY)
    half_term = HalfTerm.objects.filter(starts__lt=over.monday + TO_FRIDAY).order_by("-starts").first()
    if half_term is None or over.monday - half_term.ends > LONGEST_HOLIDAY:
        return over
    return min(over, Week.of(half_term.last), key=lambda week: week.monday)
