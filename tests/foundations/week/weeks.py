"""Ways to the Monday page for tests, and a pupil's last days as they are wanted."""

import datetime as dt
import re
from collections.abc import Sequence

from django.test import Client
from django.urls import reverse

from ridgeway.foundations.models import KnowledgeDay
from ridgeway.schools.models import Pupil
from ridgeway.schools.tenancy import school_scope
from tests.cast import TODAY, Troupe


def address(school: Troupe) -> str:
    return reverse("foundations:monday", args=[school.urn, school.group.pk])


def page(client: Client, url: str) -> str:
    reply = client.get(url)
    assert reply.status_code == 200
    return re.sub(r"\s+", " ", reply.content.decode())


def part(html: str, name: str) -> str:
    """One of the page's cards."""
    _, found = html.split(f'id="{name}"')
    return found.partition("</section>")[0]


def fluent_on_the_last_days(school: Troupe, pupil: Pupil, counts: Sequence[int], *, met: int = 50) -> None:
    with school_scope(school.school):
        KnowledgeDay.objects.filter(pupil=pupil).delete()
        KnowledgeDay.objects.bulk_create(
            KnowledgeDay(
                school=school.school,
                pupil=pupil,
                subject="number-facts",
                day=TODAY - dt.timedelta(days=back),
                met=met,
                fluent=count,
                secure=0,
            )
            for back, count in enumerate(reversed(counts), start=1)
        )
