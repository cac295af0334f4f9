"""A teacher decides, takes back what was decided, and puts it back."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format

from ridgeway.access.models import User
from ridgeway.fluency import SUBJECTS, Subject, catalogue
from ridgeway.foundations.steering.models import ONE_DAY, ClassPractice, Kind, Steer
from ridgeway.foundations.steering.resolving import steering_of
from ridgeway.schools.models import Pupil, TeachingGroup

Whom = Pupil | TeachingGroup


class SteeringError(Exception):
    """A decision that cannot be; the message says why and what to do, in a whole sentence."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided: about which items, sets or strands, from which day and until which, both included."""

    kind: Kind
    names: Sequence[str]
    starts: dt.date
    until: dt.date | None = None
    milliseconds: int | None = None
    note: str = ""


def decide(whom: Whom, decision: Decision, *, by: User | None) -> Steer:
    """Keeps a decision for a pupil or a class; refuses one that would leave somebody nothing to practise."""
    if decision.until is not None and decision.until < decision.starts:
        raise SteeringError("The last day must not be before the first.")
    about = {"pupil": whom} if isinstance(whom, Pupil) else {"group": whom}
    with transaction.atomic():
        steer: Steer = Steer.objects.create(
            school_id=whom.school_id,
            **about,
            kind=decision.kind,
            names=list(decision.names),
            milliseconds=decision.milliseconds,
            starts=decision.starts,
            ends=None if decision.until is None else decision.until + ONE_DAY,
            note=decision.note,
            decided_by=by,
        )
        _refuse_what_leaves_nothing(steer)
    return steer


def take_back(steer: Steer, *, by: User | None, at: dt.datetime) -> None:
    """Ends a decision from this moment on; it stays on record. Done once, it stays as it is."""
    if steer.taken_back_at is None:
        steer.taken_back_at, steer.taken_back_by = at, by
        steer.save(update_fields=["taken_back_at", "taken_back_by"])


def put_back(steer: Steer) -> None:
    """Lets a decision that was taken back hold again, for the days it was made for."""
    steer.taken_back_at = steer.taken_back_by = None
    with transaction.atomic():
        steer.save(update_fields=["taken_back_at", "taken_back_by"])
        _refuse_what_leaves_nothing(steer)


def choose_practice(
    group: TeachingGroup,
    *,
    minutes: int,
    further_subjects: Iterable[Subject],
    starts_with_check: bool,
    by: User | None,
) -> ClassPractice:
    """Keeps how a class practises from now on."""
    chosen = {
        "minutes": minutes,
        "further_subjects": [each for each in SUBJECTS if each in set(further_subjects)],
        "starts_with_check": starts_with_check,
        "chosen_by": by,
    }
    practice: ClassPractice
    practice, _ = ClassPractice.objects.update_or_create(
        group=group, defaults=chosen, create_defaults=chosen | {"school_id": group.school_id}
    )
    return practice


def _refuse_what_leaves_nothing(steer: Steer) -> None:
    """Looks at the number facts on each day on which something begins to hold, or holds no more."""
    for day in sorted(_turns(steer)):
        pupils = _whom(steer, day)
        steering = steering_of(pupils, day)
        for pupil in pupils:
            if not steering[pupil.pk].leaves_something(catalogue()):
                raise SteeringError(
                    f"{pupil} would have no number facts left on {date_format(day, 'SHORT_DATE_FORMAT')}."
                    " Take back what stands against it first, or name more sets."
                )


def _whom(steer: Steer, day: dt.date) -> Collection[Pupil]:
    if steer.group is not None:
        return list(steer.group.pupils_on(day))
    return [] if steer.pupil is None else [steer.pupil]


def _turns(steer: Steer) -> set[dt.date]:
    """The days to look at, as far as a decision reaches."""
    if steer.kind not in {Kind.SET, Kind.PAUSE}:
        return set()
    if steer.pupil_id is None:
        same_people = Q(group=steer.group_id) | Q(pupil__memberships__group=steer.group_id)
    else:
        same_people = Q(pupil=steer.pupil_id) | Q(group__memberships__pupil=steer.pupil_id)
    others = Steer.objects.filter(same_people, taken_back_at=None, kind__in=[Kind.SET, Kind.PAUSE])
    turns = {day for both in others.values_list("starts", "ends") for day in both if day is not None}
    return {
        day for day in turns | {steer.starts} if day >= steer.starts and (steer.ends is None or day < steer.ends)
    }
