"""A class on one page: who practised, who grows and who is stuck, on what. Few queries, whatever its size."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np
from django.db.models import OuterRef, Subquery

from ridgeway.fluency import Knowledge, catalogue
from ridgeway.fluency.aims import OwnAims
from ridgeway.fluency.arrays import Whole
from ridgeway.fluency.growth import under_way
from ridgeway.fluency.stages import FLUENT
from ridgeway.foundations.grid_growth import Change, class_change, grid_times
from ridgeway.foundations.judged import Judged, StuckFact, stuck_facts
from ridgeway.foundations.ledger import read_knowledge
from ridgeway.foundations.measures import (
    DayTotal,
    by_pupil,
    day_totals,
    fluent_days,
    gain_a_week,
    judge,
    of_subject,
    on_main_device,
    pace,
)
from ridgeway.foundations.models import KnowledgeState
from ridgeway.foundations.paper.results import paper_results
from ridgeway.foundations.steering.resolving import Steering, steering_of
from ridgeway.foundations.week.trying import attempts_of
from ridgeway.foundations.weeks import Week
from ridgeway.foundations.years import as_year
from ridgeway.schools.models import Pupil, TeachingGroup, YearPlacement

WEEKS_SHOWN: Final = 7
SCHOOL_DAYS: Final = 5
ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PupilLine(Judged):
    """One pupil's week, and how it fits into the last seven."""

    pupil: Pupil
    year: int | None
    """The school year; None where nobody has said."""
    steering: Steering
    """What holds for the pupil today."""
    minutes: Sequence[float | None]
    """Of answering, on each day of the week; None = no practice on a screen."""
    on_paper: Sequence[bool]
    """Whether a sheet's result is of that day."""
    paces: Sequence[float | None]
    """Seconds an item in each of the weeks shown, the week itself last."""
    on_grids: Change | None
    """Seconds a right answer on paper grids in these weeks."""
    fluent: int
    """Facts that are fluent now."""
    gain: float | None
    """Facts that became fluent in a week, of late."""

    @property
    def week_pace(self) -> float | None:
        """Seconds an item in the week."""
        return self.paces[-1]

    @property
    def practised(self) -> bool:
        """Whether there was any practice in the week, on screen or paper."""
        return any(self.on_paper) or any(each is not None for each in self.minutes)

    @property
    def total_minutes(self) -> float:
        """Minutes of answering in the week."""
        return sum(each for each in self.minutes if each is not None)


@dataclass(frozen=True)
class Classroom:
    """A class in one week. Knowledge is as it is now; practice and pace are those of the week."""

    group: TeachingGroup
    week: Week
    days: Sequence[dt.date]
    """The days of the week that are shown: school days, and others on which somebody practised."""
    lines: Sequence[PupilLine]
    known: Knowledge | None
    """One row a pupil in the order of `lines`; None of an empty class."""
    stages: Whole
    week_pace: float | None
    pace_before: float | None
    practised_before: int
    on_grids: Change | None
    """The middle pupil's seconds a right answer on paper grids in the weeks shown."""
    strand: str
    """The strand that was practised most."""

    @property
    def practised(self) -> int:
        """How many pupils practised in the week."""
        return sum(line.practised for line in self.lines)

    @property
    def has_begun(self) -> bool:
        """Whether anybody in the class has ever practised."""
        return self.known is not None and bool(self.known.rows.answers.any() or self.practised)

    @property
    def median_minutes(self) -> float | None:
        """Half of those who practised did so for longer."""
        return median([line.total_minutes for line in self.lines if line.practised]) if self.practised else None

    @property
    def stuck(self) -> list[PupilLine]:
        """The pupils who are stuck: those who have stopped growing first, then those with most facts."""
        found = [line for line in self.lines if line.needs_a_change]
        return sorted(found, key=lambda line: (not line.advice.stuck, -len(line.stuck_facts)))


