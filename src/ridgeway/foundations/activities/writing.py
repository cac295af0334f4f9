"""A minute of writing on screen: what is to be written, and how what was typed is counted and kept.

What was typed is counted and forgotten: kept are letters right and wrong. Only what cannot be counted is kept as
it was typed, for the teacher (see `offline.refusals`).
"""

import datetime as dt
from dataclasses import dataclass, replace
from string import ascii_lowercase
from typing import Annotated, Any, Final
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Max
from django.utils import timezone
from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from ridgeway.foundations.activities.letters import count_letters
from ridgeway.foundations.activities.models import SetActivity
from ridgeway.foundations.activities.probes import SECONDS
from ridgeway.foundations.delivery import CLOCK_TOLERANCE, correction, in_words
from ridgeway.foundations.models import Device
from ridgeway.foundations.paper.kinds.writing import SENTENCES
from ridgeway.foundations.steering.resolving import classes_of
from ridgeway.foundations.timings.models import Timing, Writing
from ridgeway.foundations.years import year_on
from ridgeway.schools.models import Pupil

TYPED_ON: Final = frozenset({Device.KEYBOARD, Device.TOUCH})
MOST_TYPED: Final = 3000


class WritingError(ValueError):
    """Writing that cannot be counted; the message names field, value and reason."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a device sends: its id for it, what was set, when it began, what was typed, on what, and its time."""

    id: UUID
    key: int
    at: AwareDatetime
    typed: Annotated[str, Field(max_length=MOST_TYPED)]
    device: str
    device_time: AwareDatetime


_reader: Final = TypeAdapter(Written)


def read_writing(sent: Any, received_at: dt.datetime) -> Written:
    """What was sent, in our time. Raises `WritingError` for what cannot be read."""
    try:
        written = _reader.validate_python(sent)
        at = written.at + correction(received_at - written.device_time)
        return replace(written, at=timezone.localtime(at))
    except ValidationError as error:
        raise WritingError(in_words(error)) from error
    except OverflowError as error:
        raise WritingError("at: it is not a time that can be.") from error


def text_for(writing: Writing, year: int | None, own: str = "") -> str:
    """What is to be written again and again: the alphabet, the teacher's own text, or a sentence of ours that fits
    the school year.
    """
    if writing == Writing.ALPHABET:
        return ascii_lowercase
    to_copy, to_keep = SENTENCES[min(max(year or 1, 1), max(SENTENCES))]
    return own or (to_copy if writing == Writing.COPYING else to_keep)


def keep_writing(pupil: Pupil, written: Written, received_at: dt.datetime) -> dict[str, Any]:
    """Counts what a pupil typed in a minute and keeps the counts, once however often it is sent.

    Returns what the pupil hears: letters right and wrong, and their own best before. Raises `WritingError` for
    what was never set for the pupil's class, lies outside the days it was set for, or is another's id.
    """
    day = timezone.localdate(written.at)
    groups = classes_of([pupil.pk], day).get(pupil.pk, [])
    activity = SetActivity.objects.on(day).filter(pk=written.key, group__in=groups).first()
    if activity is None or activity.activity not in Writing.values:
        raise WritingError(f"key: {written.key} is no writing that was set for this pupil on that day.")
    if written.at > received_at + CLOCK_TOLERANCE:
        raise WritingError("at: it lies in the future.")
    if written.device not in TYPED_ON:
        raise WritingError(f"device: {written.device!r} is neither keyboard nor touch.")
    writing = Writing(activity.activity)
    counted = count_letters(written.typed, text_for(writing, year_on(pupil, day), activity.text))
    counts = {"correct": counted.right, "errors": counted.wrong, "seconds": SECONDS}
    whose = {"school_id": pupil.school_id, "pupil": pupil}
    try:
        kept, _ = Timing.objects.get_or_create(
            id=written.id,
            defaults={**whose, **counts, "writing": writing, "at": written.at, "device": written.device},
        )
    except IntegrityError:  # It is out of sight, at another school.
        kept = None
    if kept is None or kept.pupil_id != pupil.pk:
        raise WritingError("id: it is another pupil's.")
    return _told(kept)


def _told(kept: Timing) -> dict[str, Any]:
    before = Timing.objects.filter(pupil=kept.pupil_id, writing=kept.writing, counted_by=None, at__lt=kept.at)
    best = before.aggregate(best=Max("correct"))["best"]
    return {
        "activity": kept.writing,
        "answered": kept.correct + kept.errors,
        "right": kept.correct,
        "best_right": best,
        "is_best": best is not None and kept.correct > best,
    }
