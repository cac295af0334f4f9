"""What was changed for a pupil, and when: the lines down a chart of growth."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

from django.db.models import F, Q

from ridgeway.fluency.growth import AnyRemedy
from ridgeway.foundations.growth.names import strands
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

Begun = tuple[dt.date, str]
"""A day, and what began on it in two or three words."""


def changes_for(
    pupils: Collection[Pupil], group: TeachingGroup, since: dt.date, until: dt.date, *, strand: str = ""
) -> dict[int, list[PhaseChange]]:
    """What was decided for each of these pupils or their class, or tried, from one of these days on, day by day.

    By pupil key; where a strand is given, only what changed its practice. Two queries, however many pupils.
    """
    begun = defaultdict[int | None, list[Begun]](list)
    for whose, change in _decided(Q(pupil__in=pupils) | Q(group=group), since, until, strand):
        begun[whose].append(change)
    tried = Tried.objects.filter(pupil__in=pupils, since__gte=since, since__lt=until)
    for whose, day, remedy in tried.values_list("pupil_id", "since", "remedy"):
        begun[whose].append((day, REMEDY[remedy]))
    return {pupil.pk: as_changes([*begun[None], *begun[pupil.pk]]) for pupil in pupils}


def changes_for_class(
    group: TeachingGroup, since: dt.date, until: dt.date, *, strand: str = ""
) -> list[PhaseChange]:
    """What was decided for the class from one of these days on, as in `changes_for`. One query."""
    return as_changes(change for _, change in _decided(Q(group=group), since, until, strand))


def as_changes(begun: Iterable[Begun]) -> list[PhaseChange]:
    """Days, and what began on them in two or three words, as lines down a chart, in order."""
    by_day: dict[dt.date, dict[str, None]] = {}
    for day, words in begun:
        by_day.setdefault(day, {})[words] = None
    return [PhaseChange(day, ", ".join(by_day[day])) for day in sorted(by_day)]


def _decided(whose: Q, since: dt.date, until: dt.date, strand: str) -> list[tuple[int | None, Begun]]:
    """Decisions that held for a day at least, by the key of a pupil or, for the class, None.

    What was taken back on its first day, or before, changed nothing.
    """
    steers = Steer.objects.filter(whose, starts__gte=since, starts__lt=until)
    held = steers.exclude(taken_back_at__date__lte=F("starts"))
    return [
        (pupil, (day, SHORT[kind]))
        for pupil, day, kind, names in held.values_list("pupil_id", "starts", "kind", "names")
        if not strand or _concerns(strand, kind, names)
    ]


def _concerns(strand: str, kind: str, names: Iterable[str]) -> bool:
    """An aim, and leaving alone, are about what they name; other decisions change all practice."""
    if kind not in {Kind.AIM, Kind.PAUSE}:
        return True
    return any(strands().get(name) == strand for name in names)
