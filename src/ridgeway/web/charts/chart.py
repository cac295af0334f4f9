"""A finished chart, and the frame it is drawn in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from ridgeway.web.charts import ink
from ridgeway.web.charts.marks import line, number, text
from ridgeway.web.charts.scales import Scale, Value


@dataclass(frozen=True, slots=True)
class DataTable:
    """What a chart shows, as words and numbers: every row has a cell for every column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """An SVG picture with its name, what it shows in a sentence, and its data."""

    svg: SafeString
    title: str
    description: str
    table: DataTable


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
        return mark_safe(  # noqa: S308 - every word in it was escaped where it became a mark
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(self.width)} {number(self.height)}"'
            f' width="{number(self.width)}" height="{number(self.height)}" role="img"'
            f' font-family="{ink.FONT}" font-size="{ink.TEXT_SIZE}">'
            f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{marks}</svg>"
        )

    def left_axis(self, scale: Scale[float], most: int = 5) -> Iterable[str]:
        """Thin lines across the plot at round values, each with its number."""
        for tick in scale.ticks(most):
            y = scale(tick.value)
            yield line(self.left, y, self.width - self.right, y)
            yield text(self.left - 6, y + 4, tick.label, anchor="end")

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
