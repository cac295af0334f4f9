"""Keeping readings: once each, however often they are sent; corrected, removed and put back."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from ridgeway.access.models import User
from ridgeway.fluency.reading import Mark, Reading
from ridgeway.foundations.reading.models import ReadingResult
from ridgeway.foundations.reading.texts import Readable
from ridgeway.schools.models import Pupil


@dataclass(frozen=True, slots=True)
class Heard:
    """What a teacher noted of a reading. `marks` is None where only totals are known; else `figures` follow."""

    day: dt.date
    figures: Reading
    marks: tuple[Mark, ...] | None = None
    expression: int | None = None
    note: str = ""


class ReadingCount(NamedTuple):
    """A reading as charts of growth use it: words read right and wrong in `seconds`."""

    pupil_id: int
    day: dt.date
    seconds: int
    correct: int
    errors: int


class ReadingError(Exception):
    """A reading that cannot be kept; the message says why, as a whole sentence."""


@transaction.atomic
def keep_reading(pupil: Pupil, text: Readable, heard: Heard, *, key: UUID, by: User | None) -> ReadingResult:
    """Keep a reading. `key` was made with the page: what is sent again takes the place of what it sent before.

    Of another pupil too, where the teacher saw only then who had read; but not of another text.
    """
    kept, _ = ReadingResult.objects.get_or_create(
        school_id=pupil.school_id,
        key=key,
        defaults={
            "pupil": pupil,
            "packaged": "" if text.own else text.name,
            "text": text.own,
            "words_of": text.words_of,
            "heard_by": by,
            **_columns(heard),
        },
    )
    result: ReadingResult = ReadingResult.objects.select_for_update().get(pk=kept.pk)
    if result.words_of != text.words_of:
        raise ReadingError("Another reading was saved from this page. Open the page again to hear this one.")
    return correct_reading(result, pupil, heard)


def correct_reading(result: ReadingResult, pupil: Pupil, heard: Heard) -> ReadingResult:
    """Make a reading what it should have been, of the pupil who read. The same again changes nothing."""
    columns = _columns(heard) | {"pupil": pupil}
    if any(getattr(result, name) != value for name, value in columns.items()):
        for name, value in columns.items():
            setattr(result, name, value)
        result.save()
    return result


def set_removed(result: ReadingResult, *, removed: bool) -> None:
    """Take a reading out of every list and figure, or put it back."""
    result.removed = removed
    result.save(update_fields=["removed"])


def readings_of(pupil_ids: Iterable[int], since: dt.date, until: dt.date) -> list[ReadingCount]:
    """The readings of these pupils from `since` up to, not including, `until`, the oldest first. One query."""
    rows = ReadingResult.objects.filter(pupil_id__in=pupil_ids, day__gte=since, day__lt=until, removed=False)
    columns = rows.order_by("day", "pk").values_list("pupil_id", "day", "seconds", "last_word", "errors")
    return [
        ReadingCount(pupil_id, day, seconds, last_word - errors, errors)
        for pupil_id, day, seconds, last_word, errors in columns
    ]


def _columns(heard: Heard) -> dict[str, object]:
    return {
        "day": heard.day,
        "seconds": round(heard.figures.seconds),
        "last_word": heard.figures.words,
        "errors": heard.figures.errors,
        "marks": None if heard.marks is None else [[mark.word, mark.kind] for mark in heard.marks],
        "expression": heard.expression,
        "note": heard.note,
    }
