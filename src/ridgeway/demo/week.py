"""What the teacher of the demo's main class has said on Mondays: why pupils did not practise, and what is tried.

All chance comes from the seed, the school and the class, so that the same demo has the same reasons.
"""

import datetime as dt
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from ridgeway.access.models import User
from ridgeway.demo.recording import PractisingClass
from ridgeway.demo.roll import OnRoll
from ridgeway.foundations.models import Reason
from ridgeway.foundations.week.missing import look_back
from ridgeway.foundations.week.monday import look_ahead
from ridgeway.foundations.week.reasons import say_why
from ridgeway.foundations.week.school_weeks import last_school_week
from ridgeway.foundations.week.suggesting import suggest
from ridgeway.foundations.week.trying import begin
from ridgeway.foundations.weeks import Week
from ridgeway.schools.models import TeachingGroup
from ridgeway.schools.models.calendar import academic_year_of
from ridgeway.schools.tenancy import school_scope

CLASS: Final = "4 Kestrel"
WEEKS: Final = 6

TRIED_WEEKS_AGO: Final = (3, 1)
"""Mondays on which the teacher began what was suggested: one so long ago that it has had its two weeks."""

TRIED_WITH: Final = 2
"""So many of the stuck, each time."""

SHARES: Final = {Reason.ABSENT: 0.6, Reason.NO_DEVICE: 0.2, Reason.CHOSE_NOT: 0.2}


def record_reasons(on_roll: Sequence[OnRoll], classes: Sequence[PractisingClass], *, today: dt.date) -> None:
    """Writes the reasons of the last school weeks, of the very last but one, and what was begun on two Mondays."""
    for each in classes:
        if each.place.name == CLASS:
            roll = on_roll[each.school]
            with school_scope(roll.school):
                group = roll.groups[academic_year_of(today), CLASS]
                teacher = User.objects.filter(email=each.teacher).first()
                _record(group, each, today, teacher)
                _begin_what_is_suggested(group, each.task.days[0], today, teacher)


def _record(group: TeachingGroup, practising: PractisingClass, today: dt.date, teacher: User | None) -> None:
    task = practising.task
    rng = np.random.default_rng([task.seed, task.urn, zlib.crc32(f"{task.name} reasons".encode())])
    pupils = list(group.pupils_on(today))
    unsaid = 1
    for week in _weeks_of_practice(task.days[0], today):
        missing = look_back(group, pupils, week).missing
        for each in missing[: len(missing) - unsaid]:
            say_why(each.pupil, week, list(SHARES)[rng.choice(len(SHARES), p=list(SHARES.values()))], by=teacher)
        unsaid = 0


def _begin_what_is_suggested(group: TeachingGroup, first: dt.date, today: dt.date, teacher: User | None) -> None:
    """With some of those who were stuck on the Friday before a Monday, the teacher began the suggestion."""
    for weeks in TRIED_WEEKS_AGO:
        monday = Week.of(today).before(weeks).monday
        friday = monday - dt.timedelta(days=3)
        if friday > first:
            for line in look_ahead(group, friday).stuck[:TRIED_WITH]:
                remedy = suggest(line.advice, line.tried, friday).remedy
                if remedy is not None:
                    begin([line.pupil], remedy, monday, by=teacher)


def _weeks_of_practice(first: dt.date, today: dt.date) -> Iterator[Week]:
    """The last school weeks, the latest first, as far back as the class has practised."""
    week = last_school_week(today)
    for _ in range(WEEKS):
        if week.ends <= first:
            return
        yield week
        week = last_school_week(week.monday)
