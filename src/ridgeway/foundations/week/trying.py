"""Saying that something is being tried with pupils, taking that back, and what was tried."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from ridgeway.access.models import User
from ridgeway.fluency.growth import AnyRemedy
from ridgeway.fluency.growth.thresholds import TRIED_DAYS
from ridgeway.foundations.week.models import Tried
from ridgeway.schools.models import Pupil

Attempts = Mapping[int, Sequence[Tried]]
"""What was tried with each pupil, by pupil key, the oldest first."""


def begin(pupils: Iterable[Pupil], remedy: AnyRemedy, since: dt.date, *, by: User | None) -> list[Tried]:
    """Keeps that a remedy is tried with these pupils from a day on. The same again on that day changes nothing."""
    return [
        Tried.objects.get_or_create(
            school_id=pupil.school_id, pupil=pupil, remedy=remedy, since=since, defaults={"said_by": by}
        )[0]
        for pupil in pupils
    ]


def undo(tried: Tried) -> None:
    """Takes back that a remedy was begun, as if nobody had said so; the audit trail keeps both."""
    tried.delete()


def attempts_of(pupils: Collection[int], today: dt.date) -> Attempts:
    """What was tried with these pupils in the last half-year. One query."""
    found: dict[int, list[Tried]] = {}
    rows = Tried.objects.filter(
        pupil__in=pupils, since__lte=today, since__gt=today - dt.timedelta(days=TRIED_DAYS)
    )
    for tried in rows.select_related("said_by"):
        found.setdefault(tried.pupil_id, []).append(tried)
    return found
