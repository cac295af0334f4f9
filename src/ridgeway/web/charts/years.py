"""Figures by school year with their intervals, and the line between before and after a start."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Chart, DataTable, Frame, widest
from ridgeway.web.charts.marks import diamond, dot, line, polyline, text
from ridgeway.web.charts.scales import LinearScale, number_label

APART = 7
"""How far lines stand apart, so that neither hides the other's interval."""


@dataclass(frozen=True, slots=True)
class YearPoint:
    """A figure of one year and, where there is one, its interval."""

    year: int
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class YearLine:
    """Figures by year under one name. Where a year is missing the line is broken."""

    name: str
    points: Sequence[YearPoint]


def years_chart(
    title: str,
    lines: Sequence[YearLine],
    *,
    when: str = "Year",
    start: float | None = None,
    starts: str = "start",
    zero: bool = False,
    unit: str = "",
    step: float = 0.0,
    description: str = "",
    frame: Frame | None = None,
) -> Chart:
    """Draw one or two lines over years.

    ``start`` is the first year of something, called ``starts``: a line down the chart before it. ``zero`` draws
    the line of no difference and keeps it in the picture. ``when`` heads the column of years; numbers are written
    with ``unit`` behind them and the decimals of ``step`` (without one three figures).
    """
    if len(lines) > 2:
        raise ValueError(f"a chart of years shows at most 2 lines, not {len(lines)}; draw several")
    frame = frame or Frame(width=400, height=250, top=46, left=44)
    said_as = _Said(step, unit)
    said = description or _describe(lines, said_as)
    points = [point for each in lines for point in each.points]
    if not points:
        nothing = text(frame.width / 2, frame.height / 2, "Nothing to show yet", anchor="middle")
        return Chart(frame.holds([nothing], title=title, description=said), title, said, DataTable((when,), ()))
    years = sorted({point.year for point in points})
    across = LinearScale((years[0] - 0.5, years[-1] + 0.5), frame.across)
    upwards = _upwards(points, frame, zero=zero)
    svg = frame.holds(
        frame.left_axis(upwards),
        _years(years, across, frame),
        _zero(upwards, frame) if zero else (),
        _start(start, starts, across, frame),
        (mark for index in range(len(lines)) for mark in _line(lines, index, across, upwards, said_as)),
        _key(lines, frame),
        title=title,
        description=said,
    )
    return Chart(svg, title, said, _table(lines, when, said_as))


def _upwards(points: Sequence[YearPoint], frame: Frame, *, zero: bool) -> LinearScale:
    ends = [end for point in points for end in (point.value, point.low, point.high) if end is not None]
    ends += [0.0] if zero else []
    return LinearScale((min(ends), max(ends)), frame.upwards).nice(5)


@dataclass(frozen=True, slots=True)
class _Said:
    """How numbers are written."""

    step: float
    unit: str

    def point(self, point: YearPoint) -> str:
        value = f"{number_label(point.value, self.step)}{self.unit}"
        if point.low is None or point.high is None:
            return value
        return f"{value} ({number_label(point.low, self.step)} to {number_label(point.high, self.step)})"


def _years(years: Sequence[int], across: LinearScale, frame: Frame) -> Iterator[str]:
    y = frame.height - frame.bottom
    yield line(frame.left, y, frame.width - frame.right, y, stroke=ink.SOFT)
    step = -(-len(years) // max(1, int((frame.width - frame.left) // 42)))
    for year in years[::-1][::step]:
        x = across(year)
        yield line(x, y, x, y + 4, stroke=ink.SOFT)
        yield text(x, y + 17, _called(year), anchor="middle")


def _zero(upwards: LinearScale, frame: Frame) -> Iterator[str]:
    yield line(frame.left, upwards(0), frame.width - frame.right, upwards(0), stroke=ink.INK, width=1.2)


def _start(start: float | None, starts: str, across: LinearScale, frame: Frame) -> Iterator[str]:
    if start is not None:
        x, (bottom, top) = across(start - 0.5), frame.upwards
        yield line(x, top - 8, x, bottom, stroke=ink.INK, width=1.4, dash="5 4")
        yield text(x + 5, top - 2, starts, fill=ink.INK, halo=True)


def _line(
    lines: Sequence[YearLine], index: int, across: LinearScale, upwards: LinearScale, said: _Said
) -> Iterator[str]:
    each, colour = lines[index], ink.SERIES[index]
    shift = (index - (len(lines) - 1) / 2) * APART
    points = sorted(each.points, key=lambda point: point.year)
    for first, last in pairwise(points):
        if last.year == first.year + 1:
            ends = [(across(point.year) + shift, upwards(point.value)) for point in (first, last)]
            yield polyline(ends, stroke=colour, width=1.6, dash=ink.DASHES[index])
    for point in points:
        x = across(point.year) + shift
        if point.low is not None and point.high is not None:
            low, high = upwards(point.low), upwards(point.high)
            yield line(x, low, x, high, stroke=colour, width=1.6)
            yield from (line(x - 3.5, y, x + 3.5, y, stroke=colour, width=1.6) for y in (low, high))
        hint = f"{each.name}, {_called(point.year)}: {said.point(point)}"
        yield (dot, diamond)[index](x, upwards(point.value), fill=colour, radius=4.5, hint=hint)


def _key(lines: Sequence[YearLine], frame: Frame) -> Iterator[str]:
    x = 8.0
    for index, each in enumerate(lines):
        yield (dot, diamond)[index](x, 12, fill=ink.SERIES[index], radius=4.5)
        yield text(x + 10, 16, each.name, fill=ink.SERIES[index], bold=True)
        x += 30 + ink.BOLD * widest([each.name])


def _called(year: int) -> str:
    """A year as it is written: one beside the start has its sign, a school year has none."""
    return number_label(year, 1) if abs(year) < 1000 else str(year)


def _describe(lines: Sequence[YearLine], said: _Said) -> str:
    sentences = []
    for each in lines:
        points = sorted(each.points, key=lambda point: point.year)
        if not points:
            sentences.append(f"{each.name}: nothing yet.")
            continue
        ends = [f"{said.point(point)} in {_called(point.year)}" for point in (points[0], points[-1])]
        sentences.append(
            f"{each.name}: {ends[0]}." if len(points) == 1 else f"{each.name}: from {' to '.join(ends)}."
        )
    return " ".join(sentences)


def _table(lines: Sequence[YearLine], when: str, said: _Said) -> DataTable:
    columns = [{point.year: said.point(point) for point in each.points} for each in lines]
    years = sorted({year for column in columns for year in column})
    rows = tuple((_called(year), *(column.get(year, "–") for column in columns)) for year in years)
    return DataTable((when, *(each.name for each in lines)), rows)
