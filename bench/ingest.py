"""Answers coming in: the server as `ridgeway serve` starts it, a database that waits for the disk, and devices.

The devices are in a process of their own (`bench.clients`), on the same machine. Every request is a signed-in
pupil's, with the check against forgery; the reply comes when answers and knowledge are on the disk.
"""

import datetime as dt
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from bench.clients import Client, Job, Told
from bench.database import durable_database
from bench.measure import Figure, Measurement

if TYPE_CHECKING:
    from ridgeway.foundations.delivery import GivenAnswer
    from ridgeway.schools.models import Pupil

HOST, PORT = "127.0.0.1", 8765
SECONDS = 6.0
PUPILS = 32
CLASS_SIZE = 30
BATCH = 20

GOAL_SINGLE, GOAL_BATCHED, GOAL_SLOW_S, GOAL_SIGN_IN_S = 300.0, 6000.0, 0.15, 2.0
KOLIBRI_SINGLE, KOLIBRI_BATCHED, KOLIBRI_SIGN_IN_S = 58.0, 408.0, 5.5
"""What Kolibri 0.19.5 did on a machine with two cores: single answers a second, whatever the number of clients;
answers a second in batches of ten; seconds until 32 pupils were signed in."""


def measure() -> Iterator[Measurement | Figure]:
    """Single answers, batches, and a class that signs in; a first run warms the server and is not measured."""
    with durable_database():
        pupils = _pupils()
        _practise_before(pupils)
        with _serving():
            _send(pupils, batch=1)
            yield from _single_answers(pupils)
            yield from _batches(pupils)
            yield from _sign_ins(pupils)


def _single_answers(pupils: "list[Pupil]") -> Iterator[Measurement | Figure]:
    for count in (1, 8, PUPILS):
        told = _send(pupils[:count], batch=1)
        rate = told["recorded"] / told["seconds"]
        yield Figure(
            f"Single answers a second, {_clients(count)}",
            rate,
            None if count == 1 else GOAL_SINGLE,
            higher=True,
            remark=f"{_slowest(told)}; {rate / KOLIBRI_SINGLE:.0f} × Kolibri 0.19.5",
        )


def _batches(pupils: "list[Pupil]") -> Iterator[Measurement | Figure]:
    told = _send(pupils, batch=BATCH)
    what = f"in batches of {BATCH}, {_clients(len(pupils))}"
    rate = told["recorded"] / told["seconds"]
    remark = f"{rate / KOLIBRI_BATCHED:.0f} × Kolibri 0.19.5 in batches of ten"
    yield Figure(f"Answers a second {what}", rate, GOAL_BATCHED, higher=True, remark=remark)
    yield Measurement("… of twenty requests nineteen were quicker than", _p95(told), GOAL_SLOW_S)


def _sign_ins(pupils: "list[Pupil]") -> Iterator[Measurement]:
    told = _run(0.0, 0, [_at_the_pictures(pupil) for pupil in pupils[:CLASS_SIZE]])
    yield Measurement(
        f"{CLASS_SIZE} pupils press their pictures at once: all are signed in after",
        told["seconds"],
        GOAL_SIGN_IN_S,
        f"{told['seconds'] / KOLIBRI_SIGN_IN_S:.2f} of what Kolibri 0.19.5 takes for 32",
    )


def _send(pupils: "list[Pupil]", *, batch: int) -> Told:
    return _run(SECONDS, batch, [_at_practice(pupil) for pupil in pupils])


def _run(seconds: float, batch: int, clients: list[Client]) -> Told:
    from ridgeway.fluency import catalogue

    items = [(item.id, item.answer) for item in catalogue()]
    job: Job = {
        "host": HOST, "port": PORT, "seconds": seconds, "batch": batch, "items": items, "clients": clients
    }  # fmt: skip
    command = [sys.executable, "-m", "bench.clients"]
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, check=True)
    if done.stderr:
        raise RuntimeError(done.stderr)
    told: Told = json.loads(done.stdout)
    return told


