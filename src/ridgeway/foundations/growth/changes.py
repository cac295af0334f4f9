"""What was changed for a pupil, and when: the lines down a chart of growth."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db.models import Q

from ridgeway.foundations.steering.models import Kind, Steer
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.web.charts import PhaseChange

SHORT: Final[dict[str, str]] = {
    Kind.AIM: "own aim",
    Kind.SET: "chosen sets",
    Kind.PAUSE: "some left alone",
    Kind.SLOWER: "fewer new",
}
"""A chart has room for two or three words."""


def changes_for(pupil: Pupil, group: TeachingGroup, since: dt.date, until: dt.date) -> list[PhaseChange]:
    """What was decided for the pupil or the class to begin in these days, each day once. One query."""
    theirs = Q(pupil=pupil) | Q(group=group)
    steers = Steer.objects.filter(theirs, starts__gte=since, starts__lt=until)
    return as_changes(steers.values_list("starts", "kind"))


def as_changes(begun: Iterable[tuple[dt.date, str]]) -> list[PhaseChange]:
    """Days and kinds of decisions as lines down a chart, in order."""
    by_day: dict[dt.date, dict[str, None]] = {}
    for day, kind in begun:
        by_day.setdefault(day, {})[SHORT[kind]] = None
    return [PhaseChange(day, ", ".join(by_day[day])) for day in sorted(by_day)]