def look_into(group: TeachingGroup, week: Week, today: dt.date) -> Classroom:
    """The class in a week. Seven queries."""
    pupils = _pupils_with_years(group, min(today, group.academic_year.ends - ONE_DAY))
    keys = [pupil.pk for pupil, _ in pupils]
    first = week.before(WEEKS_SHOWN - 1).monday
    totals = day_totals(keys, first, week.ends)
    fluent = fluent_days(keys, first, week.ends)
    results = [result for result in paper_results(group, first) if result.day < week.ends]
    paper = {(result.pupil_id, result.day) for result in results}
    grids = grid_times(results)
    held = KnowledgeState.objects.filter(pupil_id__in=keys, subject="number-facts")
    states = {state.pupil_id: state for state in held}
    known = Knowledge.together([read_knowledge(states.get(key)) for key in keys]) if keys else None
    steering = steering_of([pupil for pupil, _ in pupils], today)
    stages = stages_by_aims(known, [(year, steering[pupil.pk].own_aims) for pupil, year in pupils])
    facts = of_subject(totals)
    tried = attempts_of(keys, today)
    attempts = {key: [each.attempt for each in tried.get(key, ())] for key in keys}
    days, rows, own_facts = _days_shown(week, totals), by_pupil(totals), by_pupil(facts)
    earlier = week.before()
    lines = [
        PupilLine(
            pupil=pupil,
            year=year,
            steering=steering[pupil.pk],
            minutes=_minutes(rows.get(pupil.pk, []), days),
            on_paper=[(pupil.pk, day) in paper for day in days],
            paces=_weekly(own_facts.get(pupil.pk, []), week),
            on_grids=Change.over(grids.get(pupil.pk, [])),
            fluent=int((own >= FLUENT).sum()),
            gain=gain_a_week(fluent.get(pupil.pk, []), min(week.ends, today + ONE_DAY)),
            tried=tried.get(pupil.pk, ()),
            trying=under_way(attempts[pupil.pk], today),
            advice=judge(fluent.get(pupil.pk, []), attempts[pupil.pk], today),
            stuck_facts=stuck,
        )
        for (pupil, year), own, stuck in zip(pupils, stages, _stuck(known), strict=True)
    ]
    return Classroom(
        group=group,
        week=week,
        days=days,
        lines=lines,
        known=known,
        stages=stages,
        week_pace=pace(row for row in facts if week.holds(row.day)),
        pace_before=pace(row for row in facts if earlier.holds(row.day)),
        practised_before=len({row.pupil_id for row in totals if earlier.holds(row.day)}),
        on_grids=class_change(grids.values()),
        strand=_main_strand(facts),
    )


def _pupils_with_years(group: TeachingGroup, day: dt.date) -> list[tuple[Pupil, int | None]]:
    placed = YearPlacement.objects.filter(pupil=OuterRef("pk"), academic_year_id=group.academic_year_id)
    pupils = group.pupils_on(day).annotate(placed_in=Subquery(placed.values("year_group")[:1]))
    return [(pupil, as_year(pupil.placed_in)) for pupil in pupils]


def stages_by_aims(known: Knowledge | None, aims: Sequence[tuple[int | None, OwnAims]]) -> Whole:
    """Each pupil's stages by the aims of their own school year and their own: shape (pupils, items)."""
    if known is None:
        return np.zeros((0, len(catalogue())), dtype=np.int64)
    of_pupil = [(year, tuple(sorted(own.items()))) for year, own in aims]
    stages = np.empty(known.rows.answers.shape, dtype=np.int64)
    for year, own in set(of_pupil):
        rows = np.array([each == (year, own) for each in of_pupil])
        stages[rows] = known.stages(year=year, own_aims=dict(own))[rows]
    return stages


def _days_shown(week: Week, totals: Sequence[DayTotal]) -> list[dt.date]:
    practised = {row.day for row in totals}
    return [day for day in week.days if day.weekday() < SCHOOL_DAYS or day in practised]


def _minutes(rows: Sequence[DayTotal], days: Sequence[dt.date]) -> list[float | None]:
    spent: dict[dt.date, float] = {}
    for row in rows:
        spent[row.day] = spent.get(row.day, 0.0) + row.milliseconds / 60_000
    return [spent.get(day) for day in days]


def _weekly(rows: Sequence[DayTotal], week: Week) -> list[float | None]:
    weeks: list[list[DayTotal]] = [[] for _ in range(WEEKS_SHOWN)]
    for row in on_main_device(rows):
        weeks[-1 - (week.ends - row.day - ONE_DAY).days // 7].append(row)
    return [pace(each) for each in weeks]


def _stuck(known: Knowledge | None) -> list[list[StuckFact]]:
    if known is None:
        return []
    rows = known.rows
    return [stuck_facts(known.items, *each) for each in zip(rows.answers, rows.right, known.stuck(), strict=True)]


def _main_strand(totals: Sequence[DayTotal]) -> str:
    strands = catalogue().strands
    counts = dict.fromkeys(strands, 0)
    for row in totals:
        counts[row.strand] += row.answers
    return max(strands, key=lambda strand: counts[strand])
