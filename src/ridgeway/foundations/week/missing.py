"""Who did not practise in a week, since when not, and why."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Max

from ridgeway.foundations.models import PracticeDay
from ridgeway.foundations.paper.results import paper_results
from ridgeway.foundations.week.models import NotPractised, Reason
from ridgeway.foundations.week.other_work import other_work
from ridgeway.foundations.weeks import Week
from ridgeway.schools.models import Pupil, TeachingGroup


@dataclass(frozen=True, slots=True)
class Missing:
    """A pupil without practice in a week, on screen or on paper."""

    pupil: Pupil
    week: Week
    last: dt.date | None
    """The last day of practice before the week, of this school year."""
    reason: Reason | None
    """None: nobody has said."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A class in a week that is over: how many of its pupils were there already, and who of them is missing."""

    week: Week
    members: int
    missing: Sequence[Missing]

    @property
    def practised(self) -> int:
        """How many practised."""
        return self.members - len(self.missing)


def look_back(group: TeachingGroup, pupils: Collection[Pupil], week: Week) -> Looked:
    """Which of the pupils who were in the class in the week did not practise. Six queries."""
    joined = group.memberships.filter(starts__lt=week.ends).values_list("pupil_id", flat=True)
    were_there = set(joined)
    members = [pupil for pupil in pupils if pupil.pk in were_there]
    last = _last_days(group, [pupil.pk for pupil in members], week)
    rows = NotPractised.objects.filter(week=week.monday, pupil__in=members)
    reasons = {pupil: Reason(reason) for pupil, reason in rows.values_list("pupil_id", "reason")}
    missing = [
        Missing(pupil, week, last.get(pupil.pk), reasons.get(pupil.pk))
        for pupil in members
        if last.get(pupil.pk, dt.date.min) < week.monday
    ]
    return Looked(week, len(members), missing)


def _last_days(group: TeachingGroup, keys: Collection[int], week: Week) -> dict[int, dt.date]:
    """Each pupil's last day of practice in the class's school year up to the week's end: of answers, of other work
    on a screen, and of sheets.
    """
    since, until = group.academic_year.starts, week.ends
    answered = PracticeDay.objects.filter(pupil_id__in=keys, day__gte=since, day__lt=until)
    done = [(result.pupil_id, result.day) for result in paper_results(group, since) if result.day < until]
    for rows in (answered, *other_work(keys, since, until)):
        done += rows.values_list("pupil_id").annotate(Max("day"))
    last: dict[int, dt.date] = {}
    for pupil, day in done:
        last[pupil] = max(day, last.get(pupil, day))
    return last
