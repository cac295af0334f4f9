"""What a page of growth shows: the lines there are, the one that is looked at, and for whom."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from ridgeway.fluency import whole_catalogue
from ridgeway.fluency.growth import Celeration
from ridgeway.foundations.growth.lines import (
    LEAST_PUPILS,
    PRACTICE,
    GrowthLine,
    Lines,
    Work,
    lines_of,
    lines_of_set,
    middle,
    pupils_of,
    shown_in,
)
from ridgeway.foundations.growth.names import name_of, strand_of, unit_of
from ridgeway.foundations.measures import fluent_days
from ridgeway.schools.models import Pupil
from ridgeway.web.charts import Chart
from ridgeway.web.charts.multiples import Paper, small_chart

SHOWN: Final = dt.timedelta(days=140)
"""Twenty weeks, the width of the Standard Celeration Chart."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line that can be looked at."""

    key: str
    name: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Look:
    """The lines of some pupils, and the one work that is shown."""

    lines: Lines
    shown: Work | None
    set_id: str
    since: dt.date
    until: dt.date

    @property
    def choices(self) -> list[Choice]:
        """All that can be looked at, what there is most of first."""
        return [Choice(work.key, name_of(work), work == self.shown) for work in self.lines]

    @property
    def name(self) -> str:
        """What is shown."""
        return "" if self.shown is None else name_of(self.shown)

    @property
    def strand(self) -> str:
        """The strand that what is shown is about; empty where it is about none, or several."""
        return "" if self.shown is None else strand_of(self.shown)

    @property
    def unit(self) -> str:
        """What is counted a minute."""
        return "" if self.shown is None else unit_of(self.shown)

    def middle_of(self, pupils: Sequence[Pupil]) -> GrowthLine | None:
        """The line of the middle one of these pupils in what is shown: of two both must have worked on a day."""
        lines = [line for pupil in pupils if (line := self.of(pupil)) is not None]
        return middle(lines, least=min(LEAST_PUPILS, max(2, len(pupils))))

    def of(self, pupil: Pupil) -> GrowthLine | None:
        """A pupil's line of what is shown."""
        return None if self.shown is None else self.lines[self.shown].get(pupil.pk)

    def query(self, pupils: Sequence[Pupil] = ()) -> str:
        """What is shown, and some pupils, as the query of an address."""
        shown = "" if self.shown is None else self.shown.key
        return urlencode([("line", shown), ("set", self.set_id), *(("pupils", pupil.pk) for pupil in pupils)])

    @property
    def facts(self) -> str:
        """The set or strand that is practised, if practice is shown."""
        return self.shown.of if self.shown is not None and self.shown.kind == PRACTICE else ""


def weeks_shown(today: dt.date) -> tuple[dt.date, dt.date]:
    """The days that are looked at: from the first on, up to the day after today."""
    return today - SHOWN, today + dt.timedelta(days=1)


def look(
    pupils: Sequence[Pupil], today: dt.date, *, asked: str | None = None, set_asked: str | None = None
) -> Look:
    """The last twenty weeks of these pupils; of one set where one is asked for."""
    since, until = weeks_shown(today)
    keys = [pupil.pk for pupil in pupils]
    set_id = next((each.id for each in whole_catalogue().sets if each.id == set_asked), "")
    lines = lines_of_set(keys, set_id, since, until) if set_id else lines_of(keys, since, until)
    return Look(lines, shown_in(lines, asked), set_id, since, until)


def fluent_side_by_side(pupils: Sequence[Pupil], today: dt.date) -> list[tuple[Pupil, Chart]]:
    """A little chart of fluent facts for each pupil who practised, on one scale; those who gained least first."""
    by_key = {pupil.pk: pupil for pupil in pupils}
    found = fluent_days(by_key, *weeks_shown(today))
    points = {key: [(each.day, float(each.fluent)) for each in days] for key, days in found.items()}
    if not points:
        return []
    paper = Paper.for_counts(list(points.values()))
    order = sorted(points, key=lambda key: points[key][-1][1] - points[key][0][1])
    return [(by_key[key], small_chart(str(by_key[key]), points[key], paper, unit="facts")) for key in order]


def side_by_side(looked: Look, pupils: Sequence[Pupil], *, aim: float | None) -> list[tuple[Pupil, Chart]]:
    """A little chart of rates for each pupil who did what is shown, on one scale; those who grow least first."""
    if looked.shown is None:
        return []
    by_key = {pupil.pk: pupil for pupil in pupils}
    listed = pupils_of(looked.lines, looked.shown, list(by_key))
    points = {key: [(day.day, day.correct) for day in line.days] for key, line in listed}
    if not any(rate > 0 for each in points.values() for _, rate in each):
        return []
    paper = Paper.for_rates(list(points.values()), aim=aim)
    trends = {key: line.trend for key, line in listed}
    order = sorted(points, key=lambda key: _steepness(trends[key]))
    return [
        (by_key[key], small_chart(str(by_key[key]), points[key], paper, trend=_ends(trends[key]))) for key in order
    ]


def _steepness(trend: Celeration | None) -> float:
    """By what charts are ordered: those without a trend come last."""
    return float("inf") if trend is None else trend.robust_per_week


def _ends(trend: Celeration | None) -> list[tuple[dt.date, float]]:
    if trend is None:
        return []
    line = trend.robust.line
    return [(dt.date.fromordinal(round(day)), line.on(day)) for day in (trend.first, trend.last)]
