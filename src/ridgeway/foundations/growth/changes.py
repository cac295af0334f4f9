"""What was changed for a pupil, and when: the lines down a chart of growth."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db.models import F, Q

from ridgeway.fluency.growth import AnyRemedy
from ridgeway.foundations.steering.models import Kind, Steer
from ridgeway.foundations.week.models import Tried
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.web.charts import PhaseChange

SHORT: Final[dict[str, str]] = {
    Kind.AIM: "new aim",
    Kind.SET: "chosen sets",
    Kind.PAUSE: "some left alone",
    Kind.SLOWER: "fewer new",
}
"""A chart has room for two or three words."""

REMEDY: Final[dict[AnyRemedy, str]] = {
    "ease the set": "fewer at a time",
    "more model": "answer first",
    "other timing": "short sprints",
    "talk it over": "talked over",
    "other device": "other answers",
    "tool speed": "tool speed",
    "earlier set": "set before",
    "another way": "another way",
    "cover and write": "cover and write",
    "leave alone": "some left alone",
}
"""The same for what was tried."""


def changes_for(pupil: Pupil, group: TeachingGroup, since: dt.date, until: dt.date) -> list[PhaseChange]:
    """What was decided for pupil or class, or tried, from one of these days on; each day once. Two queries."""
    tried = Tried.objects.filter(pupil=pupil, since__gte=since, since__lt=until)
    begun = ((day, REMEDY[remedy]) for day, remedy in tried.values_list("since", "remedy"))
    return as_changes([*_decided(Q(pupil=pupil) | Q(group=group), since, until), *begun])


def changes_for_class(group: TeachingGroup, since: dt.date, until: dt.date) -> list[PhaseChange]:
    """What was decided for the class from one of these days on. One query."""
    return as_changes(_decided(Q(group=group), since, until))


def as_changes(begun: Iterable[tuple[dt.date, str]]) -> list[PhaseChange]:
    """Days, and what began on them in two or three words, as lines down a chart, in order."""
    by_day: dict[dt.date, dict[str, None]] = {}
    for day, words in begun:
        by_day.setdefault(day, {})[words] = None
    return [PhaseChange(day, ", ".join(by_day[day])) for day in sorted(by_day)]


def _decided(whose: Q, since: dt.date, until: dt.date) -> list[tuple[dt.date, str]]:
    """Decisions that held for a day at least: what was taken back on its first day, or before, changed nothing."""
    steers = Steer.objects.filter(whose, starts__gte=since, starts__lt=until)
    held = steers.exclude(taken_back_at__date__lte=F("starts"))
    return [(day, SHORT[kind]) for day, kind in held.values_list("starts", "kind")]
