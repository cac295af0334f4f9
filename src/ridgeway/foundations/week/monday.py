"""A class on Monday morning: who practised last week, who needs what next, what to print and whom to time."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from ridgeway.fluency import FactSet, catalogue
from ridgeway.foundations.classroom import Classroom, PupilLine, look_into
from ridgeway.foundations.models import ClassPractice, Steer
from ridgeway.foundations.steering.shown import Row
from ridgeway.foundations.week.due import Due, practice_of, timings_due
from ridgeway.foundations.week.missing import Looked, look_back
from ridgeway.foundations.week.next_sets import next_set
from ridgeway.foundations.week.school_weeks import last_school_week
from ridgeway.foundations.weeks import Week
from ridgeway.schools.models import TeachingGroup
from ridgeway.schools.periods import holds_on


@dataclass(frozen=True, slots=True)
class Ready:
    """Pupils who are at the aim, and the set that comes next for all of them; None after the last."""

    next: FactSet | None
    lines: Sequence[PupilLine]


@dataclass(frozen=True, slots=True)
class Monday:
    """A class and its week: growth as of today, practice as of the last school week."""

    today: dt.date
    classroom: Classroom
    looked: Looked
    ready: Sequence[Ready]
    practice: ClassPractice
    due: Sequence[Due]
    holding: Sequence[Row]
    """What teachers have decided that holds today, for the class or a pupil of it."""

    @property
    def stuck(self) -> list[PupilLine]:
        """Those who need something else as a whole; who has most facts that do not stick comes first."""
        return self._most_facts_first(line for line in self.classroom.lines if line.is_stuck)

    @property
    def with_facts(self) -> list[PupilLine]:
        """Those who are not stuck, but of whom several facts do not stick; who has most comes first."""
        return self._most_facts_first(line for line in self.classroom.lines if line.has_facts_to_change)

    @property
    def trying(self) -> list[PupilLine]:
        """Those with whom something is being tried that has not had its two weeks."""
        return [line for line in self.classroom.lines if line.is_trying]

    @property
    def growing(self) -> list[PupilLine]:
        """Those who grow, and may keep going."""
        return [line for line in self._going_on if line.advice.move != "next set" and not _is_early(line)]

    @property
    def early(self) -> list[PupilLine]:
        """Those of whom it is too early to say anything."""
        return [line for line in self._going_on if _is_early(line)]

    @property
    def at_the_aim(self) -> int:
        """How many are ready for another set."""
        return sum(len(each.lines) for each in self.ready)

    @staticmethod
    def _most_facts_first(lines: Iterable[PupilLine]) -> list[PupilLine]:
        return sorted(lines, key=lambda line: -len(line.stuck_facts))

    @property
    def _going_on(self) -> list[PupilLine]:
        return [line for line in self.classroom.lines if not (line.needs_a_change or line.is_trying)]


def look_ahead(group: TeachingGroup, today: dt.date) -> Monday:
    """The class as its teacher begins the week. 24 queries at most."""
    practice = practice_of(group)
    classroom = look_into(group, Week.of(today), today)
    pupils = [line.pupil for line in classroom.lines]
    theirs = Q(group=group) | Q(pupil__in=pupils)
    steers = Steer.objects.filter(holds_on(today), theirs, taken_back_at=None).select_related(
        "pupil", "decided_by"
    )
    return Monday(
        today=today,
        classroom=classroom,
        looked=look_back(group, pupils, last_school_week(today)),
        ready=_ready(classroom),
        practice=practice,
        due=timings_due(pupils, practice, today),
        holding=[Row(steer, today, of_class=steer.pupil_id is None) for steer in steers],
    )


def _is_early(line: PupilLine) -> bool:
    return line.advice.rule == "too early"


def _ready(classroom: Classroom) -> list[Ready]:
    """Those who are at the aim by what comes next for them, in teaching order."""
    items = catalogue()
    found: dict[FactSet | None, list[PupilLine]] = {}
    for line, stages in zip(classroom.lines, classroom.stages, strict=True):
        if line.advice.move == "next set" and not (line.needs_a_change or line.is_trying):
            found.setdefault(next_set(items, stages, line.year, line.steering), []).append(line)
    order: list[FactSet | None] = [*items.sets, None]
    return [Ready(each, found[each]) for each in sorted(found, key=order.index)]
