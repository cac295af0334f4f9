"""The times that leaders look at: the half-terms of a year that have begun, and the year so far."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ridgeway.schools.models import AcademicYear, HalfTerm

DAY: Final = dt.timedelta(days=1)
WEEK_DAYS: Final = 7
SCHOOL_DAYS: Final = 5
"""In a week."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time from `starts` up to, not including, `ends`, never in the future.

    `weeks` are school weeks: a half-term that began today is a fifth of one, and no week has more than five days.
    `beside` is the half-term that rates are set beside: the one before, for a year its first; None where the
    school has none.
    """

    key: str
    name: str
    starts: dt.date
    ends: dt.date
    weeks: float
    beside: HalfTerm | None = None

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.ends - DAY


def spans_of(year: AcademicYear, today: dt.date) -> list[Span]:
    """The half-terms begun by today, in order, and at the end the year so far. Two queries."""
    until = min(today + DAY, year.ends)
    begun: Sequence[HalfTerm] = [half for half in year.half_terms.all() if half.starts < until]
    last_of_before = HalfTerm.objects.filter(academic_year__start_year=year.start_year - 1).last()
    before = [last_of_before, *begun]
    halves = [
        Span(
            f"{half.term}-{half.half}",
            str(half),
            half.starts,
            min(half.ends, until),
            _weeks(half.starts, min(half.ends, until)),
            earlier,
        )
        for earlier, half in zip(before, begun, strict=False)
    ]
    weeks = sum(half.weeks for half in halves) or _weeks(year.starts, until)
    beside = begun[0] if len(begun) > 1 else last_of_before
    return [*halves, Span("year", f"{year} so far", year.starts, until, weeks, beside)]


def span_asked(spans: Sequence[Span], key: str | None) -> Span:
    """The span of this key; without one that is known the last half-term begun, or else the year."""
    usual = spans[-2] if len(spans) > 1 else spans[-1]
    return next((span for span in spans if span.key == key), usual)


def _weeks(starts: dt.date, ends: dt.date) -> float:
    """School weeks up to, not including, `ends`: Mondays to Fridays by five, at least one day of them."""
    return max(int(np.busday_count(starts, ends)), 1) / SCHOOL_DAYS
