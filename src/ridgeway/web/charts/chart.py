"""A finished chart, and the frame it is drawn in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from ridgeway.web.charts import ink
from ridgeway.web.charts.marks import line, number, rect, text
from ridgeway.web.charts.scales import Scale, Value

NO_AXIS: Final = SafeString("")


@dataclass(frozen=True, slots=True)
class DataTable:
    """What a chart shows, as words and numbers: every row has a cell for every column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """An SVG picture with its name, what it shows in a sentence, and its data.

    A picture wider than a phone has its upright `axis` as a picture of its own, to stay in sight while the chart
    is moved sideways below it.
    """

    svg: SafeString
    title: str
    description: str
    table: DataTable
    axis: SafeString = NO_AXIS


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a picture and the margins around its plot, in the picture's own units (about pixels)."""

    width: float = 420
    height: float = 220
    top: float = 12
    right: float = 16
    bottom: float = 24
    left: float = 40

    @property
    def across(self) -> tuple[float, float]:
        """The range of the horizontal scale."""
        return self.left, self.width - self.right

    @property
    def upwards(self) -> tuple[float, float]:
        """The range of the vertical scale: small values below."""
        return self.height - self.bottom, self.top

    def holds(self, *parts: Iterable[str], title: str, description: str) -> SafeString:
        """Put marks into an SVG element that says its title and description to a screen reader."""
        marks = "".join(mark for part in parts for mark in part)
        named = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        return self._svg(self.width, 'role="img"', f"{named}{marks}")

    def axis(self, labels: Iterable[str]) -> SafeString:
        """Put the labels left of the plot into an SVG element of their own, on paper that covers what lies below.

        It says nothing to a screen reader: the chart beside it does.
        """
        top, bottom = self.top - ink.TEXT_SIZE / 2, self.height - self.bottom + ink.TEXT_SIZE / 2
        width = self.left - 4  # a first point on the line of the plot stays whole
        paper = rect(0, top, width, bottom - top, fill=ink.PAPER)
        return self._svg(width, 'aria-hidden="true"', f"{paper}{''.join(labels)}")

    def _svg(self, width: float, attributes: str, content: str) -> SafeString:
        return mark_safe(  # noqa: S308 - every word in it was escaped where it became a mark
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(self.height)}"'
            f' width="{number(width)}" height="{number(self.height)}" {attributes}'
            f' font-family="{ink.FONT}" font-size="{ink.TEXT_SIZE}">{content}</svg>'
        )

    def left_axis(self, scale: Scale[float], most: int = 5) -> Iterable[str]:
        """Thin lines across the plot at round values, each with its number."""
        for tick in scale.ticks(most):
            y = scale(tick.value)
            yield line(self.left, y, self.width - self.right, y)
        yield from self.left_labels(scale, most)

    def left_labels(self, scale: Scale[float], most: int = 5) -> Iterable[str]:
        """The numbers of the lines of `left_axis`."""
        for tick in scale.ticks(most):
            yield text(self.left - 6, scale(tick.value) + 4, tick.label, anchor="end")

    def bottom_axis(self, scale: Scale[Value], most: int = 6) -> Iterable[str]:
        """A line below the plot with short marks and labels."""
        y = self.height - self.bottom
        yield line(self.left, y, self.width - self.right, y, stroke=ink.SOFT)
        for tick in scale.ticks(most):
            x = scale(tick.value)
            yield line(x, y, x, y + 4, stroke=ink.SOFT)
            yield text(x, y + 17, tick.label, anchor="middle")


def fitting(words: str, room: float) -> str:
    """Return words, cut off with an ellipsis where they take more than the room, roughly."""
    most = max(2, int(room / ink.CHARACTER))
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def widest(labels: Sequence[str]) -> float:
    """Return the room that the longest of some labels takes, roughly."""
    return max((len(label) for label in labels), default=0) * ink.CHARACTER
