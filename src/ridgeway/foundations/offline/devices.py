"""Devices: how one becomes known, what it may hold, and how it comes to forget.

A teacher asks; the device obeys when it next reaches the server, after it has sent what it still had to send.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from ridgeway.access.models import User
from ridgeway.foundations.offline.models import ForgetRequest, SharedDevice
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.schools.periods import holds_on

KINDS: Final = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("CrOS", "Chromebook"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
"""What a browser's own description holds, and what people call that; the first that fits."""

HOLDS: Final = dt.timedelta(days=60)
"""As long as sessions wait for their answers (`tidying.KEPT_UNANSWERED`) passes are valid; a device not seen since
then holds nothing of use."""


def kind_of(user_agent: str) -> str:
    """What the browser runs on, in a word."""
    return next((name for mark, name in KINDS if mark in user_agent), "Device")


def see_device(
    school_id: int, key: UUID, *, group: TeachingGroup | None, kind: str, at: dt.datetime
) -> SharedDevice:
    """Notes that a device is there, for the first time or again; one that had forgotten begins anew."""
    device: SharedDevice
    device, _ = SharedDevice.objects.update_or_create(
        school_id=school_id,
        key=key,
        defaults={"group": group, "kind": kind, "last_seen": at, "forgotten_at": None},
        create_defaults={"group": group, "kind": kind, "last_seen": at, "first_seen": at},
    )
    return device


def devices_of(group: TeachingGroup) -> QuerySet[SharedDevice]:
    """The class's devices that may hold something, the last seen first."""
    since = timezone.now() - HOLDS
    held: QuerySet[SharedDevice] = SharedDevice.objects.filter(group=group, forgotten_at=None, last_seen__gt=since)
    return held


class DeviceLine(NamedTuple):
    """A device as the page lists it."""

    device: SharedDevice
    is_to_forget: bool


def device_lines(group: TeachingGroup) -> list[DeviceLine]:
    """The class's devices, and which of them have been asked to forget."""
    asked = set(ForgetRequest.objects.filter(obeyed_at=None).values_list("device", flat=True))
    return [DeviceLine(device, device.pk in asked) for device in devices_of(group)]


def ask_to_forget(devices: Iterable[SharedDevice], asked_by: User, at: dt.datetime) -> int:
    """Asks devices to forget their pupils; says how many were not asked before or at the same moment."""
    asked = {"asked_at": at, "asked_by": asked_by}
    return sum(
        ForgetRequest.objects.get_or_create(
            school_id=device.school_id, device=device, obeyed_at=None, defaults=asked
        )[1]
        for device in devices
    )


def let_remember(device: SharedDevice) -> None:
    """Takes back what was asked, if the device has not done it yet."""
    ForgetRequest.objects.filter(device=device, obeyed_at=None).delete()


def must_forget(device: SharedDevice) -> bool:
    """Whether the device has been asked to forget and has not said that it did."""
    return ForgetRequest.objects.filter(device=device, obeyed_at=None).exists()


def has_forgotten(device: SharedDevice, at: dt.datetime) -> None:
    """Notes that the device holds nothing any more: its passes end with this."""
    ForgetRequest.objects.filter(device=device, obeyed_at=None).update(obeyed_at=at)
    SharedDevice.objects.filter(pk=device.pk).update(forgotten_at=at, last_seen=at)


def class_of(pupil: Pupil, day: dt.date) -> TeachingGroup | None:
    """The class whose names a device shows for this pupil: one with a class code before one without."""
    groups = TeachingGroup.objects.filter(holds_on(day, "memberships__"), memberships__pupil=pupil)
    group: TeachingGroup | None = groups.order_by("sign_in_code__pk", "pk").first()
    return group
