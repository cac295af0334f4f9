"""Lines over time: points by day or week, a fitted trend, an aim, on a linear or a logarithmic scale."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Chart, DataTable, Frame, widest
from ridgeway.web.charts.marks import dot, line, polyline, text
from ridgeway.web.charts.scales import LinearScale, LogScale, Tick, TimeScale, number_label

Point = tuple[date, float | None]
VerticalScale = LinearScale | LogScale


@dataclass(frozen=True, slots=True)
class Series:
    """One line. A point without a value is a gap in it; ``trend`` is a fitted line, drawn thin and dashed."""

    name: str
    points: Sequence[Point]
    trend: Sequence[tuple[date, float]] = ()

    @property
    def known(self) -> list[tuple[date, float]]:
        """The points that have a value, in order of time."""
        return sorted((day, value) for day, value in self.points if value is not None)


def line_chart(
    title: str,
    series: Sequence[Series],
    *,
    when: str = "Week",
    called: Callable[[date], str] | None = None,
    unit: str = "",
    log: bool = False,
    aim: float | None = None,
    from_zero: bool = True,
    description: str = "",
    frame: Frame | None = None,
) -> Chart:
    """Draw up to four series over time.

    ``when`` heads the column of days in the table. ``called`` names the days where each stands for something
    longer, such as a school year; then the axis marks just the days of the points. ``unit`` is written after
    values in the description ("s", "%"); ``log`` makes equal ratios equal distances; ``aim`` is a level to reach;
    ``from_zero`` keeps zero on a linear scale. Without a ``description`` it says from what to what each line goes.
    """
    if len(series) > len(ink.SERIES):
        raise ValueError(f"a line chart shows at most {len(ink.SERIES)} series, not {len(series)}; draw several")
    frame = frame or Frame()
    said = description or _describe(series, unit, aim)
    shown = [pair for one in series for pair in (*one.known, *one.trend)]
    if not shown:
        nothing = text(frame.width / 2, frame.height / 2, "Nothing to show yet", anchor="middle")
        return Chart(frame.holds([nothing], title=title, description=said), title, said, DataTable((when,), ()))
    if len(series) > 1:
        frame = replace(frame, right=frame.right + ink.BOLD * widest([one.name for one in series]))
    across = TimeScale((min(day for day, _ in shown), max(day for day, _ in shown)), frame.across)
    values = [value for _, value in shown]
    if aim is not None:
        values += [aim, aim / 1.2]  # room below, so that the aim does not lie on the axis
    upwards = _vertical(values, frame, log=log, from_zero=from_zero)
    svg = frame.holds(
        frame.left_axis(upwards),
        frame.bottom_axis(
            _Named(across, {day for day, _ in shown}, called) if called else across,
            most=max(2, int(frame.width // 65)),
        ),
        _aim(aim, upwards, frame),
        (
            mark
            for index, one in enumerate(series)
            for mark in _series(one, index, across, upwards, unit, called or _short)
        ),
        _names(series, upwards, frame),
        title=title,
        description=said,
    )
    return Chart(svg, title, said, _table(series, when, called), frame.axis(frame.left_labels(upwards)))


@dataclass(frozen=True, slots=True)
class _Named:
    """A scale of time that marks some days alone, by their names."""

    scale: TimeScale
    days: set[date]
    called: Callable[[date], str]

    def __call__(self, value: date) -> float:
        return self.scale(value)

    def ticks(self, most: int = 6) -> list[Tick[date]]:
        """Return the days, or when they are many the last of every few."""
        days = sorted(self.days)
        step = -(-len(days) // most)
        return [Tick(day, self.called(day)) for day in days[::-1][::step][::-1]]


def _vertical(values: Sequence[float], frame: Frame, *, log: bool, from_zero: bool) -> VerticalScale:
    low, high = min(values), max(values)
    if log:
        return LogScale((low, high), frame.upwards).nice()
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    return LinearScale((low, high), frame.upwards).nice(5)


def _aim(aim: float | None, upwards: VerticalScale, frame: Frame) -> Iterator[str]:
    if aim is not None:
        y = upwards(aim)
        yield line(frame.left, y, frame.width - frame.right, y, stroke=ink.INK, width=1.5, dash="1 3")
        yield text(frame.left + 4, y - 4, f"aim {number_label(aim)}", fill=ink.INK)


def _series(
    one: Series,
    index: int,
    across: TimeScale,
    upwards: VerticalScale,
    unit: str,
    called: Callable[[date], str],
) -> Iterator[str]:
    colour, dash = ink.SERIES[index], ink.DASHES[index]
    if one.trend:
        ends = ((across(day), upwards(value)) for day, value in one.trend)
        yield polyline(ends, stroke=colour, width=1.2, dash="5 4")
    for run in _runs(one.points):
        yield polyline(((across(day), upwards(value)) for day, value in run), stroke=colour, dash=dash)
    for day, value in one.known:
        hint = f"{one.name}, {called(day)}: {number_label(value)}{unit}"
        yield dot(across(day), upwards(value), fill=colour, hint=hint)


def _runs(points: Iterable[Point]) -> Iterator[list[tuple[date, float]]]:
    run: list[tuple[date, float]] = []
    for day, value in sorted(points, key=lambda point: point[0]):
        if value is not None:
            run.append((day, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _names(series: Sequence[Series], upwards: VerticalScale, frame: Frame) -> Iterator[str]:
    """Write each line's name at its end, pushed apart where two ends are close."""
    if len(series) < 2:
        return
    ends = [(upwards(one.known[-1][1]), index) for index, one in enumerate(series) if one.known]
    placed: list[float] = []
    for y, index in sorted(ends):
        placed.append(max(y + 4, placed[-1] + ink.TEXT_SIZE + 1) if placed else y + 4)
        yield text(
            frame.width - frame.right + 8, placed[-1], series[index].name, fill=ink.SERIES[index], bold=True
        )


def _describe(series: Sequence[Series], unit: str, aim: float | None) -> str:
    sentences = []
    for one in series:
        if not one.known:
            sentences.append(f"{one.name}: nothing yet.")
            continue
        (first, start), (last, end) = one.known[0], one.known[-1]
        if first == last:
            sentences.append(f"{one.name}: {number_label(end)}{unit} on {last.day} {last:%b}.")
        else:
            sentences.append(
                f"{one.name}: from {number_label(start)}{unit} on {first.day} {first:%b}"
                f" to {number_label(end)}{unit} on {last.day} {last:%b}."
            )
    if aim is not None:
        sentences.append(f"The aim is {number_label(aim)}{unit}.")
    return " ".join(sentences)


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _table(series: Sequence[Series], when: str, called: Callable[[date], str] | None) -> DataTable:
    columns = (when, *(one.name for one in series))
    values = [dict(one.points) for one in series]
    days = sorted({day for column in values for day in column})
    years = any(earlier.year != later.year for earlier, later in pairwise(days))
    return DataTable(
        columns,
        tuple(
            (
                called(day) if called else f"{day:%a} {_short(day)}" + (f" {day.year}" if years else ""),
                *("–" if (value := column.get(day)) is None else number_label(value) for column in values),
            )
            for day in days
        ),
    )
