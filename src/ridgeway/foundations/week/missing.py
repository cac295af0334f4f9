"""Who did not practise in a week, since when not, and why."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Max

from ridgeway.foundations.models import PracticeDay, PracticeSession, Timing
from ridgeway.foundations.paper.results import paper_results
from ridgeway.foundations.week.models import NotPractised, Reason
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
    """Each pupil's last day of practice up to the week's end, in the class's school year: of answers, of anything
    else that was done to its end on a screen, of writing, and of sheets.
    """
    since = group.academic_year.starts
    done: list[tuple[int, dt.date]] = []
    for rows, day in (
        (PracticeDay.objects.all(), "day"),
        (PracticeSession.objects.filter(finished_at__isnull=False), "opened_at__date"),
        (Timing.objects.all(), "at__date"),
    ):
        of_the_year = rows.filter(**{"pupil_id__in": keys, f"{day}__gte": since, f"{day}__lt": week.ends})
        done += of_the_year.values_list("pupil_id").annotate(Max(day))
    done += [(result.pupil_id, result.day) for result in paper_results(group, since) if result.day < week.ends]
    last: dict[int, dt.date] = {}
    for pupil, day_done in done:
        last[pupil] = max(day_done, last.get(pupil, day_done))
    return last
