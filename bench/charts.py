"""Drawing: the pictures of growth, filled as a year of practice fills them, from figures to SVG and table."""

import math
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bench.measure import Measurement, median_seconds
from ridgeway.web.charts import (
    Chart,
    ChartDay,
    ChartLine,
    PhaseChange,
    Practised,
    celeration_chart,
    sparkline,
)
from ridgeway.web.charts.multiples import Paper, small_chart
from ridgeway.web.charts.stacked import Column, stacked_chart

GOAL_SECONDS = 0.002
FIRST = date(2026, 9, 6)
DAYS = 140
TIMES = 100


def measure() -> Iterator[Measurement]:
    """A line for each kind of picture."""
    days = [FIRST + timedelta(days=day) for day in range(DAYS)]
    school_days = [day for day in days if day.weekday() < 5]
    rates = {day: 10 * 1.1 ** ((day - FIRST).days / 7) + 3 * math.sin(day.toordinal()) for day in school_days}
    shown = Practised(
        [ChartDay(day, rate, max(rate / 20, 0), 0.2) for day, rate in rates.items()],
        aim=(40, 50),
        lines=[
            ChartLine((days[0], 10), (days[-40], 35), "× 1.1 a week"),
            ChartLine((days[-40], 35), (days[-1], 40), is_projection=True),
        ],
        changes=[PhaseChange(days[day], "fewer at a time") for day in range(20, DAYS, 30)],
    )
    yield _drawn("Celeration chart, 100 days", lambda: celeration_chart("Addition", shown, first=FIRST))
    points = list(rates.items())
    paper = Paper.for_rates([points], aim=40)
    yield _drawn("Small chart of one pupil", lambda: small_chart("Ada", points, paper))
    columns = [Column(f"{week}", [week, 40 - week, 20, 20, 20]) for week in range(40)]
    names = ("quick", "less", "slow", "slower", "not yet")
    yield _drawn(
        "From seconds to automatic, 40 weeks", lambda: stacked_chart("Speed", names, columns, heading="Week")
    )
    yield _drawn("Sparkline", lambda: sparkline("Ada", [3.0, 2.8, None, 2.5, 2.2, 2.1, 2.0], unit=" s"))


def _drawn(what: str, draw: Callable[[], Chart]) -> Measurement:
    def often() -> None:
        for _ in range(TIMES):
            draw()

    return Measurement(what, median_seconds(often) / TIMES, GOAL_SECONDS, f"the mean of {TIMES}")
