"""All timed counts of pupils in one form, from probes on screen, from writing, from sheets and from readings.

This is all that charts of growth know of probes: another source is another line in `SOURCES`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from django.db import connection
from django.utils import timezone

from ridgeway.fluency.growth import Rates, rates
from ridgeway.foundations.paper.counts import sheet_counts
from ridgeway.foundations.reading.results import readings_of


class Count(NamedTuple):
    """What a pupil did in a time: right and wrong answers, words or letters, in `seconds`.

    `kind` says what was counted ("probe", "addition-grid", "reading", "copying"), `of` which set, strand or text
    it was about, if any. Only counts of one kind, `of` and device make a line: they alone measure the same.
    """

    pupil_id: int
    day: dt.date
    kind: str
    of: str
    device: str
    seconds: int
    correct: int
    errors: int

    @property
    def rates(self) -> Rates:
        """Right and wrong a minute, with the record floor."""
        return rates(correct=self.correct, errors=self.errors, seconds=self.seconds)


PAPER, SPOKEN = "paper", "speech"

Source = Callable[[Sequence[int], dt.date, dt.date], Iterable[Count]]
"""The counts of these pupils from a day up to, not including, another."""

OF_PROBES: Final = """
SELECT s.pupil_id, (s.opened_at AT TIME ZONE %(zone)s)::date AS day, s.activity, s."of",
    mode() WITHIN GROUP (ORDER BY a.device), s.seconds,
    count(*) FILTER (WHERE a.correct), count(*) FILTER (WHERE NOT a.correct)
FROM foundations_practicesession s
JOIN foundations_countedanswer a ON a.school_id = s.school_id AND a.pupil_id = s.pupil_id AND a.session = s.id
    AND a.at >= s.opened_at - interval '1 day' AND a.at >= %(since)s::date - interval '2 days'
WHERE s.pupil_id = ANY(%(pupils)s) AND s.activity = 'probe' AND s.finished_at IS NOT NULL
    AND (s.opened_at AT TIME ZONE %(zone)s)::date >= %(since)s
    AND (s.opened_at AT TIME ZONE %(zone)s)::date < %(until)s
GROUP BY s.id
ORDER BY day, s.id
"""

OF_WRITING: Final = """
SELECT pupil_id, (at AT TIME ZONE %(zone)s)::date AS day, writing, '', device, seconds, correct, errors
FROM foundations_timing
WHERE pupil_id = ANY(%(pupils)s)
    AND (at AT TIME ZONE %(zone)s)::date >= %(since)s AND (at AT TIME ZONE %(zone)s)::date < %(until)s
ORDER BY day, id
"""


def counts_of(pupil_ids: Iterable[int], since: dt.date, until: dt.date) -> list[Count]:
    """The timed counts of these pupils from `since` up to, not including, `until`, the oldest first."""
    keys = list(pupil_ids)
    found = [count for source in SOURCES for count in source(keys, since, until)] if keys else []
    return sorted(found, key=lambda count: count.day)


def lines_of(counts: Iterable[Count]) -> dict[tuple[str, str, str], list[Count]]:
    """The counts that measure the same, by kind, what it is about, and device."""
    lines: dict[tuple[str, str, str], list[Count]] = {}
    for count in counts:
        lines.setdefault((count.kind, count.of, count.device), []).append(count)
    return lines


def probes(pupil_ids: Sequence[int], since: dt.date, until: dt.date) -> list[Count]:
    """Probes taken on screen to their end: counted in the ledger, whenever the answers came.

    That no answer is older than its session says the query twice, so that months before `since` are not looked at.
    """
    return _read(OF_PROBES, pupil_ids, since, until)


def writing(pupil_ids: Sequence[int], since: dt.date, until: dt.date) -> list[Count]:
    """Letters written, on screen or on paper."""
    return _read(OF_WRITING, pupil_ids, since, until)


def _read(query: str, pupil_ids: Sequence[int], since: dt.date, until: dt.date) -> list[Count]:
    zone = timezone.get_default_timezone_name()
    with connection.cursor() as cursor:
        cursor.execute(query, {"zone": zone, "pupils": list(pupil_ids), "since": since, "until": until})
        return [Count(*row) for row in cursor.fetchall()]


def sheets(pupil_ids: Sequence[int], since: dt.date, until: dt.date) -> list[Count]:
    """Timed sheets: what the kind's own name and its strand or numbers say is what they are about."""
    return [
        Count(each.pupil_id, each.day, each.kind, each.of, PAPER, each.seconds, each.correct, each.errors)
        for each in sheet_counts(pupil_ids, since, until)
    ]


def readings(pupil_ids: Sequence[int], since: dt.date, until: dt.date) -> list[Count]:
    """Readings aloud, in words. Every passage of a level is as hard as another, so they make one line."""
    return [
        Count(each.pupil_id, each.day, "reading", "", SPOKEN, each.seconds, each.correct, each.errors)
        for each in readings_of(pupil_ids, since, until)
    ]


SOURCES: Final[tuple[Source, ...]] = (probes, writing, sheets, readings)
