"""Each group's practice beside its growth: figures of groups alone, with small numbers hidden."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Final, Literal, NamedTuple

from ridgeway.access.classes import current_year
from ridgeway.foundations.overview.figures import PupilFigures, figures_in
from ridgeway.foundations.overview.groups import group_figures, hidden_where_small
from ridgeway.foundations.overview.measured import measures_of
from ridgeway.foundations.overview.spans import spans_of
from ridgeway.foundations.overview.strands import NUMBER_FACTS
from ridgeway.schools.models import School
from ridgeway.schools.small_numbers import hide_small_counts
from ridgeway.schools.tenancy import school_scope
from ridgeway.web.charts import Point

By = Literal["year-groups", "schools"]
Growth = Literal["gain", "celeration"]

BY: Final[dict[By, str]] = {"year-groups": "Year groups", "schools": "Whole schools"}
GROWTH: Final[dict[Growth, str]] = {
    "gain": "Fluent facts gained a week",
    "celeration": "Celeration: times as many right a minute, a week later",
}
KEPT: Final[dict[Growth, tuple[float, ...]]] = {"gain": (0.0,), "celeration": (0.9, 1.1)}
"""What stays in the picture of a growth, so that a hundredth of celeration does not look like much."""

MINUTES: Final = "Minutes of practice a week"

_FACTS: Final = measures_of(NUMBER_FACTS)

_OF: Final[dict[Growth, Callable[[PupilFigures], float | None]]] = {
    "gain": lambda each: each.known.gain,
    "celeration": lambda each: each.known.celeration,
}


class Beside(NamedTuple):
    """The groups that may be shown, and how many may not, or have nothing to show yet."""

    points: list[Point]
    hidden: int


def beside(schools: Sequence[School], by: By, growth: Growth, today: dt.date) -> Beside:
    """Minutes a week and growth in the school year so far: medians over the pupils of a group who practised."""
    points: list[Point] = []
    groups = 0
    for school in schools:
        with school_scope(school):
            year = current_year(today)
            if year is None:
                continue
            span = spans_of(year, today)[-1]
            figures = figures_in(span, year.pk)
        its = _grouped(figures, school.name, by)
        groups += len(its)
        points += _shown(its, span.weeks, _OF[growth])
    return Beside(points, groups - len(points))


def _grouped(figures: Iterable[PupilFigures], school: str, by: By) -> dict[str, list[PupilFigures]]:
    groups: dict[str, list[PupilFigures]] = {}
    for each in figures:
        name = f"{school}, {each.year_group or 'year not known'}" if by == "year-groups" else school
        groups.setdefault(name, []).append(each)
    return groups


def _shown(
    groups: dict[str, list[PupilFigures]], weeks: float, growth: Callable[[PupilFigures], float | None]
) -> list[Point]:
    """The groups of one school with both figures, each of enough pupils: of few who grew it would be theirs."""
    grown = {
        name: [found for each in members if each.days and (found := growth(each)) is not None]
        for name, members in groups.items()
    }
    few = hide_small_counts([len(each) for each in grown.values()])
    figures = hidden_where_small(
        [group_figures(name, members, _FACTS, weeks) for name, members in groups.items()], hide=True
    )
    return [
        Point(group.name, group.minutes, median(grown[group.name]))
        for group, hidden in zip(figures, few, strict=True)
        if not hidden and group.minutes is not None and grown[group.name]
    ]
