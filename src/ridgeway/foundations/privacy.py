"""Traces of a pupil on devices: a tablet may hold a first name, and what is asked in the next days."""

from collections.abc import Sequence

from django.db import models
from django.utils import timezone

from ridgeway.access.privacy.subjects import Subject
from ridgeway.access.privacy.traces import Row
from ridgeway.foundations.models import ForgetRequest, SharedDevice
from ridgeway.foundations.offline.devices import HOLDS


class HeldOnDevices:
    """The school's devices. Which of them hold something of a pupil only they know, so all are asked to forget."""

    title = "Tablets and computers that may hold something of the pupil"
    about = (
        "Devices on which pupils practise without a network. One may hold the pupil's first name, what is asked in"
        " the next days, and answers that were not sent yet. What was not sent is not in this copy."
    )
    columns = {"device": "Which device.", "last_seen": "When it last reached the school's server."}
    covers = frozenset({"foundations.SharedDevice", "foundations.ForgetRequest"})

    def rows(self, subject: Subject, using: str) -> Sequence[Row]:
        """The devices, the last seen first."""
        devices = _devices(subject, using).order_by("-last_seen", "pk")
        return [{"device": str(device), "last_seen": device.last_seen} for device in devices]

    def erase(self, subject: Subject, using: str) -> int:
        """Asks them to forget, which they do when they next reach the server."""
        asked = [
            ForgetRequest._base_manager.using(using).get_or_create(
                school_id=subject.school.pk,
                device_id=device.pk,
                obeyed_at=None,
                defaults={"asked_at": timezone.now()},
            )
            for device in _devices(subject, using)
        ]
        return sum(is_new for _, is_new in asked)


def _devices(subject: Subject, using: str) -> "models.QuerySet[SharedDevice]":
    since = timezone.now() - HOLDS
    devices = SharedDevice._base_manager.using(using)
    return devices.filter(school=subject.school, forgotten_at=None, last_seen__gt=since)
