"""What can be charted: right and wrong a minute by day, of one kind of work on one device.

Practice on screen, probes, sheets and readings each make lines of their own: they measure different things. So do
devices. Of several timings on one day the best counts, as precision teaching charts it.

Practice is no probe: questions come singly, and the answer to a slow one is shown. Its right answers a minute are
those of the geometric mean time of right answers that stood without their answer (`measures.pace`), its errors a
minute all errors over all the time.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Final, Self

from django.db import connection
from django.utils import timezone

from ridgeway.fluency import whole_catalogue
from ridgeway.fluency.answers import TOO_LONG_MS, TOO_QUICK_MS
from ridgeway.fluency.growth import Celeration, Phase, PhaseGrowth, celeration, growth_by_phase, level
from ridgeway.foundations.measures import LEAST_TIMED, day_totals
from ridgeway.foundations.timings.counts import Count, counts_of
from ridgeway.web.charts import ChartDay, PhaseChange

PRACTICE: Final = "practice"

LEVEL_DAYS: Final = 3
"""A level is that of the last three days, on which the decision rules look as well."""

LEAST_PUPILS: Final = 3
"""The middle of several pupils needs so many of them on a day."""

OF_A_SET: Final = """
SELECT pupil_id, (at AT TIME ZONE %(zone)s)::date AS day, device, count(*), count(*) FILTER (WHERE correct),
    sum(coalesce(latency_ms, 0)), count(*) FILTER (WHERE is_timed),
    coalesce(sum(ln(latency_ms / 1000.0)) FILTER (WHERE is_timed), 0)
FROM (
    SELECT *, correct AND prompt <> 'model' AND latency_ms BETWEEN %(quick)s AND %(long)s AS is_timed
    FROM foundations_countedanswer
    WHERE pupil_id = ANY(%(pupils)s) AND item = ANY(%(items)s)
        AND (at AT TIME ZONE %(zone)s)::date >= %(since)s AND (at AT TIME ZONE %(zone)s)::date < %(until)s
) AS given
GROUP BY pupil_id, day, device
ORDER BY day
"""


@dataclass(frozen=True, slots=True, order=True)
class Work:
    """What a line is about: the kind of work, the set, strand or text, if any, and the device."""

    kind: str
    of: str
    device: str

    @property
    def key(self) -> str:
        """The work as one word of an address."""
        return f"{self.kind}~{self.of}~{self.device}"


@dataclass(frozen=True, slots=True)
class GrowthLine:
    """A pupil's days of one work, or a class's middle ones, in order."""

    work: Work
    days: tuple[ChartDay, ...]

    @property
    def level(self) -> float:
        """Right a minute at the end: the geometric mean of the last three days."""
        last = self.days[-LEVEL_DAYS:]
        return level([day.correct for day in last], floor=[day.floor for day in last])

    def between(self, since: dt.date, until: dt.date) -> Self | None:
        """The part of it from `since` up to, not including, `until`; None where it has no day there."""
        days = tuple(each for each in self.days if since <= each.day < until)
        return replace(self, days=days) if days else None

    @property
    def trend(self) -> Celeration | None:
        """The line through right a minute; None while there are too few days to show one."""
        if len(self.days) < 2:
            return None
        found = celeration(
            [each.day.toordinal() for each in self.days],
            [each.correct for each in self.days],
            floor=[each.floor for each in self.days],
        )
        return found if found.is_trend else None

    def by_phase(self, changes: Iterable[PhaseChange]) -> tuple[PhaseGrowth, ...]:
        """The days between one change and the next, each phase with lines of its own; in order, at least one."""
        first, last = self.days[0].day, self.days[-1].day
        begun = [Phase(each.day.toordinal(), each.label) for each in changes if first < each.day <= last]
        return growth_by_phase(
            [each.day.toordinal() for each in self.days],
            [each.correct for each in self.days],
            [Phase(first.toordinal(), ""), *begun],
            floor=[each.floor for each in self.days],
        )


Lines = Mapping[Work, Mapping[int, GrowthLine]]
"""Each work's line for each pupil who did it."""


