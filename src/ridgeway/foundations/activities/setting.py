"""A teacher sets an activity for a class, takes it back, and sees who has done it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ridgeway.access.models import User
from ridgeway.foundations.activities.models import SetActivity
from ridgeway.foundations.activities.probes import items_of, title_of
from ridgeway.foundations.models import PracticeSession
from ridgeway.foundations.spelling.models import SpellingList
from ridgeway.foundations.spelling.playing import title_of_list
from ridgeway.foundations.timings.models import Activity, Timing, Writing
from ridgeway.foundations.weeks import Week
from ridgeway.schools.models import TeachingGroup

DAY: Final = dt.timedelta(days=1)

REHEARSAL: Final = "Tables rehearsal"


@dataclass(frozen=True, slots=True)
class Progress:
    """An activity that is set, and how many of the class have done it."""

    activity: SetActivity
    done: int
    pupils: int

    @property
    def title(self) -> str:
        """What it is called on the teacher's page."""
        return title_of_activity(self.activity)

    @property
    def is_rehearsal(self) -> bool:
        """Whether it is a rehearsal of the tables check."""
        return self.activity.activity == Activity.TABLES_CHECK.value

    @property
    def spelling_list(self) -> int | None:
        """The key of the list that is spelled, None where it is something else."""
        return int(self.activity.of) if self.activity.activity == Activity.SPELLING.value else None

    @property
    def last_day(self) -> dt.date:
        """The last day on which pupils are offered it."""
        return self.activity.last_day


def set_probe(group: TeachingGroup, of: str, *, at: dt.datetime, by: User | None) -> SetActivity:
    """Offers a probe to every pupil of a class until the end of the week; one that is set already stays as it is.

    Raises `NotProbedError` where there is nothing of that name to ask.
    """
    items_of(of)
    return _set(group, Activity.PROBE, of, ends=_end_of_week(at), at=at, by=by)


@transaction.atomic
def set_writing(
    group: TeachingGroup, writing: Writing, text: str = "", *, at: dt.datetime, by: User | None
) -> SetActivity:
    """Offers a minute of writing to every pupil of a class until the end of the week.

    `text` is the teacher's own to write; else it is one of ours. Another text takes the place of one that is set.
    """
    ends = _end_of_week(at)
    held = SetActivity.objects.filter(group=group, activity=writing, ends=ends, taken_back_at=None).first()
    if held is not None and held.text != text:
        take_back(held, at=at, by=by)
    return _set(group, writing, "", text=text, ends=ends, at=at, by=by)


def set_spelling(group: TeachingGroup, held: SpellingList, *, at: dt.datetime, by: User | None) -> SetActivity:
    """Offers a spelling list to every pupil of a class until the end of the week."""
    return _set(group, Activity.SPELLING, str(held.pk), ends=_end_of_week(at), at=at, by=by)


def set_rehearsal(group: TeachingGroup, *, at: dt.datetime, by: User | None) -> SetActivity:
    """Offers a rehearsal of the Multiplication Tables Check to every pupil of a class for today."""
    return _set(group, Activity.TABLES_CHECK, "", ends=timezone.localdate(at) + DAY, at=at, by=by)


def take_back(activity: SetActivity, *, at: dt.datetime, by: User | None) -> None:
    """Offers it no longer. What was done by then counts. Done once, it stays as it is."""
    if activity.taken_back_at is None:
        activity.taken_back_at, activity.taken_back_by = at, by
        activity.save(update_fields=["taken_back_at", "taken_back_by"])


def progress_of(group: TeachingGroup, day: dt.date) -> list[Progress]:
    """What is set for a class on a day, the oldest first."""
    members = list(group.pupils_on(day).values_list("pk", flat=True))
    held = SetActivity.objects.on(day).select_related("set_by").filter(group=group, taken_back_at=None)
    return [Progress(each, _done(each, members), len(members)) for each in held]


def done_by(activity: SetActivity) -> QuerySet[Any, Any]:
    """The pupils, as `pupil`, who have done it to its end since it was set, whenever that was told."""
    done: QuerySet[Any, Any]
    if activity.activity in Writing.values:
        done = Timing.objects.filter(writing=activity.activity, counted_by=None, at__gte=activity.set_at)
    else:
        ended = PracticeSession.objects.filter(finished_at__isnull=False, withdrawal=None)
        done = ended.filter(activity=activity.activity, of=activity.of, opened_at__gte=activity.set_at)
    return done.values("pupil")


def title_of_activity(activity: SetActivity) -> str:
    """What an activity is called."""
    if activity.activity in Writing.values:
        return str(Writing(activity.activity).label)
    if activity.activity == Activity.SPELLING:
        return title_of_list(int(activity.of))
    return REHEARSAL if activity.activity == Activity.TABLES_CHECK else title_of(activity.of)


def _end_of_week(at: dt.datetime) -> dt.date:
    """The Monday on which what is set for the week is offered no longer."""
    return Week.prepared_on(timezone.localdate(at)).ends


def _set(
    group: TeachingGroup,
    activity: Activity | Writing,
    of: str,
    *,
    text: str = "",
    ends: dt.date,
    at: dt.datetime,
    by: User | None,
) -> SetActivity:
    made: SetActivity
    made, _ = SetActivity.objects.get_or_create(
        school_id=group.school_id,
        group=group,
        activity=activity,
        of=of,
        ends=ends,
        taken_back_at=None,
        defaults={"text": text, "starts": timezone.localdate(at), "set_at": at, "set_by": by},
    )
    return made


def _done(activity: SetActivity, pupils: Iterable[int]) -> int:
    return int(done_by(activity).filter(pupil__in=pupils).distinct().count())
