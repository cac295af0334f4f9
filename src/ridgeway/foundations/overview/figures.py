"""Each pupil's figures in a time: practice in all strands, and what comes of it in one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db import connection
from django.utils import timezone

from ridgeway.foundations.growth.lines import Work
from ridgeway.foundations.overview.known import Known, known_in
from ridgeway.foundations.overview.spans import Span
from ridgeway.foundations.overview.strands import NUMBER_FACTS, Strand
from ridgeway.foundations.overview.timed import Timed, timed_in
from ridgeway.schools.models import GroupMembership, Pupil, YearPlacement
from ridgeway.schools.models.pupils import Kind, YearGroup, characteristics_on
from ridgeway.schools.periods import holds_on

PRACTISED: Final = """
SELECT pupil_id, sum(milliseconds) / 60000.0, count(DISTINCT day) FROM (
    SELECT pupil_id, day, milliseconds FROM foundations_practiceday
    WHERE pupil_id = ANY(%(pupils)s) AND day >= %(starts)s AND day < %(ends)s
    UNION ALL
    SELECT pupil_id, (at AT TIME ZONE %(zone)s)::date, CASE device WHEN 'paper' THEN 0 ELSE seconds * 1000 END
    FROM foundations_timing
    WHERE pupil_id = ANY(%(pupils)s) AND at >= %(starts)s::timestamp AT TIME ZONE %(zone)s
        AND at < %(ends)s::timestamp AT TIME ZONE %(zone)s
    UNION ALL
    SELECT page.pupil_id, sheets.day, 0
    FROM foundations_sheetresult result
    JOIN foundations_sheetpage page ON page.id = result.page_id
    JOIN foundations_sheetset sheets ON sheets.id = page.sheet_set_id
    WHERE page.pupil_id = ANY(%(pupils)s) AND sheets.day >= %(starts)s AND sheets.day < %(ends)s
    UNION ALL
    SELECT pupil_id, day, 0 FROM foundations_readingresult
    WHERE pupil_id = ANY(%(pupils)s) AND day >= %(starts)s AND day < %(ends)s AND NOT removed
) AS work
GROUP BY pupil_id
"""


@dataclass(slots=True)
class PupilFigures:
    """One pupil in a time.

    `minutes` are of practice on screen in all strands; `days` have practice on screen, a sheet on paper or a
    reading. `known` is of a strand of items, `timed`, by what was done, of one that is timed.
    """

    pupil: Pupil
    class_name: str
    year_group: str
    held: frozenset[Kind] = frozenset()
    minutes: float = 0.0
    days: int = 0
    known: Known = field(default_factory=Known)
    timed: Mapping[Work, Timed] = field(default_factory=dict)


def figures_in(span: Span, academic_year: int, strand: Strand = NUMBER_FACTS) -> list[PupilFigures]:
    """The figures of every pupil in a class at the end of a time, in the order of classes and registers.

    Ten queries at most, however many pupils. `academic_year` is its primary key.
    """
    figures = _pupils_in(span, academic_year)
    for pupil_id, (minutes, days) in _practised(figures, span).items():
        figures[pupil_id].minutes, figures[pupil_id].days = minutes, days
    if strand.subject is not None:
        for pupil_id, known in known_in(figures, span, strand.subject).items():
            figures[pupil_id].known = known
    else:
        for pupil_id, timed in timed_in(figures, span, strand).items():
            figures[pupil_id].timed = timed
    return list(figures.values())


def _pupils_in(span: Span, academic_year: int) -> dict[int, PupilFigures]:
    """Who is in a class, by their keys, with their year group and characteristics. Five queries."""
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
    return figures


def _practised(pupils: Collection[int], span: Span) -> dict[int, tuple[float, int]]:
    """Minutes on screen and days of those who practised. One query."""
    zone = timezone.get_default_timezone_name()
    with connection.cursor() as cursor:
        cursor.execute(PRACTISED, {"pupils": list(pupils), "starts": span.starts, "ends": span.ends, "zone": zone})
        return {pupil_id: (float(minutes), days) for pupil_id, minutes, days in cursor.fetchall()}
