"""The Standard Celeration Chart: answers a minute by calendar day, equal ratios at equal distances.

As Ogden Lindsley's daily chart has it (Pennypacker, Gutierrez and Lindsley, 2003): 140 days in a row from a
Sunday, with a heavy line each Sunday; six cycles from 0.001 to 1,000 a minute; and proportions by which a line
that doubles each week climbs at 34 degrees, on every chart, so that a reader learns to see growth. A dot is
correct answers, a cross is errors; a short bar is the record floor, the least that the time counted could show;
and what was zero stands just below it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from ridgeway.web.charts import ink
from ridgeway.web.charts.celeration_paper import DAY_WIDTH, DAYS, EDGE, CelerationPaper, rates
from ridgeway.web.charts.chart import Chart, DataTable
from ridgeway.web.charts.marks import cross, dot, line, number, polyline, rect, text
from ridgeway.web.charts.scales import number_label

BELOW_FLOOR: Final = 0.75
"""Where zero stands: a little below the record floor, which is not a rate that anybody had."""

LETTER_WIDTH: Final = 6.5
"""About the width of a letter of the chart's words, to keep them apart."""


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
    paper = CelerationPaper(start, shown.counted)
    changes = [each for each in shown.changes if paper.holds(each.day)]
    said = description or _describe(days, shown, changes)
    svg = paper.frame.holds(
        _aim(shown.aim, paper),
        paper.grid(),
        _changes(changes, paper),
        _floors(days, paper),
        _points(days, changes, paper),
        _lines(shown.lines, paper),
        _aim_in_words(shown.aim, paper),
        _key(paper),
        title=title,
        description=said,
    )
    return Chart(svg, title, said, _table(days), rates())


def _sunday(day: date) -> date:
    return day - timedelta(days=(day.weekday() + 1) % 7)


def _aim(aim: tuple[float, float] | None, paper: CelerationPaper) -> Iterator[str]:
    if aim:
        left, right = paper.frame.across
        low, high = sorted(aim)
        top, bottom = paper.y(high), paper.y(low)
        yield rect(left, top, right - left, max(bottom - top, 1.5), fill="#dcebe4")


def _aim_in_words(aim: tuple[float, float] | None, paper: CelerationPaper) -> Iterator[str]:
    """Above its band, and above all lines: they would cross the words."""
    if aim:
        _, right = paper.frame.across
        low, high = sorted(aim)
        words = f"Aim: {number_label(low)} to {number_label(high)} correct a minute"
        yield text(right - 4, paper.y(high) - 4, words, anchor="end", fill=ink.DOWN, halo=True)


def _changes(changes: Iterable[PhaseChange], paper: CelerationPaper) -> Iterator[str]:
    """A line down the chart for each change; where words would meet, the later stand a line lower."""
    bottom, top = paper.frame.upwards
    ends: list[float] = []
    for change in changes:
        x, width = paper.x(change.day) - DAY_WIDTH / 2, LETTER_WIDTH * len(change.label)
        row = next((row for row, end in enumerate(ends) if end < x), len(ends))
        ends[row : row + 1] = [x + 4 + width]
        yield line(x, top, x, bottom, stroke=ink.INK, width=1.4)
        fits = x + 4 + width <= paper.frame.width
        place, anchor = (x + 4, "start") if fits else (x - 4, "end")
        yield text(place, top - 4 + 15 * row, change.label, anchor=anchor, fill=ink.INK, halo=row > 0)


def _floors(days: Iterable[ChartDay], paper: CelerationPaper) -> Iterator[str]:
    bars = "".join(f"M{number(paper.x(each.day) - 2.2)} {number(paper.y(each.floor))}h4.4" for each in days)
    if bars:
        yield f'<path d="{bars}" fill="none" stroke="{ink.SOFT}"/>'


def _points(days: Sequence[ChartDay], changes: Iterable[PhaseChange], paper: CelerationPaper) -> Iterator[str]:
    places = {each: (paper.x(each.day), *_heights(each, paper)) for each in days}
    for run in _phases(days, sorted(change.day for change in changes)):
        for height, colour in ((1, ink.DOWN), (2, ink.BRICK)):
            yield polyline([(places[each][0], places[each][height]) for each in run], stroke=colour, width=0.9)
    for each, (x, right, wrong) in places.items():
        said = f"{each.day:%a} {each.day.day} {each.day:%b}: {number_label(each.correct)} correct and "
        said += f"{number_label(each.errors)} errors a minute"
        marks = cross(x, wrong, stroke=ink.BRICK) + dot(x, right, fill=ink.DOWN, radius=2.8)
        yield f"<g><title>{said}</title>{marks}</g>"


def _heights(each: ChartDay, paper: CelerationPaper) -> tuple[float, float]:
    """Where a day's right and wrong answers stand."""
    return paper.y(_shown(each.correct, each)), paper.y(_shown(each.errors, each))


def _phases(days: Sequence[ChartDay], changes: Sequence[date]) -> Iterator[list[ChartDay]]:
    """Days between one phase change and the next: no line joins what was done differently."""
    bounds = [date.min, *changes, date.max]
    for first, last in pairwise(bounds):
        if run := [each for each in days if first <= each.day < last]:
            yield run


def _shown(rate: float, each: ChartDay) -> float:
    return rate if rate > 0 else each.floor * BELOW_FLOOR


def _lines(lines: Iterable[ChartLine], paper: CelerationPaper) -> Iterator[str]:
    for each in lines:
        if not (ends := paper.within(each.start, each.end)):
            continue
        yield polyline(ends, stroke=ink.INK, width=1.5, dash="5 4" if each.is_projection else "")
        if each.label:
            yield text(ends[1][0], ends[1][1] - 9, each.label, anchor="end", fill=ink.INK, bold=True, halo=True)


def _key(paper: CelerationPaper) -> Iterator[str]:
    """What the marks are, at the left, where a phone shows the chart first."""
    x, y = EDGE + 118, paper.frame.upwards[1] - 24
    yield dot(x, y, fill=ink.DOWN, radius=2.8)
    yield text(x + 8, y + 4, "correct")
    yield cross(x + 66, y, stroke=ink.BRICK)
    yield text(x + 74, y + 4, "errors")
    yield line(x + 124, y, x + 129, y, stroke=ink.SOFT)
    yield text(x + 134, y + 4, "floor")


def _describe(days: Sequence[ChartDay], shown: Practised, changes: Iterable[PhaseChange]) -> str:
    if not days:
        return "Nothing to show yet."
    first, last = days[0], days[-1]
    said = f"{len(days)} days from {first.day.day} {first.day:%b} to {last.day.day} {last.day:%b}. "
    said += f"Correct a minute: from {number_label(first.correct)} to {number_label(last.correct)}. "
    said += f"Errors a minute: from {number_label(first.errors)} to {number_label(last.errors)}."
    said += "".join(f" {each.label}." for each in shown.lines if each.label)
    changed = [f"{each.day.day} {each.day:%b} {each.label}" for each in changes]
    said += f" Changed: {'; '.join(changed)}." if changed else ""
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
