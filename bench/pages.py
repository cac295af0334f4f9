"""Pages of Fast Learning for a class of thirty with a year of answers: time on the server, weight on the wire."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.test import Client

from bench.database import bench_database
from bench.measure import Figure, Measurement, median_seconds

if TYPE_CHECKING:
    from ridgeway.schools.models import School

GOAL_SECONDS = 0.1
MONDAY_GOAL_SECONDS = 0.15
CLASS = "4 Kestrel"
SCHOOL_DAYS = 190
RUNS = 20
GOAL_KILOBYTES = 150.0
"""Compressed, as it goes over the wire."""


def measure() -> list[Measurement | Figure]:
    """A line for each page."""
    with bench_database():
        return list(_pages())


def _pages() -> Iterator[Measurement | Figure]:
    from django.urls import reverse

    from ridgeway.access.models import Membership
    from ridgeway.access.roles import Role
    from ridgeway.foundations.models import Answer
    from ridgeway.schools.models import TeachingGroup
    from ridgeway.schools.tenancy import school_scope

    school = _school_of_one_class()
    with school_scope(school):
        group = TeachingGroup.objects.get(name=CLASS, academic_year__ends__gt=dt.date.today())  # noqa: DTZ011
        pupils = list(group.pupils_on(dt.date.today()))  # noqa: DTZ011
        answers = Answer.objects.count()
        people = {role: Membership.objects.select_related("user").filter(role=role).first() for role in Role}
    of_class = [school.urn, group.pk]
    of_pupil = [*of_class, pupils[0].pk]
    growth = reverse("foundations:class_growth", args=of_class)
    pages = [
        (
            f"Class page, {len(pupils)} pupils, {answers:,} answers",
            reverse("foundations:class", args=of_class),
            GOAL_SECONDS,
        ),
        ("Monday page", reverse("foundations:monday", args=of_class), MONDAY_GOAL_SECONDS),
        ("Pupil page", reverse("foundations:pupil", args=of_pupil), GOAL_SECONDS),
        ("Growth: fluent facts", growth, None),
        ("Growth: rates", f"{growth}?show=rates", None),
        ("Growth: from seconds to automatic", f"{growth}?show=speed", None),
        ("Growth of a pupil", reverse("foundations:pupil_growth", args=of_pupil), None),
        ("School page", reverse("access:school", args=[school.urn]), GOAL_SECONDS),
    ]
    teacher, head = (_client(people[role]) for role in (Role.TEACHER, Role.HEADTEACHER))
    for what, address, goal in pages:
        yield from _opened(what, teacher, address, goal)
    yield from _opened("Leaders' page", head, reverse("foundations:overview", args=[school.urn]), None)


def _school_of_one_class() -> "School":
    """The demo's first school with one class alone, which has practised for a year."""
    from ridgeway.demo.build import build_demo
    from ridgeway.demo.places import demo_network
    from ridgeway.schools.models import School

    network = demo_network()
    first = network.schools[0]
    classes = tuple(
        replace(each, practice=each.practice and replace(each.practice, days=SCHOOL_DAYS))
        for each in first.classes
        if each.name == CLASS
    )
    staff = tuple(post for post in first.staff if post.group in {"", None, CLASS})
    build_demo(network=replace(network, schools=(replace(first, classes=classes, staff=staff),)), processes=1)
    return School.objects.get(urn=first.urn)


def _client(member: Any) -> Client:
    """A browser in which this member of staff has signed in, and which reads compressed pages."""
    client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    client.force_login(member.user)
    return client


def _opened(what: str, client: Client, address: str, goal: float | None) -> Iterator[Measurement | Figure]:
    """A page's time on the server, and its weight on the wire with the pictures in it."""
    queries = _queries(client, address)
    seconds = median_seconds(lambda: client.get(address), repeats=RUNS)
    yield Measurement(what, seconds, goal, f"{queries} queries")
    weight = len(client.get(address).content) / 1000
    yield Figure(f"{what.partition(',')[0]}: kilobytes", weight, GOAL_KILOBYTES)


def _queries(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)
