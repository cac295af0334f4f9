"""Readings that a class teacher heard, every other week, each pupil growing a little more fluent.

All chance comes from the seed, the school and the class, so that the same demo has the same readings.
"""

import datetime as dt
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np

from ridgeway.access.models import User
from ridgeway.demo.calendar import school_days_before
from ridgeway.demo.recording import PractisingClass
from ridgeway.demo.roll import OnRoll
from ridgeway.fluency.passages import Passage
from ridgeway.fluency.reading import Mark, MarkKind, Reading, level_for, next_form
from ridgeway.foundations.models import ReadingResult
from ridgeway.foundations.reading.texts import Readable
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope

CLASS: Final = "4 Kestrel"
SCHOOL_DAYS: Final = 50
EVERY: Final = 10
"""Heard on every tenth of the last fifty school days."""

MISSED: Final = 0.2
"""The share of pupils who missed the last two rounds, and are due."""

USUAL_RATE: Final = {1: 35.0, 2: 70.0, 3: 90.0, 4: 103.0, 5: 118.0, 6: 132.0}
"""Words correct a minute in the middle of a demo class, by school year: made up, in a likely order."""

SPREAD: Final = 0.24
GAIN: Final = 0.022
WOBBLE: Final = 0.04
"""In natural logarithms: between pupils, gained from one reading to the next, and from day to day."""

ERROR_RATE: Final = 0.035
KINDS: Final[tuple[MarkKind, ...]] = ("substitution", "omission", "hesitation", "self-correction", "insertion")
SHARES: Final = (0.5, 0.12, 0.13, 0.2, 0.05)
SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class ReadAloud:
    """One reading of a pupil who does not exist."""

    key: UUID
    day: dt.date
    passage: Passage
    figures: Reading
    marks: tuple[Mark, ...]
    expression: int


def read_aloud(year: int, days: Sequence[dt.date], rng: np.random.Generator) -> Iterator[ReadAloud]:
    """A pupil's readings on these days, of one form after the other."""
    usual = USUAL_RATE.get(year)
    if usual is None:
        return
    level = np.log(usual) + SPREAD * rng.normal()
    heard: list[str] = []
    for place, day in enumerate(days[:-2] if rng.random() < MISSED else days):
        rate = np.exp(level + GAIN * place + WOBBLE * rng.normal())
        of_year = level_for(year, day)
        if of_year is None:
            continue
        passage = next_form(of_year, heard)
        heard.append(passage.id)
        yield _reading(passage, float(rate), day, usual, rng)


def record_readings(on_roll: Sequence[OnRoll], classes: Sequence[PractisingClass], *, today: dt.date) -> None:
    """Writes what the teacher of the demo's main class heard."""
    for each in classes:
        if each.place.name == CLASS:
            pupils = [on_roll[each.school].pupils[seat] for seat in each.members]
            with school_scope(on_roll[each.school].school):
                ReadingResult.objects.bulk_create(_rows(each, pupils, today))


def _rows(practising: PractisingClass, pupils: Sequence[Pupil], today: dt.date) -> Iterator[ReadingResult]:
    task = practising.task
    teacher = User.objects.filter(email=practising.teacher).first()
    days = school_days_before(today, SCHOOL_DAYS)[::EVERY]
    for place, (pupil, (year, joined)) in enumerate(zip(pupils, task.pupils, strict=True)):
        rng = np.random.default_rng([task.seed, task.urn, zlib.crc32(f"{task.name} reads".encode()), place])
        for read in read_aloud(year, [day for day in days if day >= joined], rng):
            yield ReadingResult(
                school_id=pupil.school_id,
                key=read.key,
                pupil=pupil,
                packaged=read.passage.id,
                words_of=Readable(read.passage).words_of,
                day=read.day,
                seconds=SECONDS,
                last_word=read.figures.words,
                errors=read.figures.errors,
                marks=[[mark.word, mark.kind] for mark in read.marks],
                expression=read.expression,
                heard_by=teacher,
            )


def _reading(passage: Passage, rate: float, day: dt.date, usual: float, rng: np.random.Generator) -> ReadAloud:
    """A minute of reading; those who read slowly catch on more words."""
    slips = ERROR_RATE * usual / rate
    last = min(len(passage.words), round(rate * (1 + slips)))
    words = np.flatnonzero(rng.random(last) < slips * 1.25) + 1
    kinds = rng.choice(len(KINDS), size=len(words), p=SHARES)
    marks = tuple(Mark(int(word), KINDS[kind]) for word, kind in zip(words, kinds, strict=True))
    expression = int(np.clip(np.round(2.6 + 2.2 * np.log(rate / usual) + 0.4 * rng.normal()), 1, 4))
    key = UUID(int=int.from_bytes(rng.bytes(16)), version=4)
    return ReadAloud(key, day, passage, Reading.of(marks, last_word=last, seconds=SECONDS), marks, expression)
