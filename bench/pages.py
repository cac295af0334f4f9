"""A teacher's pages: a class of thirty with a year of answers, from request to response."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from django.test import Client

from bench.database import bench_database
from bench.measure import Measurement, median_seconds

GOAL_SECONDS = 0.1
MONDAY_GOAL_SECONDS = 0.15
CLASS = "4 Kestrel"
SCHOOL_DAYS = 190
RUNS = 20


def measure() -> list[Measurement]:
    """A line for each page."""
    with bench_database():
        return list(_pages())


def _pages() -> Iterator[Measurement]:
    from django.urls import reverse

    from ridgeway.access.models import Membership
    from ridgeway.access.roles import Role
    from ridgeway.demo.build import build_demo
    from ridgeway.demo.places import demo_network
    from ridgeway.foundations.models import Answer
    from ridgeway.schools.models import School, TeachingGroup
    from ridgeway.schools.tenancy import school_scope

    network = demo_network()
    first = network.schools[0]
    classes = tuple(
        replace(each, practice=each.practice and replace(each.practice, days=SCHOOL_DAYS))
        for each in first.classes
        if each.name == CLASS
    )
    staff = tuple(post for post in first.staff if post.group in {"", None, CLASS})
    build_demo(network=replace(network, schools=(replace(first, classes=classes, staff=staff),)), processes=1)
    school = School.objects.get(urn=first.urn)
    with school_scope(school):
        group = TeachingGroup.objects.get(name=CLASS, academic_year__ends__gt=dt.date.today())  # noqa: DTZ011
        pupils = list(group.pupils_on(dt.date.today()))  # noqa: DTZ011
        answers = Answer.objects.count()
    client = Client(headers={"host": "localhost"})
    with school_scope(school):
        teacher = Membership.objects.select_related("user").filter(role=Role.TEACHER).first()
    assert teacher is not None
    client.force_login(teacher.user)
    size = f"{len(pupils)} pupils, {answers:,} answers"
    pages = [
        (f"Class page, {size}", reverse("foundations:class", args=[school.urn, group.pk]), GOAL_SECONDS),
        ("Monday page", reverse("foundations:monday", args=[school.urn, group.pk]), MONDAY_GOAL_SECONDS),
        ("Pupil page", reverse("foundations:pupil", args=[school.urn, group.pk, pupils[0].pk]), GOAL_SECONDS),
        ("School page", reverse("access:school", args=[school.urn]), GOAL_SECONDS),
    ]
    for what, address, goal in pages:
        queries = _queries(client, address)
        seconds = median_seconds(lambda address=address: client.get(address), repeats=RUNS)  # type: ignore[misc]
        yield Measurement(what, seconds, goal, f"{queries} queries")


def _queries(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)
