"""What counts as practice beside answers: a spelling list, a minute of writing, and whatever came to its end."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from ridgeway.foundations.models import PracticeSession, Timing


def other_work(pupils: Collection[int], since: dt.date, until: dt.date) -> Iterator[QuerySet[Any]]:
    """Such work of these pupils from `since` up to, not including, `until`, with its `day`, table by table."""
    for rows, at in (
        (PracticeSession.objects.filter(finished_at__isnull=False, withdrawal=None), "opened_at"),
        (Timing.objects.all(), "at"),
    ):
        yield rows.annotate(day=TruncDate(at)).filter(pupil_id__in=pupils, day__gte=since, day__lt=until)


def days_of_other_work(pupils: Collection[int], since: dt.date, until: dt.date) -> set[tuple[int, dt.date]]:
    """The days on which each of these pupils did such work, with the pupil's key. Two queries."""
    found = other_work(pupils, since, until)
    return {pair for rows in found for pair in rows.values_list("pupil_id", "day").distinct()}
