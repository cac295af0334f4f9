"""What daily figures say of growth: facts that are fluent, seconds an item, and what to do next.

Seconds an item is the geometric mean time of right answers to questions that stood without their answer. It
follows one device: typing on a keyboard and tapping on a screen differ in speed, whoever answers. It may rise
while a pupil grows, because harder facts come in; so growth is judged by the number of facts that are fluent.
"""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from django.db.models import Sum

from ridgeway.fluency import Subject, catalogue
from ridgeway.fluency.growth import LEAST_DAYS, Advice, Attempt, Celeration, advise_after, celeration
from ridgeway.foundations.models import KnowledgeDay, PracticeDay
from ridgeway.foundations.weeks import WEEK

LEAST_TIMED: Final = 5
"""A day with fewer timed answers makes no point on a line."""

GAIN_WEEKS: Final = 4
"""A gain a week is the mean over so many weeks at most."""

NEARLY_ALL: Final = 0.85
"""The share of the facts met at which a pupil is at the aim: the few that are missing are named by themselves."""


class DayTotal(NamedTuple):
    """One row of `PracticeDay`."""

    pupil_id: int
    day: dt.date
    strand: str
    device: str
    answers: int
    correct: int
    timed: int
    milliseconds: int
    log_seconds: float


class FluentDay(NamedTuple):
    """How many facts were fluent at the end of a pupil's day of practice, of those met so far."""

    pupil_id: int
    day: dt.date
    fluent: int
    met: int


def day_totals(pupil_ids: Iterable[int], since: dt.date, until: dt.date) -> list[DayTotal]:
    """The totals of these pupils from `since` up to, not including, `until`, the oldest first. One query."""
    rows = PracticeDay.objects.filter(pupil_id__in=pupil_ids, day__gte=since, day__lt=until).order_by("day", "pk")
    return [DayTotal(*row) for row in rows.values_list(*DayTotal._fields)]


def main_strand(
    pupil_ids: Iterable[int], since: dt.date, until: dt.date, *, subject: Subject = "number-facts"
) -> str | None:
    """The strand of a subject in which these pupils gave most answers; None where there are none. One query."""
    rows = PracticeDay.objects.filter(
        pupil_id__in=pupil_ids, day__gte=since, day__lt=until, strand__in=catalogue(subject).strands
    )
    counted = rows.values("strand").annotate(given=Sum("answers")).order_by("-given", "strand")
    found: str | None = counted.values_list("strand", flat=True).first()
    return found


def of_subject(rows: Iterable[DayTotal], subject: Subject = "number-facts") -> list[DayTotal]:
    """The rows of one subject's strands: a pace over several would follow what was practised, not the pupil."""
    strands = catalogue(subject).strands
    return [row for row in rows if row.strand in strands]


def by_pupil(rows: Iterable[DayTotal]) -> dict[int, list[DayTotal]]:
    """The rows of each pupil."""
    grouped = defaultdict[int, list[DayTotal]](list)
    for row in rows:
        grouped[row.pupil_id].append(row)
    return dict(grouped)


def pace(rows: Iterable[DayTotal], *, least: int = LEAST_TIMED) -> float | None:
    """Seconds an item over all the rows; None where too few answers were timed."""
    timed, log_seconds = 0, 0.0
    for row in rows:
        timed += row.timed
        log_seconds += row.log_seconds
    return math.exp(log_seconds / timed) if timed >= least else None


def on_main_device(rows: Sequence[DayTotal]) -> list[DayTotal]:
    """The rows of the device that was used most."""
    answers = Counter[str]()
    for row in rows:
        answers[row.device] += row.answers
    most = answers.most_common(1)
    return [row for row in rows if row.device == most[0][0]] if most else []


def daily_pace(rows: Iterable[DayTotal]) -> dict[dt.date, float]:
    """Seconds an item of each day that has enough timed answers, in order."""
    days = defaultdict[dt.date, list[DayTotal]](list)
    for row in rows:
        days[row.day].append(row)
    paces = {day: pace(days[day]) for day in sorted(days)}
    return {day: seconds for day, seconds in paces.items() if seconds is not None}


def pace_trend(by_day: Mapping[dt.date, float]) -> Celeration | None:
    """The line through answers a minute by day; None while there are too few days to show one."""
    if len(by_day) < LEAST_DAYS:
        return None
    line = celeration([day.toordinal() for day in by_day], [60 / seconds for seconds in by_day.values()])
    return line if line.is_trend else None


def gain_a_week(fluent: Sequence[FluentDay], until: dt.date) -> float | None:
    """Facts that became fluent in a week, on average over the last four; None before a week of practice."""
    since = until - dt.timedelta(weeks=GAIN_WEEKS)
    earlier = [each for each in fluent if each.day < since]
    recent = [each for each in fluent if since <= each.day < until]
    start = earlier[-1] if earlier else recent[0] if recent else None
    if start is None or not recent or (recent[-1].day - start.day).days < WEEK.days:
        return None
    weeks = (until - max(start.day, since)) / WEEK
    return (recent[-1].fluent - start.fluent) / weeks


def judge(fluent: Sequence[FluentDay], attempts: Sequence[Attempt], today: dt.date) -> Advice:
    """What to do next, by the decision rules for daily figures put to the number of facts that are fluent, and by
    what was tried.

    The aim of a day is to be fluent in nearly all facts met so far: small dips there mean nothing.
    """
    days, counts = [each.day for each in fluent], [each.fluent for each in fluent]
    aims = [math.ceil(NEARLY_ALL * each.met) for each in fluent]
    return advise_after(attempts, days, counts, today=today, aim=aims, unit="facts fluent")


def fluent_days(
    pupil_ids: Iterable[int], since: dt.date, until: dt.date, *, subject: Subject = "number-facts"
) -> dict[int, list[FluentDay]]:
    """Each pupil's fluent items of a subject by day, in order. One query."""
    rows = KnowledgeDay.objects.filter(pupil_id__in=pupil_ids, subject=subject, day__gte=since, day__lt=until)
    grouped = defaultdict[int, list[FluentDay]](list)
    for row in rows.order_by("day").values_list(*FluentDay._fields):
        grouped[row[0]].append(FluentDay(*row))
    return dict(grouped)
