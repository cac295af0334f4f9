"""Horizontal bars, each with its name, its number and, where there is one, its interval."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Chart, DataTable, Frame, widest
from ridgeway.web.charts.marks import line, rect, text
from ridgeway.web.charts.scales import LinearScale, number_label

ROW = 24
THICK = 14
LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """A named value and, if known, the interval it may lie in."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    marked: bool = False
    """Drawn in the second colour, with a bold name: "ours" among others."""


def bar_chart(
    title: str,
    bars: Sequence[Bar],
    *,
    what: str = "Value",
    of: str = "Name",
    unit: str = "",
    step: float = 0.0,
    description: str = "",
    width: float = 420,
) -> Chart:
    """Draw bars from zero in the order given.

    ``what`` and ``of`` head the table's columns (what the numbers are, what the names are of); ``unit`` is
    written after the numbers, which have the decimals of ``step`` (without one three figures). The picture is as
    high as the bars need.
    """
    written = partial(_with_unit, unit=unit, step=step)
    said = description or _describe(bars, written)
    numbers = [written(bar.value) for bar in bars]
    frame = Frame(
        width=width,
        height=len(bars) * ROW + 30,
        top=4,
        right=widest(numbers) + 12,
        left=widest([_short(bar.name) for bar in bars]) + 12,
    )
    ends = [end for bar in bars for end in (bar.value, bar.low, bar.high) if end is not None]
    across = LinearScale((min([0.0, *ends]), max([0.0, *ends])), frame.across).nice(4)
    svg = frame.holds(
        frame.bottom_axis(across, most=4),
        (mark for index, bar in enumerate(bars) for mark in _bar(bar, numbers[index], index, across, frame)),
        [line(across(0), frame.top, across(0), frame.height - frame.bottom, stroke=ink.SOFT)],
        title=title,
        description=said,
    )
    return Chart(svg, title, said, _table(bars, of, what, written))


def _bar(bar: Bar, number: str, index: int, across: LinearScale, frame: Frame) -> Iterator[str]:
    middle = frame.top + index * ROW + ROW / 2
    start, end = sorted((across(0), across(bar.value)))
    hint = f"{bar.name}: {number}"
    colour = ink.OCHRE if bar.marked else ink.DOWN
    yield text(frame.left - 6, middle + 4, _short(bar.name), anchor="end", fill=ink.INK, bold=bar.marked)
    yield rect(start, middle - THICK / 2, end - start, THICK, fill=colour, hint=hint)
    if bar.low is not None and bar.high is not None:
        low, high = across(bar.low), across(bar.high)
        yield line(low, middle, high, middle, stroke=ink.PAPER, width=4)
        yield line(low, middle, high, middle, stroke=ink.INK, width=1.5)
        yield from (line(x, middle - 4, x, middle + 4, stroke=ink.INK, width=1.5) for x in (low, high))
    yield text(frame.width - 4, middle + 4, number, anchor="end", fill=ink.INK, bold=bar.marked)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def _with_unit(value: float, *, unit: str, step: float) -> str:
    return f"{number_label(value, step)}{unit}"


def _describe(bars: Sequence[Bar], written: Callable[[float], str]) -> str:
    if not bars:
        return "Nothing to show yet."
    most, least = max(bars, key=lambda bar: bar.value), min(bars, key=lambda bar: bar.value)
    if most.value == least.value:
        return f"All {len(bars)} are {written(most.value)}."
    return f"From {written(least.value)} ({least.name}) to {written(most.value)} ({most.name})."


def _table(bars: Sequence[Bar], of: str, what: str, written: Callable[[float], str]) -> DataTable:
    intervals = any(bar.low is not None and bar.high is not None for bar in bars)
    columns = (of, what, "Interval") if intervals else (of, what)
    rows = []
    for bar in bars:
        row = [bar.name, written(bar.value)]
        if intervals:
            known = bar.low is not None and bar.high is not None
            row.append(f"{written(bar.low or 0)} to {written(bar.high or 0)}" if known else "–")
        rows.append(tuple(row))
    return DataTable(columns, tuple(rows))
