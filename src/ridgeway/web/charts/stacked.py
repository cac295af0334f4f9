"""Columns of shares that change over time: how a whole moves from one end of a scale to the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Chart, DataTable, Frame, widest
from ridgeway.web.charts.marks import rect, text
from ridgeway.web.charts.scales import LinearScale

SHADES: Final = ("#1f6150", "#56a684", "#d5e09a", "#fbe6b0", "#c9a58a")
"""From the best band down to the last; each also differs in lightness, for print in black and white."""

GAP: Final = 0.14
"""The share of a column's room that stays empty."""

KEY_WIDTH, KEY_ROW = 290, 20

LEAST_NAMED: Final = 0.12
"""A part of a column smaller than this has no room for its figure."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what stands below it, and a count for each band, the best band first."""

    name: str
    counts: Sequence[int]

    @property
    def shares(self) -> list[float]:
        """The counts as shares of their sum; none where nothing was counted."""
        whole = sum(self.counts)
        return [count / whole for count in self.counts] if whole else []


def stacked_chart(
    title: str, bands: Sequence[str], columns: Sequence[Column], *, heading: str, frame: Frame | None = None
) -> Chart:
    """Draw each column as shares of one whole, the first of up to five bands at the foot.

    `heading` heads the column of names in the table.
    """
    if not 1 <= len(bands) <= len(SHADES):
        raise ValueError(f"a stacked chart shows from 1 to {len(SHADES)} bands, not {len(bands)}")
    key = _Key.of(bands)
    frame = frame or Frame(width=640, height=280, left=44, right=8, top=16, bottom=28)
    frame = replace(frame, top=frame.top + key.height, height=frame.height + key.height)
    said = _describe(bands, columns)
    upwards = LinearScale((0, 100), frame.upwards)
    labels = [text(frame.left - 6, upwards(share) + 4, f"{share} %", anchor="end") for share in (0, 50, 100)]
    svg = frame.holds(labels, _columns(bands, columns, upwards, frame), key.marks(), title=title, description=said)
    return Chart(svg, title, said, _table(bands, columns, heading), frame.axis(labels))


def _columns(bands: Sequence[str], columns: Sequence[Column], upwards: LinearScale, frame: Frame) -> Iterator[str]:
    left, right = frame.across
    room = (right - left) / max(len(columns), 1)
    for place, column in enumerate(columns):
        x, width, below = left + room * (place + GAP / 2), room * (1 - GAP), 0.0
        for band, share, shade in zip(bands, column.shares, SHADES, strict=False):
            top, foot = upwards(100 * (below + share)), upwards(100 * below)
            hint = f"{column.name}: {band}, {_percent(share)}"
            yield rect(x, top, width, foot - top, fill=shade, hint=hint)
            if share >= LEAST_NAMED and width >= 3 * ink.CHARACTER:
                words = ink.PAPER if shade == SHADES[0] else ink.INK
                yield text(x + width / 2, (top + foot) / 2 + 4, f"{100 * share:.0f}", anchor="middle", fill=words)
            below += share
        yield text(x + width / 2, frame.height - frame.bottom + 17, column.name, anchor="middle")


@dataclass(frozen=True, slots=True)
class _Key:
    """The bands above the plot, the best first, in rows that a phone shows whole."""

    places: Sequence[tuple[float, int, str, str]]
    """Of each band where it begins, its row, its name and its shade."""

    @classmethod
    def of(cls, bands: Sequence[str]) -> Self:
        x, row, places = 0.0, 0, []
        for band, shade in zip(bands, SHADES, strict=False):
            room = 18 + widest([band])
            if x and x + room > KEY_WIDTH:
                x, row = 0.0, row + 1
            places.append((x, row, band, shade))
            x += room + 16
        return cls(places)

    @property
    def height(self) -> float:
        """The room it takes above the plot."""
        return KEY_ROW * (self.places[-1][1] + 1)

    def marks(self) -> Iterator[str]:
        for x, row, band, shade in self.places:
            y = KEY_ROW * row
            yield rect(x, y, 12, 12, fill=shade)
            yield text(x + 18, y + 10, band, fill=ink.INK)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _describe(bands: Sequence[str], columns: Sequence[Column]) -> str:
    counted = [column for column in columns if column.shares]
    if not counted:
        return "Nothing to show yet."
    first, last = counted[0], counted[-1]
    if first is last:
        return f"{bands[0]}: {_percent(last.shares[0])} in {last.name}."
    return (
        f"{bands[0]}: from {_percent(first.shares[0])} ({first.name}) to {_percent(last.shares[0])} ({last.name})."
    )


def _table(bands: Sequence[str], columns: Sequence[Column], heading: str) -> DataTable:
    return DataTable(
        (heading, *bands, "All"),
        tuple(
            (
                column.name,
                *(
                    f"{_percent(share)} ({count:,})"
                    for share, count in zip(column.shares, column.counts, strict=True)
                ),
                f"{sum(column.counts):,}",
            )
            for column in columns
            if column.shares
        ),
    )
