"""The demo's network has brought in inspections and a survey."""

import datetime as dt

from django.test import Client

from ridgeway.demo.indicators import write_indicators
from ridgeway.schools.models import NetworkSchool, School
from tests.cast import Cast


def test_the_indicators_page_shows_inspections_before_and_since_and_both_surveys(
    client: Client, cast: Cast
) -> None:
    joined = dt.date(2025, 9, 1)
    for urn in (999_001, 999_002, 999_003):
        school = School.objects.create(urn=urn, name=f"School {urn}")
        NetworkSchool.objects.create(network=cast.network, school=school, starts=joined)
    write_indicators(cast.network, dt.date(2026, 11, 22))
    client.force_login(cast.adviser)
    page = client.get(f"/networks/{cast.network.slug}/indicators/").content.decode()
    assert "Before they joined, 1 of 3" in page
    assert "1 of 1 (95% interval" in page
    assert "Wed 23 Sep 2026" in page
    assert "Wed 24 Sep 2025" in page
    assert "86% of 36" in page
