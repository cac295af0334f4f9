"""How a class's times on paper grids change: the programme's own measure, in which nothing is prompted.

On screen slow facts are answered with help, so seconds a fact there cannot show how long somebody would have
counted. A grid can.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Self

from ridgeway.foundations.paper.results import PaperResult


@dataclass(frozen=True, slots=True)
class Change:
    """Seconds for each right answer: on the first grid of a time, and on the latest."""

    first_day: dt.date
    first: float
    day: dt.date
    seconds: float

    @classmethod
    def over(cls, times: Sequence[tuple[dt.date, float]]) -> Self | None:
        """From the first to the last of `times`, in order; None where there are none."""
        return cls(*times[0], *times[-1]) if times else None

    def __str__(self) -> str:
        if self.day == self.first_day:
            return f"{self.seconds:.1f}"
        return f"{self.first:.1f} → {self.seconds:.1f}"


def grid_times(results: Iterable[PaperResult]) -> dict[int, list[tuple[dt.date, float]]]:
    """Each pupil's seconds for a right answer by day, on the kind of grid that the class did most, in order."""
    timed = [
        (result, result.seconds_each) for result in results if result.on_grid and result.seconds_each is not None
    ]
    kinds = Counter(result.kind for result, _ in timed)
    if not kinds:
        return {}
    ((most, _),) = kinds.most_common(1)
    times: dict[int, list[tuple[dt.date, float]]] = {}
    for result, seconds in timed:
        if result.kind == most:
            times.setdefault(result.pupil_id, []).append((result.day, seconds))
    return times


def class_change(times: Iterable[Sequence[tuple[dt.date, float]]]) -> Change | None:
    """The middle pupil's seconds on the first and on the latest day on which the class did the grid."""
    by_day: dict[dt.date, list[float]] = {}
    for pupil in times:
        for day, seconds in pupil:
            by_day.setdefault(day, []).append(seconds)
    return Change.over([(day, median(by_day[day])) for day in sorted(by_day)])
