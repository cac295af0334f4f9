"""Timed counts on paper, for pictures of growth: how many were right and how many not in how long."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from ridgeway.foundations.paper.kinds import KINDS
from ridgeway.foundations.paper.models import SheetResult


class SheetCount(NamedTuple):
    """One timed sheet of a pupil. Sheets of one `kind` that are about the same (`of`) may be set side by side.

    `strand` is empty where several are mixed. `errors` are the answers that were wrong; where nobody counted them
    apart, all that was not right.
    """

    pupil_id: int
    day: dt.date
    kind: str
    of: str
    strand: str
    seconds: int
    correct: int
    errors: int


def sheet_counts(pupil_ids: Iterable[int], since: dt.date, until: dt.date) -> list[SheetCount]:
    """The timed sheets of these pupils dated from `since` up to, not including, `until`, the oldest first."""
    rows = SheetResult.objects.filter(
        page__pupil_id__in=list(pupil_ids),
        page__sheet_set__day__gte=since,
        page__sheet_set__day__lt=until,
        seconds__isnull=False,
    ).order_by("page__sheet_set__day", "pk")
    columns = ("page__pupil_id", "page__sheet_set__day", "page__sheet_set__kind", "page__sheet_set__of")
    counts = ("seconds", "correct", "errors", "questions")
    return [
        SheetCount(
            pupil_id,
            day,
            kind,
            of,
            KINDS[kind].strand(of),
            seconds,
            correct,
            questions - correct if errors is None else errors,
        )
        for pupil_id, day, kind, of, seconds, correct, errors, questions in rows.values_list(*columns, *counts)
    ]
