"""School years as the science counts them: 1 to 6, and 0 for Reception and younger."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from ridgeway.schools.models import Pupil, TeachingGroup, YearPlacement


def as_year(year_group: str | None) -> int | None:
    """A year group as a number; None when nobody has said."""
    return None if year_group is None else int(year_group) if year_group.isdecimal() else 0


def year_on(pupil: Pupil, day: dt.date) -> int | None:
    """The pupil's school year on a day."""
    placed = YearPlacement.objects.filter(pupil=pupil, academic_year__starts__lte=day, academic_year__ends__gt=day)
    return as_year(placed.values_list("year_group", flat=True).first())


def year_in(pupil: Pupil, group: TeachingGroup) -> int | None:
    """The pupil's school year in the academic year of a class."""
    placed = YearPlacement.objects.filter(pupil=pupil, academic_year_id=group.academic_year_id)
    return as_year(placed.values_list("year_group", flat=True).first())


def years_in(pupils: Iterable[Pupil], group: TeachingGroup) -> dict[int, int | None]:
    """The school years of several pupils in the academic year of a class, by pupil key. One query."""
    placed = YearPlacement.objects.filter(pupil__in=pupils, academic_year_id=group.academic_year_id)
    return {key: as_year(year_group) for key, year_group in placed.values_list("pupil_id", "year_group")}


def usual_year(group: TeachingGroup) -> int | None:
    """The school year that most of a class are in; None when nobody has said."""
    placed = YearPlacement.objects.filter(
        academic_year_id=group.academic_year_id, pupil__memberships__group=group
    ).values_list("year_group", flat=True)
    years = Counter(map(as_year, placed)).most_common(1)
    return years[0][0] if years else None
