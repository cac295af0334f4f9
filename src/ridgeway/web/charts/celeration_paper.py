"""The paper of the Standard Celeration Chart: its scales and its lines, the same for every chart but for the days.

140 days from a Sunday, six cycles upwards, and proportions by which a line that doubles each week climbs at 34
degrees (Pennypacker, Gutierrez and Lindsley 2003).
"""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Final

from django.utils.safestring import SafeString

from ridgeway.web.charts import ink
from ridgeway.web.charts.chart import Frame
from ridgeway.web.charts.marks import number, text
from ridgeway.web.charts.scales import LinearScale, LogScale, number_label

DAYS: Final = 140
LOWEST, HIGHEST = 0.001, 1000.0
CYCLES: Final = 6
DOUBLING_DEGREES: Final = 34.0

DAY_WIDTH: Final = 5.0
EDGE: Final = 4.0
"""Where the words above the plot begin."""

CYCLE_HEIGHT: Final = DAY_WIDTH * 7 * math.tan(math.radians(DOUBLING_DEGREES)) / math.log10(2)

GRID = "#c3d6e2"
HEAVY = "#7fa6bf"

FRAME: Final = Frame(
    width=48 + DAYS * DAY_WIDTH + 24,
    height=34 + CYCLES * CYCLE_HEIGHT + 46,
    top=34,
    right=24,
    bottom=46,
    left=48,
)
ACROSS: Final = LinearScale((0, DAYS), FRAME.across)
UPWARDS: Final = LogScale((LOWEST, HIGHEST), FRAME.upwards)
"""Every chart has the same paper; only its days differ."""

POWERS: Final = tuple(10.0**power for power in range(-3, 4))
"""The rates with a heavy line."""


class CelerationPaper:
    """The printed chart: its scales and its lines."""

    def __init__(self, start: date, counted: str) -> None:
        self.start = start
        self.frame = FRAME
        self._counted = counted

    def x(self, day: date) -> float:
        """Where a day stands."""
        return ACROSS((day - self.start).days)

    def y(self, rate: float) -> float:
        """Where a rate stands; one beyond the paper at its edge."""
        return UPWARDS(min(max(rate, LOWEST), HIGHEST))

    def within(self, start: tuple[date, float], end: tuple[date, float]) -> list[tuple[float, float]]:
        """The part of a straight line that lies on the paper: its two ends, or nothing."""
        (first, low), (last, high) = start, end
        left, right = (ACROSS((day - self.start).days) for day in (first, last))
        bottom, top = (UPWARDS(rate) for rate in (low, high))
        spans = (_inside(left, right, self.frame.across), _inside(bottom, top, self.frame.upwards[::-1]))
        begin, until = max(span[0] for span in spans), min(span[1] for span in spans)
        if begin >= until:
            return []
        return [(left + share * (right - left), bottom + share * (top - bottom)) for share in (begin, until)]

    def holds(self, day: date) -> bool:
        """Whether a day is on the paper."""
        return 0 <= (day - self.start).days <= DAYS

    def grid(self) -> Iterator[str]:
        """All that is printed on the paper before anything is drawn."""
        (left, right), (bottom, top) = FRAME.across, FRAME.upwards
        yield _ruling()
        for week in range(0, DAYS // 7 + 1, 4):
            day = self.start + timedelta(weeks=week)
            yield text(self.x(day), bottom + 16, f"{day.day} {day:%b}", anchor="middle")
        yield text((left + right) / 2, bottom + 36, "Calendar days, a heavy line each Sunday", anchor="middle")
        yield text(EDGE, top - 20, f"{self._counted} a minute", fill=ink.INK)


@cache
def rates() -> SafeString:
    """The rates at the left by themselves, the same on every chart."""
    return FRAME.axis(_rates())


def _rates() -> Iterator[str]:
    for power in POWERS:
        yield text(FRAME.left - 6, UPWARDS(power) + 4, number_label(power, min(power, 1)), anchor="end")


@cache
def _ruling() -> str:
    """The ruled lines, light and heavy, and the rates at the left: the same on every chart."""
    (left, right), (bottom, top) = FRAME.across, FRAME.upwards
    light = [f"M{number(ACROSS(day))} {number(top)}V{number(bottom)}" for day in range(DAYS) if day % 7]
    light += [
        f"M{number(left)} {number(UPWARDS(power * step))}H{number(right)}"
        for power in POWERS[:-1]
        for step in range(2, 10)
    ]
    heavy = [f"M{number(ACROSS(day))} {number(top)}V{number(bottom)}" for day in range(0, DAYS + 1, 7)]
    heavy += [f"M{number(left)} {number(UPWARDS(power))}H{number(right)}" for power in POWERS]
    return (
        f'<path d="{"".join(light)}" fill="none" stroke="{GRID}" stroke-width="0.4"/>'
        f'<path d="{"".join(heavy)}" fill="none" stroke="{HEAVY}" stroke-width="0.8"/>{"".join(_rates())}'
    )


def _inside(start: float, end: float, room: tuple[float, float]) -> tuple[float, float]:
    """Between which shares of the way from start to end one is inside the room."""
    if start == end:
        return (0.0, 1.0) if room[0] <= start <= room[1] else (1.0, 0.0)
    shares = sorted((edge - start) / (end - start) for edge in room)
    return max(shares[0], 0.0), min(shares[1], 1.0)
