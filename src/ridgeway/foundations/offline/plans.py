"""What a device holds for a pupil, so that the next school days need no network."""

import datetime as dt
import hashlib
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from ridgeway.access.models import PupilSignIn
from ridgeway.access.pupil_sign_in import tile_names
from ridgeway.foundations.offline.devices import class_of, must_forget, see_device
from ridgeway.foundations.offline.passes import issue_pass
from ridgeway.foundations.practice import open_session
from ridgeway.schools.models import HalfTerm, Pupil, TeachingGroup

MOST_DAYS: Final = 5
SEARCHED: Final = dt.timedelta(days=70)
"""Longer than a summer holiday."""

SATURDAY: Final = 5


def provision(pupil: Pupil, key: UUID, *, days: int, kind: str, at: dt.datetime) -> dict[str, Any]:
    """All that a device needs to let this pupil practise on the next `days` school days without a network.

    A device that has been asked to forget gets nothing but that word.
    """
    today = timezone.localdate(at)
    group = class_of(pupil, today)
    device = see_device(pupil.school_id, key, group=group, kind=kind, at=at)
    if must_forget(device):
        return {"forget": True, "pass": issue_pass(pupil, device)}
    return {
        "forget": False,
        "pass": issue_pass(pupil, device),
        "server_time": at.isoformat(),
        "class": None if group is None else _tiles(group, today),
        "badge": _badge(pupil),
        "plans": [plan for day in next_school_days(today, days) for plan in _plans_for(pupil, day, at)],
    }


def next_school_days(day: dt.date, count: int) -> list[dt.date]:
    """The `count` school days after `day`: weekdays in term, as far as the school has said when its terms are."""
    last = day + SEARCHED
    terms = list(HalfTerm.objects.filter(ends__gt=day, starts__lte=last).values_list("starts", "ends"))
    ahead = (day + dt.timedelta(days=step) for step in range(1, SEARCHED.days + 1))
    in_school = (
        each
        for each in ahead
        if each.weekday() < SATURDAY and (not terms or any(starts <= each < ends for starts, ends in terms))
    )
    return [each for _, each in zip(range(count), in_school, strict=False)]


def digest_of_badge(badge_key: str) -> str:
    """SHA-256, in hex, of a badge's key: the device makes it from a badge held up to it, and keeps no key."""
    return hashlib.sha256(f"ridgeway-badge:{badge_key}".encode()).hexdigest()


def _plans_for(pupil: Pupil, day: dt.date, at: dt.datetime) -> list[dict[str, Any]]:
    """A session of each subject opened for a day to come, from its first minute on."""
    midnight = dt.datetime.combine(day, dt.time(0), timezone.get_default_timezone())
    opened = max(midnight, at)
    first = open_session(pupil, opened)
    further = [open_session(pupil, opened, subject=each) for each in first["subjects"] if each != first["subject"]]
    return [{"day": day.isoformat(), "plan": plan} for plan in (first, *further)]


def _tiles(group: TeachingGroup, day: dt.date) -> dict[str, Any]:
    """The class's names as the sign-in shows them, and in its order."""
    tiles = sorted(tile_names(group.pupils_on(day)).items(), key=lambda tile: tile[1].casefold())
    return {"key": group.pk, "name": group.name, "tiles": tiles}


def _badge(pupil: Pupil) -> dict[str, Any] | None:
    """How a badge is recognised, and whether it alone lets the pupil in. Its key never reaches the device."""
    sign_in = PupilSignIn.objects.filter(pupil=pupil).first()
    return (
        None if sign_in is None else {"digest": digest_of_badge(sign_in.badge_key), "alone": sign_in.badge_alone}
    )
