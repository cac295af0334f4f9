"""Small multiples: the same little chart once for each pupil, all on one scale, so that slopes can be compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Chart, DataTable, Frame
from ridgeway.web.charts.line import VerticalScale
from ridgeway.web.charts.marks import dot, line, polyline, text
from ridgeway.web.charts.scales import LinearScale, LogScale, number_label

FRAME: Final = Frame(width=150, height=112, top=10, right=8, bottom=24, left=26)
"""No wider than two side by side on a phone, so that their words are not made smaller there."""

LEAST_RATIO: Final = 4.0
"""The scale spans at least so many times its lowest rate, or a wobble would look like growth."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What all charts of a page share: the first and the last day, the lowest and the highest value, and an aim
    as a level to reach, if there is one.

    Rates are `log`: equal ratios, equal distances, and the lowest is above 0. Counts are not, and begin at 0.
    """

    days: tuple[date, date]
    values: tuple[float, float]
    aim: float | None = None
    log: bool = True

    @property
    def scale(self) -> VerticalScale:
        """The scale of every chart."""
        return (LogScale if self.log else LinearScale)(self.values, FRAME.upwards)

    @classmethod
    def for_counts(cls, lines: Sequence[Sequence[tuple[date, float]]]) -> "Paper":
        """The paper on which all these counts fit, from 0; at least one of them must have a point."""
        days = [day for each in lines for day, _ in each]
        highest = max(count for each in lines for _, count in each)
        return cls((min(days), max(days)), (0.0, max(highest, 1.0)), log=False)

    @classmethod
    def for_rates(cls, lines: Sequence[Sequence[tuple[date, float]]], *, aim: float | None = None) -> "Paper":
        """The paper on which all these rates fit; at least one of them must have a point above 0."""
        days = [day for each in lines for day, _ in each]
        rates = [rate for each in lines for _, rate in each if rate > 0]
        if aim is not None:
            rates.append(aim)
        low, high = min(rates), max(rates)
        spare = (LEAST_RATIO * low / high) ** 0.5
        return cls((min(days), max(days)), (low / spare, high * spare) if spare > 1 else (low, high), aim)


def small_chart(
    title: str,
    points: Sequence[tuple[date, float]],
    paper: Paper,
    *,
    trend: Sequence[tuple[date, float]] = (),
    unit: str = "a minute",
) -> Chart:
    """Draw values by day on the scale that all charts of the page share; `trend` is a fitted line.

    A rate of 0 stands on the lowest line.
    """
    across = LinearScale((0, max(1, (paper.days[1] - paper.days[0]).days)), FRAME.across)
    upwards = paper.scale
    said = _describe(points, unit)

    def place(point: tuple[date, float]) -> tuple[float, float]:
        day, value = point
        within = min(max(value, paper.values[0]), paper.values[1])
        return across((day - paper.days[0]).days), upwards(within)

    places = [place(point) for point in points]
    marks = [*_axis(upwards, paper), polyline(places, stroke=ink.DOWN, width=1.2)] if places else []
    if trend:
        marks.append(polyline(map(place, trend), stroke=ink.INK, width=1.2, dash="4 3"))
    marks += [dot(*each, fill=ink.DOWN, radius=2) for each in places]
    return Chart(FRAME.holds(marks, title=title, description=said), title, said, _table(title, points))


def _axis(upwards: VerticalScale, paper: Paper) -> Iterator[str]:
    left, right = FRAME.across
    first, last = paper.days
    yield text(left, FRAME.height - 6, f"{first.day} {first:%b}")
    if first < last:
        yield text(right, FRAME.height - 6, f"{last.day} {last:%b}", anchor="end")
    for tick in upwards.ticks(3):
        y = upwards(tick.value)
        yield line(left, y, right, y)
        yield text(left - 4, y + 4, tick.label, anchor="end")
    if paper.aim is not None:
        yield line(left, upwards(paper.aim), right, upwards(paper.aim), stroke=ink.INK, width=1.2, dash="1 3")


def _describe(points: Sequence[tuple[date, float]], unit: str) -> str:
    if not points:
        return "Nothing yet."
    first, last = number_label(points[0][1]), number_label(points[-1][1])
    return f"{last} {unit}." if len(points) == 1 else f"From {first} to {last} {unit}."


def _table(title: str, points: Sequence[tuple[date, float]]) -> DataTable:
    rows = tuple((f"{day:%a} {day.day} {day:%b} {day.year}", number_label(rate)) for day, rate in points)
    return DataTable(("Day", title), rows)
