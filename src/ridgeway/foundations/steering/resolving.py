"""What all decisions together mean for each pupil on a day, ready for a plan.

A pupil's own decisions go before those for the class. An aim for the pupil puts aside the class's aims for the
same and for anything inside it; "practise only" for the pupil puts aside the class's, and what the class was to
leave alone. Otherwise decisions add up, and of two aims for the same the later counts.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import F, Q

from ridgeway.fluency import Catalogue, Item, Subject, catalogue, whole_catalogue
from ridgeway.foundations.steering.models import Kind, Steer
from ridgeway.schools.models import GroupMembership, Pupil
from ridgeway.schools.periods import holds_on


class Decisions(NamedTuple):
    """Those for a class and those for a pupil in it, each in their order."""

    of_class: Sequence[Steer]
    own: Sequence[Steer]


@dataclass(frozen=True, slots=True)
class Steering:
    """What `plan_session` is to obey, under its own names. It names nothing that the subject does not have.

    `own_aims` are milliseconds by item, set or strand; `paused` holds ids of sets and items; `sets` is None where
    nothing restricts the pupil.
    """

    own_aims: Mapping[str, float] = field(default_factory=dict)
    paused: frozenset[str] = frozenset()
    sets: frozenset[str] | None = None
    slower: bool = False

    @property
    def options(self) -> dict[str, Any]:
        """Itself as arguments of `plan_session`."""
        return {"own_aims": self.own_aims, "paused": self.paused, "sets": self.sets, "slower": self.slower}

    def allows(self, item: Item) -> bool:
        """Whether an item may be asked."""
        within = self.sets is None or item.set_id in self.sets
        return within and self.paused.isdisjoint((item.id, item.set_id))

    def leaves_something(self, items: Catalogue) -> bool:
        """Whether anything at all may be asked."""
        return any(map(self.allows, items))


def steering_of(
    pupils: Collection[Pupil], day: dt.date, *, subject: Subject = "number-facts"
) -> dict[int, Steering]:
    """What holds for each of the pupils on a day, by pupil key. One query, however many they are."""
    items = catalogue(subject)
    return {key: resolve(*each, items) for key, each in decisions_for(pupils, day).items()}


def aims_of(decisions: Decisions) -> dict[str, float]:
    """The aims that decisions set, of every subject, in milliseconds by item, set or strand."""
    return _aims(*decisions, whole_catalogue())


def decisions_for(pupils: Collection[Pupil], day: dt.date) -> dict[int, Decisions]:
    """What was decided for each of the pupils and holds on a day, by pupil key. One query."""
    keys = [pupil.pk for pupil in pupils]
    in_class = holds_on(day, "group__memberships__") & _of_the_year(day)
    theirs = Q(pupil__in=keys) | Q(in_class, group__memberships__pupil__in=keys)
    steers = Steer.objects.filter(holds_on(day), theirs, taken_back_at=None)
    of_class: dict[int, list[Steer]] = {}
    own: dict[int, list[Steer]] = {}
    for steer in steers.annotate(member=F("group__memberships__pupil")):
        (of_class if steer.pupil_id is None else own).setdefault(steer.pupil_id or steer.member, []).append(steer)
    return {key: Decisions(of_class.get(key, ()), own.get(key, ())) for key in keys}


def classes_of(pupils: Collection[int], day: dt.date) -> dict[int, list[int]]:
    """The keys of the classes that pupils are in on a day, by pupil key."""
    found: dict[int, list[int]] = {}
    memberships = GroupMembership.objects.on(day).filter(_of_the_year(day), pupil__in=pupils)
    for pupil, group in memberships.order_by("pk").values_list("pupil_id", "group_id"):
        found.setdefault(pupil, []).append(group)
    return found


def _of_the_year(day: dt.date) -> Q:
    """The condition that a class is one of the academic year of a day."""
    return Q(group__academic_year__starts__lte=day, group__academic_year__ends__gt=day)


def resolve(of_class: Sequence[Steer], own: Sequence[Steer], items: Catalogue) -> Steering:
    """What decisions for a class and those for a pupil in it, each in their order, mean for the pupil."""
    own_sets = _sets(own, items)
    paused = (_names(of_class, Kind.PAUSE, items) - own_sets) | _names(own, Kind.PAUSE, items)
    return Steering(
        own_aims=_aims(of_class, own, items),
        paused=frozenset(paused),
        sets=frozenset(own_sets or _sets(of_class, items)) or None,
        slower=any(steer.kind == Kind.SLOWER for steer in (*of_class, *own)),
    )


def _aims(of_class: Iterable[Steer], own: Iterable[Steer], items: Catalogue) -> dict[str, float]:
    theirs, pupils = _aims_by_name(of_class, items), _aims_by_name(own, items)
    kept = {name: aim for name, aim in theirs.items() if pupils.keys().isdisjoint(_around(name, items))}
    return kept | pupils


def _aims_by_name(steers: Iterable[Steer], items: Catalogue) -> dict[str, float]:
    return {
        name: float(steer.milliseconds or 0)
        for steer in steers
        if steer.kind == Kind.AIM
        for name in steer.names
        if _around(name, items)
    }


def _sets(steers: Iterable[Steer], items: Catalogue) -> set[str]:
    return {name for name in _names(steers, Kind.SET, items) if name not in items}


def _names(steers: Iterable[Steer], kind: Kind, items: Catalogue) -> set[str]:
    """The sets and items that decisions of a kind name; a strand stands for its sets."""
    named = {name for steer in steers if steer.kind == kind for name in steer.names}
    return {each.id for each in items.sets if not named.isdisjoint((each.id, each.strand))} | {
        name for name in named if name in items
    }


def _around(name: str, items: Catalogue) -> set[str]:
    """A name with the set and the strand that hold it; nothing where the catalogue does not know it."""
    if name in items:
        return {name, items[name].set_id, items[name].strand}
    if name in items.strands:
        return {name}
    return next(({name, each.strand} for each in items.sets if each.id == name), set())
