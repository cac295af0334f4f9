"""Readings for tests: heard in a line, and a text of a school's own."""

import datetime as dt
from collections.abc import Sequence
from uuid import uuid4

from ridgeway.fluency.passages import Passage
from ridgeway.fluency.reading import Mark, Reading
from ridgeway.foundations.models import ReadingResult
from ridgeway.foundations.reading.results import Heard, keep_reading
from ridgeway.foundations.reading.texts import find_text
from ridgeway.schools.models import Pupil
from tests.cast import TODAY

SENTENCE = "The little train went slowly up the long green hill and down again to the sea. "
OWN = Passage.from_text("The Little Train", SENTENCE * 4)
CHANGED = Passage.from_text("The Little Train", SENTENCE * 5)


def heard(
    last_word: int = 100,
    *,
    seconds: int = 60,
    marks: Sequence[Mark] = (),
    day: dt.date = TODAY,
    expression: int | None = None,
    note: str = "",
) -> Heard:
    """What a teacher noted of a reading with marks."""
    figures = Reading.of(marks, last_word=last_word, seconds=seconds)
    return Heard(day, figures, tuple(marks), expression, note)


def totals(last_word: int, errors: int, *, seconds: int = 60, day: dt.date = TODAY) -> Heard:
    """What came back on paper."""
    return Heard(day, Reading(last_word, errors, seconds))


def hear(pupil: Pupil, noted: Heard, text: str = "r6a") -> ReadingResult:
    """Keep a reading of that text; its school must be open."""
    found = find_text(text)
    assert found is not None
    return keep_reading(pupil, found, noted, key=uuid4(), by=None)
