"""A class on one page: who practised, who grows and who is stuck, on what. Few queries, whatever its size."""

import datetime as dt
from collections.abc import Iterable, Sequence
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
from ridgeway.foundations.deeds import WEEKS_SHOWN, Deeds
from ridgeway.foundations.grid_growth import Change, class_change
from ridgeway.foundations.judged import Judged, StuckFact, stuck_facts
from ridgeway.foundations.ledger import read_knowledge
from ridgeway.foundations.measures import DayTotal, FluentDay, gain_a_week, judge, of_subject
from ridgeway.foundations.models import KnowledgeState
from ridgeway.foundations.steering.resolving import Steering, steering_of
from ridgeway.foundations.week.models import Tried
from ridgeway.foundations.week.trying import attempts_of
from ridgeway.foundations.weeks import Week
from ridgeway.foundations.years import as_year
from ridgeway.schools.models import Pupil, TeachingGroup, YearPlacement

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
    otherwise: Sequence[bool]
    """Whether other work on a screen was done to its end on that day."""
    week_pace: float | None
    """Seconds an item in the week."""
    pace_before: float | None
    """The same in the week before."""
    fluent_by_week: Sequence[int | None]
    """Facts that were fluent at the end of each of the weeks shown, the week itself last; None = no practice."""
    on_grids: Change | None
    """Seconds a right answer on paper grids in these weeks."""
    fluent: int
    """Facts that are fluent now."""
    gain: float | None
    """Facts that became fluent in a week, of late."""

    @property
    def practised(self) -> bool:
        """Whether there was any practice in the week, on screen or paper."""
        return self.on_screen or any(self.on_paper) or any(self.otherwise)

    @property
    def on_screen(self) -> bool:
        """Whether anything was answered on a screen in the week."""
        return any(each is not None for each in self.minutes)

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
    has_begun: bool
    """Whether anybody in the class has practised, on a screen ever or on paper in the weeks shown."""
    practised_before: int
    """How many pupils practised in the week before."""
    on_grids: Change | None
    """The middle pupil's seconds a right answer on paper grids in the weeks shown."""
    strand: str
    """The strand that was practised most."""

    @property
    def practised(self) -> int:
        """How many pupils practised in the week."""
        return sum(line.practised for line in self.lines)

    @property
    def middle_minutes(self) -> float | None:
        """Half of those who practised on a screen did so for longer."""
        return _middle(line.total_minutes for line in self.lines if line.on_screen)

    @property
    def week_pace(self) -> float | None:
        """The middle pupil's seconds an item in the week."""
        return _middle(line.week_pace for line in self.lines)

    @property
    def pace_before(self) -> float | None:
        """The same of the week before."""
        return _middle(line.pace_before for line in self.lines)


def look_into(group: TeachingGroup, week: Week, today: dt.date) -> Classroom:
    """The class in a week. Nine queries."""
    pupils = _pupils_with_years(group, min(today, group.academic_year.ends - ONE_DAY))
    keys = [pupil.pk for pupil, _ in pupils]
    deeds = Deeds.of(group, keys, week)
    held = KnowledgeState.objects.filter(pupil_id__in=keys, subject="number-facts")
    states = {state.pupil_id: state for state in held}
    known = Knowledge.together([read_knowledge(states.get(key)) for key in keys]) if keys else None
    steering = steering_of([pupil for pupil, _ in pupils], today)
    stages = stages_by_aims(known, [(year, steering[pupil.pk].own_aims) for pupil, year in pupils])
    tried = attempts_of(keys, today)
    lines = [
        _line(deeds, pupil, year, today, own, stuck, steering=steering[pupil.pk], tried=tried.get(pupil.pk, ()))
        for (pupil, year), own, stuck in zip(pupils, stages, _stuck(known), strict=True)
    ]
    earlier = week.before()
    return Classroom(
        group=group,
        week=week,
        days=deeds.days,
        lines=lines,
        known=known,
        stages=stages,
        has_begun=bool(deeds.practised) or (known is not None and bool(known.rows.answers.any())),
        practised_before=len({pupil for pupil, day in deeds.practised if earlier.holds(day)}),
        on_grids=class_change(deeds.grids.values()),
        strand=_main_strand(of_subject(deeds.totals)),
    )


def _line(
    deeds: Deeds,
    pupil: Pupil,
    year: int | None,
    today: dt.date,
    stages: Whole,
    stuck: Sequence[StuckFact],
    *,
    steering: Steering,
    tried: Sequence[Tried],
) -> PupilLine:
    week, fluent = deeds.week, deeds.fluent.get(pupil.pk, ())
    attempts = [each.attempt for each in tried]
    return PupilLine(
        pupil=pupil,
        year=year,
        steering=steering,
        minutes=deeds.minutes(pupil.pk),
        on_paper=[(pupil.pk, day) in deeds.paper for day in deeds.days],
        otherwise=[(pupil.pk, day) in deeds.other for day in deeds.days],
        week_pace=deeds.pace(pupil.pk, week),
        pace_before=deeds.pace(pupil.pk, week.before()),
        fluent_by_week=_weekly(fluent, week),
        on_grids=Change.over(deeds.grids.get(pupil.pk, [])),
        fluent=int((stages >= FLUENT).sum()),
        gain=gain_a_week(fluent, min(week.ends, today + ONE_DAY)),
        tried=tried,
        trying=under_way(attempts, today),
        advice=judge(fluent, attempts, today),
        stuck_facts=stuck,
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


def _middle(values: Iterable[float | None]) -> float | None:
    known = [each for each in values if each is not None]
    return median(known) if known else None


def _weekly(days: Sequence[FluentDay], week: Week) -> list[int | None]:
    weeks: list[int | None] = [None] * WEEKS_SHOWN
    for each in days:
        weeks[-1 - (week.ends - each.day - ONE_DAY).days // 7] = each.fluent
    return weeks


def _stuck(known: Knowledge | None) -> list[list[StuckFact]]:
    if known is None:
        return []
    rows = known.rows
    return [stuck_facts(known.items, *each) for each in zip(rows.reps, rows.right, known.stuck(), strict=True)]


def _main_strand(totals: Sequence[DayTotal]) -> str:
    strands = catalogue().strands
    counts = dict.fromkeys(strands, 0)
    for row in totals:
        counts[row.strand] += row.answers
    return max(strands, key=lambda strand: counts[strand])
