"""The devices on which the demo's classes practise, and one answer of the main class that could not be counted.

A device names itself by chance; here chance comes from the seed, the school and the class.
"""

import datetime as dt
import zlib
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import numpy as np

from ridgeway.demo.practice import PupilPractice
from ridgeway.demo.recording import PractisingClass
from ridgeway.demo.roll import OnRoll
from ridgeway.foundations.delivery import read_answers
from ridgeway.foundations.ledger import record_answers
from ridgeway.foundations.offline.devices import see_device
from ridgeway.foundations.offline.refusals import keep_refused
from ridgeway.schools.models import Pupil, TeachingGroup
from ridgeway.schools.models.calendar import academic_year_of
from ridgeway.schools.tenancy import school_scope

CLASS: Final = "4 Kestrel"

KINDS: Final = {"touch": ("iPad", "iPad", "Android"), "keyboard": ("Chromebook", "Chromebook", "Windows")}
"""What a class practises on, by how it answers."""

CLOCK_BEHIND: Final = dt.timedelta(days=365)
"""How far the clock of one device was behind while it was used, until somebody put it right."""


def record_devices(on_roll: OnRoll, practising: PractisingClass, done: Sequence[PupilPractice]) -> None:
    """Lets a class's devices be seen on their first day and their last; one brings an answer that is refused."""
    task = practising.task
    group: TeachingGroup = on_roll.groups[academic_year_of(task.days[-1]), task.name]
    rng = np.random.default_rng([task.seed, task.urn, zlib.crc32(f"{task.name} devices".encode())])
    times = [session.opened_at for each in done for session in each.sessions]
    if not times:
        return
    with school_scope(on_roll.school):
        for number, kind in enumerate(KINDS[task.device]):
            key = UUID(bytes=rng.bytes(16), version=4)
            for at in (min(times), max(times) - dt.timedelta(minutes=number)):
                see_device(group.school_id, key, group=group, kind=kind, at=at)
        if task.name == CLASS:
            _bring_refused([on_roll.pupils[seat] for seat in practising.members], done)


def _bring_refused(pupils: Sequence[Pupil], done: Sequence[PupilPractice]) -> None:
    """An answer whose time was stamped before the clock was put right: nobody can tell when it was given."""
    pupil, session = next(
        (pupil, each.sessions[-1]) for pupil, each in zip(pupils, done, strict=True) if each.sessions
    )
    last = session.answers[-1]
    sent: dict[str, Any] = {
        "id": str(UUID(int=last.id.int + 1)),
        "session": str(session.id),
        "item": last.item,
        "at": (last.at - CLOCK_BEHIND).isoformat(),
        "given": last.given,
        "latency_ms": last.latency_ms,
        "prompt": last.prompt,
        "delay_ms": last.delay_ms,
        "device": "keyboard",
        "seq": len(session.answers),
    }
    received_at = last.at + dt.timedelta(minutes=1)
    readable, unreadable = read_answers([sent])
    refused = [*unreadable, *record_answers(pupil, readable, received_at).refused]
    keep_refused(pupil, [sent], refused, received_at)
