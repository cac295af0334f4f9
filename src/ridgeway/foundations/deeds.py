"""What a class did in the weeks that its page shows, on a screen and on paper, day by day."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

from ridgeway.foundations.grid_growth import grid_times
from ridgeway.foundations.measures import (
    DayTotal,
    FluentDay,
    by_pupil,
    day_totals,
    fluent_days,
    of_subject,
    on_main_device,
    pace,
)
from ridgeway.foundations.paper.results import PaperResult, paper_results
from ridgeway.foundations.week.other_work import days_of_other_work
from ridgeway.foundations.weeks import Week
from ridgeway.schools.models import TeachingGroup

WEEKS_SHOWN: Final = 7
SCHOOL_DAYS: Final = 5


@dataclass(frozen=True)
class Deeds:
    """What the pupils of a class did in a week, and in the weeks before it that it is held against."""

    week: Week
    totals: Sequence[DayTotal]
    fluent: Mapping[int, Sequence[FluentDay]]
    results: Sequence[PaperResult]
    paper: set[tuple[int, dt.date]]
    """Pupils, and the days that a sheet's result is of."""
    other: set[tuple[int, dt.date]]
    """Pupils, and the days on which they did other work on a screen to its end: of the week and the one before."""

    @classmethod
    def of(cls, group: TeachingGroup, keys: Sequence[int], week: Week) -> Self:
        """Five queries."""
        first = week.before(WEEKS_SHOWN - 1).monday
        results = [result for result in paper_results(group, first) if result.day < week.ends]
        return cls(
            week=week,
            totals=day_totals(keys, first, week.ends),
            fluent=fluent_days(keys, first, week.ends),
            results=results,
            paper={(result.pupil_id, result.day) for result in results if result.pupil_id in keys},
            other=days_of_other_work(keys, week.before().monday, week.ends),
        )

    @cached_property
    def practised(self) -> set[tuple[int, dt.date]]:
        """Who did anything on which day."""
        return self.paper | self.other | {(row.pupil_id, row.day) for row in self.totals}

    @cached_property
    def days(self) -> list[dt.date]:
        """The days of the week to show: school days, and others on which somebody practised."""
        worked = {day for _, day in self.practised}
        return [day for day in self.week.days if day.weekday() < SCHOOL_DAYS or day in worked]

    @cached_property
    def rows(self) -> Mapping[int, Sequence[DayTotal]]:
        """Each pupil's totals."""
        return by_pupil(self.totals)

    @cached_property
    def facts(self) -> Mapping[int, Sequence[DayTotal]]:
        """Each pupil's totals of number facts, on the device that they used most in the weeks shown."""
        return {key: on_main_device(own) for key, own in by_pupil(of_subject(self.totals)).items()}

    @cached_property
    def grids(self) -> Mapping[int, Sequence[tuple[dt.date, float]]]:
        """Each pupil's seconds a right answer on paper grids."""
        return grid_times(self.results)

    def minutes(self, pupil: int) -> list[float | None]:
        """Of answering, on each of the days; None = no practice on a screen."""
        spent: dict[dt.date, float] = {}
        for row in self.rows.get(pupil, ()):
            spent[row.day] = spent.get(row.day, 0.0) + row.milliseconds / 60_000
        return [spent.get(day) for day in self.days]

    def pace(self, pupil: int, week: Week) -> float | None:
        """Seconds an item in a week."""
        return pace(row for row in self.facts.get(pupil, ()) if week.holds(row.day))
