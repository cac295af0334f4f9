"""What pupils know of a subject by the end of a time, and how fast that grew. Sums are made in the database."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from ridgeway.fluency import Subject, catalogue
from ridgeway.fluency.growth import LEAST_DAYS, LEAST_SPAN
from ridgeway.foundations.measures import LEAST_TIMED
from ridgeway.foundations.overview.spans import WEEK_DAYS, Span

KNOWN: Final = """
SELECT DISTINCT ON (pupil_id) pupil_id, met, fluent, secure, day FROM foundations_knowledgeday
WHERE pupil_id = ANY(%(pupils)s) AND subject = %(subject)s AND day < %(before)s
ORDER BY pupil_id, day DESC
"""

FIRST_KNOWN: Final = """
SELECT DISTINCT ON (pupil_id) pupil_id, fluent, day FROM foundations_knowledgeday
WHERE pupil_id = ANY(%(pupils)s) AND subject = %(subject)s AND day >= %(starts)s AND day < %(ends)s
ORDER BY pupil_id, day
"""

GROWN: Final = """
SELECT DISTINCT ON (pupil_id) pupil_id, exp(%(week)s * regr_slope(-log_seconds / timed, day - date '2000-01-01'))
FROM foundations_practiceday
WHERE pupil_id = ANY(%(pupils)s) AND strand = ANY(%(strands)s) AND timed >= %(least_timed)s
    AND day >= %(starts)s AND day < %(ends)s
GROUP BY pupil_id, strand, device
HAVING count(*) >= %(least_days)s AND max(day) - min(day) >= %(least_span)s
ORDER BY pupil_id, count(*) DESC, strand, device
"""
"""The celeration by least squares of a pupil's right answers a minute, on the strand of the subject and the device
practised most."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a pupil knows of a subject at the end of a time: items met, fluent and secure.

    `gain` is items that became fluent in a week, `celeration` the factor a week by which right answers a minute
    grew; None where there is too little to say.
    """

    met: int = 0
    fluent: int = 0
    secure: int = 0
    gain: float | None = None
    celeration: float | None = None

    @property
    def at_aim(self) -> float | None:
        """The share of items met that are fluent; None before the first."""
        return self.fluent / self.met if self.met else None


@dataclass(frozen=True, slots=True)
class _Found:
    """What the queries found, by pupil key."""

    known: Mapping[int, tuple[int, int, int, dt.date]]
    before: Mapping[int, tuple[int, int, int, dt.date]]
    first: Mapping[int, tuple[int, dt.date]]
    grown: Mapping[int, float]


def known_in(pupils: Collection[int], span: Span, subject: Subject) -> dict[int, Known]:
    """What those of these pupils know who have met anything, by their keys. Four queries, however many."""
    found = _find(pupils, span, subject)
    return {
        key: Known(met, fluent, secure, _gain(key, fluent, last, found, span), found.grown.get(key))
        for key, (met, fluent, secure, last) in found.known.items()
    }


def _find(pupils: Collection[int], span: Span, subject: Subject) -> _Found:
    asked: dict[str, Any] = {
        "pupils": list(pupils),
        "starts": span.starts,
        "ends": span.ends,
        "subject": subject,
        "strands": list(catalogue(subject).strands),
        "week": WEEK_DAYS,
        "least_timed": LEAST_TIMED,
        "least_days": LEAST_DAYS,
        "least_span": int(LEAST_SPAN),
    }
    with connection.cursor() as cursor:

        def rows(query: str, **more: Any) -> dict[int, Any]:
            cursor.execute(query, asked | more)
            return {key: values[0] if len(values) == 1 else tuple(values) for key, *values in cursor.fetchall()}

        return _Found(
            known=rows(KNOWN, before=span.ends),
            before=rows(KNOWN, before=span.starts),
            first=rows(FIRST_KNOWN),
            grown=rows(GROWN),
        )


def _gain(key: int, fluent: int, last: dt.date, found: _Found, span: Span) -> float | None:
    """Items that became fluent in a week, from the time's begin, or from the first day of practice in it."""
    if key in found.before:
        start, since = found.before[key][1], span.starts
    elif key in found.first:
        start, since = found.first[key]
    else:
        return None
    days = (last - since).days
    return (fluent - start) * WEEK_DAYS / days if last >= span.starts and days >= WEEK_DAYS else None
