"""Each pupil's figures in a time: practice, what is known, and growth. Sums are made in the database."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

from ridgeway.fluency.growth import LEAST_DAYS, LEAST_SPAN
from ridgeway.foundations.measures import LEAST_TIMED
from ridgeway.foundations.overview.spans import WEEK_DAYS, Span
from ridgeway.schools.models import GroupMembership, Pupil, YearPlacement
from ridgeway.schools.models.pupils import Kind, YearGroup, characteristics_on
from ridgeway.schools.periods import holds_on

SUBJECT: Final = "number-facts"

PRACTISED: Final = """
SELECT pupil_id, sum(milliseconds) / 60000.0, count(DISTINCT day) FROM foundations_practiceday
WHERE pupil_id = ANY(%(pupils)s) AND day >= %(starts)s AND day < %(ends)s
GROUP BY pupil_id
"""

KNOWN: Final = """
SELECT DISTINCT ON (pupil_id) pupil_id, met, fluent, secure, day FROM foundations_knowledgeday
WHERE pupil_id = ANY(%(pupils)s) AND subject = %(subject)s AND day < %(before)s
ORDER BY pupil_id, day DESC
"""

FIRST_KNOWN: Final = """
SELECT DISTINCT ON (pupil_id) pupil_id, fluent, day FROM foundations_knowledgeday
WHERE pupil_id = ANY(%(pupils)s) AND subject = %(subject)s AND day >= %(starts)s AND day < %(ends)s
ORDER BY pupil_id, day
"""

GROWN: Final = """
SELECT DISTINCT ON (pupil_id) pupil_id, exp(%(week)s * regr_slope(-log_seconds / timed, day - date '2000-01-01'))
FROM foundations_practiceday
WHERE pupil_id = ANY(%(pupils)s) AND timed >= %(least_timed)s AND day >= %(starts)s AND day < %(ends)s
GROUP BY pupil_id, strand, device
HAVING count(*) >= %(least_days)s AND max(day) - min(day) >= %(least_span)s
ORDER BY pupil_id, count(*) DESC, strand, device
"""
"""The celeration by least squares of a pupil's right answers a minute, on the strand and device practised most."""


@dataclass(slots=True)
class PupilFigures:
    """One pupil in a time.

    `minutes` are of practice on screen; `days` have practice on screen or on paper. `met`, `fluent` and `secure`
    are number facts at the end. `gain` is facts that became fluent in a week, `celeration` the factor a week by
    which right answers a minute grew; None where there is too little to say.
    """

    pupil: Pupil
    class_name: str
    year_group: str
    held: frozenset[Kind] = frozenset()
    minutes: float = 0.0
    days: int = 0
    met: int = 0
    fluent: int = 0
    secure: int = 0
    gain: float | None = None
    celeration: float | None = None

    @property
    def at_aim(self) -> float | None:
        """The share of facts met that are fluent; None before the first."""
        return self.fluent / self.met if self.met else None


@dataclass(slots=True)
class _Found:
    """What the queries found, by pupil key."""

    practised: Mapping[int, tuple[float, int]] = field(default_factory=dict)
    known: Mapping[int, tuple[int, int, int, dt.date]] = field(default_factory=dict)
    before: Mapping[int, tuple[int, int, int, dt.date]] = field(default_factory=dict)
    first: Mapping[int, tuple[int, dt.date]] = field(default_factory=dict)
    grown: Mapping[int, float] = field(default_factory=dict)


def figures_in(span: Span, academic_year: int) -> list[PupilFigures]:
    """The figures of every pupil in a class at the end of a time, in the order of classes and registers.

    Nine queries, however many pupils. `academic_year` is its primary key.
    """
    members = GroupMembership.objects.filter(holds_on(span.last), group__academic_year=academic_year)
    listed = members.select_related("pupil", "group").order_by(
        "group__name", "pupil__legal_surname", "pupil__legal_forename", "pk"
    )
    figures = {member.pupil_id: PupilFigures(member.pupil, member.group.name, "") for member in listed}
    placed = YearPlacement.objects.filter(academic_year=academic_year, pupil__in=figures)
    for pupil_id, year_group in placed.values_list("pupil_id", "year_group"):
        figures[pupil_id].year_group = str(YearGroup(year_group).label)
    for kind in (Kind.PUPIL_PREMIUM, Kind.SEN_PROVISION, Kind.EAL):
        for pupil_id in characteristics_on(span.last, kind=kind).keys() & figures.keys():
            figures[pupil_id].held |= {kind}
    found = _find(figures, span)
    for pupil_id, each in figures.items():
        _fill(each, pupil_id, found, span)
    return list(figures.values())


def _find(pupils: Iterable[int], span: Span) -> _Found:
    asked: dict[str, Any] = {
        "pupils": list(pupils),
        "starts": span.starts,
        "ends": span.ends,
        "subject": SUBJECT,
        "week": WEEK_DAYS,
        "least_timed": LEAST_TIMED,
        "least_days": LEAST_DAYS,
        "least_span": int(LEAST_SPAN),
    }
    with connection.cursor() as cursor:

        def rows(query: str, **more: Any) -> dict[int, Any]:
            cursor.execute(query, asked | more)
            return {key: values[0] if len(values) == 1 else tuple(values) for key, *values in cursor.fetchall()}

        return _Found(
            practised=rows(PRACTISED),
            known=rows(KNOWN, before=span.ends),
            before=rows(KNOWN, before=span.starts),
            first=rows(FIRST_KNOWN),
            grown=rows(GROWN),
        )


def _fill(each: PupilFigures, key: int, found: _Found, span: Span) -> None:
    minutes, each.days = found.practised.get(key, (0.0, 0))
    each.minutes = float(minutes)
    if key not in found.known:
        return
    each.met, each.fluent, each.secure, last = found.known[key]
    each.celeration = found.grown.get(key)
    if key in found.before:
        start, since = found.before[key][1], span.starts
    elif key in found.first:
        start, since = found.first[key]
    else:
        return
    if last >= span.starts and (last - since).days >= WEEK_DAYS:
        each.gain = (each.fluent - start) * WEEK_DAYS / (last - since).days
