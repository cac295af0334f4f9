"""Building the demo, all or nothing."""

import datetime as dt
import os
from collections.abc import Callable, Sequence
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from ridgeway.access.models import User
from ridgeway.demo.activities import end_activities, play_activities
from ridgeway.demo.devices import record_devices
from ridgeway.demo.evaluation import write_study
from ridgeway.demo.indicators import write_indicators
from ridgeway.demo.people import plan_people
from ridgeway.demo.places import NetworkPlace, demo_network
from ridgeway.demo.practice import LONDON, ClassTask, PupilPractice
from ridgeway.demo.reading import record_readings
from ridgeway.demo.recording import PractisingClass, practising_classes, record_class
from ridgeway.demo.results import import_results
from ridgeway.demo.roll import OnRoll, write_network, write_school
from ridgeway.demo.sign_ins import PASSWORD
from ridgeway.demo.simulation import simulated
from ridgeway.demo.steering import record_decisions
from ridgeway.demo.week import record_reasons
from ridgeway.foundations.partitions import open_months

SEED: Final = 1874

PEOPLE: Final = "People and places"
RESULTS: Final = "Real schools and their key stage 2 results"
PRACTICE: Final = "Seven weeks of practice"
STEPS: Final = (PEOPLE, RESULTS, PRACTICE)

OnStep = Callable[[str, float], None]
"""Told the name of a step and the share of it that is done, from 0 to 1."""


class DemoError(Exception):
    """The demo cannot be built or taken away here; the message says why, as a whole sentence."""


def build_demo(
    *,
    seed: int = SEED,
    today: dt.date | None = None,
    on_step: OnStep = lambda step, share: None,
    network: NetworkPlace | None = None,
    processes: int | None = None,
) -> None:
    """Builds the network with its people and their practice up to the day before `today`.

    The same seed and the same day give the same rows, but for what the database itself stamps with the time and
    what is keyed with the secret key. `network` is a part of the demo's network, for trying things out quickly;
    `processes` is how many simulate at once, one for each core unless it is said.
    """
    if User.objects.exists():
        raise DemoError("This database is already in use. Set RIDGEWAY_VAR to another folder for the demo.")
    day = today or timezone.localdate()
    place = network or demo_network()
    people = plan_people(place, seed=seed, today=day)
    classes = list(practising_classes(people.schools, seed=seed, today=day))
    tasks = [practising.task for practising in classes]
    with simulated(tasks, processes or os.cpu_count() or 1) as done_by_class, transaction.atomic():
        on_step(PEOPLE, 0)
        password = make_password(PASSWORD)
        written = write_network(people, password=password)
        on_roll = []
        for number, school in enumerate(people.schools, start=1):
            on_roll.append(write_school(written, place, school, seed=seed, today=day, password=password))
            on_step(PEOPLE, number / len(people.schools))
        import_results(lambda share: on_step(RESULTS, share))
        write_study(written, dt.datetime.combine(day, dt.time(), LONDON))
        write_indicators(written, day)
        _open_ledger(tasks, day)
        on_step(PRACTICE, 0)
        for number, (practising, done) in enumerate(zip(classes, done_by_class, strict=True), start=1):
            _record(on_roll[practising.school], practising, done, day)
            on_step(PRACTICE, number / len(classes))
        record_readings(on_roll, classes, today=day)
        record_reasons(on_roll, classes, today=day)


def _record(roll: OnRoll, practising: PractisingClass, done: list[PupilPractice], today: dt.date) -> None:
    """What one class has done, and what was decided for it."""
    received_at = dt.datetime.combine(today, dt.time(), LONDON).astimezone(dt.UTC)
    played = play_activities(roll, practising, done, today=today)
    record_class(roll, practising, done, further=played.answers, received_at=received_at)
    end_activities(roll, played)
    record_decisions(roll, practising)
    record_devices(roll, practising, done)


def _open_ledger(tasks: Sequence[ClassTask], today: dt.date) -> None:
    """The ledger's months from the first day of practice to today."""
    for day in (*(task.days[0] for task in tasks), today):
        open_months(day)
