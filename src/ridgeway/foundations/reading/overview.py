"""A class's readings on one page, and one pupil's: who is due, what comes next, and how it grows."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from ridgeway.fluency.reading import level_for, next_form
from ridgeway.foundations.reading.models import ReadingResult
from ridgeway.foundations.reading.texts import Readable
from ridgeway.foundations.steering.models import Rhythm
from ridgeway.foundations.week.due import begins, practice_of, rhythms_of
from ridgeway.foundations.years import as_year
from ridgeway.schools.models import Pupil, TeachingGroup, YearPlacement
from ridgeway.web.charts import (
    Chart,
    ChartDay,
    Frame,
    Practised,
    Series,
    celeration_chart,
    line_chart,
    sparkline,
)

LATELY: Final = dt.timedelta(weeks=6)
"""Readings of about half a term: the middle of the class is of those heard within it."""

LOOKED_BACK: Final = dt.timedelta(days=365)
CHART_BACK: Final = dt.timedelta(weeks=19)
"""From the last reading back into the first of the twenty weeks of a Standard Celeration Chart."""

WIDE: Final = Frame(width=640, height=260)


@dataclass(frozen=True, slots=True)
class Reader:
    """A pupil and the readings of the last year, the oldest first. `next` is None where no level is theirs."""

    pupil: Pupil
    readings: Sequence[ReadingResult]
    next: Readable | None

    @property
    def last(self) -> ReadingResult | None:
        """The latest reading."""
        return self.readings[-1] if self.readings else None

    @property
    def spark(self) -> Chart:
        """Words correct a minute, reading by reading."""
        return sparkline("Words correct a minute", [each.figures.words_correct_a_minute for each in self.readings])


@dataclass(frozen=True, slots=True)
class ClassReadings:
    """A class's readers on a day, in the order of the register.

    `since` is the first day of the time in which everybody is heard once; None where the class is not timed at it.
    """

    readers: Sequence[Reader]
    since: dt.date | None
    today: dt.date

    @property
    def due(self) -> list[Reader]:
        """Those who were not heard since then."""
        return [each for each in self.readers if self._is_due(each)]

    @property
    def others(self) -> list[Reader]:
        """Those who were, and everybody where nobody is due."""
        return [each for each in self.readers if not self._is_due(each)]

    def _is_due(self, reader: Reader) -> bool:
        return self.since is not None and (reader.last is None or reader.last.day < self.since)

    @property
    def begun(self) -> bool:
        """Whether anybody was heard in the last year."""
        return any(each.readings for each in self.readers)

    @property
    def middle(self) -> float | None:
        """The middle of the last readings of those heard lately; None where nobody was."""
        last = [each.last for each in self.readers if each.last and self.today - each.last.day < LATELY]
        return median(each.figures.words_correct_a_minute for each in last) if last else None

    @property
    def next(self) -> Readable | None:
        """The text that comes next for the most pupils; None where no level is theirs."""
        texts = Counter(each.next for each in self.readers if each.next)
        return texts.most_common(1)[0][0] if texts else None


@dataclass(frozen=True, slots=True)
class Gain:
    """From the first reading shown to the last."""

    first: ReadingResult
    last: ReadingResult

    @property
    def weeks(self) -> int:
        """Weeks between the two, at least one."""
        return max(1, round((self.last.day - self.first.day) / dt.timedelta(weeks=1)))


def look_at_class(group: TeachingGroup, today: dt.date) -> ClassReadings:
    """The class's readers in the order of the register. Five queries, whatever its size.

    Who is due is told by how often the class is timed, as on its Monday page.
    """
    pupils = list(group.pupils_on(today))
    placed = YearPlacement.objects.filter(academic_year=group.academic_year_id, pupil__in=pupils)
    years = {pupil_id: as_year(year) for pupil_id, year in placed.values_list("pupil_id", "year_group")}
    heard = defaultdict[int, list[ReadingResult]](list)
    for result in _readings(pupils, today):
        heard[result.pupil_id].append(result)
    readers = [_reader(pupil, heard[pupil.pk], years.get(pupil.pk), today) for pupil in pupils]
    rhythm = rhythms_of(practice_of(group))["reading"]
    since = None if rhythm is Rhythm.NEVER else begins(rhythm, today)
    return ClassReadings(readers, since, today)


def look_at_pupil(pupil: Pupil, year: int | None, today: dt.date) -> Reader:
    """One pupil's readings of the last year."""
    return _reader(pupil, list(_readings([pupil], today)), year, today)


def removed_readings(pupil: Pupil) -> list[ReadingResult]:
    """The readings of a pupil that somebody removed, the newest first."""
    rows = ReadingResult.objects.filter(pupil=pupil, removed=True)
    return list(rows.select_related("text").order_by("-day", "-pk"))


def gain_of(readings: Sequence[ReadingResult]) -> Gain | None:
    """What was gained between readings on different days; None where there are none."""
    if not readings or readings[0].day == readings[-1].day:
        return None
    return Gain(readings[0], readings[-1])


def rate_chart(readings: Sequence[ReadingResult]) -> Chart:
    """Words correct a minute by day; of several readings on a day the last."""
    points = {each.day: round(each.figures.words_correct_a_minute, 1) for each in readings}
    return line_chart(
        "Words correct a minute", [Series("Words correct a minute", list(points.items()))], when="Day", frame=WIDE
    )


def growth_chart(readings: Sequence[ReadingResult]) -> Chart:
    """The Standard Celeration Chart of words right and wrong a minute, to the latest reading."""
    days = {each.day: each.figures.rates for each in readings}
    shown = [ChartDay(day, rates.correct, rates.errors, rates.floor) for day, rates in days.items()]
    counts = Practised(shown, counted="Words")
    return celeration_chart("Words right and wrong a minute", counts, first=max(days) - CHART_BACK)


def _readings(pupils: Sequence[Pupil], today: dt.date) -> Sequence[ReadingResult]:
    rows = ReadingResult.objects.filter(pupil__in=pupils, day__gt=today - LOOKED_BACK, removed=False)
    return list(rows.select_related("text", "heard_by").order_by("day", "pk"))


def _reader(pupil: Pupil, readings: Sequence[ReadingResult], year: int | None, today: dt.date) -> Reader:
    level = None if year is None else level_for(year, today)
    following = None if level is None else next_form(level, [each.packaged for each in readings])
    return Reader(pupil, readings, Readable(following) if following else None)