def _at_practice(pupil: "Pupil") -> Client:
    """A device at which the pupil has signed in and begun a session."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from ridgeway.access.gate import PUPIL_KEY
    from ridgeway.foundations.practice import sit_down
    from ridgeway.schools.tenancy import school_scope

    browser = SessionStore()
    browser[PUPIL_KEY] = [pupil.school_id, pupil.pk]
    browser.save()
    with school_scope(pupil.school_id):
        session = sit_down(pupil, timezone.now(), year=4)
    return _client("/api/practice/answers", f"sessionid={browser.session_key}", session=str(session.pk))


def _at_the_pictures(pupil: "Pupil") -> Client:
    """A device that shows the pupil's pictures."""
    from ridgeway.access.models import ClassCode
    from ridgeway.access.pictures import new_password, set_pictures
    from ridgeway.schools.tenancy import school_scope

    password = new_password()
    with school_scope(pupil.school_id):
        set_pictures(pupil, password)
        code = ClassCode.objects.get().code
    form = "pictures=" + "+".join(picture.name for picture in password)
    return _client(f"/pupils/{code}/{pupil.pk}/", "", form=form)


def _client(path: str, cookie: str, *, session: str = "", form: str = "") -> Client:
    from django.middleware.csrf import _get_new_csrf_string

    token = _get_new_csrf_string()
    return {
        "path": path,
        "cookie": f"{cookie}; csrftoken={token}",
        "csrf": token,
        "session": session,
        "form": form,
    }


def _pupils() -> "list[Pupil]":
    """A class of Year 4."""
    from ridgeway.access.models import PupilSignIn
    from ridgeway.schools.models import GroupMembership, Pupil, YearPlacement
    from ridgeway.schools.tenancy import school_scope
    from tests.cast import assemble

    ashdown = assemble().ashdown
    with school_scope(ashdown.school):
        own = {"school": ashdown.school}
        for number in range(PUPILS - len(ashdown.pupils)):
            born = dt.date(2018, 1, 1) + dt.timedelta(days=number)
            pupil = Pupil.objects.create(
                **own, legal_surname="Benchley", legal_forename=f"Number {number}", date_of_birth=born
            )
            YearPlacement.objects.create(**own, pupil=pupil, academic_year=ashdown.year, year_group="4")
            GroupMembership.objects.create(**own, group=ashdown.group, pupil=pupil, starts=ashdown.year.starts)
            PupilSignIn.objects.create(**own, pupil=pupil)
            ashdown.pupils.append(pupil)
    return ashdown.pupils


def _practise_before(pupils: "list[Pupil]") -> None:
    """Each pupil has answered every number fact thrice, so that the knowledge has its full size."""
    from ridgeway.foundations.ledger import record_many
    from ridgeway.schools.tenancy import school_scope

    with school_scope(pupils[0].school_id):
        record_many({pupil: _answers_before(pupil) for pupil in pupils}, dt.datetime.now(dt.UTC))


def _answers_before(pupil: "Pupil") -> "list[GivenAnswer]":
    from ridgeway.fluency import catalogue
    from ridgeway.foundations.delivery import GivenAnswer
    from ridgeway.foundations.practice import sit_down
    from ridgeway.foundations.uuid7 import uuid7

    rng = np.random.default_rng(pupil.pk)
    answers = []
    for days_ago in (9, 4, 1):
        opened = dt.datetime.now(dt.UTC) - dt.timedelta(days=days_ago)
        session = sit_down(pupil, opened, year=4)
        for seq, (item, latency, right) in enumerate(
            zip(
                catalogue(),
                rng.lognormal(7.8, 0.5, len(catalogue())),
                rng.random(len(catalogue())) < 0.9,
                strict=True,
            )
        ):
            at, given = opened + dt.timedelta(seconds=4 * seq), item.answer if right else "?"
            answers.append(
                GivenAnswer(uuid7(at), session.pk, item.id, at, given, int(latency), "none", "touch", seq)
            )
    return answers


@contextmanager
def _serving() -> Iterator[None]:
    """`ridgeway serve`, as anybody starts it."""
    told = os.environ | {"RIDGEWAY_ADDRESS": f"{HOST}:{PORT}"}
    command = [sys.executable, "-m", "ridgeway.cli", "serve"]
    with subprocess.Popen(command, env=told, stdout=subprocess.PIPE, text=True) as server:
        try:
            if not any("Serving" in line for line in server.stdout or ()):
                raise RuntimeError("The server did not start.")
            time.sleep(1)
            yield
        finally:
            server.send_signal(signal.SIGINT)


def _clients(count: int) -> str:
    return "1 client" if count == 1 else f"{count} clients"


def _slowest(told: Told) -> str:
    return (
        f"half within {statistics.median(told['requests']) * 1000:.0f} ms, 95 % within {_p95(told) * 1000:.0f} ms"
    )


def _p95(told: Told) -> float:
    return statistics.quantiles(told["requests"], n=20)[-1]
