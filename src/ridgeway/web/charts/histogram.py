"""How often each figure came up, and where one figure lies among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Chart, DataTable, Frame
from ridgeway.web.charts.marks import line, rect, text
from ridgeway.web.charts.scales import LinearScale, number_label

MOST_BINS = 24
PALE = "#b9cfc6"
"""The bars nearer to zero than the figure; those as far off as it are dark."""


@dataclass(frozen=True, slots=True)
class Bin:
    """How many figures lie from ``low`` to below ``high`` (the last holds its upper end)."""

    low: float
    high: float
    count: int


def histogram(
    title: str,
    values: Sequence[float],
    *,
    observed: float | None = None,
    called: str = "observed",
    of: str = "figures",
    unit: str = "",
    description: str = "",
) -> Chart:
    """Draw how often figures came up, in at most 24 bars of round width.

    ``observed`` is drawn as a line, named ``called``; bars at least as far from zero as it are dark.
    """
    frame = Frame(width=400, height=230, top=34, left=44)
    said = description or _describe(values, observed, called, of, unit)
    if not values:
        nothing = text(frame.width / 2, frame.height / 2, "Nothing to show yet", anchor="middle")
        empty = DataTable(("From", "To", f"Number of {of}"), ())
        return Chart(frame.holds([nothing], title=title, description=said), title, said, empty)
    extra = [] if observed is None else [observed]
    bins = _bins(values)
    across = LinearScale((min([bins[0].low, *extra]), max([bins[-1].high, *extra])), frame.across).nice(8)
    upwards = LinearScale((0, max(each.count for each in bins)), frame.upwards).nice(4)
    svg = frame.holds(
        frame.left_axis(upwards, most=4),
        (mark for each in bins for mark in _bar(each, observed, across, upwards, of)),
        frame.bottom_axis(across),
        _observed(observed, called, across, frame, unit),
        title=title,
        description=said,
    )
    rows = tuple((number_label(each.low), number_label(each.high), f"{each.count:,}") for each in bins)
    return Chart(svg, title, said, DataTable(("From", "To", f"Number of {of}"), rows))


def _bins(values: Sequence[float]) -> list[Bin]:
    """Bars between round edges from the least to the most; what lies on the last edge belongs to the last bar."""
    ticks = LinearScale((min(values), max(values)), (0, 1)).nice(MOST_BINS).ticks(MOST_BINS)
    edges = [tick.value for tick in ticks]
    counts = [0] * (len(edges) - 1)
    for value in values:
        place = next((index for index, edge in enumerate(edges[1:]) if value < edge), len(counts) - 1)
        counts[place] += 1
    return [Bin(low, high, count) for (low, high), count in zip(pairwise(edges), counts, strict=True)]


def _bar(each: Bin, observed: float | None, across: LinearScale, upwards: LinearScale, of: str) -> Iterator[str]:
    left, right, top = across(each.low), across(each.high), upwards(each.count)
    middle = (each.low + each.high) / 2
    far = observed is not None and abs(middle) >= abs(observed)
    hint = f"{number_label(each.low)} to {number_label(each.high)}: {each.count} {of}"
    yield rect(
        left + 0.5, top, max(right - left - 1, 0.5), upwards(0) - top, fill=ink.DOWN if far else PALE, hint=hint
    )


def _observed(observed: float | None, called: str, across: LinearScale, frame: Frame, unit: str) -> Iterator[str]:
    if observed is not None:
        x, (bottom, top) = across(observed), frame.upwards
        left_half = x < sum(frame.across) / 2
        yield line(x, top - 12, x, bottom, stroke=ink.BRICK, width=2.2)
        words = f"{called} {number_label(observed)}{unit}"
        place = (x + 6, "start") if left_half else (x - 6, "end")
        yield text(place[0], top - 6, words, anchor=place[1], fill=ink.BRICK, bold=True, halo=True)


def _describe(values: Sequence[float], observed: float | None, called: str, of: str, unit: str) -> str:
    if not values:
        return "Nothing to show yet."
    said = f"{len(values):,} {of} from {number_label(min(values))}{unit} to {number_label(max(values))}{unit}."
    if observed is None:
        return said
    far = sum(abs(value) >= abs(observed) for value in values)
    return f"{said} {far:,} lie at least as far from zero as {called} {number_label(observed)}{unit}."
