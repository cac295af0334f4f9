"""The times that leaders look at: the half-terms of a year that have begun, and the year so far."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ridgeway.schools.models import AcademicYear, HalfTerm

DAY: Final = dt.timedelta(days=1)
WEEK_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Span:
    """A time from `starts` up to, not including, `ends`, never in the future; `weeks` are school weeks."""

    key: str
    name: str
    starts: dt.date
    ends: dt.date
    weeks: float

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.ends - DAY


def spans_of(year: AcademicYear, today: dt.date) -> list[Span]:
    """The half-terms begun by today, in order, and at the end the year so far."""
    until = min(today + DAY, year.ends)
    begun: Sequence[HalfTerm] = [half for half in year.half_terms.all() if half.starts < until]
    halves = [
        Span(f"{half.term}-{half.half}", str(half), half.starts, min(half.ends, until), _weeks(half, until))
        for half in begun
    ]
    weeks = sum(half.weeks for half in halves) or (until - year.starts).days / WEEK_DAYS
    return [*halves, Span("year", f"{year} so far", year.starts, until, weeks)]


def span_asked(spans: Sequence[Span], key: str | None) -> Span:
    """The span of this key; without one that is known the last half-term begun, or else the year."""
    usual = spans[-2] if len(spans) > 1 else spans[-1]
    return next((span for span in spans if span.key == key), usual)


def _weeks(half: HalfTerm, until: dt.date) -> float:
    return max((min(half.ends, until) - half.starts).days / WEEK_DAYS, 1 / WEEK_DAYS)