def lines_of(pupil_ids: Iterable[int], since: dt.date, until: dt.date) -> Lines:
    """All that can be charted of these pupils from `since` up to, not including, `until`; most days first."""
    keys = list(pupil_ids)
    days = defaultdict[tuple[Work, int], dict[dt.date, ChartDay]](dict)
    for total in day_totals(keys, since, until):
        work = Work(PRACTICE, total.strand, total.device)
        day = _practised(
            total.day, total.answers, total.correct, total.milliseconds, total.timed, total.log_seconds
        )
        if day is not None:
            days[work, total.pupil_id][total.day] = day
    return _most_first({**_together(days), **lines_of_counts(counts_of(keys, since, until))})


def lines_of_counts(counts: Iterable[Count]) -> Lines:
    """The lines that timed counts make, the best of each day; most days first."""
    days = defaultdict[tuple[Work, int], dict[dt.date, ChartDay]](dict)
    for count in counts:
        best = days[Work(count.kind, count.of, count.device), count.pupil_id]
        best[count.day] = _better(best.get(count.day), _counted(count))
    return _most_first(_together(days))


def lines_of_set(pupil_ids: Iterable[int], set_id: str, since: dt.date, until: dt.date) -> Lines:
    """Practice of one set on screen, by device. One query over the ledger."""
    asked: dict[str, Any] = {
        "zone": timezone.get_default_timezone_name(),
        "quick": TOO_QUICK_MS,
        "long": TOO_LONG_MS,
        "pupils": list(pupil_ids),
        "items": [item.id for item in whole_catalogue() if item.set_id == set_id],
        "since": since,
        "until": until,
    }
    days = defaultdict[tuple[Work, int], dict[dt.date, ChartDay]](dict)
    with connection.cursor() as cursor:
        cursor.execute(OF_A_SET, asked)
        for pupil_id, day, device, *sums in cursor.fetchall():
            answers, correct, milliseconds, timed, log_seconds = sums
            found = _practised(day, answers, correct, milliseconds, timed, float(log_seconds))
            if found is not None:
                days[Work(PRACTICE, set_id, device), pupil_id][day] = found
    return _most_first(_together(days))


def middle(lines: Iterable[GrowthLine], *, least: int = LEAST_PUPILS) -> GrowthLine | None:
    """The middle pupil's rates, day by day, where at least so many worked; None where they never did."""
    listed = list(lines)
    by_day = defaultdict[dt.date, list[ChartDay]](list)
    for each in listed:
        for day in each.days:
            by_day[day.day].append(day)
    days = tuple(
        ChartDay(
            day,
            *(
                median(column)
                for column in zip(*((d.correct, d.errors, d.floor) for d in by_day[day]), strict=True)
            ),
        )
        for day in sorted(by_day)
        if len(by_day[day]) >= least
    )
    return GrowthLine(listed[0].work, days) if days else None


def _practised(
    day: dt.date, answers: int, correct: int, milliseconds: int, timed: int, log_seconds: float
) -> ChartDay | None:
    """A day of practice; None where too few answers were timed to make a point."""
    if timed < LEAST_TIMED:
        return None
    minutes = milliseconds / 60_000
    return ChartDay(day, 60 / math.exp(log_seconds / timed), (answers - correct) / minutes, 1 / minutes)


def _counted(count: Count) -> ChartDay:
    rates = count.rates
    return ChartDay(count.day, rates.correct, rates.errors, rates.floor)


def _better(one: ChartDay | None, other: ChartDay) -> ChartDay:
    if one is None:
        return other
    return max(one, other, key=lambda day: (day.correct, -day.errors))


def _together(days: Mapping[tuple[Work, int], Mapping[dt.date, ChartDay]]) -> Lines:
    lines = defaultdict[Work, dict[int, GrowthLine]](dict)
    for (work, pupil_id), by_day in days.items():
        lines[work][pupil_id] = GrowthLine(work, tuple(by_day[day] for day in sorted(by_day)))
    return lines


def _most_first(lines: Lines) -> Lines:
    return dict(sorted(lines.items(), key=lambda pair: -_points(pair[1].values())))


def _points(lines: Iterable[GrowthLine]) -> int:
    return sum(len(each.days) for each in lines)


def shown_in(lines: Lines, asked: str | None) -> Work | None:
    """The work asked for by its key; the one with most days when it is none of these."""
    return next((work for work in lines if work.key == asked), next(iter(lines), None))


def pupils_of(lines: Lines, work: Work, order: Sequence[int]) -> list[tuple[int, GrowthLine]]:
    """The lines of one work in the order of the pupils."""
    return [(pupil_id, lines[work][pupil_id]) for pupil_id in order if pupil_id in lines[work]]
