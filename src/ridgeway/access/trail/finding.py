"""Finding changes in the audit trail: newest first, a bounded number at a time, however long the trail is.

Every kind of thing has a table of its own, so a page asks all of them at once for the last rows before a place in
time. Each answers from its index (see `indexes.py`).
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, Self
from uuid import UUID

from django.db.models import Q, Value
from django.utils import timezone

from ridgeway.access.trail.things import Thing, things
from ridgeway.schools.models import School

ONE_DAY: Final = dt.timedelta(days=1)
_PLACE: Final = re.compile(r"([0-9]{1,16})-([0-9]{1,3})-([0-9]{1,15})")
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)

ORDER: Final = ("-pgh_created_at", "-pgh_place", "-pgh_id")

NobodysName = Literal["pupils", "machine"]
"""Who did it where it was no member of staff: a pupil; a command or the nightly work."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which changes are asked for; what is left out narrows nothing."""

    who: int | NobodysName | None = None
    """Key of a user, or who else."""
    pupil: int | None = None
    group: int | None = None
    thing: str = ""
    day: dt.date | None = None
    act: UUID | None = None
    """What was done in one go: everything that one press of a button changed."""


class Row(NamedTuple):
    """One change, as it is found: when, which of `things()`, the key of its event, what it was done with, and
    whether the row was made, changed or deleted."""

    at: dt.datetime
    place: int
    key: int
    act: UUID | None
    label: str

    @property
    def thing(self) -> Thing:
        return things()[self.place]


class Place(NamedTuple):
    """A place in the trail, for the address of the page that goes on there."""

    at: dt.datetime
    place: int
    key: int

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(row.at, row.place, row.key)

    @classmethod
    def named(cls, text: str) -> Self | None:
        """The place that `str` wrote; None for anything else."""
        found = _PLACE.fullmatch(text)
        if found is None:
            return None
        microseconds, place, key = map(int, found.groups())
        return cls(_EPOCH + microseconds * _MICROSECOND, place, key)

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // _MICROSECOND}-{self.place}-{self.key}"


def rows_before(school: School, asked: Asked, place: Place | None, *, most: int) -> list[Row]:
    """The school's changes before a place, or the last ones of all; newest first. Needs the school's scope."""
    always = _time(asked) & _doer(asked.who) & (Q(pgh_context=asked.act) if asked.act else Q())
    parts = [
        _part(school, number, thing, always & _whom(asked, thing) & _before(place, number), most)
        for number, thing in enumerate(things())
        if _may_tell(asked, thing)
    ]
    if not parts:
        return []
    first, *rest = parts
    # A union of one is that one, already in its order.
    found: Iterable[tuple[Any, ...]] = first.union(*rest, all=True).order_by(*ORDER)[:most] if rest else first
    return [Row(*row) for row in found]


def _part(school: School, number: int, thing: Thing, conditions: Q, most: int) -> Any:
    events = thing.of(school).filter(conditions).annotate(pgh_place=Value(number)).order_by(*ORDER)
    return events.values_list("pgh_created_at", "pgh_place", "pgh_id", "pgh_context_id", "pgh_label")[:most]


def _before(place: Place | None, number: int) -> Q:
    """What comes after `place` when the newest is read first: of the same moment, the kinds in turn."""
    if place is None:
        return Q()
    if number > place.place:
        return Q(pgh_created_at__lt=place.at)
    if number < place.place:
        return Q(pgh_created_at__lte=place.at)
    return Q(pgh_created_at__lt=place.at) | Q(pgh_created_at=place.at, pgh_id__lt=place.key)


def _time(asked: Asked) -> Q:
    if asked.day is None:
        return Q()
    midnight = timezone.make_aware(dt.datetime.combine(asked.day, dt.time()))
    next_one = timezone.make_aware(dt.datetime.combine(asked.day + ONE_DAY, dt.time()))
    return Q(pgh_created_at__gte=midnight, pgh_created_at__lt=next_one)


def _doer(who: int | NobodysName | None) -> Q:
    match who:
        case None:
            return Q()
        case "pupils":
            return Q(pgh_context__metadata__has_key="pupil")
        case "machine":
            return Q(pgh_context=None) | Q(pgh_context__metadata__has_any_keys=["command", "task"])
        case int():
            return Q(pgh_context__metadata__user=who)


def _may_tell(asked: Asked, thing: Thing) -> bool:
    """Whether the events of a thing can be what is asked for."""
    return (
        asked.thing in {"", thing.key}
        and (asked.pupil is None or thing.pupil != "")
        and (asked.group is None or thing.group != "")
    )


def _whom(asked: Asked, thing: Thing) -> Q:
    about = Q()
    if asked.pupil is not None:
        about &= Q(**{thing.pupil: asked.pupil})
    if asked.group is not None:
        about &= Q(**{thing.group: asked.group})
    return about
