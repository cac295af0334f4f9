"""Estimates with their intervals, one below the other, beside a line for no difference at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Chart, DataTable, Frame, fitting, widest
from ridgeway.web.charts.marks import diamond, dot, line, text
from ridgeway.web.charts.scales import LinearScale, number_label

ROW = 42
"""Each estimate has a line for its name and figures, and below it its mark: long names and narrow screens fit."""


@dataclass(frozen=True, slots=True)
class Estimated:
    """A named figure and the interval it may lie in; ``marked`` ones are diamonds with a bold name."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    marked: bool = False

    @property
    def ends(self) -> tuple[float, float] | None:
        """Both ends of the interval, None where one is not known."""
        return None if self.low is None or self.high is None else (self.low, self.high)


def interval_chart(
    title: str,
    shown: Sequence[Estimated],
    *,
    what: str = "Estimate",
    of: str = "Name",
    unit: str = "",
    step: float = 0.0,
    description: str = "",
    width: float = 400,
) -> Chart:
    """Draw estimates in the order given, on one scale that holds zero.

    ``what`` and ``of`` head the table's columns; ``unit`` is written after the numbers, which have the decimals of
    ``step`` (without one three figures). The picture is as high as the estimates need.
    """
    said_as = _Said(step, unit)
    said = description or _describe(shown, said_as)
    frame = Frame(width=width, height=len(shown) * ROW + 34, top=4, left=16)
    ends = [end for each in shown for end in (each.value, *(each.ends or ()))]
    across = LinearScale((min([0.0, *ends]), max([0.0, *ends])), frame.across).nice(5)
    svg = frame.holds(
        frame.bottom_axis(across, most=5),
        (mark for index, each in enumerate(shown) for mark in _row(each, index, across, frame, said_as)),
        title=title,
        description=said,
    )
    return Chart(svg, title, said, _table(shown, of, what, said_as))


@dataclass(frozen=True, slots=True)
class _Said:
    """How numbers are written."""

    step: float
    unit: str

    def value(self, each: Estimated) -> str:
        return f"{number_label(each.value, self.step)}{self.unit}"

    def ends(self, each: Estimated) -> str:
        return " to ".join(number_label(end, self.step) for end in each.ends) if each.ends else ""

    def both(self, each: Estimated) -> str:
        return f"{self.value(each)} ({self.ends(each)})" if each.ends else self.value(each)


def _row(each: Estimated, index: int, across: LinearScale, frame: Frame, said: _Said) -> Iterator[str]:
    words, middle = frame.top + index * ROW + 13, frame.top + index * ROW + 27
    zero = across(0)
    room = (frame.width - widest([said.both(each)]) - 12) / (ink.BOLD if each.marked else 1)
    yield text(2, words, fitting(each.name, room), fill=ink.INK, bold=each.marked)
    yield text(frame.width - 2, words, said.both(each), anchor="end", fill=ink.INK)
    yield line(zero, middle - 9, zero, middle + 9, stroke=ink.SOFT, dash="3 2")
    if each.ends:
        low, high = (across(end) for end in each.ends)
        yield line(low, middle, high, middle, stroke=ink.INK, width=1.6)
        yield from (line(x, middle - 4, x, middle + 4, stroke=ink.INK, width=1.6) for x in (low, high))
    mark, colour = (diamond, ink.OCHRE) if each.marked else (dot, ink.DOWN)
    yield mark(across(each.value), middle, fill=colour, radius=5, hint=f"{each.name}: {said.both(each)}")


def _describe(shown: Sequence[Estimated], said: _Said) -> str:
    if not shown:
        return "Nothing to show yet."
    told = [each.ends for each in shown if each.ends]
    first = " ".join(f"{each.name}: {said.both(each)}." for each in shown[:4])
    holding = sum(low <= 0 <= high for low, high in told)
    return f"{first} {holding} of {len(told)} intervals hold zero." if told else first


def _table(shown: Sequence[Estimated], of: str, what: str, said: _Said) -> DataTable:
    rows = tuple((each.name, said.value(each), said.ends(each) or "–") for each in shown)
    return DataTable((of, what, "Interval"), rows)
