"""The Standard Celeration Chart: answers a minute by calendar day, equal ratios at equal distances.

As Ogden Lindsley's daily chart has it (Pennypacker, Gutierrez and Lindsley, 2003): 140 days in a row from a
Sunday, with a heavy line each Sunday; six cycles from 0.001 to 1,000 a minute; and proportions by which a line
that doubles each week climbs at 34 degrees, on every chart, so that a reader learns to see growth. A dot is
correct answers, a cross is errors; a short bar is the record floor, the least that the time counted could show;
and what was zero stands just below it.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Chart, DataTable, Frame
from ridgeway.web.charts.marks import cross, dot, line, number, polyline, rect, text
from ridgeway.web.charts.scales import LinearScale, LogScale, number_label

DAYS: Final = 140
LOWEST, HIGHEST = 0.001, 1000.0
CYCLES: Final = 6
DOUBLING_DEGREES: Final = 34.0

BELOW_FLOOR: Final = 0.75
"""Where zero stands: a little below the record floor, which is not a rate that anybody had."""

DAY_WIDTH: Final = 5.0
CYCLE_HEIGHT: Final = DAY_WIDTH * 7 * math.tan(math.radians(DOUBLING_DEGREES)) / math.log10(2)

GRID = "#c3d6e2"
HEAVY = "#7fa6bf"


@dataclass(frozen=True, slots=True)
class ChartDay:
    """A day's rates a minute, and its record floor: one divided by the minutes counted."""

    day: date
    correct: float
    errors: float
    floor: float


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A straight line on the chart from one day to another, with what it says ("× 1.4 a week"), if anything.

    A projection goes on from where the days end, and is dashed.
    """

    start: tuple[date, float]
    end: tuple[date, float]
    label: str = ""
    is_projection: bool = False


@dataclass(frozen=True, slots=True)
class PhaseChange:
    """Something was changed before this day: a line down the chart, with what it was."""

    day: date
    label: str


@dataclass(frozen=True, slots=True)
class Practised:
    """What a chart shows: days in order, and beside them an aim as a band, lines and phase changes.

    `counted` is what is counted a minute: answers, words, letters.
    """

    days: Sequence[ChartDay]
    aim: tuple[float, float] | None = None
    lines: Sequence[ChartLine] = ()
    changes: Sequence[PhaseChange] = ()
    counted: str = "Answers"


def celeration_chart(title: str, shown: Practised, *, first: date, description: str = "") -> Chart:
    """Draw 140 days from the Sunday on or before `first`. Days outside them are in neither picture nor table."""
    start = _sunday(first)
    last = start + timedelta(days=DAYS)
    days = sorted((each for each in shown.days if start <= each.day < last), key=lambda each: each.day)
    said = description or _describe(days, shown)
    paper = _Paper(start, shown.counted)
    svg = paper.frame.holds(
        _aim(shown.aim, paper),
        paper.grid(),
        _changes(shown.changes, paper),
        _floors(days, paper),
        _points(days, shown.changes, paper),
        _lines(shown.lines, paper),
        _key(paper),
        title=title,
        description=said,
    )
    return Chart(svg, title, said, _table(days))


class _Paper:
    """The printed chart: its scales and its lines."""

    def __init__(self, start: date, counted: str) -> None:
        self.start = start
        self._counted = counted
        self.frame = Frame(
            width=48 + DAYS * DAY_WIDTH + 24,
            height=34 + CYCLES * CYCLE_HEIGHT + 46,
            top=34,
            right=24,
            bottom=46,
            left=48,
        )
        self._across = LinearScale((0, DAYS), self.frame.across)
        self._upwards = LogScale((LOWEST, HIGHEST), self.frame.upwards)

    def x(self, day: date) -> float:
        return self._across((day - self.start).days)

    def y(self, rate: float) -> float:
        return self._upwards(min(max(rate, LOWEST), HIGHEST))

    def within(self, each: ChartLine) -> list[tuple[float, float]]:
        """The part of a line that lies on the chart: its two ends, or nothing."""
        (first, low), (last, high) = each.start, each.end
        left, right = (self._across((day - self.start).days) for day in (first, last))
        bottom, top = (self._upwards(rate) for rate in (low, high))
        spans = (_inside(left, right, self.frame.across), _inside(bottom, top, self.frame.upwards[::-1]))
        begin, end = max(span[0] for span in spans), min(span[1] for span in spans)
        if begin >= end:
            return []
        return [(left + share * (right - left), bottom + share * (top - bottom)) for share in (begin, end)]

    def holds(self, day: date) -> bool:
        return 0 <= (day - self.start).days <= DAYS

    def grid(self) -> Iterator[str]:
        left, right = self.frame.across
        bottom, top = self.frame.upwards
        sundays = [self._across(day) for day in range(0, DAYS + 1, 7)]
        light = [f"M{number(self._across(day))} {number(top)}V{number(bottom)}" for day in range(DAYS) if day % 7]
        powers = [10.0**power for power in range(-3, 4)]
        light += [
            f"M{number(left)} {number(self.y(power * step))}H{number(right)}"
            for power in powers[:-1]
            for step in range(2, 10)
        ]
        heavy = [f"M{number(x)} {number(top)}V{number(bottom)}" for x in sundays]
        heavy += [f"M{number(left)} {number(self.y(power))}H{number(right)}" for power in powers]
        yield f'<path d="{"".join(light)}" fill="none" stroke="{GRID}" stroke-width="0.4"/>'
        yield f'<path d="{"".join(heavy)}" fill="none" stroke="{HEAVY}" stroke-width="0.8"/>'
        for power in powers:
            yield text(left - 6, self.y(power) + 4, number_label(power, min(power, 1)), anchor="end")
        for week in range(0, DAYS // 7 + 1, 4):
            day = self.start + timedelta(weeks=week)
            yield text(self.x(day), bottom + 16, f"{day.day} {day:%b}", anchor="middle")
        yield text((left + right) / 2, bottom + 36, "Calendar days, a heavy line each Sunday", anchor="middle")
        yield text(left, top - 20, f"{self._counted} a minute", fill=ink.INK)


def _inside(start: float, end: float, room: tuple[float, float]) -> tuple[float, float]:
    """Between which shares of the way from start to end one is inside the room."""
    if start == end:
        return (0.0, 1.0) if room[0] <= start <= room[1] else (1.0, 0.0)
    shares = sorted((edge - start) / (end - start) for edge in room)
    return max(shares[0], 0.0), min(shares[1], 1.0)


def _sunday(day: date) -> date:
    return day - timedelta(days=(day.weekday() + 1) % 7)


def _aim(aim: tuple[float, float] | None, paper: _Paper) -> Iterator[str]:
    if aim:
        left, right = paper.frame.across
        low, high = sorted(aim)
        top, bottom = paper.y(high), paper.y(low)
        words = f"Aim: {number_label(low)} to {number_label(high)} correct a minute"
        yield rect(left, top, right - left, max(bottom - top, 1.5), fill="#dcebe4", hint=words)
        yield text(right - 4, top - 4, words, anchor="end", fill=ink.DOWN)


def _changes(changes: Iterable[PhaseChange], paper: _Paper) -> Iterator[str]:
    for change in changes:
        if paper.holds(change.day):
            x = paper.x(change.day) - DAY_WIDTH / 2
            bottom, top = paper.frame.upwards
            yield line(x, top, x, bottom, stroke=ink.INK, width=1.4)
            yield text(x + 4, top - 4, change.label, fill=ink.INK)


def _floors(days: Iterable[ChartDay], paper: _Paper) -> Iterator[str]:
    for each in days:
        x, y = paper.x(each.day), paper.y(each.floor)
        yield line(x - 2.2, y, x + 2.2, y, stroke=ink.SOFT)


def _points(days: Sequence[ChartDay], changes: Iterable[PhaseChange], paper: _Paper) -> Iterator[str]:
    for run in _phases(days, sorted(change.day for change in changes)):
        for rates, colour in (([_shown(each.correct, each) for each in run], ink.DOWN),
                              ([_shown(each.errors, each) for each in run], ink.BRICK)):  # fmt: skip
            places = [(paper.x(each.day), paper.y(rate)) for each, rate in zip(run, rates, strict=True)]
            yield polyline(places, stroke=colour, width=0.9)
    for each in days:
        said = f"{each.day:%a} {each.day.day} {each.day:%b}: {number_label(each.correct)} correct and "
        said += f"{number_label(each.errors)} errors a minute"
        x = paper.x(each.day)
        yield cross(x, paper.y(_shown(each.errors, each)), stroke=ink.BRICK, hint=said)
        yield dot(x, paper.y(_shown(each.correct, each)), fill=ink.DOWN, radius=2.8, hint=said)


def _phases(days: Sequence[ChartDay], changes: Sequence[date]) -> Iterator[list[ChartDay]]:
    """Days between one phase change and the next: no line joins what was done differently."""
    bounds = [date.min, *changes, date.max]
    for first, last in pairwise(bounds):
        if run := [each for each in days if first <= each.day < last]:
            yield run


def _shown(rate: float, each: ChartDay) -> float:
    return rate if rate > 0 else each.floor * BELOW_FLOOR


def _lines(lines: Iterable[ChartLine], paper: _Paper) -> Iterator[str]:
    for each in lines:
        if not (ends := paper.within(each)):
            continue
        yield polyline(ends, stroke=ink.INK, width=1.5, dash="5 4" if each.is_projection else "")
        if each.label:
            yield text(ends[1][0], ends[1][1] - 9, each.label, anchor="end", fill=ink.INK, bold=True)


def _key(paper: _Paper) -> Iterator[str]:
    _, right = paper.frame.across
    y = paper.frame.upwards[1] - 24
    yield dot(right - 142, y, fill=ink.DOWN, radius=2.8)
    yield text(right - 134, y + 4, "correct")
    yield cross(right - 76, y, stroke=ink.BRICK)
    yield text(right - 68, y + 4, "errors")
    yield line(right - 20, y, right - 15, y, stroke=ink.SOFT)
    yield text(right - 10, y + 4, "floor")


def _describe(days: Sequence[ChartDay], shown: Practised) -> str:
    if not days:
        return "Nothing to show yet."
    first, last = days[0], days[-1]
    said = f"{len(days)} days from {first.day.day} {first.day:%b} to {last.day.day} {last.day:%b}. "
    said += f"Correct a minute: from {number_label(first.correct)} to {number_label(last.correct)}. "
    said += f"Errors a minute: from {number_label(first.errors)} to {number_label(last.errors)}."
    said += "".join(f" {each.label}." for each in shown.lines if each.label)
    if shown.aim:
        low, high = sorted(shown.aim)
        said += f" The aim is {number_label(low)} to {number_label(high)} correct a minute."
    return said


def _table(days: Sequence[ChartDay]) -> DataTable:
    return DataTable(
        ("Day", "Correct a minute", "Errors a minute", "Record floor"),
        tuple(
            (
                f"{each.day:%a} {each.day.day} {each.day:%b} {each.day.year}",
                number_label(each.correct),
                number_label(each.errors),
                number_label(each.floor),
            )
            for each in days
        ),
    )
