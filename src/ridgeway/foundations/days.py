"""Daily totals of practice, by strand and device. They are sums, so the order of delivery cannot matter.

A sum of floating-point numbers does depend on its order, unless every one is a multiple of a fixed power of two
and the sum stays below 2**53 of them. So each logarithm is rounded to a multiple of 2**-20 (a millionth).
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from django.utils import timezone

from ridgeway.fluency import whole_catalogue
from ridgeway.fluency.aims import DEVICES
from ridgeway.fluency.answers import MODEL, TOO_LONG_MS, TOO_QUICK_MS
from ridgeway.fluency.arrays import Flags, Floats, Whole
from ridgeway.foundations.columns import Columns, days_of
from ridgeway.foundations.fold import Told
from ridgeway.foundations.models import Prompt
from ridgeway.statements import as_array, as_json, run

GRAIN: Final = 2.0**20

ADD = """
INSERT INTO foundations_practiceday
    (school_id, pupil_id, day, strand, device, answers, correct, timed, milliseconds, log_seconds)
SELECT %s, * FROM json_to_recordset(%s) AS total (pupil_id bigint, day date, strand text, device text, answers int,
    correct int, timed int, milliseconds bigint, log_seconds float8)
ON CONFLICT (school_id, pupil_id, day, strand, device) DO UPDATE SET
    answers = foundations_practiceday.answers + excluded.answers,
    correct = foundations_practiceday.correct + excluded.correct,
    timed = foundations_practiceday.timed + excluded.timed,
    milliseconds = foundations_practiceday.milliseconds + excluded.milliseconds,
    log_seconds = foundations_practiceday.log_seconds + excluded.log_seconds
"""

REPLACE = """
WITH told AS (
    SELECT pupil_id, date '1970-01-01' + day AS day, (%s::text[])[1 + strand] AS strand,
        (%s::text[])[1 + device] AS device, answers, correct, timed, milliseconds, log_seconds
    FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[], %s::bigint[],
        %s::float8[])
        AS total (pupil_id, day, strand, device, answers, correct, timed, milliseconds, log_seconds)
), stored AS (
    SELECT * FROM foundations_practiceday WHERE school_id = %s AND pupil_id = ANY(%s::bigint[])
), gone AS (
    DELETE FROM foundations_practiceday WHERE id IN (
        SELECT id FROM stored
        WHERE (pupil_id, day, strand, device) NOT IN (SELECT pupil_id, day, strand, device FROM told)
    )
)
INSERT INTO foundations_practiceday
    (school_id, pupil_id, day, strand, device, answers, correct, timed, milliseconds, log_seconds)
SELECT %s, new.* FROM (
    SELECT * FROM told EXCEPT
    SELECT pupil_id, day, strand, device, answers, correct, timed, milliseconds, log_seconds FROM stored
) AS new
ON CONFLICT (school_id, pupil_id, day, strand, device) DO UPDATE SET
    answers = excluded.answers, correct = excluded.correct, timed = excluded.timed,
    milliseconds = excluded.milliseconds, log_seconds = excluded.log_seconds
"""
"""What is right already stays as it is: to compare a total costs a tenth of writing it."""


class DayKey(NamedTuple):
    """What is summed together."""

    pupil_id: int
    day: dt.date
    strand: str
    device: str


@dataclass(slots=True)
class Totals:
    """What was done; the fields of `PracticeDay`."""

    answers: int = 0
    correct: int = 0
    timed: int = 0
    milliseconds: int = 0
    log_seconds: float = 0.0

    def add(self, told: Told) -> None:
        """Counts one more answer."""
        self.answers += 1
        self.correct += told.correct
        self.milliseconds += told.latency_ms or 0
        taken = time_taken(correct=told.correct, prompt=told.prompt, latency_ms=told.latency_ms)
        if taken is not None:
            self.timed += 1
            self.log_seconds += log_seconds(taken)


def time_taken(*, correct: bool, prompt: str, latency_ms: int | None) -> int | None:
    """The milliseconds of an answer that say something about speed; None of any other.

    It must be right, not copied from a shown answer, longer than anybody needs to read the question, and shorter
    than a distraction.
    """
    if correct and prompt != Prompt.MODEL and latency_ms is not None and TOO_QUICK_MS <= latency_ms <= TOO_LONG_MS:
        return latency_ms
    return None


def log_seconds(latency_ms: int) -> float:
    """The natural logarithm of a time in seconds, as a multiple of a millionth (2**-20)."""
    return round(math.log(latency_ms / 1000) * GRAIN) / GRAIN


def sum_up(pupil_id: int, answers: Iterable[Told], totals: dict[DayKey, Totals]) -> None:
    """Adds a pupil's answers to `totals`."""
    zone, items = timezone.get_default_timezone(), whole_catalogue()
    for told in answers:
        if told.item in items:
            key = DayKey(pupil_id, told.at.astimezone(zone).date(), items[told.item].strand, told.device)
            totals.setdefault(key, Totals()).add(told)


def add_to_days(school_id: int, totals: dict[DayKey, Totals]) -> None:
    """Adds totals to those that are stored."""
    rows = [key._asdict() | asdict(totals[key]) for key in sorted(totals)]
    if rows:
        run(ADD, school_id, as_json(rows))


def replace_days(school_id: int, pupils: Sequence[int], answers: Mapping[int, Columns]) -> None:
    """Sums all answers of some pupils anew, and puts the sums in the place of those that are stored."""
    summed = [_sums(answers[key]) for key in pupils]
    keys = np.repeat(pupils, [len(each.day) for each in summed])
    columns = (keys, *(np.concatenate(column) for column in zip(*summed, strict=True)))
    names = (list(whole_catalogue().strands), list(DEVICES))
    own = list(pupils)
    run(REPLACE, *names, *(as_array(column) for column in columns), school_id, own, school_id)


class _Sums(NamedTuple):
    """A pupil's daily totals as columns: the day from 1 January 1970, places of strand and device, and sums."""

    day: Whole
    strand: Whole
    device: Whole
    answers: Whole
    correct: Whole
    timed: Whole
    milliseconds: Whole
    log_seconds: Floats


def _sums(columns: Columns) -> _Sums:
    items, latency = whole_catalogue(), columns.latency_ms
    by_strand = days_of(columns.at_us) * len(items.strands) + items.strand_of[columns.item]
    keys, place = np.unique(by_strand * len(DEVICES) + columns.device, return_inverse=True)
    timed = columns.correct & (columns.prompt != MODEL) & (latency >= TOO_QUICK_MS) & (latency <= TOO_LONG_MS)
    logs = _logs()[np.where(timed, latency, TOO_QUICK_MS).astype(np.int64) - TOO_QUICK_MS]

    def summed(values: Floats | Flags) -> Floats:
        sums: Floats = np.bincount(place, weights=values, minlength=len(keys)).astype(np.float64)
        return sums

    return _Sums(
        day=keys // len(DEVICES) // len(items.strands),
        strand=keys // len(DEVICES) % len(items.strands),
        device=keys % len(DEVICES),
        answers=np.bincount(place, minlength=len(keys)),
        correct=summed(columns.correct).astype(np.int64),
        timed=summed(timed).astype(np.int64),
        milliseconds=summed(np.where(np.isnan(latency), 0.0, latency)).astype(np.int64),
        log_seconds=summed(np.where(timed, logs, 0.0)),
    )


@lru_cache(maxsize=1)
def _logs() -> Floats:
    """`log_seconds` of every time that counts, from the shortest."""
    return np.array([log_seconds(each) for each in range(TOO_QUICK_MS, TOO_LONG_MS + 1)])
